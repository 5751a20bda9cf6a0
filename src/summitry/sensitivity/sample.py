"""What the draws of a forecast hold: every input that was read, and whether the event came true."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.logic import Statement
from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.forecasts.events import chances_beside, holds
from summitry.procedures.conclude import BLOCK
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.outcomes import Outcomes
from summitry.procedures.package import Form, negotiate
from summitry.procedures.parallel import in_order
from summitry.procedures.variants import AT_ONCE, variants
from summitry.sensitivity.naming import COIN, Label, label

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Sample:
    """Draws of a dossier, run through the bargaining.

    Attributes
    ----------
    labels
        The inputs that the procedure read and that are not exact: numbers of the dossier, then the
        world's chances; each kind sorted by name.
    values : (draws, inputs)
        What was drawn of each; a coin is 1 where it comes true, other chances of the world are
        uniform numbers.
    unread
        Numbers of the dossier that the procedure never asks for: they do nothing here.
    exact
        Numbers that it asks for and that have no range.
    """

    games: Games
    form: Form
    outcomes: Outcomes
    labels: tuple[Label, ...]
    values: Floats
    unread: tuple[str, ...]
    exact: tuple[str, ...]
    _firsts: dict[int, Sample] = field(default_factory=dict)

    @property
    def dossier(self) -> Dossier:
        """The dossier drawn, an assessment's numbers in it."""
        return self.games.layout.dossier

    @property
    def draws(self) -> Draws:
        """Its draws."""
        return self.games.draws

    def hits(self, event: Statement) -> NDArray[np.bool_]:
        """In which draws an event holds, (draws,)."""
        return holds(event, self.outcomes)

    def first(self, rows: int) -> Sample:
        """The sample of the first draws; itself if it has no more."""
        if rows >= self.draws.rows:
            return self
        if rows not in self._firsts:
            games = Games(self.games.layout, self.draws.first(rows))
            outcomes = negotiate(games, self.form, reasons=False)
            self._firsts[rows] = replace(
                self, games=games, outcomes=outcomes, values=self.values[:rows], _firsts={}
            )
        return self._firsts[rows]

    def chance(self, event: Statement, fixed: Mapping[str, float]) -> float:
        """Probability of an event with some inputs' whole laws replaced by values."""
        if not fixed:
            return float(self.hits(event).mean())
        return float(
            holds(event, negotiate(self.games.fix(fixed), self.form, reasons=False)).mean()
        )

    def chances(
        self,
        event: Statement,
        every: Sequence[Mapping[str, float]],
        progress: Callable[[float], None] | None = None,
    ) -> list[float]:
        """The same for many sets of inputs, side by side; ``progress`` hears of the share done."""
        step = max(1, AT_ONCE // self.draws.size)
        parts = [every[start : start + step] for start in range(0, len(every), step)]
        # Few draws are one block, whose work is not shared out below; else it is.
        each = in_order if self.draws.size <= BLOCK else map
        found: list[float] = []
        for part in each(partial(self._beside, event), parts):
            found += part
            if progress is not None:
                progress(len(found) / len(every))
        return found

    def _beside(self, event: Statement, every: Sequence[Mapping[str, float]]) -> list[float]:
        ways = variants(self.games, self.form, every)
        return [float(one) for one in chances_beside(ways, {"event": event})["event"][1:]]


def sample(dossier: Dossier, draws: int, seed: int, form: Form | None = None) -> Sample:
    """Draw a dossier, bargain, and keep what was read on the way."""
    form = form or Form.of(dossier)
    games = Games(Layout(dossier), Draws(dossier, draws, seed))
    return sampled(games, form, negotiate(games, form, reasons=False))


def sampled(games: Games, form: Form, outcomes: Outcomes) -> Sample:
    """The sample of draws that have been negotiated already."""
    draws = games.draws
    read = draws.read
    doubtful = sorted(name for name in read if not draws.inputs[name].range.exact)
    chances = sorted(draws.chances)
    names = [*doubtful, *chances]
    labels = tuple(label(draws.dossier, name) for name in names)
    columns = [draws.value(name) for name in doubtful]
    columns += [_chance(draws, name) for name in chances]
    values = np.column_stack(columns) if columns else np.empty((draws.rows, 0))
    unread = tuple(name for name in draws.inputs if name not in read)
    exact = tuple(sorted(name for name in read if draws.inputs[name].range.exact))
    return Sample(games, form, outcomes, labels, values, unread, exact)


def _chance(draws: Draws, name: str) -> Floats:
    """A chance of the world: how a coin with one likelihood fell, else the uniform number."""
    stem = name.removesuffix(COIN)
    for chance in (f"{stem}/likelihood", stem):
        if name.endswith(COIN) and chance in draws.inputs:
            return draws.coin(stem, chance).astype(float)
    return draws.uniform(name)
