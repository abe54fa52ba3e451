"""One constructed layer: where its parameters and buffers are, and how they get there."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import NotApplicableError, Supply, UnknownShapeError
from parity.checking.reading.construction import Construction, RecordingOptimizer
from parity.checking.reading.placement import (
    Slot,
    attributes_of,
    box_of,
    find_slot,
    held_shape,
    layout_of,
    layouts_of,
    widen,
)
from parity.checking.reading.sessions.layers.gates_apart import slot_of_gates
from parity.checking.reading.sessions.layers.parts import parts_found
from parity.checking.reading.sessions.layers.torch_parts import part_called
from parity.checking.reading.sessions.session import (
    Session,
    StumbleError,
    find_attribute,
    find_key,
)
from parity.checking.reading.source import hands_on, is_stub
from parity.checking.reading.spellings import ARRAYS, Names
from parity.describing.concept import Concept, DrawnCase
from parity.describing.layouts import layout


class Reading(Protocol):
    """What a session asks of the reading that it belongs to."""

    concept: Concept
    names: Names
    label: str
    layouts: dict[str, str]
    """In which layout parameters are kept, where one case has told."""
    stepped: set[str]
    """The parameters that the way back has been seen to update."""
    scores: str
    """In what form logits are given, where it is another one."""
    masked: bool
    """Whether a mask that must be given is one that hides nothing."""
    narrow: str
    """For which part of the inputs the code was written."""
    of_output: bool
    """Whether a loss' way back is given what forward left."""
    alike: bool
    """Whether a square weight is kept as the others are, of which the shape tells."""

    @property
    def forward_names(self) -> tuple[str, ...]:
        """Methods that may be the forward pass."""

    @property
    def backward_names(self) -> tuple[str, ...]:
        """Methods that may be the way back."""

    @property
    def passed(self) -> tuple[str, ...]:
        """Parameters that forward is given as arguments."""

    @property
    def meaning(self) -> str:
        """Whether the way back takes an upstream gradient, or gives a slope."""

    def supply(self, case: DrawnCase) -> Supply:
        """Return what a case has to give."""

    def config(self, case: DrawnCase) -> dict[str, Any]:
        """Return a case's arguments."""


