"""Assessments: a school's numbers in place of the dossier's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from summitry.dossier.loading import examine, locate
from summitry.dossier.model import Dossier
from summitry.dossier.patching import PatchError, patched
from summitry.dossier.problem import CODES, DossierError, Fault, nearest


def assess(dossier: Dossier, name: str) -> Dossier:
    """The dossier with an assessment's numbers.

    Raises
    ------
    DossierError
        There is no such assessment; the message names the nearest.
    """
    if name not in dossier.assessments:
        fault = f"no assessment {name!r}"
        right = nearest(name, dossier.assessments, "the dossier has none")
        if dossier.assessments and "did you mean" not in right:
            right = "one of: " + ", ".join(dossier.assessments)
        raise DossierError([locate(Fault("S313", (), fault, right), dossier.title, None)])
    if dossier.assessment == name:
        return dossier
    found = patch(dossier, dossier.assessments[name].set, name=name)
    found._assessment = name
    return found


def patch(dossier: Dossier, changes: Mapping[str, Any], *, name: str = "changes") -> Dossier:
    """The dossier with values set by path; raises DossierError with every fault of the result."""
    try:
        data = patched(dossier._tree, name, changes)
        found, faults = examine(data, [], with_assessments=False)
    except PatchError as error:
        found, faults = None, error.faults
    errors = [one for one in faults if CODES[one.code][0] == "error"]
    if errors or found is None:
        raise DossierError(locate(one, dossier.title, None) for one in errors)
    return found
