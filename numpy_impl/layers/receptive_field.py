"""How much of the input one output sees."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import require_shape


def receptive_field(
    kernel: ArrayLike,
    stride: ArrayLike | None = None,
    dilation: ArrayLike | None = None,
    padding: ArrayLike | None = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return what outputs see of the input along one axis, behind each of L layers.

        size_l = size_{l-1} + (k_l - 1) d_l jump_{l-1}
        start_l = start_{l-1} - p_l jump_{l-1}
        jump_l = jump_{l-1} s_l

    Output o of the layer l sees the pixels start_l + o jump_l up to size_l of them. Before the
    first layer size and jump are 1 and start is 0. A negative start lies in the padding.

    Args:
        kernel: of each convolution or pooling (L,), the first one first.
        stride: of each (L,); 1 if None.
        dilation: of each (L,); 1 if None.
        padding: of each, before x (L,); 0 if None.

    Returns:
        (size, jump, start), integers (L,).

    Raises:
        ValueError: if they are not of one length, or no integers of the right size.

    Source:
        Luo, Li, Urtasun and Zemel (2016), Understanding the effective receptive field in deep
        convolutional neural networks, section 1; Dumoulin and Visin (2016), A guide to convolution
        arithmetic.
    """
    k = np.asarray(kernel)
    s = np.ones_like(k) if stride is None else np.asarray(stride)
    d = np.ones_like(k) if dilation is None else np.asarray(dilation)
    p = np.zeros_like(k) if padding is None else np.asarray(padding)
    require_shape("kernel", k, (None,))
    for name, given, least in (("kernel", k, 1), ("stride", s, 1), ("dilation", d, 1),
                               ("padding", p, 0)):  # fmt: skip
        require_shape(name, given, k.shape)
        if given.dtype.kind not in "iu" or (given < least).any():
            raise ValueError(f"{name} is {given}, but must hold integers of at least {least}.")
    size, jump, start = 1, 1, 0
    rows = []
    for layer in range(len(k)):
        size = size + (k[layer] - 1) * d[layer] * jump
        start = start - p[layer] * jump
        jump = jump * s[layer]  # last: the steps within a kernel are those of its input
        rows.append((size, jump, start))
    sizes, jumps, starts = np.array(rows, dtype=int).reshape(-1, 3).T
    return sizes.copy(), jumps.copy(), starts.copy()
