"""Loads the user's file or notebook, without running it as a script."""

from __future__ import annotations

import ast
import codecs
import os
import re
import sys
import tokenize
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from parity.checking.loading import notebooks
from parity.checking.loading.crashes import (
    LoadError,
    at_import,
    not_callable,
    not_found,
    wrong_encoding,
)
from parity.checking.loading.names import nearest
from parity.checking.loading.notebooks import Problem
from parity.checking.loading.origin import own_files
from parity.checking.report import Crash
from parity.describing.concept import Text

SUFFIXES = (".py", ".ipynb")


@dataclass(frozen=True)
class Loaded:
    """The user's file as a module.

    Attributes:
        file: its name.
        module: holds what it defines.
        problems: by name, why a notebook's name is missing.
    """

    file: str
    module: types.ModuleType
    problems: Mapping[str, Problem] = field(default_factory=dict)

    @property
    def namespace(self) -> dict[str, Any]:
        """Return every name of the file, those that it imports among them."""
        return vars(self.module)

    def definitions(self) -> dict[str, Any]:
        """Return the classes and functions that the file itself defines, in their order."""
        return {
            name: value
            for name, value in self.namespace.items()
            if not name.startswith("__")
            and callable(value)
            and str(getattr(value, "__module__", None)).startswith(self.module.__name__)
        }


def load(path: Path) -> Loaded:
    """Run the file at ``path``, or the definitions of a notebook, in a module of its own.

    ``__name__`` is not ``"__main__"``, and no bytecode is written. Its folder comes first on
    ``sys.path``, as when Python runs it; the folder above, for packages that it stands in, last.

    Raises:
        LoadError: with a :class:`Crash` that says what is wrong with it.
    """
    require_file(path)
    path = path.resolve()
    sys.dont_write_bytecode = True
    _extend_path(path)
    module = types.ModuleType("checked_" + re.sub(r"\W", "_", path.stem))
    module.__file__ = str(path)
    sys.modules[module.__name__] = module  # dataclasses, pickles and inspect look it up there
    if path.suffix == ".ipynb":
        problems = notebooks.run(notebooks.cells(path), module)
        return Loaded(path.name, module, problems)
    own_files.add(str(path))
    try:
        tree = ast.parse(_source(path), str(path))
        module.__package__ = _package(path, tree)
        exec(compile(tree, str(path), "exec", dont_inherit=True), vars(module))
    except LoadError:
        raise
    except BaseException as error:
        raise LoadError(at_import(error, path.name)) from error
    return Loaded(path.name, module)


