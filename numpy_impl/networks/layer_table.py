"""The layer table: what each part of a network gives, learns and costs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.layers.conv_transpose2d import ConvTranspose2d
from numpy_impl.networks.network import Network, Sequential


@dataclass(frozen=True)
class Row:
    """One part of a network.

    Attributes:
        name: the part's name, such as ``"conv1"``.
        kind: its class.
        shape: its output for one example, (C, H, W) or (n,).
        parameters: how many numbers it learns.
        multiply_adds: how many products one example takes in convolutions and dense layers. Each
            output number of theirs is a sum of one product for each weight that leads to it; in a
            transposed convolution each input number is multiplied by every weight that it meets.
    """

    name: str
    kind: str
    shape: tuple[int, ...]
    parameters: int
    multiply_adds: int


def layer_table(network: Network, input_shape: Sequence[int]) -> list[Row]:
    """Return a row for each part of ``network``, from running it on a batch of no examples.

    That gives every shape and computes nothing, however large the network is.

    A :class:`numpy_impl.networks.network.Sequential` has run one when it was put together.
    """
    if not isinstance(network, Sequential) or network.input_shape != tuple(input_shape):
        network.forward(np.zeros((0, *input_shape)), training=False)
    return [
        Row(
            name,
            kind_of(layer),
            network.shapes[name],
            sum(array.size for array in layer.params.values()),
            products(layer, network.shapes[name]),
        )
        for name, layer in network.layers.items()
    ]


def kind_of(layer: Layer) -> str:
    """Return the name of the layer's class; a fast form is the same layer."""
    return type(layer).__name__.removeprefix("Fast")


def products(layer: Layer, shape: Sequence[int]) -> int:
    """Return the multiply-adds of ``layer``, which gave ``shape`` for one example."""
    if isinstance(layer, Network):
        return sum(products(part, layer.shapes[name]) for name, part in layer.layers.items())
    W = layer.params.get("W")
    if W is None:
        return 0
    if isinstance(layer, ConvTranspose2d):  # each number of x paints a kernel for each channel of y
        return math.prod(layer.x_shape[1:]) * W[0].size
    # Dense keeps W as (n_in, n_out), a convolution as (c_out, c_in / groups, k_h, k_w).
    n_out = W.shape[1] if W.ndim == 2 else W.shape[0]
    return math.prod(shape) * (W.size // n_out)
