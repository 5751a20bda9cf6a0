"""A forecast as plain tables: what the terminal, the notebook and the report all show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from summitry.forecasts.bargains import Package
from summitry.forecasts.compare import Comparison
from summitry.forecasts.forecast import Forecast

NOTABLE = 0.005
"""Changes and shares below this are shown as none."""


@dataclass(frozen=True)
class Table:
    """A titled table of texts; the first column names the rows, the rest are figures or words."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    words: tuple[int, ...] = (0,)
    """Columns that hold words, and are set to the left."""


def figure(share: float) -> str:
    """A probability to two decimals, never rounded to certainty."""
    if 0 < share < 0.005:
        return "<.01"
    if 0.995 <= share < 1:
        return ">.99"
    return f"{share:.2f}".removeprefix("0") if share < 1 else "1"


def signed(change: float) -> str:
    """A change of probability in points, with its sign; a change of nothing is a dash."""
    return "–" if abs(change) < NOTABLE else f"{change:+.2f}".replace("0.", ".")


def gain(value: float) -> str:
    """A gain to two decimals, with its sign unless it rounds to nothing."""
    return "0.00" if abs(value) < NOTABLE else f"{value:+.2f}"


def forecast_tables(forecast: Forecast) -> tuple[Table, ...]:
    """Everything a forecast says, in the order that a reader wants it."""
    return (
        events_table(forecast),
        reasons_table(forecast),
        effects_table(forecast),
        packages_table(forecast),
        levels_table(forecast),
        *grid_tables(forecast),
        *cautions_tables(forecast),
        provenance_table(forecast),
    )


def events_table(forecast: Forecast) -> Table:
    """Each event with its probability and range."""
    rows = [
        (
            one.name,
            figure(one.probability),
            figure(one.spread.least),
            figure(one.spread.middle),
            figure(one.spread.greatest),
        )
        for one in forecast.events
    ]
    note = (
        "Least to greatest: nine in ten of the analyst's numbers, over every form of the model. "
        f"{forecast.summary}"
    )
    columns = ("event", "probability", "least", "middle", "greatest")
    return Table(f"{forecast.title}: {forecast.label}", columns, tuple(rows), note)


def reasons_table(forecast: Forecast) -> Table:
    """Reasons for no deal."""
    rows = tuple((one.text, figure(one.share)) for one in forecast.reasons)
    return Table("Why there might be no deal", ("reason", "share of draws"), rows)


def effects_table(forecast: Forecast) -> Table:
    """What each mechanism adds to each event."""
    names = tuple(one.name for one in forecast.events)
    rows = tuple(
        (
            one.text,
            *(signed(one.change[name]) for name in names),
            f"{one.touched:.0%}" if one.touched >= 0.005 else "none",
        )
        for one in forecast.effects
    )
    note = (
        "Probability with the mechanism less that with it switched off, on the same draws; "
        "a dash is a change below .005, the last column the share of draws it changes at all."
    )
    return Table("What each mechanism does", ("mechanism", *names, "draws changed"), rows, note)


def levels_table(forecast: Forecast) -> Table:
    """Likely levels of each issue given a deal."""
    rows = []
    for issue, shares in forecast.levels.items():
        text = ", ".join(f"{level} {figure(share)}" for level, share in shares.items() if share)
        rows.append((issue, text or "no deal in any draw"))
    return Table("Levels, given a deal", ("issue", "levels and shares"), tuple(rows), words=(0, 1))


def packages_table(forecast: Forecast) -> Table:
    """The deals struck most often and what each party gains."""
    parties = tuple(forecast.packages[0].gains) if forecast.packages else ()
    rows = tuple(
        (
            describe(one),
            figure(one.share),
            *(gain(one.gains[party]) for party in parties),
        )
        for one in forecast.packages
    )
    note = (
        "Gains over no deal, 1 being all that the party wants; never compared between parties. "
        "Principals: critics and stakes counted; the others: the issues alone."
    )
    columns = ("package", "share of draws", *parties)
    if forecast.provenance.audience is not None:
        cut = "As far as they move what is shown; what else is in them is not."
        note = f"{cut} {note}" if parties else cut
        return Table("The likeliest packages", columns, rows, note)
    return Table("The likeliest packages", columns, rows, note if rows else "No deal in any draw.")


