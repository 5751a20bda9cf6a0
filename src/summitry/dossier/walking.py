"""Rules for walking a dossier's data by the names in it, to rename a thing or to take it out.

Each rule says what stands at a place. Walking the data with a rule asks about every name on the
way, and puts the answer there: the same name, another, or that the thing is gone. What cannot be
without a thing that is gone, goes too; what must not go by itself (an issue, because nobody
performs it any more) stays, and is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Plain = Any
Data = dict[str, Any]
GONE: Any = object()
"""Stands for a name, or for a part of the data, that is no more."""


@dataclass(frozen=True)
class Scope:
    """Whose names are meant: the levels of which issue, the stakes of which party."""

    issue: str = ""
    party: str = ""

    def inside(self, kind: str, name: str) -> Scope:
        """The scope of what is below a name."""
        return replace(self, **{kind: name}) if kind in ("issue", "party") else self


@dataclass
class Walk:
    """One walk: what is asked of every name, where it is, and what stood in the way.

    ``ask`` is given a name's kind, the name, its scope, and whether it is a key or at home in a
    list; it answers with a name, or GONE.
    """

    ask: Callable[[str, str, Scope, bool], Plain]
    whole: Rule
    """The rule of a whole dossier, by which dotted paths are followed."""
    data: Data
    gone: Callable[[str], bool] = lambda path: False
    """Whether a dotted path leads to something that is taken out."""
    at: list[str] = field(default_factory=list)
    kept: list[tuple[str, ...]] = field(default_factory=list)
    """Places that speak of what is gone and that may not go."""


class Rule:
    """What stands at a place; by itself, something without names but for its citations."""

    def walk(self, node: Plain, walk: Walk, scope: Scope) -> Plain:
        """The node with every name answered for, or GONE."""
        if isinstance(node, list):
            return [self.walk(one, walk, scope) for one in node]
        if not isinstance(node, Mapping):
            return node
        found = {key: self.walk(one, walk, scope) for key, one in node.items() if key != "cite"}
        return cited(node, found, walk, scope)

    def step(self, rest: str, node: Plain, walk: Walk, scope: Scope) -> tuple[str, str, Lead]:
        """The first step of a dotted path, answered for; what is left; and where it leads."""
        first, _, more = rest.partition(".")
        inside = node.get(first) if isinstance(node, Mapping) else None
        return first, more, (ANY, inside, scope)


Lead = tuple[Rule, Plain, Scope]
ANY = Rule()


def cited(node: Mapping[str, Plain], found: Data, walk: Walk, scope: Scope) -> Data:
    """A part with its citations answered for, at the place where they stood."""
    if "cite" not in node:
        return found
    cite = CITE.walk(node["cite"], walk, scope)
    every = {**found, **({} if cite is GONE else {"cite": cite})}
    return {key: every[key] for key in node if key in every}


@dataclass(frozen=True)
class Name(Rule):
    """A name of a kind; ``bears`` if what it stands in must not go with it."""

    kind: str
    bears: bool = False
    home: bool = False

    def walk(self, node: Plain, walk: Walk, scope: Scope) -> Plain:
        """The name's answer."""
        if isinstance(node, bool) or not isinstance(node, str | int | float):
            return node
        answer = walk.ask(self.kind, str(node), scope, self.home)
        if answer is GONE and self.bears:
            walk.kept.append(tuple(walk.at))
            return node
        return node if answer == str(node) else answer


class Place(Rule):
    """An ideal: a level by name, a number, a range of these, with or without a reason."""

    def walk(self, node: Plain, walk: Walk, scope: Scope) -> Plain:
        """The estimate with its levels answered for."""
        if isinstance(node, str):
            return walk.ask("level", node, scope, False)
        if isinstance(node, list):
            found = [self.walk(one, walk, scope) for one in node]
            return GONE if any(one is GONE for one in found) else found
        if not isinstance(node, Mapping):
            return node
        made = {}
        for key, one in node.items():
            if key != "cite":
                made[key] = self.walk(one, walk, scope) if key in ("value", "coders") else one
        return GONE if GONE in made.values() else cited(node, made, walk, scope)


