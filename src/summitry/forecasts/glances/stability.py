"""Would it hold, at a glance: what the picture of a package shows, while a hand moves a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from summitry import __version__
from summitry.forecasts.holding import (
    LIKELIEST,
    judged,
    likeliest,
    nothing_to_hold,
    worth,
    worth_of,
)
from summitry.forecasts.stability import StabilityComparison
from summitry.forecasts.stability_study import StabilityStudy
from summitry.procedures.commitments import signed
from summitry.procedures.games import Games
from summitry.procedures.keeping import keepers
from summitry.procedures.naming import named_package
from summitry.procedures.terrain import at_modes, without_distrust


def stability_at_a_glance(
    games: Sequence[Games], rest: StabilityComparison | None
) -> StabilityComparison:
    """The comparison of :func:`summitry.hold` for a number that moves, from few draws.

    The package of each assessment is the one at rest, also where it was the likeliest: another may
    now be struck more often. Shares, ways out, answers to them, payoffs and equilibria are those of
    the comparison of that package on as many draws. Left out are the range over the forms of the
    model (it is the share itself), how often the package is struck, and why states stand.

    Parameters
    ----------
    games
        Of each assessment, its draws with the number moved; 100 draws give shares to within 0.1.
    rest
        The comparison at rest; without it, the package struck most often in these draws is taken.
    """
    first, draws = games[0].layout.dossier, games[0].draws
    known = {} if rest is None else {one.assessment: one.package for one in rest.studies}
    studies = tuple(_study(one, known.get(one.layout.dossier.assessment) or {}) for one in games)
    return StabilityComparison(
        first.title, first.question, first.as_of, LIKELIEST if rest is None else rest.asked,
        studies, "", draws.seed, draws.rows, 0, __version__,
    )  # fmt: skip


def _study(games: Games, package: Mapping[str, str]) -> StabilityStudy:
    layout = games.layout
    if package:
        levels = named_package(layout, package)
    else:
        found = likeliest(games)
        if found is None:
            return nothing_to_hold(layout.dossier)
        levels, _ = found
    case = signed(layout, levels)
    payoffs = worth_of(case, games.fix(without_distrust(games.draws)))
    modes = worth(case, at_modes(layout.dossier))
    keeping, at_mode = keepers(case, payoffs), keepers(case, modes)
    return judged(case, (payoffs, keeping), (modes, at_mode), (keeping.shares, keeping.shares))
