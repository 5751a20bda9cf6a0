"""The nouns of a dossier, as pydantic models: what may be written, with meaning and bounds."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr

from summitry.dossier.coding import Coding, as_audiences
from summitry.dossier.estimate import Estimate
from summitry.dossier.levers import Lever, Reveal, as_reveal
from summitry.dossier.pressure import Pressure
from summitry.dossier.process import Process, RoadMap, Time, Track
from summitry.dossier.quantities import (
    COST,
    CURVE,
    IDEAL,
    INFLUENCE,
    LEVERAGE,
    LIKELIHOOD,
    LOSS_AVERSION,
    OPACITY,
    SALIENCE,
    SHARE,
    SLACK,
    STAKE,
    VALUE,
    standing,
)
from summitry.dossier.record import Cite, Reasoned, Record, Text
from summitry.dossier.relation import Relation

Role = Literal["principal", "ratifier", "third"]
ConfidenceWord = Literal["high", "moderate", "low"]


class Source(Record):
    """A text that numbers are cited from; the text itself stays the user's own file."""

    title: Text = Field(description="Title of the text.")
    author: Text | None = Field(None, description="Who wrote it.")
    publisher: Text | None = Field(None, description="Where it appeared.")
    published: Text | None = Field(None, description="Date: 2019, 2019-02 or 2019-02-24.")
    url: Text | None = Field(None, description="Where to read it; never fetched.")
    file: Text | None = Field(None, description="The text beside the dossier: a plain file name.")
    sha256: Text | None = Field(None, description="Fingerprint of that file.")
    note: Text | None = Field(None, description="Anything a reader should know.")


class Party(Reasoned):
    """Somebody with wishes: a principal signs, a ratifier must live with it, a third looks on."""

    name: Text | None = Field(None, description="Label for people; the id stands in for it.")
    role: Role = Field(description="principal, ratifier or third.")
    of: Text | None = Field(None, description="The principal whom a ratifier answers to.")
    leverage: Annotated[Estimate, LEVERAGE] = Field(
        standing(LEVERAGE, 0.2, 0.5, 1.0), description=LEVERAGE.meaning
    )
    slack: Annotated[Estimate, SLACK] = Field(
        standing(SLACK, 0.0, 0.02, 0.05), description=SLACK.meaning
    )
    opacity: Annotated[Estimate, OPACITY] | None = Field(
        None, description="How far the principals misjudge a ratifier who votes after the deal."
    )
    trust: Annotated[Estimate, LIKELIHOOD] | None = Field(
        None, description="A ratifier's own belief that the other side performs what it signs."
    )
    influence: Annotated[Estimate, INFLUENCE] = Field(
        standing(INFLUENCE, 1.0), description=INFLUENCE.meaning
    )


class Reading(Reasoned):
    """What a party takes the words of a level to commit everyone to, to be settled later."""

    means: Text = Field(description="e.g. 'dismantling = complete and inspectors >= some'")
    likelihood: Annotated[Estimate, LIKELIHOOD] = Field(
        standing(LIKELIHOOD, 1.0), description="Chance that it insists on its reading."
    )


def _as_reading(raw: object) -> object:
    return {"means": raw} if isinstance(raw, str) else raw


_ReadingOrText = Annotated[
    Reading, BeforeValidator(_as_reading, json_schema_input_type=str | Reading)
]


class Issue(Reasoned):
    """A matter under negotiation, with its levels in order."""

    name: Text | None = Field(None, description="Label for people.")
    levels: list[Text] = Field(description="Level names in order, at least two.", min_length=2)
    at: list[float] | None = Field(
        None, description="Positions of the levels from 0 to 1; equal spacing if left out."
    )
    status_quo: Text = Field(description="The level as things stand.")
    performed_by: Text = Field(description="The party that must perform a change.")
    consent: list[Text] = Field(
        [], description="Parties besides the principals who must consent to a change."
    )
    reversible: Annotated[Estimate, SHARE] = Field(
        standing(SHARE, 1.0), description="Share of a change that can be undone."
    )
    verifiable: Annotated[Estimate, LIKELIHOOD] = Field(
        standing(LIKELIHOOD, 1.0), description="Chance that a breach is noticed."
    )
    no_deal: dict[Text, Annotated[Estimate, LIKELIHOOD]] = Field(
        {}, description="Chance of each level if there is no deal; the rest stays as it is."
    )

    reads_as: dict[Text, dict[Text, _ReadingOrText]] = Field(
        {}, description="Level: party: what it takes these words to commit everyone to."
    )

    def positions(self) -> dict[str, float]:
        """Position of each level's name on the issue's 0-1 scale."""
        last = len(self.levels) - 1
        places = self.at or [number / last for number in range(last + 1)]
        return dict(zip(self.levels, places, strict=True))


