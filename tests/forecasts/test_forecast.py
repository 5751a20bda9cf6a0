"""The forecast as a value: what it says, that it adds up, that it repeats."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path

import numpy as np
import pytest

import summitry as sm
from summitry.draws import Draws
from summitry.forecasts import forecast as forecast_module
from summitry.forecasts.bargains import top_packages
from summitry.forecasts.doubt import ROWS, WORLDS, forms, spreads
from summitry.forecasts.events import holds, statements
from summitry.forecasts.reasons import Reason, in_words
from summitry.forecasts.tables import comparison_tables, forecast_tables
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.package import Form, negotiate
from tests.procedures.test_package import biting


def case(**more):
    data = biting() | more
    data["events"] = {
        "troops go": "troops = go",
        "arms stay without a deal": "no deal and arms = keep",
        "either": "troops = go or arms = scrap",
        "not the troops": "not troops = go",
    }
    data["assessments"] = {
        "doves": {"name": "The doves", "set": {"parties.hawks.leverage": "none"}},
        "hawks": {"name": "The hawks", "set": {"process.big_ask.a": {
            "issue": "troops", "at_most": "stay", "likelihood": "likely"}}},
        "same": {"set": {}},
    }  # fmt: skip
    return data


@pytest.fixture(scope="module")
def dossier():
    return sm.build(case())


@pytest.fixture(scope="module")
def made(dossier):
    return sm.forecast(dossier, draws=3_000, seed=5)


def test_it_adds_up(made):
    assert made.probability("agreed") + sum(one.share for one in made.reasons) == pytest.approx(1)
    for shares in made.levels.values():
        assert sum(shares.values()) == pytest.approx(1)
    assert sum(one.share for one in made.packages) <= made.probability("agreed") + 1e-9
    assert [one.name for one in made.events][:2] == ["agreed", "exchange"]
    assert made.probability("either") >= made.probability("troops go")
    assert made.probability("not the troops") == pytest.approx(1 - made.probability("troops go"))
    assert made.probability("arms stay without a deal") == pytest.approx(
        1 - made.probability("agreed")
    )


def test_ranges_hold_the_probability_and_their_order(made):
    for one in made.events:
        assert 0 <= one.spread.least <= one.spread.middle <= one.spread.greatest <= 1
        assert one.spread.least - 0.02 <= one.probability <= one.spread.greatest + 0.02
        own = one.spread.forms["as in the dossier"]
        assert own == pytest.approx(one.probability, abs=0.04)


def test_the_same_seed_gives_the_same_bytes(dossier, made):
    assert sm.forecast(dossier, draws=3_000, seed=5).to_json() == made.to_json()
    assert sm.forecast(dossier, draws=3_000, seed=6).to_json() != made.to_json()


def test_its_provenance_repeats_it(dossier, made):
    told = made.provenance
    again = sm.forecast(
        dossier, told.assessment, draws=told.draws, seed=told.seed,
        form=Form(told.solution, told.holding_back),
    )  # fmt: skip
    assert again == made
    assert re.fullmatch(r"[0-9a-f]{64}", told.dossier)


def test_json_is_plain_and_whole(made):
    data = json.loads(made.to_json())
    assert data["form"] == "summitry-forecast/1"
    assert {one["name"] for one in data["events"]} == {one.name for one in made.events}
    assert data["provenance"]["seed"] == 5


def test_it_cannot_be_changed(made):
    with pytest.raises(AttributeError):
        made.title = "another"


def test_unknown_event_and_too_few_draws(dossier, made):
    with pytest.raises(KeyError, match="there are: agreed, exchange"):
        made.probability("agred")
    with pytest.raises(ValueError, match="at least 100"):
        sm.forecast(dossier, draws=5)


def test_frame_and_views(made):
    frame = made.to_frame()
    assert frame.loc["agreed", "probability"] == made.probability("agreed")
    assert list(frame.columns) == ["probability", "least", "middle", "greatest"]
    assert "<table>" in made._repr_html_()
    assert made.__rich__() is not None
    printed = str(made)
    assert "exchange" in printed
    assert "\x1b" not in printed
    assert max(map(len, printed.splitlines())) <= 120


def test_effects_have_the_sign_that_a_rerun_has(dossier, made):
    hawks = next(one for one in made.effects if one.kind == "critic")
    soft = sm.build(case(parties=case()["parties"] | {
        "hawks": {"role": "ratifier", "of": "a", "leverage": 0, "slack": 0.0}}))  # fmt: skip
    without = sm.forecast(soft, draws=3_000, seed=5).probability("agreed")
    assert hawks.change["agreed"] < 0
    assert made.probability("agreed") - without == pytest.approx(hawks.change["agreed"], abs=0.03)
    assert hawks.without["agreed"] == pytest.approx(without, abs=0.03)


def test_a_mechanism_that_does_nothing_is_said_to_do_nothing():
    data = case()
    data["parties"]["doves"] = {"role": "ratifier", "of": "a", "leverage": 1.0}
    data["stances"]["doves"] = {"troops": {"ideal": "go", "salience": 50}}
    made = sm.forecast(sm.build(data), draws=400, seed=1)
    doves = next(one for one in made.effects if one.text == "critic: doves")
    assert doves.touched == 0
    assert set(doves.change.values()) == {0.0}
    assert any("critic: doves: changes nothing" in one.text for one in made.cautions)


def test_an_event_of_typed_chances_alone_is_named():
    data = case()
    data["parties"]["hawks"]["leverage"] = 0
    data["process"] = {
        "slip": 0.1,
        "big_ask": {"a": {"issue": "arms", "at_least": "scrap", "likelihood": 0.3}},
    }
    data["stances"]["b"]["arms"]["red_line"] = {"above": "keep", "likelihood": 0.9}
    data["stakes"] = {"a": {"victory": -0.5}, "b": {"victory": -0.5}}
    made = sm.forecast(sm.build(data), draws=2_000, seed=1)
    told = [one.text for one in made.cautions if one.code == "W702"]
    assert any(text.startswith("'agreed'") and "slip" in text and "ask" in text for text in told)


def test_a_one_sided_package_is_named():
    data = case()
    data["parties"]["hawks"]["leverage"] = 0
    data["stances"]["a"]["troops"]["salience"] = 0.0
    data["stances"]["b"]["arms"]["red_line"] = {"above": "keep", "likelihood": 1}
    data["stakes"] = {"a": {"victory": -0.2}}
    made = sm.forecast(sm.build(data), draws=400, seed=1)
    assert any(one.code == "W703" and "troops = go" in one.text for one in made.cautions)


def test_the_grid_is_the_forecast_at_fixed_curve_and_loss_aversion(made):
    data = case(curve=2, loss_aversion=1.5)
    fixed = sm.forecast(sm.build(data), draws=3_000, seed=5)
    row, column = made.grid.curves.index(2.0), made.grid.loss_aversions.index(1.5)
    assert made.grid.cells["agreed"][row][column] == pytest.approx(
        fixed.probability("agreed"), abs=0.03
    )


def test_few_worlds_a_row_bias_the_range_little(dossier):
    """The same rows of numbers with many more worlds each give nearly the same range."""
    layout, form = Layout(dossier), Form.of(dossier)
    events = {"agreed": statements(dossier)["agreed"]}
    short = spreads(Games(layout, Draws(dossier, ROWS, 5, inner=WORLDS)), form, events)["agreed"]
    long = spreads(Games(layout, Draws(dossier, ROWS, 5, inner=600)), form, events)["agreed"]
    assert short.least == pytest.approx(long.least, abs=0.03)
    assert short.middle == pytest.approx(long.middle, abs=0.03)
    assert short.greatest == pytest.approx(long.greatest, abs=0.03)
    assert long.least < long.middle


def test_without_doubt_there_is_no_range_but_the_forms():
    """With every number exact, the chance is one number: the world's own."""

    def exact(node):
        if isinstance(node, dict):
            return {key: exact(value) for key, value in node.items()}
        if isinstance(node, list) and len(node) == 3 and all(type(x) in (int, float) for x in node):
            return node[1]
        return node

    data = exact(copy.deepcopy(case()))
    data["parties"]["hawks"] |= {"slack": 0.0}
    data |= {"curve": 1, "loss_aversion": 1}
    data["process"] = {"slip": 0.2, "hidden": {"a": 0.1, "b": 0.1}}
    dossier = sm.build(data)
    layout = Layout(dossier)
    rows = negotiate(Games(layout, Draws(dossier, 200, 1, inner=64)), reasons=False)
    chance = rows.by_row(holds(statements(dossier)["agreed"], rows))
    assert np.ptp(chance) < 0.15
    assert chance.mean() == pytest.approx(
        negotiate(Games(layout, Draws(dossier, 20_000, 2)), reasons=False).agreed.mean(), abs=0.01
    )


