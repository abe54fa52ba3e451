"""Recurrent layers that keep a weight for each gate, where ours keeps all gates side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from parity.checking.reading.placement import Slot, gradient_at, places_of
from parity.checking.reading.source import source_of
from parity.checking.reading.spellings import Names

ORDERS = {"gru": "rzn", "gru_cell": "rzn", "lstm": "ifog", "lstm_cell": "ifog"}
"""In which order the gates stand in our W, U and b."""

CALLED = {
    "r": ("r",), "z": ("z", "u"), "n": ("n", "h", "c", "g", "t", "htilde", "hhat", "hat", "tilde"),
    "i": ("i",), "f": ("f",), "o": ("o",), "g": ("g", "c", "a", "ctilde", "chat", "cell"),
}  # fmt: skip
"""What people call the gates."""

FORMS = {
    "W": ("w{}", "wx{}", "w{}x", "wi{}", "u{}x"),
    "U": ("u{}", "wh{}", "w{}h", "r{}", "u{}h"),
    "b": ("b{}", "b{}x", "bi{}", "b{}h"),
}
"""How the weight of the input, that of the state and the bias of a gate are called."""

STATE = re.compile(r"\b\w*(?:concatenate|[hvc]_?stack|row_stack|column_stack|concat|r_|c_)\b"
                   r"\s*[(\[]+\s*(?:self\.)?(\w+)")  # fmt: skip
"""What stands first where the input and the state are joined."""


@dataclass
class GatesSlot(Slot):
    """The places of one parameter, one for each gate; together they act as one place.

    Attributes:
        parts: the places in the order of our gates.
        transposed: whether a weight is (out, in) there.
        begin: where its rows begin, in a weight that acts on the input and the state joined.
        end: where they end.
        flat: whether it is a bias, which may be a row or a column there.
    """

    parts: Sequence[Slot] = ()
    transposed: bool = False
    begin: int = 0
    end: int | None = None
    flat: bool = False

    @property
    def name(self) -> str:
        """What the parameter goes by: nothing, since each gate has a name of its own."""
        return ""

    @property
    def rows(self) -> slice:
        """Which rows of a weight are meant."""
        return slice(self.begin, self.end)

    @property
    def value(self) -> np.ndarray:
        """Return all gates side by side."""
        return self.joined([part.value for part in self.parts])

    def joined(self, theirs: Iterable[Any]) -> np.ndarray:
        """Return arrays of the gates in our layout."""
        found = []
        for each in theirs:
            a = np.asarray(each)
            found.append(a.ravel() if self.flat else (a.T if self.transposed else a)[self.rows])
        return np.concatenate(found, axis=-1)

    def put(self, array: np.ndarray) -> None:
        """Put each gate's part in its place."""
        for part, own in zip(self.parts, np.split(array, len(self.parts), axis=-1), strict=True):
            whole = np.array(part.value, dtype=float)
            if self.flat:
                whole[...] = own.reshape(whole.shape)
            else:
                (whole.T if self.transposed else whole)[self.rows] = own
            part.put(whole)

    def gradient(self, layer: Any, names: Names) -> np.ndarray | None:
        """Return the gradients of all gates side by side; None if one is not kept."""
        found = [gradient_at(layer, part.name, part, names) for part in self.parts]
        if any(np.shape(g) != np.shape(p.value) for g, p in zip(found, self.parts, strict=True)):
            return None
        return self.joined(found)


def slot_of_gates(
    layer: Any, concept: str, name: str, params: Mapping[str, np.ndarray]
) -> GatesSlot | None:
    """Return the places of W, U or b in a layer that keeps its gates apart; None if it does not."""
    order = ORDERS.get(concept, "")
    if not order or name not in FORMS or "U" not in params or "W" not in params:
        return None
    held = {s.name.replace("_", "").lower(): s for s in places_of(layer)
            if isinstance(s.value, np.ndarray)}  # fmt: skip
    n_in, n_hidden = len(params["W"]), len(params["U"])
    if name == "b":
        parts = _of_each_gate(held, "b", order)
        sizes = {p.value.size for p in parts}
        return _together(parts, flat=True) if parts and sizes == {n_hidden} else None
    own = n_in if name == "W" else n_hidden
    parts = _of_each_gate(held, name, order)
    shapes = {p.value.shape for p in parts}
    if parts and shapes in ({(own, n_hidden)}, {(n_hidden, own)}):
        return _together(parts, transposed=shapes != {(own, n_hidden)})
    parts = _of_each_gate(held, "W", order)
    shapes = {p.value.shape for p in parts}
    both = n_in + n_hidden
    if not parts or shapes not in ({(both, n_hidden)}, {(n_hidden, both)}):
        return None
    turned = shapes != {(both, n_hidden)}
    state_first = _state_goes_first(layer)
    if state_first == (name == "U"):
        return _together(parts, turned, end=own)
    return _together(parts, turned, begin=both - own)


def _together(
    parts: Sequence[Slot],
    transposed: bool = False,
    begin: int = 0,
    end: int | None = None,
    flat: bool = False,
) -> GatesSlot:
    """Return the places of each gate as one."""
    key = (tuple(part.key for part in parts), begin, end)
    return GatesSlot(
        parts[0].owner, key, parts=parts, transposed=transposed, begin=begin, end=end, flat=flat
    )


def _of_each_gate(held: Mapping[str, Slot], letter: str, order: str) -> list[Slot]:
    """Return the place of each gate's weight, all called alike; [] if one has none."""
    for form in FORMS[letter]:
        found = []
        for gate in order:
            spelled = (form.format(each) for each in CALLED[gate])
            place = next((held[n] for n in spelled if n in held), None)
            if place is None or place in found:
                break
            found.append(place)
        if len(found) == len(order):
            return found
    return []


def _state_goes_first(layer: Any) -> bool:
    """Tell whether the state stands before the input where both are joined."""
    first = STATE.search(source_of(type(layer)))
    return first is None or not first[1].lower().startswith(("x", "inp"))


def array_of_a_gate(
    parameter: str, concept: str, params: Mapping[str, np.ndarray]
) -> np.ndarray | None:
    """Return zeros of the shape of one gate's weight that a constructor asks for; else None."""
    order = ORDERS.get(concept, "")
    if not order or "U" not in params or "W" not in params:
        return None
    plain = parameter.replace("_", "").lower()
    n_in, n_hidden = len(params["W"]), len(params["U"])
    shapes = {"W": (n_in, n_hidden), "U": (n_hidden, n_hidden), "b": (n_hidden,)}
    for letter, forms in FORMS.items():
        for gate in order:
            if any(plain == form.format(each) for form in forms for each in CALLED[gate]):
                return np.zeros(shapes[letter])
    return None
