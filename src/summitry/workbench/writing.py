"""Changes that a page makes to its dossier's file, against the version that the page had read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from summitry.dossier.problem import DossierError
from summitry.dossier.saving import SaveError
from summitry.dossier.writeback import ConflictError, Copy, opened, write_back

if TYPE_CHECKING:
    from summitry.workbench.bench import Bench

Data = dict[str, Any]
KEPT = 50
"""Versions of a file that a page may still be written back against."""
_read: WeakKeyDictionary[Bench, OrderedDict[str, Copy]] = WeakKeyDictionary()


def version(bench: Bench) -> str:
    """The version that a page is made of now, kept so that the page can be written back."""
    copy = bench.copy
    with bench.lock:
        copies = _read.setdefault(bench, OrderedDict())
        copies[copy.version] = copy
        copies.move_to_end(copy.version)
        while len(copies) > KEPT:
            copies.popitem(last=False)
    return copy.version


def base(bench: Bench, name: str) -> Copy:
    """The copy of a version that a page was made of.

    Raises
    ------
    SaveError
        It is too old, or of another run of the workbench.
    """
    found = _read.get(bench, OrderedDict()).get(name)
    if found is None:
        msg = "this page is too old to be saved; load it again and make the change once more"
        raise SaveError(msg)
    return found


def write(
    bench: Bench,
    name: str,
    change: Callable[[Data], Mapping[str, Any]],
    *,
    merge: bool = False,
    text: str | None = None,
) -> bool:
    """Change a dossier's file as a page of some version asks.

    Parameters
    ----------
    bench
        Where the dossier lies.
    name
        Version that the page was made of.
    change
        Makes the wanted data of those that the page had read.
    merge
        Keep what others changed elsewhere in the meantime, and make these changes too.
    text
        A text that says just what is wanted, to be written as it is.

    Returns
    -------
    bool
        Whether the page had read the last version, so that nobody else's change came between.

    Raises
    ------
    ConflictError, DossierError, SaveError
        As :func:`summitry.dossier.writeback.write_back`. Nothing was written.
    """
    with bench.lock:
        copy = base(bench, name)
        straight = copy.version == bench.copy.version
        try:
            write_back(copy, change(copy.data), merge=merge, folders=bench.folders, text=text)
        except ConflictError as error:
            if opened(bench.copy.file).version == bench.copy.version:
                error.who = "another page of this workbench"
            raise
        try:
            bench.reload()
        except DossierError as error:  # somebody else wrote in this very moment
            raise SaveError(str(error)) from None
    return straight


_before: OrderedDict[str, tuple[Copy, str]] = OrderedDict()


def keep_before(sitting: str, old: Copy, version_now: str) -> None:
    """Keep what a sitting's last change replaced, as long as the file is what it then became."""
    _before[sitting] = (old, version_now)
    while len(_before) > 500:
        _before.popitem(last=False)


def before(sitting: str, bench: Bench) -> Copy | None:
    """What a sitting's last change replaced; None if there is none, or the file has moved on."""
    old, made = _before.get(sitting, (None, ""))
    return old if made == bench.copy.version else None


_said: OrderedDict[str, str] = OrderedDict()


def say(sitting: str, text: str) -> None:
    """Leave a word for the next page of a sitting."""
    _said[sitting] = text
    while len(_said) > 500:
        _said.popitem(last=False)


def said(sitting: str) -> str:
    """The word that was left, once."""
    return _said.pop(sitting, "")
