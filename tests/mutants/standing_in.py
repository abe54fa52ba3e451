"""Lets a mutant stand in for a module, in this process: nothing is written to the source tree.

A tool that edits files or wraps functions does not fit this suite, which reads its own source: the
listed mistakes, the questions and the digests are made of it. So the module is compiled from the
mutant's text when it is imported, and whoever imported the right one is imported again.
"""

from __future__ import annotations

import ast
import functools
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]


def name_of(path: str) -> str:
    """Return the module of a file: ``numpy_impl.layer`` for ``numpy_impl/layer.py``."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads a module from its file, but with another text; it keeps no bytecode."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        return self.source_to_code(self._source.encode(), self.path)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, name: str, path: Path, source: str) -> None:
        self.name, self.path, self.source = name, path, source

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name:
            return None
        loader = _Loader(fullname, str(self.path), self.source)
        return importlib.util.spec_from_file_location(fullname, self.path, loader=loader)


def stand_in(path: str, source: str) -> None:
    """Have ``source`` be what is imported as the file's module, from now on.

    The module and every one that has imported it are forgotten; who asks for them again gets new
    ones. Meant for a child process: nothing undoes it.
    """
    name = name_of(path)
    sys.meta_path.insert(0, _Finder(name, ROOT / path, source))
    for module in importers([name], tuple(sys.modules)):
        sys.modules.pop(module, None)
        parent, _, child = module.rpartition(".")
        if parent in sys.modules:
            vars(sys.modules[parent]).pop(child, None)


def importers(names: Iterable[str], among: Iterable[str]) -> set[str]:
    """Return the modules of ours among some that import one of ``names``, or import one that does.

    ``names`` themselves are among them.
    """
    ours = [n for n in among if n.split(".")[0] in ("numpy_impl", "parity", "reports")]
    found = set(names)
    while True:
        more = {n for n in ours if n not in found and imports(n) & found}
        if not more:
            return found
        found |= more


@functools.cache
def imports(name: str) -> frozenset[str]:
    """Return what a module of ours imports when it is imported itself, from its source.

    What a function imports when it runs is left out: that is asked for anew each time.
    """
    path = ROOT.joinpath(*name.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    if not file.exists():
        return frozenset()
    found: set[str] = set()
    stack: list[ast.AST] = [ast.parse(file.read_text(encoding="utf-8"))]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
        stack.extend(ast.iter_child_nodes(node))
    return frozenset(found)


def show_source(path: str, source: str) -> None:
    """Have who reads the file as text read ``source``; as above, for a child process."""
    kept = Path.read_text

    def read_text(self: Path, *arguments: Any, **options: Any) -> str:
        return source if self == ROOT / path else kept(self, *arguments, **options)

    Path.read_text = read_text  # type: ignore[method-assign]
