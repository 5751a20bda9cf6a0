"""From a dossier's draws to an arena, and what the names and options of models mean."""

from __future__ import annotations

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitry as sm
from summitry.draws import Draws
from summitry.forecasts.pressure import own_first
from summitry.formats.ktab_xml import PARAMETERS, WORDS, settings_of, spatial_rules
from summitry.games.influence.arena import Arena
from summitry.influence import SpatialRules, weighted_mean
from summitry.procedures.influence import MODELS, Options, arena_of, chosen, points, strongest
from summitry.procedures.interests import interests
from summitry.procedures.layout import Layout
from summitry.procedures.spatial import RULES, of_one_power, spatial_of
from summitry.procedures.terrain import at_modes
from tests.procedures.test_package import shuffled
from tests.strategies import dossiers


def arena(data, draws=20, seed=4):
    dossier = sm.build(copy.deepcopy(data))
    layout = Layout(dossier)
    return layout, arena_of(layout, interests(layout, Draws(dossier, draws, seed)))


BASE = {
    "summitry": 1,
    "title": "t",
    "as_of": "2020-01-01",
    "parties": {
        "a": {"role": "principal", "influence": 2},
        "b": {"role": "principal", "influence": [1, 2, 3]},
        "c": {"role": "third"},
        "mute": {"role": "third"},
    },
    "issues": {
        "land": {"levels": ["none", "half", "all"], "status_quo": "none", "performed_by": "a"},
        "money": {"levels": ["nil", "some"], "status_quo": "nil", "performed_by": "b"},
    },
    "stances": {
        "a": {"land": {"ideal": "none", "salience": 50}, "money": {"ideal": 0.8, "salience": 20}},
        "b": {
            "land": {"values": {"none": 0.1, "half": 0.9, "all": 0.3}, "salience": 40},
            "money": {"ideal": [0, 0.1, 0.3], "salience": [10, 20, 60], "influence": 9},
        },
        "c": {"land": {"ideal": "all", "salience": 100}},
    },
}


def test_everybody_with_a_stance_counts_as_the_dossier_says():
    layout, found = arena(BASE)
    assert found.actors == ("a", "b", "c")
    assert found.issues == ("land", "money")
    np.testing.assert_array_equal(found.positions[:, :, 0], [[0, 0.5, 1]] * 20)
    assert np.isnan(found.positions[:, 2, 1]).all()
    assert (found.salience[:, 0] == [0.5, 0.2]).all()
    assert (found.capability[:, 0] == 2).all()
    assert (found.capability[:, 1, 1] == 9).all()
    own = found.capability[:, 1, 0]
    assert (own > 1).all()
    assert (own < 3).all()
    assert np.ptp(own) > 0
    assert found.status_quo.tolist() == [[0, 0]]
    assert found.bounds.tolist() == [[0, 1], [0, 1]]
    central = arena_of(layout, interests(layout, at_modes(layout.dossier)))
    mean = weighted_mean(central).outcome[0]
    weight = np.array([2 * 0.5, 2 * 0.4, 1 * 1.0])
    assert mean[0] == pytest.approx((weight * [0, 0.5, 1]).sum() / weight.sum())
    assert mean[1] == pytest.approx((2 * 0.2 * 0.8 + 9 * 0.2 * 0.1) / (2 * 0.2 + 9 * 0.2))


def test_of_values_worth_alike_the_nearest_to_how_things_stand_counts():
    data = copy.deepcopy(BASE)
    data["issues"]["land"]["status_quo"] = "all"
    data["stances"]["b"]["land"]["values"] = {"none": 0.9, "half": 0.9, "all": 0.2}
    _, found = arena(data)
    assert (found.positions[:, 1, 0] == 0.5).all()


def test_an_issue_without_stances_is_left_to_stand():
    data = copy.deepcopy(BASE)
    for own in data["stances"].values():
        own.pop("money", None)
    layout, found = arena(data)
    assert found.issues == ("land",)
    at = points(layout, weighted_mean(found))
    assert np.isnan(at[:, 1]).all()
    assert np.isfinite(at[:, 0]).all()


