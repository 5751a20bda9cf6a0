"""A package game for a command: a scenario's own, or a dossier's at its central numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from summitry.cli import session

if TYPE_CHECKING:
    from summitry.formats.scenario import Scenario


def read(source: str, assessments: Sequence[str]) -> Scenario:
    """Read a scenario, or make one of a dossier; what is ambiguous or lost is told."""
    from summitry.formats.scenario import Scenario, is_scenario, read_scenario

    if is_scenario(source):
        if assessments:
            raise click.UsageError("a scenario has no assessments")
        found = read_scenario(source)
        for remark in found.warnings:
            session.said(str(remark))
        return found
    if len(assessments) > 1:
        raise click.UsageError("one assessment at a time")
    from summitry.dossier.assessment import assess
    from summitry.forecasts.central import exported

    dossier = session.load(source, ())
    if assessments:
        dossier = assess(dossier, assessments[0])
    game, losses = exported(dossier)
    say_lost(losses)
    return Scenario(dossier.title, game)


def say_lost(losses: Sequence[str]) -> None:
    """Tell what a form cannot hold, a line each."""
    for loss in losses:
        session.said(f"lost: {loss}")
