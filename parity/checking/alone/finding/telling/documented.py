"""Shapes that a docstring tells: ``x: input, of shape (N, D)``, ``Wax -- ... shape (n_a, n_x)``."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence
from typing import Any

_KNOWN = {"n": 4, "m": 4, "n_ex": 4, "batch": 4, "batch_size": 4, "c": 3, "h": 6, "w": 4, "t": 2,
          "t_x": 2, "hh": 3, "ww": 3, "f": 3, "n_c": 2, "n_c_prev": 3, "n_h_prev": 6,
          "n_w_prev": 4, "v": 7}  # fmt: skip
_FREE = (5, 6, 3, 8, 7, 9)
_SHAPE = r"\(([\w\s,.*+'-]+)\)"


def shapes_in(functions: Iterable[Any], names: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return the shapes that docstrings tell for ``names``, with sizes that fit together."""
    text = "\n".join(inspect.getdoc(function) or "" for function in functions)
    if "(" not in text:
        return {}
    sizes: dict[str, int] = {}
    free = iter(_FREE * 3)
    found: dict[str, tuple[int, ...]] = {}
    lines = text.split("\n")
    for name in names:
        for number, line in enumerate(lines):
            if not re.match(rf"\s*-?\s*`?{re.escape(name)}`?\s*(--|:|\(|-|,)", line):
                continue
            said = " ".join(lines[number : number + 2])
            said = said[said.find(name) + len(name) :]
            shapes = (_numbers(text, sizes, free) for text in re.findall(_SHAPE, said))
            shape = next((s for s in shapes if s is not None), None)
            if shape is not None:
                found[name] = shape
                break
    return found


def _numbers(text: str, sizes: dict[str, int], free: Any) -> tuple[int, ...] | None:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts or any(not re.search(r"[\w.]", part) for part in parts):
        return None
    if any("..." in part for part in parts):
        parts = [parts[0], "D"]
    found = []
    for part in parts:
        words = re.findall(r"[A-Za-z_]\w*", part)
        if any(len(word) > 12 for word in words) or " " in re.sub(r"\s*([*+-])\s*", r"\1", part):
            # "size of previous layer" is one size; so is "number of examples".
            if not re.match(r"(the )?(size|number|length|dim)", part):
                return None
            part = "m" if "examples" in part else re.sub(r"\W+", "_", part.replace("the ", ""))
            words = [part]
        for word in words:
            key = word.lower()
            if word not in sizes:
                alone = len(parts) in (1, 2) and key in ("h", "w", "c", "f")
                taken = set(sizes.values())
                known = _KNOWN.get(key)
                sizes[word] = (
                    known if known and not alone else next((n for n in free if n not in taken), 5)
                )
        expression = re.sub(r"(\d)\s*([A-Za-z_])", r"\1*\2", part)
        if not re.fullmatch(r"[\w\s*+-]+", expression) or "**" in expression:
            return None
        try:
            value = int(eval(expression, {"__builtins__": {}}, dict(sizes)))
        except Exception:
            return None
        found.append(value)
    return tuple(found) if all(0 < n < 40 for n in found) else None
