"""The structural choices: what an event's chance becomes under each, and whether that flips it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from summitry.dossier.assessment import patch
from summitry.dossier.logic import Statement
from summitry.forecasts.events import holds
from summitry.procedures.agenda import agendas
from summitry.procedures.baskets import negotiate_track
from summitry.procedures.package import SOLUTIONS, negotiate
from summitry.sensitivity.crossing import Bounds, brackets, cross, scan
from summitry.sensitivity.multiverse import LAWS
from summitry.sensitivity.sample import Sample, sample
from summitry.sensitivity.singles import SCREEN


@dataclass(frozen=True)
class Choice:
    """One structural choice, one of its options, and the event's chance under it.

    ``option`` is a value where the choice is a number: the one at which the event flips, or the end
    of its bounds that brings it nearest.
    """

    choice: str
    option: str
    probability: float
    flips: bool
    shipped: bool


def choices(made: Sample, event: Statement, threshold: float, now: float) -> tuple[Choice, ...]:
    """Every option of every choice, on the same draws, all else as it was."""
    above = now >= threshold

    def told(choice: str, option: str, chance: float, *, shipped: bool = False) -> Choice:
        return Choice(choice, option, chance, (chance >= threshold) != above, shipped)

    def run() -> Iterator[Choice]:
        form, dossier = made.form, made.dossier
        for solution in SOLUTIONS:
            own = solution == form.solution
            chance = now if own else _chance(made, event, solution=solution)
            yield told("solution", solution, chance, shipped=own)
        yield _holding_back(made, event, threshold, now)
        for law in sorted({*LAWS, dossier.law}):
            own = law == dossier.law
            chance = now
            if not own:
                other = sample(patch(dossier, {"law": law}), made.draws.rows, made.draws.seed, form)
                chance = float(other.hits(event).mean())
            yield told("law of the ranges", law, chance, shipped=own)
        for agenda in agendas(made.games.layout):
            # The whole package is the procedure that everything here was run with.
            chance = now if agenda.whole else float(
                holds(event, negotiate_track(made.games, agenda, form)).mean()
            )  # fmt: skip
            yield told("track", agenda.label, chance, shipped=agenda.whole)

    return tuple(run())


def _chance(made: Sample, event: Statement, **changes: object) -> float:
    form = replace(made.form, **changes)  # type: ignore[arg-type]
    return float(holds(event, negotiate(made.games, form, reasons=False)).mean())


def _holding_back(made: Sample, event: Statement, threshold: float, now: float) -> Choice:
    """Where the share held back, 0 to 1, flips the event; else the end that brings it nearest."""
    few = made.first(SCREEN)

    def glance(share: float) -> float:
        return _chance(few, event, holding_back=share)

    def chance(share: float) -> float:
        own = share == made.form.holding_back
        return now if own else _chance(made, event, holding_back=share)

    found = scan(glance, Bounds(0.0, 1.0), made.form.holding_back)
    ends = brackets(found, made.form.holding_back, threshold)
    place = None if ends is None else cross(chance, *ends, threshold)
    if place is not None:
        return Choice("holding back", f"{place:.3g}", chance(place), flips=True, shipped=False)
    near = min(range(len(found.places)), key=lambda at: abs(found.chances[at] - threshold))
    place = found.places[near]
    return Choice("holding back", f"{place:.3g}", chance(place), flips=False, shipped=False)