@given(dossiers(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_the_file_changes_nothing(data, source):
    _, first = arena(data)
    _, second = arena(shuffled(data, source))
    assert first.actors == second.actors
    for name in ("positions", "salience", "capability", "status_quo"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))


@given(dossiers())
@settings(max_examples=25, deadline=None)
def test_outcomes_lie_among_positions_and_influence_has_no_unit(data):
    _, found = arena(data)
    larger = Arena(
        found.actors, found.issues, found.positions, found.salience, 7 * found.capability,
        found.status_quo, found.bounds,
    )  # fmt: skip
    low = np.nanmin(found.positions, axis=1) - 1e-9
    high = np.nanmax(found.positions, axis=1) + 1e-9
    for name in ("mean", "median", "vote", "challenge"):
        one = MODELS[name].run(found, Options())
        assert ((one.outcome >= low) & (one.outcome <= high)).all(), name
        other = MODELS[name].run(larger, Options())
        np.testing.assert_allclose(one.outcome, other.outcome, atol=1e-9)


def test_names_and_defaults():
    assert [one.name for one in chosen(None)] == list(MODELS)
    assert [one.name for one in chosen(["vote", "mean", "vote"])] == ["vote", "mean"]
    with pytest.raises(KeyError, match="no model 'magic'; there are: mean, median"):
        chosen(["magic"])
    _, found = arena(BASE)
    assert strongest(found) == "b"
    assert strongest(found, ["a", "c"]) == "a"
    for one in MODELS.values():
        assert one.says
        assert one.source


def test_a_dossiers_own_settings_hold_where_the_command_says_nothing():
    data = copy.deepcopy(BASE)
    data["influence"] = {
        "model": "challenge", "rounds": 4, "variant": "scholz-code",
        "spatial": {"victory": "square", "bargain": "both"},
        "ideals": {"a": {"a": 0.5, "b": 0.2}},
    }  # fmt: skip
    dossier = sm.build(data)
    own = Options().of(dossier)
    assert (own.rounds, own.variant) == (4, "scholz-code")
    assert own.spatial == {"victory": "square", "bargain": "both"}
    assert own.ideals == {"a": {"a": 0.5, "b": 0.2}}
    said = Options(rounds=2, spatial={"victory": "cubic"}).of(dossier)
    assert said.rounds == 2
    assert said.spatial["victory"] == "cubic"
    assert own_first(dossier) == ["challenge", *(one for one in MODELS if one != "challenge")]


def test_every_word_of_the_spatial_model_is_a_setting_of_its_own():
    """Each of the words, each of KTAB's parameters and each of the model's settings are one."""
    for parameter, (word, words) in WORDS.items():
        name, same, choices = RULES[word]
        assert same == parameter
        assert len(choices) == len(words) == len(PARAMETERS[parameter])
        for position, choice in enumerate(choices):
            SpatialRules(**{name: choice})
            said = PARAMETERS[parameter][position]
            assert choice in (said, "None") or said.startswith(choice)
            assert spatial_rules({parameter: said}) == {word: words[position]}
    from summitry.dossier.pressure import Spatial

    usual = SpatialRules()
    for word, default in Spatial().model_dump().items():
        name, parameter, choices = RULES[word]
        assert choices[WORDS[parameter][1].index(default)] == getattr(usual, name)
    changed = Spatial(victory="octic", risk="none")
    assert settings_of(changed) == {"VictoryProbModel": "Octic", "BigRAdjust": "No"}


def test_a_rule_of_the_spatial_model_reaches_it():
    _, found = arena(BASE, draws=5)
    plain = spatial_of(found, {}, {}, 1)
    other = spatial_of(found, {"vote": "cubic", "election": "markov-uniform"}, {}, 1)
    assert "Cubic" in other.model
    assert "MarkovUniform" in other.model
    assert plain.model != other.model
    drawn = spatial_of(found, {}, {"a": {"a": 0.2, "b": 0.8}}, 1)
    assert not np.array_equal(plain.outcome, drawn.outcome)


def test_a_capability_by_issue_becomes_its_mean_with_a_note():
    _, found = arena(BASE, draws=3)
    one, notes = of_one_power(found)
    assert "mean" in notes[0]
    np.testing.assert_allclose(one.capability[:, 1, 0], found.capability[:, 1].mean(axis=1))
    np.testing.assert_allclose(one.capability[:, 2, 0], 1)
    assert of_one_power(one) == (one, ())
