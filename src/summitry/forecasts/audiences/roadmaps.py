"""Road maps as an audience may see them: whole ones alone, for figures are of all their steps."""

from __future__ import annotations

from collections.abc import Mapping

from summitry.dossier.audience import Audience
from summitry.dossier.digest import digest
from summitry.dossier.inputs import inputs
from summitry.dossier.model import Dossier
from summitry.forecasts.audiences.lens import Lens, rounded, through
from summitry.forecasts.roadmap_study import (
    PROPOSED,
    PROPOSED_LABEL,
    Collision,
    RoadMapForecast,
    RoadMapStudy,
    StoppingPoint,
)
from summitry.forecasts.roadmap_verdict import roadmap_verdict
from summitry.forecasts.roadmaps import RoadMapComparison
from summitry.forecasts.steps import Mend, PartyStep, Weakest
from summitry.forecasts.survival import Survival


def roadmaps_for(made: RoadMapComparison, dossier: Dossier, who: Audience) -> RoadMapComparison:
    """Road maps that are seen with all their issues, by the schools that are."""
    lenses = through(dossier, who, [one.assessment for one in made.studies])
    studies = [
        _study(one, lenses[one.assessment or ""])
        for one in made.studies
        if (one.assessment or "") in lenses
    ]
    seen = next(iter(lenses.values())).seen
    return RoadMapComparison(
        seen.title, seen.question, seen.as_of, tuple(studies),
        digest(seen), None, made.draws, made.version, who.name,
    )  # fmt: skip


def _study(study: RoadMapStudy, lens: Lens) -> RoadMapStudy:
    yearly = lens.shows("time/yearly")
    patience = {
        party: rounded(value)
        for party, value in study.patience.items()
        if yearly and lens.shows(f"time/patience/{party}")
    }
    names = {party: lens.seen.label(party) for party in study.names if party in lens.seen.parties}
    maps = tuple(_map(one, study, lens) for one in study.maps if _is_seen(one, lens))
    return RoadMapStudy(
        study.assessment,
        lens.label,
        patience,
        names,
        rounded(study.yearly) if yearly and study.yearly is not None else None,
        maps,
        roadmap_verdict(lens.label, patience, names, maps, shown=True),
    )


def _is_seen(one: RoadMapForecast, lens: Lens) -> bool:
    """Whether a road map is for the audience, and every issue that its steps move is seen."""
    if not all(lens.all_issues(step) for step in one.steps):
        return False
    if one.written:
        return one.name in lens.seen.road_maps
    wanted = lens.event("agreed") and lens.event("exchange")  # it leads to the likeliest package
    return wanted and lens.who.sees(("road_maps", PROPOSED))


def _map(one: RoadMapForecast, study: RoadMapStudy, lens: Lens) -> RoadMapForecast:
    own = lens.seen.road_maps.get(one.name) if one.written else None
    everybody = all(map(lens.knows, study.patience))
    weak = one.weakest
    known = weak is not None and lens.knows(weak.party)
    return RoadMapForecast(
        name=one.name,
        label=(own.name or one.name) if own else PROPOSED_LABEL,
        written=one.written,
        period=one.period
        if (own and own.period is not None) or lens.who.sees(("time", "period"))
        else None,
        steps=tuple(dict(step) for step in one.steps),
        critical=_critical(one.critical),
        low=_critical(one.low),
        middle=_critical(one.middle),
        high=_critical(one.high),
        none=rounded(one.none),
        holds=one.holds,
        share=rounded(one.share),
        parties=tuple(
            PartyStep(
                part.step,
                part.party,
                None if part.perform is None else rounded(part.perform),
                rounded(part.walk_out),
                rounded(part.stay),
            )
            for part in one.parties
            if lens.knows(part.party)
        ),
        stopping=tuple(
            StoppingPoint(point.steps, _critical(point.critical), point.holds, rounded(point.share))
            for point in one.stopping
        ),
        longest=one.longest,
        weakest=Weakest(weak.step, weak.party, weak.check, rounded(weak.slack))
        if known and weak is not None
        else None,
        mends=tuple(
            Mend(mend.text, _critical(mend.critical), rounded(mend.slack), mend.holds)
            for mend in one.mends
        )
        if everybody
        else (),
        survival=_survival(one.survival, lens),
        collisions=_collisions(one, lens),
        first_step=_first(one.first_step, lens),
        exact=one.exact,
        everybody=everybody,
    )


def _critical(value: float | None) -> float | None:
    return None if value is None else rounded(value)


def _first(shares: Mapping[str, float] | None, lens: Lens) -> dict[str, float] | None:
    if shares is None:
        return None
    return {party: rounded(share) for party, share in shares.items() if lens.knows(party)}


def _survival(found: Survival | None, lens: Lens) -> Survival | None:
    """How long it may last, where every hazard is seen."""
    hazards = [
        one for one in inputs(lens.whole) if one == "time/yearly" or one.startswith("time/dates/")
    ]
    if found is None or not all(map(lens.shows, hazards)):
        return None
    return Survival(
        tuple(map(rounded, found.steps)), tuple(map(rounded, found.years)), dict(found.dated)
    )


def _collisions(one: RoadMapForecast, lens: Lens) -> tuple[Collision, ...]:
    """Words all of whose readings are seen."""
    found = []
    for words in one.collisions:
        issue, _, level = words.words.partition(" = ")
        own = lens.seen.issues.get(issue)
        readings = own.reads_as.get(level, {}) if own else {}
        if len(readings) == len(words.readings):
            means = {lens.seen.label(party): each.means for party, each in readings.items()}
            found.append(Collision(words.words, means, words.step, words.end))
    return tuple(found)
