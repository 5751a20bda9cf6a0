"""A form's fields, read before the work of a page begins."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from summitry.workbench.requests import form

Fields = dict[str, list[str]]
Given = Annotated[Fields, Depends(form)]


def one_each(fields: Fields) -> dict[str, str]:
    """The first value of every field."""
    return {name: values[0] for name, values in fields.items()}
