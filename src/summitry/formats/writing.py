"""Scenarios written as GENIUS and GeniusWeb read them.

Both want utilities from 0 to 1: weights that sum to at most 1, evaluations not below 0. A party
whose scores are not like that is put on that scale, reservation and all; what it would choose is
the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any
from xml.sax.saxutils import quoteattr

from summitry.formats.scenario import Scenario
from summitry.games.packages.exact.game import PackageGame
from summitry.games.packages.exact.merge import TooManyPoints
from summitry.games.packages.exact.numbers import common_scale
from summitry.games.packages.exact.pieces import Divisible

DIGITS = 17


@dataclass(frozen=True)
class Written:
    """Files by name, and what they could not hold."""

    files: dict[str, str]
    losses: tuple[str, ...]


@dataclass(frozen=True)
class Additive:
    """A party's scores on a scale of 0 to 1."""

    tables: dict[str, list[Fraction]]
    reservation: Fraction
    changed: bool


def additive(game: PackageGame, party: str) -> Additive:
    """A party's scores and reservation on a scale of 0 to 1."""
    tables: dict[str, list[Fraction]] = {}
    for issue in game.issues:
        column: Any = game.scores[party][issue.name]
        tables[issue.name] = [one[1] if isinstance(one, tuple) else one for one in column]
    least = {issue: min(min(column), Fraction(0)) for issue, column in tables.items()}
    reservation = game.reservations[party]
    shift = sum(least.values(), Fraction(0))
    most = sum((max(column) - least[issue] for issue, column in tables.items()), Fraction(0))
    most = max(most, reservation - shift)
    changed = shift != 0 or most > 1
    divide = most if most > 1 else Fraction(1)
    tables = {
        issue: [(score - least[issue]) / divide for score in column]
        for issue, column in tables.items()
    }
    return Additive(tables, (reservation - shift) / divide, changed)


def _losses(game: PackageGame, *, discounts: bool) -> list[str]:
    found = []
    if game.clauses:
        found.append(
            f"{len(game.clauses)} clauses: the format has none, so barred packages come back"
        )
    if game.bonuses:
        found.append(f"{len(game.bonuses)} bonuses of combinations: the file is additive")
    if any(top not in (None, 1) for top in game.ceilings.values()):
        found.append("ceilings other than 1")
    if not discounts and any(share != 1 for share in game.discounts.values()):
        found.append("discounts: the format has none")
    return found


