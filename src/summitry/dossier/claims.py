"""Rules for what a dossier says of its own numbers: levers, reveals, groups, wishes, signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from summitry.dossier.calendar import earliest
from summitry.dossier.inputs import Input, inputs
from summitry.dossier.levers import Lever, named_by
from summitry.dossier.logic import LogicError, Statement, askers, comparisons, read_event
from summitry.dossier.model import Dossier
from summitry.dossier.problem import Fault, nearest, shown

Path = tuple[str | int, ...]


def levers(dossier: Dossier) -> Iterator[Fault]:
    """Levers and reveals of numbers there are; pulled by parties there are, within bounds."""
    if not dossier.levers and not dossier.reveals:
        return
    every = _sound_inputs(dossier)
    if every is None:
        return
    for home, found in (("levers", dossier.levers), ("reveals", dossier.reveals)):
        for key in found:
            if not named_by(key, every):
                names = [name.replace("/", ".") for name in every]
                fault = f"{key!r} is no number of the dossier"
                yield Fault("S321", (home, key), fault, nearest(key, names), key=True)
    for key, one in dossier.levers.items():
        yield from _lever(dossier, key, one, every)
    for key, reveal in dossier.reveals.items():
        if reveal.on is not None and earliest(reveal.on) is None:
            yield _no_date(("reveals", key, "on"), reveal.on)


def _lever(dossier: Dossier, key: str, one: Lever, every: Mapping[str, Input]) -> Iterator[Fault]:
    for place, party in enumerate(one.by):
        if party not in dossier.parties:
            right = nearest(party, dossier.parties)
            yield Fault("S301", ("levers", key, "by", place), f"no party {party!r}", right)
    for name in named_by(key, every):
        kind = every[name].estimate.quantity
        if one.to is not None and not kind.low <= one.to <= kind.high:
            fault = f"{key!r} cannot be pulled to there"
            right = f"a number from {kind.low:g} to {kind.high:g}"
            yield Fault("S204", ("levers", key, "to"), fault, right, shown(one.to))


def _sound_inputs(dossier: Dossier) -> dict[str, Input] | None:
    try:
        return inputs(dossier)
    except (KeyError, ValueError):
        return None  # a level's name that is none: another rule tells of it


def assessments(dossier: Dossier) -> Iterator[Fault]:
    """Groups of changes that are made, each in one group; wishes that can be read."""
    for name, one in dossier.assessments.items():
        seen: set[str] = set()
        for group, paths in one.groups.items():
            for place, path in enumerate(paths):
                at = ("assessments", name, "groups", group, place)
                if path not in one.set:
                    fault = f"{path!r} is no change that {name!r} makes"
                    yield Fault("S322", at, fault, nearest(path, one.set))
                elif path in seen:
                    fault = f"{path!r} is in two groups"
                    yield Fault("S322", at, fault, "each change in one group")
                seen.add(path)
        if one.wants is not None and one.wants not in dossier.events:
            yield from _wish(dossier, ("assessments", name, "wants"), one.wants)


def _wish(dossier: Dossier, path: Path, text: str) -> Iterator[Fault]:
    try:
        statement = read_event(text)
    except LogicError as error:
        right = f"an event's name, or a statement, {error.right}"
        yield Fault("S403", path, error.fault, right, error.got)
        return
    yield from unknown_names(dossier, path, statement)


def unknown_names(dossier: Dossier, path: Path, statement: Statement) -> Iterator[Fault]:
    """Issues, levels and askers that a statement names and the dossier does not have."""
    for one in comparisons(statement):
        if one.issue not in dossier.issues:
            right = nearest(one.issue, dossier.issues)
            yield Fault("S302", path, f"no issue {one.issue!r}", right)
        elif one.level not in dossier.issues[one.issue].levels:
            right = nearest(one.level, dossier.issues[one.issue].levels)
            yield Fault("S303", path, f"{one.level!r} is no level of {one.issue!r}", right)
    for party in askers(statement):
        if party not in dossier.process.big_ask:
            asking = dossier.process.big_ask
            right = nearest(party, asking, "give it a big ask, or leave it out")
            yield Fault("S311", path, f"{party!r} has no big ask", right)


def signs(dossier: Dossier) -> Iterator[Fault]:
    """Days by which events can be observed."""
    for name, one in dossier.events.items():
        if one.observable_by is not None and earliest(one.observable_by) is None:
            yield _no_date(("events", name, "observable_by"), one.observable_by)


def _no_date(path: Path, text: str) -> Fault:
    return Fault("S505", path, "not a date", "2019, 2019-02 or 2019-02-24", shown(text))


RULES = (levers, assessments, signs)
