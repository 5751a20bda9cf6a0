"""Tracks side by side at a glance: what their picture shows, while a hand moves a number."""

from __future__ import annotations

from collections.abc import Sequence

from summitry import __version__
from summitry.forecasts.track_runs import Shifts, run
from summitry.forecasts.tracks import (
    SUBSTANTIVE,
    TrackComparison,
    TrackForecast,
    track_events,
    track_study,
)
from summitry.procedures.agenda import agendas
from summitry.procedures.games import Games
from summitry.procedures.package import Form


def tracks_at_a_glance(
    games: Sequence[Games],
    rest: TrackComparison | None,
    *,
    event: str = SUBSTANTIVE,
    form: Form | None = None,
) -> TrackComparison:
    """The comparison of :func:`summitry.tracks` for a number that moves, from few draws.

    Chances and gains, with the asks where they belong and everywhere, are those of the comparison
    on as many draws; so is the track favoured. Left out are the parts of a chance (and what the
    verdict says of them), and the duels. The range over the forms of the model is not worked out:
    it reaches as far below and above each chance as in the comparison at rest.

    Parameters
    ----------
    games
        Of each assessment, its draws with the number moved; 100 draws give chances to within 0.1.
    rest
        The comparison at rest; without it there are no ranges.
    event
        The substantive event; that of the comparison at rest where there is one.
    form
        As in :func:`summitry.tracks`.
    """
    first = games[0].layout.dossier
    event = event if rest is None else rest.event
    studies = []
    for one in games:
        layout, dossier = one.layout, one.layout.dossier
        every, events = agendas(layout), track_events(dossier)
        wanted = [*every, *(own.with_asks() for own in every)]
        came = run(one, wanted, form or Form.of(dossier), events)
        both = came[: len(every)], came[len(every) :]
        before = {} if rest is None else {own.name: own for own in rest[dossier.assessment].tracks}
        shifts = [_shifts(before.get(own.name), list(events)) for own in every]
        studies.append(track_study(layout, event, every, both, shifts, [None] * len(every), ()))
    draws = games[0].draws
    return TrackComparison(
        first.title, first.question, first.as_of, event, tuple(studies),
        "", draws.seed, draws.rows, 0, __version__,
    )  # fmt: skip


def _shifts(before: TrackForecast | None, events: Sequence[str]) -> Shifts:
    """How far the range of each event reached below and above its chance."""
    if before is None:
        return dict.fromkeys(events, (0.0, 0.0))
    return {
        name: (before.least[name] - chance, before.greatest[name] - chance)
        for name, chance in before.events.items()
        if name in before.least
    }
