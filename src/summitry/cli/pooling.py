"""Options of pools, and weights learnt from a file of scores."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from summitry.cli.ledgers import ledger_option, opened, read_cases
from summitry.cli.numbers import Number

if TYPE_CHECKING:
    from summitry.forecasts.compare import Comparison
    from summitry.forecasts.pools import Pool
    from summitry.ledger.weights import Learnt

Function = Callable[..., Any]


def _weights(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, float]:
    found = {}
    for text in given:
        name, sign, value = text.rpartition("=")
        try:
            weight = float(value) if sign and name else -1.0
        except ValueError:
            weight = -1.0
        if not 0 <= weight < float("inf"):
            fault = f"{text!r} is no weight; write ASSESSMENT=WEIGHT, e.g. burton=2"
            raise click.BadParameter(fault)
        found[name.strip()] = weight
    return found


def pool_options(function: Function) -> Function:
    """How assessments are pooled, if they are."""
    for option in reversed(
        (
            click.option(
                "--pool",
                type=click.Choice(["linear", "log-odds"]),
                help="Pool the assessments, beside their spread. Default: no pool.",
            ),
            click.option(
                "--exponent",
                type=Number(0, 10, min_open=True),
                default=1.0,
                show_default=True,
                help="Exponent of log odds; above 1 makes the pool more extreme.",
            ),
            click.option(
                "--weight",
                "weights",
                metavar="NAME=WEIGHT",
                multiple=True,
                callback=_weights,
                help="Weight of an assessment in the pool; repeatable. Default: equal.",
            ),
            click.option(
                "--scores",
                metavar="FILE",
                type=click.Path(path_type=Path, dir_okay=False),
                help="Learn the weights: a CSV with the columns assessment, probability, outcome "
                "(0 or 1), all answering the same questions in the same order.",
            ),
            click.option(
                "--weights",
                "learn_from",
                type=click.Choice(["equal", "ledger"]),
                default="equal",
                show_default=True,
                help="Learn the weights from the ledger: forecasts made before their outcome, on "
                "questions that all the assessments answered.",
            ),
            ledger_option,
            click.option(
                "--temper",
                type=Number(0, 1),
                default=1.0,
                show_default=True,
                help="How far scores are trusted: 0 for equal weights, 1 for Bayes' rule.",
            ),
        )
    ):
        function = option(function)
    return function


def refuse_idle(
    pool: str | None, weights: Mapping[str, float], scores: Path | None, record: Record
) -> None:
    """Weights without a pool, or from two places, are a mistake; raises click.UsageError."""
    places = [bool(weights), scores is not None, record.wanted]
    if pool is None and any(places):
        fault = "weights are for a pool: add --pool linear or --pool log-odds"
        raise click.UsageError(fault)
    if sum(places) > 1:
        fault = "weights are given (--weight) or learnt (--scores, --weights ledger), not both"
        raise click.UsageError(fault)
    if record.where and not record.wanted:
        fault = "--ledger is where weights are learnt from: add --weights ledger"
        raise click.UsageError(fault)


@dataclass(frozen=True)
class Record:
    """Whether weights are learnt from the ledger, and where that lies."""

    wanted: bool
    where: str | None


def pooled(
    made: Comparison,
    method: str | None,
    exponent: float,
    weights: Mapping[str, float],
    scores: Path | None,
    temper: float,
    record: Record,
) -> dict[str, list[Pool]]:
    """The pool asked for, by its name in the result; empty if none is."""
    if method is None:
        return {}
    from summitry.forecasts.pools import METHODS, pool, weights_from_scores

    basis = None
    own: Mapping[str, float] | None = weights or None
    if scores is not None:
        known = _read(scores)
        try:
            own = weights_from_scores(known, temper=temper)
        except ValueError as error:
            fault = f"{scores}: {error}"
            raise click.UsageError(fault) from None
        basis = f"learnt from {len(next(iter(known.values())))} scores each (temper {temper:g})"
    if record.wanted:
        names = [one.assessment or "dossier" for one in made.forecasts]
        learnt = _from_ledger(names, temper, record.where)
        own, basis = learnt.weights, learnt.basis
    found = next(one for one in METHODS if one == method)
    try:
        return {"pool": [pool(made, method=found, exponent=exponent, weights=own, basis=basis)]}
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _from_ledger(names: Sequence[str], temper: float, where: str | None) -> Learnt:
    """Weights of the assessments by what the ledger has of them."""
    from summitry.ledger.score import ranked_marks
    from summitry.ledger.weights import learn

    marks, _ = ranked_marks(read_cases(opened(where)).values())
    return learn(marks, names, temper=temper)


def _read(path: Path) -> dict[str, list[tuple[float, bool]]]:
    """Forecasts with outcomes, by assessment; every bad line is told of at once."""
    found: dict[str, list[tuple[float, bool]]] = {}
    faults = []
    try:
        with path.open(newline="", encoding="utf-8") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                name, chance, outcome = (
                    (row.get(key) or "").strip() for key in ("assessment", "probability", "outcome")
                )
                try:
                    value = float(chance)
                except ValueError:
                    value = -1.0
                if not name or not 0 <= value <= 1 or outcome not in ("0", "1"):
                    faults.append(
                        f"{path}:{number}: not a score; an assessment, a probability from 0 to 1, "
                        "and an outcome of 0 or 1"
                    )
                    continue
                found.setdefault(name, []).append((value, outcome == "1"))
    except UnicodeDecodeError:
        faults = [f"{path}:1: not text in UTF-8; save it as CSV in UTF-8"]
    if not faults and not found:
        faults = [f"{path}:1: no scores; columns assessment, probability, outcome"]
    if faults:
        raise click.UsageError("\n".join(faults))
    return found
