"""What an audience sees of a dossier by one school's numbers, and the questions a view asks of it.

Four rules hold for every kind of result. An entry is shown if all that it is about is seen. What is
about everything at once (a sentence over all numbers, say) is shown where everything is seen. A
party's own answer (its gain, its slack, its share) is about all its numbers. Figures are coarse.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from summitry.dossier.assessment import assess
from summitry.dossier.audience import BUILT_IN, Audience, AudienceError
from summitry.dossier.excerpt import excerpt
from summitry.dossier.inputs import Input, inputs
from summitry.dossier.model import Dossier
from summitry.dossier.patching import OPEN

DIGITS = 2
"""Decimals of every share: more would let a guess at the hidden numbers be tried to the digit."""
OWN_NUMBERS = "the dossier's own numbers"
MORE = "Shown in terms of what is for this audience; there may be more that is not."
"""Said once of every result: what is left out is not counted."""
_COUNTED = (*OPEN, "influence", "events")
"""Parts of a dossier that results rest on."""
_WORDS = frozenset({"note", "cite", "coder", "date", "kind"})
"""Keys that change no result and stand in no sentence of one."""


def rounded(share: float) -> float:
    """A share to two decimals."""
    return round(share, DIGITS)


def coarse(value: float) -> float:
    """A number in its own unit to two significant digits."""
    return float(f"{value:.{DIGITS}g}")


@dataclass(frozen=True, eq=False)
class Lens:
    """A dossier by one school's numbers, whole and as an audience sees it."""

    whole: Dossier
    seen: Dossier
    who: Audience

    @property
    def label(self) -> str:
        """What to call whose numbers these are, in the excerpt's words."""
        return self.seen.whose

    @cached_property
    def numbers(self) -> Mapping[str, Input]:
        """The numbers that are seen, by name, as the excerpt has them.

        A number is seen by its own path, if the excerpt has it, and if no change that the school
        makes unseen touches it.
        """
        name = self.whole.assessment or ""
        every, shown = self.whole.assessments, self.seen.assessments
        changes = every[name].set if name in every else {}
        known = shown[name].set if name in shown else {}
        hidden = [path.replace(".", "/") for path in changes if path not in known]

        def untouched(one: str) -> bool:
            return not any(
                one == path or one.startswith(f"{path}/") or path.startswith(f"{one}/")
                for path in hidden
            )

        return {
            key: one
            for key, one in inputs(self.seen).items()
            if self.who.sees(key.split("/")) and untouched(key)
        }

    @property
    def whole_numbers(self) -> Iterable[str]:
        """Names of every number of the whole, seen or not."""
        return inputs(self.whole)

    def shows(self, number: str) -> bool:
        """Whether a number is seen; of one of the world's chances, what it is drawn by."""
        stem, chance, kind = number.partition("#")
        if not chance:
            return stem in self.numbers
        every = inputs(self.whole)
        if kind == "type":  # where a party would walk away
            party = stem.partition("/")[2]
            drawn = [f"process/hidden/{party}", f"parties/{party}/opacity"]
            wanted = [one for one in drawn if one in every]
        else:
            wanted = [one for one in every if one == stem or one.startswith(f"{stem}/")]
        return bool(wanted) and all(one in self.numbers for one in wanted)

    @cached_property
    def _about(self) -> Mapping[str, frozenset[str]]:
        """Party: the numbers that its own answer is about."""
        found = {}
        for party in self.whole.parties:
            people = {party} | {key for key, one in self.whole.parties.items() if one.of == party}
            found[party] = frozenset(
                name for name in inputs(self.whole)
                if people & set(name.replace(">", "/").split("/")[1:]) or name == "curve"
            )  # fmt: skip
        return found

    def knows(self, party: str) -> bool:
        """Whether all that a party's own answer is about is seen: its numbers and its critics'."""
        return party in self.seen.parties and all(map(self.shows, self._about[party]))

    @cached_property
    def everything(self) -> bool:
        """Whether all that results rest on and speak of is seen; notes and citations aside."""
        whole, seen = self.whole._tree, self.seen._tree
        same = all(_bare(whole.get(one)) == _bare(seen.get(one)) for one in _COUNTED)
        return same and all(map(self.shows, inputs(self.whole)))

    def event(self, name: str) -> bool:
        """Whether an event's chance is for the audience."""
        return name in self.seen.events or (name in BUILT_IN and self.who.sees(("events", name)))

    def needs(self, *events: str) -> None:
        """Refuse what tells the chance of an event that is not for the audience."""
        for name in events:
            if not self.event(name):
                msg = (
                    f"nothing that tells of {name!r} is for {self.who.name}: name events.{name}, "
                    "or all events, in 'audiences'"
                )
                raise AudienceError(msg)

    def package(self, levels: Mapping[str, str]) -> dict[str, str]:
        """A package as far as it is of issues that are seen, in their order."""
        return {issue: levels[issue] for issue in self.seen.issues if issue in levels}

    def all_issues(self, issues: Iterable[str]) -> bool:
        """Whether every one of some issues is seen."""
        return all(one in self.seen.issues for one in issues)


def through(dossier: Dossier, who: Audience, schools: Iterable[str | None]) -> dict[str, Lens]:
    """A lens for each school that is seen; of the dossier's own numbers under the empty name.

    Raises
    ------
    AudienceError
        None of them is seen.
    """
    found = {}
    for name in schools:
        seen = excerpt(dossier, who, name)
        if name is None or name in seen.assessments:
            whole = dossier if name is None else assess(dossier, name)
            found[name or ""] = Lens(whole, seen, who)
    if not found:
        msg = f"no assessment is for {who.name}: name one in 'audiences', as assessments.NAME"
        raise AudienceError(msg)
    return found


def _bare(node: Any) -> Any:  # noqa: ANN401
    """Data without notes and citations, and without what is empty."""
    if isinstance(node, Mapping):
        inner = {key: _bare(one) for key, one in node.items() if key not in _WORDS}
        return {key: one for key, one in inner.items() if one not in (None, {}, [])} or None
    if isinstance(node, list):
        return [_bare(one) for one in node] or None
    return node
