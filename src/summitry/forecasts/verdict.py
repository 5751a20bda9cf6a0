"""Which track an assessment's own numbers favour and why, in one sentence; what is built in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from summitry.forecasts.tables import figure, signed
from summitry.procedures.agenda import Agenda
from summitry.procedures.layout import Layout

if TYPE_CHECKING:
    from summitry.forecasts.tracks import TrackForecast

TOLD_APART = 1.96
"""Standard errors of a difference, draw by draw, beyond which two tracks are told apart."""
NEGLIGIBLE = 0.005
MOVES = "mutual moves"
"""Stands beside 'exchange': on many tracks a side holds something without giving anything."""


@dataclass(frozen=True)
class Verdict:
    """Which track is favoured, with the asks where they belong and everywhere; and in words."""

    favoured: str | None
    with_asks: str | None
    text: str


def notes(layout: Layout, agenda: Agenda) -> tuple[str, ...]:
    """What holds of a track by construction."""
    return tuple(_notes(layout, agenda))


def _notes(layout: Layout, agenda: Agenda) -> Iterator[str]:
    if agenda.one_sided(layout) and len(layout.principals) > 1:
        yield (
            "By construction: one performer a basket, so nothing can be given in it for anything, "
            "and it can bring no trade. What exchange there is comes of free points."
        )
    if not agenda.whole:
        if agenda.provisional:
            yield "The order of its baskets matters: each takes what earlier ones settled as given."
        else:
            yield "By construction the order of its baskets has no effect."


def verdict(
    label: str,
    event: str,
    tracks: Sequence[TrackForecast],
    hits: tuple[NDArray[np.bool_], NDArray[np.bool_]],
) -> Verdict:
    """The verdict of an assessment's own numbers, and whether it outlives asks on every track."""
    own, every = _leader(hits[0]), _leader(hits[1])
    order = np.argsort(-hits[0].mean(axis=0), kind="stable").tolist()
    first = tracks[order[0]]
    # The track of leaders over everything is listed first: others are told against it.
    second = tracks[0] if order[0] else tracks[order[-1 if len(order) < 2 else 1]]
    names = [one.name for one in tracks]
    if len(tracks) == 1:
        text = f"{label}: there is one track only, {first.label} ({event} {_chance(first, event)})."
        return Verdict(first.name, first.name, text)
    if own is None:
        best = hits[0].mean(axis=0)
        tied = [
            one for number, one in enumerate(tracks)
            if not _ahead(hits[0][:, order[0]], hits[0][:, number])
        ]  # fmt: skip
        if not best.any():
            text = f"{label}: no track brings '{event}' in any draw; its numbers favour none."
        else:
            listed = ", ".join(f"{one.label} {_chance(one, event)}" for one in tied)
            text = f"{label}: its own numbers favour no track; level on '{event}' are {listed}"
            text += "".join(_free(one) for one in tied)
            text += _with_asks(None, every, tracks, event, asked=_asked(tracks))
        return Verdict(None, None if every is None else names[every], text)
    why = _why(first, second)
    text = (
        f"{label}: its own numbers favour {first.label} ({event} {_chance(first, event)}, "
        f"{second.label} {_chance(second, event)}){why}{_free(first)}"
        f"{_with_asks(own, every, tracks, event, asked=_asked(tracks))}"
    )
    return Verdict(first.name, None if every is None else names[every], text)


def _chance(track: TrackForecast, event: str) -> str:
    return figure(track.events[event])


def _ahead(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> bool:
    """Whether the first brings the event so much oftener that sampling cannot be the reason."""
    difference = one.astype(float) - other
    error = difference.std() / np.sqrt(len(difference))
    return bool(difference.mean() > TOLD_APART * error and difference.mean() > 0)


def _leader(hit: NDArray[np.bool_]) -> int | None:
    best = int(np.argmax(hit.mean(axis=0)))
    others = [number for number in range(hit.shape[1]) if number != best]
    return best if all(_ahead(hit[:, best], hit[:, one]) for one in others) else None


def _why(first: TrackForecast, second: TrackForecast) -> str:
    """The difference of two tracks in parts: their baskets, their bond, their asks."""
    if first.parts is None or second.parts is None:
        return ""
    parts = (
        (first.parts.baskets - second.parts.baskets, "what it links"),
        (first.parts.bond - second.parts.bond, "the bond"),
        _either(first.parts.asks, second.parts.asks, "asks coming to it", "asks staying away"),
        _either(
            first.parts.consents,
            second.parts.consents,
            "consents at its tables",
            "nobody's consent needed at its tables",
        ),
    )
    ranked = sorted(parts, key=lambda part: -part[0])
    pro = [f"{text} {signed(change)}" for change, text in ranked if change >= NEGLIGIBLE]
    con = [f"{text} {signed(change)}" for change, text in ranked if change <= -NEGLIGIBLE]
    because = f", because of {', '.join(pro)}" if pro else ""
    return because + (f" (against it: {', '.join(con)})" if con else "")


def _either(first: float, second: float, here: str, elsewhere: str) -> tuple[float, str]:
    """A difference that comes of something on the first track, or on the second only."""
    return first - second, elsewhere if second and not first else here


def _free(track: TrackForecast) -> str:
    """A warning where the favoured track can bring no trade."""
    if not track.one_sided:
        return ""
    moves = figure(track.events[MOVES])
    return f"; by construction {track.label} can bring no trade, only free points ({MOVES} {moves})"


def _asked(tracks: Sequence[TrackForecast]) -> bool:
    """Whether asks come to some tables and not to others, so that it matters where."""
    return any(dict(one.events) != dict(one.events_with_asks) for one in tracks)


def _with_asks(
    own: int | None,
    every: int | None,
    tracks: Sequence[TrackForecast],
    event: str,
    *,
    asked: bool,
) -> str:
    if not asked:
        return "."
    if own == every:
        return "; so it stays with the asks on every track."
    if every is None:
        best = max(tracks, key=lambda one: one.events_with_asks[event])
        then = f"none leads (the best is {best.label}, {figure(best.events_with_asks[event])})"
    else:
        best = tracks[every]
        then = f"{best.label} leads ({figure(best.events_with_asks[event])})"
    return (
        f"; this holds only while asks keep to their own tables: with them on every track, {then}."
    )
