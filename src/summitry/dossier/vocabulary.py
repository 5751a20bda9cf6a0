"""Words that stand for numbers: the two ICD 203 vocabularies, and the words for leverage.

Likelihood and confidence are separate vocabularies and never mix, as Intelligence Community
Directive 203 (2015, section D.6.e(2)) asks. ICD 203 gives ranges for likelihood; the widths for
confidence and the ranges for leverage are this project's judgement.
"""

from __future__ import annotations

from math import inf

LIKELIHOOD: dict[str, tuple[float, float]] = {
    "almost no chance": (0.01, 0.05),
    "very unlikely": (0.05, 0.20),
    "unlikely": (0.20, 0.45),
    "roughly even": (0.45, 0.55),
    "likely": (0.55, 0.80),
    "very likely": (0.80, 0.95),
    "almost certain": (0.95, 0.99),
}
"""Likelihood word: least and greatest probability (ICD 203)."""

LIKELIHOOD_SYNONYMS: dict[str, str] = {
    "remote": "almost no chance",
    "highly improbable": "very unlikely",
    "improbable": "unlikely",
    "roughly even chance": "roughly even",
    "roughly even odds": "roughly even",
    "probable": "likely",
    "highly probable": "very likely",
    "nearly certain": "almost certain",
}
"""ICD 203's second row of likelihood words, which mean the same."""

CONFIDENCE: dict[str, float] = {"high": 0.05, "moderate": 0.12, "low": 0.25}
"""Confidence word: half-width of the range, as a share of the number's scale (judgement)."""

LEVERAGE: dict[str, tuple[float, float, float]] = {
    "none": (0.0, 0.0, 0.0),
    "low": (0.0, 0.1, 0.3),
    "moderate": (0.2, 0.5, 1.0),
    "high": (0.8, 1.5, 2.5),
    "veto": (inf, inf, inf),
}
"""Leverage word: what a principal loses per unit of a critic's displeasure (judgement)."""


def likelihood_range(word: str) -> tuple[float, float, float] | None:
    """Probability range ``(low, mode, high)`` of a likelihood word, mode mid-range; else None."""
    word = LIKELIHOOD_SYNONYMS.get(word, word)
    if word not in LIKELIHOOD:
        return None
    low, high = LIKELIHOOD[word]
    return low, (low + high) / 2, high


def confidence_range(
    value: float, half_width: float, low: float, high: float
) -> tuple[float, float, float]:
    """Range around ``value`` on the scale ``[low, high]``, end points clamped to the scale."""
    half = half_width * (high - low)
    return max(low, value - half), value, min(high, value + half)
