"""Alternating offers over many runs: a distribution over tactics, and no prediction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.offers.protocol import NAMES, play
from summitry.games.packages.offers.tactics import TACTICS
from summitry.games.packages.offers.worths import Worths

if TYPE_CHECKING:
    from summitry.games.packages.exact.game import PackageGame

LABEL = "A distribution over tactics that were assumed, not a prediction."


@dataclass(frozen=True)
class Meeting:
    """What came of one choice of tactics.

    Attributes
    ----------
    tactics
        Party: tactic.
    runs
        How many runs.
    agreed
        Share of them with a deal.
    round
        Mean round of the deals; None where there is none.
    scores
        Party: mean score of the deals, at the time of the deal; None where there is none.
    """

    tactics: dict[str, str]
    runs: int
    agreed: float
    round: float | None
    scores: dict[str, float] | None


@dataclass(frozen=True, eq=False)
class Talks:
    """Runs of alternating offers.

    Attributes
    ----------
    game
        The game.
    tactics : (runs, parties)
        Number, in ``TACTICS``, of each party's tactic.
    agreed : (runs,)
        Which runs end with a deal.
    rounds, round : (runs,)
        Rounds until the deadline, and the one in which a deal was made.
    scores : (runs, parties)
        Points of the package agreed, or of the reservation, shrunk by the discounts.
    package : (runs, blocks)
        The package agreed, as combinations of blocks of issues; see :meth:`packages`.
    seed
        What repeats the runs.
    """

    game: PackageGame
    worths: Worths
    tactics: NDArray[np.int64]
    agreed: NDArray[np.bool_]
    rounds: int
    round: NDArray[np.int64]
    scores: NDArray[np.float64]
    package: NDArray[np.int64]
    seed: int
    label: str = LABEL

    @property
    def share(self) -> float:
        """Share of the runs with a deal."""
        return float(self.agreed.mean())

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """What came of each choice of tactics."""
        found = []
        for row in np.unique(self.tactics, axis=0):
            here = (self.tactics == row).all(axis=1)
            deals = here & self.agreed
            some = bool(deals.any())
            found.append(
                Meeting(
                    {one: NAMES[at] for one, at in zip(self.game.parties, row, strict=True)},
                    int(here.sum()),
                    float(self.agreed[here].mean()),
                    float(self.round[deals].mean()) if some else None,
                    dict(zip(self.game.parties, self.scores[deals].mean(axis=0).tolist(),
                             strict=True)) if some else None,
                )
            )  # fmt: skip
        return tuple(found)

    def packages(self, limit: int | None = None) -> Iterator[tuple[dict[str, str], float]]:
        """Packages agreed, with their share of all runs, most frequent first."""
        count = Counter(map(tuple, self.package[self.agreed].tolist()))
        every = sorted(count.items(), key=lambda one: (-one[1], one[0]))
        for chosen, times in every[:limit]:
            yield self.worths.package(np.array(chosen)), times / len(self.agreed)

    def to_dict(self) -> dict[str, Any]:
        """Plain data, ready for JSON."""
        return {
            "label": self.label,
            "seed": self.seed,
            "runs": len(self.agreed),
            "rounds": self.rounds,
            "agreed": self.share,
            "tactics": [
                {"tactics": one.tactics, "runs": one.runs, "agreed": one.agreed,
                 "round": one.round, "scores": one.scores}
                for one in self.meetings
            ],
            "packages": [
                {"package": package, "share": share} for package, share in self.packages(20)
            ],
        }  # fmt: skip


def talks(
    game: PackageGame,
    *,
    rounds: int = 100,
    runs: int = 2_000,
    tactics: Sequence[str] = NAMES,
    seed: int = 1,
) -> Talks:
    """Let parties with drawn tactics make one another offers until a deadline.

    Parameters
    ----------
    game
        The game; its issues must not be divisible.
    rounds
        Turns that each party has.
    runs
        How often. Each party's tactic is drawn anew, each of ``tactics`` as likely, and who begins.
    tactics
        Names out of ``TACTICS``.
    seed
        The same seed gives the same runs.

    Raises
    ------
    ValueError
        A tactic of another name, one party, a divisible issue, or no package under the clauses.
    TooManyLinked
        Clauses link more issues than can be taken together.
    """
    unknown = [one for one in tactics if one not in TACTICS]
    if unknown or not tactics:
        raise ValueError(f"{', '.join(unknown) or 'no tactic'}: the tactics are {', '.join(NAMES)}")
    parties = len(game.parties)
    if parties < 2:
        raise ValueError("offers need two parties at least")
    if rounds < 1 or runs < 1:
        raise ValueError("at least one round and one run")
    worths = Worths(game)
    random = np.random.Generator(np.random.Philox(seed))
    named = np.array([NAMES.index(one) for one in dict.fromkeys(tactics)])
    drawn = named[random.integers(0, len(named), (runs, parties))]
    first = random.integers(0, parties, runs)
    ends = [one.pace or (1.0, 1.0) for one in TACTICS.values()]
    low, high = np.log(np.array(ends)).T[:, drawn]
    pace = np.exp(low + (high - low) * random.random((runs, parties)))
    agreed = np.zeros(runs, dtype=bool)
    number = np.full(runs, rounds, dtype=np.int64)
    package = np.zeros((runs, len(worths.options)), dtype=np.int64)
    for starter in range(parties):
        here = first == starter
        order = [(starter + one) % parties for one in range(parties)]
        ended = play(worths, drawn[here], pace[here], rounds, order, random)
        agreed[here], number[here], package[here] = ended.agreed, ended.round, ended.package
    worth = np.where(agreed[:, None], worths.of(package), worths.reserve)
    keep = np.array([float(one) for one in game.discounts.values()])
    time = np.where(agreed, (number - 1) / max(1, rounds - 1), 1.0)
    scores = worths.points(worth) * keep ** time[:, None]
    return Talks(game, worths, drawn, agreed, rounds, number, scores, package, seed)
