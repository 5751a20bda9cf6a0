"""Forecasts and comparisons as an audience may see them."""

from __future__ import annotations

from collections.abc import Sequence

from summitry.dossier.audience import Audience
from summitry.dossier.digest import digest
from summitry.dossier.excerpt import NOT_SHOWN
from summitry.dossier.inputs import inputs
from summitry.dossier.model import Dossier
from summitry.forecasts.audiences.lens import Lens, rounded, through
from summitry.forecasts.bargains import Package
from summitry.forecasts.compare import Comparison, Dispute
from summitry.forecasts.doubt import Spread
from summitry.forecasts.evidence import Evidence, evidence
from summitry.forecasts.forecast import (
    EVERYTHING_AT_ONCE,
    INDEPENDENT,
    TRUST,
    EventForecast,
    Forecast,
    Provenance,
)
from summitry.forecasts.grid import Grid
from summitry.forecasts.mechanisms import Effect, mechanisms
from summitry.forecasts.reasons import Reason

SUM_OF_HIDDEN = "for reasons that are not shown"


def comparison_for(made: Comparison, dossier: Dossier, who: Audience) -> Comparison:
    """A comparison of the schools that are seen."""
    lenses = through(dossier, who, [one.assessment for one in made.forecasts])
    kept = [one for one in made.forecasts if (one.assessment or "") in lenses]
    shown = [lenses[one.assessment or ""] for one in kept]
    seen = shown[0].seen
    return Comparison(
        seen.title,
        seen.question,
        seen.as_of,
        tuple(_forecast(one, lens) for one, lens in zip(kept, shown, strict=True)),
        _disputes(made, shown),
    )


def forecast_for(made: Forecast, dossier: Dossier, who: Audience) -> Forecast:
    """A forecast by a school that is seen."""
    (lens,) = through(dossier, who, [made.assessment]).values()
    return _forecast(made, lens)


def _disputes(made: Comparison, lenses: Sequence[Lens]) -> tuple[Dispute, ...]:
    """Numbers that are seen wherever they are, and that the schools shown do not share."""
    found = []
    for one in made.disputes:
        having = [lens for lens in lenses if one.name in inputs(lens.whole)]
        if not having or not all(lens.shows(one.name) for lens in having):
            continue
        spans = [lens.numbers[one.name].range if lens in having else None for lens in lenses]
        ranges = [None if span is None else (span.low, span.mode, span.high) for span in spans]
        if any(each != ranges[0] for each in ranges):
            found.append(Dispute(one.name, tuple(ranges)))
    return tuple(found)


def _forecast(made: Forecast, lens: Lens) -> Forecast:
    lens.needs("agreed", "exchange")
    seen, who = lens.seen, lens.who
    names = [one.name for one in made.events if lens.event(one.name)]
    why = _reasons(made, lens)
    agreed = rounded(made.probability("agreed"))
    return Forecast(
        title=seen.title,
        question=seen.question,
        as_of=seen.as_of,
        assessment=made.assessment,
        label=lens.label,
        hindsight=made.hindsight,
        events=tuple(_event(made.event(name), lens) for name in names),
        reasons=why,
        summary=_in_words(agreed, why),
        effects=_effects(made, lens, names),
        levels={
            issue: {level: rounded(share) for level, share in made.levels[issue].items()}
            for issue in seen.issues
        },
        packages=_packages(made, lens),
        grid=Grid(
            made.grid.curves,
            made.grid.loss_aversions,
            {
                name: tuple(tuple(map(rounded, row)) for row in made.grid.cells[name])
                for name in names
                if name in made.grid.cells
            },
        ),
        cautions=made.cautions if lens.everything else (),
        evidence=evidence_for(lens),
        assumptions=made.assumptions if lens.everything else (EVERYTHING_AT_ONCE, TRUST,
                                                              INDEPENDENT),
        unknowns=tuple(seen.unknowns),
        provenance=_provenance(made.provenance, seen, who),
    )  # fmt: skip


def _in_words(agreed: float, why: tuple[Reason, ...]) -> str:
    """The sum of a forecast, to the decimals that an audience is given."""
    parts = [f"Any deal {agreed:.2f}", *(f"{one.text} {one.share:.2f}" for one in why if one.share)]
    return "; ".join(parts).replace("; ", ": ", 1).replace(" 0.", " .") + "."


def _event(made: EventForecast, lens: Lens) -> EventForecast:
    own = lens.seen.events.get(made.name)
    span = made.spread
    known = all(map(lens.who.sees, (("process", "solution"), ("process", "holding_back"))))
    forms = {name: rounded(chance) for name, chance in span.forms.items()} if known else {}
    return EventForecast(
        made.name,
        own.when if own else made.when,
        rounded(made.probability),
        Spread(rounded(span.least), rounded(span.middle), rounded(span.greatest), forms),
    )


