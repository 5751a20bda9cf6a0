"""Tables in a terminal of any width."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from summitry.forecasts.tables import Table
from summitry.forecasts.views import Pages

NAMES = ("denuclearisation signed", "sanctions eased in it", "modest but tangible step") * 4
ROW = ("officials prepare it", *(".5" for _ in NAMES))


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_every_column_is_shown_once_and_no_word_of_its_name_is_torn(width):
    columns = ("track", *(f"{name} {number}" for number, name in enumerate(NAMES)))
    console = Console(file=StringIO(), width=width)
    with console.capture() as told:
        console.print(Pages([Table("Tracks", columns, (ROW,), "the note")]))
    said = told.get()
    words = said.split()
    for column in columns[1:]:
        assert all(word in words for word in column.split())
    assert words.count(".5") == len(NAMES)
    assert said.count("the note") == 1
    assert max(map(len, said.splitlines())) <= width
