"""Would it hold: once a package is signed, who would leave it, and what keeps them in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from summitry import __version__
from summitry.dossier.assessment import schools
from summitry.dossier.digest import digest
from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.forecasts.exits import Exit, exits, passed
from summitry.forecasts.forecast import SEED, Progress, part_of
from summitry.forecasts.grid import CURVES, LOSS_AVERSIONS
from summitry.forecasts.shown import Shown
from summitry.games.stability.concepts import BASIC
from summitry.procedures.commitments import Commitment, Signed, believing, signed
from summitry.procedures.conclude import blocks
from summitry.procedures.games import Games
from summitry.procedures.keeping import conflict_of, keepers
from summitry.procedures.layout import Layout
from summitry.procedures.naming import named_package
from summitry.procedures.package import Form, negotiate
from summitry.procedures.terrain import at_modes

if TYPE_CHECKING:
    import pandas as pd

    from summitry.forecasts.tables import Table

Floats = NDArray[np.float64]

FORM_VERSION = "summitry-stability/1"
ROWS = 2_000
"""Draws of the numbers, unless asked otherwise."""
FORM_ROWS = 500
"""Draws of each form of the model."""
LISTED = 256
"""Up to so many states all are listed with their payoffs."""
LIKELIEST = "likeliest"
"""Instead of a package: the one struck most often, by each assessment's own numbers."""


@dataclass(frozen=True)
class Verdict:
    """The package by one concept.

    Attributes
    ----------
    concept
        Its short name: Nash, SEQ, ...
    holds
        Whether everybody keeps the package, at the likeliest numbers.
    share
        Share of the draws in which everybody does.
    parties
        Party: share of the draws in which it does.
    least, greatest
        Of ``share``, over the forms of the model: curve and loss aversion at each pair of the
        grid's values, and what no deal brings due again or not once nothing is kept.
    """

    concept: str
    holds: bool
    share: float
    parties: Mapping[str, float]
    least: float
    greatest: float


@dataclass(frozen=True)
class State:
    """A state at the likeliest numbers: which commitments are kept, by their numbers."""

    kept: tuple[int, ...]
    gains: Mapping[str, float]
    """Party: what it brings over no deal; of the order within a party only."""
    equilibrium: tuple[str, ...]
    """Concepts by which it is an equilibrium."""


@dataclass(frozen=True)
class StabilityStudy:
    """A package once signed, by one assessment.

    ``package`` has the issues that it moves; it is empty, and so is everything else, where no draw
    ends with a deal and the likeliest package was asked for.
    """

    assessment: str | None
    label: str
    package: Mapping[str, str]
    likeliest: float | None
    """Share of the draws in which the likeliest package is struck; None for a package named."""
    commitments: tuple[Commitment, ...]
    final: tuple[Commitment, ...]
    """Those of which nothing can be taken back."""
    names: Mapping[str, str]
    """Party: its label."""
    concepts: tuple[Verdict, ...]
    exits: tuple[Exit, ...]
    states: tuple[State, ...]
    """The states at the likeliest numbers, in the order of their numbers: all, or, where they are
    more than 256, those on the ways out and what answers them."""
    verdict: str

    def __getitem__(self, concept: str) -> Verdict:
        for one in self.concepts:
            if one.concept == concept:
                return one
        raise KeyError(concept)


