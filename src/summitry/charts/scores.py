"""Every picture of a scoring, by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from summitry.charts.album import Picture
from summitry.charts.calibration import calibration
from summitry.charts.leaderboard import leaderboard
from summitry.ledger.score import Scoring


def score_pictures(made: Scoring) -> Mapping[str, Picture]:
    """Leaderboards, and the calibration of schools with enough cases; empty if nothing is ranked.

    Names are fit for files: ``leaderboard``, ``leaderboard-archive``, ``calibration-1`` ...
    """
    found: dict[str, Picture] = {}
    number = 0
    for place, board in enumerate(made.boards):
        if any(one.brier is not None for one in board.rows):
            name = "leaderboard" if place == 0 else "leaderboard-archive"
            text = f"Mean Brier score of each school, {board.standing.value}."
            found[name] = Picture(partial(leaderboard, made, board), text)
        for school, one in board.reliability.items():
            number += 1
            text = f"Chances given by {school}, and how often they came true."
            found[f"calibration-{number}"] = Picture(partial(calibration, school, one), text)
    return found
