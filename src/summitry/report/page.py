"""A case as one self-contained HTML page: its forecasts, its tracks and its road maps."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from jinja2 import Environment, PackageLoader, StrictUndefined

from summitry import __version__
from summitry.charts.album import Case, album, road_maps, with_weights
from summitry.charts.dark import at_night
from summitry.charts.render import svg
from summitry.charts.signature import SIGNATURE, signature
from summitry.dossier.freezing import changed_since
from summitry.dossier.model import Dossier
from summitry.forecasts.compare import Comparison
from summitry.forecasts.forecast import Forecast
from summitry.forecasts.pressure_study import Pressure
from summitry.forecasts.pressure_tables import (
    models_table,
    outcomes_table,
    pivots_table,
    proposals_table,
    taken_table,
)
from summitry.forecasts.roadmap_tables import map_tables, maps_table, survival_tables
from summitry.forecasts.roadmaps import RoadMapComparison
from summitry.forecasts.stability import StabilityComparison
from summitry.forecasts.stability_tables import ASSUMPTIONS, concepts_table, exits_table
from summitry.forecasts.tables import (
    Table,
    comparison_tables,
    effects_table,
    figure,
    levels_table,
    packages_table,
    provenance_table,
    reasons_table,
)
from summitry.forecasts.track_tables import (
    baskets_table,
    duels_table,
    forms_table,
    tracks_table,
)
from summitry.forecasts.tracks import TrackComparison
from summitry.forecasts.views import harmless
from summitry.report.building import building, policy
from summitry.report.evidence import grounds, silences
from summitry.report.reasons import bridging, differing, driving
from summitry.sensitivity.naming import with_path


@dataclass(frozen=True)
class _School:
    """One assessment's own part of the page."""

    forecast: Forecast
    name: str
    about: str
    tables: Sequence[Table]


def report(case: Case) -> str:
    """Write the page; what was not worked out about a case has no section.

    Every text of the dossier is escaped; pictures are embedded as images, in which no script can
    run; a content security policy forbids everything else, but for the one script that looks up
    the answers to a package built on the page.

    Raises
    ------
    ModuleNotFoundError
        The ``charts`` extra is not installed; the message has the line that installs it.
    """
    dossier, comparison = case.dossier, case.comparison
    pictures = {
        name: (_image(svg(picture.spec)), picture.text) for name, picture in album(case).items()
    }
    record = case.record
    for name, picture in (record.pictures if record else {}).items():
        pictures[f"record-{name}"] = (_image(svg(picture.spec)), picture.text)
    pictures["signature"] = (_image(signature(dossier)), SIGNATURE)
    environment = Environment(
        loader=PackageLoader("summitry.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["harmless"] = harmless
    environment.filters["figure"] = figure
    build = building(case)
    side, why, deal, disputes = comparison_tables(comparison, partial(with_path, dossier))[:4]
    first = comparison.forecasts[0]
    return environment.get_template("report.html").render(
        dossier=dossier,
        comparison=comparison,
        forecasts=comparison.forecasts,
        pictures=pictures,
        side=side,
        why=why,
        deal=deal,
        disputes=disputes,
        schools=[_school(dossier, one) for one in comparison.forecasts],
        provenance=provenance_table(first),
        grounds=grounds(case),
        build=build,
        answers=[table for one in case.answers for table in one.tables()],
        record=record,
        policy=policy(scripted=build is not None),
        silent=silences(dossier) if case.everything else [],
        audience=case.audience,
        changed=changed_since(dossier),
        cautions=_cautions(comparison),
        ways=_ways(case.tracks) if case.tracks is not None else None,
        roads=_roads(case.roads) if case.roads is not None else None,
        holding=_holding(case.holding) if case.holding is not None else None,
        pull=_pull(case.pressure) if case.pressure is not None else None,
        bridging=bridging(case),
        driving=driving(case),
        differing=differing(case),
        frontier=case.frontier.tables() if case.frontier is not None else (),
        change=case.change,
        version=__version__,
    )


@dataclass(frozen=True)
class _Ways:
    """The section on tracks."""

    comparison: TrackComparison
    side: Table
    baskets: Table
    tables: Sequence[Table]
    verdicts: Sequence[str]


def _ways(found: TrackComparison) -> _Ways:
    tables = [
        table
        for study in found.studies
        for table in (tracks_table(found, study), duels_table(study, every=True))
    ]
    verdicts = [study.verdict for study in found.studies]
    return _Ways(found, forms_table(found), baskets_table(found), tables, verdicts)


@dataclass(frozen=True)
class _Holding:
    """The section on whether the package would hold."""

    comparison: StabilityComparison
    tables: Sequence[Table]
    exits: Sequence[Table]
    verdicts: Sequence[str]
    assumptions: Sequence[str]


def _holding(found: StabilityComparison) -> _Holding:
    judged = [study for study in found.studies if study.package]
    return _Holding(
        found,
        [concepts_table(found, study) for study in judged],
        [exits_table(study) for study in judged if study.exits],
        [study.verdict for study in found.studies],
        [text for _, text in ASSUMPTIONS],
    )


@dataclass(frozen=True)
class _Roads:
    """The section on road maps."""

    comparison: RoadMapComparison
    pictures: Sequence[tuple[str, str]]
    tables: Sequence[Table]
    steps: Sequence[Table]
    verdicts: Sequence[str]


def _roads(found: RoadMapComparison) -> _Roads:
    tables = [maps_table(found, study) for study in found.studies if study.maps]
    tables += survival_tables(found)
    steps = [
        table for study in found.studies for one in study.maps for table in map_tables(study, one)
    ]
    pictures = [(f"roadmap-{name}", label) for name, label in road_maps(found).items()]
    return _Roads(found, pictures, tables, steps, [study.verdict for study in found.studies])


@dataclass(frozen=True)
class _Pull:
    """The section on where the pressure of all interests points."""

    comparison: Pressure
    answers: Sequence[Table]
    figures: Sequence[Table]
    weights: Sequence[tuple[str, str]]


def _pull(found: Pressure) -> _Pull:
    answers = [taken_table(found, study) for study in found.studies]
    figures = [
        table
        for study in found.studies
        for table in (outcomes_table(found, study), proposals_table(study),
                      pivots_table(found, study))
    ]  # fmt: skip
    pictures = [
        (f"weights-{one.assessment or 'dossier'}", one.label) for one in with_weights(found)
    ]
    return _Pull(found, answers, [*figures, models_table(found)], pictures)


def _image(picture: str) -> str:
    return "data:image/svg+xml;base64," + b64encode(at_night(picture).encode()).decode()


def _school(dossier: Dossier, forecast: Forecast) -> _School:
    own = dossier.assessments.get(forecast.assessment or "")
    about = []
    if own and own.holder:
        about.append(f"Held by {own.holder}.")
    if own and own.as_told_by:
        about.append(f"As told by {own.as_told_by}.")
    if own and own.note:
        about.append(own.note)
    tables = (reasons_table(forecast), effects_table(forecast), packages_table(forecast),
              levels_table(forecast))  # fmt: skip
    return _School(forecast, f"grid-{forecast.assessment or 'dossier'}", " ".join(about), tables)


def _cautions(comparison: Comparison) -> list[tuple[str, str, str]]:
    told: dict[tuple[str, str], list[str]] = {}
    for one in comparison.forecasts:
        for caution in one.cautions:
            told.setdefault((caution.code, caution.text), []).append(one.label)
    return [(code, text, ", ".join(who)) for (code, text), who in told.items()]
