"""The JSON Schema of a dossier, for editors and for other programs."""

from __future__ import annotations

import json
from typing import Any

from summitry.dossier.model import Dossier


def json_schema() -> dict[str, Any]:
    """The schema, in the draft of 2020-12."""
    schema = Dossier.model_json_schema(by_alias=True)
    schema["title"] = "Summitry dossier, form 1"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text() -> str:
    """The schema as the text that ``summitry schema`` prints."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
