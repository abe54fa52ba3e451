"""Finds what a file imports from beside it: packages are looked for from the file upwards."""

from __future__ import annotations

import contextlib
import importlib.machinery
import inspect
import re
import sys
import types
from collections.abc import Iterator, Sequence
from pathlib import Path

from parity.checking.loading.origin import is_users

DEPTH = 6
"""How many folders above the file are looked in; a repository's own ends the search earlier."""

COMMON = {
    "cv2", "IPython", "PIL", "joblib", "keras", "matplotlib", "numba", "opt_einsum", "pandas",
    "plotly", "pytest", "scipy", "seaborn", "skimage", "sklearn", "sympy", "tensorflow", "torch",
    "torchvision", "tqdm", "yaml",
}  # fmt: skip
"""Packages that are what they are called; any other name may be a folder of the user's."""

_searched: list[Path] = []


def searched() -> tuple[Path, ...]:
    """Return the folders in which the last file's imports were looked for, the nearest first."""
    return tuple(_searched)


def folders_above(path: Path) -> list[Path]:
    """Return the folder of a file and those above it, as far as they can be of one project."""
    found = []
    for folder in list(path.parents)[:DEPTH]:
        if folder == folder.parent or folder == Path.home():
            break
        found.append(folder)
        if (folder / ".git").exists():
            break
    return found or [path.parent]


class _Upwards:
    """Finds a top-level module in the folders above the checked file; asked last of all."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = list(folders)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return where ``name`` is, or nothing."""
        if path is not None or "." in name:
            return None
        for folder in self.folders:
            spec = importlib.machinery.PathFinder.find_spec(name, [str(folder)])
            if spec is None:
                continue
            if spec.loader is None and not _holds_python(folder / name):
                continue  # a folder of data
            if str(folder) not in sys.path:
                sys.path.append(str(folder))
            return spec
        return _renamed(name, self.folders)


class _Packages:
    """Finds a package in which a module of its own name hides it; asked first of all.

    In ``net/net.py``, and in what stands beside it, ``from net.layers import Dense`` means the
    folder.
    """

    def __init__(self, hidden: dict[str, Path]) -> None:
        self.hidden = hidden

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return where the package ``name`` is, or nothing."""
        if path is not None or name not in self.hidden:
            return None
        return importlib.machinery.PathFinder.find_spec(name, [str(self.hidden[name])])


def _inner_names(name: str, text: str) -> list[list[str]]:
    """Return what a text imports from inside a package: the parts of each name behind its own."""
    found = re.findall(rf"^\s*(?:from|import)\s+{re.escape(name)}\.([\w.]+)", text, re.MULTILINE)
    return [dotted.split(".") for dotted in found]


def _renamed(name: str, folders: Sequence[Path]) -> importlib.machinery.ModuleSpec | None:
    """Return a folder above as the package ``name``, if it has all that is imported from it.

    A repository that was unpacked under another name is the package that its files import.
    """
    asked = _inner_names(name, _importing_text())
    if not asked or name in COMMON:
        return None
    for folder in folders:
        if all(_has(folder, parts) for parts in asked):
            spec = importlib.machinery.ModuleSpec(name, None, is_package=True)
            spec.submodule_search_locations = [str(folder)]
            return spec
    return None


def _has(folder: Path, parts: Sequence[str]) -> bool:
    inner = folder.joinpath(*parts)
    return inner.with_suffix(".py").is_file() or (inner.is_dir() and _holds_python(inner))


def _importing_text() -> str:
    """Return the text of the file whose import is being looked for."""
    frame = inspect.currentframe()
    while frame is not None:
        file = frame.f_code.co_filename
        if is_users(file):
            try:
                return Path(file).read_text(encoding="utf-8", errors="replace")
            except OSError:
                return ""
        frame = frame.f_back
    return ""


def _holds_python(folder: Path) -> bool:
    return any(folder.glob("*.py")) or any(folder.glob("*/*.py"))


def look_upwards(path: Path) -> None:
    """Let imports find what stands in the folders above ``path``."""
    folders = folders_above(path)
    _searched[:] = folders
    sys.meta_path[:] = [f for f in sys.meta_path if not isinstance(f, _Upwards | _Packages)]
    sys.meta_path.append(_Upwards(folders))  # type: ignore[arg-type]
    if path.suffix == ".py" and path.is_file():
        text = path.read_text(encoding="utf-8", errors="replace")
        hidden = {
            folder.name: folder.parent
            for folder in folders
            if (folder / f"{folder.name}.py").is_file() and _inner_names(folder.name, text)
        }
        if hidden:
            sys.meta_path.insert(0, _Packages(hidden))  # type: ignore[arg-type]


def package_of(path: Path) -> str:
    """Return the dotted name of the package that a file stands in; "" if it stands in none."""
    parts: list[str] = []
    folder = path.parent
    # A repository called numpy-nn is no package, though an __init__.py stands in it.
    while (folder / "__init__.py").exists() and folder.name.isidentifier():
        parts.insert(0, folder.name)
        folder = folder.parent
    return ".".join(parts)


@contextlib.contextmanager
def hollow(package: str, path: Path) -> Iterator[None]:
    """Stand in for the packages of a file, so that their ``__init__`` does not run.

    What a package imports for others may be missing, although this file does not need it.
    """
    names = package.split(".")
    kept = {n: m for n, m in sys.modules.items() if n.split(".")[0] == names[0]}
    for name in kept:
        del sys.modules[name]
    for depth in range(len(names), 0, -1):
        name = ".".join(names[:depth])
        module = types.ModuleType(name)
        folder = path.parents[len(names) - depth]
        module.__path__ = [str(folder)]
        module.__file__ = str(folder / "__init__.py")
        sys.modules[name] = module
    yield


__all__ = ["COMMON", "folders_above", "hollow", "look_upwards", "package_of", "searched"]
