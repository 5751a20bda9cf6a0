"""Writes the tables of dossier.md from the model, so that the page cannot lag behind it.

Run as ``python docs/reference/generate.py``; a test compares the page with what it would write.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel

from summitry.dossier import coding, levers, model, pressure, process, relation
from summitry.dossier.vocabulary import CONFIDENCE, LEVERAGE, LIKELIHOOD

PAGE = Path(__file__).parent / "dossier.md"
START, END = "<!-- tables -->", "<!-- end of tables -->"
PARTS = {
    "Dossier": "the whole file",
    "Source": "sources: ID",
    "Party": "parties: ID",
    "Issue": "issues: ID",
    "Reading": "issues: ID: reads_as: LEVEL: PARTY (or just the text of means)",
    "Stance": "stances: PARTY: ISSUE",
    "RedLine": "stances: PARTY: ISSUE: red_line (one, or a list)",
    "Stake": "stakes: PARTY: NAME (or just the number)",
    "Cover": "cover: a list of",
    "Process": "process",
    "BigAsk": "process: big_ask: PARTY",
    "Time": "time",
    "DatedHazard": "time: dates: NAME",
    "Track": "tracks: NAME",
    "Basket": "tracks: NAME: baskets: a list of (each a mapping, or just its list of issues)",
    "RoadMap": "road_maps: NAME",
    "Relation": "relations: a list of",
    "RelationEvent": "relations: events: a list of",
    "Pressure": "influence",
    "Spatial": "influence: spatial",
    "Confidence": "confidence (or one word for both)",
    "Event": "events: NAME (or just the text of when)",
    "Lever": "levers: PATH of a number (process.trust.us)",
    "Reveal": "reveals: PATH of a number (or just the text of what)",
    "Assessment": "assessments: ID",
    "Coding": "coding",
}


def _part(name: str) -> type[BaseModel]:
    homes = (model, process, relation, levers, coding, pressure)
    return next(getattr(one, name) for one in homes if hasattr(one, name))


def tables() -> str:
    """Every key of every part, and every word for a number."""
    found = []
    for name, where in PARTS.items():
        rows = []
        for key, field in _part(name).model_fields.items():
            text = field.description or ""
            quantity = next((one for one in field.metadata if hasattr(one, "wanted")), None)
            if quantity is not None:
                own = "" if text.startswith(quantity.meaning) else text + " "
                text = f"{own}{quantity.meaning} {quantity.wanted().capitalize()}."
            given = getattr(field.default, "given", None)
            if given:
                text += " Default: " + ", ".join(f"{one:g}" for one in given) + "."
            mark = " *(needed)*" if field.is_required() else ""
            rows.append(f"| `{field.alias or key}`{mark} | {text.replace('|', '/')} |")
        found.append(f"### `{where}`\n\n| key | meaning |\n| --- | --- |\n" + "\n".join(rows))
    words = ["| word | stands for |", "| --- | --- |"]
    words += [f"| {word} | {low:g} to {high:g}, mode in the middle |"
              for word, (low, high) in LIKELIHOOD.items()]  # fmt: skip
    words += [f"| *confidence:* {word} | the number ± {half:g} of its scale |"
              for word, half in CONFIDENCE.items()]  # fmt: skip
    words += [f"| *leverage:* {word} | {low:g}, {mode:g}, {high:g} |"
              for word, (low, mode, high) in LEVERAGE.items()]  # fmt: skip
    found.append("### Words\n\n" + "\n".join(words))
    return "\n\n".join(found)


def page() -> str:
    """The page with its tables made anew."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(START)
    after = rest.split(END)[1]
    return f"{before}{START}\n\n{tables()}\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
