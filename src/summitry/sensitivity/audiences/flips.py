"""What would change the answer, as an audience may see it: flips and levers of numbers it sees."""

from __future__ import annotations

from collections.abc import Iterable

from summitry.dossier.audience import Audience
from summitry.dossier.digest import digest
from summitry.dossier.model import Dossier
from summitry.forecasts.audiences.lens import Lens, coarse, rounded, through
from summitry.sensitivity.bridges import Bridge, Bridges, Pulled
from summitry.sensitivity.choices import Choice
from summitry.sensitivity.flip import Flips, FlipStudy
from summitry.sensitivity.joint import JointFlip, Shift, Trial
from summitry.sensitivity.naming import label
from summitry.sensitivity.prices import Price
from summitry.sensitivity.pulls import Pull, half_width, pulls
from summitry.sensitivity.singles import Flip, rank, reveal

CHOSEN = {
    "solution": ("process", "solution"),
    "holding back": ("process", "holding_back"),
    "law of the ranges": ("law",),
    "track": ("tracks",),
}
"""Structural choice: the path of what the dossier itself chooses."""


def flips_for(made: Flips, dossier: Dossier, who: Audience) -> Flips:
    """Flips of numbers that are seen, by the schools that are."""
    lenses = through(dossier, who, [one.assessment for one in made.studies])
    first = next(iter(lenses.values()))
    first.needs(made.event)
    studies = tuple(
        _study(one, lenses[one.assessment or ""])
        for one in made.studies
        if (one.assessment or "") in lenses
    )
    return Flips(
        first.seen.title, first.seen.as_of, made.event, made.threshold, studies,
        digest(first.seen), None, made.draws, made.version, who.name,
    )  # fmt: skip


def _study(study: FlipStudy, lens: Lens) -> FlipStudy:
    levers = _levers(lens)
    package = lens.package(study.package)
    return FlipStudy(
        study.assessment,
        lens.label,
        rounded(study.probability),
        _flips((one for one in study.levers if one.name in levers), lens, levers),
        _flips(study.facts, lens, {}),
        _flips(study.form, lens, {}),
        tuple(_choice(one) for one in study.choices if _is_seen(one, lens)),
        _joint(study.joint, lens) if lens.everything else None,
        _bridges(study.bridges, lens, levers),
        package,
        tuple(found for one in study.prices if (found := price_for(one, lens))) if package else (),
        {party: lens.seen.label(party) for party in lens.seen.parties},
    )


def _levers(lens: Lens) -> dict[str, Pull]:
    """Levers that are seen: the number, who pulls it and how."""
    every = pulls(lens.whole)
    return {
        name: pull
        for name, pull in pulls(lens.seen).items()
        if lens.shows(name) and name in every and set(every[name].by) == set(pull.by)
    }


def _flips(every: Iterable[Flip], lens: Lens, levers: dict[str, Pull]) -> tuple[Flip, ...]:
    found = [_flip(one, lens, levers.get(one.name)) for one in every if lens.shows(one.name)]
    return tuple(sorted(found, key=rank))


def _flip(one: Flip, lens: Lens, pull: Pull | None) -> Flip:
    """A flip in terms of the number as it is seen: its range may hang on what is not."""
    own = lens.numbers[one.name]
    span = own.range
    value = None if one.value is None else coarse(one.value)
    far = None if value is None or span.exact else abs(value - span.mode) / half_width(own)
    return Flip(
        one.name,
        label(lens.seen, one.name).text,
        one.kind,
        span.mode,
        span.low,
        span.high,
        one.least,
        one.greatest,
        value,
        None if far is None else round(far, 1),
        rounded(one.at_least),
        rounded(one.at_greatest),
        one.touched,
        pull.by if pull else (),
        pull.how if pull else "",
        None if pull is None or value is None else pull.low <= value <= pull.high,
        *reveal(lens.seen, one.name),
    )


def _is_seen(one: Choice, lens: Lens) -> bool:
    """Whether what the dossier itself chooses is seen: the others' chances would tell it."""
    if not lens.who.sees(CHOSEN[one.choice]):
        return False
    names = {key: track.name for key, track in lens.seen.tracks.items()}
    own = {key: track.name for key, track in lens.whole.tracks.items()}
    return one.choice != "track" or names == own


def _choice(one: Choice) -> Choice:
    return Choice(one.choice, one.option, rounded(one.probability), one.flips, one.shipped)


def _joint(one: JointFlip | None, lens: Lens) -> JointFlip | None:
    if one is None:
        return None
    return JointFlip(
        rounded(one.distance),
        tuple(
            Shift(each.name, label(lens.seen, each.name).text, coarse(each.change),
                  rounded(each.deviations))
            for each in one.shifts
        ),
        tuple(
            Trial(each.inputs, rounded(each.distance), rounded(each.probability), each.step)
            for each in one.trials
        ),
    )  # fmt: skip


def _bridges(one: Bridges, lens: Lens, levers: dict[str, Pull]) -> Bridges:
    found = tuple(made for each in one.found if (made := _bridge(each, lens, levers)))
    furthest = one.furthest and _bridge(one.furthest, lens, levers)
    alone = {name: rounded(chance) for name, chance in one.alone.items() if name in levers}
    return Bridges(one.wanted, rounded(one.now), found, furthest, alone)


def _bridge(one: Bridge, lens: Lens, levers: dict[str, Pull]) -> Bridge | None:
    """A bridge all of whose levers are seen; else None."""
    if not all(each.name in levers for each in one.levers):
        return None
    pulled = tuple(
        Pulled(
            each.name,
            label(lens.seen, each.name).text,
            levers[each.name].by,
            levers[each.name].how,
            lens.numbers[each.name].range.mode,
            coarse(each.to),
            coarse(each.cost),
        )
        for each in one.levers
    )
    return Bridge(pulled, coarse(one.cost), rounded(one.probability))


def price_for(one: Price, lens: Lens) -> Price | None:
    """The price of a party all of whose numbers, and of the issues in it, are seen."""
    if not lens.knows(one.party) or not lens.all_issues(one.change or ()):
        return None
    cost = {party: rounded(value) for party, value in one.cost.items() if lens.knows(party)}
    everybody = len(cost) == len(one.cost)
    return Price(
        one.party,
        lens.seen.label(one.party),
        one.role,
        rounded(one.before),
        None if one.change is None else dict(one.change),
        None if one.after is None else rounded(one.after),
        cost,
        one.stands if everybody else None,
        one.within,
    )
