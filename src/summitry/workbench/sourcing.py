"""Texts of sources kept beside the dossier, and passages of them cited for its numbers."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summitry.dossier.assessment import assess
from summitry.dossier.citation import MAX_WORDS
from summitry.dossier.files import write_whole
from summitry.dossier.inputs import inputs
from summitry.dossier.model import Dossier
from summitry.dossier.patching import standing
from summitry.dossier.writeback import edited
from summitry.sensitivity.naming import path_of
from summitry.workbench.adding import AddError
from summitry.workbench.choosing import issue_label, number_label, short
from summitry.workbench.fields import cites_of, short_cites
from summitry.workbench.places import ABSENT

Data = dict[str, Any]
MOST_TEXT = 1_000_000
"""Bytes of a text that is sent from a page; a larger one is put into the folder by hand."""
_NAME = re.compile(r"[^\W_][\w.-]{0,80}\.(?:txt|text|md)")
_LINE = re.compile(r"(?<=\.red_line)\.(?:above|below) [^.]+")
"""The name of a red line, which may be left out of one alone."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\..*", re.IGNORECASE)
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Target:
    """A number, or a stance as a whole, that a passage may be cited for."""

    label: str
    group: str
    path: str
    school: str = ""
    """The assessment whose number it is."""


def targets(dossier: Dossier) -> list[Target]:
    """Everything that can cite a passage, in the file's order; what nobody wrote cannot."""
    return [*_own(dossier), *_of_schools(dossier)]


def _own(dossier: Dossier) -> Iterator[Target]:
    for party, stances in dossier.stances.items():
        for issue in stances:
            text = f"all that {dossier.label(party)} wants on {issue_label(dossier, issue)}"
            yield Target(short(text), short(dossier.label(party)), f"stances.{party}.{issue}")
    seen = set()
    for name, one in inputs(dossier).items():
        path = path_of(name)
        if one.estimate.default or path in seen:
            continue
        seen.add(path)
        root, _, rest = path.partition(".")
        owner = rest.partition(".")[0] if root in ("stances", "stakes", "parties") else ""
        group = dossier.label(owner) if owner in dossier.parties else "Of nobody in particular"
        yield Target(short(number_label(dossier, path)), short(group), path)


def _of_schools(dossier: Dossier) -> Iterator[Target]:
    for key, school in dossier.assessments.items():
        numbers = {path_of(name) for name in inputs(assess(dossier, key))}
        numbers |= {_LINE.sub("", path) for path in numbers}
        for path, value in school.set.items():
            if path not in numbers and not isinstance(value, Mapping):
                continue  # a choice, a list, or that there is none: it has no place for a citation
            yield Target(short(number_label(dossier, path)), short(school.name or key), path, key)


def cited(data: Data, target: Target, cite: Mapping[str, str], kind: str = "") -> Data:
    """A dossier's data in which a number cites one more passage.

    Parameters
    ----------
    data
        The dossier, as plain data.
    target
        What cites it.
    cite
        ``source``, ``quote`` and, if given, ``at``.
    kind
        How the number is known from now on; left out, as before.

    Raises
    ------
    AddError
        The passage is not one, or the number is gone.
    """
    words = len(cite.get("quote", "").replace("[...]", " ").split())
    if not 1 <= words <= MAX_WORDS:
        right = f"mark one to {MAX_WORDS} words; [...] may stand for words left out"
        raise AddError("quote", right)
    if target.school:
        changes = dict(data["assessments"][target.school]["set"])
        changes[target.path] = _citing(changes[target.path], cite, kind)
        school = {**data["assessments"][target.school], "set": changes}
        return {**data, "assessments": {**data["assessments"], target.school: school}}
    node = standing(data, target.path.split("."))
    if node is None:
        raise AddError("target", "that number is not written in the file any more")
    return edited(data, {target.path: _citing(node, cite, kind)})


def _citing(node: Any, cite: Mapping[str, str], kind: str) -> Data:
    whole: Data = dict(node) if isinstance(node, Mapping) else {"value": node}
    every = cites_of(whole.get("cite", ABSENT))
    own = {key: text for key, text in cite.items() if text}
    if own not in every:
        whole["cite"] = short_cites([*every, own])
    return {**whole, "kind": kind} if kind else whole


def keep_text(folder: Path, name: str, text: str) -> tuple[str, bool]:
    """Write a source's text into a dossier's folder, over nothing that is there.

    Parameters
    ----------
    folder
        Where the dossier lies.
    name
        A plain file name; nothing else leads anywhere.
    text
        The text.

    Returns
    -------
    tuple
        Its SHA-256, and whether a file was made: not if it is there already, with this text.

    Raises
    ------
    AddError
        A name that is none, one that is taken, or a text that is none or too large.
    """
    if not _NAME.fullmatch(name) or ".." in name or _RESERVED.fullmatch(name):
        right = "a plain name that ends in .txt or .md: letters, figures, - _ and dots"
        raise AddError("file", right)
    clean = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        raw = clean.encode()
    except UnicodeEncodeError:
        raise AddError("text", "plain text; this holds halves of characters") from None
    if not clean.strip() or "\0" in clean:
        raise AddError("text", "plain text: paste it, or choose a text file")
    if len(raw) > MOST_TEXT:
        raise AddError("text", "at most 1 MB; put a larger text into the folder by hand")
    print_ = hashlib.sha256(raw).hexdigest()
    file = folder.resolve() / name
    with _one_at_a_time:
        if file.exists() or file.is_symlink():
            if not file.is_symlink() and file.is_file() and file.read_bytes() == raw:
                return print_, False
            raise AddError("file", "there is a file of that name already; give another")
        write_whole(file, raw)
    return print_, True
