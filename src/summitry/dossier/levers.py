"""What could change a number: who can pull it, and what would reveal it."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from summitry.dossier.record import Reasoned, Text


class Lever(Reasoned):
    """A number that somebody can change."""

    by: list[Text] = Field(description="Parties who can pull it; an empty list for nobody.")
    how: Text | None = Field(None, description="What they would do, in a few words.")
    to: float | None = Field(
        None, description="The farthest value it can be pulled to; left out: its own bounds."
    )
    cost: float | None = Field(
        None,
        ge=0,
        description="What pulling it all the way costs, in a unit of the dossier's own; left out: "
        "the way it moves, in half-widths of its range.",
    )


class Reveal(Reasoned):
    """What would show where a number stands, before the outcome does."""

    what: Text = Field(description="What would be seen, in a few words.")
    on: Text | None = Field(None, description="The day by which it would be: 2019-02-26.")


def as_reveal(raw: object) -> object:
    """A reveal written as a plain text."""
    return {"what": raw} if isinstance(raw, str) else raw


def named_by(key: str, names: Iterable[str]) -> list[str]:
    """The inputs that a path speaks of: ``process.big_ask.us`` for its likelihood, say."""
    path = key.replace(".", "/")
    return [name for name in names if name == path or name.startswith(f"{path}/")]
