"""Stability as plain tables: what the terminal, the notebook and the report all show."""

from __future__ import annotations

from summitry.forecasts.exits import Exit
from summitry.forecasts.stability import StabilityComparison
from summitry.forecasts.stability_study import StabilityStudy, Verdict
from summitry.forecasts.stability_verdict import in_draws, taken
from summitry.forecasts.tables import Table, figure, gain, shown_to

MEANINGS = {
    "Nash": "taking anything back does not pay at once",
    "SEQ": "if it pays, an answer that pays the others would undo that",
    "SSEQ": "the same, and whoever left could not mend it",
    "GMR": "if it pays, some answer would undo that, whatever it costs the others",
    "SMR": "the same, and whoever left could not mend it",
    "SIM": "if it pays, what pays the others at the same moment would undo that",
    "L": "looking two moves ahead, leaving does not lead where it would rather be",
    "NM": "the same however far ahead it looks, from some number of moves on",
}
"""What each concept asks of every party, from the strictest to the loosest fear; then at once with
the others, and by looking ahead."""

AS_FAR = "The package is named as far as it moves what is shown; its figures are of the whole."
TOLD = ("Nash", "SEQ", "SIM", "L", "NM")
"""Concepts whose reasons are shown; JSON has them all."""
ASSUMPTIONS = (
    (
        "what can be done",
        "Each commitment may be kept or taken back by the party that performs it, as far as "
        "'reversible' says, any of its own at once, and be performed again.",
    ),
    (
        "what it brings",
        "What the bargaining's tables say, critics and cover counted. Trust is off: whether a word "
        "is kept is what is asked here, so schools that differ in trust alone agree.",
    ),
    (
        "what binds",
        "Red lines, asks and clauses bind what is signed, not what is done with it afterwards.",
    ),
    (
        "no deal",
        "Where nothing is kept any more, what no deal brings besides the issues is due again.",
    ),
    (
        "foresight",
        "Breaches are seen, and a party looks as far ahead as the concept says; how much patience "
        "it takes, year by year, is the road map's question.",
    ),
)


def stability_tables(comparison: StabilityComparison) -> tuple[Table, ...]:
    """For each assessment: would it hold, who would leave, who would answer; then in sentences."""
    found: list[Table] = []
    for study in comparison.studies:
        if not study.package:
            continue
        found += [concepts_table(comparison, study), commitments_table(study)]
        if study.exits:
            found.append(exits_table(study))
        if study.standing:
            found.append(standing_table(study))
    return (
        *found,
        verdicts_table(comparison),
        assumptions_table(),
        provenance_table(comparison),
    )


def package_text(study: StabilityStudy) -> str:
    """The package in words: what it moves."""
    return "; ".join(f"{issue}: {level}" for issue, level in study.package.items())


def concepts_table(comparison: StabilityComparison, study: StabilityStudy) -> Table:
    """The package by each concept: at the likeliest numbers, in the draws, by party."""
    by = {one.concept: one for one in study.concepts}
    parties = [one for one in study.names if all(one in each.parties for each in study.concepts)]
    parties = parties if study.concepts else []
    rows = tuple(
        (
            name,
            meaning,
            _holds(by[name]),
            figure(by[name].share),
            f"{figure(by[name].least)} to {figure(by[name].greatest)}",
            *(figure(by[name].parties[party]) for party in parties),
        )
        for name, meaning in MEANINGS.items()
        if name in by
    )
    struck = ""
    if study.likeliest is not None:
        struck = f" The likeliest package of this assessment, struck in {figure(study.likeliest)}."
    cut = "" if comparison.audience is None else f"{AS_FAR} "
    note = (
        f"{package_text(study)}.{struck} {cut}Likeliest: at the likeliest numbers. Then the share "
        "of the draws in which everybody keeps it; its range over the forms of the model (curve, "
        "loss aversion, what no deal brings); and the share in which each party does."
        f"{_open(study)}"
    )
    columns = (
        "concept", "each party stays because", "likeliest", "in draws", "over forms",
        *(study.names[party] for party in parties),
    )  # fmt: skip
    title = f"{comparison.title}, would it hold: {study.label}"
    return Table(title, columns, rows, note, words=(0, 1))


