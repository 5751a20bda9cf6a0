"""A dossier's package once signed, as a conflict at the likeliest numbers: for other tools."""

from __future__ import annotations

from collections.abc import Sequence

from summitry.dossier.assessment import assess
from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.forecasts.forecast import SEED
from summitry.forecasts.holding import likeliest, worth
from summitry.forecasts.stability import ROWS
from summitry.formats.conflicts import ConflictFile
from summitry.games.stability.model import Conflict, Option
from summitry.games.stability.preferences import Payoffs
from summitry.procedures.commitments import signed
from summitry.procedures.games import Games
from summitry.procedures.keeping import conflict_of, option_name
from summitry.procedures.layout import Layout
from summitry.procedures.naming import named_package
from summitry.procedures.terrain import at_modes


def conflict_of_dossier(
    dossier: Dossier, assessments: Sequence[str] = (), package: str | None = None
) -> tuple[ConflictFile, list[str]]:
    """The conflict of a package, parties by their labels, and what of the dossier it leaves out.

    Parameters
    ----------
    dossier, assessments
        The dossier; by one of its assessments, if any is named.
    package
        As :func:`summitry.hold` takes it; the likeliest package if left out.

    Raises
    ------
    KeyError
        No such package, none that any draw ends with, or nothing in it that can be taken back.
    """
    own = assess(dossier, assessments[0]) if assessments else dossier
    layout = Layout(own)
    if package is None:
        found = likeliest(Games(layout, Draws(own, ROWS, SEED)))
        if found is None:
            fault = "no draw ends with a deal; name a package"
            raise KeyError(fault)
        levels = found[0]
    else:
        levels = named_package(layout, package)
    case = signed(layout, levels)
    if not case.commitments:
        fault = "nothing in the package can be taken back"
        raise KeyError(fault)
    payoffs = worth(case, at_modes(own))[0]
    made = conflict_of(case, payoffs)
    options = [Option(option_name(one), (own.label(one.party),)) for one in case.commitments]
    named = {own.label(party): Payoffs(made.payoffs[at]) for at, party in enumerate(case.parties)}
    losses = [
        "ranges: every number at its mode",
        "how much a state brings: its rank is kept",
        "everything but the package and what its commitments bring",
    ]
    losses += [f"{one.issue} ({one.level}): nothing of it returns" for one in case.final]
    return ConflictFile(own.title, Conflict(options, named)), losses
