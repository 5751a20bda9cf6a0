"""Exact numbers: what people write as decimals, as fractions and as integers on a common scale.

Sums of floats taken in different orders differ in the last bit and make false points of a frontier;
sums of integers do not.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

Number = int | float | str | Decimal | Fraction
"""What a score may be given as. A float means the shortest decimal that reads back as it."""
SAFE = 2**62
"""Sums below this fit the machine's integers."""
_DIGITS = 400


def fraction(number: Any) -> Fraction:
    """The exact value of a number.

    Raises
    ------
    ValueError
        It is no number, not finite, or written with more than 400 digits.
    """
    if hasattr(number, "item"):
        number = number.item()
    if isinstance(number, Fraction | int):
        return Fraction(number)
    if isinstance(number, str) and "/" in number and len(number) <= _DIGITS:
        try:
            return Fraction(number.strip())
        except (ValueError, ZeroDivisionError):
            raise ValueError(f"{number!r} is no number") from None
    try:
        value = Decimal(repr(number) if isinstance(number, float) else str(number).strip())
    except InvalidOperation:
        raise ValueError(f"{number!r} is no number") from None
    if not value.is_finite():
        raise ValueError(f"{number!r} is not finite")
    exponent = value.as_tuple().exponent
    if len(value.as_tuple().digits) + abs(int(exponent)) > _DIGITS:
        raise ValueError(f"{str(number)[:40]!r} is written with more than {_DIGITS} digits")
    return Fraction(value)


def common_scale(values: Iterable[Fraction]) -> int:
    """The least number that makes every value an integer."""
    return lcm(*{value.denominator for value in values})


def as_integers(values: Iterable[Fraction], scale: int) -> list[int]:
    """Values times a scale that makes them integers."""
    return [value.numerator * (scale // value.denominator) for value in values]


def integer_array(rows: list[list[int]], *, wide: bool) -> NDArray[Any]:
    """Integers as an array: of the machine's, or of Python's own where those are too small."""
    return np.array(rows, dtype=object if wide else np.int64)
