"""A command as a person runs it: in this process, or in one of its own."""

from __future__ import annotations

import contextlib
import subprocess
import sys

from click.testing import CliRunner

from summitry.cli.main import _run


def run(*arguments, input=None, cwd="."):
    """What a command says, and its exit code; in this process, where all is loaded already."""
    line = [str(one) for one in arguments]
    with contextlib.chdir(cwd), CliRunner().isolation(input=input) as (out, err, _):
        code = _run(line)
        sys.stderr.flush()
    said = (one.getvalue().decode().replace("\r\n", "\n") for one in (out, err))
    return subprocess.CompletedProcess(line, code, *said)


def process(*arguments, env=None, encoding="utf-8"):
    """The same as a process of its own, as a person starts it."""
    line = [sys.executable, "-m", "summitry", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, check=False, env=env, encoding=encoding)
