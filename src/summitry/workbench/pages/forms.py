"""The page of a form: of an item or a new one, of the dossier or as a school has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.responses import Response

from summitry.dossier.problem import Problem
from summitry.dossier.vocabulary import LEVERAGE, LIKELIHOOD
from summitry.workbench import writing
from summitry.workbench.asking import KNOWN, SURE
from summitry.workbench.choosing import JOINS, LINKS, SIGNS, built, grouped, terms
from summitry.workbench.forms import Form, form
from summitry.workbench.items import Item
from summitry.workbench.levels import levels, thing_of
from summitry.workbench.page import Page, render
from summitry.workbench.places import standing_at
from summitry.workbench.schools import KINDS, SHARED, Saying, Thing, things, view
from summitry.workbench.sitting import Sitting
from summitry.workbench.stating import verdict
from summitry.workbench.talks import CHANGE
from summitry.workbench.telling import entries
from summitry.workbench.things import STANCE

if TYPE_CHECKING:
    from summitry.workbench.bench import Bench


def form_page(
    sitting: Sitting, own: Form, of: Item | Saying | None, given: Mapping[str, str] | None = None,
    fault: str = "", problems: Sequence[Problem] = (), told: Mapping[str, str] | None = None,
) -> Page:  # fmt: skip
    """The page of a form: of an item or a new one, of the dossier or as a school has it."""
    bench = sitting.bench
    school = of if isinstance(of, Saying) else None
    plain = of if isinstance(of, Item) else None
    item = school.thing.item if school and school.thing else plain
    dossier = school.seen.dossier if school else bench.dossier
    values = {
        key: text
        for field in own.fields
        for key, text in field.shown(standing_at(own.node, field.path)).items()
    }
    values = dict(given) if given is not None else values
    statements = [field for field in own.fields if field.shape in ("said", "clause")]
    thing = thing_of(plain) if plain else None
    action = "contents"
    if school:
        action += f"/{school.mark}/says"
    if school and school.thing:
        action += f"/{bench.opaque(school.thing.mark)}"
    else:
        action += f"/{bench.opaque(item.mark)}" if item else f"/new/{own.kind.key}"
    context: dict[str, Any] = {
        "version": values.get("version") or writing.version(bench),
        "form": own, "item": item, "values": defaultdict(str, values),
        "mark": bench.opaque(item.mark) if item else "",
        "action": action, "school": school, "opaque": bench.opaque,
        "says": says(bench, plain.name) if plain and plain.kind.key == "school" else None,
        "rows_of": lambda key: rows_of(values, key),
        "grouped": grouped, "known": KNOWN, "sure": SURE,
        "words": list(LIKELIHOOD), "leverages": list(LEVERAGE),
        "reasons": ("kind", "note", "coder", "date", "cite"),
        "verdicts": {field.name: verdict(dossier, values.get(field.name, ""), field.shape)
                     for field in statements},
        "terms": {shape: terms(dossier, shape) for shape in {one.shape for one in statements}},
        "signs": SIGNS, "joins": JOINS, "links": LINKS,
        "renames": bool(thing and thing.kind != "ask"),
        "removes": bool(plain and not plain.kind.single),
        "levels": [(one, bench.opaque(one.mark)) for one in levels(bench.copy.data)
                   if plain and plain.kind.key == "issue" and one.path[1] == plain.name],
        "now": dossier.issues[plain.name].status_quo
               if plain and plain.kind.key == "issue" and plain.name in dossier.issues else "",
        "told": told or {}, "beside": defaultdict(str), "fault": fault, "problems": list(problems),
        "saved": writing.said(sitting.id),
    }  # fmt: skip
    title = item.label if item and not item.kind.single else own.kind.title
    title = title if item else f"Add: {own.kind.one}"
    title = f"{school.seen.label} › {title}" if school else title
    return Page("form.html", title, context, None, shows_forecast=False)


def rows_of(values: Mapping[str, str], key: str) -> range:
    """Rows of citations in a form: those that are filled, and one more."""
    start = f"{key}."
    known = [name[len(start) :].partition(".")[0] for name in values if name.startswith(start)]
    filled = [int(one) for one in known if one.isdecimal() and len(one) < 4]
    return range(max(filled, default=-1) + 2)


def shown(request: Request, sitting: Sitting, page: Page, status: int = 200) -> Response:
    """A page of the contents."""
    return render(
        request, page.template, status, here="contents", sitting=sitting, title=page.title,
        **page.context,
    )  # fmt: skip


def says(bench: Bench, name: str) -> dict[str, Any]:
    """What a school says otherwise, and what else it may."""
    seen = view(bench.dossier, bench.copy.data, name)
    every = things(seen)
    listed: dict[str, list[Thing]] = {}
    for one in every:
        listed.setdefault(one.item.kind.title, []).append(one)
    return {
        "entries": [(one, Item(CHANGE, ("assessments", name, "set", one.path), "").mark)
                    for one in entries(seen, every)],
        "things": list(listed.items()), "stances": listed.get(STANCE.title, []),
        "single": [one for one in every if one.item.kind.single],
        "brings": [one for one in KINDS if not one.single and one not in SHARED],
    }  # fmt: skip


def built_on(
    request: Request, sitting: Sitting, given: Mapping[str, str], own: Form,
    of: Item | Saying | None,
) -> Response:  # fmt: skip
    """The form again, with one more term in a statement; nothing is saved yet."""
    name = given["build"]
    shape = next((field.shape for field in own.fields if field.name == name), "said")
    parts = [given.get(f"b-{name}-{part}", "") for part in ("join", "term", "sign")]
    text = given.get(name, "")
    more = {**given, name: built(text, shape, *parts) if parts[1] else text}
    return shown(request, sitting, form_page(sitting, own, of, more))


def page_of_item(
    sitting: Sitting, item: Item, given: Mapping[str, str], fault: str = "",
    problems: Sequence[Problem] = (), told: Mapping[str, str] | None = None,
) -> Page:  # fmt: skip
    """The form of an item as the file has it, with what was said beside it and what is wrong."""
    bench = sitting.bench
    own = form(bench.dossier, bench.copy.data, item.kind, item.path)
    page = form_page(sitting, own, item, None, fault, problems, told)
    return replace(page, context={**page.context, "beside": defaultdict(str, given)})
