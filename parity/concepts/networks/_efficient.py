"""What the cases of EfficientNet and of its parts share."""

from __future__ import annotations

from parity.concepts.networks._convnets import conv, dense, norm
from parity.concepts.networks._residual import running, within
from parity.describing.draw import Draw

TAN_AND_LE = (
    "Tan and Le (2019), EfficientNet: rethinking model scaling for convolutional neural networks"
)


def squeeze_excite(n: int, n_squeezed: int) -> dict[str, Draw]:
    """Return draws of the parameters of the gates of n channels."""
    return {**dense("dense1", n, n_squeezed), **dense("dense2", n_squeezed, n)}


def mbconv(
    n_in: int, n_out: int, kernel: int, expansion: int, squeeze: float = 0.25
) -> tuple[dict[str, Draw], dict[str, Draw]]:
    """Return draws of the parameters of a block, and of its running statistics."""
    n_mid = expansion * n_in
    params: dict[str, Draw] = {}
    norms = {"norm2": n_mid, "norm3": n_out}
    if expansion != 1:
        params |= {**conv("expand", n_mid, n_in, 1, bias=False), **norm("norm1", n_mid)}
        norms = {"norm1": n_mid, **norms}
    params |= {**conv("depthwise", n_mid, 1, kernel, bias=False), **norm("norm2", n_mid)}
    if squeeze:
        params |= within("squeeze", squeeze_excite(n_mid, max(1, int(squeeze * n_in))))
    params |= {**conv("project", n_out, n_mid, 1, bias=False), **norm("norm3", n_out)}
    return params, running(norms)
