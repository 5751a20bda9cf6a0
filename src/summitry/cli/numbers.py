"""Numbers on the command line: their bounds in words, and not-a-number refused."""

from __future__ import annotations

import math
from typing import Any

import click


def _bounds(kind: click.IntRange | click.FloatRange) -> str:
    """``from 0 to 1``; ``above 0 and below 1``; ``0 or more``."""
    low, high = kind.min, kind.max
    if high is None:
        return f"{low:,} or more"
    if kind.min_open:
        return (
            f"above {low:,} and below {high:,}" if kind.max_open else f"above {low:,} to {high:,}"
        )
    return f"from {low:,} to {high:,}"


class Whole(click.IntRange):
    """A whole number between bounds."""

    name = "whole number"

    def get_metavar(self, *_: object, **__: object) -> str:
        """What stands for it in the help text."""
        return "N"

    def _describe_range(self) -> str:
        return _bounds(self)


class Number(click.FloatRange):
    """A number between bounds; ``nan``, which no comparison finds outside of any, is none."""

    name = "number"

    def get_metavar(self, *_: object, **__: object) -> str:
        """What stands for it in the help text."""
        return "NUMBER"

    def _describe_range(self) -> str:
        return _bounds(self)

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> float:
        """The number, or one line about what it is not."""
        found = super().convert(value, param, ctx)
        if math.isnan(found):
            self.fail(f"{value} is not in the range {self._describe_range()}.", param, ctx)
        return found
