"""What a page sends: forms and JSON, bounded by the door already, taken apart here."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

from fastapi import HTTPException, Request


async def form(request: Request) -> dict[str, list[str]]:
    """A form's fields (urlencoded); raises 400 with what is wrong."""
    try:
        text = (await request.body()).decode()
        return parse_qs(text, keep_blank_values=True, max_num_fields=20_000)
    except ValueError as error:
        raise HTTPException(400, f"The form cannot be read: {error}.") from None


async def json_body(request: Request) -> dict[str, Any]:
    """A JSON object; raises 400 with what is wrong."""
    try:
        found = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise HTTPException(400, "That is no JSON.") from None
    if not isinstance(found, dict):
        raise HTTPException(400, "A JSON object is wanted: {...}.")
    return found


def first(fields: dict[str, list[str]], name: str, default: str = "") -> str:
    """The first value of a field."""
    return fields.get(name, [default])[0]
