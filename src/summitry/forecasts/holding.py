"""From a package to what becomes of it once signed: in every draw, and at the likeliest numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.forecasts.exits import Exit, exits, passed
from summitry.forecasts.grid import CURVES, LOSS_AVERSIONS
from summitry.forecasts.stability_study import StabilityStudy, State, Verdict
from summitry.forecasts.stability_verdict import stability_verdict
from summitry.forecasts.standing import standing, state_asked, state_text
from summitry.games.stability.concepts import Concept
from summitry.procedures.commitments import Signed, believing, signed
from summitry.procedures.conclude import blocks
from summitry.procedures.games import Games
from summitry.procedures.keeping import Keeping, conflict_of, keepers, left_out
from summitry.procedures.layout import Layout
from summitry.procedures.naming import named_package
from summitry.procedures.package import Form, negotiate
from summitry.procedures.terrain import at_modes

Floats = NDArray[np.float64]

FORM_ROWS = 500
"""Draws of each form of the model."""
LISTED = 256
"""Up to so many states all are listed with their payoffs."""
LIKELIEST = "likeliest"
"""Instead of a package: the one struck most often, by each assessment's own numbers."""


def study(
    dossier: Dossier,
    package: str | Mapping[str, str],
    asked: str | None,
    run: tuple[int, int],
    tell: Callable[[float], None],
) -> StabilityStudy:
    """Everything about a package by one assessment; see :func:`summitry.hold`."""
    layout, own = Layout(dossier), Draws(dossier, *run)
    struck = None
    if package == LIKELIEST:
        best = likeliest(Games(layout, own))
        if best is None:
            return nothing_to_hold(dossier)
        levels, struck = best
    else:
        levels = named_package(layout, package)
    tell(0.3)
    case = signed(layout, levels)
    state = state_asked(case, asked)
    payoffs, modes = worth(case, own), worth(case, at_modes(dossier))
    keeping = keepers(case, payoffs)
    tell(0.6)
    at_mode = keepers(case, modes)
    forms = _over_forms(case, own, keeping.shares)
    tell(0.9)
    found = judged(case, (payoffs, keeping), (modes, at_mode), forms)
    known = known_at(at_mode)
    return replace(
        found,
        likeliest=struck,
        state=state_text(case, state),
        standing=standing(case, modes[0], found.names, state, known),
    )


def judged(
    case: Signed,
    drawn: tuple[Floats, Keeping],
    at_mode: tuple[Floats, Keeping],
    forms: tuple[Floats, Floats],
) -> StabilityStudy:
    """What is found of a package, but for why single states stand.

    Parameters
    ----------
    case
        The package.
    drawn, at_mode
        What each state brings each party, (draws, parties, states), and who keeps the package: in
        every draw, and at the likeliest numbers.
    forms
        Least and greatest share of the draws over the forms of the model, a number a concept.
    """
    layout, dossier = case.layout, case.layout.dossier
    (payoffs, keeping), (modes, likely) = drawn, at_mode
    concepts = _verdicts(case, keeping, likely, forms)
    leaving = exits(case, payoffs, modes[0], keeping.stay)
    names = {party: dossier.label(party) for party in case.parties}
    moved = {
        key: layout.levels[key][level]
        for key, level, stays in zip(
            layout.issues, case.levels.tolist(), layout.status_quo, strict=True
        )
        if level != stays
    }
    return StabilityStudy(
        dossier.assessment, dossier.whose, moved, None, case.commitments, case.final, names,
        concepts, leaving, _states(case, modes[0], leaving, known_at(likely)), "", (),
        stability_verdict(dossier.whose, names, case, concepts, leaving),
        {str(one): reason for one, reason in left_out(case).items()},
    )  # fmt: skip


def nothing_to_hold(dossier: Dossier) -> StabilityStudy:
    """What is found where no draw ends with a deal."""
    text = f"{dossier.whose}: no draw ends with a deal, so there is nothing to hold."
    return StabilityStudy(
        dossier.assessment, dossier.whose, {}, None, (), (), {}, (), (), (), "", (), text
    )


