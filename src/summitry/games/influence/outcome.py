"""What a model of influence answers: outcomes, the path there, and who moved whom and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from summitry.games.influence.arena import Arena, Floats


@dataclass(frozen=True)
class Move:
    """One actor's step on one issue in one round, and what made it.

    Attributes
    ----------
    round
        From 1.
    actor, issue
        Who moved, on what.
    start, end
        From where to where, in the issue's units.
    kind
        What made it: ``compromise``, ``confrontation``, ``capitulation`` (challenge), ``bargain``
        (spatial), ``exchange``.
    by
        Whose challenge, bargain or trade it was; the actor itself where it moved on its own.
    why : mapping of numbers
        What the step rested on, by name: expected utilities, probabilities, gains.
    """

    round: int
    actor: str
    issue: str
    start: float
    end: float
    kind: str
    by: str
    why: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Challenge:
    """One challenge on one issue: what both stand to gain, as seen, and what was offered.

    Attributes
    ----------
    round, issue, challenger, target
        When, on what, who, against whom.
    kind
        ``confrontation``, ``compromise``, ``capitulation`` or ``stalemate``.
    own, other
        The target's expected utility of challenging the challenger, and the challenger's of
        challenging the target: a and b of INFLUENCE 2.1.
    probability
        That the challenger prevails.
    start, offer
        Where the target stands, and where the challenge would move it.
    accepted
        Whether the target took this offer of all that were made to it.
    """

    round: int
    issue: str
    challenger: str
    target: str
    kind: str
    own: float
    other: float
    probability: float
    start: float
    offer: float
    accepted: bool


@dataclass(frozen=True)
class Bargain:
    """One bargain of the spatial model: proposed by an initiator to a receiver, on all issues.

    Attributes
    ----------
    round, initiator, receiver
        When, who, with whom.
    gain
        Expected gain of the challenge behind it, as the initiator sees it.
    probability
        That the initiator would prevail, as the one sees it whose view made the bargain.
    initiator_offer, receiver_offer : (issues,)
        Where either would stand.
    initiator_took, receiver_took
        Whether either moved to its part of it: a bargain can be half executed.
    initiator_chance, receiver_chance
        Probability of this bargain among all in either's queue.
    """

    round: int
    initiator: str
    receiver: str
    gain: float
    probability: float
    initiator_offer: tuple[float, ...]
    receiver_offer: tuple[float, ...]
    initiator_took: bool
    receiver_took: bool
    initiator_chance: float
    receiver_chance: float


@dataclass(frozen=True)
class Exchange:
    """One exchange of voting positions: each gives way on one issue to gain on the other.

    Attributes
    ----------
    round
        When.
    actors : pair
        Who traded.
    supplies : pair
        The issue on which each gives way; it gains on the other's.
    starts, ends : pairs
        Voting position of each on the issue that it supplies, in the issue's units.
    gains : pair
        Utility gained by each, salience times the outcome's shift in hundredths of the scale.
    shifts : pair
        How far each trade moved the outcome of ``supplies``, in hundredths of the scale.
    externalities
        Actor: what the trade brought or cost it. The two traders' entries are their own effects.
    inner, outer
        Third actors who stand on the same side of both outcomes as one of the traders, and those
        who do not; their sums are what the trade did to its own two groups and to the others.
    """

    round: int
    actors: tuple[str, str]
    supplies: tuple[str, str]
    starts: tuple[float, float]
    ends: tuple[float, float]
    gains: tuple[float, float]
    shifts: tuple[float, float]
    externalities: Mapping[str, float]
    inner: tuple[str, ...]
    outer: tuple[str, ...]

    @property
    def own(self) -> float:
        """What the two traders gained together."""
        return sum(self.gains)

    @property
    def inner_externality(self) -> float:
        """Sum over third actors of the traders' two groups."""
        return float(sum(self.externalities[one] for one in self.inner))

    @property
    def outer_externality(self) -> float:
        """Sum over the actors of the other two groups."""
        return float(sum(self.externalities[one] for one in self.outer))


Event = Challenge | Bargain | Exchange


@dataclass(frozen=True)
class Record:
    """Everything that happened in one draw.

    Attributes
    ----------
    moves
        Every step that an actor took, in order.
    events
        The challenges, bargains or exchanges behind them, with their numbers; also those that
        moved nobody (stalemates, offers not taken).
    """

    moves: tuple[Move, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, eq=False)
