"""What is printed and written, whatever the terminal, the pipe, the locale and the place."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from summitry.dossier.files import write_whole
from tests.cli.running import process, run
from tests.cli.test_commands import QUICK

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs POSIX")


@pytest.mark.parametrize(
    "locale",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=["ascii", "latin-1", "C"],
)
def test_tables_and_json_print_in_any_locale(mycase, locale):
    file = mycase / "dossier.yaml"
    file.write_text(file.read_text().replace("Upper Valley", "Zürich → 谷", 1), encoding="utf-8")
    env = {**os.environ, **locale}
    made = process("forecast", mycase, *QUICK, env=env, encoding="latin-1")
    assert made.returncode == 0, made.stderr
    assert "\N{EN DASH}" not in made.stdout
    whole = subprocess.run(
        [sys.executable, "-m", "summitry", "forecast", str(mycase), *QUICK, "--json"],
        capture_output=True, check=False, env=env,
    )  # fmt: skip
    assert whole.returncode == 0
    assert "Zürich → 谷" in str(json.loads(whole.stdout.decode("ascii")))


def test_letters_that_a_locale_lacks_are_written_in_those_it_has():
    code = (
        "from summitry.cli import streams; streams.ready();"
        "print('\\u2013 \\u2265 \\u2192 \\xe9 \\u8c37 \\xb1')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert done.stdout.decode("ascii").split() == ["-", ">=", "->", "e", "?", "+-"]


@POSIX
@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
@pytest.mark.parametrize(("closed", "code"), [(">&-", 0), ("2>&-", 0), (">&- 2>&-", 0)])
def test_closed_streams_swallow_what_is_printed(mycase, closed, code):
    command = f"{sys.executable} -m summitry forecast {mycase} --draws 200 {closed}"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)  # noqa: S602
    assert (done.returncode, done.stderr.count("Traceback")) == (code, 0)


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="there is no /dev/full here")
def test_a_full_disk_is_one_line():
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "summitry", "--help"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == "summitry: what is printed: No space left on device\n"


@POSIX
def test_what_is_no_file_is_written_into_and_stays_what_it_is(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    link = tmp_path / "link"
    link.symlink_to(pipe)
    for target in (pipe, link):
        read = []
        reader = threading.Thread(target=lambda: read.append(pipe.read_text()), daemon=True)  # noqa: B023
        reader.start()
        write_whole(target, "all of it")
        reader.join(10)
        assert read == ["all of it"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link", "pipe"]


def test_a_place_that_cannot_be_written_is_called_by_its_own_name(tmp_path):
    with pytest.raises(FileNotFoundError) as told:
        write_whole(tmp_path / "no" / "f.json", "x")
    assert told.value.filename == str(tmp_path / "no" / "f.json")


@pytest.mark.parametrize(
    ("command", "option"),
    [("stability", "--picture"), ("influence", "--picture"), ("frontier", "--picture"),
     ("frontier", "--csv"), ("validate", "--csv"), ("score", "--html"), ("score", "--picture")],
)  # fmt: skip
def test_whatever_cannot_be_written_is_refused_before_any_computing(tmp_path, command, option):
    path = [] if command == "score" else ["no-such-file"]
    done = run(command, *path, option, tmp_path / "nowhere" / "x.svg")
    assert done.returncode == 2
    assert "make it first" in done.stderr
    (tmp_path / "x.svg").mkdir()
    done = run(command, *path, option, tmp_path / "x.svg")
    assert "is a folder" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [("forecast", "x", "--holding-back"), ("flip", "x", "--threshold"), ("flip", "x", "--want"),
     ("compare", "x", "--exponent"), ("influence", "x", "--quota"),
     ("sweep", "x", "--holding-back")],
)  # fmt: skip
def test_not_a_number_is_no_number(arguments):
    done = run(*arguments, "nan")
    assert done.returncode == 2
    assert "nan is not in the range" in done.stderr


@pytest.mark.parametrize("option", ["--setter", "--consent"])
def test_an_actor_that_is_not_there_is_told_of(mycase, option):
    table = Path(__file__).parents[2] / "docs" / "examples" / "car-emissions" / "positions.csv"
    for path in (mycase, table):
        done = run("influence", path, "-m", "mean", option, "nobody", "--draws", "100")
        assert done.returncode == 2
        assert "no actor 'nobody'; the actors are " in done.stderr
