"""Whether a package would hold, as an audience may see it: the whole's figures, and whose is seen.

What the package moves unseen is not named; an exit is told if its party, what it takes back and the
answer to it are seen to the last number.
"""

from __future__ import annotations

from collections.abc import Sequence

from summitry.dossier.audience import Audience
from summitry.dossier.digest import digest
from summitry.dossier.model import Dossier
from summitry.forecasts.audiences.lens import Lens, coarse, rounded, through
from summitry.forecasts.exits import Answer, Exit
from summitry.forecasts.holding import LIKELIEST
from summitry.forecasts.stability import StabilityComparison
from summitry.forecasts.stability_study import StabilityStudy, State, Verdict
from summitry.forecasts.standing import Standing
from summitry.forecasts.tables import figure
from summitry.procedures.commitments import Commitment

ALL_KEPT = "the state where all is kept"


def stability_for(
    made: StabilityComparison, dossier: Dossier, who: Audience
) -> StabilityComparison:
    """The package, as far as it moves what is seen, by the schools that are seen."""
    lenses = through(dossier, who, [one.assessment for one in made.studies])
    first = next(iter(lenses.values()))
    first.needs("agreed", "exchange")
    studies = [
        _study(one, lenses[one.assessment or ""])
        for one in made.studies
        if (one.assessment or "") in lenses
    ]
    asked = LIKELIEST
    if made.asked != LIKELIEST:
        asked = ", ".join(f"{issue} = {level}" for issue, level in studies[0].package.items())
    seen = first.seen
    return StabilityComparison(
        seen.title, seen.question, seen.as_of, asked, tuple(studies),
        digest(seen), None, made.draws, made.form_draws, made.version, who.name,
    )  # fmt: skip


def _study(study: StabilityStudy, lens: Lens) -> StabilityStudy:
    places = {
        place: number
        for number, place in enumerate(
            place for place, one in enumerate(study.commitments) if _is_seen(one, lens)
        )
    }
    package = lens.package(study.package)
    names = {one: lens.seen.label(one) for one in study.names if one in lens.seen.parties}
    exits = tuple(found for one in study.exits if (found := _exit(one, places, lens)))
    concepts = tuple(_verdict(one, lens) for one in study.concepts) if package else ()
    return StabilityStudy(
        assessment=study.assessment,
        label=lens.label,
        package=package,
        likeliest=None if study.likeliest is None or not package else rounded(study.likeliest),
        commitments=tuple(_commitment(study.commitments[place]) for place in places),
        final=tuple(_commitment(one) for one in study.final if _is_seen(one, lens)),
        names=names,
        concepts=concepts,
        exits=exits,
        states=tuple(map(_state, study.states)) if lens.everything else (),
        state=study.state if lens.everything else ALL_KEPT,
        standing=tuple(
            Standing(one.party, one.concept, one.stays, one.text) for one in study.standing
        )
        if lens.everything
        else (),
        verdict=study.verdict
        if lens.everything
        else _in_words(lens.label, study.package, package, concepts),
        left_out=study.left_out if package else {},
    )


def _is_seen(one: Commitment, lens: Lens) -> bool:
    """Whether a commitment is seen, with how far it can be taken back and what it lapses to."""
    needed = [f"issues/{one.issue}/reversible"]
    if one.held:
        issue = lens.whole.issues[one.issue]
        needed += [f"issues/{one.issue}/no_deal/{level}" for level in issue.no_deal]
    return one.issue in lens.seen.issues and all(map(lens.shows, needed))


def _commitment(one: Commitment) -> Commitment:
    return Commitment(one.issue, one.level, one.party, one.back, one.held, coarse(one.returns))


def _verdict(one: Verdict, lens: Lens) -> Verdict:
    parties = {party: rounded(share) for party, share in one.parties.items() if lens.knows(party)}
    return Verdict(
        one.concept, one.holds, rounded(one.share), parties,
        rounded(one.least), rounded(one.greatest), rounded(one.unsettled),
    )  # fmt: skip


def _exit(one: Exit, places: dict[int, int], lens: Lens) -> Exit | None:
    """An exit all of whose parts are seen, commitments by their new numbers; else None."""
    answer = one.answer
    parties = [one.party, *([answer.party] if answer else [])]
    back = [*one.back, *(answer.back if answer else ())]
    if not all(map(lens.knows, parties)) or not set(back) <= set(places):
        return None
    return Exit(
        one.party,
        rounded(one.pays),
        _moved(one.back, places),
        rounded(one.share),
        rounded(one.gain),
        None if one.deterred is None else rounded(one.deterred),
        Answer(answer.party, _moved(answer.back, places), rounded(answer.share))
        if answer
        else None,
    )


def _moved(back: Sequence[int], places: dict[int, int]) -> tuple[int, ...]:
    return tuple(places[one] for one in back)


def _state(one: State) -> State:
    gains = {party: rounded(value) for party, value in one.gains.items()}
    return State(one.kept, gains, one.equilibrium)


def _in_words(
    label: str, whole: object, package: dict[str, str], concepts: Sequence[Verdict]
) -> str:
    """What is shown in a sentence, and no word on whose exit is the threat."""
    by = {one.concept: one for one in concepts}
    if not package:
        return f"{label}: nothing of the package is shown." if whole else f"{label}: no deal."
    if "Nash" not in by or "SEQ" not in by:
        return f"{label}: no more is shown of it."
    return (
        f"{label}: it is kept by everybody in {figure(by['Nash'].share)} of the draws for its own "
        f"sake, and in {figure(by['SEQ'].share)} by fear of the answer."
    )
