"""Tracks as an audience may see them: those that are seen, in terms of the issues that are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple

from summitry.dossier.audience import Audience
from summitry.dossier.digest import digest
from summitry.dossier.model import Dossier
from summitry.forecasts.audiences.lens import Lens, coarse, rounded, through
from summitry.forecasts.duels import Duel, Parts, Turn
from summitry.forecasts.tables import figure
from summitry.forecasts.tracks import TrackComparison, TrackForecast, TrackStudy
from summitry.procedures.agenda import PAIRED, Agenda, agendas
from summitry.procedures.layout import Layout

NOT_SHOWN = "not shown"


def tracks_for(made: TrackComparison, dossier: Dossier, who: Audience) -> TrackComparison:
    """Tracks that are seen, by the schools that are."""
    lenses = through(dossier, who, [one.assessment for one in made.studies])
    first = next(iter(lenses.values()))
    first.needs("agreed", made.event)
    studies = [
        _study(made, one, lenses[one.assessment or ""])
        for one in made.studies
        if (one.assessment or "") in lenses
    ]
    seen = first.seen
    return TrackComparison(
        seen.title, seen.question, seen.as_of, made.event, tuple(studies),
        digest(seen), None, made.draws, made.effect_draws, made.version, who.name,
    )  # fmt: skip


def _study(made: TrackComparison, study: TrackStudy, lens: Lens) -> TrackStudy:
    every = {one.name: one for one in agendas(Layout(lens.whole))}
    kept = [one for one in study.tracks if not one.written or one.name in lens.seen.tracks]
    asks = _asks_seen(lens)
    whole = len(kept) == len(study.tracks)
    tracks = tuple(_track(one, every[one.name], lens, asks=asks, alone=whole) for one in kept)
    names = {one.name for one in tracks}
    duels = tuple(
        _duel(one, lens, asks=asks) for one in study.duels if {one.first, one.second} <= names
    )
    return TrackStudy(
        study.assessment,
        lens.label,
        tracks,
        duels,
        study.favoured if study.favoured in names else None,
        study.favoured_with_asks if asks and study.favoured_with_asks in names else None,
        study.verdict if lens.everything else _verdict(lens.label, made.event, tracks),
    )


def _asks_seen(lens: Lens) -> bool:
    return all(lens.shows(f"process/big_ask/{one}/likelihood")
               for one in lens.whole.process.big_ask)  # fmt: skip


def _track(
    one: TrackForecast, agenda: Agenda, lens: Lens, *, asks: bool, alone: bool
) -> TrackForecast:
    names = [name for name in one.events if lens.event(name)]

    def chances(every: Mapping[str, float]) -> dict[str, float]:
        return {name: rounded(every[name]) for name in names}

    own = lens.seen.tracks.get(one.name) if one.written else None
    structure = lens.all_issues(lens.whole.issues)
    return TrackForecast(
        one.name,
        (own.name or one.name) if own else one.name,
        _tables(agenda, lens),
        one.written,
        chances(one.events),
        chances(one.events_with_asks) if asks else {},
        chances(one.least),
        chances(one.greatest),
        {party: rounded(value) for party, value in one.gains.items() if lens.knows(party)},
        rounded(one.alone) if alone and one.alone is not None else None,
        Parts(*map(rounded, astuple(one.parts))) if lens.everything and one.parts else None,
        one.notes if structure else (),
        one.one_sided if structure else False,
    )


def _tables(agenda: Agenda, lens: Lens) -> str:
    """The tables with the issues that are seen; a pairing tells how much each issue matters."""
    if agenda.name == PAIRED and not agenda.written and not lens.everything:
        return NOT_SHOWN
    parts = []
    for table in agenda.tables:
        issues = [one for one in table.issues if one in lens.seen.issues]
        if issues:
            parts.append(f"[{'leaders: ' if table.leaders else ''}{', '.join(issues)}]")
    return " ".join(parts)


def _duel(one: Duel, lens: Lens, *, asks: bool) -> Duel:
    turns = tuple(
        Turn(turn.what, turn.asks, tuple(map(coarse, turn.values)), turn.ahead)
        for turn in one.turns
        if lens.shows(turn.what) and (asks or turn.asks == "own")
    )
    with_asks = (one.only_first_with_asks, one.only_second_with_asks)
    first, second = (rounded(x) if asks and x is not None else None for x in with_asks)
    only = rounded(one.only_first), rounded(one.only_second)
    return Duel(one.first, one.second, *only, first, second, turns)


def _verdict(label: str, event: str, tracks: tuple[TrackForecast, ...]) -> str:
    """The tracks that are shown by their chance, and no word on the others."""
    ranked = sorted(tracks, key=lambda one: -one.events[event])
    listed = ", ".join(f"{one.label} {figure(one.events[event])}" for one in ranked)
    return f"{label}: '{event}' by track, of those shown: {listed}."
