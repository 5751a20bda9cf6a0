"""Results as an audience may see them: made with every number, shown in terms of what is for it.

A view is built anew, part by part, of what may be shown; nothing is copied and then blanked. What
this module does not know how to show is not shown at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch
from typing import TYPE_CHECKING

from summitry.dossier.audience import Audience, AudienceError, audience
from summitry.dossier.digest import digest
from summitry.dossier.excerpt import NOT_SHOWN, excerpt
from summitry.dossier.model import Dossier
from summitry.forecasts.bargains import Package
from summitry.forecasts.compare import Comparison
from summitry.forecasts.doubt import Spread
from summitry.forecasts.evidence import Evidence, Number, evidence
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

if TYPE_CHECKING:
    from summitry.forecasts.shown import Shown

DIGITS = 2
"""Decimals of every share: more would let a guess at the hidden numbers be tried to the digit."""
SUM_OF_HIDDEN = "for reasons that are not shown"


def view(made: Shown, dossier: Dossier, name: str) -> Shown:
    """A result as an audience may see it.

    Parameters
    ----------
    made
        A forecast or a comparison, of all numbers.
    dossier
        The dossier it is of.
    name
        ``team``, ``anyone`` or a party's id.

    Raises
    ------
    AudienceError
        There is no such audience, nothing of the result is for it, or a result of this kind is for
        the team alone.
    """
    who = audience(dossier, name)
    return made if who.sees_all else _view(made, dossier, who)


def shown_dossier(dossier: Dossier, name: str) -> Dossier:
    """The dossier as an audience may see it; raises AudienceError."""
    who = audience(dossier, name)
    return dossier if who.sees_all else excerpt(dossier, who)


@singledispatch
def _view(made: object, dossier: Dossier, who: Audience) -> Shown:
    msg = f"a result of this kind ({type(made).__name__.lower()}) is for the team alone"
    raise AudienceError(msg)


@_view.register
def _of_comparison(made: Comparison, dossier: Dossier, who: Audience) -> Comparison:
    seen = excerpt(dossier, who)
    forecasts = tuple(
        _of_forecast(one, dossier, who)
        for one in made.forecasts
        if one.assessment is None or one.assessment in seen.assessments
    )
    if not forecasts:
        msg = f"no assessment is for {who.name}: name one in 'audiences', as assessments.NAME"
        raise AudienceError(msg)
    return Comparison(seen.title, seen.question, seen.as_of, forecasts, ())


@_view.register
def _of_forecast(made: Forecast, dossier: Dossier, who: Audience) -> Forecast:
    seen = excerpt(dossier, who, made.assessment)
    if made.assessment is not None and made.assessment not in seen.assessments:
        msg = f"the assessment is not for {who.name}: name it in 'audiences', as assessments.NAME"
        raise AudienceError(msg)
    if not (who.sees(("events", "agreed")) and who.sees(("events", "exchange"))):
        msg = (
            f"no forecast is for {who.name}: name events.agreed and events.exchange, or all "
            "events, in 'audiences'"
        )
        raise AudienceError(msg)
    names = [one.name for one in made.events if one.name in seen.events or _built_in(one.name, who)]
    why = _reasons(made, seen, who)
    agreed = _round(made.probability("agreed"))
    school = seen.assessments.get(made.assessment or "")
    own = "the dossier's own numbers"
    return Forecast(
        title=seen.title,
        question=seen.question,
        as_of=seen.as_of,
        assessment=made.assessment,
        label=(school.name or made.assessment or own) if school else own,
        hindsight=made.hindsight,
        events=tuple(_event(made.event(name), seen) for name in names),
        reasons=why,
        summary=_in_words(agreed, why),
        effects=_effects(made, dossier, seen, names),
        levels={
            issue: {level: _round(share) for level, share in shares.items()}
            for issue, shares in made.levels.items()
            if issue in seen.issues
        },
        packages=_packages(made, seen),
        grid=Grid(
            made.grid.curves,
            made.grid.loss_aversions,
            {
                name: tuple(tuple(map(_round, row)) for row in made.grid.cells[name])
                for name in names
            },
        ),
        cautions=(),
        evidence=_evidence(dossier, seen, who, made.assessment),
        assumptions=(EVERYTHING_AT_ONCE, TRUST, INDEPENDENT),
        unknowns=tuple(seen.unknowns),
        provenance=_provenance(made.provenance, seen, who),
    )


def _round(share: float) -> float:
    return round(share, DIGITS)


def _in_words(agreed: float, why: tuple[Reason, ...]) -> str:
    """The sum of a forecast, to the decimals that an audience is given."""
    parts = [f"Any deal {agreed:.2f}", *(f"{one.text} {one.share:.2f}" for one in why if one.share)]
    return "; ".join(parts).replace("; ", ": ", 1).replace(" 0.", " .") + "."


def _built_in(name: str, who: Audience) -> bool:
    return name in ("agreed", "exchange") and who.sees(("events", name))


def _event(made: EventForecast, seen: Dossier) -> EventForecast:
    own = seen.events.get(made.name)
    span = made.spread
    return EventForecast(
        made.name,
        own.when if own else made.when,
        _round(made.probability),
        Spread(_round(span.least), _round(span.middle), _round(span.greatest), {}),
    )


def _reasons(made: Forecast, seen: Dossier, who: Audience) -> tuple[Reason, ...]:
    """Reasons whose party and numbers are seen; the others as one sum."""
    kept, rest = [], 0.0
    for one in made.reasons:
        text = _reason(one, seen, who)
        if text is None:
            rest += one.share
        else:
            kept.append(Reason(one.kind, text, _round(one.share), one.who))
    if _round(rest):
        kept.append(Reason("not shown", SUM_OF_HIDDEN, _round(rest)))
    return tuple(sorted(kept, key=lambda one: (-one.share, one.kind, one.text)))


def _reason(made: Reason, seen: Dossier, who: Audience) -> str | None:
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
    if needed is None or not who.sees(needed):
        return None
    if made.kind == "slip":
        return made.text
    if not made.who or made.who not in seen.parties:
        return None
    label = seen.label(made.who)
    return {
        "ask": f"{label} asks too much",
        "red line": f"a red line of {label} closes the zone",
        "consent": f"{label} does not consent",
        "critic": f"{label} make it too dear",
    }[made.kind]


def _effects(
    made: Forecast, dossier: Dossier, seen: Dossier, names: list[str]
) -> tuple[Effect, ...]:
    """Mechanisms that the audience's excerpt has too, to the last input, in its own words."""
    from summitry.dossier.assessment import assess

    whole = assess(dossier, made.assessment) if made.assessment else dossier
    shown = {(one.kind, frozenset(one.off)): one.text for one in mechanisms(seen)}
    found = []
    for mechanism, effect in zip(mechanisms(whole), made.effects, strict=True):
        text = shown.get((mechanism.kind, frozenset(mechanism.off)))
        if text is None:
            continue
        without = {name: _round(effect.without[name]) for name in names}
        change = {name: _round(effect.change[name]) for name in names}
        found.append(Effect(effect.kind, text, without, change, _round(effect.touched)))
    return tuple(found)


