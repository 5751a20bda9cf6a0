"""What a form offers to choose: the dossier's own parties, issues, levels, sources and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summitry.dossier.inputs import inputs
from summitry.dossier.logic import ATOMS
from summitry.dossier.model import Dossier
from summitry.dossier.process import REST
from summitry.forecasts.views import harmless
from summitry.sensitivity.naming import label, path_in_words, path_of
from summitry.workbench.asking import Words
from summitry.workbench.fields import Choice

MOST_SHOWN = 80
SIGNS: Words = (
    ("=", "is"), (">=", "is at least"), ("<=", "is at most"), ("!=", "is not"), (">", "is beyond"),
    ("<", "is short of"),
)  # fmt: skip
JOINS: Words = (("and", "and"), ("or", "or"), ("and not", "and not"), ("or not", "or not"))
LINKS: Words = (("and", "and"), ("requires", "requires that"), ("excludes", "excludes that"))
ATOM_WORDS = {
    "agreed": "there is a deal", "no deal": "there is no deal",
    "exchange": "both sides move, by a deal", "mutual moves": "both sides move",
    "no overlap": "no package suits all", "breakdown": "talks break down over what is hidden",
    "slip": "a deal is lost from outside", "not ratified": "a deal is not ratified",
    "talks ended": "talks end before the last meeting", "not signed": "a deal is not signed",
    "readings collide": "the deal is read in several ways",
}  # fmt: skip


def short(text: str) -> str:
    """A text as a list shows it."""
    clean = harmless(text)
    return clean if len(clean) <= MOST_SHOWN else clean[: MOST_SHOWN - 1] + "…"


def issue_label(dossier: Dossier, key: str) -> str:
    """An issue's name for people."""
    own = dossier.issues.get(key)
    return (own.name if own else None) or key


def choices(
    dossier: Dossier, among: str | Words, issue: str = "", school: str = ""
) -> tuple[Choice, ...]:
    """What may be chosen.

    Parameters
    ----------
    dossier
        The dossier.
    among
        Plain words, or the name of what is listed.
    issue
        Whose levels; left out, those of every issue under its name.
    school
        Whose changes.
    """
    if not isinstance(among, str):
        return tuple(Choice(value, text) for value, text in among)
    if among in ("levels", "levels of"):
        known = [issue] if issue in dossier.issues else list(dossier.issues)
        group = len(known) > 1
        return tuple(
            Choice(level, short(level), short(issue_label(dossier, key)) if group else "")
            for key in known
            for level in dossier.issues[key].levels
        )
    return tuple(_listed(dossier, among, school))


def _listed(dossier: Dossier, among: str, school: str) -> Iterator[Choice]:
    if among == "numbers":
        yield from numbers(dossier)
    elif among == "changes" and school in dossier.assessments:
        for path in dossier.assessments[school].set:
            yield Choice(path, short(number_label(dossier, path)))
    elif among == "every level":
        for key, issue in dossier.issues.items():
            for level in issue.levels:
                yield Choice(f"{key} = {level}", short(level), short(issue_label(dossier, key)))
    else:
        for key, text in _named(dossier, among).items():
            yield Choice(key, short(text))


def _named(dossier: Dossier, among: str) -> dict[str, str]:
    """Id and name of everything of a kind."""
    role = {"principals": "principal", "ratifiers": "ratifier"}.get(among)
    if role or among == "parties":
        return {key: dossier.label(key) for key, own in dossier.parties.items()
                if role in (None, own.role)}  # fmt: skip
    if among in ("issues", "issues and rest"):
        rest = {REST: "all that no other table has"} if among != "issues" else {}
        return {key: issue_label(dossier, key) for key in dossier.issues} | rest
    if among == "sources":
        return {key: source.title for key, source in dossier.sources.items()}
    if among == "assessments":
        return {key: one.name or key for key, one in dossier.assessments.items()}
    return {}


def numbers(dossier: Dossier) -> Iterator[Choice]:
    """Every number, under whose it is or which part it is of."""
    seen = set()
    for name in inputs(dossier):
        path = path_of(name)
        if path in seen:
            continue
        seen.add(path)
        named = label(dossier, name)
        group = dossier.label(named.party) if named.party else "Of nobody in particular"
        yield Choice(path, short(number_label(dossier, path)), short(group))


def number_label(dossier: Dossier, path: str) -> str:
    """A number, or a part, in words."""
    if path == "loss_aversion":
        return "loss aversion of every principal"
    return path_in_words(dossier, path)


def grouped(every: Sequence[Choice]) -> list[tuple[str, list[Choice]]]:
    """Choices under their headings, in order of appearance."""
    found: dict[str, list[Choice]] = {}
    for one in every:
        found.setdefault(one.group, []).append(one)
    return list(found.items())


def terms(dossier: Dossier, shape: str) -> list[tuple[str, list[Choice]]]:
    """What a statement can be made of: levels, and for an event outcomes and demands."""
    found = []
    if shape == "said":
        atoms = [Choice(one, ATOM_WORDS[one]) for one in dict.fromkeys(ATOMS.values())]
        found.append(("The outcome", atoms))
        asks = [Choice(f"ask of {one}", f"{short(dossier.label(one))} insists on its big ask")
                for one in dossier.process.big_ask]  # fmt: skip
        found += [("A demand", asks)] if asks else []
    for key, issue in dossier.issues.items():
        levels = [Choice(f"{key} = {one}", short(one)) for one in issue.levels]
        found.append((short(issue_label(dossier, key)), levels))
    return found


def built(text: str, shape: str, join: str, term: str, sign: str) -> str:
    """A statement with one more term behind it."""
    issue, equals, level = term.partition(" = ")
    known = dict(SIGNS)
    part = f"{issue} {sign if sign in known else '='} {level}" if equals else term
    text = " ".join(text.split())
    if not text:
        return f"not {part}" if shape == "said" and join.endswith("not") else part
    allowed = dict(JOINS if shape == "said" else LINKS)
    word = join if join in allowed else "and"
    if word.startswith("and") and " or " in text and "(" not in text:
        text = f"({text})"
    return f"{text} {word} {part}"
