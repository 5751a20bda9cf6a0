"""Any dossier at all: tracks and road maps hold up, and do not see how the file is laid out."""

from __future__ import annotations

import copy

from hypothesis import given, settings
from hypothesis import strategies as st

import summitry as sm
from summitry.procedures.agenda import WHOLE
from tests.procedures.test_package import shuffled
from tests.procedures.test_tracks import with_track
from tests.strategies import dossiers


def ways(data):
    dossier = sm.build(data)
    return sm.tracks(dossier, draws=100).studies[0], sm.roadmap(dossier, draws=100).studies[0]


@st.composite
def with_ways(draw):
    """A dossier with a track, and a road map that moves one issue after the other."""
    data = draw(with_track(others=("status quo", "provisional")))
    steps = []
    for key, issue in data["issues"].items():
        other = next(one for one in issue["levels"] if one != issue["status_quo"])
        steps.append({key: other})
    data["road_maps"] = {"one by one": {"steps": steps}}
    data["time"] = {"meetings": draw(st.integers(1, 3)), "yearly": 0.1}
    return data


@given(with_ways(), st.randoms(use_true_random=False))
@settings(max_examples=8, deadline=None)
def test_the_order_of_the_file_changes_nothing(data, source):
    other = shuffled(data, source)
    other["tracks"] = data["tracks"]  # baskets and steps have an order that means something
    other["road_maps"] = data["road_maps"]
    tracks, roads = ways(data)
    again, roads_again = ways(other)
    for one in tracks.tracks:
        same = again[one.name]
        assert dict(one.events) == dict(same.events)
        assert dict(one.gains) == dict(same.gains)
        assert one.alone == same.alone
    assert {duel.first: duel.turns for duel in tracks.duels} == {
        duel.first: duel.turns for duel in again.duels
    }
    for one in roads.maps:
        same = roads_again[one.name]
        assert one.critical == same.critical
        assert one.share == same.share
        assert one.stopping == same.stopping


@given(with_ways())
@settings(max_examples=8, deadline=None)
def test_labels_change_nothing(data):
    other = copy.deepcopy(data)
    for number, party in enumerate(other["parties"].values()):
        party["name"] = f"Anybody {number}"
    tracks, roads = ways(data)
    again, roads_again = ways(other)
    assert [one.events for one in tracks.tracks] == [one.events for one in again.tracks]
    assert [one.critical for one in roads.maps] == [one.critical for one in roads_again.maps]


@given(dossiers())
@settings(max_examples=8, deadline=None)
def test_chances_are_chances(data):
    study, roads = ways(data)
    for one in study.tracks:
        for name, chance in one.events.items():
            assert 0 <= one.least[name] <= chance <= one.greatest[name] <= 1
        assert one.events["exchange"] <= one.events["agreed"]
    assert study[WHOLE].parts.consents == 0
    for one in roads.maps:
        assert 0 <= one.share <= 1
        assert 0 <= one.none <= 1
        assert one.critical is None or 0 <= one.critical < 1


def pointed(node):
    """Data with every range shrunk to its middle."""
    if isinstance(node, dict):
        return {key: pointed(value) for key, value in node.items()}
    if isinstance(node, list) and len(node) == 3 and all(isinstance(x, float) for x in node):
        return node[1]
    return [pointed(one) for one in node] if isinstance(node, list) else node


@given(with_ways())
@settings(max_examples=6, deadline=None)
def test_ranges_shrunk_to_points_give_the_points_answer(data):
    """Then every draw of the numbers is the same: a road map holds in all of them or in none."""
    exact = pointed(data) | {"curve": 1.5, "loss_aversion": 1.5}
    del exact["confidence"]
    exact["time"]["patience"] = dict.fromkeys(
        [one for one in exact["parties"] if one.startswith("p")], 0.8
    )
    for party in exact["parties"].values():
        if party["role"] == "ratifier":
            party["leverage"] = 0.5 if isinstance(party["leverage"], str) else party["leverage"]
    (study,) = sm.roadmap(sm.build(exact), propose=False, draws=100).studies
    for one in study.maps:
        assert one.share == float(one.holds)
        if one.critical is None:
            assert one.none == 1
        else:
            assert one.low == one.middle == one.high
            assert abs(one.low - one.critical) < 1e-9


def test_weights_that_round_above_one_do_not_stop_the_pacing():
    """Costs of three moves whose weights add up to a hair more than one."""
    performs = {"border": "p0", "fish": "p1", "gas": "p0", "prisoners": "p0"}
    salience = {"border": 93, "fish": 4, "gas": 68, "prisoners": 29}
    issues = {
        key: {"levels": ["no", "yes"], "status_quo": "no", "performed_by": who}
        for key, who in performs.items()
    }
    issues["gas"]["status_quo"] = "yes"
    ideals = {"border": "no", "fish": "yes", "gas": "yes", "prisoners": "no"}
    steps = [{"border": "yes"}, {"fish": "yes"}, {"gas": "no"}, {"prisoners": "yes"}]
    dossier = sm.build(
        {
            "summitry": 1,
            "title": "rounding",
            "as_of": "2020-01-01",
            "parties": {"p0": {"role": "principal"}, "p1": {"role": "principal"}},
            "issues": issues,
            "stances": {
                "p0": {key: {"salience": salience[key], "ideal": ideals[key]} for key in issues},
                "p1": {key: {"salience": 5, "ideal": "yes"} for key in issues},
            },
            "curve": 1.5,
            "loss_aversion": 1.5,
            "road_maps": {"all": {"steps": steps}},
            "time": {"patience": {"p0": 0.8, "p1": 0.8}},
        }
    )
    (study,) = sm.roadmap(dossier, propose=False, draws=100).studies
    assert [one.name for one in study.maps] == ["all"]
