"""The record as an audience of a dossier may see it: what was forecast of it before its outcome.

Marks speak of a dossier, so only forecasts of that dossier are shown, as it stands; never another
case, a person's judgement, a reference class, the chain's hashes, its count or its addresses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from summitry.dossier.audience import AudienceError, audience
from summitry.dossier.digest import digest
from summitry.dossier.excerpt import NOT_SHOWN, excerpt
from summitry.dossier.model import Dossier
from summitry.forecasts.audiences.lens import Lens, rounded, through
from summitry.ledger.chain import Entry
from summitry.ledger.claims import Answers, Claim, Number, to_data
from summitry.ledger.filing import level_question
from summitry.ledger.marks import claims_in
from summitry.ledger.record import Case
from summitry.ledger.standing import Standing


def record_for(cases: Mapping[str, Case], dossier: Dossier, name: str) -> dict[str, Case]:
    """Cases as an audience may see them, under the title that it sees.

    Parameters
    ----------
    cases
        From :func:`summitry.ledger.record.read_record`.
    dossier
        As loaded, before any assessment: forecasts of other versions of it are left out.
    name
        ``anyone`` or a party's id; ``team`` sees all cases as they are.

    Raises
    ------
    AudienceError
        There is no such audience.
    """
    who = audience(dossier, name)
    if who.sees_all:
        return dict(cases)
    key, title = digest(dossier), excerpt(dossier, who).title
    found: dict[str, Case] = {}
    for case in cases.values():
        own = [one for one in case.forecasts if one.body.get("dossier") == key]
        lenses: dict[str, Lens] = {}
        for entry in own:
            school = entry.body.get("assessment")
            try:
                lenses.update(through(dossier, who, [school]))
            except (AudienceError, ValueError):
                continue
        made = _case(case, own, lenses, f"{title} ({len(found) + 1})" if found else title)
        if made is not None:
            found[made.name] = made
    return found


def _case(case: Case, own: list[Entry], lenses: Mapping[str, Lens], name: str) -> Case | None:
    """A case with the forecasts that are seen; None where there are none."""
    made = Case(name)
    kept: list[tuple[Entry, dict[str, Any]]] = []
    for entry in own:
        lens = lenses.get(str(entry.body.get("assessment") or ""))
        if lens is None or case.judged(entry).standing is Standing.HINDSIGHT:
            continue
        body = _forecast(entry, lens)
        if body["claims"]:
            kept.append((entry, body))
    if not kept:
        return None
    asked = {claim["on"] for _, body in kept for claim in body["claims"]}
    kept += [(entry, _ruling(entry, asked)) for entry in case.rulings]
    kept += [(entry, {"by": NOT_SHOWN, "why": NOT_SHOWN}) for entry in case.disputes]
    homes = {"forecast": made.forecasts, "dispute": made.disputes}
    for number, (entry, body) in enumerate(sorted(kept, key=lambda one: one[0].number), start=1):
        shown = Entry(number, "", entry.recorded, entry.kind, name, body)
        homes.get(entry.kind, made.rulings).append(shown)
    made.answers.update({on: one for on, one in case.answers.items() if on in asked})
    return made


def _forecast(entry: Entry, lens: Lens) -> dict[str, Any]:
    seen = lens.seen
    body = {
        "by": "model",
        "school": lens.whole.assessment or "dossier",
        "label": lens.label,
        "question": seen.question,
        "as_of": None if seen.as_of == NOT_SHOWN else seen.as_of,
        "claims": [to_data(one) for one in _claims(entry, lens)],
    }
    return {name: value for name, value in body.items() if value is not None}


def _claims(entry: Entry, lens: Lens) -> Iterator[Claim]:
    """Chances of events, and of levels of issues, that are seen; to two decimals."""
    levels = {level_question(issue): issue for issue in lens.seen.issues}
    for one in claims_in(entry):
        if isinstance(one, Number) and lens.event(one.on):
            yield Number(one.on, rounded(one.chance), one.no_deal)
        elif isinstance(one, Answers) and one.on in levels and lens.event("agreed"):
            chances = [rounded(chance) for chance in one.chances]
            total = sum(chances)
            if total:
                shares = tuple(chance / total for chance in chances)
                yield Answers(one.on, one.names, shares, one.ordered, given=one.given)


def _ruling(entry: Entry, asked: set[str]) -> dict[str, Any]:
    outcomes = entry.body.get("outcomes")
    told = outcomes if isinstance(outcomes, Mapping) else {}
    return {
        "by": NOT_SHOWN,
        "source": NOT_SHOWN,
        "date": entry.body.get("date"),
        "outcomes": {on: answer for on, answer in told.items() if on in asked},
    }
