"""Clauses and statements checked as they are written, and said in words."""

from __future__ import annotations

from summitry.dossier.claims import unknown_names
from summitry.dossier.logic import (
    All,
    Any,
    Asked,
    Comparison,
    LogicError,
    Named,
    Not,
    Statement,
    read_clause,
    read_event,
)
from summitry.dossier.model import Dossier
from summitry.workbench.choosing import ATOM_WORDS, SIGNS, issue_label


def verdict(dossier: Dossier, text: str, shape: str) -> tuple[str, bool]:
    """A statement or a clause in words, and true; or what is wrong with it, and false."""
    if not text.strip():
        return "nothing is said yet", False
    if shape == "said" and text in dossier.events:
        return f"the event “{text}”", True
    try:
        if shape == "clause":
            clause = read_clause(text)
            parts: Statement = All(clause.when + (clause.then or ()))
        else:
            parts = read_event(text)
    except LogicError as error:
        got = f" (got {error.got})" if error.got else ""
        return f"{error.fault}{got}; {error.right}", False
    faults = list(unknown_names(dossier, (), parts))
    if faults:
        return "; ".join(f"{one.fault}: {one.right}" for one in faults), False
    if shape != "clause":
        return in_words(dossier, parts), True
    if clause.then is None:
        return f"never together: {in_words(dossier, All(clause.when))}", True
    return (
        f"if {in_words(dossier, All(clause.when))}, then {in_words(dossier, All(clause.then))}",
        True,
    )


def in_words(dossier: Dossier, one: Statement, *, inner: bool = False) -> str:
    """A statement as people say it."""
    match one:
        case Comparison(issue, operator, level):
            return f"“{issue_label(dossier, issue)}” {dict(SIGNS)[operator]} “{level}”"
        case Named(atom):
            return ATOM_WORDS[atom]
        case Asked(party):
            return f"{dossier.label(party)} insists on its big ask"
        case Not(of):
            return f"not: {in_words(dossier, of, inner=True)}"
        case All(of) | Any(of):
            word = " and " if isinstance(one, All) else " or "
            text = word.join(in_words(dossier, part, inner=True) for part in of)
            return f"({text})" if inner and len(of) > 1 else text
