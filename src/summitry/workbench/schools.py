"""A dossier as one school has it: everything in it, and the forms by which it says it otherwise.

A school's own thing is made by the form that the dossier's own has. The form shows the thing as
the school has it; what is then other than in the dossier becomes the school's changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from summitry.dossier.assessment import assess
from summitry.dossier.editing import same
from summitry.dossier.model import Dossier
from summitry.dossier.otherwise import said_otherwise, with_changes, with_own_reasons
from summitry.dossier.patching import items_by_name, named_steps, patched, put, standing
from summitry.dossier.problem import Problem
from summitry.dossier.renaming import taken_out
from summitry.workbench.forms import Form, from_form
from summitry.workbench.items import Item, items
from summitry.workbench.places import Path, Plain, standing_at
from summitry.workbench.talks import (
    ASKED,
    DATE,
    PROCESS,
    RELATION,
    ROAD_MAP,
    TIME,
    TRACK,
)
from summitry.workbench.things import (
    CASE,
    CLAUSE,
    COVER,
    ISSUE,
    PARTY,
    READING,
    STAKE,
    STANCE,
)

Data = dict[str, Any]
NUMBERS = replace(
    CASE, title="How numbers are taken", one="how numbers are taken",
    about="The law of every range, the shape of utility, how sure single numbers are.",
    groups=CASE.groups[1:],
)  # fmt: skip
KINDS = (ASKED, STANCE, STAKE, COVER, CLAUSE, READING, DATE, TRACK, ROAD_MAP, RELATION, PROCESS,
         NUMBERS, TIME, PARTY, ISSUE)  # fmt: skip
"""What a school may say otherwise."""
SHARED = (PARTY, ISSUE)
"""Kinds of which a school brings in none, and takes out none. The names of levels are shared too:
everybody is asked about the same packages."""
BY_KEY = {one.key: one for one in KINDS}


@dataclass(frozen=True)
class View:
    """A dossier as a school has it.

    Attributes
    ----------
    name
        The assessment.
    plain, base
        The dossier without its changes, as a model and as plain data.
    dossier, data
        The dossier with its changes.
    own
        The changes.
    """

    name: str
    plain: Dossier
    base: Data
    dossier: Dossier
    data: Data
    own: Mapping[str, Any]

    @property
    def label(self) -> str:
        """What people call the school."""
        return self.plain.assessments[self.name].name or self.name


@dataclass(frozen=True)
class Thing:
    """An item as a school has it.

    Attributes
    ----------
    item
        The item; where it stands is by the school's data.
    path
        Where it stands, as an assessment would write it.
    own
        The dossier has none.
    otherwise
        The dossier has one, but not as the school has it.
    """

    item: Item
    path: str
    own: bool = False
    otherwise: bool = False

    @property
    def mark(self) -> str:
        """What its opaque address is made of."""
        return f"says/{self.path}"

    @property
    def takes_out(self) -> bool:
        """Whether a school may say that there is none."""
        return not self.item.kind.single and self.item.kind not in SHARED


@dataclass(frozen=True)
class Saying:
    """A form by which a school says something: its opaque mark, and of which thing, if of one."""

    seen: View
    mark: str
    thing: Thing | None = None


def view(dossier: Dossier, data: Data, name: str) -> View:
    """A dossier as a school has it; the dossier and its data are those of the file."""
    own = data["assessments"][name].get("set") or {}
    return View(name, dossier, data, assess(dossier, name), patched(data, own), own)


def things(seen: View) -> list[Thing]:
    """Everything that a school may say otherwise, as it has it."""
    return [_thing(seen, item) for item in items(seen.dossier, seen.data, KINDS)]


def _thing(seen: View, item: Item) -> Thing:
    path, now = dotted(item.path, seen.data), standing_at(seen.data, item.path)
    if item.kind.single:
        return Thing(item, path)
    if item.kind in (CLAUSE, RELATION):  # of a list whose items have no names
        every = standing_at(seen.base, item.path[:-1])
        known = every if isinstance(every, list) else []
        return Thing(item, path, not any(same(one, now) for one in known))
    old = standing(seen.base, path.split("."))
    return Thing(item, path, old is None, old is not None and not same(old, now))


def dotted(path: Path, data: Data) -> str:
    """Where something stands, as an assessment would write it."""
    return ".".join(str(one) for one in named_steps(path, data))


def numbered(steps: Sequence[str], data: Data) -> list[str]:
    """A place that calls items of lists by name, as one that counts them."""
    found: list[str] = []
    node: Plain = data
    for step in steps:
        every = node if isinstance(node, list) else [node]  # one red line may have no brackets
        names = list(items_by_name(every) or {})
        if step in names and (node is every or step not in node):
            found.append(str(names.index(step)))
            node = every[names.index(step)]
        else:
            found.append(step)
            node = (items_by_name(node) or {}).get(step)
    return found


def with_form(seen: View, own: Form, given: Mapping[str, str]) -> tuple[Data, Data, Path]:
    """The dossier's data with what a school's form asks for.

    Returns
    -------
    tuple
        The data; what they then are to the school; and where there the item stands.

    Raises
    ------
    AddError
        A new thing without a place; the field is the key's name.
    LookupError
        What no school can say.
    """
    wanted, path = from_form(seen.dossier, seen.data, own, given)
    if not own.kind.single and not standing_at(wanted, path):
        msg = "nothing is left of it: to say that there is none, use the button for that"
        raise LookupError(msg)
    wanted = with_own_reasons(seen.base, seen.data, wanted)
    return _said(seen, wanted), wanted, path


def without(seen: View, thing: Thing) -> Data:
    """The dossier's data in which a school says that there is no such thing."""
    schools = seen.data["assessments"]
    less = taken_out({**seen.data, "assessments": {}}, thing.item.path)
    return _said(seen, {**less, "assessments": schools})


def as_in_dossier(seen: View, thing: Thing) -> Data:
    """The dossier's data in which a school says nothing of a thing that the dossier has."""
    steps = thing.path.split(".")
    return _said(seen, put(seen.data, steps, standing(seen.base, steps), thing.path))


def _said(seen: View, wanted: Data) -> Data:
    return with_changes(seen.base, seen.name, said_otherwise(seen.base, seen.own, wanted))


def at_school(seen: View, wanted: Data, problems: Sequence[Problem]) -> list[Problem]:
    """The checker's messages, each at the place in the school's data that its change is of."""
    found = []
    for one in problems:
        steps = one.path.split("/")
        if steps[:3] == ["assessments", seen.name, "set"] and len(steps) > 3:
            named = [*steps[3].split("."), *steps[4:]]
            one = replace(one, path="/".join(numbered(named, wanted)))
        found.append(one)
    return found
