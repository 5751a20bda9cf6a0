"""The forecast: everything a reader needs to use it, repeat it or dispute it, as one value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from summitry import __version__
from summitry.dossier.assessment import assess
from summitry.dossier.dyads import in_words as in_words_of_relations
from summitry.dossier.loading import digest
from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.forecasts.bargains import Package, level_shares, top_packages
from summitry.forecasts.cautions import Caution, cautions
from summitry.forecasts.doubt import ROWS, WORLDS, Spread, spreads
from summitry.forecasts.events import MEANING, holds, statements
from summitry.forecasts.evidence import Evidence, evidence
from summitry.forecasts.grid import Grid, grid
from summitry.forecasts.mechanisms import Effect, effects
from summitry.forecasts.reasons import Reason, in_words, reasons
from summitry.forecasts.shown import Shown
from summitry.games.packages.count import count_packages
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.package import Form, negotiate

if TYPE_CHECKING:
    import pandas as pd

    from summitry.dossier.audience import Audience
    from summitry.forecasts.tables import Table

FORM_VERSION = "summitry-forecast/1"
DRAWS = 20_000
"""Draws unless asked otherwise: a sampling error of .7 points at most."""
SEED = 1
EFFECT_DRAWS = 2_000
"""Draws, of those made, on which mechanisms are switched off and the grid is worked out."""
Progress = Callable[[str, float], None]


def part_of(
    progress: Progress | None, text: str, number: int, count: int
) -> Callable[[float], None]:
    """What the part ``number`` of ``count`` equal ones is to call with the share of it done."""

    def tell(share: float) -> None:
        if progress is not None:
            progress(text, (number + share) / count)

    return tell


@dataclass(frozen=True)
class EventForecast:
    """An event, its probability, and the range of it."""

    name: str
    when: str
    probability: float
    spread: Spread


@dataclass(frozen=True)
class Provenance:
    """What it takes to repeat a forecast; None where that is not for the audience."""

    dossier: str
    """SHA-256 of the dossier's content, whatever its order in the file; for an audience of what it
    may see of it."""
    assessment: str | None
    procedure: str
    solution: str
    holding_back: float | None
    law: str
    seed: int | None
    draws: int
    doubt_rows: int
    doubt_worlds: int
    effect_draws: int
    packages: int | None
    """Legal packages."""
    packages_exact: bool
    """Whether they were counted, or are only at most so many."""
    sampling_error: float
    """Half-width of the 95% interval of a probability of one half, from the draws alone."""
    version: str
    audience: str | None = None
    """For whom it is cut, if not for the team."""


@dataclass(frozen=True)
class Forecast(Shown):
    """A forecast of one negotiation by one assessment.

    Attributes
    ----------
    events
        Probability of each event; 'agreed' and 'exchange' always come first.
    reasons, summary
        Why there might be no deal, with shares of the draws, and the same in a sentence.
    effects
        What switching off each mechanism does to each event.
    levels
        Issue: level: share of the draws with a deal.
    packages
        The deals struck most often.
    grid
        Each event over curve and loss aversion.
    cautions
        Warnings about the coding that the draws give rise to.
    evidence
        Every number with its range and its source, or the word judgement.
    assumptions
        What the model takes for granted.
    """

    title: str
    question: str | None
    as_of: str
    assessment: str | None
    label: str
    hindsight: bool
    events: tuple[EventForecast, ...]
    reasons: tuple[Reason, ...]
    summary: str
    effects: tuple[Effect, ...]
    levels: Mapping[str, Mapping[str, float]]
    packages: tuple[Package, ...]
    grid: Grid
    cautions: tuple[Caution, ...]
    evidence: Evidence
    assumptions: tuple[str, ...]
    unknowns: tuple[str, ...]
    provenance: Provenance

    def probability(self, event: str) -> float:
        """Probability of an event, by name: ``agreed``, ``exchange`` or one of the dossier's.

        Raises
        ------
        KeyError
            No such event; the message lists those there are.
        """
        return self.event(event).probability

    def event(self, name: str) -> EventForecast:
        """An event's forecast, by name; raises KeyError."""
        for one in self.events:
            if one.name == name:
                return one
        msg = f"no event {name!r}; there are: {', '.join(one.name for one in self.events)}"
        raise KeyError(msg)

    def figures(self) -> dict[str, float | None]:
        """Probability of each event."""
        return {one.name: one.probability for one in self.events}

    def to_dict(self) -> dict[str, Any]:
        """The forecast as plain data, with the version of its form."""
        return {"form": FORM_VERSION, **asdict(self)}

    def to_frame(self) -> pd.DataFrame:
        """Events as a DataFrame: probability, least, middle, greatest. Needs pandas."""
        from summitry.forecasts.frames import event_frame

        return event_frame(self)

    def seen_by(self, dossier: Dossier, who: Audience) -> Forecast:
        """The same as an audience may see it; raises AudienceError."""
        from summitry.forecasts.audiences.forecasts import forecast_for

        return forecast_for(self, dossier, who)

    def tables(self) -> Sequence[Table]:
        """Everything it says, as plain tables."""
        from summitry.forecasts.tables import forecast_tables

        return forecast_tables(self)


