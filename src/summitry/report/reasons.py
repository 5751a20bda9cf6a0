"""The report's part on what would change the forecast, what drives it and why schools differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summitry.charts.album import Case
from summitry.forecasts.tables import Table
from summitry.sensitivity.difference_tables import difference_tables
from summitry.sensitivity.explain import Explanation
from summitry.sensitivity.explain_tables import (
    drivers_table,
    groups_table,
    scenarios_table,
    universes_table,
    watch_table,
)
from summitry.sensitivity.flip import Flips
from summitry.sensitivity.flip_tables import (
    bridges_table,
    choices_table,
    joint_table,
    prices_table,
    singles_table,
)


@dataclass(frozen=True)
class Bridging:
    """What would change it: bridges and prices first, then every flip."""

    flips: Flips
    first: Sequence[Table]
    singles: Sequence[Table]


@dataclass(frozen=True)
class Driving:
    """What drives it: regions in words, signs to watch for, and the figures behind them."""

    explanation: Explanation
    regions: Sequence[tuple[str, Sequence[str]]]
    watch: Sequence[Table]
    universes: Sequence[tuple[str, Table]]
    figures: Sequence[Table]


@dataclass(frozen=True)
class Differing:
    """Why the schools differ, with the picture and the tables of each pair."""

    pairs: Sequence[tuple[str, Sequence[Table]]]
    wishes: Sequence[str]


def bridging(case: Case) -> Bridging | None:
    """Bridges, prices and flips; None where they were not worked out."""
    made = case.flips
    if made is None:
        return None
    first: list[Table] = []
    singles: list[Table] = []
    for study in made.studies:
        first.append(bridges_table(made, study))
        if study.prices:
            first.append(prices_table(made, study))
        for kind, own in (("levers", study.levers), ("facts", study.facts), ("form", study.form)):
            singles.append(singles_table(made, study, kind, own))
        singles += [choices_table(made, study), joint_table(made, study)]
    return Bridging(made, first, singles)


def driving(case: Case) -> Driving | None:
    """Drivers, regions and signs; None where they were not worked out."""
    made = case.explanation
    if made is None:
        return None
    regions = [
        (study.label, [one.text for one in study.scenarios] or [scenarios_table(made, study).note])
        for study in made.studies
    ]
    watch = [watch_table(made, study) for study in made.studies if study.watch]
    universes = [
        (f"multiverse-{study.assessment or 'dossier'}", universes_table(made, study))
        for study in made.studies
        if study.universes
    ]
    figures = [
        table
        for study in made.studies
        for table in (drivers_table(made, study), groups_table(made, study))
    ]
    return Driving(made, regions, watch, universes, figures)


def differing(case: Case) -> Differing | None:
    """Why the schools differ; None where there is one school only."""
    if not case.differences:
        return None
    pairs = [
        (f"waterfall-{number}", difference_tables(one)[:-1])
        for number, one in enumerate(case.differences, start=1)
    ]
    wishes = dict.fromkeys(check.text for one in case.differences for check in one.wishes)
    return Differing(pairs, list(wishes))
