"""One issue's line in the signature picture: levels below it, parties on it, walls across it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from summitry.charts.lettering import drawn, lines, one_line, width
from summitry.charts.style import ORANGE, RED
from summitry.charts.style import PAGE as WIDTH
from summitry.dossier.estimate import Range
from summitry.dossier.model import Issue
from summitry.forecasts.views import harmless

LEFT, RIGHT, EDGE = 178, 26, 14
"""Where an issue's line begins, what is free at its end, and at the edges of the picture."""
LINE = WIDTH - LEFT - RIGHT
STEP, LANE, LEADING = 19, 13, 13
"""Height of a marker in a stack, of a wall's lane, and of a line of text."""
NAME, LEVEL, SMALL = 12, 11, 10
"""Sizes of type: names, levels, what stands on a marker or a wall."""


@dataclass(frozen=True)
class Marker:
    """A party on a line."""

    party: str
    letter: str
    label: str
    role: str
    colour: str
    at: Range
    salience: float


@dataclass(frozen=True)
class Wall:
    """Levels that a party never signs, from one end of the line to a wall."""

    letter: str
    start: float
    stop: float
    likelihood: float

    @property
    def edge(self) -> float:
        """Where the wall stands."""
        return self.start if self.stop == 1.0 else self.stop


def _x(at: float) -> float:
    return round(LEFT + at * LINE, 1)


def shape(one: Marker, x: float, y: float) -> str:
    """A circle for who signs, a diamond for who must live with it, a square for who looks on."""
    size = 6.5 + 3.5 * min(1.0, one.salience / 100)
    whole = f"{one.letter}: {harmless(one.label)[:200]}, salience {one.salience:.0f}"
    common = f'fill="{one.colour}" stroke="#ffffff" stroke-width="1"'
    if one.role == "principal":
        mark = f'<circle cx="{x:g}" cy="{y:g}" r="{size:.1f}" {common}/>'
    elif one.role == "ratifier":
        points = f"{x - size - 1:g},{y:g} {x:g},{y - size - 1:g} {x + size + 1:g},{y:g} {x:g},{y + size + 1:g}"  # noqa: E501
        mark = f'<polygon points="{points}" {common}/>'
    else:
        mark = (
            f'<rect x="{x - size + 1:g}" y="{y - size + 1:g}" width="{2 * size - 2:.1f}" '
            f'height="{2 * size - 2:.1f}" {common}/>'
        )
    letter = (
        f'<text x="{x:g}" y="{y + 3.6:g}" text-anchor="middle" font-size="10" font-weight="bold" '
        f'fill="#ffffff">{escape(one.letter)}</text>'
    )
    return f"<g><title>{escape(whole)}</title>{mark}{letter}</g>"


