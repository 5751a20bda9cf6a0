"""Rules for ways of negotiating: tracks are partitions, times fit, paths lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from summitry.dossier.calendar import earliest
from summitry.dossier.logic import Clause, LogicError, obeys, read_clause
from summitry.dossier.model import Dossier
from summitry.dossier.problem import Fault, nearest, shown
from summitry.dossier.process import REST, RoadMap, Track

Path = tuple[str | int, ...]


def tracks(dossier: Dossier) -> Iterator[Fault]:
    """Each track an ordered partition of the issues; consent from parties who can give it."""
    if REST in dossier.issues and dossier.tracks:
        fault = f"an issue cannot be called {REST!r} where there are tracks"
        yield Fault("S210", ("issues", REST), fault, "another name", key=True)
    for name, track in dossier.tracks.items():
        yield from _partition(dossier, ("tracks", name), track)
        for number, basket in enumerate(track.baskets):
            for place, one in enumerate(basket.consent):
                path: Path = ("tracks", name, "baskets", number, "consent", place)
                if one not in dossier.parties:
                    yield Fault("S301", path, f"no party {one!r}", nearest(one, dossier.parties))
                elif dossier.parties[one].role == "principal":
                    fault = f"{one!r} is a principal, and consents by signing"
                    yield Fault("S305", path, fault, "leave it out, or name another party")


def _partition(dossier: Dossier, path: Path, track: Track) -> Iterator[Fault]:
    seen: set[str] = set()
    rest = False
    for number, basket in enumerate(track.baskets):
        for place, issue in enumerate(basket.on):
            at = (*path, "baskets", number, "on", place)
            # A basket written as a plain list has no 'on' in the file.
            at = (*path, "baskets", number, place) if basket.model_fields_set == {"on"} else at
            if issue == REST:
                if rest or len(basket.on) > 1:
                    fault = f"{REST!r} stands for all issues left, in one basket, alone"
                    yield Fault("S315", at, fault, f"[{REST}] once")
                rest = True
            elif issue not in dossier.issues:
                right = nearest(issue, dossier.issues)
                yield Fault("S302", at, f"no issue {issue!r}", right)
            elif issue in seen:
                fault = f"{issue!r} is in two baskets"
                yield Fault("S315", at, fault, "each issue in one basket")
            seen.add(issue)
    missing = [key for key in dossier.issues if key not in seen]
    if missing and not rest:
        fault = f"the baskets leave out {', '.join(missing)}"
        right = f"add them to a basket, or a basket [{REST}]"
        yield Fault("S315", path, fault, right, key=True)
    if rest and not missing:
        fault = f"no issue is left for the basket [{REST}]"
        yield Fault("S315", path, fault, "leave it out", key=True)


def time(dossier: Dossier) -> Iterator[Fault]:
    """Dates that are dates, after the cut-off; patience of principals."""
    cut = earliest(dossier.as_of)
    given: list[tuple[Path, str]] = []
    if dossier.time.deadline is not None:
        given.append((("time", "deadline"), dossier.time.deadline))
    given += [(("time", "dates", name, "on"), one.on) for name, one in dossier.time.dates.items()]
    for path, text in given:
        day = earliest(text)
        if day is None:
            yield Fault("S505", path, "not a date", "2019, 2019-02 or 2019-02-24", shown(text))
        elif cut is not None and day <= cut:
            fault = f"{text} is not after the cut-off {dossier.as_of}"
            yield Fault("S316", path, fault, "a later day, or leave it out")
    for party in dossier.time.patience:
        if party not in dossier.principals:
            code = "S305" if party in dossier.parties else "S301"
            right = nearest(party, dossier.principals)
            path = ("time", "patience", party)
            yield Fault(code, path, f"{party!r} is no principal", right, key=True)


def road_maps(dossier: Dossier) -> Iterator[Fault]:
    """Each step to known levels, somewhere new, through packages that the clauses allow."""
    clauses: list[Clause] = []
    for text in dossier.clauses:
        try:
            clauses.append(read_clause(text))
        except LogicError:
            continue  # told by the rule for clauses
    for name, road in dossier.road_maps.items():
        known = list(_known(dossier, ("road_maps", name), road))
        yield from known
        sound = all(issue.status_quo in issue.levels for issue in dossier.issues.values())
        if not known and sound:
            yield from _leads(dossier, ("road_maps", name), road, clauses)


def _known(dossier: Dossier, path: Path, road: RoadMap) -> Iterator[Fault]:
    for number, step in enumerate(road.steps):
        for issue, level in step.items():
            at = (*path, "steps", number, issue)
            if issue not in dossier.issues:
                right = nearest(issue, dossier.issues)
                yield Fault("S302", at, f"no issue {issue!r}", right, key=True)
            elif level not in dossier.issues[issue].levels:
                right = nearest(level, dossier.issues[issue].levels)
                yield Fault("S303", at, f"{level!r} is no level of {issue!r}", right)


def _leads(dossier: Dossier, path: Path, road: RoadMap, clauses: list[Clause]) -> Iterator[Fault]:
    levels = {key: issue.levels for key, issue in dossier.issues.items()}
    start = {key: one.levels.index(one.status_quo) for key, one in dossier.issues.items()}
    at = dict(start)
    for number, step in enumerate(road.steps):
        where = (*path, "steps", number)
        now = at | {issue: levels[issue].index(level) for issue, level in step.items()}
        if now == at:
            fault = f"step {number + 1} changes nothing"
            yield Fault("S317", where, fault, "another level, or leave it out")
        elif now == start:
            fault = f"step {number + 1} is back at the status quo"
            yield Fault("S317", where, fault, "leave it out: a road map ends where it leads")
        for one in clauses:
            mentioned = {part.issue for part in one.when + (one.then or ())}
            if mentioned <= set(levels) and _broken(one, levels, now):
                fault = f"step {number + 1} stands against the clause '{one.text}'"
                right = "another order, or take along what the clause requires"
                yield Fault("S317", where, fault, right)
        at = now


def _broken(clause: Clause, levels: dict[str, list[str]], package: dict[str, int]) -> bool:
    parts = clause.when + (clause.then or ())
    if any(part.level not in levels[part.issue] for part in parts):
        return False  # told by the rule for clauses
    return obeys(clause, levels, package) is False


RULES = (tracks, time, road_maps)