class PlacedLayer(Session):
    """A layer with the case's parameters and buffers in their places."""

    def __init__(
        self,
        subject: Reading,
        case: DrawnCase,
        layer: Any,
        used: set[str],
        arrays: Mapping[str, np.ndarray],
    ) -> None:
        self.subject, self.case, self.layer, self.used = subject, case, layer, used
        self.names = subject.names
        self.arrays = arrays
        self.slots: dict[str, Slot] = {}
        self.parts: dict[str, Any] = {}
        self.called: Mapping[str, str] = {}
        self.recorded: RecordingOptimizer | None = None
        self.silent: Slot | None = None
        forward = find_attribute(layer, subject.forward_names)
        if forward is None:
            raise UnknownShapeError(
                f"{subject.label} has no forward method", f"{subject.label} に forward がない"
            )
        self._forward = getattr(layer, forward)
        names = [name for name in subject.backward_names if name != forward]
        backward = find_attribute(layer, tuple(names))
        back = getattr(layer, backward) if backward else None
        if is_stub(back) or (subject.concept.weights and hands_on(back)):
            backward = None
        self._backward = self.way_back = getattr(layer, backward) if backward else None
        self.goes_back = callable(self._backward)
        parameters = parameters_of(self._backward) if self.goes_back else []
        self.ignores_upstream = parameters == [] or self._takes_targets(parameters or [])
        self.takes_mask = any(
            self.names.meaning(p.name, ["mask"]) for p in parameters_of(self._forward) or []
        )

    def _takes_targets(self, parameters: list[inspect.Parameter]) -> bool:
        """Tell whether a loss' way back takes the prediction and the target, and no dL/dL."""
        whatever = parameters_of(self._backward) or []
        more = [p for p in whatever if p.kind is p.VAR_POSITIONAL] if self.goes_back else []
        wanted = [p for p in parameters if required(p)]
        return self.case.kind == "loss" and (len(wanted) > 1 or (bool(more) and not wanted))

    @property
    def ours(self) -> bool:
        """Tell whether the layer has the dictionaries of our own protocol."""
        return isinstance(getattr(self.layer, "params", None), dict) and isinstance(
            getattr(self.layer, "grads", None), dict
        )

    def settle(self, given: set[str], construction: Construction | None) -> None:
        """Put the case's parameters and buffers in their places.

        Args:
            given: what the constructor was given already.
            construction: how the object was made; it can be made ready where parameters are
                still missing.

        Raises:
            UnknownShapeError: if a parameter has no place.
            NotApplicableError: if its place has another size than the case's.
        """
        self.called = construction.called if construction is not None else {}
        begin = getattr(self.layer, "new_pass", None)  # sums of a whole pass start there
        if self.case.kind == "loss" and callable(begin) and not parameters_of(begin):
            begin()
        if construction is not None and hasattr(self.layer, "set_input_shape"):
            construction.prepare(self.layer, self.case, self.subject.supply(self.case))
        if isinstance(getattr(self.layer, "params", None), list):
            widen(self.layer)
        missing = self._place(given, empty=False)
        for with_batch in (False, True):
            if missing and construction is not None:
                supply = self.subject.supply(self.case)
                construction.prepare(self.layer, self.case, supply, with_batch)
                self._forget_places()  # it may have made all of them anew
                missing = self._place(given, empty=False)
        if missing and self.case.inputs:
            # Some make their parameters when the first input comes.
            stumble = self._try_forward()
            missing = self._place(given, empty=stumble is None)
            if missing and stumble is not None:
                raise stumble
        for name in missing:
            self._refuse(name)
        if construction is not None and not missing and construction.asks_for_a_shape(self.layer):
            self._build_for_what_comes(given, construction)
        if construction is not None:
            construction.stand_in(self.layer)
            self.recorded = construction.optimizer
        for name, array in self.case.buffers.items():
            if name not in given and self.place(name, array.copy()):
                self.used.add(name)
        for name in self.subject.concept.weights:
            if name not in self.case.params:
                self._silence(name)

    def _build_for_what_comes(self, given: set[str], construction: Construction) -> None:
        """Build a layer that is told the input's shape until it takes the input.

        Where nothing helps, it is as it was at first, so that the error is that of the usual way.
        """
        for with_batch in (False, True, False):
            if self._try_forward() is None:
                return
            supply = self.subject.supply(self.case)
            construction.prepare(self.layer, self.case, supply, with_batch)
            self._forget_places()
            self._place(given, empty=False)

    def _forget_places(self) -> None:
        self.slots.clear()
        self.parts.clear()

    def _place(self, given: set[str], empty: bool = True) -> list[str]:
        """Put every parameter in its place; return those that have none."""
        missing = []
        for name, array in self.case.params.items():
            if name in given or name in self.slots or name in self.subject.passed:
                continue
            if not self.place(name, array.copy(), empty):
                missing.append(name)
        return missing

    def _refuse(self, name: str) -> None:
        label = self.subject.label
        shape = held_shape(self.layer, name, self.names)
        if shape is not None:
            ours = self.case.params[name].shape
            raise NotApplicableError(
                f"{name} has shape {shape} there, the case gives {ours}",
                f"{name} の形が {shape} で、ケースは {ours} を与える",
            )
        if name == "b" and "W" in self.slots:
            raise NotApplicableError("it has no bias", "バイアスがない")
        raise UnknownShapeError(
            f"we do not know where {label} keeps {name}: neither its constructor "
            f"takes it nor has it such an attribute",
            f"{label} が {name} をどこに持つか分からない。"
            "コンストラクタの引数にも属性にも見当たらない",
        )

    def _silence(self, name: str) -> None:
        """Set a bias that the case does not have to 0, where the layer has one all the same."""
        if name != "b":
            return
        config = self.subject.config(self.case)
        shape = held_shape(self.layer, name, self.names)
        recurrent = self.case.params.get("U")  # its bias is as wide as it is, whatever its name
        width = shape or (0 if recurrent is None else recurrent.shape[1])
        zeros = np.zeros(int(config["n_out"]) if "n_out" in config else width)
        taken = list(self.slots.values())
        # A place that holds None is a bias that there is not: numbers there would be used.
        slot = find_slot(self.layer, name, zeros, self.names, taken, empty=False)
        gates = self._in_gates(name) if slot is None else None
        if gates is not None:
            gates.put(np.zeros(np.shape(gates.value)))
        if slot is not None:
            slot.put(zeros)
            self.silent = slot

    def _try_forward(self) -> StumbleError | None:
        """Call forward once; return what it raised."""
        try:
            self.forward({n: np.array(a) for n, a in self.case.inputs[0].items()})
        except StumbleError as stumble:
            return stumble
        except NotApplicableError:
            return None
        return None

    def place(self, name: str, array: np.ndarray, empty: bool = True) -> bool:
        """Put a parameter or buffer where the layer keeps it; tell whether it has a place.

        Args:
            name: ours.
            array: what is put there.
            empty: whether a place that holds None will do.
        """
        if self._in_dictionary(name, array, empty):
            return True
        slot = None
        # That of a part has no name of its own, but perhaps a position; a block is often one class.
        if "." not in name or name in ARRAYS:
            known = self.subject.layouts.get(name) or self._as_the_others(array)
            taken = list(self.slots.values())
            slot = find_slot(self.layer, name, array, self.names, taken, known, empty)
        if slot is None:
            slot = self._in_list(name, array) or self._in_part(name, array)
            slot = slot or self._in_a_part(name, array, empty) or self._in_gates(name)
        if slot is None:
            return False
        held = slot.value
        if isinstance(held, np.ndarray) and len(layouts_of(array, held.shape)) == 1:
            self.subject.layouts[name] = slot.layout
        slot.put(array)
        self.slots[name] = slot
        return True

    def _as_the_others(self, array: np.ndarray) -> str | None:
        """Return the layout of the other weights for a square one, which fits several."""
        square = array.ndim == 2 and len(set(array.shape)) == 1
        told = [each for each in self.subject.layouts.values() if each == "out_in"]
        return told[0] if self.subject.alike and square and told else None

    def _in_part(self, name: str, array: np.ndarray) -> Slot | None:
        """Return the place of a parameter such as ``output1.W`` in one of the layer's parts."""
        part, _, leaf = name.rpartition(".")
        if not part or name not in self.case.params:
            return None
        if not self.parts:
            self.parts = parts_found(self.layer, self.case.params, self.names)
        if part not in self.parts:
            return None
        owner = self.parts[part]
        if isinstance(getattr(owner, "params", None), list):
            widen(owner)
        taken = [slot for known, slot in self.slots.items() if known.startswith(f"{part}.")]
        return find_slot(owner, leaf, array, self.names, taken, empty=False)

    def _in_dictionary(self, name: str, array: np.ndarray, empty: bool) -> bool:
        """Put an array into a dictionary that has its name and shape, as ours do."""
        for attribute in ("params", "buffers", "parameters", "state"):
            kept = getattr(self.layer, attribute, None)
            if not isinstance(kept, dict):
                continue
            key = find_key(kept, self.names.of(name))
            if key is None or isinstance(kept[key], dict) or box_of(kept[key]):
                continue
            held = kept[key]
            if isinstance(held, np.ndarray) and held.shape != array.shape:
                return False
            if self.subject.layouts.get(name, "canonical") != "canonical":
                return False  # of a square kernel the shape does not tell
            if held is None and not empty:
                return False
            if isinstance(held, np.ndarray) and "." in name:
                held[...] = array  # a network's parts own their arrays
            else:
                kept[key] = array
            if getattr(self.layer, attribute, None) is kept:  # a property may make it anew
                self.slots[name] = Slot(kept, key)
            return True
        return False

    def _in_a_part(self, name: str, array: np.ndarray, empty: bool) -> Slot | None:
        """Return the place of a weight or bias in the linear layer that has it, as ``q_proj``."""
        part = part_called(attributes_of(self.layer), name)
        if part is None:
            return None
        inner = "b" if name.startswith("b") else "W"
        taken = list(self.slots.values())
        slot = find_slot(part, inner, array, self.names, taken, empty=empty)
        if slot is None or slot.owner is not part:
            return slot
        slot.inner = inner
        return slot

    def _in_gates(self, name: str) -> Slot | None:
        """Return the places of a parameter that is kept apart for each gate."""
        return slot_of_gates(self.layer, self.case.concept, name, self.case.params)

    def _in_list(self, name: str, array: np.ndarray) -> Slot | None:
        """Return the place of a parameter in a list ``params``, by its position."""
        kept = getattr(self.layer, "params", None)
        if not isinstance(kept, list) or len(kept) != len(self.case.params):
            return None
        at = list(self.case.params).index(name) if name in self.case.params else -1
        if at < 0 or not isinstance(kept[at], np.ndarray):
            return None
        if kept[at].dtype.kind == "f" and kept[at].dtype != array.dtype:
            widen(self.layer)  # its parts hold the same array, perhaps in lists of their own
            kept = self.layer.params
        layout = layout_of(array, kept[at].shape)
        return Slot(kept, at, layout) if layout else None

    def buffers(self) -> dict[str, Any]:
        """Return the running statistics, where the layer has them."""
        found: dict[str, Any] = {}
        for name, array in self.case.buffers.items():
            slot = self.slots.get(name)
            if slot is not None:
                value = slot.value
                theirs = layout(slot.layout).from_canonical(array).shape
                if slot.layout != "canonical" and np.shape(value) == theirs:
                    value = layout(slot.layout).to_canonical(np.asarray(value))
                found[name] = value
                continue
            kept = getattr(self.layer, "buffers", None)
            key = find_key(kept, self.names.of(name)) if isinstance(kept, dict) else None
            if isinstance(kept, dict) and key is not None:
                found[name] = kept[key]
                continue
            attribute = find_attribute(self.layer, self.names.of(name))
            if attribute and not callable(getattr(self.layer, attribute)):
                found[name] = getattr(self.layer, attribute)
        return found
