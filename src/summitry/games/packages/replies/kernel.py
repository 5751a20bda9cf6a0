"""The compiled loop over draws behind :func:`summitry.games.packages.replies.put.put_to_all`.

Packages with a common beginning share its sums; what follows is reckoned for all packages at a
time, so that the machine takes several in one step.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from summitry.games.packages.game import FORBIDDEN, TOLERANCE


@njit(cache=True, nogil=True)
def reply_draws(game, slots, first, hit, concerned, out):
    """Count replies of every draw, and add up gains.

    ``slots`` (packages, issues); ``first`` (packages,): the first issue on which each may differ
    from the one before; ``hit`` (lines, packages), ``concerned`` (consenters, packages): which
    lines it crosses, whose consent it needs. ``out`` is (yes, refused, gain), (acceptors,
    packages), and all_claim, (packages,).
    """
    yes, refused, gain, all_claim = out
    draws, people = game.constant.shape
    tables, acceptors, _ = game.scores.shape
    signing = people + game.leverage.shape[1]
    above, at, leaf = _tree(slots, first)
    node = np.zeros(len(above))
    sums = np.empty((acceptors, len(slots)))
    gains = np.empty((people, len(slots)))
    barred = np.zeros((acceptors, len(slots)), dtype=np.bool_)
    agreed = np.empty(len(slots), dtype=np.bool_)
    for draw in range(draws):
        row = draw // (draws // tables)
        for who in range(acceptors):
            _add_up(game.scores[row, who], above, at, leaf, node, sums[who])
        _bring(game, draw, row, sums, gains)
        for who in range(acceptors):
            gain[who] += gains[who] if who < people else sums[who]
        crossed = False
        for line in range(len(hit)):
            if game.active[draw, line]:
                crossed = True
                owner = game.line_owner[line]
                barred[owner] |= hit[line]
                sums[owner] += FORBIDDEN * hit[line]
        if crossed:
            _bring(game, draw, row, sums, gains)
            refused += barred
        agreed[:] = True
        for who in range(people):
            _say(gains[who], max(game.claim[draw, who], 0.0), yes[who], agreed)
        for who in range(people, signing):
            # Whom its own line forbids a package is off board, whatever it lets pass.
            slack = game.slack[row, who - people]
            for one in range(len(slots)):
                yes[who, one] += not barred[who, one] and sums[who, one] + slack >= -TOLERANCE
        for who in range(signing, acceptors):
            asked = concerned[who - signing]
            for one in range(len(slots)):
                takes = sums[who, one] >= -TOLERANCE
                yes[who, one] += takes
                agreed[one] &= takes or not asked[one]
        all_claim += agreed
        if crossed:
            barred[:] = False


@njit(cache=True, nogil=True)
def _tree(slots, first):
    """Beginnings of packages, the shorter first: the one above each, its slot; and whole packages.

    The beginning without any issue is number 0.
    """
    packages, issues = slots.shape
    place = np.zeros(issues + 2, dtype=np.int64)
    place[1] = 1
    for package in range(packages):
        for issue in range(first[package], issues):
            place[issue + 2] += 1
    place = np.cumsum(place)
    above = np.zeros(place[-1], dtype=np.int64)
    at, leaf = np.zeros_like(above), np.empty(packages, dtype=np.int64)
    last = np.zeros(issues + 1, dtype=np.int64)
    for package in range(packages):
        for issue in range(first[package], issues):
            number = place[issue + 1]
            place[issue + 1] += 1
            above[number], at[number] = last[issue], slots[package, issue]
            last[issue + 1] = number
        leaf[package] = last[issues]
    return above, at, leaf


@njit(cache=True, nogil=True)
def _add_up(table, above, at, leaf, node, found):
    """Fill in what each package brings an acceptor."""
    for number in range(1, len(above)):
        node[number] = node[above[number]] + table[at[number]]
    for package in range(len(leaf)):
        found[package] = node[leaf[package]]


@njit(cache=True, nogil=True)
def _bring(game, draw, row, sums, found):
    """Fill in what each package brings each principal over no deal, critics counted."""
    people = len(found)
    found[:] = 0.0
    for number in range(game.leverage.shape[1]):
        leverage, slack = game.leverage[row, number], game.slack[row, number]
        if leverage <= 0.0:
            continue
        own, it = found[game.answers_to[number]], sums[people + number]
        for package in range(len(own)):
            margin = it[package] + slack
            own[package] += leverage * margin if margin < -TOLERANCE else 0.0
    for who in range(people):
        constant = game.constant[draw, who]
        own, it = found[who], sums[who]
        for package in range(len(own)):
            own[package] += it[package] + constant


@njit(cache=True, nogil=True)
def _say(gains, claim, yes, agreed):
    """Count where a principal claims to accept, and strike off where it does not."""
    for package in range(len(gains)):
        takes = gains[package] >= claim - TOLERANCE
        yes[package] += takes
        agreed[package] &= takes
