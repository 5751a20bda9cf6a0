"""Where the pressure points, as tables: outcomes, who would sign, on whom it hangs, who moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from summitry.forecasts.pressure_study import Pressure, PressureStudy, Scale
from summitry.forecasts.pulls import IssuePull, Matrix, Pull
from summitry.forecasts.tables import Table, figure, shown_to
from summitry.forecasts.taking import Taken

MOVES = 40
"""Moves and exchanges in a table; the JSON has all of them."""
WIDE = 12
"""More actors than this are shown in the picture of a matrix, not in its table."""
NOTHING = "–"


def pressure_tables(found: Pressure) -> tuple[Table, ...]:
    """Everything it says, in the order that a reader wants it."""
    tables: list[Table] = []
    for study in found.studies:
        tables.append(outcomes_table(found, study))
        if study.taken:
            tables += [taken_table(found, study), proposals_table(study)]
        tables += _refused(study)
        tables.append(pivots_table(found, study))
        if len([one for one in study.pulls if not one.refused]) <= 3:
            for one in study.pulls:
                tables += history_tables(found, study, one)
    tables += [models_table(found), provenance_table(found)]
    return tuple(tables)


def _named(found: Pressure, study: PressureStudy, text: str) -> str:
    return f"{text}: {study.label}" if len(found.studies) > 1 else text


def place(found: Pressure, value: float | None) -> str:
    """A position: two decimals on a dossier's scale, up to four figures in a table's own units."""
    if value is None:
        return NOTHING
    if found.kind == "dossier":
        text = f"{value:.2f}"
        return "1" if text == "1.00" else text.replace("0.", ".", 1)
    return f"{value:.4g}"


def outcomes_table(found: Pressure, study: PressureStudy) -> Table:
    """Models side by side: an issue a row, a model a column."""
    answered = [one for one in study.pulls if not one.refused]
    rows = tuple(
        (scale.label, *(_cell(found, one, scale) for one in answered))
        for scale in found.scales
        if any(_of(one, scale) for one in answered)
    )
    spread = any(own.low != own.high for one in answered for own in one.issues)
    orders = (
        "; in brackets its tenth and ninetieth percentile over every order of ties"
        if spread
        else ""
    )
    note = (
        "Level nearest to the outcome at the likeliest numbers, that outcome, and in brackets its "
        f"tenth and ninetieth percentile over {found.draws:,} draws; 0 is the issue's first level, "
        "1 its last."
        if found.kind == "dossier"
        else f"Outcome in the issue's own units{orders}. A table of positions has no other doubt: "
        "put ranges into a dossier to see what they make of it."
    )
    columns = ("issue", *(one.title for one in answered))
    title = _named(found, study, f"{found.title}: where the pressure points")
    return Table(title, columns, rows, note)


def _of(pull: Pull, scale: Scale) -> IssuePull | None:
    return next((one for one in pull.issues if one.issue == scale.issue), None)


def _cell(found: Pressure, pull: Pull, scale: Scale) -> str:
    own = _of(pull, scale)
    if own is None:
        return NOTHING
    if own.central is None:
        text = "as it is" if scale.status_quo is not None else "none"
    else:
        text = place(found, own.central)
        if own.level is not None:
            text = f"{own.level} {text}"
    ends = {place(found, own.low), place(found, own.high)} - {NOTHING}
    if ends and ends != {place(found, own.central)}:
        text += f" ({place(found, own.low)} to {place(found, own.high)})"
    return text


def taken_table(found: Pressure, study: PressureStudy) -> Table:
    """Whether the principals would take each model's package, beside their own bargaining."""
    models = [one for one in study.pulls if one.model in study.taken]
    answers = [study.taken[one.model] for one in models]
    rows = [
        ("proposed", NOTHING, *(figure(one.proposed) for one in answers)),
        ("taken", NOTHING, *(figure(one.taken) for one in answers)),
        ("refuses most", NOTHING, *(_refuses(one, study.names) for one in answers)),
    ]
    for name in found.events:
        bargained = figure(study.package[name])
        rows.append((name, bargained, *(figure(one.events[name]) for one in answers)))
    note = (
        "Proposed: share of the draws in which the nearest legal package changes anything. Taken: "
        "share of all draws in which every principal gains by it what it holds back, and nobody "
        "who must consent loses: the test by which claims are made in the package bargaining. "
        "Refuses most: the principal who does, and the share of the proposals. Below, each event's "
        "probability; the first column is the package bargaining's own, on the same draws."
    )
    columns = ("what", "package bargaining", *(one.title for one in models))
    title = _named(found, study, "Would those who must sign take it")
    return Table(title, columns, tuple(rows), note)


