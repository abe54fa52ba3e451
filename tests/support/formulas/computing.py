"""Computes with equations: what the code gave is bound to names, and every side must equal it."""

from __future__ import annotations

import contextlib
import itertools
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from formulas.tree import (
    At,
    Binary,
    Call,
    Cases,
    Gradient,
    Many,
    Number,
    Over,
    Ref,
    Statement,
    Tree,
    Unary,
    parts,
)


class UnknownError(Exception):
    """A name is neither bound nor defined."""


class Matrix(np.ndarray):
    """An array that multiplies as a matrix where it stands beside another one."""


class Bordered(np.ndarray):
    """An array beyond whose borders there are zeros."""


class Ends(dict):
    """The first or last elements of a family that the equations define by recursion."""


def matrix(array: Any) -> np.ndarray:
    return np.asarray(array, dtype=float).view(Matrix)


def erf(x: np.ndarray) -> np.ndarray:
    return np.vectorize(math.erf)(x)


KNOWN: dict[str, Callable] = {
    "exp": np.exp, "log": np.log, "tanh": np.tanh, "sign": np.sign, "erf": erf, "sqrt": np.sqrt,
    "max": np.maximum, "min": np.minimum, "sin": np.sin, "cos": np.cos,
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
}  # fmt: skip
COMPARE: dict[str, Callable] = {
    "<": np.less, ">": np.greater, "<=": np.less_equal, ">=": np.greater_equal,
    "!=": np.not_equal, "=": np.equal,
}  # fmt: skip
ROUGHLY = 1e-3
"""How near two sides with ≈ between them are, relative to the larger."""


