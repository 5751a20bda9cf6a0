"""What each mechanism does: the forecast with it, and with it switched off, on the same draws."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.logic import Statement
from summitry.dossier.model import Dossier
from summitry.forecasts.events import shares_beside
from summitry.procedures.games import Games
from summitry.procedures.outcomes import Outcomes
from summitry.procedures.package import Form
from summitry.procedures.variants import negotiate_beside, variants


@dataclass(frozen=True)
class Mechanism:
    """Something that can be switched off, and the inputs that do it."""

    kind: str
    text: str
    off: Mapping[str, float]


@dataclass(frozen=True)
class Effect:
    """What a mechanism does to each event.

    Attributes
    ----------
    kind, text
        The mechanism.
    without
        Event: its probability with the mechanism switched off.
    change
        Event: probability with the mechanism, less that without.
    touched
        Share of draws whose ending or package the mechanism changes.
    """

    kind: str
    text: str
    without: Mapping[str, float]
    change: Mapping[str, float]
    touched: float


def mechanisms(dossier: Dossier) -> Iterator[Mechanism]:
    """Every mechanism of a dossier, in the file's order."""
    process, label = dossier.process, dossier.label
    if process.rapport.range().high > 0:
        yield Mechanism("bond", "personal bond between the leaders", {"process/rapport": 0.0})
    trusts = {f"process/trust/{one}": 1.0 for one in dossier.principals}
    own = [
        key for key, party in dossier.parties.items() if party.role == "ratifier" and party.trust
    ]
    trusts |= {f"parties/{key}/trust": 1.0 for key in own}
    if own or any(one.range().low < 1 for one in process.trust.values()):
        yield Mechanism("distrust", "doubt that the other side performs what it signs", trusts)
    if dossier.time.meetings > 1:
        ends = {"time/between_meetings": 0.0}
        ends |= {f"time/dates/{name}/chance": 0.0 for name in dossier.time.dates}
        yield Mechanism("hazard", "talks that may end before the last meeting", ends)
        text = f"{dossier.time.meetings} meetings, each leaving less that is hidden"
        yield Mechanism("meetings", text, {"time/narrowing": 1.0})
    for cover in dossier.cover:
        text = f"cover by {label(cover.giver)} against {label(cover.to)}"
        yield Mechanism("cover", text, {f"cover/{cover.key}/strength": 0.0})
    for key, party in dossier.parties.items():
        if party.role == "ratifier":
            text = f"critic: {label(key)}"
            yield Mechanism("critic", text, {f"parties/{key}/leverage": 0.0})
    yield from _of_lines(dossier)
    for key in dossier.principals:
        for name, stake in dossier.stakes.get(key, {}).items():
            kind = "outside option" if stake.supplied_by or name == "outside" else "stake"
            what = (
                f"stakes/{key}/{name}" if stake.value is not None else f"stakes/{key}/{name}/cost"
            )
            yield Mechanism(kind, f"{kind} of {label(key)}: {name}", {what: 0.0})


def _of_lines(dossier: Dossier) -> Iterator[Mechanism]:
    """Asks and red lines of those who can refuse."""
    label = dossier.label
    for key, ask in dossier.process.big_ask.items():
        text = f"ask by {label(key)}: {ask.issue} {_bound(ask.at_least, ask.at_most)}"
        yield Mechanism("ask", text, {f"process/big_ask/{key}/likelihood": 0.0})
    for key, stances in dossier.stances.items():
        if dossier.parties[key].role == "third":
            continue
        for issue, stance in stances.items():
            for line in stance.red_line:
                name = f"stances/{key}/{issue}/red_line/{line.key}/likelihood"
                text = f"red line of {label(key)}: {issue} {line.key}"
                yield Mechanism("red line", text, {name: 0.0})


def _bound(at_least: str | None, at_most: str | None) -> str:
    return f"at least {at_least}" if at_least else f"at most {at_most}"


def effects(
    games: Games,
    form: Form,
    events: Mapping[str, Statement],
    progress: Callable[[float], None] | None = None,
) -> tuple[Effect, ...]:
    """Switch off each mechanism in turn, everything else and every draw as it was."""
    every = list(mechanisms(games.layout.dossier))
    ways = variants(games, form, [one.off for one in every])
    seen = [_seen(some, events, games.draws.size) for some in negotiate_beside(ways, progress)]
    chances = {name: np.concatenate([one[name] for one, _, _ in seen]) for name in events}
    signed, ending = (np.concatenate([one[at] for one in seen]) for at in (1, 2))
    touched = (signed != signed[0]).any(axis=2) | (ending != ending[0])
    share = touched.mean(axis=1)
    found = []
    for number, one in enumerate(every, 1):
        off = {name: float(chance[number]) for name, chance in chances.items()}
        change = {name: float(chance[0]) - off[name] for name, chance in chances.items()}
        found.append(Effect(one.kind, one.text, off, change, float(share[number])))
    return tuple(found)


def _seen(
    some: Outcomes, events: Mapping[str, Statement], size: int
) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.int16], NDArray[np.int8]]:
    """Chance of each event by variant, then what is signed and how it ends, (variants, draws)."""
    chances = shares_beside(some, events, size)
    signed = some.signed.reshape(-1, size, some.levels.shape[1])
    return chances, signed, some.ending.reshape(-1, size)