def describe(package: Package) -> str:
    """A package in words: what it moves."""
    return "; ".join(f"{issue}: {package.levels[issue]}" for issue in package.moved)


def grid_tables(forecast: Forecast) -> tuple[Table, ...]:
    """Each event over the shape of utility."""
    grid = forecast.grid
    columns = ("curve", *(f"loss aversion {one:g}" for one in grid.loss_aversions))
    found = []
    for event in forecast.events:
        cells = grid.cells[event.name]
        rows = tuple(
            (f"{curve:g}", *(figure(cell) for cell in row))
            for curve, row in zip(grid.curves, cells, strict=True)
        )
        found.append(Table(f"Shape of utility: {event.name}", columns, rows))
    return tuple(found)


def cautions_tables(forecast: Forecast) -> tuple[Table, ...]:
    """Warnings about the coding; no table if there are none."""
    rows = tuple((one.code, one.text) for one in forecast.cautions)
    if not rows:
        return ()
    return (Table("Before you trust it", ("code", "caution"), rows, words=(0, 1)),)


def provenance_table(forecast: Forecast) -> Table:
    """What it takes to repeat the forecast, and what it rests on."""
    made = forecast.provenance
    if made.audience is not None:
        return _provenance_for(forecast, made.audience)
    basis = forecast.evidence
    rows = [
        ("information cut-off", forecast.as_of),
        (
            "coded",
            "in hindsight, after the outcome" if forecast.hindsight else "before the outcome",
        ),
        (
            "numbers",
            f"{len(basis.numbers)}: {basis.cited} cite a passage, {basis.judged} are judgement, "
            f"{basis.defaults} are defaults",
        ),
        *((f"coders of {kind}", _agreement(alpha)) for kind, alpha in basis.agreement.items()),
        ("procedure", f"{made.procedure}, {made.solution}, holding back {made.holding_back:g}"),
        ("packages", ("" if made.packages_exact else "at most ") + f"{made.packages:,} legal"),
        (
            "draws",
            f"{made.draws:,} from seed {made.seed} (sampling error ±{made.sampling_error:.3f}); "
            f"mechanisms and grid {made.effect_draws:,}; "
            f"range {made.doubt_rows} rows of {made.doubt_worlds} worlds",
        ),
        ("dossier", f"sha256 {made.dossier[:16]}"),
        ("version", f"summitry {made.version}"),
    ]
    return Table("Provenance", ("what", "value"), tuple(rows), words=(0, 1))


def _provenance_for(forecast: Forecast, audience: str) -> Table:
    """What an audience is told of how a forecast was made: not enough to make it again."""
    made = forecast.provenance
    rows = (
        ("shown to", audience),
        ("information cut-off", forecast.as_of),
        (
            "coded",
            "in hindsight, after the outcome" if forecast.hindsight else "before the outcome",
        ),
        ("numbers", f"{len(forecast.evidence.numbers)} of them shown; the others are not"),
        ("draws", f"{made.draws:,} (sampling error ±{made.sampling_error:.3f})"),
        ("what is shown", f"sha256 {made.dossier[:16]}"),
        ("version", f"summitry {made.version}"),
    )
    return Table("Provenance", ("what", "value"), rows, WORKED_OUT, words=(0, 1))


WORKED_OUT = (
    "Worked out with every number of the dossier, and shown in terms of what is for this audience, "
    "to two decimals. There may be more that is not shown."
)
"""Said once of every result that is cut for an audience; what is left out is never counted."""


def shown_to(audience: str, as_of: str | None, draws: int, dossier: str, version: str) -> Table:
    """What an audience is told of how a result was made: not enough to make it again."""
    rows = (
        ("shown to", audience),
        *((("information cut-off", as_of),) if as_of else ()),
        ("draws", f"{draws:,}"),
        ("what is shown", f"sha256 {dossier[:16]}"),
        ("version", f"summitry {version}"),
    )
    return Table("Provenance", ("what", "value"), rows, WORKED_OUT, words=(0, 1))