class Orders:
    """Outcomes of every order in which ties can be broken, or of many drawn ones.

    Attributes
    ----------
    outcomes : (draws, orders, issues)
        Where each order ends.
    chances : (draws, orders)
        Its probability, if at every tie all candidates are as likely; they add up to 1.
    exact
        Whether these are all orders; else they were drawn.
    """

    outcomes: Floats
    chances: Floats
    exact: bool

    @property
    def mean(self) -> Floats:
        """Mean over the orders, (draws, issues)."""
        return np.asarray(np.einsum("do,dom->dm", self.chances, self.outcomes))


@dataclass(frozen=True, eq=False)
class Influence:
    """Where a model of influence ends, and how it came there.

    Attributes
    ----------
    model
        The model and its variant in words, as a table or picture may name it.
    arena
        What it started from.
    outcome : (draws, issues)
        Position on each issue, in its units. Every number is finite.
    path : (draws, rounds + 1, actors, issues)
        Positions at the start and after each round; NaN for a missing stance. Where a draw stops
        early its last positions are repeated. Models without rounds have the start alone.
    outcomes : (draws, rounds + 1, issues)
        The outcome that each row of the path would mean; the last row is ``outcome``.
    rounds : (draws,)
        Rounds that each draw took before nothing moved any more, or the rounds ran out.
    settled : (draws,)
        Whether the model came to rest by its own rule, before the rounds ran out.
    agreed : (draws, issues)
        Whether there is an agreement; where not, ``outcome`` is the disagreement point.
    chances : (draws, candidates), optional
        For models that weigh options (spatial: probability of each actor's position at the end).
    matrices : mapping, optional
        The first round's (draws, actors, actors) numbers by name. Challenge, of one issue:
        ``own`` (row challenges column, by the row's view), ``seen`` (row challenges column, by
        the column's view) and ``probability`` that the row prevails over the column. With several
        issues a fourth axis at the end holds them. Spatial: ``gain`` and ``probability``.
    orders
        Exchange with ``ties="all"``: the distribution over tie orders.
    notes
        What a reader has to know: assumptions, steps that changed nothing, degenerate draws.
    """

    model: str
    arena: Arena
    outcome: Floats
    path: Floats
    outcomes: Floats
    rounds: NDArray[np.int64]
    settled: NDArray[np.bool_]
    agreed: NDArray[np.bool_]
    chances: Floats | None = None
    matrices: Mapping[str, Floats] = field(default_factory=dict)
    orders: Orders | None = None
    notes: tuple[str, ...] = ()
    replay: Callable[[int], Record] | None = field(default=None, repr=False)

    def record(self, draw: int = 0) -> Record:
        """Who moved whom and why in one draw: it is played again, and everything written down."""
        if not 0 <= draw < len(self.outcome):
            msg = f"there is no draw {draw}; draws run from 0 to {len(self.outcome) - 1}"
            raise ValueError(msg)
        return Record() if self.replay is None else self.replay(draw)

    def moves(self, draw: int = 0) -> tuple[Move, ...]:
        """Every step that an actor took in one draw."""
        return self.record(draw).moves

    def events(self, draw: int = 0) -> tuple[Event, ...]:
        """Every challenge, bargain or exchange of one draw."""
        return self.record(draw).events


def at_once(
    model: str,
    arena: Arena,
    outcome: Floats,
    agreed: NDArray[np.bool_] | None = None,
    notes: tuple[str, ...] = (),
    gains: Floats | None = None,
) -> Influence:
    """The answer of a model without rounds: nobody moves."""
    draws = arena.draws
    outcome = np.ascontiguousarray(np.broadcast_to(outcome, (draws, len(arena.issues))))
    start = np.broadcast_to(arena.positions, (draws, *arena.positions.shape[1:]))
    return Influence(
        model,
        arena,
        outcome,
        start[:, None],
        outcome[:, None],
        np.zeros(draws, dtype=np.int64),
        np.ones(draws, dtype=np.bool_),
        np.ones(outcome.shape, dtype=np.bool_) if agreed is None else agreed,
        matrices={} if gains is None else {"gain": gains},
        notes=notes,
    )
