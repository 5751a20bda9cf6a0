"""Tracks: baskets one by one, signed off as a whole; against brute force and theory."""

from __future__ import annotations

import copy
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitry as sm
from summitry.draws import Draws
from summitry.procedures.agenda import PAIRED, PILLARS, SINGLE, WHOLE, agendas
from summitry.procedures.baskets import negotiate_track
from summitry.procedures.gains import gains
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.outcomes import Ending
from summitry.procedures.package import Form, negotiate
from tests.procedures.test_package import biting
from tests.strategies import dossiers

DRAWS = 60


def hard():
    """The dossier in which cover and leverage decide, with a process to change."""
    return biting() | {"process": {"slip": 0.05}}


def games_of(data, draws=DRAWS, seed=3, fixed=None, inner=1):
    dossier = sm.build(copy.deepcopy(data))
    return Games(Layout(dossier), Draws(dossier, draws, seed, inner=inner, fixed=fixed or {}))


def track(games, name):
    return next(one for one in agendas(games.layout) if one.name == name)


def run(data, name, draws=DRAWS, form=None, **more):
    games = games_of(data, draws, **more)
    return negotiate_track(games, track(games, name), form)


def struck(outcomes):
    return np.isin(outcomes.ending, (Ending.DEAL, Ending.SLIP))


@st.composite
def with_track(draw, others=("status quo",)):
    """A random dossier with a track of its own: a random ordered partition."""
    data = draw(dossiers())
    issues = draw(st.permutations(list(data["issues"])))
    cuts = sorted(draw(st.sets(st.integers(1, len(issues) - 1))))
    parts = [list(issues[a:b]) for a, b in itertools.pairwise([0, *cuts, len(issues)])]
    data["tracks"] = {"mine": {"baskets": parts, "others": draw(st.sampled_from(others))}}
    return data


def chosen(found):
    """The Nash package; ties by the least gains, then fewer moves, then order."""
    products = [float(np.prod(np.maximum(gain, 0))) for gain, *_ in found]
    tied = [
        one for one, product in zip(found, products, strict=True)
        if product >= max(products) - 1e-12 * abs(max(products))
    ]  # fmt: skip
    best = tied[0]
    for one in tied[1:]:
        mine, theirs = sorted(one[0]), sorted(best[0])
        apart = [a - b for a, b in zip(mine, theirs, strict=True) if abs(a - b) > 1e-12]
        if (apart and apart[0] > 0) or (not apart and one[1] < best[1]):
            best = one
    return best[2]


def expected(games, agenda, h):  # noqa: C901 - the definition, written out
    """The union of a track, package by package and draw by draw, straight from the definition.

    For officials only: no bond, no ask.
    """
    layout = games.layout
    whole = games.block(0, games.draws.rows, h, agenda.sign_off)
    people, critics = len(layout.principals), len(layout.ratifiers)
    status_quo = np.asarray(layout.status_quo)
    salience = games.tables._salience

    def margins(draw, package, issues, scale, seen):
        """Gains, and whether some party whose consent is needed would lose.

        ``seen``: each critic's margin by what already lies on the table, and is paid for.
        """
        slots = [layout.offsets[k] + package[k] for k in issues]
        total = whole.scores[draw][:, slots].sum(axis=1)
        for line in range(len(layout.lines)):
            if whole.active[draw, line] and whole.line_slots[line, slots].any():
                total[whole.line_owner[line]] -= 1000
        gain = total[:people] + whole.constant[draw] * scale[:people]
        for critic in range(critics):
            margin = total[people + critic] + whole.slack[draw, critic] * scale[people + critic]
            for sign, short in ((1, margin + seen[critic]), (-1, seen[critic])):
                if short < -1e-12 and whole.leverage[draw, critic] > 0:
                    charge = whole.leverage[draw, critic] * short
                    gain[whole.answers_to[critic]] += sign * charge
        moved = np.isin(np.arange(len(package)), issues) & (package != status_quo)
        refuses = any(
            (whole.consent_on[one] & moved).any() and total[people + critics + one] < -1e-12
            for one in range(len(layout.consenters))
        )
        return gain, refuses

    unions = []
    for draw in range(games.draws.rows):
        union = status_quo.copy()
        nothing = seen = np.zeros(critics)
        for table in agenda.tables:
            issues = [layout.issues.index(key) for key in table.issues]
            off = [k for k in range(len(status_quo)) if k not in issues]
            share = salience[draw][:, issues].sum(axis=1)
            found = []
            for package in layout.space.packages:
                others = union if agenda.provisional else status_quo
                if (package[off] != others[off]).any():
                    continue
                if (package[issues] == status_quo[issues]).all():
                    continue
                gain, refuses = margins(draw, package, issues, share, seen)
                claim = whole.claim[draw] * share[:people]
                if refuses or (gain < claim - 1e-12).any():
                    continue
                found.append((gain, (package != status_quo).sum(), package))
            if found:
                union[issues] = chosen(found)[issues]
                slots = [layout.offsets[k] + union[k] for k in issues]
                own = whole.scores[draw][people : people + critics][:, slots].sum(axis=1)
                if agenda.provisional:
                    seen = seen + own + whole.slack[draw] * share[people : people + critics]
        everything = range(len(status_quo))
        gain, refuses = margins(draw, union, everything, np.ones(people + critics + 10), nothing)
        legal = (layout.space.packages == union).all(axis=1).any()
        signs = legal and not refuses and (gain >= whole.claim[draw] - 1e-12).all()
        unions.append(union if signs else None)
    return unions


