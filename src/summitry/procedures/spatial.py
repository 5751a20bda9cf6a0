"""The spatial model by a dossier's words for its rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from summitry.formats.ktab_xml import PARAMETERS, WORDS
from summitry.games.influence.arena import Arena
from summitry.games.influence.outcome import Influence

RULES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "victory": ("victory", "VictoryProbModel", PARAMETERS["VictoryProbModel"]),
    "election": ("equilibrium", "PCEModel", ("Conditional", "MarkovIncentive", "MarkovUniform")),
    "transition": ("transition", "StateTransitions", PARAMETERS["StateTransitions"]),
    "vote": ("voting", "VotingRule", PARAMETERS["VotingRule"]),
    "risk": ("risk_adjust", "BigRAdjust", ("None", "OneThird", "Half", "TwoThirds", "Full")),
    "risk_range": ("risk_range", "BigRRange", PARAMETERS["BigRRange"]),
    "third_parties": ("commit", "ThirdPartyCommit", PARAMETERS["ThirdPartyCommit"]),
    "interpolation": ("interpolation", "InterVecBrgn", PARAMETERS["InterVecBrgn"]),
    "bargain": ("bargain", "BargnModel", ("InitOnly", "InitRcvr", "PWComp")),
}
"""A dossier's word: the model's own setting, KTAB's parameter, and its choices in their order."""


def spatial_of(
    arena: Arena, rules: Mapping[str, str], ideals: Mapping[str, Mapping[str, float]], seed: int
) -> Influence:
    """Run the spatial model.

    Parameters
    ----------
    arena
        Who stands where. Where an actor's capability differs by issue, its mean is taken, and a
        note says so.
    rules
        Settings in a dossier's words; the model's own elsewhere.
    ideals
        Actor: actor: share by which the first's ideal is drawn to the second's position.
    seed
        For what is drawn.
    """
    from summitry.influence import SpatialRules, spatial

    one, notes = of_one_power(arena)
    found: dict[str, Any] = {
        name: choices[WORDS[parameter][1].index(rules[word])]
        for word, (name, parameter, choices) in RULES.items()
        if word in rules
    }
    drawn = None
    if ideals:
        drawn = np.eye(len(arena.actors))
        place = {who: number for number, who in enumerate(arena.actors)}
        for who, row in ideals.items():
            for whom, share in row.items():
                if who in place and whom in place:
                    drawn[place[who], place[whom]] = share
    made = spatial(one, SpatialRules(**found), seed=seed, accommodation=drawn)
    return replace(made, notes=(*made.notes, *notes))


def of_one_power(arena: Arena) -> tuple[Arena, tuple[str, ...]]:
    """The arena with one capability an actor, the mean over its stances, and a note of that."""
    if arena.capability.shape[2] == 1:
        return arena, ()
    held = np.where(arena.stances, arena.capability, np.nan)
    if not (np.nanmax(held, axis=2) > np.nanmin(held, axis=2) * (1 + 1e-12)).any():
        return arena, ()
    note = "capability differs by issue in the file; each actor's mean stands for it here"
    return Arena(
        arena.actors, arena.issues, arena.positions, arena.salience, np.nanmean(held, axis=2),
        arena.status_quo, arena.bounds,
    ), (note,)  # fmt: skip
