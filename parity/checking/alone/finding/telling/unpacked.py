"""Shapes that code tells itself: ``N, T, H = hs.shape``, ``h.reshape(N, 1, H)``."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from parity.checking.alone.finding.worlds import D, H, K, N, T, V
from parity.checking.alone.probing.collecting import tree_of

_SIZES: tuple[tuple[int, tuple[str, ...]], ...] = (
    (N, ("n", "batch", "m", "samples")),
    (T, ("t", "time", "times", "steps", "step", "seq", "length", "len", "l")),
    (H, ("h", "hidden", "units")),
    (V, ("v", "vocab", "words")),
    (K, ("k", "classes", "c")),
    (D, ("d", "dim", "input", "embed", "wordvec", "features")),
)
_SPARE = (8, 9, 10, 11)


def unpacked(functions: Iterable[Any], names: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return the shapes of those of ``names`` that the code takes apart, with sizes that fit.

    What is brought into a shape of such sizes has their product, without the axes of length 1.

    Args:
        functions: the ways forward and back.
        names: of the parameters of the way forward.
    """
    sizes: dict[str, int] = {}
    found: dict[str, tuple[int, ...]] = {}
    trees = [tree for tree in map(tree_of, functions) if tree is not None]
    for tree in trees[:1]:
        for name, axes in _taken_apart(tree):
            if name in names and name not in found:
                found[name] = tuple(_size(axis, sizes) for axis in axes)
        for name, axes in _brought_into(tree):
            if name in names and name not in found and len(axes) > 1 and set(axes) <= set(sizes):
                found[name] = tuple(sizes[axis] for axis in axes)
    return found


def _size(axis: str, sizes: dict[str, int]) -> int:
    """Return the length of an axis called so; of each name another one."""
    if axis not in sizes or axis == "_":
        words = axis.lower().strip("_").split("_")
        taken = set(sizes.values())
        meant = [n for n, known in _SIZES if set(words) & set(known) and n not in taken]
        sizes[axis] = meant[0] if meant else next(n for n in (*_SPARE, 12) if n not in taken)
    return sizes[axis]


def _taken_apart(tree: ast.AST) -> Iterator[tuple[str, list[str]]]:
    """Yield (array, names of its sizes) of each ``a, b = array.shape``."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Attribute):
            continue
        target, value = node.targets[0], node.value
        if value.attr != "shape" or not isinstance(value.value, ast.Name):
            continue
        if isinstance(target, ast.Tuple | ast.List) and all(
            isinstance(part, ast.Name) for part in target.elts
        ):
            yield value.value.id, [part.id for part in target.elts if isinstance(part, ast.Name)]


def _brought_into(tree: ast.AST) -> Iterator[tuple[str, list[str]]]:
    """Yield (array, names of sizes) of each ``array.reshape(a, 1, b)``; axes of 1 are left out."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        array, parts = node.func.value, list(node.args)
        if node.func.attr != "reshape" or not isinstance(array, ast.Name):
            continue
        if len(parts) == 1 and isinstance(parts[0], ast.Tuple):
            parts = parts[0].elts
        axes = [p.id for p in parts if isinstance(p, ast.Name)]
        ones = [p for p in parts if isinstance(p, ast.Constant) and p.value == 1]
        if len(axes) + len(ones) == len(parts):
            yield array.id, axes
