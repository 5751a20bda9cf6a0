"""Statements about states in full logic, evaluated over all states at once.

A statement is text in the words of the options::

    withdraw and not "air strike"
    delay if not insist
    modify iff (accept or delay)

from the loosest to the tightest: ``iff``; ``if`` and ``if … then``; ``or``; ``and`` (or a comma);
``not`` (or a minus); brackets. A name of several words may stand as it is, or in quotation marks if
it holds one of those words. A number that is no option's name is the place of an option, counted
from 1, as the field writes it: ``1, -3`` holds where the first is chosen and the third is not. A
pattern with one sign an option, ``YN-``, holds where every option is as it says (``-`` is free).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
_TOKEN = re.compile(r"\s*(?:(\"[^\"]*\")|([(),])|(-(?=[\s\d\"(A-Za-z_]))|([^\s()\",]+))")
_WORDS = {"and", "or", "not", "if", "iff", "then", "(", ")", ","}


class Node(NamedTuple):
    """A parsed statement.

    ``kind`` is ``and``, ``or``, ``not``, ``iff``, ``implies`` (the first entails the second),
    ``is`` (option number ``option`` is chosen) or ``true``.
    """

    kind: str
    parts: tuple[Node, ...] = ()
    option: int = -1


Condition = str | Mapping[str, bool] | Node
"""What may hold in a state: text in full logic, options with what they must be, or parsed."""


def parse(condition: Condition, names: Sequence[str]) -> Node:
    """A statement, parsed.

    Parameters
    ----------
    condition
        Text, or a mapping of option names to what they must be; what is parsed is given back.
    names
        Names of the options, in order.

    Raises
    ------
    ValueError
        It is no statement, or names no option.
    """
    if isinstance(condition, Node):
        return condition
    if not isinstance(condition, str):
        parts = []
        for name, wanted in condition.items():
            one = Node("is", option=_option(name, names, str(dict(condition))))
            parts.append(one if wanted else Node("not", (one,)))
        return Node("and", tuple(parts))
    text = condition.strip()
    if len(text) == len(names) and set(text) <= set("YN-") and text not in names:
        return _pattern(text)
    return _Reader(text, names).whole()


def holds(node: Node, codes: NDArray[np.int64]) -> Bools:
    """Whether the statement holds in each state, given by its code (bit k: option k is chosen)."""
    if node.kind == "is":
        return np.asarray(codes >> node.option & 1, dtype=np.bool_)
    if node.kind == "true":
        return np.ones(len(codes), dtype=np.bool_)
    found = [holds(part, codes) for part in node.parts]
    if node.kind == "not":
        return np.asarray(~found[0])
    if node.kind == "iff":
        return np.asarray(found[0] == found[1])
    if node.kind == "implies":
        return np.asarray(~found[0] | found[1])
    fold: np.ufunc = np.logical_and if node.kind == "and" else np.logical_or
    if not found:
        return np.full(len(codes), node.kind == "and")
    return np.asarray(fold.reduce(found), dtype=np.bool_)


def _pattern(text: str) -> Node:
    parts = []
    for at, sign in enumerate(text):
        one = Node("is", option=at)
        if sign != "-":
            parts.append(one if sign == "Y" else Node("not", (one,)))
    return Node("and", tuple(parts))


def _option(name: str, names: Sequence[str], text: str) -> int:
    if name in names:
        return list(names).index(name)
    if name.isdigit() and 1 <= int(name) <= len(names):
        return int(name) - 1
    raise ValueError(f"'{text}': no option is called '{name}'; there are {', '.join(names)}")


class _Reader:
    """Recursive descent over the words of one statement."""

    def __init__(self, text: str, names: Sequence[str]) -> None:
        self.text, self.names = text, names
        self.words: list[str] = []
        self._split(text)
        self.at = 0

    def _split(self, text: str) -> None:
        at = 0
        while at < len(text.rstrip()):
            found = _TOKEN.match(text, at)
            if found is None:
                raise self.fault(f"'{text[at:].strip()}' cannot be read")
            quoted, bracket, minus, word = found.groups()
            self.words.append(quoted or bracket or ("not" if minus else word))
            at = found.end()

    def fault(self, what: str) -> ValueError:
        """What is wrong with the statement, in one sentence."""
        return ValueError(f"'{self.text}': {what}")

    def peek(self) -> str:
        """The next word; empty at the end."""
        return self.words[self.at] if self.at < len(self.words) else ""

    def take(self, word: str) -> bool:
        """Step over the word if it is next."""
        if self.peek().lower() != word:
            return False
        self.at += 1
        return True

    def whole(self) -> Node:
        """The whole statement."""
        if not self.words:
            raise ValueError("a statement is empty")
        node = self.equivalence()
        if self.peek():
            raise self.fault(f"'{self.peek()}' stands where 'and', 'or', 'if' or 'iff' might")
        return node

    def equivalence(self) -> Node:
        node = self.implication()
        while self.take("iff"):
            node = Node("iff", (node, self.implication()))
        return node

    def implication(self) -> Node:
        if self.take("if"):
            when = self.either()
            if not self.take("then"):
                raise self.fault("after 'if …' there is no 'then'")
            return Node("implies", (when, self.implication()))
        node = self.either()
        while self.take("if"):
            node = Node("implies", (self.either(), node))
        return node

    def either(self) -> Node:
        parts = [self.both()]
        while self.take("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Node("or", tuple(parts))

    def both(self) -> Node:
        parts = [self.single()]
        while self.take("and") or self.take(","):
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else Node("and", tuple(parts))

    def single(self) -> Node:
        if self.take("not"):
            return Node("not", (self.single(),))
        if self.take("("):
            node = self.equivalence()
            if not self.take(")"):
                raise self.fault("a bracket is not closed")
            return node
        return Node("is", option=self.named())

    def named(self) -> int:
        """The option that the next words name, the longest name that fits."""
        word = self.peek()
        if word.startswith('"'):
            self.at += 1
            return _option(word[1:-1], self.names, self.text)
        start = self.at
        while self.peek() and self.peek().lower() not in _WORDS and not self.peek().startswith('"'):
            self.at += 1
        if start == self.at:
            what = f"before '{word}'" if word else "at the end"
            raise self.fault(f"the name of an option is missing {what}")
        return _option(" ".join(self.words[start : self.at]), self.names, self.text)
