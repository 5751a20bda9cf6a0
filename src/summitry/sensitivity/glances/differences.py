"""Why two assessments differ, at a glance: the steps of the waterfall while a number moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from summitry.forecasts.events import find_event, holds
from summitry.procedures.games import Games
from summitry.procedures.mixtures import mixtures_where
from summitry.procedures.package import Form
from summitry.sensitivity.differences import Difference, parts
from summitry.sensitivity.ends import ends_of

DRAWS = 50
"""Draws that fit a glance: the two may have 128 mixtures."""


def difference_at_a_glance(
    games: Sequence[Games], rest: Difference, form: Form | None = None
) -> Difference | None:
    """The difference with a number moved: before, after, and what each group of changes adds.

    Every figure of it is that of :func:`summitry.why` on as many draws, in the groups, and their
    order, that it has at rest; a group in which nothing differs any more adds 0. The wish checks
    and the fingerprints are those at rest.

    Parameters
    ----------
    games
        The games of each assessment, with the number moved; among them the two compared.
    rest
        The difference as the numbers rest.
    form
        The structural choices, where they are not the dossier's.

    Returns
    -------
    None where the two differ in more than ranges: a mixture then takes a dossier of its own, and
    nothing of that is quick.

    Raises
    ------
    KeyError
        One of the two compared is not among the games.
    """
    whose = {one.layout.dossier.assessment: one for one in games}
    first, second = (whose[one] for one in rest.assessments)
    ends = ends_of(first, second, [one.paths for one in rest.parts])
    if ends is None:
        return None
    dossier = first.layout.dossier
    event = find_event(dossier, rest.event)
    every = range(1 << len(ends.groups))
    hits = mixtures_where(ends, every, form or Form.of(dossier), lambda made: holds(event, made))
    worth = dict(enumerate(hits.mean(axis=1).tolist()))
    return replace(
        rest,
        before=worth[0],
        after=worth[every[-1]],
        parts=tuple(parts([(one.name, one.paths) for one in rest.parts], worth)),
        seed=first.draws.seed,
        draws=first.draws.rows,
    )