def _decimal(value: Fraction) -> str:
    """A fraction as a decimal: exact where that ends, else of 17 digits."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    with localcontext() as context:
        context.prec = 60 if rest == 1 else DIGITS
        found = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{found:f}"


def genius_files(scenario: Scenario) -> Written:
    """A domain and one profile a party, XML."""
    game = scenario.game
    losses = _losses(game, discounts=True)
    names = {party: f"profile{number}.xml" for number, party in enumerate(game.parties, 1)}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<negotiation_template>"]
    lines += [
        f"  <agent name={quoteattr(party)} utility_space={quoteattr(file)}/>"
        for party, file in names.items()
    ]
    title = quoteattr(scenario.name)
    lines.append(f'  <utility_space number_of_issues="{len(game.issues)}">')
    lines.append(
        f'    <objective index="0" etype="objective" type="objective" description="" name={title}>'
    )
    for number, issue in enumerate(game.issues, 1):
        lines += [f"      {line}" for line in _genius_issue(number, issue, None)]
    lines += ["    </objective>", "  </utility_space>", "</negotiation_template>", ""]
    files = {"domain.xml": "\n".join(lines)}
    for party, file in names.items():
        own = additive(game, party)
        if own.changed:
            losses.append(f"{party}: scores were put on a scale of 0 to 1")
        files[file] = _genius_profile(game, party, own, title, losses)
    return Written(files, tuple(losses))


def _genius_profile(
    game: PackageGame, party: str, own: Additive, title: str, losses: list[str]
) -> str:
    weights = {issue: max(column) for issue, column in own.tables.items()}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<utility_space>"]
    lines.append(
        f'  <objective index="0" etype="objective" type="objective" description="" name={title}>'
    )
    for number, issue in enumerate(game.issues, 1):
        weight = weights[issue.name]
        lines.append(f'    <weight index="{number}" value="{_decimal(weight)}"/>')
        if isinstance(issue, Divisible):
            lines += _real(number, issue, game, party, own, losses)
        else:
            column = own.tables[issue.name]
            scale = common_scale([one / weight for one in column]) if weight else 1
            whole = [int(one / weight * scale) if weight else 0 for one in column]
            lines += [f"    {line}" for line in _genius_issue(number, issue, whole)]
    lines.append("  </objective>")
    share = game.discounts[party]
    lines.append(f'  <discount_factor value="{_decimal(share)}"/>')
    lines.append(f'  <reservation value="{_decimal(own.reservation)}"/>')
    lines += ["</utility_space>", ""]
    return "\n".join(lines)


def _genius_issue(number: int, issue: Any, evaluations: list[int] | None) -> list[str]:
    kind = "real" if isinstance(issue, Divisible) else "discrete"
    kinds = f'type="{kind}" etype="{kind}" vtype="{kind}"'
    head = f'<issue index="{number}" name={quoteattr(issue.name)} {kinds}'
    if isinstance(issue, Divisible):
        span = f'lowerbound="{_decimal(issue.low)}" upperbound="{_decimal(issue.high)}"'
        return [f"{head}>", f"  <range {span}/>", "</issue>"]
    lines = [f"{head}>"]
    for place, option in enumerate(issue.options):
        score = f' evaluation="{evaluations[place]}"' if evaluations is not None else ""
        lines.append(f'  <item index="{place + 1}" value={quoteattr(option)}{score}/>')
    return [*lines, "</issue>"]


def _real(
    number: int, issue: Divisible, game: PackageGame, party: str, own: Additive, losses: list[str]
) -> list[str]:
    corners: Any = game.scores[party][issue.name]
    scores = own.tables[issue.name]
    top = max(scores)
    if len(corners) > 2:
        losses.append(f"{party}: the bends of {issue.name}; it is written as a straight line")
    low, high = (scores[0] / top, scores[-1] / top) if top else (Fraction(0), Fraction(0))
    slope = (high - low) / (issue.high - issue.low)
    start = low - slope * issue.low
    lines = _genius_issue(number, issue, None)
    line = f'parameter0="{_decimal(start)}" parameter1="{_decimal(slope)}"'
    evaluator = f'  <evaluator ftype="linear" {line}/>'
    return [f"    {line}" for line in [*lines[:-1], evaluator, lines[-1]]]


def geniusweb_files(scenario: Scenario) -> Written:
    """A domain and one profile a party, JSON; reservations become bids.

    A reservation without a bid becomes the package that the party values least among those worth at
    least as much.
    """
    game = scenario.game
    losses = _losses(game, discounts=False)
    if any(isinstance(issue, Divisible) for issue in game.issues):
        losses.append("divisible issues: written as 20 steps")
        game = game.on_grid()
    domain = {
        "name": scenario.name,
        "issuesValues": {issue.name: {"values": list(issue.options)} for issue in game.issues},  # type: ignore[union-attr]
    }
    files = {"domain.json": _dumped(domain)}
    for number, party in enumerate(game.parties, 1):
        own = additive(game, party)
        if own.changed:
            losses.append(f"{party}: scores were put on a scale of 0 to 1")
        bid = scenario.reservation_bids.get(party)
        if bid is None and own.reservation > 0:
            bid, exact = _bid(game, own)
            if bid is None:
                losses.append(f"{party}: no package is worth its reservation; it is left out")
            elif not exact:
                losses.append(
                    f"{party}: no package is worth just its reservation; the bid is worth more"
                )
        files[f"profile{number} {_plain(party)}.json"] = _dumped(
            _space(party, game, own, domain, bid)
        )
    return Written(files, tuple(losses))


def _space(
    party: str,
    game: PackageGame,
    own: Additive,
    domain: Mapping[str, Any],
    bid: Mapping[str, str] | None,
) -> dict[str, Any]:
    weights = {issue: max(column) for issue, column in own.tables.items()}
    utilities = {
        issue.name: {
            "discreteutils": {
                "valueUtilities": {
                    option: _Number(
                        _decimal(score / weights[issue.name] if weights[issue.name] else score)
                    )
                    for option, score in zip(issue.options, own.tables[issue.name], strict=True)  # type: ignore[union-attr]
                }
            }
        }
        for issue in game.issues
    }
    space: dict[str, Any] = {
        "name": party,
        "domain": domain,
        "issueWeights": {issue: _Number(_decimal(weight)) for issue, weight in weights.items()},
        "issueUtilities": utilities,
    }
    if bid is not None:
        space["reservationBid"] = {"issuevalues": dict(bid)}
    return {"LinearAdditiveUtilitySpace": space}


def _bid(game: PackageGame, own: Additive) -> tuple[dict[str, str] | None, bool]:
    """The package worth least among those worth at least the reservation."""
    scores = {"own": own.tables, "less": {i: [-s for s in c] for i, c in own.tables.items()}}
    alone = PackageGame(
        game.issues, ["own", "less"], scores, {"own": own.reservation, "less": -(10**6)}
    )
    try:
        found = alone.frontier(cap=200_000)
    except TooManyPoints:
        solved = alone.solve("welfare", weights={"own": Fraction(1, 2)}, method="milp", seconds=20)
        if solved.package is None or solved.scores is None:
            return None, False
        return solved.package, solved.scores["own"] == own.reservation
    if not len(found):
        return None, False
    last = len(found) - 1
    exact = found.board.points(found.units[last])[0] == own.reservation
    return next(found.packages(last, 1)), exact


class _Number(str):
    """A number already written."""


def _dumped(data: Mapping[str, Any]) -> str:
    """JSON with numbers as they were written."""
    kept: list[str] = []

    def mark(value: Any) -> Any:
        if isinstance(value, _Number):
            kept.append(str(value))
            return f"\x00{len(kept) - 1}\x00"
        if isinstance(value, Mapping):
            return {key: mark(own) for key, own in value.items()}
        return [mark(own) for own in value] if isinstance(value, list) else value

    text = json.dumps(mark(data), indent=2, ensure_ascii=False)
    for number, written in enumerate(kept):
        text = text.replace(f'"\\u0000{number}\\u0000"', written, 1)
    return text + "\n"


def _plain(name: str) -> str:
    """A name that can be part of a file's."""
    return "".join(one if one.isalnum() or one in " -" else "-" for one in name)[:60].strip()
