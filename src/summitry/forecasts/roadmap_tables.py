"""Road maps as plain tables: what the terminal, the notebook and the report all show."""

from __future__ import annotations

from collections.abc import Mapping

from summitry.forecasts.roadmap_study import RoadMapForecast, RoadMapStudy
from summitry.forecasts.roadmaps import RoadMapComparison
from summitry.forecasts.steps import CHECKS
from summitry.forecasts.survival import YEARS
from summitry.forecasts.tables import Table, figure, shown_to

SHOWN_YEARS = (1, 2, 3, 5, 10, 15, 20, 30, 40)


def roadmap_tables(comparison: RoadMapComparison) -> tuple[Table, ...]:
    """For each assessment its road maps, side by side and one by one; then the verdicts."""
    found: list[Table] = []
    for study in comparison.studies:
        found.append(maps_table(comparison, study))
        for one in study.maps:
            found += map_tables(study, one)
    return (*found, *survival_tables(comparison), provenance(comparison), verdicts(comparison))


def map_tables(study: RoadMapStudy, one: RoadMapForecast) -> tuple[Table, ...]:
    """One road map: its steps, what would mend it, what becomes of words."""
    return (steps_table(study, one), *_mends(study, one), *_words(study, one))


def maps_table(comparison: RoadMapComparison, study: RoadMapStudy) -> Table:
    """Every road map of an assessment: from which patience it holds, and where it may stop."""
    rows = [
        (
            one.label,
            _critical(one.critical),
            "none"
            if one.low is None
            else f"{_critical(one.low)} {_critical(one.middle)} {_critical(one.high)}",
            figure(one.none),
            "yes" if one.holds else "no",
            figure(one.share),
            _stops(one),
            _first(one.first_step, study.names),
        )
        for one in study.maps
    ]
    note = (
        f"{_own_factors(study)}Critical: the least common factor from which nobody gains by "
        "leaving at any step; its 10th, 50th and 90th percentile over the draws, and the "
        "share of draws without any. First step: how much of its whole concession the pacing "
        "programme has each perform first."
    )
    columns = (
        "road map", "critical", "over the draws", "no factor", "holds", "in draws",
        "may stop after", "first step at most",
    )  # fmt: skip
    title = f"{comparison.title}, road maps: {study.label}"
    return Table(title, columns, tuple(rows), note, words=(0, 6, 7))


def _own_factors(study: RoadMapStudy) -> str:
    if study.yearly is None or not study.patience:
        return ""
    factors = ", ".join(
        f"{study.names[party]} {figure(value)}" for party, value in study.patience.items()
    )
    hazard = figure(study.yearly)
    return f"Own discount factors a year, hazard of {hazard} a year counted: {factors}. "


def _stops(one: RoadMapForecast) -> str:
    held = [str(point.steps) for point in one.stopping if point.holds]
    return f"step {', '.join(held)}" if held else "no step"


def _first(shares: Mapping[str, float] | None, names: Mapping[str, str]) -> str:
    if shares is None:
        return "one side gives nothing"
    if not shares:
        return "not shown"
    return ", ".join(f"{names[party]} {share:.0%}" for party, share in shares.items())


def steps_table(study: RoadMapStudy, one: RoadMapForecast) -> Table:
    """Each step with the least slack of each party, and whether the path could stop there."""
    parties = list(dict.fromkeys(part.party for part in one.parties))
    slack = {(part.step, part.party): part for part in one.parties}
    rows = []
    for number, step in enumerate(one.steps, start=1):
        point = one.stopping[number - 1]
        rows.append(
            (
                f"{number}. " + ", ".join(f"{issue}: {level}" for issue, level in step.items()),
                *(_slack(slack[number, party].least) for party in parties),
                _critical(point.critical),
                figure(point.share),
                "–" if one.survival is None else figure(one.survival.steps[number - 1]),
            )
        )
    note = (
        f"{_weakest(study, one)}Slack below 0: the party gains by leaving there. Critical, in "
        "draws: stopped after this step, the critical factor and the share of draws in which it "
        "holds. Lasts: the chance that nothing from outside ends it before the step is done."
    )
    if one.exact is not None:
        found = "every order examined" if one.exact else "a beam search: there may be a better one"
        note += f" Proposed: {found}."
    columns = (
        "step",
        *(f"slack {study.names[party]}" for party in parties),
        "critical",
        "in draws",
        "lasts",
    )
    return Table(f"{one.label}: {study.label}", columns, tuple(rows), note)


def _weakest(study: RoadMapStudy, one: RoadMapForecast) -> str:
    weak = one.weakest
    if weak is None:
        return ""
    what = "breaks" if weak.breaks else "is weakest"
    return (
        f"It {what} at step {weak.step}: {study.names[weak.party]} {CHECKS[weak.check]} "
        f"({_slack(weak.slack)}; a year's flow, 1 being all that it wants). "
    )


