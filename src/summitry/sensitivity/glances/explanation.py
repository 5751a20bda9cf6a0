"""What drives an event, at a glance: drivers, signs and universes while a number moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.assessment import patch
from summitry.dossier.model import Dossier
from summitry.forecasts.events import find_event, statements
from summitry.procedures.games import Games
from summitry.procedures.package import Form, negotiate
from summitry.sensitivity.drivers import Driver, drivers
from summitry.sensitivity.explain import Explanation, ExplanationStudy
from summitry.sensitivity.glances.pairs import pairs
from summitry.sensitivity.multiverse import Universe, laws, universes
from summitry.sensitivity.sample import Sample, sampled
from summitry.sensitivity.watch import watch_list

DRAWS = 1_000
"""Draws that fit a glance at drivers and signs: these are read off them, nothing more is run."""
FEW = 25
"""Draws that fit a glance at one assessment's universes: 216 combinations are run."""


def explanation_at_a_glance(
    games: Sequence[Games], rest: Explanation, form: Form | None = None
) -> Explanation:
    """Drivers and signs with a number moved.

    The inputs are those that matter at rest, as few draws cannot tell which do; they and the signs
    keep their order.
    What each says is what :func:`summitry.explain` says of it on as many draws, and so are the
    probability and the signs. Left out, as no picture shows them: inputs that do not matter at
    rest, sums by party and issue, regions, and what is not read. For universes see
    :func:`universes_at_a_glance`.

    Parameters
    ----------
    games
        The games of each assessment, with the number moved, at least 100 draws each.
    rest
        The explanation as the numbers rest.
    form
        The structural choices, where they are not the dossier's.
    """
    studies = tuple(_study(*pair, rest.event, form) for pair in pairs(games, rest.studies))
    draws = games[0].draws
    return replace(rest, studies=studies, seed=draws.seed, draws=draws.rows, sobol_rows=0)


def _study(games: Games, rest: ExplanationStudy, event: str, form: Form | None) -> ExplanationStudy:
    dossier = games.layout.dossier
    form = form or Form.of(dossier)
    whole = sampled(games, form, negotiate(games, form, reasons=False))
    hits = whole.hits(find_event(dossier, event))
    signs = {one.name: one for one in watch_list(whole, event, hits, dict(statements(dossier)))}
    return ExplanationStudy(
        rest.assessment,
        rest.label,
        float(hits.mean()),
        None,
        tuple(_drivers(whole, hits, [one.name for one in rest.drivers if one.matters])),
        (),
        (),
        (),
        (),
        tuple(signs[one.name] for one in rest.watch if one.name in signs),
        (),
    )


def _drivers(whole: Sample, hits: NDArray[np.bool_], names: Sequence[str]) -> Iterator[Driver]:
    """Some inputs, in this order; those that a moved number made exact drive nothing."""
    at = {one.name: number for number, one in enumerate(whole.labels)}
    columns = [at[name] for name in names if name in at]
    some = replace(
        whole, labels=tuple(whole.labels[one] for one in columns), values=whole.values[:, columns]
    )
    found = {one.name: one for one in drivers(some, hits)}
    for column in columns:
        yield replace(found[whole.labels[column].name], matters=True)


def under_every_law(dossier: Dossier) -> dict[str, Dossier]:
    """Law of the ranges: an assessment's dossier under it, to be drawn once and kept for moves."""
    return {
        law: dossier if law == dossier.law else patch(dossier, {"law": law})
        for law in laws(dossier)
    }


def universes_at_a_glance(
    games: Mapping[str, Games], rest: Explanation, form: Form | None = None
) -> Explanation:
    """One assessment under every combination of structural choices, with a number moved.

    Each universe is that of :func:`summitry.explain` on as many draws, in the order that they have
    at rest; all else is left out.

    Parameters
    ----------
    games
        Law of the ranges: the assessment's games under it (see :func:`under_every_law`), with the
        number moved. The dossier's own law comes with the dossier's own choices.
    rest
        The explanation as the numbers rest.
    form
        The structural choices, where they are not the dossier's.

    Raises
    ------
    KeyError
        The assessment is not among those explained.
    """
    first = next(iter(games.values()))
    dossier, draws = first.layout.dossier, first.draws
    form = form or Form.of(dossier)
    known = rest[dossier.assessment]
    law = next((one.law for one in known.universes if one.shipped), dossier.law)
    found = universes(games, law, find_event(dossier, rest.event), form)
    place = {_choices(one): number for number, one in enumerate(known.universes)}
    found = tuple(sorted(found, key=lambda one: place.get(_choices(one), len(place))))
    shipped = next(one for one in found if one.shipped)
    study = ExplanationStudy(
        known.assessment, known.label, shipped.probability, None, (), (), (), (), (), (), found
    )
    return replace(rest, studies=(study,), seed=draws.seed, draws=draws.rows, sobol_rows=0)


def _choices(one: Universe) -> tuple[object, ...]:
    return one.solution, one.holding_back, one.curve, one.loss_aversion, one.law
