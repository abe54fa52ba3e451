"""Packages that a file's own modules import and that are not installed, though little needs them.

A module of layers may import torch for one function, a helper opencv for a picture. Such a package
is stood in for by a hollow one: its names can be imported, and say that it is missing where they
are used.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Sequence
from typing import Any, NoReturn

MOST = 6
"""How many packages are stood in for."""

_hollow: list[str] = []


class _Missing:
    """A name of a package that is missing; whoever uses it is told."""

    def __init__(self, package: str) -> None:
        self._package = package

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise ModuleNotFoundError(f"No module named {self._package!r}", name=self._package)

    __call__ = __mro_entries__ = __iter__ = __getitem__ = __enter__ = _refuse

    def __getattr__(self, name: str) -> _Missing:
        """Return another name of the package."""
        if name.startswith("__"):
            raise AttributeError(name)
        return _Missing(self._package)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the hollow packages and whatever is imported from inside them."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return a hollow module, or nothing."""
        if name.partition(".")[0] not in _hollow:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        """Return a module that has every name."""
        module = types.ModuleType(spec.name)
        missing = _Missing(spec.name.partition(".")[0])
        module.__all__ = []  # type: ignore[attr-defined]
        module.__getattr__ = lambda name: getattr(missing, name)  # type: ignore[method-assign]
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        """Leave the module as it was made."""


def begin() -> None:
    """Forget the hollow packages of another file."""
    for name in [n for n in sys.modules if n.partition(".")[0] in _hollow]:
        del sys.modules[name]
    _hollow.clear()
    sys.meta_path[:] = [f for f in sys.meta_path if not isinstance(f, _Finder)]
    sys.meta_path.append(_Finder())


def stands_in_for(package: str) -> bool:
    """Stand in for a package from now on; tell whether it was not yet, and there is room."""
    if not package or package in _hollow or len(_hollow) >= MOST:
        return False
    _hollow.append(package)
    return True
