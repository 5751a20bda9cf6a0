"""New parties and issues from a form: names for people become ids that statements can use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from summitry.dossier.logic import KEYWORDS
from summitry.dossier.process import REST

Data = dict[str, Any]
MOST_NAME, MOST_ID, MOST_LEVELS = 5_000, 40, 12
_TAKEN = frozenset((*KEYWORDS, REST, "team", "anyone", "requires", "excludes", "ask", "of"))


class AddError(ValueError):
    """A form that cannot be taken: the field, and what would be right."""

    def __init__(self, name: str, right: str) -> None:
        super().__init__(right)
        self.field = name


def id_of(name: str, known: Mapping[str, Any], otherwise: str) -> str:
    """An id for a name: its plain words in small letters, short, and not taken."""
    plain = "".join(one if one.isalnum() else " " for one in name.lower())
    words = [word for word in plain.split() if word not in _TAKEN]
    stem = " ".join(words)[:MOST_ID].strip() or otherwise
    found, number = stem, 2
    while found in known or found in _TAKEN:
        found, number = f"{stem} {number}", number + 1
    return found


def _name(given: Mapping[str, str]) -> str:
    name = " ".join(given.get("name", "").split())
    if not name:
        raise AddError("name", "give it a name")
    if len(name) > MOST_NAME:
        raise AddError("name", f"at most {MOST_NAME:,} characters")
    return name


def with_party(data: Data, given: Mapping[str, str]) -> Data:
    """Data with a party more: ``name``, ``role``, ``of`` (the number of a critic's principal)."""
    name, role = _name(given), given.get("role", "")
    if role not in ("principal", "ratifier", "third"):
        raise AddError("role", "it signs, must live with it, or looks on")
    party: Data = {"name": name, "role": role}
    if role == "ratifier":
        party["of"] = _picked(
            given.get("of", ""),
            [one for one, own in data["parties"].items() if own.get("role") == "principal"],
            "of",
            "whose critic it is",
        )
    key = id_of(name, data["parties"], "party")
    return {**data, "parties": {**data["parties"], key: party}}


def with_issue(data: Data, given: Mapping[str, str]) -> Data:
    """Data with an issue more: ``name``, ``levels`` (one a line), ``now`` and ``by`` (numbers)."""
    name = _name(given)
    levels = [" ".join(one.split()) for one in given.get("levels", "").splitlines()]
    levels = [one for one in levels if one]
    if not 2 <= len(levels) <= MOST_LEVELS:
        raise AddError("levels", f"two to {MOST_LEVELS} levels, one a line, in order")
    if len(set(levels)) < len(levels):
        raise AddError("levels", "each level once")
    bad = [one for one in levels if len(one) > 60 or set(one) & set("<>=!()[]{}'\"")]
    if bad:
        raise AddError("levels", "short levels, without < > = ! brackets and quotation marks")
    now = _picked(given.get("now", "1"), levels, "now", "which level holds now, by its number", 1)
    by = _picked(given.get("by", ""), list(data["parties"]), "by", "who must perform a change")
    issue = {"name": name, "levels": levels, "status_quo": now, "performed_by": by}
    key = id_of(name, data["issues"], "issue")
    return {**data, "issues": {**data["issues"], key: issue}}


def _picked(text: str, among: list[str], name: str, right: str, first: int = 0) -> str:
    if text.isdecimal() and first <= int(text) < len(among) + first:
        return among[int(text) - first]
    raise AddError(name, right)
