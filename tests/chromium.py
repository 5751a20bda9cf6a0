"""Chromium for tests that look at pages, offline and quiet; a skip where there is none."""

from __future__ import annotations

import shutil
from contextlib import contextmanager

import pytest

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@contextmanager
def browser():
    """Chromium, or a skip with its reason."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        pytest.skip("no Chromium on this machine; .ci/run installs it")
    with playwright.sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        try:
            yield made
        finally:
            made.close()
