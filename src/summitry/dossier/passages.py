"""Every citation of a dossier, with its place in the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from summitry.dossier.citation import Citation
from summitry.dossier.estimate import Estimate
from summitry.dossier.model import Assessment, Dossier

Where = tuple[str | int, ...]
Passage = tuple[Where, Citation]


def passages(dossier: Dossier) -> list[Passage]:
    """Citations that the numbers rest on, in the file's order; assessments are apart."""
    return list(_walk(dossier, ()))


def passages_of(assessments: Mapping[str, Assessment]) -> list[Passage]:
    """Citations that the assessments themselves rest on."""
    return [
        ((*("assessments", name, "cite"), number), one)
        for name, own in assessments.items()
        for number, one in enumerate(own.cite)
    ]


def _walk(node: object, path: Where) -> Iterator[Passage]:
    if isinstance(node, Estimate):
        yield from _cites(node.cite, path)
        for number, one in enumerate(node.coded):
            yield from _walk(one, (*path, "coders", number))
    elif isinstance(node, BaseModel):
        for name, field in type(node).model_fields.items():
            if name == "cite":
                yield from _cites(getattr(node, name), path)
            elif path or name not in ("assessments", "sources"):
                yield from _walk(getattr(node, name), (*path, field.alias or name))
    elif isinstance(node, Mapping):
        for name, value in node.items():
            yield from _walk(value, (*path, str(name)))
    elif isinstance(node, list | tuple):
        for number, value in enumerate(node):
            yield from _walk(value, (*path, number))


def _cites(cites: tuple[Citation, ...], path: Where) -> Iterator[Passage]:
    for number, one in enumerate(cites):
        yield (*path, "cite", number), one
