"""The switches of the challenge model: what papers and programs do differently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from summitry.games.influence.challenge.kernel import Rules

Variant = Literal["paper", "scholz-code"]


@dataclass(frozen=True)
class ChallengeRules:
    """How challenges are reckoned. The defaults follow the papers.

    Attributes
    ----------
    status_quo
        Q, 0 to 1: the probability that without a challenge things stay as they are.
    drift
        T: the probability that, if they do not stay, they get better for the challenger; or
        ``middle``: 1 where it is nearer to the median than to its target, else 0.
    drift_sign
        -1, as the formula has it; +1 for a bracket error known from one program.
    pool
        ``pair``: a probability shares out the votes between two positions. ``all pairs``: it
        divides by the votes of all ordered pairs, and is tiny.
    voters
        Whose risk exponent bends a voter's distances: the ``perceiver``'s, each voter's ``own``,
        or nobody's (``neutral``).
    net
        The probability's numerator is the surplus of votes, if any, not the votes for.
    view
        Whether the challenger's expectations are those it has itself (``own``), or those that the
        target believes it to have (``target``).
    middle
        What the drift leads to in the second pass: ``median`` or weighted ``mean``.
    choice
        ``least move``; ``lowest`` (least move among confrontations, but among compromises the one
        with the smallest number); ``strongest`` (largest expectations of the challenger, whatever
        the kind, then least move).
    order
        All ``at once``, or in ``sequence``, where later actors see earlier ones moved.
    zero
        Expectations nearer to 0 than this are 0, and then count as a compromise.
    compromise
        How far the target goes: ``ratio`` (the part ``|a|/b`` of the way) or ``split`` (to the mean
        of both positions, weighted by ``|a|`` and ``|b|``).
    capitulation
        Whether a target that stands to lose more than the challenger gains gives way altogether.
    stop
        Part of the range of positions: if nobody moves farther in a round the model has settled.
    """

    status_quo: float = 1.0
    drift: float | Literal["middle"] = "middle"
    drift_sign: Literal[-1, 1] = -1
    pool: Literal["pair", "all pairs"] = "pair"
    voters: Literal["perceiver", "own", "neutral"] = "perceiver"
    net: bool = False
    view: Literal["own", "target"] = "own"
    middle: Literal["median", "mean"] = "median"
    choice: Literal["least move", "lowest", "strongest"] = "least move"
    order: Literal["at once", "sequence"] = "at once"
    zero: float = 0.0
    compromise: Literal["ratio", "split"] = "ratio"
    capitulation: bool = True
    stop: float = 0.0

    def __post_init__(self) -> None:
        for name, allowed in _CHOICES.items():
            value = getattr(self, name)
            if value not in allowed:
                told = ", ".join(map(repr, allowed))
                msg = f"{name} is one of {told}; not {value!r}"
                raise ValueError(msg)
        if not 0 <= self.status_quo <= 1:
            msg = f"status_quo is a probability from 0 to 1; not {self.status_quo!r}"
            raise ValueError(msg)
        if self.drift != "middle" and not 0 <= float(self.drift) <= 1:
            msg = f"drift is a probability from 0 to 1, or 'middle'; not {self.drift!r}"
            raise ValueError(msg)
        if not (self.zero >= 0 and self.stop >= 0):
            msg = "zero and stop must be at least 0"
            raise ValueError(msg)

    def coded(self) -> Rules:
        """The same as numbers, for the compiled loop."""
        return Rules(
            float(self.status_quo),
            -1.0 if self.drift == "middle" else float(self.drift),
            float(self.drift_sign),
            self.pool == "all pairs",
            _CHOICES["voters"].index(self.voters),
            bool(self.net),
            self.view == "target",
            self.middle == "mean",
            _CHOICES["choice"].index(self.choice),
            self.order == "sequence",
            float(self.zero),
            self.compromise == "split",
            bool(self.capitulation),
            float(self.stop),
        )


_CHOICES: dict[str, tuple[object, ...]] = {
    "drift_sign": (-1, 1),
    "pool": ("pair", "all pairs"),
    "voters": ("perceiver", "own", "neutral"),
    "view": ("own", "target"),
    "middle": ("median", "mean"),
    "choice": ("least move", "lowest", "strongest"),
    "order": ("at once", "sequence"),
    "compromise": ("ratio", "split"),
}

VARIANTS: dict[str, ChallengeRules] = {
    "paper": ChallengeRules(),
    "scholz-code": ChallengeRules(
        pool="all pairs",
        voters="own",
        view="target",
        choice="lowest",
        capitulation=False,
    ),
}
