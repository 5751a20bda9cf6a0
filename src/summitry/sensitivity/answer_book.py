"""Everybody's answers to every package at once, for a page that nothing stands behind.

What :func:`summitry.sensitivity.answers.answers` says of one package, worked out beforehand for all
legal packages, or for those nearest to the likeliest ones where there are too many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.assessment import assess
from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.forecasts.compare import Comparison
from summitry.forecasts.forecast import SEED, Progress
from summitry.games.packages.replies.put import put_to_all
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.package import Form
from summitry.sensitivity.answers import asked, roles
from summitry.sensitivity.prices import ON_BOARD, Tried, near, weighed

DRAWS = 1_000
"""Draws, unless asked otherwise: as many as the workbench takes for a package of one's own."""
MOST = 2_000
"""Packages answered, at most."""
_CHUNK = 500

Levels = NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class AnswerBook:
    """Everybody's answers to many packages, by one assessment's numbers.

    Attributes
    ----------
    label
        Whose numbers.
    issues
        Ids of the issues, sorted: the order of the packages' columns.
    acceptors, labels, roles
        Who is asked: principals, ratifiers, then those whose consent is needed.
    packages : (packages, issues)
        Level numbers; every package is legal.
    legal
        How many legal packages there are; None where they are too many to be listed.
    all_claim : (packages,)
        Share of the draws in which every principal claims to accept and nobody refuses consent.
    asked : (packages, acceptors)
        Whether it is asked at all.
    yes, refused, gain : (packages, acceptors)
        As in :class:`summitry.sensitivity.answers.Answer`.
    on_board : (packages, acceptors)
        Whether it does not lose in at least half of the draws, or is never asked.
    wins : (packages, acceptors)
        Row of ``targets`` that wins it over with the least change; -1 where it is on board already
        or nothing does.
    targets : (targets, issues)
        Packages that win somebody over.
    stands : (targets,)
        Whether every principal is on board with it.
    """

    label: str
    issues: tuple[str, ...]
    acceptors: tuple[str, ...]
    labels: tuple[str, ...]
    roles: tuple[str, ...]
    packages: Levels
    legal: int | None
    all_claim: NDArray[np.float64]
    asked: NDArray[np.bool_]
    yes: NDArray[np.float64]
    refused: NDArray[np.float64]
    gain: NDArray[np.float64]
    on_board: NDArray[np.bool_]
    wins: NDArray[np.intp]
    targets: Levels
    stands: NDArray[np.bool_]
    draws: int
    seed: int

    @property
    def whole(self) -> bool:
        """Whether it has every legal package."""
        return self.legal == len(self.packages)

    def row(self, package: Mapping[str, int]) -> int | None:
        """Row of a package (issue: level number); None where it is not in the book."""
        wanted = np.array([package[key] for key in self.issues])
        found = np.flatnonzero((self.packages == wanted).all(axis=1))
        return int(found[0]) if len(found) else None


def answer_book(
    dossier: Dossier,
    likely: Sequence[Mapping[str, str]] = (),
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    form: Form | None = None,
    most: int = MOST,
    progress: Progress | None = None,
) -> AnswerBook:
    """Put every legal package to everybody.

    Parameters
    ----------
    dossier
        A dossier, an assessment's numbers in it (:func:`summitry.assess`) or its own.
    likely
        Packages (issue: level) that must be among them, and around which the others lie where there
        are more than ``most``: fewest issues changed first.
    draws, seed
        As in :func:`summitry.sensitivity.answers.answers`, whose figures these are.
    form
        The form of the model; the dossier's own if left out.
    most
        Packages answered, at most.
    progress
        Told the part and the share done.
    """
    form = form or Form.of(dossier)
    if progress is not None:
        progress(f"answers to packages: {dossier.whose}", 0.0)
    layout = Layout(dossier)
    games = Games(layout, Draws(dossier, draws, seed))
    tried, held = _packages(games, likely, most)
    packages = tried.packages[held]
    told = put_to_all(layout.space, games.block(0, draws, form.holding_back), packages)
    wins, targets = _wins(tried, held)
    space = layout.space
    return AnswerBook(
        dossier.whose,
        tuple(layout.issues),
        tuple(games.acceptors),
        tuple(dossier.label(one) for one in games.acceptors),
        tuple(roles(layout)),
        packages,
        len(space.packages) if space.listed else None,
        told.all_claim,
        asked(layout, packages),
        told.yes,
        told.refused,
        told.gain,
        (tried.on_board[:, held] >= ON_BOARD).T | ~tried.needed,
        wins,
        tried.packages[targets],
        tried.signed[targets] >= ON_BOARD,
        draws,
        seed,
    )


def answer_books(
    dossier: Dossier,
    comparison: Comparison,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    form: Form | None = None,
    progress: Progress | None = None,
) -> tuple[AnswerBook, ...]:
    """A book for each assessment of a comparison, in its order, around all their likeliest.

    None where an assessment has levels of its own: its packages are not the others'.
    """
    likely = [dict(one.levels) for each in comparison.forecasts for one in each.packages]
    names = [one.assessment for one in comparison.forecasts]
    schools = [assess(dossier, name) if name else dossier for name in names]
    levels = [{key: issue.levels for key, issue in one.issues.items()} for one in schools]
    if any(one != levels[0] for one in levels):
        return ()
    return tuple(
        answer_book(
            one,
            likely,
            draws=draws,
            seed=seed,
            form=form,
            progress=progress,
        )
        for one in schools
    )


def _packages(
    games: Games, likely: Sequence[Mapping[str, str]], most: int
) -> tuple[Tried, NDArray[np.intp]]:
    """Legal packages among which changes are looked for, weighed; and which are answered."""
    layout = games.layout
    space = layout.space
    first = _level_numbers(layout, likely)
    first = first[space.legal(first)] if len(first) else first
    if space.listed:
        every = np.asarray(space.packages)
    else:
        around = first if len(first) else np.asarray(space.status_quo, dtype=np.int16)[None]
        every = np.unique(np.concatenate([near(space, one)[0] for one in around]), axis=0)
        every = every[space.legal(every)]
    changed = np.zeros(len(every), dtype=int)
    if len(first):
        changed = (every[:, None] != first[None]).sum(axis=2).min(axis=1)
    held = np.sort(np.argsort(changed, kind="stable")[:most])
    if not space.listed:  # changes are looked for among what is answered
        every, held = every[held], np.arange(len(held))
    return weighed(games, every, None), held


def _level_numbers(layout: Layout, likely: Sequence[Mapping[str, str]]) -> Levels:
    quo = dict(zip(layout.issues, layout.status_quo, strict=True))
    found = [
        [layout.levels[key].index(one[key]) if key in one else quo[key] for key in layout.issues]
        for one in likely
    ]
    return np.array(found, dtype=np.int16).reshape(-1, len(layout.issues))


def _wins(tried: Tried, held: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """What wins each acceptor over to each package held, as rows of the targets; and those."""
    found = np.full((len(held), len(tried.acceptors)), -1)
    for number in np.flatnonzero(tried.needed):
        off = np.flatnonzero(tried.on_board[number, held] < ON_BOARD)
        for start in range(0, len(off), _CHUNK):
            rows = off[start : start + _CHUNK]
            found[rows, number] = tried.nearest(int(number), tried.packages[held[rows]])
    targets, rows = np.unique(found[found >= 0], return_inverse=True)
    found[found >= 0] = rows
    return found, targets
