"""The signature picture: parties on each issue's line, red lines as walls, the gap shaded.

Drawn by hand as SVG, so that it needs no library, stands in the page as it is, and can be read out:
the title says what it is, the description what it shows. Nothing is told by colour alone: parties
have letters and shapes, walls are hatched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from summitry.charts.stances import forbidden, ideal
from summitry.charts.style import BLUE, FAINT, GREEN, GRID, INK, ORANGE, PURPLE, RED
from summitry.dossier.estimate import Range
from summitry.dossier.inputs import inputs
from summitry.dossier.model import Dossier, Issue
from summitry.forecasts.views import harmless

SIGNATURE = "Parties on each issue's line, red lines as walls, the gap between them shaded."
WIDTH, LEFT, RIGHT = 860, 216, 30
LINE = WIDTH - LEFT - RIGHT
STEP, LANE = 19, 13
"""Height of a marker in a stack, and of a wall's lane."""
FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"
PAPER = {"ink": INK, "faint": FAINT, "line": GRID, "paper": "#ffffff"}
"""Colours of a file, which stands on paper."""
PAGE = {
    "ink": f"var(--ink, {INK})", "faint": f"var(--faint, {FAINT})", "line": f"var(--line, {GRID})",
    "paper": "none",
}  # fmt: skip
"""Colours of the page, light or dark."""
_PRINCIPALS = (BLUE, ORANGE, GREEN, PURPLE)


@dataclass(frozen=True)
class _Marker:
    """A party on a line."""

    party: str
    letter: str
    label: str
    role: str
    colour: str
    at: Range
    salience: float


@dataclass(frozen=True)
class _Wall:
    """Levels that a party never signs, from one end of the line to a wall."""

    letter: str
    start: float
    stop: float
    likelihood: float

    @property
    def edge(self) -> float:
        """Where the wall stands."""
        return self.start if self.stop == 1.0 else self.stop


def signature(dossier: Dossier, colours: Mapping[str, str] = PAPER) -> str:
    """The picture as SVG text.

    Parameters
    ----------
    dossier
        A dossier, or what an audience may see of one.
    colours
        Those of a file on paper, or :data:`PAGE` for the page's own.
    """
    letters = _letters(dossier)
    body: list[str] = []
    height, legend = _legend(dossier, letters, colours)
    told = []
    for key, issue in dossier.issues.items():
        markers, walls = _markers(dossier, key, letters), _walls(dossier, key, letters)
        part, height = _row(issue, issue.name or key, markers, walls, height, colours)
        body += part
        told.append(_told(issue.name or key, issue, markers, walls, dossier))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" aria-labelledby="sig-title sig-desc" '
        f'font-family="{FONT}" font-size="12">'
    )
    title = f"Who stands where: {harmless(dossier.title)[:200]}"
    return "\n".join(
        [
            head,
            f'<title id="sig-title">{escape(title)}</title>',
            f'<desc id="sig-desc">{escape(" ".join(told)[:20_000])}</desc>',
            _hatching(),
            f'<rect width="{WIDTH}" height="{height}" fill="{colours["paper"]}"/>',
            *legend,
            *body,
            "</svg>",
        ]
    )


def signature_png(dossier: Dossier, scale: float = 2.0) -> bytes:
    """The picture as PNG; raises ModuleNotFoundError without the ``charts`` extra."""
    from summitry.charts.render import converter

    return bytes(converter().svg_to_png(signature(dossier), scale=scale))


def _hatching() -> str:
    return (
        '<defs><pattern id="sig-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{RED}" '
        f'fill-opacity="0.12"/><line x1="0" y1="0" x2="0" y2="6" stroke="{RED}" '
        'stroke-width="2"/></pattern></defs>'
    )


