"""Softmax with cross-entropy at every step of a sequence."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.layer import Layer
from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.models.token_labels import counted_tokens
from numpy_impl.validation import as_float, require_shape


class TimeSoftmaxCrossEntropy(Layer):
    """L = mean of -log softmax(x)_t over the tokens that count, of all sequences together.

    A token with the label ``ignore_label``, such as padding, adds nothing to the sum, nor to the
    number by which it is divided.

    Args:
        ignore_label: the label of tokens that do not count; all count if None.

    Shapes:
        x, dx (N, T, C), t (N, T) the numbers of the right words, L a scalar.

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 10.2.1, eq. 10.12 to
        10.14 and 10.18.
    """

    def __init__(self, ignore_label: int | None = -1) -> None:
        super().__init__()
        self.ignore_label = ignore_label
        self.of_tokens = SoftmaxCrossEntropy("none")

    def forward(self, x: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for logits x (N, T, C) and targets t (N, T)."""
        x = as_float("x", x)
        require_shape("x", x, (None, None, None))
        t, self.counts = counted_tokens(x, t, self.ignore_label)
        self.number = int(self.counts.sum())
        if self.number == 0:
            raise ValueError(
                f"The mean of no tokens is not defined, but none of {self.counts.size} counts."
            )
        losses = self.of_tokens.forward(x, t)
        return np.where(self.counts, losses, 0).sum() / self.number

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dx (N, T, C), which is 0 where a token does not count."""
        dL = np.asarray(dL, dtype=self.of_tokens.like.dtype)
        require_shape("dL", dL, ())
        dlosses = np.where(self.counts, dL / self.number, 0)
        return self.of_tokens.backward(dlosses)
