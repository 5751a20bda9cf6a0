"""Every kind of thing that a dossier holds, in the order in which one is usually made."""

from __future__ import annotations

from summitry.workbench.talks import (
    ASKED,
    ASSESSMENT,
    CHANGE,
    DATE,
    LEVER,
    MODELS,
    PROCESS,
    RELATION,
    REVEAL,
    ROAD_MAP,
    TIME,
    TRACK,
)
from summitry.workbench.things import (
    CASE,
    CLAUSE,
    COVER,
    EVENT,
    ISSUE,
    PARTY,
    READING,
    SOURCE,
    STAKE,
    STANCE,
)

KINDS = (
    CASE, PARTY, ISSUE, STANCE, CLAUSE, STAKE, COVER, EVENT, SOURCE, PROCESS, ASKED, TIME, DATE,
    TRACK, ROAD_MAP, READING, RELATION, LEVER, REVEAL, ASSESSMENT, CHANGE, MODELS,
)  # fmt: skip
"""Every kind, in the order in which a dossier is usually made."""
BY_KEY = {one.key: one for one in KINDS}
