"""KTAB's CSV and XML: the same scenario from both, parameters carried over, faults located."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from summitry.formats.faults import FormatError
from summitry.formats.ktab import ktab_text
from summitry.formats.positions import read_positions, sniff

PEERS = Path(__file__).parents[3] / "shared" / "peers" / "ktab"
here = pytest.mark.skipif(not PEERS.is_dir(), reason="the files of ../shared/peers are not here")

CSV = """Two valleys,"A test, no more",3,2,
Actor,Description,Power,Dam Position,Dam Salience,Tax Position,Tax Salience,
"Upper", first ,100.5, 75.5,50, 10 ,20,
Lower,,50,20,60,90,40
Coast,third,1e8,0,0,100,0,,,
"""

XML = """<?xml version="1.0" encoding="UTF-8"?>
<Scenario xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <name>Two valleys</name><desc>A test</desc><prngSeed>0042</prngSeed>
  {parameters}
  <Dimensions><dName>Dam</dName><dName>Tax</dName></Dimensions>
  <Actors>
    <Actor><name>Upper</name><description>first</description><capability>100.5</capability>
      <Position><dCoord>75.5</dCoord><dCoord>10</dCoord></Position>
      <Salience><dSal>50</dSal><dSal>20</dSal></Salience></Actor>
    <Actor><name>Lower</name><description></description><capability>50</capability>
      <Position><dCoord>20</dCoord><dCoord>90</dCoord></Position>
      <Salience><dSal>60</dSal><dSal>40</dSal></Salience></Actor>
  </Actors>
  {adjustment}
