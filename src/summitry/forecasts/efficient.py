"""The efficient packages of a negotiation and where the bargaining solutions stand among them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import StringIO
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.model import Dossier
from summitry.forecasts.central import Central, central, efficient_gains
from summitry.forecasts.shown import Shown
from summitry.forecasts.tables import Table
from summitry.games.packages.exact.criteria import NAMES
from summitry.games.packages.exact.frontier import Frontier
from summitry.games.packages.exact.game import PackageGame
from summitry.games.packages.exact.solution import Solution

if TYPE_CHECKING:
    from summitry.dossier.audience import Audience

SHOWN = 12
"""Rows of packages in a table."""


@dataclass(frozen=True)
class Standing:
    """A solution: its package, what it brings each party, and how that is known."""

    name: str
    definition: str
    package: dict[str, str] | None
    scores: tuple[float, ...] | None
    proof: str
    tied: int | None
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Efficient(Shown):
    """Efficient packages and solutions.

    Attributes
    ----------
    title, label
        The case, and whose numbers.
    parties
        Names for people.
    unit
        What the points are: scores, or gains over no deal.
    no_deal
        What each party has without a deal.
    possible
        Whether some package gives every party at least that.
    points : (points, parties)
        Efficient points; those that all would sign if there are any, else all.
    counts
        How many packages are behind each, as far as known.
    packages
        A package behind each.
    fixed
        Issue: the option that all of them take.
    solutions
        The bargaining solutions; without a package where there is no deal.
    moves
        Party: how far it would have to come down for the smallest change that opens a zone.
    remarks
        What a reader must know.
    """

    title: str
    label: str
    parties: tuple[str, ...]
    unit: str
    no_deal: tuple[float, ...]
    possible: bool
    points: NDArray[np.float64]
    counts: tuple[int, ...]
    packages: tuple[dict[str, str], ...]
    fixed: dict[str, str]
    solutions: tuple[Standing, ...]
    moves: dict[str, float]
    remarks: tuple[str, ...]

    def figures(self) -> dict[str, float | None]:
        """How many points there are, and whether a deal is possible."""
        return {"efficient points": float(len(self.points)), "zone": float(self.possible)}

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "summitry": 1,
            "kind": "frontier",
            "title": self.title,
            "label": self.label,
            "parties": list(self.parties),
            "unit": self.unit,
            "no_deal": list(self.no_deal),
            "possible": self.possible,
            "moves_that_open": self.moves,
            "frontier": [
                {"scores": row, "packages": count, "package": package}
                for row, count, package in zip(
                    self.points.tolist(), self.counts, self.packages, strict=True
                )
            ],
            "fixed": self.fixed,
            "solutions": [
                {
                    "solution": one.name,
                    "definition": one.definition,
                    "package": one.package,
                    "scores": None if one.scores is None else list(one.scores),
                    "proof": one.proof,
                    "tied_points": one.tied,
                    "notes": list(one.notes),
                }
                for one in self.solutions
            ],
            "remarks": list(self.remarks),
        }

    def to_csv(self) -> str:
        """The efficient points, one a row: scores, number of packages, and a package's options."""
        out = StringIO()
        issues = list(self.packages[0]) if self.packages else []
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*map(_cell, self.parties), "packages", *map(_cell, issues)])
        for row, count, package in zip(self.points, self.counts, self.packages, strict=True):
            scores = [f"{value:.12g}" for value in row]
            writer.writerow([*scores, count, *(_cell(package[key]) for key in issues)])
        return out.getvalue()

    def seen_by(self, dossier: Dossier, who: Audience) -> Efficient:
        """The same as an audience may see it; the dossier is by the school that it is of."""
        from summitry.forecasts.audiences.efficient import efficient_for

        return efficient_for(self, dossier, who)

    def tables(self) -> Sequence[Table]:
        """The solutions, the frontier, and what is fixed in all of it."""
        return (self._solutions(), self._frontier(), *self._opening())

    def _solutions(self) -> Table:
        rows = [("no deal", *(f"{one:.4g}" for one in self.no_deal), "", "")]
        rows += [
            (
                one.name,
                *(("–",) * len(self.parties) if one.scores is None else map(_number, one.scores)),
                _in_words(one.package, self.fixed) if one.package else "no deal",
                one.proof,
            )
            for one in self.solutions
        ]
        said = list(dict.fromkeys(note for one in self.solutions for note in one.notes))
        note = " ".join(
            f"{one[:1].upper()}{one[1:]}."
            for one in [f"figures are {self.unit}", *said, *self.remarks]
        )
        columns = ("solution", *self.parties, "package", "proof")
        last = len(columns) - 1
        return Table(
            f"{self.title}: {self.label}" if self.label else self.title,
            columns, tuple(rows), note, (0, last - 1, last),
        )  # fmt: skip

    def _frontier(self) -> Table:
        many = len(self.points)
        place = np.arange(many)
        if many > SHOWN:
            place = np.unique(np.linspace(0, many - 1, SHOWN).round().astype(int))
        rows = [
            (
                str(number + 1),
                *map(_number, self.points[number]),
                str(self.counts[number]),
                _in_words(self.packages[number], self.fixed),
            )
            for number in place.tolist()
        ]
        which = "that all would sign" if self.possible else "though not all would sign"
        title = f"Efficient packages {which}: {many}"
        note = (
            "" if many <= SHOWN else f"{len(rows)} of {many}, evenly chosen; JSON and CSV have all."
        )
        if self.fixed:
            own = ", ".join(f"{issue} = {option}" for issue, option in self.fixed.items())
            note = f"The same in every efficient package: {own}. {note}".strip()
        columns = ("", *self.parties, "packages", "one of them")
        return Table(title, columns, tuple(rows), note, (0, len(columns) - 1))

    def _opening(self) -> list[Table]:
        if not self.moves:
            return []
        rows = tuple((party, _number(far)) for party, far in self.moves.items())
        note = f"The smallest total change that opens a zone, in {self.unit}."
        return [Table("What would open a zone", ("party", "comes down by"), rows, note)]


