"""NumPy in the place of packages that are NumPy under another name, where they are missing.

``import autograd.numpy as np`` and ``import cupy as np`` give functions that compute what NumPy's
do; what such packages have besides (automatic gradients, a device) is not stood in for. numba's
``jit`` and ``njit`` leave a function as it is, which computes the same.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from parity.describing.concept import Text

INSIDE = {"autograd": "autograd.numpy", "cupy": ""}
"""Packages, and which of their modules is NumPy; the package itself if none is named."""

BARS = ("tqdm", "tqdm.auto", "tqdm.notebook")
"""Packages that only show how far a loop has come."""
COMPILERS = ("numba",)
"""Packages whose decorators compile a function."""

_used: list[str] = []


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds what nobody else has found; asked last of all."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return the stand-in of a package, or nothing."""
        if name in BARS:
            return importlib.machinery.ModuleSpec(name, self, is_package=name == BARS[0])
        if name not in (*INSIDE, *COMPILERS):
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=bool(INSIDE.get(name)))

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        """Return a module that hands out NumPy, or NumPy's names."""
        import numpy

        module = types.ModuleType(spec.name)
        if spec.name in BARS:
            module.tqdm = module.tqdm_notebook = Bar  # type: ignore[attr-defined]
            module.trange = lambda *n, **_: Bar(range(*n))  # type: ignore[attr-defined]
            return module
        inside = INSIDE.get(spec.name, "")
        if spec.name in COMPILERS:
            module.jit = module.njit = _as_it_is  # type: ignore[attr-defined]
            module.prange = range  # type: ignore[attr-defined]
            module.__getattr__ = _missing(spec.name)  # type: ignore[method-assign]
        elif inside:
            module.numpy = numpy  # type: ignore[attr-defined]
            sys.modules[inside] = numpy
            module.__getattr__ = _missing(spec.name)  # type: ignore[method-assign]
        else:
            module.__getattr__ = lambda name: getattr(numpy, name)  # type: ignore[method-assign]
            module.asnumpy = numpy.asarray  # type: ignore[attr-defined]
            module.get_array_module = lambda *_: numpy  # type: ignore[attr-defined]
        _used.append(inside or spec.name)
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        """Leave the module as it was made."""


class Bar:
    """Stands for a progress bar: it hands on what it goes through, and shows nothing."""

    def __init__(self, iterable: Iterable[Any] = (), *_: Any, **__: Any) -> None:
        self.iterable = iterable

    def __iter__(self) -> Iterator[Any]:
        """Go through what was given."""
        return iter(self.iterable)

    def __enter__(self) -> Bar:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End."""

    def __getattr__(self, name: str) -> Any:
        """Return what does nothing: update, set_description, close and the like."""
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_, **__: None


def _as_it_is(*arguments: Any, **options: Any) -> Any:
    """Return a function as it is, or what does so, as a decorator with arguments does."""
    if len(arguments) == 1 and callable(arguments[0]) and not options:
        return arguments[0]
    return lambda function: function


def _missing(package: str) -> Callable[[str], Any]:
    """Return what says that the package is missing, where a name of it is asked for."""

    def missing(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise ModuleNotFoundError(f"No module named {package!r}", name=package)

    return missing


def stand_in() -> None:
    """Let imports find the stand-ins where the packages are missing."""
    _used.clear()
    sys.meta_path[:] = [f for f in sys.meta_path if not isinstance(f, _Finder)]
    sys.meta_path.append(_Finder())


def told() -> Text | None:
    """Return what the reader is told of them; None if none was asked for."""
    if not _used:
        return None
    compilers = ", ".join(name for name in dict.fromkeys(_used) if name in COMPILERS)
    others = ", ".join(name for name in dict.fromkeys(_used) if name not in COMPILERS)
    en, ja = [], []
    if others:
        en.append(f"{others} is not installed; NumPy itself was used in its place.")
        ja.append(f"{others} がインストールされていないため、NumPy で代用した。")
    if compilers:
        en.append(f"{compilers} is not installed; what it would compile was run as it is.")
        ja.append(f"{compilers} がインストールされていないため、コンパイルせずにそのまま実行した。")
    return Text(" ".join(en), "".join(ja))
