"""Events: statements about an outcome, and in which draws they hold.

A level comparison speaks of the package agreed, so it is false without a deal; beside ``no deal``
(or ``slip``, ``breakdown`` ...) in one conjunction it speaks of the level without a deal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.claims import unknown_names
from summitry.dossier.logic import (
    NO_DEAL_ATOMS,
    All,
    Any,
    Asked,
    Comparison,
    LogicError,
    Named,
    Not,
    Statement,
    read_event,
)
from summitry.dossier.model import Dossier
from summitry.procedures.outcomes import Ending, Outcomes
from summitry.procedures.variants import Variant, negotiate_beside

BUILT_IN = {
    "agreed": "any deal",
    "exchange": "a deal in which every principal moves or holds what it otherwise would not",
}
"""Events that stand in every forecast, with what they mean."""
MEANING = {
    **BUILT_IN,
    "readings collide": "a deal whose words somebody reads otherwise than it settles them",
}

_ENDINGS = {
    "no overlap": Ending.NO_OVERLAP,
    "breakdown": Ending.BREAKDOWN,
    "slip": Ending.SLIP,
    "not ratified": Ending.NOT_RATIFIED,
    "talks ended": Ending.TALKS_ENDED,
    "not signed": Ending.NOT_SIGNED,
}
COLLISION = "readings collide"
"""Stands in the forecast of a dossier with words that are read in several ways."""


def statements(dossier: Dossier) -> Mapping[str, Statement]:
    """Every event of a dossier by name: the built-in ones, then its own in the file's order."""
    found: dict[str, Statement] = {name: _read(name) for name in BUILT_IN}
    if any(issue.reads_as for issue in dossier.issues.values()):
        found[COLLISION] = _read(COLLISION)
    for name, event in dossier.events.items():
        found[name] = _read(event.when)
    return found


_read = lru_cache(1_000)(read_event)  # statements never change, and a hand that moves asks often


def find_event(dossier: Dossier, text: str) -> Statement:
    """An event by its name, or by what it says: ``no deal``, ``sanctions >= partial easing``.

    Raises
    ------
    KeyError
        Neither a name nor a statement about this dossier; the message lists the names there are.
    """
    known = statements(dossier)
    if text in known:
        return known[text]
    try:
        statement = read_event(text)
        faults = list(unknown_names(dossier, (), statement))
    except LogicError as error:
        named = ", ".join(known)
        msg = f"no event {text!r}, and no statement ({error.fault}); there are: {named}"
        raise KeyError(msg) from None
    if faults:
        msg = f"the event {text!r}: {faults[0].fault}; {faults[0].right}"
        raise KeyError(msg)
    return statement


def holds(statement: Statement, outcomes: Outcomes) -> NDArray[np.bool_]:
    """In which draws a statement holds, (draws,)."""
    return _holds(statement, outcomes, deal=True)


def shares_beside(
    outcomes: Outcomes, events: Mapping[str, Statement], size: int
) -> dict[str, NDArray[np.float64]]:
    """Event: its share of the draws of each variant, (variants,).

    ``outcomes`` are those of variants side by side, ``size`` draws each; see
    :func:`~summitry.procedures.variants.negotiate_beside`.
    """
    return {
        name: holds(event, outcomes).reshape(-1, size).mean(axis=1)
        for name, event in events.items()
    }


def chances_beside(
    every: Sequence[Variant],
    events: Mapping[str, Statement],
    progress: Callable[[float], None] | None = None,
) -> dict[str, NDArray[np.float64]]:
    """Event: its probability in each variant of a negotiation, (variants,)."""
    return chances_of(negotiate_beside(every, progress), events, every[0].games.draws.size)


def chances_of(
    outcomes: Iterable[Outcomes], events: Mapping[str, Statement], size: int
) -> dict[str, NDArray[np.float64]]:
    """Event: its probability in each of several negotiations, (negotiations,).

    Their outcomes come a few at a time, side by side, ``size`` draws each.
    """
    some = [shares_beside(one, events, size) for one in outcomes]
    return {name: np.concatenate([one[name] for one in some]) for name in events}


def _holds(statement: Statement, outcomes: Outcomes, *, deal: bool) -> NDArray[np.bool_]:
    match statement:
        case Comparison():
            issue, allowed = outcomes.layout.allowed(statement)
            fit = np.zeros(outcomes.layout.sizes[issue], dtype=bool)
            fit[list(allowed)] = True
            fits = fit[outcomes.levels[:, issue]]
            ended = outcomes.agreed if deal else ~outcomes.agreed
            return np.asarray(fits & ended)
        case Named(atom):
            return _atom(atom, outcomes)
        case Asked(party):
            return outcomes.asked(party)
        case Not(of):
            return np.asarray(~_holds(of, outcomes, deal=deal))
        case Any(of):
            return np.asarray(np.any([_holds(one, outcomes, deal=deal) for one in of], axis=0))
        case All(of):
            without = any(isinstance(one, Named) and one.atom in NO_DEAL_ATOMS for one in of)
            deal = deal and not without
            return np.asarray(np.all([_holds(one, outcomes, deal=deal) for one in of], axis=0))


def _atom(atom: str, outcomes: Outcomes) -> NDArray[np.bool_]:
    agreed = outcomes.agreed
    if atom == "agreed":
        return agreed
    if atom == "no deal":
        return ~agreed
    if atom in _ENDINGS:
        return np.equal(outcomes.ending, _ENDINGS[atom])
    if atom == COLLISION:
        return outcomes.colliding
    return outcomes.exchanged if atom == "exchange" else outcomes.moved_by_all
