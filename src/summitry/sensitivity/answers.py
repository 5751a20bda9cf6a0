"""A package put to everybody: who says yes, what it brings them, and what would win the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.forecasts.forecast import SEED
from summitry.forecasts.shown import Shown
from summitry.forecasts.tables import Table, figure, gain
from summitry.games.packages.replies.put import Replies, put_to_all
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.package import Form
from summitry.sensitivity.prices import Price, prices

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
    return answers_of(Games(Layout(dossier), Draws(dossier, draws, seed)), package)


def answers_of(games: Games, package: Mapping[str, str]) -> Answers:
    """Put a package to everybody in games that are made already; see :func:`answers`.

    A hand that moves a number takes those of :meth:`summitry.forecasts.glance.Sight.games`, on few
    draws.

    Raises
    ------
    KeyError
        No such issue or level.
    """
    layout, dossier = games.layout, games.layout.dossier
    at = _levels(layout, package)
    table = games.block(0, games.draws.rows, Form.of(dossier).holding_back)
    told = put_to_all(layout.space, table, at[None])
    return Answers(
        dossier.title,
        dossier.whose,
        {key: layout.levels[key][at[layout.issues.index(key)]] for key in dossier.issues},
        bool(layout.space.legal(at[None])[0]),
        float(told.all_claim[0]),
        tuple(_answers(games, told, at)),
        prices(games, at),
        games.draws.rows,
        games.draws.seed,
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


def asked(layout: Layout, packages: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Who is asked about each package (packages, issues) at all, (packages, acceptors)."""
    found = np.ones((len(packages), len(roles(layout))), dtype=bool)
    moved = packages != layout.status_quo
    for number, one in enumerate(layout.consenters, len(found[0]) - len(layout.consenters)):
        own = [one in layout.dossier.issues[key].consent for key in layout.issues]
        found[:, number] = moved[:, own].any(axis=1)
    return found


def roles(layout: Layout) -> list[str]:
    """What each acceptor is asked as, in the order of a game's acceptors."""
    people, critics, others = layout.principals, layout.ratifiers, layout.consenters
    return [*("principal" for _ in people), *("ratifier" for _ in critics),
            *("must consent" for _ in others)]  # fmt: skip


def _answers(games: Games, told: Replies, at: NDArray[np.int16]) -> list[Answer]:
    layout = games.layout
    table = games.block(0, games.draws.rows, 0.0)
    own = table.scores[:, :, at + layout.offsets].mean(axis=0)
    found = []
    for number, (party, role) in enumerate(zip(games.acceptors, roles(layout), strict=True)):
        if not asked(layout, at[None])[0, number]:
            continue
        by_issue = {
            key: float(own[number, layout.issues.index(key)]) for key in layout.dossier.issues
        }
        yes, refused, gained = (float(one[0, number]) for one in told[1:])
        label = layout.dossier.label(party)
        found.append(Answer(party, label, role, yes, refused, gained, by_issue))
    return found
