"""What a model of influence says of a case: outcomes with their doubt, the path, who moves whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summitry.games.influence.arena import Arena
from summitry.games.influence.outcome import Influence
from summitry.procedures.influence import Model, Options

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class IssuePull:
    """Where a model ends on one issue.

    Attributes
    ----------
    issue, label
        Its id, and its name for people.
    central
        The outcome at the likeliest numbers; None where the model has none.
    mean, low, middle, high
        Mean, tenth, fiftieth and ninetieth percentile over the draws with an agreement; of a table
        of positions, which has no doubt, all the same.
    agreed
        Share of the draws in which the model brings an agreement; elsewhere the status quo stays.
    level
        Of a dossier: the level nearest to ``central``.
    levels
        Of a dossier: level: share of the draws in which it is the nearest.
    """

    issue: str
    label: str
    central: float | None
    mean: float | None
    low: float | None
    middle: float | None
    high: float | None
    agreed: float
    level: str | None = None
    levels: Mapping[str, float] | None = None


@dataclass(frozen=True, eq=False)
class History:
    """What happens in a model with rounds, at the likeliest numbers.

    Attributes
    ----------
    positions : (rounds + 1, actors, issues)
        NaN where an actor has no stance.
    outcomes : (rounds + 1, issues)
        What each round's positions would mean.
    moves, events
        Steps taken; and challenges, bargains or exchanges with their numbers, as plain data.
    settled
        Whether it came to rest before the rounds ran out.
    """

    positions: Floats
    outcomes: Floats
    moves: tuple[Mapping[str, Any], ...]
    events: tuple[Mapping[str, Any], ...]
    settled: bool


@dataclass(frozen=True, eq=False)
class Matrix:
    """Numbers of each actor towards each other, at the likeliest numbers, in the first round.

    Attributes
    ----------
    issue
        Label of the issue; None where it is about all of them.
    values
        Name: (actors, actors), the row towards the column.
    """

    issue: str | None
    values: Mapping[str, Floats]


@dataclass(frozen=True, eq=False)
class Pull:
    """One model's answer to one case.

    Attributes
    ----------
    model, title, variant
        Its name, its name for tables, and the model's own words for what was run.
    says, source
        What it does, and where it comes from.
    issues
        By issue, in the case's order; empty where the model has no answer.
    refused
        Why it has no answer; empty where it has one.
    history, matrices
        Of a model with rounds.
    settled
        Share of the draws that came to rest before the rounds ran out.
    notes
        What a reader has to know.
    """

    model: str
    title: str
    variant: str
    says: str
    source: str
    issues: tuple[IssuePull, ...]
    refused: str = ""
    history: History | None = None
    matrices: tuple[Matrix, ...] = ()
    settled: float = 1.0
    notes: tuple[str, ...] = ()

    def __getitem__(self, issue: str) -> IssuePull:
        for one in self.issues:
            if issue in (one.issue, one.label):
                return one
        raise KeyError(issue)

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        found = {name: getattr(self, name) for name in
                 ("model", "title", "variant", "says", "source", "refused", "settled")}  # fmt: skip
        found["issues"] = [asdict(one) for one in self.issues]
        found["notes"] = list(self.notes)
        if self.history is not None:
            own = self.history
            found["rounds"] = {
                "positions": own.positions.tolist(),
                "outcomes": own.outcomes.tolist(),
                "moves": [dict(one) for one in own.moves],
                "events": [dict(one) for one in own.events],
                "settled": own.settled,
            }
        found["matrices"] = [
            {"issue": one.issue, **{name: part.tolist() for name, part in one.values.items()}}
            for one in self.matrices
        ]
        return found


Levels = Callable[[str, Floats], tuple[str | None, Mapping[str, float] | None]]
"""Of an issue, and outcomes on it (the central one first): nearest level, and shares of levels."""


@dataclass(frozen=True, eq=False)
class Subject:
    """What models are run on.

    Attributes
    ----------
    arena, central
        Every draw; and the likeliest numbers alone.
    labels
        Issue: its name for people.
    names
        Actor: its name for people.
    levels
        Of a dossier: tells the levels near outcomes.
    """

    arena: Arena
    central: Arena
    labels: Mapping[str, str]
    names: Mapping[str, str]
    levels: Levels | None = None

    def as_in(self, other: Subject) -> NDArray[np.bool_]:
        """Issues on which every number is as in another, in every draw, (issues,)."""
        own, its = self.arena, other.arena
        if own.actors != its.actors or own.issues != its.issues:
            return np.zeros(len(own.issues), dtype=bool)
        return _same(own, its) & _same(self.central, other.central)


def _same(one: Arena, other: Arena) -> NDArray[np.bool_]:
    found = np.ones(len(one.issues), dtype=bool)
    for name in ("positions", "salience", "capability", "status_quo"):
        own, its = getattr(one, name), getattr(other, name)
        if own.shape != its.shape:
            return np.zeros_like(found)
        same = (own == its) | (np.isnan(own) & np.isnan(its))
        found &= same.reshape(-1, same.shape[-1]).all(axis=0)
    return np.asarray(found & (one.bounds == other.bounds).all(axis=1))


def pull(
    model: Model, subject: Subject, options: Options, *, told: bool = True
) -> tuple[Pull, Influence | None]:
    """What came of a model, its rounds ``told`` or not; the second is None without an answer."""
    said = (model.name, model.title)
    try:
        central = model.run(subject.central, options)
        every = central if subject.arena is subject.central else model.run(subject.arena, options)
    except ValueError as error:
        return Pull(*said, model.title, model.says, model.source, (), refused=str(error)), None
    issues = tuple(
        _issue(subject, central, every, place) for place in range(len(every.arena.issues))
    )
    notes = tuple(dict.fromkeys((*central.notes, *every.notes)))
    told = told and model.rounds
    return Pull(
        *said, every.model, model.says, model.source, issues,
        history=_history(subject, central) if told else None,
        matrices=_matrices(subject, central) if told else (),
        settled=float(every.settled.mean()), notes=notes,
    ), every  # fmt: skip


def _issue(subject: Subject, central: Influence, every: Influence, place: int) -> IssuePull:
    issue = every.arena.issues[place]
    label = subject.labels.get(issue, issue)
    agreed = every.agreed[:, place]
    drawn = every.outcome[agreed, place]
    at = float(central.outcome[0, place]) if central.agreed[0, place] else None
    if not len(drawn):
        return IssuePull(issue, label, at, None, None, None, None, 0.0)
    low, middle, high = np.quantile(drawn, (0.1, 0.5, 0.9)).tolist()
    if every.orders is not None and len(every.outcome) == 1:  # doubt about ties alone
        ends, shares = every.orders.outcomes[0, :, place], every.orders.chances[0]
        low, middle, high = _weighted(ends, shares, (0.1, 0.5, 0.9))
    level, levels = None, None
    if subject.levels is not None:
        first = drawn[:1] if at is None else np.array([at])
        level, levels = subject.levels(issue, np.concatenate((first, drawn)))
    return IssuePull(
        issue, label, at, float(drawn.mean()), low, middle, high, float(agreed.mean()),
        level if at is not None else None, levels,
    )  # fmt: skip


def _weighted(values: Floats, shares: Floats, at: Sequence[float]) -> list[float]:
    """The least values up to which shares of all reach some levels."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(shares[order]) / shares.sum()
    places = np.minimum(np.searchsorted(reached, np.asarray(at) - 1e-12), len(order) - 1)
    return [float(one) for one in values[order][places]]


