"""The offline bundle's start file: what it runs, what it refuses, and how it keeps to itself."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

BUNDLE = Path(__file__).resolve().parent.parent / "bundle"
SAYS = """
import json, os, sys
own = {"index": os.environ["PIP_NO_INDEX"], "tmp": os.environ["TMPDIR"]}
print(json.dumps({"argv": sys.argv[1:], **own}))
raise SystemExit(3)
"""


def loaded(file):
    spec = importlib.util.spec_from_file_location("start", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def start(tmp_path):
    """The start file in a folder of its own, with one wheel that says how it was called."""
    folder = tmp_path / "a folder"
    (folder / "wheels").mkdir(parents=True)
    shutil.copy(BUNDLE / "start.py", folder)
    with zipfile.ZipFile(folder / "wheels" / "summitry-9-py3-none-any.whl", "w") as wheel:
        for name, text in {
            "summitry/__init__.py": "",
            "summitry/__main__.py": SAYS,
            "summitry-9.dist-info/METADATA": "Metadata-Version: 2.1\nName: summitry\nVersion: 9\n",
            "summitry-9.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n",
            "summitry-9.dist-info/RECORD": "",
        }.items():
            wheel.writestr(name, text)
    made = loaded(folder / "start.py")
    (folder / "bundle.json").write_text(json.dumps(made.this_python()))
    return made


def test_it_opens_the_workbench_unless_another_command_is_asked_for(start):
    def asked(*arguments):
        return start.command(list(arguments))[3:]

    case = str(start.HERE / "cases" / "hanoi-2019")
    assert asked() == ["serve", case]
    assert asked("--no-open") == ["serve", case, "--no-open"]
    assert asked("mine.yaml", "--port", "0") == ["serve", "mine.yaml", "--port", "0"]
    assert asked("--run", "check", "mine.yaml") == ["check", "mine.yaml"]


def test_another_python_gets_one_clear_line(start, capsys):
    other = {**start.this_python(), "python": "2.7"}
    (start.HERE / "bundle.json").write_text(json.dumps(other))
    assert start.main([]) == 2
    told = capsys.readouterr().err
    assert "these wheels are for Python 2.7 on" in told
    assert told.count("\n") == 1
    assert not start.VENV.exists()


def test_a_venv_of_other_wheels_or_of_another_place_is_made_anew(start):
    start.VENV.mkdir()
    assert not start.is_ready()
    (start.VENV / "ready").write_text(start.stamp())
    assert start.is_ready()
    (start.WHEELS / "more-1-py3-none-any.whl").touch()
    assert not start.is_ready()


def test_packages_and_settings_of_elsewhere_are_left_out(start, monkeypatch):
    for name in ("PYTHONPATH", "PIP_INDEX_URL", "VIRTUAL_ENV"):
        monkeypatch.setenv(name, "elsewhere")
    assert "elsewhere" not in start.surroundings().values()


def test_it_sets_up_without_network_and_writes_nothing_outside_its_folder(start, tmp_path):
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    home.mkdir()
    scratch.mkdir()
    environment = {
        "HOME": str(home), "TMPDIR": str(scratch), "PATH": os.environ["PATH"], "PIP_NO_INDEX": "1",
        "PYTHONPATH": str(tmp_path),
    }  # fmt: skip
    line = [sys.executable, str(start.HERE / "start.py"), "--run", "check", "a b.yaml"]
    made = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 3, made.stderr
    told = json.loads(made.stdout)
    assert told == {"argv": ["check", "a b.yaml"], "index": "1", "tmp": str(start.SCRATCH)}
    assert list(home.iterdir()) == list(scratch.iterdir()) == []
    assert start.is_ready()


def test_its_files_say_nothing_of_where_they_were_made():
    for one in ("README.txt", "start.sh", "start.bat", "start.py"):
        text = (BUNDLE / one).read_text(encoding="utf-8")
        assert "/work/" not in text
    told = (BUNDLE / "README.txt").read_text(encoding="utf-8")
    told.format(version="1", python="3.11", system="Linux", machine="x86_64")
    assert os.access(BUNDLE / "start.sh", os.X_OK)