@dataclass(frozen=True)
class StabilityComparison(Shown):
    """Whether a package would hold, by several assessments, on the same draws."""

    title: str
    question: str | None
    as_of: str
    asked: str
    """What was asked for: a package in words, or ``likeliest``."""
    studies: tuple[StabilityStudy, ...]
    dossier: str
    seed: int
    draws: int
    form_draws: int
    version: str

    def __getitem__(self, assessment: str | None) -> StabilityStudy:
        for one in self.studies:
            if one.assessment == assessment:
                return one
        raise KeyError(assessment)

    def figures(self) -> dict[str, float | None]:
        """Share of the draws in which the package holds, by concept and assessment."""
        return {
            f"holds by {one.concept}, {study.label}": one.share
            for study in self.studies
            for one in study.concepts
        }

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain data, with the version of its form."""
        return {"form": FORM_VERSION, **asdict(self)}

    def to_frame(self) -> pd.DataFrame:
        """One row an assessment and concept: share, its range, share by party. Needs pandas."""
        from summitry.forecasts.frames import frame_of

        rows: list[dict[str, Any]] = [
            {
                "assessment": study.assessment or "dossier",
                "concept": one.concept,
                "holds": one.holds,
                "share": one.share,
                "least": one.least,
                "greatest": one.greatest,
                **{f"share of {party}": share for party, share in one.parties.items()},
            }
            for study in self.studies
            for one in study.concepts
        ]
        return frame_of(rows, ["assessment", "concept"])

    def tables(self) -> Sequence[Table]:
        """Everything it says, as plain tables."""
        from summitry.forecasts.stability_tables import stability_tables

        return stability_tables(self)


def hold(
    dossier: Dossier,
    assessments: Sequence[str] | None = None,
    *,
    package: str | Mapping[str, str] = LIKELIEST,
    draws: int = ROWS,
    seed: int = SEED,
    progress: Progress | None = None,
) -> StabilityComparison:
    """Would a package hold once it is signed.

    Every commitment of the package is an option of the party that performs it: kept, or taken back
    as far as it can be. Whether the state in which all is kept is an equilibrium is asked in every
    draw, by each concept of the graph model for conflict resolution.

    Parameters
    ----------
    dossier
        A dossier, from :func:`summitry.load`.
    assessments
        Whose numbers; all of the dossier's if left out, its own numbers if it has none.
    package
        Issue: level, with the rest as it is; or that in a line (``"exercises = scaled back,
        inspectors = some"``); or the name of an event that is one package; or ``"likeliest"``, the
        package struck most often by each assessment's own numbers.
    draws
        How often the numbers are drawn, at least 100.
    seed, progress
        As in :func:`summitry.forecast`.

    Raises
    ------
    DossierError
        No such assessment.
    KeyError
        No such issue, level or package, or one that a clause forbids.
    ValueError
        Fewer than 100 draws, or more than 12 commitments.
    """
    if draws < 100:
        msg = f"a judgement of stability needs at least 100 draws (got {draws})"
        raise ValueError(msg)
    every = schools(dossier, assessments)
    studies = []
    for number, own in enumerate(every):
        tell = part_of(progress, f"{own.assessment or 'dossier'}: stability", number, len(every))
        studies.append(_study(own, package, draws, seed, tell))
        tell(1.0)
    asked = package if isinstance(package, str) else _in_a_line(package)
    return StabilityComparison(
        dossier.title, dossier.question, dossier.as_of, asked, tuple(studies),
        digest(dossier), seed, draws, min(draws, FORM_ROWS), __version__,
    )  # fmt: skip


def _in_a_line(package: Mapping[str, str]) -> str:
    return ", ".join(f"{issue} = {level}" for issue, level in package.items())


def _study(
    dossier: Dossier,
    package: str | Mapping[str, str],
    draws: int,
    seed: int,
    tell: Callable[[float], None],
) -> StabilityStudy:
    from summitry.forecasts.stability_verdict import stability_verdict

    layout, own = Layout(dossier), Draws(dossier, draws, seed)
    struck = None
    if package == LIKELIEST:
        found = likeliest(layout, own)
        if found is None:
            text = f"{dossier.whose}: no draw ends with a deal, so there is nothing to hold."
            return StabilityStudy(
                dossier.assessment, dossier.whose, {}, None, (), (), {}, (), (), (), text
            )
        levels, struck = found
    else:
        levels = named_package(layout, package)
    tell(0.3)
    case = signed(layout, levels)
    payoffs = worth(case, own)
    modes = worth(case, at_modes(dossier))
    stay = keepers(case, payoffs)
    tell(0.6)
    at_mode = keepers(case, modes)[0]
    least, greatest = _over_forms(case, own, stay.all(axis=1).mean(axis=0))
    tell(0.9)
    shares = stay.mean(axis=0)  # (parties, concepts)
    concepts = tuple(
        Verdict(
            str(concept),
            bool(at_mode[:, place].all()),
            float(stay[:, :, place].all(axis=1).mean()),
            {party: float(shares[at, place]) for at, party in enumerate(case.parties)},
            float(least[place]),
            float(greatest[place]),
        )
        for place, concept in enumerate(BASIC)
    )
    leaving = exits(case, payoffs, modes[0], stay)
    names = {party: dossier.label(party) for party in case.parties}
    moved = {
        key: layout.levels[key][level]
        for key, level, stays in zip(layout.issues, levels.tolist(), layout.status_quo, strict=True)
        if level != stays
    }
    return StabilityStudy(
        dossier.assessment, dossier.whose, moved, struck, case.commitments, case.final, names,
        concepts, leaving, _states(case, modes[0], leaving),
        stability_verdict(dossier.whose, names, case, concepts, leaving),
    )  # fmt: skip


def likeliest(layout: Layout, draws: Draws) -> tuple[NDArray[np.int64], float] | None:
    """The package struck most often, and in what share of the draws; None without any deal."""
    outcomes = negotiate(Games(layout, draws), Form.of(layout.dossier), reasons=False)
    struck, times = np.unique(outcomes.struck[outcomes.agreed], return_counts=True)
    if not len(struck):
        return None
    first = int(times.argmax())
    levels = outcomes.packages[struck[first]].astype(np.int64)
    return levels, float(times[first] / draws.size)


def worth(case: Signed, draws: Draws, *, stakes: bool = True) -> Floats:
    """What each state brings each party in each draw, (draws, parties, states)."""
    games = believing(case.layout, draws)
    games.prepare()
    parts = [case.block(games, *one, stakes=stakes) for one in blocks(draws)]
    return np.concatenate(parts)


def _over_forms(case: Signed, draws: Draws, own: Floats) -> tuple[Floats, Floats]:
    """Least and greatest share of the draws over the forms of the model, a number a concept."""
    some = draws.first(min(draws.rows, FORM_ROWS))
    found = [own, keepers(case, worth(case, some, stakes=False)).all(axis=1).mean(axis=0)]
    for curve in CURVES:
        for aversion in LOSS_AVERSIONS:
            fixed = {f"loss_aversion/{one}": aversion for one in case.layout.principals}
            payoffs = worth(case, some.fix({"curve": curve, **fixed}))
            found.append(keepers(case, payoffs).all(axis=1).mean(axis=0))
    return np.min(found, axis=0), np.max(found, axis=0)


def _states(case: Signed, payoffs: Floats, leaving: Sequence[Exit]) -> tuple[State, ...]:
    """States at the likeliest numbers: all, or of many those on the ways out and back."""
    equilibria: dict[str, NDArray[np.bool_]] = {}
    if case.commitments:
        analysis = conflict_of(case, payoffs).analyse(BASIC)
        equilibria = {str(concept): analysis.of(concept) for concept in BASIC}
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
