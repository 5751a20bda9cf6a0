"""A dossier with a marker in everything that is not for the public, and a way to look for it."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from contextlib import suppress

import summitry as sm

MARK = "zqcanary"
"""In every confidential text and id."""
DIGITS = "73184"
"""In every confidential number."""

TEXT = """\
summitry: 1
title: Talks on the river
question: zqcanary01 a question?
as_of: 2024-03-01
coded: 2024-02
author: zqcanary03
note: zqcanary04
unknowns: [zqcanary05, zqcanary02]
law: triangular
confidence: low
sources:
  open: {title: Open source, published: 2024-01, note: zqcanary06}
  zqcanary07: {title: zqcanary08, author: zqcanary09, publisher: zqcanary10, published: 2024-01,
    url: "https://zqcanary11.example", note: zqcanary12}
parties:
  upper: {name: Upper Valley, role: principal, note: zqcanary13,
    cite: {zqcanary07: zqcanary words, open: open words}, influence: 0.473184}
  lower: {name: Lower Valley, role: principal}
  zqcanary14: {name: zqcanary15, role: principal}
  zqcanary16: {name: zqcanary17, role: ratifier, of: upper,
    leverage: [0.173184, 0.273184, 0.373184],
    slack: 0.0173184, trust: 0.573184, opacity: 0.0273184}
  farmers: {name: Farmers, role: ratifier, of: zqcanary14, leverage: 0.673184}
  coast: {name: The Coast, role: third}
issues:
  water:
    name: Summer water
    levels: [as now, more, most]
    status_quo: as now
    performed_by: upper
    consent: [zqcanary16]
    reversible: 0.373184
    no_deal: {more: 0.05}
    reads_as: {more: {upper: "zqcanary18 = zqcanary20", lower: "payments = some"}}
  payments: {name: Payments, levels: [none, some], status_quo: none, performed_by: lower}
  zqcanary18: {name: zqcanary19, levels: [zqcanary21, zqcanary20], status_quo: zqcanary21,
    performed_by: lower, note: zqcanary22}
  secret performer: {name: zqcanary23, levels: [zqcanary24, zqcanary25], status_quo: zqcanary24,
    performed_by: zqcanary14}
stances:
  upper:
    water: {ideal: as now, salience: 50, note: zqcanary26, coder: zqcanary27,
      red_line: {above: more, likelihood: 0.773184, note: zqcanary28}}
    payments: {ideal: some, salience: 73.184, note: zqcanary29}
    zqcanary18: {ideal: 0.573184, salience: 43.73184, note: zqcanary30, date: zqcanary31}
  lower:
    water: {ideal: most, salience: 60, cite: {zqcanary07: zqcanary quote}}
    payments: {ideal: none, salience: 23.73184}
    zqcanary18: {values: {zqcanary21: 0.173184, zqcanary20: 0.973184}, salience: 13.73184}
  zqcanary14:
    water: {ideal: 0.273184, salience: 33.73184, red_line: {below: most, likelihood: 0.673184}}
    payments: {ideal: some, salience: 5}
  zqcanary16: {water: {ideal: as now, salience: 63.73184}}
  farmers: {water: {ideal: as now, salience: 83.73184}}
  coast: {water: {ideal: most, salience: 53.73184}}
stakes:
  upper: {zqcanary32: {value: [-0.0873184, -0.0473184, -0.01], note: zqcanary33}}
  lower: {zqcanary34: {from: [coast], chance: 0.273184, cost: 0.0973184, note: zqcanary35}}
  zqcanary14: {zqcanary36: -0.173184}
cover:
  - {from: coast, to: zqcanary16, on: [water], strength: 0.473184, note: zqcanary37}
  - {from: coast, to: farmers, on: [water, zqcanary18], strength: 0.373184}
clauses:
  - zqcanary18 = zqcanary20 requires water >= more
  - water = most requires payments = some
process:
  rapport: {value: [0.173184, 0.273184, 0.373184], note: zqcanary38}
  hidden: {upper: 0.0731847, zqcanary14: 0.0273184}
  trust: {upper: {value: 0.873184, note: zqcanary39}, lower: 0.9731847}
  big_ask: {upper: {issue: zqcanary18, at_least: zqcanary20, likelihood: 0.173184,
    note: zqcanary40}}
  slip: 0.0173184
  holding_back: 0.1273184