def efficient_of_game(
    game: PackageGame, title: str, remarks: Sequence[str] = (), *, reserved: bool = True
) -> Efficient:
    """The efficient packages of a package game.

    Parameters
    ----------
    game
        The game.
    title
        What to call it.
    remarks
        What a reader must know of it.
    reserved
        Only what all would sign, if there is any such package.
    """
    every = game.frontier(reserved=reserved)
    zone = game.zone() if reserved and not len(every) else None
    if zone is not None:
        every = game.frontier(reserved=False)
    solutions = tuple(_standing(game.solve(name)) for name in NAMES)
    return Efficient(
        title=title,
        label="",
        parties=game.parties,
        unit="scores",
        no_deal=tuple(float(one) for one in game.reservations.values()),
        possible=any(one.package for one in solutions) or (zone is None and len(every) > 0),
        points=every.points,
        counts=tuple(every.counts),
        packages=tuple(next(every.packages(number, 1)) for number in range(len(every))),
        fixed=every.fixed,
        solutions=solutions,
        moves={} if zone is None else {one: float(far) for one, far in zone.moves.items()},
        remarks=tuple(remarks),
    )


def efficient_of_dossier(dossier: Dossier) -> Efficient:
    """The efficient packages of a dossier at its central numbers, critics counted.

    Every number at its mode; red lines and asks likelier than not hold. This is what the principals
    could strike if the numbers were just those: no forecast.
    """
    case = central(dossier)
    points, counts, packages = _gathered(case, reserved=True)
    possible = len(points) > 0
    if not possible:
        points, counts, packages = _gathered(case, reserved=False)
    parties = tuple(dossier.label(one) for one in case.principals)
    remarks = [
        "Every number at its mode, no deal at 0: what could be struck if the numbers were just "
        "those, and no forecast"
    ]
    if case.holding:
        remarks.append("Held, being likelier than not: " + "; ".join(case.holding))
    flat = PackageGame(
        {"package": [str(number) for number in range(max(len(points), 1))]},
        parties,
        {
            party: {"package": [float(value) for value in points[:, number]] or [-1]}
            for number, party in enumerate(parties)
        },
    )
    solutions = tuple(_from_flat(flat.solve(name), packages) for name in NAMES)
    moves = {}
    if not len(points):
        remarks.append("What is taken to hold leaves no package at all")
    elif not possible:
        moves = {one: float(far) for one, far in flat.zone().moves.items()}
    return Efficient(
        title=dossier.title,
        label=dossier.whose,
        parties=parties,
        unit="gains over no deal",
        no_deal=(0.0,) * len(parties),
        possible=possible,
        points=points,
        counts=tuple(counts),
        packages=tuple(packages),
        fixed=_fixed(packages) if possible else {},
        solutions=solutions,
        moves=moves,
        remarks=tuple(remarks),
    )


def _gathered(
    case: Central, *, reserved: bool
) -> tuple[NDArray[np.float64], list[int], list[dict[str, str]]]:
    """Efficient gains of the principals, rounded; packages behind each, and one of them."""
    every: list[tuple[Frontier, int]] = []
    gains: list[NDArray[np.float64]] = []
    status_quo = {key: one.status_quo for key, one in case.layout.dossier.issues.items()}
    for game in case.variants(reserved=reserved):
        found = game.frontier(reserved=True, cap=200_000)
        if len(found):
            gains.append(case.gains(found.units))
            every += [(found, number) for number in range(len(found))]
    if not every:
        return np.empty((0, len(case.principals))), [], []
    stacked = np.asarray(np.round(np.concatenate(gains), 9) + 0.0, dtype=np.float64)
    kept, counts, packages = [], [], []
    for number in efficient_gains(stacked, reserved=reserved):
        found, point = every[number]
        own = [one for one in found.packages(point, 2) if one != status_quo]
        if own:
            kept.append(number)
            counts.append(found.counts[point])
            packages.append(own[0])
    return stacked[kept], counts, packages


def _fixed(packages: Sequence[dict[str, str]]) -> dict[str, str]:
    if not packages:
        return {}
    first = packages[0]
    return {key: first[key] for key in first if all(one[key] == first[key] for one in packages)}


def _standing(found: Solution) -> Standing:
    scores = None if found.scores is None else tuple(float(v) for v in found.scores.values())
    tied = None if found.ties is None else len(found.ties)
    return Standing(
        found.name, found.definition, found.package, scores, found.proof, tied, found.notes
    )


def _from_flat(found: Solution, packages: Sequence[dict[str, str]]) -> Standing:
    one = _standing(found)
    package = packages[int(found.package["package"])] if found.package and packages else None
    return replace(one, package=package, scores=one.scores if package else None)


def _number(value: float) -> str:
    return f"{value:.4g}"


def _in_words(package: dict[str, str], fixed: dict[str, str]) -> str:
    """A package without what is the same in all."""
    own = {issue: option for issue, option in package.items() if issue not in fixed}
    return ", ".join(f"{issue} = {option}" for issue, option in (own or package).items())


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
