"""Names that NumPy had once, for code that was written then: ``np.int``, ``np.float_``, ``np.Inf``.

They are handed out where the code asks for them, and the reader is told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from parity.describing.concept import Text

REMOVED: dict[str, tuple[str, Any]] = {
    "int": ("int", int), "float": ("float", float), "object": ("object", object),
    "bool": ("bool", bool), "str": ("str", str), "complex": ("complex", complex),
    "unicode": ("str", str), "float_": ("np.float64", np.float64),
    "complex_": ("np.complex128", np.complex128), "unicode_": ("np.str_", np.str_),
    "string_": ("np.bytes_", np.bytes_), "Inf": ("np.inf", np.inf), "PINF": ("np.inf", np.inf),
    "Infinity": ("np.inf", np.inf), "infty": ("np.inf", np.inf), "NINF": ("-np.inf", -np.inf),
    "NaN": ("np.nan", np.nan), "NAN": ("np.nan", np.nan), "product": ("np.prod", np.prod),
    "cumproduct": ("np.cumprod", np.cumprod), "alltrue": ("np.all", np.all),
    "sometrue": ("np.any", np.any), "in1d": ("np.isin", np.isin),
    "row_stack": ("np.vstack", np.vstack), "round_": ("np.round", np.round),
    "mat": ("np.asmatrix", np.asmatrix),
    "trapz": ("np.trapezoid", getattr(np, "trapezoid", None)),
    "asfarray": ("np.asarray", lambda a: np.asarray(a, dtype=float)),
    "asscalar": ("array.item()", lambda a: np.asarray(a).item()),
}  # fmt: skip
"""What was removed: what is written today, and what it is."""

_asked: list[str] = []


class _Removed:
    """Looks up what NumPy itself does not have."""

    def __init__(self, otherwise: Callable[[str], Any]) -> None:
        self.otherwise = otherwise

    def __call__(self, name: str) -> Any:
        """Return what was removed, or what NumPy says of the name."""
        now = REMOVED[name][1] if name in REMOVED else None
        if now is None:
            return self.otherwise(name)
        if name not in _asked:
            _asked.append(name)
        return now


def bring_back() -> None:
    """Let NumPy hand out its removed names."""
    now: Any = vars(np).get("__getattr__")
    if now is not None and not isinstance(now, _Removed):
        vars(np)["__getattr__"] = _Removed(now)


def told() -> list[Text]:
    """Return what the reader is told of the names that were asked for since the last time."""
    names = ", ".join(f"np.{name}" for name in _asked)
    today = ", ".join(REMOVED[name][0] for name in _asked)
    _asked.clear()
    if not names:
        return []
    return [
        Text(
            f"NumPy has {names} no longer, which raises AttributeError; it was judged with {today} "
            "in the place.",
            f"現在の NumPy には {names} がなく、AttributeError になる。"
            f"{today} に置き換えて判定した。",
        )
    ]
