"""A scenario as a dossier: the same game, to be grown into a case.

Every issue gets a level "unsettled", which is how things stand, and clauses that leave all issues
unsettled or none. What a scenario does not know (loss aversion, hidden reservations, slips) is set
so that the dossier's bargaining is the scenario's; who performs an issue is given out in turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from summitry.dossier.logic import KEYWORDS
from summitry.formats.scenario import Scenario
from summitry.formats.writing import additive
from summitry.games.packages.exact.pieces import Divisible

OPEN = "unsettled"
_NUMBER = re.compile(r"[-+]?[\d.,]+(?:[eE][-+]?\d+)?%?")
_UNFIT = re.compile(r"[^\w '’-]+")


@dataclass(frozen=True)
class DossierText:
    """A dossier's text, and what it could not hold."""

    text: str
    losses: tuple[str, ...]


def as_dossier(scenario: Scenario, today: str) -> DossierText:
    """A scenario as a dossier's YAML.

    Parameters
    ----------
    scenario
        What to write.
    today
        The dossier's ``as_of``, since a scenario has no date.
    """
    game, losses = scenario.game, []
    if any(isinstance(issue, Divisible) for issue in game.issues):
        losses.append("divisible issues became 20 steps between two corners")
        game = game.on_grid()
    if game.bonuses:
        losses.append(
            f"{len(game.bonuses)} bonuses of combinations: a dossier's values are additive"
        )
    if game.clauses:
        losses.append(f"{len(game.clauses)} clauses of the game")
    if any(share != 1 for share in game.discounts.values()):
        losses.append("discounts: a dossier's parties discount by patience, on road maps only")
    if any(top is not None for top in game.ceilings.values()):
        losses.append("the cut of a package's worth at 1")
    parties = names(game.parties)
    issues = names(issue.name for issue in game.issues)
    levels = {
        issue.name: names([OPEN, *issue.options])  # type: ignore[union-attr]
        for issue in game.issues
    }
    renamed = [
        *parties.items(),
        *issues.items(),
        *(pair for own in levels.values() for pair in own.items()),
    ]
    changed = [f"{old!r} became {new!r}" for old, new in renamed if old != new]
    if changed:
        more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        losses.append(f"names a dossier cannot have: {', '.join(changed[:3])}{more}")
    losses.append("who performs an issue: given out in turn, to be coded")
    performers = list(parties.values())
    data: dict[str, Any] = {
        "summitry": 1,
        "title": scenario.name,
        "question": "Do the parties agree?",
        "as_of": today,
        "note": f"Made from a scenario; '{OPEN}' is how things stand, and stays so without a deal.",
        "parties": {new: {"name": old, "role": "principal"} for old, new in parties.items()},
        "issues": {
            issues[issue.name]: {
                "levels": list(levels[issue.name].values()),
                "status_quo": OPEN,
                "performed_by": performers[number % len(performers)],
            }
            for number, issue in enumerate(game.issues)
        },
        "stances": {},
        "stakes": {},
        "clauses": _together([issues[one.name] for one in game.issues], levels, issues),
        "process": {"hidden": dict.fromkeys(parties.values(), 0), "slip": 0, "holding_back": 0},
        "loss_aversion": 1,
        "curve": 1,
    }
    for party, name in parties.items():
        own = additive(game, party)
        total = sum(max(column) for column in own.tables.values())
        stances: dict[str, Any] = {}
        for issue in game.issues:
            column = own.tables[issue.name]
            top = max(column)
            if top <= 0:
                continue
            values = [0.0, *(float(score / top) for score in column)]
            stances[issues[issue.name]] = {
                "values": dict(zip(levels[issue.name].values(), values, strict=True)),
                "salience": float(100 * top / total),
            }
        data["stances"][name] = stances
        if own.reservation and total:
            data["stakes"][name] = {"reservation": float(own.reservation / total)}
        if own.changed:
            losses.append(f"{party}: scores were put on a scale of 0 to 1")
    data = {key: value for key, value in data.items() if value not in ({}, [])}
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100)
    return DossierText(text, tuple(losses))


def _together(
    issues: list[str], levels: dict[str, dict[str, str]], names: dict[str, str]
) -> list[str]:
    """Clauses that settle all issues or none: each needs the next, the last the first."""
    if len(issues) < 2:
        return []
    least = {names[issue]: list(own.values())[1] for issue, own in levels.items()}
    pairs = zip(issues, [*issues[1:], issues[0]], strict=True)
    return [f"{one} >= {least[one]} requires {other} >= {least[other]}" for one, other in pairs]


def names(given: Iterable[str]) -> dict[str, str]:
    """Names that a dossier can have, each its own."""
    found: dict[str, str] = {}
    for old in given:
        words = [word for word in _UNFIT.sub(" ", old).split() if word]
        words = [f"{word}-" if word in KEYWORDS else word for word in words]
        new = " ".join(words).strip(" '’-") or "unnamed"
        if _NUMBER.fullmatch(old.strip()):
            new = "at " + re.sub(r"[^\w-]", "-", old.strip()).strip("-")
        base, number = new, 2
        while new in found.values():
            new, number = f"{base} {number}", number + 1
        found[old] = new
    return found
