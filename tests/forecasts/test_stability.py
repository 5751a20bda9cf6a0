"""Would it hold: payoffs from the bargaining's own tables, stability as defined, told as it is."""

from __future__ import annotations

import copy
import json
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings

import summitry as sm
from summitry.draws import Draws
from summitry.forecasts.exits import passed
from summitry.forecasts.glance import Sight
from summitry.forecasts.glances.stability import stability_at_a_glance
from summitry.forecasts.holding import worth
from summitry.forecasts.signed_conflict import conflict_of_dossier
from summitry.forecasts.stability import hold
from summitry.forecasts.stability_tables import stability_tables
from summitry.games.packages.weigh import weigh_all
from summitry.games.stability.concepts import Concept
from summitry.procedures.commitments import TooManyCommitments, believing, signed
from summitry.procedures.keeping import conflict_of, keepers
from summitry.procedures.layout import Layout
from summitry.procedures.naming import named_package
from summitry.procedures.terrain import VETO, at_modes, terrain
from tests.procedures.test_package import biting
from tests.strategies import dossiers

BOTH = {"troops": "go", "arms": "scrap"}
NASH, GMR, SMR, SEQ, SSEQ = range(5)


def dilemma(**more):
    """Each would rather not perform; each gains if both do: .30 and .40 against .65, .70 and 0."""
    data = copy.deepcopy(biting()) | more
    data["stances"]["a"]["arms"]["salience"] = 65
    data["parties"]["hawks"]["leverage"] = 0
    data["parties"]["a"]["name"] = "Alphia"
    return data


def study(data, package=None, **more):
    return hold(
        sm.build(data), package=BOTH if package is None else package, draws=100, **more
    ).studies[0]


def test_a_dilemma_holds_by_fear_alone():
    found = study(dilemma())
    gains = {one.kept: one.gains for one in found.states}
    names = [one.issue for one in found.commitments]
    assert names == ["arms", "troops"]
    assert gains[0, 1] == {"a": pytest.approx(0.30), "b": pytest.approx(0.40)}
    assert gains[0,] == {"a": pytest.approx(0.65), "b": pytest.approx(-0.30)}
    assert gains[1,] == {"a": pytest.approx(-0.35), "b": pytest.approx(0.70)}
    assert gains[()] == {"a": 0, "b": 0}
    shares = {one.concept: one.share for one in found.concepts}
    feared = ("GMR", "SMR", "SEQ", "SSEQ", "SIM", "L", "NM")
    assert shares == {"Nash": 0} | dict.fromkeys(feared, 1)
    assert found.left_out == {}
    first, second = found.exits
    assert (first.party, first.back, first.pays, first.deterred) == ("a", (1,), 1, 1)
    assert first.gain == pytest.approx(0.35)
    assert (first.answer.party, first.answer.back, first.answer.share) == ("b", (0,), 1)
    assert second.party == "b"
    assert "it would hold, by fear of the answer" in found.verdict
    assert "taking back troops (go) would pay Alphia at once" in found.verdict
    assert "but b would answer by taking back arms (scrap)" in found.verdict


def test_why_is_told_in_the_dossiers_words():
    found = study(dilemma())
    assert found.state == "the state where all is kept"
    told = {(one.party, one.concept): one for one in found.standing}
    assert len(told) == 16
    assert told["a", "SIM"].stays
    assert "takes back troops (go) while b takes back arms (scrap)" in told["a", "SIM"].text
    assert told["a", "L"].text == told["a", "NM"].text
    assert "looking ahead, no move of its own leads where it would rather be" in told["a", "L"].text
    assert not told["a", "Nash"].stays
    assert told["a", "SEQ"].stays
    said = told["a", "SEQ"].text
    assert "If Alphia takes back troops (go), b takes back arms (scrap)" in said
    assert "that ends in the state where nothing is kept, worse for it" in said
    other = study(dilemma(), state="without arms")
    assert other.state == "the state without arms"
    told = {(one.party, one.concept): one for one in other.standing}
    assert not told["a", "SEQ"].stays
    assert "takes back troops (go)" in told["a", "SEQ"].text
    assert study(dilemma(), state="ny").standing == other.standing
    assert study(dilemma(), state="arms, troops").state == "the state where nothing is kept"
    with pytest.raises(KeyError, match="is no state; write what is taken back"):
        study(dilemma(), state="without tea")


