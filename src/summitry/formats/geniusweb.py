"""GeniusWeb scenarios: a domain and one linear additive profile a party, JSON.

A profile's reservation is a bid, not a number: the party takes what it values at least as much.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from summitry.formats.faults import FormatError, Remark
from summitry.formats.json import line_of, read_json
from summitry.formats.scenario import Scenario, party_names
from summitry.games.packages.exact.game import PackageGame
from summitry.games.packages.exact.numbers import fraction

PROFILE = "LinearAdditiveUtilitySpace"
WIDEST = 10_000
"""Ranges of more values than this are not listed."""
_DISCRETE = ("discreteutils", "DiscreteValueSetUtilities")
_NUMBERS = ("numberutils", "NumberValueSetUtilities")


@dataclass
class _File:
    """A file being read; faults and warnings are shared by all."""

    path: Path
    data: dict[str, Any]
    text: str
    faults: list[Remark]
    warnings: list[Remark]

    def fault(self, where: tuple[str, ...], what: str, right: str = "") -> None:
        self.faults.append(Remark(str(self.path), line_of(self.text, where), what, right))

    def warn(self, where: tuple[str, ...], what: str, how: str) -> None:
        self.warnings.append(Remark(str(self.path), line_of(self.text, where), what, how))

    def number(self, where: tuple[str, ...], value: object) -> Fraction:
        try:
            return fraction(value)
        except ValueError as error:
            self.fault(where, str(error), "a number")
            return Fraction(0)

    def mapping(self, where: tuple[str, ...], value: object, what: str) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self.fault(where, f"{what} is missing or no object", "{...}")
        return {}


@dataclass
class _Read:
    faults: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)

    def file(self, path: Path) -> _File:
        data, text = read_json(path)
        return _File(path, data, text, self.faults, self.warnings)


def read_geniusweb(path: Path) -> Scenario:
    """Read a domain and its profiles.

    Parameters
    ----------
    path
        The domain's file or its folder; profiles are those beside it. A profile's own file is read
        with the profiles beside it that have the same domain.

    Raises
    ------
    FormatError
        With every fault of every file, a line each.
    """
    reading = _Read()
    folder = path if path.is_dir() else path.parent
    own = None if path.is_dir() else reading.file(path)
    files = [reading.file(one) for one in sorted(folder.glob("*.json")) if _may_be(one, path)]
    profiles = [one for one in files if PROFILE in one.data]
    domains = [one for one in files if "issuesValues" in one.data]
    if own is not None and "issuesValues" in own.data:
        domain: dict[str, Any] = own.data
        source = own
    elif own is not None and PROFILE in own.data:
        source = own
        space = own.mapping((PROFILE,), own.data[PROFILE], PROFILE)
        domain = own.mapping((PROFILE,), space.get("domain"), "the profile's domain")
    elif own is not None:
        right = f"a domain (issuesValues) or a profile ({PROFILE})"
        raise FormatError(
            [Remark(str(path), 1, "is neither domain nor profile of GeniusWeb", right)]
        )
    elif len(domains) > 1:
        fault = f"the folder holds {len(domains)} domains"
        raise FormatError([Remark(str(path), 0, fault, "name the domain's file itself")])
    elif domains or profiles:
        source = (domains or profiles)[0]
        space = source.mapping((PROFILE,), source.data.get(PROFILE, {}), PROFILE)
        domain = (
            source.data if domains else source.mapping((PROFILE,), space.get("domain"), "domain")
        )
    else:
        right = f"a domain (issuesValues) and profiles ({PROFILE})"
        raise FormatError([Remark(str(path), 0, "the folder holds no GeniusWeb scenario", right)])
    issues = _issues(source, domain)
    profiles = [one for one in profiles if _fits(one, issues)]
    if not profiles:
        reading.faults.append(
            Remark(str(folder), 0, "no profile for this domain", f"files with {PROFILE}")
        )
    named = {one.path.name: str(one.data[PROFILE].get("name") or one.path.stem) for one in profiles}
    parties = party_names([one.path for one in profiles], named)
    scores: dict[str, dict[str, Any]] = {}
    reserve: dict[str, Fraction] = {}
    bids: dict[str, dict[str, str]] = {}
    for party, one in zip(parties, profiles, strict=True):
        space = one.mapping((PROFILE,), one.data[PROFILE], PROFILE)
        scores[party] = _profile(one, space, issues)
        bid = space.get("reservationBid")
        values = (bid or {}).get("issuevalues", bid) if isinstance(bid, dict) else None
        if values:
            bids[party] = {str(key): str(value) for key, value in values.items()}
            reserve[party] = _reservation(one, bids[party], scores[party], issues)
        else:
            one.warn((PROFILE,), "there is no reservation bid", "the reservation is 0")
    if reading.faults:
        raise FormatError(reading.faults)
    game = PackageGame(issues, parties, scores, reserve)
    name = str(domain.get("name") or source.path.stem)
    return Scenario(name, game, tuple(reading.warnings), bids)


def _may_be(one: Path, path: Path) -> bool:
    """Whether a file is worth reading: all of a folder asked for; beside a file, profiles only."""
    if path.is_dir() or one == path:
        return True
    try:
        with one.open("rb") as file:
            return PROFILE.encode() in file.read(4096)
    except OSError:
        return False


def _issues(file: _File, domain: Mapping[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for issue, own in file.mapping(
        ("issuesValues",), domain.get("issuesValues"), "issuesValues"
    ).items():
        where = ("issuesValues", issue)
        values = own.get("values") if isinstance(own, dict) else None
        span = own.get("range") if isinstance(own, dict) else None
        span = own if span is None and isinstance(own, dict) and "low" in own else span
        if isinstance(values, list) and values:
            found[issue] = list(dict.fromkeys(_named(value) for value in values))
            if len(found[issue]) < len(values):
                file.warn(where, f"{issue} lists a value twice", "it counts once")
        elif isinstance(span, dict):
            found[issue] = _steps(file, where, issue, span)
        else:
            file.fault(where, f"{issue} has no values", '{"values": [...]} or {"range": {...}}')
    if not found:
        file.fault((), "the domain has no issues")
    return found


def _named(value: object) -> str:
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)


def _steps(file: _File, where: tuple[str, ...], issue: str, span: Mapping[str, Any]) -> list[str]:
    low, high, step = (file.number(where, span.get(key)) for key in ("low", "high", "step"))
    if step <= 0 or high < low:
        file.fault(where, f"{issue}: a range needs low, high not below it, and a step above 0")
        return ["0"]
    count = int((high - low) / step) + 1
    if count > WIDEST:
        file.fault(where, f"{issue} has {count:,} values", f"at most {WIDEST:,} are listed")
        return ["0"]
    return [f"{float(low + number * step):.12g}" for number in range(count)]


def _fits(file: _File, issues: Mapping[str, list[str]]) -> bool:
    if not isinstance(file.data[PROFILE], dict):
        file.fault((PROFILE,), f"{PROFILE} is no object", "{...}")
        return False
    domain = file.data[PROFILE].get("domain")
    named = domain.get("issuesValues") if isinstance(domain, dict) else None
    return named is None or set(named) == set(issues)


def _profile(
    file: _File, space: Mapping[str, Any], issues: Mapping[str, list[str]]
) -> dict[str, list[Fraction]]:
    weights = file.mapping((PROFILE,), space.get("issueWeights"), "issueWeights")
    utilities = file.mapping((PROFILE,), space.get("issueUtilities"), "issueUtilities")
    for issue in [*weights, *utilities]:
        if issue not in issues:
            file.warn(("issueWeights", issue), f"{issue!r} is not in the domain", "left out")
    found: dict[str, list[Fraction]] = {}
    total = Fraction(0)
    for issue, options in issues.items():
        if issue not in weights:
            file.warn(("issueWeights",), f"{issue} has no weight", "it weighs 0")
        weight = file.number(("issueWeights", issue), weights.get(issue, 0))
        total += weight
        own = utilities.get(issue)
        where = ("issueUtilities", issue)
        table = _values(file, where, issue, own, options)
        found[issue] = [weight * one for one in table]
    if abs(total - 1) > Fraction(1, 10**6):
        file.warn(("issueWeights",), f"the weights sum to {float(total):.6g}, not 1", "taken as is")
    return found


def _values(
    file: _File, where: tuple[str, ...], issue: str, own: object, options: list[str]
) -> list[Fraction]:
    own = own if isinstance(own, dict) else {}
    for key in _DISCRETE:
        if key in own:
            given = file.mapping(where, own[key].get("valueUtilities"), "valueUtilities")
            named = {str(option): value for option, value in given.items()}
            for option in options:
                if option not in named:
                    file.warn(where, f"{issue}: {option!r} has no utility", "it scores 0")
            return [file.number((*where, option), named.get(option, 0)) for option in options]
    for key in _NUMBERS:
        if key in own:
            ends = [
                file.number(where, own[key].get(name))
                for name in ("lowValue", "lowUtility", "highValue", "highUtility")
            ]
            if ends[0] == ends[2]:
                file.fault(where, f"{issue}: lowValue and highValue are the same")
                return [Fraction(0)] * len(options)
            slope = (ends[3] - ends[1]) / (ends[2] - ends[0])
            return [ends[1] + slope * (file.number(where, one) - ends[0]) for one in options]
    file.warn(where, f"{issue} has no utilities", "it scores 0")
    return [Fraction(0)] * len(options)


def _reservation(
    file: _File,
    bid: Mapping[str, str],
    scores: Mapping[str, list[Fraction]],
    issues: Mapping[str, list[str]],
) -> Fraction:
    total = Fraction(0)
    where = ("reservationBid",)
    for issue, options in issues.items():
        if issue not in bid:
            file.warn(where, f"the reservation bid leaves {issue} open", "it adds 0")
        elif bid[issue] not in options:
            file.fault(where, f"the reservation bid has {issue} at {bid[issue]!r}, no value of it")
        else:
            total += scores[issue][options.index(bid[issue])]
    return total
