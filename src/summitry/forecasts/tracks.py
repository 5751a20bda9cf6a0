"""Tracks side by side: which way of negotiating is likelier to work, and where that turns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from summitry import __version__
from summitry.dossier.assessment import schools
from summitry.dossier.digest import digest
from summitry.dossier.logic import Statement, read_event
from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.forecasts.duels import Duel, Parts, break_evens, parts_of, stripped
from summitry.forecasts.events import statements
from summitry.forecasts.forecast import DRAWS, EFFECT_DRAWS, SEED, Progress, part_of
from summitry.forecasts.shown import ByAssessment
from summitry.forecasts.track_runs import Run, Shifts, over_forms, run
from summitry.forecasts.verdict import MOVES, notes, verdict
from summitry.procedures.agenda import Agenda, agendas
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.package import Form

if TYPE_CHECKING:
    import pandas as pd

    from summitry.dossier.audience import Audience
    from summitry.forecasts.tables import Table

FORM_VERSION = "summitry-tracks/1"
SUBSTANTIVE = "exchange"


@dataclass(frozen=True)
class TrackForecast:
    """One track by one assessment.

    Attributes
    ----------
    name, label, tables
        The track, and its tables in words.
    written
        Written in the dossier, and not one of the usual tracks.
    events, events_with_asks
        Probability of each event as the track is, and with the big asks at every table.
    least, greatest
        Event: least and greatest probability over the forms of the model.
    gains
        Principal: its mean gain over all draws, none where there is no deal.
    alone
        Share of draws in which this track alone, of all of them, brings the substantive event.
    parts
        What makes up the probability of the substantive event; None where that is not for the
        audience, as ``alone`` is where some track is not, and ``events_with_asks`` empty where some
        ask is not.
    notes
        What is true by construction.
    one_sided
        Every basket has one performer, so that nothing can be traded in it.
    """

    name: str
    label: str
    tables: str
    written: bool
    events: Mapping[str, float]
    events_with_asks: Mapping[str, float]
    least: Mapping[str, float]
    greatest: Mapping[str, float]
    gains: Mapping[str, float]
    alone: float | None
    parts: Parts | None
    notes: tuple[str, ...]
    one_sided: bool


@dataclass(frozen=True)
class TrackStudy:
    """Every track by one assessment, every pair of them, and the verdict in a sentence."""

    assessment: str | None
    label: str
    tracks: tuple[TrackForecast, ...]
    duels: tuple[Duel, ...]
    favoured: str | None
    """The track that its own numbers favour; None if the leading ones cannot be told apart."""
    favoured_with_asks: str | None
    verdict: str

    def __getitem__(self, track: str) -> TrackForecast:
        for one in self.tracks:
            if one.name == track:
                return one
        raise KeyError(track)


@dataclass(frozen=True)
class TrackComparison(ByAssessment[TrackStudy]):
    """Tracks by several assessments, on the same draws."""

    title: str
    question: str | None
    as_of: str
    event: str
    studies: tuple[TrackStudy, ...]
    dossier: str
    seed: int | None
    draws: int
    effect_draws: int
    version: str
    audience: str | None = None
    """For whom it is cut, where not for the team; it then has no seed."""

    @property
    def every(self) -> tuple[TrackForecast, ...]:
        """Every track, once: as the first assessment has it that has it."""
        found: dict[str, TrackForecast] = {}
        for study in self.studies:
            for track in study.tracks:
                found.setdefault(track.name, track)
        return tuple(found.values())

    def figures(self) -> dict[str, float | None]:
        """Probability of the deciding event on each track, by each assessment."""
        return {
            f"{self.event} by {track.label}, {study.label}": track.events[self.event]
            for study in self.studies
            for track in study.tracks
        }

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain data, with the version of its form."""
        return {"form": FORM_VERSION, **asdict(self)}

    def to_frame(self) -> pd.DataFrame:
        """One row an assessment and track, a column an event. Needs pandas."""
        from summitry.forecasts.frames import track_frame

        return track_frame(self)

    def seen_by(self, dossier: Dossier, who: Audience) -> TrackComparison:
        """The same as an audience may see it; raises AudienceError."""
        from summitry.forecasts.audiences.tracks import tracks_for

        return tracks_for(self, dossier, who)

    def tables(self) -> Sequence[Table]:
        """Everything it says, as plain tables."""
        from summitry.forecasts.track_tables import track_tables

        return track_tables(self)


