"""The negotiation of one draw in plain Python, written from the definitions alone.

Nothing here is taken from the program but the dossier, the draw's numbers and its chances: no
array, no tree, no pruning; every package is listed and looked at. See :func:`negotiate`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from scipy.special import ndtri

from summitry.dossier.logic import read_clause
from summitry.dossier.model import Dossier

NEAR = 1e-12
Package = tuple[int, ...]


@dataclass
class Draw:
    """A dossier in one draw.

    ``number`` gives an input's value, ``chance`` a chance of the world as a uniform number.
    """

    dossier: Dossier
    number: Callable[[str], float]
    chance: Callable[[str], float]

    def __post_init__(self) -> None:
        d = self.dossier
        self.number, self.chance = cache(self.number), cache(self.chance)
        self.weight, self.no_deal = cache(self.weight), cache(self.no_deal)
        self.coin = cache(self.coin)
        self.issues = sorted(d.issues)
        self.levels = {key: list(d.issues[key].levels) for key in self.issues}
        self.quo = tuple(self.levels[key].index(d.issues[key].status_quo) for key in self.issues)
        self.principals = sorted(one for one, it in d.parties.items() if it.role == "principal")
        self.critics = sorted(one for one, it in d.parties.items() if it.role == "ratifier")
        self.legal = {one for one in self.every() if one != self.quo and self.obeys(one)}
        self.tables = {
            (party, seat): self.table(party, seat)
            for party in d.parties
            for seat in ("own", "consent")
        }

    def coin(self, name: str, likelihood: str) -> bool:
        return self.chance(f"{name}#coin") < self.number(likelihood)

    def every(self) -> Iterable[Package]:
        return itertools.product(*(range(len(self.levels[key])) for key in self.issues))

    def obeys(self, package: Package) -> bool:
        def holds(parts) -> bool:
            return all(
                one.allows(package[self.issues.index(one.issue)],
                           self.levels[one.issue].index(one.level))
                for one in parts
            )  # fmt: skip

        for text in self.dossier.clauses:
            clause = read_clause(text)
            if holds(clause.when) and (clause.then is None or not holds(clause.then)):
                return False
        return True

    def weight(self, party: str, issue: str) -> float:
        own = self.dossier.stances.get(party, {})
        total = sum(self.number(f"stances/{party}/{key}/salience") for key in own)
        if issue not in own or total == 0:
            return 0.0
        return self.number(f"stances/{party}/{issue}/salience") / total

    def values(self, party: str, issue: str) -> list[float]:
        stance = self.dossier.stances.get(party, {}).get(issue)
        places = list(self.dossier.issues[issue].positions().values())
        if stance is None:
            return [0.0] * len(places)
        if stance.values is not None:
            return [
                self.number(f"stances/{party}/{issue}/values/{one}") for one in self.levels[issue]
            ]
        ideal = self.number(f"stances/{party}/{issue}/ideal")
        return [1 - abs(x - ideal) ** self.number("curve") for x in places]

    def trust(self, party: str, issue: str) -> float:
        """Belief that what another principal performs is performed; 1 where nobody has to."""
        party_ = self.dossier.parties[party]
        side = party_.of if party_.role == "ratifier" else party
        performer = self.dossier.issues[issue].performed_by
        if party_.role not in ("principal", "ratifier"):
            return 1.0
        if performer not in self.principals or performer == side:
            return 1.0
        own = party_.role == "ratifier" and party_.trust is not None
        return self.number(f"parties/{party}/trust" if own else f"process/trust/{side}")

    def outlook(self, issue: str) -> list[float]:
        named = self.dossier.issues[issue].no_deal
        found = [0.0] * len(self.levels[issue])
        for level in named:
            found[self.levels[issue].index(level)] = self.number(f"issues/{issue}/no_deal/{level}")
        total = sum(found)
        if total > 1:
            return [one / total for one in found]
        found[self.quo[self.issues.index(issue)]] += 1 - total
        return found

    def table(self, party: str, seat: str) -> dict[str, list[float]]:
        """What each level brings over no deal: loss aversion and cover counted, lines not."""
        found = {}
        for at, issue in enumerate(self.issues):
            v, kappa = self.values(party, issue), self.trust(party, issue)
            stays = v[self.quo[at]]
            v = [kappa * one + (1 - kappa) * stays for one in v]
            vbar = sum(chance * one for chance, one in zip(self.outlook(issue), v, strict=True))
            t = [self.weight(party, issue) * (one - vbar) for one in v]
            if party in self.principals:
                aversion = self.number(f"loss_aversion/{party}")
                t = [one * aversion if one < 0 else one for one in t]
            if party in self.critics and seat == "own":
                for cover in sorted(self.dossier.cover, key=lambda one: one.key):
                    if cover.to == party and issue in cover.on:
                        gives = self.table(cover.giver, "consent")[issue]
                        c = self.number(f"cover/{cover.key}/strength")
                        t = [
                            one * (1 - c) if one < 0 and other > 0 else one
                            for one, other in zip(t, gives, strict=True)
                        ]
            found[issue] = t
        return found

    def forbidden(self, party: str, package: Package, on: Sequence[str], asks: bool) -> int:
        """How many real lines of a party a package crosses."""
        count = 0
        for issue, stance in self.dossier.stances.get(party, {}).items():
            for line in stance.red_line:
                name = f"stances/{party}/{issue}/red_line/{line.key}"
                if issue in on and self.coin(name, f"{name}/likelihood"):
                    count += self.beyond(package, issue, line.above, line.below)
        ask = self.dossier.process.big_ask.get(party)
        if ask is not None and asks and ask.issue in on:
            name = f"process/big_ask/{party}"
            if self.coin(name, f"{name}/likelihood"):
                count += self.beyond(package, ask.issue, ask.at_most, ask.at_least)
        return count

    def beyond(self, package: Package, issue: str, above: str | None, below: str | None) -> bool:
        level = package[self.issues.index(issue)]
        if above is not None:
            return level > self.levels[issue].index(above)
        return level < self.levels[issue].index(below)

    def total(
        self, party: str, seat: str, package: Package, on: Sequence[str], asks: bool
    ) -> float:
        table = self.tables[party, seat]
        own = sum(table[key][package[self.issues.index(key)]] for key in on)
        return own - 1000.0 * self.forbidden(party, package, on, asks)

    def no_deal(self, party: str) -> float:
        found = 0.0
        for key, stake in self.dossier.stakes.get(party, {}).items():
            name = f"stakes/{party}/{key}"
            if stake.value is not None:
                found += self.number(name)
            else:
                found -= self.number(f"{name}/chance") * self.number(f"{name}/cost")
        return found

    def width(self, party: str, rapport: str | None, meetings: int) -> float:
        rho = 0.0 if rapport is None else self.number(rapport)
        phi = self.number("time/narrowing") if meetings > 1 else 1.0
        return (1 - rho) * self.number(f"process/hidden/{party}") * phi ** (meetings - 1)

    def margin(self, critic: str, package: Package, on: Sequence[str], asks: bool) -> float:
        slack = self.number(f"parties/{critic}/slack") * self.share(critic, on)
        return self.total(critic, "own", package, on, asks) + slack

    def share(self, party: str, on: Sequence[str]) -> float:
        return 1.0 if len(on) == len(self.issues) else sum(self.weight(party, key) for key in on)

    def gains(self, package: Package, seat, on: Sequence[str], seen: Mapping[str, float]) -> dict:
        """Each principal's gain from a package at a table over some issues."""
        found = {}
        for party in self.principals:
            hidden = self.width(party, seat.rapport, seat.meetings)
            hidden *= 0.5 - self.chance(f"parties/{party}#type")
            gain = self.total(party, "own", package, on, seat.asks)
            gain -= (self.no_deal(party) + hidden) * self.share(party, on)
            for critic in self.critics:
                tau = self.number(f"parties/{critic}/leverage")
                if self.dossier.parties[critic].of != party or tau == 0:
                    continue
                before = seen.get(critic, 0.0)
                margin = self.margin(critic, package, on, seat.asks) + before
                gain += tau * margin if margin < -NEAR else 0.0
                gain -= tau * before if before < -NEAR else 0.0
            found[party] = gain
        return found

    def refused(self, package: Package, seat, on: Sequence[str], also: Sequence[str]) -> bool:
        """Whether somebody whose consent a package needs loses by it."""
        for party in self.dossier.parties:
            if party in self.principals:
                continue
            needed = any(
                package[at] != self.quo[at]
                and key in on
                and (party in self.dossier.issues[key].consent or party in also)
                for at, key in enumerate(self.issues)
            )
            if needed and self.total(party, "consent", package, on, seat.asks) < -NEAR:
                return True
        return False

    def strike(self, seat, on, before: Package, also, seen, solution: str, h: float):
        """How the bargaining over some issues ends, and the package struck.

        ``before``: where the other issues are.
        """
        claim = {
            one: h * self.width(one, seat.rapport, seat.meetings) * self.share(one, on)
            for one in self.principals
        }
        overlap, fit = False, []
        for package in sorted(self.legal):
            others = [at for at, key in enumerate(self.issues) if key not in on]
            own = [at for at, key in enumerate(self.issues) if key in on]
            if any(package[at] != before[at] for at in others):
                continue
            if all(package[at] == self.quo[at] for at in own):
                continue
            if self.refused(package, seat, on, also):
                continue
            gains = self.gains(package, seat, on, seen)
            overlap |= all(gains[one] >= -NEAR for one in self.principals)
            if all(gains[one] >= claim[one] - NEAR for one in self.principals):
                fit.append((package, gains))
        if not overlap:
            return "no overlap", None, None
        if not fit:
            return "breakdown", None, None
        return ("deal", *self.best(fit, solution))

    def best(self, fit, solution: str):
        alpha = {one: self.number(f"parties/{one}/influence") for one in self.principals}
        mean = sum(alpha.values()) / len(alpha)
        alpha = {one: it / mean if mean > 0 else 1.0 for one, it in alpha.items()}
        ideal = {one: max(gains[one] for _, gains in fit) for one in self.principals}
        unit = {
            one: ideal[one] if solution == "kalai-smorodinsky" and ideal[one] > NEAR else 1.0
            for one in self.principals
        }

        def score(gains) -> float:
            if solution == "nash":
                return math.prod(max(gains[one], 0.0) ** alpha[one] for one in self.principals)
            if solution == "utilitarian":
                return sum(gains.values())
            if solution == "egalitarian":
                return min(gains.values())
            return min(
                gains[one] / ideal[one] if ideal[one] > NEAR else 1.0 for one in self.principals
            )

        top = max(score(gains) for _, gains in fit)
        tied = [one for one in fit if score(one[1]) >= top - NEAR * abs(top)]

        def ranked(one):
            return sorted(one[1][party] / unit[party] for party in self.principals)

        found = tied[0]
        for one in tied[1:]:
            mine, theirs = ranked(one), ranked(found)
            apart = next((a - b for a, b in zip(mine, theirs, strict=True)
                          if abs(a - b) > NEAR), 0.0)  # fmt: skip
            moves = [sum(a != b for a, b in zip(it[0], self.quo, strict=True))
                     for it in (one, found)]  # fmt: skip
            if apart > 0 or (apart == 0 and moves[0] < moves[1]):
                found = one
        return found

    def misjudged(self, package: Package, seat) -> bool:
        """Whether a critic of whom the principals know too little refuses what was signed."""
        for critic in self.critics:
            if self.dossier.parties[critic].opacity is None:
                continue
            name = f"parties/{critic}/opacity"
            sigma = self.number(name)
            noise = sigma * float(ndtri(self.chance(f"{name}#noise")))
            if sigma > 0 and self.margin(critic, package, self.issues, seat.asks) + noise < 0:
                return True
        return False

    def talks_end(self, meetings: int, table: str, days: Sequence[str]) -> bool:
        if meetings <= 1:
            return False
        survive = (1 - self.number("time/between_meetings")) ** (meetings - 1)
        name = f"time/between_meetings/{table}" if table else "time/between_meetings"
        if self.chance(f"{name}#coin") < 1 - survive:
            return True
        return any(self.coin(f"time/dates/{one}", f"time/dates/{one}/chance") for one in days)

    def without(self) -> Package:
        """Where each issue falls to without a deal."""
        found = list(self.quo)
        for at, issue in enumerate(self.issues):
            named = self.dossier.issues[issue].no_deal
            if not named:
                continue
            outlook, upto = self.outlook(issue), 0.0
            for level, name in enumerate(self.levels[issue]):
                if name in named:
                    own = outlook[level]
                    if level == self.quo[at]:  # named itself: its own part only
                        own = self.number(f"issues/{issue}/no_deal/{name}")
                        own /= max(1.0, sum(self.number(f"issues/{issue}/no_deal/{one}")
                                            for one in named))  # fmt: skip
                    upto += own
                    if self.chance(f"issues/{issue}/no_deal#coin") < upto:
                        found[at] = level
                        break
        return tuple(found)


