"""What an equation is made of, once it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Tree = Any


@dataclass(frozen=True)
class Number:
    value: float


@dataclass(frozen=True)
class Ref:
    """A name, with its subscripts: ``x_{n,c}``. ``W_1`` is a name of its own where one is bound."""

    name: str
    subs: tuple[Tree, ...] = ()


@dataclass(frozen=True)
class At:
    """Something else with subscripts: ``softmax(z)_t``."""

    of: Tree
    subs: tuple[Tree, ...]


@dataclass(frozen=True)
class Gradient:
    """``\\frac{\\partial a}{\\partial b}``: bound under the name ``d b``, or ``d a/d b``."""

    of: str
    by: Ref


@dataclass(frozen=True)
class Call:
    function: Tree
    arguments: tuple[Tree, ...]


@dataclass(frozen=True)
class Binary:
    operator: str
    left: Tree
    right: Tree


@dataclass(frozen=True)
class Unary:
    """``-``, ``abs``, ``norm``, ``sqrt``, ``floor``, ``transpose``, ``mean``."""

    operator: str
    of: Tree


@dataclass(frozen=True)
class Over:
    """``\\sum`` or ``\\max`` over indices; ``where`` are the equations under the sign."""

    operator: str
    indices: tuple[str, ...]
    where: tuple[Tree, ...]
    of: Tree


@dataclass(frozen=True)
class Cases:
    rows: tuple[tuple[Tree, Tree], ...]


@dataclass(frozen=True)
class Many:
    """Several things in brackets, parted by commas."""

    items: tuple[Tree, ...]


@dataclass(frozen=True)
class Statement:
    """``a = b = c``: the sides, and the sign between each two."""

    sides: tuple[Tree, ...]
    signs: tuple[str, ...]


def parts(tree: Tree) -> list[Tree]:
    """Return a tree and every tree within it."""
    found = [tree]
    values = tree if isinstance(tree, tuple) else getattr(tree, "__dict__", {}).values()
    for value in values:
        if isinstance(value, tuple) or hasattr(value, "__dataclass_fields__"):
            found += parts(value)
    return found
