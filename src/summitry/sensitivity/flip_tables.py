"""What would change the answer, as plain tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from summitry.forecasts.tables import Table, figure, shown_to
from summitry.sensitivity.bridges import Bridge
from summitry.sensitivity.difference_tables import points
from summitry.sensitivity.flip import Flips, FlipStudy
from summitry.sensitivity.prices import ON_BOARD, Price
from summitry.sensitivity.singles import Flip

SHOWN = 12
"""Flips listed of a kind."""


def flip_tables(made: Flips) -> tuple[Table, ...]:
    """For each assessment: bridges first, then levers, facts, form, all together, and prices."""
    found: list[Table] = []
    for study in made.studies:
        found += study_tables(made, study)
    return (*found, _provenance(made))


def study_tables(made: Flips, study: FlipStudy) -> Iterator[Table]:
    """Everything about one assessment."""
    yield bridges_table(made, study)
    if study.prices:
        yield prices_table(made, study)
    for kind, own in (("levers", study.levers), ("facts", study.facts), ("form", study.form)):
        yield singles_table(made, study, kind, own)
    if study.choices or made.audience is None:
        yield choices_table(made, study)
    if study.joint or made.audience is None:
        yield joint_table(made, study)


def bridges_table(made: Flips, study: FlipStudy) -> Table:
    """The cheapest sets of levers, who pulls each, and where they lead."""
    ways = study.bridges
    rows = []
    for number, bridge in enumerate(ways.found or _furthest(study)):
        for place, lever in enumerate(bridge.levers):
            rows.append(
                (
                    f"{number + 1}." if not place else "",
                    lever.text,
                    f"{number_text(lever.start)} → {number_text(lever.to)}",
                    _people(study, lever.by),
                    lever.how,
                    f"{lever.cost:.2f}",
                    figure(bridge.probability) if not place else "",
                )
            )
    title = f"{made.title}: bridges to '{made.event}' {figure(ways.wanted)}, {study.label}"
    columns = ("bridge", "lever", "pull", "by", "how", "cost", "then")
    note = _bridging(study) if made.audience is None else _bridging_for(study)
    return Table(title, columns, tuple(rows), note, words=(0, 1, 3, 4))


def _people(study: FlipStudy, parties: Sequence[str]) -> str:
    return ", ".join(study.names[one] for one in parties)


def _furthest(study: FlipStudy) -> Sequence[Bridge]:
    return (study.bridges.furthest,) if study.bridges.furthest else ()


def _bridging(study: FlipStudy) -> str:
    ways = study.bridges
    if not ways.alone:
        return "No lever that the dossier names helps. Say who can pull what under 'levers'."
    if ways.now >= ways.wanted:
        return f"It is there already ({figure(ways.now)})."
    if not ways.found:
        return (
            f"No set of at most three levers gets there from {figure(ways.now)}; "
            "the best of them, pulled all the way, is shown."
        )
    return (
        f"From {figure(ways.now)}. Cost: how far each lever is pulled, in half-widths of its "
        "range, unless the dossier gives a cost of its own; cheapest first. Then: the chance, run "
        "on all draws."
    )


def _bridging_for(study: FlipStudy) -> str:
    """The same for an audience: no word on levers that are not shown."""
    ways = study.bridges
    if ways.now >= ways.wanted:
        return f"It is there already ({figure(ways.now)})."
    cost = "Cost: in half-widths of each lever's range, unless the dossier gives another."
    if ways.found:
        return f"From {figure(ways.now)}, of the levers that are shown. {cost}"
    if ways.furthest:
        return f"From {figure(ways.now)}, the levers pulled all the way. {cost}"
    return "No bridge is shown that is made of levers that are shown."


def prices_table(made: Flips, study: FlipStudy) -> Table:
    """What would win over each critic and each blocker."""
    rows = tuple(_price(one, study.names) for one in study.prices)
    deal = ", ".join(f"{key} {level}" for key, level in study.package.items())
    cut = "" if made.audience is None else " (as far as it is shown)"
    note = (
        f"Of the deal: {deal}{cut}. On board: share of the draws in which the party does not "
        f"lose by it; the least change puts that to {figure(ON_BOARD)} or more."
    )
    columns = ("party", "role", "on board", "least change that wins it over", "then", "principals")
    return Table(f"The price of each, {study.label}", columns, rows, note, words=(0, 1, 3, 5))


def _price(one: Price, names: Mapping[str, str]) -> tuple[str, ...]:
    if one.change is None:
        near = "" if one.within is None else f" with {one.within} issues changed or fewer"
        fault = f"no legal package{near} does"
        return (one.label, one.role, figure(one.before), fault, "–", "–")
    if not one.change:
        return (one.label, one.role, figure(one.before), "none needed", figure(one.before), "")
    change = ", ".join(f"{key}: {old} → {new}" for key, (old, new) in one.change.items())
    paid = ", ".join(f"{names[who]} {points(cost)}" for who, cost in one.cost.items())
    stays = "all still sign" if one.stands else "not all would sign"
    after = "–" if one.after is None else figure(one.after)
    return (one.label, one.role, figure(one.before), change, after, f"{stays} ({paid})")


def singles_table(made: Flips, study: FlipStudy, kind: str, own: Sequence[Flip]) -> Table:
    """The flips of one kind, nearest first."""
    flipping = [one for one in own if one.value is not None]
    rows = tuple(_single(one, kind, study) for one in flipping[:SHOWN])
    columns = ["number", "likeliest", "range", "flips at", "half-widths away"]
    columns += {"levers": ["by", "in reach"], "facts": ["what would reveal it"]}.get(kind, [])
    names = {"levers": "Levers that flip", "facts": "Facts that flip"}
    what = names.get(kind, "Shapes of utility that flip")
    title = f"{what} '{made.event}' ({figure(study.probability)})"
    more = f"{len(flipping) - SHOWN} more are left out here. " if len(flipping) > SHOWN else ""
    if made.audience is not None:
        note = (
            f"Numbers that are shown, and where they flip it across {figure(made.threshold)}, "
            "within their hard bounds; to two digits."
        )
        words = (0, 5) if kind != "form" else (0,)
        return Table(f"{title}, {study.label}", tuple(columns), rows, note, words=words)
    still = len(own) - len(flipping)
    idle = sum(not one.touched for one in own)
    note = (
        f"{more}{len(flipping)} of {len(own)} flip it across {figure(made.threshold)} within their "
        f"hard bounds; no flip within bounds: {still}"
        + (f", of which {idle} change nothing at all" if idle else "")
        + ". A number without a range (exact) comes last."
    )
    words = (0, 5) if kind != "form" else (0,)
    return Table(f"{title}, {study.label}", tuple(columns), rows, note, words=words)


def number_text(value: float) -> str:
    """A number of a dossier in three digits; a veto's leverage by its name."""
    return "veto" if value == float("inf") else f"{value:.3g}"