def test_what_no_deal_brings_is_due_again_once_nothing_is_kept():
    """An outside option worth more than the deal: fear of its end keeps nobody in."""
    data = dilemma(stakes={"a": {"outside": 0.4}})
    found = study(data)
    gains = {one.kept: one.gains["a"] for one in found.states}
    assert gains[0, 1] == pytest.approx(-0.10)
    assert gains[()] == 0
    shares = {one.concept: one for one in found.concepts}
    assert shares["SEQ"].share == shares["GMR"].share == 0
    assert shares["SEQ"].parties == {"a": 0, "b": 1}
    assert shares["SEQ"].greatest == 1  # if the stakes never came back, fear would keep it in
    assert "it would not hold" in found.verdict
    assert "Alphia" in found.verdict


def test_what_cannot_be_taken_back_is_no_option():
    data = dilemma()
    data["issues"]["troops"]["reversible"] = 0
    found = study(data)
    assert [one.issue for one in found.commitments] == ["arms"]
    assert [one.issue for one in found.final] == ["troops"]
    assert [one.party for one in found.exits] == ["b"]
    assert found["Nash"].parties == {"a": 1, "b": 0}
    assert found["SEQ"].parties["b"] == 0  # nothing that a could take back in answer
    assert "no answer that pays its giver makes b sorry" in found.verdict
    data["issues"]["arms"]["reversible"] = 0
    found = study(data)
    assert found["Nash"].share == 1
    assert found.exits == ()
    assert "nothing in it can be taken back" in found.verdict
    assert stability_tables(hold(sm.build(data), package=BOTH, draws=100))


def test_half_taken_back_is_half_as_good():
    data = dilemma()
    data["issues"]["troops"]["reversible"] = 0.5
    gains = {one.kept: one.gains for one in study(data).states}
    assert gains[0,] == {"a": pytest.approx(0.65 - 0.175), "b": pytest.approx(-0.30 + 0.35)}
    assert gains[()] == {"a": pytest.approx(-0.175), "b": pytest.approx(0.35)}


def test_a_gift_is_taken_back_and_a_wish_is_kept():
    data = dilemma()
    found = study(data, {"troops": "go"})
    assert found["GMR"].share == 0
    assert "it would not hold" in found.verdict
    data["stances"]["a"]["troops"]["ideal"] = "go"
    found = study(data, {"troops": "go"})
    assert found["Nash"].share == 1
    assert found.exits[0].pays == 0
    assert found.exits[0].deterred is None
    assert "taking anything back pays nobody" in found.verdict


def test_critics_and_cover_count_as_in_the_bargaining():
    data = dilemma()
    data["parties"]["hawks"]["leverage"] = 0.5
    gains = {one.kept: one.gains["a"] for one in study(data).states}
    scale = 120  # the hawks' saliences, 90 and 30; the ally covers half of what troops cost them
    margin = (30 - 0.5 * 90) / scale
    assert gains[0, 1] == pytest.approx(0.30 + 0.5 * margin)
    assert gains[1,] == pytest.approx(-0.35 + 0.5 * -0.5 * 90 / scale)


def test_trust_is_off():
    data = dilemma()
    data["process"] = {"trust": {"a": 0.1, "b": 0.1}}
    assert study(data).states == study(dilemma()).states


def test_a_freeze_that_would_lapse_is_held():
    data = dilemma()
    data["issues"]["tests"] = {
        "levels": ["resumed", "frozen"], "status_quo": "frozen", "performed_by": "b",
        "no_deal": {"resumed": 0.5}, "reversible": 1,
    }  # fmt: skip
    data["stances"]["a"]["tests"] = {"ideal": "frozen", "salience": 100}
    data["stances"]["b"]["tests"] = {"ideal": "resumed", "salience": 100}
    found = study(data)
    one = next(one for one in found.commitments if one.issue == "tests")
    assert (one.held, one.back, one.level) == (True, "resumed", "frozen")
    place = found.commitments.index(one)
    kept = {state.kept: state.gains for state in found.states}
    every = tuple(range(3))
    without = tuple(at for at in every if at != place)
    assert kept[every]["a"] - kept[without]["a"] == pytest.approx(0.5 * 100 / 200)
    assert kept[every]["b"] - kept[without]["b"] == pytest.approx(-0.5 * 100 / 200)
    assert kept[()] == {"a": 0, "b": 0}