def row(
    issue: Issue,
    name: str,
    markers: Sequence[Marker],
    walls: Sequence[Wall],
    top: int,
    colours: Mapping[str, str],
) -> tuple[list[str], int]:
    """One issue's line; its parts, and where the next begins."""
    stacks = _stacked(markers)
    highest = max(stacks.values(), default=0)
    named = lines(name, NAME, LEFT - EDGE - 20, 3)
    above = max(highest * STEP + len(walls) * LANE, LEADING * (len(named) - 1) // 2)
    y = top + 26 + above
    edge = WIDTH - EDGE
    found = [f'<line x1="{EDGE}" x2="{edge}" y1="{top}" y2="{top}" stroke="{colours["line"]}"/>']
    start = y + 4 - LEADING * (len(named) - 1) / 2
    found += [
        drawn(EDGE, start + LEADING * at, one, name, fill=colours["ink"], font_weight="bold")
        for at, one in enumerate(named)
    ]
    found += _gap(markers, y)
    found.append(
        f'<line x1="{_x(0)}" x2="{_x(1)}" y1="{y}" y2="{y}" stroke="{colours["ink"]}" '
        'stroke-width="1.5"/>'
    )
    texts, below = _levels(issue, y, colours)
    found += texts
    tallest = y - (highest + 1) * STEP + 6
    for lane, wall in enumerate(walls):
        found += _wall(wall, y, tallest - lane * LANE, colours)
    for one in markers:
        at = y - stacks[one.party] * STEP
        if one.at.high > one.at.low:  # all bars below all markers
            found.append(
                f'<line x1="{_x(one.at.low)}" x2="{_x(one.at.high)}" y1="{at}" y2="{at}" '
                f'stroke="{one.colour}" stroke-width="2" stroke-opacity="0.8"/>'
            )
    found += [shape(one, _x(one.at.mode), y - stacks[one.party] * STEP) for one in markers]
    return found, y + below + 18


def _stacked(markers: Sequence[Marker]) -> dict[str, int]:
    """Each party's place above the line, so that no two overlap."""
    found: dict[str, int] = {}
    taken: list[tuple[int, float, float]] = []
    for one in markers:
        low, high = _x(one.at.mode) - 11, _x(one.at.mode) + 11
        level = 0
        while any(at == level and low < right and left < high for at, left, right in taken):
            level += 1
        taken.append((level, low, high))
        found[one.party] = level
    return found


def _gap(markers: Sequence[Marker], y: int) -> list[str]:
    """The stretch between what those who sign want."""
    places = [one.at.mode for one in markers if one.role == "principal"]
    if len(places) < 2 or max(places) == min(places):
        return []
    start, stop = _x(min(places)), _x(max(places))
    return [
        f'<rect x="{start:g}" y="{y - 8}" width="{stop - start:.1f}" height="16" '
        f'fill="{ORANGE}" fill-opacity="0.3"/>'
    ]


def _levels(issue: Issue, y: int, colours: Mapping[str, str]) -> tuple[list[str], int]:
    """The levels' marks and names, none over another; and how far below the line they reach."""
    found = []
    places = issue.positions()
    room = max(76.0, LINE / max(1, len(places) - 1) - 10)
    taken: list[tuple[int, float, float]] = []
    for level, at in sorted(places.items(), key=lambda one: one[1]):
        here = level == issue.status_quo
        weight, size = ("bold", 1.08 * LEVEL) if here else ("normal", LEVEL)
        whole = f"{one_line(level)} (now)" if here else one_line(level)
        texts = lines(whole, size, room, 2)
        wide = max(width(one, size) for one in texts)
        left, side = _placed(_x(at), wide)
        row = 0
        while any(
            row <= other < row + len(texts) and left < stop and start < left + wide
            for other, start, stop in taken
        ):
            row += 1
        taken += [(row + at, left - 4, left + wide + 4) for at in range(len(texts))]
        x = {"start": left, "end": left + wide, "middle": left + wide / 2}[side]
        low = y + 22 + LEADING * row
        if row:  # which mark it belongs to
            found.append(
                f'<line x1="{_x(at)}" x2="{_x(at)}" y1="{y + 5}" y2="{low - 10}" '
                f'stroke="{colours["line"]}"/>'
            )
        found.append(
            f'<line x1="{_x(at)}" x2="{_x(at)}" y1="{y - 5}" y2="{y + 5}" '
            f'stroke="{colours["ink"]}" stroke-width="{3 if here else 1.2}"/>'
        )
        found += [
            drawn(round(x, 1), low + LEADING * at, one, whole, text_anchor=side,
                  fill=colours["ink"], font_size=str(LEVEL), font_weight=weight)
            for at, one in enumerate(texts)
        ]  # fmt: skip
    return found, 22 + LEADING * max((row for row, _, _ in taken), default=0)


def _placed(x: float, wide: float) -> tuple[float, str]:
    """Where a text below a mark begins, and how it is anchored: amid it, or kept on the paper."""
    first, last = LEFT - 6, WIDTH - EDGE
    if x - wide / 2 < first:
        return first, "start"
    if x + wide / 2 > last:
        return last - wide, "end"
    return x - wide / 2, "middle"


def _wall(wall: Wall, y: int, lane: int, colours: Mapping[str, str]) -> list[str]:
    """A wall across the line, and the hatched stretch behind it, with whose it is."""
    start, stop, edge = _x(wall.start), _x(wall.stop), _x(wall.edge)
    solid = 0.35 + 0.65 * wall.likelihood
    chance = "" if wall.likelihood >= 0.995 else f" {wall.likelihood:.0%}"
    text = f"{wall.letter}{chance}"
    wide = round(1.08 * width(text, SMALL) + 4, 1)
    left = edge + 4 if wall.stop == 1.0 else edge - 4 - wide
    if not LEFT - 6 <= left <= WIDTH - 2 - wide:  # it goes to the wall's other side
        left = edge + 4 if left < LEFT else edge - 4 - wide
    paper = "#ffffff" if colours["paper"] != "none" else "var(--paper, #fff)"
    return [
        f'<rect x="{start:g}" y="{lane - 9}" width="{stop - start:.1f}" height="10" '
        f'fill="url(#sig-hatch)" opacity="{solid:.2f}"/>',
        f'<line x1="{edge:g}" x2="{edge:g}" y1="{lane - 11}" y2="{y + 7}" stroke="{RED}" '
        f'stroke-width="3.5" opacity="{solid:.2f}"/>',
        f'<rect x="{left:g}" y="{lane - 9}" width="{wide:g}" height="10" fill="{paper}" '
        'fill-opacity="0.85"/>',
        f'<text x="{left + wide / 2:g}" y="{lane}" font-size="{SMALL}" font-weight="bold" '
        f'text-anchor="middle" fill="{colours["ink"]}">{escape(text)}</text>',
    ]
