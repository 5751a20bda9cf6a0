"""Edits of a dossier's file: the value is there, all else is to the byte; nobody is overwritten."""

from __future__ import annotations

import copy
import threading
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry import DossierError, load
from summitry.dossier.editing import rewritten, same
from summitry.dossier.layout import flow
from summitry.dossier.reading import read_tree
from summitry.dossier.saving import SaveError
from summitry.dossier.starter import starter
from summitry.dossier.writeback import ConflictError, edited, opened, write_back, write_new

ROOT = Path(__file__).parents[2]
TEXTS = {
    "starter": starter("a case"),
    **{one.name: (one / "dossier.yaml").read_text() for one in (ROOT / "cases").iterdir()},
}
NASTY = st.text(max_size=60) | st.sampled_from(
    ["no", "1:30", "0x10", "a: b", "# c", "- x", "{", "*a", "&a", "'", '"', "x  y", " ", "1e3",
     "\u202eabc", "null", "true", "~", "=", "!!str", "<script>", "\u2028", "\x85", "😀", "a\nb"]
)  # fmt: skip


def leaves(data, path=()):
    if isinstance(data, dict) and data:
        for key, value in data.items():
            yield from leaves(value, (*path, key))
    else:
        yield path, data


def put(data, path, value):
    found = copy.deepcopy(data)
    node = found
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return found


@cache
def composed(text):
    """Nodes of a text, by another parser than the one in use."""
    return yaml.compose(text, Loader=yaml.SafeLoader)


def plain(data):
    """Places that are no alias's: one text that says two things cannot say only one anew."""
    return [path for path, _ in leaves(data) if "reads_as" not in path]


def span(text, path):
    """Where a value stands in the text."""
    node = composed(text)
    for step in path:
        node = next(value for key, value in node.value if key.value == step)
    return node.start_mark.index, node.end_mark.index


@given(st.recursive(
    NASTY | st.integers(-(10**15), 10**15) | st.floats(allow_nan=False) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NASTY, inner, max_size=3),
    max_leaves=8,
))  # fmt: skip
def test_what_is_laid_out_is_read_back(value):
    assert same(read_tree(f"x: {flow(value)}\n").data["x"], value)


@settings(max_examples=20, deadline=None)
@given(
    st.sampled_from(sorted(TEXTS)),
    st.integers(0, 999),
    NASTY | st.floats(0, 1) | st.lists(st.floats(0, 1), min_size=3, max_size=3),
)
def test_one_value_changes_and_nothing_else_to_the_byte(name, at, value):
    text = TEXTS[name]
    before = read_tree(text).data
    places = plain(before)
    path = places[at % len(places)]
    after = rewritten(text, put(before, path, value))
    assert same(read_tree(after).data, put(before, path, value))
    start, end = span(text, path)
    begin = len(text[:start].rstrip())  # a value below its key may come up behind it
    assert after[:begin] == text[:begin]
    assert after.endswith(text[end:])


ADDED = NASTY | st.just({"a": 1, "b": [1, "x y"]}) | st.just({"a": {"b": {"c": "d e"}}})


@settings(max_examples=20, deadline=None)
@given(
    st.sampled_from(sorted(TEXTS)),
    st.lists(st.tuples(st.integers(0, 999), NASTY, ADDED), max_size=3),
)
def test_keys_are_added_and_every_line_stays(name_, more):
    text = TEXTS[name_]
    wanted = read_tree(text).data
    for at, name, value in more:
        places = sorted({path[:-1] for path in plain(wanted)})
        node = wanted
        for step in places[at % len(places)]:
            node = node[step]
        node.setdefault(name, copy.deepcopy(value))
    after = rewritten(text, wanted)
    assert same(read_tree(after).data, wanted)
    rest = iter(after.splitlines())
    comments = [one for one in text.splitlines() if not set(one) & set("{}")]
    assert all(any(one == other for other in rest) for one in comments)


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(sorted(TEXTS)), st.integers(0, 999))
def test_a_key_goes_and_all_around_it_stays_to_the_byte(name, at):
    text = TEXTS[name]
    before = read_tree(text).data
    places = plain(before)
    path = places[at % len(places)]
    wanted = copy.deepcopy(before)
    node = wanted
    for step in path[:-1]:
        node = node[step]
    del node[path[-1]]
    after = rewritten(text, wanted)
    assert same(read_tree(after).data, wanted)
    whole = path if node else path[:-1]  # a mapping that is left empty goes as a whole
    start, end = span(text, whole)
    key = text.rindex(str(whole[-1]), 0, start)
    # Between braces the comma before it goes too, or the blanks behind it.
    assert after.startswith(text[: text.rindex("\n", 0, key)].rstrip(", "))
    last = start + len(text[start:end].rstrip())
    assert after.endswith(text[text.find("\n", last) :].lstrip())


def test_lists_grow_and_shrink_where_they_stand():
    text = "a:\n- one   # first\n- two\n# about three\n- three\nb: [1, 2, 3] # flow\n"
    assert rewritten(text, {"a": ["one", "two", "three", "four"], "b": [1, 3]}) == (
        "a:\n- one   # first\n- two\n# about three\n- three\n- four\nb: [1, 3] # flow\n"
    )
    assert rewritten(text, {"a": ["one", "three"], "b": []}) == (
        "a:\n- one   # first\n# about three\n- three\nb: [] # flow\n"
    )


