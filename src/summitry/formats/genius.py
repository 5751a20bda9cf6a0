"""GENIUS scenarios: a domain and one profile a party, XML, read as GENIUS 10.4 means them.

An additive profile's utility is the sum of weight times evaluation, discrete evaluations divided by
the greatest of their issue, integer and real ones a function of the value and cut to 0..1; packages
are worth 1 at most. The reservation is on the same 0..1, and the discount shrinks it as it does
utilities.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from summitry.formats.evaluators import integer_score, real_corners
from summitry.formats.faults import FormatError, Remark
from summitry.formats.rectangles import rectangles
from summitry.formats.scenario import Scenario, party_names
from summitry.formats.xml import Element, read_xml
from summitry.games.packages.exact.game import PackageGame
from summitry.games.packages.exact.numbers import fraction
from summitry.games.packages.exact.pieces import Bonus, Divisible, Issue

WIDEST = 10_000
"""Integer issues of more values than this are not listed."""


@dataclass
class Matter:
    """An issue of a domain: its number, and options or bounds."""

    number: str
    name: str
    kind: str
    line: int
    options: tuple[str, ...] = ()
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)

    def piece(self) -> Issue | Divisible:
        """The issue of a game."""
        if self.kind == "real":
            return Divisible(self.name, self.low, self.high)
        return Issue(self.name, self.options)


@dataclass
class Reading:
    """What is being read, and what was found wrong or unclear."""

    faults: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)

    def number(
        self, file: str, element: Element, name: str, otherwise: str | None = None
    ) -> Fraction:
        """A numeric attribute; 0 and a fault where it is none."""
        text = element.get(name, otherwise)
        if text is None:
            self.faults.append(
                Remark(file, element.line, f"{element.tag} has no {name}", f'{name}="a number"')
            )
            return Fraction(0)
        try:
            return fraction(text)
        except ValueError as error:
            self.faults.append(
                Remark(file, element.line, f"{name} of {element.tag}: {error}", "a number")
            )
            return Fraction(0)

    def fault(self, file: str, element: Element, what: str, right: str = "") -> None:
        """Something that cannot be taken."""
        self.faults.append(Remark(file, element.line, what, right))

    def warn(self, file: str, element: Element, what: str, how: str) -> None:
        """Something that could be read in two ways, and how it was."""
        self.warnings.append(Remark(file, element.line, what, how))


def read_genius(path: Path) -> Scenario:
    """Read a domain and its profiles.

    Parameters
    ----------
    path
        The domain's file or the folder that holds it. Profiles are those that the domain's agents
        name, else every profile beside it.

    Raises
    ------
    FormatError
        With every fault of every file, a line each.
    """
    reading = Reading()
    domain_file, domain, profiles, names = _files(path, reading)
    matters = _domain(str(domain_file), domain, reading)
    if reading.faults:
        raise FormatError(reading.faults)
    parties = party_names(profiles, names)
    scores: dict[str, dict[str, Any]] = {}
    bonuses: list[Bonus] = []
    rest: dict[str, dict[str, Fraction]] = {"reservation": {}, "discount": {}, "ceiling": {}}
    for party, file in zip(parties, profiles, strict=True):
        root = read_xml(file)
        own, extra = _profile(str(file), root, party, matters, reading)
        scores[party] = own
        bonuses += extra
        _around(str(file), root, party, rest, reading)
        if _most(own, extra, party) > 1:
            rest["ceiling"][party] = Fraction(1)
    if reading.faults:
        raise FormatError(reading.faults)
    game = PackageGame(
        [matter.piece() for matter in matters],
        parties,
        scores,
        rest["reservation"],
        bonuses=bonuses,
        ceilings=rest["ceiling"],
        discounts=rest["discount"],
        comparable=False,
    )
    objective = next(domain.every("objective"), None)
    name = (objective.get("name") if objective else None) or ""
    generic = name.lower() in ("", "root")
    return Scenario(domain_file.parent.name if generic else name, game, tuple(reading.warnings))


def _files(path: Path, reading: Reading) -> tuple[Path, Element, list[Path], dict[str, str]]:
    folder = path if path.is_dir() else path.parent
    if path.is_dir():
        beside = {one: read_xml(one) for one in sorted(folder.glob("*.xml"))}
        domains = [one for one, root in beside.items() if root.tag == "negotiation_template"]
        if len(domains) != 1:
            fault = f"the folder holds {len(domains)} domains (root negotiation_template)"
            raise FormatError([Remark(str(path), 0, fault, "name the domain's file itself")])
        domain_file, domain = domains[0], beside[domains[0]]
    else:
        domain_file, domain, beside = path, read_xml(path), {}
    if domain.tag != "negotiation_template":
        fault = f"the root is {domain.tag}, not negotiation_template: this is no domain"
        right = "name the domain's file; its profiles are found beside it"
        raise FormatError([Remark(str(domain_file), domain.line, fault, right)])
    named: dict[str, str] = {}
    files: list[Path] = []
    for agent in domain.all("agent"):
        own = (agent.get("utility_space") or "").replace("\\", "/").rsplit("/", 1)[-1]
        if not own:
            continue
        found = folder / own
        if own in (".", "..") or not found.is_file():
            what = f"agent {agent.get('name')!r} names a profile that is not beside the domain"
            reading.warn(str(domain_file), agent, what, "all profiles beside it are taken")
            named, files = {}, []
            break
        files.append(found)
        named[own] = agent.get("name") or found.stem
    if not files:
        beside = beside or {one: read_xml(one) for one in sorted(folder.glob("*.xml"))}
        files = [one for one, root in beside.items() if root.tag == "utility_space"]
    if not files:
        fault = "there is no profile (root utility_space) beside the domain"
        raise FormatError([Remark(str(domain_file), 0, fault, "one file for each party")])
    return domain_file, domain, files, named


def _issues(root: Element) -> list[Element]:
    """The issue elements of all objectives, however deep these nest."""
    found: list[Element] = []
    for objective in root.every("objective"):
        found += objective.all("issue")
    return found


def _kind(issue: Element) -> str:
    kinds = [issue.get(name) for name in ("vtype", "etype", "type")]
    return next((one.lower() for one in kinds if one), "discrete")


def _domain(file: str, root: Element, reading: Reading) -> list[Matter]:
    found: list[Matter] = []
    for place, issue in enumerate(_issues(root), 1):
        number = issue.get("index") or str(place)
        name = issue.get("name") or f"issue {number}"
        matter = Matter(number, name, _kind(issue), issue.line)
        if matter.kind == "discrete":
            values = [item.get("value") or "" for item in issue.all("item")]
            if len(set(values)) < len(values):
                reading.warn(file, issue, f"{name} lists a value twice", "it counts once")
            matter.options = tuple(dict.fromkeys(values))
            if not values:
                reading.fault(file, issue, f"{name} has no items", '<item value="..."/> each')
        elif matter.kind in ("integer", "real"):
            _bounds(file, issue, matter, reading)
        else:
            reading.fault(
                file, issue, f"{name} is of type {matter.kind!r}", "discrete, integer or real"
            )
        if any(name == one.name for one in found):
            reading.warn(
                file, issue, f"two issues are called {name!r}", "the second got its number"
            )
            matter.name = f"{name} ({number})"
        found.append(matter)
    if not found:
        reading.fault(file, root, "the domain has no issues")
    declared = next(
        (
            one.get("number_of_issues")
            for one in [root, *root.every("utility_space")]
            if one.get("number_of_issues")
        ),
        None,
    )
    if declared and declared.isdigit() and int(declared) != len(found):
        reading.warn(
            file,
            root,
            f"number_of_issues is {declared}, but there are {len(found)}",
            "all are taken",
        )
    return found


def _bounds(file: str, issue: Element, matter: Matter, reading: Reading) -> None:
    own = issue.first("range") or issue
    matter.low = reading.number(file, own, "lowerbound")
    matter.high = reading.number(file, own, "upperbound")
    if matter.high < matter.low or (matter.kind == "real" and matter.high == matter.low):
        reading.fault(file, own, f"{matter.name}: its upper bound is not above its lower")
    elif matter.kind == "integer":
        if matter.low.denominator != 1 or matter.high.denominator != 1:
            reading.fault(file, own, f"{matter.name}: bounds of an integer issue are integers")
        elif matter.high - matter.low >= WIDEST:
            reading.fault(
                file, own, f"{matter.name} has {int(matter.high - matter.low) + 1:,} values",
                f"at most {WIDEST:,} are listed; make it a real issue",
            )  # fmt: skip
        else:
            values = range(int(matter.low), int(matter.high) + 1)
            matter.options = tuple(str(value) for value in values)


def _profile(
    file: str, root: Element, party: str, matters: list[Matter], reading: Reading
) -> tuple[dict[str, Any], list[Bonus]]:
    if root.tag != "utility_space":
        reading.fault(file, root, f"the root is {root.tag}", "a profile's is utility_space")
        return {}, []
    if next(root.every("ufun"), None) is not None:
        return {}, rectangles(file, root, party, matters, reading)
    weights = {
        one.get("index") or "": one
        for objective in root.every("objective")
        for one in objective.all("weight")
    }
    by_number = {issue.get("index") or "": issue for issue in _issues(root)}
    by_name = {issue.get("name") or "": issue for issue in _issues(root)}
    found: dict[str, Any] = {}
    total = Fraction(0)
    for matter in matters:
        issue = by_number.get(matter.number)
        if issue is not None and issue.get("name") not in (None, matter.name):
            other = by_name.get(matter.name)
            what = f"issue {matter.number} is called {issue.get('name')!r}, not {matter.name!r}"
            reading.warn(file, issue, what, "the name decides" if other else "the number decides")
            issue = other or issue
        if issue is None:
            reading.warn(file, root, f"{matter.name} is missing in this profile", "it scores 0")
            continue
        weight = Fraction(1)
        holder = weights.get(issue.get("index") or matter.number)
        if holder is None:
            reading.warn(file, issue, f"{matter.name} has no weight", "it weighs 0")
            weight = Fraction(0)
        else:
            weight = reading.number(file, holder, "value")
        total += weight
        found[matter.name] = _scores(file, issue, matter, weight, reading)
    if abs(total - 1) > Fraction(1, 10**6):
        reading.warn(
            file, root, f"the weights sum to {float(total):.6g}, not 1",
            "taken as they are; GENIUS cuts a package's utility at 1",
        )  # fmt: skip
    return found, []


def _scores(file: str, issue: Element, matter: Matter, weight: Fraction, reading: Reading) -> Any:
    if matter.kind == "integer":
        return [weight * one for one in integer_score(file, issue, matter, reading)]
    if matter.kind == "real":
        corners = real_corners(file, issue, matter, reading)
        return [(amount, weight * score) for amount, score in corners]
    given: dict[str, Fraction] = {}
    for item in issue.all("item"):
        value = item.get("value") or ""
        score = reading.number(file, item, "evaluation", "0")
        if item.get("evaluation") is None:
            reading.warn(file, item, f"{matter.name}: {value!r} has no evaluation", "it scores 0")
        if value in given and given[value] != score:
            reading.warn(
                file, item, f"{matter.name}: {value!r} is evaluated twice", "the last one counts"
            )
        if value not in matter.options:
            reading.warn(file, item, f"{matter.name}: {value!r} is not in the domain", "left out")
            continue
        given[value] = score
    for value in matter.options:
        if value not in given:
            reading.warn(file, issue, f"{matter.name}: {value!r} is not evaluated", "it scores 0")
    if any(score < 0 for score in given.values()):
        reading.warn(file, issue, f"{matter.name} has evaluations below 0", "taken as they are")
    top = max(given.values(), default=Fraction(0))
    if top <= 0:
        if given:
            reading.warn(file, issue, f"{matter.name}: no evaluation is above 0", "it scores 0")
        return [Fraction(0)] * len(matter.options)
    return [weight * given.get(value, Fraction(0)) / top for value in matter.options]


def _around(
    file: str, root: Element, party: str, rest: dict[str, dict[str, Fraction]], reading: Reading
) -> None:
    reservation = next(root.every("reservation"), None)
    if reservation is not None:
        own = reading.number(file, reservation, "value")
        if not 0 <= own <= 1:
            reading.warn(
                file, reservation, f"the reservation is {float(own):g}", "taken on the scale 0..1"
            )
        rest["reservation"][party] = own
    discount = next(root.every("discount_factor"), None)
    if discount is not None:
        own = reading.number(file, discount, "value")
        if not 0 <= own <= 1:
            reading.warn(file, discount, f"the discount factor is {float(own):g}", "taken as none")
        elif own not in (0, 1):
            rest["discount"][party] = own


def _most(scores: dict[str, Any], bonuses: list[Bonus], party: str) -> Fraction:
    """A bound on what a package can be worth before the cut at 1."""
    total = Fraction(0)
    for column in scores.values():
        total += max(one[1] if isinstance(one, tuple) else one for one in column)
    for bonus in bonuses:
        total += max(fraction(bonus.scores.get(party, 0)), Fraction(0))
    return total
