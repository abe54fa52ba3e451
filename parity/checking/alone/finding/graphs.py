"""Functions and layers that take and return autograd objects: their way back is the object's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from parity.checking.alone.probing.collecting import kept
from parity.checking.alone.probing.dice import Dice
from parity.checking.alone.probing.places import arrays_in
from parity.checking.alone.probing.probe import Gradient, Probe, Root, UnfitError
from parity.checking.reading.wrapping import Wrapper, back_from, wrapped_input


def graph_probe(root: Root, call: Any, wrapper: Wrapper, dice: Dice, function: Any) -> Probe:
    """Return the probe of a function, or of a method of ``root.obj``, called on wrapped arrays.

    Args:
        root: the object and the arguments, which are arrays.
        call: what is called: a function of the root and of the wrapped arguments.
        wrapper: the autograd class.
        dice: the random numbers.
        function: whose source is shown.
    """
    made: dict[int, tuple[dict[str, Any], Any]] = {}

    def forward(root: Root) -> Any:
        wrapped = {name: wrapped_input(wrapper, value) for name, value in root.args.items()}
        output = call(root, wrapped)
        outputs = output if isinstance(output, tuple | list) else (output,)
        if not outputs or not wrapper.holds(outputs[0]):
            raise UnfitError(
                f"it returns no {wrapper.cls.__name__}", f"{wrapper.cls.__name__} を返さない"
            )
        made.clear()
        made[id(root)] = (wrapped, output)
        return wrapper.unwrap(output)

    def back(root: Root, given: Any, upstream: Sequence[np.ndarray]) -> list[Gradient]:
        wrapped, output = made[id(root)]
        outputs = list(output) if isinstance(output, tuple | list) else [output]
        before = arrays_in(root.obj, every=True) if root.obj is not None else {}
        back_from(wrapper, outputs, upstream)
        found = []
        for name, value in wrapped.items():
            gradient = wrapper.gradient(value) if wrapper.holds(value) else None
            if gradient is not None:
                found.append(Gradient(f"d{name}", gradient))
        for gradient in kept(root.obj, before) if root.obj is not None else []:
            name = gradient.name
            while name.endswith((f".{wrapper.data}", ".grad.grad")):
                name = name.rpartition(".")[0]
            found.append(Gradient(name, gradient.value, False, gradient.source))
        return found

    return Probe(root, forward, back, dice, 1, "backward", functions=[function])
