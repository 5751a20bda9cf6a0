"""Quotes are verified word for word, whatever the typography, and never by likeness."""

from __future__ import annotations

import pytest

import summitry as sm
from summitry.dossier.problem import CODES
from summitry.dossier.quotes import find_quote
from tests.dossier.test_codes import BASE, MEMO

SOURCE = (
    "First line.\n"
    "The pact \u2014 a \u201cgrand\u201d one, he said \u2014 could bring a partial eas\u00ading\n"
    "of the toll. It isn\u2019t cer\ufb01ed\u2026 The pact is old.\n"
)


@pytest.mark.parametrize(
    ("quote", "how", "begins"),
    [
        ("The pact - a", "exact", "The pact \u2014"),
        ('"grand" one', "exact", "\u201cgrand"),
        ("a partial easing of the toll", "exact", "a partial eas\u00ading\nof"),
        ("It isn't cerfied... The", "exact", "It isn\u2019t cer\ufb01ed\u2026"),
        ("could  bring", "exact", "could bring"),
        ("he said [...] of the toll", "exact", "he said"),
        ("THE PACT IS OLD", "other case", "The pact is old"),
    ],
)
def test_found_where_it_stands(quote, how, begins):
    at = SOURCE.index(begins)
    place = (SOURCE.count("\n", 0, at) + 1, at - SOURCE.rfind("\n", 0, at))
    found = find_quote(quote, SOURCE)
    assert (found.how, found.line, found.column) == (how, *place)


def test_how_often_it_stands_there():
    assert find_quote("The pact", SOURCE).times == 2
    assert find_quote("the pact", SOURCE).how == "other case"


@pytest.mark.parametrize(
    "quote",
    [
        "would bring a full easing of the toll",  # nine tenths alike, and the opposite
        "of the toll [...] he said",  # the wrong order
        "act - a",  # part of a word
        "nothing of the kind was ever written",
        "[...]",
    ],
)
def test_a_near_miss_is_a_miss(quote):
    assert find_quote(quote, SOURCE).how == "missing"


def test_a_miss_shows_what_is_nearest():
    found = find_quote("would bring a full easing of the toll", SOURCE)
    assert 60 < found.score < 100
    assert "partial easing of the toll" in found.nearest


def told(folder, text=BASE, memo=MEMO):
    (folder / "memo.txt").write_bytes(memo if isinstance(memo, bytes) else memo.encode())
    (folder / "dossier.yaml").write_text(text)
    return [one for one in sm.check(folder) if one.code in ("S501", "S506", "W605", "S504")]


def test_a_wrong_quote_is_an_error_with_the_nearest_text(tmp_path):
    (fault,) = told(tmp_path, BASE.replace("the water is ours", "again: the water was ours"))
    assert fault.code == "S501"
    assert 'again: "the water is ours' in fault.right


def test_quotes_inside_assessments_are_verified(tmp_path):
    text = BASE.replace(
        "process.rapport: 0.1", 'process.rapport: {value: 0.1, cite: {memo: "never said"}}'
    )
    (fault,) = told(tmp_path, text)
    assert fault.code == "S501"
    assert fault.line == BASE[: BASE.index("  grim")].count("\n") + 1


def test_sources_may_lie_elsewhere(tmp_path):
    away = tmp_path / "texts"
    away.mkdir()
    (away / "memo.txt").write_text(MEMO, encoding="utf-8")
    (tmp_path / "dossier.yaml").write_text(BASE)
    assert "W605" in [one.code for one in sm.check(tmp_path)]
    assert "W605" not in [one.code for one in sm.check(tmp_path, sources=away)]
    assert "W605" not in [one.code for one in sm.check(tmp_path, sources=[tmp_path, away])]


def test_one_warning_a_source_however_many_quotes(tmp_path):
    text = BASE.replace("file: memo.txt", "file: other.txt")
    text = text.replace(
        "ideal: full, salience: 70", 'ideal: full, salience: 70, cite: {memo: "buy"}'
    )
    (warning,) = told(tmp_path, text)
    assert warning.code == "W605"
    assert "2 of 'memo'" in str(warning)


@pytest.mark.parametrize(
    "name", ["../memo.txt", "/etc/hostname", "a/../../memo.txt", "C:\\\\x.txt"]
)
def test_a_sources_file_stays_in_its_folder(tmp_path, name):
    text = BASE.replace("file: memo.txt", f'file: "{name}"')
    assert [one.code for one in told(tmp_path, text)] == ["S506"]


def test_a_link_out_of_the_folder_is_refused(tmp_path):
    outside = tmp_path / "secret.txt"
    outside.write_text(MEMO)
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "memo.txt").symlink_to(outside)
    (folder / "dossier.yaml").write_text(BASE)
    codes = [one.code for one in sm.check(folder)]
    assert "S506" in codes
    assert "S501" not in codes


@pytest.mark.parametrize(
    "memo", [b"\x00\x01", b"\xff\xfe", b"x" * 20_000_001], ids=["nul", "bytes", "big"]
)
def test_source_files_that_cannot_be_used(tmp_path, memo):
    assert [one.code for one in told(tmp_path, memo=memo)] == ["S506"]


def test_the_fingerprint_of_a_source_is_checked(tmp_path):
    from hashlib import sha256

    right = sha256(MEMO.encode()).hexdigest()
    for given, codes in ((right, []), (right.upper(), []), ("0" * 64, ["S506"])):
        text = BASE.replace("file: memo.txt", f"file: memo.txt, sha256: '{given}'")
        assert [one.code for one in told(tmp_path, text)] == codes


@pytest.mark.parametrize(
    ("published", "late"),
    [("2026", False), ("2026-06", False), ("2026-06-30", False), ("2026-07", True), ("2027", True)],
)
def test_a_partial_date_counts_as_its_earliest_day(tmp_path, published, late):
    found = told(tmp_path, BASE.replace("published: 2026-06,", f"published: {published},"))
    assert [one.code for one in found] == (["S504"] if late else [])


def test_words_said_after_the_cut_off(tmp_path):
    cite = "cite: {source: memo, quote: the water is ours, date: 2026-07-01}"
    text = BASE.replace('cite: {memo: "the water is ours"}', cite)
    assert [one.code for one in told(tmp_path, text)] == ["S504"]
    assert CODES["S504"][0] == "error"
