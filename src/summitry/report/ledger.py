"""The record as one self-contained HTML page: rankings, calibration, hindsight, histories."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined

from summitry import __version__
from summitry.charts.dark import at_night
from summitry.charts.history import history
from summitry.charts.render import svg
from summitry.charts.scores import score_pictures
from summitry.charts.style import Spec
from summitry.forecasts.views import harmless
from summitry.ledger.history import History
from summitry.ledger.record import Case
from summitry.ledger.score import Scoring
from summitry.ledger.score_tables import SETTLES_NOTHING

MOST_HISTORIES = 12
"""Cases whose history is drawn: the last that were added."""


def ledger_page(made: Scoring, cases: Mapping[str, Case], ledger: str) -> str:
    """Write the page: no network, no script; every text of a record is escaped.

    Parameters
    ----------
    made
        From :func:`summitry.ledger.score.score`.
    cases
        The record that it scores.
    ledger
        Where the record lies, for people, without a password.

    Raises
    ------
    ModuleNotFoundError
        The ``charts`` extra is not installed; the message has the line that installs it.
    """
    environment = Environment(
        loader=PackageLoader("summitry.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["harmless"] = harmless
    pictures = [(_image(one.spec), one.text) for one in score_pictures(made).values()]
    told = [History(case) for case in list(cases.values())[-MOST_HISTORIES:]]
    return environment.get_template("ledger.html").render(
        ledger=ledger,
        receipt=made.receipt,
        tables=made.tables(),
        pictures=pictures,
        histories=[
            (one.case, _image(history(one)) if one.points() else None, one.tables()) for one in told
        ],
        ranked=bool(made.boards),
        hindsight=bool(made.hindsight),
        alone=len(cases) == 1,
        settles=SETTLES_NOTHING,
        version=__version__,
    )


def _image(spec: Spec) -> str:
    return "data:image/svg+xml;base64," + b64encode(at_night(svg(spec)).encode()).decode()
