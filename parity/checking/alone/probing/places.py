"""Where an object of the user's keeps its arrays: attributes, dictionaries, lists, parts."""

from __future__ import annotations

import contextlib
import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

DEPTH = 6
MOST = 400
"""How deep, and at how many arrays, a walk ends: a network has dozens."""

_NO_PARTS = (str, bytes, int, float, complex, bool, type, types.ModuleType, types.FunctionType,
             types.MethodType, types.BuiltinFunctionType, np.generic, np.dtype,
             np.random.Generator, np.random.RandomState)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where an array is kept.

    Attributes:
        path: steps from the object: ("attr", name), ("key", key) or ("item", index).
    """

    path: tuple[tuple[str, Any], ...]

    @property
    def name(self) -> str:
        """Return it as the user writes it: ``W``, ``params['W1']``, ``layers[0].W``."""
        text = ""
        for kind, step in self.path:
            text += f".{step}" if kind == "attr" else f"[{step!r}]"
        return text.removeprefix(".")

    @property
    def last(self) -> str:
        """Return the last word of it."""
        words = [str(step) for kind, step in self.path if kind != "item"]
        return words[-1] if words else ""

    def get(self, root: Any) -> Any:
        """Return what is kept there."""
        for kind, step in self.path:
            root = getattr(root, step) if kind == "attr" else root[step]
        return root

    def put(self, root: Any, value: Any) -> None:
        """Keep ``value`` there instead."""
        *way, (kind, step) = self.path
        owner = Place(tuple(way)).get(root)
        if kind == "attr":
            setattr(owner, step, value)
        else:
            owner[step] = value


def arrays_in(root: Any, every: bool = False, most: int = MOST) -> dict[Place, np.ndarray]:
    """Return the arrays of numbers that an object keeps.

    Args:
        root: the object.
        every: whether an array is named at each of its places, and not only at the shortest.
        most: at how many the walk ends.
    """
    found: dict[Place, np.ndarray] = {}
    seen: dict[int, Any] = {}
    level: list[tuple[tuple[tuple[str, Any], ...], Any]] = [((), root)]
    for _ in range(DEPTH):
        following: list[tuple[tuple[tuple[str, Any], ...], Any]] = []
        for path, value in level:
            for kind, step, part in _parts(value):
                shared = every and isinstance(part, np.ndarray)
                if id(part) in seen and not shared:
                    continue
                here = (*path, (kind, step))
                if isinstance(part, np.ndarray):
                    if part.dtype.kind in "fiub" and part.dtype != object:
                        seen[id(part)] = part
                        found[Place(here)] = part
                elif not isinstance(part, _NO_PARTS):
                    seen[id(part)] = part  # kept alive, so that no other gets its id
                    following.append((here, part))
                if len(found) >= most:
                    return found
        level = following
    return found


def _parts(value: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(value, dict):
        for key, part in list(value.items()):
            yield "key", key, part
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            yield "item", index, part
    else:
        try:
            own = dict(vars(value))
        except TypeError:
            own = {}
        for slot in getattr(type(value), "__slots__", ()) or ():
            if isinstance(slot, str) and hasattr(value, slot):
                own[slot] = getattr(value, slot)
        for name, part in own.items():
            yield "attr", name, part


def to_double(root: Any) -> bool:
    """Keep double precision where single was kept; tell whether there was any."""
    wide: dict[int, tuple[np.ndarray, np.ndarray]] = {}  # the old one is kept, and so its id
    for place, array in arrays_in(root, every=True, most=10 * MOST).items():
        if array.dtype in (np.float32, np.float16):
            if id(array) not in wide:
                wide[id(array)] = (array, array.astype(np.float64))
            with contextlib.suppress(TypeError, AttributeError):  # in a tuple, behind a property
                place.put(root, wide[id(array)][1])
    return bool(wide)