class RedLine(Reasoned):
    """Levels that a party will never sign; real with a likelihood, else a bluff."""

    above: Text | None = Field(None, description="It refuses every level above this one.")
    below: Text | None = Field(None, description="It refuses every level below this one.")
    likelihood: Annotated[Estimate, LIKELIHOOD] = Field(
        standing(LIKELIHOOD, 1.0), description="Chance that the line is real."
    )

    @property
    def key(self) -> str:
        """Name of the line within its stance, made of what it says."""
        return f"above {self.above}" if self.above is not None else f"below {self.below}"


def _as_list(raw: object) -> object:
    return raw if isinstance(raw, list | tuple) else [raw]


class Stance(Reasoned):
    """What one party wants on one issue."""

    ideal: Annotated[Estimate, IDEAL] | None = Field(
        None, description="The level it wants, by name or as a position from 0 to 1."
    )
    values: dict[Text, Annotated[Estimate, VALUE]] | None = Field(
        None, description="Instead of an ideal: its value of each level, 0 to 1."
    )
    salience: Annotated[Estimate, SALIENCE] = Field(description=SALIENCE.meaning)
    influence: Annotated[Estimate, INFLUENCE] | None = Field(
        None, description="The party's influence on this issue, where it is not that on all."
    )
    confidence: ConfidenceWord | None = Field(
        None, description="Confidence in ideal and salience where they are single numbers."
    )
    red_line: Annotated[
        tuple[RedLine, ...],
        BeforeValidator(_as_list, json_schema_input_type=RedLine | list[RedLine]),
    ] = Field((), description="A level beyond which it never signs, or a list of such.")


def _as_stake(raw: object) -> object:
    own = {"from", "cite", "note", "kind", "coder", "date"}
    if isinstance(raw, dict) and {"chance", "cost"} & set(raw):
        return raw
    if isinstance(raw, dict) and "value" in raw and not isinstance(raw["value"], dict):
        value = {key: raw[key] for key in raw if key not in own}
        return {**{key: raw[key] for key in raw if key in own}, "value": value}
    if isinstance(raw, dict) and "value" in raw:
        return raw
    return {"value": raw}


class Stake(Reasoned):
    """What no deal costs or brings a party."""

    value: Annotated[Estimate, STAKE] | None = Field(None, description=STAKE.meaning)
    chance: Annotated[Estimate, LIKELIHOOD] | None = Field(
        None, description="Instead of a value: chance of a crisis if there is no deal."
    )
    cost: Annotated[Estimate, COST] | None = Field(None, description=COST.meaning)
    supplied_by: list[Text] = Field(
        [], alias="from", description="Third parties who supply it, if it is an outside option."
    )


class Cover(Reasoned):
    """A party whose own policy shields a principal from a critic."""

    giver: Text = Field(alias="from", description="The party whose policy gives cover.")
    to: Text = Field(description="The ratifier whose objections it blunts.")
    on: list[Text] = Field(description="Issues on which it does.", min_length=1)
    strength: Annotated[Estimate, SHARE] = Field(
        description="Share of the critic's objection that falls away where the giver gains."
    )

    @property
    def key(self) -> str:
        """Name of the cover, made of who gives it against whom."""
        return f"{self.giver}>{self.to}"


class Confidence(Record):
    """Default confidence in single numbers that carry no word of their own."""

    ideal: ConfidenceWord | None = Field(None, description="For ideals.")
    salience: ConfidenceWord | None = Field(None, description="For saliences.")


class Event(Record):
    """A statement about the outcome whose probability is wanted."""

    when: Text = Field(description="e.g. 'agreed and sanctions >= partial easing'")
    observable_by: Text | None = Field(
        None, description="The day by which it can be seen, if before the outcome: an indicator."
    )
    note: Text | None = Field(None, description="Anything a reader should know.")


class Assessment(Record):
    """A school of thought: what it would change in the dossier."""

    name: Text | None = Field(None, description="Label for people.")
    holder: Text | None = Field(None, description="Who holds it.")
    wants: Text | None = Field(
        None, description="What its holder hopes for: an event, by name or as a statement."
    )
    as_told_by: Text | None = Field(None, description="Who tells it, if not its holder.")
    coded_after_outcome: bool = Field(False, description="Its numbers were coded in hindsight.")
    cite: Cite = Field((), description="Passages it rests on.")
    note: Text | None = Field(None, description="Anything a reader should know.")
    set: dict[Text, Any] = Field(
        {}, description="Path of a number or a part: what this school puts there; null: nothing."
    )
    groups: dict[Text, list[Text]] = Field(
        {}, description="Name: paths of its changes that belong together when differences are told."
    )


def _as_event(raw: object) -> object:
    return {"when": raw} if isinstance(raw, str) else raw


def _as_confidence(raw: object) -> object:
    return {"ideal": raw, "salience": raw} if isinstance(raw, str) else raw


