"""Tables for a terminal (rich) and a notebook (HTML), with the dossier's texts made harmless."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.table import Table as RichTable
    from rich.text import Text

    from summitry.forecasts.tables import Table


FIRST_COLUMN, COLUMN = 26, 13
"""Width that a terminal's table is given for its first column, and for each other."""


def harmless(text: str) -> str:
    """A text without control and direction characters, which could forge what a terminal shows.

    Unicode's own line ends, at which the drawing library stumbles, go too. Joiners stay: names in
    Persian or Hindi, and many an emoji, are misspelt without them.
    """
    if text.isascii() and text.isprintable():
        return text
    bad = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    return "".join("\N{REPLACEMENT CHARACTER}" if _is(one, bad) else one for one in text)


def _is(character: str, categories: tuple[str, ...]) -> bool:
    return character not in "\n\u200c\u200d" and unicodedata.category(character) in categories


@dataclass(frozen=True)
class Pages:
    """Tables for rich, one below the other; wide ones in parts that fit the terminal."""

    tables: Sequence[Table]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Lay the tables out for a width (rich's protocol)."""
        most = max(2, (options.max_width - FIRST_COLUMN) // COLUMN)
        for table in self.tables:
            for part in _parts(table, most):
                yield from _rich(part)


def _parts(table: Table, most: int) -> Iterator[Table]:
    """A table cut into groups of columns, the first column repeated, its note under the last."""
    figures = range(1, len(table.columns))
    groups = [figures[start : start + most] for start in range(0, len(figures), most)]
    for number, group in enumerate(groups):
        keep = (0, *group)
        yield replace(
            table,
            title=table.title + (f" ({number + 1} of {len(groups)})" if len(groups) > 1 else ""),
            columns=tuple(table.columns[one] for one in keep),
            rows=tuple(tuple(row[one] for one in keep) for row in table.rows),
            note=table.note if number == len(groups) - 1 else "",
            words=tuple(place for place, one in enumerate(keep) if one in table.words),
        )


def _rich(table: Table) -> list[RichTable | Text]:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    title = Text(harmless(table.title), style="bold")  # above: a narrow table would fold it
    made = RichTable(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    for number, column in enumerate(table.columns):
        left = number in table.words
        made.add_column(
            Text(harmless(column)),
            justify="left" if left else "right",
            overflow="fold",
        )
    for row in table.rows:
        made.add_row(*(Text(harmless(cell)) for cell in row))
    return [title, made, Text(harmless(table.note) + "\n" if table.note else "", style="dim")]


def as_html(tables: Sequence[Table]) -> str:
    """Tables as HTML fragments, everything escaped."""
    return "\n".join(_html(table) for table in tables)


def _html(table: Table) -> str:
    head = "".join(f"<th>{escape(harmless(column))}</th>" for column in table.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(harmless(cell))}</td>" for cell in row) + "</tr>"
        for row in table.rows
    )
    note = f"<p><small>{escape(harmless(table.note))}</small></p>" if table.note else ""
    return (
        f"<h4>{escape(harmless(table.title))}</h4><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>{note}"
    )
