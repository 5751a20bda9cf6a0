"""The program against the definitions written out in plain Python, draw by draw."""

from __future__ import annotations

import copy
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitry as sm
from summitry.draws import Draws
from summitry.procedures.agenda import agendas
from summitry.procedures.baskets import negotiate_tracks
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.outcomes import Ending
from summitry.procedures.package import Form, negotiate
from summitry.procedures.settling import Way
from summitry.procedures.variants import negotiate_beside, variants
from tests.oracles import plain
from tests.procedures.test_variants import moves
from tests.strategies import dossiers, ranges

DRAWS = 5
RULES = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian")
ENDINGS = {
    Ending.DEAL: "deal",
    Ending.NO_OVERLAP: "no overlap",
    Ending.BREAKDOWN: "breakdown",
    Ending.SLIP: "slip",
    Ending.NOT_RATIFIED: "not ratified",
    Ending.TALKS_ENDED: "talks ended",
    Ending.NOT_SIGNED: "not signed",
}


@st.composite
def rich(draw):  # noqa: C901, PLR0912 - one choice after another
    """A random dossier with everything that a negotiation rests on."""
    data = draw(dossiers())
    names = [one for one in data["parties"] if one.startswith("p")]
    critics = [one for one in data["parties"] if one.startswith("critic")]
    issues = data["issues"]
    data["process"]["slip"] = draw(ranges(0, 0.5))
    for one in critics:
        if draw(st.booleans()):
            data["parties"][one]["opacity"] = draw(ranges(0, 0.3))
        if draw(st.booleans()):
            data["parties"][one]["trust"] = draw(ranges(0, 1))
        if draw(st.booleans()):
            data["parties"][one]["leverage"] = "none"
        if draw(st.booleans()):
            issues[draw(st.sampled_from(sorted(issues)))]["consent"].append(one)
    if draw(st.booleans()):
        data["parties"][names[0]]["influence"] = draw(st.sampled_from([0, 0.5, 3]))
    if draw(st.booleans()):
        data["time"] = {
            "meetings": draw(st.integers(1, 3)),
            "narrowing": draw(ranges(0, 1)),
            "between_meetings": draw(ranges(0, 0.4)),
        }
    if draw(st.booleans()):
        when, then = draw(st.permutations(sorted(issues)))[:2]
        first = draw(st.sampled_from(issues[when]["levels"]))
        second = draw(st.sampled_from(issues[then]["levels"]))
        verb = draw(st.sampled_from(["requires", "excludes"]))
        data["clauses"] = [f"{when} = {first} {verb} {then} = {second}"]
    if draw(st.booleans()):
        key = draw(st.sampled_from(sorted(issues)))
        ask = {"issue": key, "at_most": issues[key]["levels"][0], "likelihood": draw(ranges(0, 1))}
        data["process"].setdefault("big_ask", {})[names[-1]] = ask
    if draw(st.booleans()):
        data["stakes"][names[0]]["crisis"] = {"chance": draw(ranges(0, 1)), "cost": 0.2}
    order = draw(st.permutations(list(issues)))
    cuts = sorted(draw(st.sets(st.integers(1, len(order) - 1))))
    baskets = []
    for a, b in itertools.pairwise([0, *cuts, len(order)]):
        basket = {"on": list(order[a:b]), "table": draw(st.sampled_from(["officials", "leaders"]))}
        if draw(st.booleans()):
            basket["slip"] = draw(ranges(0, 0.5))
        if draw(st.booleans()):
            basket["asks"] = draw(st.booleans())
        if draw(st.booleans()):
            basket["consent"] = ["ally", *critics[:1]]
        baskets.append(basket)
    others = draw(st.sampled_from(["status quo", "provisional"]))
    data["tracks"] = {"mine": {"baskets": baskets, "others": others}}
    return data


def draw_of(games, number, fixed=None):
    draws, row = games.draws, number // games.draws.inner
    fixed = fixed or {}
    return plain.Draw(
        games.layout.dossier,
        lambda name: float(fixed[name] if name in fixed else draws.value(name)[row]),
        lambda name: float(draws.uniform(name)[number]),
    )


def assert_as_defined(games, agenda, form, made, fixed=None):
    for number in range(games.draws.size):
        one = draw_of(games, number, fixed)
        ending, levels, gains = plain.negotiate(one, agenda, form.solution, form.holding_back)
        assert (ENDINGS[Ending(made.ending[number])], tuple(made.levels[number])) == (
            ending, levels,
        )  # fmt: skip
        if gains is not None:
            own = [gains[party] for party in games.layout.principals]
            assert made.gains[number] == pytest.approx(own, abs=1e-9)


def games_of(data, inner=1):
    dossier = sm.build(copy.deepcopy(data))
    return Games(Layout(dossier), Draws(dossier, DRAWS, 5, inner=inner))


@given(rich(), st.sampled_from(RULES), st.sampled_from([1, 3]), st.sampled_from([0, 0.125, 0.5]))
@settings(max_examples=20, deadline=None)
def test_the_package_procedure_is_what_is_defined(data, rule, inner, share):
    games = games_of(data, inner)
    form = Form(rule, share)
    assert_as_defined(games, agendas(games.layout)[0], form, negotiate(games, form, reasons=False))


@given(rich(), st.sampled_from(RULES))
@settings(max_examples=40, deadline=None)
def test_tracks_side_by_side_are_what_is_defined(data, rule):
    games, form = games_of(data), Form(rule)
    every = agendas(games.layout)
    (found,) = negotiate_tracks([Way(games, form, one) for one in every])
    for number, agenda in enumerate(every):
        assert_as_defined(games, agenda, form, Part(found, number))


@given(st.data())
@settings(max_examples=15, deadline=None)
def test_variants_side_by_side_are_what_is_defined(data):
    games = games_of(data.draw(rich()))
    form = Form(data.draw(st.sampled_from(RULES)))
    every = moves(data.draw, games)
    (found,) = negotiate_beside(variants(games, form, every))
    whole = agendas(games.layout)[0]
    for number, fixed in enumerate([{}, *every]):
        assert_as_defined(games, whole, form, Part(found, number), fixed)


class Part:
    """One of several sets of outcomes."""

    def __init__(self, found, number):
        own = slice(number * DRAWS, (number + 1) * DRAWS)
        self.ending, self.levels, self.gains = (
            getattr(found, name)[own] for name in ("ending", "levels", "gains")
        )
