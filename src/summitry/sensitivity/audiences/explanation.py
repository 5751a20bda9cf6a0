"""What drives a forecast, as an audience may see it: inputs, regions and signs that it sees."""

from __future__ import annotations

from math import inf

from summitry.dossier.audience import Audience
from summitry.dossier.digest import digest
from summitry.dossier.model import Dossier
from summitry.forecasts.audiences.lens import Lens, coarse, rounded, through
from summitry.sensitivity.drivers import WORLD, Driver, Group
from summitry.sensitivity.explain import Explanation, ExplanationStudy
from summitry.sensitivity.multiverse import Universe
from summitry.sensitivity.naming import label
from summitry.sensitivity.scenarios import Scenario, condition, in_words
from summitry.sensitivity.watch import Indicator
from summitry.sensitivity.watch import in_words as sign_in_words

NOBODYS = "nobody's: process and form"
FORM = (("process", "solution"), ("process", "holding_back"), ("law",))
"""Paths of the structural choices that are no inputs."""


def explanation_for(made: Explanation, dossier: Dossier, who: Audience) -> Explanation:
    """Drivers that are seen, by the schools that are."""
    lenses = through(dossier, who, [one.assessment for one in made.studies])
    first = next(iter(lenses.values()))
    first.needs(made.event)
    studies = tuple(
        _study(made.event, one, lenses[one.assessment or ""])
        for one in made.studies
        if (one.assessment or "") in lenses
    )
    return Explanation(
        first.seen.title, first.seen.as_of, made.event, studies,
        digest(first.seen), None, made.draws, made.sobol_rows, made.version, who.name,
    )  # fmt: skip


def _study(event: str, study: ExplanationStudy, lens: Lens) -> ExplanationStudy:
    found = [_driver(one, lens) for one in study.drivers if lens.shows(one.name)]
    found.sort(key=lambda one: (not one.matters, -one.regional, one.name))
    base = rounded(study.probability)
    form = all(map(lens.who.sees, FORM)) and all(
        lens.shows(one)
        for one in ("curve", *(f"loss_aversion/{party}" for party in lens.whole.principals))
    )
    return ExplanationStudy(
        study.assessment,
        lens.label,
        base,
        None if study.floor is None or not lens.everything else round(study.floor, 3),
        tuple(found),
        tuple(made for one in study.groups if (made := _group(one, study, lens))),
        tuple(filter(lens.shows, study.unread)),
        tuple(filter(lens.shows, study.exact)),
        tuple(_scenario(event, one, lens) for one in study.scenarios if _is_seen(one, lens)),
        tuple(_sign(event, base, one, lens) for one in study.watch if one.name in lens.seen.events),
        tuple(sorted(map(_universe, study.universes), key=_rank)) if form else (),
    )


def _driver(one: Driver, lens: Lens) -> Driver:
    said = label(lens.seen, one.name)
    return Driver(
        one.name,
        said.text,
        said.party,
        said.issue,
        said.chance,
        rounded(one.regional),
        rounded(one.first_order),
        rounded(one.pawn),
        rounded(one.low),
        rounded(one.high),
        one.matters,
        None if one.first is None else rounded(one.first),
        None if one.total is None else rounded(one.total),
    )


def _group(one: Group, study: ExplanationStudy, lens: Lens) -> Group | None:
    """A group all of whose inputs are seen; else None."""
    own = [each for each in study.drivers if _belongs(each, one)]
    if not all(lens.shows(each.name) for each in own):
        return None
    if one.kind == "issue":
        if one.name not in lens.seen.issues:
            return None
        text = lens.seen.issues[one.name].name or one.name
    elif one.name in ("", "-"):
        text = WORLD if not one.name else NOBODYS
    elif one.name in lens.seen.parties:
        text = lens.seen.label(one.name)
    else:
        return None
    telling = [each for each in own if each.matters]
    first = max(telling, key=lambda each: each.regional) if telling else None
    strongest = label(lens.seen, first.name).text if first else None
    return Group(
        one.kind, one.name, text, one.inputs, one.matter, rounded(one.first_order), strongest
    )


def _belongs(one: Driver, group: Group) -> bool:
    if group.kind == "party" and group.name == "":
        return one.chance
    if one.chance:
        return False
    if group.kind == "issue":
        return one.issue == group.name
    return one.party == (None if group.name == "-" else group.name)


def _is_seen(one: Scenario, lens: Lens) -> bool:
    return all(lens.shows(name) for name, _, _ in one.inputs)


def _scenario(event: str, one: Scenario, lens: Lens) -> Scenario:
    """A region in the excerpt's words, its bounds to two digits."""
    ends = [
        (name, None if low is None else coarse(low), None if high is None else coarse(high))
        for name, low, high in one.inputs
    ]
    told = tuple(
        condition(label(lens.seen, name), -inf if low is None else low,
                  inf if high is None else high)
        for name, low, high in ends
    )  # fmt: skip
    coverage, density = rounded(one.coverage), rounded(one.density)
    mass, base = rounded(one.mass), rounded(one.base)
    text = in_words(event, told, (density, mass, coverage, base), holds=one.holds)
    return Scenario(one.holds, told, tuple(ends), coverage, density, mass, base, text)


def _sign(event: str, base: float, one: Indicator, lens: Lens) -> Indicator:
    own = lens.seen.events[one.name]
    seen = None if one.seen is None else rounded(one.seen)
    unseen = None if one.unseen is None else rounded(one.unseen)
    return Indicator(
        one.name,
        own.when,
        own.observable_by or "",
        rounded(one.chance),
        seen,
        unseen,
        rounded(one.bits),
        sign_in_words(event, base, seen, unseen),
    )


def _universe(one: Universe) -> Universe:
    return Universe(
        one.solution, one.holding_back, one.curve, one.loss_aversion, one.law,
        rounded(one.probability), one.shipped,
    )  # fmt: skip


def _rank(one: Universe) -> tuple[float, str, float, str]:
    """By the rounded chance, so that the order tells no more than it does."""
    return one.probability, one.solution, one.holding_back, one.law