def test_a_third_party_that_performs_is_a_party_too():
    data = dilemma()
    data["issues"]["aid"] = {
        "levels": ["none", "paid"], "status_quo": "none", "performed_by": "ally"
    }  # fmt: skip
    data["stances"]["ally"]["aid"] = {"ideal": "none", "salience": 50}
    found = study(data, BOTH | {"aid": "paid"})
    assert list(found.names) == ["a", "b", "ally"]
    leaving = next(one for one in found.exits if one.party == "ally")
    assert leaving.pays == 1
    assert leaving.gain == pytest.approx(0.5)


def test_clauses_bind_what_is_signed_only():
    data = dilemma(clauses=["troops = go requires arms = scrap"])
    assert study(data)["SEQ"].share == 1
    with pytest.raises(KeyError, match="breaks the clause 'troops = go requires"):
        study(data, {"troops": "go"})


@pytest.mark.parametrize(
    ("package", "what"),
    [
        ({"roads": "go"}, "no issue 'roads'; there are: arms, troops"),
        ("troops = gone", "troops has no level 'gone'; it has: stay, go"),
        ("troops = stay", "moves no issue"),
        ("nonsense", "is no package; write"),
        ("troops = go or arms = scrap", "is not one package"),
        ("no deal and troops = go", "is not one package"),
        ("troops = go, troops = stay", "cannot be"),
        ("", "is no package"),
    ],
)
def test_what_is_no_package(package, what):
    with pytest.raises(KeyError, match=what):
        study(dilemma(), package)


def test_packages_in_words_and_by_event():
    data = dilemma(events={"swap": "agreed and troops >= go and arms >= scrap"})
    layout = Layout(sm.build(data))
    wanted = named_package(layout, BOTH).tolist()
    for text in ("swap", "troops = go, arms = scrap", "troops >= go and arms != keep"):
        assert named_package(layout, text).tolist() == wanted


def test_the_likeliest_package_and_none():
    found = hold(sm.build(dilemma()), draws=200).studies[0]
    assert found.package == {"arms": "scrap", "troops": "go"}
    assert 0.5 < found.likeliest <= 1
    data = dilemma()
    data["stances"]["a"]["troops"]["red_line"] = {"above": "stay", "likelihood": 1}
    data["stances"]["b"]["arms"]["red_line"] = {"above": "keep", "likelihood": 1}
    made = hold(sm.build(data), draws=200)
    assert made.studies[0].package == {}
    assert "nothing to hold" in made.studies[0].verdict
    assert made.figures() == {}
    assert made.tables()[0].title == "In a sentence"


def test_too_many_commitments_are_refused():
    data = dilemma()
    levels = {"levels": ["no", "yes"], "status_quo": "no", "performed_by": "a"}
    data["issues"] |= {f"i{at}": levels for at in range(13)}
    with pytest.raises(TooManyCommitments, match="13 commitments that can be taken back"):
        study(data, {f"i{at}": "yes" for at in range(13)})
    with pytest.raises(ValueError, match="at least 100 draws"):
        hold(sm.build(dilemma()), draws=99)


def test_many_states_are_listed_on_the_ways_out_only():
    data = dilemma()
    levels = {"levels": ["no", "yes"], "status_quo": "no", "performed_by": "a"}
    data["issues"] |= {f"i{at}": levels for at in range(7)}
    data["stances"]["a"] |= {f"i{at}": {"ideal": "no", "salience": 5 + at} for at in range(7)}
    found = study(data, BOTH | {f"i{at}": "yes" for at in range(7)})
    assert len(found.commitments) == 9
    codes = {sum(1 << at for at in one.kept) for one in found.states}
    assert {0, 511, *(one for way in found.exits for one in passed(way, 511))} == codes


