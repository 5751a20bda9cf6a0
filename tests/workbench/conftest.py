"""What the tests of pages in a browser share."""

from __future__ import annotations

import pytest

from tests.chromium import browser


@pytest.fixture(scope="session")
def chromium():
    """Chromium, one for all that a process tests."""
    with browser() as made:
        yield made
