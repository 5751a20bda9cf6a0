"""``summitry influence``: where the pressure of all interests points."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from summitry.cli import session, whatif
from summitry.cli.numbers import Number, Whole
from summitry.cli.options import (
    Function,
    assessments_option,
    audience_option,
    dossier_argument,
    json_option,
    output_option,
    picture_option,
    save_option,
    set_option,
    study_options,
)

if TYPE_CHECKING:
    from summitry.dossier.model import Dossier
    from summitry.forecasts.pressure_study import Pressure
    from summitry.procedures.influence import Options

MODELS = (
    "mean", "median", "vote", "nash", "procedural", "challenge", "spatial", "exchange",
)  # fmt: skip
WEIGHTS = ("capability x salience", "salience", "capability", "equal")


def known_models(_: click.Context, __: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of models, or the line that says which there are."""
    if names:
        from summitry.procedures.influence import chosen

        try:
            chosen(names)
        except KeyError as error:
            raise click.BadParameter(str(error.args[0])) from None
    return names


def models_option(text: str) -> Callable[[Function], Function]:
    """``-m NAME``, repeatable: which models of influence; ``text`` says what follows their list."""
    return click.option(
        "-m",
        "--model",
        "models",
        metavar="NAME",
        multiple=True,
        callback=known_models,
        help=f"Which model; repeatable: {', '.join(MODELS)}{text}",
    )


quota_option = click.option(
    "--quota",
    type=Number(0, 1, min_open=True),
    default=0.5,
    show_default=True,
    help="Procedural: share of the votes that carries a proposal; 1 is unanimity.",
)


@click.command("influence")
@dossier_argument
@assessments_option
@models_option(
    ". A variant stands behind a slash: mean/salience, vote/heads, nash/quadratic, "
    "challenge/scholz-code, exchange/once. Default: all, side by side. With at most three their "
    "paths, moves and challenges are shown too."
)
@study_options
@click.option(
    "--rounds",
    type=Whole(1, 100),
    help="Rounds of challenge and exchange. Default: the dossier's, else 10.",
)
@click.option(
    "--variant",
    type=click.Choice(("paper", "scholz-code")),
    help="Challenge: by the papers, or as a well-known program computes it. Default: the "
    "dossier's.",
)
@click.option(
    "--weights", type=click.Choice(WEIGHTS), default=WEIGHTS[0], help="Of the mean and the median."
)
@click.option(
    "--loss",
    type=click.Choice(("linear", "quadratic")),
    default="linear",
    show_default=True,
    help="Nash: whether losses grow with the distance or its square.",
)
@click.option("--symmetric", is_flag=True, help="Nash: weigh all alike, not by capability.")
@click.option(
    "--setter",
    metavar="ACTOR",
    help="Procedural: who sets the agenda. Default: the strongest; of a dossier, the strongest "
    "principal.",
)
@quota_option
@click.option(
    "--consent", metavar="ACTOR", multiple=True, help="Procedural: nothing passes without it."
)
@click.option(
    "--ties",
    type=click.Choice(("first", "random", "all")),
    default="first",
    show_default=True,
    help="Exchange: of equal trades the first, one drawn, or every order of them.",
)
@picture_option(
    "Write pictures, SVG or PNG by the file's ending: the outcomes under this name, paths, "
    "matrices and the map of power beside it."
)
@set_option
@save_option
@audience_option
@json_option
@output_option("Write the JSON to a file.")
def command(
    path: str,
    sources: tuple[str, ...],
    assessments: tuple[str, ...],
    models: tuple[str, ...],
    draws: int,
    seed: int,
    rounds: int | None,
    variant: Literal["paper", "scholz-code"] | None,
    picture: Path | None,
    changes: dict[str, object],
    save_as: str | None,
    audience: str,
    as_json: bool,
    output: Path | None,
    **rules: Any,  # noqa: ANN401 - options of single models, by name
) -> None:
    """Where the pressure of all interests points, and whether those who sign would take it.

    PATH is a dossier or a table of positions: an expected-utility table, a Decide file, a KTAB CSV
    or XML file. Every model reads who stands where, how much they care and what they can move. Of a
    dossier, every number is drawn; the nearest legal package is put to the principals by the test
    of the package bargaining, and stands beside that bargaining's own chances.
    """
    from summitry.formats.positions import sniff

    options = _options(rounds, variant, rules)
    if sniff(path) is not None:
        if assessments or changes or save_as or audience != "team":
            fault = "a table of positions has no assessments, audiences or numbers to set"
            raise click.UsageError(fault)
        made = _of_table(path, models, options, seed)
        session.deliver(made, output, as_json=as_json)
    else:
        session.refuse_telling(audience, changes)
        dossier = session.load(path, sources)
        answer = _of_dossier(
            dossier, (assessments, models), options, (draws, seed), (changes, audience)
        )
        answer.deliver(output, as_json=as_json)
        whatif.save(path, dossier, save_as, changes)
        made = answer.made
    if picture is not None:
        _draw(made, picture)


def _options(rounds: int | None, variant: Any, rules: dict[str, Any]) -> Options:  # noqa: ANN401
    from summitry.procedures.influence import Options

    return Options(
        weights=rules["weights"], loss=rules["loss"], symmetric=rules["symmetric"],
        setter=rules["setter"], quota=rules["quota"], consent=rules["consent"],
        ties=rules["ties"], rounds=rounds, variant=variant or "paper",
    )  # fmt: skip


def _of_table(path: str, models: tuple[str, ...], options: Options, seed: int) -> Pressure:
    from summitry.forecasts.pressure import pressure
    from summitry.formats.positions import read_positions

    table = read_positions(path)
    for remark in table.warnings:
        session.said(str(remark))
    with session.progress() as tell, session.named():
        return pressure(table, models=models or None, options=options, seed=seed, progress=tell)


def _of_dossier(
    dossier: Dossier,
    what: tuple[tuple[str, ...], tuple[str, ...]],
    options: Options,
    run: tuple[int, int],
    shown: tuple[dict[str, object], str],
) -> whatif.Answer[Pressure]:
    from summitry.forecasts.pressure import pressure

    assessments, models = what
    with session.progress() as tell, session.named():

        def find(one: Dossier) -> Pressure:
            return pressure(
                one,
                assessments or None,
                models=models or None,
                options=options,
                draws=run[0],
                seed=run[1],
                progress=tell,
            )

        return whatif.answered(dossier, shown[0], find, shown[1])


def _draw(made: Pressure, picture: Path) -> None:
    from summitry.charts.pressure import pictures
    from summitry.charts.render import png, svg

    for name, spec in pictures(made).items():
        target = picture if not name else picture.with_stem(f"{picture.stem}-{name}")
        session.write(target, svg(spec) if target.suffix.lower() == ".svg" else png(spec))
        session.said(f"wrote {target}")
