"""A conflict as plain tables, options by states as the field prints them."""

from __future__ import annotations

from summitry.forecasts.conflicts import SOME, WIDEST, ConflictReport
from summitry.forecasts.tables import Table
from summitry.games.stability.coalitions import FEW
from summitry.games.stability.sequences import Step, changes
from summitry.games.stability.telling import PlainWords, tell

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


class NumberedWords(PlainWords):
    """The conflict's own names, states by their numbers from 1."""

    def state(self, number: int) -> str:
        """Its number, and its pattern or name."""
        return f"{number + 1} ({self.conflict.label(number)})"


def conflict_tables(report: ConflictReport) -> tuple[Table, ...]:
    """The states with who is stable in them, the equilibria by concept, then what was asked for."""
    return (
        states_table(report),
        equilibria_table(report),
        *upsets_tables(report),
        *reasons_tables(report),
        *ways_tables(report),
    )


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


def upsets_tables(report: ConflictReport) -> tuple[Table, ...]:
    """Which Nash equilibria a coalition upsets, and how; those with the file's coalitions."""
    if len(report.conflict.parties) < 2:
        return ()
    rows = tuple(
        (
            str(one.state + 1),
            " + ".join(one.members),
            str(one.end + 1),
            "; ".join(f"{step.party}: {_move(report, step)}" for step in one.steps),
            ", ".join(one.stable) or "none",
        )
        for one in report.upsets
    )
    note = "No coalition leaves a Nash equilibrium with a gain for every member."
    if rows:
        note = (
            "All members are better off where they go. Held by: concepts by which fear of the "
            "others keeps the coalition from it."
        )
        if report.conflict.size > FEW:
            note += f" Coalitions look ahead (limited-move, non-myopic) up to {FEW} states only."
    if report.conflict.size > SOME:
        note = f"Not looked at: a conflict of more than {SOME:,} states."
    elif len(report.analysis.equilibria("Nash")) > WIDEST:
        note += f" Of the first {WIDEST} Nash equilibria."
    columns = ("state", "coalition", "goes to", "by", "held by")
    found = [
        Table("Nash equilibria that a coalition upsets", columns, rows, note, words=(0, 1, 3, 4))
    ]
    if report.together:
        named = ", ".join(" + ".join(one) for one in report.coalitions)
        own = tuple(
            (LONG.get(concept, concept), ", ".join(str(one + 1) for one in which[:NAMED]) or "none")
            for concept, which in report.together.items()
        )
        title = f"Equilibria if they act as one: {named}"
        found.append(Table(title, ("concept", "states"), own, words=(0, 1)))
    return tuple(found)


def ways_tables(report: ConflictReport) -> tuple[Table, ...]:
    """From the status quo to every equilibrium; no table if none was asked for."""
    if report.start is None:
        return ()
    rows = tuple(
        (
            f"{one.state + 1} ({report.conflict.label(one.state)})",
            ", ".join(one.by),
            _path(report, one.improving),
            "the same" if one.any == one.improving else _path(report, one.any),
        )
        for one in report.ways
    )
    label = report.conflict.label(report.start)
    title = f"From state {report.start + 1} ({label}) to the equilibria"
    note = (
        "The shortest ways; nobody moves twice in a row. By improvements: each mover is better off "
        "at once."
    )
    columns = ("equilibrium", "by", "by improvements", "by any moves")
    return (Table(title, columns, rows, note, words=(0, 1, 2, 3)),)


def _path(report: ConflictReport, steps: tuple[Step, ...] | None) -> str:
    if steps is None:
        return "cannot be reached"
    if not steps:
        return "it is there"
    return "; ".join(f"{step.party}: {_move(report, step)}" for step in steps)


def reasons_tables(report: ConflictReport) -> tuple[Table, ...]:
    """Why the state asked for is stable or not, party by party; no table if none was asked for."""
    if report.asked is None:
        return ()
    label, words = report.conflict.label(report.asked), NumberedWords(report.conflict)
    rows = [
        (
            one.party,
            LONG.get(str(one.concept), str(one.concept)),
            "yes" if one.stable else "no",
            " ".join(tell(one, words)),
        )
        for one in report.reasons
    ]
    title = f"Why state {report.asked + 1} ({label}) is stable or not"
    columns = ("party", "concept", "stable", "because")
    return (Table(title, columns, tuple(rows), words=(0, 1, 2, 3)),)


def _move(report: ConflictReport, step: Step) -> str:
    taken, dropped = changes(report.conflict, step)
    parts = [f"+{name}" for name in taken] + [f"-{name}" for name in dropped]
    said = f" ({', '.join(parts)})" if parts else ""
    return f"moving to {step.end + 1}{said}"