</Scenario>
"""

PARAMETERS = """<ModelParameters>
    <VictoryProbModel>Square</VictoryProbModel><PCEModel>MarkovIncentive</PCEModel>
    <StateTransitions>StochasticSTM</StateTransitions><VotingRule>PropCbc</VotingRule>
    <BigRAdjust>OneThird</BigRAdjust><BigRRange>Max</BigRRange>
    <ThirdPartyCommit>NoCommit</ThirdPartyCommit><InterVecBrgn>S2PMax</InterVecBrgn>
    <BargnModel>PWCompInterpSMPBM</BargnModel>
  </ModelParameters>"""


def pull(who, whom, share):
    return (f"<iaPair><adjustingIdeal>{who}</adjustingIdeal><referencePos>{whom}</referencePos>"
            f"<adjust>{share}</adjust></iaPair>")  # fmt: skip


def put(folder, text, name="case.csv"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def faults(path):
    with pytest.raises(FormatError) as caught:
        read_positions(path)
    return [str(one).replace(str(path), "F") for one in caught.value.remarks]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_csv(tmp_path, mark):
    path = put(tmp_path, mark + CSV.encode())
    assert sniff(path) == "KTAB"
    table = read_positions(path)
    assert table.name == "Two valleys"
    assert table.actors == ("Upper", "Lower", "Coast")
    assert table.issues == ("Dam", "Tax")
    np.testing.assert_array_equal(table.positions, [[75.5, 10], [20, 90], [0, 100]])
    np.testing.assert_allclose(table.salience, [[0.5, 0.2], [0.6, 0.4], [0, 0]])
    assert table.influence.tolist() == [100.5, 50, 1e8]
    assert table.descriptions["Upper"] == "first"
    assert table.model == "spatial"
    assert read_positions(put(tmp_path, ktab_text(table)[0])).positions.tolist() == (
        table.positions.tolist()
    )


def test_csv_faults_are_told_at_once(tmp_path):
    text = (
        "Case,text,4,2\nActor,Description,Power,P1,S1,P2,S2\nA,,1,101,50,10,20\nB,,-3,20,60,90,41\n"
        "B,,3,20,60,90,40,7\nC,,3,20,60,90\nA,,3,nan,60,90,40\n"
    )
    assert faults(put(tmp_path, text)) == [
        "F:1: 5 actors below, and the first line says 4; as many rows as it says",
        "F:3: the position 1 is 101; at most 100",
        "F:4: the power is -3; at least 0",
        "F:4: the saliences of 'B' add up to 101; at most 100",
        "F:5: 8 cells for an actor on 2 dimensions; 7: name, description, power, then two each",
        "F:6: 6 cells for an actor on 2 dimensions; 7: name, description, power, then two each",
        "F:7: the position 1 is 'nan'; a number",
    ]


@pytest.mark.parametrize(
    ("first", "says"),
    [
        ("Case,text,3,three", "is 'three'; a whole number from 1"),
        ("Case,text,0,2", "number of actors is '0'"),
        ("Case,text,3,99", "7 columns for 99 dimensions"),
    ],
)
def test_counts_that_are_none(tmp_path, first, says):
    from summitry.formats.ktab import read_ktab

    path = put(tmp_path, first + "\n" + "\n".join(CSV.splitlines()[1:]))
    with pytest.raises(FormatError, match=says):
        read_ktab(path)


def test_xml_carries_its_parameters_over(tmp_path):
    own = "<IdealAdjustment>" + pull("Upper", "Upper", 0.8) + pull("Upper", "Lower", 0.1)
    text = XML.format(parameters=PARAMETERS, adjustment=own + "</IdealAdjustment>")
    path = put(tmp_path, b"\xef\xbb\xbf" + text.encode(), "case.xml")
    assert sniff(path) == "KTAB"
    table = read_positions(path)
    np.testing.assert_array_equal(table.positions, [[75.5, 10], [20, 90]])
    assert table.settings == {
        "VictoryProbModel": "Square", "PCEModel": "MarkovIncentive",
        "StateTransitions": "Stochastic", "VotingRule": "PropCbc", "BigRAdjust": "OneThird",
        "BigRRange": "Max", "ThirdPartyCommit": "NoCommit", "InterVecBrgn": "S2PMax",
        "BargnModel": "PWCompInterp", "prngSeed": 42,
        "IdealAdjustment": [[0.8, 0.1], [0, 1]],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("<dCoord>75.5</dCoord>", "<dCoord></dCoord>",
         "F:8: <dCoord> is empty: position 1 of Upper; a number"),
        ("<dCoord>75.5</dCoord>", "", "F:8: Upper has 1 times <dCoord> for 2 dimensions"),
        ("<capability>50</capability>", "<capability>-50</capability>",
         "the capability of Lower is -50; from 0 to 1e+08"),
        ("<capability>50</capability>", "", "F:10: Lower has no <capability>"),
        ("<dSal>60</dSal>", "<dSal>61</dSal>", "saliences of 'Lower' add up to 101; at most 100"),
        ("<dSal>60</dSal>", "<dSal>1e9</dSal>", "salience 1 of Lower is 1e9; from 0 to 100"),
        ("<name>Lower</name>", "<name>Upper</name>", "the actor 'Upper' stands twice"),
        ("<name>Lower</name>", "", "an <Actor> has no name"),
        ("Square", "Cube", "<VictoryProbModel> is 'Cube'; one of Linear, Square, Quartic"),
        ("<dName>Tax</dName>", "<dName/>", "F:5: <dName> is empty"),
        ("0042", "forty", "<prngSeed> is 'forty'"),
        ("<Scenario", "<!DOCTYPE a><Scenario", "has a document type"),
        ("</Actors>", "", "no XML"),
    ],
)  # fmt: skip
def test_xml_faults_are_located(tmp_path, old, new, says):
    text = XML.format(parameters=PARAMETERS.replace("\n", ""), adjustment="")
    assert old in text
    path = put(tmp_path, text.replace(old, new, 1), "case.xml")
    assert any(says in one for one in faults(path)), faults(path)


def test_ideals_drawn_too_far_or_to_nobody(tmp_path):
    for pairs, says in [
        (pull("Upper", "Lower", 0.1), "draw the ideal of 'Upper' add up to 1.1"),
        (pull("Upper", "Nobody", 0.1), "<referencePos> names 'Nobody', who is no actor"),
        (pull("Upper", "Upper", 1.5), "the share is 1.5; from 0 to 1"),
    ]:
        own = f"<IdealAdjustment>{pairs}</IdealAdjustment>"
        path = put(tmp_path, XML.format(parameters="", adjustment=own), "case.xml")
        assert any(says in one for one in faults(path)), faults(path)


def test_a_stance_left_open_goes_out_without_salience(tmp_path):
    rows = "issue,actor,position,salience,capability\na,One,4,0.9,1\na,Two,8,0.5,1\nb,Two,3,0.8,1\n"
    table = read_positions(put(tmp_path, rows, "table.csv"))
    text, losses = ktab_text(table)
    again = read_positions(put(tmp_path, text, "out.csv"))
    assert again.salience[0, 1] == 0
    assert again.salience.sum(axis=1).max() <= 1
    assert [one.split(":")[0] for one in losses] == [
        "stances left open", "units of the issues", "saliences",
    ]  # fmt: skip


@here
def test_the_known_scenario_is_the_same_in_both_forms():
    one, two = (read_positions(PEERS / f"dummyData_3Dim.{end}") for end in ("csv", "xml"))
    assert one.actors == two.actors
    for part in ("positions", "salience", "capability"):
        np.testing.assert_array_equal(getattr(one, part), getattr(two, part))
    assert one.positions[0].tolist() == [75.79, 6.37, 70.45]


@here
def test_a_surplus_cell_in_the_first_line_is_let_pass():
    table = read_positions(PEERS / "dummyData_6Dim.csv")
    assert (len(table.actors), table.issues[0]) == (27, "Dim0")
