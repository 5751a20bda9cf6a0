"""What if: a dossier with some of its numbers set, in its own numbers and every assessment's."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from summitry.dossier.assessment import assess
from summitry.dossier.loading import build, locate
from summitry.dossier.model import Dossier
from summitry.dossier.patching import PatchError, borne, patched
from summitry.dossier.problem import DossierError
from summitry.forecasts.shown import Shown
from summitry.forecasts.tables import Table, figure, signed


def what_if(dossier: Dossier, changes: Mapping[str, Any]) -> Dossier:
    """The dossier as if some numbers were others, whoever assesses it.

    Parameters
    ----------
    dossier
        The dossier; it stays as it is.
    changes
        Path (``process.trust.us``, ``cover.rok>hawks.strength``): what stands there instead. They
        hold over what an assessment sets there; a number of something that an assessment takes out
        (an ask, say) is then no number of it.

    Raises
    ------
    DossierError
        With every path that leads nowhere, or every fault of the result.
    """
    own = dossier._base or dossier._tree
    data = copy.deepcopy(dict(own))
    for school in (data.get("assessments") or {}).values():
        if isinstance(school, dict):
            there = _with(own, school.get("set") or {}, dossier.title)
            own_changes = borne(there, school.get("set") or {}, changes)
            kept = {
                path: value
                for path, value in (school.get("set") or {}).items()
                if not any(path == one or path.startswith(f"{one}.") for one in changes)
            }
            school["set"] = {**kept, **copy.deepcopy(own_changes)}
            if "groups" in school:
                school["groups"] = {
                    name: [path for path in paths if path in kept]
                    for name, paths in school["groups"].items()
                }
    found = build(_with(data, changes, dossier.title), file=dossier.title)
    if dossier.assessment is not None:
        return assess(found, dossier.assessment)
    return found


def _with(data: Mapping[str, Any], changes: Mapping[str, Any], title: str) -> dict[str, Any]:
    try:
        return patched(data, changes)
    except PatchError as error:
        raise DossierError(locate(one, title, None) for one in error.faults) from None


def change_table(base: Shown, changed: Shown, changes: Mapping[str, Any]) -> Table | None:
    """The change against the base: of every event or road map, by whose numbers; None if none."""
    before, after = base.figures(), changed.figures()
    rows = tuple(
        (name, _figure(before.get(name)), _figure(now), _change(before.get(name), now))
        for name, now in after.items()
    )
    if not rows:
        return None
    said = ", ".join(f"{path} = {value}" for path, value in changes.items())
    note = "Same draws on both sides; a dash in the last column is a change below .005."
    return Table(f"What if: {said}", ("what", "base", "what if", "change"), rows, note)


def _figure(value: float | None) -> str:
    return "–" if value is None else figure(value)


def _change(before: float | None, after: float | None) -> str:
    if before is None or after is None:
        return "–" if before == after else "now there is none" if after is None else "now there is"
    return signed(after - before)
