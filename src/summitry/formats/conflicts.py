"""Conflict files: which there are, and how each becomes a conflict of this library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import numpy as np

from summitry.formats.faults import FormatError, Remark
from summitry.formats.gmcr import Gmcr, read_gmcr
from summitry.formats.gmcr_conditions import Pattern
from summitry.formats.nfg import NormalForm, read_nfg
from summitry.games.stability.model import Conflict, Option
from summitry.games.stability.preferences import Payoffs, Preference, Ranking, Statements

ENDINGS = (".gmcr", ".nfg")
STRATEGIES = 40
"""Games with more strategies in all are not read as a conflict."""
_WAYS = {"both": "both", "fwd": "forward", "back": "back"}


@dataclass(frozen=True, eq=False)
class ConflictFile:
    """A conflict with what its file says besides.

    Attributes
    ----------
    name
        The file's own title, else its name.
    conflict
        The conflict; of a game each strategy is an option.
    source
        What stands in the file: a :class:`Gmcr` or a :class:`NormalForm`; None if there is none.
    coalitions
        Groups of parties that the file names.
    warnings
        Where the file is unclear, and how it was read.
    """

    name: str
    conflict: Conflict
    source: Gmcr | NormalForm | None = None
    coalitions: tuple[tuple[str, ...], ...] = ()
    warnings: tuple[Remark, ...] = ()


def is_conflict(path: str | Path) -> bool:
    """Whether a path's ending is that of a conflict file."""
    return Path(path).suffix.lower() in ENDINGS


def read_conflict(path: str | Path) -> ConflictFile:
    """Read a ``.gmcr`` or ``.nfg`` file.

    Raises
    ------
    FormatError
        With every fault, a line each.
    """
    path = Path(path)
    if path.suffix.lower() == ".nfg":
        game = read_nfg(path)
        if sum(len(one) for one in game.strategies) > STRATEGIES:
            total = sum(len(one) for one in game.strategies)
            fault = f"the game has {total:,} strategies in all, each an option"
            raise FormatError([Remark(str(path), 1, fault, f"at most {STRATEGIES}")])
        name = game.title.strip() or path.stem
        return ConflictFile(name, conflict_of_game(game), game, (), game.warnings)
    found = read_gmcr(path)
    coalitions = tuple(tuple(found.parties[one] for one in own) for own in found.coalitions)
    return ConflictFile(path.stem, conflict_of_gmcr(found), found, coalitions, found.warnings)


def conflict_of_gmcr(file: Gmcr) -> Conflict:
    """The conflict of a ``.gmcr`` file; its states have the file's numbers, from 0 instead of 1."""
    owners = [
        tuple(party for party, own in zip(file.parties, file.owned, strict=True) if number in own)
        for number in range(len(file.options))
    ]
    options = [
        Option(name, owned, _WAYS[way])  # type: ignore[arg-type]
        for name, owned, way in zip(file.options, owners, file.directions, strict=True)
    ]
    codes = file.feasible()
    preferences: dict[str, Preference] = {}
    for number, party in enumerate(file.parties):
        if file.rankings is not None:
            groups = [np.searchsorted(codes, one).tolist() for one in file.rankings[number]]
            preferences[party] = Ranking(groups)
        else:
            own = file.statements[number] if file.statements else ()
            preferences[party] = Statements([condition(file.options, one) for one in own])
    unseen = {
        party: [condition(file.options, [one]) for one in own]
        for party, own in zip(file.parties, file.unseen or [()] * len(file.parties), strict=True)
        if own
    }
    infeasible = [condition(file.options, [one]) for one in file.infeasible]
    return Conflict(options, preferences, infeasible=infeasible, unseen=unseen)


def condition(options: Sequence[str], members: Sequence[Pattern]) -> str | dict[str, bool]:
    """A condition of this library that holds where one of some patterns does."""
    if len(members) == 1:
        return {options[number]: taken for number, taken in members[0]}
    texts = []
    for pattern in members:
        signs = [f'{"" if taken else "not "}"{options[number]}"' for number, taken in pattern]
        texts.append(f"({' and '.join(signs)})")
    return " or ".join(texts)


def conflict_of_game(game: NormalForm) -> Conflict:
    """A game as a conflict: a strategy is an option, and each player takes exactly one.

    A state is Nash for all exactly where its profile is a pure equilibrium. Payoffs become ranks by
    exact comparison.
    """
    names = option_names(game)
    options = [
        Option(name, (player,))
        for player, own in zip(game.players, names, strict=True)
        for name in own
    ]
    first = np.cumsum([0, *(len(one) for one in game.strategies)])
    codes = [
        sum(1 << int(first[player] + strategy) for player, strategy in enumerate(profile))
        for profile in game.profiles()
    ]
    order = np.argsort(np.array(codes))
    preferences: dict[str, Preference] = {}
    for number, player in enumerate(game.players):
        ranks = ranked([one[number] for one in game.payoffs])
        preferences[player] = Payoffs([ranks[at] for at in order])
    return Conflict(options, preferences, feasible=codes)


def option_names(game: NormalForm) -> list[list[str]]:
    """A name of its own for every strategy: with the player's where two players share one."""
    every = [name for own in game.strategies for name in own]
    found = []
    for player, own in zip(game.players, game.strategies, strict=True):
        found.append([f"{player}: {name}" if every.count(name) > 1 else name for name in own])
    flat = [name for own in found for name in own]
    if len(set(flat)) < len(flat):  # a strategy that is called like another's longer name
        found = [
            [f"{number}.{place} {name}" for place, name in enumerate(own, start=1)]
            for number, own in enumerate(found, start=1)
        ]
    return [[name.replace('"', "'") for name in own] for own in found]


def ranked(values: Sequence[Fraction]) -> list[int]:
    """Ranks from 1, the least; equal for equal values."""
    place = {one: number for number, one in enumerate(sorted(set(values)), start=1)}
    return [place[one] for one in values]


def one_each(game: NormalForm) -> tuple[Pattern, ...]:
    """Patterns that no state of a game meets: two strategies of a player at once, or none."""
    found: list[Pattern] = []
    first = 0
    for own in game.strategies:
        numbers = range(first, first + len(own))
        found += [((one, True), (other, True)) for one, other in combinations(numbers, 2)]
        found.append(tuple((one, False) for one in numbers))
        first += len(own)
    return tuple(found)
