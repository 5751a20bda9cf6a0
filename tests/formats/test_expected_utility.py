"""Expected-utility tables in the dialects of their tools, and in every way they go wrong."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from summitry.formats.decide import decide_text
from summitry.formats.expected_utility import expected_utility_text
from summitry.formats.faults import FormatError
from summitry.formats.positions import PositionTable, read_positions, sniff

CARS = Path(__file__).parents[2] / "docs" / "examples" / "car-emissions" / "positions.csv"


def put(folder, text, name="table.csv"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def faults(path):
    with pytest.raises(FormatError) as caught:
        read_positions(path)
    return [str(one).replace(str(path), "F") for one in caught.value.remarks]


def test_the_shipped_table_has_the_published_mean():
    table = read_positions(CARS)
    weight = table.capability * table.salience
    assert table.kind == "expected utility"
    assert len(table.actors) == 10
    assert (weight * table.positions).sum() / weight.sum() == pytest.approx(7.389956, abs=1e-6)
    assert table.scale.tolist() == [[4, 10]]


@pytest.mark.parametrize(
    "text",
    [
        "Actor,Capability,Position,Salience\nA,1,4,0.8\nB,2,10,0.5\n",
        "Stakeholder,Resources,Position,Salience\rA,1,4,80\rB,2,10,50\r",
        b"\xef\xbb\xbf\tx\tc\ts\r\nA\t4\t1\t0.8\r\nB\t10\t2\t0.5\r\n",
        b"\xef\xbb\xbfName\tx\tc\ts\r\nA\t4\t1\t.8\r\nB\t10\t2\t.5\r\n",
        "salience;position;power;name\n80;4;1;A\n\n 50 ; 10 ; 2 ; B \n",
        'Actor,Capability,Position,Salience\n"A",1,4,0.8\n"B",2,10,0.5',
    ],
)
def test_every_dialect_says_the_same(tmp_path, text):
    table = read_positions(put(tmp_path, text))
    assert table.actors == ("A", "B")
    assert table.positions.tolist() == [[4], [10]]
    assert table.salience.tolist() == [[0.8], [0.5]]
    assert table.capability.tolist() == [[1], [2]]


def test_every_fault_is_told_at_once_with_its_line(tmp_path):
    text = (
        "Actor,Capability,Position,Salience\n"
        "A,1,nan,0.5\n"
        "B,-1,4,0.5\n"
        "C,1,inf,0.5\n"
        "D,1,4,101\n"
        "E,1e400,4,0.5\n"
        'F,1,"4,5",0.5\n'
        "A,1,4\n"
        ",1,4,.5\n"
        "G,1,4,.5\n"
        "G,1,5,.5\n"
        "H,,4,.5\n"
    )
    told = faults(put(tmp_path, text))
    assert told == [
        "F:2: the position is 'nan'; a number",
        "F:3: the capability is -1; at least 0",
        "F:4: the position is 'inf'; a number",
        "F:5: the salience is 101; at most 100",
        "F:6: the capability is 1e400; at most 1e+12",
        "F:7: the position is '4,5'; a decimal point: 4.5",
        "F:8: 3 cells, and the header has more; a cell for each column",
        "F:9: the actor has no name; a name",
        "F:11: 'G' stands twice, first in line 10; one row an actor and issue",
        "F:12: the capability is missing; a number",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "F: the file is empty"),
        (b"Actor,Capability,Position,Salience\n", "F:1: no rows below the header"),
        (b"Actor,Position,Salience\nA,1,1\n", "no column for capability"),
        (b"Actor,Capability,Power,Position,Salience\nA,1,1,1,1\n",
         "two columns for the capability"),
        ("Actor,Capability,Position,Salience\nA,1,4,1\nZoë,1,4,1\n".encode("latin-1"),
         "F:3: byte 0xeb is no UTF-8 (perhaps Latin-1 or Windows-1252); save the file as UTF-8"),
        ("Actor,Capability\n".encode("utf-16"), "the text is UTF-16; save it as UTF-8"),
        (b"Actor,Capability,Position,Salience\nA,1,4,\0\n", "F:2: holds a zero byte"),
        (b'Actor,Capability,Position,Salience\nA,1,4,1\n"B,1,4,1\n', "F:3: a quote is opened and"),
        (b"Actor,Capability,Position,Salience\n" + b"1," * 1500, "1,501 cells in a row"),
        (b"decision,issue,actor,capability,position,salience\nx,i,A,1,1,1\ny,i,A,1,1,1\n",
         "F:3: a second decision, 'y'"),
        (b"actor,capability,position,salience,low,high\nA,1,7,1,0,5\n",
         "F:2: the position is 7; on the scale that the file gives, 0 to 5"),
        (b"issue,actor,capability,position,salience,status_quo\ni,A,1,7,1,2\ni,B,1,7,1,3\n",
         "F:3: the status quo is 3 here and 2 before"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_a_line(tmp_path, text, says):
    told = faults(put(tmp_path, text))
    assert len(told) == 1
    assert says in told[0]


def test_a_file_full_of_faults_tells_fifty_and_counts_the_rest(tmp_path):
    rows = "\n".join(f"A{number},1,x,1" for number in range(500))
    told = faults(put(tmp_path, "Actor,Capability,Position,Salience\n" + rows))
    assert len(told) == 51
    assert told[-1].endswith("and 450 faults more")


def test_an_unknown_column_is_left_out_and_said(tmp_path):
    table = read_positions(put(tmp_path, "name,x,s,c,colour\nA,1,1,1,red\n"))
    assert "'colour' is not known" in str(table.warnings[0])


def test_several_issues_and_an_actor_without_a_stance(tmp_path):
    text = (
        "issue,actor,position,salience,capability,status quo,low,high\n"
        "tax,A,10,0.5,2,0,0,100\ntax,B,30,0.5,1,,,\naid,A,,,,,,\naid,B,5,1,1,,,\n"
        "tax,Mute,,,,,,\n"
    )
    table = read_positions(put(tmp_path, text))
    assert table.issues == ("tax", "aid")
    assert np.isnan(table.positions[0, 1])
    assert table.salience[0, 1] == 0
    assert table.capability[0].tolist() == [2, 2]
    assert table.scale[0].tolist() == [0, 100]
    assert table.status_quo[0] == 0
    assert np.isnan(table.status_quo[1])
    assert table.on("aid").actors == ("B",)
    assert "'Mute' has no position" in str(table.warnings[0])


def test_an_issue_on_which_nobody_stands_is_a_fault(tmp_path):
    text = "issue,actor,position,salience,capability\ntax,A,1,1,1\naid,A,,,\n"
    assert faults(put(tmp_path, text)) == [
        "F:3: nobody has a position on 'aid'; a number in the column 'position'"
    ]


names = st.text("abcdefgh XYZé'-", min_size=1, max_size=8)
names = names.map(lambda text: " ".join(text.split())).filter(bool)
shares = st.floats(0, 1, allow_subnormal=False)


@st.composite
def tables(draw):
    actors = draw(st.lists(names, min_size=1, max_size=5, unique=True))
    issues = draw(st.lists(names, min_size=2, max_size=3, unique=True))
    shape = len(actors), len(issues)
    positions = draw(arrays(float, shape, elements=st.floats(-1e6, 1e6)))
    salience = draw(arrays(float, shape, elements=shares))
    power = draw(arrays(float, (len(actors), 1), elements=st.floats(0, 50)))
    scale = np.column_stack((positions.min(axis=0), positions.max(axis=0)))
    return PositionTable(
        "t", "expected utility", tuple(actors), tuple(issues), positions, salience,
        np.repeat(power, shape[1], axis=1), scale, np.full(shape[1], np.nan),
    )  # fmt: skip


@given(tables(), st.sampled_from([expected_utility_text, decide_text]))
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_again(tmp_path_factory, table, written):
    text, losses = written(table)
    assert losses == ()
    path = put(tmp_path_factory.mktemp("t"), text)
    again = read_positions(path)
    assert again.kind == ("Decide" if written is decide_text else "expected utility")
    assert again.actors == table.actors
    assert again.issues == table.issues
    for one in ("positions", "salience", "capability"):
        np.testing.assert_array_equal(getattr(again, one), getattr(table, one))


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_bytes_bring_it_down(tmp_path_factory, data):
    path = put(tmp_path_factory.mktemp("b"), data)
    with suppress(FormatError):
        read_positions(path)


@given(st.text("#APMD\t;,'\"0123456789.-eE\n\r aSsx", max_size=200), st.booleans())
@settings(max_examples=200, deadline=None)
def test_no_near_miss_brings_it_down(tmp_path_factory, text, marked):
    head = "#A\tx\n#P\ty\n" if marked else "actor,position,salience,capability\n"
    path = put(tmp_path_factory.mktemp("n"), head + text)
    with suppress(FormatError):
        table = read_positions(path)
        assert np.isfinite(table.capability).all()
        assert ((table.salience >= 0) & (table.salience <= 1)).all()


def test_what_is_no_table_is_left_to_others(tmp_path):
    assert sniff(tmp_path) is None
    assert sniff(tmp_path / "nothing.csv") is None
    assert sniff(put(tmp_path, "summitry: 1\n", "dossier.yaml")) is None
    assert sniff(put(tmp_path, "<negotiation_template/>", "domain.xml")) is None
    with pytest.raises(FormatError, match="cannot be read"):
        read_positions(tmp_path / "nothing.csv")
    with pytest.raises(FormatError, match="is no position table"):
        read_positions(put(tmp_path, "<negotiation_template/>", "domain.xml"))
