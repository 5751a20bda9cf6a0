"""Why there is no deal: each reason with its share of the draws, and the sum in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summitry.dossier.model import Dossier
from summitry.procedures.outcomes import Cause, Ending, Outcomes

NEGLIGIBLE = 0.005
"""Reasons that add up to less than this are left out of the sentence."""


@dataclass(frozen=True)
class Reason:
    """A way for the negotiation to end without a deal.

    ``kind`` is one of: ask, red line, consent, critic, several, no common gain (no overlap, and
    what made it so); breakdown; not ratified; slip.
    """

    kind: str
    text: str
    share: float
    who: str = ""


def reasons(outcomes: Outcomes) -> tuple[Reason, ...]:
    """Every reason that occurs, the greatest share first; shares add up to 1 - P(agreed)."""
    dossier = outcomes.layout.dossier
    found = []
    for number, cause in enumerate(outcomes.causes):
        share = float((outcomes.cause == number).mean())
        if share:
            found.append(Reason(cause.kind, _why(dossier, cause), share, cause.who))
    endings = (
        (Ending.BREAKDOWN, "breakdown", "an overlap missed by holding back"),
        (Ending.NOT_RATIFIED, "not ratified", "signed, not ratified"),
        (Ending.TALKS_ENDED, "talks ended", "talks end before the last meeting"),
        (Ending.NOT_SIGNED, "not signed", "leaders do not sign off what the baskets settled"),
        (Ending.SLIP, "slip", "struck, and lost to events outside the model"),
    )
    for ending, kind, text in endings:
        share = float((outcomes.ending == ending).mean())
        if share:
            found.append(Reason(kind, text, share))
    return tuple(sorted(found, key=lambda one: (-one.share, one.kind, one.text)))


def _why(dossier: Dossier, cause: Cause) -> str:
    who = dossier.label(cause.who) if cause.who else ""
    what = f" ({cause.what})" if cause.what else ""
    if cause.kind == "ask":
        return f"{who} asks too much{what}" if who else f"too much is asked{what}"
    if cause.kind == "red line":
        return f"a red line of {who} closes the zone{what}" if who else f"red lines close it{what}"
    if cause.kind == "consent":
        return f"{who} does not consent"
    if cause.kind == "critic":
        return f"{who} make it too dear" if who else f"critics make it too dear{what}"
    if cause.kind == "several":
        return "several of asks, red lines, consents and critics together close the zone"
    return "no package is better than no deal for every principal"


def in_words(agreed: float, found: Sequence[Reason]) -> str:
    """The sum of a forecast in one sentence: what takes how much off certainty."""
    parts = []
    left = 1 - agreed
    for one in found:
        if left < NEGLIGIBLE:
            break
        parts.append(f"{one.text} {_figure(one.share)}")
        left -= one.share
    return f"Any deal {_figure(agreed)}: " + "; ".join([*parts, "nothing else binds"]) + "."


def _figure(share: float) -> str:
    return f"{share:.3f}".removeprefix("0")
