"""Package games: against NegMAS, how far the exact methods go, and draws of a large dossier.

Run with ``make bench``. NegMAS goes into an environment of its own under ``build/``; where it
cannot be installed that part is left out, and said so. Equality comes first: both sides take the
same tables and reservations (GENIUS files as NegMAS reads them: weight times raw evaluation), and
points of NegMAS's that only rounding keeps on its frontier are taken off before the two are
compared. Both times are of the frontier alone, of games that have been read.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np

import summitry as sm
from summitry.draws import Draws
from summitry.packages import Bonus, Clause, PackageGame
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.package import SOLUTIONS, Form, negotiate

ROOT = Path(__file__).parents[1]
PEER = ROOT / "build" / "negmas"
NEGMAS = "negmas==0.16.0"
SCENARIOS = ROOT.parent / "shared" / "peers" / "genius"
LARGE = ROOT / "tests" / "oracles" / "large.yaml"

THEIRS = """
import json, sys, time
from pathlib import Path
from negmas import LinearAdditiveUtilityFunction, TableFun, make_issue, make_os
from negmas.inout import Scenario
from negmas.preferences.ops import pareto_frontier

def told(issues, ufuns):
    start = time.perf_counter()
    points = pareto_frontier(ufuns, issues=issues)[0]
    took = time.perf_counter() - start
    tables = [[[[repr(float(w)), repr(float(fun(v)))] for v in issue.all]
               for issue, w, fun in zip(issues, u.weights, u.values)] for u in ufuns]
    least = [repr(float(u.reserved_value)) for u in ufuns]
    return {"seconds": took, "reservations": least, "points": [list(map(float, p)) for p in points], "tables": tables}

for line in sys.stdin:
    one = json.loads(line)
    if "folder" in one:
        scenario = Scenario.from_genius_folder(Path(one["folder"]), ignore_discount=True, safe_parsing=False)
        made = told(scenario.outcome_space.issues, scenario.ufuns)
    else:
        issues = [make_issue([str(k) for k in range(len(t))], f"i{n}") for n, t in enumerate(one["tables"][0])]
        ufuns = [LinearAdditiveUtilityFunction(
            values=[TableFun({str(k): v for k, v in enumerate(t)}) for t in own],
            weights=[1.0] * len(own), issues=issues) for own in one["tables"]]
        made = told(issues, ufuns)
    print(json.dumps(made), flush=True)
"""  # noqa: E501 - another program's text


def seconds(work: Callable[[], object], repeats: int = 3) -> float:
    """Wall clock, the best of several."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def peer() -> Path | None:
    """Python of an environment with NegMAS; None where it cannot be had."""
    python = PEER / "bin" / "python"
    if not (PEER / "done").exists():
        try:
            subprocess.run([sys.executable, "-m", "venv", str(PEER)], check=True)
            command = [str(python), "-m", "pip", "install", "-q", NEGMAS]
            subprocess.run(command, check=True, capture_output=True)
        except (subprocess.CalledProcessError, OSError):
            return None
        (PEER / "done").touch()
    return python


def drawn(kind: str, parties: int, issues: int, options: int, seed: int = 0) -> list[list]:
    """Tables of a made-up game, party by party: scores at random, or opposed on every issue."""
    random = np.random.default_rng(seed)
    found = random.integers(0, 1_000_000, (parties, issues, options))
    if kind == "opposed":
        found = np.sort(found, axis=2)
        for issue in range(issues):
            up = (np.arange(parties) + issue) % 2 if parties > 2 else np.arange(parties)
            if parties > 2 and len(set(up.tolist())) == 1:
                up[0] = 1 - up[0]
            found[up == 1, issue] = found[up == 1, issue, ::-1]
    return found.tolist()


def game_of(tables: list[list], **more) -> PackageGame:
    """A game of such tables."""
    issues = {f"i{at}": [str(k) for k in range(len(one))] for at, one in enumerate(tables[0])}
    parties = [f"p{number}" for number in range(len(tables))]
    scores = {
        party: dict(zip(issues, own, strict=True))
        for party, own in zip(parties, tables, strict=True)
    }
    return PackageGame(issues, parties, scores, **more)


def exact(tables: list[list[list]]) -> list[list]:
    """NegMAS's tables as exact numbers: weight times evaluation, as decimals."""
    return [[[Fraction(w) * Fraction(v) for w, v in one] for one in own] for own in tables]


def firm(points: list[list[float]]) -> set[tuple[float, ...]]:
    """Points that nothing beats by more than rounding."""
    found = np.unique(np.round(np.array(points), 6), axis=0)
    kept = [one for one in found if not ((found >= one).all(1) & (found > one).any(1)).any()]
    return {tuple(one) for one in np.array(kept).tolist()}


