"""Loads the user's file or notebook, without running it as a script."""

from __future__ import annotations

import ast
import codecs
import collections
import collections.abc
import importlib
import inspect
import os
import re
import sys
import tokenize
import traceback
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from parity.checking.loading import notebooks, packages
from parity.checking.loading.crashes import (
    LoadError,
    at_import,
    not_callable,
    not_found,
    wrong_encoding,
)
from parity.checking.loading.missing import hollow, old_numpy, stand_ins
from parity.checking.loading.names import nearest
from parity.checking.loading.notebooks import Cell, Problem
from parity.checking.loading.origin import is_users, module_of, own_files
from parity.checking.loading.steps import add_steps
from parity.checking.report import Crash
from parity.describing.concept import NOTHING, Text

SUFFIXES = (".py", ".ipynb")


@dataclass(frozen=True)
class Loaded:
    """The user's file as a module.

    Attributes:
        file: its name.
        module: holds what it defines.
        problems: by name, why a notebook's name is missing.
        remark: what kept the file from running as it stands, where only its definitions were taken.
    """

    file: str
    module: types.ModuleType
    problems: Mapping[str, Problem] = field(default_factory=dict)
    remark: Text | None = None

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
            and _made_in(self.module.__name__, module_of(value))
        }


def _made_in(module: str, named: str) -> bool:
    return named == module or named.startswith(f"{module}_cell_")


def load(path: Path) -> Loaded:
    """Run the file at ``path``, or the definitions of a notebook, in a module of its own.

    ``__name__`` is not ``"__main__"``, and no bytecode is written. Its folder comes first on
    ``sys.path``, as when Python runs it, or the one that holds its package; what is not found there
    is looked for in the folders above.

    Raises:
        LoadError: with a :class:`Crash` that says what is wrong with it.
    """
    require_file(path)
    path = path.resolve()
    old_numpy.bring_back()
    sys.dont_write_bytecode = True
    _extend_path(path)
    module = types.ModuleType("checked_" + re.sub(r"\W", "_", path.stem))
    module.__file__ = str(path)
    sys.modules[module.__name__] = module  # dataclasses, pickles and inspect look it up there
    if path.suffix == ".ipynb":
        problems = notebooks.run(notebooks.cells(path), module)
        return Loaded(path.name, module, problems, stand_ins.told())
    own_files.add(str(path))
    _bring_back()
    try:
        tree = ast.parse(_source(path), str(path))
        module.__package__ = _package(path, tree)
        old_numpy.lend_numbers(vars(module), [tree])
        code = compile(tree, str(path), "exec", dont_inherit=True)
        module = _run(code, module, path)
        add_steps(tree.body, str(path), "training_step", module)
    except LoadError:
        raise
    except BaseException as error:
        crash = at_import(error, path.name)
        rescued = None if isinstance(error, SyntaxError) else _definitions_alone(path, crash)
        if rescued is None:
            raise LoadError(crash) from error
        return rescued
    return Loaded(path.name, module, remark=stand_ins.told())


def _run(code: types.CodeType, module: types.ModuleType, path: Path) -> types.ModuleType:
    """Run a file as a module; what its own modules import in vain is stood in for, once each.

    Where that does not help, the first error is raised.
    """
    package = packages.package_of(path)
    before = dict(vars(module))
    first: ModuleNotFoundError | None = None
    while True:
        try:
            if package:
                return _in_package(code, module, package, path)
            exec(code, vars(module))
        except ModuleNotFoundError as error:
            first = first or error
            if not _of_another_file(error, path):
                raise first from None
            if not hollow.stands_in_for((error.name or "").partition(".")[0]):
                raise first from None
            vars(module).clear()
            vars(module).update(before)
            sys.modules[module.__name__] = module
        else:
            return module


def _of_another_file(error: BaseException, path: Path) -> bool:
    """Tell whether an import failed in a module of the user's other than the checked file."""
    files = [frame.f_code.co_filename for frame, _ in traceback.walk_tb(error.__traceback__)]
    own = [file for file in files if is_users(file)]
    return bool(own) and os.path.realpath(own[-1]) != os.path.realpath(path)


def _definitions_alone(path: Path, crash: Crash) -> Loaded | None:
    """Return the file's definitions where the whole of it does not run; None if it has none.

    A script may miss its data or a package that what it defines does not need.
    """
    module = types.ModuleType("checked_" + re.sub(r"\W", "_", path.stem))
    module.__file__ = str(path)
    sys.modules[module.__name__] = module
    problems = notebooks.run([Cell(str(path), _source(path))], module, of_file=True)
    found = Loaded(path.name, module, problems)
    if not any(inspect.isclass(v) or inspect.isfunction(v) for v in found.definitions().values()):
        return None
    other = stand_ins.told() or NOTHING
    remark = Text(
        f"{crash.what.en} Only its definitions were taken. {other.en}".strip(),
        f"{crash.what.ja}そのため、定義だけを使った。{other.ja}",
    )
    return replace(found, remark=remark)


def _bring_back() -> None:
    """Let old code import from collections what Python 3.10 moved to collections.abc."""
    for name in collections.abc.__all__:
        if not hasattr(collections, name):
            setattr(collections, name, getattr(collections.abc, name))


def _in_package(
    code: types.CodeType, module: types.ModuleType, package: str, path: Path
) -> types.ModuleType:
    """Load a file as the part of its package that it is; without the rest if that is missing."""
    name = package if path.stem == "__init__" else f"{package}.{path.stem}"
    try:
        found = importlib.import_module(name)
    except Exception as error:
        if not _raised_in_package(error, path, package):
            raise
        missing: Exception | None = error
    else:
        if os.path.realpath(str(getattr(found, "__file__", ""))) == os.path.realpath(path):
            return found
        missing = None  # something else has that name
    if missing is None:
        exec(code, vars(module))
        return module
    with packages.hollow(package, path):
        sys.modules[name] = module
        try:
            exec(code, vars(module))
        except Exception:
            del sys.modules[name]  # else the next try would find it there, and empty
            raise missing from None  # the package's own reason is the one to tell
    return module


def _raised_in_package(error: BaseException, path: Path, package: str) -> bool:
    """Tell whether an ``__init__.py`` of the file's packages was running."""
    depth = len(package.split("."))
    own = {str(folder / "__init__.py") for folder in list(path.parents)[:depth]}
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in own:
            return True
        trace = trace.tb_next
    return False


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
    package = packages.package_of(path)
    folder = str(path.parent)
    if package:
        # As Python has it: a package's own folder is not on the path, where a file of its called
        # math.py would stand before Python's.
        sys.path.insert(0, str(path.parents[len(package.split("."))]))
        sys.path.append(folder)
    else:
        sys.path.insert(0, folder)
    for folder in (str(path.parent.parent), os.getcwd()):
        if folder not in sys.path:
            sys.path.append(folder)
    packages.look_upwards(path)
    stand_ins.stand_in()
    hollow.begin()


def _package(path: Path, tree: ast.Module) -> str:
    """Return the package that relative imports in the file start from; "" if it has none."""
    level = max((n.level for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)), default=0)
    if not level:
        return ""
    folder = path.parent
    parts = [folder.name]
    while len(parts) < level or (
        (folder.parent / "__init__.py").exists() and folder.parent.name.isidentifier()
    ):
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
