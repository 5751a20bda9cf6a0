"""The fingerprint of a dossier: of what it says, not of how its file is laid out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from summitry.dossier.model import Dossier

_FREE = frozenset(
    ("cover", "clauses", "unknowns", "consent", "on", "from", "coders", "red_line", "cite", "by")
)
"""Keys of lists whose order means nothing."""
_BESIDE = ("coding", "audiences")
"""Keys that say nothing of the negotiation: how it was coded, and to whom it is shown."""


def digest(dossier: Dossier) -> str:
    """SHA-256, in hexadecimal, of a dossier's content; the same whatever the order of the file."""
    return fingerprint(dossier._tree)


def fingerprint(data: Mapping[str, object]) -> str:
    """:func:`digest` of a dossier's plain data."""
    told = {key: value for key, value in data.items() if key not in _BESIDE}
    return hashlib.sha256(_text(_canonical(told)).encode()).hexdigest()


def _canonical(node: object, key: str = "") -> object:
    if isinstance(node, Mapping):
        return {str(name): _canonical(value, str(name)) for name, value in node.items()}
    if isinstance(node, list | tuple):
        items = [_canonical(one) for one in node]
        return sorted(items, key=_text) if key in _FREE else items
    if isinstance(node, int) and not isinstance(node, bool):
        return float(node)
    return node


def _text(node: object) -> str:
    return json.dumps(node, sort_keys=True, ensure_ascii=False, default=str)
