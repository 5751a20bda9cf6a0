"""The coding frozen: the time, and the fingerprint of what the dossier said then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from summitry.dossier.digest import fingerprint
from summitry.dossier.model import Dossier
from summitry.dossier.problem import Fault


def frozen(data: Mapping[str, Any], now: datetime | None = None) -> dict[str, Any]:
    """A dossier's data, with the time and the fingerprint of what they say now."""
    at = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    old = data.get("coding")
    kept = dict(old) if isinstance(old, Mapping) else {}
    return {**data, "coding": {**kept, "frozen": at, "sha256": fingerprint(data)}}


def changed_since(dossier: Dossier) -> bool:
    """Whether a dossier says something else than when it was frozen."""
    coding = dossier.coding
    return coding.frozen is not None and coding.sha256 != fingerprint(
        dossier._base or dossier._tree
    )


def freezes(dossier: Dossier, data: Mapping[str, Any]) -> Iterator[Fault]:
    """A freeze has its time and its fingerprint; what was changed since is told."""
    coding = dossier.coding
    if (coding.frozen is None) != (coding.sha256 is None):
        missing = "sha256" if coding.sha256 is None else "frozen"
        fault = f"a freeze without its {missing}"
        yield Fault("S325", ("coding",), fault, "freeze it again, or leave both out", key=True)
    elif coding.frozen is not None:
        try:
            datetime.fromisoformat(coding.frozen)
        except ValueError:
            fault, right = "not a time", "2026-11-27T16:00:00+00:00"
            yield Fault("S325", ("coding", "frozen"), fault, right, coding.frozen[:60])
        if coding.sha256 != fingerprint(data):
            fault = f"changed since it was frozen at {coding.frozen[:40]}"
            right = "freeze it again, and say why it was changed"
            yield Fault("W610", ("coding",), fault, right, key=True)
