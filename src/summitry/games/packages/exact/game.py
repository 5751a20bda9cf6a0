"""A package game: parties, issues, options and scores, given as people write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from summitry.games.packages.exact.checking import check_links
from summitry.games.packages.exact.numbers import Number, fraction
from summitry.games.packages.exact.pieces import Bonus, Divisible, Issue, Link

if TYPE_CHECKING:
    from summitry.games.packages.exact.board import Board
    from summitry.games.packages.exact.frontier import Frontier
    from summitry.games.packages.exact.improve import Improvement
    from summitry.games.packages.exact.rank import Rank
    from summitry.games.packages.exact.solution import Solution
    from summitry.games.packages.exact.zone import Zone
    from summitry.games.packages.offers.talks import Talks

Scores = tuple[Fraction, ...] | tuple[tuple[Fraction, Fraction], ...]
Package = Mapping[str, Any]
"""Issue: option, or for a divisible issue the amount."""


class PackageGame:
    """Parties who settle several issues in one package, or in none.

    Parameters
    ----------
    issues
        Issue: its options; or a list of :class:`Issue` and :class:`Divisible`.
    parties
        Names of those who must agree.
    scores
        Party: issue: the score of each option, as a mapping or in the options' order. For a
        divisible issue the corners of its piecewise-linear score, pairs of amount and score, the
        first at its low end and the last at its high end. An issue left out scores 0.
    reservations
        What each party has without a deal, in its own scores; 0 where left out. It signs what
        gives it at least as much.
    clauses
        :class:`Clause` and :class:`Total`: packages that are ruled out.
    bonuses
        :class:`Bonus`: scores of combinations.
    ceilings
        Party: the most a package can be worth to it, however much its scores add up to.
    discounts
        Party: the share that a package keeps of its worth by the deadline (see :meth:`at`).
    comparable
        Whether one point means the same to every party. The egalitarian and welfare solutions say
        so if it does not.

    Raises
    ------
    ValueError
        One line for each fault, all at once.

    Notes
    -----
    Scores are exact: integers, decimals (also as text), or fractions; a float stands for its
    shortest decimal. The disagreement point is the reservations, always.
    """

    def __init__(  # noqa: PLR0913 - the parts of a game, by name
        self,
        issues: Mapping[str, Sequence[str]] | Sequence[Issue | Divisible],
        parties: Sequence[str],
        scores: Mapping[str, Mapping[str, Any]],
        reservations: Mapping[str, Number] | None = None,
        clauses: Sequence[Link] = (),
        *,
        bonuses: Sequence[Bonus] = (),
        ceilings: Mapping[str, Number] | None = None,
        discounts: Mapping[str, Number] | None = None,
        comparable: bool = False,
    ) -> None:
        faults: list[str] = []
        if isinstance(issues, Mapping):
            issues = [Issue(key, tuple(map(str, options))) for key, options in issues.items()]
        self.issues = tuple(issues)
        self.parties = tuple(parties)
        self.clauses, self.bonuses = tuple(clauses), tuple(bonuses)
        self.comparable = comparable
        _distinct("party", self.parties, faults)
        _distinct("issue", [issue.name for issue in self.issues], faults)
        if not self.parties:
            faults.append("a game needs at least one party")
        if not self.issues:
            faults.append("a game needs at least one issue")
        for issue in self.issues:
            if isinstance(issue, Divisible):
                if issue.high <= issue.low:
                    faults.append(f"{issue.name}: its high end must lie above its low end")
            elif not issue.options:
                faults.append(f"{issue.name}: has no options")
            else:
                _distinct(f"option of {issue.name}", issue.options, faults)
        self.scores = {
            one: self._scores_of(one, scores.get(one, {}), faults) for one in self.parties
        }
        faults += [
            f"scores of {one!r}, who is no party" for one in scores if one not in self.parties
        ]
        self.reservations = self._by_party("reservation", reservations, Fraction(0), faults)
        self.ceilings = self._by_party("ceiling", ceilings, None, faults)
        self.discounts = self._by_party("discount", discounts, Fraction(1), faults)
        for party, share in self.discounts.items():
            if not 0 < share <= 1:
                faults.append(f"discount of {party}: {float(share):g} is not above 0 and at most 1")
        faults += check_links(self.issues, self.parties, self.clauses, self.bonuses)
        if faults:
            raise ValueError("\n".join(faults))

    def _scores_of(
        self, party: str, given: Mapping[str, Any], faults: list[str]
    ) -> dict[str, Scores]:
        found: dict[str, Scores] = {}
        names = {issue.name for issue in self.issues}
        faults += [
            f"scores of {party} on {key!r}, which is no issue" for key in given if key not in names
        ]
        for issue in self.issues:
            own = given.get(issue.name)
            try:
                if isinstance(issue, Divisible):
                    found[issue.name] = _corners(issue, own)
                else:
                    found[issue.name] = _column(issue, own)
            except ValueError as error:
                faults.append(f"scores of {party} on {issue.name}: {error}")
        return found

    def _by_party(self, what: str, given: Any, default: Any, faults: list[str]) -> dict[str, Any]:
        given = dict(given or {})
        found = {}
        for party in self.parties:
            try:
                found[party] = fraction(given.pop(party)) if party in given else default
            except ValueError as error:
                faults.append(f"{what} of {party}: {error}")
        faults += [f"{what} of {one!r}, who is no party" for one in given]
        return found

    def but(self, **parts: Any) -> PackageGame:
        """The same game with some of its parts replaced."""
        own: dict[str, Any] = {
            "issues": self.issues,
            "parties": self.parties,
            "scores": self.scores,
            "reservations": self.reservations,
            "clauses": self.clauses,
            "bonuses": self.bonuses,
            "ceilings": {one: top for one, top in self.ceilings.items() if top is not None},
            "discounts": self.discounts,
            "comparable": self.comparable,
        }
        return PackageGame(**{**own, **parts})

    @property
    def combinations(self) -> int | None:
        """How many packages there are before clauses; None where an issue is divisible."""
        total = 1
        for issue in self.issues:
            if isinstance(issue, Divisible):
                return None
            total *= len(issue.options)
        return total

    @cached_property
    def board(self) -> Board:
        """The game as integers."""
        from summitry.games.packages.exact.board import make_board

        return make_board(self)

    def frontier(self, *, reserved: bool = True, eps: Number = 0, cap: int = 2_000_000) -> Frontier:
        """The efficient packages; see :func:`summitry.games.packages.exact.frontier.frontier`."""
        from summitry.games.packages.exact.frontier import frontier

        return frontier(self, reserved=reserved, eps=eps, cap=cap)

    def solve(
        self,
        solution: str = "nash",
        *,
        weights: Mapping[str, Number] | None = None,
        method: str = "auto",
        seconds: float = 60.0,
    ) -> Solution:
        """A bargaining solution; see :func:`summitry.games.packages.exact.solve.solve`."""
        from summitry.games.packages.exact.solve import solve

        return solve(self, solution, weights=weights, method=method, seconds=seconds)

    def zone(self, *, relative: bool = False) -> Zone:
        """Whether a deal is possible; see :func:`summitry.games.packages.exact.zone.zone`."""
        from summitry.games.packages.exact.zone import zone

        return zone(self, relative=relative)

    def improve(self, package: Package) -> Improvement:
        """Efficient swaps; see :func:`summitry.games.packages.exact.improve.improve`."""
        from summitry.games.packages.exact.improve import improve

        return improve(self, package)

    def rank(self, package: Package) -> Rank:
        """Where a package stands; see :func:`summitry.games.packages.exact.rank.rank`."""
        from summitry.games.packages.exact.rank import rank

        return rank(self, package)

    def talks(
        self,
        *,
        rounds: int = 100,
        runs: int = 2_000,
        tactics: Sequence[str] | None = None,
        seed: int = 1,
    ) -> Talks:
        """Alternating offers; see :func:`summitry.games.packages.offers.talks.talks`."""
        from summitry.games.packages.offers.tactics import TACTICS
        from summitry.games.packages.offers.talks import talks

        names = list(TACTICS) if tactics is None else tactics
        return talks(self, rounds=rounds, runs=runs, tactics=names, seed=seed)

    def worth(self, package: Package) -> dict[str, Fraction]:
        """What a package brings each party, exactly; clauses are not asked.

        Raises
        ------
        ValueError
            The package leaves an issue open, or takes an option that there is not.
        """
        from summitry.games.packages.exact.evaluate import worth

        return worth(self, package)

    def legal(self, package: Package) -> bool:
        """Whether no clause rules a package out."""
        from summitry.games.packages.exact.evaluate import legal

        return legal(self, package)

    def at(self, time: float) -> PackageGame:
        """The game at a relative time from 0 (now) to 1 (the deadline).

        A party's scores and its reservation both shrink by its discount to the power of the time,
        as in GENIUS. What is feasible and the scale-covariant solutions stay; the egalitarian and
        welfare solutions may not.
        """
        if not 0 <= time <= 1:
            raise ValueError(f"time is {time:g}, not from 0 to 1")
        keep = {one: fraction(float(share) ** time) for one, share in self.discounts.items()}
        scores = {one: _times(own, keep[one]) for one, own in self.scores.items()}
        bonuses = [
            Bonus(
                bonus.when,
                {one: fraction(score) * keep[one] for one, score in bonus.scores.items()},
                everywhere=bonus.everywhere,
            )
            for bonus in self.bonuses
        ]
        return self.but(
            scores=scores,
            bonuses=bonuses,
            reservations={one: self.reservations[one] * keep[one] for one in self.parties},
            ceilings={o: top * keep[o] for o, top in self.ceilings.items() if top is not None},
            discounts=None,
        )

    def on_grid(self, steps: int = 20) -> PackageGame:
        """The game with divisible issues settled at a corner or one of so many steps between two.

        Amounts become options, named by their values.
        """
        from summitry.games.packages.exact.evaluate import on_grid

        return on_grid(self, steps)


def _distinct(what: str, names: Sequence[str], faults: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            faults.append(f"{what} {name!r} is named twice")
        seen.add(name)


def _column(issue: Issue, given: Any) -> tuple[Fraction, ...]:
    if given is None:
        return (Fraction(0),) * len(issue.options)
    if isinstance(given, Mapping):
        unknown = [str(one) for one in given if str(one) not in issue.options]
        if unknown:
            raise ValueError(f"no such option: {', '.join(unknown)}")
        named = {str(one): score for one, score in given.items()}
        missing = [one for one in issue.options if one not in named]
        if missing:
            raise ValueError(f"no score for {', '.join(missing)}")
        return tuple(fraction(named[one]) for one in issue.options)
    if len(given) != len(issue.options):
        raise ValueError(f"{len(given)} scores for {len(issue.options)} options")
    return tuple(fraction(score) for score in given)


def _corners(issue: Divisible, given: Any) -> tuple[tuple[Fraction, Fraction], ...]:
    if given is None:
        return ((issue.low, Fraction(0)), (issue.high, Fraction(0)))
    if isinstance(given, Mapping):
        given = given.items()
    corners = tuple(sorted((fraction(amount), fraction(score)) for amount, score in given))
    amounts = [amount for amount, _ in corners]
    if len(set(amounts)) < len(amounts):
        raise ValueError("two corners at one amount")
    if not amounts or amounts[0] != issue.low or amounts[-1] != issue.high:
        raise ValueError(f"corners must run from {float(issue.low):g} to {float(issue.high):g}")
    return corners


def _times(own: dict[str, Scores], share: Fraction) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for issue, column in own.items():
        found[issue] = [
            (one[0], one[1] * share) if isinstance(one, tuple) else one * share for one in column
        ]
    return found
