"""A convolution in terms of its siblings."""

from __future__ import annotations

from parity.describing.concept import Case, Text
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated
from parity.describing.layouts import to_canonical, to_framework


def _dense_over_channels(of: Implementations, a: Arrays) -> Arrays:
    """Return a dense layer that is applied to every pixel's channels, as the last axis."""
    dense = of("dense")(3, 4)
    dense.params.update(W=a["W"][:, :, 0, 0].T, b=a["b"])
    y = dense.forward(to_framework("channels_last", a["x"]))
    dx = dense.backward(to_framework("channels_last", a["dy"]))
    return {
        "y": to_canonical("channels_last", y),
        "dx": to_canonical("channels_last", dx),
        "dW": dense.grads["W"].T[:, :, None, None],
        "db": dense.grads["b"],
    }


IDENTITIES = (
    Identity(
        sibling="dense",
        text=Text(
            "With a kernel of 1×1 it is a dense layer over the channels, the same at every pixel.",
            "カーネルが 1×1 なら、チャネルに対する全結合層を"
            "すべての画素に同じように施すことと同じである。",
        ),
        case=Case(
            "kernel_1x1",
            inputs={"x": normal(2, 3, 5, 6)},
            params={"W": normal(4, 3, 1, 1), "b": normal(4)},
            upstream=normal(2, 4, 5, 6),
        ),
        left=evaluated("conv2d", n_in=3, n_out=4, kernel_size=1),
        right=_dense_over_channels,
    ),
)
