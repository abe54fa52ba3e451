"""A network that a setting lists layer by layer: ``network="networks.network.Sequential"``.

``options["layers"]`` has ``(name, dotted name below the three trees, arguments)`` of each layer, in
their order. How many channels or features go in follows from the layers before; ``n_out`` says how
many come out of a convolution or a dense layer.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

from parity.harness.evaluators.subject import dotted, quickest

NETWORK = "networks.network.Sequential"
Layers = Sequence[tuple[str, str, dict[str, Any]]]


def sequential(
    tree: str,
    layers: Layers,
    input_shape: Sequence[int],
    initializer: Any = None,
    seed: int | None = None,
) -> Any:
    """Return the network, in one of the three trees.

    Args:
        tree: ``numpy_impl``, ``torch_impl`` or ``tf_impl``.
        layers: as described above.
        input_shape: (C, H, W) of one image.
        initializer: draws the weights, of that tree.
        seed: seeds the draws of the weights.
    """
    network = dotted(f"{tree}.{NETWORK}")(input_shape, seed)
    last = tree == "tf_impl"  # where the channels are
    for name, kind, arguments in layers:
        found = dotted(f"{tree}.{quickest(kind) if tree == 'numpy_impl' else kind}")
        takes = inspect.signature(found).parameters
        own = dict(arguments)
        n_in = network.size[-1 if last else 0]
        given: tuple[Any, ...] = ()
        if "n_out" in own:
            given = (n_in, own.pop("n_out"))
            own |= {"initializer": initializer, "seed": network.next_seed()}
        elif "n_channels" in takes:
            own.setdefault("n_channels", n_in)
        network.add(name, found(*given, **own))
    return network
