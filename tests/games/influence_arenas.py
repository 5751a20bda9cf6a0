"""Arenas that tests of influence share, and where the files of other tools are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st

from summitry.formats.positions import read_positions
from summitry.influence import Arena

PEERS = Path(__file__).parents[3] / "shared" / "peers"
here = pytest.mark.skipif(not PEERS.is_dir(), reason="the files of ../shared/peers are not here")

# Emission standards for medium-sized cars, years of delay (Bueno de Mesquita 1994).
CARS = {
    "NL": (4, 0.08, 0.8),
    "BE": (7, 0.08, 0.4),
    "LU": (4, 0.03, 0.2),
    "DE": (4, 0.16, 0.8),
    "FR": (10, 0.16, 0.6),
    "IT": (10, 0.16, 0.6),
    "UK": (10, 0.16, 0.9),
    "IE": (7, 0.05, 0.1),
    "DK": (4, 0.05, 1.0),
    "GR": (7, 0.08, 0.7),
}


def cars(order=None, scale=1.0, capability=1.0):
    names = list(order or CARS)
    rows = np.array([CARS[name] for name in names])
    x, s, c = scale * rows[:, [0]], rows[:, [2]], capability * rows[:, 1]
    return Arena(names, ["years"], x, s, c, status_quo=[0.0])


def peer(path):
    """A file of another tool as an arena, on the scale of the file."""
    table = read_positions(PEERS / path)
    return Arena(
        table.actors,
        table.issues,
        table.positions,
        table.salience,
        table.capability[None],
        bounds=table.scale,
    )


def hundredths(arena, values):
    """Outcomes as 0 to 100 of each issue's scale."""
    low, high = arena.bounds[:, 0], arena.bounds[:, 1]
    return 100 * (values - low) / (high - low)


def drawn(seed, n, m, draws=1, *, gaps=0.0, equal=False):
    """A random arena on 0 to 100; some stances missing, some positions and weights equal or 0."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(0, 100, (draws, n, m))
    s = rng.uniform(0.05, 1, (draws, n, m))
    c = rng.uniform(0.05, 1, (draws, n))
    if equal:
        x = np.round(x / 25) * 25
        s = np.round(s * 2) / 2
        c = np.round(c * 2) / 2
        s[:, 0], c[:, 0] = 0.5, 0.5
    holes = rng.random((n, m)) < gaps
    holes[0] = False
    x[:, holes] = np.nan
    names = [f"a{one}" for one in range(n)]
    issues = [f"q{one}" for one in range(m)]
    quo = rng.uniform(0, 100, m)
    return Arena(names, issues, x, s, c, quo, [[0, 100]] * m)


@st.composite
def arenas(draw, most=7, issues=3, draws=2):
    """Random arenas, degenerate ones among them."""
    return drawn(
        draw(st.integers(0, 2**32 - 1)),
        draw(st.integers(1, most)),
        draw(st.integers(1, issues)),
        draw(st.integers(1, draws)),
        gaps=draw(st.sampled_from([0.0, 0.0, 0.4])),
        equal=draw(st.booleans()),
    )
