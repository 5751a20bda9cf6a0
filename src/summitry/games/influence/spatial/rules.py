"""The switches of KTAB's spatial model, under the names of its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from summitry.games.influence.spatial.kernel import Rules


@dataclass(frozen=True)
class SpatialRules:
    """How the spatial model is played. The defaults are KTAB's.

    Attributes
    ----------
    voting
        Votes cast for a difference d in utility: ``Proportional`` w d; ``Binary`` the sign of d;
        ``PropBin`` 0.8 and 0.2 of these; ``Cubic`` w d^3; ``PropCbc`` half and half;
        ``ASymProsp`` losses in full, gains by two thirds.
    victory
        Chance of a coalition, by its strength x: ``Linear`` x, ``Square``, ``Quartic``, ``Octic``
        powers of it, ``Binary`` (certain from a tenth more).
    equilibrium
        Probability of each option: ``Conditional`` on beating all others, ``MarkovUniform``
        (challenged evenly), ``MarkovIncentive`` (challenged as far as it pays).
    transition
        Whether everybody goes to the most probable bargain (``Deterministic``, the first of those
        that tie) or draws one (``Stochastic``).
    risk_range
        Risk attitudes from probabilities: ``Min`` 0 to 1, ``Mid`` -1/2 to 1, ``Max`` -1 to 1.
    risk_adjust
        How much of another's own attitude enters one's estimate of it: ``None``, ``OneThird``,
        ``Half``, ``TwoThirds``, ``Full``; the rest is one's own attitude.
    commit
        What third parties stake on their side: ``NoCommit``, ``SemiCommit``, ``FullCommit``. With
        the first and last they never vote at all, as the formulas stand.
    interpolation
        Where a bargain lies: ``S1P1``, ``S2P2``, ``S2PMax``.
    bargain
        Whose views make bargains: ``InitOnly``, ``InitRcvr`` (one of each), ``PWComp`` (the mean of
        both, by power).
    compromise_power
        For ``PWComp``: ``initiator``, as KTAB has it (the receiver's salience counts with the
        initiator's capability), or ``own``.
    receiver_view
        What a bargain as the receiver sees it (``InitRcvr``, ``PWComp``) takes for the initiator's
        chance: ``gain``, as KTAB's printed bargains do, the initiator's expected gain as the
        receiver sees it, within 0 and 1; or the ``chance`` itself.
    turns, calm
        Most turns; and the part of the first turn's movement below which the model has settled.
    """

    voting: Literal["Binary", "PropBin", "Proportional", "PropCbc", "Cubic", "ASymProsp"] = (
        "Proportional"
    )
    victory: Literal["Linear", "Square", "Quartic", "Octic", "Binary"] = "Linear"
    equilibrium: Literal["Conditional", "MarkovUniform", "MarkovIncentive"] = "Conditional"
    transition: Literal["Deterministic", "Stochastic"] = "Deterministic"
    risk_range: Literal["Min", "Mid", "Max"] = "Mid"
    risk_adjust: Literal["None", "OneThird", "Half", "TwoThirds", "Full"] = "OneThird"
    commit: Literal["NoCommit", "SemiCommit", "FullCommit"] = "SemiCommit"
    interpolation: Literal["S1P1", "S2P2", "S2PMax"] = "S2P2"
    bargain: Literal["InitOnly", "InitRcvr", "PWComp"] = "InitOnly"
    compromise_power: Literal["initiator", "own"] = "initiator"
    receiver_view: Literal["gain", "chance"] = "gain"
    turns: int = 100
    calm: float = 0.02

    def __post_init__(self) -> None:
        for name, allowed in CHOICES.items():
            value = getattr(self, name)
            if value not in allowed:
                told = ", ".join(map(repr, allowed))
                msg = f"{name} is one of {told}; not {value!r}"
                raise ValueError(msg)
        if self.turns < 1 or not self.calm >= 0:
            msg = f"turns must be at least 1 and calm at least 0; not {self.turns}, {self.calm}"
            raise ValueError(msg)

    def coded(self) -> Rules:
        """The same as numbers, for the compiled loop."""
        place = {name: allowed.index(getattr(self, name)) for name, allowed in CHOICES.items()}
        return Rules(
            place["voting"],
            place["victory"],
            place["equilibrium"],
            place["risk_range"],
            _SHARES[self.risk_adjust],
            place["commit"],
            place["interpolation"],
            place["bargain"],
            self.compromise_power == "own",
            self.receiver_view == "gain",
            self.transition == "Stochastic",
            int(self.turns),
            float(self.calm),
        )


CHOICES: dict[str, tuple[str, ...]] = {
    "voting": ("Binary", "PropBin", "Proportional", "PropCbc", "Cubic", "ASymProsp"),
    "victory": ("Linear", "Square", "Quartic", "Octic", "Binary"),
    "equilibrium": ("Conditional", "MarkovUniform", "MarkovIncentive"),
    "transition": ("Deterministic", "Stochastic"),
    "risk_range": ("Min", "Mid", "Max"),
    "risk_adjust": ("None", "OneThird", "Half", "TwoThirds", "Full"),
    "commit": ("NoCommit", "SemiCommit", "FullCommit"),
    "interpolation": ("S1P1", "S2P2", "S2PMax"),
    "bargain": ("InitOnly", "InitRcvr", "PWComp"),
    "compromise_power": ("initiator", "own"),
    "receiver_view": ("gain", "chance"),
}
"""The settings, each with its choices, in the words of KTAB's files."""

_SHARES = {"None": 0.0, "OneThird": 1 / 3, "Half": 0.5, "TwoThirds": 2 / 3, "Full": 1.0}
