"""Why schools differ, as an audience may see it: changes that it sees, the others as one sum."""

from __future__ import annotations

from summitry.dossier.audience import Audience, AudienceError
from summitry.dossier.digest import digest
from summitry.dossier.model import Dossier
from summitry.forecasts.audiences.lens import Lens, rounded, through
from summitry.sensitivity.differences import Difference, Part
from summitry.sensitivity.grouping import called
from summitry.sensitivity.wishes import Leaning, WishCheck

REST = "changes that are not shown"


def difference_for(made: Difference, dossier: Dossier, who: Audience) -> Difference:
    """The difference of two schools that are both seen.

    Raises
    ------
    AudienceError
        One of them is not seen, or the event is not.
    """
    if made.assessments == (None, None):
        msg = "what the edits between two versions did is for the team alone"
        raise AudienceError(msg)
    one, other = (next(iter(through(dossier, who, [name]).values())) for name in made.assessments)
    one.needs(made.event)
    return Difference(
        one.seen.title,
        made.event,
        one.label,
        other.label,
        rounded(made.before),
        rounded(made.after),
        _parts(made, one, other),
        tuple(found for each in made.wishes for lens, rival in ((one, other), (other, one))
              if (found := _wish(each, lens, rival))),
        (digest(one.seen), digest(other.seen)),
        None,
        made.draws,
        made.version,
        who.name,
        made.assessments,
    )  # fmt: skip


def _parts(made: Difference, one: Lens, other: Lens) -> tuple[Part, ...]:
    kept, rest = [], 0.0
    for part in made.parts:
        if all(_is_seen(path, one, other) for path in part.paths):
            name = _name(part, one, other)
            known = part.alone is not None and part.last is not None
            alone = rounded(part.alone) if known and part.alone is not None else None
            last = rounded(part.last) if known and part.last is not None else None
            kept.append(Part(name, part.paths, rounded(part.share), alone, last))
        else:
            rest += part.share
    if len(kept) < len(made.parts):
        kept.append(Part(REST, (), rounded(rest), None, None))
    return tuple(sorted(kept, key=lambda each: (-abs(each.share), each.name)))


def _is_seen(path: str, *lenses: Lens) -> bool:
    """Whether a change is seen in every school that makes it, with every number in it."""
    for lens in lenses:
        if not lens.who.sees(path.split(".")):
            return False
        own = path.replace(".", "/")
        whole = [name for name in lens.whole_numbers if name == own or name.startswith(f"{own}/")]
        if not all(map(lens.shows, whole)):
            return False
        if not whole and not lens.everything:  # no number: a clause, a level, who performs
            return False
    return True


def _name(part: Part, one: Lens, other: Lens) -> str:
    """What a group of changes is called by what is seen."""
    for lens in (one, other):
        own = lens.seen.assessments.get(lens.whole.assessment or "")
        if own is not None and part.name in own.groups:
            return part.name
    return called(other.seen, part.paths)


def _wish(made: WishCheck, lens: Lens, rival: Lens) -> WishCheck | None:
    """How the disputed numbers that are seen lean; None for another school, or an unseen wish."""
    own = lens.seen.assessments.get(made.assessment)
    if own is None or made.assessment != lens.whole.assessment or own.wants is None:
        return None
    if not lens.event(own.wants):
        return None
    leanings = sorted(
        (
            Leaning(one.name, rounded(one.change), one.leans)
            for one in made.leanings
            if _is_seen(one.name, lens, rival)
        ),
        key=lambda one: (-one.change, one.name),
    )
    towards = sum(one.leans > 0 for one in leanings)
    against = sum(one.leans < 0 for one in leanings)
    neither = len(leanings) - towards - against
    holder = own.holder or lens.label
    text = (
        f"{holder}: hopes for '{own.wants}'. Of the disputed numbers that are shown, {towards} "
        f"lean towards it, {against} against it, and {neither} move it by nothing that can be told "
        "from chance."
    )
    return WishCheck(
        made.assessment, holder, own.wants, towards, against, neither, tuple(leanings), text
    )
