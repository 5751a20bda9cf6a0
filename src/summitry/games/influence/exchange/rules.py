"""The switches of the exchange model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from summitry.games.influence.exchange.kernel import Rules

RATES = ("equal gain", "randomised", "random")
TIES = ("first", "random", "all")


@dataclass(frozen=True)
class ExchangeRules:
    """How exchanges are priced, and where actors stand afterwards.

    Attributes
    ----------
    rate
        ``equal gain``: both gain alike. ``randomised``: one side, drawn evenly, wins or loses,
        drawn evenly, a part of what can be won or of its gain; that part is drawn evenly from 0 to
        ``part``. ``random``: a rate drawn evenly between those at which one side gains nothing.
    part
        For ``randomised``, 0 to 1.
    swing, least
        Next round a mover of salience s stands the part ``swing * (1 - s) + least`` of its step
        from where it stood before.
    limit
        ``remembered``: what an actor moves up, added to the steps that the same candidate had come
        to before the actor moved elsewhere, may not exceed the scale; so the Decide program has it,
        and it drops exchanges that would be possible. ``scale``: positions end with the scale, no
        more.
    """

    rate: Literal["equal gain", "randomised", "random"] = "equal gain"
    part: float = 0.0
    swing: float = 0.4
    least: float = 0.1
    limit: Literal["remembered", "scale"] = "remembered"

    def __post_init__(self) -> None:
        if self.rate not in RATES:
            msg = f"rate is one of {', '.join(map(repr, RATES))}; not {self.rate!r}"
            raise ValueError(msg)
        if self.limit not in ("remembered", "scale"):
            msg = f"limit is 'remembered' or 'scale'; not {self.limit!r}"
            raise ValueError(msg)
        parts = (self.part, self.swing, self.least, self.swing + self.least)
        if not all(0 <= one <= 1 for one in parts):
            msg = "part, swing, least, and swing and least together, must be from 0 to 1"
            raise ValueError(msg)
        if self.part and self.rate != "randomised":
            msg = f"part is for rate='randomised'; with {self.rate!r} it would change nothing"
            raise ValueError(msg)

    def coded(self, ties: int) -> Rules:
        """The same as numbers, for the compiled loop."""
        return Rules(
            RATES.index(self.rate),
            float(self.part),
            ties,
            float(self.swing),
            float(self.least),
            self.limit == "remembered",
        )
