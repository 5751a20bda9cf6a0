"""GENIUS scenarios are read as GENIUS means them, and hostile files are refused with one line."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from summitry.formats.faults import FormatError
from summitry.formats.scenario import read_scenario
from summitry.formats.writing import genius_files, geniusweb_files
from tests.formats.files import discrete, integer, write

PEERS = Path(__file__).parents[3] / "shared" / "peers" / "genius"
LEVELS = [("low", None), ("high", None)]


@pytest.mark.skipif(not PEERS.is_dir(), reason="the scenarios of ../shared/peers are not here")
@pytest.mark.parametrize(
    ("folder", "every", "signed"),
    [
        ("EnergyB", 151, 121), ("AMPOvsCity", 192, 192), ("TravelB", 12, 12),
        ("BarterA", 24, 11), ("Jobs", 21, 21),
    ],
)  # fmt: skip
def test_frontiers_of_known_scenarios(folder, every, signed):
    game = read_scenario(PEERS / folder).game
    assert len(game.frontier(reserved=False)) == every
    assert len(game.frontier()) == signed


def test_reservation_stays_where_there_is_a_discount(tmp_path):
    own = discrete(1, "price", [("low", 2), ("high", 1)], 1)
    other = discrete(1, "price", [("low", 1), ("high", 2)], 1)
    rest = '<discount_factor value="0.5"/><reservation value="0.75"/>'
    write(tmp_path, discrete(1, "price", LEVELS), own, other, (rest, ""))
    game = read_scenario(tmp_path).game
    assert game.parties == ("buyer", "seller")
    assert game.reservations == {"buyer": Fraction(3, 4), "seller": 0}
    assert game.discounts["buyer"] == Fraction(1, 2)
    assert game.at(1).reservations["buyer"] == Fraction(3, 8)
    assert [one["price"] for one in game.frontier().packages(0)] == ["low"]
    assert len(game.frontier()) == 1


def test_discrete_evaluations_are_divided_by_their_greatest(tmp_path):
    issues = discrete(1, "price", LEVELS) + discrete(2, "date", LEVELS)
    first = discrete(1, "price", [("low", 30), ("high", 15)], "0.4")
    first += discrete(2, "date", [("low", 1), ("high", 4)], "0.6")
    write(tmp_path, issues, first, first)
    worth = read_scenario(tmp_path).game.worth({"price": "high", "date": "low"})
    assert worth["buyer"] == Fraction("0.4") / 2 + Fraction("0.6") / 4


def test_integer_evaluations_start_at_the_lower_bound(tmp_path):
    evaluator = '<evaluator ftype="linear" offset="0.1" slope="0.3"/>'
    own = integer(1, "days", 5, 9, evaluator, 1)
    write(tmp_path, integer(1, "days", 5, 9), own, own)
    game = read_scenario(tmp_path).game
    scores = [game.worth({"days": str(day)})["buyer"] for day in range(5, 10)]
    assert scores == [Fraction("0.1"), Fraction("0.4"), Fraction("0.7"), 1, 1]  # cut at 1


def rectangles(*rows, most=10):
    inner = "".join(
        f'<hyperRectangle utility="{pays}">'
        + "".join(f'<{tag} index="{n}" min="{low}" max="{high}"/>' for tag, n, low, high in bounds)
        + "</hyperRectangle>"
        for pays, bounds in rows
    )
    return (
        f'<utility maxutility="{most}"><ufun type="PlainUfun" weight="1" aggregation="sum">'
        f"{inner}</ufun></utility>"
    )


def test_excluding_rectangles_pay_where_any_bound_fails(tmp_path):
    issues = integer(1, "x", 0, 3) + integer(2, "y", 0, 3)
    one = rectangles((10, [("EXCLUDES", 1, 0, 1), ("EXCLUDES", 2, 0, 1)]))
    two = rectangles((4, [("INCLUDES", 1, 0, 1), ("INCLUDES", 2, 2, 3)]), (6, []))
    write(tmp_path, issues, one, two)
    game = read_scenario(tmp_path).game
    for x in range(4):
        for y in range(4):
            worth = game.worth({"x": str(x), "y": str(y)})
            assert worth["buyer"] == (0 if x <= 1 and y <= 1 else 1)
            inside = x <= 1 and y >= 2
            assert worth["seller"] == Fraction(4 if inside else 0, 10) + Fraction(6, 10)
    assert game.solve("nash").package == {"x": "0", "y": "2"}


def test_rectangles_are_divided_by_maxutility_and_the_reservation_is_not(tmp_path):
    issues = integer(1, "x", 0, 3)
    own = rectangles((300, [("INCLUDES", 1, 0, 1)]), (900, [("INCLUDES", 1, 3, 3)]), most=1200)
    rest = '<reservation value="0.75"/>'
    write(tmp_path, issues, own, own, (rest, rest))
    game = read_scenario(tmp_path).game
    assert game.worth({"x": "3"})["buyer"] == Fraction(3, 4)
    assert [one["x"] for one in game.frontier().packages(0)] == ["3"]


def test_packages_are_worth_one_at_most(tmp_path):
    own = discrete(1, "price", [("low", 1), ("high", 2)], "1.2")
    write(tmp_path, discrete(1, "price", LEVELS), own, own)
    found = read_scenario(tmp_path)
    assert found.game.worth({"price": "high"})["buyer"] == 1
    assert any("sum to 1.2" in str(one) for one in found.warnings)


def test_real_issues_may_take_any_amount(tmp_path):
    issue = '<issue index="1" name="pay" vtype="real"><range lowerbound="10" upperbound="20"/>{}</issue>'  # noqa: E501
    weight = '<weight index="1" value="1"/>'
    up = issue.format('<evaluator ftype="linear" parameter0="-1" parameter1="0.1"/>')
    peak = issue.format(
        '<evaluator ftype="triangular" parameter0="10" parameter1="20" parameter2="12"/>'
    )
    write(tmp_path, issue.format(""), weight + up, weight + peak)
    game = read_scenario(tmp_path).game
    assert game.worth({"pay": "15"})["buyer"] == Fraction(1, 2)
    assert game.worth({"pay": "15"})["seller"] == Fraction(5, 8)
    solved = game.solve("egalitarian")
    worth = [float(one) for one in solved.scores.values()]
    assert abs(worth[0] - worth[1]) < 1e-5


def test_what_is_unclear_is_told(tmp_path):
    issues = discrete(1, "price", [("low", None), ("low", None), ("high", None)])
    first = discrete(1, "price", [("low", 1), ("low", 3), ("huge", 2)], 1)
    write(tmp_path, issues, first, first)
    found = read_scenario(tmp_path)
    told = "\n".join(map(str, found.warnings))
    for part in [
        "lists a value twice",
        "evaluated twice",
        "'huge' is not in the domain",
        "'high' is not",
    ]:
        assert part in told
    assert found.game.worth({"price": "low"})["buyer"] == 1


def test_every_fault_of_every_file_comes_at_once(tmp_path):
    first = discrete(1, "price", [("low", "x"), ("high", 1)], "y")
    second = discrete(1, "price", [("low", 1), ("high", 1)], 1)
    write(tmp_path, discrete(1, "price", LEVELS), first, second, ("", '<reservation value="z"/>'))
    with pytest.raises(FormatError) as caught:
        read_scenario(tmp_path)
    told = str(caught.value).splitlines()
    assert len(told) == 3
    assert all(".xml:" in line for line in told)


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]><a>&d;</a>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (BOMB, "document type"),
        (OUTSIDE, "document type"),
        ('<!DOCTYPE a SYSTEM "http://localhost/a.dtd"><a/>', "document type"),
        ("<a>" * 100 + "</a>" * 100, "60 deep"),
        ("<a>" + "<b/>" * 400_001 + "</a>", "400,000 elements"),
        ("<a>&b;</a>", "undefined entity"),
        ("<a>", "no element found"),
        ("", "no element found"),
        ("not xml", "no XML"),
        ('<?xml version="1.0" encoding="nonsense"?><a/>', "no XML"),
        ("<a/>", "the root is a"),
    ],
)
def test_hostile_files_are_refused_with_one_line(tmp_path, text, says):
    file = tmp_path / "domain.xml"
    file.write_text(text)
    with pytest.raises(FormatError) as caught:
        read_scenario(file)
    assert len(str(caught.value).splitlines()) == 1
    assert says in str(caught.value)
    assert str(file) in str(caught.value)


def test_profiles_outside_the_folder_are_not_read(tmp_path):
    inside = tmp_path / "in"
    own = discrete(1, "price", [("low", 1), ("high", 2)], 1)
    write(inside, discrete(1, "price", LEVELS), own, own)
    (tmp_path / "secret.xml").write_text((inside / "a.xml").read_text())
    domain = (inside / "domain.xml").read_text().replace('"a.xml"', '"../secret.xml"')
    (inside / "domain.xml").write_text(domain)
    found = read_scenario(inside)
    assert found.game.parties == ("a", "b")
    assert "not beside the domain" in str(found.warnings[0])


def test_byte_order_marks_and_leading_lines_keep_line_numbers(tmp_path):
    own = discrete(1, "price", [("low", 1), ("high", 2)], 1)
    write(tmp_path, discrete(1, "price", LEVELS), own, own)
    bad = (tmp_path / "a.xml").read_text().replace('evaluation="1"', 'evaluation="?"')
    (tmp_path / "a.xml").write_bytes(b"\xef\xbb\xbf\n\n" + bad.encode())
    with pytest.raises(FormatError, match=r"a\.xml:4: evaluation of item"):
        read_scenario(tmp_path)


def same(one, other):
    assert one.game.parties == other.game.parties
    assert [issue.name for issue in one.game.issues] == [issue.name for issue in other.game.issues]
    first, second = one.game.frontier(), other.game.frontier()
    assert len(first) == len(second)
    assert first.counts == second.counts


def test_what_is_written_is_read_again(tmp_path):
    issues = discrete(1, 'a &lt;b&gt; "', LEVELS).replace('b&gt; ""', 'b&gt; &quot;"') + integer(
        2, "days", 5, 9
    )
    evaluator = '<evaluator ftype="linear" offset="0" slope="{}"/>'
    first = discrete(1, "a &lt;b&gt; &quot;", [("low", 3), ("high", 1)], "0.3")
    first += integer(2, "days", 5, 9, evaluator.format("0.25"), "0.7")
    second = discrete(1, "a &lt;b&gt; &quot;", [("low", 1), ("high", 7)], "0.6")
    second += integer(2, "days", 5, 9, '<evaluator ftype="linear" offset="1" slope="-0.2"/>', "0.4")
    rest = '<discount_factor value="0.9"/><reservation value="0.25"/>'
    found = read_scenario(write(tmp_path / "in", issues, first, second, (rest, rest)))
    for number, writer in enumerate((genius_files, geniusweb_files)):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, text in writer(found).files.items():
            (folder / name).write_text(text)
        again = read_scenario(folder)
        same(found, again)
        if not number:
            assert again.game.scores == found.game.scores
            assert again.game.reservations == found.game.reservations
            assert again.game.discounts == found.game.discounts
