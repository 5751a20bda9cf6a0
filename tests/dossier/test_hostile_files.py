"""Files made to hurt are refused in one clear line, at once."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import summitry as sm
from summitry.dossier.reading import ReadError, read_tree
from tests.dossier.test_codes import BASE

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOMB, "S109"),
        ("a: " + "[" * 200_000, "S109"),
        ("a: " + "{a: " * 100_000, "S109"),
        ("- " * 100_000, "S109"),
        ("? " * 100_000, "S109"),
        ("a: [" + "1," * 1_000_000 + "1]", "S109"),
        ("a: &x\n  b: *x\n", "S108"),
        ("a: 1\n--- \nb: 2\n", "S110"),
        ("a: 1\n\tb: 2\n", "S105"),
        ("\u202e" * 10, "S106"),
        ("a: \x1b[31m", "S105"),
    ],
    ids=range(11),
)
def test_refused_in_one_line_at_once(tmp_path, text, code):
    file = tmp_path / "d.yaml"
    file.write_text(text, encoding="utf-8")
    start = time.process_time()
    (problem,) = sm.check(file)
    assert time.process_time() - start < 5, "well under a second; this catches a mistake only"
    assert problem.code == code
    assert len(str(problem)) < 500


def test_a_huge_file_is_not_read(tmp_path):
    file = tmp_path / "d.yaml"
    with file.open("wb") as stream:
        stream.truncate(100_000_000_000)
    assert [one.code for one in sm.check(file)] == ["S102"]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no /dev/zero here")
def test_an_endless_file_ends():
    assert [one.code for one in sm.check("/dev/zero")] == ["S102"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_one_may_not_read(tmp_path):
    file = tmp_path / "d.yaml"
    file.write_text(BASE)
    file.chmod(0)
    assert [one.code for one in sm.check(file)] == ["S101"]


@pytest.mark.parametrize("path", ["no/such/file", "nul\0byte", "x" * 5000, ""])
def test_paths_that_are_none(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert [one.code for one in sm.check(path)] == ["S101"]


@pytest.mark.parametrize(("extra", "codes"), [("", []), ("x" * 6_000_000, ["S102"])])
def test_standard_input(monkeypatch, extra, codes):
    class Input:
        buffer = io.BytesIO((BASE + extra).encode())

    monkeypatch.setattr(sys, "stdin", Input)
    problems = sm.check("-")
    assert [one.code for one in problems if one.severity == "error"] == codes
    assert {one.file for one in problems} <= {"<stdin>"}


def test_windows_line_ends_and_a_byte_order_mark(tmp_path):
    file = tmp_path / "d.yaml"
    text = BASE.replace("performed_by: upper", "performed_by: uper")
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    (problem,) = [one for one in sm.check(file) if one.severity == "error"]
    assert (problem.line, problem.column) == (15, 19)


@pytest.mark.parametrize(
    ("text", "fault", "right", "place"),
    [
        (json.dumps({"title": "x \U0001f600"}), r"\ud83d\ude00 is no", "write \U0001f600 itself",
         (1, 14)),
        ('a: 1\nb: "\\udE00\\ud83d"', r"\udE00 is no", "write the character itself", (2, 5)),
    ],
)  # fmt: skip
def test_halves_of_characters_are_told_as_such(text, fault, right, place):
    with pytest.raises(ReadError) as told:
        read_tree(text)
    assert (told.value.code, told.value.place) == ("S105", place)
    assert fault in told.value.fault
    assert right in told.value.right


def test_reading_needs_no_heavy_library():
    code = (
        "import sys, summitry.dossier.loading, summitry.dossier.assessment\n"
        "assert not {'numpy', 'scipy', 'rapidfuzz'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
