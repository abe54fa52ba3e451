"""``%load_ext parity`` and ``%%parity dense``: the cell is run, and what it defines is judged."""

from __future__ import annotations

import ast
import shlex
from typing import Any

from parity.errors import ReaderError

USAGE = "%%parity [CONCEPT] [--name NAME] [--hint 1|2|3] [--lang en|ja] [--live]"


def load(shell: Any) -> None:
    """Give an IPython shell the magic."""

    def judge(line: str, cell: str) -> Any:
        """Run the cell, and judge the class or the functions that it defines."""
        return judged(shell, line, cell)

    shell.register_magic_function(judge, "cell", "parity")


def judged(shell: Any, line: str, cell: str) -> Any:
    """Run a cell and return the answer about what it defines; ``None`` if the cell fails.

    Raises:
        ReaderError: if the line cannot be understood, or the cell defines nothing to judge.
    """
    concept, name, options = read(line)
    if not shell.run_cell(cell).success:  # which has shown why
        return None
    names = name.split(",") if name else defined(cell)
    missing = [each for each in names if each not in shell.user_ns]
    if missing:
        raise ReaderError(f"The cell defines no {missing[0]}.")
    objects = tuple(shell.user_ns[each] for each in names)
    import parity

    return parity.check(objects[0] if len(objects) == 1 else objects, concept, **options)


def read(line: str) -> tuple[str | None, str | None, dict[str, Any]]:
    """Return (concept, name, options of ``parity.check``) from a magic's line.

    Raises:
        ReaderError: if something in it is not understood.
    """
    concept = name = None
    options: dict[str, Any] = {}
    words = shlex.split(line)
    while words:
        word = words.pop(0)
        if word == "--live":
            options["live"] = True
        elif word in ("--name", "--hint", "--lang") and words:
            value = words.pop(0)
            if word == "--name":
                name = value
            elif word == "--lang":
                options["language"] = value
            elif value in ("1", "2", "3"):
                options["hint"] = int(value)
            else:
                raise ReaderError(f"A hint is 1, 2 or 3, not {value}.")
        elif word.startswith("-") or concept:
            raise ReaderError(f"{word} is not understood. Usage: {USAGE}")
        else:
            concept = word
    return concept, name, options


def defined(cell: str) -> list[str]:
    """Return what a cell defines to be judged: its last class, else its last pair, or function.

    Raises:
        ReaderError: if there is neither.
    """
    try:
        body = ast.parse("\n".join(_without_magics(cell))).body
    except SyntaxError:
        body = []
    classes = [node.name for node in body if isinstance(node, ast.ClassDef)]
    functions = [node.name for node in body if isinstance(node, ast.FunctionDef)]
    if classes:
        return classes[-1:]
    if len(functions) > 1 and "backward" in functions[-1] and "forward" in functions[-2]:
        return functions[-2:]
    if functions:
        return functions[-1:]
    raise ReaderError(f"The cell defines neither a class nor a function. Usage: {USAGE}")


def _without_magics(cell: str) -> list[str]:
    return ["" if line.lstrip().startswith(("%", "!")) else line for line in cell.splitlines()]
