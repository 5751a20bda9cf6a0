"""KTAB's XML scenarios: actors on dimensions, with the parameters of the model and of ideals."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from summitry.dossier.pressure import Spatial
from summitry.formats.cells import Faults, as_number
from summitry.formats.ktab import MOST_POWER, Actors, check_total
from summitry.formats.positions import PositionTable
from summitry.formats.xml import Element, read_xml

PARAMETERS: dict[str, tuple[str, ...]] = {
    "VictoryProbModel": ("Linear", "Square", "Quartic", "Octic", "Binary"),
    "PCEModel": ("Conditional", "MarkovIncentive", "MarkovUniform"),
    "StateTransitions": ("Deterministic", "Stochastic"),
    "VotingRule": ("Binary", "PropBin", "Proportional", "PropCbc", "Cubic", "ASymProsp"),
    "BigRAdjust": ("No", "OneThird", "Half", "TwoThirds", "Full"),
    "BigRRange": ("Min", "Mid", "Max"),
    "ThirdPartyCommit": ("NoCommit", "SemiCommit", "FullCommit"),
    "InterVecBrgn": ("S1P1", "S2P2", "S2PMax"),
    "BargnModel": ("InitOnlyInterp", "InitRcvrInterp", "PWCompInterp"),
}
"""Each parameter, and what it may be, by the tool's schema."""
WORDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "VictoryProbModel": ("victory", ("linear", "square", "quartic", "octic", "binary")),
    "PCEModel": ("election", ("conditional", "markov-incentive", "markov-uniform")),
    "StateTransitions": ("transition", ("deterministic", "stochastic")),
    "VotingRule": (
        "vote",
        ("binary", "binary-proportional", "proportional", "proportional-cubic", "cubic",
         "asymmetric-prospect"),
    ),
    "BigRAdjust": ("risk", ("none", "one-third", "half", "two-thirds", "full")),
    "BigRRange": ("risk_range", ("min", "mid", "max")),
    "ThirdPartyCommit": ("third_parties", ("none", "semi", "full")),
    "InterVecBrgn": ("interpolation", ("s1p1", "s2p2", "s2pmax")),
    "BargnModel": ("bargain", ("initiator", "both", "compromise")),
}  # fmt: skip
"""Each parameter in a dossier's words, in the order of what it may be."""
_ENDINGS = ("SMPBM", "PCM", "STM", "RA")
"""Older files write ConditionalPCM, DeterministicSTM, OneThirdRA, InitOnlyInterpSMPBM."""


def read_ktab_xml(path: str | Path) -> PositionTable:
    """Read a KTAB scenario; its ModelParameters and IdealAdjustment are carried over.

    Raises
    ------
    FormatError
        With every fault, a line each.
    """
    path = Path(path)
    root = read_xml(path)
    faults = Faults(str(path))
    if root.tag != "Scenario":
        faults.add(root.line, f"the root element is <{root.tag}>", "<Scenario>")
        faults.check()
    issues = _dimensions(root, faults)
    actors = Actors()
    own = root.first("Actors")
    listed = own.all("Actor") if own else []
    if not listed:
        faults.add(own.line if own else root.line, "no <Actor>", "<Actors> with an <Actor> each")
    for one in listed:
        _actor(one, len(issues), actors, faults)
    settings = _settings(root, faults)
    if not faults.found:
        pull = _adjustment(root, actors.names, faults)
        if pull is not None:
            settings["IdealAdjustment"] = pull
    faults.check()
    name = _text(root, "name") or path.stem
    said = _text(root, "desc")
    return actors.table(name, issues, {name: said} if said else {}, settings)


def _text(element: Element, tag: str) -> str:
    own = element.first(tag)
    return " ".join(own.text.split()) if own else ""


def _dimensions(root: Element, faults: Faults) -> list[str]:
    own = root.first("Dimensions")
    found: list[str] = []
    for one in own.all("dName") if own else []:
        name = " ".join(one.text.split())
        if not name:
            faults.add(one.line, "<dName> is empty", "the dimension's name")
            name = f"dimension {len(found) + 1}"
        if name in found:
            faults.add(one.line, f"two dimensions are called {name!r}", "each its own name")
        found.append(name)
    if not found:
        line = own.line if own else root.line
        faults.add(line, "no <dName>", "<Dimensions> with a <dName> each")
    return found


def _number(element: Element, what: str, least: float, most: float, faults: Faults) -> float | None:
    text = element.text.strip()
    if not text:
        faults.add(element.line, f"<{element.tag}> is empty: {what}", "a number")
        return None
    value, fault, right = as_number(text)
    if value is None:
        faults.add(element.line, f"{what} {fault}", right)
    elif not least <= value <= most:
        faults.add(element.line, f"{what} is {text}", f"from {least:g} to {most:g}")
        return None
    return value


