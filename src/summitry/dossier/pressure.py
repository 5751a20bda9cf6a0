"""How models of influence are run: where the pressure of all parties points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from summitry.dossier.problem import Fault, nearest
from summitry.dossier.record import Record, Text

if TYPE_CHECKING:
    from summitry.dossier.model import Dossier

Model = Literal[
    "mean", "median", "vote", "nash", "procedural", "challenge", "spatial", "exchange"
]  # fmt: skip
Share = Annotated[float, Field(ge=0, le=1)]


class Spatial(Record):
    """Rules of the spatial model, each by KTAB's names in words."""

    victory: Literal["linear", "square", "quartic", "octic", "binary"] = Field(
        "linear", description="How coalitions' strengths become a chance of victory."
    )
    election: Literal["conditional", "markov-incentive", "markov-uniform"] = Field(
        "conditional", description="How pairwise chances become the chance of each option."
    )
    transition: Literal["deterministic", "stochastic"] = Field(
        "deterministic", description="Whether the likeliest bargain is taken, or one is drawn."
    )
    vote: Literal[
        "binary", "binary-proportional", "proportional", "proportional-cubic", "cubic",
        "asymmetric-prospect",
    ] = Field("proportional", description="How a difference in utility votes.")  # fmt: skip
    risk: Literal["none", "one-third", "half", "two-thirds", "full"] = Field(
        "one-third", description="How far a party sees another's attitude to risk as it is."
    )
    risk_range: Literal["min", "mid", "max"] = Field(
        "mid", description="Where attitudes to risk lie: from 0 to 1, -1/2 to 1, or -1 to 1."
    )
    third_parties: Literal["none", "semi", "full"] = Field(
        "semi", description="How far third parties commit themselves to a side."
    )
    interpolation: Literal["s1p1", "s2p2", "s2pmax"] = Field(
        "s2p2", description="How salience and chance of victory place a bargain between two."
    )
    bargain: Literal["initiator", "both", "compromise"] = Field(
        "initiator", description="Whose view makes the bargain, or a compromise weighed by power."
    )


class Pressure(Record):
    """Which models of influence a case asks for, and their settings."""

    model: Model | None = Field(
        None, description="The model that is shown first; the weighted mean if left out."
    )
    rounds: int | None = Field(
        None, ge=1, le=100, description="Rounds of challenge and exchange; 10 if left out."
    )
    variant: Literal["paper", "scholz-code"] = Field(
        "paper", description="Challenge: by the papers, or as a well-known program computes it."
    )
    spatial: Spatial = Field(Spatial(), description="Rules of the spatial model.")
    ideals: dict[Text, dict[Text, Share]] = Field(
        {},
        description="Spatial: party: party: share by which its ideal is drawn to that position "
        "each turn; its own is 1 if left out.",
    )


def pulls(dossier: Dossier) -> Iterator[Fault]:
    """Ideals drawn by known parties, by no more than all."""
    for party, own in dossier.influence.ideals.items():
        path: tuple[str | int, ...] = ("influence", "ideals", party)
        for name, at in ((party, path), *((one, (*path, one)) for one in own)):
            if name not in dossier.parties:
                right = nearest(name, dossier.parties)
                yield Fault("S301", at, f"no party {name!r}", right, key=True)
        total = sum({party: 1.0, **own}.values())
        if total > 1 + 1e-9:
            fault = f"the shares that draw its ideal add up to {total:.4g}"
            yield Fault("S326", path, fault, "at most 1; its own counts as 1 unless written")


RULES = (pulls,)