def test_it_repeats_and_is_plain_data():
    dossier = sm.build(dilemma() | {"curve": [1, 1.5, 2]})
    made = sm.hold(dossier, package=BOTH, draws=150, seed=4)
    again = sm.hold(dossier, package="arms = scrap, troops = go", draws=150, seed=4)
    assert made.to_dict()["studies"] == again.to_dict()["studies"]
    data = json.loads(made.to_json())
    assert data["form"] == "summitry-stability/1"
    assert data["studies"][0]["concepts"][0]["concept"] == "Nash"
    assert made[None]["SEQ"].share == made.figures()[f"holds by SEQ, {made[None].label}"]
    assert "<table" in made._repr_html_()


def test_as_a_frame():
    pytest.importorskip("pandas", reason="frames need pandas")
    frame = sm.hold(sm.build(dilemma()), package=BOTH, draws=100).to_frame()
    assert frame.loc[("dossier", "SEQ"), "share"] == 1
    assert frame.loc[("dossier", "Nash"), "share of a"] == 0


def test_schools_that_differ_in_trust_alone_agree():
    data = dilemma()
    data["assessments"] = {"wary": {"set": {"process.trust.a": 0.2}}, "plain": {"set": {}}}
    made = hold(sm.build(data), package=BOTH, draws=100)
    assert made["wary"].concepts == made["plain"].concepts


def test_all_kept_is_worth_what_a_road_map_says_of_the_package():
    dossier = sm.build(dilemma() | {"curve": 1.4, "loss_aversion": 1.7})
    layout = Layout(dossier)
    levels = named_package(layout, BOTH)
    case = signed(layout, levels)
    draws = Draws(dossier, 40, 3)
    flow = terrain(layout, draws, 1.0).flow(levels[None])[:, 0]
    assert worth(case, draws)[:, :2, case.kept] == pytest.approx(flow, abs=1e-8)


def bare(data):
    """A random dossier without lines, clauses, outlooks and asks: every package is legal."""
    for issue in data["issues"].values():
        issue.pop("no_deal", None)
    for own in data["stances"].values():
        for stance in own.values():
            stance.pop("red_line", None)
    data["process"].pop("big_ask", None)
    return data


@settings(max_examples=25, deadline=None)
@given(dossiers())
def test_states_are_worth_what_the_bargaining_says_of_the_package_that_is_left(data):
    dossier = sm.build(bare(data))
    layout, rows = Layout(dossier), 6
    levels = np.array([
        (stays + 1) % size for stays, size in zip(layout.status_quo, layout.sizes, strict=True)
    ])  # fmt: skip
    case = signed(layout, levels)
    draws = Draws(dossier, rows, 11)
    games = believing(layout, draws)
    left = np.where(case.bits, levels, layout.status_quo)
    table = games.block(0, rows, 0.0)
    table = table._replace(constant=-games.worth, leverage=np.minimum(table.leverage, VETO))
    wanted = weigh_all(layout.space, table, left).transpose(0, 2, 1)
    wanted[:, :, 0] = 0
    found = worth(case, draws)
    assert found[:, : len(layout.principals)] == pytest.approx(wanted, abs=1e-7)


def sanctions(case, payoffs, party, start, credible):
    """Every state that the others can bring about by legal sequences, by the definition."""

    def moves(mover, state):
        own = [at for at, who in enumerate(case.owners) if who == mover]
        for flips in product((0, 1), repeat=len(own)):
            code = sum(1 << at for at, flip in zip(own, flips, strict=True) if flip)
            end = state ^ code
            if code and (not credible or payoffs[mover, end] > payoffs[mover, state]):
                yield end

    found, seen, left = set(), set(), [(start, party)]
    while left:
        state, last = left.pop()
        for mover in range(len(case.parties)):
            if mover in (party, last):
                continue
            for end in moves(mover, state):
                if (end, mover) not in seen:
                    seen.add((end, mover))
                    found.add(end)
                    left.append((end, mover))
    return found


def stays(case, payoffs, party, concept):
    """Whether a party keeps the package, by the definitions read out loud."""
    own = [at for at, who in enumerate(case.owners) if who == party]
    ways = [
        sum(1 << at for at, flip in zip(own, flips, strict=True) if flip)
        for flips in product((0, 1), repeat=len(own))
    ]
    mine, now = payoffs[party], payoffs[party, case.kept]
    for way in ways:
        leave = case.kept ^ way
        if mine[leave] <= now:
            continue
        if concept == NASH:
            return False
        answers = sanctions(case, payoffs, party, leave, concept in (SEQ, SSEQ))
        for end in answers:
            counters = [mine[end ^ way] for way in ways] if concept in (SMR, SSEQ) else []
            if max([mine[end], *counters]) <= now:
                break
        else:
            return False
    return True


