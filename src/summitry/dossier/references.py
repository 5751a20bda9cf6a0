"""What each part of a dossier speaks of, and what is left of it where that is not seen.

A stance speaks of its party and its issue, an event of the issues and parties of its statement, a
citation of its source. A part without a rule here is never shown to an audience.

:mod:`summitry.dossier.mentions` tells where names stand, too, to rename and to take out. One
account would not do for both: what is taken out leaves as much as still makes sense, and a part
that nobody thought of stays; what is hidden takes with it whatever would be false or telling
without it, and such a part is not shown. A test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from summitry.dossier.audience import Audience
from summitry.dossier.form import to_model
from summitry.dossier.logic import (
    All,
    LogicError,
    Statement,
    askers,
    comparisons,
    read_clause,
    read_event,
)
from summitry.dossier.patching import PatchError, patched
from summitry.dossier.process import REST

Data = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """What an excerpt holds of the things that others speak of."""

    parties: Mapping[str, Any]
    issues: Mapping[str, Any]
    sources: Mapping[str, Any]
    events: Mapping[str, Any]
    who: Audience

    def states(self, statement: Statement) -> bool:
        """Whether a statement speaks only of what is seen."""
        return all(one.issue in self.issues for one in comparisons(statement)) and all(
            one in self.parties and self.who.sees(("process", "big_ask", one))
            for one in askers(statement)
        )

    def says(self, text: object) -> bool:
        """The same of an event's text."""
        try:
            return self.states(read_event(str(text)))
        except LogicError:
            return False


def closed(data: Data, who: Audience) -> Data:
    """Data without what speaks of things that are not in it."""
    parties = _mapping(data.get("parties"))
    issues = _issues(_mapping(data.get("issues")), parties)
    seen = Seen(parties, issues, _mapping(data.get("sources")), _mapping(data.get("events")), who)
    found: Data = {}
    for root, value in {**data, "issues": issues}.items():
        found[root] = _cited(RULES[root](value, seen), seen)
    if "assessments" in found:
        found["assessments"] = {
            name: _school(name, _mapping(one), found, seen)
            for name, one in found["assessments"].items()
        }
    return found


def _mapping(node: object) -> Data:
    return dict(node) if isinstance(node, Mapping) else {}


def _cited(node: Any, seen: Seen) -> Any:
    """A node whose citations are of sources that are seen."""
    if isinstance(node, list):
        return [_cited(one, seen) for one in node]
    if not isinstance(node, Mapping):
        return node
    found = {key: _cited(one, seen) for key, one in node.items() if key != "cite"}
    if "cite" in node:
        cite = _citations(node["cite"], seen)
        if cite:
            found["cite"] = cite
    return found


def _citations(cite: Any, seen: Seen) -> Any:
    if isinstance(cite, list):
        return [one for one in cite if _mapping(one).get("source") in seen.sources]
    if not isinstance(cite, Mapping):
        return None
    if isinstance(cite.get("source"), str):
        return dict(cite) if cite["source"] in seen.sources else None
    return {source: quote for source, quote in cite.items() if source in seen.sources}


def _plain(value: Any, _: Seen) -> Any:
    return value


def _parties(value: Any, seen: Seen) -> Any:
    found = {}
    for name, party in _mapping(value).items():
        own = _mapping(party)
        if own.get("of") not in seen.parties:
            own.pop("of", None)
        found[name] = own
    return found


def _issues(value: Data, parties: Data) -> Data:
    """Issues whose performer is seen; consent by those who are."""
    found = {}
    for name, issue in value.items():
        own = _mapping(issue)
        if own.get("performed_by") not in parties:
            continue
        if isinstance(own.get("consent"), list):
            own["consent"] = [one for one in own["consent"] if one in parties]
        if not isinstance(own.get("levels"), list) or own.get("status_quo") not in own["levels"]:
            continue
        found[name] = own
    return found


def _read_issues(value: Any, seen: Seen) -> Any:
    for issue in value.values():
        readings = {
            level: {
                party: one
                for party, one in _mapping(by_party).items()
                if party in seen.parties and seen.says(_mapping(one).get("means", one))
            }
            for level, by_party in _mapping(issue.get("reads_as")).items()
        }
        issue.pop("reads_as", None)
        if any(readings.values()):
            issue["reads_as"] = {level: one for level, one in readings.items() if one}
    return value


def _stances(value: Any, seen: Seen) -> Any:
    return {
        party: {issue: one for issue, one in _mapping(own).items() if issue in seen.issues}
        for party, own in _mapping(value).items()
        if party in seen.parties
    }


def _by_party(value: Any, seen: Seen) -> Any:
    return {party: one for party, one in _mapping(value).items() if party in seen.parties}


def _stakes(value: Any, seen: Seen) -> Any:
    found: Data = {}
    for party, stakes in _by_party(value, seen).items():
        for name, stake in _mapping(stakes).items():
            own = stake
            if isinstance(stake, Mapping) and isinstance(stake.get("from"), list):
                own = {**stake, "from": [one for one in stake["from"] if one in seen.parties]}
            found.setdefault(party, {})[name] = own
    return found


