"""What a form can ask for: fields, rows and groups of them, for a kind of thing."""

from __future__ import annotations

from dataclasses import dataclass

from summitry.dossier.estimate import Quantity

Words = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Ask:
    """What a form asks for, before it is known of which dossier.

    Attributes
    ----------
    path
        Where it stands in the item; the name of each of ``each`` comes behind it.
    among
        Where its choices come from: the dossier's own things, by the name of their kind, or words.
    each
        One field for each of these: ``principals``, ``levels``, ``other levels`` or ``issues``.
    when
        ``new``: asked when one is added; ``old``: of one that is there; else of both.
    """

    path: tuple[str, ...]
    label: str
    shape: str = "line"
    among: str | Words = ""
    help: str = ""
    each: str = ""
    quantity: Quantity | None = None
    needed: bool = False
    when: str = ""


@dataclass(frozen=True)
class Rows:
    """Like parts, a row of fields each, of a list or by party; empty rows are left out."""

    path: tuple[str, ...]
    label: str
    asks: tuple[Ask, ...]
    more: int = 1
    help: str = ""
    each: str = ""


@dataclass(frozen=True)
class Group:
    """Fields that belong together."""

    title: str
    asks: tuple[Ask | Rows, ...]
    folded: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of thing.

    Attributes
    ----------
    key, title, one, about
        Its name in addresses; what people call all of them, and one; what they are for.
    home
        Keys to where they stand; ``*`` for a name on the way.
    keys
        What gives a new one its place, asked when it is added.
    thing
        The kind of its name, where other parts of the dossier speak of it by name.
    single
        A dossier has it once.
    """

    key: str
    title: str
    one: str
    about: str
    home: tuple[str, ...]
    groups: tuple[Group, ...]
    keys: tuple[Ask, ...] = ()
    thing: str = ""
    single: bool = False


def number(path: str, label: str, quantity: Quantity, help_: str = "", **more: object) -> Ask:
    """A number with its reason."""
    return Ask(tuple(path.split(".")) if path else (), label, "number", help=help_,
               quantity=quantity, **more)  # type: ignore[arg-type]  # fmt: skip


def ask(path: str, label: str, shape: str = "line", help_: str = "", **more: object) -> Ask:
    """Anything else."""
    return Ask(tuple(path.split(".")) if path else (), label, shape, help=help_, **more)  # type: ignore[arg-type]


KNOWN: Words = (
    ("assumed", "our own judgement"), ("inferred", "it follows from other facts"),
    ("reported", "somebody reports it"), ("stated", "the party said so"),
)  # fmt: skip
SURE: Words = (("high", "high"), ("moderate", "moderate"), ("low", "low"))
ROLES: Words = (
    ("principal", "signs"), ("ratifier", "must live with it: a critic who can hurt whoever signs"),
    ("third", "looks on, and may give cover or another way out"),
)  # fmt: skip
YES_NO: Words = (("yes", "yes"), ("no", "no"))
REASONS = (
    ask("kind", "It is known because", "choice", among=KNOWN),
    ask("note", "In a few words"),
    ask("coder", "Coded by"),
    ask("date", "Coded on"),
    ask("cite", "Passages it rests on", "cites", among="sources"),
)
WHY = Group(
    "How the whole of it is known",
    (
        ask("kind", "It is known because", "choice", among=KNOWN),
        ask("note", "In a few words", "long"),
        ask("coder", "Coded by"),
        ask("date", "Coded on"),
        ask("cite", "Passages it rests on", "cites", among="sources"),
    ),
    folded=True,
)
NAME = ask("name", "Name, as people read it")
NOTE = ask("note", "Note for the reader", "long")
