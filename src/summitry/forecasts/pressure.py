"""Where the pressure of all interests points, model by model, and whether it would be signed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.assessment import schools
from summitry.dossier.digest import digest
from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.forecasts.events import holds, statements
from summitry.forecasts.forecast import SEED, Progress, part_of
from summitry.forecasts.pivots import Pivot, pivots
from summitry.forecasts.pressure_study import Pressure, PressureStudy, Scale, Standing
from summitry.forecasts.pulls import Pull, Subject, pull
from summitry.forecasts.taking import taken
from summitry.formats.positions import PositionTable
from summitry.games.influence.arena import Arena
from summitry.games.influence.outcome import Influence
from summitry.procedures.games import Games
from summitry.procedures.influence import Options, arena_of, chosen, strongest
from summitry.procedures.interests import interests
from summitry.procedures.layout import Layout
from summitry.procedures.package import Form, negotiate
from summitry.procedures.terrain import at_modes

DRAWS = 2_000
"""Draws of the numbers, unless asked otherwise."""
FEW = 200
"""Draws, of those made, in which each party is left out once."""

Floats = NDArray[np.float64]


def pressure(
    case: Dossier | PositionTable,
    assessments: Sequence[str] | None = None,
    *,
    models: Sequence[str] | None = None,
    options: Options | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    progress: Progress | None = None,
) -> Pressure:
    """Where the pressure of all interests points, by each model of influence.

    Parameters
    ----------
    case
        A dossier, from :func:`summitry.load`; or a table of positions, from ``read_positions`` of
        ``summitry.formats.positions``, which has no doubt and nobody who must sign.
    assessments
        Whose numbers; all of the dossier's if left out, its own numbers if it has none.
    models
        Which models, by name; all of them if left out.
    options
        How they are run; what it leaves open, the case's own settings say.
    draws
        How often the numbers are drawn, at least 100.
    seed, progress
        As in :func:`summitry.forecast`.

    Raises
    ------
    DossierError
        No such assessment.
    KeyError
        No such model, or no such actor to set the agenda or to consent.
    ValueError
        Fewer than 100 draws, or assessments of a table.
    """
    options = replace(options or Options(), seed=seed)
    _refuse_strangers(options, case.actors if isinstance(case, PositionTable) else case.parties)
    if isinstance(case, PositionTable):
        if assessments:
            msg = "a table of positions has no assessments"
            raise ValueError(msg)
        return _of_table(case, models, options, progress)
    if draws < 100:
        msg = f"a distribution of outcomes needs at least 100 draws (got {draws})"
        raise ValueError(msg)
    every = schools(case, assessments)
    names = models or own_first(case)
    chosen(names)
    studies: list[PressureStudy] = []
    known: list[_Said] = []
    for number, own in enumerate(every):
        tell = part_of(progress, f"{own.assessment or 'dossier'}: influence", number, len(every))
        games = Games(Layout(own), Draws(own, draws, seed))
        said = _say(games, names, options.of(own), known, tell)
        known.append(said)
        studies.append(_study(games, said))
    return Pressure(
        case.title, case.question, case.as_of, "dossier", tuple(statements(case)),
        scales_of(case), tuple(studies), seed, draws, min(FEW, draws), digest(case),
    )  # fmt: skip


def _refuse_strangers(options: Options, actors: Collection[str]) -> None:
    named = [one for one in (options.setter, *options.consent) if one is not None]
    for name in named:
        if name not in actors:
            msg = f"there is no actor {name!r}; the actors are {', '.join(actors)}"
            raise KeyError(msg)


def own_first(dossier: Dossier) -> list[str]:
    """Every model, the one that the dossier asks for first."""
    every = [one.name for one in chosen(None)]
    first = dossier.influence.model
    return sorted(every, key=lambda one: one != first) if first else every


@dataclass(frozen=True, eq=False)
class _Said:
    """What models say by one assessment, and of what: another with the same interests shares it."""

    subject: Subject
    options: Options
    scales: tuple[Scale, ...]
    pulls: tuple[Pull, ...] = ()
    answers: Mapping[str, Influence] = field(default_factory=dict)
    pivots: Mapping[str, tuple[Pivot, ...]] = field(default_factory=dict)

    def as_in(self, other: _Said) -> bool:
        """Whether models must say of it what they say of another."""
        same = self.options == other.options and self.scales == other.scales
        return same and bool(self.subject.as_in(other.subject).all())


def _say(
    games: Games,
    names: Sequence[str],
    options: Options,
    known: Sequence[_Said],
    tell: Callable[[float], None],
) -> _Said:
    layout, draws = games.layout, games.draws
    own = _Said(*subject_of(games, options), scales_of(layout.dossier))
    for other in known:
        if own.as_in(other):
            tell(1.0)
            return replace(other, subject=own.subject)
    few = arena_of(layout, interests(layout, draws.first(min(FEW, draws.rows))))
    central, people = own.subject.central, own.subject.names
    pulls, answers, hanging = [], {}, {}
    for number, model in enumerate(chosen(names)):
        found, answer = pull(model, own.subject, own.options)
        pulls.append(found)
        if answer is not None:
            answers[model.name] = answer
            tell((number + 0.5) / len(names))
            hanging[model.name] = pivots(model, own.options, few, central, people, layout)
        tell((number + 1) / len(names))
    return replace(own, pulls=tuple(pulls), answers=answers, pivots=hanging)


def _study(games: Games, said: _Said) -> PressureStudy:
    """What models say by one assessment, put to those who must sign."""
    layout, dossier = games.layout, games.layout.dossier
    form, events = Form.of(dossier), statements(dossier)
    answers = {name: taken(games, one, form, events)[0] for name, one in said.answers.items()}
    package = negotiate(games, form, reasons=False)
    return PressureStudy(
        dossier.assessment, dossier.whose, said.pulls, answers,
        {name: float(holds(one, package).mean()) for name, one in events.items()}, said.pivots,
        standings_of(dossier, said.subject),
        {party: dossier.label(party) for party in layout.principals},
    )  # fmt: skip


def subject_of(games: Games, options: Options) -> tuple[Subject, Options]:
    """What models are run on by some games' draws, and the options with an agenda setter."""
    layout, dossier = games.layout, games.layout.dossier
    every = arena_of(layout, interests(layout, games.draws))
    central = arena_of(layout, interests(layout, at_modes(dossier)))
    if options.setter is None:
        options = replace(options, setter=strongest(central, layout.principals))
    labels = {key: dossier.issues[key].name or key for key in every.issues}
    people = {key: dossier.label(key) for key in every.actors}
    return Subject(every, central, labels, people, _levels_of(layout)), options


