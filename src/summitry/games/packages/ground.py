"""Legal packages by their rules, for a search that lists none."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Ground(NamedTuple):
    """The legal packages, by their rules.

    Rules are bits of words: ``when_off`` and ``then_off`` (slots, words) tell which rules'
    condition a level does away with, and which rules' demand it breaks; ``when_on`` (issues, words)
    which conditions an issue is part of; ``never`` (words,) which conditions may not come true.
    ``open`` (slots,): levels that may be taken. ``counted`` (issues,): one of these must move.
    """

    offsets: NDArray[np.int64]
    sizes: NDArray[np.int64]
    status_quo: NDArray[np.int64]
    open: NDArray[np.bool_]
    counted: NDArray[np.bool_]
    when_off: NDArray[np.uint64]
    then_off: NDArray[np.uint64]
    when_on: NDArray[np.uint64]
    never: NDArray[np.uint64]
