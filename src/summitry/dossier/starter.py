"""The dossier that ``summitry new`` writes: small, whole, and explained line by line."""

from __future__ import annotations

import json
import re

_TITLE = "An invented case: two valleys share a river"


def starter(name: str) -> str:
    """Text of a commented dossier to start from.

    Parameters
    ----------
    name
        Title of the new case, usually its folder's name; text on one line.
    """
    title = " ".join(re.sub(r"[^ -~\u00a0-\ud7ff\ue000-\ufffd]", " ", name).split())
    return _TEXT.replace("TITLE", json.dumps(title or _TITLE, ensure_ascii=False), 1)


_TEXT = """\
# yaml-language-server: $schema=dossier.schema.json
#
# A dossier to start from. The case is invented: two valleys, Upper and Lower, negotiate about the
# river they share. Change it bit by bit into yours, and run 'summitry check' after each bit.
#
# How to write a number. Any number may be
#   0.3                     one value, taken as exact
#   [0.2, 0.3, 0.5]         least, likeliest and greatest value
#   {value: 0.3, kind: inferred, note: why}   with its reason; 'cite' says where it was read
# A probability may be a word: almost no chance, very unlikely, unlikely, roughly even, likely,
# very likely, almost certain. Leverage may be none, low, moderate, high or veto. The place of an
# ideal may be a level's name. The kinds of reason: stated (the party said it), reported (somebody
# says so of it), inferred (it follows from other facts), assumed (your judgement).
summitry: 1
title: TITLE
question: Does the spring meeting of the two valleys end with an agreed package?
# Nothing that became known after this day may be used: that would be hindsight.
as_of: 2024-03-01
author: you
# Single ideals and saliences without a word of their own are this sure: high, moderate or low.
confidence: moderate
unknowns:
  - Whether either valley has a second plan that nobody has heard of.

# Texts that numbers rest on. A text with a 'file' (a plain name, in this folder) has its quotes
# verified word for word. This one has none, since it is invented; nothing below cites it.
sources:
  gazette:
    title: Talks on the river resume
    publisher: an invented newspaper
    published: 2024-02

# Who has wishes. A principal signs. A ratifier is one whose displeasure costs its principal ('of').
# A third party signs nothing; here one of them gives cover (see below).
parties:
  upper: {name: Upper Valley, role: principal}
  lower: {name: Lower Valley, role: principal}
  farmers:
    name: Farmers of the Upper Valley
    role: ratifier
    of: upper
    leverage: moderate    # what their displeasure costs Upper; 'veto' would block a deal
  coast: {name: The Coast, role: third}

# What is negotiated. Levels stand in order, from one end to the other; the first is 0, the last 1.
# 'performed_by' is the party that has to do something if the level is to change.
issues:
  dam:
    name: Upper's new dam
    levels: [built, smaller, given up]
    status_quo: built
    performed_by: upper
    reversible: 0.2       # a dam given up is not soon begun again; 1 would be undone at once
  water:
    name: Water released in summer
    levels: [as now, more, most]
    status_quo: as now
    performed_by: upper
  payments:
    name: What Lower pays Upper
    levels: [no payment, some, full price]
    status_quo: no payment
    performed_by: lower
  inspection:
    name: Inspection of Lower's wells
    levels: [refused, allowed]
    status_quo: refused
    performed_by: lower
    verifiable: 0.8       # chance that a breach would be noticed
    # What may happen to the issue if there is no deal; the rest of the chance is the status quo.
    # no_deal: {allowed: unlikely}

# Rules that every package obeys: LEVELS requires LEVELS, or LEVELS excludes LEVELS.
clauses:
  - dam = given up requires payments >= some
  - payments >= some requires water >= more

# What each party wants: its ideal on an issue, and how much it cares there (salience, 0 to 100;
# only the ratios within a party matter). What a party could do alone it would have done by now: so
# its ideal on what it performs is as things stand, and its wish for a deal is told by what it wants
# from the other side and by its stakes.
stances:
  upper:
    dam: {ideal: built, salience: 60, kind: assumed, note: "Power for its towns."}
    water: {ideal: as now, salience: 40, kind: assumed, note: "Summer water is sold to farmers."}
    payments: {ideal: full price, salience: 80, kind: assumed, note: "It has debts."}
    inspection: {ideal: allowed, salience: 30, kind: assumed, note: "It suspects the wells."}
  lower:
    dam: {ideal: given up, salience: 50, kind: assumed, note: "It fears for the spring floods."}
    water:
      ideal: most
      salience: [60, 85, 100]
      kind: assumed
      note: Its rice depends on it.
    payments: {ideal: no payment, salience: 40, kind: assumed, note: "It is not rich either."}
    inspection:
      ideal: refused
      salience: 20
      # Levels that a party would never accept; perhaps it only says so, hence a likelihood.
      red_line: {above: refused, likelihood: unlikely}
      kind: assumed
      note: Pride, for the most part.
  farmers:
    water:
      ideal: as now
      salience: 90
      kind: assumed
      note: Their own fields come first.
    payments: {ideal: full price, salience: 30, kind: assumed, note: "Some of it would be theirs."}
  coast:
    water: {ideal: most, salience: 70, kind: assumed, note: "What Lower leaves reaches the sea."}

# What it costs (below 0) or brings (above 0) a party if there is no deal. 1 is all that the party
# wants on every issue together, so -0.05 is a twentieth of that.
stakes:
  upper:
    loan: {value: [-0.08, -0.04, 0.0], kind: assumed, note: "A bank waits for the signature."}
  lower:
    drought: {value: [-0.15, -0.08, -0.02], kind: assumed, note: "Another dry summer is near."}

# Somebody whose own policy shields a principal from a critic, on some issues: critics object less
# where the giver of cover gains.
cover:
  - from: coast
    to: farmers
    on: [water]
    strength: {value: [0.1, 0.3, 0.6], kind: assumed, note: "The Coast buys the farmers' grain."}

# How the parties negotiate.
process:
  rapport: {value: [0.2, 0.4, 0.6], kind: assumed, note: "The two mayors were at school together."}
  trust:                  # each principal's belief that the other side performs what it signs
    upper: {value: [0.6, 0.8, 0.9], kind: assumed, note: "Lower paid its last bills late."}
    lower: {value: [0.5, 0.7, 0.9], kind: assumed, note: "Upper has broken one promise."}
  slip: 0.05              # chance that an agreed package comes to nothing for outside reasons

# What is to be forecast, besides 'agreed' and 'exchange' (each side performs something).
events:
  more water: water >= more
  river treaty: water >= more and payments >= some and inspection = allowed

# Schools of thought. Each says by path what it would put in place of the numbers above.
assessments:
  hopeful:
    name: Those who hope
    note: The dossier as it stands.
  doubtful:
    name: Those who doubt
    note: They remember the last three meetings.
    set:
      process.trust.lower: {value: [0.2, 0.4, 0.6], kind: assumed, note: "One promise is enough."}
      process.rapport: [0.0, 0.1, 0.2]
      parties.farmers.leverage: high
      cover.coast>farmers.strength: [0.0, 0.1, 0.3]
      stances.lower.inspection.red_line.likelihood: likely
      # A demand that a principal may bring along and not go below.
      process.big_ask.upper: {issue: payments, at_least: full price, likelihood: unlikely}
"""
