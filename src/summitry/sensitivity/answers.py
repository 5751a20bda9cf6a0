"""A package put to everybody: who says yes, what it brings them, and what would win the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.model import Dossier
from summitry.forecasts.forecast import SEED
from summitry.forecasts.shown import Shown
from summitry.forecasts.tables import Table, figure, gain
from summitry.games.packages.game import FORBIDDEN, TOLERANCE, Game
from summitry.games.packages.weigh import weigh
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.package import Form
from summitry.sensitivity.prices import Price, prices
from summitry.sensitivity.sample import sample

if TYPE_CHECKING:
    from summitry.dossier.audience import Audience

FORM_VERSION = "summitry-answers/1"
DRAWS = 2_000
"""Draws, unless asked otherwise: a sampling error of two points at most."""


@dataclass(frozen=True)
class Answer:
    """One party's answer to a package.

    Attributes
    ----------
    party, label, role
        Who: a principal, a ratifier, or one whose consent is needed.
    yes
        Share of the draws in which it would have the package rather than none: a principal claims
        to accept, critics, stakes and what it holds back counted; a ratifier or consenter does not
        lose by it.
    refused
        Share of the draws in which one of its red lines or asks forbids it.
    gain
        Mean gain over no deal, 1 being all that the party wants, lines left out.
    issues
        Issue: its mean gain from that issue's level alone.
    """

    party: str
    label: str
    role: str
    yes: float
    refused: float
    gain: float
    issues: Mapping[str, float]


@dataclass(frozen=True)
class Answers(Shown):
    """Everybody's answer to one package.

    Attributes
    ----------
    package
        Issue: level, for every issue.
    legal
        Whether the clauses allow it, and it moves something.
    all_claim
        Share of the draws in which every principal claims to accept and nobody refuses consent;
        None where not all of them are for the audience.
    answers
        Principals, ratifiers, then those whose consent is needed.
    wins
        For each who is not on board in half of the draws, the least change that would win it over.
    """

    title: str
    label: str
    package: Mapping[str, str]
    legal: bool
    all_claim: float | None
    answers: tuple[Answer, ...]
    wins: tuple[Price, ...]
    draws: int
    seed: int | None
    audience: str | None = None
    """For whom it is cut, where not for the team; it then has no seed."""

    def figures(self) -> dict[str, float | None]:
        """Share of yes, by party, and of all together."""
        return {"all": self.all_claim, **{one.label: one.yes for one in self.answers}}

    def to_dict(self) -> dict[str, Any]:
        """The answers as plain data, with the version of their form."""
        return {"form": FORM_VERSION, **asdict(self)}

    def seen_by(self, dossier: Dossier, who: Audience) -> Answers:
        """The same as an audience may see it; the dossier is by the school that it is of."""
        from summitry.sensitivity.audiences.answers import answers_for

        return answers_for(self, dossier, who)

    def tables(self) -> Sequence[Table]:
        """Who says yes, and what would win the others."""
        return (self._answers(), self._wins())

    def _answers(self) -> Table:
        rows = tuple(
            (
                one.label,
                one.role,
                figure(one.yes),
                figure(one.refused) if one.refused else "–",
                gain(one.gain),
            )
            for one in self.answers
        )
        note = (
            "Says yes: share of the draws in which it would rather have this than no deal; a "
            "principal with its critics, its stakes and what it holds back. Gains over no deal, 1 "
            "being all that the party wants; never compared between parties. "
            f"{self.draws:,} draws{_of_seed(self)}."
        )
        columns = ("party", "role", "says yes", "its red line or ask", "mean gain")
        return Table("Everybody's answer", columns, rows, note, (0, 1))

    def _wins(self) -> Table:
        rows = []
        for one in self.wins:
            if one.change == {}:
                continue
            way = (
                "no legal package does"
                if one.change is None
                else "; ".join(f"{issue}: {a} → {b}" for issue, (a, b) in one.change.items())
            )
            after = "–" if one.after is None else figure(one.after)
            stands = "–" if one.stands is None else "yes" if one.stands else "no"
            rows.append((one.label, figure(one.before), way, after, stands))
        note = (
            "The smallest change of the package after which the party does not lose in at least "
            "half of the draws, red lines and asks left out; last, whether every principal is then "
            "still on board."
        )
        columns = ("party", "on board", "least change that wins it over", "then", "others still in")
        empty = "Everybody is on board in at least half of the draws."
        if self.audience is not None:
            empty = "Nothing of it is shown."
        return Table(
            "What would make it acceptable", columns, tuple(rows), note if rows else empty, (0, 2)
        )


def _of_seed(made: Answers) -> str:
    if made.audience is None:
        return f" from seed {made.seed}"
    return ". Of those all of whose numbers are shown"


def answers(
    dossier: Dossier, package: Mapping[str, str], *, draws: int = DRAWS, seed: int = SEED
) -> Answers:
    """Put a package to everybody.

    Parameters
    ----------
    dossier
        A dossier, an assessment's numbers in it (:func:`summitry.assess`) or its own.
    package
        Issue: level; issues left out stay as they are.
    draws, seed
        As in :func:`summitry.forecast`.

    Raises
    ------
    KeyError
        No such issue or level; the message has those there are.
    """
    form = Form.of(dossier)
    made = sample(dossier, draws, seed, form)
    layout, games = made.games.layout, made.games
    at = _levels(layout, package)
    table = games.block(0, draws, form.holding_back)
    own = weigh(layout.space, table, np.broadcast_to(at, (draws, len(at))))
    return Answers(
        dossier.title,
        dossier.whose,
        {key: layout.levels[key][at[layout.issues.index(key)]] for key in dossier.issues},
        bool(layout.space.legal(at[None])[0]),
        float(own.claimed(np.maximum(table.claim, 0)).mean()),
        tuple(_answers(games, table, at)),
        prices(made, at),
        draws,
        seed,
    )


def _levels(layout: Layout, package: Mapping[str, str]) -> NDArray[np.int16]:
    for issue, level in package.items():
        if issue not in layout.issues:
            msg = f"no issue {issue!r}; there are: {', '.join(layout.dossier.issues)}"
            raise KeyError(msg)
        if level not in layout.levels[issue]:
            msg = f"{issue!r} has no level {level!r}; it has: {', '.join(layout.levels[issue])}"
            raise KeyError(msg)
    issues = layout.dossier.issues
    return np.array(
        [
            list(layout.levels[key]).index(package.get(key, issues[key].status_quo))
            for key in layout.issues
        ],
        dtype=np.int16,
    )


def _answers(games: Games, table: Game, at: NDArray[np.int16]) -> list[Answer]:
    layout = games.layout
    people, critics = len(layout.principals), len(layout.ratifiers)
    slots = at + layout.offsets
    hit = table.line_slots[:, slots].any(axis=1) & table.active
    plain = table._replace(active=np.zeros_like(table.active))
    draws = np.broadcast_to(at, (len(table.constant), len(at)))
    weighed, free = weigh(layout.space, table, draws), weigh(layout.space, plain, draws)
    found = []
    for number, party in enumerate(games.acceptors):
        own = table.scores[:, number, slots]
        forbidden = hit[:, table.line_owner == number].any(axis=1)
        if number < people:
            role, gains = "principal", free.gains[:, number]
            yes = weighed.gains[:, number] >= np.maximum(table.claim[:, number], 0) - TOLERANCE
        elif number < people + critics:
            role, gains = "ratifier", own.sum(axis=1)
            yes = (weighed.margins[:, number - people] >= -TOLERANCE) & ~forbidden
        else:
            concerned = table.consent_on[number - people - critics] & (at != layout.status_quo)
            if not concerned.any():
                continue
            role, gains = "must consent", own.sum(axis=1)
            yes = (gains + FORBIDDEN * forbidden) >= -TOLERANCE
        names = layout.dossier.issues
        by_issue = {key: float(own[:, layout.issues.index(key)].mean()) for key in names}
        shares = float(yes.mean()), float(forbidden.mean()), float(gains.mean())
        found.append(Answer(party, layout.dossier.label(party), role, *shares, by_issue))
    return found
