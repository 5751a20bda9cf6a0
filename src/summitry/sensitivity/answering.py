"""A package put to everybody by every school, as an audience sees the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from summitry.dossier.assessment import assess
from summitry.dossier.audience import TEAM, AudienceError
from summitry.dossier.model import Dossier
from summitry.forecasts.audience import view
from summitry.forecasts.forecast import SEED, Forecast
from summitry.sensitivity.answers import Answers, answers

DRAWS = 1_000


def likeliest(forecasts: Sequence[Forecast]) -> dict[str, str]:
    """The package struck most often by the first assessment that strikes one; else none."""
    for one in forecasts:
        if one.packages:
            return dict(one.packages[0].levels)
    return {}


def put_by_all(
    dossier: Dossier,
    assessments: Sequence[str],
    package: Mapping[str, str],
    *,
    audience: str = TEAM,
    seed: int = SEED,
) -> list[Answers]:
    """Everybody's answers to a package by each assessment, as an audience sees them.

    Parameters
    ----------
    dossier
        Before any assessment.
    assessments
        Whose numbers; none for the dossier's own. One that has no such level is left out.
    package
        Issue: level.
    audience
        Those of whose numbers not all are for it are left out; and a school of which nothing is.
    seed
        Of the draws.
    """
    found = []
    for own in [assess(dossier, name) for name in assessments] or [dossier]:
        if any(level not in own.issues[issue].levels for issue, level in package.items()
               if issue in own.issues):  # fmt: skip
            continue
        with suppress(AudienceError):
            found.append(view(answers(own, package, seed=seed, draws=DRAWS), own, audience))
    return found
