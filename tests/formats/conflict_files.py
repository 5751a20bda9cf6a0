"""Small conflict files as plain data, encoded from the published figures."""

from __future__ import annotations

import json


def option(name, direction="both"):
    return {"name": name, "permittedDirection": direction}


def maker(name, options, preferences=(), ranking=(), **more):
    return {
        "name": name,
        "options": list(options),
        "preferences": list(preferences),
        "preferenceRanking": list(ranking),
        **more,
    }


def cuba(strike="fwd"):
    """The Cuban missile crisis (Fraser and Hipel 1984), states numbered from 1."""
    return {
        "options": [
            option("air strike", strike), option("blockade"), option("withdraw"),
            option("escalate"),
        ],
        "decisionMakers": [
            maker("US", [0, 1], ranking=[5, 7, 6, 8, 3, 2, 4, 1, 12, 10, 11, 9]),
            maker("USSR", [2, 3], ranking=[1, 5, 7, 3, 6, 2, 8, 4, 12, 10, 11, 9]),
        ],
        "infeasibles": [[[2, "Y"], [3, "Y"]]],
        "useManualPreferenceRanking": True,
    }  # fmt: skip


def shared(data=None):
    """Two parties by statements, three options, everything feasible."""
    found = {
        "options": [option("a"), option("b"), option("c")],
        "decisionMakers": [
            maker("A", [0], [[[1, "Y"]], [[0, "N"]]]),
            maker(
                "B", [1, 2], [[[0, "Y"]], {"compound": True, "members": [[[1, "N"]], [[2, "Y"]]]}]
            ),
        ],
        "infeasibles": [],
        "useManualPreferenceRanking": False,
    }
    return found | (data or {})


def write(path, data, indent=1):
    path.write_text(json.dumps(data, indent=indent))
    return path