def _single(one: Flip, kind: str, study: FlipStudy) -> tuple[str, ...]:
    span = f"{number_text(one.low)} to {number_text(one.high)}" if one.low != one.high else "exact"
    far = "exact" if one.move is None else f"{one.move:.1f}"
    row = (one.text, number_text(one.mode), span, number_text(one.value or 0.0), far)
    if kind == "levers":
        return (*row, _people(study, one.by), "yes" if one.reach else "no")
    if kind == "facts":
        when = f" by {one.on}" if one.on else ""
        return (*row, f"{one.reveals}{when}" if one.reveals else "the dossier does not say")
    return row


def choices_table(made: Flips, study: FlipStudy) -> Table:
    """Structural choices, and whether they flip it."""
    rows = tuple(
        (
            one.choice,
            one.option + (" *" if one.shipped else ""),
            figure(one.probability),
            "flips it" if one.flips else "",
        )
        for one in study.choices
    )
    note = "* as it is. Of holding back: where it flips, or the value that brings it nearest."
    columns = ("choice", "option", "probability", "")
    return Table(f"Structural choices, {study.label}", columns, rows, note, words=(0, 1, 3))


def joint_table(made: Flips, study: FlipStudy) -> Table:
    """The nearest point at which the numbers together flip it."""
    title = f"All numbers together, {study.label}"
    columns = ("number", "moved by", "in standard deviations")
    if study.joint is None:
        return Table(title, columns, (), "No number tells anything of it: there is no such point.")
    rows = tuple(
        (one.text, f"{one.change:+.3g}", f"{one.deviations:+.2f}") for one in study.joint.shifts[:6]
    )
    trials = "; ".join(
        f"{_count(one.inputs)} moved {one.distance:.2f}"
        f"{' (second step)' if one.step == 2 else ''}: {figure(one.probability)}"
        for one in study.joint.trials
    )
    note = (
        f"By a logistic fit the nearest flip is {study.joint.distance:.2f} standard deviations "
        f"away. Run again there, the model says: {trials}."
    )
    return Table(title, columns, rows, note)


def _count(inputs: int) -> str:
    return "the six largest" if inputs == 6 else f"all {inputs}"


def _provenance(made: Flips) -> Table:
    if made.audience is not None:
        return shown_to(made.audience, made.as_of, made.draws, made.dossier, made.version)
    rows = (
        ("threshold", figure(made.threshold)),
        ("draws", f"{made.draws:,} from seed {made.seed}"),
        ("dossier", f"sha256 {made.dossier[:16]}"),
        ("version", f"summitry {made.version}"),
    )
    return Table("To repeat this", ("what", "value"), rows, words=(0, 1))
