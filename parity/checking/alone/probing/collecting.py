"""Finds what the code gives for gradients: returned, kept in attributes, in dictionaries."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from parity.checking.alone.probing.places import Place, arrays_in
from parity.checking.alone.probing.probe import Gradient, Probe
from parity.checking.alone.probing.roles import plain
from parity.checking.reading import source

_CONTAINERS = re.compile(r"d?(grads?|gradients?|derivatives|dparams|deltas?)")
_HOLDERS = {"params", "parameters", "weights", "model", "network", "net", "args", "obj", "data",
            "value", "variables"}  # fmt: skip


def returned(given: Any, function: Callable[..., Any] | None) -> list[Gradient]:
    """Return the arrays of a result, by the names that the code has for them."""
    names = names_in_return(function) if function is not None else []
    if not isinstance(given, tuple | list):
        given, names = (given,), names[:1]
    found: list[Gradient] = []
    for index, part in enumerate(given):
        name = names[index] if len(names) == len(given) else ""
        found += list(_flat(part, name))
    return found


def _flat(value: Any, name: str) -> Iterator[Gradient]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _flat(part, str(key))
    elif isinstance(value, tuple | list) and not all(np.isscalar(v) for v in value):
        for part in value:
            yield from _flat(part, "")
    else:
        try:
            array = np.asarray(value, dtype=float)
        except (TypeError, ValueError):
            return
        if value is not None and array.size:
            yield Gradient(name, array)


def names_in_return(function: Any) -> list[str]:
    """Return the names that the last ``return`` of a function gives back, "" for an expression."""
    tree = tree_of(function)
    if tree is None:
        return []
    returns = [n for n in ast.walk(tree) if isinstance(n, ast.Return) and n.value is not None]
    if not returns:
        return []
    value = max(returns, key=lambda node: node.lineno).value
    parts = value.elts if isinstance(value, ast.Tuple | ast.List) else [value]
    return [_word(part) for part in parts]


def _word(node: ast.AST | None) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return str(node.slice.value)
    return ""


def tree_of(function: Any) -> ast.AST | None:
    """Return the syntax tree of a function; ``None`` if its source is not known."""
    cut = getattr(function, "__training_step__", None)
    if cut is not None:
        return cut  # type: ignore[no-any-return]
    return source.tree_of(function)


def kept(root: Any, before: dict[Place, np.ndarray]) -> list[Gradient]:
    """Return the arrays that an object keeps behind its backward, changed or called a gradient."""
    found = []
    for place, array in arrays_in(root, every=True).items():
        old = before.get(place)
        changed = old is None or old.shape != array.shape or not np.array_equal(old, array)
        if changed or bases_of(place.last) or _in_container(place):
            found.append(Gradient(place.name, array.astype(float), False, id(array)))
    return found


def _in_container(place: Place) -> bool:
    return any(_CONTAINERS.fullmatch(plain(str(step))) for kind, step in place.path)


def bases_of(name: str) -> set[str]:
    """Return what ``name`` may be the gradient of: ``w`` for ``dW``, ``grad_w`` and ``dLdW``."""
    bare = plain(name)
    found = set()
    for form in (
        r"dl?d(\w+)", r"d(\w+)", r"(?:grad|gradient|delta|nabla|deriv)s?(?:of|wrt)?(\w+)",
        r"(\w+?)(?:grad|gradient|deriv|delta)s?", r"g([a-z]\d*)",
    ):  # fmt: skip
        match = re.fullmatch(form, bare)
        if match:
            found.add(match[1])
    return found


class Matcher:
    """Says which gradient belongs to which array."""

    def __init__(self, probe: Probe, gradients: Sequence[Gradient]) -> None:
        self.probe, self.left = probe, list(gradients)
        self.named: set[Place] = set()
        self.places: dict[Place, list[Place]] = {place: [place] for place in probe.variables}
        everywhere = arrays_in(probe.root, every=True)
        for place in probe.variables:
            array = everywhere.get(place)
            self.places[place] += [p for p, other in everywhere.items() if other is array]

    def belongs(self, gradient: Gradient, place: Place) -> bool:
        """Tell whether the name of a gradient says that it is the one of an array."""
        return any(belongs(gradient, p, self.probe.variables) for p in self.places[place])

    def pair(
        self, wanted: dict[Place, np.ndarray], near: Callable[[np.ndarray, np.ndarray], float]
    ) -> dict[Place, Gradient]:
        """Return the gradient of each array: by its name, then by its shape, then by its value.

        Args:
            wanted: the right gradients, which decide where shapes do not.
            near: how far two arrays are from each other.
        """
        found: dict[Place, Gradient] = {}
        for place, right in wanted.items():
            named = [g for g in self.left if self.belongs(g, place)]
            if not named:
                continue
            fitting = [g for g in named if same_shape(g.value, right)]
            if not fitting and all(map(_of_a_part, named)):
                continue  # what a layer inside keeps of its own input
            best = min(fitting or named, key=lambda g: near(g.value, right))
            shared = self._shared(fitting, place)
            # Where neither is right, it is the sum that was meant.
            if shared is not None and not near(best.value, right) < 1e-5:
                best = shared
            found[place] = best
            self.named.add(place)
            for gradient in named if best is shared else [best]:
                self._drop(gradient)
        for place, right in wanted.items():
            if place in found:
                continue
            fitting = [g for g in self.left if same_shape(g.value, right)]
            # What is kept without a name that tells may be anything: only its value can say.
            free = [g for g in fitting if g.returned and not self._taken(g, place)]
            rivals = [p for p in wanted if p not in found and wanted[p].shape == right.shape]
            nearest = min(fitting, key=lambda g: near(g.value, right), default=None)
            if nearest is not None and near(nearest.value, right) < 1e-5:
                found[place] = nearest
            elif len(free) == 1 and len(rivals) == 1:
                found[place] = free[0]
            else:
                continue
            self._drop(found[place])
        alone = [p for p in wanted if p not in found]
        unnamed = [g for g in self.left if g.returned]
        if len(wanted) == 1 and alone and len(unnamed) == 1 and not found:
            found[alone[0]] = unnamed[0]  # of another shape, but there is no other
        return found

    def _shared(self, named: Sequence[Gradient], place: Place) -> Gradient | None:
        """Return the sum of the gradients of an array that stands at several places."""
        parts = {g.source: g for g in named if not g.returned}
        if len(parts) < 2:
            return None
        total = np.sum([g.value for g in parts.values()], axis=0)
        return Gradient("+".join(g.name for g in parts.values()), total, returned=False)

    def _taken(self, gradient: Gradient, place: Place) -> bool:
        """Tell whether its name says that it belongs to another array."""
        others = [p for p in self.probe.variables if p != place]
        return any(self.belongs(gradient, other) for other in others)

    def _drop(self, gradient: Gradient) -> None:
        self.left = [g for g in self.left if g is not gradient]


def _of_a_part(gradient: Gradient) -> bool:
    """Tell whether a gradient is kept by something inside the object."""
    return not gradient.returned and "." in gradient.name


def same_shape(a: np.ndarray, b: np.ndarray) -> bool:
    """Tell whether two shapes are the same but for axes of length 1."""
    return tuple(n for n in a.shape if n != 1) == tuple(n for n in b.shape if n != 1)


def belongs(gradient: Gradient, place: Place, variables: Sequence[Place]) -> bool:
    """Tell whether the name of a gradient says that it is the one of the array at ``place``."""
    if not gradient.name:
        return False
    theirs = [w for w in re.split(r"[.\[\]'\"]+", gradient.name) if w]
    own = [str(step) for kind, step in place.path]
    last, container = theirs[-1], [w for w in theirs[:-1] if _CONTAINERS.fullmatch(plain(w))]
    target = plain(place.last)
    if target in ("data", "value", "val") and len(own) > 1:  # a parameter object
        holder = plain(own[-2])
        if plain(last) in ("grad", "gradient", "g"):
            return [plain(w) for w in theirs[:-1]] == [plain(w) for w in own[1:-1]]
        return holder in bases_of(last)
    names = {target} if target != "w" or len(variables) > 1 else {target, "weights", "weight"}
    if container or (gradient.returned and plain(last) == target):
        same = plain(last) in names or bool(bases_of(last) & names)
        if same and not gradient.returned:
            return _place_of(theirs[:-1]) == _place_of(own[1:-1])
        if last.isdigit() and container:
            return last == own[-1] and _place_of(theirs[:-1]) == _place_of(own[1:-1])
        return same
    if not bases_of(last) & _spellings(target):
        return False
    if gradient.returned:
        return True
    return _place_of(theirs[:-1]) == _place_of(own[1:-1]) or place.path[0][1] == "args"


def _place_of(words: Sequence[str]) -> list[str]:
    """Return where something is, without the names of what only holds arrays."""
    bare = [plain(word) for word in words]
    return [w for w in bare if w not in _HOLDERS and not _CONTAINERS.fullmatch(w)]


def _spellings(target: str) -> set[str]:
    same = {"x": {"x", "input", "inputs", "in", "data"}, "inputs": {"inputs", "input", "x"},
            "input": {"input", "inputs", "x"}, "weights": {"weights", "w", "weight"},
            "weight": {"weight", "weights", "w"}, "bias": {"bias", "b", "biases"},
            "biases": {"biases", "bias", "b"}, "w": {"w", "weights", "weight"},
            "b": {"b", "bias", "biases"}}  # fmt: skip
    return same.get(target, {target})
