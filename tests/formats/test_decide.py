"""Decide's files: rows by their mark, whatever parts the cells."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from summitry.formats.faults import FormatError
from summitry.formats.positions import read_positions, sniff

PEERS = Path(__file__).parents[3] / "shared" / "peers" / "decide"
here = pytest.mark.skipif(not PEERS.is_dir(), reason="the files of ../shared/peers are not here")

ROWS = [
    ("#O", "a remark, with 'an open quote"),
    ("#A", "One", "The first", "of two"),
    ("#A", "Two", "The second"),
    ("#/", "Actor", "issue"),
    ("#P", "tax", "What is paid"),
    ("#M", "tax", "0", "none"),
    ("#M", "tax", "8", "all of it"),
    ("#P", "aid", "aid"),
    ("#0", "another remark"),
    ("#D", "One", "tax", "2", "0.5", "0.7", "why", "so"),
    ("#D", "Two", "tax", "8", "0.9", "0.2"),
    ("#D", "Two", "aid", "60", "0.1", "0.4"),
]


def put(folder, rows, between="\t", name="file.txt", end="\n"):
    path = folder / name
    path.write_text(end.join(between.join(row) for row in rows) + end, newline="")
    return path


def faults(path):
    with pytest.raises(FormatError) as caught:
        read_positions(path)
    return [str(one).replace(str(path), "F") for one in caught.value.remarks]


@pytest.mark.parametrize("between", ["\t", ";", ","])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_is_read_whatever_parts_its_cells(tmp_path, between, end):
    rows = [tuple(cell.replace(",", "") for cell in row) for row in ROWS]
    path = put(tmp_path, rows, between, end=end)
    assert sniff(path) == "Decide"
    table = read_positions(path)
    assert table.actors == ("One", "Two")
    assert table.issues == ("tax", "aid")
    np.testing.assert_array_equal(table.positions, [[2, np.nan], [8, 60]])
    np.testing.assert_array_equal(table.salience, [[0.5, 0], [0.9, 0.1]])
    np.testing.assert_array_equal(table.capability, [[0.7, 0.7], [0.2, 0.4]])
    assert table.scale.tolist() == [[0, 8], [0, 100]]
    assert table.levels == {"tax": {0: "none", 8: "all of it"}}
    assert table.descriptions["One"] == "The first of two"
    assert table.model == "exchange"


def test_quoted_cells_and_hundreds(tmp_path):
    rows = [("'#A'", "'a b'"), ("'#A'", "'c'"), ("'#P'", "'p'"),
            ("'#D'", "'a b'", "'p'", "10.0", "90", "26"),
            ("'#D'", "'c'", "'p'", "70.0", "40", "15")]  # fmt: skip
    table = read_positions(put(tmp_path, rows))
    assert table.actors == ("a b", "c")
    assert table.salience[:, 0].tolist() == [0.9, 0.4]
    assert table.capability[:, 0].tolist() == [26, 15]


def test_every_fault_is_told_at_once(tmp_path):
    rows = [
        *ROWS,
        ("#A", "One", "again"),
        ("#D", "Tow", "tax", "2", "0.5", "0.7"),
        ("#D", "One", "taxes", "2", "0.5", "0.7"),
        ("#D", "One", "aid", "101", "0.5", "0.7"),
        ("#D", "One", "tax", "3", "0.5", "0.7"),
        ("#D", "Two", "aid", "NaN", "-1", "1000"),
        ("#X", "what"),
        ("#M", "nothing", "3"),
        ("#D", "One"),
    ]
    told = faults(put(tmp_path, rows))
    assert told[:5] == [
        "F:13: the actor 'One' stands twice; one row for each actor",
        "F:14: no actor 'Tow'; did you mean 'Two'?",
        "F:15: no issue 'taxes'; did you mean 'tax'?",
        "F:16: the position is 101; on the scale of 'aid', 0 to 100 by the default without #M rows",
        "F:17: 'One' stands twice on 'tax', first in line 10; one row an actor and issue",
    ]
    assert "F:18: the position is 'NaN'; a number" in told
    assert "F:18: the salience is -1; at least 0" in told
    assert "F:18: the power is 1000; at most 100" in told
    assert "F:19: a row begins with '#X'; #A, #P, #M or #D; #/ for a remark" in told
    assert "F:20: no issue 'nothing'; a row #P for it" in told
    assert "F:21: the position is missing; a number" in told


def test_a_lower_bound_found_late_is_still_a_number(tmp_path):
    rows = [("#A", "a"), ("#P", "p"), ("#M", "p", "50"), ("#M", "p", "10"), ("#M", "p", "90"),
            ("#D", "a", "p", "12", "1", "1")]  # fmt: skip
    assert read_positions(put(tmp_path, rows)).scale.tolist() == [[10, 90]]


def test_who_says_nothing_is_left_out_and_said(tmp_path):
    table = read_positions(put(tmp_path, [*ROWS, ("#A", "Mute"), ("#P", "void")]))
    assert "Mute" not in table.actors
    assert "void" not in table.issues
    assert [str(one).split(": ", 1)[1] for one in table.warnings] == [
        "the actor 'Mute' has no position; it was left out",
        "nobody has a position on 'void'; it was left out",
    ]


@here
def test_known_files_are_read():
    table = read_positions(PEERS / "copenhagen.csv")
    assert (len(table.actors), len(table.issues)) == (11, 7)
    assert int(np.isnan(table.positions).sum()) == 2
    assert table.scale.tolist() == [[0, 100]] * 7
    weight = table.capability * table.salience
    means = np.nansum(weight * table.positions, axis=0) / weight.sum(axis=0)
    assert means[:2] == pytest.approx([61.576271, 58.144654], abs=1e-6)
    sample = read_positions(PEERS / "sample_data.txt")
    assert sample.scale[1].tolist() == [0.5, 7]


@here
def test_the_known_file_with_errors_tells_both_of_them():
    told = faults(PEERS / "copenhagen_with_errors.csv")
    assert told == [
        "F:86: the position is 160; on the scale of 'Control', 0 to 100 by the default without #M "
        "rows",
        "F:87: the power is -0.247; at least 0",
    ]
