"""Tracks as plain tables: what the terminal, the notebook and the report all show."""

from __future__ import annotations

from collections.abc import Iterator

from summitry.forecasts.duels import Duel, Turn
from summitry.forecasts.tables import Table, figure, gain, shown_to
from summitry.forecasts.tracks import TrackComparison, TrackForecast, TrackStudy

RAPPORT = "process/rapport"


def track_tables(comparison: TrackComparison) -> tuple[Table, ...]:
    """For each assessment its tracks and their break-evens; then provenance and the verdicts."""
    found: list[Table] = []
    for study in comparison.studies:
        found += [tracks_table(comparison, study), duels_table(study)]
    return (*found, baskets_table(comparison), provenance(comparison), verdicts(comparison))


def tracks_table(comparison: TrackComparison, study: TrackStudy) -> Table:
    """Each track with its events, gains and the draws that it alone settles."""
    names = list(study.tracks[0].events) if study.tracks else []
    parties = list(study.tracks[0].gains) if study.tracks else []
    rows = [
        (
            one.label,
            *(_event(one, name) for name in names),
            *(gain(one.gains[party]) for party in parties),
            "–" if one.alone is None else figure(one.alone),
        )
        for one in study.tracks
    ]
    marked = any("+" in cell for row in rows for cell in row[1 : 1 + len(names)])
    note = (
        "After a slash: with the big asks at every table instead of at leaders' tables only. "
        if marked
        else ""
    )
    note += (
        f"Alone: draws in which only this track brings '{comparison.event}'. Gains: mean over all "
        "draws, nothing without a deal. 'agreed' is the weakest event: each side takes free points."
    )
    columns = ("track", *names, *(f"gain {party}" for party in parties), "alone")
    return Table(f"{comparison.title}, tracks: {study.label}", columns, tuple(rows), note)


def _event(one: TrackForecast, name: str) -> str:
    own = figure(one.events[name])
    other = figure(one.events_with_asks.get(name, one.events[name]))
    return own if own == other else f"{own}/{other}"


def duels_table(study: TrackStudy, *, every: bool = False) -> Table:
    """Pairs of tracks: what only one settles, and where they change places.

    Unless ``every`` pair is wanted, those with the first track or a favoured one.
    """
    rows = []
    labels = {one.name: one.label for one in study.tracks}
    told = {*(one.name for one in study.tracks[:1]), study.favoured, study.favoured_with_asks}
    for duel in study.duels:
        if not every and not {duel.first, duel.second} & told:
            continue
        for asks in ("own", "all"):
            turns = {turn.what: turn for turn in duel.turns if turn.asks == asks}
            asked = {name: turn for name, turn in turns.items() if name != RAPPORT}
            bond = turns.get(RAPPORT)
            if asks == "all" and not asked:
                continue
            rows.append(
                (
                    f"{labels[duel.first]} | {labels[duel.second]}",
                    "own table" if asks == "own" else "all",
                    *_only(duel, asks),
                    "; ".join(f"{_whose(name)} {_value(turn)}" for name, turn in asked.items())
                    or ("no ask" if study.tracks[0].events_with_asks else "–"),
                    "–" if bond is None else _value(bond),
                )
            )
    note = (
        "Only first, only second: draws in which one of the two alone brings it. Break-even: "
        "the constant likelihood of a big ask, or the constant rapport, at which they are level; "
        "none: there is no such value from 0 to 1."
        + ("" if every else " Other pairs: --json, and the report.")
    )
    columns = ("tracks", "asks on", "only first", "only second", "break-even ask", "rapport")
    return Table(f"Any two tracks: {study.label}", columns, tuple(rows), note, words=(0, 1, 4, 5))


def _only(duel: Duel, asks: str) -> tuple[str, ...]:
    shares = (
        (duel.only_first, duel.only_second)
        if asks == "own"
        else (duel.only_first_with_asks, duel.only_second_with_asks)
    )
    return tuple("–" if one is None else figure(one) for one in shares)


def _whose(name: str) -> str:
    return name.split("/")[2]


def _value(turn: Turn) -> str:
    return ", ".join(figure(value) for value in turn.values) or "none"


def baskets_table(comparison: TrackComparison) -> Table:
    """What each track is, and what is true of it by construction."""
    rows = [(one.label, one.tables, " ".join(one.notes) or "–") for one in comparison.every]
    note = "Tables are of officials unless leaders are named; leaders sign off the union."
    columns = ("track", "tables", "by construction")
    return Table("What the tracks are", columns, tuple(rows), note, words=(0, 1, 2))


def forms_table(comparison: TrackComparison) -> Table:
    """The deciding event of each track over the forms of the model."""
    event = comparison.event
    rows = [
        (
            one.label,
            *(_over_forms(study, one.name, event) for study in comparison.studies),
        )
        for one in comparison.every
    ]
    note = "Probability, and in brackets its range over the solutions and shares held back."
    columns = ("track", *(study.label for study in comparison.studies))
    return Table(f"Tracks side by side: {event}", columns, tuple(rows), note)


def _over_forms(study: TrackStudy, track: str, event: str) -> str:
    """An event of a track over the forms; a dash where the assessment has no such track."""
    if track not in {one.name for one in study.tracks}:
        return "–"
    one = study[track]
    span = f"({figure(one.least[event])} to {figure(one.greatest[event])})"
    return f"{figure(one.events[event])}  {span}"


def provenance(comparison: TrackComparison) -> Table:
    """What it takes to repeat the comparison."""
    error = 0.98 / comparison.draws**0.5
    if comparison.audience is not None:
        return shown_to(comparison.audience, comparison.as_of, comparison.draws,
                        comparison.dossier, comparison.version)  # fmt: skip
    rows = (
        ("information cut-off", comparison.as_of),
        ("deciding event", comparison.event),
        (
            "draws",
            f"{comparison.draws:,} from seed {comparison.seed} (sampling error ±{error:.3f}); "
            f"break-evens and forms of the model {comparison.effect_draws:,}",
        ),
        ("dossier", f"sha256 {comparison.dossier[:16]}"),
        ("version", f"summitry {comparison.version}"),
    )
    return Table("Provenance", ("what", "value"), rows, words=(0, 1))


def verdicts(comparison: TrackComparison) -> Table:
    """The tracks side by side over the forms, and which each assessment's own numbers favour."""
    table = forms_table(comparison)
    return Table(table.title, table.columns, table.rows, f"{table.note}\n{closing(comparison)}")


def closing(comparison: TrackComparison) -> str:
    """The verdict of each assessment, a line each."""
    return "\n".join(_verdicts(comparison))


def _verdicts(comparison: TrackComparison) -> Iterator[str]:
    for study in comparison.studies:
        yield study.verdict
