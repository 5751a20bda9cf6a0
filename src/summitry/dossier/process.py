"""How the parties negotiate: the talks, their time, and the tracks they may take."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from summitry.dossier.estimate import Estimate
from summitry.dossier.quantities import HIDDEN, LIKELIHOOD, PATIENCE, SHARE, standing
from summitry.dossier.record import Reasoned, Record, Text

Solution = Literal["nash", "kalai-smorodinsky", "egalitarian", "utilitarian"]
REST = "rest"
"""In a basket: every issue that no other basket names."""


class BigAsk(Reasoned):
    """A demand that a principal may bring to the table and refuse to go below."""

    issue: Text = Field(description="The issue it is about.")
    at_least: Text | None = Field(None, description="It refuses every level below this one.")
    at_most: Text | None = Field(None, description="It refuses every level above this one.")
    likelihood: Annotated[Estimate, LIKELIHOOD] = Field(description="Chance that it is made.")


class Process(Record):
    """How the parties negotiate."""

    track: Literal["leaders"] = Field("leaders", description="Leaders, on the whole package.")
    rapport: Annotated[Estimate, SHARE] = Field(
        standing(SHARE, 0.0), description="Personal bond: share of hidden width it takes away."
    )
    hidden: dict[Text, Annotated[Estimate, HIDDEN]] = Field(
        {}, description="Principal: width of its hidden walk-away point (default .05, .10, .15)."
    )
    trust: dict[Text, Annotated[Estimate, LIKELIHOOD]] = Field(
        {}, description="Principal: its belief that the other side performs what it signs."
    )
    big_ask: dict[Text, BigAsk] = Field({}, description="Principal: its big ask.")
    slip: Annotated[Estimate, LIKELIHOOD] = Field(
        standing(LIKELIHOOD, 0.05), description="Chance that a struck deal is lost from outside."
    )
    holding_back: float = Field(
        0.125, ge=0, le=1, description="Share of its hidden width that a party holds back."
    )
    solution: Solution = Field("nash", description="Which package is struck among those claimed.")


class DatedHazard(Reasoned):
    """A day on which the process may end: an election, the end of a tenure."""

    on: Text = Field(description="The day: 2020-11-03.")
    chance: Annotated[Estimate, LIKELIHOOD] = Field(description="Chance that it ends there.")


class Time(Record):
    """Meetings before a deadline, what may end the talks, and how the parties value the future."""

    meetings: int = Field(
        1, ge=1, le=100, description="Meetings of the leaders before the deadline."
    )
    narrowing: Annotated[Estimate, SHARE] = Field(
        standing(SHARE, 0.5),
        description="Share of the hidden width that is left after each meeting but the last.",
    )
    between_meetings: Annotated[Estimate, LIKELIHOOD] = Field(
        standing(LIKELIHOOD, 0.0), description="Chance that talks end between two meetings."
    )
    deadline: Text | None = Field(
        None, description="Day of the last meeting: dates up to it can end the talks before it."
    )
    dates: dict[Text, DatedHazard] = Field(
        {}, description="Named days on which talks, or a road map under way, may end."
    )
    yearly: Annotated[Estimate, LIKELIHOOD] = Field(
        standing(LIKELIHOOD, 0.0),
        description="Chance a year that a road map under way is ended from outside.",
    )
    patience: dict[Text, Annotated[Estimate, PATIENCE]] = Field(
        {}, description="Principal: its discount factor a year (default .80, .90, .95)."
    )
    period: float = Field(
        1.0, gt=0, le=20, description="Years that one step of a road map takes, unless it says."
    )


class Basket(Reasoned):
    """Issues that one table deals with, and who sits at it."""

    on: list[Text] = Field(
        description=f"Its issues; '{REST}' for all that no other basket names.", min_length=1
    )
    table: Literal["officials", "leaders"] = Field("officials", description="Who sits at it.")
    rapport: Annotated[Estimate, SHARE] | None = Field(
        None, description="Bond at this table; left out: officials none, leaders the process's."
    )
    asks: bool | None = Field(
        None, description="Whether big asks come to it; left out: to leaders only."
    )
    slip: Annotated[Estimate, LIKELIHOOD] = Field(
        standing(LIKELIHOOD, 0.0), description="Chance that what it settled is lost on the way."
    )
    meetings: int | None = Field(
        None, ge=1, le=100, description="Meetings; left out: officials 1, leaders as in time."
    )
    consent: list[Text] = Field(
        [], description="Parties who must consent at this table besides those an issue names."
    )

    @property
    def key(self) -> str:
        """Name of the basket within its track, made of what it holds."""
        return "+".join(sorted(self.on))


def _as_basket(raw: object) -> object:
    return {"on": raw} if isinstance(raw, list) else raw


class Track(Reasoned):
    """A way of negotiating: an ordered partition of the issues into baskets."""

    name: Text | None = Field(None, description="Label for people.")
    baskets: list[
        Annotated[Basket, BeforeValidator(_as_basket, json_schema_input_type=Basket | list[str])]
    ] = Field(
        description="Baskets in order; each a list of issues, or a mapping with 'on'.", min_length=1
    )
    others: Literal["status quo", "provisional"] = Field(
        "status quo",
        description="Where a basket takes the other issues to be: all at the status quo, or those "
        "of earlier baskets as these settled them.",
    )
    slip: Annotated[Estimate, LIKELIHOOD] | None = Field(
        None, description="Chance that the whole is lost from outside; left out: the process's."
    )


class RoadMap(Reasoned):
    """A path of packages, one step a period; what a step does not name stays as it is."""

    name: Text | None = Field(None, description="Label for people.")
    steps: list[dict[Text, Text]] = Field(
        description="Each step: issue: the level it moves to.", min_length=1, max_length=40
    )
    period: float | None = Field(
        None, gt=0, le=20, description="Years that a step takes; left out: as in time."
    )
