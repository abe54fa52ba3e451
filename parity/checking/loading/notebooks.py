"""Runs the definitions of a Jupyter notebook, and nothing else of it."""

from __future__ import annotations

import ast
import contextlib
import json
import linecache
import re
import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parity.checking.loading.crashes import LoadError, at_import
from parity.checking.loading.harmless import bound_names, definitions
from parity.checking.loading.missing import old_numpy
from parity.checking.loading.steps import add_steps
from parity.checking.report import Crash
from parity.describing.concept import Text

_PYTHON_CELLS = {"time", "timeit", "capture", "prun", "python", "python3", "pypy"}
"""Cell magics whose cells are Python."""

_MAGIC = re.compile(r"\s*(?:[%!?]|[\w.]+(?:\[.*\])?\?{1,2}\s*$|[\w, ]+=\s*[%!])")


@dataclass(frozen=True)
class Cell:
    """A code cell: its name in tracebacks, and its Python, line for line."""

    name: str
    source: str


@dataclass(frozen=True)
class Problem:
    """Why a name that a cell binds is not there.

    Attributes:
        text: the reason, as a sentence.
        crash: what an import or a definition raised; ``None`` where it was not executed.
    """

    text: Text
    crash: Crash | None = None


def cells(path: Path) -> list[Cell]:
    """Return the code cells of the notebook at ``path``, counted from 1.

    Raises:
        LoadError: if it is no notebook, or not one in Python.
    """
    try:
        notebook = json.loads(path.read_text(encoding="utf-8-sig"))
        language = _language(notebook)
        sources = _sources(notebook)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LoadError(
            Crash(
                "damaged_notebook",
                Text(
                    f"{path.name} is no notebook that can be read: {error}.",
                    f"{path.name} はノートブックとして読めない: {error}。",
                ),
                Text(
                    "Open and save it in Jupyter, or check a .py file.",
                    "Jupyter で開いて保存し直すか、.py ファイルを検査するとよい。",
                ),
            )
        ) from error
    if language and "python" not in language.lower():
        raise LoadError(
            Crash(
                "not_python",
                Text(
                    f"{path.name} is a notebook in {language}, not in Python.",
                    f"{path.name} は Python ではなく {language} のノートブックである。",
                ),
            )
        )
    return [
        Cell(f"{path.name}[cell {number}]", python_of(source))
        for number, source in enumerate(sources, start=1)
    ]


def _language(notebook: dict[str, Any]) -> str:
    metadata = notebook.get("metadata", {})
    return (
        metadata.get("language_info", {}).get("name")
        or metadata.get("kernelspec", {}).get("language")
        or ""
    )


def _sources(notebook: dict[str, Any]) -> list[str]:
    if "worksheets" in notebook:  # the format before 2015
        listed = [cell for sheet in notebook["worksheets"] for cell in sheet["cells"]]
    else:
        listed = notebook["cells"]
    sources = [
        cell.get("source", cell.get("input", "")) for cell in listed if cell["cell_type"] == "code"
    ]
    return ["".join(source) for source in sources]


def python_of(source: str) -> str:
    """Return a cell's Python with its magics commented out; every line keeps its number.

    A cell in another language, or one that is no Python even so, is returned as it is: compiling
    it will tell.
    """
    lines = source.splitlines()
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is not None and lines[first].startswith("%%"):
        if lines[first][2:].split(" ")[0] not in _PYTHON_CELLS:
            return "\n".join(f"# {line}" for line in lines)
        lines[first] = f"# {lines[first]}"
    # Python itself says which line is none: `% b` may also continue an expression.
    while wrong := _unreadable(lines):
        magics = [i for i, line in enumerate(lines, start=1) if _MAGIC.match(line)]
        if not magics:
            return source
        _comment_out(lines, (wrong if wrong in magics else magics[0]) - 1)
    return "\n".join(lines) + "\n"


def _unreadable(lines: list[str]) -> int:
    """Return the number of the line at which Python gives up, 0 if it can read everything."""
    try:
        ast.parse("\n".join(lines) + "\n")
    except SyntaxError as error:
        return error.lineno or len(lines)
    except ValueError:  # null bytes
        return 0
    return 0


