"""The masked convolution of an autoregressive image model."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.layers.conv2d import Conv2d
from numpy_impl.layers.padding import Pair, pair
from numpy_impl.validation import require_choice


class MaskedConv2d(Layer):
    """A convolution that sees only pixels above, and to the left in the same row.

    So y at a pixel can say which colour comes there: p(x) = prod p(x_i | x_1 ... x_(i-1)), row by
    row, and all factors are computed at once, as the words of a language model are.

        y = conv(x, W mask) + b, padded so that y is as large as x

    Args:
        n_in: channels of x.
        n_out: channels of y.
        kernel_size: of the kernel, one odd number or two, (height, width).
        kind: ``"A"`` for the first layer, which must not see the pixel itself; ``"B"`` for the
            others, which may, since what they see has not seen it. All channels are masked alike.
        use_bias: whether b is added.
        initializer: draws W; Glorot's uniform distribution if none is given. b starts at 0.
        seed: seeds the draw of W.

    Shapes:
        x, dx (N, n_in, H, W), W (n_out, n_in, kh, kw), mask (kh, kw), b (n_out,),
        y, dy (N, n_out, H, W).

    Source:
        van den Oord, Kalchbrenner and Kavukcuoglu (2016), Pixel recurrent neural networks,
        section 3.4.
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int | Pair,
        kind: str = "A",
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        require_choice("kind", kind, ("A", "B"))
        kh, kw = pair("kernel_size", kernel_size)
        if kh % 2 == 0 or kw % 2 == 0:
            raise ValueError(f"kernel_size is {(kh, kw)}, but a kernel with a middle is odd.")
        padding = (kh // 2, kw // 2)
        self.conv = Conv2d(
            n_in, n_out, (kh, kw), padding=padding, use_bias=use_bias,
            initializer=initializer, seed=seed,
        )  # fmt: skip
        self.params = dict(self.conv.params)
        self.mask = np.zeros((kh, kw), dtype=bool)
        self.mask[: kh // 2] = True  # the rows above
        self.mask[kh // 2, : kw // 2] = True  # to the left
        if kind == "B":
            self.mask[kh // 2, kw // 2] = True  # and the pixel itself

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, n_out, H, W) for x (N, n_in, H, W)."""
        W = self.params["W"]
        masked = W * self.mask.astype(W.dtype)
        self.conv.params = {**self.params, "W": masked}
        return self.conv.forward(x)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, n_in, H, W); fill the gradients of W and b."""
        dx = self.conv.backward(dy)
        dW = self.conv.grads["W"]
        self.grads = {**self.conv.grads, "W": dW * self.mask.astype(dW.dtype)}
        return dx
