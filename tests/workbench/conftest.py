"""What the tests of pages in a browser share."""

from __future__ import annotations

import pytest

from tests.chromium import browser


# For longer, the event loop that drives it would run on under tests that have one of their own.
@pytest.fixture(scope="module")
def chromium():
    """Chromium, one for all tests of a module."""
    with browser() as made:
        yield made
