"""summitry serve: what it prints, what it refuses, and how it closes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from http.client import HTTPConnection

import pytest

pytest.importorskip("fastapi", reason="the workbench needs the web extra")
pytest.importorskip("vl_convert", reason="pictures need the charts extra")

from click.testing import CliRunner

from summitry.cli.main import main
from summitry.dossier.starter import starter


def test_it_opens_and_closes(tmp_path):
    (tmp_path / "dossier.yaml").write_text(starter("river"))
    command = [sys.executable, "-m", "summitry", "serve", str(tmp_path), "--port", "0", "--no-open"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ)
    try:
        line = server.stderr.readline()
        host, path = re.search(r"http://(127\.0\.0\.1:\d+)(/\?token=\S+)", line).groups()
        visit = HTTPConnection(host, timeout=240)
        visit.request("GET", path)
        answer = visit.getresponse()
        assert answer.status == 200
        assert "HttpOnly" in answer.headers["set-cookie"]
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0
        assert "the workbench is closed" in server.stderr.read()
    finally:
        visit.close()
        server.kill()
        server.wait()
        server.stderr.close()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["-"], "needs a file to open"),
        (["nowhere"], "cannot be read"),
        ([".", "--host", "203.0.113.9"], "cannot listen on 203.0.113.9"),
        ([".", "--audience", "nobody"], "no audience 'nobody'"),
        ([".", "--first", "moon"], "is not one of"),
    ],
)
def test_what_cannot_be_is_said(tmp_path, monkeypatch, arguments, told):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dossier.yaml").write_text(starter("river"))
    found = CliRunner().invoke(main, ["serve", *arguments, "--no-open"])
    assert found.exit_code != 0
    assert told in found.output + str(found.exception)
