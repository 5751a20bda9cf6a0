"""The JSON Schema of a dossier, for editors and for other programs."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from summitry.dossier.model import Dossier


def json_schema() -> dict[str, Any]:
    """The schema, in the draft of 2020-12."""
    schema = Dossier.model_json_schema(by_alias=True)
    schema["title"] = "Summitry dossier, form 1"
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    shared = _repeated(schema)
    found: dict[str, Any] = _refer(schema, shared)
    for text, name in shared.items():
        found["$defs"][name] = {"anyOf": _refer(json.loads(text), shared)}
    return found


def schema_text() -> str:
    """The schema as the text that ``summitry schema`` prints."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _repeated(schema: dict[str, Any]) -> dict[str, str]:
    """Long alternatives that stand in several places (ways to write a number), each with a name."""
    seen: Counter[str] = Counter()

    def look(node: object) -> None:
        if isinstance(node, dict):
            if "anyOf" in node:
                seen[json.dumps(node["anyOf"])] += 1
            for value in node.values():
                look(value)
        elif isinstance(node, list):
            for value in node:
                look(value)

    look(schema)
    long = [text for text, count in seen.items() if count > 1 and len(text) > 200]
    return {text: f"Written{number}" for number, text in enumerate(long, start=1)}


def _refer(node: Any, shared: dict[str, str]) -> Any:  # noqa: ANN401
    """A copy of a schema that refers to the shared parts instead of repeating them."""
    if isinstance(node, list):
        return [_refer(one, shared) for one in node]
    if not isinstance(node, dict):
        return node
    found = dict(node)
    name = shared.get(json.dumps(node["anyOf"])) if "anyOf" in node else None
    if name:
        del found["anyOf"]
        found["$ref"] = f"#/$defs/{name}"
    return {key: _refer(value, shared) for key, value in found.items()}
