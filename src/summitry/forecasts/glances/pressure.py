"""Where the pressure points, at a glance: what follows a hand that moves a number.

The models, draws and figures of :func:`summitry.pressure`, on fewer draws; what only its tables
tell is left out. Interests that are as they were, or as another assessment has them, are not looked
at again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from summitry.forecasts.pressure import own_first, scales_of, standings_of, subject_of
from summitry.forecasts.pressure_study import Pressure, PressureStudy, Scale
from summitry.forecasts.pulls import Pull, Subject, pull
from summitry.procedures.games import Games
from summitry.procedures.influence import Model, Options, chosen

FEW = 100
"""Draws by which ranges are told, at most."""
FEWER = 20
"""Draws of a model in whose rounds every issue hangs on every other: those take long."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _Seen:
    """What models say of one assessment, and of what.

    Attributes
    ----------
    pulls
        Model: what it says.
    single
        Of models that play each issue by itself, model: issue: what it says of that, and which
        draws came to rest.
    """

    subject: Subject
    options: Options
    scales: tuple[Scale, ...]
    pulls: dict[str, Pull] = field(default_factory=dict)
    single: dict[str, dict[str, tuple[Pull, Flags]]] = field(default_factory=dict)

    def as_in(self, other: _Seen) -> Flags:
        """Issues on which all is as in another, (issues,)."""
        same = self.options == other.options and self.scales == other.scales
        return self.subject.as_in(other.subject) & same


class PressureSight:
    """Models of influence on a dossier's numbers, ready for some of these to be moved.

    Parameters
    ----------
    games
        The games at rest, one of each assessment of a dossier; of their draws the first are taken.
    models
        Which models, by name; all of them if left out.

    Raises
    ------
    KeyError
        No such model.
    """

    def __init__(self, games: Sequence[Games], models: Sequence[str] | None = None) -> None:
        self._models = chosen(models or own_first(games[0].layout.dossier))
        self._rest: list[_Seen] = []
        for one in games:
            self._rest.append(self._of(one, self._rest))

    def look(self, games: Sequence[Games]) -> Pressure:
        """Where the pressure points in games with numbers moved.

        Parameters
        ----------
        games
            One of each assessment, from :meth:`summitry.forecasts.glance.Sight.games`.

        Returns
        -------
        Where each model ends, with its range, and who stands where. Each figure is that of
        :func:`summitry.pressure` on as many draws: ``draws`` of them, or of as few as a model's
        note says. Left out are what the principals make of it, the package procedure, who is
        pivotal, what happens in a model's rounds, and the fingerprint.
        """
        known = list(self._rest)
        for one in games:
            known.append(self._of(one, known))
        made = known[len(self._rest) :]
        dossier, draws = games[0].layout.dossier, games[0].draws
        return Pressure(
            dossier.title, dossier.question, dossier.as_of, "dossier", (), made[0].scales,
            tuple(_study(one, own) for one, own in zip(games, made, strict=True)),
            draws.seed, min(FEW, draws.rows), 0, None,
        )  # fmt: skip

    def _of(self, games: Games, known: Sequence[_Seen]) -> _Seen:
        """What models say of some games; of what is as in those known, what they said there."""
        dossier = games.layout.dossier
        options = Options(seed=games.draws.seed).of(dossier)
        seen = _Seen(*subject_of(_first(games, FEW), options), scales_of(dossier))
        alike = [(one, seen.as_in(one)) for one in known]
        twin = next((one for one, same in alike if same.all()), None)
        if twin is not None:
            seen.pulls.update(twin.pulls)
            seen.single.update(twin.single)
            return seen
        for model in self._models:
            if model.apart:
                found = _by_issue(model, seen, alike)
            elif model.rounds:
                found = _coarse(model, seen, games)
            else:
                found, _ = pull(model, seen.subject, seen.options)
            seen.pulls[model.name] = found
        return seen


def _by_issue(model: Model, seen: _Seen, alike: Sequence[tuple[_Seen, Flags]]) -> Pull:
    """What a model says that plays each issue by itself: only on those that nobody has alike."""
    found: dict[str, tuple[Pull, Flags]] = {}
    for one, same in alike:
        found.update(
            (issue, one.single[model.name][issue])
            for issue, is_same in zip(seen.subject.arena.issues, same, strict=True)
            if is_same and issue in one.single.get(model.name, {})
        )
    for issue in seen.subject.arena.issues:
        if issue in found:
            continue
        arenas = {name: getattr(seen.subject, name).only(issues=[issue])
                  for name in ("arena", "central")}  # fmt: skip
        own, answer = pull(model, replace(seen.subject, **arenas), seen.options, told=False)
        if answer is None:
            return pull(model, seen.subject, seen.options, told=False)[0]
        found[issue] = own, answer.settled
    seen.single[model.name] = found
    parts = [found[issue] for issue in seen.subject.arena.issues]
    settled = np.logical_and.reduce([rest for _, rest in parts])
    issues = tuple(one.issues[0] for one, _ in parts)
    return replace(parts[0][0], issues=issues, settled=float(settled.mean()), notes=())


def _coarse(model: Model, seen: _Seen, games: Games) -> Pull:
    """What a model says on fewer draws."""
    few = _first(games, FEWER)
    subject, _ = subject_of(few, seen.options)
    found, _ = pull(model, subject, seen.options, told=False)
    note = f"its range is that of {few.draws.rows} draws, for a picture that follows a hand"
    return replace(found, notes=(*found.notes, note))


def _first(games: Games, rows: int) -> Games:
    """The games of the first draws."""
    return Games(games.layout, games.draws.first(min(rows, games.draws.rows)))


def _study(games: Games, seen: _Seen) -> PressureStudy:
    dossier = games.layout.dossier
    names = {party: dossier.label(party) for party in games.layout.principals}
    return PressureStudy(
        dossier.assessment, dossier.whose, tuple(seen.pulls.values()), {}, {}, {},
        standings_of(dossier, seen.subject), names,
    )  # fmt: skip
