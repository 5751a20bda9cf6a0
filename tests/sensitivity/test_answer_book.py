"""The answers to all packages at once are those to each by itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, given, settings

import summitry as sm
from summitry.procedures.layout import Layout
from summitry.sensitivity.answer_book import answer_book, answer_books
from summitry.sensitivity.answering import put_by_all
from summitry.sensitivity.answers import answers
from tests.forecasts.test_forecast import case
from tests.strategies import dossiers

ORACLES = Path(__file__).parents[1] / "oracles"


def named(layout, package):
    """Levels of a package (issues,), by name."""
    return {key: layout.levels[key][at] for key, at in zip(layout.issues, package, strict=True)}


def agree(dossier, book, rows, draws, seed):
    layout = Layout(dossier)
    for row in rows:
        package = named(layout, book.packages[row])
        one = answers(dossier, package, draws=draws, seed=seed)
        assert one.legal
        assert one.all_claim == book.all_claim[row]
        asked = {book.acceptors[n] for n in np.flatnonzero(book.asked[row])}
        assert asked == {each.party for each in one.answers}
        for each in one.answers:
            n = book.acceptors.index(each.party)
            own = (book.yes[row, n], book.refused[row, n], book.gain[row, n])
            assert own == (each.yes, each.refused, each.gain)
            assert book.roles[n] == each.role
        for price in one.wins:
            n = book.acceptors.index(price.party)
            assert bool(book.on_board[row, n]) == (price.change == {})
            target = book.wins[row, n]
            if not price.change:
                assert target == -1
                continue
            to = named(layout, book.targets[target])
            assert {k: (package[k], to[k]) for k in to if to[k] != package[k]} == price.change
            assert bool(book.stands[target]) == price.stands


@given(dossiers())
@settings(max_examples=6, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_every_package_is_answered_as_by_itself(data):
    dossier = sm.build(data)
    book = answer_book(dossier, draws=120, seed=3)
    assert book.whole
    assert len(book.packages) == len(Layout(dossier).space.packages)
    agree(dossier, book, range(0, len(book.packages), 3), 120, 3)


@pytest.mark.parametrize("school", ["doves", "hawks"])
def test_critics_and_asks_count_as_they_do_in_one_answer(school):
    dossier = sm.assess(sm.build(case()), school)
    book = answer_book(dossier, draws=300)
    assert len(book.packages) == len(Layout(dossier).space.packages)
    agree(dossier, book, range(len(book.packages)), 300, 1)


def test_where_there_are_too_many_it_has_the_likeliest_and_those_around_them():
    dossier = sm.build(case())
    likely = {"troops": "go"}
    book = answer_book(dossier, [likely], draws=200, most=2)
    assert len(book.packages) == 2
    assert book.legal == len(Layout(dossier).space.packages)
    assert not book.whole
    levels = {key: one.index(likely.get(key, dossier.issues[key].status_quo))
              for key, one in Layout(dossier).levels.items()}  # fmt: skip
    assert book.row(levels) is not None
    agree(dossier, book, range(2), 200, 1)


def test_packages_too_many_to_be_listed_are_answered_around_the_likeliest():
    dossier = sm.load(ORACLES / "large.yaml")
    layout = Layout(dossier)
    assert not layout.space.listed
    likely = [dict(sm.forecast(dossier, draws=100).packages[0].levels)]
    book = answer_book(dossier, likely, draws=100, most=40)
    assert len(book.packages) == 40
    assert book.legal is None
    assert layout.space.legal(book.packages).all()
    row = book.row({key: layout.levels[key].index(likely[0][key]) for key in layout.issues})
    one = answers(dossier, likely[0], draws=100)
    assert book.all_claim[row] == one.all_claim


def test_a_package_that_is_not_in_it_has_no_row():
    dossier = sm.build(case())
    book = answer_book(dossier, draws=100)
    quo = {key: one.index(dossier.issues[key].status_quo)
           for key, one in Layout(dossier).levels.items()}  # fmt: skip
    assert book.row(quo) is None


def test_levels_of_ones_own_are_put_to_nobody_who_has_them_not():
    data = case()
    issue, own = next(iter(data["issues"].items()))
    more = [*own["levels"], "farther"]
    schools = {"one": {"set": {}}, "two": {"set": {f"issues.{issue}.levels": more}}}
    dossier = sm.build({**data, "assessments": schools})
    assert answer_books(dossier, sm.compare(dossier, draws=500), draws=500) == ()
    told = put_by_all(dossier, list(schools), {issue: "farther"})
    assert [one.label for one in told] == ["two"]
    assert len(put_by_all(dossier, list(schools), {issue: more[0]})) == 2
