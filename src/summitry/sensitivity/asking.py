"""Which open question would tell most: the next to be put to whoever codes a dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from summitry.dossier.loading import build
from summitry.dossier.model import Dossier
from summitry.dossier.problem import DossierError
from summitry.dossier.questions import Question, completed, questions
from summitry.forecasts.events import statements
from summitry.sensitivity.drivers import drivers
from summitry.sensitivity.sample import sample

DRAWS = 4_000


@dataclass(frozen=True)
class Asked:
    """A question, and how far its answer would move the forecast; None before that can be told."""

    question: Question
    worth: float | None


@dataclass(frozen=True)
class Interview:
    """The open questions, the most telling first.

    ``chances`` are those of the events, with every open question answered by a guess as wide as its
    answer might be; empty before there is enough to draw.
    """

    asked: tuple[Asked, ...]
    chances: Mapping[str, float]


def enough(dossier: Dossier) -> bool:
    """Whether draws can rank questions: each principal's wishes are known on half the issues."""
    known = [len(dossier.stances.get(party, {})) for party in dossier.principals]
    return bool(known) and all(2 * count >= len(dossier.issues) for count in known)


def interview(dossier: Dossier, *, draws: int = DRAWS, seed: int = 1) -> Interview:
    """Order the open questions by what their answers would tell.

    Parameters
    ----------
    dossier
        The dossier so far.
    draws, seed
        As in a forecast. The same dossier gives the same order.

    Notes
    -----
    Before :func:`enough` is known the order is fixed: the principals' wishes, issue by issue; what
    no deal costs them; then critics, red lines, trust, bond, and what is hidden.

    After that, every open question gets a guess as wide as its answer might be, and the whole is
    drawn. A question is worth the root of the mean, over all events but 'agreed', of the variance
    of the event that the numbers it settles explain, each alone (Plischke 2010): the expected gain
    of knowing them, for squared error, in points of probability. What a number does only jointly
    with others is left out, and what cannot be told from nothing counts as nothing. Questions of
    equal worth keep the fixed order.
    """
    found = questions(dossier)
    if not enough(dossier) or not found:
        return Interview(tuple(Asked(one, None) for one in found), {})
    try:
        whole = build(completed(dossier))
    except DossierError:  # guesses that do not go with what is there: the fixed order serves
        return Interview(tuple(Asked(one, None) for one in found), {})
    made = sample(whole, draws, seed)
    chances: dict[str, float] = {}
    told: dict[str, float] = {}
    events = {name: one for name, one in statements(made.dossier).items() if name != "agreed"}
    for name, event in events.items():
        hits = made.hits(event)
        chance = chances[name] = float(hits.mean())
        for one in drivers(made, hits):
            if one.matters:
                gain = one.first_order * chance * (1 - chance) / len(events)
                told[one.name] = told.get(one.name, 0.0) + gain
    ranked = [Asked(one, _worth(one, told)) for one in found]
    ranked.sort(key=lambda one: (-(one.worth or 0.0), one.question.rank, one.question.key))
    return Interview(tuple(ranked), chances)


def _worth(question: Question, told: Mapping[str, float]) -> float:
    own = [gain for name, gain in told.items() if name.startswith(question.inputs)]
    return sqrt(sum(own))
