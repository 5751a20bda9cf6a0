"""A comparison at a glance: what a person sees while moving a number, in a fraction of a second.

The same draws, the same procedure and the same events as :func:`summitry.compare`; what takes long
is left out. Whoever keeps a :class:`Sight` pays, for each number moved, only for the parties whose
tables rest on it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from typing import Any

from summitry import __version__
from summitry.dossier.assessment import assess, moved_in
from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.forecasts.bargains import level_shares, top_packages
from summitry.forecasts.compare import Comparison
from summitry.forecasts.doubt import Spread
from summitry.forecasts.events import MEANING, holds, statements
from summitry.forecasts.evidence import Evidence
from summitry.forecasts.forecast import (
    DRAWS,
    SEED,
    EventForecast,
    Forecast,
    Provenance,
    assumptions,
)
from summitry.forecasts.grid import Grid, grid
from summitry.forecasts.mechanisms import effects
from summitry.forecasts.reasons import in_words, reasons
from summitry.games.packages.count import count_packages
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.package import Form, negotiate
from summitry.procedures.parallel import in_order, threads

FEW = 2_000
"""Up to so many draws a look is taken in one thread."""


class Sight:
    """Rival assessments of one dossier, drawn and ready for numbers to be moved.

    Parameters
    ----------
    dossier
        The dossier, whatever was changed in it already.
    assessments
        Whose numbers, in this order; all of the dossier's if left out.
    draws, seed
        As in :func:`summitry.forecast`; few draws for a hand that moves, many for one at rest.
    """

    def __init__(
        self,
        dossier: Dossier,
        assessments: Sequence[str] | None = None,
        *,
        draws: int = DRAWS,
        seed: int = SEED,
    ) -> None:
        self.dossier = dossier
        names: list[str | None] = list(dossier.assessments if assessments is None else assessments)
        schools = [dossier if name is None else assess(dossier, name) for name in names or [None]]
        self._still: Comparison | None = None
        self._held = {"packages"}
        self._games = [Games(Layout(one), Draws(one, draws, seed)) for one in schools]

    @property
    def draws(self) -> int:
        """How often it draws."""
        return self._games[0].draws.rows

    def look(
        self, moved: Mapping[str, Any] | None = None, *, also: Collection[str] = ("packages",)
    ) -> Comparison:
        """The comparison, with some numbers moved by path over what every assessment sets there.

        Its forecasts have no ranges (each is its own probability), cautions, evidence or
        fingerprint; every probability is that of :func:`summitry.compare` on as many draws.

        Parameters
        ----------
        moved
            Path of a number: what stands there instead. Structure (levels, roles, clauses) is not
            moved like this.
        also
            What to find besides: ``packages`` struck most often (quick), what each of the
            ``mechanisms`` does, the ``grid`` over the shape of utility (a tenth of a second each).

        Raises
        ------
        DossierError
            With every path that leads nowhere, and every number out of its bounds.
        """
        if moved:
            return self._seen(self.games(moved), also)
        if self._still is None or not set(also) <= self._held:
            self._held |= set(also)
            self._still = self._seen(self._games, self._held)
        return self._still

    def games(self, moved: Mapping[str, Any] | None = None) -> list[Games]:
        """The games of each assessment, with some numbers moved as in :meth:`look`.

        What does not rest on them is there already, and shared.

        Raises
        ------
        DossierError
            As in :meth:`look`.
        """
        self.look()
        if not moved:
            return list(self._games)
        return [one.of(moved_in(one.layout.dossier, moved)) for one in self._games]

    def _seen(self, games: Sequence[Games], also: Collection[str]) -> Comparison:
        # Few draws are done before other threads have taken them up.
        with nullcontext() if self.draws > FEW else threads(1):
            made = tuple(in_order(partial(_outline, also=also), games))
        return Comparison(
            self.dossier.title, self.dossier.question, self.dossier.as_of, made, disputes=()
        )


def glance(
    dossier: Dossier,
    assessments: Sequence[str] | None = None,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Comparison:
    """The comparison of :func:`summitry.compare` without what takes long; see :class:`Sight`."""
    return Sight(dossier, assessments, draws=draws, seed=seed).look()


def _outline(games: Games, *, also: Collection[str]) -> Forecast:
    """A forecast's probabilities, reasons and levels, and what is wanted besides."""
    layout, dossier = games.layout, games.layout.dossier
    form, events = Form.of(dossier), statements(dossier)
    outcomes = negotiate(games, form)
    why = reasons(outcomes)
    found = {name: float(holds(event, outcomes).mean()) for name, event in events.items()}
    when = {name: event.when for name, event in dossier.events.items()}
    school = dossier.assessments.get(dossier.assessment or "")
    return Forecast(
        title=dossier.title,
        question=dossier.question,
        as_of=dossier.as_of,
        assessment=dossier.assessment,
        label=dossier.whose,
        hindsight=dossier.coded_after_outcome or bool(school and school.coded_after_outcome),
        events=tuple(
            EventForecast(
                name, when.get(name) or MEANING[name], share, Spread(share, share, share, {})
            )
            for name, share in found.items()
        ),
        reasons=why,
        summary=in_words(found["agreed"], why),
        effects=effects(games, form, events) if "mechanisms" in also else (),
        levels=level_shares(outcomes),
        packages=top_packages(outcomes, games) if "packages" in also else (),
        grid=grid(games, form, events) if "grid" in also else Grid((), (), {}),
        cautions=(),
        evidence=Evidence((), 0, 0, 0, {}),
        assumptions=assumptions(layout, form),
        unknowns=tuple(dossier.unknowns),
        provenance=_provenance(games, form),
    )


def _provenance(games: Games, form: Form) -> Provenance:
    layout, draws = games.layout, games.draws
    packages, exact = count_packages(layout.space)
    return Provenance(
        dossier="",
        assessment=layout.dossier.assessment,
        procedure="package",
        solution=form.solution,
        holding_back=form.holding_back,
        law=layout.dossier.law,
        seed=draws.seed,
        draws=draws.rows,
        doubt_rows=0,
        doubt_worlds=0,
        effect_draws=0,
        packages=packages,
        packages_exact=exact,
        sampling_error=0.98 / draws.rows**0.5,
        version=__version__,
    )
