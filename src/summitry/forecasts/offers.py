"""Alternating offers as tables: by tactics, and the packages that they end at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from summitry.forecasts.shown import Shown
from summitry.forecasts.tables import Table, figure
from summitry.games.packages.offers.tactics import TACTICS
from summitry.games.packages.offers.talks import Talks

SHOWN = 5
"""Packages in the table."""


@dataclass(frozen=True, eq=False)
class Offers(Shown):
    """Runs of alternating offers between parties of a named case.

    Attributes
    ----------
    title
        The case.
    talks
        The runs.
    """

    title: str
    talks: Talks

    def figures(self) -> Mapping[str, float | None]:
        """Share of the runs with a deal."""
        return {"runs with a deal": self.talks.share}

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {"summitry": 1, "kind": "offers", "title": self.title, **self.talks.to_dict()}

    def tables(self) -> Sequence[Table]:
        """By tactics, then the packages."""
        return (self._by_tactics(), self._packages())

    def _by_tactics(self) -> Table:
        talks = self.talks
        parties = talks.game.parties
        rows = tuple(
            (
                *(one.tactics[party] for party in parties),
                str(one.runs),
                figure(one.agreed),
                "–" if one.round is None else f"{one.round:.0f}",
                *(["–"] * len(parties) if one.scores is None else
                  [f"{one.scores[party]:.4g}" for party in parties]),
            )
            for one in talks.meetings
        )  # fmt: skip
        used = sorted({name for one in talks.meetings for name in one.tactics.values()})
        what = "; ".join(f"{name} {TACTICS[name].text}" for name in used)
        note = (
            f"{talks.label} A deal in {figure(talks.share)} of {len(talks.agreed):,} runs (seed"
            f" {talks.seed}) of at most {talks.rounds} rounds, each party's tactic drawn anew; "
            f"scores are means of the deals. Tactics: {what}. "
            "Two that only answer each other never move."
        )
        columns = (*parties, "runs", "deals", "round", *(f"score of {one}" for one in parties))
        words = tuple(range(len(parties)))
        return Table(f"{self.title}: alternating offers, by tactics", columns, rows, note, words)

    def _packages(self) -> Table:
        rows = tuple(
            (", ".join(f"{issue} {option}" for issue, option in package.items()), figure(share))
            for package, share in self.talks.packages(SHOWN)
        )
        note = self.talks.label if rows else "No deal in any run."
        return Table("Packages most often agreed", ("package", "share of runs"), rows, note)
