"""Where a dossier speaks of what it names, walked to rename a thing and to take it out."""

from __future__ import annotations

from collections.abc import Mapping

from summitry.dossier.spoken import SAID, Dotted, Paths, Wish
from summitry.dossier.walking import ANY, By, Each, Name, Of, Place, Rule

PARTY, ISSUE, LEVEL = Name("party"), Name("issue"), Name("level")


def _needs(fields: Mapping[str, Rule], *needs: str, short: Rule = ANY) -> Of:
    return Of(fields, frozenset(needs), short)


STANCE = _needs(
    {
        "ideal": Place(),
        "values": By("level"),
        "red_line": Each(_needs({"above": LEVEL, "below": LEVEL}, "above", "below"), called="line"),
    },
    "ideal",
)
DOSSIER = Of(
    {
        "parties": By("party", _needs({"of": PARTY}, "of")),
        "issues": By("issue", Of({
            "levels": Each(Name("level", home=True)),
            "status_quo": Name("level", bears=True),
            "performed_by": Name("party", bears=True),
            "consent": Each(PARTY),
            "no_deal": By("level"),
            "reads_as": By("level", By("party", _needs({"means": SAID}, "means", short=SAID), 2)),
        })),
        "stances": By("party", By("issue", STANCE)),
        "stakes": By("party", By("stake", _needs({"from": Each(PARTY, 1)}, "from"))),
        "cover": Each(_needs({"from": PARTY, "to": PARTY, "on": Each(ISSUE, 1)},
                             "from", "to", "on"), called="cover"),
        "clauses": Each(SAID),
        "process": Of({
            "hidden": By("party"), "trust": By("party"),
            "big_ask": By("party", _needs({"issue": ISSUE, "at_least": LEVEL, "at_most": LEVEL},
                                          "issue", "at_least", "at_most"), also="ask"),
        }),
        "time": Of({"dates": By("date"), "patience": By("party")}),
        "tracks": By("track", _needs({"baskets": Each(
            _needs({"on": Each(ISSUE, 1), "consent": Each(PARTY)}, "on", short=Each(ISSUE, 1)),
            1, called="basket")}, "baskets")),
        "road_maps": By("road map", _needs(
            {"steps": Each(By("issue", LEVEL, 1), 1)}, "steps")),
        "relations": Each(_needs({"between": Each(PARTY, 2)}, "between")),
        "influence": Of({"ideals": By("party", By("party"))}),
        "events": By("event", _needs({"when": SAID}, "when", short=SAID)),
        "levers": Paths(_needs({"by": Each(PARTY, 1)}, "by")),
        "reveals": Paths(ANY),
        "sources": By("source"),
        "assessments": By("assessment", Of({
            "wants": Wish(), "set": Paths(), "groups": By("group", Each(Dotted(), 1)),
        })),
        "audiences": Paths(Each(PARTY, 1)),
    }
)  # fmt: skip
"""The whole of a dossier."""
