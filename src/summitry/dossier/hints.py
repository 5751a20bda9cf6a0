"""Warnings that protect a forecast from its coder, as far as the file alone shows them (W6..)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from summitry.dossier.agreement import agreement
from summitry.dossier.inputs import inputs
from summitry.dossier.model import Dossier, Stance
from summitry.dossier.passages import passages
from summitry.dossier.problem import Fault, shown
from summitry.dossier.standings import colliding

MANY = 8
"""A passage that carries more numbers than this is worth a look."""
RELIABLE = 0.667
"""Krippendorff (2004): below this, codings do not support even tentative conclusions."""


def hints(dossier: Dossier) -> Iterator[Fault]:
    """Every warning about a dossier without faults."""
    yield from undone(dossier)
    yield from uncited(dossier)
    yield from overloaded(dossier)
    yield from silent(dossier)
    yield from idle(dossier)
    yield from disagreeing(dossier)
    yield from colliding(dossier)


def undone(dossier: Dossier) -> Iterator[Fault]:
    """A party wants what it alone could do, and has not done it."""
    for key, issue in dossier.issues.items():
        stance = dossier.stances.get(issue.performed_by, {}).get(key)
        if stance is None or issue.consent:
            continue
        places = issue.positions()
        wanted = _wanted(stance, places)
        if abs(wanted - places[issue.status_quo]) > 1e-9:
            level = min(places, key=lambda one: abs(places[one] - wanted))
            near = f"at {level!r}" if level != issue.status_quo else f"away from {level!r}"
            fault = (
                f"{issue.performed_by!r} alone performs {key!r}, and wants it {near} "
                f"({wanted:.2g}; as it stands {places[issue.status_quo]:.2g}): "
                "why has it not done so already?"
            )
            right = "its ideal at the status quo; the wish for a deal belongs in stakes"
            yield Fault("W601", ("stances", issue.performed_by, key), fault, right)


def _wanted(stance: Stance, places: dict[str, float]) -> float:
    if stance.ideal is not None:
        return stance.ideal.range(places).mode
    values = stance.values or {}
    return places[max(values, key=lambda level: values[level].range().mode)]


def uncited(dossier: Dossier) -> Iterator[Fault]:
    """How many numbers rest on nobody's words."""
    written = [one for one in inputs(dossier).values() if not one.estimate.default]
    bare = [
        one
        for one in written
        if not one.estimate.citations() and not (one.reason and one.reason.cite)
    ]
    if bare:
        fault = f"{len(bare)} of {len(written)} numbers cite nothing: they are judgement"
        yield Fault("W602", (), fault, "cite what bears them out where you can", key=True)


def overloaded(dossier: Dossier) -> Iterator[Fault]:
    """One passage that carries many numbers."""
    uses: Counter[tuple[str, str]] = Counter()
    for one in inputs(dossier).values():
        cites = one.estimate.citations() or (one.reason.cite if one.reason else ())
        uses.update({(cite.source, cite.quote) for cite in cites if cite.quote})
    places = {(one.source, one.quote): path for path, one in passages(dossier)}
    for (source, quote), count in uses.items():
        if count > MANY:
            fault = f"one passage of {source!r} carries {count} numbers ({shown(quote)})"
            where = places.get((source, quote), ("sources", source))
            yield Fault("W603", where, fault, "see whether it says so much")


def silent(dossier: Dossier) -> Iterator[Fault]:
    """Principals who say nothing on an issue."""
    for party in dossier.principals:
        missing = [key for key in dossier.issues if key not in dossier.stances.get(party, {})]
        if missing:
            fault = f"the principal {party!r} has no stance on {', '.join(missing)}"
            where = ("stances", party) if party in dossier.stances else ("stances",)
            right = "a stance; without one it does not care at all"
            yield Fault("W604", where, fault, right, key=True)


def idle(dossier: Dossier) -> Iterator[Fault]:
    """Principals who perform no issue."""
    performers = {issue.performed_by for issue in dossier.issues.values()}
    for party in dossier.principals:
        if party not in performers:
            fault = f"the principal {party!r} performs no issue, so 'exchange' can never hold"
            right = "an issue that it performs, or another role"
            yield Fault("W608", ("parties", party), fault, right, key=True)


def disagreeing(dossier: Dossier) -> Iterator[Fault]:
    """Numbers that several coders see differently."""
    for kind, found in agreement(dossier).items():
        if found.alpha is not None and found.alpha < RELIABLE:
            worst = max(found.shares, key=lambda name: found.shares[name])
            fault = (
                f"coders disagree on {kind} (Krippendorff's alpha {found.alpha:.2f}), "
                f"most on {worst}"
            )
            right = "settle what the numbers mean; ranges span all codings meanwhile"
            yield Fault("W606", (), fault, right, key=True)
