"""The signature picture: parties on each issue's line, red lines as walls, the gap shaded.

Drawn by hand as SVG, so that it needs no library, stands in the page as it is, and can be read out:
the title says what it is, the description what it shows. Nothing is told by colour alone: parties
have letters and shapes, walls are hatched. It is laid out for the page's width, as the other
pictures are, so that its type is as large as theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from summitry.charts.issue_line import EDGE, LEADING, LEVEL, NAME, Marker, Wall, row, shape
from summitry.charts.lettering import drawn, fitted, lines, one_line, width
from summitry.charts.stances import forbidden, ideal
from summitry.charts.style import BLUE, FAINT, FONT, GREEN, GRID, INK, ORANGE, PURPLE, RED
from summitry.charts.style import PAGE as WIDTH
from summitry.dossier.estimate import Range
from summitry.dossier.inputs import inputs
from summitry.dossier.model import Dossier, Issue
from summitry.forecasts.views import harmless

SIGNATURE = "Parties on each issue's line, red lines as walls, the gap between them shaded."
COLUMNS = (3, 2)
"""Of the list of who the letters are: as many as all names fit into, else the fewest."""
SIGNS = (
    "circle: signs · diamond: must live with it · square: looks on · larger: cares more · "
    "bar: doubt · shaded: the gap between those who sign · hatched: never signed"
)
PAPER = {"ink": INK, "faint": FAINT, "line": GRID, "paper": "#ffffff"}
"""Colours of a file, which stands on paper."""
PAGE = {
    "ink": f"var(--ink, {INK})", "faint": f"var(--faint, {FAINT})", "line": f"var(--line, {GRID})",
    "paper": "none",
}  # fmt: skip
"""Colours of the page, light or dark."""
_PRINCIPALS = (BLUE, ORANGE, GREEN, PURPLE)


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
        part, height = row(issue, issue.name or key, markers, walls, height, colours)
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


def _markers(dossier: Dossier, issue: str, letters: Mapping[str, str]) -> list[Marker]:
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
        found.append(Marker(party, letter, label, role, colour, span, weight))
    return found


def _walls(dossier: Dossier, issue: str, letters: Mapping[str, str]) -> list[Wall]:
    found = []
    for party, letter in letters.items():
        stance = dossier.stances[party].get(issue)
        for line in stance.red_line if stance else ():
            start, stop = forbidden(dossier, issue, line)
            found.append(Wall(letter, start, stop, line.likelihood.range().mode))
    return found


def _legend(
    dossier: Dossier, letters: Mapping[str, str], colours: Mapping[str, str]
) -> tuple[int, list[str]]:
    """Who the letters are, and what the signs mean; its height and its parts."""
    found: list[str] = []
    names = [one_line(dossier.label(party)) for party in letters]
    whole_width = WIDTH - 2 * EDGE
    columns = next(
        (
            many
            for many in COLUMNS
            if all(width(one, NAME) <= whole_width / many - 30 for one in names)
        ),
        COLUMNS[-1],
    )
    wide = whole_width / columns
    y = 18
    for number, (party, letter) in enumerate(letters.items()):
        y = 18 + 22 * (number // columns)
        x = EDGE + wide * (number % columns)
        role, colour = dossier.parties[party].role, _colour(dossier, party)
        whole = dossier.label(party)
        one = Marker(party, letter, whole, role, colour, Range(0, 0, 0), 60)
        found.append(shape(one, x + 6, y))
        text = fitted(one_line(whole), NAME, wide - 30)
        found.append(drawn(x + 20, y + 4, text, whole, fill=colours["ink"]))
    y += 26
    for text in lines(SIGNS, LEVEL, whole_width, 3):
        found.append(drawn(EDGE, y, text, fill=colours["faint"], font_size=str(LEVEL)))
        y += LEADING
    return y, found


def _told(
    name: str, issue: Issue, markers: Sequence[Marker], walls: Sequence[Wall], dossier: Dossier
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
