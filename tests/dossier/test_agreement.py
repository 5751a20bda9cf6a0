"""Agreement among coders: what alpha is blind to, and who disagrees most."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import summitry as sm
from summitry.dossier.agreement import agreement, alpha
from summitry.dossier.reading import read_tree
from tests.dossier.test_codes import BASE

values = st.integers(-50, 50)
units = st.lists(st.lists(st.one_of(st.none(), values), min_size=2, max_size=4), max_size=8)


@given(units, st.integers(1, 9), values)
def test_scale_and_order_change_nothing(some, factor, shift):
    first = alpha(some)
    moved = [[None if x is None else factor * x + shift for x in unit[::-1]] for unit in some]
    second = alpha(moved[::-1])
    assert (first is None) == (second is None)
    if first is not None:
        assert second == pytest.approx(first)
        assert first <= 1


def test_too_little_to_say():
    assert alpha([(1, 2)]) is None
    assert alpha([(1, None), (None, 2)]) is None
    assert alpha([]) is None


def test_by_kind_of_number_with_shares():
    coded = "{coders: [{coder: A, value: %s}, {coder: B, value: %s}]}"
    text = BASE.replace("ideal: low", "ideal: " + coded % ("low", "high"))
    text = text.replace("salience: 60", "salience: " + coded % (60, 61))
    text = text.replace("salience: 70", "salience: " + coded % (10, 20))
    found = agreement(sm.build(read_tree(text).data))
    assert set(found) == {"ideal", "salience"}
    assert found["ideal"].alpha is None
    assert found["salience"].alpha > 0.9
    shares = found["salience"].shares
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["stances/lower/water/salience"] == pytest.approx(100 / 101)
