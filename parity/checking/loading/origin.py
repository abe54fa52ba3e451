"""Whose code a file holds: the user's, or a library's."""

from __future__ import annotations

import inspect
import linecache
import os
import re
import types
from functools import lru_cache
from pathlib import Path
from typing import Any

from parity.checking.report import Line

_CELL = re.compile(r"\.ipynb\[cell \d+\]$")
_INSTALLED = {"site-packages", "dist-packages"}
_ROOT = Path(__file__).resolve().parents[3]
_OURS = tuple(
    str(_ROOT / name)
    for name in ("parity", "numpy_impl", "torch_impl", "tf_impl",
                 "parity_reports" if (_ROOT / "parity_reports").is_dir() else "reports")
)  # fmt: skip
"""Installed from the wheel, ``reports`` has another name, and that name may be a user's."""
_STANDARD = {os.path.dirname(os.path.realpath(str(m.__file__))) for m in (os, linecache)}
"""Python's own folder; where it is packed, as in a browser, os alone stands beside the pack."""
_LIBRARIES = (*_STANDARD, *_OURS)

own_files: set[str] = set()
"""Files that were loaded as the user's, wherever they stand."""


def is_users(filename: str) -> bool:
    """Tell whether ``filename``, as code objects and tracebacks have it, is the user's."""
    if filename in own_files or _CELL.search(filename):
        return True
    if filename.startswith("<"):  # what is typed at a prompt; the import system is <frozen ...>
        return "input" in filename or "stdin" in filename or filename in linecache.cache
    if filename.endswith(".pyx"):  # compiled into a library, under a name without a folder
        return False
    return not _is_library(filename)


def is_ours(filename: str) -> bool:
    """Tell whether ``filename`` is of this project, and not loaded as the user's."""
    return filename.startswith(tuple(f"{folder}{os.sep}" for folder in _OURS)) and (
        filename not in own_files
    )


@lru_cache(maxsize=4096)
def _is_library(filename: str) -> bool:
    path = os.path.realpath(filename)
    return not _INSTALLED.isdisjoint(path.split(os.sep)) or any(
        path.startswith(folder + os.sep) for folder in _LIBRARIES
    )


def shown(filename: str) -> str:
    """Return ``filename`` as a reader wants it: relative where it is below this folder."""
    if not os.path.isabs(filename):
        return filename
    try:
        relative = os.path.relpath(filename)
    except ValueError:  # another drive
        return filename
    return filename if relative.startswith(os.pardir) else relative


def line_in(function: Any, number: int) -> Line | None:
    """Return a line of the user's function, counted from its first; None where it is not known."""
    written = inspect.unwrap(getattr(function, "__func__", function))
    code = getattr(written, "__code__", None)
    if code is None or not is_users(code.co_filename):
        return None
    try:
        source, start = inspect.getsourcelines(written)
    except OSError:
        return None
    if number > len(source):
        return None
    return Line(shown(code.co_filename), start + number - 1, source[number - 1].strip())


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