def _refuses(own: Taken, names: Mapping[str, str]) -> str:
    if not own.proposed or not own.refusing:
        return NOTHING
    worst = max(own.refusing, key=lambda party: own.refusing[party])
    if not own.refusing[worst]:
        return "nobody"
    return f"{names.get(worst, worst)} {figure(own.refusing[worst])}"


def proposals_table(study: PressureStudy) -> Table:
    """The package that each model proposes most often."""
    rows = tuple(
        (
            one.title,
            "; ".join(f"{key}: {own.package[key]}" for key in own.moved)
            or ("nothing that is shown" if own.package else "to change nothing"),
            figure(own.share),
            NOTHING if own.bent is None else figure(own.bent),
        )
        for one in study.pulls
        if (own := study.taken.get(one.model)) is not None
    )
    note = "Bent: share of the draws in which a clause forbids the nearest levels."
    columns = ("proposal", "package proposed most often", "share of draws", "bent")
    return Table("What each would propose", columns, rows, note, (0, 1))


def _refused(study: PressureStudy) -> list[Table]:
    rows = tuple((one.title, one.refused) for one in study.pulls if one.refused)
    if not rows:
        return []
    return [Table("Models without an answer", ("model", "why"), rows, words=(0, 1))]


def pivots_table(found: Pressure, study: PressureStudy) -> Table:
    """How far each model's outcome hangs on each actor."""
    models = [one for one in study.pulls if one.model in study.pivots]
    rows = []
    actors = [own.actor for own in study.pivots[models[0].model]] if models else []
    for number, actor in enumerate(actors):
        cells = []
        for one in models:
            own = study.pivots[one.model][number]
            if found.kind == "dossier":
                cells.append(NOTHING if own.share is None else figure(own.share))
            else:
                cells.append(_shift(own.shifts))
        rows.append((actor, *cells))
    if found.kind == "dossier":
        note = (
            f"Share of {found.few:,} draws in which another package would be proposed without the "
            "actor; a dash where the model has no answer without it."
        )
    else:
        note = (
            "Outcome with the actor less outcome without it, on the issue where that moves most; "
            "a dash where the model has no answer without it."
        )
    title = _named(found, study, "On whom it hangs")
    return Table(title, ("actor", *(one.title for one in models)), tuple(rows), note)


def _shift(shifts: Mapping[str, float]) -> str:
    if not shifts:
        return NOTHING
    issue = max(shifts, key=lambda one: abs(shifts[one]))
    if abs(shifts[issue]) < 5e-5:
        return "0"
    text = f"{shifts[issue]:+.3g}"
    return text if len(shifts) == 1 else f"{text} {issue}"


def history_tables(found: Pressure, study: PressureStudy, pull: Pull) -> list[Table]:
    """Of a model with rounds: its path, its moves, and who could gain by challenging whom."""
    own = pull.history
    if own is None:
        return []
    labels = [one.label for one in pull.issues]
    rows = tuple(
        (str(number), *(place(found, float(value)) for value in outcomes))
        for number, outcomes in enumerate(own.outcomes)
    )
    rest = "It came to rest." if own.settled else "It did not come to rest in these rounds."
    made = [Table(f"{pull.title}: outcome by round", ("round", *labels), rows,
                  f"At the likeliest numbers; round 0 is the start. {rest}")]  # fmt: skip
    exchanges = [one for one in own.events if one["what"] == "exchange"]
    made.append(_exchanges(found, pull, exchanges) if exchanges else _moves(found, pull))
    made += [table for one in pull.matrices for table in _matrix(study, pull, one)]
    return made


_SHORT = {
    "own expected utility": "own EU",
    "challenger's expected utility": "challenger's EU",
    "probability that the challenger prevails": "its chance",
    "gain that the initiator expects": "initiator's gain",
    "probability that the initiator prevails": "its chance",
    "probability of this bargain in the actor's queue": "bargain's chance",
}
"""What moves rest on, in fewer words; EU is expected utility."""


