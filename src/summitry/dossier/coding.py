"""How a dossier was coded, and to whom it is shown: records beside the numbers."""

from __future__ import annotations

from pydantic import Field

from summitry.dossier.record import Record, Text


class Coding(Record):
    """Whether coders may see what their numbers come to, and when the numbers were settled."""

    blind: bool = Field(
        False, description="Forecast and outcome stay hidden until the coding is frozen."
    )
    frozen: Text | None = Field(None, description="When it was frozen: 2026-11-27T16:00:00+00:00.")
    sha256: Text | None = Field(None, description="Fingerprint of what it said then.")

    @property
    def hides(self) -> bool:
        """Whether the forecast is to stay hidden for now."""
        return self.blind and self.frozen is None


def as_audiences(raw: object) -> object:
    """One audience written without brackets."""
    return [raw] if isinstance(raw, str) else raw
