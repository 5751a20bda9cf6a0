"""A package of one's own in the report: levels chosen there, everybody's answers at once.

The page has one script, by Content-Security-Policy this one alone, which looks answers up in what
was worked out beforehand. Without script the likeliest packages with their answers stand there.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from summitry.charts.album import Case
from summitry.dossier.model import Dossier
from summitry.forecasts.forecast import Forecast
from summitry.forecasts.tables import Table, describe, figure, gain
from summitry.forecasts.views import harmless
from summitry.sensitivity.answer_book import AnswerBook

TOP = 5
"""Of each assessment, as many of the likeliest packages stand in the table."""
_BASE = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; " \
    "form-action 'none'"  # fmt: skip


@cache
def script() -> str:
    """The report's one script."""
    return files("summitry.report").joinpath("templates/building.js").read_text("utf-8")


def policy(*, scripted: bool = True) -> str:
    """The content security policy of a report: nothing from anywhere, and this script at most."""
    if not scripted:
        return _BASE
    digest = b64encode(sha256(script().encode()).digest()).decode()
    return f"{_BASE}; script-src 'sha256-{digest}'"


@dataclass(frozen=True)
class Building:
    """The section; ``data`` and ``script`` stand in the page as they are."""

    likely: Sequence[Table]
    chosen: dict[str, str]
    note: str
    data: Markup
    script: Markup


def building(case: Case) -> Building | None:
    """What the section needs; None where no answers were worked out."""
    books = case.books
    if not books:
        return None
    forecasts = case.comparison.forecasts
    chosen = next((dict(one.packages[0].levels) for one in forecasts if one.packages), {})
    likely = [_likely(case.dossier, book, one) for book, one in zip(books, forecasts, strict=True)]
    data = json.dumps(_data(case.dossier, books), separators=(",", ":"))
    for sign in "<>&":
        data = data.replace(sign, f"\\u{ord(sign):04x}")
    return Building(
        [one for one in likely if one.rows],
        chosen,
        _note(books),
        Markup(data),  # noqa: S704 - no sign in it that HTML knows
        Markup(script()),  # noqa: S704 - a file of ours
    )


def _note(books: Sequence[AnswerBook]) -> str:
    one = books[0]
    held = f"All {len(one.packages):,} packages that the clauses allow were put to everybody"
    if not one.whole:
        of = f" of {one.legal:,}" if one.legal is not None else ""
        held = (
            f"{len(one.packages):,}{of} packages that the clauses allow were put to everybody: the "
            "likeliest, and those in which the fewest issues differ from them; summitry serve "
            "answers any"
        )
    return (
        f"{held}, {one.draws:,} draws of each assessment's numbers from seed {one.seed}. Says yes: "
        "share of the draws in which it would rather have this than no deal; a principal with its "
        "critics, its stakes and what it holds back. Gains over no deal, 1 being all that a party "
        "wants; never compared between parties."
    )


def _likely(dossier: Dossier, book: AnswerBook, forecast: Forecast) -> Table:
    """The likeliest packages of an assessment, with everybody's answers to each."""
    found = [
        (one, book.row({key: dossier.issues[key].levels.index(one.levels[key])
                        for key in book.issues}))
        for one in forecast.packages[:TOP]
    ]  # fmt: skip
    held = [(one, at) for one, at in found if at is not None]
    asked = [n for n in range(len(book.acceptors)) if any(book.asked[at, n] for _, at in held)]
    rows = [
        (
            describe(one) or "everything as it is",
            figure(one.share),
            figure(float(book.all_claim[at])),
            *(figure(float(book.yes[at, n])) if book.asked[at, n] else "–" for n in asked),
            _won(dossier, book, at),
        )
        for one, at in held
    ]
    names = [
        f"{book.labels[n]}: consent" if book.roles[n] == "must consent" else book.labels[n]
        for n in asked
    ]
    columns = ("package", "struck", "all who sign", *names, "what would win the others")
    note = "Shares of the draws: struck, and in which each says yes."
    return Table(book.label, columns, tuple(rows), note, (0, len(columns) - 1))


def _won(dossier: Dossier, book: AnswerBook, at: int) -> str:
    """What would win over those who are off board with a package."""
    found = []
    for number, label in enumerate(book.labels):
        if book.on_board[at, number]:
            continue
        target = int(book.wins[at, number])
        if target < 0:
            found.append(f"{label}: no package that the clauses allow")
            continue
        way = "; ".join(
            f"{key} {levels[was]} → {levels[to]}"
            for key, was, to in zip(
                book.issues, book.packages[at], book.targets[target], strict=True
            )
            if was != to
            for levels in (dossier.issues[key].levels,)
        )
        found.append(f"{label}: {way}")
    return "\n".join(found) or "everybody is on board"


def _data(dossier: Dossier, books: Sequence[AnswerBook]) -> dict[str, Any]:
    issues = [
        {
            "name": harmless(issue.name or key),
            "levels": [harmless(one) for one in issue.levels],
            "now": issue.levels.index(issue.status_quo),
        }
        for key, issue in dossier.issues.items()
    ]
    return {"issues": issues, "schools": [_school(dossier, one) for one in books]}


def _school(dossier: Dossier, book: AnswerBook) -> dict[str, Any]:
    order = [book.issues.index(key) for key in dossier.issues]
    return {
        "label": harmless(book.label),
        "whole": book.whole,
        "people": [
            {"label": harmless(label), "role": role}
            for label, role in zip(book.labels, book.roles, strict=True)
        ],
        "count": len(book.packages),
        "packages": _packed(book.packages[:, order]),
        "all": _texts(book.all_claim, figure),
        "asked": _packed(book.asked),
        "yes": _texts(book.yes, figure),
        "refused": _texts(book.refused, figure),
        "gain": _texts(book.gain, gain),
        "in": _packed(book.on_board),
        "wins": _packed(book.wins + 1),
        "targets": _packed(book.targets[:, order]),
        "stands": _packed(book.stands),
    }


def _texts(values: NDArray[np.float64], shown: Callable[[float], str]) -> dict[str, Any]:
    """Numbers as they are shown: each text once, and for every number which text it is."""
    every = [shown(float(one)) for one in values.ravel()]
    texts = list(dict.fromkeys(every))
    place = {text: at for at, text in enumerate(texts)}
    return {"texts": texts, "at": _packed(np.array([place[one] for one in every], dtype=int))}


def _packed(values: NDArray[Any]) -> dict[str, Any]:
    """Whole numbers from 0 to 65,535 as bytes, in rows: one or two each, the lower first."""
    wide = bool(values.size) and int(values.max()) > 255
    raw = np.ascontiguousarray(values).astype("<u2" if wide else "u1").tobytes()
    return {"bytes": 2 if wide else 1, "base64": b64encode(raw).decode()}
