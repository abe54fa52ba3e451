"""What stands behind a decorator."""

from __future__ import annotations

import inspect
import types
from typing import Any


def undecorated(function: Any) -> Any:
    """Return what a decorator hides that does not say so by :func:`functools.wraps`.

    Such a decorator's function takes ``*args, **kwargs`` and holds one other function, the one
    that is written in the source. Anything else is returned as it is.
    """
    inside = getattr(function, "__func__", function)
    if not isinstance(inside, types.FunctionType) or vars(inside).keys() & {
        "__wrapped__",
        "__signature__",
    }:
        return function
    code = inside.__code__
    passes_on = code.co_flags & inspect.CO_VARARGS and code.co_flags & inspect.CO_VARKEYWORDS
    if code.co_argcount or code.co_kwonlyargcount or not passes_on:
        return function
    held = [cell.cell_contents for cell in inside.__closure__ or () if not _empty(cell)]
    functions = [f for f in held if isinstance(f, types.FunctionType) and f is not inside]
    return undecorated(functions[0]) if len(functions) == 1 else function


def _empty(cell: types.CellType) -> bool:
    try:
        cell.cell_contents  # noqa: B018
    except ValueError:
        return True
    return False


def module_of(value: Any) -> str:
    """Return the name of the module in which a definition is written, whatever decorates it."""
    return str(getattr(undecorated(value), "__module__", None))
