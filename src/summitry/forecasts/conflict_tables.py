"""A conflict as plain tables, options by states as the field prints them."""

from __future__ import annotations

from summitry.forecasts.conflicts import ConflictReport
from summitry.forecasts.tables import Table
from summitry.games.stability.reasons import Answer, Reason
from summitry.games.stability.sequences import Step, changes

LONG = {
    "Nash": "Nash (r)",
    "GMR": "general metarational",
    "SMR": "symmetric metarational",
    "SEQ": "sequential (s)",
    "SSEQ": "symmetric sequential",
    "SIM": "simultaneous",
    "L": "limited-move",
    "NM": "non-myopic",
}
NAMED = 24
"""So many states are named in a cell."""


def conflict_tables(report: ConflictReport) -> tuple[Table, ...]:
    """The states with who is stable in them, the equilibria by concept, then what was asked for."""
    return (states_table(report), equilibria_table(report), *reasons_tables(report))


def states_table(report: ConflictReport) -> Table:
    """Options by states, payoffs, and for whom each state is stable."""
    conflict, found = report.conflict, report.analysis
    rows = found.table(report.shown())
    parties = conflict.parties
    cells: list[tuple[str, ...]] = []
    for at, option in enumerate(conflict.options):
        owners = "+".join(str(parties.index(one) + 1) for one in option.owners) or "–"
        way = {"both": "", "forward": " →", "back": " ←"}[option.direction]
        cells.append((f"{owners}  {option.name}{way}", *(row.label[at] for row in rows)))
    for at, party in enumerate(parties):
        cells.append((f"payoff {at + 1} {party}", *(str(row.payoffs[at]) for row in rows)))
    for concept in found.concepts:
        own = [
            "E" if row.equilibrium[concept]
            else " ".join(
                str(at + 1) for at, one in enumerate(parties) if row.stable[concept][one]
            )
            for row in rows
        ]  # fmt: skip
        cells.append((LONG.get(str(concept), str(concept)), *own))
    left = conflict.size - len(rows)
    note = (
        "Numbers before the options: their owners; → only from N to Y, ← only from Y to N. "
        "Payoffs: their order only, 1 the worst. By each concept: E an equilibrium, else for whom "
        "the state is stable. "
    ) + (f"{left:,} more states are no equilibrium, or not shown." if left else "")
    columns = ("state", *(str(row.state + 1) for row in rows))
    return Table(report.name, columns, tuple(cells), note.strip())


def equilibria_table(report: ConflictReport) -> Table:
    """How many equilibria each concept has, and which."""
    rows = []
    for concept in report.analysis.concepts:
        which = report.analysis.equilibria(concept)
        named = ", ".join(str(one + 1) for one in which[:NAMED].tolist())
        more = f" and {len(which) - NAMED:,} more" if len(which) > NAMED else ""
        rows.append(
            (LONG.get(str(concept), str(concept)), f"{len(which):,}", (named or "none") + more)
        )
    note = (
        f"Limited-move: horizon {report.analysis.horizon}."
        if "L" in report.analysis.concepts
        else ""
    )
    return Table("Equilibria", ("concept", "how many", "states"), tuple(rows), note, words=(0, 2))


def reasons_tables(report: ConflictReport) -> tuple[Table, ...]:
    """Why the state asked for is stable or not, party by party; no table if none was asked for."""
    if report.asked is None:
        return ()
    label = report.conflict.label(report.asked)
    rows = []
    for one in report.reasons:
        first = one.answers[0] if one.answers else None
        rows.append(
            (
                one.party,
                LONG.get(str(one.concept), str(one.concept)),
                "yes" if one.stable else "no",
                _told(report, one, first),
            )
        )
    title = f"Why state {report.asked + 1} ({label}) is stable or not"
    columns = ("party", "concept", "stable", "because")
    return (Table(title, columns, tuple(rows), words=(0, 1, 2, 3)),)


def _told(report: ConflictReport, one: Reason, first: Answer | None) -> str:
    if first is None:
        return (
            "it has no better state to move to" if not one.improvements else "it stays by foresight"
        )
    move = f"it gains by {_move(report, first.improvement)}"
    more = one.improvements - 1
    others = f" ({more} more such moves)" if more > 0 else ""
    if not first.deterred:
        if not first.sanction:
            return f"{move}, and nothing the others do undoes that{others}"
        then = "; ".join(f"{step.party}: {_move(report, step)}" for step in first.sanction)
        end = f", and it can go on to state {first.end + 1}" if first.counter else ""
        return f"{move}; then {then}{end}; still better{others}"
    then = ", then ".join(f"{step.party} by {_move(report, step)}" for step in first.sanction)
    return f"{move}, but is answered by {then}: no better in state {first.end + 1}{others}"


def _move(report: ConflictReport, step: Step) -> str:
    taken, dropped = changes(report.conflict, step)
    parts = [f"+{name}" for name in taken] + [f"-{name}" for name in dropped]
    said = f" ({', '.join(parts)})" if parts else ""
    return f"moving to {step.end + 1}{said}"
