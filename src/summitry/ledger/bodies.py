"""What an entry may say: looked at where entries come from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from summitry.ledger.chain import Entry
from summitry.ledger.claims import from_data
from summitry.ledger.faults import LedgerError

TEXTS = (
    "as_of", "assessment", "author", "by", "date", "dossier", "label", "note", "numbers",
    "question", "school", "sha256", "source", "version", "why",
)  # fmt: skip


def check_body(entry: Entry) -> None:
    """Raise LedgerError where an entry says what none of its kind can."""
    body = entry.body
    for name in TEXTS:
        if name in body and not isinstance(body[name], str):
            raise LedgerError(f"{name!r} is no text")
    if entry.kind in ("forecast", "reference"):
        _check_forecast(body)
    elif entry.kind in ("resolution", "amendment"):
        _check_ruling(body)
    elif entry.kind == "dossier" and not isinstance(body.get("content"), dict):
        raise LedgerError("a dossier has content")


def _check_forecast(body: Mapping[str, Any]) -> None:
    claims, coded, archive = body.get("claims"), body.get("coded", []), body.get("archive", {})
    if not isinstance(claims, list) or not all(isinstance(one, dict) for one in claims):
        raise LedgerError("a forecast has claims")
    for one in claims:
        from_data(one)
    if not isinstance(coded, list) or not all(isinstance(one, str) for one in coded):
        raise LedgerError("'coded' is a list of dates")
    if not isinstance(archive, dict):
        raise LedgerError("'archive' names an archive")


def _check_ruling(body: Mapping[str, Any]) -> None:
    outcomes = body.get("outcomes")
    if not isinstance(outcomes, dict) or not all(
        one is None or isinstance(one, bool | int | float | str) for one in outcomes.values()
    ):
        raise LedgerError("a ruling has outcomes: yes, no, a number, an answer or void")
