"""How far an outcome hangs on each actor: each is left out once.

:func:`summitry.influence.pivots` asks the same issue by issue, of positions that know no packages;
here another outcome is another legal package, which that cannot tell from positions alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from summitry.games.influence.arena import Arena
from summitry.games.influence.outcome import Influence
from summitry.procedures.influence import Model, Options, points
from summitry.procedures.layout import Layout
from summitry.procedures.proposal import nearest


@dataclass(frozen=True)
class Pivot:
    """What one actor's weight does.

    Attributes
    ----------
    actor
        Who is left out.
    share
        Of a dossier: share of the draws in which another package would be proposed without it.
        None of a table of positions, and where the model has no answer without it.
    shifts
        Issue: outcome with it less outcome without it, at the likeliest numbers, in the issue's
        units; empty where the model has no answer without it.
    """

    actor: str
    share: float | None
    shifts: Mapping[str, float]

    @property
    def largest(self) -> float:
        """The largest shift, whatever its direction."""
        return max((abs(one) for one in self.shifts.values()), default=0.0)


def pivots(
    model: Model,
    options: Options,
    few: Arena | None,
    central: Arena,
    people: Mapping[str, str],
    layout: Layout | None,
) -> tuple[Pivot, ...]:
    """Leave each actor out once, in the order of the arena.

    Parameters
    ----------
    model, options
        What is run.
    few
        Some of the draws; None where there is only one.
    central
        The likeliest numbers.
    people
        Actor: its name for people.
    layout
        Of a dossier: its structure, in which packages are proposed.

    Notes
    -----
    With several draws a draw is pivotal by its package, since a shift that reaches no other level
    changes nothing that anybody could sign.
    """
    whole = _outcomes(model.run(central, options))
    packages = None
    if few is not None and layout is not None:
        packages = nearest(layout, points(layout, model.run(few, options))).levels
    found = []
    for actor in central.actors:
        try:
            rest = _outcomes(model.run(central.without(actor), options))
        except ValueError:
            found.append(Pivot(people.get(actor, actor), None, {}))
            continue
        shifts = {issue: at - rest[issue] for issue, at in whole.items() if issue in rest}
        share = None
        if packages is not None and few is not None and layout is not None:
            share = _share(model, options, few, actor, layout, packages)
        found.append(Pivot(people.get(actor, actor), share, shifts))
    return tuple(found)


def _outcomes(answer: Influence) -> dict[str, float]:
    return dict(zip(answer.arena.issues, answer.outcome[0].tolist(), strict=True))


def _share(
    model: Model,
    options: Options,
    few: Arena,
    actor: str,
    layout: Layout,
    packages: np.ndarray[tuple[int, ...], np.dtype[np.int16]],
) -> float | None:
    try:
        other = nearest(layout, points(layout, model.run(few.without(actor), options))).levels
    except ValueError:
        return None
    return float((other != packages).any(axis=1).mean())
