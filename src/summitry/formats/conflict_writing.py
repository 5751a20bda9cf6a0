"""Conflicts written as .gmcr and .nfg, and what each form cannot hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summitry.formats.conflicts import ConflictFile, one_each, option_names, ranked
from summitry.formats.gmcr import MOST_OPTIONS, Gmcr, meets
from summitry.formats.gmcr_conditions import Pattern
from summitry.formats.nfg import PROFILES, NormalForm
from summitry.games.stability.logic import holds, parse
from summitry.games.stability.model import Conflict
from summitry.games.stability.preferences import Statements

WIDEST = 12
"""Statements that speak of more options than this are written as a ranking."""
PATTERNS = 64
"""Statements that take more patterns than this are written as a ranking."""
_WAYS = {"both": "both", "forward": "fwd", "back": "back"}


class CannotHold(ValueError):
    """A form cannot hold a conflict; the message says why."""


@dataclass(frozen=True)
class WrittenConflict:
    """A file's text, and what it could not hold."""

    text: str
    losses: tuple[str, ...] = ()


def gmcr_of(found: ConflictFile) -> tuple[Gmcr, list[str]]:
    """A conflict as a ``.gmcr`` file holds it, and what is lost.

    Raises
    ------
    CannotHold
        Graph form, merged states, more than 20 options, or preferences that leave something open.
    """
    if isinstance(found.source, Gmcr):
        return found.source, []
    if isinstance(found.source, NormalForm):
        return _gmcr_of_game(found.source)
    groups = tuple(
        tuple(found.conflict.parties.index(one) for one in own) for own in found.coalitions
    )
    made, losses = gmcr_of_conflict(found.conflict)
    return replace(made, coalitions=groups), losses


def gmcr_of_conflict(conflict: Conflict) -> tuple[Gmcr, list[str]]:
    """A conflict of this library as a ``.gmcr`` file holds it, and what is lost."""
    if not conflict.options:
        raise CannotHold("a conflict in graph form has no options, and a .gmcr file needs them")
    if conflict.groups:
        raise CannotHold("merged states: a .gmcr file has none")
    if len(conflict.options) > MOST_OPTIONS:
        raise CannotHold(f"{len(conflict.options)} options: at most {MOST_OPTIONS} are written")
    losses: list[str] = []
    if shared := [one.name for one in conflict.options if len(one.owners) > 1]:
        losses.append(f"options of several parties, with which GMCR+ goes wrong: {shared[0]!r}")
    own = [
        [at for at, one in enumerate(conflict.options) if party in one.owners]
        for party in conflict.parties
    ]
    grouped = list(dict.fromkeys(at for one in own for at in one))
    loose = [at for at in range(len(conflict.options)) if at not in grouped]
    order = grouped[: len(own[0])] + loose + grouped[len(own[0]) :]
    place = {old: new for new, old in enumerate(order)}
    codes = _moved(conflict.codes, order)
    statements = _statements(conflict, place, losses)
    rankings = None
    if statements is None:
        try:
            payoffs = conflict.payoffs
        except ValueError as error:
            raise CannotHold(f"{error}: a .gmcr file needs an order of all states") from None
        rankings = tuple(groups_of(codes, own_payoffs) for own_payoffs in payoffs)
    seen = getattr(conflict.terrain, "seen", np.zeros((len(own), 0), dtype=np.bool_))
    every = np.arange(1 << len(order), dtype=np.int64)
    unseen: list[tuple[Pattern, ...]] = []
    for number in range(len(own)):
        blind = codes[~seen[number]] if seen.shape[1] else codes[:0]
        unseen.append(cover(len(order), blind, np.setdiff1d(codes, blind)))
    made = Gmcr(
        tuple(conflict.options[at].name for at in order),
        tuple(_WAYS[conflict.options[at].direction] for at in order),
        conflict.parties,
        tuple(tuple(sorted(place[at] for at in one)) for one in own),
        cover(len(order), np.setdiff1d(every, codes), codes),
        statements or (),
        rankings,
        tuple(unseen),
    )
    return made, losses


def _moved(codes: NDArray[np.int64], order: Sequence[int]) -> NDArray[np.int64]:
    """Codes with the options in another order."""
    found = np.zeros_like(codes)
    for new, old in enumerate(order):
        found |= (codes >> old & 1) << new
    return found


