"""A position table as a dossier: the same actors, to be grown into a case.

Levels are the positions that the table names or that somebody holds, or ten steps where these are
many. Positions stay what they were, on the issue's scale of 0 to 1. What a table does not know (who
signs, who performs, how things stand) is set to something plain, and told.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import yaml

from summitry.formats.dossiers import DossierText, names
from summitry.formats.ktab_xml import spatial_rules
from summitry.formats.positions import PositionTable

MOST_LEVELS = 11
"""So many positions become levels as they are; more are put on ten steps."""
MOST_INFLUENCE = 100.0


def as_dossier(table: PositionTable, today: str) -> DossierText:
    """A position table as a dossier's YAML.

    Parameters
    ----------
    table
        What to write.
    today
        The dossier's ``as_of``, since a table has no date.
    """
    losses: list[str] = []
    parties, issues = names(table.actors), names(table.issues)
    changed = [f"{old!r} became {new!r}" for old, new in (*parties.items(), *issues.items())
               if old != new]  # fmt: skip
    if changed:
        more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        losses.append(f"names a dossier cannot have: {', '.join(changed[:3])}{more}")
    top = float(table.capability.max(initial=0.0))
    divide = top / MOST_INFLUENCE if top > MOST_INFLUENCE else 1.0
    if divide != 1:
        losses.append("capabilities: scaled to at most 100; only their ratios count")
    data: dict[str, Any] = {
        "summitry": 1,
        "title": table.name,
        "question": "Where does the pressure of all interests point?",
        "as_of": today,
        "note": f"Made from a table of positions ({table.kind}).",
        "parties": _parties(table, parties, divide),
        "issues": {issues[one]: _issue(table, one, list(parties.values()), losses)
                   for one in table.issues},
        "stances": _stances(table, parties, issues, divide),
        **_settings(table, parties),
    }  # fmt: skip
    if len(table.actors) < 2:
        losses.append("a second principal: a dossier needs one before it can be checked")
    losses.append("who signs: everybody is a principal, to be coded")
    losses.append("who performs an issue: given out in turn, to be coded")
    if np.isnan(table.status_quo).any():
        losses.append("how things stand: the file does not say; each issue's first level, to be "
                      "coded")  # fmt: skip
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100)
    return DossierText(text, tuple(losses))


def _parties(
    table: PositionTable, parties: Mapping[str, str], divide: float
) -> dict[str, dict[str, Any]]:
    found = {}
    for (old, new), influence in zip(parties.items(), table.influence.tolist(), strict=True):
        own: dict[str, Any] = {
            "name": old,
            "role": "principal",
            "influence": _least(influence / divide),
        }
        found[new] = own
    return found


def _levels(table: PositionTable, place: int) -> tuple[list[float], list[str]]:
    """Positions of an issue's levels, in its units and rising, and a name for each."""
    issue = table.issues[place]
    low, high = table.scale[place].tolist()
    own = table.positions[:, place]
    quo = table.status_quo[place]
    told = table.levels.get(issue, {})
    held = {float(one) for one in own[~np.isnan(own)]} | set(told)
    if not np.isnan(quo):
        held.add(float(quo))
    if len(held) > MOST_LEVELS:
        held = set(np.linspace(low, high, MOST_LEVELS).tolist()) | (
            set() if np.isnan(quo) else {float(quo)}
        )
    if len(held) < 2:
        held |= {low, high} if high > low else {low, low + 1}
    at = sorted(held)
    wanted = [told.get(one) or f"at {_plain(one)}" for one in at]
    taken = [one for one in wanted if wanted.count(one) > 1]
    texts = [f"{one} at {_plain(where)}" if one in taken else one
             for where, one in zip(at, wanted, strict=True)]  # fmt: skip
    return at, list(names(texts).values())


def _plain(value: float) -> str:
    return f"{value:.6g}".replace(".", "-").replace("-", "minus ", 1) if value < 0 else (
        f"{value:.6g}".replace(".", "-")
    )  # fmt: skip


def _issue(
    table: PositionTable, issue: str, performers: list[str], losses: list[str]
) -> dict[str, Any]:
    place = table.issues.index(issue)
    at, texts = _levels(table, place)
    low, width = _frame(table, place)
    shares = [round((one - low) / width, 12) for one in at]
    quo = table.status_quo[place]
    standing = texts[0] if np.isnan(quo) else texts[at.index(float(quo))]
    own = table.positions[:, place]
    if len({float(one) for one in own[~np.isnan(own)]}) > MOST_LEVELS:
        losses.append(f"levels of {issue!r}: ten steps instead of every position held; ideals are "
                      "kept as they are")  # fmt: skip
    return {
        "name": table.descriptions.get(issue) or issue,
        "levels": texts,
        "at": shares,
        "status_quo": standing,
        "performed_by": performers[place % len(performers)],
    }


def _frame(table: PositionTable, place: int) -> tuple[float, float]:
    """Where an issue's scale begins and how wide it is; 1 where everything lies at one point."""
    low, high = table.scale[place].tolist()
    return low, (high - low) or 1.0


def _least(influence: float) -> float:
    """An influence that rounding did not bring beyond its bound."""
    return min(influence, MOST_INFLUENCE)


def _stances(
    table: PositionTable, parties: Mapping[str, str], issues: Mapping[str, str], divide: float
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    influence = table.influence
    for number, party in enumerate(parties.values()):
        own: dict[str, Any] = {}
        for place, issue in enumerate(table.issues):
            position = table.positions[number, place]
            if np.isnan(position):
                continue
            low, width = _frame(table, place)
            stance: dict[str, Any] = {
                "ideal": float((position - low) / width),
                "salience": float(100 * table.salience[number, place]),
            }
            here = float(table.capability[number, place])
            if not np.isclose(here, influence[number]):
                stance["influence"] = _least(here / divide)
            own[issues[issue]] = stance
        if any(one["salience"] for one in own.values()):
            found[party] = own
    return found


def _settings(table: PositionTable, parties: Mapping[str, str]) -> dict[str, Any]:
    """How the tool runs its model, for the dossier to run it likewise."""
    own: dict[str, Any] = {"model": table.model}
    rules = spatial_rules(table.settings)
    if rules:
        own["spatial"] = rules
    pull = table.settings.get("IdealAdjustment")
    if pull is not None:
        names_ = list(parties.values())
        own["ideals"] = {
            one: {other: share for other, share in zip(names_, row, strict=True) if share}
            or {one: 0.0}
            for one, row in zip(names_, pull, strict=True)
            if row != [float(one == other) for other in names_]
        }
    return {"influence": {key: value for key, value in own.items() if value}}