@settings(max_examples=20, deadline=None)
@given(dossiers())
def test_stability_is_what_the_definitions_say(data):
    dossier = sm.build(bare(data))
    layout, rows = Layout(dossier), 4
    levels = [(at + 1) % size for at, size in zip(layout.status_quo, layout.sizes, strict=True)]
    case = signed(layout, levels)
    payoffs = worth(case, Draws(dossier, rows, 5))
    found = keepers(case, payoffs)
    assert found.concepts == tuple(Concept)
    for row, party, concept in product(range(rows), range(len(case.parties)), range(5)):
        assert found.stay[row, party, concept] == stays(case, payoffs[row], party, concept)
    for row in range(rows):
        alone = conflict_of(case, payoffs[row]).analyse(found.concepts)
        assert np.array_equal(found.stay[row], alone.stable[:, :, case.kept])


def all_moved(layout):
    """A package that moves every issue by one level."""
    return {
        key: layout.levels[key][(at + 1) % size]
        for key, at, size in zip(layout.issues, layout.status_quo, layout.sizes, strict=True)
    }


@settings(max_examples=15, deadline=None)
@given(dossiers())
def test_at_the_likeliest_numbers_it_is_what_the_conflict_says(data):
    dossier = sm.build(bare(data))
    layout = Layout(dossier)
    package = all_moved(layout)
    found = hold(dossier, package=package, draws=100).studies[0]
    case = signed(layout, named_package(layout, package))
    analysis = conflict_of(case, worth(case, at_modes(dossier))[0]).analyse(Concept)
    assert [one.concept for one in found.concepts] == [str(one) for one in Concept]
    for one in found.concepts:
        assert one.holds == analysis.is_equilibrium(case.kept, one.concept)
        assert one.unsettled == 0
    for state, equilibrium in zip(found.states, analysis.stable.all(axis=0).T, strict=True):
        assert state.equilibrium == tuple(
            str(one) for one, holds in zip(Concept, equilibrium, strict=True) if holds
        )
    for one in found.standing:
        assert one.stays == analysis.of(one.concept, one.party)[case.kept]


def test_what_is_not_settled_is_said(monkeypatch):
    monkeypatch.setattr("summitry.procedures.keeping.HORIZONS", 1)
    data = dilemma()
    made = hold(sm.build(data), package=BOTH, draws=100)
    found = made.studies[0]["NM"]
    assert (found.holds, found.share, found.unsettled) == (None, 0, 1)
    assert made.studies[0]["L"].unsettled == 0
    assert not any(one.concept == "NM" for one in made.studies[0].standing)
    assert not any("NM" in one.equilibrium for one in made.studies[0].states)
    table = stability_tables(made)[0]
    row = next(one for one in table.rows if one[0] == "NM")
    assert row[2] == "not settled"
    assert "By NM it is not settled in every draw: within the horizons looked at" in table.note


@pytest.mark.parametrize(("count", "concepts"), [(8, 8), (9, 5)])
def test_a_package_of_many_states_is_judged_by_the_basic_ones(count, concepts):
    data = dilemma()
    levels = {"levels": ["no", "yes"], "status_quo": "no", "performed_by": "a"}
    more = {f"i{at}": "yes" for at in range(count - 2)}
    data["issues"] |= dict.fromkeys(more, levels)
    made = hold(sm.build(data), package=BOTH | more, draws=100)
    found = made.studies[0]
    assert len(found.concepts) == concepts
    assert {one.concept for one in found.standing} == {one.concept for one in found.concepts}
    assert list(found.left_out) == [str(one) for one in Concept][concepts:]
    said = "Not looked at by SIM, L and NM: over draws that takes too long with more than 256 state"
    assert (said in stability_tables(made)[0].note) == (concepts == 5)


