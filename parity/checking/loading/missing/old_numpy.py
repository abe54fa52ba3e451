"""What NumPy had once, for code that was written then: ``np.int``, ``np.Inf``, ``float(b)`` of an
array with axes.

It is handed out where the code asks for it, and the reader is told.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
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

NUMBERS: dict[str, Callable[..., Any]] = {"float": float, "int": int}
"""What made a number of an array of one element, whatever its axes."""

_asked: list[str] = []
_made: list[str] = []


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


def lend_numbers(namespace: dict[str, Any], trees: Iterable[ast.AST]) -> None:
    """Let a file's ``float(b)`` take an array of one element that has axes.

    Args:
        namespace: the names of the file, before it runs.
        trees: its statements. Where one of the names is used for anything but a call, as a type
            say, it is left alone.
    """
    nodes = [node for tree in trees for node in ast.walk(tree)]
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    for name, kind in NUMBERS.items():
        uses = [node for node in nodes if isinstance(node, ast.Name) and node.id == name]
        if uses and all(id(node) in called for node in uses):
            namespace[name] = _number(name, kind)


def _number(name: str, kind: Callable[..., Any]) -> Callable[..., Any]:
    def number(*values: Any, **options: Any) -> Any:
        if values and isinstance(values[0], np.ndarray) and values[0].ndim and values[0].size == 1:
            if name not in _made:
                _made.append(name)
            values = (values[0].item(), *values[1:])
        return kind(*values, **options)

    return number


def told() -> list[Text]:
    """Return what the reader is told of what was asked for since the last time."""
    return [*_of_numbers(), *_of_names()]


def _of_numbers() -> list[Text]:
    calls = " and ".join(f"{name}()" for name in _made)
    calls_ja = "、".join(f"{name}()" for name in _made)
    _made.clear()
    if not calls:
        return []
    return [
        Text(
            f"NumPy no longer lets {calls} take an array that has axes, which raises TypeError; it "
            "was judged with the array's item() in the place.",
            f"現在の NumPy では、軸のある配列を {calls_ja} に渡すと TypeError になる。"
            "配列の item() に置き換えて判定した。",
        )
    ]


def _of_names() -> list[Text]:
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
