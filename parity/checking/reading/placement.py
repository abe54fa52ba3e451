"""Where an object keeps a parameter, in which layout, and where its gradient is afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

from parity.checking.reading.spellings import Names
from parity.describing.layouts import LAYOUTS, layout

BY_AXES = {
    0: ("canonical",),
    1: ("canonical", "row", "column", "channel_of_images", "last_of_four", "last_of_three"),
    2: ("canonical", "out_in"),
    3: ("canonical", "hwio"),
    4: ("canonical", "hwio", "channels_last", "iohw", "kernel_of_a_channel"),
    5: ("canonical", "hwio"),
}
"""Layouts that a parameter may be kept in, by how many axes ours has."""

CONTAINERS = ("params", "parameters", "weights", "buffers", "state", "p", "_params", "variables",
              "_parameters", "running", "stats")  # fmt: skip
"""Attributes that hold several parameters."""

GRADIENT_CONTAINERS = ("grads", "gradients", "grad", "d", "derivatives", "_grads", "dparams")

BOXES = ("data", "value", "val", "array", "W")
"""Attributes in which an object that stands for one parameter holds its array."""


BESIDE = ("grad", "gradient", "d", "g")
"""How such an object calls the gradient."""

NO_PARTS = (type, ModuleType, FunctionType, BuiltinFunctionType, MethodType)
"""What holds no parameters of its own."""


@dataclass
class Slot:
    """A place that holds one array.

    Attributes:
        owner: an object, a dictionary or a list.
        key: the attribute's name, the key or the position.
        layout: the layout in which ours is kept there.
        box: where the owner stands for the one parameter, the name that the owner goes by.
        inner: where the owner is a part of the layer, what the parameter is in the part: W or b.
    """

    owner: Any
    key: Any
    layout: str = "canonical"
    box: Any = None
    inner: str = ""

    @property
    def name(self) -> str:
        """What the parameter goes by."""
        return str(self.key if self.box is None else self.box)

    @property
    def value(self) -> Any:
        """Return what is there now."""
        if isinstance(self.owner, dict | list):
            return self.owner[self.key]
        return getattr(self.owner, self.key)

    def put(self, array: np.ndarray) -> None:
        """Put our ``array`` there, in the layout of the place; others may hold the same array."""
        theirs = layout(self.layout).from_canonical(array)
        held = self.value
        if (
            isinstance(held, np.ndarray)
            and held.shape == theirs.shape
            and held.dtype == theirs.dtype
            and held.flags.writeable
        ):
            held[...] = theirs
            return
        if isinstance(self.owner, dict | list):
            self.owner[self.key] = theirs
        else:
            setattr(self.owner, self.key, theirs)


def layouts_of(array: np.ndarray, shape: tuple[int, ...]) -> list[str]:
    """Return the layouts in which ``array`` has ``shape``, ours first."""
    found = [
        name
        for name in BY_AXES.get(array.ndim, ("canonical",))
        if LAYOUTS[name].from_canonical(array).shape == shape
    ]
    if not found and array.shape[2:] == (1, 1) and len(shape) == 2:  # a kernel of one pixel
        return [
            name for name in ("matrix", "matrix_in_out")
            if LAYOUTS[name].from_canonical(array).shape == shape
        ]  # fmt: skip
    if not found and array.ndim == 2 and len(shape) == 3 and shape[0] > 0:
        n, width = array.shape
        heads, *rest = shape
        if rest == [n, width // heads] and not width % heads:
            return [f"heads_apart:{heads}"]
        if rest == [n // heads, width] and not n % heads:
            return [f"heads_first:{heads}"]
    return found


def layout_of(array: np.ndarray, shape: tuple[int, ...], known: str | None = None) -> str | None:
    """Return the layout in which ``array`` has ``shape``: the ``known`` one, else the first."""
    found = layouts_of(array, shape)
    return known if known in found else next(iter(found), None)


def find_slot(
    layer: Any,
    name: str,
    array: np.ndarray,
    names: Names,
    taken: Sequence[Slot],
    known: str | None = None,
    empty: bool = True,
) -> Slot | None:
    """Return where ``layer`` keeps ``name``: under a name of it, else the only place of its shape.

    Args:
        layer: the user's object.
        name: ours.
        array: what is to be put there.
        names: how it may be spelled.
        taken: places that are already known to be another parameter's.
        empty: whether a place that holds None will do: what is made later would overwrite it.
        known: the layout in which it was kept before, for arrays that fit several.
    """
    spelled = names.of(name)
    named = [s for s in _slots(layer) if s.name in spelled and not _in(s, taken)]
    named.sort(key=lambda s: (s.value is None, spelled.index(s.name)))
    for slot in named:
        held = slot.value
        if held is None:
            if not empty:
                continue
            return slot
        found = layout_of(array, np.shape(held), known) if _is_array(held) else None
        if found is not None:
            slot.layout = found
            return slot
    if any(slot.value is not None for slot in named):
        return None
    fitting = []
    for slot in _slots(layer):
        held = slot.value
        if not isinstance(held, np.ndarray) or _in(slot, taken) or held.dtype.kind != "f":
            continue
        found = layout_of(array, held.shape, known)
        if found is not None and array.size > 1:
            slot.layout = found
            fitting.append(slot)
    return fitting[0] if len(fitting) == 1 else None


def held_shape(layer: Any, name: str, names: Names) -> tuple[int, ...] | None:
    """Return the shape of what the layer calls ``name``; None if it has no such array."""
    spelled = names.of(name)
    for slot in _slots(layer):
        if slot.name in spelled and _is_array(slot.value):
            return tuple(np.shape(slot.value))
    return None


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray | float | np.floating)


def _in(slot: Slot, taken: Sequence[Slot]) -> bool:
    return any(t.owner is slot.owner and t.key == slot.key for t in taken)


def _slots(layer: Any) -> Iterator[Slot]:
    """Yield the places in which an object can hold arrays, its own attributes first."""
    own = attributes_of(layer)
    properties = {
        key
        for kind in type(layer).__mro__
        for key, value in vars(kind).items()
        if isinstance(value, property)
    }
    for key, value in own.items():
        if not key.startswith("__"):
            yield from _opened(Slot(layer, key), value)
    named = [c for c in CONTAINERS if c in own or c in properties]
    others = [c for c, value in own.items() if isinstance(value, dict) and c not in named]
    for container in [*named, *(c for c in others if c not in GRADIENT_CONTAINERS)]:
        held = getattr(layer, container, None)
        if isinstance(held, dict):
            yield from _of_dictionary(held)
    for key in sorted(properties):
        if not key.startswith("_"):
            try:
                value = getattr(layer, key)
            except Exception:
                continue
            if isinstance(value, np.ndarray):
                yield Slot(layer, key)


def places_of(layer: Any) -> list[Slot]:
    """Return the places in which an object holds arrays, its own attributes first."""
    return list(_slots(layer))


def attributes_of(layer: Any) -> dict[str, Any]:
    """Return an object's own attributes by name."""
    found = dict(getattr(layer, "__dict__", {}))
    for kind in type(layer).__mro__:
        for key in getattr(kind, "__slots__", ()):
            if isinstance(key, str) and hasattr(layer, key):
                found.setdefault(key, getattr(layer, key))
    return found


