"""Data from outside, taken for no more than they are: built from JSON, and checked as they are.

:func:`plain` takes dataclasses apart, as far as they are given from outside; :func:`built` makes
them again from what anybody may have written, and raises ``ValueError`` where something is not
what the class says. Arrays are put beside the JSON, as their bytes.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    import numpy as np

ARRAY = "array"
"""The key under which an array's place is found in what is plain."""

NUMBERS = "biuf"
"""Kinds of arrays that are taken: never objects."""


def plain(value: Any, arrays: list[Any] | None = None) -> Any:
    """Return ``value`` as JSON can hold it; arrays are appended to ``arrays``.

    Raises:
        TypeError: for what is neither data nor an array of numbers.
    """
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name), arrays) for f in fields(value) if f.init}
    if isinstance(value, Mapping):
        return {_key(key): plain(own, arrays) for key, own in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(own, arrays) for own in value]
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    if kind and kind in NUMBERS:
        if not getattr(value, "shape", ()) and not hasattr(value, "__array_finalize__"):
            return value.item()
        if arrays is not None:
            arrays.append(value)
            return {ARRAY: len(arrays) - 1}
    raise TypeError(f"{type(value).__name__} is no plain data")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"{type(key).__name__} is no key")
    return key


def built(kind: Any, data: Any, arrays: Sequence[np.ndarray] = ()) -> Any:
    """Return what ``data`` describe, as ``kind``: a class, or a type such as ``list[int]``.

    Raises:
        ValueError: if they are something else.
    """
    origin = get_origin(kind)
    if kind is Any:
        return data
    if kind is None or kind is type(None):
        return _sure(data is None, kind, data, data)
    if origin in (Union, types.UnionType):
        why: ValueError | None = None
        for choice in get_args(kind):
            if choice is type(None) and data is not None:
                continue
            try:
                return built(choice, data, arrays)
            except ValueError as error:
                why = error
        raise why or _error(kind, data)
    if origin is Literal:
        return _sure(isinstance(data, str) and data in get_args(kind), kind, data, data)
    if kind in (str, bool):
        return _sure(isinstance(data, kind), kind, data, data)
    if kind in (int, float):
        fits = isinstance(data, int if kind is int else int | float) and not isinstance(data, bool)
        return kind(_sure(fits, kind, data, data))
    if origin in (list, tuple, set):
        return _sequence(kind, origin, data, arrays)
    if origin is not None and issubclass(origin, Mapping):
        _sure(isinstance(data, dict), kind, data, data)
        return {key: built(get_args(kind)[1], own, arrays) for key, own in data.items()}
    if is_dataclass(kind):
        return _dataclass(kind, data, arrays)
    return _array(kind, data, arrays)


def _sequence(kind: Any, origin: Any, data: Any, arrays: Sequence[np.ndarray]) -> Any:
    _sure(isinstance(data, list), kind, data, data)
    inside = get_args(kind)
    if origin is tuple and inside[-1:] != (Ellipsis,):
        _sure(len(data) == len(inside), kind, data, data)
        return tuple(built(k, own, arrays) for k, own in zip(inside, data, strict=True))
    return origin(built(inside[0], own, arrays) for own in data)


def _dataclass(kind: Any, data: Any, arrays: Sequence[np.ndarray]) -> Any:
    _sure(isinstance(data, dict), kind, data, data)
    known = _fields(kind)
    for name in data:
        if name not in known:
            raise ValueError(f"{kind.__name__} has no {name!r}")
    for name, (_, needed) in known.items():
        if needed and name not in data:
            raise ValueError(f"{kind.__name__} without {name!r}")
    return kind(**{name: built(known[name][0], own, arrays) for name, own in data.items()})


@cache
def _fields(kind: Any) -> dict[str, tuple[Any, bool]]:
    """Return the fields of a dataclass: their types, and whether they have no default."""
    hints = get_type_hints(kind)
    return {
        f.name: (hints[f.name], f.default is MISSING and f.default_factory is MISSING)
        for f in fields(kind)
        if f.init
    }


def _array(kind: Any, data: Any, arrays: Sequence[np.ndarray]) -> Any:
    import numpy as np

    if kind is not np.ndarray:
        raise TypeError(f"{kind} cannot be built")
    place = data.get(ARRAY) if isinstance(data, dict) else None
    fits = isinstance(place, int) and 0 <= place < len(arrays)
    return arrays[_sure(fits, kind, data, place)]


def _sure(fits: bool, kind: Any, data: Any, value: Any) -> Any:
    if not fits:
        raise _error(kind, data)
    return value


def _error(kind: Any, data: Any) -> ValueError:
    said = repr(data)
    said = said if len(said) <= 40 else f"{said[:40]} ..."
    return ValueError(f"{said} is no {getattr(kind, '__name__', None) or kind}")
