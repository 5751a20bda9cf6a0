"""The house: public names, sizes, what may not be imported, a wheel's contents."""

from __future__ import annotations

import ast
import inspect
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

import summitry as sm

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "summitry"
MODULES = sorted(SOURCE.rglob("*.py"))


def test_public_names_are_there_sorted_and_few():
    assert sm.__all__ == sorted(sm.__all__)
    assert len(sm.__all__) <= 40
    for name in sm.__all__:
        assert getattr(sm, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'forcast'"):
        _ = sm.forcast


def test_every_public_function_explains_each_of_its_parameters():
    for name in sm.__all__:
        one = getattr(sm, name)
        if inspect.isfunction(one):
            told = inspect.getdoc(one) or ""
            missing = [key for key in inspect.signature(one).parameters if key not in told]
            assert not missing, f"{name}: {missing}"


def test_the_function_stays_the_function_once_rooms_are_imported():
    code = (
        "import summitry.forecasts.forecast, summitry.forecasts.compare, summitry.draws\n"
        "import summitry as sm\n"
        "assert callable(sm.forecast) and callable(sm.compare)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_modules_are_short():
    sizes = {path: path.read_text().count("\n") for path in MODULES}
    assert max(sizes.values()) <= 400, max(sizes, key=sizes.get)
    assert statistics.median(sizes.values()) < 200


def test_every_module_says_what_it_is():
    for path in MODULES:
        assert ast.get_docstring(ast.parse(path.read_text())), path


LISTENS = {"serve.py": {"socket"}, "guard.py": {"urllib", "http"}, "requests.py": {"urllib"}}
"""The door of the workbench listens and takes addresses apart; it calls nobody."""


def test_no_pickle_no_unsafe_yaml_no_network():
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text())):
            names = []
            if isinstance(node, ast.Import):
                names = [one.name for one in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                top = name.split(".")[0]
                bad = {"pickle", "shelve", "marshal", "socket", "urllib", "http", "requests",
                       "httpx", "ftplib"} - LISTENS.get(path.name, set())  # fmt: skip
                assert top not in bad, path
                assert name not in ("urllib.request", "http.client"), path
    text = "\n".join(path.read_text() for path in MODULES)
    assert "yaml.load(" not in text
    assert "eval(" not in text.replace("getattr", "")


def test_forecasting_never_reads_an_outcome():
    """One module does, of a room that no forecast can import."""
    reader = SOURCE / "ledger" / "outcomes.py"
    for path in MODULES:
        assert "outcome.yaml" not in path.read_text() or path == reader, path


def test_no_relative_or_star_imports():
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0, path
                assert all(one.name != "*" for one in node.names), path
