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
    told = replies(games, games.block(0, draws, form.holding_back), at)
    return Answers(
        dossier.title,
        dossier.whose,
        {key: layout.levels[key][at[layout.issues.index(key)]] for key in dossier.issues},
        bool(layout.space.legal(at[None])[0]),
        told.all_claim,
        tuple(_answers(games, told, at)),
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


@dataclass(frozen=True, eq=False)
class Replies:
    """What the acceptors say to one package; shares of the draws and means, by acceptor.

    Attributes
    ----------
    all_claim
        Share of the draws in which every principal claims to accept and nobody refuses consent.
    asked, yes, refused, gain : (acceptors,)
        Whether it is asked at all; the rest as in :class:`Answer`.
    """

    all_claim: float
    asked: NDArray[np.bool_]
    yes: NDArray[np.float64]
    refused: NDArray[np.float64]
    gain: NDArray[np.float64]


def replies(games: Games, table: Game, at: NDArray[np.int16]) -> Replies:
    """Put a package (issues,) to everybody in every draw of ``table``."""
    layout = games.layout
    people, critics = len(layout.principals), len(layout.ratifiers)
    signing = people + critics
    slots = at + layout.offsets
    hit = table.line_slots[:, slots].any(axis=1) & table.active
    draws = np.broadcast_to(at, (len(table.constant), len(at)))
    weighed = weigh(layout.space, table, draws)
    plain = weighed
    if hit.any():
        plain = weigh(layout.space, table._replace(active=np.zeros_like(table.active)), draws)
    owned = table.line_owner == np.arange(len(games.acceptors))[:, None]
    forbidden = (hit[:, None] & owned).any(axis=2)
    sums = table.scores[:, :, slots].sum(axis=2)
    claim = np.maximum(table.claim, 0)
    yes = np.concatenate(
        [
            weighed.gains >= claim - TOLERANCE,
            (weighed.margins >= -TOLERANCE) & ~forbidden[:, people:signing],
            sums[:, signing:] + FORBIDDEN * forbidden[:, signing:] >= -TOLERANCE,
        ],
        axis=1,
    )
    asked = np.ones(len(games.acceptors), dtype=bool)
    asked[signing:] = (table.consent_on & (at != layout.status_quo)).any(axis=1)
    gains = np.concatenate([plain.gains, sums[:, people:]], axis=1)
    return Replies(
        float(weighed.claimed(claim).mean()),
        asked,
        yes.mean(axis=0),
        forbidden.mean(axis=0),
        gains.mean(axis=0),
    )


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
        if not told.asked[number]:
            continue
        by_issue = {
            key: float(own[number, layout.issues.index(key)]) for key in layout.dossier.issues
        }
        yes, refused, gained = (float(one[number]) for one in (told.yes, told.refused, told.gain))
        label = layout.dossier.label(party)
        found.append(Answer(party, label, role, yes, refused, gained, by_issue))
    return found