def _history(subject: Subject, central: Influence) -> History:
    record = central.record(0)
    return History(
        np.asarray(central.path[0]),
        np.asarray(central.outcomes[0]),
        tuple(_named(subject, asdict(one)) for one in record.moves),
        tuple(_named(subject, {"what": type(one).__name__.lower(), **asdict(one)})
              for one in record.events),
        bool(central.settled[0]),
    )  # fmt: skip


_WHO = ("actor", "by", "challenger", "target", "initiator", "receiver", "actors", "inner", "outer")
_WHAT = ("issue", "supplies")


def _named(subject: Subject, data: dict[str, Any]) -> dict[str, Any]:
    """A move or an event with names for people in place of ids."""

    def name(value: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401
        if isinstance(value, list | tuple):
            return [name(one, names) for one in value]
        return names.get(value, value)

    for key, value in data.items():
        if key in _WHO:
            data[key] = name(value, subject.names)
        elif key in _WHAT:
            data[key] = name(value, subject.labels)
        elif key == "externalities":
            data[key] = {subject.names.get(who, who): one for who, one in value.items()}
    return data


def _matrices(subject: Subject, central: Influence) -> tuple[Matrix, ...]:
    if not central.matrices:
        return ()
    first = next(iter(central.matrices.values()))
    if first.ndim == 3:
        issue = subject.labels[subject.arena.issues[0]] if len(subject.arena.issues) == 1 else None
        return (Matrix(issue, {name: one[0] for name, one in central.matrices.items()}),)
    return tuple(
        Matrix(
            subject.labels.get(issue, issue),
            {name: one[0, :, :, place] for name, one in central.matrices.items()},
        )
        for place, issue in enumerate(subject.arena.issues)
    )
