"""How long models of influence take, and what the programs that have them took.

Times of others are of one round (spatial: of a whole run), on two cores: replicas of the challenge
model in Python, KTAB for the spatial model, Decide for exchanges.
"""

import time

import numpy as np

from summitry.influence import (
    Arena,
    challenge,
    exchange,
    nash,
    pivots,
    spatial,
    vote,
    weighted_mean,
    weighted_median,
)


def arena(actors, issues, draws=1, seed=7):
    """A random arena on 0 to 100, saliences as shares of an actor's attention."""
    rng = np.random.default_rng(seed)
    care = rng.dirichlet(np.ones(issues + 1), (draws, actors))[:, :, :-1]
    return Arena(
        [f"actor {one}" for one in range(actors)],
        [f"issue {one}" for one in range(issues)],
        rng.uniform(0, 100, (draws, actors, issues)),
        care if issues > 1 else rng.uniform(0.1, 1, (draws, actors, issues)),
        rng.uniform(0.1, 1, (draws, actors)),
        np.zeros(issues),
        [[0, 100]] * issues,
    )


def timed(run, repeat=3):
    """Least seconds of a few runs; slow ones run once."""
    best = np.inf
    for _ in range(repeat):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
        if best > 2:
            break
    return best


def show(what, seconds, others=""):
    unit = f"{1000 * seconds:10.2f} ms" if seconds < 1 else f"{seconds:10.2f} s "
    print(f"{what:<58}{unit}   {others}", flush=True)


def simple():
    print("\nAt once (11 actors, 6 issues, 10,000 draws)")
    many = arena(11, 6, 10_000)
    show("weighted mean", timed(lambda: weighted_mean(many)))
    show("weighted median", timed(lambda: weighted_median(many)))
    show("Condorcet vote by cost", timed(lambda: vote(many, risk=1.5)))
    show("Nash bargaining, linear", timed(lambda: nash(many)))
    show("Nash bargaining, quadratic", timed(lambda: nash(many, "quadratic")))


def challenges():
    print("\nChallenge, one issue, one round")
    known = {10: "replica 1.64 s", 20: "replicas 85 s, .026 s", 100: "replica 2.55 s"}
    for actors in (5, 10, 20, 50, 100, 200):
        for variant in ("paper", "scholz-code"):
            one = arena(actors, 1)
            seconds = timed(lambda a=one, v=variant: challenge(a, 1, v))
            show(f"{actors} actors, {variant}", seconds, known.get(actors, ""))
    for actors, issues in ((11, 6), (20, 1)):
        many = arena(actors, issues, 10_000)
        seconds = timed(lambda a=many: challenge(a, 10, path=False))
        show(f"{actors} actors, {issues} issues, ten rounds, 10,000 draws", seconds)


def spatials():
    print("\nSpatial, whole runs")
    known = {10: "KTAB .17 to .33 s", 20: "KTAB 4.3 to 7.3 s", 50: "KTAB about 149 s"}
    for actors in (5, 10, 20, 50, 100, 200):
        one = arena(actors, 3)
        turns = int(spatial(one).rounds[0])
        show(
            f"{actors} actors, 3 issues ({turns} turns)",
            timed(lambda a=one: spatial(a)),
            known.get(actors, ""),
        )
    many = arena(11, 6, 10_000)
    show("11 actors, 6 issues, 10,000 draws", timed(lambda: spatial(many, path=False)))


def exchanges():
    print("\nExchange, one round")
    known = {
        (11, 6): "Decide .34 s",
        (15, 10): "Decide 3.6 s",
        (27, 10): "Decide 15.3 s",
        (50, 20): "Decide not done after 420 s",
    }
    for actors, issues in known:
        one = arena(actors, issues)
        seconds = timed(lambda a=one: exchange(a, 1))
        show(f"{actors} actors, {issues} issues", seconds, known[actors, issues])
    many = arena(11, 6, 10_000)
    show("11 actors, 6 issues, 10,000 draws", timed(lambda: exchange(many, 1, path=False)))
    few = arena(50, 20, 100)
    show("50 actors, 20 issues, 100 draws", timed(lambda: exchange(few, 1, path=False)))


def who():
    print("\nWho is pivotal (11 actors, 6 issues, 1,000 draws, each actor left out once)")
    many = arena(11, 6, 1000)
    show("by the challenge model", timed(lambda: pivots(lambda a: challenge(a, path=False), many)))


def main():
    warm = arena(5, 3)
    print("Compiled once (from the cache, if there is one), before anything is timed", flush=True)
    for model in (vote, nash, challenge, spatial, exchange):
        model(warm)
    for part in (simple, challenges, spatials, exchanges, who):
        part()


if __name__ == "__main__":
    main()
