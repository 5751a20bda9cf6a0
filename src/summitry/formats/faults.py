"""What is wrong in somebody's file, and what a reader must know of one that is not clear."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """``file:line: what is wrong; what would be right``; line 0 where no line is meant."""

    file: str
    line: int
    fault: str
    right: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        text = f"{place}: {self.fault}" + (f"; {self.right}" if self.right else "")
        return " ".join(text.split())


class FormatError(Exception):
    """A file of another tool that cannot be taken; ``remarks`` has every fault of it."""

    def __init__(self, remarks: Iterable[Remark]) -> None:
        self.remarks = list(remarks)
        super().__init__("\n".join(str(one) for one in self.remarks))
