"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypedDict

import click

from summitry.cli.numbers import Number, Whole

Function = Callable[..., Any]

SOLUTIONS = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian")


class RunOptions(TypedDict):
    """What :func:`run_options` adds to a command."""

    draws: int
    seed: int
    solution: str | None
    holding_back: float | None


def dossier_argument(function: Function) -> Function:
    """``PATH``: a dossier, a folder that holds one, or ``-``; and where the cited texts lie."""
    function = click.option(
        "--sources",
        metavar="DIR",
        multiple=True,
        help="Folder of the cited texts, to verify quotes; repeatable. Default: the dossier's own.",
    )(function)
    return click.argument("path", metavar="PATH")(function)


def draws_option(
    text: str, default: int = 20_000, most: int = 1_000_000
) -> Callable[[Function], Function]:
    """``--draws``: how often the numbers are drawn."""
    return click.option(
        "--draws",
        type=Whole(100, most),
        default=default,
        show_default=True,
        help=text,
    )


seed_option = click.option(
    "--seed",
    type=Whole(0),
    default=1,
    show_default=True,
    help="The same seed gives the same figures.",
)


def study_options(function: Function) -> Function:
    """Seed and number of draws of what asks more of each draw than a forecast does."""
    return draws_option("How often the numbers are drawn.", 2_000, 100_000)(seed_option(function))


def run_options(function: Function) -> Function:
    """Seed, number of draws and the form of the model."""
    for option in reversed(
        (
            draws_option("How often the negotiation is drawn."),
            seed_option,
            click.option(
                "--solution",
                type=click.Choice(SOLUTIONS),
                help="Which package is struck among those claimed. Default: the dossier's.",
            ),
            click.option(
                "--holding-back",
                type=Number(0, 1),
                metavar="SHARE",
                help="Share of its hidden width that a party holds back. Default: the dossier's.",
            ),
        )
    ):
        function = option(function)
    return function


def _changes(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, object]:
    """``PATH=VALUE`` as data, read by the rules of a dossier."""
    from summitry.dossier.problem import Fault
    from summitry.dossier.reading import ReadError, read_tree

    found: dict[str, object] = {}
    for text in given:
        path, sign, value = text.partition("=")
        if not sign or not path.strip() or not value.strip():
            fault = f"{text!r} is no change; write PATH=VALUE, e.g. process.trust.us=0.4"
            raise click.BadParameter(fault)
        try:
            tree = read_tree(f"value: {value.strip()}\n")
        except ReadError as error:
            fault = f"{text!r}: {error.fault}; {error.right}"
            raise click.BadParameter(fault) from None
        faults: list[Fault] = [fault for fault, _ in tree.faults]
        if faults or set(tree.data) != {"value"}:
            fault = f"{text!r}: not one value"
            raise click.BadParameter(fault)
        found[path.strip()] = tree.data["value"]
    return found


def set_option(function: Function) -> Function:
    """``--set PATH=VALUE``: what if a number were another."""
    return click.option(
        "--set",
        "changes",
        metavar="PATH=VALUE",
        multiple=True,
        callback=_changes,
        help="What if: put a value in place of a number, whoever assesses; repeatable. "
        "The change against the base is shown.",
    )(function)


def save_option(function: Function) -> Function:
    """``--save-as NAME``: keep the changes as an assessment."""
    return click.option(
        "--save-as",
        metavar="NAME",
        help="Write what --set changes into the dossier, as an assessment of this name.",
    )(function)


def event_option(text: str) -> Callable[[Function], Function]:
    """``--event``: an event by name, or a statement."""
    return click.option(
        "--event",
        metavar="EVENT",
        default="exchange",
        show_default=True,
        help=f"{text} A name, or a statement: 'no deal', 'sanctions >= partial easing'.",
    )


assessments_option = click.option(
    "-a",
    "--assessment",
    "assessments",
    metavar="NAME",
    multiple=True,
    help="Whose numbers; repeatable. Default: all.",
)


def _in_a_folder(_: click.Context, __: click.Parameter, output: Path | None) -> Path | None:
    """Refuse, before any computing, a file that could not be written after it."""
    if output is not None and output.is_dir():
        fault = f"{output} is a folder; give a file"
        raise click.BadParameter(fault)
    if output is not None and not output.parent.is_dir():
        fault = f"the folder {output.parent} is not there; make it first"
        raise click.BadParameter(fault)
    return output


def output_option(text: str, default: Path | None = None) -> Callable[[Function], Function]:
    """``-o FILE``, in a folder that is there."""
    return click.option(
        "-o",
        "--output",
        metavar="FILE",
        type=click.Path(path_type=Path),
        default=default,
        show_default=default is not None,
        callback=_in_a_folder,
        help=text,
    )


def _drawable(context: click.Context, option: click.Parameter, picture: Path | None) -> Path | None:
    """Refuse, before any computing, a picture that could not be written after it."""
    if picture is not None and picture.suffix.lower() not in (".svg", ".png"):
        fault = f"{picture} ends in neither .svg nor .png"
        raise click.BadParameter(fault)
    return _in_a_folder(context, option, picture)


def picture_option(text: str) -> Callable[[Function], Function]:
    """``--picture FILE``: SVG or PNG by the file's ending, in a folder that is there."""
    return click.option(
        "--picture",
        metavar="FILE",
        type=click.Path(path_type=Path),
        callback=_drawable,
        help=text,
    )


def file_option(name: str, into: str, text: str) -> Callable[[Function], Function]:
    """``--csv FILE`` and the like, in a folder that is there."""
    return click.option(
        name,
        into,
        metavar="FILE",
        type=click.Path(path_type=Path),
        callback=_in_a_folder,
        help=text,
    )


audience_option = click.option(
    "--audience",
    metavar="NAME",
    default="team",
    show_default=True,
    help="For whom: team, anyone, or a party. Everything is worked out with every number, and "
    "shown with what 'audiences' in the dossier lets NAME see.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