@dataclass(frozen=True)
class Each(Rule):
    """A list, or a single thing without brackets; gone if it loses one and fewer are left."""

    rule: Rule
    least: int = 0
    called: str = ""
    """How a path names its items: giver>critic, above LEVEL, or by what a basket holds."""

    def walk(self, node: Plain, walk: Walk, scope: Scope) -> Plain:
        """The items that are left."""
        if not isinstance(node, list):
            return self.rule.walk(node, walk, scope)
        found = []
        for number, one in enumerate(node):
            walk.at.append(str(number))
            found.append(self.rule.walk(one, walk, scope))
            walk.at.pop()
        left = [one for one in found if one is not GONE]
        return GONE if len(left) < len(found) and len(left) < self.least else left

    def step(self, rest: str, node: Plain, walk: Walk, scope: Scope) -> tuple[str, str, Lead]:
        """An item by what it is called; of one alone, its name may be left out."""
        first, _, more = rest.partition(".")
        ask = walk.ask
        if self.called == "cover" and ">" in first:
            parts = [ask("party", one, scope, False) for one in first.split(">")]
            return _joined(">", parts), more, (self.rule, None, scope)
        side, _, level = first.partition(" ")
        if self.called == "line" and side in ("above", "below"):
            parts = [side, ask("level", level, scope, False)]
            return _joined(" ", parts), more, (self.rule, None, scope)
        if self.called == "basket":
            parts = [ask("issue", one, scope, False) for one in first.split("+")]
            left = sorted(one for one in parts if one is not GONE)
            return "+".join(left) if left else GONE, more, (self.rule, None, scope)
        return self.rule.step(rest, node, walk, scope)


def _joined(sign: str, parts: list[Plain]) -> Plain:
    return GONE if GONE in parts else sign.join(parts)


@dataclass(frozen=True)
class By(Rule):
    """A mapping whose keys are names of a kind, and of another besides if ``also`` says so."""

    kind: str
    rule: Rule = ANY
    least: int = 0
    also: str = ""

    def walk(self, node: Plain, walk: Walk, scope: Scope) -> Plain:
        """The entries that are left, each under its key's answer."""
        if not isinstance(node, Mapping):
            return node
        found: Data = {}
        for name, one in node.items():
            key = self._key(name, walk, scope)
            walk.at.append(name)
            inner = self.rule.walk(one, walk, scope.inside(self.kind, name))
            walk.at.pop()
            if key is not GONE and inner is not GONE:
                found[key] = inner
        return GONE if len(found) < len(node) and len(found) < self.least else found

    def _key(self, name: str, walk: Walk, scope: Scope) -> Plain:
        if self.also and walk.ask(self.also, name, scope, True) is GONE:
            return GONE
        return walk.ask(self.kind, name, scope, True)

    def step(self, rest: str, node: Plain, walk: Walk, scope: Scope) -> tuple[str, str, Lead]:
        """A key, the longest that the path begins with."""
        known = node if isinstance(node, Mapping) else {}
        fits = [one for one in known if rest == one or rest.startswith(f"{one}.")]
        name = max(fits, key=len, default=rest.partition(".")[0])
        lead = (self.rule, known.get(name), scope.inside(self.kind, name))
        return self._key(name, walk, scope), rest[len(name) + 1 :], lead


@dataclass(frozen=True)
class Of(Rule):
    """A part with keys of its own; gone without one that it ``needs``; ``short`` if it is none."""

    fields: Mapping[str, Rule]
    needs: frozenset[str] = frozenset()
    short: Rule = ANY

    def walk(self, node: Plain, walk: Walk, scope: Scope) -> Plain:
        """The part with its keys' values answered for."""
        if not isinstance(node, Mapping):
            return self.short.walk(node, walk, scope)
        scope = self._scope(node, scope)
        found: Data = {}
        for key, one in node.items():
            if key == "cite":
                continue
            walk.at.append(key)
            inner = self.fields.get(key, ANY).walk(one, walk, scope)
            walk.at.pop()
            if inner is not GONE:
                found[key] = inner
            elif key in self.needs:
                return GONE
        return cited(node, found, walk, scope)

    def _scope(self, node: Plain, scope: Scope) -> Scope:
        own = node.get("issue") if isinstance(node, Mapping) and "issue" in self.fields else None
        return scope.inside("issue", own) if isinstance(own, str) else scope

    def step(self, rest: str, node: Plain, walk: Walk, scope: Scope) -> tuple[str, str, Lead]:
        """A key of its own."""
        first, _, more = rest.partition(".")
        inside = node.get(first) if isinstance(node, Mapping) else None
        return first, more, (self.fields.get(first, ANY), inside, self._scope(node, scope))


CITATION = Of({"source": Name("source")}, frozenset({"source"}))


class Citing(Rule):
    """Citations, in any of their three forms."""

    def walk(self, node: Plain, walk: Walk, scope: Scope) -> Plain:
        """Those whose source is still there."""
        if isinstance(node, list):
            return Each(CITATION, 1).walk(node, walk, scope)
        one = isinstance(node, Mapping) and isinstance(node.get("source"), str)
        return (CITATION if one else By("source", ANY, 1)).walk(node, walk, scope)


CITE = Citing()