def groups_of(codes: NDArray[np.int64], payoffs: Iterable[Any]) -> tuple[tuple[int, ...], ...]:
    """States by their codes in groups of equal payoff, the best first."""
    held: dict[Any, list[int]] = {}
    for code, payoff in zip(codes.tolist(), payoffs, strict=True):
        held.setdefault(payoff, []).append(code)
    return tuple(tuple(sorted(held[one])) for one in sorted(held, reverse=True))


def _statements(
    conflict: Conflict, place: dict[int, int], losses: list[str]
) -> tuple[tuple[tuple[Pattern, ...], ...], ...] | None:
    """Every party's statements as patterns; None where somebody has none, or one is too wide."""
    names = [one.name for one in conflict.options]
    found = []
    for preference in conflict.preferences.values():
        if not isinstance(preference, Statements):
            return None
        own = []
        for text in preference.statements:
            members = patterns_of(parse(text, names), len(names))
            if members is None:
                losses.append(f"the statements: {str(text)[:60]!r} is too wide, rankings instead")
                return None
            moved = [tuple(sorted((place[at], taken) for at, taken in one)) for one in members]
            if moved and moved != [()]:
                own.append(tuple(moved))
        found.append(tuple(own))
    return tuple(found)


def patterns_of(node: Any, options: int) -> list[Pattern] | None:
    """Patterns of which one holds exactly where a statement does; None if it is too wide."""
    speaks: set[int] = set()
    stack = [node]
    while stack:
        one = stack.pop()
        if one.kind == "is":
            speaks.add(one.option)
        stack += one.parts
    used = sorted(speaks)
    if len(used) > WIDEST:
        return None
    small = np.arange(1 << len(used), dtype=np.int64)
    codes = np.zeros_like(small)
    for at, option in enumerate(used):
        codes |= (small >> at & 1) << option
    met = holds(node, codes)
    found = cover(len(used), small[met], small[~met])
    if len(found) > PATTERNS:
        return None
    return [tuple((used[at], taken) for at, taken in one) for one in found]


def cover(
    options: int, inside: NDArray[np.int64], outside: NDArray[np.int64]
) -> tuple[Pattern, ...]:
    """Patterns that together hold in every state ``inside`` and in none ``outside``.

    Each is made from a state not yet covered by freeing its options one by one while it meets
    nothing outside; so none could be shorter by leaving one of its options out.
    """
    found: list[Pattern] = []
    left = np.sort(inside)
    while len(left):
        code = int(left[-1])
        pattern = tuple((at, bool(code >> at & 1)) for at in range(options))
        close = outside
        for at in reversed(range(options)):
            shorter = tuple(one for one in pattern if one[0] != at)
            if not meets(close, shorter).any():
                pattern = shorter
        found.append(pattern)
        left = left[~meets(left, pattern)]
    return tuple(found)


def _gmcr_of_game(game: NormalForm) -> tuple[Gmcr, list[str]]:
    names = option_names(game)
    total = sum(len(own) for own in names)
    if total > MOST_OPTIONS:
        raise CannotHold(f"{total} strategies, each an option: at most {MOST_OPTIONS} are written")
    first = np.cumsum([0, *(len(own) for own in names)]).tolist()
    profiles = list(game.profiles())
    codes = np.array(
        [sum(1 << first[player] + at for player, at in enumerate(one)) for one in profiles]
    )
    rankings = tuple(
        groups_of(codes, ranked([one[player] for one in game.payoffs]))
        for player in range(len(names))
    )
    made = Gmcr(
        tuple(name for own in names for name in own),
        ("both",) * total,
        game.players,
        tuple(tuple(range(first[at], first[at + 1])) for at in range(len(names))),
        one_each(game),
        rankings=rankings,
    )
    return made, ["payoffs: only their order is kept"]