def _mends(study: RoadMapStudy, one: RoadMapForecast) -> tuple[Table, ...]:
    if not one.mends or one.weakest is None:
        return ()
    rows = tuple(
        (
            mend.text,
            _slack(mend.slack),
            _critical(mend.critical),
            "yes" if mend.holds else "no",
        )
        for mend in one.mends
    )
    note = (
        "Each alone, at the likeliest numbers and own discount factors; as it is, least slack "
        f"{_slack(one.weakest.slack)}, critical {_critical(one.critical)}."
    )
    title = f"What would mend {one.label}, step {one.weakest.step}: {study.label}"
    return (Table(title, ("change", "least slack", "critical", "holds"), rows, note),)


def _words(study: RoadMapStudy, one: RoadMapForecast) -> tuple[Table, ...]:
    if not one.collisions:
        return ()
    rows = tuple(
        (
            found.words,
            "; ".join(f"{party}: {means}" for party, means in found.readings.items()),
            found.end if found.step is None else f"{found.end} at step {found.step}",
        )
        for found in one.collisions
    )
    note = "Where words agreed once are settled short of what somebody took them to mean."
    columns = ("words", "readings", "on this path")
    return (Table(f"Readings on {one.label}: {study.label}", columns, rows, note, words=(0, 1, 2)),)


def survival_tables(comparison: RoadMapComparison) -> tuple[Table, ...]:
    """How long politics may let a road map last; assessments that agree on it share a table."""
    alike: dict[tuple[float, ...], list[RoadMapStudy]] = {}
    for study in comparison.studies:
        known = [one.survival.years for one in study.maps if one.survival is not None]
        if known:
            longest = max(known, key=len)
            alike.setdefault(longest, []).append(study)
    return tuple(_survival(years, studies) for years, studies in alike.items())


def _survival(chances: tuple[float, ...], studies: list[RoadMapStudy]) -> Table:
    years = [year for year in SHOWN_YEARS if year <= len(chances)]
    cells = tuple(figure(chances[year - 1]) for year in years)
    note = "Chance that nothing from outside has ended it, even if every step holds."
    every = [one.survival for one in studies[0].maps if one.survival is not None]
    dated = {name: at for one in every for name, at in one.dated.items()}
    if dated:
        days = ", ".join(f"{name} (year {year:.1f})" for name, year in dated.items())
        note += f" Named days: {days}; they count here and not in the discount factors."
    if studies[0].yearly == 0 and not dated:
        note += " The dossier gives no hazard (time: yearly), so none is counted."
    columns = ("after years", *(str(year) for year in years))
    labels = ", ".join(study.label for study in studies)
    title = f"How long it may last, {YEARS} years and more: {labels}"
    return Table(title, columns, (("chance", *cells),), note)


def provenance(comparison: RoadMapComparison) -> Table:
    """What it takes to repeat it, and what it takes for granted."""
    if comparison.audience is not None:
        return shown_to(comparison.audience, comparison.as_of, comparison.draws,
                        comparison.dossier, comparison.version)  # fmt: skip
    rows = (
        ("information cut-off", comparison.as_of),
        ("draws", f"{comparison.draws:,} of the numbers, from seed {comparison.seed}"),
        (
            "assumed",
            "flows as in the bargaining, without doubt about performance, hidden parts, red lines "
            "and asks; the last package kept for ever; a breach seen or not in the same step",
        ),
        ("dossier", f"sha256 {comparison.dossier[:16]}"),
        ("version", f"summitry {comparison.version}"),
    )
    return Table("Provenance", ("what", "value"), rows, words=(0, 1))


def verdicts(comparison: RoadMapComparison) -> Table:
    """Critical discount factors side by side, and the verdict of each assessment."""
    names = list(dict.fromkeys(one.name for study in comparison.studies for one in study.maps))
    labels = {one.name: one.label for study in comparison.studies for one in study.maps}
    rows = []
    for name in names:
        cells = []
        for study in comparison.studies:
            own = [one for one in study.maps if one.name == name]
            cells.append(
                f"{_critical(own[0].critical)}  ({'holds' if own[0].holds else 'breaks'})"
                if own
                else "–"
            )
        rows.append((labels[name], *cells))
    note = "\n".join(study.verdict for study in comparison.studies)
    columns = ("road map", *(study.label for study in comparison.studies))
    return Table("Critical discount factors a year", columns, tuple(rows), note)


def _critical(value: float | None) -> str:
    return "none" if value is None else figure(value)


def _slack(value: float) -> str:
    text = f"{value:+.3f}".replace("0.", ".", 1)
    return "0" if abs(value) < 5e-4 else text