def _reasons(made: Forecast, lens: Lens) -> tuple[Reason, ...]:
    """Reasons whose party and numbers are seen; the others as one sum."""
    kept, rest = [], 0.0
    for one in made.reasons:
        text = one.text if lens.everything else _reason(one, lens)
        if text is None:
            rest += one.share
        else:
            kept.append(Reason(one.kind, text, rounded(one.share), one.who))
    if rounded(rest):
        kept.append(Reason("not shown", SUM_OF_HIDDEN, rounded(rest)))
    return tuple(sorted(kept, key=lambda one: (-one.share, one.kind, one.text)))


def _reason(made: Reason, lens: Lens) -> str | None:
    """A reason in words that may be shown; None if it speaks of what is hidden."""
    if made.kind == "no common gain":
        return made.text
    needed = {
        "ask": ("process", "big_ask", made.who),
        "red line": ("stances", made.who),
        "consent": ("stances", made.who),
        "critic": ("parties", made.who, "leverage"),
        "slip": ("process", "slip"),
    }.get(made.kind)
    if needed is None or not lens.who.sees(needed):
        return None
    if made.kind == "slip":
        return made.text
    if not made.who or made.who not in lens.seen.parties:
        return None
    label = lens.seen.label(made.who)
    return {
        "ask": f"{label} asks too much",
        "red line": f"a red line of {label} closes the zone",
        "consent": f"{label} does not consent",
        "critic": f"{label} make it too dear",
    }[made.kind]


def _effects(made: Forecast, lens: Lens, names: list[str]) -> tuple[Effect, ...]:
    """Mechanisms that the audience's excerpt has too, to the last input, in its own words."""
    if not made.effects:
        return ()
    shown = {(one.kind, frozenset(one.off)): one.text for one in mechanisms(lens.seen)}
    found = []
    for mechanism, effect in zip(mechanisms(lens.whole), made.effects, strict=True):
        text = shown.get((mechanism.kind, frozenset(mechanism.off)))
        if text is None:
            continue
        without = {name: rounded(effect.without[name]) for name in names}
        change = {name: rounded(effect.change[name]) for name in names}
        found.append(Effect(effect.kind, text, without, change, rounded(effect.touched)))
    return tuple(found)


def _packages(made: Forecast, lens: Lens) -> tuple[Package, ...]:
    """The likeliest packages as far as they move issues that are seen; alike ones together."""
    alike: dict[tuple[tuple[str, str], ...], list[Package]] = {}
    for one in made.packages:
        alike.setdefault(tuple(lens.package(one.levels).items()), []).append(one)
    found = []
    for levels, own in alike.items():
        share = sum(one.share for one in own)
        moved = tuple(key for key, level in levels if level != lens.seen.issues[key].status_quo)
        gains = {
            party: rounded(sum(one.gains[party] * one.share for one in own) / share)
            for party in (own[0].gains if share else ())
            if lens.knows(party)
        }
        if moved:
            found.append(Package(dict(levels), moved, rounded(share), gains))
    return tuple(sorted(found, key=lambda one: -one.share))


def evidence_for(lens: Lens) -> Evidence:
    """The numbers that are seen, with what they rest on as far as that is seen."""
    found = evidence(lens.seen)
    numbers = tuple(one for one in found.numbers if lens.shows(one.name))
    defaults = sum(one.basis == "default" for one in numbers)
    cited = sum(bool(one.citations) for one in numbers)
    agree = found.agreement if lens.everything else {}
    return Evidence(numbers, cited, len(numbers) - cited - defaults, defaults, agree)


def _provenance(made: Provenance, seen: Dossier, who: Audience) -> Provenance:
    """Without the seed, the count of packages and the whole dossier's fingerprint."""
    return Provenance(
        dossier=digest(seen),
        assessment=made.assessment,
        procedure=made.procedure,
        solution=made.solution if who.sees(("process", "solution")) else NOT_SHOWN,
        holding_back=made.holding_back if who.sees(("process", "holding_back")) else None,
        law=made.law if who.sees(("law",)) else NOT_SHOWN,
        seed=None,
        draws=made.draws,
        doubt_rows=made.doubt_rows,
        doubt_worlds=made.doubt_worlds,
        effect_draws=made.effect_draws,
        packages=None,
        packages_exact=False,
        sampling_error=round(made.sampling_error, 3),
        version=made.version,
        audience=who.name,
    )