@settings(max_examples=15, deadline=None)
@given(dossiers())
def test_exits_and_shares_fit_together(data):
    dossier = sm.build(bare(data))
    layout = Layout(dossier)
    package = all_moved(layout)
    found = hold(dossier, package=package, draws=100).studies[0]
    by = {one.concept: one for one in found.concepts}
    assert by["Nash"].share <= by["SSEQ"].share <= by["SEQ"].share <= by["GMR"].share
    assert by["SSEQ"].share <= by["SMR"].share <= by["GMR"].share
    for one in found.concepts:
        assert one.least <= one.share <= one.greatest
        assert one.share <= min(one.parties.values()) + 1e-9
    for way in found.exits:
        assert way.pays == pytest.approx(1 - by["Nash"].parties[way.party])
        held = 0 if way.deterred is None else way.deterred
        assert by["SEQ"].parties[way.party] == pytest.approx(1 - way.pays * (1 - held))
        if way.answer is not None and way.share == 1 and way.deterred == 0:
            assert way.answer.share <= 1


def test_a_package_goes_to_other_tools_as_a_conflict():
    found, losses = conflict_of_dossier(sm.build(dilemma()), (), "troops = go, arms = scrap")
    conflict = found.conflict
    assert conflict.parties == ("Alphia", "b")
    analysis = conflict.analyse(["Nash", "SEQ"])
    assert [conflict.label(one) for one in analysis.equilibria("Nash")] == ["NN"]
    assert [conflict.label(one) for one in analysis.equilibria("SEQ")] == ["NN", "YY"]
    assert any("mode" in one for one in losses)
    assert conflict_of_dossier(sm.build(dilemma()))[0].conflict.size == 4


def test_modes_are_one_draw():
    dossier = sm.build(dilemma())
    layout = Layout(dossier)
    case = signed(layout, named_package(layout, BOTH))
    assert worth(case, at_modes(dossier)).shape == (1, 2, 4)


MOVED = {
    "issues.arms.reversible": 0.3,
    "stances.a.arms.salience": 30,
    "stances.b.troops.salience": 3,
    "parties.hawks.leverage": 0.9,
    "process.trust.a": 0.2,
}


@pytest.mark.parametrize("path", MOVED)
def test_at_a_glance_a_package_is_judged_as_in_the_study(path):
    data = dilemma()
    data["stances"]["b"]["arms"]["salience"] = [5, 20, 90]
    data["parties"]["hawks"]["leverage"] = [0, 0.1, 0.3]
    dossier = sm.build(data)
    rest = hold(dossier, package=BOTH, draws=400)
    sight = Sight(dossier, draws=150)
    found = stability_at_a_glance(sight.games({path: MOVED[path]}), rest)
    whole = hold(sm.what_if(dossier, {path: MOVED[path]}), package=BOTH, draws=150)
    still = stability_at_a_glance(sight.games(), rest)
    assert found.asked == rest.asked
    if path != "process.trust.a":  # whether a word is kept is what is asked: trust is off
        assert found.studies != still.studies
    for study, other in zip(found.studies, whole.studies, strict=True):
        for field in ("package", "commitments", "final", "names", "exits", "states", "left_out"):
            assert getattr(study, field) == getattr(other, field), field
        for one, same in zip(study.concepts, other.concepts, strict=True):
            assert (one.concept, one.holds, one.share) == (same.concept, same.holds, same.share)
            assert one.parties == same.parties
            assert one.least == one.share == one.greatest
        assert study.standing == ()


def test_at_a_glance_the_package_is_that_at_rest():
    data = dilemma(stakes={"a": {"victory": 0}, "b": {"outside": 0}})
    rest = hold(sm.build(data), draws=400)
    (before,) = rest.studies
    assert before.package
    sight = Sight(sm.build(data), draws=100)
    moved = {"stances.b.troops.salience": 99, "stances.b.arms.salience": 1}
    (found,) = stability_at_a_glance(sight.games(moved), rest).studies
    assert found.package == before.package
    (fresh,) = stability_at_a_glance(sight.games(), None).studies
    (own,) = hold(sm.build(data), draws=100).studies
    assert fresh.package == own.package
    hopeless = sight.games({"stakes.a.victory": 0.5, "stakes.b.outside": 0.5})
    (none,) = stability_at_a_glance(hopeless, None).studies
    assert "no draw ends with a deal" in none.verdict