def _holds(one: Verdict) -> str:
    if one.holds is None:
        return "not settled"
    return "yes" if one.holds else "no"


def _open(study: StabilityStudy) -> str:
    """What is not looked at, and what is not settled, in sentences; nothing if all is."""
    found = ""
    if study.left_out:
        names = " and ".join(", ".join(study.left_out).rsplit(", ", 1))
        reasons = "; ".join(dict.fromkeys(study.left_out.values()))
        found += f" Not looked at by {names}: {reasons}."
    for one in study.concepts:
        if one.unsettled > 0:
            found += (
                f" By {one.concept} it is not settled {in_draws(one.unsettled)}: within the "
                "horizons looked at, what is foreseen comes to no rest. These count as not kept."
            )
    return found


def commitments_table(study: StabilityStudy) -> Table:
    """Who performs what, and how far it can be taken back."""
    rows = tuple(
        (
            study.names[one.party],
            f"{one.issue}: {one.level}",
            f"{'would lapse to ' if one.held else ''}{one.back}",
            f"{one.returns:.0%}",
        )
        for one in (*study.commitments, *study.final)
    )
    columns = ("party", "commitment", "taken back", "of which returns")
    return Table(f"Commitments: {study.label}", columns, rows, words=(0, 1, 2))


def exits_table(study: StabilityStudy) -> Table:
    """Whose leaving is the threat, and whose answer holds them in."""
    rows = tuple(
        (
            study.names[one.party],
            figure(one.pays),
            taken(study.commitments, one.back),
            gain(one.gain),
            "–" if one.deterred is None else figure(one.deterred),
            _answer(study, one),
        )
        for one in study.exits
    )
    note = (
        "Leaving pays: share of the draws in which taking something back pays at once. Takes back: "
        "what brings it most, most often; gains: at the likeliest numbers, 1 being all that it "
        "wants. Deterred: share of those draws in which answers that pay the others undo every way "
        "to leave. Answer: the single move that does so most often, and in what share."
    )
    columns = ("party", "leaving pays", "takes back", "gains", "deterred", "answer")
    return Table(f"Who would leave: {study.label}", columns, rows, note, words=(0, 2, 5))


def _answer(study: StabilityStudy, one: Exit) -> str:
    if one.deterred is None:
        return "nothing to answer"
    if one.answer is None:
        return "none that pays"
    back = taken(study.commitments, one.answer.back)
    return f"{study.names[one.answer.party]} takes back {back}: {figure(one.answer.share)}"


def standing_table(study: StabilityStudy) -> Table:
    """Why each party stays in the state asked for, or leaves it."""
    rows = tuple(
        (study.names[one.party], one.concept, "yes" if one.stays else "no", one.text)
        for one in study.standing
        if one.concept in TOLD
    )
    title = f"Why, in {study.state}: {study.label}"
    note = "At the likeliest numbers; of the ways to leave the most telling."
    return Table(title, ("party", "concept", "stays", "because"), rows, note, words=(0, 1, 2, 3))


def verdicts_table(comparison: StabilityComparison) -> Table:
    """Each assessment in a sentence."""
    rows = tuple(
        (study.label, study.verdict.removeprefix(f"{study.label}: "))
        for study in comparison.studies
    )
    columns = ("assessment", "would it hold once signed")
    return Table("In a sentence", columns, rows, words=(0, 1))


def assumptions_table() -> Table:
    """What all of it rests on."""
    return Table("What this assumes", ("of", "assumption"), ASSUMPTIONS, words=(0, 1))


def provenance_table(comparison: StabilityComparison) -> Table:
    """What it takes to repeat it."""
    if comparison.audience is not None:
        return shown_to(comparison.audience, comparison.as_of, comparison.draws,
                        comparison.dossier, comparison.version)  # fmt: skip
    rows = (
        ("package", comparison.asked),
        (
            "draws",
            f"{comparison.draws:,} from seed {comparison.seed}; forms {comparison.form_draws:,}",
        ),
        ("dossier", f"sha256 {comparison.dossier[:16]}"),
        ("version", f"summitry {comparison.version}"),
    )
    return Table("Provenance", ("what", "value"), rows, words=(0, 1))
