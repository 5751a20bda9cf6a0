"""Conflicts for the tests: published ones, in our own encoding, and random ones."""

from __future__ import annotations

import numpy as np

from summitry.stability import Conflict, Option, Payoffs, Ranking

DIRECTIONS = ("both", "forward", "back")


def dilemma():
    """The prisoner's dilemma: payoffs 3,3 for NN; 4,1; 1,4; 2,2 for YY."""
    options = [Option("A defects", ("A",)), Option("B defects", ("B",))]
    return Conflict(options, {"A": Payoffs([3, 4, 1, 2]), "B": Payoffs([3, 1, 4, 2])})


def chicken():
    options = [Option("A dares", ("A",)), Option("B dares", ("B",))]
    return Conflict(options, {"A": Payoffs([3, 4, 2, 1]), "B": Payoffs([3, 2, 4, 1])})


def cuba(direction="forward"):
    """The Cuban missile crisis (Fraser and Hipel, 1984), states by their decimals."""
    options = [
        Option("air strike", ("US",), direction),
        Option("blockade", ("US",)),
        Option("withdraw", ("USSR",)),
        Option("escalate", ("USSR",)),
    ]
    preferences = {
        "US": Ranking([4, 6, 5, 7, 2, 1, 3, 0, 11, 9, 10, 8]),
        "USSR": Ranking([0, 4, 6, 2, 5, 1, 7, 3, 11, 9, 10, 8]),
    }
    return Conflict(options, preferences, infeasible=["withdraw and escalate"])


def elmira():
    """Elmira (Hipel, Fang, Kilgour and Haight, 1993): s1 to s9 are states 0 to 8."""
    options = [
        Option("modify", ("MoE",), "forward"),
        Option("delay", ("Uniroyal",), "back"),
        Option("accept", ("Uniroyal",)),
        Option("abandon", ("Uniroyal",), "forward"),
        Option("insist", ("Local",)),
    ]
    orders = {
        "MoE": [7, 3, 4, 8, 5, 1, 2, 6, 9],
        "Uniroyal": [1, 4, 8, 5, 9, 3, 7, 2, 6],
        "Local": [7, 3, 5, 1, 8, 6, 4, 2, 9],
    }
    return Conflict(
        options,
        {party: Ranking([one - 1 for one in order]) for party, order in orders.items()},
        infeasible=[
            "delay and accept",
            "delay and abandon",
            "accept and abandon",
            "not (delay or accept or abandon)",
        ],
        merged=["abandon"],
    )


def random_options(random, *, most=5, shared=True):
    """A random conflict in option form: 2 to 4 parties, one-way moves, infeasible states, ties."""
    parties = [f"P{at}" for at in range(random.integers(2, 5))]
    count = int(random.integers(2, most + 1))
    options = []
    for at in range(count):
        owners = {parties[random.integers(len(parties))]}
        if shared and random.random() < 0.15:
            owners.add(parties[random.integers(len(parties))])
        if shared and random.random() < 0.05:
            owners = set()
        direction = DIRECTIONS[random.choice(3, p=(0.6, 0.2, 0.2))]
        options.append(Option(f"o{at}", tuple(sorted(owners)), direction))
    codes = np.flatnonzero(random.random(1 << count) < random.choice((1.0, 0.8, 0.5)))
    if not len(codes):
        codes = np.array([0])
    high = int(random.choice((3, 8, 1000)))
    preferences = {one: Payoffs(random.integers(0, high, len(codes))) for one in parties}
    return Conflict(options, preferences, feasible=codes.tolist())


def random_merged(random, *, most=4):
    """A random conflict in option form with one or two merged states."""
    plain = random_options(random, most=most)
    patterns = ["".join(random.choice(list("YN--"), len(plain.options))) for _ in range(2)]
    signs = [pattern for pattern in patterns if pattern.count("-") < len(plain.options)]
    apart = len(signs) == 2 and any({a, b} == {"Y", "N"} for a, b in zip(*signs, strict=True))
    merged = signs if apart else signs[:1]
    given = {one: Payoffs(np.zeros(1)) for one in plain.parties}
    codes = plain.codes.tolist()
    bare = Conflict(plain.options, given, feasible=codes, merged=merged)
    high = int(random.choice((3, 8)))
    return bare.given({one: Payoffs(random.integers(0, high, bare.size)) for one in bare.parties})


def random_graph(random):
    """A random conflict in graph form, whose moves do not compose."""
    parties = [f"P{at}" for at in range(random.integers(2, 5))]
    size = int(random.integers(2, 8))
    states = [f"s{at}" for at in range(size)]
    dense = random.choice((0.15, 0.3))
    moves = {
        party: [
            (a, b) for a in range(size) for b in range(size) if a != b and random.random() < dense
        ]
        for party in parties
    }
    high = int(random.choice((3, 8, 1000)))
    preferences = {one: Payoffs(random.integers(0, high, size)) for one in parties}
    return Conflict.graph(states, moves, preferences)
