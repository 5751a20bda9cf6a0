"""Models of influence set against what happened, on decisions that somebody coded."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from summitry import __version__
from summitry.forecasts.forecast import SEED, Progress, part_of
from summitry.forecasts.scoring import FEWEST, Pair, Score, scores
from summitry.forecasts.shown import Shown
from summitry.formats.decisions import Decision, scale_of
from summitry.procedures.influence import Options, chosen

if TYPE_CHECKING:
    import pandas as pd

    from summitry.forecasts.tables import Table

FORM_VERSION = "summitry-validation/1"
RESAMPLES = 2_000
"""How often decisions are drawn, unless asked otherwise."""
MIDDLE = "middle of the scale"
"""The benchmark that knows nothing of anybody."""


@dataclass(frozen=True)
class Trial:
    """One model on one issue.

    ``predicted`` is None where the model has no answer, for the reason in ``why``; ``error`` is
    predicted less outcome in points of the issue's scale, which is 100 wide.
    """

    decision: str
    issue: str
    model: str
    outcome: float
    low: float
    high: float
    predicted: float | None
    error: float | None
    why: str = ""


@dataclass(frozen=True)
class Validation(Shown):
    """How near models came to what happened.

    Attributes
    ----------
    decisions, issues
        How many, with outcomes.
    models
        What was run, by name: the model's own words for it.
    scores
        By model, in the order asked.
    pairs
        Every two models on the issues that both answered.
    trials
        Every model on every issue.
    """

    decisions: int
    issues: int
    models: dict[str, str]
    scores: tuple[Score, ...]
    pairs: tuple[Pair, ...]
    trials: tuple[Trial, ...]
    seed: int
    resamples: int
    version: str = __version__

    def __getitem__(self, model: str) -> Score:
        for one in self.scores:
            if one.model == model:
                return one
        raise KeyError(model)

    def figures(self) -> dict[str, float | None]:
        """Mean absolute error of each model."""
        return {f"mean absolute error of {one.model}": one.mae for one in self.scores}

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data, with the version of its form."""
        return {"form": FORM_VERSION, **asdict(self)}

    def to_frame(self) -> pd.DataFrame:
        """One row a model and issue. Needs pandas."""
        from summitry.forecasts.frames import frame_of

        return frame_of([asdict(one) for one in self.trials], ["decision", "issue", "model"])

    def to_csv(self) -> str:
        """Every model on every issue, one row each."""
        out = io.StringIO()
        names = (
            "decision",
            "issue",
            "model",
            "outcome",
            "predicted",
            "error",
            "low",
            "high",
            "why",
        )
        write = csv.DictWriter(out, names, lineterminator="\n")
        write.writeheader()
        for one in self.trials:
            row = asdict(one)
            write.writerow({key: "" if row[key] is None else _safe(row[key]) for key in names})
        return out.getvalue()

    def tables(self) -> Sequence[Table]:
        """Errors and ranks, then the models two by two."""
        from summitry.forecasts.validation_tables import validation_tables

        return validation_tables(self)


def _safe(value: object) -> object:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value


def validate(
    decisions: Sequence[Decision],
    *,
    models: Sequence[str] | None = None,
    options: Options | None = None,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    progress: Progress | None = None,
) -> Validation:
    """Score models of influence on decisions with their outcomes.

    Parameters
    ----------
    decisions
        From ``read_decisions`` of ``summitry.formats.decisions``.
    models
        Which models, by name; all of them if left out. The middle of each scale, which knows
        nothing of anybody, is always among them.
    options
        How they are run; what it leaves open, each table's own settings say.
    resamples
        How often whole decisions are drawn for the intervals.
    seed, progress
        As in :func:`summitry.forecast`.

    Raises
    ------
    KeyError
        No such model.
    ValueError
        No decision with an outcome.

    Notes
    -----
    An error is predicted less outcome, in hundredths of the issue's scale, so that issues in years
    and issues in money can be averaged. Intervals are percentiles of a bootstrap that draws whole
    decisions.
    """
    every = chosen(models)
    options = replace(options or Options(), seed=seed)
    told: dict[str, str] = {MIDDLE: "the point half-way between the ends of the scale"}
    trials: list[Trial] = []
    tell = part_of(progress, "models against outcomes", 0, 1)
    for number, decision in enumerate(decisions):
        arena, own = decision.table.arena(), options.of_table(decision.table)
        for model in every:
            predicted: dict[str, float] = {}
            why = ""
            try:
                answer = model.run(arena, own)
            except ValueError as error:
                why = str(error)
            else:
                issues = answer.arena.issues
                predicted = dict(zip(issues, answer.outcome[0].tolist(), strict=True))
                told.setdefault(model.title, answer.model)
            trials += _trials(decision, model.title, predicted, why)
        middle = decision.table.scale.mean(axis=1).tolist()
        trials += _trials(
            decision, MIDDLE, dict(zip(decision.table.issues, middle, strict=True)), ""
        )
        tell((number + 1) / len(decisions))
    names = [*(one.title for one in every), MIDDLE]
    for name in names:
        told.setdefault(name, "no answer to any decision")
    errors, at = _errors(trials, names)
    if not len(errors):
        msg = "no decision has an outcome to score the models on"
        raise ValueError(msg)
    found, pairs = scores(names, errors, at, resamples=resamples, seed=seed)
    return Validation(
        len(np.unique(at)), len(errors), {name: told[name] for name in names}, found, pairs,
        tuple(trials), seed, resamples,
    )  # fmt: skip


def _trials(
    decision: Decision, model: str, predicted: Mapping[str, float], why: str
) -> list[Trial]:
    found = []
    for issue, outcome in decision.outcomes.items():
        low, high = scale_of(decision, issue)
        own = predicted.get(issue)
        error = None if own is None else 100 * (own - outcome) / (high - low)
        found.append(Trial(decision.name, issue, model, outcome, low, high, own, error, why))
    return found


def _errors(
    trials: Sequence[Trial], names: Sequence[str]
) -> tuple[np.ndarray[Any, np.dtype[np.float64]], np.ndarray[Any, np.dtype[np.int64]]]:
    """Errors as (issues, models), NaN for none, and each issue's decision by number."""
    issues = list(dict.fromkeys((one.decision, one.issue) for one in trials))
    decisions = list(dict.fromkeys(one.decision for one in trials))
    found = np.full((len(issues), len(names)), np.nan)
    place = {key: number for number, key in enumerate(issues)}
    column = {name: number for number, name in enumerate(names)}
    for one in trials:
        if one.error is not None:
            found[place[one.decision, one.issue], column[one.model]] = one.error
    number = {name: at for at, name in enumerate(decisions)}
    return found, np.array([number[decision] for decision, _ in issues], dtype=np.int64)


def few(found: Validation) -> str:
    """What so few decisions can say; empty where they are enough."""
    if found.decisions == 1:
        return "One decision is an anecdote: there is no interval, and no ranking beyond it. "
    if found.decisions < FEWEST:
        return f"With {found.decisions} decisions the intervals say little. "
    return ""
