"""The exchange model of Stokman and Van Oosten, with equal gains, in many draws at once.

Sources: Stokman and Van Oosten (1994) in Bueno de Mesquita and Stokman, *European Community
Decision Making*; the order of steps is that of the Decide program.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from summitry.games.influence.arena import Arena, Floats
from summitry.games.influence.exchange.kernel import FIRST, RANDOM, Log, Rules, exchange_draws
from summitry.games.influence.exchange.orders import every_order
from summitry.games.influence.exchange.record import told_of
from summitry.games.influence.exchange.rules import TIES, ExchangeRules
from summitry.games.influence.means import mean_of, weigh
from summitry.games.influence.outcome import Influence, Orders, Record
from summitry.games.influence.slices import in_slices

GOLDEN = 0x9E3779B97F4A7C15
"""Streams of chance of neighbouring draws start this far apart."""


def exchange(
    arena: Arena,
    rounds: int = 10,
    ties: Literal["first", "random", "all"] = "first",
    *,
    seed: int = 0,
    rules: ExchangeRules | None = None,
    orders: int = 256,
    path: bool = True,
) -> Influence:
    r"""Let actors trade positions, the most gainful exchange first, for some rounds.

    Parameters
    ----------
    arena
        Who stands where. Positions are taken within the arena's bounds, as 0 to 100.
    rounds
        How many rounds at most, at least 1; Decide plays 10.
    ties
        Which of exchanges with the same gain comes first. ``first``: in the order of issues and
        actors. ``random``: drawn evenly with ``seed``, a stream for each draw. ``all``: every
        order, if one draw has at most ``orders`` of them, else that many drawn at random;
        ``outcome`` is then the mean, and ``orders`` of the result has the distribution.
    seed
        For random ties and random rates.
    rules
        Rates and steps; equal gain, as Decide has it, if left out.
    orders
        How many orders ``all`` looks at.
    path
        Keep every round; else ``path`` and ``outcomes`` hold the start and the end.

    Returns
    -------
    Influence
        ``path`` has voting positions: start positions with every exchange of the round made.
        ``outcome`` is their mean, weighted by capability and salience.

    Raises
    ------
    ValueError
        Unknown ties, fewer than one round or order, an issue on which all weights are 0.

    Notes
    -----
    An exchange takes two issues, and two actors on opposite sides of the outcome on both. Neither
    moves the outcome beyond what the other demands. Actors without a stance on an issue do not
    trade it.
    """
    if ties not in TIES:
        msg = f"ties are {', '.join(map(repr, TIES))}; not {ties!r}"
        raise ValueError(msg)
    if rounds < 1 or orders < 1:
        msg = f"rounds and orders must be at least 1; not {rounds}, {orders}"
        raise ValueError(msg)
    used = rules or ExchangeRules()
    given = _given(arena)
    coded = used.coded(FIRST if ties == "first" else RANDOM)
    draws = arena.draws
    found: Orders | None = None
    if ties == "all":
        steps, outcomes, count, settled, chosen, found = _all(
            arena, given, used, rounds, seed, orders
        )
    else:
        steps, outcomes, count, settled, chosen = play(given, coded, rounds, seed, draws, path=path)
    low, width = arena.bounds[:, 0], _width(arena)
    steps, outcomes = low + width * steps / 100, low + width * outcomes / 100
    outcome = outcomes[:, -1]
    if found is not None:
        found = Orders(low + width * found.outcomes / 100, found.chances, exact=found.exact)
        outcome = found.mean
    whole = found is not None and found.exact
    start = used.coded(FIRST if ties == "first" or whole else RANDOM)

    def replay(draw: int) -> Record:
        return told_of(arena.draw(draw), start, rounds, stream(seed + draw * GOLDEN))

    return Influence(
        f"exchange ({used.rate}, ties: {ties})",
        arena,
        np.ascontiguousarray(outcome),
        steps,
        outcomes,
        count,
        settled,
        np.ones(outcome.shape, dtype=np.bool_),
        orders=found,
        notes=_notes(arena, ties, chosen, settled, rounds),
        replay=replay,
    )


Given = tuple[Floats, Floats, Floats]
Played = tuple[Floats, Floats, np.ndarray, np.ndarray, np.ndarray]


def _width(arena: Arena) -> Floats:
    width = arena.bounds[:, 1] - arena.bounds[:, 0]
    return np.where(width > 0, width, 1.0)


def _given(arena: Arena) -> Given:
    """Positions 0 to 100, salience, and pull of each actor, as the compiled loop takes them."""
    pull = np.ascontiguousarray(weigh(arena))
    place = 100 * (arena.positions - arena.bounds[:, 0]) / _width(arena)
    return np.ascontiguousarray(place), np.ascontiguousarray(arena.salience), pull


def stream(seed: int) -> np.uint64:
    """A seed as the compiled loop takes it."""
    return np.uint64(seed % 2**64)


def silent() -> Log:
    """A log that keeps nothing."""
    none = np.zeros(0, dtype=np.int64)
    one = np.zeros(1, dtype=np.int64)
    return Log(np.zeros((0, 13)), one, none, none, one)


def play(
    given: Given,
    rules: Rules,
    rounds: int,
    seed: int,
    draws: int,
    *,
    path: bool,
    log: Log | None = None,
) -> Played:
    """Play every draw: path, outcomes (both 0 to 100), rounds, rest, ties met."""
    positions, _, pull = given
    n, m = positions.shape[1:]
    rows = rounds + 1 if path else 2
    steps = np.full((draws, rows, n, m), np.nan)
    steps[:, 0] = np.resize(positions, (draws, n, m))
    outcomes = np.zeros((draws, rows, m))
    first = mean_of(positions, pull)
    outcomes[:, 0] = np.resize(first, (draws, m))
    count, met = np.zeros(draws, dtype=np.int64), np.zeros(draws, dtype=np.int64)
    settled = np.zeros(draws, dtype=np.bool_)
    kept = log or silent()

    def part(begin: int, end: int) -> None:
        out = (steps, outcomes, count, settled, met)
        exchange_draws(given, rules, rounds, stream(seed), (begin, end), kept, out)

    if log is None:
        in_slices(draws, part)
    else:
        part(0, draws)
    return steps, outcomes, count, settled, met


def _all(
    arena: Arena, given: Given, rules: ExchangeRules, rounds: int, seed: int, most: int
) -> tuple[Floats, Floats, np.ndarray, np.ndarray, np.ndarray, Orders]:
    """The first order's play, and the outcomes of all orders or of many drawn ones."""
    draws, m = arena.draws, len(arena.issues)
    if draws == 1:
        found = every_order(given, rules, rounds, most)
        if found is not None:
            coded = rules.coded(FIRST)
            return (*play(given, coded, rounds, seed, 1, path=True), found)
    steps, outcomes, count, settled, met = play(
        given, rules.coded(RANDOM), rounds, seed, draws * most, path=False
    )
    ends = outcomes[:, -1].reshape(most, draws, m).swapaxes(0, 1)
    found = Orders(np.ascontiguousarray(ends), np.full((draws, most), 1 / most), exact=False)
    return steps[:draws], outcomes[:draws], count[:draws], settled[:draws], met[:draws], found


def _notes(
    arena: Arena, ties: str, met: np.ndarray, settled: np.ndarray, rounds: int
) -> tuple[str, ...]:
    notes = []
    if len(arena.issues) < 2:
        notes.append("an exchange takes two issues; with one nobody moves")
    if met.any():
        told = {"first": "by the order of issues and actors", "random": "by chance"}
        how = told.get(ties, "in every order, or in many drawn ones")
        notes.append(
            f"choices between exchanges of equal gain, decided {how}: {met.mean():.3g} a draw"
        )
    if not settled.all():
        notes.append(f"exchanges are still possible when the rounds ({rounds}) are over")
    return tuple(notes)
