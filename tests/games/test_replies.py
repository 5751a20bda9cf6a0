"""Everybody's replies to packages, against each package in each draw by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.games.packages.replies.put import put_to_all
from tests.games.test_packages_properties import games

NEAR = 1e-12


def by_hand(space, game, draw, package):
    """Yes, refused and gain of each acceptor, and whether all claim, in one draw."""
    people, critics = game.constant.shape[1], game.leverage.shape[1]
    row = draw // (len(game.constant) // len(game.scores))
    slots = package + space.offsets
    plain = game.scores[row][:, slots].sum(axis=1)
    own = np.zeros(len(plain))
    for line, owner in enumerate(game.line_owner):
        if game.active[draw, line] and game.line_slots[line, slots].any():
            own[owner] -= 1000

    def gains(total):
        found = total[:people] + game.constant[draw]
        for which, principal in enumerate(game.answers_to):
            margin = total[people + which] + game.slack[row, which]
            if margin < -NEAR and game.leverage[row, which] > 0:
                found[principal] += game.leverage[row, which] * margin
        return found

    total = plain + own
    claims = gains(total) >= np.maximum(game.claim[draw], 0) - NEAR
    margins = total[people : people + critics] + game.slack[row]
    critic = (margins >= -NEAR) & (own[people : people + critics] == 0)
    consent = total[people + critics :] >= -NEAR
    moved = package != space.status_quo
    needed = np.array([(moved & one).any() for one in game.consent_on], dtype=bool)
    yes = np.concatenate([claims, critic, consent])
    gain = np.concatenate([gains(plain), plain[people:]])
    return yes, own < 0, gain, claims.all() and bool((consent | ~needed).all())


@given(games(), st.data())
@settings(max_examples=200, deadline=None)
def test_replies_are_those_of_each_draw_by_hand(case, data):
    """Packages in any order, some twice, some against the clauses."""
    space, game = case
    game = game._replace(consent_on=game.consent_on.reshape(-1, len(space.sizes)))
    levels = st.tuples(*(st.integers(0, int(size) - 1) for size in space.sizes))
    packages = np.array(data.draw(st.lists(levels, min_size=1, max_size=12)), dtype=np.int16)
    if data.draw(st.booleans()):
        packages = packages[np.lexsort(packages.T[::-1])]
    told = put_to_all(space, game, packages)
    draws = len(game.constant)
    for number, package in enumerate(packages):
        every = [by_hand(space, game, draw, package) for draw in range(draws)]
        for column, name in enumerate(("yes", "refused", "gain")):
            mean = np.mean([one[column] for one in every], axis=0)
            assert getattr(told, name)[number] == pytest.approx(mean, abs=1e-12)
        assert told.all_claim[number] == pytest.approx(np.mean([one[3] for one in every]))


@given(games())
@settings(max_examples=50, deadline=None)
def test_worlds_of_one_table_count_alike(case):
    """A table that serves several draws is as good as one for each of them."""
    space, game = case
    game = game._replace(consent_on=game.consent_on.reshape(-1, len(space.sizes)))
    if not len(space.packages):
        return
    draws = len(game.constant)
    wide = game._replace(
        **{name: np.repeat(getattr(game, name), draws, axis=0)
           for name in ("scores", "leverage", "slack", "weights")}
    )  # fmt: skip
    for one, other in zip(
        put_to_all(space, game, space.packages), put_to_all(space, wide, space.packages),
        strict=True,
    ):  # fmt: skip
        assert (one == other).all()