def against_negmas() -> None:
    """The frontier, ours and NegMAS's, equality first."""
    python = peer()
    if python is None:
        print("NegMAS cannot be installed here: nothing to compare with")
        return
    asked: list[tuple[str, dict]] = [
        (one.name, {"folder": str(one)}) for one in sorted(SCENARIOS.glob("*")) if one.is_dir()
    ]
    if not asked:
        print("no GENIUS files here: made-up games only")
    for name, sizes in (("made up, 5^8", [5] * 8), ("made up, 2·10^6", [6] * 4 + [5, 5, 5, 4, 3])):
        random = np.random.default_rng(5)
        own = [[random.integers(0, 1000, size).tolist() for size in sizes] for _ in range(2)]
        asked.append((name, {"tables": own}))
    theirs = subprocess.Popen(
        [str(python), "-c", THEIRS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    print(f"frontiers against {NEGMAS} (raw evaluations on both sides):")
    with theirs:
        for name, one in asked:
            theirs.stdin.write(json.dumps(one) + "\n")
            theirs.stdin.flush()
            line = theirs.stdout.readline()
            if not line:
                print(f"  {name}: NegMAS gave up")
                return
            told = json.loads(line)
            tables = exact(told["tables"])
            least = {
                f"p{number}": Fraction(one)
                for number, one in enumerate(told["reservations"])
                if np.isfinite(float(one))
            }
            ours = game_of(tables, reservations=least).frontier()
            same = firm(ours.points.tolist()) == firm(told["points"])
            games = [game_of(tables, reservations=least) for _ in range(20)]
            made = [game.board for game in games]
            fresh = iter(games)
            took = seconds(lambda fresh=fresh: next(fresh).frontier(), 20)
            print(
                f"  {name}: {'equal' if same else 'DIFFERENT'}, {len(ours)} points (theirs "
                f"{len(told['points'])}), {made[0].game.combinations:,} packages: "
                f"{took:.5f} s against {told['seconds']:.2f} s, {told['seconds'] / took:,.0f} times"
            )


def linked(parties: int, issues: int, options: int, seed: int = 0) -> PackageGame:
    """A game under clauses: for m issues 2m incompatible pairs, m implications, m bonuses."""
    random = np.random.default_rng(seed)

    def pair() -> tuple[dict, dict]:
        one, other = random.choice(issues, 2, replace=False)
        first, second = random.integers(0, options, 2)
        return {f"i{one}": [str(first)]}, {f"i{other}": [str(second)]}

    clauses: list[Clause] = []
    for _ in range(2 * issues):
        first, second = pair()
        clauses.append(Clause({**first, **second}, None))
    for _ in range(issues):
        first, second = pair()
        (named,) = second
        allowed = [str(one) for one in random.choice(options, options // 2, replace=False)]
        clauses.append(Clause(first, {named: allowed}))
    bonuses = []
    for _ in range(issues):
        first, second = pair()
        gift = {f"p{one}": int(random.integers(0, 200_000)) for one in range(parties)}
        bonuses.append(Bonus({**first, **second}, gift))
    return game_of(drawn("real", parties, issues, options, seed), clauses=clauses, bonuses=bonuses)


def of_size() -> None:
    """How far the exact methods go."""
    game_of(drawn("real", 2, 3, 3)).frontier()
    game_of(drawn("real", 3, 3, 3)).frontier()
    game_of(drawn("real", 4, 3, 3)).solve()
    linked(2, 4, 3).solve(method="milp")
    for parties, issues, aim in ((2, 50, 0.5), (3, 20, 1.5)):
        game = game_of(drawn("opposed", parties, issues, 10))
        start = time.perf_counter()
        found = game.frontier(reserved=False)
        took = time.perf_counter() - start
        print(f"frontier, {parties} parties opposed on {issues} issues of 10 options: {took:.3f} s "
              f"(aim {aim}), {len(found):,} points")  # fmt: skip
    for seed in range(3):
        game = game_of(drawn("real", 8, 40, 10, seed))
        start = time.perf_counter()
        found = game.solve("nash")
        took = time.perf_counter() - start
        print(f"Nash, 8 parties, 40 issues of 10 options: {took:.3f} s (aim .2), {found.proof}")
    for seed in range(3):
        game = linked(4, 20, 10, seed)
        start = time.perf_counter()
        found = game.solve("nash")
        took = time.perf_counter() - start
        print(f"Nash under clauses, 4 parties, 20 issues of 10 options: {took:.3f} s (aim .2), "
              f"{found.proof}")  # fmt: skip
    game = game_of(drawn("real", 2, 12, 5))
    print(f"alternating offers, 2,000 runs of 100 rounds: {seconds(game.talks):.2f} s")


def of_dossier() -> None:
    """Draws a second of a dossier with 1.6·10^8 legal packages, eight parties, every mechanism."""
    dossier = sm.load(LARGE)
    layout = Layout(dossier)
    print("12 issues of 5 levels, 8 parties, clauses (aim 2,000 draws/s):")
    for solution in SOLUTIONS:
        form = Form(solution)
        negotiate(Games(layout, Draws(dossier, 200, 1)), form)
        took = seconds(lambda form=form: negotiate(Games(layout, Draws(dossier, 4_000, 2)), form))
        print(f"  {solution}: {4_000 / took:,.0f} draws/s")


if __name__ == "__main__":
    of_dossier()
    of_size()
    against_negmas()
