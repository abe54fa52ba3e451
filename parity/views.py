"""How a result shows itself, as text and in a notebook.

What draws a result stands in ``reports``, which no room of this package knows. The doors know both
and say here who draws what.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Draw = Callable[..., str]

_DRAWN_BY: dict[str, Draw] = {}


def drawn_by(view: str, draw: Draw) -> None:
    """Let ``draw`` make the view called ``view``, such as ``"check.text"``."""
    _DRAWN_BY[view] = draw


def drawn(view: str, *result: Any) -> str:
    """Return a view of a result.

    Raises:
        KeyError: if nobody draws it.
    """
    return _DRAWN_BY[view](*result)
