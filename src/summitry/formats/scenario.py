"""A scenario: a package game with its name and what its files left unclear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from summitry.formats.faults import FormatError, Remark
from summitry.games.packages.exact.game import PackageGame


@dataclass(frozen=True, eq=False)
class Scenario:
    """A negotiation as GENIUS and GeniusWeb have it.

    Attributes
    ----------
    name
        The domain's name.
    game
        Issues, options, scores and reservations; GENIUS's scores are utilities from 0 to 1.
    warnings
        Where a file is ambiguous, and how it was read.
    reservation_bids
        Party: the bid that GeniusWeb gives instead of a number; kept for writing.
    """

    name: str
    game: PackageGame
    warnings: tuple[Remark, ...] = ()
    reservation_bids: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def is_scenario(path: str | Path) -> bool:
    """Whether a path looks like a scenario rather than a dossier."""
    path = Path(path)
    if path.is_dir():
        names = [one.name for one in path.iterdir()] if path.is_dir() else []
        if any(name in ("dossier.yaml", "dossier.yml", "dossier.json") for name in names):
            return False
        return any(name.lower().endswith((".xml", ".json")) for name in names)
    if path.suffix.lower() == ".json" and path.is_file():
        with path.open("rb") as file:
            head = file.read(65_536)
        return b"issuesValues" in head or b"LinearAdditiveUtilitySpace" in head
    return path.suffix.lower() == ".xml"


def read_scenario(path: str | Path) -> Scenario:
    """Read a scenario of GENIUS (XML) or GeniusWeb (JSON).

    Parameters
    ----------
    path
        The domain's file, whose profiles are those it names, else those beside it; or a folder that
        holds one domain and its profiles.

    Raises
    ------
    FormatError
        With every fault, a line each.
    """
    from summitry.formats.genius import read_genius
    from summitry.formats.geniusweb import read_geniusweb

    path = Path(path)
    if path.is_dir():
        kinds = {one.suffix.lower() for one in sorted(path.iterdir()) if one.is_file()}
        if ".xml" in kinds:
            return read_genius(path)
        if ".json" in kinds:
            return read_geniusweb(path)
        fault = "the folder holds no scenario"
        right = "a GENIUS domain (XML) or a GeniusWeb domain (JSON) with its profiles"
        raise FormatError([Remark(str(path), 0, fault, right)])
    if path.suffix.lower() == ".xml":
        return read_genius(path)
    return read_geniusweb(path)


def party_names(files: list[Path], given: Mapping[str, str] | None = None) -> list[str]:
    """A name for each profile: what ``given`` says of its file, else the file's own."""
    given = given or {}
    stems = [given.get(one.name) or one.stem for one in files]
    found: list[str] = []
    for stem in stems:
        name, number = stem, 2
        while name in found:
            name, number = f"{stem} {number}", number + 1
        found.append(name)
    return found
