"""Judgements as people type them: ``agreed=0.35``, ``agreed=likely``, ``outcome=deal > none``.

| written | claim |
| --- | --- |
| ``agreed=0.35`` or ``agreed=35%`` | a probability |
| ``agreed=likely`` | a likelihood word |
| ``outcome=modest step > no deal > grand bargain`` | a ranking, the likeliest first |
| ``winner=A: 0.5 | B: 0.3 | C: 0.2`` | answers without an order |
| ``sanctions=kept: 0.5 < eased: 0.3 < lifted: 0.2`` | answers in an order |
| ``troops=10%: 5000, 50%: 9000, 90%: 20000`` | quantiles of a quantity |
| ``troops=9000 +- 2500`` | a quantity with a normal law |
"""

from __future__ import annotations

import re

from summitry.dossier.vocabulary import LIKELIHOOD
from summitry.ledger.claims import (
    Answers,
    Claim,
    Normal,
    Number,
    Quantiles,
    Ranking,
    Word,
    likelihood_word,
    wrong,
)
from summitry.ledger.faults import LedgerError

BUILT_IN = {"agreed": 0.0, "exchange": 0.0, "no deal": 1.0}
"""What 'no deal' means for the events that every case has."""
_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_CHANCE = re.compile(rf"({_NUMBER})\s*(%?)")
_NORMAL = re.compile(rf"({_NUMBER})\s*(?:\+-|\+/-|±)\s*({_NUMBER})")
_QUANTILE = re.compile(rf"({_NUMBER})\s*%\s*:\s*({_NUMBER})")
RIGHT = "write e.g. agreed=0.35, agreed=likely, 'outcome=deal > no deal', 'winner=A: 0.6 | B: 0.4'"


def read_judgement(text: str) -> Claim:
    """A claim from what somebody typed.

    Raises
    ------
    LedgerError
        It cannot be read, or its numbers make no claim; the message says what would be right.
    """
    on, sign, said = text.rpartition("=")
    on, said = on.strip(), said.strip()
    if not sign or not on or not said:
        raise LedgerError(f"{text!r} is no judgement; {RIGHT}")
    claim = _claim(on, said)
    if claim is None:
        words = ", ".join(LIKELIHOOD)
        raise LedgerError(
            f"{text!r}: {said!r} is neither a probability, nor a likelihood word ({words}), "
            f"nor a ranking; {RIGHT}"
        )
    fault = wrong(claim)
    if fault:
        raise LedgerError(f"{text!r}: {fault}")
    return claim


def _claim(on: str, said: str) -> Claim | None:
    normal = _NORMAL.fullmatch(said)
    if normal:
        return Normal(on, float(normal[1]), float(normal[2]))
    pairs = [_QUANTILE.fullmatch(part.strip()) for part in said.split(",")]
    if all(pairs):
        found = [(float(one[1]) / 100, float(one[2])) for one in pairs if one]
        return Quantiles(on, tuple(at for at, _ in found), tuple(value for _, value in found))
    for sign in ("|", "<"):
        if sign in said and ":" in said:
            return _answers(on, said.split(sign), ordered=sign == "<")
    if ">" in said:
        return Ranking(on, tuple(part.strip() for part in said.split(">")))
    chance = _chance(said)
    if chance is not None:
        return Number(on, chance, BUILT_IN.get(on))
    word = likelihood_word(said)
    return None if word is None else Word(on, word)


def _answers(on: str, parts: list[str], *, ordered: bool) -> Claim | None:
    pairs = [part.rpartition(":") for part in parts]
    chances = [_chance(chance.strip()) for _, _, chance in pairs]
    names = tuple(name.strip() for name, _, _ in pairs)
    known = tuple(one for one in chances if one is not None)
    return Answers(on, names, known, ordered) if len(known) == len(names) else None


def _chance(text: str) -> float | None:
    match = _CHANCE.fullmatch(text)
    if match is None:
        return None
    return float(match[1]) / (100 if match[2] else 1)


def read_number(text: str) -> float | None:
    """A plain decimal number; None if the text is none."""
    return float(text) if re.fullmatch(_NUMBER, text) else None
