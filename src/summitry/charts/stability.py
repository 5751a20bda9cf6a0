"""A package once signed, and a conflict of a file, as graphs of states and moves."""

from __future__ import annotations

import numpy as np

from summitry.charts.graph import KEPT, ON_WAY, OTHER, Arrow, Node, pairs, panel
from summitry.charts.style import FAINT, Spec, chart, rows
from summitry.forecasts.conflicts import ConflictReport
from summitry.forecasts.exits import passed
from summitry.forecasts.stability import StabilityComparison
from summitry.forecasts.stability_study import StabilityStudy
from summitry.forecasts.tables import figure

ALL_MOVES = 12
"""Conflicts of no more states are drawn with every improvement; larger ones around one state."""


def stability(comparison: StabilityComparison) -> Spec:
    """A package once signed, a panel an assessment: who would leave it, and who would answer.

    Every dot is a state at the likeliest numbers, placed by what it brings two parties. Arrows are
    the ways out that bring their party most, and the answers to them.
    """
    panels = []
    for study in comparison.studies:
        if not study.states:
            continue
        nodes, arrows = _of_study(study)
        for pair in pairs(list(study.names)):
            title = {
                "text": study.label,
                "subtitle": _subtitle(study, fresh=comparison.form_draws > 0),
                "fontSize": 12,
                "subtitleColor": FAINT,
                "subtitlePadding": 4,
            }
            panels.append(panel(nodes, arrows, pair, study.names, "gain over no deal") | {
                "title": title
            })  # fmt: skip
    if not panels:
        told = any(study.package for study in comparison.studies)
        text = "the states of it are not shown" if told else "no package to hold"
        empty = {"mark": "text", "data": rows([{"text": text}])}
        panels = [empty | {"encoding": {"text": {"field": "text"}}}]
    return chart(concat=panels, columns=1, spacing=30)


def _subtitle(study: StabilityStudy, *, fresh: bool) -> list[str]:
    """How often it is kept; at a glance the package is not looked for anew, and that is said."""
    by = {one.concept: one.share for one in study.concepts}
    return [
        f"kept in {figure(by['Nash'])} of the draws for its own sake, by fear in "
        f"{figure(by['SEQ'])}{'' if fresh else '; the package as before'}.",
        "Arrows: best ways out, and answers. Green rings: sequential equilibria.",
    ]


def _of_study(study: StabilityStudy) -> tuple[list[Node], list[Arrow]]:
    full = (1 << len(study.commitments)) - 1
    place = {sum(1 << at for at in one.kept): number for number, one in enumerate(study.states)}
    arrows: list[Arrow] = []
    told = {full: "all kept"}
    if full:
        told[0] = "nothing kept"
    for way in study.exits:
        states = [full, *passed(way, full)]
        movers = [way.party, *([way.answer.party] if way.answer else [])]
        arrows += [
            Arrow(mover, place[one], place[other])
            for mover, one, other in zip(movers, states, states[1:], strict=False)
        ]
        for state in states[1:]:
            gone = [one.issue for at, one in enumerate(study.commitments) if not state >> at & 1]
            told.setdefault(state, f"without {', '.join(gone)}")
    nodes = []
    for code, number in sorted(place.items(), key=lambda one: one[1]):
        one = study.states[number]
        kind = KEPT if code == full else ON_WAY if code in told else OTHER
        nodes.append(Node(one.gains, told.get(code, ""), kind, "SEQ" in one.equilibrium))
    return nodes, list(dict.fromkeys(arrows))


def conflict_graph(report: ConflictReport) -> Spec:
    """The graph of a conflict: all of a small one, else what lies around one state.

    A panel for each of up to three pairs of parties; arrows are improvements.
    """
    conflict, found = report.conflict, report.analysis
    parties = conflict.parties
    payoffs = conflict.payoffs
    equilibrium = found.of("SEQ")
    centre = report.asked
    if conflict.size <= ALL_MOVES:
        states = list(range(conflict.size))
        moves = [
            (party, state, int(end))
            for party in parties
            for state in states
            for end in _improvements(report, party, state)
        ]
        what = "every improvement"
    else:
        if centre is None:
            centre = int(np.flatnonzero(equilibrium)[0]) if equilibrium.any() else 0
        moves = _around(report, centre)
        states = sorted({centre, *(one for _, start, end in moves for one in (start, end))})
        what = f"what pays in state {centre + 1}, and what would then pay the others"
    place = {state: number for number, state in enumerate(states)}
    nodes = []
    for state in states:
        gains = {party: float(payoffs[at, state]) for at, party in enumerate(parties)}
        kind = KEPT if state == centre else ON_WAY
        label = f"{state + 1} {conflict.label(state)}"
        nodes.append(Node(gains, label, kind, bool(equilibrium[state])))
    arrows = [Arrow(party, place[start], place[end]) for party, start, end in moves]
    names = {party: party for party in parties}
    panels = [panel(nodes, arrows, pair, names, "ordinal payoff") for pair in pairs(list(parties))]
    title = {
        "text": report.name,
        "subtitle": [f"Arrows: {what}. Green rings: sequential equilibria."],
        "subtitleColor": FAINT,
        "subtitlePadding": 4,
    }
    return chart(concat=panels, columns=2, spacing=30, title=title)


def _improvements(report: ConflictReport, party: str, state: int) -> list[int]:
    conflict = report.conflict
    own = conflict.payoffs[conflict.party(party)]
    return [int(end) for end in conflict.moves(party, state) if own[end] > own[state]]


def _around(report: ConflictReport, centre: int) -> list[tuple[str, int, int]]:
    """Each party's best improvement from a state, and each other's best from there."""
    conflict = report.conflict
    found: list[tuple[str, int, int]] = []

    def best(party: str, state: int) -> int | None:
        ends = _improvements(report, party, state)
        own = conflict.payoffs[conflict.party(party)]
        return max(ends, key=lambda one: own[one], default=None)

    for party in conflict.parties:
        end = best(party, centre)
        if end is None:
            continue
        found.append((party, centre, end))
        for other in conflict.parties:
            answer = best(other, end) if other != party else None
            if answer is not None:
                found.append((other, end, answer))
    return list(dict.fromkeys(found))
