"""Specifications become SVG and PNG, on this machine (the ``charts`` extra)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from summitry.forecasts.views import harmless

if TYPE_CHECKING:
    from summitry.charts.style import Spec

LONGEST = 160
"""Characters of a text in a picture; of a longer one its beginning and its end are drawn."""
END = 24
"""Characters of its end, by which names that begin alike are still told apart."""
CODE = ("labelExpr", "test", "filter")
"""Parts of a specification that are no text to be shown."""


def svg(spec: Spec) -> str:
    """A picture as SVG; raises ModuleNotFoundError, with the line that installs what is missing."""
    return str(converter().vegalite_to_svg(_text(spec), allowed_base_urls=[]))


def png(spec: Spec, scale: float = 2.0) -> bytes:
    """A picture as PNG, ``scale`` times its size on the page."""
    return bytes(converter().vegalite_to_png(_text(spec), scale=scale, allowed_base_urls=[]))


def _text(spec: Spec) -> str:
    """A picture's specification as JSON, without the characters that no drawing can hold."""
    return json.dumps(cleaned(spec))


def cleaned(node: object) -> object:
    """A specification, or a part of one, with every text harmless and no longer than it can be.

    No picture has room for more, and measuring texts of thousands of letters takes minutes.
    """
    if isinstance(node, str):
        text = harmless(node)
        return text if len(text) <= LONGEST else f"{text[: LONGEST - END - 1]}…{text[-END:]}"
    if isinstance(node, dict):
        return {
            cleaned(key): harmless(value)
            if key in CODE and isinstance(value, str)
            else cleaned(value)
            for key, value in node.items()
        }
    return [cleaned(one) for one in node] if isinstance(node, list | tuple) else node


def converter() -> Any:  # noqa: ANN401 - the module, where it is installed
    """The library that draws; raises ModuleNotFoundError, with the line that installs it."""
    try:
        import vl_convert
    except ModuleNotFoundError as error:
        msg = "pictures need vl-convert: pip install 'summitry[charts]'"
        raise ModuleNotFoundError(msg) from error
    return vl_convert
