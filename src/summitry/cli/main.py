"""The command ``summitry``: subcommands load when called, and faults become one line each."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from difflib import get_close_matches
from importlib import import_module

import click

from summitry import __version__
from summitry.cli import interrupts, streams

COMMANDS = {
    "check": "Find every fault in a dossier, and what would mislead a forecast.",
    "forecast": "Will there be a deal, which one, and why not.",
    "compare": "Rival assessments of one dossier, side by side.",
    "tracks": "Which way of negotiating is likelier to work, and where that turns.",
    "roadmap": "Which sequence of steps nobody gains by leaving.",
    "stability": "Would a package hold once signed: who would leave, and who would answer.",
    "explain": "What drives a forecast: which inputs matter, and where it is won and lost.",
    "flip": "What would change the answer, and who could: levers, facts, form, bridges.",
    "diff": "Which edits between two versions of a dossier moved its forecast.",
    "frontier": "Which packages leave nobody anything to gain for nothing; the solutions.",
    "offers": "Where alternating offers end, by the tactics of those who make them.",
    "influence": "Where the pressure of all interests points, and who would sign it.",
    "validate": "How near models of influence come to what happened, on your own table.",
    "convert": "Other tools' files into dossiers, and dossiers into theirs.",
    "record": "Put forecasts and judgements on record before the outcome.",
    "resolve": "Put on record what happened.",
    "score": "Who was right: leaderboard, skill, calibration.",
    "ledger": "Verify, show, export and import the record; dispute and amend outcomes.",
    "sweep": "Many dossiers, settings and seeds into one Parquet file.",
    "serve": "Open the workbench: a local page to read, change and present a negotiation.",
    "report": "Write a one-file HTML report.",
    "charts": "Write the pictures of a forecast as SVG or PNG.",
    "schema": "Print the JSON Schema of a dossier, for editors.",
    "freeze": "Freeze the coding: its time and its fingerprint go into the file.",
    "new": "Write a commented dossier to start from.",
}
"""Each subcommand, in the module of its name, and what its help says."""

BAD_INPUT, NO_FORECAST, INTERRUPTED, UNEXPECTED = 2, 3, 130, 1


class LazyGroup(click.Group):
    """A group whose commands are imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the help text."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module."""
        if cmd_name not in COMMANDS:
            return None
        found = import_module(f"summitry.cli.{cmd_name}").command
        return found if isinstance(found, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the nearest."""
        close = get_close_matches(args[0], COMMANDS, n=1) if args[0] not in COMMANDS else []
        if close:
            fault = f"no such command {args[0]!r}; did you mean {close[0]!r}?"
            raise click.UsageError(fault, ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="A dossier is a YAML file, or a folder that holds dossier.yaml. Start with: "
    "summitry new mycase",
)
@click.version_option(__version__, message="summitry %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error.")
def main(debug: bool) -> None:
    """The negotiation analyst's workbench: a cited dossier becomes a forecast.

    Nothing leaves this machine. Exit codes: 0 well, 2 bad input, 3 no forecast possible,
    130 interrupted.
    """


def run(arguments: list[str] | None = None) -> None:
    """Run the command and leave with its exit code.

    A command is a short-lived process: to look for cycles of garbage while libraries load, and to
    take the compiler's memory apart at the end, would cost a quarter of a second. Files are whole
    by then (``session.write``), and both streams are flushed.
    """
    gc.set_threshold(100_000)
    interrupts.listen()
    streams.ready()
    code = _run(arguments)
    with suppress(OSError):
        sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _run(arguments: list[str] | None) -> int:
    try:
        code = main.main(arguments, prog_name="summitry", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return BAD_INPUT
    except (click.Abort, KeyboardInterrupt):
        click.echo("summitry: interrupted; nothing was written", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if "--debug" in (arguments or sys.argv):
            raise
        return _explain(error)
    return code if isinstance(code, int) else 0


def _explain(error: Exception) -> int:
    from summitry.dossier.problem import DossierError
    from summitry.forecasts.views import harmless
    from summitry.formats.faults import FormatError
    from summitry.games.packages.exact.frontier import TooManyLinked
    from summitry.games.packages.exact.merge import TooManyPoints
    from summitry.games.packages.game import SearchTooLong
    from summitry.ledger.faults import LedgerError

    if isinstance(error, LedgerError):
        click.echo(harmless(f"summitry: {error}"), err=True)
        return BAD_INPUT
    if isinstance(error, DossierError | FormatError):
        click.echo(harmless(str(error)), err=True)
        return BAD_INPUT
    if isinstance(error, SearchTooLong | TooManyPoints | TooManyLinked):
        what = "forecast" if isinstance(error, SearchTooLong) else "frontier"
        click.echo(f"summitry: no {what} possible: {error}", err=True)
        return NO_FORECAST
    if isinstance(error, OSError):
        where = error.filename or "what is printed"
        click.echo(harmless(f"summitry: {where}: {error.strerror or error}"), err=True)
        return BAD_INPUT
    if isinstance(error, ModuleNotFoundError):
        click.echo(f"summitry: {error}", err=True)
        return BAD_INPUT
    click.echo(
        f"summitry: unexpected {type(error).__name__}: {error}. This is a fault of ours: "
        "run again with 'summitry --debug ...' and report what it prints.",
        err=True,
    )
    return UNEXPECTED
