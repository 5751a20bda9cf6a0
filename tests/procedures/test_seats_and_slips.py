"""A line held in two seats, and a whole package that its table can lose."""

from __future__ import annotations

import numpy as np

from summitry.procedures.baskets import negotiate_track, negotiate_tracks
from summitry.procedures.outcomes import Ending
from summitry.procedures.package import Form
from summitry.procedures.settling import Way
from tests.procedures.test_package import biting, run
from tests.procedures.test_package import why as why_of
from tests.procedures.test_tracks import games_of, hard, track
from tests.procedures.test_tracks import run as run_track


def two_seats(**line):
    """A critic without leverage whose consent is needed, and who would not lose."""
    data = biting()
    data["parties"]["hawks"]["leverage"] = 0
    data["issues"]["troops"]["consent"] = ["hawks"]
    data["stances"]["hawks"]["troops"] = {"ideal": "go", "salience": 90, **line}
    return data


def test_a_line_binds_a_critic_where_it_must_consent():
    assert run(two_seats()).agreed.mean() > 0.9
    barred = run(two_seats(red_line={"above": "stay", "likelihood": 1}))
    assert not barred.agreed.any()


def test_a_line_held_in_two_seats_is_one_cause():
    causes = why_of(run(two_seats(red_line={"above": "stay", "likelihood": 1})))
    named = {(one.kind, one.who) for one in causes if one is not None}
    assert ("red line", "hawks") in named
    assert not any(one.what.startswith("all red lines") for one in causes if one is not None)


def test_a_track_of_one_basket_can_lose_what_it_settled():
    data = hard()
    data["parties"]["hawks"]["leverage"] = 0
    data["process"]["slip"] = 0
    basket = {"on": list(data["issues"]), "table": "leaders"}
    data["tracks"] = {"mine": {"baskets": [basket]}}
    kept = run_track(data, "mine", 200)
    basket["slip"] = 0.5
    data["tracks"] = {"mine": {"baskets": [basket]}}
    lost = run_track(data, "mine", 200)
    assert kept.agreed.mean() > 0.9
    slipped = lost.ending == Ending.SLIP
    assert 0.35 < slipped.mean() < 0.65
    np.testing.assert_array_equal(slipped | lost.agreed, kept.agreed)


def test_tables_alike_but_for_their_slip_are_not_taken_for_one():
    data = hard()
    data["parties"]["hawks"]["leverage"] = 0
    on = list(data["issues"])
    data["tracks"] = {
        "kept": {"baskets": [{"on": on}]},
        "mine": {"baskets": [{"on": on, "slip": 0.5}]},
    }
    games = games_of(data, 200)
    ways = [Way(games, Form(), track(games, name)) for name in ("kept", "mine")]
    (found,) = negotiate_tracks(ways)
    endings = found.ending.reshape(2, -1)
    for own, way in zip(endings, ways, strict=True):
        np.testing.assert_array_equal(own, negotiate_track(games, way.agenda, Form()).ending)
    assert (endings[1] == Ending.SLIP).sum() > (endings[0] == Ending.SLIP).sum()