def forecast(
    dossier: Dossier,
    assessment: str | None = None,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    form: Form | None = None,
    progress: Progress | None = None,
) -> Forecast:
    """Forecast a negotiation.

    Parameters
    ----------
    dossier
        A dossier, from :func:`summitry.load`.
    assessment
        Whose numbers; the dossier's own if left out.
    draws
        How often the negotiation is drawn, at least 100.
    seed
        Any whole number; the same seed gives the same forecast, to the bit.
    form
        Structural choices, if not the dossier's own.
    progress
        Called with the name of the part under way and the share of it done.

    Raises
    ------
    DossierError
        No such assessment.
    ValueError
        Fewer than 100 draws.
    """
    if draws < 100:
        msg = f"a forecast needs at least 100 draws (got {draws})"
        raise ValueError(msg)
    if assessment is not None:
        dossier = assess(dossier, assessment)
    form = form or Form.of(dossier)
    tell = progress or (lambda part, share: None)
    layout = Layout(dossier)
    events = statements(dossier)
    made = Draws(dossier, draws, seed)
    games = Games(layout, made)
    outcomes = negotiate(games, form, progress=lambda share: tell("draws", share))
    few = Games(layout, Draws(dossier, min(EFFECT_DRAWS, draws), seed))
    changed = effects(few, form, events, lambda share: tell("mechanisms", share))
    cells = grid(few, form, events, lambda share: tell("grid", share))
    nested = Games(layout, Draws(dossier, ROWS, seed, inner=WORLDS))
    ranges = spreads(nested, form, events, lambda share: tell("range", share))
    why = reasons(outcomes)
    packages = top_packages(outcomes, games)
    when = {name: event.when for name, event in dossier.events.items()}
    chances = {name: float(holds(event, outcomes).mean()) for name, event in events.items()}
    school = dossier.assessments.get(dossier.assessment or "")
    return Forecast(
        title=dossier.title,
        question=dossier.question,
        as_of=dossier.as_of,
        assessment=dossier.assessment,
        label=dossier.whose,
        hindsight=dossier.coded_after_outcome or bool(school and school.coded_after_outcome),
        events=tuple(
            EventForecast(name, when.get(name) or MEANING[name], chances[name], ranges[name])
            for name in events
        ),
        reasons=why,
        summary=in_words(chances["agreed"], why),
        effects=changed,
        levels=level_shares(outcomes),
        packages=packages,
        grid=cells,
        cautions=cautions(outcomes, made, events, changed, packages),
        evidence=evidence(dossier),
        assumptions=assumptions(layout, form),
        unknowns=tuple(dossier.unknowns),
        provenance=_provenance(layout, form, made, few.draws.rows),
    )


def _provenance(layout: Layout, form: Form, made: Draws, effect_draws: int) -> Provenance:
    dossier = layout.dossier
    packages, exact = count_packages(layout.space)
    return Provenance(
        dossier=digest(dossier),
        assessment=dossier.assessment,
        procedure="package",
        solution=form.solution,
        holding_back=form.holding_back,
        law=dossier.law,
        seed=made.seed,
        draws=made.rows,
        doubt_rows=ROWS,
        doubt_worlds=WORLDS,
        effect_draws=effect_draws,
        packages=packages,
        packages_exact=exact,
        sampling_error=0.98 / made.rows**0.5,
        version=__version__,
    )


EVERYTHING_AT_ONCE = (
    "Leaders bargain over everything at once, and strike a package or none (else: tracks)."
)
TRUST = "Trust works as a mixture: a promise counts at the rate it is believed."
INDEPENDENT = "Inputs are independent of one another."


def assumptions(layout: Layout, form: Form) -> tuple[str, ...]:
    """What the model takes for granted for this dossier, one sentence each."""
    found = [
        EVERYTHING_AT_ONCE,
        "Each side's gains add up over issues; a party's utility is never compared with another's"
        + ("." if form.solution in ("nash", "kalai-smorodinsky") else ", except by the solution."),
        f"Each principal holds back {form.holding_back:g} of what the other cannot see "
        "(1/8 gives the trade region of Chatterjee and Samuelson 1983).",
        f"Among packages that all claim to accept, the {form.solution} one is struck.",
        TRUST,
        INDEPENDENT,
    ]
    found += in_words_of_relations(layout.dossier)
    if len(layout.principals) > 2:
        found.append(
            "More than two principals: the same rule for all, which is known to be optimistic "
            "(Mailath and Postlewaite 1990)."
        )
    return tuple(found)
