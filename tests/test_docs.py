"""What README and docs show to type can be typed: commands parse, Python runs, figures are so."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
from functools import partial
from pathlib import Path

import click
import numpy as np
import pytest

import summitry as sm
from summitry.cli.main import main

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PAGES += sorted((ROOT / "cases").glob("*/README.md"))
FENCE = re.compile(r"(?ms)^```(\w*)\n(.*?)^```$")


def commands():
    """Every ``summitry ...`` line of a fence or an indented block, without its remark."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        blocks = [body for kind, body in FENCE.findall(text) if kind == ""]
        blocks += re.findall(r"(?m)^ {4}((?:\$ )?summitry .*)$", FENCE.sub("", text))
        for line in "\n".join(blocks).splitlines():
            for one in line.removeprefix("$ ").split(" && "):
                if one.startswith("summitry "):
                    yield pytest.param(one, id=f"{page.name}: {one.split('  ')[0]}")


def python(page):
    return [body for kind, body in FENCE.findall(page.read_text("utf-8")) if kind == "python"]


@pytest.mark.parametrize("line", list(commands()))
def test_every_command_shown_can_be_typed(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    context, words = click.Context(main), shlex.split(line, comments=True)[1:]
    command = main
    while isinstance(command, click.Group):
        name, command, words = command.resolve_command(context, words)
        words = ["7:" + 64 * "0" if one.startswith(("N:HASH", "41:")) else one for one in words]
    try:
        command.make_context(name, words)
    except click.BadParameter as error:
        assert "no receipt" in str(error)  # noqa: PT017 - a place to be filled in


def test_there_are_commands_to_look_at():
    assert len(list(commands())) > 60


def shown(page, names, stand_ins=()):
    """Run a page's Python, statement by statement; ``repr`` of what is said in a remark."""
    told = {}
    for block in python(page):
        lines = block.split("\n")
        for node in ast.parse(block).body:
            source = ast.get_source_segment(block, node)
            if any(one in source for one in stand_ins):
                continue
            if not isinstance(node, ast.Expr):
                exec(compile(source, page.name, "exec"), names)  # noqa: S102 - our own pages
                continue
            found = eval(compile(source, page.name, "eval"), names)  # noqa: S307 - our own pages
            told[source] = (found, lines[node.end_lineno - 1].partition("  # ")[2])
    return told


def test_packages():
    told = shown(ROOT / "docs" / "packages.md", {})
    package, remark = told['game.solve("nash").package']
    assert remark == str(package)


def test_influence():
    told = shown(ROOT / "docs" / "influence.md", {"__name__": "docs"}, ["sm.pressure"])
    assert told["weighted_mean(cars).outcome"][0].shape == (1, 1)
    assert told["challenge(cars, rounds=5).record().moves"][0]


def test_stability():
    dossier = sm.load(ROOT / "cases" / "hanoi-2019")
    crude = np.random.default_rng(1).normal(size=(20, 2, 12))
    names = {"sm": sm, "dossier": dossier, "draws": crude}
    page = ROOT / "docs" / "stability.md"
    told = shown(page, names, ["Hypergame(crisis", "held.to_frame"])
    labels, remark = told['[crisis.label(state) for state in found.equilibria("SEQ")]']
    assert remark == ", ".join(labels)


def test_the_ledger(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "cases" / "camp-david-1978", tmp_path / "mycase")
    monkeypatch.setattr(sm, "compare", partial(sm.compare, draws=200))
    told = shown(ROOT / "docs" / "ledger.md", {}, ["book.resolve", "sm.pool", "to_frame"])
    assert told["book.verify(receipt).whole"][0] is True


def test_every_page_calls_what_is_there():
    for page in PAGES:
        for block in python(page):
            for name in re.findall(r"\bsm\.(\w+)", block):
                assert name in sm.__all__, f"{page.name}: sm.{name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda one: one.name)
def test_links_between_pages_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


def test_the_figures_of_the_readme_are_those_of_the_case(capsys):
    """Each cell of the table, on the draws that the command makes by default."""
    text = (ROOT / "README.md").read_text("utf-8")
    rows = re.findall(r"(?m)^ (agreed|exchange|peace declared) {2,}(\S+) .*?(\S+)  \(", text)
    made = sm.forecast(sm.load(ROOT / "cases" / "hanoi-2019"), assessment="burton")
    assert len(rows) == 3
    for event, chance, _ in rows:
        assert f"{made.probability(event):.2f}".lstrip("0") == chance
