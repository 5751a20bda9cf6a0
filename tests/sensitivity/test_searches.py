"""Searches side by side find what each finds alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from summitry.sensitivity.crossing import crossing
from summitry.sensitivity.searches import alone, put, side_by_side

STEEP = st.lists(st.tuples(st.floats(1, 40), st.floats(-0.2, 1.2)), max_size=8)


def course(steep, middle, place):
    return min(1.0, max(0.0, 0.5 + steep * (place - middle)))


@given(STEEP, st.floats(0.1, 0.9))
def test_each_finds_what_it_finds_alone(every, threshold):
    rounds, shares = [], []

    def answer(asked):
        rounds.append(len(asked))
        return [course(*every[number], place) for number, place in asked]

    searches = [
        put(crossing(0.0, 1.0, threshold), lambda place, number=number: (number, place))
        for number in range(len(every))
    ]
    found = side_by_side(searches, answer, shares.append)
    runs = 0
    for one, own in zip(every, found, strict=True):
        asked = []

        def chance(place, one=one, asked=asked):
            asked.append(place)
            return course(*one, place)

        assert own == alone(crossing(0.0, 1.0, threshold), chance)
        runs = max(runs, len(asked))
    assert len(rounds) == runs  # a round for the slowest, and none besides
    assert shares == sorted(shares)
    assert not every or shares[-1] == 1.0


def test_what_is_added_to_every_answer():
    found = alone(put(crossing(0.0, 1.0, 0.5), lambda place: place, 0.25), lambda place: place)
    assert abs(found - 0.25) < 0.01
