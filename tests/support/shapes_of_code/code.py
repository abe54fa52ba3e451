"""Somebody's code, and the text of functions and classes."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import indent


@dataclass(frozen=True)
class Code:
    """Somebody's code.

    Attributes:
        source: the file.
        goes_back: whether gradients come back from it.
        target: what is checked.
    """

    source: str
    goes_back: bool = False
    target: str = "mine"


def write_block(first: str, *lines: str) -> str:
    """Return a function or a class."""
    body = "\n".join(lines) or "pass"
    return f"{first}\n{indent(body, '    ')}\n"


def write_class(*methods: str, name: str = "mine") -> str:
    return write_block(f"class {name}:", *methods)


def write_function(name: str, arguments: list[str], *lines: str) -> str:
    bare = [a for a in arguments if "=" not in a]
    rest = [a for a in arguments if "=" in a]
    return write_block(f"def {name}({', '.join([*bare, *rest])}):", *lines)


def write_method(name: str, arguments: list[str], *lines: str) -> str:
    return write_function(name, ["self", *arguments], *lines)