def _source(path: Path) -> str:
    """Return the text of a Python file in the encoding that it names, UTF-8 if none."""
    try:
        with tokenize.open(path) as file:
            source = file.read()
        if "\0" in source:
            raise SyntaxError("it contains null characters")
        return source
    except (SyntaxError, UnicodeDecodeError) as error:
        utf16 = path.read_bytes()[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        raise LoadError(wrong_encoding(path.name, error, utf16)) from error


def require_file(path: Path) -> None:
    """Check that there is a Python file or a notebook at ``path``.

    Raises:
        LoadError: with the nearest names.
    """
    if path.is_dir():
        what = Text(f"{path} is a folder.", f"{path} はフォルダである。")
        raise LoadError(Crash("file_missing", what, _files_in(path, path.name)))
    if not path.exists():
        what = Text(f"There is no file {path}.", f"ファイル {path} がない。")
        raise LoadError(Crash("file_missing", what, _files_in(path.parent, path.name)))
    if path.suffix not in SUFFIXES:
        raise LoadError(
            Crash(
                "not_python",
                Text(
                    f"{path} is neither a .py file nor an .ipynb notebook.",
                    f"{path} は .py ファイルでも .ipynb ノートブックでもない。",
                ),
            )
        )
    if not os.access(path, os.R_OK):
        what = Text(f"{path} may not be read.", f"{path} を読む権限がない。")
        raise LoadError(Crash("file_missing", what))


def _files_in(folder: Path, name: str) -> Text:
    """Say which files in ``folder`` are nearest to ``name``."""
    if not folder.is_dir():
        return Text(f"There is no folder {folder} either.", f"フォルダ {folder} もない。")
    there = sorted(p.name for p in folder.iterdir() if p.suffix in SUFFIXES)
    by_stem = {Path(file).stem: file for file in there}
    near = [by_stem[stem] for stem in nearest(Path(name).stem, by_stem)]
    if near:
        return Text(f"Did you mean {' or '.join(near)}?", f"{' か '.join(near)} ではないか。")
    if there:
        several = ", ".join(there[:6])
        return Text(f"The folder holds {several}.", f"フォルダにあるのは {several} である。")
    return Text(
        "The folder holds no .py file and no notebook.",
        "フォルダに .py ファイルもノートブックもない。",
    )


def _extend_path(path: Path) -> None:
    """Let the file import its siblings, and modules named from the folder above or from here.

    The courses' files import ``common.layers`` and append ``..`` themselves, relative to where
    they are run; that need not be where parity is called.
    """
    sys.path.insert(0, str(path.parent))
    for folder in (str(path.parent.parent), os.getcwd()):
        if folder not in sys.path:
            sys.path.append(folder)


def _package(path: Path, tree: ast.Module) -> str:
    """Return the package that relative imports in the file start from; "" if it has none."""
    level = max((n.level for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)), default=0)
    if not level:
        return ""
    folder = path.parent
    parts = [folder.name]
    while len(parts) < level or (folder.parent / "__init__.py").exists():
        folder = folder.parent
        parts.insert(0, folder.name)
    if str(folder.parent) not in sys.path:
        sys.path.append(str(folder.parent))
    return ".".join(parts)


def resolve(
    namespace: Mapping[str, Any],
    name: str,
    file: str = "",
    defined: Mapping[str, Any] | None = None,
    problems: Mapping[str, Problem] | None = None,
) -> Any:
    """Return what ``name`` stands for, which may be dotted: ``Net.layer``.

    Args:
        namespace: the names of the file.
        name: the one that is asked for.
        file: what the file is called, for the message.
        defined: what the file itself defines; all that can be called if ``None``.
        problems: why names are missing.

    Raises:
        LoadError: if it is missing, with the nearest names, or can be neither called nor used.
    """
    if defined is None:
        defined = {key: value for key, value in namespace.items() if callable(value)}
    first, *rest = name.split(".")
    known: Mapping[str, Any] = namespace
    value: Any = None
    for depth, part in enumerate([first, *rest]):
        if part not in known:
            problem = (problems or {}).get(first) if depth == 0 else None
            if problem and problem.crash:
                raise LoadError(problem.crash)
            near = [*defined] if depth == 0 else [n for n in known if not n.startswith("__")]
            owner = file if depth == 0 else ".".join([first, *rest][:depth])
            raise LoadError(not_found(part, owner, near, problem.text if problem else None))
        value = known[part]
        known = _Attributes(value)
    if not usable(value):
        raise LoadError(not_callable(name, file, value, defined))
    return value


class _Attributes(Mapping[str, Any]):
    """The attributes of an object, as a mapping."""

    def __init__(self, owner: object) -> None:
        self.owner = owner

    def __getitem__(self, name: str) -> Any:
        try:
            return getattr(self.owner, name)
        except AttributeError as error:
            raise KeyError(name) from error

    def __iter__(self) -> Any:
        return iter(dir(self.owner))

    def __len__(self) -> int:
        return len(dir(self.owner))


def usable(value: object) -> bool:
    """Tell whether ``value`` can be judged: a class, a function, a pair of them, a layer."""
    if isinstance(value, tuple):
        return len(value) > 0 and all(map(callable, value))
    methods: tuple[Callable[[Any], bool], ...] = (
        callable,
        lambda layer: callable(getattr(layer, "forward", None)),
        lambda optimizer: callable(getattr(optimizer, "update", None)),
    )
    return not isinstance(value, types.ModuleType) and any(has(value) for has in methods)