def _letters(dossier: Dossier) -> dict[str, str]:
    """A letter for each party that stands anywhere, principals first."""
    order = {"principal": 0, "ratifier": 1, "third": 2}
    parties = [one for one in dossier.parties if dossier.stances.get(one)]
    parties.sort(key=lambda one: order[dossier.parties[one].role])
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return {
        party: alphabet[at % 26] + (str(at // 26) if at >= 26 else "")
        for at, party in enumerate(parties)
    }


def _colour(dossier: Dossier, party: str) -> str:
    """A principal's colour; a critic has that of the principal it answers to."""
    own = dossier.parties[party]
    whose = party if own.role == "principal" else own.of
    principals = [one for one, other in dossier.parties.items() if other.role == "principal"]
    if whose in principals:
        return _PRINCIPALS[principals.index(whose) % len(_PRINCIPALS)]
    return FAINT


def _markers(dossier: Dossier, issue: str, letters: Mapping[str, str]) -> list[_Marker]:
    numbers = inputs(dossier)
    found = []
    for party, letter in letters.items():
        stance = dossier.stances[party].get(issue)
        if stance is None:
            continue
        weight = numbers[f"stances/{party}/{issue}/salience"].range.mode
        span = ideal(dossier, stance, party, issue)
        role, label = dossier.parties[party].role, dossier.label(party)
        colour = _colour(dossier, party)
        found.append(_Marker(party, letter, label, role, colour, span, weight))
    return found


def _walls(dossier: Dossier, issue: str, letters: Mapping[str, str]) -> list[_Wall]:
    found = []
    for party, letter in letters.items():
        stance = dossier.stances[party].get(issue)
        for line in stance.red_line if stance else ():
            start, stop = forbidden(dossier, issue, line)
            found.append(_Wall(letter, start, stop, line.likelihood.range().mode))
    return found


def _x(at: float) -> float:
    return round(LEFT + at * LINE, 1)


def _text(x: float, y: float, text: str, *, most: int, **more: str) -> str:
    """A text, cut to a number of characters; the whole is told on hovering."""
    whole = " ".join(harmless(text).split())
    short = whole if len(whole) <= most else whole[: most - 1] + "…"
    own = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in more.items())
    title = f"<title>{escape(whole[:1000])}</title>" if short != whole else ""
    return f'<text x="{x:g}" y="{y:g}" unicode-bidi="plaintext"{own}>{title}{escape(short)}</text>'


def _shape(one: _Marker, x: float, y: float) -> str:
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


def _legend(
    dossier: Dossier, letters: Mapping[str, str], colours: Mapping[str, str]
) -> tuple[int, list[str]]:
    """Who the letters are, and what the signs mean; its height and its parts."""
    found: list[str] = []
    column, y = 0, 18
    for party, letter in letters.items():
        x = 14 + column * 208
        role, colour = dossier.parties[party].role, _colour(dossier, party)
        one = _Marker(party, letter, dossier.label(party), role, colour, Range(0, 0, 0), 60)
        found.append(_shape(one, x + 6, y))
        found.append(_text(x + 20, y + 4, dossier.label(party), most=28, fill=colours["ink"]))
        column = (column + 1) % 4
        y += 22 if column == 0 else 0
    y += 26 if column else 4
    key = (
        "circle: signs · diamond: must live with it · square: looks on · larger: cares more · "
        "bar: doubt · shaded: the gap between those who sign · hatched: never signed"
    )
    found.append(_text(14, y, key, most=200, fill=colours["faint"], font_size="11"))
    return y + 12, found


def _row(
    issue: Issue,
    name: str,
    markers: Sequence[_Marker],
    walls: Sequence[_Wall],
    top: int,
    colours: Mapping[str, str],
) -> tuple[list[str], int]:
    """One issue's line; its parts, and where the next begins."""
    stacks = _stacked(markers)
    above = max(stacks.values(), default=0) * STEP + len(walls) * LANE
    y = top + 26 + above
    found = [f'<line x1="14" x2="{WIDTH - 14}" y1="{top}" y2="{top}" stroke="{colours["line"]}"/>']
    found += _name(name, y, colours)
    found += _gap(markers, y)
    found.append(
        f'<line x1="{_x(0)}" x2="{_x(1)}" y1="{y}" y2="{y}" stroke="{colours["ink"]}" '
        'stroke-width="1.5"/>'
    )
    found += _levels(issue, y, colours)
    highest = y - (max(stacks.values(), default=0) + 1) * STEP + 6
    for lane, wall in enumerate(walls):
        found += _wall(wall, y, highest - lane * LANE, colours)
    for one in markers:
        at = y - stacks[one.party] * STEP
        if one.at.high > one.at.low:  # all bars below all markers
            found.append(
                f'<line x1="{_x(one.at.low)}" x2="{_x(one.at.high)}" y1="{at}" y2="{at}" '
                f'stroke="{one.colour}" stroke-width="2" stroke-opacity="0.8"/>'
            )
    found += [_shape(one, _x(one.at.mode), y - stacks[one.party] * STEP) for one in markers]
    return found, y + 40


def _stacked(markers: Sequence[_Marker]) -> dict[str, int]:
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


def _name(name: str, y: int, colours: Mapping[str, str]) -> list[str]:
    words, lines = harmless(name).split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 26 and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > 2:
        lines = [lines[0], " ".join(lines[1:])]
    start = y + 4 - 7 * (len(lines) - 1)
    return [
        _text(14, start + 14 * at, line, most=28, fill=colours["ink"], font_weight="bold")
        for at, line in enumerate(lines)
    ]


def _gap(markers: Sequence[_Marker], y: int) -> list[str]:
    """The stretch between what those who sign want."""
    places = [one.at.mode for one in markers if one.role == "principal"]
    if len(places) < 2 or max(places) == min(places):
        return []
    start, stop = _x(min(places)), _x(max(places))
    return [
        f'<rect x="{start:g}" y="{y - 8}" width="{stop - start:.1f}" height="16" '
        f'fill="{ORANGE}" fill-opacity="0.3"/>'
    ]


def _levels(issue: Issue, y: int, colours: Mapping[str, str]) -> list[str]:
    found = []
    places = issue.positions()
    most = max(8, int(LINE / len(places) / 5.8))
    for level, at in places.items():
        here = level == issue.status_quo
        side = "start" if at < 0.08 else "end" if at > 0.92 else "middle"
        found.append(
            f'<line x1="{_x(at)}" x2="{_x(at)}" y1="{y - 5}" y2="{y + 5}" '
            f'stroke="{colours["ink"]}" stroke-width="{3 if here else 1.2}"/>'
        )
        x = _x(at) + {"start": -4, "end": 4, "middle": 0}[side]
        weight = "bold" if here else "normal"
        text = f"{level[: most * 2]} (now)" if here else level
        found.append(
            _text(x, y + 22, text, most=most, text_anchor=side, fill=colours["ink"],
                  font_size="11", font_weight=weight)
        )  # fmt: skip
    return found


def _wall(wall: _Wall, y: int, lane: int, colours: Mapping[str, str]) -> list[str]:
    """A wall across the line, and the hatched stretch behind it, with whose it is."""
    start, stop, edge = _x(wall.start), _x(wall.stop), _x(wall.edge)
    solid = 0.35 + 0.65 * wall.likelihood
    chance = "" if wall.likelihood >= 0.995 else f" {wall.likelihood:.0%}"
    inside = edge + 4 if wall.stop == 1.0 else edge - 4
    anchor = "start" if wall.stop == 1.0 else "end"
    return [
        f'<rect x="{start:g}" y="{lane - 9}" width="{stop - start:.1f}" height="10" '
        f'fill="url(#sig-hatch)" opacity="{solid:.2f}"/>',
        f'<line x1="{edge:g}" x2="{edge:g}" y1="{lane - 11}" y2="{y + 7}" stroke="{RED}" '
        f'stroke-width="3.5" opacity="{solid:.2f}"/>',
        f'<rect x="{inside if anchor == "start" else inside - 40:g}" y="{lane - 9}" width="40" '
        f'height="10" fill="{"#ffffff" if colours["paper"] != "none" else "var(--paper, #fff)"}" '
        'fill-opacity="0.85"/>',
        f'<text x="{inside + (2 if anchor == "start" else -2):g}" y="{lane}" font-size="10" '
        f'font-weight="bold" text-anchor="{anchor}" fill="{colours["ink"]}">'
        f"{escape(wall.letter)}{chance}</text>",
    ]


def _told(
    name: str, issue: Issue, markers: Sequence[_Marker], walls: Sequence[_Wall], dossier: Dossier
) -> str:
    """A line in words, for those who cannot see it."""
    places = issue.positions()

    def nearest(at: float) -> str:
        return min(places, key=lambda level: abs(places[level] - at))

    parts = [f"{harmless(one.label)[:80]} wants {nearest(one.at.mode)}" for one in markers]
    whose = {letter: dossier.label(party) for party, letter in _letters(dossier).items()}
    for wall in walls:
        side = "beyond" if wall.stop == 1.0 else "short of"
        inside = [at for at in places.values() if not wall.start <= at <= wall.stop]
        if inside:
            last = max(inside) if wall.stop == 1.0 else min(inside)
            parts.append(
                f"{harmless(whose[wall.letter])[:80]} would never sign {side} {nearest(last)} "
                f"(real with a chance of {wall.likelihood:.2f})"
            )
    now = f"now {issue.status_quo}"
    return f"{harmless(name)[:80]}: " + "; ".join([now, *parts]) + "."
