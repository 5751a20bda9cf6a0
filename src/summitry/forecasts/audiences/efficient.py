"""Efficient packages for an audience: where everything is seen, for they are of all of it at once.

An honest part of a frontier does not exist: which packages are efficient hangs on every issue and
every principal, and each point is everybody's gain.
"""

from __future__ import annotations

import numpy as np

from summitry.dossier.audience import Audience, AudienceError
from summitry.dossier.model import Dossier
from summitry.forecasts.audiences.lens import DIGITS, rounded, through
from summitry.forecasts.efficient import Efficient, Standing


def efficient_for(made: Efficient, dossier: Dossier, who: Audience) -> Efficient:
    """The frontier to two decimals, where everything is seen.

    Raises
    ------
    AudienceError
        Something that it rests on is not seen.
    """
    (lens,) = through(dossier, who, [dossier.assessment]).values()
    lens.needs("agreed", "exchange")
    if not lens.everything:
        msg = (
            "the efficient packages are not shown: they are of every issue and every principal at "
            "once, and some of that is not for this audience"
        )
        raise AudienceError(msg)
    return Efficient(
        title=lens.seen.title,
        label=lens.label,
        parties=tuple(lens.seen.label(one) for one in lens.seen.principals),
        unit=made.unit,
        no_deal=made.no_deal,
        possible=made.possible,
        points=np.round(made.points, DIGITS),
        counts=made.counts,
        packages=made.packages,
        fixed=made.fixed,
        solutions=tuple(
            Standing(
                one.name,
                one.definition,
                one.package,
                None if one.scores is None else tuple(map(rounded, one.scores)),
                one.proof,
                one.tied,
                one.notes,
            )
            for one in made.solutions
        ),
        moves={party: rounded(far) for party, far in made.moves.items()},
        remarks=made.remarks,
    )