class Equations:
    """The equations of a concept, and what their names stand for.

    Args:
        bound: arrays, numbers, functions and families (``{1: W1, 2: W2}``) by name. The gradient of
            L by x is ``dx``. ``"*"`` is what the sign does between arrays.
        whole: names with a letter below that is no index: e_n, the candidate's e.
        ranges: what indices run over, where no array says it.
    """

    def __init__(
        self,
        bound: Mapping[str, Any],
        whole: Iterable[str] = (),
        ranges: Mapping[str, range] | None = None,
    ) -> None:
        self.whole = frozenset(whole)
        self.ranges = ranges or {}
        self.bound = {"pi": math.pi, **bound}
        self.defined: dict[str, tuple[tuple[str, ...], Tree]] = {}
        self.checked = 0
        self.computed: dict[tuple, Any] = {}

    # Statements.

    def define(self, statement: Statement) -> None:
        """Keep a definition: a first side that is not bound, as the second."""
        first, second = statement.sides[:2]
        pairs = [(first, second)]
        if isinstance(first, Many) and isinstance(second, Many):
            pairs = list(zip(first.items, second.items, strict=True))
        for left, right in pairs:
            name, indices = self.naming(left)
            known = name in self.bound and not isinstance(self.bound[name], Ends)
            if name and not known and name not in self.defined:
                self.defined[name] = (indices, right)
                self.computed.clear()

    def check(self, statement: Statement) -> None:
        """Hold every side against the first, for all values of its indices."""
        first, *others = statement.sides
        name, indices = self.naming(first)
        if name in self.defined and self.defined[name][1] == others[0]:
            others, signs = others[1:], statement.signs[1:]
        else:
            signs = statement.signs
        if not others:
            return
        free = [i for i in indices if i not in self.bound]
        for values in itertools.product(*(self.extent(i, (first, *others)) for i in free)):
            at = dict(zip(free, values, strict=True))
            expected = np.asarray(self.value(first, at), dtype=float)
            for side, sign in zip(others, signs, strict=True):
                found = np.asarray(self.value(side, at), dtype=float)
                rough = ROUGHLY if sign == "≈" else 1e-9
                if found.ndim and found.shape != expected.shape and expected.ndim:
                    raise AssertionError(f"shapes {found.shape} and {expected.shape}: {side}")
                np.testing.assert_allclose(found, expected, rtol=rough, atol=rough)
                self.checked += found.size

    def assign(self, statement: Statement) -> None:
        """Carry out ``a ← b``."""
        name, _ = self.naming(statement.sides[0])
        self.bound[name] = self.value(statement.sides[1], {})
        self.computed.clear()

    def naming(self, side: Tree) -> tuple[str, tuple[str, ...]]:
        """Return the name that a side gives something, and its indices; "" where it gives none."""
        if isinstance(side, Gradient):
            if joined(side.by) in self.whole:
                return f"d{joined(side.by)}", ()
            return gradient_name(side), tuple(s.name for s in side.by.subs if isinstance(s, Ref))
        if isinstance(side, Call) and side.function.name not in KNOWN:
            named = joined(side.function) if side.function.subs else side.function.name
            return named, tuple(a.name for a in side.arguments if isinstance(a, Ref))
        if is_variance(side):
            return "sigma^2", tuple(s.name for s in side.left.subs)
        if isinstance(side, Ref):
            if not side.subs or joined(side) in {*self.bound, *self.whole}:
                return joined(side), ()
            letters = [s for s in side.subs if isinstance(s, Ref) and len(s.name) == 1]
            if len(letters) < len(side.subs):
                inside = side.name if side.name in self.bound else joined(side)
                found = [p.name for s in side.subs for p in parts(s) if isinstance(p, Ref)]
                return inside, tuple(dict.fromkeys(found))
            return side.name, tuple(s.name for s in letters)
        summed = {i for p in parts(side) if isinstance(p, Over) for i in p.indices}
        subs = [s for p in parts(side) for s in getattr(p, "subs", ())]
        letters = [s for s in subs if isinstance(s, Ref) and s.name not in summed]
        return "", tuple(dict.fromkeys(s.name for s in letters))

    # Values.

    def value(self, tree: Tree, at: dict[str, Any]) -> Any:
        """Return what a tree stands for, where indices and arguments have the values ``at``."""
        return getattr(self, f"of_{type(tree).__name__.lower()}")(tree, at)

    def once(self, key: tuple, compute: Callable[[], Any]) -> Any:
        """Return what a definition gives: a mean over a group is asked for at each element."""
        try:
            return self.computed[key]
        except KeyError:
            self.computed[key] = compute()
            return self.computed[key]
        except TypeError:  # an array is a subscript
            return compute()

    def of_number(self, tree: Number, at: dict) -> float:
        return tree.value

    def of_ref(self, tree: Ref, at: dict) -> Any:
        if not tree.subs and tree.name in at:
            return at[tree.name]
        for name in (joined(tree), joined(tree, "")):
            if name in self.bound:
                return self.bound[name]
            if name in self.defined and not self.defined[name][0]:
                return self.once((name, None), lambda n=name: self.value(self.defined[n][1], {}))
        if (
            not tree.subs and "_" in tree.name and tree.name not in self.defined
        ):  # W_1, as the terminal writes it
            base, _, sub = tree.name.rpartition("_")
            return self.value(Ref(base, (Number(float(sub)) if sub.isdigit() else Ref(sub),)), at)
        subs = tuple(self.value(sub, at) for sub in tree.subs)
        return self.element(tree.name, subs)

    def element(self, name: str, subs: tuple[Any, ...]) -> Any:
        """Return what a name with subscripts stands for."""
        if isinstance(self.bound.get(name), Ends):
            with contextlib.suppress(KeyError):
                return at_place(self.bound[name], subs or ((),))
        elif name in self.bound:
            return at_place(self.bound[name], subs)
        whole = "_".join([name, *(str(int(sub)) for sub in subs)])
        if subs and (whole in self.bound or whole in self.defined):
            return self.value(Ref(whole), {})
        if name not in self.defined:
            raise UnknownError(name)
        return self.once((name, subs), lambda: self.of_definition(name, subs))

    def of_definition(self, name: str, subs: tuple[Any, ...]) -> Any:
        """Return what an equation gives for a name with subscripts."""
        indices, tree = self.defined[name]
        if subs:
            if not indices:  # defined for all of its elements at once
                return at_place(self.value(tree, {}), subs)
            own, more = subs[: len(indices)], subs[len(indices) :]
            return at_place(self.value(tree, dict(zip(indices, own, strict=True))), more)
        ranges = [self.extent(index, (tree,)) for index in indices]
        shape = tuple(len(r) for r in ranges)
        elements = [self.element(name, each) for each in itertools.product(*ranges)]
        return np.reshape(np.array(elements), shape)

    def of_at(self, tree: At, at: dict) -> Any:
        return at_place(self.value(tree.of, at), tuple(self.value(sub, at) for sub in tree.subs))

    def of_gradient(self, tree: Gradient, at: dict) -> Any:
        return self.value(Ref(gradient_name(tree), tree.by.subs), at)

    def of_call(self, tree: Call, at: dict) -> Any:
        arguments = [self.value(argument, at) for argument in tree.arguments]
        name = joined(tree.function)
        if name in self.bound:
            return self.bound[name](*arguments)
        if name in self.defined:
            letters, body = self.defined[name]
            return self.value(body, at | dict(zip(letters, arguments, strict=True)))
        if tree.function.name in KNOWN:
            return KNOWN[tree.function.name](*arguments)
        raise UnknownError(name)

    def of_unary(self, tree: Unary, at: dict) -> Any:
        value = self.value(tree.of, at)
        return {
            "-": lambda: -value,
            "abs": lambda: len(value) if isinstance(value, frozenset) else np.abs(value),
            "norm": lambda: np.sqrt(np.sum(np.square(value))),
            "sqrt": lambda: np.sqrt(value),
            "floor": lambda: np.floor(value),
            "mean": lambda: np.mean(value),
            "transpose": lambda: matrix(np.asarray(value).T),
        }[tree.operator]()

    def of_binary(self, tree: Binary, at: dict) -> Any:
        if is_variance(tree) and "sigma^2" in self.defined:
            return self.value(Ref("sigma^2", tree.left.subs), at)
        left = self.value(tree.left, at)
        if tree.operator == "has":
            return self.value(tree.right, at) in left
        if tree.operator == "in" and not isinstance(tree.right, Many):
            return left in self.value(tree.right, at)
        if tree.operator in ("in", "not in"):
            low, high = (self.value(item, at) for item in tree.right.items)
            inside = (low <= left) & (left <= high)
            return inside if tree.operator == "in" else ~np.asarray(inside)
        right = self.value(tree.right, at)
        if tree.operator in COMPARE:
            if isinstance(left, tuple):
                same = left == right
                return same if tree.operator == "=" else not same
            return COMPARE[tree.operator](left, right)
        if tree.operator == "*" and "*" in self.bound:
            return self.bound["*"](left, right)
        if isinstance(left, tuple):  # vectors beside each other
            left = np.concatenate(left, axis=-1)
        if tree.operator == " " and both_matrices(left, right):
            return np.asarray(left) @ np.asarray(right)
        plain = [np.asarray(side) for side in (left, right)]
        return {
            "+": np.add, "-": np.subtract, "/": np.divide, "^": np.power, " ": np.multiply,
            "×": np.multiply, "*": np.multiply, "·": self.bound.get("·", np.multiply),
        }[tree.operator](*plain)  # fmt: skip

    def of_cases(self, tree: Cases, at: dict) -> Any:
        held = [np.asarray(self.value(condition, at)) for _, condition in tree.rows]
        values = [self.value(value, at) for value, _ in tree.rows]
        if not np.all(np.any(np.broadcast_arrays(*held), axis=0)):
            raise AssertionError("no row of the cases holds")
        return np.select(held, np.broadcast_arrays(*values, held[0])[: len(values)])

    def of_many(self, tree: Many, at: dict) -> Any:
        return tuple(self.value(item, at) for item in tree.items)

    def of_over(self, tree: Over, at: dict) -> Any:
        reduce = {"sum": np.sum, "prod": np.prod, "max": np.max}[tree.operator]
        indices = tree.indices or self.unbound(tree.where, at)
        if not indices and tree.where:  # over the elements of which something is so
            return reduce(np.where(self.value(tree.where[0], at), self.value(tree.of, at), 0))
        found = []
        for values in itertools.product(*(self.extent(i, (tree.of,)) for i in indices)):
            inner = at | dict(zip(indices, values, strict=True))
            if all(self.value(condition, inner) for condition in tree.where):
                found.append(self.value(tree.of, inner))
        return reduce(found, axis=0) if found else 0.0

    # Indices.

    def unbound(self, trees: Iterable[Tree], at: dict) -> tuple[str, ...]:
        """Return the letters that nothing is bound to: what a sum under an equation runs over."""
        letters = [p.name for tree in trees for p in parts(tree) if isinstance(p, Ref)]
        known = {*at, *self.bound, *self.defined}
        return tuple(dict.fromkeys(letter for letter in letters if letter not in known))

    def extent(self, index: str, trees: Iterable[Tree]) -> range:
        """Return the range of an index: the length of an axis that it counts."""
        if index in self.ranges:
            return self.ranges[index]
        for part in (part for tree in trees for part in parts(tree)):
            subs = part.by.subs if isinstance(part, Gradient) else getattr(part, "subs", ())
            subs = tuple(s for sub in subs for s in getattr(sub, "items", (sub,)))
            if Ref(index) not in subs:
                continue
            place = subs.index(Ref(index))
            name = gradient_name(part) if isinstance(part, Gradient) else getattr(part, "name", "")
            if isinstance(self.bound.get(name), np.ndarray):
                return range(self.bound[name].shape[place])
            if isinstance(self.bound.get(name), Mapping) and not isinstance(self.bound[name], Ends):
                keys = [key if isinstance(key, tuple) else (key,) for key in self.bound[name]]
                if place >= len(keys[0]):
                    return range(np.shape(a_member(self.bound[name], subs))[place - len(keys[0])])
                counts = [key[place] for key in keys]
                return range(min(counts), max(counts) + 1)
            if name in self.defined:
                indices, tree = self.defined[name]
                if place < len(indices):
                    return self.extent(indices[place], (tree,))
                if indices:
                    at = {i: self.extent(i, (tree,))[0] for i in indices}
                    return range(np.shape(self.value(tree, at))[place - len(indices)])
                return range(np.shape(self.value(tree, {}))[place])
        raise UnknownError(f"how far {index} runs")


