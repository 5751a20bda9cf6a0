"""Inputs in words: what a number is called in a sentence, whose it is, and of which issue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from summitry.dossier.model import Dossier

COIN, TYPE = "#coin", "#type"
SHARED = {"loss_aversion": "loss_aversion"}
"""Numbers that are drawn for each party and written once."""


@dataclass(frozen=True, slots=True)
class Label:
    """An input for people.

    Attributes
    ----------
    name
        The input, by its path in the dossier; ``...#coin`` and ``...#type`` are the world's
        chances.
    text
        What it is, in words.
    party, issue
        Whose it is and of which issue, where it is of one.
    chance
        It is one of the world's chances and no number of the dossier.
    """

    name: str
    text: str
    party: str | None
    issue: str | None
    chance: bool


OF_NOBODY = ("process", "loss_aversion", "time")
"""Parts in which a number stands one step down."""
Said = tuple[str, str | None, str | None]
"""Text, party, issue."""


def label(dossier: Dossier, name: str) -> Label:
    """Put an input into words."""
    stem, mark, _ = name.partition("#")
    root, *steps = stem.split("/")
    chance = bool(mark)
    text, party, issue = _SAID.get(root, _other)(dossier, [root, *steps], chance)
    return Label(name, text, party, issue, chance)


def path_in_words(dossier: Dossier, path: str) -> str:
    """What stands at a path of a dossier, in words as far as there are some.

    Parameters
    ----------
    path
        With dots or slashes: a number's, or that of a part that holds several.
    """
    root, *steps = path.replace("/", ".").split(".")
    if root == "parties" and len(steps) == 1:
        return dossier.label(steps[0])
    if root == "issues" and len(steps) == 1 and steps[0] in dossier.issues:
        return dossier.issues[steps[0]].name or steps[0]
    if (root in _SAID and (len(steps) > 1 or root in OF_NOBODY)) or path == "curve":
        try:
            text = label(dossier, "/".join([root, *steps])).text
        except (ValueError, LookupError):  # a name with a dot in it
            return path
        return text.removeprefix("value of ") if root == "stakes" else text
    if not steps:
        return root.replace("_", " ")
    return f"{root.removesuffix('s').replace('_', ' ')}: {'.'.join(steps)}"


def path_of(name: str) -> str:
    """Where an input stands in the file, as an assessment would write it."""
    root = name.split("/")[0]
    return SHARED.get(root, name.replace("/", "."))


def with_path(dossier: Dossier, name: str) -> str:
    """An input in words, and where its line in the file is found."""
    words, path = path_in_words(dossier, name), path_of(name)
    return f"{words} ({path})" if words != path else path


def _stances(dossier: Dossier, steps: list[str], chance: bool) -> Said:
    party, issue, *rest = steps[1:]
    return _of_stance(dossier, party, issue, rest, chance), party, issue


def _stakes(dossier: Dossier, steps: list[str], chance: bool) -> Said:
    party, stake, *rest = steps[1:]
    what = f"{rest[0]} of " if rest else ""
    return f"{what}stake of {dossier.label(party)}: {stake}", party, None


def _cover(dossier: Dossier, steps: list[str], chance: bool) -> Said:
    giver, critic = steps[1].split(">", 1)
    return f"cover by {dossier.label(giver)} against {dossier.label(critic)}", giver, None


def _parties(dossier: Dossier, steps: list[str], chance: bool) -> Said:
    party, who = steps[1], dossier.label(steps[1])
    if chance:
        return f"where {who} would walk away", party, None
    return f"{' '.join(steps[2:])} of {who}", party, None


def _process(dossier: Dossier, steps: list[str], chance: bool) -> Said:
    match steps[1:]:
        case ["big_ask", party] if not chance:
            return f"big ask by {dossier.label(party)}", party, None
        case ["solution"]:
            return "which package is struck among those claimed", None, None
        case ["holding_back"]:
            return "how much of what is hidden is held back", None, None
        case ["big_ask", party, *_]:
            ask = dossier.process.big_ask.get(party)
            issue = ask.issue if ask else None
            text = f"ask by {dossier.label(party)}" + (f" ({issue})" if issue else "")
            text = f"whether the {text} is made" if chance else f"chance of the {text}"
            return text, party, issue
        case ["slip"]:
            return "whether a deal slips" if chance else "chance that a deal slips", None, None
        case ["rapport"]:
            return "personal bond between the leaders", None, None
        case [what, party]:
            word = {"hidden": "what is hidden by"}.get(what, f"{what} of")
            return f"{word} {dossier.label(party)}", party, None
        case _:
            return _other(dossier, steps, chance)


def _aversion(dossier: Dossier, steps: list[str], chance: bool) -> Said:
    return f"loss aversion of {dossier.label(steps[1])}", steps[1], None


def _time(dossier: Dossier, steps: list[str], chance: bool) -> Said:
    match steps[1:]:
        case ["patience", party]:
            return f"patience of {dossier.label(party)}", party, None
        case ["dates", day, "chance"]:
            return f"chance that it ends on the day of {day}", None, None
        case ["yearly"]:
            return "chance a year that a road map is ended from outside", None, None
        case ["between_meetings"]:
            return "chance that talks end between two meetings", None, None
        case ["narrowing"]:
            return "what is still hidden after a meeting", None, None
        case _:
            return _other(dossier, steps, chance)


def _issues(dossier: Dossier, steps: list[str], chance: bool) -> Said:
    return _of_issue(dossier, steps[1], steps[2:], chance), None, steps[1]


def _other(dossier: Dossier, steps: list[str], chance: bool) -> Said:
    text = "curve of every utility" if steps == ["curve"] else " ".join(steps).replace("_", " ")
    return text, None, None


_SAID: dict[str, Callable[[Dossier, list[str], bool], Said]] = {
    "stances": _stances,
    "stakes": _stakes,
    "cover": _cover,
    "parties": _parties,
    "process": _process,
    "loss_aversion": _aversion,
    "issues": _issues,
    "time": _time,
}


def _of_stance(dossier: Dossier, party: str, issue: str, rest: list[str], chance: bool) -> str:
    who = dossier.label(party)
    match rest:
        case []:
            return f"what {who} wants on {issue}"
        case ["ideal"]:
            return f"ideal of {who} on {issue}"
        case ["salience"]:
            return f"salience of {issue} to {who}"
        case ["values", level]:
            return f"value of {issue} = {level} to {who}"
        case ["red_line", *line]:
            return _of_red_line(f"{who} on {issue}", line, chance)
        case _:
            return f"{' '.join(rest)} of {who} on {issue}"


def _of_red_line(whose: str, line: list[str], chance: bool) -> str:
    match line:
        case []:
            return f"red lines of {whose}"
        case ["likelihood"]:  # of one alone, which need not be named
            return f"chance of the red line of {whose}"
        case [name] if not chance:
            return f"red line of {whose} ({name})"
        case _:
            start = "whether a" if chance else "chance of the"
            return f"{start} red line of {whose} ({line[0]}){' is real' if chance else ''}"


def _of_issue(dossier: Dossier, issue: str, rest: list[str], chance: bool) -> str:
    match rest:
        case ["no_deal", *level]:
            to = f" to {level[0]}" if level else ""
            return f"{'whether' if chance else 'chance that'} {issue} lapses{to} without a deal"
        case ["reads_as", level, party, *_]:
            start = "whether" if chance else "chance that"
            return f"{start} {dossier.label(party)} insists on its reading of {issue} = {level}"
        case ["verifiable"]:
            return f"how far {issue} can be verified"
        case ["reversible"]:
            return f"how far {issue} can be taken back"
        case _:
            return f"{' '.join(rest)} of {issue}"
