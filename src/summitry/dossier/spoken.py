"""Texts of a dossier that speak of names: statements, clauses, wishes and dotted paths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from summitry.dossier.logic import ASK, SEPARATORS
from summitry.dossier.patching import PatchError, patched
from summitry.dossier.walking import GONE, Data, Lead, Name, Plain, Rule, Scope, Walk


class Said(Rule):
    """A clause or a statement: names between the words and signs of its language."""

    def walk(self, node: Plain, walk: Walk, scope: Scope) -> Plain:
        """The text with its names answered for, blanks and line breaks as they are."""
        if not isinstance(node, str):
            return node
        found, begun, issue, sign = "", 0, "", ""
        for match in [*SEPARATORS.finditer(node), None]:
            end = match.start() if match else len(node)
            own, after = node[begun:end], match[1] if match else ""
            name = own.strip()
            compared = after in _SIGNS
            answer: Plain = name
            if compared:
                issue = name
                answer = walk.ask("issue", name, scope, False)
            elif sign in _SIGNS and sign:
                answer = walk.ask("level", name, scope.inside("issue", issue), False)
            elif name.startswith(ASK):
                who = name.removeprefix(ASK).strip()
                kinds = [walk.ask(kind, who, scope, False) for kind in ("ask", "party")]
                answer = GONE if GONE in kinds else ASK + kinds[1]
            if answer is GONE:
                return GONE
            found += own.replace(name, answer, 1) if name else own
            found += match[0] if match else ""
            begun, sign = (match.end(), after) if match else (end, "")
        return found


_SIGNS = frozenset(("=", "!=", "<", "<=", ">", ">=", "==", "≤", "≥", "≠"))


class Wish(Rule):
    """What a school hopes for: an event by name, or a statement."""

    def walk(self, node: Plain, walk: Walk, scope: Scope) -> Plain:
        """The name or the statement, answered for."""
        named = Name("event").walk(node, walk, scope)
        return SAID.walk(node, walk, scope) if named == node else named


class Dotted(Rule):
    """A dotted path to a part of the dossier."""

    def walk(self, node: Plain, walk: Walk, scope: Scope) -> Plain:
        """The path with the names on it answered for."""
        return led(node, walk)[0] if isinstance(node, str) else node


def led(path: str, walk: Walk) -> tuple[Plain, Lead]:
    """A dotted path with its names answered for, and what stands where it leads."""
    lead: Lead = (walk.whole, walk.data, Scope())
    rest, found = path, []
    while rest:
        rule, node, scope = lead
        name, rest, lead = rule.step(rest, node, walk, scope)
        if name is GONE:
            return GONE, lead
        found.append(name)
    return (GONE if walk.gone(path) else ".".join(found)), lead


@dataclass(frozen=True)
class Paths(Rule):
    """A mapping from dotted paths; ``rule`` of what stands behind each, or what the path leads to.

    Left out, the values are such as the path itself leads to: an assessment's changes.
    """

    rule: Rule | None = None

    def walk(self, node: Plain, walk: Walk, scope: Scope) -> Plain:
        """The entries whose path still leads somewhere."""
        if not isinstance(node, Mapping):
            return node
        found: Data = {}
        leading = walk if self.rule else _with_own(walk, node)
        for path, one in node.items():
            key, lead = led(path, leading)
            walk.at.append(path)
            rule, inner_scope = (self.rule, scope) if self.rule else (lead[0], lead[2])
            inner = rule.walk(one, walk, inner_scope)
            walk.at.pop()
            if key is not GONE and inner is not GONE:
                found[key] = inner
        return found


def _with_own(walk: Walk, changes: Mapping[str, Plain]) -> Walk:
    """A walk by which paths lead through what a school brings in, too."""
    try:
        return replace(walk, data=patched(walk.data, changes))
    except PatchError:  # a path that leads nowhere is for the checks of the whole
        return walk


SAID = Said()