def tracks(
    dossier: Dossier,
    assessments: Sequence[str] | None = None,
    *,
    event: str = SUBSTANTIVE,
    draws: int = DRAWS,
    seed: int = SEED,
    form: Form | None = None,
    progress: Progress | None = None,
) -> TrackComparison:
    """Compare the tracks of a dossier, those it writes and the usual ones.

    Parameters
    ----------
    dossier
        A dossier, from :func:`summitry.load`.
    assessments
        Whose numbers; all of the dossier's if left out, its own numbers if it has none.
    event
        The substantive event that decides which track is favoured: ``exchange``, ``mutual moves``
        or an event of the dossier.
    draws, seed, form, progress
        As in :func:`summitry.forecast`.

    Raises
    ------
    DossierError
        No such assessment.
    KeyError
        No such event.
    ValueError
        Fewer than 100 draws.
    """
    if draws < 100:
        msg = f"a comparison of tracks needs at least 100 draws (got {draws})"
        raise ValueError(msg)
    known = track_events(dossier)
    if event not in known:
        msg = f"no event {event!r}; there are: {', '.join(known)}"
        raise KeyError(msg)
    studies = []
    every = schools(dossier, assessments)
    for number, own in enumerate(every):
        tell = part_of(progress, f"{own.assessment or 'dossier'}: tracks", number, len(every))
        studies.append(_study(own, known, event, (draws, seed, form), tell))
    few = min(EFFECT_DRAWS, draws)
    return TrackComparison(
        dossier.title, dossier.question, dossier.as_of, event, tuple(studies),
        digest(dossier), seed, draws, few, __version__,
    )  # fmt: skip


def track_events(dossier: Dossier) -> dict[str, Statement]:
    """Every event of a comparison of tracks by name."""
    return {**statements(dossier), MOVES: read_event(MOVES)}


def _study(
    dossier: Dossier,
    events: Mapping[str, Statement],
    event: str,
    run_: tuple[int, int, Form | None],
    tell: Callable[[float], None],
) -> TrackStudy:
    draws, seed, form = run_
    layout = Layout(dossier)
    form = form or Form.of(dossier)
    every = agendas(layout)
    games = Games(layout, Draws(dossier, draws, seed))
    few = Games(layout, Draws(dossier, min(EFFECT_DRAWS, draws), seed))
    asked = [one.with_asks() for one in every]
    bare = [one for agenda in every for one in stripped(agenda)]
    came = run(games, [*every, *asked, *bare], form, events, lambda share: tell(0.5 * share))
    shifts = over_forms(few, every, form, events)
    tell(0.8)
    count = len(every)
    own, with_asks = came[:count], came[count : 2 * count]
    chances = [one.chances[event] for one in came]
    least = np.reshape(chances[2 * count :], (count, -1))
    parts = [parts_of(*some) for some in zip(chances[:count], *least.T.tolist(), strict=True)]
    hits = hits_of(own, event), hits_of(with_asks, event)
    duels = break_evens(few, every, form, events[event], hits)
    tell(1.0)
    return track_study(layout, event, every, (own, with_asks), shifts, parts, duels)


def hits_of(came: Sequence[Run], event: str) -> NDArray[np.bool_]:
    """Which draws bring the event on each track, (draws, tracks)."""
    return np.column_stack([one.hits[event] for one in came])


def track_study(
    layout: Layout,
    event: str,
    every: Sequence[Agenda],
    came: tuple[Sequence[Run], Sequence[Run]],
    shifts: Sequence[Shifts],
    parts: Sequence[Parts | None],
    duels: tuple[Duel, ...],
) -> TrackStudy:
    """The study of an assessment.

    Parameters
    ----------
    layout
        The assessment's dossier.
    event
        The substantive event.
    every
        Its tracks.
    came
        What came of each, as it is and with the asks at every table.
    shifts, parts
        Of each: how far its chances move over the forms of the model, and what makes up the
        probability of the event.
    duels
        Every pair of tracks, as far as it was worked out.
    """
    own, with_asks = came
    hits = hits_of(own, event), hits_of(with_asks, event)
    alone = hits[0] & (hits[0].sum(axis=1) == 1)[:, None]
    made = []
    for number, agenda in enumerate(every):
        chances = own[number].chances
        made.append(
            TrackForecast(
                agenda.name,
                agenda.label,
                agenda.describe(),
                agenda.written,
                chances,
                with_asks[number].chances,
                {
                    name: max(0.0, chances[name] + down)
                    for name, (down, _) in shifts[number].items()
                },
                {name: min(1.0, chances[name] + up) for name, (_, up) in shifts[number].items()},
                own[number].gains,
                float(alone[:, number].mean()),
                parts[number],
                notes(layout, agenda),
                agenda.one_sided(layout),
            )
        )
    name, label = layout.dossier.assessment, layout.dossier.whose
    told = verdict(label, event, made, hits)
    return TrackStudy(name, label, tuple(made), duels, told.favoured, told.with_asks, told.text)
