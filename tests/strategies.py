"""Random small dossiers, as plain data for ``summitry.build``, for Hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

ISSUES = ("border", "fish", "gas", "prisoners")


def ranges(low, high):
    """A range in order."""
    return st.lists(st.floats(low, high).map(lambda x: round(x, 3)), min_size=3, max_size=3).map(
        sorted
    )


@st.composite
def stances(draw, levels, *, values=True):
    """An ideal with a salience, or a table of values; perhaps a red line."""
    stance = {"salience": draw(st.integers(5, 100))}
    if values and draw(st.integers(0, 3)) == 0:
        stance["values"] = {
            level: draw(st.floats(0, 1).map(lambda x: round(x, 2))) for level in levels
        }
    else:
        stance["ideal"] = draw(st.one_of(st.sampled_from(levels), ranges(0, 1)))
    if draw(st.integers(0, 4)) == 0:
        side = draw(st.sampled_from(["above", "below"]))
        middle = levels[:-1] if side == "above" else levels[1:]
        stance["red_line"] = {side: draw(st.sampled_from(middle)), "likelihood": draw(ranges(0, 1))}
    return stance


@st.composite
def dossiers(draw, principals=(2, 3)):
    """A dossier with principals, critics with cover, a third party, asks and clauses."""
    count = draw(st.integers(*principals))
    names = [f"p{number}" for number in range(count)]
    parties = {name: {"role": "principal", "name": f"Party {name}"} for name in names}
    parties["ally"] = {"role": "third"}
    critics = [f"critic{number}" for number in range(draw(st.integers(0, 2)))]
    for critic in critics:
        parties[critic] = {
            "role": "ratifier",
            "of": draw(st.sampled_from(names)),
            "leverage": draw(st.one_of(ranges(0, 3), st.sampled_from(["low", "high", "veto"]))),
            "slack": draw(ranges(0, 0.1)),
        }
    issues = {}
    for key in ISSUES[: draw(st.integers(2, 4))]:
        levels = [f"{key} {number}" for number in range(draw(st.integers(2, 3)))]
        issues[key] = {
            "levels": levels,
            "status_quo": draw(st.sampled_from(levels)),
            "performed_by": draw(st.sampled_from(names)),
            "consent": ["ally"] if draw(st.integers(0, 3)) == 0 else [],
        }
        if draw(st.integers(0, 3)) == 0:
            other = next(one for one in levels if one != issues[key]["status_quo"])
            issues[key]["no_deal"] = {other: draw(ranges(0, 1))}
    data = {
        "summitry": 1,
        "title": "random",
        "as_of": "2020-01-01",
        "confidence": "moderate",
        "parties": parties,
        "issues": issues,
        "stances": {
            party: {key: draw(stances(issues[key]["levels"])) for key in issues}
            for party in parties
        },
        "stakes": {name: {"victory": draw(ranges(-0.15, 0.05))} for name in names},
        "cover": [
            {"from": "ally", "to": critic, "on": list(issues), "strength": draw(ranges(0, 1))}
            for critic in critics
        ],
        "process": {
            "rapport": draw(ranges(0, 1)),
            "hidden": {name: draw(ranges(0, 0.2)) for name in names},
            "trust": {name: draw(ranges(0, 1)) for name in names},
            "slip": 0.05,
        },
    }
    if draw(st.booleans()):
        key = draw(st.sampled_from(sorted(issues)))
        top = issues[key]["levels"][-1]
        ask = {"issue": key, "at_least": top, "likelihood": draw(ranges(0, 1))}
        data["process"]["big_ask"] = {names[0]: ask}
    return data
