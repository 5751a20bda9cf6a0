"""Studies at a glance say, of what they show, what the studies say on as many draws."""

from __future__ import annotations

import pytest

import summitry as sm
from summitry.forecasts.glance import Sight
from summitry.sensitivity.glances.differences import difference_at_a_glance
from tests.sensitivity.test_differences import two_schools

DRAWS = 120


def sight(dossier):
    return Sight(dossier, draws=DRAWS, seed=3)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("process.slip", [0.1, 0.2, 0.3]),
        ("parties.hawks.leverage", [0.2, 0.3, 0.4]),
        ("stakes.b.x", -0.2),
    ],
)
def test_a_difference_with_a_number_moved(path, value):
    data = two_schools()
    data["stakes"] = {"b": {"x": -0.05}}
    ask = {"issue": "troops", "at_most": "stay", "likelihood": 0.1}
    data["process"] |= {"big_ask": {"a": ask}, "slip": 0.05}
    dossier = sm.build(data)
    rest = sm.why(dossier, "calm", "wary", draws=300, seed=3)
    moved = {path: value}
    made = difference_at_a_glance(sight(dossier).games(moved), rest)
    whole = sm.why(sm.what_if(dossier, moved), "calm", "wary", draws=DRAWS, seed=3)
    assert (made.before, made.after) == (whole.before, whole.after)
    assert (made.before, made.after) != (rest.before, rest.after)
    shares = {one.paths: (one.share, one.alone, one.last) for one in made.parts}
    for one in whole.parts:
        assert shares[one.paths] == pytest.approx((one.share, one.alone, one.last), abs=1e-12)
    gone = [own for paths, own in shares.items() if paths == (path,)]
    assert gone in ([], [(0.0, 0.0, 0.0)])
    assert [one.name for one in made.parts] == [one.name for one in rest.parts]
    assert made.draws == DRAWS


def test_no_glance_at_a_difference_of_structure():
    dossier = sm.build(two_schools(set={"process.solution": "egalitarian"}))
    rest = sm.why(dossier, "calm", "wary", draws=100, seed=3)
    assert difference_at_a_glance(sight(dossier).games(), rest) is None
