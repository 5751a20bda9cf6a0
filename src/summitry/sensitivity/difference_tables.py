"""Why two forecasts differ, as plain tables."""

from __future__ import annotations

from summitry.forecasts.tables import Table, figure, shown_to
from summitry.sensitivity.differences import Difference
from summitry.sensitivity.wishes import WishCheck


def points(change: float) -> str:
    """A change of probability to three decimals, with its sign; an exact nothing says so."""
    return f"{change:+.3f}".replace("0.", ".") if change else "0"


def difference_tables(made: Difference) -> tuple[Table, ...]:
    """The decomposition, the wish checks, and what it takes to repeat it."""
    checks = tuple(wish_table(one) for one in made.wishes)
    return (parts_table(made), *checks, _provenance(made))


def parts_table(made: Difference) -> Table:
    """Each group of changes with its share; the shares add up."""
    rows = [
        (
            one.name,
            points(one.share),
            *("–" if own is None else points(own) for own in (one.alone, one.last)),
            _listed(one.paths),
        )
        for one in made.parts
    ]
    rows.append(("together", points(round(made.after - made.before, 9)), "", "", ""))
    change = f"{made.first} {figure(made.before)}, {made.second} {figure(made.after)}"
    note = (
        "Share: mean addition over every order of the changes (Shapley); shares add up exactly. "
        "Alone: added to the first with nothing else changed; last: with all else changed."
        if made.parts
        else "They differ in no number that the forecast could rest on."
    )
    columns = ("change", "share", "alone", "last", "paths")
    title = f"{made.title}: why '{made.event}' differs ({change})"
    return Table(title, columns, tuple(rows), note, words=(0, 4))


def _listed(paths: tuple[str, ...], most: int = 3) -> str:
    more = f" and {len(paths) - most} more" if len(paths) > most else ""
    return ", ".join(paths[:most]) + more


def wish_table(one: WishCheck) -> Table:
    """The disputed numbers by how they lean."""
    sides = {1: "towards", -1: "against", 0: "–"}
    rows = tuple((lean.name, points(lean.change), sides[lean.leans]) for lean in one.leanings)
    columns = ("disputed number", f"moves '{one.wants}' by", "leans")
    return Table(f"Wish check: {one.holder}", columns, rows, one.text, words=(0, 2))


def _provenance(made: Difference) -> Table:
    if made.audience is not None:
        return shown_to(made.audience, None, made.draws, made.dossiers[0], made.version)
    first, second = (hash_[:16] for hash_ in made.dossiers)
    rows = (
        ("draws", f"{made.draws:,} from seed {made.seed}, the same for every mixture"),
        ("dossiers", f"sha256 {first} and {second}"),
        ("version", f"summitry {made.version}"),
    )
    return Table("To repeat this", ("what", "value"), rows, words=(0, 1))
