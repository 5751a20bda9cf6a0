"""The chain: each entry is one line of canonical JSON that names the hash of the line before it.

An entry's hash is the SHA-256 of its line, so ``sha256sum`` on an exported line is all the proof
that is needed. The idea is Haber and Stornetta's (1991): whoever holds a receipt, the number of
entries and the hash of the last, can tell later whether any of them was touched. Without a receipt
a chain shows only that it fits together, which a forger can arrange.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from summitry.ledger.faults import LedgerError

START = "0" * 64
"""What the first entry names as the one before it."""
FIELDS = ("body", "case", "entry", "kind", "previous", "recorded")
KINDS = ("dossier", "forecast", "reference", "resolution", "dispute", "amendment")
MOST_BYTES = 8_000_000
"""The longest line that a ledger takes: a dossier of 5 MB, as JSON."""
_RECEIPT = re.compile(r"\b([0-9]{1,12}):([0-9a-f]{64})\b")
_HASH = re.compile(r"[0-9a-f]{64}")
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z")


def canonical(data: object) -> str:
    """Data as JSON in the one way that is hashed: sorted keys, no blanks, ASCII, finite numbers.

    Raises
    ------
    LedgerError
        A number that is not finite, or a thing that JSON does not have.
    """
    try:
        return json.dumps(data, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except (ValueError, TypeError, RecursionError) as error:
        msg = f"this cannot be put on record: {error}"
        raise LedgerError(msg) from None


def digest(line: str) -> str:
    """Hash of an entry's line."""
    return hashlib.sha256(line.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, as it stands on record.

    Attributes
    ----------
    number
        Its place, from 1.
    previous
        Hash of the entry before; :data:`START` for the first.
    recorded
        When it was put down, UTC, as ``2019-02-26T09:30:00.000000Z``; never before the entry above.
    kind, case, body
        What it is, of which case, and what it says.
    """

    number: int
    previous: str
    recorded: str
    kind: str
    case: str
    body: Mapping[str, Any]

    @property
    def line(self) -> str:
        """The line that is kept and hashed."""
        return canonical(
            {
                "body": self.body,
                "case": self.case,
                "entry": self.number,
                "kind": self.kind,
                "previous": self.previous,
                "recorded": self.recorded,
            }
        )


def read_entry(line: str) -> Entry:
    """An entry from its line; raises LedgerError where it is none."""
    try:
        data = from_json(line)
    except ValueError:
        raise LedgerError("the line is no JSON") from None
    return entry_of(data)


def entry_of(data: Any) -> Entry:  # noqa: ANN401 - whatever JSON held
    """An entry from its data; raises LedgerError where it is none."""
    if not isinstance(data, dict) or tuple(sorted(data)) != FIELDS:
        raise LedgerError(f"an entry has the keys {', '.join(FIELDS)}, and no others")
    number, body = data["entry"], data["body"]
    if type(number) is not int or number < 1 or not isinstance(body, dict):
        raise LedgerError("an entry has a number from 1, and a body")
    texts = [data[name] for name in ("previous", "recorded", "kind", "case")]
    if not all(isinstance(one, str) for one in texts):
        raise LedgerError("the hash, date, kind and case of an entry are texts")
    if not _HASH.fullmatch(texts[0]) or not _STAMP.fullmatch(texts[1]):
        raise LedgerError("an entry names the hash before it, and when it was recorded")
    if texts[2] not in KINDS:
        raise LedgerError(f"an entry is one of: {', '.join(KINDS)}")
    return Entry(number, texts[0], texts[1], texts[2], texts[3], body)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Count of entries and hash of the last: what is kept elsewhere, to catch a change."""

    count: int
    head: str

    def __str__(self) -> str:
        return f"{self.count}:{self.head}"


def receipts_in(text: str) -> list[Receipt]:
    """Every receipt ``COUNT:HASH`` in a text."""
    return [Receipt(int(count), head) for count, head in _RECEIPT.findall(text)]


@dataclass(frozen=True)
class Verdict:
    """What a look at a whole chain found.

    Attributes
    ----------
    count, head
        Of the chain as it stands: its own receipt.
    faults
        Every place where it does not fit together, or not with a receipt; empty if it is whole.
    vouched
        Entries up to this one are vouched for by the receipts that fit; 0 without any.
    """

    count: int
    head: str
    faults: tuple[str, ...]
    vouched: int

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def examine(lines: Iterable[str], receipts: Sequence[Receipt] = ()) -> Verdict:
    """Look at every line of a chain in the order of their places, and hold receipts against it.

    Parameters
    ----------
    lines
        The lines as they are kept; the place of each is its own number.
    receipts
        Kept from earlier. Each vouches for the entries up to its count.
    """
    faults: list[str] = []
    wanted = {one.count: one.head for one in receipts}
    met: dict[int, str] = {0: START}
    before, expected, stamp = START, 1, ""
    for place, line in enumerate(lines, start=1):
        head = digest(line)
        try:
            entry = read_entry(line)
        except LedgerError as error:
            faults.append(f"place {place}: no entry: {error}")
            before, expected = head, place + 1
            continue
        if entry.number != expected:
            faults.append(_gap(expected, entry.number))
        if entry.previous != before:
            faults.append(
                f"entry {entry.number}: does not follow the entry above it: one of them was "
                "changed, moved, put in or taken out"
            )
        if entry.recorded < stamp:
            faults.append(f"entry {entry.number}: is dated before the entry above it")
        before, expected, stamp = head, entry.number + 1, max(stamp, entry.recorded)
        if entry.number in wanted:
            met[entry.number] = head
    count = expected - 1
    faults += [fault for one in receipts for fault in _against(one, met.get(one.count), count)]
    fitting = [one.count for one in receipts if met.get(one.count) == one.head]
    return Verdict(count, before, tuple(dict.fromkeys(faults)), max(fitting, default=0))


def _gap(expected: int, number: int) -> str:
    if number < expected:
        return f"entry {number}: stands where entry {expected} should"
    if number == expected + 1:
        return f"entry {expected} is missing"
    return f"entries {expected} to {number - 1} are missing"


def _against(receipt: Receipt, head: str | None, count: int) -> list[str]:
    if receipt.count > count:
        gone = receipt.count - count
        return [f"receipt of {receipt.count} entries: the last {gone} were cut off"]
    if head != receipt.head:
        return [
            f"receipt of {receipt.count} entries: entry {receipt.count} has another hash; it, or "
            "entries before it, were written anew"
        ]
    return []
