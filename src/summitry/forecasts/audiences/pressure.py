"""Where the models of influence point, as an audience may see it: on the issues that are seen."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np

from summitry.dossier.audience import Audience
from summitry.dossier.digest import digest
from summitry.dossier.inputs import inputs
from summitry.dossier.model import Dossier
from summitry.forecasts.audiences.lens import DIGITS, Lens, coarse, rounded, through
from summitry.forecasts.pivots import Pivot
from summitry.forecasts.pressure_study import Pressure, PressureStudy, Scale, Standing
from summitry.forecasts.pulls import History, IssuePull, Matrix, Pull
from summitry.forecasts.taking import Taken

NO_ANSWER = "it has no answer by these numbers"


def pressure_for(made: Pressure, dossier: Dossier, who: Audience) -> Pressure:
    """Outcomes on the issues that are seen, by the schools that are."""
    lenses = through(dossier, who, [one.assessment for one in made.studies])
    first = next(iter(lenses.values()))
    first.needs("agreed", "exchange")
    seen = first.seen
    studies = tuple(
        _study(one, lenses[one.assessment or ""])
        for one in made.studies
        if (one.assessment or "") in lenses
    )
    scales = tuple(
        Scale(key, one.name or key, 0.0, 1.0, one.positions()[one.status_quo], one.positions())
        for key, one in seen.issues.items()
    )
    return Pressure(
        seen.title, seen.question, seen.as_of, made.kind,
        tuple(name for name in made.events if first.event(name)), scales, studies,
        None, made.draws, made.few, digest(seen), made.version, who.name,
    )  # fmt: skip


def _study(study: PressureStudy, lens: Lens) -> PressureStudy:
    stances = lens.whole.stances
    actors = sorted(party for party, own in stances.items() if own)
    issues = sorted({issue for own in stances.values() for issue in own})
    return PressureStudy(
        study.assessment,
        lens.label,
        tuple(_pull(one, lens) for one in study.pulls),
        {model: _taken(one, lens) for model, one in study.taken.items()},
        {name: rounded(one) for name, one in study.package.items() if lens.event(name)},
        {
            model: tuple(
                _pivot(one, lens, actor)
                for actor, one in zip(actors, every, strict=True)
                if _stands(lens, actor)
            )
            for model, every in study.pivots.items()
        },
        _standings(study, lens, list(product(actors, issues))),
        {key: lens.seen.label(key) for key in study.names if key in lens.seen.parties},
    )


def _stands(lens: Lens, actor: str, issue: str = "") -> bool:
    """Whether all that says where a party stands, on an issue or at all, is seen."""
    path = f"stances/{actor}/{issue}/" if issue else f"stances/{actor}/"
    numbers = [one for one in inputs(lens.whole) if one.startswith(path)]
    known = actor in lens.seen.parties and lens.shows(f"parties/{actor}/influence")
    return known and lens.who.sees(path.rstrip("/").split("/")) and all(map(lens.shows, numbers))


def _standings(
    study: PressureStudy, lens: Lens, places: list[tuple[str, str]]
) -> tuple[Standing, ...]:
    """Who stands where; weights are shares of those that are shown, so that they tell no others."""
    seen = lens.seen
    kept = [
        (actor, issue, one)
        for (actor, issue), one in zip(places, study.standings, strict=True)
        if issue in seen.issues and _stands(lens, actor, issue)
    ]
    totals: dict[str, float] = {}
    for _, issue, one in kept:
        totals[issue] = totals.get(issue, 0.0) + one.weight
    return tuple(
        Standing(
            seen.label(actor),
            seen.parties[actor].role,
            seen.issues[issue].name or issue,
            None if one.position is None else rounded(one.position),
            rounded(one.salience),
            coarse(one.capability),
            rounded(one.weight / totals[issue]) if totals[issue] else 0.0,
        )
        for actor, issue, one in kept
    )


def _pull(one: Pull, lens: Lens) -> Pull:
    issues = tuple(_issue(own, lens) for own in one.issues if own.issue in lens.seen.issues)
    said = one.model, one.title
    refused = one.refused and (one.refused if lens.everything else NO_ANSWER)
    if not lens.everything:
        return Pull(*said, one.title, one.says, one.source, issues, refused,
                    settled=rounded(one.settled))  # fmt: skip
    return Pull(
        *said, one.variant, one.says, one.source, issues, refused, _history(one.history),
        tuple(Matrix(own.issue, {name: np.round(part, DIGITS) for name, part in own.values.items()})
              for own in one.matrices),
        rounded(one.settled), one.notes,
    )  # fmt: skip


def _issue(one: IssuePull, lens: Lens) -> IssuePull:
    def place(value: float | None) -> float | None:
        return None if value is None else rounded(value)

    return IssuePull(
        one.issue,
        lens.seen.issues[one.issue].name or one.issue,
        place(one.central),
        place(one.mean),
        place(one.low),
        place(one.middle),
        place(one.high),
        rounded(one.agreed),
        one.level,
        None
        if one.levels is None
        else {level: rounded(share) for level, share in one.levels.items()},
    )


def _history(own: History | None) -> History | None:
    if own is None:
        return None
    return History(
        np.round(own.positions, DIGITS),
        np.round(own.outcomes, DIGITS),
        tuple(_plain(one) for one in own.moves),
        tuple(_plain(one) for one in own.events),
        own.settled,
    )


def _plain(node: Any) -> Any:  # noqa: ANN401
    """A move or an event with coarse numbers."""
    if isinstance(node, Mapping):
        return {key: _plain(one) for key, one in node.items()}
    if isinstance(node, list | tuple):
        return [_plain(one) for one in node]
    return coarse(node) if isinstance(node, float) else node


def _taken(one: Taken, lens: Lens) -> Taken:
    everybody = all(map(lens.knows, one.refusing))
    return Taken(
        proposed=rounded(one.proposed),
        bent=rounded(one.bent) if lens.everything and one.bent is not None else None,
        taken=rounded(one.taken),
        events={name: rounded(chance) for name, chance in one.events.items() if lens.event(name)},
        refusing={party: rounded(share) for party, share in one.refusing.items()}
        if everybody
        else {},
        unconsented=rounded(one.unconsented)
        if lens.everything and one.unconsented is not None
        else None,
        package=lens.package(one.package),
        moved=tuple(issue for issue in one.moved if issue in lens.seen.issues),
        share=rounded(one.share),
    )


def _pivot(one: Pivot, lens: Lens, actor: str) -> Pivot:
    return Pivot(
        lens.seen.label(actor),
        None if one.share is None else rounded(one.share),
        {issue: rounded(shift) for issue, shift in one.shifts.items() if issue in lens.seen.issues},
    )
