"""Claims as people type them, as they are kept, and as what they are scored."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.dossier.vocabulary import LIKELIHOOD
from summitry.ledger.claims import (
    Answers,
    Normal,
    Number,
    Quantiles,
    Ranking,
    Sample,
    Word,
    from_data,
    to_data,
)
from summitry.ledger.faults import LedgerError
from summitry.ledger.judgement import read_judgement


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("agreed=0.35", Number("agreed", 0.35, 0.0)),
        ("agreed = 35%", Number("agreed", 0.35, 0.0)),
        ("no deal=.5", Number("no deal", 0.5, 1.0)),
        ("sanctions >= partial easing=0.1", Number("sanctions >= partial easing", 0.1)),
        ("agreed=Very likely", Word("agreed", "very likely")),
        ("agreed=remote", Word("agreed", "almost no chance")),
        ("outcome=small > none > grand", Ranking("outcome", ("small", "none", "grand"))),
        ("winner=A: 0.5 | B: 30% | C: .2", Answers("winner", ("A", "B", "C"), (0.5, 0.3, 0.2))),
        (
            "sanctions=kept: 0.5 < eased: 0.5",
            Answers("sanctions", ("kept", "eased"), (0.5, 0.5), True),
        ),
        ("troops=10%: 5, 90%: 20.5", Quantiles("troops", (0.1, 0.9), (5.0, 20.5))),
        ("troops=9000 +- 2500", Normal("troops", 9000.0, 2500.0)),
    ],
)
def test_what_is_typed_becomes_the_claim_it_is(text, claim):
    found = read_judgement(text)
    assert found == claim
    assert from_data(to_data(found)) == claim


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("agreed", "no judgement"),
        ("=0.5", "no judgement"),
        ("agreed=", "no judgement"),
        ("agreed=1.5", "from 0 to 1"),
        ("agreed=-0.1", "from 0 to 1"),
        ("agreed=150%", "from 0 to 1"),
        ("agreed=nan", "neither a probability"),
        ("agreed=maybe", "nor a likelihood word .*almost no chance"),
        ("winner=A: 0.5 | B: 0.4", "add up to 0.9"),
        ("winner=A: 0.5 | A: 0.5", "stands twice"),
        ("winner=A > A", "stands twice"),
        ("winner=A > ", "has a name"),
        ("troops=50%: 5, 10%: 20", "rise from above"),
        ("troops=10%: 20, 50%: 5", "quantiles fall"),
        ("troops=5 +- 0", "above 0"),
    ],
)
def test_what_makes_no_claim_is_told_in_a_line(text, told):
    with pytest.raises(LedgerError, match=told) as error:
        read_judgement(text)
    assert "\n" not in str(error.value)


def test_a_word_keeps_what_it_meant_when_it_was_said():
    assert to_data(Word("agreed", "likely"))["range"] == list(LIKELIHOOD["likely"])


CHANCES = st.floats(0, 1)
NAMES = st.lists(st.text(min_size=1).filter(str.strip), min_size=2, max_size=4, unique=True)
CLAIMS = st.one_of(
    st.builds(Number, st.just("x"), CHANCES, st.one_of(st.none(), CHANCES)),
    st.builds(Word, st.just("x"), st.sampled_from(list(LIKELIHOOD))),
    st.builds(Ranking, st.just("x"), NAMES.map(tuple)),
    NAMES.map(lambda names: Answers("x", tuple(names), (1.0, *[0.0] * (len(names) - 1)), True)),
    st.builds(Sample, st.just("x"), st.lists(st.floats(-9, 9), min_size=1).map(tuple)),
)


@given(CLAIMS, st.one_of(st.none(), st.just("agreed")))
def test_a_claim_is_kept_without_loss(claim, condition):
    from dataclasses import replace

    claim = replace(claim, given=condition)
    assert from_data(to_data(claim)) == claim


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3)),
    lambda inner: st.one_of(st.lists(inner, max_size=3),
                            st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=4,
)  # fmt: skip
KEYS = ("on", "chance", "word", "order", "names", "chances", "at", "values", "draws", "given",
        "no_deal", "cases", "mean", "deviation", "ordered")  # fmt: skip


@given(
    st.sampled_from(["number", "word", "ranking", "answers", "quantiles", "normal", "sample", "?"]),
    st.dictionaries(st.sampled_from(KEYS), JSON, max_size=4),
    st.sampled_from(["x", 3, None]),
)
def test_hostile_data_is_a_claim_or_a_fault(kind, data, on):
    with suppress(LedgerError):
        from_data({**data, "type": kind, "on": on})