def _actor(element: Element, count: int, found: Actors, faults: Faults) -> None:
    before = len(faults.found)
    name = _text(element, "name")
    if not name:
        faults.add(element.line, "an <Actor> has no name", "<name>")
    elif name in found.names:
        faults.add(element.line, f"the actor {name!r} stands twice", "one <Actor> each")
    whose = name or "an actor"
    power = element.first("capability")
    own = None
    if power is None:
        faults.add(element.line, f"{whose} has no <capability>", "its power, a number")
    else:
        own = _number(power, f"the capability of {whose}", 0, MOST_POWER, faults)
    places = _vector(element, ("Position", "dCoord"), whose, count, faults)
    cares = _vector(element, ("Salience", "dSal"), whose, count, faults)
    check_total(element.line, whose, [one or 0.0 for one in cares], faults)
    if len(faults.found) > before:
        return
    found.names.append(name)
    found.texts.append(_text(element, "description"))
    found.power.append(own or 0.0)
    found.positions.append([one or 0.0 for one in places])
    found.salience.append([one or 0.0 for one in cares])


def _vector(
    element: Element, tags: tuple[str, str], whose: str, count: int, faults: Faults
) -> list[float | None]:
    part = element.first(tags[0])
    if part is None:
        faults.add(element.line, f"{whose} has no <{tags[0]}>", f"{count} times <{tags[1]}>")
        return []
    every = part.all(tags[1])
    if count and len(every) != count:
        fault = f"{whose} has {len(every)} times <{tags[1]}> for {count} dimensions"
        faults.add(part.line, fault, "one for each dimension")
    word = "position" if tags[1] == "dCoord" else "salience"
    return [_number(one, f"{word} {place} of {whose}", 0, 100, faults)
            for place, one in enumerate(every, 1)]  # fmt: skip


def _settings(root: Element, faults: Faults) -> dict[str, Any]:
    found: dict[str, Any] = {}
    own = root.first("ModelParameters")
    for one in own.children if own else []:
        if one.tag not in PARAMETERS:
            faults.add(one.line, f"no parameter <{one.tag}>", ", ".join(PARAMETERS))
            continue
        text = one.text.strip()
        choices = PARAMETERS[one.tag]
        shorter = [text.removesuffix(end) for end in _ENDINGS if text.endswith(end)]
        short = next((one for one in shorter if one in choices), text)
        if short not in choices:
            fault = f"<{one.tag}> is {text[:40]!r}" if text else f"<{one.tag}> is empty"
            faults.add(one.line, fault, "one of " + ", ".join(choices))
        else:
            found[one.tag] = short
    seed = root.first("prngSeed")
    if seed is not None and seed.text.strip():
        text = seed.text.strip()
        if not text.isdigit() or len(text) > 25:
            faults.add(seed.line, f"<prngSeed> is {text[:30]!r}", "a whole number")
        else:
            found["prngSeed"] = int(text)
    return found


def _adjustment(root: Element, names: list[str], faults: Faults) -> list[list[float]] | None:
    """How far each actor's ideal is drawn to each one's position; None where nothing is said."""
    own = root.first("IdealAdjustment")
    if own is None:
        return None
    found = np.eye(len(names))
    for pair in own.all("iaPair"):
        places = []
        for tag in ("adjustingIdeal", "referencePos"):
            name = _text(pair, tag)
            if name not in names:
                faults.add(pair.line, f"<{tag}> names {name!r}, who is no actor", "an actor's name")
            else:
                places.append(names.index(name))
        share = pair.first("adjust")
        value = None
        if share is None:
            faults.add(pair.line, "an <iaPair> has no <adjust>", "a share from 0 to 1")
        else:
            value = _number(share, "the share", 0, 1, faults)
        if len(places) == 2 and value is not None:
            found[places[0], places[1]] = value
    for name, total in zip(names, found.sum(axis=1).tolist(), strict=True):
        if total > 1 + 1e-9:
            fault = f"the shares that draw the ideal of {name!r} add up to {total:g}"
            faults.add(own.line, fault, "at most 1; its own counts as 1 unless written")
    return [list(map(float, row)) for row in found]


def spatial_rules(settings: Mapping[str, Any]) -> dict[str, str]:
    """The file's parameters in a dossier's words."""
    return {
        word: words[PARAMETERS[name].index(settings[name])]
        for name, (word, words) in WORDS.items()
        if name in settings
    }


def settings_of(rules: Spatial) -> dict[str, Any]:
    """A dossier's rules of the spatial model as the file's parameters; those that differ only."""
    usual = Spatial()
    return {
        name: PARAMETERS[name][words.index(getattr(rules, word))]
        for name, (word, words) in WORDS.items()
        if getattr(rules, word) != getattr(usual, word)
    }
