"""Where somebody's network keeps its parameters, and where their gradients are found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from parity.checking.reading.binding import NotApplicableError
from parity.checking.reading.spellings import Names

DICTIONARIES = ("params", "parameters", "param", "weights", "model", "theta")
GRADIENTS = ("grads", "gradients", "grad", "gradient")
LAYERS = ("layers", "layer_list", "modules", "blocks")
LEAVES = ("W", "b", "gamma", "beta")
STARTS = (("gamma", "gamma"), ("beta", "beta"), ("bias", "b"), ("b", "b"), ("w", "W"),
          ("kernel", "W"), ("filter", "W"), ("theta", "W"))  # fmt: skip
ATTRIBUTE = re.compile(r"_?(w|b|weights?|bias(es)?|gamma|beta|kernel|theta)(_?\w*)", re.IGNORECASE)
"""How an attribute that is a parameter may be called: W1, b_out, weights_input_hidden."""

DEEPEST = 4
"""How many objects inside each other are searched."""


@dataclass(frozen=True)
class Place:
    """Where a parameter is kept.

    Attributes:
        name: as the user would write it: ``W1``, ``params[0]``, ``layers[0].W``.
        owner: the dictionary, list or object that holds it.
        key: under which key, at which place, in which attribute.
        path: where its gradient is looked for: the keys from the container of all on.
    """

    name: str
    owner: Any
    key: Any
    path: tuple[Any, ...]

    @property
    def array(self) -> np.ndarray:
        """The array itself, not a copy."""
        return _item(self.owner, self.key)

    @property
    def leaf(self) -> str:
        """Which of ``LEAVES`` it is, by its name, else by its shape."""
        last = re.sub(r"[\d\[\]]", "", str(self.path[-1])).strip("_").lower()
        matrix = self.array.ndim > 2 or (self.array.ndim == 2 and min(self.array.shape) > 1)
        for start, leaf in STARTS:
            if last.startswith(start) and not (leaf == "b" and matrix):
                return leaf
        return "W" if matrix else "b"

    @property
    def number(self) -> int:
        """The number in its name; 0 without one."""
        found = re.search(r"\d+", str(self.key)) if isinstance(self.key, str) else None
        return int(found.group()) if found else 0

    def set(self, network: Any, array: np.ndarray) -> None:
        """Give it the numbers of ``array``, in place, so that layers that hold it see them."""
        held = self.array
        if held.dtype == np.float64 and held.flags.writeable:
            held[...] = array
            return
        exchange(network, held, np.array(array, dtype=np.float64))


def _item(owner: Any, key: Any) -> Any:
    return owner[key] if isinstance(owner, Mapping | list | tuple) else getattr(owner, key)


def _is_parameter(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in "fiu" and value.size > 0


def exchange(owner: Any, old: np.ndarray, new: np.ndarray, depth: int = DEEPEST) -> None:
    """Put ``new`` wherever ``owner`` or a part of it holds ``old``."""
    if isinstance(owner, MutableMapping):
        entries: list[tuple[Any, Any]] = list(owner.items())
    elif isinstance(owner, list):
        entries = list(enumerate(owner))
    elif hasattr(owner, "__dict__") and not isinstance(owner, type):
        entries = list(vars(owner).items())
    else:
        return
    for key, value in entries:
        if value is old:
            if isinstance(owner, MutableMapping | list):
                owner[key] = new
            else:
                setattr(owner, key, new)
        elif depth:
            exchange(value, old, new, depth - 1)


def places_of(network: Any) -> list[Place]:
    """Return where the parameters are: in a dictionary, a list, attributes, or layers."""
    for attribute in DICTIONARIES:
        kept = getattr(network, attribute, None)
        if isinstance(kept, Mapping | list | tuple) and kept:
            found = list(_inside(kept, attribute, ()))
            if found and attribute == "weights" and hasattr(network, "biases"):
                found += _inside(network.biases, "biases", ())
            if found:
                return _unique(found)
    own = vars(network) if hasattr(network, "__dict__") else {}
    found = [
        Place(name, network, name, (name,))
        for name, value in own.items()
        if _is_parameter(value) and ATTRIBUTE.fullmatch(name)
    ]
    if found:
        return found
    for attribute in LAYERS:
        kept = getattr(network, attribute, None)
        if isinstance(kept, Mapping | list | tuple):
            return _unique(_of_layers(kept, attribute))
    objects = {n: v for n, v in own.items() if hasattr(v, "__dict__") and not callable(v)}
    return _unique(_of_layers(objects, ""))


def _inside(kept: Any, shown: str, path: tuple[Any, ...]) -> Iterator[Place]:
    """Yield the arrays of a dictionary or list, those of inner ones too."""
    entries = kept.items() if isinstance(kept, Mapping) else enumerate(kept)
    for key, value in entries:
        name = f"{shown}[{key}]"
        if isinstance(key, str):  # those of the outermost dictionary are what people call arrays
            name = f"{shown}.{key}" if path else key
        if _is_parameter(value) and np.ndim(value):
            yield Place(name, kept, key, (*path, key))
        elif isinstance(value, Mapping | list | tuple) and len(path) < DEEPEST:
            yield from _inside(value, name, (*path, key))


def _of_layers(kept: Any, shown: str) -> list[Place]:
    found = []
    entries = kept.items() if isinstance(kept, Mapping) else enumerate(kept)
    for key, layer in entries:
        name = f"{shown}[{key!r}]" if shown else str(key)
        dictionary = getattr(layer, "params", None)
        if isinstance(dictionary, Mapping):
            found += [
                Place(f"{name}.{k}", dictionary, k, (layer, "params", k))
                for k, value in dictionary.items()
                if _is_parameter(value)
            ]
            continue
        held = vars(layer) if hasattr(layer, "__dict__") else {}
        found += [
            Place(f"{name}.{k}", layer, k, (layer, k))
            for k, value in held.items()
            if _is_parameter(value) and ATTRIBUTE.fullmatch(k) and not k.startswith(("dW", "db"))
        ]
    return found


def _unique(found: Sequence[Place]) -> list[Place]:
    """Return each array once: layers may share one."""
    return list({id(place.array): place for place in reversed(found)}.values())[::-1]


def numbered(ours: Mapping[str, np.ndarray], places: Sequence[Place]) -> dict[str, Place]:
    """Return the place of each of our parameters: the k-th W of ours is the k-th W of theirs.

    Raises:
        NotApplicableError: if the two have different numbers of them.
    """
    found: dict[str, Place] = {}
    for leaf in LEAVES:
        own = [name for name in ours if name.split(".")[-1] == leaf]
        matching = sorted((p for p in places if p.leaf == leaf), key=lambda p: p.number)
        if len(own) != len(matching):
            raise NotApplicableError(
                f"it has {len(matching)} parameters {leaf}, the case has {len(own)}",
                f"{leaf} が {len(matching)} 個あるが、このケースには {len(own)} 個ある",
            )
        found |= dict(zip(own, matching, strict=True))
    return {name: found[name] for name in ours if name in found}


def gradients_of(
    network: Any, given: Any, places: Sequence[Place], names: Names
) -> dict[str, np.ndarray]:
    """Return the gradients by the parameters' names, from what was returned or what is kept.

    Args:
        network: which may keep them beside its parameters.
        given: what its gradient method returned.
        places: its parameters.
        names: how gradients are called.
    """
    found: dict[str, np.ndarray] = {}
    if isinstance(given, Mapping):
        found = _in(given, places, names)
    elif isinstance(given, tuple | list):
        found = _in_order(given, places)
    if found:
        return found
    for attribute in GRADIENTS:
        kept = getattr(network, attribute, None)
        if isinstance(kept, Mapping | list | tuple) and kept:
            found = _in(kept, places, names)
            if found:
                return found
    for place in places:
        owner = place.path[0] if not isinstance(place.owner, Mapping | list) else None
        layer = place.path[0] if hasattr(place.path[0], "__dict__") else network
        inner = getattr(layer, "grads", None)
        if isinstance(inner, Mapping) and place.key in inner:
            found[place.name] = inner[place.key]
            continue
        if owner is not None or layer is not network or isinstance(place.key, str):
            for name in _called(str(place.key), names):
                value = getattr(layer, name, None)
                if isinstance(value, np.ndarray):
                    found[place.name] = value
                    break
    return found


def _called(key: str, names: Names) -> tuple[str, ...]:
    return (f"d{key}", f"d_{key}", f"grad_{key}", f"{key}_grad", f"g{key}", f"delta_{key}",
            f"grad{key}", *names.gradient_of(key), f"{key}_gradient")  # fmt: skip


def _in(kept: Any, places: Sequence[Place], names: Names) -> dict[str, np.ndarray]:
    """Return what a container has under the same keys as the parameters' own."""
    found = {}
    for place in places:
        value: Any = kept
        for key in place.path:
            if isinstance(value, Mapping):
                hit = next((k for k in (key, *_called(str(key), names)) if k in value), None)
                value = None if hit is None else value[hit]
            elif isinstance(value, list | tuple) and isinstance(key, int) and key < len(value):
                value = value[key]
            else:
                value = None
        if isinstance(value, np.ndarray | np.floating):
            found[place.name] = np.asarray(value)
    if not found and isinstance(kept, list | tuple):
        return _in_order(kept, places)
    return found


def _in_order(given: Sequence[Any], places: Sequence[Place]) -> dict[str, np.ndarray]:
    """Return gradients that stand in the order of the parameters, or in the reverse."""
    flat = [g for g in given if isinstance(g, np.ndarray)]
    inner = [g for g in given if isinstance(g, Mapping)]
    if not flat and len(inner) == 1:
        return {}
    for ordered in (flat, flat[::-1]):
        if len(ordered) == len(places) and all(
            np.squeeze(g).shape == np.squeeze(p.array).shape
            for g, p in zip(ordered, places, strict=True)
        ):
            return {p.name: g for p, g in zip(places, ordered, strict=True)}
    return {}
