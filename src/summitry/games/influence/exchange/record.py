"""Every exchange of one draw, told: who, what, and what it meant to everybody else."""

from __future__ import annotations

import numpy as np

from summitry.games.influence.arena import Arena, Floats
from summitry.games.influence.exchange.candidates.kernel import NEAR
from summitry.games.influence.exchange.kernel import Log, Rules, exchange_draws
from summitry.games.influence.means import mean_of
from summitry.games.influence.outcome import Exchange, Move, Record


def told_of(arena: Arena, rules: Rules, rounds: int, seed: np.uint64) -> Record:
    """Play one draw again and write down every exchange.

    The externality of an exchange for an actor k is, summed over both issues, its salience times
    how much nearer the outcome comes to its position; 0 for who lacks one of the issues. Outcomes
    are those before and after the exchange, with all earlier ones made.
    """
    low, span = arena.bounds[:, 0], arena.bounds[:, 1] - arena.bounds[:, 0]
    width = np.where(span > 0, span, 1.0)
    start = np.ascontiguousarray(100 * (arena.positions - low) / width)
    salience, pull = (np.ascontiguousarray(one) for one in (arena.salience, arena.weights))
    log = _play(start, salience, pull, rules, rounds, seed)
    events: list[Exchange] = []
    moves: list[Move] = []
    place, now = start[0].copy(), start[0].copy()
    turn = 0
    outcome = opening = mean_of(now[None], pull)[0]
    for row in log.trades[: int(log.made[0])]:
        while turn < int(row[0]):
            share = rules.swing * (1 - salience[0]) + rules.least
            place = np.where(now == place, place, share * now + (1 - share) * place)
            now = place.copy()
            turn += 1
            outcome = opening = mean_of(now[None], pull)[0]
        i, j, p, q = (int(one) for one in row[1:5])
        now[i, q], now[j, p] = row[5], row[6]
        after = mean_of(now[None], pull)[0]
        effects = _effects(place, salience[0], outcome, after, (p, q))
        events.append(_event(arena, row, effects, _groups(place, opening, (i, j, p, q))))
        moves += _moves(events[-1])
        outcome = after
    return Record(tuple(moves), tuple(events))


def _play(
    start: Floats, salience: Floats, pull: Floats, rules: Rules, rounds: int, seed: np.uint64
) -> Log:
    """The log of one draw, with room for all its trades."""
    n, m = start.shape[1:]
    most = 256
    while True:
        none = np.zeros(0, dtype=np.int64)
        log = Log(np.zeros((most, 13)), np.zeros(1, np.int64), none, none, np.zeros(1, np.int64))
        out = (
            np.zeros((1, rounds + 1, n, m)),
            np.zeros((1, rounds + 1, m)),
            np.zeros(1, dtype=np.int64),
            np.zeros(1, dtype=np.bool_),
            np.zeros(1, dtype=np.int64),
        )
        exchange_draws((start, salience, pull), rules, rounds, seed, (0, 1), log, out)
        if int(log.made[0]) < most:
            return log
        most *= 4


def _effects(
    place: Floats, salience: Floats, before: Floats, after: Floats, pair: tuple[int, int]
) -> Floats:
    """What an exchange brings every actor."""
    two = list(pair)
    nearer = np.abs(before[two] - place[:, two]) - np.abs(after[two] - place[:, two])
    found = (salience[:, two] * nearer).sum(axis=1)
    return np.asarray(np.nan_to_num(found))


def _groups(place: Floats, opening: Floats, who: tuple[int, int, int, int]) -> tuple[int, ...]:
    """1 for actors on the same sides as one of the traders, 0 for others, -1 for none of these."""
    i, j, p, q = who
    found = []
    sides = [
        (bool(one[p] <= opening[p] + NEAR), bool(one[q] <= opening[q] + NEAR)) for one in place
    ]
    for k, one in enumerate(place):
        if k in (i, j) or np.isnan(one[[p, q]]).any():
            found.append(-1)
        else:
            found.append(int(sides[k] in (sides[i], sides[j])))
    return tuple(found)


def _event(arena: Arena, row: Floats, effects: Floats, groups: tuple[int, ...]) -> Exchange:
    i, j, p, q = (int(one) for one in row[1:5])
    low, width = arena.bounds[:, 0], arena.bounds[:, 1] - arena.bounds[:, 0]

    def back(value: float, issue: int) -> float:
        return float(low[issue] + width[issue] * value / 100)

    names = arena.actors
    return Exchange(
        round=int(row[0]) + 1,
        actors=(names[i], names[j]),
        supplies=(arena.issues[q], arena.issues[p]),
        starts=(back(row[11], q), back(row[12], p)),
        ends=(back(row[5], q), back(row[6], p)),
        gains=(float(row[9]), float(row[10])),
        shifts=(float(row[8]), float(row[7])),
        externalities={name: float(one) for name, one in zip(names, effects, strict=True)},
        inner=tuple(name for name, one in zip(names, groups, strict=True) if one == 1),
        outer=tuple(name for name, one in zip(names, groups, strict=True) if one == 0),
    )


def _moves(event: Exchange) -> list[Move]:
    """Both traders' steps."""
    found = []
    for side in (0, 1):
        why = {
            "own gain": event.gains[side],
            "partner's gain": event.gains[1 - side],
            "to the traders' own groups": event.inner_externality,
            "to the others": event.outer_externality,
        }
        who, partner = event.actors[side], event.actors[1 - side]
        start, end = event.starts[side], event.ends[side]
        found.append(
            Move(event.round, who, event.supplies[side], start, end, "exchange", partner, why)
        )
    return found