def _levels_of(layout: Layout) -> Callable[[str, Floats], tuple[str, dict[str, float]]]:
    def levels(issue: str, outcomes: Floats) -> tuple[str, dict[str, float]]:
        places = layout.dossier.issues[issue].positions()
        names, at = list(places), np.array(list(places.values()))
        near = np.abs(outcomes[:, None] - at).argmin(axis=1)
        count = np.bincount(near[1:], minlength=len(names)) / max(len(near) - 1, 1)
        return names[near[0]], {name: float(count[one]) for one, name in enumerate(names)}

    return levels


def scales_of(dossier: Dossier) -> tuple[Scale, ...]:
    """The scales of a dossier's issues, in the file's order."""
    return tuple(
        Scale(key, one.name or key, 0.0, 1.0, one.positions()[one.status_quo], one.positions())
        for key, one in dossier.issues.items()
    )


def standings_of(dossier: Dossier, subject: Subject) -> tuple[Standing, ...]:
    """Who stands where in a dossier, at the likeliest numbers."""
    roles = {key: one.role for key, one in dossier.parties.items()}
    return _standings(subject.central, subject.labels, subject.names, roles)


def _standings(
    central: Arena, labels: Mapping[str, str], people: Mapping[str, str], roles: Mapping[str, str]
) -> tuple[Standing, ...]:
    weight = central.weights[0]
    total = weight.sum(axis=0)
    share = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    held = np.broadcast_to(central.capability[0], weight.shape)
    place = central.positions[0]
    return tuple(
        Standing(
            people.get(actor, actor), roles.get(actor, ""), labels.get(issue, issue),
            None if np.isnan(place[who, what]) else float(place[who, what]),
            float(central.salience[0, who, what]), float(held[who, what]),
            float(share[who, what]),
        )
        for who, actor in enumerate(central.actors)
        for what, issue in enumerate(central.issues)
    )  # fmt: skip


def _of_table(
    table: PositionTable,
    names: Sequence[str] | None,
    options: Options,
    progress: Progress | None,
) -> Pressure:
    arena = table.arena()
    every = chosen(names)
    if not names:
        every = sorted(every, key=lambda one: one.name != table.model)
    options = options.of_table(table)
    same = dict(zip(table.issues, table.issues, strict=True))
    subject = Subject(arena, arena, same, {})
    tell = part_of(progress, f"{table.name}: influence", 0, 1)
    pulls, hanging = [], {}
    for number, model in enumerate(every):
        found, answer = pull(model, subject, options)
        pulls.append(found)
        if answer is not None:
            hanging[model.name] = pivots(model, options, None, arena, {}, None)
        tell((number + 1) / len(every))
    study = PressureStudy(
        None, table.name, tuple(pulls), {}, {}, hanging, _standings(arena, same, {}, {})
    )
    scales = tuple(_scale_of(table, place) for place in range(len(table.issues)))
    return Pressure(table.name, table.descriptions.get(table.name), None, table.kind, (), scales,
                    (study,), options.seed, 1, 1, None)  # fmt: skip


def _scale_of(table: PositionTable, place: int) -> Scale:
    issue, quo = table.issues[place], table.status_quo[place]
    low, high = table.scale[place].tolist()
    named = {text: at for at, text in table.levels.get(issue, {}).items() if text}
    return Scale(issue, issue, low, high, None if np.isnan(quo) else float(quo), named)
