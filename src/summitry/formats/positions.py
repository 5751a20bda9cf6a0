"""A position table: who stands where on which issue, how much they care, and what they can move.

It is what expected-utility tables, Decide files and KTAB files have in common.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from summitry.formats.cells import read_text
from summitry.formats.faults import FormatError, Remark
from summitry.games.influence.arena import Arena

Floats = NDArray[np.float64]
Kind = Literal["expected utility", "Decide", "KTAB"]
DOSSIERS = ("dossier.yaml", "dossier.yml", "dossier.json")


@dataclass(frozen=True, eq=False)
class PositionTable:
    """Actors on issues, as the files of other tools have them.

    Attributes
    ----------
    name
        What the table is called, else the file's name.
    kind
        Which tool's file it is.
    actors, issues
        Names, in the file's order, which is the order in which models break ties.
    positions : (actors, issues)
        In the issue's own units; NaN where an actor has no stance.
    salience : (actors, issues)
        How much they care, 0 to 1; 0 where an actor has no stance.
    capability : (actors, issues)
        What they can move, at least 0. Only Decide's files let it differ between issues.
    scale : (issues, 2)
        Ends of each issue's scale.
    status_quo : (issues,)
        Position as things stand; NaN where the file does not say.
    descriptions
        Actor or issue: what the file says of it.
    levels
        Issue: position: what the file calls it.
    model, settings
        The model that the tool runs, and how, in the words of its own file.
    warnings
        Where the file is ambiguous, and how it was read.
    """

    name: str
    kind: Kind
    actors: tuple[str, ...]
    issues: tuple[str, ...]
    positions: Floats
    salience: Floats
    capability: Floats
    scale: Floats
    status_quo: Floats
    descriptions: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, Mapping[float, str]] = field(default_factory=dict)
    model: str = "challenge"
    settings: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Remark, ...] = ()

    def arena(self) -> Arena:
        """The table as the models of influence take it."""
        return Arena(
            self.actors, self.issues, self.positions, self.salience, self.capability[None],
            self.status_quo, self.scale,
        )  # fmt: skip

    def on(self, issue: str) -> PositionTable:
        """The table of one issue, with those actors who have a stance on it."""
        place = self.issues.index(issue)
        own = ~np.isnan(self.positions[:, place])
        who = np.flatnonzero(own)
        return replace(
            self,
            actors=tuple(self.actors[one] for one in who),
            issues=(issue,),
            positions=self.positions[who][:, [place]],
            salience=self.salience[who][:, [place]],
            capability=self.capability[who][:, [place]],
            scale=self.scale[[place]],
            status_quo=self.status_quo[[place]],
        )

    @property
    def influence(self) -> Floats:
        """Capability of each actor where it is the same on all issues, (actors,); else its mean."""
        own = np.where(np.isnan(self.positions), np.nan, self.capability)
        every = np.isnan(own).all(axis=1)
        own[every] = self.capability[every]
        return np.asarray(np.nanmean(own, axis=1))


def sniff(path: str | Path) -> Kind | None:
    """Which tool's position table a path looks like; None for a dossier or a scenario.

    The content decides, not the ending: a Decide file begins its rows with ``#A`` and the like, a
    KTAB file is ``<Scenario>`` or has a second line that begins with an actor column behind a
    first line of counts, an expected-utility table has columns for position and salience.
    """
    path = Path(path)
    if not path.is_file() or path.suffix.lower() in (".yaml", ".yml", ".json", ".geniusweb"):
        return None
    with path.open("rb") as file:
        head = file.read(65_536)
    if b"<Scenario" in head:
        return "KTAB"
    if path.suffix.lower() == ".xml" or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return None
    if path.suffix.lower() not in (".csv", ".txt", ".tsv", ".tab", ".dat", ""):
        return None
    lines = [one.strip() for one in head.replace(b"\r", b"\n").split(b"\n") if one.strip()]
    bare = [one.lstrip(b"\xef\xbb\xbf'\"") for one in lines]
    marks = {b"#A", b"#P", b"#M", b"#D"}
    if any(one[:2].upper() in marks and one[2:3] in b"\t;,'\" " for one in bare):
        return "Decide"
    if bare and bare[0].startswith(b"#"):
        return "Decide"
    if len(bare) > 1 and _counts(bare[0]) and b"," in bare[1]:
        return "KTAB"
    return "expected utility"


def _counts(line: bytes) -> bool:
    """Whether a line ends in KTAB's two counts, of actors and of dimensions."""
    cells = [one.strip(b" \"'") for one in line.split(b",")]
    numbers = [one for one in cells if one.isdigit()]
    return len(cells) >= 4 and len(numbers) >= 2 and not cells[0].isdigit()


def read_positions(path: str | Path, kind: Kind | None = None) -> PositionTable:
    """Read a position table: an expected-utility table, a Decide file, a KTAB CSV or XML file.

    Parameters
    ----------
    path
        The file.
    kind
        Which tool's; found out from the content if left out.

    Raises
    ------
    FormatError
        With every fault, a line each.
    """
    from summitry.formats.decide import read_decide
    from summitry.formats.expected_utility import read_expected_utility
    from summitry.formats.ktab import read_ktab
    from summitry.formats.ktab_xml import read_ktab_xml

    path = Path(path)
    found = kind or sniff(path)
    if found is None:
        if not path.is_file():
            read_text(path)  # raises with what is wrong with the path
        fault = "is no position table"
        right = "an expected-utility table, a Decide file, or a KTAB CSV or XML file"
        raise FormatError([Remark(str(path), 0, fault, right)])
    if found == "Decide":
        return read_decide(path)
    if found == "KTAB":
        with path.open("rb") as file:
            head = file.read(65_536)
        return read_ktab_xml(path) if b"<" in head.lstrip()[:4] else read_ktab(path)
    return read_expected_utility(path)


def spans(positions: Floats, *more: Floats) -> Floats:
    """Ends of each issue's scale from the positions held on it, (issues, 2); NaN counts not."""
    every = np.vstack([positions, *(one[None] for one in more)])
    low = np.nanmin(np.where(np.isnan(every), np.inf, every), axis=0)
    high = np.nanmax(np.where(np.isnan(every), -np.inf, every), axis=0)
    return np.column_stack((low, high))
