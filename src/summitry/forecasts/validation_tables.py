"""Models against outcomes, as tables."""

from __future__ import annotations

from summitry.forecasts.scoring import Pair, Score
from summitry.forecasts.tables import Table
from summitry.forecasts.validation import MIDDLE, Validation, few

NONE = "–"
SHOWN = 25
"""Issues in the table of single issues; the CSV has all."""


def validation_tables(found: Validation) -> tuple[Table, ...]:
    """Errors and ranks, the models two by two, the issues, and what it rests on."""
    return (
        scores_table(found),
        pairs_table(found),
        issues_table(found),
        models_table(found),
        provenance_table(found),
    )


def scores_table(found: Validation) -> Table:
    """Each model's errors and its rank, nearest first."""
    ranked = sorted(found.scores, key=lambda one: (one.rank is None, one.rank or 0))
    rows = tuple(_row(one) for one in ranked)
    note = few(found) + (
        "Errors in points of the issue's scale, which is 100 wide. In brackets the 95% interval of "
        "the mean, drawing whole decisions. Ranks are by the mean absolute error on the issues "
        "that every model answered, shown as 'in common'; best is the share of these on which no "
        f"model came nearer. '{MIDDLE}' knows nothing of anybody: a model that does not beat it "
        "adds nothing."
    )
    columns = ("model", "issues", "mean abs. error", "95% interval", "root mean square",
               "in common", "rank", "best")  # fmt: skip
    title = f"{found.issues} issues of {found.decisions} decisions: how near each model came"
    if found.decisions == 1:
        title = (
            f"{found.issues} issue{'s' * (found.issues > 1)} of one decision: how near each came"
        )
    return Table(title, columns, rows, note)


def _row(one: Score) -> tuple[str, ...]:
    return (
        one.model,
        str(one.issues),
        _points(one.mae),
        NONE if one.low is None else f"{_points(one.low)} to {_points(one.high)}",
        _points(one.rmse),
        _points(one.common),
        NONE if one.rank is None else str(one.rank),
        NONE if one.best is None else f"{one.best:.0%}",
    )


def _points(value: float | None) -> str:
    return NONE if value is None else f"{value:.1f}"


def pairs_table(found: Validation) -> Table:
    """Every two models on the issues that both answered."""
    rows = tuple(
        (
            f"{one.first} less {one.second}",
            str(one.issues),
            f"{one.difference:+.1f}",
            NONE if one.low is None else f"{one.low:+.1f} to {one.high:+.1f}",
            f"{one.nearer:.0%}",
            _verdict(one),
        )
        for one in found.pairs
    )
    note = (
        "Mean absolute error of the first less that of the second, in points; below 0 the first "
        "came nearer. Nearer: share of the issues on which the first did, equal errors counting "
        "half. Intervals are of one pair each: of twenty pairs that do not differ, one would seem "
        "to."
    )
    columns = ("models", "issues", "difference", "95% interval", "first nearer", "told apart")
    return Table("Two by two", columns, rows, note, (0, 5))


def _verdict(one: Pair) -> str:
    if one.low is None:
        return "one decision"
    if not one.told_apart:
        return "no"
    return f"yes: {one.first if one.difference < 0 else one.second} is nearer"


def issues_table(found: Validation) -> Table:
    """Every issue with its outcome and what each model said."""
    names = [one.model for one in found.scores if one.model != MIDDLE]
    issues: dict[tuple[str, str], dict[str, str]] = {}
    outcomes: dict[tuple[str, str], float] = {}
    for one in found.trials:
        key = one.decision, one.issue
        outcomes[key] = one.outcome
        said = NONE if one.predicted is None else f"{one.predicted:.4g}"
        issues.setdefault(key, {})[one.model] = said
    rows = tuple(
        (
            f"{decision}: {issue}" if found.decisions > 1 else issue,
            f"{outcomes[decision, issue]:.4g}",
            *(own.get(name, NONE) for name in names),
        )
        for (decision, issue), own in list(issues.items())[:SHOWN]
    )
    more = len(issues) - SHOWN
    note = "In the issues' own units."
    if more > 0:
        note += f" {more} issues more: --csv writes them all."
    return Table("Issue by issue", ("issue", "outcome", *names), rows, note)


def models_table(found: Validation) -> Table:
    """What was run, and why some had no answer."""
    silent: dict[str, str] = {}
    for one in found.trials:
        if one.why:
            silent.setdefault(one.model, f"{one.why} ({one.decision})")
    rows = tuple((name, said, silent.get(name, "")) for name, said in found.models.items())
    columns = ("model", "as run", "first reason for no answer")
    return Table("The models", columns, rows, words=(0, 1, 2))


def provenance_table(found: Validation) -> Table:
    """What it takes to repeat it."""
    rows = (
        ("bootstrap", f"{found.resamples:,} draws of whole decisions from seed {found.seed}"),
        ("version", f"summitry {found.version}"),
    )
    return Table("Provenance", ("what", "value"), rows, words=(0, 1))
