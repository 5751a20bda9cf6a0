"""Dossiers to be filled in: parties, issues and rules of a kind of negotiation, without numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from summitry.dossier.editing import rewritten
from summitry.dossier.layout import flow
from summitry.dossier.reading import read_tree

_HOME = files("summitry.dossier") / "templates"
_TITLE = re.compile(r"^title: .*$", re.MULTILINE)


@dataclass(frozen=True)
class Outline:
    """A template: its name, and what it says of itself."""

    name: str
    title: str
    about: str


def outlines() -> tuple[Outline, ...]:
    """Every template, by name."""
    found = []
    for one in sorted(_HOME.iterdir(), key=lambda entry: entry.name):
        if one.name.endswith(".yaml"):
            text = one.read_text(encoding="utf-8")
            title = str(read_tree(text).data["title"])
            lines = [line[1:].strip() for line in text.splitlines() if line.startswith("#")][:3]
            about = " ".join(lines).split(". ")[0] + "."
            found.append(Outline(one.name.removesuffix(".yaml"), title, about))
    return tuple(found)


def outline(name: str, title: str | None = None, *, on: date | None = None) -> str:
    """Text of a new dossier from a template.

    Parameters
    ----------
    name
        The template's.
    title
        Title of the case; the template's if left out.
    on
        The information cut-off; the template's if left out.

    Raises
    ------
    KeyError
        No such template; the message lists those there are.
    """
    known = [one.name for one in outlines()]
    if name not in known:
        msg = f"no template {name!r}; there are: {', '.join(known)}"
        raise KeyError(msg)
    text = (_HOME / f"{name}.yaml").read_text(encoding="utf-8")
    if title is not None:
        line = f"title: {flow(' '.join(title.split()))}"
        text = _TITLE.sub(lambda _: line, text, count=1)
    if on is not None:
        text = rewritten(text, {**read_tree(text).data, "as_of": on.isoformat()})
    return text