def _agreement(alpha: float | None) -> str:
    if alpha is None:
        return "too few to tell how far they agree"
    return f"agree with Krippendorff's alpha {alpha:.2f}"


def comparison_tables(
    comparison: Comparison, said: Callable[[str], str] = str
) -> tuple[Table, ...]:
    """Assessments side by side: events, why, which deal, and what they dispute.

    ``said`` puts a number's name into words; left out, it stays its path.
    """
    forecasts = comparison.forecasts
    return (
        _events_side_by_side(comparison),
        Table(
            "Why",
            ("assessment", "in a sentence", "what moves it most"),
            tuple((one.label, one.summary, strongest(one)) for one in forecasts),
            words=(0, 1, 2),
        ),
        Table(
            "The likeliest package",
            ("assessment", "package", "share of draws"),
            tuple(
                (one.label, describe(deal), figure(deal.share))
                for one in forecasts
                for deal in one.packages[:1]
            ),
            words=(0, 1),
        ),
        _disputes(comparison, said),
        *_all_cautions(forecasts),
        _shared_provenance(forecasts),
    )


def _events_side_by_side(comparison: Comparison) -> Table:
    forecasts = comparison.forecasts
    rows = []
    for event in forecasts[0].events:
        cells = []
        for one in forecasts:
            own = one.event(event.name)
            span = f"{figure(own.spread.least)} to {figure(own.spread.greatest)}"
            cells.append(f"{figure(own.probability)}  ({span})")
        rows.append((event.name, *cells))
    note = (
        "Probability, and in brackets its range: nine in ten of the analyst's numbers, over every "
        "form of the model. All assessments share every draw that they do not dispute."
    )
    columns = ("event", *(one.label for one in forecasts))
    return Table(comparison.title, columns, tuple(rows), note)


def strongest(forecast: Forecast, count: int = 3) -> str:
    """The mechanisms that change 'exchange' most, in words."""
    if forecast.provenance.audience is not None and not forecast.effects:
        return "not shown"
    ranked = sorted(forecast.effects, key=lambda one: -abs(one.change["exchange"]))
    telling = [one for one in ranked[:count] if abs(one.change["exchange"]) >= NOTABLE]
    if not telling:
        which = "no mechanism" if forecast.provenance.audience is None else "no mechanism shown"
        return f"{which} moves 'exchange' by .005"
    return "exchange: " + "; ".join(
        f"{one.text} {signed(one.change['exchange'])}" for one in telling
    )


def _disputes(comparison: Comparison, said: Callable[[str], str]) -> Table:
    labels = tuple(one.label for one in comparison.forecasts)
    rows = tuple(
        (said(one.name), *(_range(span) for span in one.ranges)) for one in comparison.disputes
    )
    note = "" if rows else "They dispute no number."
    if comparison.forecasts[0].provenance.audience is not None:
        note = "Of the numbers that are shown." if rows else "No number that is shown."
    return Table("What they dispute", ("number", *labels), rows, note)


def _range(span: tuple[float, float, float] | None) -> str:
    if span is None:
        return "not there"
    low, mode, high = span
    return f"{mode:.3g}" if low == high else f"{mode:.3g}  ({low:.3g} to {high:.3g})"


def _all_cautions(forecasts: Sequence[Forecast]) -> tuple[Table, ...]:
    told: dict[tuple[str, str], list[str]] = {}
    for one in forecasts:
        for caution in one.cautions:
            told.setdefault((caution.code, caution.text), []).append(one.assessment or "dossier")
    if not told:
        return ()
    rows = tuple((code, ", ".join(who), text) for (code, text), who in told.items())
    columns = ("code", "in", "caution")
    return (Table("Before you trust them", columns, rows, words=(0, 1, 2)),)


def _shared_provenance(forecasts: Sequence[Forecast]) -> Table:
    first = provenance_table(forecasts[0])
    rows = tuple(row for row in first.rows if row[0] != "numbers")
    return Table(first.title, first.columns, rows, words=(0, 1))
