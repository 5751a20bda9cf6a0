"""``summitry serve``: the workbench, a local page."""

from __future__ import annotations

import socket
import sys
import webbrowser
from pathlib import Path

import click

from summitry.cli import ledgers, session
from summitry.cli.numbers import Whole
from summitry.cli.options import audience_option, dossier_argument


@click.command("serve")
@dossier_argument
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on. Others than this machine's own need the key in the address "
    "that is printed, and see it travel in the open: put a tunnel or TLS before it.",
)
@click.option(
    "--port",
    type=Whole(0, 65535),
    default=8737,
    show_default=True,
    help="The port; 0, or one that is taken, for any free one.",
)
@click.option(
    "--first",
    type=click.Choice(["overview", "bridges", "parties", "package", "evidence"]),
    default="overview",
    show_default=True,
    help="The page to begin with: bridges, for those who look for what opens the zone.",
)
@audience_option
@ledgers.ledger_option
@click.option("--open/--no-open", "open_", default=True, help="Open it in the browser.")
def command(
    path: str,
    sources: tuple[str, ...],
    host: str,
    port: int,
    first: str,
    audience: str,
    where: str | None,
    open_: bool,
) -> None:
    """Open the workbench: read, question, change and present a negotiation on a local page.

    Nothing leaves this machine. Only who has the address that is printed gets in. Ctrl-C ends it.
    With --audience only the report for that audience is there.
    """
    try:
        import uvicorn

        from summitry.workbench.app import create, create_for
    except ModuleNotFoundError as error:
        msg = "the workbench needs FastAPI: pip install 'summitry[web]'"
        raise ModuleNotFoundError(msg) from error
    from summitry.charts.render import converter
    from summitry.workbench.bench import Bench
    from summitry.workbench.following import ready
    from summitry.workbench.guard import Door
    from summitry.workbench.workers import dismiss

    converter()  # say at once if the extra is not installed
    if path == "-":
        raise click.UsageError("the workbench needs a file to open, not standard input")
    door, given, bench = Door(host), Path(path), None
    if given.is_dir() and not (given / "dossier.yaml").exists() and audience == "team":
        session.said(f"no dossier in {given} yet: begin one on the page")
        app = create(None, door, home=given)
    else:
        bench = Bench(path, [Path(one) for one in sources])
        bench.ledger = where or bench.ledger
        app = create(bench, door, first=first)
    if bench is not None and audience != "team":
        from summitry.dossier.audience import audience as known

        with session.for_audience():
            known(bench.dossier, audience)
        app = create_for(bench, audience, door)
    listening = _listen(host, port)
    found = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{found}/?token={door.token}"
    session.said(f"the workbench is open at {address}")
    session.said("whoever has this address gets in; Ctrl-C closes it")
    settings = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=30,
        limit_concurrency=200,
    )
    if bench is not None:
        ready(bench)
    sys.setswitchinterval(0.001)  # the page is answered while studies are worked out
    if open_:
        webbrowser.open(address)
    try:
        uvicorn.Server(settings).run(sockets=[listening])
    except KeyboardInterrupt:  # the way to close it
        session.said("the workbench is closed")
    finally:
        if bench is not None:
            bench.jobs.close()
        dismiss()  # nobody is left to wait for them


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket; on any free port where the one asked for is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for one in (port, 0):
        # Named as TCP, so that answers are not held back (Nagle) until the browser acknowledges.
        made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            made.bind((host, one))
            made.listen(128)
        except OSError as error:
            made.close()
            if one == 0:
                raise click.UsageError(
                    f"cannot listen on {host}: {error.strerror}; 127.0.0.1 always works"
                ) from None
            continue
        return made
    raise AssertionError
