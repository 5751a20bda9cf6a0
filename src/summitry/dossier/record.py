"""What every part of a dossier has in common: its form, and how it can say what it rests on."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from summitry.dossier.citation import CITE_SCHEMA, Citation, parse_cite
from summitry.dossier.estimate import Kind

Cite = Annotated[tuple[Citation, ...], BeforeValidator(parse_cite), WithJsonSchema(CITE_SCHEMA)]


def _as_text(raw: object) -> object:
    return str(raw) if type(raw) in (int, float) else raw


Text = Annotated[str, BeforeValidator(_as_text, json_schema_input_type=str | float)]


class Record(BaseModel):
    """A part of a dossier: frozen, and without room for unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Reasoned(Record):
    """A part that can say how it is known."""

    cite: Cite = Field((), description="Passages it rests on: {source: 'a few quoted words'}.")
    kind: Kind | None = Field(None, description="stated, reported, inferred or assumed.")
    coder: Text | None = Field(None, description="Who coded it.")
    date: Text | None = Field(None, description="When it was coded.")
    note: Text | None = Field(None, description="Anything a reader should know.")