def _moves(found: Pressure, pull: Pull) -> Table:
    own = pull.history
    every = own.moves if own is not None else ()
    rows, before = [], None
    for one in every[:MOVES]:
        why = ", ".join(f"{_SHORT.get(name, name)} {value:.3g}"
                        for name, value in list(one["why"].items())[:3])  # fmt: skip
        step = one["round"], one["actor"], one["kind"], why
        rows.append(
            (str(one["round"]), one["actor"], one["issue"], place(found, one["start"]),
             place(found, one["end"]), one["kind"], one["by"], "same" if step == before else why)
        )  # fmt: skip
        before = step
    note = "EU: expected utility. " if any("EU" in row[-1] for row in rows) else ""
    if len(every) > MOVES:
        note += f"The first {MOVES} of {len(every)}; --json has all."
    columns = ("round", "actor", "issue", "from", "to", "by way of", "whose", "why")
    title = f"{pull.title}: who moved whom"
    return Table(title, columns, tuple(rows), note if rows else "Nobody moves.", (0, 1, 2, 5, 6, 7))


def _exchanges(found: Pressure, pull: Pull, every: Sequence[Mapping[str, Any]]) -> Table:
    rows = []
    for one in every[:MOVES]:
        first, second = one["actors"]
        moves = [f"{who}: {issue} {place(found, start)} to {place(found, end)}" for
                 who, issue, start, end in zip(one["actors"], one["supplies"], one["starts"],
                                               one["ends"], strict=True)]  # fmt: skip
        others = {who: value for who, value in one["externalities"].items()
                  if who not in (first, second)}  # fmt: skip
        gains = ", ".join(f"{value:.3g}" for value in one["gains"])
        rows.append((str(one["round"]), *moves, gains, f"{sum(others.values()):+.3g}"))
    more = f"The first {MOVES} of {len(every)}; --json has all. " if len(every) > MOVES else ""
    note = more + (
        "Gains in salience times hundredths of the scale; to others: the sum of what it brought or "
        "cost everybody else."
    )
    columns = ("round", "one gives", "the other gives", "gains", "to others")
    return Table(f"{pull.title}: who traded what", columns, tuple(rows), note, (0, 1, 2))


def _matrix(study: PressureStudy, pull: Pull, matrix: Matrix) -> list[Table]:
    names = study.actors
    value = next(iter(matrix.values))
    shown = matrix.values.get("own", matrix.values[value])
    if len(names) > WIDE or len(names) != len(shown):
        return []
    chance = matrix.values.get("probability")
    rows = tuple(
        (
            name,
            *(
                NOTHING if one == other else f"{shown[one, other]:.2f}"
                + (f" ({figure(float(chance[one, other]))})" if chance is not None else "")
                for other in range(len(names))
            ),
        )
        for one, name in enumerate(names)
    )  # fmt: skip
    on = f" on {matrix.issue}" if matrix.issue else ""
    note = "Expected gain of the row if it challenges the column, in the first round"
    note += "; in brackets the chance that it prevails." if chance is not None else "."
    return [Table(f"{pull.title}: who gains by challenging whom{on}", ("challenger", *names),
                  rows, note)]  # fmt: skip


def models_table(found: Pressure) -> Table:
    """What each model does, and where it comes from."""
    rows = tuple(
        (one.title, one.says + ".", one.variant, one.source, " ".join(one.notes))
        for one in found.studies[0].pulls
        if not one.refused
    )
    columns = ("model", "points to", "as run", "source", "to know")
    note = (
        "All of them read the same positions, saliences and capabilities; none of them is a "
        "forecast of what will be signed."
    )
    return Table("The models", columns, rows, note, (0, 1, 2, 3, 4))


def provenance_table(found: Pressure) -> Table:
    """What it takes to repeat it."""
    if found.audience is not None:
        return shown_to(found.audience, found.as_of, found.draws, found.dossier or "",
                        found.version)  # fmt: skip
    rows = [("from", found.kind)]
    if found.as_of:
        rows.append(("information cut-off", found.as_of))
    if found.kind == "dossier":
        rows.append(("draws", f"{found.draws:,} from seed {found.seed}; actors left out on "
                              f"{found.few:,}"))  # fmt: skip
    else:
        rows.append(("seed", f"{found.seed} (ties and stochastic rules)"))
    if found.dossier:
        rows.append(("dossier", f"sha256 {found.dossier[:16]}"))
    rows.append(("version", f"summitry {found.version}"))
    return Table("Provenance", ("what", "value"), tuple(rows), words=(0, 1))
