"""A throw-away PostgreSQL server on a socket of its own, where its programs are installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def program(name: str) -> str | None:
    for place in PLACES:
        if (place / name).is_file():
            return str(place / name)
    return shutil.which(name)


def _as_other() -> tuple[dict[str, int], str] | None:
    """The account to run as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}, pwd.getpwuid(os.geteuid()).pw_name
    for name in ("postgres", "nobody"):
        try:
            own = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": own.pw_uid, "group": own.pw_gid}, name
    return None


@contextmanager
def postgres() -> Iterator[str]:
    """Address of a fresh database; skips the test, with the reason, where there is no server."""
    initdb, server = program("initdb"), program("postgres")
    account = _as_other()
    if not initdb or not server:
        pytest.skip("PostgreSQL's programs (initdb, postgres) are not installed")
    if account is None:
        pytest.skip("PostgreSQL runs as no root, and there is no other account")
    who, _ = account
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    try:
        if who:
            os.chown(folder, who["user"], who["group"])
        data = folder / "data"
        made = subprocess.run(
            [initdb, "-D", data, "-U", "summitry", "-A", "trust", "-E", "UTF8", "--no-sync",
             "--locale=C"],
            capture_output=True, text=True, cwd=folder, **who,
        )  # fmt: skip
        if made.returncode:
            pytest.skip(f"initdb failed: {made.stderr.strip()[-200:]}")
        with (folder / "log").open("w") as log:
            running = subprocess.Popen(
                [server, "-D", data, "-k", folder, "-c", "listen_addresses=",
                 "-c", "max_connections=120", "-c", "shared_buffers=16MB"],
                stdout=log, stderr=log, cwd=folder, **who,
            )  # fmt: skip
        try:
            _wait(folder, running)
            yield f"postgresql://summitry:geheim@/postgres?host={folder}"
        finally:
            running.terminate()
            running.wait(240)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(folder: Path, running: subprocess.Popen) -> None:
    import time

    import psycopg

    for _ in range(1_200):
        try:
            psycopg.connect(f"host={folder} user=summitry dbname=postgres").close()
        except psycopg.OperationalError:
            if running.poll() is not None:
                pytest.skip(f"PostgreSQL did not start: {(folder / 'log').read_text()[-300:]}")
            time.sleep(0.1)
        else:
            return
    pytest.skip("PostgreSQL did not answer within two minutes")
