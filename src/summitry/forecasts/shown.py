"""What every result can do: show itself in a terminal and a notebook, and become JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from summitry.forecasts.evidence import finite

if TYPE_CHECKING:
    from summitry.dossier.audience import Audience
    from summitry.dossier.model import Dossier
    from summitry.forecasts.tables import Table
    from summitry.forecasts.views import Pages


class Shown:
    """A result with tables."""

    def tables(self) -> Sequence[Table]:
        """Everything it says, as plain tables, in the order that a reader wants it."""
        raise NotImplementedError

    def figures(self) -> Mapping[str, float | None]:
        """Its leading figures by name, for setting one result beside another."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """The result as plain data, with the version of its form."""
        raise NotImplementedError

    def seen_by(self, dossier: Dossier, who: Audience) -> Self:
        """The result, made of a dossier, as an audience other than the team may see it.

        A kind of result that says nothing of it is for the team alone.

        Raises
        ------
        AudienceError
            Nothing of it is for that audience.
        """
        from summitry.dossier.audience import AudienceError

        del dossier, who
        msg = f"a result of this kind ({type(self).__name__.lower()}) is for the team alone"
        raise AudienceError(msg)

    def to_json(self) -> str:
        """The result as JSON; the same result gives the same bytes."""
        return json.dumps(finite(self.to_dict()), indent=2, ensure_ascii=False, allow_nan=False)

    def _repr_html_(self) -> str:
        from summitry.forecasts.views import as_html

        return as_html(self.tables())

    def __str__(self) -> str:
        """Its tables as plain text, 120 characters wide, for ``print``."""
        from io import StringIO

        from rich.console import Console

        console = Console(file=StringIO(), width=120, highlight=False, color_system=None)
        with console.capture() as told:
            console.print(self)
        return told.get()

    def __rich__(self) -> Pages:
        """Its tables for a terminal (rich's protocol)."""
        from summitry.forecasts.views import Pages

        return Pages(self.tables())


class OfAssessment(Protocol):
    """A study of one assessment."""

    @property
    def assessment(self) -> str | None:
        """Whose numbers it is of; None for the dossier's own."""


Study = TypeVar("Study", bound=OfAssessment)


class ByAssessment(Shown, Generic[Study]):
    """A result with a study of each assessment, which is found by the assessment's id."""

    studies: tuple[Study, ...]

    def __getitem__(self, assessment: str | None) -> Study:
        for one in self.studies:
            if one.assessment == assessment:
                return one
        raise KeyError(assessment)


@dataclass(frozen=True)
class Together(Shown):
    """A result with others that belong to it, by name: shown and written as one."""

    main: Shown
    more: Mapping[str, Sequence[Shown]]

    def figures(self) -> Mapping[str, float | None]:
        """Those of the main result."""
        return self.main.figures()

    def seen_by(self, dossier: Dossier, who: Audience) -> Self:
        """Each of them as it may be seen; those of which nothing is are left out."""
        from summitry.dossier.audience import AudienceError

        more: dict[str, list[Shown]] = {}
        for name, every in self.more.items():
            for one in every:
                with suppress(AudienceError):
                    more.setdefault(name, []).append(one.seen_by(dossier, who))
        return type(self)(self.main.seen_by(dossier, who), more)

    def to_dict(self) -> dict[str, Any]:
        """The main result's data, with the others' under their names."""
        others = {name: [one.to_dict() for one in every] for name, every in self.more.items()}
        return {**self.main.to_dict(), **others}

    def tables(self) -> Sequence[Table]:
        """The main result's tables, then the others'."""
        others = [table for every in self.more.values() for one in every for table in one.tables()]
        return (*self.main.tables(), *others)
