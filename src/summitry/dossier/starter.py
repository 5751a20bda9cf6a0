"""The commented dossier that ``summitry new`` writes: a small invented case to overwrite."""

from __future__ import annotations

from importlib.resources import files


def starter(name: str) -> str:
    """Text of a starter dossier; ``name`` goes into its title."""
    text = files("summitry.dossier").joinpath("starter.yaml").read_text(encoding="utf-8")
    plain = "".join(one if one.isprintable() else " " for one in name)
    title = plain.replace("\\", "\\\\").replace('"', '\\"')
    return text.replace("@TITLE@", title)