def test_comparison_shares_the_draws_that_are_not_disputed(dossier):
    compared = sm.compare(dossier, draws=1_000, seed=5)
    assert [one.assessment for one in compared.forecasts] == ["doves", "hawks", "same"]
    assert {one.name for one in compared.disputes} == {
        "parties/hawks/leverage",
        "process/big_ask/a/likelihood",
    }
    alone = sm.forecast(dossier, "same", draws=1_000, seed=5)
    assert compared["same"] == alone
    assert compared["doves"].probability("agreed") > alone.probability("agreed")
    assert compared["hawks"].probability("agreed") < alone.probability("agreed")
    assert json.loads(compared.to_json())["form"] == "summitry-comparison/1"
    assert ("doves", "probability") in compared.to_frame().columns


def test_unknown_assessment(dossier):
    with pytest.raises(sm.DossierError, match="dove"):
        sm.forecast(dossier, "dove")


def test_every_table_is_rectangular(dossier, made):
    compared = sm.compare(dossier, ["doves", "hawks"], draws=400)
    for table in (*forecast_tables(made), *comparison_tables(compared)):
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.columns)}, table.title


def test_no_deal_at_all_is_an_answer():
    data = case()
    data["stances"]["b"]["troops"] = {"ideal": "stay", "salience": 90}
    data["stances"]["b"]["arms"] = {"ideal": "keep", "salience": 90}
    data["parties"]["hawks"]["leverage"] = "veto"
    made = sm.forecast(sm.build(data), draws=300)
    assert made.probability("agreed") == 0
    numbers = {one["name"]: one for one in json.loads(made.to_json())["evidence"]["numbers"]}
    assert numbers["parties/hawks/leverage"]["mode"] is None
    assert numbers["parties/hawks/leverage"]["written"] == "veto"
    assert made.packages == ()
    assert made.summary.startswith("Any deal .000:")
    assert made.__rich__() is not None


