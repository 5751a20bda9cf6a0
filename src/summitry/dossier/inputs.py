"""Every uncertain number of a dossier, by name.

An input's name is its path in the dossier, items of lists named by content
(``cover/rok>hawks/strength``), so that adding one renames no other. Draws, citations, flips and
sensitivity all speak of inputs by these names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass

from summitry.dossier.dyads import between_principals, coldest
from summitry.dossier.estimate import Estimate, Range
from summitry.dossier.model import Dossier, Stance
from summitry.dossier.quantities import HIDDEN, LIKELIHOOD, PATIENCE, standing
from summitry.dossier.record import Reasoned
from summitry.dossier.relation import crisis_given, rapport_given

DEFAULT_HIDDEN = standing(HIDDEN, 0.05, 0.10, 0.15)
DEFAULT_TRUST = standing(LIKELIHOOD, 1.0)
DEFAULT_PATIENCE = standing(PATIENCE, 0.80, 0.90, 0.95)


@dataclass(frozen=True, slots=True)
class Input:
    """One number: its name, its range, and the estimate it was written as."""

    name: str
    range: Range
    estimate: Estimate
    reason: Reasoned | None = None
    """What it is part of (a stance, a stake), whose citation and coder it shares."""


def inputs(dossier: Dossier) -> dict[str, Input]:
    """Every number of a dossier, defaults included, in the file's order.

    Loss aversion is listed once for each principal: one law, drawn separately. Numbers that play
    no part (a principal's leverage, say) are left out.
    """
    if dossier._inputs is None:
        dossier._inputs = _listed(dossier)
    return dict(dossier._inputs)


def inputs_moved(dossier: Dossier, before: Dossier, parts: Set[str]) -> dict[str, Input]:
    """The inputs of a dossier that differs from another in some parts only: those are read anew.

    Parameters
    ----------
    dossier, before
        The dossier, and the one that it was made from.
    parts
        Names of the dossier's parts (``stances``, ``process``) that may differ.
    """
    place = {root: number for number, (roots, _, _) in enumerate(_PARTS) for root in roots}
    every: list[dict[str, Input]] = [{} for _ in _PARTS]
    for name, one in inputs(before).items():
        every[place[name.split("/", 1)[0]]][name] = one
    found: dict[str, Input] = {}
    for kept, (_, rests_on, listed) in zip(every, _PARTS, strict=True):
        if rests_on & parts == {"stances"}:
            found.update(_stances_moved(dossier, before, kept))
        elif rests_on & parts:
            found.update((one.name, one) for one in listed(dossier))
        else:
            found.update(kept)
    return found


def _stances_moved(
    dossier: Dossier, before: Dossier, kept: Mapping[str, Input]
) -> Iterator[tuple[str, Input]]:
    """The numbers of stances, taken over from those that are the same as before."""
    groups: dict[str, list[Input]] = {}
    for name, one in kept.items():
        _, party, key, _ = name.split("/", 3)
        groups.setdefault(f"{party}/{key}", []).append(one)
    for party, stances in dossier.stances.items():
        for key, stance in stances.items():
            own = groups.get(f"{party}/{key}", [])
            if stance is not before.stances.get(party, {}).get(key):
                own = list(_of_stance(dossier, party, key, stance))
            yield from ((one.name, one) for one in own)


def _listed(dossier: Dossier) -> dict[str, Input]:
    return {one.name: one for _, _, listed in _PARTS for one in listed(dossier)}


def _plain(name: str, estimate: Estimate, reason: Reasoned | None = None) -> Input:
    return Input(name, estimate.range(), estimate, reason)


def _of_issues(dossier: Dossier) -> Iterator[Input]:
    for key, issue in dossier.issues.items():
        yield _plain(f"issues/{key}/reversible", issue.reversible)
        yield _plain(f"issues/{key}/verifiable", issue.verifiable)
        for level, chance in issue.no_deal.items():
            yield _plain(f"issues/{key}/no_deal/{level}", chance)
        for level, readings in issue.reads_as.items():
            for party, one in readings.items():
                name = f"issues/{key}/reads_as/{level}/{party}/likelihood"
                yield _plain(name, one.likelihood, one)


def _of_parties(dossier: Dossier) -> Iterator[Input]:
    for key, party in dossier.parties.items():
        yield _plain(f"parties/{key}/influence", party.influence)
        if party.role != "ratifier":
            continue
        yield _plain(f"parties/{key}/leverage", party.leverage)
        yield _plain(f"parties/{key}/slack", party.slack)
        if party.trust is not None:
            yield _plain(f"parties/{key}/trust", party.trust)
        if party.opacity is not None:
            yield _plain(f"parties/{key}/opacity", party.opacity)


def _of_stances(dossier: Dossier) -> Iterator[Input]:
    for party, stances in dossier.stances.items():
        for key, stance in stances.items():
            yield from _of_stance(dossier, party, key, stance)


def _of_stance(dossier: Dossier, party: str, key: str, stance: Stance) -> Iterator[Input]:
    name, own, default = f"stances/{party}/{key}", stance.confidence, dossier.confidence
    if stance.ideal is not None:
        places = dossier.issues[key].positions()
        span = stance.ideal.range(places, own or default.ideal)
        yield Input(f"{name}/ideal", span, stance.ideal, stance)
    for level, value in (stance.values or {}).items():
        yield Input(f"{name}/values/{level}", value.range(), value, stance)
    span = stance.salience.range(None, own or default.salience)
    yield Input(f"{name}/salience", span, stance.salience, stance)
    if stance.influence is not None:
        yield _plain(f"{name}/influence", stance.influence, stance)
    for line in stance.red_line:
        yield _plain(f"{name}/red_line/{line.key}/likelihood", line.likelihood, line)


def _of_stakes(dossier: Dossier) -> Iterator[Input]:
    for party, stakes in dossier.stakes.items():
        for key, stake in stakes.items():
            if stake.value is not None:
                yield _plain(f"stakes/{party}/{key}", stake.value, stake)
                continue
            chance, cost = stake.chance, stake.cost
            if chance is not None and cost is not None:
                x = coldest(dossier, party)
                span = chance.range() if x is None else crisis_given(x, chance.range())
                yield Input(f"stakes/{party}/{key}/chance", span, chance, stake)
                yield _plain(f"stakes/{party}/{key}/cost", cost, stake)


def _of_cover(dossier: Dossier) -> Iterator[Input]:
    for cover in dossier.cover:
        yield _plain(f"cover/{cover.key}/strength", cover.strength, cover)


def _of_process(dossier: Dossier) -> Iterator[Input]:
    process = dossier.process
    x = between_principals(dossier)
    span = process.rapport.range() if x is None else rapport_given(x, process.rapport.range())
    yield Input("process/rapport", span, process.rapport)
    for party in dossier.principals:
        yield _plain(f"process/hidden/{party}", process.hidden.get(party, DEFAULT_HIDDEN))
        yield _plain(f"process/trust/{party}", process.trust.get(party, DEFAULT_TRUST))
        yield _plain(f"loss_aversion/{party}", dossier.loss_aversion)
        if party in process.big_ask:
            ask = process.big_ask[party]
            yield _plain(f"process/big_ask/{party}/likelihood", ask.likelihood, ask)
    yield _plain("process/slip", process.slip)


def _of_time(dossier: Dossier) -> Iterator[Input]:
    time = dossier.time
    baskets = [one for track in dossier.tracks.values() for one in track.baskets]
    if max([time.meetings, *(one.meetings or 1 for one in baskets)]) > 1:
        yield _plain("time/narrowing", time.narrowing)
        yield _plain("time/between_meetings", time.between_meetings)
    for name, one in time.dates.items():
        yield _plain(f"time/dates/{name}/chance", one.chance, one)
    yield _plain("time/yearly", time.yearly)
    for party in dossier.principals:
        yield _plain(f"time/patience/{party}", time.patience.get(party, DEFAULT_PATIENCE))


def _of_tracks(dossier: Dossier) -> Iterator[Input]:
    for name, track in dossier.tracks.items():
        if track.slip is not None:
            yield _plain(f"tracks/{name}/slip", track.slip, track)
        for basket in track.baskets:
            if basket.rapport is not None:
                yield _plain(f"tracks/{name}/{basket.key}/rapport", basket.rapport, basket)
            if not basket.slip.default:
                yield _plain(f"tracks/{name}/{basket.key}/slip", basket.slip, basket)


def _of_curve(dossier: Dossier) -> Iterator[Input]:
    yield _plain("curve", dossier.curve)


_PARTS: tuple[tuple[Set[str], Set[str], Callable[[Dossier], Iterator[Input]]], ...] = (
    ({"issues"}, {"issues"}, _of_issues),
    ({"parties"}, {"parties"}, _of_parties),
    ({"stances"}, {"stances", "issues", "confidence"}, _of_stances),
    ({"stakes"}, {"stakes", "parties", "relations", "as_of"}, _of_stakes),
    ({"cover"}, {"cover"}, _of_cover),
    (
        {"process", "loss_aversion"},
        {"process", "loss_aversion", "parties", "relations", "as_of"},
        _of_process,
    ),
    ({"time"}, {"time", "parties", "tracks"}, _of_time),
    ({"tracks"}, {"tracks"}, _of_tracks),
    ({"curve"}, {"curve"}, _of_curve),
)
"""First parts of the names that each lists, and the parts of a dossier that it reads."""