def gmcr_text(file: Gmcr) -> str:
    """The text of a ``.gmcr`` file."""
    number = {int(code): at for at, code in enumerate(file.feasible(), start=1)}
    makers = []
    for at, (party, own) in enumerate(zip(file.parties, file.owned, strict=True)):
        statements = file.statements[at] if file.statements else ()
        groups = file.rankings[at] if file.rankings is not None else ()
        makers.append(
            {
                "name": party,
                "options": list(own),
                "misperceptions": [_simple(one) for one in file.unseen[at]] if file.unseen else [],
                "preferences": [_written(one) for one in statements],
                "preferenceRanking": [
                    number[group[0]] if len(group) == 1 else [number[code] for code in group]
                    for group in groups
                ],
            }
        )
    data: dict[str, Any] = {
        "options": [
            {"name": name, "permittedDirection": way}
            for name, way in zip(file.options, file.directions, strict=True)
        ],
        "decisionMakers": makers,
        "infeasibles": [_simple(one) for one in file.infeasible],
        "useManualPreferenceRanking": file.rankings is not None,
        "program": "gmcr-py",
    }
    if file.coalitions:
        grouped = {one for own in file.coalitions for one in own}
        alone = [one for one in range(len(file.parties)) if one not in grouped]
        data["coalitions"] = [*(list(own) for own in file.coalitions), *alone]
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _simple(pattern: Pattern) -> list[list[Any]]:
    return [[option, "Y" if taken else "N"] for option, taken in pattern]


def _written(members: Sequence[Pattern]) -> Any:
    if len(members) == 1:
        return _simple(members[0])
    return {"compound": True, "members": [_simple(one) for one in members]}


def game_of(found: ConflictFile) -> tuple[NormalForm, list[str]]:
    """A conflict as a normal-form game, and what is lost.

    A strategy is a way to set a party's own options that some feasible state has. Profiles that are
    infeasible are worst for everybody: no equilibrium among the feasible ones comes or goes by it.

    Raises
    ------
    CannotHold
        Graph form, merged states, options of several parties or of nobody, preferences that leave
        something open, or more than 2^20 profiles.
    """
    if isinstance(found.source, NormalForm):
        return found.source, []
    return game_of_conflict(found.conflict, found.name)


def game_of_conflict(conflict: Conflict, name: str) -> tuple[NormalForm, list[str]]:
    """A conflict of this library as a normal-form game, and what is lost; see :func:`game_of`."""
    if not conflict.options or conflict.groups:
        raise CannotHold("graph form or merged states: a game needs options, each state its own")
    for option in conflict.options:
        if len(option.owners) > 1:
            raise CannotHold(f"option {option.name!r} is of several parties: a strategy has one")
    loose = [at for at, one in enumerate(conflict.options) if not one.owners]
    if any(len(np.unique(conflict.codes >> at & 1)) > 1 for at in loose):
        raise CannotHold(f"nobody owns option {conflict.options[loose[0]].name!r}, and it may vary")
    losses = [
        "the options: a strategy is a party's whole choice",
        "payoffs: only their order is kept",
    ]
    ways = [one.name for one in conflict.options if one.direction != "both"]
    if ways:
        losses.append(
            f"one-way options ({', '.join(ways[:3])}): a game lets every strategy be changed, so "
            "its pure equilibria may be fewer than the Nash states"
        )
    if getattr(conflict.terrain, "seen", np.zeros((0, 0))).shape[1]:
        losses.append("states that a party does not see")
    masks = [
        sum(1 << at for at, one in enumerate(conflict.options) if party in one.owners)
        for party in conflict.parties
    ]
    choices = [np.unique(conflict.codes & mask) for mask in masks]
    sizes = [len(one) for one in choices]
    if int(np.prod([float(one) for one in sizes])) > PROFILES:
        raise CannotHold(f"more than {PROFILES:,} profiles")
    try:
        payoffs = conflict.payoffs
    except ValueError as error:
        raise CannotHold(f"{error}: a game needs numbers") from None
    table = np.zeros((len(masks), int(np.prod(sizes))), dtype=np.int64)
    at = np.zeros(conflict.size, dtype=np.int64)
    for number in reversed(range(len(masks))):
        own = np.searchsorted(choices[number], conflict.codes & masks[number])
        at = at * sizes[number] + own
    table[:, at] = payoffs
    lacking = table.shape[1] - conflict.size
    if lacking:
        losses.append(f"{lacking} infeasible profiles: worst for everybody, payoff 0")
    strategies = tuple(
        tuple(_told(conflict, int(code), mask) for code in own)
        for own, mask in zip(choices, masks, strict=True)
    )
    numbers = tuple(tuple(Fraction(int(one)) for one in row) for row in table.T)
    return NormalForm(name, conflict.parties, strategies, numbers), losses


def _told(conflict: Conflict, code: int, mask: int) -> str:
    own = code & mask
    taken = [one.name for at, one in enumerate(conflict.options) if own >> at & 1]
    return " + ".join(taken) or "nothing"
