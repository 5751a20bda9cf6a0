"""KTAB's spatial model of politics, on all issues at once, in many draws at once.

Source: the KAPSARC Toolkit for Behavioral Analysis, Spatial Model of Politics (Wise, Lester and
Efird 2015), as its program plays it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from summitry.games.influence.arena import Arena, Floats
from summitry.games.influence.outcome import Bargain, Influence, Move, Record
from summitry.games.influence.slices import in_slices
from summitry.games.influence.spatial.kernel import Log, spatial_draws
from summitry.games.influence.spatial.rules import SpatialRules

KEPT = 1 << 24
"""Paths and matrices of more numbers than this are left out unless asked for."""


def spatial(
    arena: Arena,
    rules: SpatialRules | None = None,
    *,
    seed: int = 0,
    accommodation: ArrayLike | None = None,
    path: bool | None = None,
) -> Influence:
    r"""Let actors challenge, bargain and vote, turn by turn, until little moves.

    Parameters
    ----------
    arena
        Who stands where. Positions are taken within the arena's bounds (KTAB: 0 to 100). Each
        actor needs one capability for all issues. An actor's saliences should add up to at most 1;
        where they do not, all saliences are divided by the number of issues, and a note says so.
    rules
        KTAB's settings; its defaults if left out.
    seed
        For ``transition="Stochastic"``.
    accommodation : (actors, actors), optional
        How much of each actor's position every actor's ideal takes on after a turn; at least 0,
        rows adding up to at most 1. Left out, ideals follow the actor's own position.
    path
        Keep every turn's positions. If left out: unless they would be huge.

    Returns
    -------
    Influence
        ``outcome`` is the mean of the positions at the end, each position held weighted by
        the probability that it wins, ``chances``; positions within a thousandth of the scale
        count as one there, and each of them has the probability of all. ``matrices`` has the
        first turn's ``gain`` and ``probability`` of each actor (row) challenging each other one, as
        the challenger sees it.

    Raises
    ------
    ValueError
        Nobody has any capability; one capability by issue; shapes that do not fit.

    Notes
    -----
    An actor without a stance on an issue does not care about it; others see it at the mean of those
    who do, weighted by capability and salience.
    """
    used = rules or SpatialRules()
    power = arena.power()
    if not (power.sum(axis=1) > 0).all():
        msg = "nobody has any capability; the spatial model needs somebody who can vote"
        raise ValueError(msg)
    ties = _accommodation(accommodation, len(arena.actors))
    draws, (_, n, m) = arena.draws, arena.positions.shape
    turns = used.turns
    full = draws * (turns + 1) * n * m <= KEPT if path is None else path
    rows = max(3, turns + 1) if full else 2
    given = (_unit(arena), _care(arena), power)
    steps = np.full((draws, rows, n, m), np.nan)
    steps[:, 0] = given[0]
    chance, mean = np.zeros((draws, rows, n)), np.zeros((draws, rows, m))
    count = np.zeros(draws, dtype=np.int64)
    settled = np.zeros(draws, dtype=np.bool_)
    kept = draws if draws * n * n <= KEPT else 0
    tables = [np.zeros((kept, n, n)) for _ in range(2)]
    log = _log(0, n, m)
    coded = used.coded()

    def play(first: int, last: int) -> None:
        out = (steps, chance, mean, count, settled, *tables)
        spatial_draws(given, coded, ties, np.uint64(seed % 2**64), (first, last), log, out)

    in_slices(draws, play)
    if full:
        last = int(count.max()) + 1
        steps, chance, mean = (_hold(one[:, :last], count) for one in (steps, chance, mean))
    low, width = arena.bounds[:, 0], arena.bounds[:, 1] - arena.bounds[:, 0]
    outcomes = low + width * mean
    steps = low + width * steps
    steps[np.broadcast_to(~arena.stances[:, None], steps.shape)] = np.nan
    return Influence(
        f"spatial ({used.voting}, {used.victory}, {used.equilibrium}, {used.bargain})",
        arena,
        np.ascontiguousarray(outcomes[:, -1]),
        steps,
        outcomes,
        count,
        settled,
        np.ones((draws, m), dtype=np.bool_),
        chances=np.ascontiguousarray(chance[:, -1]),
        matrices=dict(zip(("gain", "probability"), tables, strict=True)) if kept else {},
        notes=_notes(arena, used, settled),
        replay=lambda draw: _replay(arena, draw, used, seed, ties),
    )


def _unit(arena: Arena) -> Floats:
    """Positions from 0 to 1 in the bounds; where there is none, the mean of those who care."""
    low, high = arena.bounds[:, 0], arena.bounds[:, 1]
    width = np.where(high > low, high - low, 1.0)
    x = (arena.positions - low) / width
    if not np.isnan(x).any():
        return np.ascontiguousarray(x)
    w = arena.weights
    w = np.where(w.sum(axis=1, keepdims=True) > 0, w, arena.stances.astype(np.float64))
    mean = (np.nan_to_num(x) * w).sum(axis=1) / w.sum(axis=1)
    full = np.broadcast_to(mean[:, None], (len(mean), *x.shape[1:]))
    return np.ascontiguousarray(np.where(np.isnan(x), full, x))


def _too_much(arena: Arena) -> bool:
    return bool((arena.salience.sum(axis=2) > 1 + 1e-9).any())


def _care(arena: Arena) -> Floats:
    """Saliences that add up to at most 1 for each actor."""
    share = arena.salience / len(arena.issues) if _too_much(arena) else arena.salience
    return np.ascontiguousarray(share)


def _accommodation(value: ArrayLike | None, n: int) -> Floats:
    if value is None:
        return np.zeros((0, 0))
    found = np.array(value, dtype=np.float64)
    if found.shape != (n, n):
        msg = f"accommodation has shape {found.shape}; it must be ({n}, {n}), a row for each actor"
        raise ValueError(msg)
    if not (found >= 0).all() or (found.sum(axis=1) > 1 + 1e-9).any():
        msg = "accommodation must be at least 0, and each row add up to at most 1"
        raise ValueError(msg)
    return found


def _hold(rows: Floats, count: NDArray[np.int64]) -> Floats:
    """After its last turn a draw stays where it is."""
    last = rows.shape[1] - 1
    if (count == last).all():
        return rows
    place = np.minimum(np.arange(last + 1), count[:, None])
    return np.asarray(rows[np.arange(len(rows))[:, None], place])


def _notes(arena: Arena, rules: SpatialRules, settled: NDArray[np.bool_]) -> tuple[str, ...]:
    notes = []
    if _too_much(arena):
        notes.append("saliences add up to more than 1: all are divided by the number of issues")
    if not arena.stances.all():
        notes.append("who has no stance on an issue is seen at the mean of those who care about it")
    if rules.commit != "SemiCommit":
        notes.append(f"{rules.commit}: as the formulas stand, no third party ever votes")
    if not settled.all():
        some = f" in {1 - settled.mean():.0%} of draws" if len(settled) > 1 else ""
        notes.append(f"positions still move after {rules.turns} turns{some}")
    return tuple(notes)


def _log(turns: int, n: int, m: int) -> Log:
    return Log(
        np.full((turns, n), -1, dtype=np.int64),
        np.zeros((turns, n)),
        np.zeros((turns, 2 * n, 4 + 2 * m)),
        np.zeros(turns, dtype=np.int64),
        np.full((turns, n), -1, dtype=np.int64),
        np.zeros((turns, n)),
        np.zeros((turns, 2 * n, 2)),
    )


def _replay(arena: Arena, draw: int, rules: SpatialRules, seed: int, ties: Floats) -> Record:
    """Play one draw again and write down every bargain."""
    one = arena.draw(draw)
    _, n, m = one.positions.shape
    log = _log(rules.turns, n, m)
    rows = rules.turns + 2
    steps = np.full((1, rows, n, m), np.nan)
    chance, mean = np.zeros((1, rows, n)), np.zeros((1, rows, m))
    steps[:, 0] = _unit(one)
    count, settled = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.bool_)
    empty = np.zeros((0, n, n))
    care = _care(arena)
    given = (_unit(one), care[[draw if len(care) > 1 else 0]], one.power())
    # A draw's own stream depends on its number; alone it is number 0.
    start = np.uint64((seed + draw * 0x9E3779B97F4A7C15) % 2**64)
    out = (steps, chance, mean, count, settled, empty, empty)
    spatial_draws(given, rules.coded(), ties, start, (0, 1), log, out)
    low, width = one.bounds[:, 0], one.bounds[:, 1] - one.bounds[:, 0]
    path = low + width * steps[0]
    events: list[Bargain] = []
    moves: list[Move] = []
    for turn in range(int(count[0])):
        events += [_told(one, log, turn, number) for number in range(int(log.made[turn]))]
        for actor in range(n):
            taken = int(log.taken[turn, actor])
            if taken >= 0:
                moves += _moves(one, log, path, (turn, actor, taken))
    return Record(tuple(moves), tuple(events))


def _told(arena: Arena, log: Log, turn: int, number: int) -> Bargain:
    row = log.bargain[turn, number]
    m = len(arena.issues)
    low, width = arena.bounds[:, 0], arena.bounds[:, 1] - arena.bounds[:, 0]
    first, second = int(row[0]), int(row[1])
    return Bargain(
        round=turn + 1,
        initiator=arena.actors[first],
        receiver=arena.actors[second],
        gain=float(row[2]),
        probability=float(row[3]),
        initiator_offer=tuple((low + width * row[4 : 4 + m]).tolist()),
        receiver_offer=tuple((low + width * row[4 + m :]).tolist()),
        initiator_took=bool(log.taken[turn, first] == number),
        receiver_took=bool(log.taken[turn, second] == number),
        initiator_chance=float(log.chosen[turn, number, 0]),
        receiver_chance=float(log.chosen[turn, number, 1]),
    )


def _moves(arena: Arena, log: Log, path: Floats, at: tuple[int, int, int]) -> list[Move]:
    turn, actor, taken = at
    row = log.bargain[turn, taken]
    started = int(row[0]) == actor
    why = {
        "gain that the initiator expects": float(row[2]),
        "probability that the initiator prevails": float(row[3]),
        "probability of this bargain in the actor's queue": float(
            log.chosen[turn, taken, 0 if started else 1]
        ),
        "risk attitude": float(log.risk[turn, actor]),
    }
    found = []
    for place, issue in enumerate(arena.issues):
        start, end = float(path[turn, actor, place]), float(path[turn + 1, actor, place])
        if start != end and arena.stances[0, actor, place]:
            by = arena.actors[int(row[0])]
            who = arena.actors[actor]
            found.append(Move(turn + 1, who, issue, start, end, "bargain", by, why))
    return found
