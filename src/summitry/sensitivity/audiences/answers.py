"""Answers to a package, as an audience may see them: of the parties that it knows to the last."""

from __future__ import annotations

from summitry.dossier.audience import Audience
from summitry.dossier.model import Dossier
from summitry.forecasts.audiences.lens import Lens, rounded, through
from summitry.sensitivity.answers import Answer, Answers
from summitry.sensitivity.audiences.flips import price_for


def answers_for(made: Answers, dossier: Dossier, who: Audience) -> Answers:
    """Answers of the parties all of whose numbers are seen, to the package as far as it is."""
    (lens,) = through(dossier, who, [dossier.assessment]).values()
    lens.needs("agreed", "exchange")
    package = lens.package(made.package)
    everybody = all(map(lens.knows, lens.whole.principals))
    return Answers(
        lens.seen.title,
        lens.label,
        package,
        made.legal,
        rounded(made.all_claim) if everybody and made.all_claim is not None else None,
        tuple(_answer(one, lens) for one in made.answers if package and lens.knows(one.party)),
        tuple(found for one in made.wins if package and (found := price_for(one, lens))),
        made.draws,
        None,
        who.name,
    )


def _answer(one: Answer, lens: Lens) -> Answer:
    issues = {key: rounded(one.issues[key]) for key in lens.seen.issues}
    return Answer(
        one.party,
        lens.seen.label(one.party),
        one.role,
        rounded(one.yes),
        rounded(one.refused),
        rounded(one.gain),
        issues,
    )
