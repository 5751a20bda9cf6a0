"""The cells of a sweep: what is to be forecast, and how one cell is run, here or elsewhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from summitry import __version__
from summitry.dossier.assessment import assess
from summitry.dossier.digest import digest
from summitry.dossier.loading import build
from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.forecasts.events import holds, statements
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.package import Form, negotiate
from summitry.procedures.parallel import threads

Row = dict[str, Any]


@dataclass(frozen=True)
class Cell:
    """One forecast of a sweep.

    Attributes
    ----------
    dossier
        What the dossier is called in the sweep: its path as given.
    sha256
        Digest of its content.
    assessment, solution, holding_back, seed, draws
        As in :func:`summitry.forecast`.
    """

    dossier: str
    sha256: str
    assessment: str | None
    solution: str
    holding_back: float
    seed: int
    draws: int

    @property
    def key(self) -> str:
        """Fingerprint of everything that its result depends on, the program's version included."""
        own = {**asdict(self), "version": __version__}
        return hashlib.sha256(json.dumps(own, sort_keys=True).encode()).hexdigest()


def plan(
    dossiers: Sequence[tuple[str, Dossier]],
    assessments: Sequence[str] | None,
    forms: Sequence[tuple[str | None, float | None]],
    seeds: Sequence[int],
    draws: int,
) -> Iterator[Cell]:
    """Every cell, in the order of the file that comes of them.

    A form's None is the dossier's own choice; an assessment that a dossier does not have is left
    out there.
    """
    told: set[str] = set()
    for name, dossier in dossiers:
        own: list[str | None] = [
            one for one in dossier.assessments if assessments is None or one in assessments
        ]
        if not own and assessments is None:
            own = [None]
        found = Form.of(dossier)
        sha = digest(dossier)
        for assessment, (solution, share), seed in product(own, forms, seeds):
            cell = Cell(
                name,
                sha,
                assessment,
                solution or found.solution,
                found.holding_back if share is None else share,
                seed,
                draws,
            )
            if cell.key not in told:
                told.add(cell.key)
                yield cell


def run_cell(text: str, cell: Cell) -> list[Row]:
    """Forecast one cell; ``text`` is the dossier's data as JSON."""
    with threads(1):
        layout = _layout(text, cell.assessment)
        common = {**asdict(cell), "title": layout.dossier.title, "version": __version__}
        games = Games(layout, Draws(layout.dossier, cell.draws, cell.seed))
        form = Form(cell.solution, cell.holding_back)
        outcomes = negotiate(games, form, reasons=False)
        return [
            {
                **common,
                "event": name,
                "probability": float(holds(event, outcomes).mean()),
            }
            for name, event in statements(layout.dossier).items()
        ]


@lru_cache(maxsize=8)
def _layout(text: str, assessment: str | None) -> Layout:
    dossier = build(json.loads(text))
    return Layout(dossier if assessment is None else assess(dossier, assessment))