time:
  dates: {zqcanary41: {on: 2025-01-01, chance: 0.173184, note: zqcanary42}}
  patience: {upper: 0.873184}
tracks:
  zqcanary43: {name: zqcanary44, baskets: [[water, payments], [rest]]}
  two tables: {name: Two tables, baskets: [[water], [payments], [rest]]}
road_maps:
  zqcanary45: {name: zqcanary46, steps: [{water: more}, {zqcanary18: zqcanary20}]}
  water first: {name: Water first, steps: [{water: more}, {payments: some}]}
relations:
  - {between: [upper, lower], events: [{on: 2024-01-01, what: zqcanary47, weight: 0.373184}]}
curve: [1.173184, 1.373184, 1.573184]
loss_aversion: [1.0731847, 1.1731847, 1.2731847]
events:
  more water: {when: water >= more, note: zqcanary48}
  zqcanary49: water = most
  meets a secret: zqcanary18 = zqcanary20
  an ask: ask of upper
  some money: {when: payments = some, observable_by: 2024-06-01}
levers:
  process.trust.upper: {by: [lower], how: zqcanary50, cost: 3.73184}
  stances.lower.water.salience: {by: [lower], how: care less for water}
reveals:
  process.rapport: {what: zqcanary51}
assessments:
  hopeful:
    name: The hopeful
    holder: zqcanary52
    note: zqcanary53
    wants: zqcanary49
    groups: {zqcanary54: [process.rapport]}
    set:
      process.rapport: {value: 0.673184, note: zqcanary55}
      parties.zqcanary16.leverage: 0.0731847
      process.big_ask.lower: {issue: zqcanary18, at_least: zqcanary20, likelihood: 0.0173184}
      stances.upper.water.salience: 57.3184
  zqcanary56: {name: zqcanary57, set: {process.rapport: 0.0731848}}
audiences:
  title: anyone
  as_of: anyone
  sources.open: anyone
  sources.open.note: team
  parties.upper: anyone
  parties.upper.note: team
  parties.upper.influence: team
  parties.lower: anyone
  parties.farmers: upper
  parties.farmers.leverage: team
  parties.coast: [anyone]
  issues: anyone
  issues.zqcanary18: team
  issues.water.reversible: team
  issues.water.no_deal: lower
  stances.upper.water: anyone
  stances.upper.water.note: team
  stances.upper.water.coder: team
  stances.upper.water.red_line: team
  stances.upper.zqcanary18: anyone
  stances.zqcanary16: anyone
  stances.lower.water: anyone
  cover: anyone
  cover.coast>farmers.strength: team
  cover.coast>zqcanary16.strength: team
  clauses: anyone
  process.big_ask: anyone
  process.trust: team
  road_maps: anyone
  tracks.two tables: anyone
  events: anyone
  events.more water.note: team
  events.zqcanary49: team
  events.an ask: team
  levers: anyone
  assessments.hopeful: anyone
  assessments.hopeful.holder: team
  assessments.hopeful.note: team
  assessments.hopeful.groups: team
  assessments.hopeful.set.stances.upper.water.salience: team
"""


def dossier():
    """The dossier, read as a file would be."""
    from summitry.dossier.reading import read_tree

    return sm.build(read_tree(TEXT).data)


def told_in(picture):
    """Texts that a PNG carries beside its pixels, taken out of their compression."""
    if not picture.startswith(b"\x89PNG"):
        return
    at = 8
    while at < len(picture):
        (length,), kind = struct.unpack(">I", picture[at : at + 4]), picture[at + 4 : at + 8]
        body = picture[at + 8 : at + 8 + length]
        if kind in (b"tEXt", b"zTXt", b"iTXt"):
            yield body
            for start in range(len(body)):
                if body[start : start + 1] == b"x":
                    with suppress(zlib.error):
                        yield zlib.decompress(body[start:])
        at += 12 + length


def found(artefact):
    """Markers in an artefact, inside of embedded images too."""
    raw = artefact if isinstance(artefact, bytes) else artefact.encode()
    images = re.findall(rb"data:[\w/+.-]+;base64,([A-Za-z0-9+/=]+)", raw)
    every = [raw, *map(base64.b64decode, images)]
    every += [text for one in every for text in told_in(one)]
    marks = re.compile(rf"{MARK}\d*|\d*{DIGITS}\d*".encode(), re.IGNORECASE)
    return sorted({one.decode() for part in every for one in marks.findall(part)})
