"""A dossier's file changed by somebody who read it a while ago: nothing of others is overwritten.

Whoever reads a file to change it holds a :class:`Copy` of it. When the change is written, the file
must still be what was read, or the changes must be to other places, and merging be asked for.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from summitry.dossier.editing import rewritten, same
from summitry.dossier.files import write_whole
from summitry.dossier.loading import examine_text
from summitry.dossier.model import Dossier
from summitry.dossier.patching import put, standing
from summitry.dossier.problem import CODES, DossierError, Fault, Problem, shown
from summitry.dossier.reading import MOST_BYTES, ReadError, read_text, read_tree
from summitry.dossier.saving import SaveError
from summitry.dossier.wordwise import following

Path_ = tuple[str, ...]
_BOM = b"\xef\xbb\xbf"
_here = threading.Lock()
NOTHING = object()
"""Stands where one of two versions has nothing; null is something that a school says."""


@dataclass(frozen=True)
class Copy:
    """A dossier's file as it was when somebody read it."""

    file: Path
    text: str
    version: str
    """SHA-256 of its text."""

    @property
    def data(self) -> dict[str, Any]:
        """What it says, as plain data."""
        return read_tree(self.text).data


@dataclass(frozen=True)
class Change:
    """A place at which two versions of a dossier differ; None where one has nothing."""

    path: str
    before: object
    now: object

    def __str__(self) -> str:
        return f"{self.path}: {_said(self.before)} became {_said(self.now)}"


def _said(value: object) -> str:
    return "nothing" if value is None else shown(value)


class ConflictError(Exception):
    """Somebody else has changed the file since it was read; nothing was written.

    Attributes
    ----------
    theirs
        What they changed.
    clashing
        Paths that both changed; without any, the changes can be merged.
    when, who
        When the file was last written, and by whom as far as this machine knows: to whom the file
        belongs, unless somebody who knows better says so.
    """

    def __init__(
        self, theirs: Sequence[Change], clashing: Sequence[str], when: datetime, who: str | None
    ) -> None:
        self.theirs, self.clashing = tuple(theirs), tuple(clashing)
        self.when, self.who = when, who
        by = f" by {who}" if who else ""
        what = "; ".join(str(one) for one in self.theirs[:5]) or "only its layout or comments"
        more = f"; and {len(self.theirs) - 5} more" if len(self.theirs) > 5 else ""
        way = (
            f"both changed {', '.join(self.clashing)}: read the file again, then change it"
            if self.clashing
            else "your changes are elsewhere and can be merged"
        )
        super().__init__(
            f"the file was changed{by} at {when:%Y-%m-%d %H:%M:%S}: {what}{more}; {way}"
        )

    @property
    def mergeable(self) -> bool:
        """Whether nobody's change would be lost if both were kept."""
        return not self.clashing


def opened(path: str | Path) -> Copy:
    """Read a dossier's file, or that of a folder, to change it later.

    Raises
    ------
    DossierError
        It cannot be read as a dossier's text.
    """
    try:
        text, name = read_text(path)
        read_tree(text)
    except ReadError as error:
        line, column = error.place
        fault = Problem(error.code, error.fault, error.right, None, str(path), line, column, "",
                        "error")  # fmt: skip
        raise DossierError([fault]) from None
    file = Path(name)
    return Copy(file, text, _version(text))


