"""What drives a forecast, as plain tables."""

from __future__ import annotations

from collections.abc import Iterator

from summitry.forecasts.tables import Table, figure, shown_to
from summitry.sensitivity.explain import Explanation, ExplanationStudy
from summitry.sensitivity.multiverse import Universe

SHOWN = 15
"""Drivers listed."""


def explanation_tables(made: Explanation) -> tuple[Table, ...]:
    """For each assessment its drivers, groups, regions and signs; then what it takes to repeat."""
    found: list[Table] = []
    for study in made.studies:
        found += study_tables(made, study)
    return (*found, provenance(made))


def study_tables(made: Explanation, study: ExplanationStudy) -> Iterator[Table]:
    """Everything about one assessment."""
    yield drivers_table(made, study)
    yield groups_table(made, study)
    yield scenarios_table(made, study)
    if study.watch:
        yield watch_table(made, study)
    if study.universes:
        yield universes_table(made, study)


def drivers_table(made: Explanation, study: ExplanationStudy) -> Table:
    """The inputs that matter, and how many do not."""
    full = any(one.total is not None for one in study.drivers)
    telling = [one for one in study.drivers if one.matters]
    rows = []
    for one in telling[:SHOWN]:
        row = [one.text, figure(one.low), figure(one.high), f"{one.regional:.2f}"]
        row += [f"{one.first_order:.2f}", f"{one.pawn:.2f}"]
        if full:
            row += [f"{one.first:.2f}", f"{one.total:.2f}"]
        rows.append(tuple(row))
    columns = ["input", "lowest fifth", "highest fifth", "regional", "first order", "PAWN"]
    columns += ["Sobol", "total"] if full else []
    title = f"{made.title}: what drives '{made.event}' ({figure(study.probability)}), {study.label}"
    return Table(title, tuple(columns), tuple(rows), _note(made, study, len(telling)))


def _note(made: Explanation, study: ExplanationStudy, telling: int) -> str:
    if made.audience is not None:
        return (
            "Of the inputs that are shown, those that can be told from ones that do nothing: "
            f"probability of the event in the lowest and the highest fifth of each. {_MEASURES}"
        )
    if study.floor is None:
        ends = "every" if study.probability else "no"
        return f"It holds in {ends} draw: no input can be seen to matter."
    rest = len(study.drivers) - telling
    more = f" {telling - SHOWN} more that matter are left out here." if telling > SHOWN else ""
    return (
        f"Probability of the event in the lowest and the highest fifth of the input.{more} "
        f"Unimportant: {rest} of {len(study.drivers)} inputs cannot be told from ones that do "
        f"nothing (regional distance below {study.floor:.3f}); {len(study.unread)} more numbers "
        f"are never asked for, and {len(study.exact)} are exact. {_MEASURES}"
    )


_MEASURES = (
    "Regional: distance between the input where the event holds and where not. First order: share "
    "of the variance that the input explains alone. PAWN: distance of the event's chance within "
    "slices of the input."
)


def groups_table(made: Explanation, study: ExplanationStudy) -> Table:
    """The same by party and by issue."""
    rows = tuple(
        (
            f"{one.kind}: {one.label}",
            f"{one.matter} of {one.inputs}",
            figure(one.first_order) if one.matter else "nothing",
            one.strongest or "none can be told from nothing",
        )
        for one in study.groups
        if one.inputs
    )
    columns = ("inputs of", "that matter", "first order", "the strongest")
    note = "First order: sum over the inputs that matter, without what they do jointly."
    return Table(f"By party and by issue, {study.label}", columns, rows, note, words=(0, 3))


def scenarios_table(made: Explanation, study: ExplanationStudy) -> Table:
    """Regions of the numbers, told in words."""
    rows = tuple(
        (one.text, figure(one.density), figure(one.coverage), figure(one.mass))
        for one in study.scenarios
    )
    note = (
        "At most three inputs restricted. Density: share of the region's draws; coverage: share of "
        "all such draws; both on draws that the search did not see (PRIM)."
        if rows
        else _no_region(made)
    )
    columns = ("region", "density", "coverage", "of all draws")
    return Table(f"Where '{made.event}' is won and lost, {study.label}", columns, rows, note)


def _no_region(made: Explanation) -> str:
    if made.audience is not None:
        return "No region is shown that is of numbers that are shown."
    return "No region of at most three inputs tells it apart from chance."


def watch_table(made: Explanation, study: ExplanationStudy) -> Table:
    """What to watch for."""
    rows = tuple(
        (
            one.name,
            one.by,
            figure(one.chance),
            "–" if one.seen is None else figure(one.seen),
            "–" if one.unseen is None else figure(one.unseen),
            f"{one.bits:.3f}",
        )
        for one in study.watch
    )
    columns = ("if you see", "by", "chance", "seen", "not seen", "bits")
    note = (
        f"Probability of '{made.event}' given that it is seen, and that it is not; ranked by what "
        "it tells (mutual information in bits, 1 at most). A dash: too few draws to tell."
    )
    return Table(f"What to watch for, {study.label}", columns, rows, note, words=(0, 1))


def universes_table(made: Explanation, study: ExplanationStudy) -> Table:
    """The least and the most likely combinations, the quarters, and the shipped one."""
    every = study.universes
    last = len(every) - 1
    places = sorted({round(last * part / 4) for part in range(5)} | _shipped(every))
    rows = tuple(_universe(every[at], at + 1) for at in places)
    columns = ("rank", "probability", "solution", "holding back", "curve", "loss aversion", "law")
    half = sum(one.probability >= 0.5 for one in every)
    note = (
        f"{len(every)} combinations, the least likely first; {half} of them put '{made.event}' at "
        "one half or above. 'drawn': from the dossier's range. * marks the dossier's own."
    )
    return Table(f"Multiverse, {study.label}", columns, rows, note)


def _shipped(every: tuple[Universe, ...]) -> set[int]:
    return {at for at, one in enumerate(every) if one.shipped}


def _universe(one: Universe, rank: int) -> tuple[str, ...]:
    return (
        f"{rank}{'*' if one.shipped else ''}",
        figure(one.probability),
        one.solution,
        f"{one.holding_back:g}",
        "drawn" if one.curve is None else f"{one.curve:g}",
        "drawn" if one.loss_aversion is None else f"{one.loss_aversion:g}",
        one.law,
    )


def provenance(made: Explanation) -> Table:
    """What it takes to repeat it."""
    if made.audience is not None:
        return shown_to(made.audience, made.as_of, made.draws, made.dossier, made.version)
    rows = (
        ("draws", f"{made.draws:,} from seed {made.seed}"),
        ("dossier", f"sha256 {made.dossier[:16]}"),
        ("version", f"summitry {made.version}"),
    )
    return Table("To repeat this", ("what", "value"), rows, words=(0, 1))
