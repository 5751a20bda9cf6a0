"""The pictures' colours on a dark page: each light colour has a dark one of its own.

A picture is drawn once, in light colours; a style within it, or on the page around it, puts the
dark ones in their place while the reader's system is dark. Files that are saved stay light.
"""

from __future__ import annotations

from collections.abc import Iterator

from summitry.charts.style import BLUE, FAINT, GREEN, GRID, INK, ORANGE, PURPLE, RED

PAPER = "#1c2329"
"""The ground of a dark page."""
COLOURS = {
    "white": PAPER, "#ffffff": PAPER, "black": "#e6eaed", INK: "#e6eaed", FAINT: "#a5b0b8",
    GRID: "#38434b", BLUE: "#6db8e6", ORANGE: "#eda94f", RED: "#f2938b", GREEN: "#6cc79c",
    PURPLE: "#c49be0", "#c9d3d9": "#57646d", "#dfe5e8": "#4a555d", "#d5d9dd": "#57646d",
}  # fmt: skip
"""Of each colour that a picture may have on white: what it is on a dark page.

The rest have enough contrast on both: the lighter kinds of ending, and cells of chances, whose
colour is one with its opacity.
"""


def rules(within: str = "") -> Iterator[str]:
    """The rules of a style sheet, each on a line; ``within``: a selector of what they are for."""
    for light, dark in COLOURS.items():
        for name in ("fill", "stroke"):
            yield f'{within}[{name}="{light}"] {{ {name}: {dark}; }}'


def at_night(svg: str) -> str:
    """A picture as SVG that is dark where the reader's system is."""
    head = svg.index(">", svg.index("<svg")) + 1
    style = "".join(one.replace(" ", "").replace(";}", "}") for one in rules())
    inner = f"<style>@media screen and (prefers-color-scheme:dark){{{style}}}</style>"
    return svg[:head] + inner + svg[head:]