def joined(ref: Ref, between: str = "_") -> str:
    """Return the one name that a name with fixed subscripts is: W_1, n_in, beta1."""
    subs = []
    for sub in ref.subs:
        if not isinstance(sub, Number | Ref):
            return ref.name if not ref.subs else ""
        subs.append(str(int(sub.value)) if isinstance(sub, Number) else sub.name)
        if not between and isinstance(sub, Ref):  # p_i is no pi
            return ""
    return between.join([ref.name, *subs])


def is_variance(tree: Tree) -> bool:
    """Tell whether a tree is sigma^2, with or without indices, which is a name of its own."""
    squared = isinstance(tree, Binary) and (tree.operator, tree.right) == ("^", Number(2.0))
    return squared and isinstance(tree.left, Ref) and tree.left.name == "sigma"


def gradient_name(tree: Gradient) -> str:
    of = tree.of.partition("_")[0]
    return f"d{tree.by.name}" if of == "L" else f"d{of}/d{tree.by.name}"


def a_member(family: Mapping, subs: tuple[Tree, ...]) -> Any:
    """Return the member that a number says first, else any."""
    if isinstance(subs[0], Number):
        return family[int(subs[0].value)]
    return next(iter(family.values()))


def at_place(value: Any, subs: tuple[Any, ...]) -> Any:
    if not subs:
        return value
    flat = [s for sub in subs for s in (sub if isinstance(sub, tuple) else (sub,))]
    places = tuple(int(sub) for sub in flat)
    if isinstance(value, Mapping):
        if len(places) > 1 and places not in value:
            return at_place(value[places[0]], places[1:])
        return value[places if len(places) > 1 else places[0]]
    if isinstance(value, Bordered) and not all(
        0 <= place < length for place, length in zip(places, value.shape, strict=True)
    ):
        return 0.0
    if min(places) < 0:
        raise IndexError("before the first element")
    return value[places]


def both_matrices(left: Any, right: Any) -> bool:
    return (isinstance(left, Matrix) or isinstance(right, Matrix)) and bool(
        np.ndim(left) and np.ndim(right)
    )
