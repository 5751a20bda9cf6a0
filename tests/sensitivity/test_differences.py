"""Why assessments differ and what edits did: shares that add up, whatever was edited."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitry as sm
from summitry.sensitivity import mixing
from summitry.sensitivity.difference_tables import difference_tables
from summitry.sensitivity.edits import edits, mixed
from tests.forecasts.test_forecast import case
from tests.strategies import dossiers

SCHOOLS = {
    "calm": {"name": "The calm", "holder": "C", "wants": "exchange", "set": {}},
    "wary": {
        "name": "The wary",
        "holder": "W",
        "wants": "no deal",
        "set": {
            "process.trust.a": [0.8, 0.9, 1],
            "process.trust.b": 0.9,
            "parties.hawks.leverage": [1, 1.5, 2],
            "cover.ally>hawks.strength": 0.2,
            "stances.a.arms.salience": [40, 50, 60],
            "process.big_ask.a": {"issue": "troops", "at_most": "stay", "likelihood": 0.4},
        },
    },
}


def two_schools(**more):
    data = case()
    data["process"] = {"hidden": {"a": 0.1, "b": 0.1}}
    data["assessments"] = copy.deepcopy(SCHOOLS)
    data["assessments"]["wary"] |= more
    return data


def test_shares_add_up_exactly_and_ends_are_the_forecasts():
    dossier = sm.build(two_schools())
    made = sm.why(dossier, "calm", "wary", draws=800, seed=3)
    both = sm.compare(dossier, draws=800, seed=3)
    assert made.before == both["calm"].probability("exchange")
    assert made.after == both["wary"].probability("exchange")
    assert sum(one.share for one in made.parts) == pytest.approx(
        made.after - made.before, abs=1e-12
    )
    assert abs(made.after - made.before) > 0.1
    names = {one.name for one in made.parts}
    assert "chance of the ask by a (troops)" in names or "ask by a" in " ".join(names)
    assert [abs(one.share) for one in made.parts] == sorted(
        (abs(one.share) for one in made.parts), reverse=True
    )


def test_alone_and_last_are_what_a_person_would_run():
    dossier = sm.build(two_schools())
    made = sm.why(dossier, "calm", "wary", draws=800, seed=3)
    part = next(one for one in made.parts if one.paths == ("parties.hawks.leverage",))
    changes = SCHOOLS["wary"]["set"]
    alone = sm.what_if(dossier, {"parties.hawks.leverage": changes["parties.hawks.leverage"]})
    chance = sm.forecast(alone, "calm", draws=800, seed=3).probability("exchange")
    assert part.alone == pytest.approx(chance - made.before)
    rest = {key: value for key, value in changes.items() if key != "parties.hawks.leverage"}
    without = sm.what_if(dossier, rest)
    chance = sm.forecast(without, "calm", draws=800, seed=3).probability("exchange")
    assert part.last == pytest.approx(made.after - chance)


def test_a_single_difference_has_the_whole_share():
    data = two_schools(set={"process.trust.a": 0.8})
    made = sm.why(sm.build(data), "calm", "wary", draws=500)
    (part,) = made.parts
    assert part.share == part.alone == part.last == made.after - made.before
    nothing = sm.why(sm.build(data), "calm", "calm", draws=500)
    assert nothing.parts == ()
    assert nothing.before == nothing.after
    assert "differ in no number" in difference_tables(nothing)[0].note


def test_groups_are_those_that_the_dossier_names():
    names = ["process.trust.a", "process.trust.b"]
    data = two_schools(groups={"distrust": names})
    made = sm.why(sm.build(data), "calm", "wary", draws=500)
    distrust = next(one for one in made.parts if one.name == "distrust")
    assert sorted(distrust.paths) == names
    assert len(made.parts) == 5


def test_many_differences_are_told_by_what_they_are_of():
    data = two_schools()
    more = {f"stances.{who}.{issue}.salience": 33 for who in "ab" for issue in ("troops", "arms")}
    more |= {"stakes.a.x": -0.02, "stakes.b.x": -0.03, "process.slip": 0.1, "curve": 1.2}
    data["assessments"]["wary"]["set"] |= more
    made = sm.why(sm.build(data), "calm", "wary", draws=200)
    assert len(made.parts) <= 7
    assert sum(len(one.paths) for one in made.parts) >= 13
    assert sum(one.share for one in made.parts) == pytest.approx(
        made.after - made.before, abs=1e-12
    )


def test_the_wish_check_counts_what_leans():
    dossier = sm.build(two_schools())
    made = sm.why(dossier, "calm", "wary", draws=2_000, seed=3)
    hopes = {one.assessment: one for one in made.wishes}
    calm, wary = hopes["calm"], hopes["wary"]
    assert calm.towards + calm.against + calm.neither == len(calm.leanings) == 6
    ask = next(one for one in calm.leanings if "big_ask" in one.name)
    assert ask.leans == 1  # not to think of the ask is what the calm hope
    assert "hopes for 'exchange'" in calm.text
    assert wary.wants == "no deal"
    assert next(one for one in wary.leanings if "big_ask" in one.name).leans == 1
    assert all(one.leans == 0 for one in calm.leanings if one.change == 0)
    silent = copy.deepcopy(two_schools())
    del silent["assessments"]["calm"]["wants"], silent["assessments"]["wary"]["wants"]
    assert sm.why(sm.build(silent), "calm", "wary", draws=200).wishes == ()


def test_edits_of_words_move_nothing():
    old, new = two_schools(), two_schools()
    new["title"], new["note"] = "another", "words"
    new["parties"]["a"]["name"] = "Alpha"
    new["stances"]["a"]["arms"]["note"] = "why"
    made = sm.diff(sm.build(old), sm.build(new), draws=200)
    assert made.parts == ()


@pytest.mark.parametrize("back", [False, True])
def test_edits_of_every_sort_are_told_and_add_up(back):
    """Numbers, a clause, an issue more, cover gone, a red line more: old to new and new to old."""
    old, new = two_schools(), two_schools()
    for one in (old, new):
        del one["assessments"]["wary"]["set"]["cover.ally>hawks.strength"]
    new["stances"]["a"]["arms"]["salience"] = [30, 40, 50]
    new["issues"]["visas"] = {"levels": ["few", "many"], "status_quo": "few", "performed_by": "a"}
    new["stances"]["b"]["visas"] = {"ideal": "many", "salience": 30}
    new["stances"]["a"]["visas"] = {"ideal": "few", "salience": 10}
    new["clauses"] = ["visas = many requires arms = scrap"]
    new["cover"] = []
    new["stances"]["b"]["arms"]["red_line"] = {"above": "keep", "likelihood": 0.2}
    if back:
        old, new = new, old
    made = sm.diff(sm.build(old), sm.build(new), draws=300, seed=2)
    assert sum(one.share for one in made.parts) == pytest.approx(
        made.after - made.before, abs=1e-12
    )
    assert made.before == sm.forecast(sm.build(old), draws=300, seed=2).probability("exchange")
    assert made.after == sm.forecast(sm.build(new), draws=300, seed=2).probability("exchange")
    assert made.parts
    paths = {path for one in made.parts for path in one.paths}
    assert "stances.a.arms" in paths or "stances.a.arms.salience" in paths
    assert any(path.startswith("cover") for path in paths)


def test_versions_may_be_seen_by_one_school():
    old, new = two_schools(), two_schools()
    new["assessments"]["wary"]["set"]["process.trust.b"] = 0.7
    assert sm.diff(sm.build(old), sm.build(new), draws=300).parts == ()
    made = sm.diff(sm.build(old), sm.build(new), assessment="wary", draws=300)
    assert [one.paths for one in made.parts] == [("process.trust.b",)]


PATHS = {
    "process.trust.p0": (0, 1),
    "process.rapport": (0, 1),
    "process.hidden.p1": (0, 0.2),
    "process.slip": (0, 0.5),
    "stakes.p0.victory": (-0.2, 0.1),
    "stances.p0.border.salience": (1, 100),
    "stances.p1.fish.salience": (1, 100),
    "parties.critic0.leverage": (0, 3),
    "cover.ally>critic0.strength": (0, 1),
    "process.big_ask.p0.likelihood": (0, 1),
    "curve": (1, 2),
    "loss_aversion": (1, 3),
    "parties.p0.influence": (0.2, 1),
}


@given(st.data())
@settings(max_examples=12, deadline=None)
def test_mixtures_of_ranges_are_those_of_dossiers(data):
    """Rows of one or the other say what a dossier built for every mixture says, to the bit."""
    known = data.draw(dossiers())
    there = [path for path in PATHS if _stands(known, path)]
    own = data.draw(st.lists(st.sampled_from(there), min_size=1, max_size=4, unique=True))
    schools = {
        "calm": {"wants": "agreed", "set": {}},
        "wary": {"set": {path: data.draw(st.floats(*PATHS[path])) for path in own}},
    }
    dossier = sm.build({**known, "assessments": schools})
    built = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mixing, "_dossier", lambda *args: built.append(args))
        made = sm.why(dossier, "calm", "wary", event="agreed", draws=100, seed=3)
    assert not built
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mixing, "ends_of", lambda *args: None)
        assert made == sm.why(dossier, "calm", "wary", event="agreed", draws=100, seed=3)


def _stands(data, path):
    root, *names = path.split(".")
    if root == "cover":
        return bool(data["cover"]) and f"ally>{data['cover'][0]['to']}" == names[0]
    node = data.get(root, {} if names else True)
    for name in names:
        if not isinstance(node, dict) or (name not in node and name not in ("influence",)):
            return False
        node = node.get(name)
    return True


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("confidence", "low"),
        ("process.solution", "egalitarian"),
        ("law", "pert"),
        ("issues.arms.performed_by", "a"),
        ("stakes.a.more", -0.1),
        ("cover.ally>hawks.on", ["arms"]),
        ("process.big_ask.b", {"issue": "arms", "at_most": "keep", "likelihood": 0.4}),
    ],
)
def test_what_is_more_than_a_range_is_built(path, value):
    """Where more than ranges differs, each mixture is a dossier of its own."""
    data = two_schools(set={path: value, "process.trust.a": 0.8})
    data["process"]["big_ask"] = {"b": {"issue": "troops", "at_most": "stay", "likelihood": 0.3}}
    dossier = sm.build(data)
    built, make = [], mixing._dossier

    def counted(*args):
        built.append(args)
        return make(*args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mixing, "_dossier", counted)
        made = sm.why(dossier, "calm", "wary", draws=200, seed=3)
    assert built
    assert sum(one.share for one in made.parts) == pytest.approx(made.after - made.before)


@given(dossiers(), dossiers())
@settings(max_examples=30, deadline=None)
def test_all_edits_made_give_the_other_version(old, new):
    chosen = edits(old, new)
    there = mixed(old, chosen)
    assert edits(there, new) == []
    assert mixed(old, []) == old


def test_it_repeats_as_json_and_becomes_a_frame():
    dossier = sm.build(two_schools())
    first, second = (sm.why(dossier, "calm", "wary", draws=200) for _ in range(2))
    assert first.to_json() == second.to_json()
    assert json.loads(first.to_json())["form"] == "summitry-difference/1"
    assert first.to_frame().share.sum() == pytest.approx(first.after - first.before)
    with pytest.raises(sm.DossierError, match="no assessment 'calmm'"):
        sm.why(dossier, "calmm", "wary")