def known_at(at_mode: Keeping) -> tuple[Concept, ...]:
    """Concepts by which it is settled, at the likeliest numbers, whether the package is kept."""
    return tuple(one for one in at_mode.concepts if _settled(at_mode, one).all())


def likeliest(games: Games) -> tuple[NDArray[np.int64], float] | None:
    """The package struck most often, and in what share of the draws; None without any deal."""
    outcomes = negotiate(games, Form.of(games.layout.dossier), reasons=False)
    struck, times = np.unique(outcomes.struck[outcomes.agreed], return_counts=True)
    if not len(struck):
        return None
    first = int(times.argmax())
    levels = outcomes.packages[struck[first]].astype(np.int64)
    return levels, float(times[first] / games.draws.size)


def worth(case: Signed, draws: Draws, *, stakes: bool = True) -> Floats:
    """What each state brings each party in each draw, (draws, parties, states)."""
    return worth_of(case, believing(case.layout, draws), stakes=stakes)


def worth_of(case: Signed, games: Games, *, stakes: bool = True) -> Floats:
    """The same from games in which every word is believed."""
    games.prepare()
    parts = [case.block(games, *one, stakes=stakes) for one in blocks(games.draws)]
    return np.concatenate(parts)


def _verdicts(
    case: Signed, keeping: Keeping, at_mode: Keeping, forms: tuple[Floats, Floats]
) -> tuple[Verdict, ...]:
    """The package by each concept; ``forms``: least and greatest shares over the forms."""
    shares, everybody, (least, greatest) = keeping.stay.mean(axis=0), keeping.shares, forms
    return tuple(
        Verdict(
            str(concept),
            bool(at_mode.stay[0, :, place].all()) if _settled(at_mode, concept).all() else None,
            float(everybody[place]),
            {party: float(shares[at, place]) for at, party in enumerate(case.parties)},
            float(least[place]),
            float(greatest[place]),
            float(1 - _settled(keeping, concept).mean()),
        )
        for place, concept in enumerate(keeping.concepts)
    )


def _settled(keeping: Keeping, concept: Concept) -> NDArray[np.bool_]:
    """In which draws (draws,) it is settled whether the package is kept, by a concept."""
    far = concept is Concept.NONMYOPIC
    return keeping.settled if far else np.ones_like(keeping.settled)


def _over_forms(case: Signed, draws: Draws, own: Floats) -> tuple[Floats, Floats]:
    """Least and greatest share of the draws over the forms of the model, a number a concept."""
    some = draws.first(min(draws.rows, FORM_ROWS))
    found = [own, keepers(case, worth(case, some, stakes=False)).shares]
    for curve in CURVES:
        for aversion in LOSS_AVERSIONS:
            fixed = {f"loss_aversion/{one}": aversion for one in case.layout.principals}
            payoffs = worth(case, some.fix({"curve": curve, **fixed}))
            found.append(keepers(case, payoffs).shares)
    return np.min(found, axis=0), np.max(found, axis=0)


def _states(
    case: Signed, payoffs: Floats, leaving: Sequence[Exit], concepts: Sequence[Concept]
) -> tuple[State, ...]:
    """States at the likeliest numbers: all, or of many those on the ways out and back."""
    equilibria: dict[str, NDArray[np.bool_]] = {}
    if case.commitments:
        analysis = conflict_of(case, payoffs).analyse(concepts)
        equilibria = {str(concept): analysis.of(concept) for concept in concepts}
    numbers: Iterable[int] = range(case.kept + 1)
    if case.kept >= LISTED:
        numbers = sorted(
            {0, case.kept, *(one for way in leaving for one in passed(way, case.kept))}
        )
    return tuple(
        State(
            tuple(np.flatnonzero(case.bits[number]).tolist()),
            {party: float(payoffs[at, number]) for at, party in enumerate(case.parties)},
            tuple(name for name, which in equilibria.items() if which[number]),
        )
        for number in numbers
    )
