"""What every command does with ``--set``: run twice, show the change, keep it if asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import click

from summitry.cli import session, streams

if TYPE_CHECKING:
    from summitry.dossier.model import Dossier
    from summitry.forecasts.shown import Shown

Result = TypeVar("Result", bound="Shown")


@dataclass(frozen=True)
class Answer(Generic[Result]):
    """What a command found, and, of a what-if, the same on the dossier as it stands."""

    made: Result
    base: Result | None
    changes: Mapping[str, object]

    def to_json(self) -> str:
        """The result as JSON; a what-if says what was changed, and what that did."""
        if self.base is None:
            return self.made.to_json()
        what_if = {
            "changes": dict(self.changes),
            "base": dict(self.base.figures()),
            "now": dict(self.made.figures()),
        }
        data = {**json.loads(self.made.to_json()), "what_if": what_if}
        return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)

    def deliver(self, output: Path | None, *, as_json: bool) -> None:
        """Print it as tables or JSON, or write its JSON to a file."""
        if output:
            session.write(output, self.to_json() + "\n")
            session.said(f"wrote {output}")
        if as_json:
            click.echo(streams.ascii_json(self.to_json()))
        elif not output:
            session.show(self.made)
        if self.base is not None and not as_json:
            from summitry.forecasts.views import Pages
            from summitry.forecasts.whatif import change_table

            table = change_table(self.base, self.made, self.changes)
            if table is not None:
                session.show(Pages([table]))


def answered(
    dossier: Dossier,
    changes: Mapping[str, object],
    find: Callable[[Dossier], Result],
    audience: str = "team",
) -> Answer[Result]:
    """Run a command's work, and with changes first on the dossier as it stands.

    For others than the team the answer is cut for them, and there are no changes.
    """
    session.refuse_telling(audience, changes)
    if not changes:
        with session.for_audience():
            from summitry.forecasts.audience import view

            return Answer(view(find(dossier), dossier, audience), None, changes)
    other = changed(dossier, changes)
    return Answer(find(other), find(dossier), changes)


def changed(dossier: Dossier, changes: Mapping[str, object]) -> Dossier:
    """The dossier with the changes; itself where there are none."""
    if not changes:
        return dossier
    from summitry.forecasts.whatif import what_if

    return what_if(dossier, changes)


def save(
    path: str,
    dossier: Dossier,
    name: str | None,
    changes: Mapping[str, object],
    assessment: str | None = None,
) -> None:
    """Write the changes into the dossier's file as an assessment.

    Raises
    ------
    click.UsageError
        No changes, standard input, a name that is taken, or a file laid out so that nothing can be
        put in safely: the message has the text to put in by hand.
    """
    if name is None:
        return
    if not changes or path == "-":
        fault = "--save-as keeps what --set changes, in a file" if path != "-" else (
            "--save-as needs a file to write to, not standard input"
        )  # fmt: skip
        raise click.UsageError(fault)
    from summitry.dossier.loading import load
    from summitry.dossier.reading import read_text
    from summitry.dossier.saving import SaveError, with_assessment

    file = Path(path) / "dossier.yaml" if Path(path).is_dir() else Path(path)
    text, _ = read_text(path)
    own = dossier.assessments[assessment].set if assessment else {}
    kept = {
        key: value for key, value in own.items()
        if not any(key == one or key.startswith(f"{one}.") for one in changes)
    }  # fmt: skip
    on = f", on top of {assessment!r}" if assessment else ""
    school = {"note": f"Kept from a what-if{on}.", "set": {**kept, **changes}}
    try:
        found = with_assessment(text, name, school)
    except SaveError as error:
        raise click.UsageError(str(error)) from None
    session.write(file, found)
    load(path)  # raises if it were not whole
    session.said(f"wrote the assessment {name!r} into {file}")
