"""Small GENIUS files, written by hand."""

from __future__ import annotations

PEERS = "shared/peers/genius"

DOMAIN = """<negotiation_template>
 <agent name="buyer" utility_space="a.xml"/>
 <agent name="seller" utility_space="b.xml"/>
 <utility_space number_of_issues="{count}">
  <objective index="0" type="objective" name="Deal">{issues}</objective>
 </utility_space>
</negotiation_template>
"""
PROFILE = """<utility_space>
 <objective index="0" type="objective" name="Deal">{inner}</objective>
 {rest}
</utility_space>
"""


def discrete(number, name, evaluations, weight=None):
    """An issue of a profile; of a domain without evaluations."""
    items = "".join(
        f'<item index="{place}" value="{value}"'
        + (f' evaluation="{score}"/>' if score is not None else "/>")
        for place, (value, score) in enumerate(evaluations, 1)
    )
    own = f'<weight index="{number}" value="{weight}"/>' if weight is not None else ""
    return f'{own}<issue index="{number}" name="{name}" type="discrete">{items}</issue>'


def integer(number, name, low, high, evaluator="", weight=None):
    own = f'<weight index="{number}" value="{weight}"/>' if weight is not None else ""
    return (
        f'{own}<issue index="{number}" name="{name}" vtype="integer" lowerbound="{low}" '
        f'upperbound="{high}">{evaluator}</issue>'
    )


def write(folder, issues, first, second, rest=("", "")):
    folder.mkdir(exist_ok=True)
    domain = DOMAIN.format(count=issues.count("<issue"), issues=issues)
    (folder / "domain.xml").write_text(domain)
    (folder / "a.xml").write_text(PROFILE.format(inner=first, rest=rest[0]))
    (folder / "b.xml").write_text(PROFILE.format(inner=second, rest=rest[1]))
    return folder
