"""GeniusWeb scenarios: reservations are bids, numbers are as written, faults have lines."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from summitry.formats.faults import FormatError
from summitry.formats.scenario import read_scenario
from summitry.formats.writing import geniusweb_files

DOMAIN = {
    "name": "party",
    "issuesValues": {"food": {"values": ["chips", "cake"]}, "n": {"values": ["1", "2", "3"]}},
}


def profile(name, food, weights=(0.4, 0.6), bid=None):
    space = {
        "name": name,
        "domain": DOMAIN,
        "issueWeights": dict(zip(("food", "n"), weights, strict=True)),
        "issueUtilities": {
            "food": {"discreteutils": {"valueUtilities": food}},
            "n": {
                "numberutils": {"lowValue": 1, "lowUtility": 0.1, "highValue": 3, "highUtility": 1}
            },
        },
    }
    if bid:
        space["reservationBid"] = {"issuevalues": bid}
    return {"LinearAdditiveUtilitySpace": space}


def write(folder, first, second):
    (folder / "domain.json").write_text(json.dumps(DOMAIN))
    (folder / "p1.json").write_text(json.dumps(first, indent=1))
    (folder / "p2.json").write_text(json.dumps(second, indent=1))
    return folder


def test_a_scenario_is_read_and_written_with_its_bids(tmp_path):
    bid = {"food": "cake", "n": "2"}
    one = profile("ann", {"chips": 1, "cake": 0.3}, bid=bid)
    two = profile("bob", {"chips": 0, "cake": 1})
    found = read_scenario(write(tmp_path, one, two))
    game = found.game
    assert found.name == "party"
    assert game.parties == ("ann", "bob")
    assert game.reservations["ann"] == Fraction("0.12") + Fraction("0.6") * Fraction("0.55")
    assert game.worth({"food": "chips", "n": "3"})["ann"] == 1
    assert any("no reservation bid" in str(one) for one in found.warnings)
    folder = tmp_path / "out"
    folder.mkdir()
    for name, text in geniusweb_files(found).files.items():
        (folder / name).write_text(text)
    again = read_scenario(folder / "domain.json")
    assert again.reservation_bids == {"ann": bid}
    assert again.game.scores == game.scores
    assert again.game.reservations == game.reservations


def test_faults_and_doubts_have_their_lines(tmp_path):
    one = profile("ann", {"chips": "much"}, weights=(0.4, 0.5), bid={"food": "pie"})
    write(tmp_path, one, profile("bob", {"chips": 1, "cake": 0}))
    with pytest.raises(FormatError) as caught:
        read_scenario(tmp_path)
    told = str(caught.value).splitlines()
    assert len(told) == 2
    assert "'much' is no number" in told[0]
    assert "'pie', no value of it" in told[1]
    assert "p1.json:" in told[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "p.json:1: no JSON"),
        ("[]", "holds no object"),
        ("{}", "neither domain nor profile"),
        ('{"issuesValues": {"a": {"values": NaN}}}', "NaN is no number"),
        ("[" * 100_000, "no JSON"),
        (
            '{"issuesValues": {"a": {"range": {"low": 0, "high": 1e9, "step": 1}}}}',
            "at most 10,000",
        ),
        ('{"issuesValues": {"a": 3}}', "a has no values"),
        ('{"LinearAdditiveUtilitySpace": 3}', "no object"),
    ],
)
def test_hostile_files_are_refused_in_a_line_each(tmp_path, text, says):
    file = tmp_path / "p.json"
    file.write_text(text)
    with pytest.raises(FormatError, match=r"p\.json") as caught:
        read_scenario(file)
    assert says in str(caught.value)