def test_line_ends_and_a_missing_last_one_are_kept():
    text = "a: 1\r\nb:\r\n  c: 2\r\n"
    assert rewritten(text, {"a": 1, "b": {"c": 3, "d": 4}}) == "a: 1\r\nb:\r\n  c: 3\r\n  d: 4\r\n"
    assert rewritten("a: 1", {"a": 1, "b": 2}) == "a: 1\nb: 2\n"


def test_an_alias_is_not_edited_through():
    with pytest.raises(SaveError, match="alias"):
        rewritten("a: &x 1\nb: *x\n", {"a": 1, "b": 2})


def test_truth_is_no_number():
    assert rewritten("a: true\n", {"a": 1}) == "a: 1\n"


@pytest.fixture
def case(tmp_path):
    file = tmp_path / "dossier.yaml"
    file.write_text(starter("river"))
    return file


def test_an_edit_keeps_the_reason_and_loads(case):
    mine = opened(case)
    wanted = edited(mine.data, {"process.trust.upper": [0.1, 0.2, 0.3]})
    _, dossier = write_back(mine, wanted)
    again = load(case)
    assert again.process.trust["upper"].given == (0.1, 0.2, 0.3)
    assert dossier.process == again.process
    assert again.process.trust["upper"].note == "Lower paid its last bills late."
    old, new = mine.text.splitlines(), case.read_text().splitlines()
    changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    assert [a.replace("[0.6, 0.8, 0.9]", "[0.1, 0.2, 0.3]") for a, _ in changed] == [changed[0][1]]


def test_a_confidence_word_stays_with_a_single_number_only():
    data = {"x": {"value": 0.3, "confidence": "low", "note": "n"}}
    assert edited(data, {"x": 0.4})["x"] == {"value": 0.4, "confidence": "low", "note": "n"}
    assert edited(data, {"x": [0.1, 0.2, 0.3]})["x"] == {"value": [0.1, 0.2, 0.3], "note": "n"}


def test_faults_are_told_at_their_place_and_nothing_is_written(case):
    mine = opened(case)
    with pytest.raises(DossierError) as error:
        write_back(mine, edited(mine.data, {"process.trust.upper": 7}))
    assert [one.code for one in error.value.problems] == ["S204"]
    assert error.value.problems[0].line == 133
    assert case.read_text() == mine.text
    assert [one.name for one in case.parent.iterdir()] == ["dossier.yaml"]


def test_two_who_change_one_place_do_not_overwrite_each_other(case):
    first, second = opened(case), opened(case)
    write_back(first, edited(first.data, {"process.slip": 0.1}))
    between = case.read_bytes()
    with pytest.raises(ConflictError, match=r"process\.slip: 0\.05 became 0\.1") as error:
        write_back(second, edited(second.data, {"process.slip": 0.2}), merge=True)
    assert error.value.clashing == ("process.slip",)
    assert case.read_bytes() == between


def test_changes_elsewhere_are_merged_when_asked_for(case):
    first, second = opened(case), opened(case)
    write_back(first, edited(first.data, {"process.slip": 0.1}))
    wanted = edited(second.data, {"process.trust.lower": 0.5})
    with pytest.raises(ConflictError) as error:
        write_back(second, wanted)
    assert error.value.mergeable
    _, dossier = write_back(second, wanted, merge=True)
    assert dossier.process.slip.given == (0.1,)
    assert dossier.process.trust["lower"].given == (0.5,)


def test_a_changed_comment_is_no_conflict_and_is_kept(case):
    mine = opened(case)
    case.write_text(case.read_text() + "# seen by another\n")
    write_back(mine, edited(mine.data, {"process.slip": 0.1}))
    assert case.read_text().endswith("# seen by another\n")
    assert load(case).process.slip.given == (0.1,)


def test_many_at_once_lose_nothing(case):
    names = [f"n{number}" for number in range(8)]

    def add(name):
        mine = opened(case)
        while True:
            try:
                wanted = edited(mine.data, {f"events.{name}": "water >= more"})
                return write_back(mine, wanted, merge=True)
            except ConflictError:
                mine = opened(case)

    threads = [threading.Thread(target=add, args=(name,)) for name in names]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert set(names) < set(load(case).events)


def test_permissions_and_links_are_kept(case):
    case.chmod(0o640)
    link = case.parent / "link.yaml"
    link.symlink_to(case.name)
    mine = opened(link)
    write_back(mine, edited(mine.data, {"process.slip": 0.1}))
    assert link.is_symlink()
    assert case.stat().st_mode & 0o777 == 0o640
    assert load(case).process.slip.given == (0.1,)


def test_a_byte_order_mark_is_kept(case):
    case.write_bytes(b"\xef\xbb\xbf" + case.read_bytes())
    mine = opened(case)
    write_back(mine, edited(mine.data, {"process.slip": 0.1}))
    assert case.read_bytes().startswith(b"\xef\xbb\xbf#")


def test_a_new_file_goes_over_nothing(case):
    with pytest.raises(FileExistsError):
        write_new(case, starter("other"))
    with pytest.raises(DossierError):
        write_new(case.parent / "other" / "dossier.yaml", "summitry: 1\n")
    assert not (case.parent / "other").exists()