def _packages(made: Forecast, seen: Dossier) -> tuple[Package, ...]:
    """The likeliest packages as far as they move issues that are seen; alike ones together."""
    shares: dict[tuple[tuple[str, str], ...], float] = {}
    for one in made.packages:
        levels = tuple((issue, one.levels[issue]) for issue in seen.issues)
        shares[levels] = shares.get(levels, 0.0) + one.share
    found = []
    for levels, share in sorted(shares.items(), key=lambda item: -item[1]):
        moved = tuple(issue for issue, level in levels if level != seen.issues[issue].status_quo)
        if moved:
            found.append(Package(dict(levels), moved, _round(share), {}))
    return tuple(found)


def _evidence(dossier: Dossier, seen: Dossier, who: Audience, assessment: str | None) -> Evidence:
    """Numbers whose own path is seen; one that an assessment changes unseen is left out."""
    every = dossier.assessments
    changes: Mapping[str, object] = every[assessment].set if assessment in every else {}
    shown = seen.assessments[assessment].set if assessment in seen.assessments else {}
    hidden = [path.replace(".", "/") for path in changes if path not in shown]

    def is_seen(one: Number) -> bool:
        touched = any(
            one.name == path or one.name.startswith(f"{path}/") or path.startswith(f"{one.name}/")
            for path in hidden
        )
        return who.sees(one.name.split("/")) and not touched

    numbers = tuple(one for one in evidence(seen).numbers if is_seen(one))
    defaults = sum(one.basis == "default" for one in numbers)
    cited = sum(bool(one.citations) for one in numbers)
    return Evidence(numbers, cited, len(numbers) - cited - defaults, defaults, {})


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