def widen(layer: Any) -> None:
    """Make every array of floats in an object and its parts float64, wherever it is held.

    Parts share their arrays with the lists of the whole; a list that was joined from theirs holds
    the same arrays, but is another list. So what is replaced in one place is in all of them.
    """
    wide: dict[int, np.ndarray] = {}
    seen: dict[int, Any] = {}  # kept alive, so that no number comes back

    def replaced(value: Any) -> Any:
        if isinstance(value, np.ndarray):
            if value.dtype.kind != "f" or value.dtype == np.float64:
                return value
            seen[id(value)] = value
            return wide.setdefault(id(value), value.astype(np.float64))
        if id(value) in seen or isinstance(value, NO_PARTS):
            return value
        seen[id(value)] = value
        if isinstance(value, dict):
            for key, held in list(value.items()):
                value[key] = replaced(held)
        elif isinstance(value, list):
            value[:] = [replaced(held) for held in value]
        elif hasattr(value, "__dict__"):
            for key, held in list(vars(value).items()):
                new = replaced(held)
                if new is not held:
                    setattr(value, key, new)
        return value

    replaced(layer)


def _of_dictionary(held: dict[Any, Any]) -> Iterator[Slot]:
    for key, value in held.items():
        if isinstance(value, dict):
            box = next((b for b in BOXES if isinstance(value.get(b), np.ndarray)), None)
            if box is not None:
                yield Slot(value, box, box=key)
            else:
                yield from _of_dictionary(value)
        else:
            yield from _opened(Slot(held, key), value)


def _opened(slot: Slot, value: Any) -> Iterator[Slot]:
    """Yield a place, or the place inside an object that stands for one parameter."""
    if value is None or isinstance(value, np.ndarray | float):
        yield slot
        return
    box = box_of(value)
    if box:
        yield Slot(value, box, box=slot.key)


def box_of(value: Any) -> str:
    """Return where an object that stands for one parameter holds its array; "" if it is none."""
    inside = attributes_of(value) if hasattr(value, "__dict__") else {}
    return next((box for box in BOXES if isinstance(inside.get(box), np.ndarray)), "")


def gradient_at(layer: Any, name: str, slot: Slot | None, names: Names, called: str = "") -> Any:
    """Return the gradient of a parameter where the layer keeps it; None if it keeps none.

    ``called`` is what its constructor calls the parameter.
    """
    if slot is not None and slot.inner:
        return gradient_at(slot.owner, slot.inner, replace(slot, inner=""), names)
    own_name = slot.name if slot is not None else called
    theirs = (f"d{own_name}", f"grad_{own_name}") if own_name else ()
    spelled = (*names.gradient_of(name), *theirs)
    for container in GRADIENT_CONTAINERS:
        held = getattr(layer, container, None)
        if isinstance(held, dict) and held:
            for key in (own_name, *names.of(name), *spelled):
                value = _in_dictionary(held, key)
                if value is not None:
                    return value
    if slot is not None and slot.box is not None:
        for key in (*BESIDE, f"d{slot.key}", f"grad_{slot.key}", f"{slot.key}_grad"):
            value = _beside(slot.owner, key)
            if value is not None:
                return value
    for attribute in (*spelled, *(f"_{each}" for each in spelled)):  # private ones last
        value = getattr(layer, str(attribute), None)
        if value is not None and not callable(value):
            return value
    return None


def _beside(owner: Any, key: str) -> Any:
    """Return the gradient that an object for one parameter holds; None if it is not called so."""
    value = owner.get(key) if isinstance(owner, dict) else getattr(owner, key, None)
    if value is None or callable(value):
        return None
    return value if _is_array(value) else getattr(value, "data", value)


def _in_dictionary(held: Mapping[Any, Any], key: Any) -> Any:
    if key in held:
        return held[key]
    for value in held.values():
        if isinstance(value, dict) and key in value:
            return value[key]
    return None