def edited(data: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A dossier's data with values at paths (``process.trust.us``), reasons kept.

    A plain number put where a number stands with its reason takes the number's place only: its
    citation and note stay. A confidence word stays with a single number alone.

    Raises
    ------
    LookupError
        A path that leads nowhere: what is wrong, and what would be right.
    """
    found: dict[str, Any] = dict(data)
    for path, value in changes.items():
        steps = path.split(".")
        found = put(found, steps, _with_reason(standing(found, steps), value), path)
    return found


def _with_reason(old: object, value: object) -> object:
    if not isinstance(old, Mapping) or isinstance(value, Mapping):
        return value
    if "value" not in old and "coders" not in old:
        return value
    out = {"coders"} | (set() if isinstance(value, int | float) else {"confidence"})
    rest = {key: one for key, one in old.items() if key not in out and key != "value"}
    if "value" not in old:
        return {"value": value, **rest}
    return {key: value if key == "value" else old[key] for key in old if key not in out}


def write_back(
    mine: Copy,
    wanted: Mapping[str, Any],
    *,
    merge: bool = False,
    folders: Sequence[Path] = (),
    text: str | None = None,
) -> tuple[Copy, Dossier]:
    """Write a changed dossier into its file, in which everything else stays to the byte.

    Parameters
    ----------
    mine
        The file as it was read.
    wanted
        All that the dossier should say.
    merge
        If others have changed the file at other places: keep their changes and make mine.
    folders
        Where the cited texts lie; the file's own folder is always looked in.
    text
        A text that says just this, comments and all (the file as it once was): written as it is.

    Returns
    -------
    tuple
        The file as it now is, and the dossier that it holds.

    Raises
    ------
    ConflictError
        Others have changed the file. Nothing was written.
    DossierError
        The result would have faults, each at its line and column. Nothing was written.
    SaveError
        The file's layout leaves no safe place for a change. Nothing was written.
    """
    with _alone(mine.file.parent):
        if not mine.file.is_file():
            msg = f"{mine.file} is gone; save the changes under another name"
            raise SaveError(msg)
        now, data = opened(mine.file), dict(wanted)
        if now.version != mine.version:
            data = _merged(mine, now, data, merge=merge)
        given = text is not None and same(read_tree(text).data, data)
        found = text if given and text is not None else rewritten(now.text, data)
        dossier, problems = examine_text(found, str(mine.file), [mine.file.parent, *folders])
        errors = [one for one in problems if one.severity == "error"]
        if errors or dossier is None:
            raise DossierError(errors)
        return _written(mine.file, found, bom=_has_mark(mine.file)), dossier


def write_new(file: Path, text: str) -> tuple[Copy, Dossier]:
    """Write a dossier where there is no file yet.

    Raises
    ------
    DossierError
        It has faults. Nothing was written.
    FileExistsError
        There is something of that name.
    """
    dossier, problems = examine_text(text, str(file), [file.parent])
    errors = [one for one in problems if one.severity == "error"]
    if errors or dossier is None:
        raise DossierError(errors)
    file.parent.mkdir(parents=True, exist_ok=True)
    with _alone(file.parent):
        if file.exists() or file.is_symlink():
            raise FileExistsError(17, "there is a file of that name already", str(file))
        return _written(file, text, bom=False), dossier


def _written(file: Path, text: str, *, bom: bool) -> Copy:
    raw = (_BOM if bom else b"") + text.encode()
    if len(raw) > MOST_BYTES:
        fault = Fault("S102", (), "the file would be larger than 5 MB", "write less")
        raise DossierError([_located(fault, file)])
    write_whole(file, raw)
    return Copy(file, text, _version(text))


def _has_mark(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(3) == _BOM


def _located(fault: Fault, file: Path) -> Problem:
    severity = CODES[fault.code][0]
    return Problem(fault.code, fault.fault, fault.right, None, str(file), 0, 0, "", severity)


def _merged(mine: Copy, now: Copy, wanted: dict[str, Any], *, merge: bool) -> dict[str, Any]:
    """Data with both sides' changes; ConflictError where that cannot be, or is not asked.

    A file of which only layout or comments have changed is no conflict.
    """
    base, current = mine.data, now.data
    theirs, own = differences(base, current), differences(base, wanted)
    clashing = [
        ".".join(path)
        for path, value in own.items()
        if any(_touch(path, other) and not same(value[1], their[1])
               for other, their in theirs.items())
    ]  # fmt: skip
    if theirs and (clashing or not merge):
        when = datetime.fromtimestamp(mine.file.stat().st_mtime).astimezone()
        told = [
            Change(".".join(path), *(None if one is NOTHING else one for one in both))
            for path, both in theirs.items()
        ]
        raise ConflictError(told, clashing, when, _owner(mine.file))
    found: Any = following(base, wanted, current)
    for path, (_, value) in differences(following(base, wanted, base), wanted).items():
        found = _put(found, path, value)
    return dict(found)


def differences(
    before: Any,
    now: Any,
    path: Path_ = (),
) -> dict[Path_, tuple[Any, Any]]:
    """Every place at which two pieces of data differ, with what stands there; or NOTHING.

    Mappings are looked into; a list is one value.
    """
    if same(before, now):
        return {}
    if not (isinstance(before, Mapping) and isinstance(now, Mapping)):
        return {path: (before, now)}
    found: dict[Path_, tuple[Any, Any]] = {}
    for key in dict.fromkeys((*before, *now)):
        found |= differences(before.get(key, NOTHING), now.get(key, NOTHING), (*path, key))
    return found


def _touch(first: Path_, second: Path_) -> bool:
    shorter = min(len(first), len(second))
    return first[:shorter] == second[:shorter]


def _put(node: Any, path: Path_, value: object) -> Any:
    """A copy of the data with a value at a path, or without it where the value is NOTHING."""
    inside = dict(node) if isinstance(node, Mapping) else {}
    if len(path) == 1 and value is NOTHING:
        inside.pop(path[0], None)
    else:
        inside[path[0]] = _put(inside.get(path[0]), path[1:], value) if len(path) > 1 else value
    return inside


def _version(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _owner(file: Path) -> str | None:
    try:
        return f"somebody (the file belongs to {file.owner()})"
    except (KeyError, OSError, NotImplementedError):
        return None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other threads, and where the system can, other programs, from writing there as well."""
    with _here:
        try:
            import fcntl
        except ModuleNotFoundError:  # Windows: threads of this program alone
            yield
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
