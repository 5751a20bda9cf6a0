"""The chain: any change is found with a receipt; without one, what cannot be excluded is said."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.ledger.chain import (
    START,
    Entry,
    Receipt,
    canonical,
    digest,
    examine,
    read_entry,
    receipts_in,
)
from summitry.ledger.faults import LedgerError

BODIES = st.dictionaries(
    st.text(max_size=4),
    st.one_of(st.integers(-5, 5), st.floats(allow_nan=False, allow_infinity=False), st.text()),
    max_size=2,
)


def chained(bodies):
    """Lines of a chain that says this."""
    lines, head = [], START
    for number, body in enumerate(bodies, start=1):
        stamp = f"2026-01-01T00:00:{number:02d}.000000Z"
        line = Entry(number, head, stamp, "forecast", "a case", body).line
        lines.append(line)
        head = digest(line)
    return lines, Receipt(len(lines), head)


CHAINS = st.lists(BODIES, min_size=2, max_size=8).map(chained)


@given(CHAINS)
def test_a_chain_as_it_was_written_is_whole(chain):
    lines, receipt = chain
    found = examine(lines, [receipt])
    assert found.whole
    assert (found.count, found.head, found.vouched) == (len(lines), receipt.head, len(lines))


@given(CHAINS, st.data())
def test_any_edit_of_any_entry_is_found(chain, data):
    lines, receipt = chain
    at = data.draw(st.integers(0, len(lines) - 1))
    place = data.draw(st.integers(0, len(lines[at]) - 1))
    character = data.draw(st.characters(codec="utf-8").filter(lambda one: one != lines[at][place]))
    changed = [*lines]
    changed[at] = lines[at][:place] + character + lines[at][place + 1 :]
    assert not examine(changed, [receipt]).whole


@given(CHAINS, st.data())
def test_any_deletion_reordering_or_cut_is_found(chain, data):
    lines, receipt = chain
    at = data.draw(st.integers(0, len(lines) - 1))
    gone = lines[:at] + lines[at + 1 :]
    assert not examine(gone, [receipt]).whole
    cut = lines[: data.draw(st.integers(0, len(lines) - 1))]
    assert not examine(cut, [receipt]).whole
    order = data.draw(st.permutations(range(len(lines))).filter(lambda one: one != sorted(one)))
    assert not examine([lines[one] for one in order], [receipt]).whole
    twice = [*lines[: at + 1], *lines[at:]]
    assert not examine(twice, [receipt]).whole


@given(CHAINS, st.data())
def test_a_chain_written_anew_from_any_entry_is_found(chain, data):
    """Every hash worked out afresh: it fits together, and a receipt tells all the same."""
    lines, receipt = chain
    at = data.draw(st.integers(0, len(lines) - 1))
    bodies = [dict(read_entry(one).body) for one in lines]
    bodies[at] = {"another": "story", "than": str(bodies[at])}
    forged, _ = chained(bodies)
    assert examine(forged).whole
    found = examine(forged, [receipt])
    assert not found.whole
    assert "written anew" in found.faults[-1]
    early = Receipt(at, digest(lines[at - 1])) if at else None
    if early:  # a receipt from before the forgery still fits, and vouches for no more
        assert examine(forged, [early]).vouched == at


@given(CHAINS)
@settings(max_examples=20)
def test_a_receipt_covers_what_was_added_before_it(chain):
    lines, _ = chain
    early = Receipt(1, digest(lines[0]))
    assert examine(lines, [early]).vouched == 1
    assert examine(lines[:1], [early]).whole  # the cut is beyond what it covers


@given(BODIES)
def test_a_line_is_canonical_and_its_hash_that_of_its_bytes(body):
    lines, _ = chained([body])
    entry = read_entry(lines[0])
    assert entry.line == lines[0]
    assert lines[0].isascii()
    assert "\n" not in lines[0]
    assert digest(lines[0]) == hashlib.sha256(lines[0].encode()).hexdigest()
    assert json.loads(lines[0])["body"] == body


@pytest.mark.parametrize("data", [float("nan"), float("inf"), {1, 2}, object()])
def test_what_has_no_canonical_form_is_refused(data):
    with pytest.raises(LedgerError, match="cannot be put on record"):
        canonical({"a": data})


@pytest.mark.parametrize(
    "line",
    ["", "{}", "[]", "null", "nonsense", '{"entry":1}', '{"a":' * 500, "\x00", "1e999",
     '{"body":{},"case":"a","entry":true,"kind":"forecast","previous":"0","recorded":"x"}'],
)  # fmt: skip
def test_hostile_lines_are_faults_not_tracebacks(line):
    with pytest.raises(LedgerError):
        read_entry(line)
    assert "no entry" in examine([line]).faults[0]


def test_receipts_are_found_in_any_text():
    one, two = Receipt(3, "a" * 64), Receipt(12, "0" * 64)
    assert receipts_in(f'{{"receipt": "{one}"}} and\n{two}.') == [one, two]
    assert receipts_in("3:abc") == []


def test_what_was_found_is_told_in_words():
    lines, receipt = chained([{"a": 1}, {"a": 2}, {"a": 3}])
    assert examine([lines[0], lines[2]], [receipt]).faults[0] == "entry 2 is missing"
    assert examine(lines[:1], [receipt]).faults == (
        "receipt of 3 entries: the last 2 were cut off",
    )
    edited = examine([lines[0].replace('"a":1', '"a":9'), *lines[1:]])
    assert "does not follow the entry above it" in edited.faults[0]
