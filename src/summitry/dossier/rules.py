"""Rules between the parts of a dossier: every name refers to something, every part makes sense.

Each rule is a small generator of faults, named after what it looks at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from summitry.dossier.logic import KEYWORDS
from summitry.dossier.model import Dossier, RedLine, Stance
from summitry.dossier.problem import Fault, nearest, shown

_NAME = re.compile(r"\w(?:[\w '’-]*[\w'’-])?")
_NUMBER = re.compile(r"[-+]?\d*\.?\d+(e[-+]?\d+)?", re.IGNORECASE)
Path = tuple[str | int, ...]


def names(dossier: Dossier) -> Iterator[Fault]:
    """Ids that clauses, events and paths can speak of."""
    found: list[tuple[Path, str]] = [(("parties", key), key) for key in dossier.parties]
    found += [(("assessments", key), key) for key in dossier.assessments]
    found += [(("sources", key), key) for key in dossier.sources]
    found += [(("stakes", who, key), key) for who, own in dossier.stakes.items() for key in own]
    found += [(("tracks", key), key) for key in dossier.tracks]
    found += [(("road_maps", key), key) for key in dossier.road_maps]
    found += [(("time", "dates", key), key) for key in dossier.time.dates]
    for key, issue in dossier.issues.items():
        found.append((("issues", key), key))
        found += [(("issues", key, "levels", at), one) for at, one in enumerate(issue.levels)]
    for path, name in found:
        if "levels" in path and _NUMBER.fullmatch(name):
            continue  # told by the rule for levels
        if not _NAME.fullmatch(name) or set(name.split()) & set(KEYWORDS):
            fault = f"{shown(name)} cannot be a name"
            right = "letters, digits, blanks, - and _; none of the words " + ", ".join(KEYWORDS)
            yield Fault("S210", path, fault, right, key=True)


def roles(dossier: Dossier) -> Iterator[Fault]:
    """Principals there are, ratifiers who answer to one."""
    principals = dossier.principals
    if len(principals) < 2:
        fault = f"{len(principals) or 'no'} principal{'' if len(principals) == 1 else 's'}"
        yield Fault("S307", ("parties",), fault, "at least two parties with role: principal")
    for key, party in dossier.parties.items():
        path = ("parties", key)
        if party.role != "ratifier":
            for name in ("of", "leverage", "slack", "trust", "opacity"):
                if name in party.model_fields_set:
                    fault = f"{key!r} is a {party.role}, and '{name}' belongs to a ratifier"
                    yield Fault("S305", (*path, name), fault, "leave it out, or role: ratifier")
        elif party.of is None:
            right = f"of: one of {', '.join(principals)}"
            yield Fault("S306", path, f"the ratifier {key!r} answers to nobody", right)
        elif party.of not in principals:
            fault = f"the ratifier {key!r} answers to {party.of!r}, who is no principal"
            yield Fault("S306", (*path, "of"), fault, nearest(party.of, principals))


def issues(dossier: Dossier) -> Iterator[Fault]:
    """Levels in order, a status quo among them, who performs, who consents."""
    for key, issue in dossier.issues.items():
        path: Path = ("issues", key)
        yield from _levels(path, issue.levels, issue.at)
        if issue.status_quo not in issue.levels:
            fault = f"the status quo {issue.status_quo!r} is not a level of {key!r}"
            right = nearest(issue.status_quo, issue.levels)
            yield Fault("S303", (*path, "status_quo"), fault, right)
        yield from _party(dossier, (*path, "performed_by"), issue.performed_by)
        for number, one in enumerate(issue.consent):
            yield from _party(dossier, (*path, "consent", number), one)
        for level in issue.no_deal:
            yield from _level(dossier, (*path, "no_deal", level), key, level)
            if level == issue.status_quo:
                fault = "the status quo's chance is what the others leave"
                yield Fault("S310", (*path, "no_deal", level), fault, "leave it out", key=True)
        total = sum(one.range().mode for one in issue.no_deal.values())
        if total > 1 + 1e-9:
            fault = f"the chances without a deal add up to {total:.2f}"
            yield Fault("S310", (*path, "no_deal"), fault, "at most 1")


def _levels(path: Path, levels: list[str], at: list[float] | None) -> Iterator[Fault]:
    for number, level in enumerate(levels):
        if level in levels[:number]:
            fault = f"the level {level!r} stands twice"
            yield Fault("S308", (*path, "levels", number), fault, "each level once")
        if _NUMBER.fullmatch(level):
            fault = f"the level {level!r} is a number"
            yield Fault("S308", (*path, "levels", number), fault, "a word; numbers belong in 'at'")
    if at is None:
        return
    if len(at) != len(levels):
        fault = f"{len(at)} positions for {len(levels)} levels"
        yield Fault("S308", (*path, "at"), fault, "one position a level")
    elif any(not 0 <= one <= 1 for one in at) or any(
        first >= second for first, second in pairwise(at)
    ):
        right = "positions that rise from 0 to 1"
        yield Fault("S308", (*path, "at"), "positions out of order or of bounds", right, shown(at))


def stances(dossier: Dossier) -> Iterator[Fault]:
    """Each stance about a known issue, saying what the party wants once."""
    for party, own in dossier.stances.items():
        known = list(_party(dossier, ("stances", party), party, key=True))
        yield from known
        for key, stance in own.items():
            path: Path = ("stances", party, key)
            unknown = list(_issue(dossier, path, key, key=True))
            yield from unknown
            if not unknown:
                yield from _stance(dossier, path, key, stance)
        saliences = [one.salience.range().high for one in own.values()]
        if own and not any(saliences):
            fault = f"every salience of {party!r} is 0"
            yield Fault("S309", ("stances", party), fault, "leave the party out, or let it care")


def _stance(dossier: Dossier, path: Path, issue: str, stance: Stance) -> Iterator[Fault]:
    levels = dossier.issues[issue].levels
    if (stance.ideal is None) == (stance.values is None):
        fault = "a stance has an ideal or a table of values, one of the two"
        yield Fault("S309", path, fault, "ideal: a level's name, or values: {level: 0.5, ...}")
    if stance.ideal is not None:
        missing = [one for one in stance.ideal.names() if one not in levels]
        for one in missing:
            fault = f"{one!r} is no level of {issue!r}"
            right = nearest(one, levels, f"{', '.join(levels)}, or a number from 0 to 1")
            yield Fault("S303", (*path, "ideal"), fault, right)
        if not missing and len(set(levels)) == len(levels):
            span = stance.ideal.range(_places(dossier, issue))
            if not span.low <= span.mode <= span.high:
                fault = "the range is out of order once levels have their places"
                yield Fault("S205", (*path, "ideal"), fault, "[low, mode, high]")
    if stance.values is not None:
        for one in stance.values:
            yield from _level(dossier, (*path, "values", one), issue, one)
        absent = [one for one in levels if one not in stance.values]
        if absent:
            fault = f"no value for {', '.join(absent)}"
            yield Fault("S309", (*path, "values"), fault, "a value for each level")
    for number, line in enumerate(stance.red_line):
        yield from _red_line(dossier, (*path, "red_line", number), issue, line)
    tops = [levels.index(one.above) for one in stance.red_line if one.above in levels]
    ends = [levels.index(one.below) for one in stance.red_line if one.below in levels]
    if tops and ends and min(tops) < max(ends):
        fault = "the red lines forbid every level between them"
        yield Fault("S311", (*path, "red_line"), fault, "'below' at or under 'above'")


def _places(dossier: Dossier, issue: str) -> dict[str, float]:
    at = dossier.issues[issue].at
    levels = dossier.issues[issue].levels
    if at is not None and len(at) != len(levels):
        return {level: number / (len(levels) - 1) for number, level in enumerate(levels)}
    return dossier.issues[issue].positions()


def _red_line(dossier: Dossier, path: Path, issue: str, line: RedLine) -> Iterator[Fault]:
    levels = dossier.issues[issue].levels
    if (line.above is None) == (line.below is None):
        right = "above: a level, or below: a level"
        yield Fault("S311", path, "a red line has one bound", right)
        return
    bound = line.above if line.above is not None else line.below
    yield from _level(dossier, (*path, "above" if line.above else "below"), issue, bound or "")
    if bound in levels and bound == (levels[-1] if line.above is not None else levels[0]):
        fault = f"the red line '{line.key}' forbids nothing"
        yield Fault("W607", path, fault, "another level, or leave it out")


def stakes(dossier: Dossier) -> Iterator[Fault]:
    """Stakes of known parties, from known parties."""
    for party, own in dossier.stakes.items():
        yield from _party(dossier, ("stakes", party), party, key=True)
        for key, stake in own.items():
            for number, one in enumerate(stake.supplied_by):
                yield from _party(dossier, ("stakes", party, key, "from", number), one)


def cover(dossier: Dossier) -> Iterator[Fault]:
    """Cover from a party, against a ratifier, on known issues, once."""
    seen: set[str] = set()
    for number, one in enumerate(dossier.cover):
        path: Path = ("cover", number)
        yield from _party(dossier, (*path, "from"), one.giver)
        unknown = list(_party(dossier, (*path, "to"), one.to))
        yield from unknown
        if not unknown and dossier.parties[one.to].role != "ratifier":
            fault = f"cover shields from a ratifier, and {one.to!r} is none"
            ratifiers = [key for key, party in dossier.parties.items() if party.role == "ratifier"]
            right = f"one of: {', '.join(ratifiers) or 'none yet; give one role: ratifier'}"
            yield Fault("S305", (*path, "to"), fault, right)
        if one.giver == one.to:
            fault = f"{one.to!r} cannot shield anybody from itself"
            yield Fault("S305", (*path, "from"), fault, "another party")
        for place, issue in enumerate(one.on):
            yield from _issue(dossier, (*path, "on", place), issue)
        if one.key in seen:
            fault = f"cover {one.key} stands twice"
            yield Fault("S312", path, fault, "one entry, all issues in 'on'")
        seen.add(one.key)


def process(dossier: Dossier) -> Iterator[Fault]:
    """Hidden widths, trust and asks of principals."""
    principals = dossier.principals
    for name in ("hidden", "trust", "big_ask"):
        for party in getattr(dossier.process, name):
            if party not in principals:
                fault = f"{party!r} is no principal"
                right = nearest(party, principals)
                code = "S305" if party in dossier.parties else "S301"
                yield Fault(code, ("process", name, party), fault, right, key=True)
    for party, ask in dossier.process.big_ask.items():
        path: Path = ("process", "big_ask", party)
        unknown = list(_issue(dossier, (*path, "issue"), ask.issue))
        yield from unknown
        if (ask.at_least is None) == (ask.at_most is None):
            right = "at_least: a level, or at_most: a level"
            yield Fault("S311", path, "an ask has one bound", right)
            continue
        if not unknown:
            side = "at_least" if ask.at_least is not None else "at_most"
            bound = ask.at_least if ask.at_least is not None else ask.at_most
            yield from _level(dossier, (*path, side), ask.issue, bound or "")
            levels = dossier.issues[ask.issue].levels
            if bound == (levels[0] if side == "at_least" else levels[-1]):
                fault = f"the ask '{side} {bound}' forbids nothing"
                yield Fault("W607", (*path, side), fault, "another level, or leave it out")


def _party(dossier: Dossier, path: Path, name: str, *, key: bool = False) -> Iterator[Fault]:
    if name not in dossier.parties:
        right = nearest(name, dossier.parties)
        yield Fault("S301", path, f"no party {name!r}", right, key=key)


def _issue(dossier: Dossier, path: Path, name: str, *, key: bool = False) -> Iterator[Fault]:
    if name not in dossier.issues:
        right = nearest(name, dossier.issues)
        yield Fault("S302", path, f"no issue {name!r}", right, key=key)


def _level(dossier: Dossier, path: Path, issue: str, level: str) -> Iterator[Fault]:
    levels: Iterable[str] = dossier.issues[issue].levels
    if level not in levels:
        yield Fault("S303", path, f"{level!r} is no level of {issue!r}", nearest(level, levels))


RULES = (names, roles, issues, stances, stakes, cover, process)
"""The rules, in the order of the file."""