@given(with_track(others=("status quo", "provisional")))
@settings(max_examples=60, deadline=None)
def test_baskets_agree_with_brute_force(data):
    games = games_of(data, 12)
    agenda = track(games, "mine")
    if agenda.whole:
        return
    outcomes = negotiate_track(games, agenda)
    for draw, union in enumerate(expected(games, agenda, 0.125)):
        assert struck(outcomes)[draw] == (union is not None)
        if union is not None:
            package = games.layout.space.packages[outcomes.struck[draw]]
            np.testing.assert_array_equal(package, union)


@given(with_track(others=("status quo", "provisional")))
@settings(max_examples=50, deadline=None)
def test_what_baskets_agree_the_whole_package_could_too_draw_by_draw(data):
    """FORMAL D: with equal information and nothing held back, the sign-off proves it."""
    games = games_of(data)
    form = Form("nash", 0.0)
    baskets = track(games, "mine").with_asks(False).without_bond()
    package = track(games, WHOLE).with_asks(False).without_bond()
    apart = negotiate_track(games, baskets, form)
    together = negotiate_track(games, package, form)
    assert (struck(together) | ~struck(apart)).all()
    both = struck(apart)
    products = [np.prod(np.maximum(one.gains[both], 0), axis=1) for one in (together, apart)]
    assert (products[0] >= products[1] - 1e-12).all()


@given(dossiers())
@settings(max_examples=30, deadline=None)
def test_the_whole_package_is_the_package_procedure(data):
    games = games_of(data)
    own = negotiate(games, reasons=False)
    other = negotiate_track(games, track(games, WHOLE))
    np.testing.assert_array_equal(own.ending, other.ending)
    np.testing.assert_array_equal(own.levels, other.levels)
    np.testing.assert_allclose(own.gains[struck(own)], other.gains[struck(own)], atol=1e-12)


