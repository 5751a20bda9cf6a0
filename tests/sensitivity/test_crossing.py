"""Where a chance crosses a threshold: found on any course, or said not to be there."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.sensitivity.crossing import CLOSE, Bounds, brackets, cross, scan


@given(st.floats(0.05, 0.95), st.floats(0.5, 6), st.booleans())
def test_a_monotone_course_is_crossed_where_it_is(threshold, power, falls):
    def chance(place):
        return 1 - place**power if falls else place**power

    found = scan(chance, Bounds(0, 1), 0.3)
    ends = brackets(found, 0.3, threshold)
    place = cross(chance, *ends, threshold)
    assert chance(place) == pytest.approx(threshold, abs=0.02)


def test_of_several_crossings_the_nearest_to_the_start_is_taken():
    def chance(place):
        return 0.9 if 0.3 < place < 0.7 else 0.1

    found = scan(chance, Bounds(0, 1), 0.9)
    assert brackets(found, 0.9, 0.5) == (0.5, 0.75)
    found = scan(chance, Bounds(0, 1), 0.05)
    assert brackets(found, 0.05, 0.5) == (0.25, 0.5)


def test_what_is_never_crossed_is_said_to_be_so():
    found = scan(lambda _: 0.3, Bounds(-1, 1), 0.0)
    assert brackets(found, 0.5, 0.5) is None
    assert not found.touched
    assert cross(lambda _: 0.3, 0, 1, 0.5) is None


def test_few_runs_are_needed():
    runs = []

    def chance(place):
        runs.append(place)
        return 1 / (1 + math.exp(-12 * (place - 0.37)))

    place = cross(chance, 0, 1, 0.5)
    assert place == pytest.approx(0.37, abs=2 * CLOSE)
    assert len(runs) <= 10


def test_the_infinite_end_of_a_leverage_is_a_place():
    bounds = Bounds(0, math.inf)
    assert bounds.place(math.inf) == 1
    assert bounds.at(1) == math.inf
    assert bounds.at(0.5) == 1
    assert bounds.place(1) == 0.5
    assert Bounds(-0.5, 0.5).place(0) == 0.5
