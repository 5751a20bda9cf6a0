"""The challenge model of Bueno de Mesquita, issue by issue, in many draws at once.

Sources: Bueno de Mesquita (1994, 1997); Scholz, Calbert and Smith (2011), "Unravelling Bueno de
Mesquita's group decision model", Journal of Theoretical Politics 23, 510-531.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from summitry.games.influence.arena import Arena, Floats
from summitry.games.influence.challenge.kernel import Log, challenge_draws
from summitry.games.influence.challenge.rules import VARIANTS, ChallengeRules, Variant
from summitry.games.influence.means import mean_of, median_of, weigh
from summitry.games.influence.outcome import Challenge, Influence, Move, Record
from summitry.games.influence.slices import in_slices

KINDS = ("none", "confrontation", "compromise", "capitulation", "stalemate")
KEPT = 1 << 24
"""Matrices of more numbers than this are left out; :meth:`Influence.record` has them by draw."""


def challenge(
    arena: Arena,
    rounds: int = 10,
    variant: Variant = "paper",
    *,
    rules: ChallengeRules | None = None,
    outcome: Literal["median", "mean"] = "median",
    path: bool = True,
) -> Influence:
    r"""Let actors challenge one another for some rounds, each issue for itself.

    Parameters
    ----------
    arena
        Who stands where. Actors without a stance on an issue take no part in it.
    rounds
        How many rounds at most, at least 1; the papers leave it open, programs play 10.
    variant
        ``paper`` as published; ``scholz-code`` as the program behind the published tables.
    rules
        Switches in place of a variant's.
    outcome
        Lower weighted ``median`` (the model's own forecast) or weighted ``mean`` of the positions.
    path
        Keep every round's positions; else ``path`` and ``outcomes`` hold the start and the end.

    Returns
    -------
    Influence
        Its events are challenges; ``matrices`` has ``own``, ``seen`` and ``probability`` of the
        first round, (draws, actors, actors, issues), unless they would be huge.

    Raises
    ------
    ValueError
        An unknown variant, less than one round, an issue on which all weights are 0.

    Notes
    -----
    Positions may cycle: ``settled`` tells whether they came to rest. Where nobody's security
    differs all are risk neutral (the formula would divide by 0). A tie between offers goes to the
    challenger who comes first.
    """
    if variant not in VARIANTS:
        msg = f"variants are {', '.join(map(repr, VARIANTS))}; not {variant!r}"
        raise ValueError(msg)
    if rounds < 1:
        msg = f"rounds is {rounds}; there must be at least 1"
        raise ValueError(msg)
    if outcome not in ("median", "mean"):
        msg = f"outcome is 'median' or 'mean'; not {outcome!r}"
        raise ValueError(msg)
    used = rules or VARIANTS[variant]
    w = np.ascontiguousarray(weigh(arena))
    draws, (_, n, m) = arena.draws, arena.positions.shape
    rows = rounds + 1 if path else 2
    span = _span(arena)
    steps = np.full((draws, rows, n, m), np.nan)
    steps[:, 0] = arena.positions
    count = np.zeros(draws, dtype=np.int64)
    settled = np.ones(draws, dtype=np.bool_)
    kept = draws if draws * n * n * m <= KEPT else 0
    tables = [np.full((kept, n, n, m), np.nan) for _ in range(3)]
    given = (arena.positions, np.ascontiguousarray(arena.salience), w)
    log = _log(0, n, m)
    coded = used.coded()

    def play(first: int, last: int) -> None:
        out = (steps, count, settled, *tables)
        challenge_draws(given, coded, rounds, span, (first, last), log, out)

    in_slices(draws, play)
    outcomes = _outcomes(steps, w, outcome)
    name = "rules of one's own" if rules is not None and rules != VARIANTS[variant] else variant
    notes = []
    if not settled.all():
        share = 1 - settled.mean()
        notes.append(
            f"positions still move after {rounds} rounds"
            + (f" in {share:.0%} of draws" if draws > 1 else "")
        )
    return Influence(
        f"challenge ({name}, {outcome} of positions)",
        arena,
        np.ascontiguousarray(outcomes[:, -1]),
        steps,
        outcomes,
        count,
        settled,
        np.ones((draws, m), dtype=np.bool_),
        matrices=dict(zip(("own", "seen", "probability"), tables, strict=True)) if kept else {},
        notes=tuple(notes),
        replay=lambda draw: _replay(arena, draw, used, rounds),
    )


def _span(arena: Arena) -> Floats:
    """Range of positions at the start, (draws, issues)."""
    x = arena.positions
    span = np.fmax.reduce(x, axis=1) - np.fmin.reduce(x, axis=1)
    return np.ascontiguousarray(np.broadcast_to(span, (arena.draws, x.shape[2])))


def _outcomes(steps: Floats, w: Floats, rule: str) -> Floats:
    """Median or mean of every row of a path, (draws, rows, issues)."""
    draws, rows, n, m = steps.shape
    weights = np.repeat(np.broadcast_to(w, (draws, n, m)), rows, axis=0)
    flat = steps.reshape(draws * rows, n, m)
    found = median_of(flat, weights) if rule == "median" else mean_of(flat, weights)
    return found.reshape(draws, rows, m)


def _log(rounds: int, n: int, m: int) -> Log:
    shape = (rounds, n, n, m)
    return Log(
        np.zeros(shape),
        np.zeros(shape),
        np.zeros(shape),
        np.zeros(shape, dtype=np.int8),
        np.full(shape, np.nan),
        np.full((rounds, n, m), -1, dtype=np.int64),
        np.ones((rounds, n, m)),
    )


def _replay(arena: Arena, draw: int, rules: ChallengeRules, rounds: int) -> Record:
    """Play one draw again and write down every challenge."""
    one = arena.draw(draw)
    _, n, m = one.positions.shape
    log = _log(rounds, n, m)
    steps = np.full((1, rounds + 1, n, m), np.nan)
    steps[:, 0] = one.positions
    count, settled = np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.bool_)
    empty = np.empty((0, n, n, m))
    given = (one.positions, np.ascontiguousarray(one.salience), np.ascontiguousarray(one.weights))
    out = (steps, count, settled, empty, empty, empty)
    challenge_draws(given, rules.coded(), rounds, _span(one), (0, 1), log, out)
    events: list[Challenge] = []
    moves: list[Move] = []
    for turn, target, challenger, issue in np.argwhere(log.kind > 0):
        met = _told(one, log, steps[0], rules, (turn, target, challenger, issue))
        events.append(met)
        if met.accepted and met.offer != met.start:
            moves.append(_move(met, log.risk[turn, target, issue]))
    return Record(tuple(moves), tuple(events))


def _told(
    arena: Arena, log: Log, steps: Floats, rules: ChallengeRules, at: tuple[int, int, int, int]
) -> Challenge:
    turn, target, challenger, issue = at
    back = (turn, challenger, target, issue)
    other = log.seen[back] if rules.view == "target" else log.own[back]
    return Challenge(
        round=int(turn) + 1,
        issue=arena.issues[issue],
        challenger=arena.actors[challenger],
        target=arena.actors[target],
        kind=KINDS[log.kind[at]],
        own=float(log.own[at]),
        other=float(other),
        probability=float(log.probability[back]),
        start=float(steps[turn, target, issue]),
        offer=float(log.offer[at]),
        accepted=bool(log.taken[turn, target, issue] == challenger),
    )


def _move(met: Challenge, risk: float) -> Move:
    why = {
        "own expected utility": met.own,
        "challenger's expected utility": met.other,
        "probability that the challenger prevails": met.probability,
        "risk exponent": float(risk),
    }
    start, end = met.start, met.offer
    return Move(met.round, met.target, met.issue, start, end, met.kind, met.challenger, why)