def _comment_out(lines: list[str], index: int) -> None:
    """Replace a magic by ``pass``, and comment out the lines that a backslash adds to it."""
    line = lines[index]
    lines[index] = line[: len(line) - len(line.lstrip())] + f"pass  # {line.strip()}"
    while line.rstrip().endswith("\\") and index + 1 < len(lines):
        index += 1
        line = lines[index]
        lines[index] = f"# {line.strip()}"


def run(
    notebook: list[Cell], module: types.ModuleType, of_file: bool = False
) -> dict[str, Problem]:
    """Execute the definitions of every cell in ``module``, in their order.

    Args:
        notebook: the cells.
        module: where their names go.
        of_file: whether the one cell is a file of its own, whose lines can be read again.

    Returns:
        By name, why it is missing: its statement failed, or was not executed because it works
        rather than defines. ``*`` stands for what a star import would have brought.
    """
    namespace, own_name = vars(module), module.__name__
    old_numpy.lend_numbers(namespace, _trees(notebook))
    problems: dict[str, Problem] = {}
    for number, cell in enumerate(notebook, start=1):
        lines = cell.source.splitlines(keepends=True)
        linecache.cache[cell.name] = (len(cell.source), None, lines, cell.name)
        try:
            tree = ast.parse(cell.source, cell.name)
        except (SyntaxError, ValueError) as error:
            for name in re.findall(r"^(?:def|class)\s+(\w+)", cell.source, re.MULTILINE):
                problems[name] = _failed(name, cell, 0, error)
            continue
        # inspect.getsource looks a class up in the file of its module.
        if not of_file:
            namespace["__name__"] = _module_for(cell, f"{own_name}_cell_{number}", module).__name__
        for statement in tree.body:
            kept = definitions(statement)
            names = bound_names(statement)
            failure: BaseException | None = None
            if kept is not None:
                try:
                    code = compile(ast.Module([kept], []), cell.name, "exec", dont_inherit=True)
                    exec(code, namespace)
                except BaseException as error:
                    failure = error
            for name in names:
                if name not in namespace and failure is None:
                    problems[name] = _not_executed(name, cell, statement.lineno)
                elif name not in namespace and failure is not None:
                    problems[name] = _failed(name, cell, statement.lineno, failure)
        add_steps(tree.body, cell.name, f"step_in_cell_{number}", module)
    namespace["__name__"] = own_name
    return {name: why for name, why in problems.items() if name not in namespace}


def _trees(notebook: list[Cell]) -> Iterator[ast.AST]:
    """Yield the statements of the cells that are Python."""
    for cell in notebook:
        with contextlib.suppress(SyntaxError, ValueError):
            yield ast.parse(cell.source)


class _CellModule(types.ModuleType):
    """Stands for one cell; its names are the notebook's."""

    def __init__(self, name: str, notebook: types.ModuleType) -> None:
        super().__init__(name)
        self.__dict__["_notebook"] = notebook

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["_notebook"], name)


def _module_for(cell: Cell, name: str, notebook: types.ModuleType) -> types.ModuleType:
    module = _CellModule(name, notebook)
    module.__file__ = cell.name
    sys.modules[name] = module
    return module


def _failed(name: str, cell: Cell, line: int, error: BaseException) -> Problem:
    crash = at_import(error, cell.name)
    where = f"{cell.name}, line {line or getattr(error, 'lineno', 1)}"
    kind = f"{type(error).__name__}: {error}"
    return Problem(
        Text(
            f"{name} is missing because {where} failed ({kind}).",
            f"{name} がないのは、{where} が失敗した({kind})からである。",
        ),
        crash,
    )


def _not_executed(name: str, cell: Cell, line: int) -> Problem:
    return Problem(
        Text(
            f"{name} comes from {cell.name}, line {line}, which a check does not execute: of a "
            "notebook it takes definitions and simple values only.",
            f"{name} は {cell.name} の {line} 行目で得られるが、検査では実行されない。"
            "ノートブックから使われるのは、定義と簡単な値だけである。",
        )
    )