def negotiate(draw: Draw, agenda, solution: str, h: float, days: Sequence[str] = ()):
    """How a draw ends on a track, the levels in the end, and the gains of what was signed."""
    union, endings, seen, put = draw.quo, [], {}, []
    whole = len(agenda.tables) == 1
    for table in agenda.tables:
        before = union if agenda.provisional else draw.quo
        if agenda.provisional and put:
            lying = [key for key in draw.issues if key in put]
            seen = {
                one: draw.total(one, "own", union, lying, False)
                + 1000.0 * draw.forbidden(one, union, lying, False)
                + draw.number(f"parties/{one}/slack") * draw.share(one, lying)
                for one in draw.critics
            }
        ending, package, gains = draw.strike(
            table.seat, table.issues, before, table.consent, seen, solution, h
        )
        key = "+".join(table.issues)
        if draw.talks_end(table.seat.meetings, "" if whole else key, days):
            ending = "talks ended"
        if table.slip and ending == "deal" and draw.coin(f"process/slip/{key}", table.slip):
            ending = "slip"
        endings.append(ending)
        if ending == "deal":
            union = tuple(
                package[at] if one in table.issues else union[at]
                for at, one in enumerate(draw.issues)
            )
            put += table.issues
    if whole:
        ending = endings[0]
        seat = agenda.tables[0].seat
    else:
        seat = agenda.sign_off
        order = ["no overlap", "breakdown", "talks ended", "slip"]
        if union == draw.quo:
            ending = max((one for one in endings if one in order), key=order.index)
        else:
            gains = draw.gains(union, seat, draw.issues, {})
            claims = all(
                gains[one] >= h * draw.width(one, seat.rapport, seat.meetings) - NEAR
                for one in draw.principals
            )
            fit = union in draw.legal and not draw.refused(union, seat, draw.issues, ())
            ending = "deal" if fit and claims else "not signed"
    signed = ending == "deal"
    if signed and draw.misjudged(union, seat):
        ending = "not ratified"
    elif signed and draw.coin("process/slip", agenda.slip):
        ending = "slip"
    levels = union if ending == "deal" else draw.without()
    return ending, levels, gains if signed else None
