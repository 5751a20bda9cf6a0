"""Gambit's normal-form games (.nfg): both forms of the file, payoffs exact, read and written.

A game lists every player's strategies, then either the payoffs of every profile or named outcomes
and the outcome of every profile; the first player's strategy changes fastest. As a conflict each
strategy is an option of its player, who takes exactly one: the pure equilibria of the game are the
states that are Nash for all (`conflict_of_game`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod
from pathlib import Path

from summitry.formats.faults import FormatError, Remark
from summitry.formats.xml import read_bytes

PROFILES = 1 << 20
"""Games of more profiles than this are not read."""
DIGITS = 400
"""Numbers longer than this, written out or as a power of ten, are not read."""
_TOKEN = re.compile(r'"(?:\\"|[^"])*"|[{},]|[^\s{},"]+|"')
_NUMBER = re.compile(r"[-+]?(\d+(/\d+)?|(\d+\.\d*|\.\d+|\d+)([eE][-+]?\d{1,4})?)")
VERSIONS = ("D", "R")
_SPELT = str.maketrans({"–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "ß": "ss"})


@dataclass(frozen=True)
class NormalForm:
    """A game in normal form.

    Attributes
    ----------
    title, comment
        What the file says of itself.
    players
        Names, each its own.
    strategies
        Names of each player's strategies, at least one.
    payoffs
        Of every profile in the file's order (the first player's strategy changes fastest), one
        exact number a player.
    warnings
        Where the file is unclear, and how it was read.
    """

    title: str
    players: tuple[str, ...]
    strategies: tuple[tuple[str, ...], ...]
    payoffs: tuple[tuple[Fraction, ...], ...]
    comment: str = ""
    warnings: tuple[Remark, ...] = ()

    def profiles(self) -> Iterator[tuple[int, ...]]:
        """Strategy numbers of every profile, in the order of the payoffs."""
        sizes = [range(len(one)) for one in reversed(self.strategies)]
        for profile in product(*sizes):
            yield tuple(reversed(profile))


class _Refused(Exception):
    """What cannot be taken; the line is that of the last token."""

    def __init__(self, fault: str, right: str = "") -> None:
        super().__init__(fault)
        self.fault, self.right = fault, right


class _Tokens:
    """The words of a file, one at a time, each with its line."""

    def __init__(self, text: str) -> None:
        self.text, self.line, self._at = text, 1, 0
        self._found = _TOKEN.finditer(text)
        self._next: str | None = None
        self._next_line = 1
        self._advance()

    def _advance(self) -> None:
        found = next(self._found, None)
        self._next = None if found is None else found.group()
        start = len(self.text.rstrip()) if found is None else found.start()
        self._next_line += self.text.count("\n", self._at, start)
        self._at = max(self._at, start)

    def peek(self) -> str | None:
        """The next word; None at the end."""
        return self._next

    def take(self, what: str) -> str:
        """The next word, ``what`` being what is looked for."""
        if self._next is None:
            self.line = self._next_line
            raise _Refused("the file ends too soon", what)
        token, self.line = self._next, self._next_line
        self._advance()
        return token

    def expect(self, sign: str, what: str) -> None:
        token = self.take(what)
        if token != sign:
            raise _Refused(f"{_shown(token)} where {sign} is needed", what)

    def quoted(self, what: str) -> str:
        token = self.take(what)
        if len(token) < 2 or not token.startswith('"') or not token.endswith('"'):
            raise _Refused(f"{_shown(token)} is no text in quotes", what)
        return token[1:-1].replace('\\"', '"')

    def number(self, what: str) -> Fraction:
        token = self.take(what)
        if not _NUMBER.fullmatch(token) or len(token) > DIGITS:
            raise _Refused(f"{_shown(token)} is no number", what)
        exponent = re.search(r"[eE]([-+]?\d+)$", token)
        if exponent and abs(int(exponent.group(1))) > DIGITS:
            raise _Refused(f"{_shown(token)} is too large or too small a number", what)
        try:
            return Fraction(token)
        except (ValueError, ZeroDivisionError):
            raise _Refused(f"{_shown(token)} is no number", what) from None

    def count(self, what: str, most: int) -> int:
        token = self.take(what)
        if not token.isascii() or not token.isdigit() or len(token) > 9:
            raise _Refused(f"{_shown(token)} is no whole number", what)
        if int(token) > most:
            raise _Refused(f"{_shown(token)} is too many", f"{what}, at most {most:,}")
        return int(token)


def _shown(token: str) -> str:
    return repr(token if len(token) <= 40 else token[:37] + "...")


def read_nfg(path: str | Path) -> NormalForm:
    """Read a normal-form game.

    Raises
    ------
    FormatError
        The file cannot be read, is no ``.nfg``, or has more than 2^20 profiles.
    """
    path = Path(path)
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError([Remark(str(path), 1, f"no text: {error.reason}", "UTF-8")]) from None
    tokens = _Tokens(text)
    try:
        return _game(tokens, str(path))
    except _Refused as error:
        raise FormatError([Remark(str(path), tokens.line, error.fault, error.right)]) from None


def _game(tokens: _Tokens, file: str) -> NormalForm:
    begin = 'a file that begins with: NFG 1 R "title"'
    if tokens.take(begin) != "NFG" or tokens.take(begin) != "1":
        raise _Refused("is no normal-form game", begin)
    kind = tokens.take(begin)
    if kind not in VERSIONS:
        raise _Refused(f"{_shown(kind)} is no kind of number", "R (or, in old files, D)")
    title = tokens.quoted("the game's title in quotes")
    warnings: list[Remark] = []
    players = _own(_names(tokens, "player"), "player", file, tokens, warnings)
    strategies = _strategies(tokens, players, file, warnings)
    if not players:
        raise _Refused("the game has no players", '{ "first" "second" }')
    total = prod(len(one) for one in strategies)
    if total > PROFILES:
        raise _Refused(f"the game has {total:,} profiles", f"at most {PROFILES:,} are read")
    word = tokens.peek() or ""
    comment = tokens.quoted("a comment") if word.startswith('"') else ""
    if tokens.peek() == "{":
        payoffs = _by_outcome(tokens, len(players), total)
    else:
        each = f"{total * len(players):,} payoffs, {len(players)} a profile"
        payoffs = [tuple(_payoff(tokens, each) for _ in players) for _ in range(total)]
    if tokens.peek() is not None:
        tokens.take("")
        right = f"{total:,} profiles of {len(players)} players"
        raise _Refused("something is left over after the last profile", right)
    return NormalForm(title, players, strategies, tuple(payoffs), comment, tuple(warnings))


def _names(tokens: _Tokens, what: str) -> list[str]:
    right = f"the {what}s' names in quotes, between braces"
    tokens.expect("{", right)
    found = []
    while tokens.peek() not in ("}", None):
        found.append(tokens.quoted(right))
    tokens.expect("}", right)
    return found


def _own(
    names: Sequence[str], what: str, file: str, tokens: _Tokens, warnings: list[Remark]
) -> tuple[str, ...]:
    """Names with numbers for the nameless, and behind those that come twice."""
    found: list[str] = []
    for number, name in enumerate(names, start=1):
        own, more = name.strip() or f"{what} {number}", 2
        base = own
        while own in found:
            own, more = f"{base} {more}", more + 1
        if own != name.strip() and name.strip():
            fault = f"there are two {what}s called {name!r}"
            warnings.append(Remark(file, tokens.line, fault, f"one is called {own!r} here"))
        found.append(own)
    return tuple(found)


def _strategies(
    tokens: _Tokens, players: tuple[str, ...], file: str, warnings: list[Remark]
) -> tuple[tuple[str, ...], ...]:
    right = "for each player a number of strategies, or their names between braces"
    tokens.expect("{", right)
    found: list[tuple[str, ...]] = []
    while tokens.peek() not in ("}", None):
        if tokens.peek() == "{":
            names = _names(tokens, "strategie")
            found.append(_own(names, "strategy", file, tokens, warnings))
        else:
            number = tokens.count("a number of strategies", PROFILES)
            found.append(tuple(str(one) for one in range(1, number + 1)))
        if not found[-1]:
            raise _Refused("a player has no strategy", right)
    tokens.expect("}", right)
    if len(found) != len(players):
        fault = f"{len(players)} players, and strategies of {len(found)}"
        raise _Refused(fault, right)
    return tuple(found)


def _payoff(tokens: _Tokens, right: str) -> Fraction:
    if tokens.peek() == ",":
        tokens.take(right)
    return tokens.number(right)


def _by_outcome(tokens: _Tokens, players: int, total: int) -> list[tuple[Fraction, ...]]:
    """Payoffs of every profile, from outcomes and their numbers; number 0 is nothing for all."""
    right = f'outcomes like {{ "name" 1, 2 }}, {players} payoffs each'
    tokens.expect("{", right)
    outcomes = [(Fraction(0),) * players]
    while tokens.peek() not in ("}", None):
        tokens.expect("{", right)
        tokens.quoted(right)
        own = []
        while tokens.peek() not in ("}", None):
            own.append(_payoff(tokens, right))
            if tokens.peek() == ",":
                tokens.take(right)
        tokens.expect("}", right)
        if len(own) != players:
            raise _Refused(f"an outcome has {len(own)} payoffs", right)
        outcomes.append(tuple(own))
        if len(outcomes) > PROFILES + 1:
            raise _Refused("too many outcomes", f"at most {PROFILES:,}")
    tokens.expect("}", right)
    last = len(outcomes) - 1
    each = f"{total:,} outcome numbers from 0 to {last}, 0 for none"
    return [outcomes[tokens.count(each, last)] for _ in range(total)]


def for_gambit(game: NormalForm) -> NormalForm:
    """The game with names that Gambit takes: printable ASCII, single blanks, each its own."""
    players = _plain(game.players, "player")
    strategies = tuple(_plain(own, "strategy") for own in game.strategies)
    return replace(game, players=players, strategies=strategies)


def _plain(names: Sequence[str], what: str) -> tuple[str, ...]:
    found: list[str] = []
    for number, name in enumerate(names, start=1):
        spelt = unicodedata.normalize("NFKD", name.translate(_SPELT))
        kept = "".join(one for one in spelt if one.isascii() and (one.isprintable() or one == " "))
        own = base = " ".join(kept.split()) or f"{what} {number}"
        more = 2
        while own in found:
            own, more = f"{base} {more}", more + 1
        found.append(own)
    return tuple(found)


def nfg_text(game: NormalForm, *, outcomes: bool = False) -> str:
    """A game as a file's text: the payoff form, or with an outcome for every profile.

    Names are put as :func:`for_gambit` has them.
    """
    game = for_gambit(game)
    head = f"NFG 1 R {_quoted(game.title)} {{ {' '.join(map(_quoted, game.players))} }}\n"
    named = ["{ " + " ".join(map(_quoted, one)) + " }" for one in game.strategies]
    lines = [head, "{ " + "\n  ".join(named) + "\n}", _quoted(game.comment), ""]
    if not outcomes:
        lines += [" ".join(map(_exact, one)) for one in game.payoffs]
        return "\n".join(lines) + "\n"
    numbers = dict.fromkeys(game.payoffs)
    place = {one: number for number, one in enumerate(numbers, start=1)}
    lines.append("{")
    for one, number in place.items():
        lines.append(f'{{ "{number}" ' + ", ".join(map(_exact, one)) + " }")
    lines += ["}", " ".join(str(place[one]) for one in game.payoffs)]
    return "\n".join(lines) + "\n"


def _exact(number: Fraction) -> str:
    return str(number)


def _quoted(text: str) -> str:
    plain = " ".join(text.split())
    if plain.endswith("\\"):  # it would make the closing sign one of the text
        plain = plain[:-1] + "/"
    return '"' + plain.replace('"', '\\"') + '"'
