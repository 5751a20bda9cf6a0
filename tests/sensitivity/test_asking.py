"""Questions in the order of what they tell, and answers that make a dossier."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitry as sm
from summitry.dossier.outlines import outline, outlines
from summitry.dossier.questions import AnswerError, answered, answers, completed, questions
from summitry.dossier.reading import read_tree
from summitry.sensitivity.asking import enough, interview

NAMES = [one.name for one in outlines()]


def first(name="border"):
    return sm.build(read_tree(outline(name)).data)


def some(question, at):
    return {part.name: part.words[at % len(part.words)] for part in question.parts}


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_a_dossier_without_numbers(name, tmp_path):
    file = tmp_path / "dossier.yaml"
    file.write_text(outline(name, "Our own: a #1 case", on=date(2026, 11, 27)))
    assert [one for one in sm.check(file) if one.severity == "error"] == []
    dossier = sm.load(file)
    assert dossier.title == "Our own: a #1 case"
    assert dossier.as_of == "2026-11-27"
    assert dossier.stances == {}
    assert not any(not one.leverage.default for one in dossier.parties.values())
    assert answers(dossier) == 0
    performers = {one.performed_by for one in dossier.issues.values()}
    assert performers == set(dossier.principals)  # an exchange is possible


def test_an_unknown_template_names_those_there_are():
    with pytest.raises(KeyError, match="border, ceasefire"):
        outline("../starter")


@settings(max_examples=5, deadline=None)
@given(st.sampled_from(NAMES), st.lists(st.integers(0, 50), min_size=60, max_size=60))
def test_any_answers_make_a_dossier_and_questions_end(name, choices):
    dossier = first(name)
    for number, at in enumerate(choices):
        left = questions(dossier)
        if not left:
            break
        assert sm.build(completed(dossier)).issues == dossier.issues
        one = left[at % len(left)]
        before = answers(dossier)
        dossier = sm.build(answered(dossier._tree, one, some(one, at + number)))
        assert answers(dossier) == before + 1
        assert one.key not in [other.key for other in questions(dossier)]


def test_the_first_order_is_fixed_and_asks_the_principals_in_turn():
    found = interview(first())
    assert all(one.worth is None for one in found.asked)
    assert [one.question.key for one in found.asked[:4]] == [
        "stance/west/line", "stance/east/line", "stance/west/settlers", "stance/east/settlers",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def half():
    dossier = first()
    ideals = {"line": (0, 1), "settlers": (0, 2), "crossing": (2, 0)}
    for one in questions(dossier):
        kind, party, issue = [*one.key.split("/"), "", ""][:3]
        if kind == "stance" and party in ("west", "east") and issue in ideals:
            at = ideals[issue][party == "east"]
            words = {"ideal": one.parts[0].words[at], "salience": "much"}
            dossier = sm.build(answered(dossier._tree, one, words))
    return dossier


def test_with_enough_answers_the_draws_order_them(half):
    assert enough(half)
    found = interview(half)
    worths = [one.worth for one in found.asked]
    assert worths == sorted(worths, reverse=True)
    assert worths[0] > 0.02
    assert set(found.chances) == {"exchange", *half.events}
    assert found == interview(half)


def test_worth_is_what_knowing_the_answer_would_tell(half):
    """Against brute force: the spread of the chance over answers fixed one by one."""
    import numpy as np

    from summitry.forecasts.events import holds, statements
    from summitry.sensitivity.sample import sample

    found = interview(half, draws=20_000)
    one = next(one for one in found.asked if one.question.key.startswith("trust/"))
    made = sample(sm.build(completed(half)), 20_000, 1)
    name = one.question.inputs[0]
    places = made.draws.value(name)
    edges = np.quantile(places, np.linspace(0, 1, 11))
    total = 0.0
    events = {key: event for key, event in statements(made.dossier).items() if key != "agreed"}
    for event in events.values():
        chances = [
            float(holds(event, made.outcomes)[(places >= low) & (places <= high)].mean())
            for low, high in pairwise(edges)
        ]
        total += float(np.var(chances)) / len(events)
    assert one.worth == pytest.approx(total**0.5, abs=0.01)


def test_an_answer_says_how_it_is_known():
    dossier = first()
    one = questions(dossier)[0]
    words = some(one, 0) | {
        "kind": "reported",
        "note": " two\n words ",
        "source": "s",
        "quote": "q",
    }
    made = answered(dossier._tree, one, words)["stances"]["west"]["line"]
    assert made["kind"] == "reported"
    assert made["note"] == "two words"
    assert made["cite"] == {"s": "q"}


@pytest.mark.parametrize(
    "given", [{}, {"ideal": "nowhere"}, {"kind": "guessed"}, {"source": "s", "quote": "w " * 13}]
)
def test_what_is_no_answer_is_told(given):
    dossier = first()
    one = questions(dossier)[0]
    whole = some(one, 0) | given if given else {}
    with pytest.raises(AnswerError):
        answered(dossier._tree, one, whole)
