"""What the names of the equations stand for, of convolutions and poolings along any axes."""

from __future__ import annotations

from typing import Any

import numpy as np

from formulas.bindings import (
    Bordered,
    bound,
    of_depthwise_convolution,
    of_layer,
    of_pointwise_convolution,
    of_separable_convolution,
)


def of_convolution_along(n_axes: int) -> dict[str, Any]:
    """Return the names of a strided and dilated convolution along one axis or three."""
    from numpy_impl.layers.conv1d import Conv1d
    from numpy_impl.layers.conv3d import Conv3d

    rng = np.random.default_rng(11)
    if n_axes == 1:
        layer, x = Conv1d(2, 3, 2, 2, 0, 3, seed=3), rng.standard_normal((2, 2, 6))
    else:
        layer, x = Conv3d(1, 2, (2, 1, 3), seed=3), rng.standard_normal((1, 1, 3, 2, 4))
    steps = {"s": 2, "d": 3} if n_axes == 1 else {"s": 1, "d": 1}
    return of_layer(layer, x, rng) | steps


def of_windows_along(name: str) -> dict[str, Any]:
    """Return the names of pooling along one axis or three, and what is in each window."""
    found = bound(name, "ordinary")
    one = {k: found[k][0, 1] for k in ("x", "y", "dx", "dy")}
    size = found["kernel_size"] if one["x"].ndim > 1 else (found["kernel_size"],)
    windows = {}
    for place in np.ndindex(one["y"].shape):
        inside = [tuple(o * k + i for o, k, i in zip(place, size, at, strict=True))
                  for at in np.ndindex(*size)]  # fmt: skip
        key = place if len(place) > 1 else place[0]
        windows[key] = frozenset(inside if len(place) > 1 else [i for (i,) in inside])
    return one | {"R": windows, "p": found.get("norm_type", 1)}


def of_a_whole(name: str) -> dict[str, Any]:
    """Return the names of pooling over all steps, or over all of a volume."""
    found = bound(name)
    space = found["x"].shape[2:]
    return found | dict(zip("DHW" if len(space) == 3 else "T", space, strict=True)) | {"k": 1}


def of_transposed_along(n_axes: int) -> dict[str, Any]:
    """Return the names of a transposed convolution along one axis or three."""
    from numpy_impl.layers.conv_transpose1d import ConvTranspose1d
    from numpy_impl.layers.conv_transpose3d import ConvTranspose3d

    rng = np.random.default_rng(12)
    if n_axes == 1:
        layer, x = ConvTranspose1d(2, 3, 3, 2, 1, seed=3), rng.standard_normal((2, 2, 4))
        found = of_layer(layer, x, rng) | {"s": 2, "p": 1, "d": 1}
    else:
        layer, x = ConvTranspose3d(1, 2, (2, 1, 3), seed=3), rng.standard_normal((1, 1, 3, 2, 1))
        found = of_layer(layer, x, rng) | {"s": 1, "p": 0, "d": 1}
    return found | {"dy": found["dy"].view(Bordered)}


def of_causal_convolution() -> dict[str, Any]:
    from numpy_impl.layers.causal_conv1d import CausalConv1d

    layer = CausalConv1d(2, 3, 2, dilation=2, seed=3)
    rng = np.random.default_rng(14)
    found = of_layer(layer, rng.standard_normal((1, 2, 5)), rng) | {"K": 2, "d": 2}
    return found | {name: found[name].view(Bordered) for name in ("x", "dy")}


def of_upsampling() -> dict[str, Any]:
    from numpy_impl.layers.upsampling2d import Upsampling2d

    layer = Upsampling2d(interpolation="bilinear")
    rng = np.random.default_rng(13)
    x, dy = rng.standard_normal((1, 2, 2, 3)), rng.standard_normal((1, 2, 4, 6))
    y = layer.forward(x)
    return {"x": x, "y": y, "dy": dy, "dx": layer.backward(dy), "A": layer.A, "B": layer.B}


NAMES = {
    "causal_conv1d": of_causal_convolution,
    "upsampling2d": of_upsampling,
    "conv_transpose1d": lambda: of_transposed_along(1),
    "conv_transpose3d": lambda: of_transposed_along(3),
    "depthwise_conv2d": of_depthwise_convolution,
    "pointwise_conv2d": of_pointwise_convolution,
    "separable_conv2d": of_separable_convolution,
    "conv1d": lambda: of_convolution_along(1),
    "conv3d": lambda: of_convolution_along(3),
    **{
        name: lambda name=name: of_windows_along(name)
        for name in (
            "max_pool1d",
            "max_pool3d",
            "avg_pool1d",
            "avg_pool3d",
            "lp_pool1d",
            "lp_pool3d",
        )
    },
    **{
        name: lambda name=name: of_a_whole(name)
        for name in (
            "global_max_pool1d",
            "global_max_pool3d",
            "global_avg_pool1d",
            "global_avg_pool3d",
        )
    },
}