def test_progress_is_told(dossier):
    told = []
    sm.forecast(dossier, draws=200, progress=lambda part, share: told.append((part, share)))
    assert {part for part, _ in told} == {"draws", "mechanisms", "grid", "range"}
    assert all(0 <= share <= 1 for _, share in told)


def test_the_default_number_of_draws_is_stated():
    assert forecast_module.DRAWS == 20_000


def test_the_range_runs_over_every_form(dossier):
    """Least is the fifth percentile at the form that makes it least, greatest likewise."""
    games = Games(Layout(dossier), Draws(dossier, ROWS, 5, inner=WORLDS))
    event = statements(dossier)["agreed"]
    found = spreads(games, Form.of(dossier), {"agreed": event})["agreed"]
    slip = games.draws.value("process/slip")
    low, high = [], []
    for _, form in forms(Form.of(dossier)):
        kept = negotiate(games, form, reasons=False).slipped(all_=False)
        chance = (1 - slip) * kept.by_row(holds(event, kept))
        low.append(np.quantile(chance, 0.05))
        high.append(np.quantile(chance, 0.95))
    assert len(set(low)) > 1
    assert found.least == pytest.approx(min(low))
    assert found.greatest == pytest.approx(max(high))


def test_tables_fit_a_narrow_terminal(made):
    """Wide tables come in parts, every column in one of them, nothing cut off."""
    from io import StringIO

    from rich.console import Console

    for width in (80, 120):
        page = StringIO()
        Console(file=page, width=width).print(made)
        lines = page.getvalue().splitlines()
        assert max(map(len, lines)) <= width
        text = " ".join(page.getvalue().split())
        assert "What each mechanism does" in text
        assert "…" not in text


def test_the_sentence_stops_where_nothing_else_binds():
    found = [
        Reason("ask", "A asks too much", 0.06),
        Reason("slip", "lost to events", 0.037),
        Reason("critic", "hawks", 0.003),
    ]
    assert in_words(0.9, found) == (
        "Any deal .900: A asks too much .060; lost to events .037; nothing else binds."
    )


def test_packages_come_most_frequent_first():
    dossier = sm.load(Path(__file__).parents[2] / "cases" / "hanoi-2019")
    layout, draws = Layout(dossier), Draws(dossier, 400, 2)
    games = Games(layout, draws)
    outcomes = negotiate(games, reasons=False)
    found = top_packages(outcomes, games)
    shares = [one.share for one in found]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[-1]
    counts = np.unique(outcomes.struck[outcomes.agreed], return_counts=True)[1]
    assert shares[0] == counts.max() / 400
