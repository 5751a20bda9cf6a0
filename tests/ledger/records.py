"""Records for tests, put down at dates of their own through the store's clock."""

from __future__ import annotations

from datetime import UTC, datetime

from summitry.ledger.claims import to_data
from summitry.ledger.filing import Ruling, file_judgement, file_ruling
from summitry.ledger.judgement import read_judgement
from summitry.ledger.record import read_record
from summitry.ledger.store import New, Store


def clock(text):
    """A moment: 2019-02-26, or with its time."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def judge(store, case, said, author, when, **more):
    claims = [read_judgement(one) for one in ([said] if isinstance(said, str) else said)]
    return store.append([file_judgement(claims, case, author=author, **more)], clock(when))[0]


def forecast(store, case, when, **body):
    """A forecast of a dossier by its body alone."""
    claims = [to_data(read_judgement(one)) for one in body.pop("said", ["agreed=0.5"])]
    return store.append([New("forecast", case, {"school": "model", "claims": claims, **body})],
                        clock(when))[0]  # fmt: skip


def resolve(store, case, answers, day, when):
    ruling = Ruling(answers, day, "a newspaper", "a referee")
    return store.append(file_ruling(case, ruling), clock(when))[0]


def cases(store: Store):
    return read_record(store.entries())
