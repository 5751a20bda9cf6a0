"""Models of influence by name: each a rule that proposes a point, whoever has to sign it.

The models themselves are in ``games``; here they get their names, the options that a dossier or a
command may set, and the choices that have to be made where the file says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np

from summitry.dossier.model import Dossier
from summitry.formats.ktab_xml import spatial_rules
from summitry.formats.positions import PositionTable
from summitry.games.influence.arena import Arena
from summitry.games.influence.outcome import Influence
from summitry.procedures.interests import Interests
from summitry.procedures.layout import Layout
from summitry.procedures.spatial import of_one_power, spatial_of

Weights = Literal["capability x salience", "salience", "capability", "equal"]


@dataclass(frozen=True)
class Options:
    """How the models are run.

    Attributes
    ----------
    weights
        Of the weighted mean and median.
    ballot
        Of the vote: ``cost`` weighs how much each loses, ``sign`` counts whom each prefers.
    loss
        Of the Nash solution: losses grow with the distance, or with its square.
    symmetric
        Whether the Nash solution weighs all alike, rather than by capability.
    setter, quota, consent
        Of the procedural model: who sets the agenda (the strongest if left out, of a dossier
        the strongest principal), the share
        of the votes that carries a proposal, and without whose consent none is carried.
    rounds
        Of challenge and exchange; 10 if left out.
    variant
        Of challenge: by the papers, or as a well-known program computes it.
    ties
        Of the exchange: of equal trades the first, one drawn, or every order in turn.
    spatial
        Rules of the spatial model, by a dossier's names.
    ideals
        Of the spatial model: shares by which each actor's ideal is drawn to each one's position.
    seed
        For what is drawn: ties, and stochastic transitions.
    """

    weights: Weights = "capability x salience"
    ballot: Literal["cost", "sign"] = "cost"
    loss: Literal["linear", "quadratic"] = "linear"
    symmetric: bool = False
    setter: str | None = None
    quota: float = 0.5
    consent: tuple[str, ...] = ()
    rounds: int | None = None
    variant: Literal["paper", "scholz-code"] = "paper"
    ties: Literal["first", "random", "all"] = "first"
    spatial: Mapping[str, str] = field(default_factory=dict)
    ideals: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    seed: int = 1

    def of(self, dossier: Dossier) -> Options:
        """These options where they say something, and the dossier's own elsewhere."""
        own, usual = dossier.influence, Options()
        rules = {**own.spatial.model_dump(exclude_defaults=True), **self.spatial}
        return replace(
            self,
            rounds=self.rounds if self.rounds is not None else own.rounds,
            variant=self.variant if self.variant != usual.variant else own.variant,
            spatial=rules,
            ideals=self.ideals or own.ideals,
        )

    def of_table(self, table: PositionTable) -> Options:
        """These options where they say something, and elsewhere those of the table's own file."""
        pull = table.settings.get("IdealAdjustment")
        ideals = self.ideals
        if pull is not None and not ideals:
            names = table.actors
            ideals = {who: dict(zip(names, row, strict=True))
                      for who, row in zip(names, pull, strict=True)}  # fmt: skip
        rules = {**spatial_rules(table.settings), **self.spatial}
        return replace(self, spatial=rules, ideals=ideals)


@dataclass(frozen=True)
class Model:
    """A model of influence.

    Attributes
    ----------
    name
        By which it is called.
    title
        For tables and pictures.
    says
        In a sentence, where it points.
    source
        Author and year.
    run
        The model on an arena.
    rounds
        Whether actors move in it, so that it has a path.
    single
        Whether an actor has one capability in it, on all issues.
    apart
        Whether its rounds are those of each issue by itself.
    """

    name: str
    title: str
    says: str
    source: str
    run: Callable[[Arena, Options], Influence]
    rounds: bool = False
    single: bool = False
    apart: bool = False


def _mean(arena: Arena, options: Options) -> Influence:
    from summitry.influence import weighted_mean

    return weighted_mean(arena, weights=options.weights)


def _median(arena: Arena, options: Options) -> Influence:
    from summitry.influence import weighted_median

    return weighted_median(arena, weights=options.weights)


def _vote(arena: Arena, options: Options) -> Influence:
    from summitry.influence import vote

    return vote(arena, rule=options.ballot)


def _nash(arena: Arena, options: Options) -> Influence:
    from summitry.influence import nash

    known = not np.isnan(arena.status_quo).any()
    notes: tuple[str, ...] = ()
    if known and not options.symmetric:
        arena, notes = of_one_power(arena)
    made = nash(
        arena,
        loss=options.loss,
        weights="equal" if options.symmetric else "capability",
        disagreement=None if known else "distant",
    )
    return replace(made, notes=(*made.notes, *notes))


def _procedural(arena: Arena, options: Options) -> Influence:
    from summitry.influence import procedural

    setter = options.setter or strongest(arena)
    known: list[bool] = np.all(~np.isnan(arena.status_quo), axis=0).tolist()
    if any(known):  # it answers on the issues that stand somewhere
        pairs = zip(arena.issues, known, strict=True)
        arena = arena.only(issues=[one for one, is_known in pairs if is_known])
    return procedural(arena, setter, quota=options.quota, consent=options.consent)


def _challenge(arena: Arena, options: Options) -> Influence:
    from summitry.influence import challenge

    rounds = 10 if options.rounds is None else options.rounds
    return challenge(arena, rounds=rounds, variant=options.variant)


