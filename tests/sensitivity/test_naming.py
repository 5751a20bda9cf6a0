"""Paths of a dossier in words: parties by their names, and nothing that only we would say."""

from __future__ import annotations

from pathlib import Path

import pytest

import summitry as sm
from summitry.dossier.inputs import inputs
from summitry.sensitivity.naming import path_in_words
from tests.forecasts.test_forecast import case


@pytest.fixture(scope="module")
def dossier():
    data = case()
    data["parties"]["a"]["name"] = "Upper Valley"
    data["issues"]["troops"]["name"] = "Troops on the ridge"
    return sm.build(data)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("parties.a", "Upper Valley"),
        ("issues.troops", "Troops on the ridge"),
        ("issues.troops.verifiable", "how far troops can be verified"),
        ("stances.a.arms.salience", "salience of arms to Upper Valley"),
        ("stances/a/arms/salience", "salience of arms to Upper Valley"),
        ("process.trust.a", "trust of Upper Valley"),
        ("process.slip", "chance that a deal slips"),
        ("curve", "curve of every utility"),
        ("loss_aversion/a", "loss aversion of Upper Valley"),
        ("time/patience/a", "patience of Upper Valley"),
        ("time.dates.the election.chance", "chance that it ends on the day of the election"),
        ("assessments.doves", "assessment: doves"),
        ("unknowns", "unknowns"),
    ],
)
def test_paths_read_as_words(dossier, path, words):
    assert path_in_words(dossier, path) == words


def test_a_path_that_leads_nowhere_stays_as_it_is(dossier):
    assert path_in_words(dossier, "stances.a") == "stance: a"
    assert path_in_words(dossier, "cover.nobody") == "cover: nobody"


def test_every_number_of_the_shipped_cases_has_words():
    for name in ("hanoi-2019", "camp-david-1978"):
        dossier = sm.load(Path(__file__).parents[2] / "cases" / name)
        for one in inputs(dossier):
            words = path_in_words(dossier, one)
            assert words
            assert "/" not in words, one