_StakeOrNumber = Annotated[
    Stake, BeforeValidator(_as_stake, json_schema_input_type=Annotated[Estimate, STAKE] | Stake)
]
_EventOrText = Annotated[Event, BeforeValidator(_as_event, json_schema_input_type=str | Event)]


class Dossier(Record):
    """A negotiation: who wants what, how much, and how that is known.

    Mappings keep the file's order, for people. Everything computed runs over sorted ids, so that
    order in the file changes no number.
    """

    summitry: Literal[1] = Field(description="Version of the form of this file.")
    title: Text = Field(description="Title of the case.")
    question: Text | None = Field(None, description="The question that the forecast answers.")
    as_of: Text = Field(description="Information cut-off, 2019-02-26: nothing later is used.")
    coded: Text | None = Field(None, description="When the numbers were coded.")
    coded_after_outcome: bool = Field(False, description="Coded in hindsight.")
    author: Text | None = Field(None, description="Who coded it.")
    note: Text | None = Field(None, description="Anything a reader should know.")
    unknowns: list[Text] = Field([], description="What the coders know that they do not know.")
    law: Literal["triangular", "pert"] = Field("triangular", description="Law of every range.")
    confidence: Annotated[
        Confidence,
        BeforeValidator(_as_confidence, json_schema_input_type=ConfidenceWord | Confidence),
    ] = Field(Confidence(), description="Confidence in single ideals and saliences.")
    sources: dict[Text, Source] = Field({}, description="Texts that numbers are cited from.")
    parties: dict[Text, Party] = Field(description="Everybody with wishes.")
    issues: dict[Text, Issue] = Field(description="What is negotiated.")
    stances: dict[Text, dict[Text, Stance]] = Field(description="Party: issue: what it wants.")
    stakes: dict[Text, dict[Text, _StakeOrNumber]] = Field(
        {}, description="Party: what no deal costs or brings it."
    )
    cover: list[Cover] = Field([], description="Who shields whom from which critic.")
    clauses: list[Text] = Field([], description="Rules between levels.")
    process: Process = Field(Process(), description="How the parties negotiate.")
    time: Time = Field(Time(), description="Meetings, deadlines, hazards and patience.")
    tracks: dict[Text, Track] = Field(
        {}, description="Ways of negotiating, besides those that every dossier has."
    )
    road_maps: dict[Text, RoadMap] = Field({}, description="Paths of packages, step by step.")
    relations: list[Relation] = Field(
        [], description="How parties get on, by dated events; shifts rapport and chances of crisis."
    )
    influence: Pressure = Field(Pressure(), description="How models of influence are run.")
    curve: Annotated[Estimate, CURVE] = Field(
        standing(CURVE, 1.0, 1.5, 2.0), description=CURVE.meaning
    )
    loss_aversion: Annotated[Estimate, LOSS_AVERSION] = Field(
        standing(LOSS_AVERSION, 1.0, 1.5, 2.25), description=LOSS_AVERSION.meaning
    )
    events: dict[Text, _EventOrText] = Field(
        {}, description="What is forecast, besides 'agreed' and 'exchange'."
    )
    levers: dict[Text, Lever] = Field(
        {}, description="Path of a number: who can pull it, and how far."
    )
    reveals: dict[
        Text, Annotated[Reveal, BeforeValidator(as_reveal, json_schema_input_type=str | Reveal)]
    ] = Field({}, description="Path of a number: what would show where it stands.")
    assessments: dict[Text, Assessment] = Field({}, description="Schools of thought.")
    coding: Coding = Field(Coding(), description="Whether it is coded blind, and when it froze.")
    audiences: dict[
        Text,
        Annotated[
            tuple[Text, ...], BeforeValidator(as_audiences, json_schema_input_type=str | list[str])
        ],
    ] = Field(
        {},
        description="Path of an item: who may see it and what is in it: team, anyone, or parties. "
        "What no path names is for the team.",
    )

    _tree: dict[str, Any] = PrivateAttr(default_factory=dict)
    """The data it was built from, which assessments patch."""
    _base: dict[str, Any] = PrivateAttr(default_factory=dict)
    """The data before its assessment was applied; empty for the dossier as it stands."""
    _assessment: str | None = PrivateAttr(default=None)
    _inputs: dict[str, Any] | None = PrivateAttr(default=None)
    """Its numbers by name, once they were asked for."""

    @property
    def assessment(self) -> str | None:
        """Id of the assessment these numbers are, or None for the dossier as it stands."""
        return self._assessment

    @property
    def whose(self) -> str:
        """Label of whose numbers these are."""
        school = self.assessments.get(self._assessment or "")
        return (school.name if school else None) or self._assessment or "the dossier's own numbers"

    @property
    def principals(self) -> list[str]:
        """Ids of those who sign, sorted."""
        return sorted(one for one, party in self.parties.items() if party.role == "principal")

    def label(self, party: str) -> str:
        """A party's name for people; the id of one that the dossier does not have."""
        own = self.parties.get(party)
        return (own.name if own else None) or party