def _spatial(arena: Arena, options: Options) -> Influence:
    return spatial_of(arena, options.spatial, options.ideals, options.seed)


def _exchange(arena: Arena, options: Options) -> Influence:
    from summitry.influence import exchange

    rounds = 10 if options.rounds is None else options.rounds
    return exchange(arena, rounds=rounds, ties=options.ties, seed=options.seed)


MODELS: dict[str, Model] = {
    one.name: one
    for one in (
        Model(
            "mean",
            "weighted mean",
            "the mean of all positions, each weighed by capability times salience",
            "the compromise model; Van den Bos 1991, Achen 2006",
            _mean,
        ),
        Model(
            "median",
            "weighted median",
            "the position at which half of all weight lies on either side",
            "Black 1958",
            _median,
        ),
        Model(
            "vote",
            "vote",
            "the held position that beats every other in a weighted vote",
            "Bueno de Mesquita 1994; Scholz, Calbert and Smith 2011",
            _vote,
        ),
        Model(
            "nash",
            "Nash bargaining",
            "the point with the greatest product of gains over no agreement",
            "Nash 1950; Achen 2006",
            _nash,
        ),
        Model(
            "procedural",
            "procedural",
            "what the agenda setter likes best of what the quota prefers to how things stand",
            "Steunenberg 1994; Tsebelis 1994",
            _procedural,
        ),
        Model(
            "challenge",
            "challenge",
            "where actors end who give way to those whose challenge they would lose",
            "Bueno de Mesquita 1994, 1997; Scholz, Calbert and Smith 2011",
            _challenge,
            rounds=True,
            apart=True,
        ),
        Model(
            "spatial",
            "spatial",
            "where actors end who strike the likeliest bargains on all issues at once",
            "KTAB's Spatial Model of Politics; Wise, Lester and Efird 2015",
            _spatial,
            rounds=True,
            single=True,
        ),
        Model(
            "exchange",
            "exchange",
            "the mean after actors have traded votes on issues that they care about less",
            "Stokman and Van Oosten 1994; Arregui, Stokman and Thomson 2006",
            _exchange,
            rounds=True,
        ),
    )
}
"""Every model by its name."""


VARIANTS: dict[str, dict[str, dict[str, Any]]] = {
    **{name: {one: {"weights": one} for one in ("salience", "capability", "equal")}
       for name in ("mean", "median")},
    "vote": {"heads": {"ballot": "sign"}},
    "nash": {
        "quadratic": {"loss": "quadratic"},
        "symmetric": {"symmetric": True},
        "quadratic-symmetric": {"loss": "quadratic", "symmetric": True},
    },
    "challenge": {"scholz-code": {"variant": "scholz-code"}},
    "exchange": {"once": {"rounds": 1}},
}  # fmt: skip
"""Of a model, variants that may be named behind a slash, so that they stand beside it."""


def chosen(names: Sequence[str] | None) -> list[Model]:
    """Models by name, all where none is named; ``mean/salience`` is a variant of ``mean``.

    Raises
    ------
    KeyError
        No such model or variant; the message lists those there are.
    """
    return [_named(one) for one in dict.fromkeys(names or MODELS)]


def _named(text: str) -> Model:
    name, slash, variant = text.partition("/")
    if name not in MODELS:
        msg = f"no model {name!r}; there are: {', '.join(MODELS)}"
        raise KeyError(msg)
    model, known = MODELS[name], VARIANTS.get(name, {})
    if not slash:
        return model
    if variant not in known:
        msg = f"no variant {variant!r} of {name!r}; there are: {', '.join(known) or 'none'}"
        raise KeyError(msg)
    own = known[variant]

    def run(arena: Arena, options: Options) -> Influence:
        return model.run(arena, replace(options, **own))

    return replace(model, name=text, title=f"{model.title}, {variant}", run=run)


def strongest(arena: Arena, among: Sequence[str] | None = None) -> str:
    """The actor with most capability times salience over all issues; of equals the first."""
    weight = dict(zip(arena.actors, arena.weights.mean(axis=0).sum(axis=1).tolist(), strict=True))
    able = [one for one in arena.actors if among is None or one in among]
    return max(able or arena.actors, key=lambda one: weight[one])


def arena_of(layout: Layout, found: Interests) -> Arena:
    """The arena of a dossier's interests, in which positions run from 0 to 1.

    Issues on which nobody has a stance are left out.
    """
    held: list[bool] = np.any(~np.isnan(found.positions), axis=(0, 1)).tolist()
    issues = [one for one, is_held in zip(found.issues, held, strict=True) if is_held]
    width = np.tile([0.0, 1.0], (len(issues), 1))
    return Arena(
        found.actors, issues, found.positions[:, :, held], found.salience[:, :, held],
        found.influence[:, :, held], found.status_quo[held], width,
    )  # fmt: skip


def points(layout: Layout, answer: Influence) -> np.ndarray[Any, np.dtype[np.float64]]:
    """A model's outcomes on all of a dossier's issues, (rows, issues); NaN where it has none."""
    found = np.full((len(answer.outcome), len(layout.issues)), np.nan)
    for place, issue in enumerate(answer.arena.issues):
        found[:, layout.issues.index(issue)] = answer.outcome[:, place]
    return found