@given(with_track(), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_with_the_others_at_the_status_quo_order_has_no_effect(data, source):
    other = copy.deepcopy(data)
    source.shuffle(other["tracks"]["mine"]["baskets"])
    np.testing.assert_array_equal(run(data, "mine").levels, run(other, "mine").levels)


def two_steps(order):
    """b's fish may only be given once a's border is open: a clause that order runs into."""
    issues = {
        "border": {"levels": ["shut", "open"], "status_quo": "shut", "performed_by": "a"},
        "fish": {"levels": ["kept", "given"], "status_quo": "kept", "performed_by": "b"},
    }
    return {
        "summitry": 1, "title": "two steps", "as_of": "2020-01-01",
        "parties": {"a": {"role": "principal"}, "b": {"role": "principal"}},
        "issues": issues,
        "clauses": ["fish = given requires border = open"],
        "stances": {
            "a": {"border": {"values": {"shut": 0, "open": 0.1}, "salience": 50},
                  "fish": {"values": {"kept": 0, "given": 1}, "salience": 50}},
            "b": {"border": {"values": {"shut": 0, "open": 0.1}, "salience": 50},
                  "fish": {"values": {"kept": 0, "given": 0.1}, "salience": 50}},
        },
        "process": {"slip": 0, "hidden": {"a": 0, "b": 0}},
        "tracks": {"mine": {"baskets": [[one] for one in order], "others": "provisional"}},
    }  # fmt: skip


def test_with_earlier_baskets_as_given_order_matters():
    first = run(two_steps(["border", "fish"]), "mine")
    second = run(two_steps(["fish", "border"]), "mine")
    layout = first.layout
    assert layout.issues == ["border", "fish"]
    assert (first.levels == [1, 1]).all()
    assert (second.levels == [1, 0]).all()
    at_status_quo = two_steps(["border", "fish"])
    at_status_quo["tracks"]["mine"]["others"] = "status quo"
    assert (run(at_status_quo, "mine").levels == [1, 0]).all()


def test_critics_judge_all_that_lies_on_the_table():
    """A critic who lost by the first basket and gains by the second counts both together."""
    data = two_steps(["border", "fish"])
    data["clauses"] = []
    data["parties"]["c"] = {"role": "ratifier", "of": "a", "leverage": 1, "slack": 0}
    data["stances"]["c"] = {
        "border": {"values": {"shut": 0, "open": 1}, "salience": 50},
        "fish": {"values": {"kept": 1, "given": 0.2}, "salience": 50},
    }
    data["stances"]["a"]["fish"]["values"] = {"kept": 0, "given": 0.5}
    together = run(data, "mine")
    assert (together.levels == [1, 1]).all()  # its gain on the border pays for the fish
    data["tracks"]["mine"]["others"] = "status quo"
    assert (run(data, "mine").levels == [1, 0]).all()  # alone, the fish cost a more than they bring


def test_what_an_earlier_basket_cost_is_not_the_price_of_a_later_one():
    """The critic is cross about the border already; the fish cross it little more."""
    data = two_steps(["border", "fish"])
    data["clauses"] = []
    data["parties"]["c"] = {"role": "ratifier", "of": "a", "leverage": 0.5, "slack": 0}
    likes = {"border": {"shut": 0, "open": 1}, "fish": {"kept": 0, "given": 1}}
    for party, (border, fish) in {"a": (80, 20), "c": (90, 10)}.items():
        for issue, salience in (("border", border), ("fish", fish)):
            values = likes[issue]
            if party == "c":
                values = {level: 1 - value for level, value in values.items()}
            data["stances"].setdefault(party, {})[issue] = {"values": values, "salience": salience}
    assert (run(data, "mine").levels == [1, 1]).all()


@pytest.mark.parametrize(("table", "asks"), [("officials", True), ("leaders", False)])
def test_a_basket_may_say_whether_asks_come_to_it(table, asks):
    data = hard()
    first = data["issues"]["arms"]["levels"][0]  # an ask that the likely deal does not meet
    data["process"]["big_ask"] = {"b": {"issue": "arms", "at_most": first, "likelihood": 1}}
    data["tracks"] = {"mine": {"baskets": [{"on": ["rest"], "table": table}]}}
    usual = run(data, "mine", 400)
    data["tracks"]["mine"]["baskets"][0]["asks"] = asks
    said = run(data, "mine", 400)
    assert (said.agreed.mean() < usual.agreed.mean()) == asks
    assert (said.agreed != usual.agreed).any()


def test_officials_with_everything_are_leaders_without_bond_or_ask():
    data = hard()
    data["process"]["big_ask"] = {"a": {"issue": "arms", "at_least": "scrap", "likelihood": 0.5}}
    data["process"]["rapport"] = 0.5
    data["tracks"] = {"mine": {"baskets": [["rest"]]}}
    theirs = run(data, "mine", 400)
    fixed = {"process/rapport": 0.0, "process/big_ask/a/likelihood": 0.0}
    leaders = negotiate(games_of(data, 400, fixed=fixed), reasons=False)
    np.testing.assert_array_equal(theirs.ending, leaders.ending)
    np.testing.assert_array_equal(theirs.levels, leaders.levels)
    ours = negotiate(games_of(data, 400), reasons=False)
    assert (ours.ending != theirs.ending).any()


@given(with_track())
@settings(max_examples=25, deadline=None)
def test_asks_at_every_table_never_help_a_deal(data):
    games = games_of(data)
    agenda = track(games, "mine")
    without = negotiate_track(games, agenda.with_asks(False))
    with_them = negotiate_track(games, agenda.with_asks())
    owner = data["process"].get("big_ask", {})
    if not owner:
        np.testing.assert_array_equal(without.levels, with_them.levels)
    for party, ask in owner.items():
        real = games.draws.coin(f"process/big_ask/{party}", f"process/big_ask/{party}/likelihood")
        top = data["issues"][ask["issue"]]["levels"].index(ask["at_least"])
        at = games.layout.issues.index(ask["issue"])
        agreed = with_them.agreed & real
        assert (with_them.levels[agreed, at] >= top).all()
        np.testing.assert_array_equal(without.levels[~real], with_them.levels[~real])


def test_an_ask_at_the_leaders_table_binds_the_sign_off():
    data = hard()
    data["process"]["big_ask"] = {"a": {"issue": "arms", "at_least": "scrap", "likelihood": 1}}
    data["tracks"] = {"mine": {"baskets": [["arms"], {"on": ["troops"], "table": "leaders"}]}}
    games = games_of(data, 200)
    outcomes = negotiate_track(games, track(games, "mine"))
    at = games.layout.issues.index("arms")
    assert (outcomes.levels[outcomes.agreed, at] == 1).all()
    assert (outcomes.ending == Ending.NOT_SIGNED).any() or not outcomes.agreed.any()


def test_consent_at_a_table_binds_that_table_alone():
    data = hard()
    data["stances"]["ally"] = {
        "arms": {"values": {"keep": 1, "scrap": 0}, "salience": 50},
        "troops": {"values": {"stay": 1, "go": 0}, "salience": 50},
    }
    both = [["arms", "troops"]]
    data["tracks"] = {"mine": {"baskets": both}}
    free = run(data, "mine", 300)
    assert free.agreed.any()
    data["tracks"] = {"mine": {"baskets": [{"on": both[0], "consent": ["ally"]}]}}
    assert not run(data, "mine", 300).agreed.any()
    np.testing.assert_array_equal(run(data, WHOLE, 300).levels, negotiate(
        games_of(hard() | {"stances": data["stances"]}, 300), reasons=False).levels)  # fmt: skip


def test_a_basket_may_slip_by_itself():
    data = two_steps(["border", "fish"])
    data["clauses"] = []
    data["tracks"]["mine"]["baskets"][0] = {"on": ["border"], "slip": 0.3}
    outcomes = run(data, "mine", 4_000)
    assert outcomes.levels[:, 0].mean() == pytest.approx(0.7, abs=0.03)
    assert outcomes.levels[:, 1].all()


def test_a_track_may_slip_otherwise_than_the_process():
    data = two_steps(["border", "fish"])
    data["tracks"]["mine"]["slip"] = 0.4
    outcomes = run(data, "mine", 4_000)
    assert (outcomes.ending == Ending.SLIP).mean() == pytest.approx(0.4, abs=0.03)
    assert not (run(data, WHOLE, 400).ending == Ending.SLIP).any()


def test_the_usual_tracks():
    data = two_steps(["border", "fish"])
    data["issues"]["gas"] = {"levels": ["off", "on"], "status_quo": "off", "performed_by": "b"}
    for party in ("a", "b"):
        data["stances"][party]["gas"] = {"ideal": "on", "salience": 20 if party == "a" else 90}
    del data["tracks"]
    games = games_of(data)
    every = {one.name: one for one in agendas(games.layout)}
    tables = {name: [table.issues for table in one.tables] for name, one in every.items()}
    assert tables == {
        WHOLE: [("border", "fish", "gas")],
        PILLARS: [("border",), ("fish", "gas")],
        SINGLE: [("border",), ("fish",), ("gas",)],
    }
    assert every[PILLARS].one_sided(games.layout)  # and a performs one issue: nothing to pair


def test_pairs_are_like_against_like():
    data = two_steps(["border", "fish"])
    del data["tracks"]
    data["clauses"] = []
    for key, who in (("gas", "b"), ("visas", "a"), ("ports", "a")):
        data["issues"][key] = {"levels": ["off", "on"], "status_quo": "off", "performed_by": who}
    own = {"border": 50, "visas": 20, "ports": 80, "fish": 50, "gas": 10}
    for key in data["issues"]:
        for party in ("a", "b"):
            data["stances"][party][key] = {"ideal": data["issues"][key]["levels"][0],
                                           "salience": own[key]}  # fmt: skip
    games = games_of(data)
    paired = track(games, PAIRED)
    # a's by its own salience: visas, border, ports; b's: gas, fish; dealt out in turn.
    assert [table.issues for table in paired.tables] == [
        ("gas", "ports", "visas"), ("border", "fish"),
    ]  # fmt: skip
    assert not paired.one_sided(games.layout)


def test_one_performer_a_basket_brings_no_trade():
    """Each side loses by its own move and gains by the other's: only a package can link them."""
    data = hard()
    data["stakes"] = {}
    data["parties"].pop("hawks", None)
    data["cover"] = []
    data["stances"].pop("hawks", None)
    alone = run(data, PILLARS, 500)  # with an issue a party, issue by issue is the same track

    assert not alone.moved_by_all.any()
    assert run(data, WHOLE, 500).moved_by_all.mean() > 0.3


def test_meetings_narrow_what_is_hidden_and_may_not_all_be_held():
    data = hard()
    data["process"]["hidden"] = {"a": 0.4, "b": 0.4}
    data["process"]["slip"] = 0
    once = negotiate(games_of(data, 2_000), Form("nash", 0.2), reasons=False)
    data["time"] = {"meetings": 4, "narrowing": 0}
    often = negotiate(games_of(data, 2_000), Form("nash", 0.2), reasons=False)
    assert (once.ending == Ending.BREAKDOWN).any()
    assert not (often.ending == Ending.BREAKDOWN).any()
    data["time"] = {"meetings": 4, "narrowing": 1, "between_meetings": 0.2}
    risky = negotiate(games_of(data, 4_000), reasons=False)
    ended = risky.ending == Ending.TALKS_ENDED
    assert ended.mean() == pytest.approx(1 - 0.8**3, abs=0.03)
    assert (risky.struck[ended] == -1).all()
    data["time"] = {"meetings": 4, "narrowing": 1}
    safe = negotiate(games_of(data, 4_000), reasons=False)
    np.testing.assert_array_equal(safe.levels[~ended], risky.levels[~ended])


def test_a_named_day_ends_talks_only_before_the_deadline():
    data = hard()
    data["time"] = {"meetings": 2, "dates": {"election": {"on": "2020-11-03", "chance": 0.3}}}
    data["time"]["deadline"] = "2020-12-01"
    before = negotiate(games_of(data, 4_000), reasons=False)
    assert (before.ending == Ending.TALKS_ENDED).mean() == pytest.approx(0.3, abs=0.03)
    data["time"]["deadline"] = "2020-11-03"  # the day itself is not after it
    on_the_day = negotiate(games_of(data, 4_000), reasons=False)
    np.testing.assert_array_equal(on_the_day.ending, before.ending)
    data["time"]["deadline"] = "2020-10-01"
    after = negotiate(games_of(data, 4_000), reasons=False)
    assert not (after.ending == Ending.TALKS_ENDED).any()
    data["time"] |= {"meetings": 1, "deadline": "2020-12-01"}
    single = negotiate(games_of(data, 4_000), reasons=False)
    assert not (single.ending == Ending.TALKS_ENDED).any()


def test_gains_are_what_the_package_brings_without_what_is_hidden():
    data = hard()
    games = games_of(data, 4_000)
    outcomes = negotiate(games, reasons=False)
    found = gains(games, outcomes)
    assert (found[~outcomes.agreed] == 0).all()
    hidden, _ = games._hidden(games.leaders)
    both = outcomes.agreed
    np.testing.assert_allclose(found[both], outcomes.gains[both] + hidden[both], atol=1e-9)


def test_worlds_within_a_row_give_the_same_tracks():
    """Several worlds a row: the table of a row serves each of its draws."""
    data = hard()
    data["tracks"] = {"mine": {"baskets": [["arms"], ["troops"]], "others": "provisional"}}
    nested = run(data, "mine", 40, inner=8)
    flat = run(data, "mine", 3_000)
    assert len(nested.ending) == 320
    assert nested.agreed.mean() == pytest.approx(flat.agreed.mean(), abs=0.12)
