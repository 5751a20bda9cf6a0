"""What an assessment's numbers say of a package once it is signed, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from summitry.forecasts.tables import figure
from summitry.procedures.commitments import Commitment, Signed

if TYPE_CHECKING:
    from summitry.forecasts.exits import Exit
    from summitry.forecasts.stability_study import Verdict

HALF, SURE = 0.5, 1.0


def stability_verdict(
    label: str,
    names: Mapping[str, str],
    case: Signed,
    concepts: Sequence[Verdict],
    leaving: Sequence[Exit],
) -> str:
    """Would it hold, whose exit is the threat, and whose answer keeps them in."""
    if not case.commitments:
        return f"{label}: it would hold, for nothing in it can be taken back."
    by = {one.concept: one for one in concepts}
    threats = sorted((one for one in leaving if one.pays > 0), key=lambda one: -one.pays)
    telling = [one for one in threats if one.pays >= HALF] or threats[:1]
    if by["Nash"].share >= HALF:
        return (
            f"{label}: it would hold: taking anything back pays nobody {in_draws(by['Nash'].share)}"
            f"{_forms(by['Nash'])}."
        )
    seq, gmr = by["SEQ"], by["GMR"]
    stays = f"everybody stays {in_draws(seq.share)}{_forms(seq)}"
    if seq.share >= HALF:
        told = "; ".join(
            f"{_pays(case, names, one)}, but {_answer(case, names, one)}" for one in telling
        )
        return f"{label}: it would hold, by fear of the answer: {stays}; {told}."
    loose = min(telling, key=lambda one: one.deterred or 0.0)
    told = (
        f"{_pays(case, names, loose)}, and no answer that pays its giver makes "
        f"{names[loose.party]} sorry {in_draws(1 - (loose.deterred or 0.0))}"
    )
    text = f"{label}: it would not hold: {stays}; {told}"
    if gmr.share >= HALF:
        text += (
            f"; if answers were feared that cost their giver, all would stay {in_draws(gmr.share)}"
        )
    return f"{text}."


def _pays(case: Signed, names: Mapping[str, str], one: Exit) -> str:
    text = f"taking back {taken(case.commitments, one.back)} would pay {names[one.party]} at once"
    return text if one.pays >= SURE else f"{text} {in_draws(one.pays)}"


def _answer(case: Signed, names: Mapping[str, str], one: Exit) -> str:
    if one.answer is None:
        return "the answers of several together would undo that"
    back = taken(case.commitments, one.answer.back)
    return f"{names[one.answer.party]} would answer by taking back {back}"


def in_draws(share: float) -> str:
    """A share of the draws in words."""
    if share >= SURE:
        return "in every draw"
    return "in no draw" if share == 0 else f"in {figure(share)} of the draws"


def _forms(one: Verdict) -> str:
    if one.greatest - one.least < 0.01:
        return ""
    return f" ({figure(one.least)} to {figure(one.greatest)} over the forms of the model)"


def taken(commitments: Sequence[Commitment], back: Sequence[int]) -> str:
    """Commitments that are taken back, in the dossier's words."""
    parts = [f"{commitments[one].issue} ({commitments[one].level})" for one in back]
    return " and ".join(", ".join(parts).rsplit(", ", 1)) if parts else "nothing"