def _cover(value: Any, seen: Seen) -> Any:
    found = []
    for one in value if isinstance(value, list) else []:
        own = _mapping(one)
        on = [issue for issue in own.get("on", []) if issue in seen.issues]
        if own.get("from") in seen.parties and own.get("to") in seen.parties and on:
            found.append({**own, "on": on})
    return found


def _clauses(value: Any, seen: Seen) -> Any:
    found = []
    for text in value if isinstance(value, list) else []:
        try:
            clause = read_clause(str(text))
        except LogicError:
            continue
        if seen.states(All(clause.when + (clause.then or ()))):
            found.append(text)
    return found


def _process(value: Any, seen: Seen) -> Any:
    found = _mapping(value)
    for key in ("hidden", "trust", "big_ask"):
        if key in found:
            found[key] = _by_party(found[key], seen)
    asks = _mapping(found.get("big_ask"))
    if "big_ask" in found:
        found["big_ask"] = {
            party: ask for party, ask in asks.items() if _mapping(ask).get("issue") in seen.issues
        }
    return found


def _time(value: Any, seen: Seen) -> Any:
    found = _mapping(value)
    if "patience" in found:
        found["patience"] = _by_party(found["patience"], seen)
    return found


def _tracks(value: Any, seen: Seen) -> Any:
    """Tracks all of whose issues and tables are seen."""
    found = {}
    for name, track in _mapping(value).items():
        baskets = _mapping(track).get("baskets", [])
        on = [
            one
            for basket in baskets
            for one in (_mapping(basket).get("on") or basket)
            if one != REST
        ]
        consent = [one for basket in baskets for one in _mapping(basket).get("consent", [])]
        if all(one in seen.issues for one in on) and all(one in seen.parties for one in consent):
            found[name] = track
    return found


def _road_maps(value: Any, seen: Seen) -> Any:
    found = {}
    for name, road in _mapping(value).items():
        steps = _mapping(road).get("steps", [])
        if all(issue in seen.issues for step in steps for issue in _mapping(step)):
            found[name] = road
    return found


def _influence(value: Any, seen: Seen) -> Any:
    """How the models of influence are run, without the ideals of those who are not seen."""
    found = _mapping(value)
    if "ideals" in found:
        found["ideals"] = {
            party: _by_party(own, seen) for party, own in _by_party(found["ideals"], seen).items()
        }
    return found


def _relations(value: Any, seen: Seen) -> Any:
    every = value if isinstance(value, list) else []
    return [
        one for one in every
        if all(party in seen.parties for party in _mapping(one).get("between", [None]))
    ]  # fmt: skip


def _events(value: Any, seen: Seen) -> Any:
    return {
        name: one
        for name, one in _mapping(value).items()
        if seen.says(one.get("when") if isinstance(one, Mapping) else one)
    }


def _by_path(value: Any, seen: Seen) -> Any:
    """Levers and reveals of numbers that the audience may see."""
    found = {}
    for path, one in _mapping(value).items():
        own = _mapping(one) if isinstance(one, Mapping) else one
        if isinstance(own, dict) and isinstance(own.get("by"), list):
            own["by"] = [party for party in own["by"] if party in seen.parties]
        if seen.who.sees(path.split(".")):
            found[path] = own
    return found


def _school(name: str, own: Data, data: Data, seen: Seen) -> Data:
    """An assessment with those of its changes that the audience may see and understand."""
    found = dict(own)
    if "wants" in found and found["wants"] not in seen.events and not seen.says(found["wants"]):
        del found["wants"]
    kept = {
        path: value
        for path, value in _mapping(found.get("set")).items()
        if seen.who.sees(path.split(".")) and _sensible(path, value, data, seen)
    }
    found["set"] = kept
    groups = {
        group: [path for path in paths if path in kept]
        for group, paths in _mapping(found.get("groups")).items()
        if isinstance(paths, list)
    }
    found["groups"] = {group: paths for group, paths in groups.items() if paths}
    return found


def _sensible(path: str, value: object, data: Data, seen: Seen) -> bool:
    """Whether a change speaks of nothing hidden: made, it is still all there."""
    without = {key: one for key, one in data.items() if key != "assessments"}
    try:
        trial = patched(without, {path: value})
    except PatchError:
        return False
    return closed(trial, seen.who) == trial and not to_model(trial)[1]


RULES: dict[str, Callable[[Any, Seen], Any]] = {
    **dict.fromkeys(
        ("summitry", "title", "question", "as_of", "coded", "coded_after_outcome", "author",
         "note", "unknowns", "law", "confidence", "sources", "curve", "loss_aversion",
         "assessments"),
        _plain,
    ),
    "parties": _parties,
    "issues": _read_issues,
    "stances": _stances,
    "stakes": _stakes,
    "cover": _cover,
    "clauses": _clauses,
    "process": _process,
    "time": _time,
    "tracks": _tracks,
    "road_maps": _road_maps,
    "relations": _relations,
    "influence": _influence,
    "events": _events,
    "levers": _by_path,
    "reveals": _by_path,
}  # fmt: skip
"""Root: what of it can be shown where some things are not; a root without a rule never is."""
