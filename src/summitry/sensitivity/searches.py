"""Searches that ask for chances one after another, many of them side by side.

A search is a generator: it yields what it asks, is sent the answer, and returns what it found. So
the same search runs alone, or waits while everybody's next question is answered in one pass.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import TypeVar

Asked = TypeVar("Asked")
Question = TypeVar("Question")
Found = TypeVar("Found")


def alone(search: Generator[Asked, float, Found], answer: Callable[[Asked], float]) -> Found:
    """What a search finds, each question answered as it comes."""
    try:
        asked = next(search)
        while True:
            asked = search.send(answer(asked))
    except StopIteration as end:
        found: Found = end.value
        return found


def side_by_side(
    searches: Sequence[Generator[Asked, float, Found]],
    answer: Callable[[list[Asked]], Sequence[float]],
    progress: Callable[[float], None] | None = None,
) -> list[Found]:
    """What each search finds; all that are not done yet are answered together, round by round."""
    found: dict[int, Found] = {}
    waiting: dict[int, Asked] = {}

    def on(number: int, given: float | None) -> None:
        try:
            search = searches[number]
            waiting[number] = next(search) if given is None else search.send(given)
        except StopIteration as end:
            waiting.pop(number, None)
            found[number] = end.value

    for number in range(len(searches)):
        on(number, None)
    while waiting:
        numbers, asked = list(waiting), list(waiting.values())
        for number, given in zip(numbers, answer(asked), strict=True):
            on(number, given)
        if progress is not None:
            progress(len(found) / len(searches))
    return [found[number] for number in range(len(searches))]


def put(
    search: Generator[Asked, float, Found],
    question: Callable[[Asked], Question],
    off: float = 0.0,
) -> Generator[Question, float, Found]:
    """The search with its questions put in another way, and ``off`` added to every answer."""
    try:
        asked = next(search)
        while True:
            asked = search.send((yield question(asked)) + off)
    except StopIteration as end:
        found: Found = end.value
        return found
