"""Draws a second on the Hanoi oracle, end to end, and growth with parties, issues and levels.

Run with ``make bench``. End to end means from ranges to outcomes: drawing, tables, bargaining,
reasons; compiled code is warm. The whole command is timed in processes of its own.
"""

from __future__ import annotations

import copy
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import summitry as sm
from summitry.draws import Draws
from summitry.games.roadmap.order import best_order
from summitry.games.roadmap.path import critical, incentives
from summitry.procedures.agenda import agendas
from summitry.procedures.baskets import negotiate_track
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.package import negotiate
from summitry.procedures.roads import follow, legal, unit_moves
from summitry.procedures.terrain import at_modes, terrain

ROOT = Path(__file__).parents[1]
ORACLE = ROOT / "tests" / "oracles" / "hanoi.yaml"
CASE = ROOT / "cases" / "hanoi-2019"


def rate(dossier: sm.Dossier, draws: int, repeats: int = 5) -> float:
    """Draws a second, the median of several runs."""
    layout = Layout(dossier)
    negotiate(Games(layout, Draws(dossier, 1_000, 1)))
    times = []
    for seed in range(repeats):
        start = time.perf_counter()
        negotiate(Games(layout, Draws(dossier, draws, seed)))
        times.append(time.perf_counter() - start)
    return draws / statistics.median(times)


def made_up(parties: int, issues: int, levels: int) -> sm.Dossier:
    """A dossier of a given size: two principals, the rest critics of the one or the other."""
    names = [f"issue {number}" for number in range(issues)]
    level_names = [f"step {number}" for number in range(levels)]
    roles: dict[str, Any] = {"a": {"role": "principal"}, "b": {"role": "principal"}}
    for number in range(parties - 2):
        roles[f"critic {number}"] = {"role": "ratifier", "of": "ab"[number % 2]}
    data = {
        "summitry": 1,
        "title": "made up",
        "as_of": "2026-01-01",
        "confidence": "moderate",
        "parties": roles,
        "issues": {
            name: {
                "levels": level_names,
                "status_quo": level_names[0],
                "performed_by": "ab"[number % 2],
            }
            for number, name in enumerate(names)
        },
        "stances": {
            party: {
                name: {
                    "ideal": float((number + place) % 2),
                    "salience": 20 + 7 * ((3 * number + place) % 10),
                }
                for number, name in enumerate(names)
            }
            for place, party in enumerate(roles)
        },
    }
    return sm.build(copy.deepcopy(data))


def whole_command() -> float:
    """Seconds of wall clock of ``summitry forecast`` on the shipped case, best of three."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "summitry", "forecast", str(CASE)],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        times.append(time.perf_counter() - start)
    return min(times)


def of_ways(oracle: sm.Dossier) -> None:
    """Draws a second of each track, and paths judged a second over draws."""
    layout = Layout(oracle)
    games = Games(layout, Draws(oracle, 20_000, 1))
    for agenda in agendas(layout):
        negotiate_track(games, agenda)
        start = time.perf_counter()
        negotiate_track(games, agenda)
        print(f"  {agenda.name}: {20_000 / (time.perf_counter() - start):,.0f} draws/s")
    draws = Draws(oracle, 2_000, 1)
    moves = (
        {"exercises": "scaled back", "inspectors": "some"},
        {"sanctions": "partial easing", "dismantling": "more sites"},
        {"end of war": "declaration"},
    )
    steps = follow(layout, moves)
    ground = terrain(layout, draws, 1.0)
    start = time.perf_counter()
    critical(incentives(ground, steps))
    speed = 2_000 / (time.perf_counter() - start)
    print(f"critical discount factors of a path of 3 steps: {speed:,.0f} draws/s")
    likeliest = terrain(layout, at_modes(oracle), 1.0)
    start = time.perf_counter()
    found = best_order(
        likeliest,
        unit_moves(layout, steps[-1]),
        lambda packages: legal(layout, packages),
        merge=True,
    )
    took = time.perf_counter() - start
    print(f"best of the 541 ways to its end: {took:.2f} s, {found.weighed if found else 0} weighed")


def cpu_of(*arguments: str) -> float:
    """Seconds of CPU of a Python process, best of five."""
    times = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def main() -> None:
    """Print the figures."""
    print(f"cores: {os.cpu_count()}")
    oracle = sm.assess(sm.load(ORACLE), "burton")
    print(f"Hanoi oracle, 1,574 packages, 20,000 draws: {rate(oracle, 20_000):,.0f} draws/s")
    print(f"Hanoi oracle, 1,574 packages, 200,000 draws: {rate(oracle, 200_000, 3):,.0f} draws/s")
    print("tracks of the Hanoi oracle, 20,000 draws:")
    of_ways(oracle)
    print("growth (two principals, the rest critics; 5,000 draws):")
    for parties, issues, levels in (
        (2, 6, 3), (4, 6, 3), (8, 6, 3),
        (4, 4, 3), (4, 8, 3), (4, 9, 3),
        (4, 6, 2), (4, 6, 4), (4, 6, 5),
    ):  # fmt: skip
        dossier = made_up(parties, issues, levels)
        count = levels**issues - 1
        speed = rate(dossier, 5_000, 3)
        print(f"  {parties} parties, {issues} issues, {levels} levels ({count:,} packages): "
              f"{speed:,.0f} draws/s")  # fmt: skip
    print(f"summitry --help: {cpu_of('-m', 'summitry', '--help'):.3f} s of CPU")
    print(f"import summitry: {cpu_of('-c', 'import summitry'):.3f} s of CPU")
    if CASE.exists():
        print(f"summitry forecast cases/hanoi-2019, from cold: {whole_command():.2f} s")


if __name__ == "__main__":
    main()
