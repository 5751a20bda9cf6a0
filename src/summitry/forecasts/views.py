"""Tables for a terminal (rich) and a notebook (HTML), with the dossier's texts made harmless."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table as RichTable
    from rich.text import Text

    from summitry.forecasts.tables import Table


def harmless(text: str) -> str:
    """A text without control and direction characters, which could forge what a terminal shows."""
    bad = ("Cc", "Cf", "Cs", "Co")
    return "".join("\N{REPLACEMENT CHARACTER}" if _is(one, bad) else one for one in text)


def _is(character: str, categories: tuple[str, ...]) -> bool:
    return character != "\n" and unicodedata.category(character) in categories


def as_rich(tables: Sequence[Table]) -> Group:
    """Tables for rich, one below the other."""
    from rich.console import Group

    return Group(*(one for table in tables for one in _rich(table)))


def _rich(table: Table) -> list[RichTable | Text]:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    made = RichTable(
        title=Text(harmless(table.title), style="bold"),
        title_justify="left",
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
    return [made, Text(harmless(table.note) + "\n" if table.note else "", style="dim")]


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
