"""Assessments: a school's numbers in place of the dossier's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from summitry.dossier.form import to_model
from summitry.dossier.inputs import inputs_moved
from summitry.dossier.loading import examine, locate
from summitry.dossier.model import Dossier, Stance
from summitry.dossier.patching import PatchError, borne, patched
from summitry.dossier.problem import CODES, DossierError, Fault, nearest


def assess(dossier: Dossier, name: str) -> Dossier:
    """The dossier with an assessment's numbers.

    An assessment changes the dossier's own numbers. Asked of a dossier that shows one assessment
    already, another goes back to those first: assessments do not pile up.

    Raises
    ------
    DossierError
        There is no such assessment; the message names the nearest.
    """
    if name not in dossier.assessments:
        known = ", ".join(dossier.assessments)
        right = nearest(name, dossier.assessments, f"one of: {known}" if known else "it has none")
        fault = Fault("S313", (), f"no assessment {name!r}", right)
        raise DossierError([locate(fault, dossier.title, None)])
    if dossier.assessment == name:
        return dossier
    own = dossier._base or dossier._tree
    found = _changed(dossier.title, own, dossier.assessments[name].set)
    found._assessment, found._base = name, own
    return found


def schools(dossier: Dossier, names: Sequence[str] | None = None) -> list[Dossier]:
    """The dossier by several assessments: those named, else all, else its own numbers alone.

    Raises
    ------
    DossierError
        No such assessment.
    """
    wanted = list(dossier.assessments if names is None else names)
    return [assess(dossier, one) for one in wanted] or [dossier]


def patch(dossier: Dossier, changes: Mapping[str, Any]) -> Dossier:
    """The dossier with values set by path, as an assessment's ``set`` would.

    Parameters
    ----------
    dossier
        The dossier; it stays as it is.
    changes
        Path (``process.trust.us``, ``cover.rok>hawks.strength``): what stands there instead; None
        takes out what stands there.

    Raises
    ------
    DossierError
        With every path that leads nowhere, or every fault of the result.
    """
    found = _changed(dossier.title, dossier._tree, changes)
    if dossier._base:
        found._assessment = dossier._assessment
        found._base = _changed(dossier.title, dossier._base, changes)._tree
    return found


def moved_in(dossier: Dossier, moved: Mapping[str, Any]) -> Dossier:
    """The dossier with numbers moved where they stand, looked at number by number alone.

    What checks the whole (chances that add up to more than one, say) is left to :func:`patch`: this
    is for a hand that moves, not for what is kept. A number of something that the dossier's school
    takes out moves nothing there.

    Raises
    ------
    DossierError
        With every path that leads nowhere, and every number out of its bounds.
    """
    school = dossier.assessments.get(dossier.assessment or "")
    if school is not None:
        moved = borne(dossier._tree, school.set, moved)
    try:
        data = patched(dossier._tree, moved)
    except PatchError as error:
        raise DossierError(locate(one, dossier.title, None) for one in error.faults) from None
    roots = {path.split(".")[0] for path in moved}
    try:
        parts = {root: _part(root).validate_python(data[root]) for root in roots - {"stances"}}
        if "stances" in roots:
            parts["stances"] = _stances_moved(dossier, data["stances"])
    except ValidationError:
        raise DossierError(locate(one, dossier.title, None) for one in to_model(data)[1]) from None
    found = dossier.model_copy(update=parts)
    found._inputs = inputs_moved(found, dossier, roots)
    return found


def _stances_moved(dossier: Dossier, data: Mapping[str, Any]) -> dict[str, dict[str, Stance]]:
    """Stances read anew where the data are others than the dossier's: the rest are its own."""
    before, own = dossier._tree["stances"], dossier.stances
    found = dict(own)
    for party, stances in data.items():
        if stances is before.get(party):
            continue
        if party not in own or set(stances) != set(own[party]):
            whole: dict[str, dict[str, Stance]] = _part("stances").validate_python(data)
            return whole
        anew = {key: one for key, one in stances.items() if one is not before[party].get(key)}
        found[party] = {**own[party], **_part("stances").validate_python({party: anew})[party]}
    return found


@cache
def _part(root: str) -> TypeAdapter[Any]:
    """What reads one part of a dossier by itself."""
    field = Dossier.model_fields[root]
    kind: Any = field.annotation
    return TypeAdapter(Annotated[kind, *field.metadata] if field.metadata else kind)


def _changed(title: str, data: Mapping[str, Any], changes: Mapping[str, Any]) -> Dossier:
    try:
        found, faults = examine(
            patched(data, changes),
            None,
            statements=any(path.split(".")[0] in ("issues", "clauses") for path in changes),
            citations=any(isinstance(value, Mapping | list) for value in changes.values()),
            variant=True,
        )
    except PatchError as error:
        found, faults = None, error.faults
    errors = [one for one in faults if CODES[one.code][0] == "error"]
    if errors or found is None:
        raise DossierError(locate(one, title, None) for one in errors)
    return found
