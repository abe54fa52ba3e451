"""The loss of predicting the next token."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.layer import Layer
from numpy_impl.losses.kept_targets import require_any, tokens_kept
from numpy_impl.losses.loss import REDUCTIONS
from numpy_impl.validation import as_float, require_choice, require_shape


class NextTokenLoss(Layer):
    """L = mean of -log softmax(x_t)[tokens_(t+1)]: each position predicts the token after it.

    The last position predicts nothing, and nothing predicts the first token. A token that is
    padding is no target; the mean is over the targets that are left.

    Args:
        reduction: ``"none"``, ``"sum"`` or ``"mean"`` (over the targets that count).
        ignore_index: the number that stands for padding; -100 if nothing else is said, as in
            PyTorch, so that no token is left out by accident.

    Shapes:
        x, dx (N, T, V) logits, t (N, T) the same tokens that went in. L: a scalar, or (N, T - 1)
        with ``reduction="none"``, 0 where the target is padding.

    Source:
        Radford et al. (2018), Improving language understanding by generative pre-training, section
        3.1, eq. 1.
    """

    def __init__(self, reduction: str = "mean", ignore_index: int = -100) -> None:
        super().__init__()
        require_choice("reduction", reduction, REDUCTIONS)
        self.reduction, self.ignore_index = reduction, ignore_index

    def forward(self, x: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for logits x (N, T, V) and tokens t (N, T)."""
        x = as_float("x", x)
        require_shape("x", x, (None, None, None))
        tokens, kept = tokens_kept(x, t, self.ignore_index)
        self.shape = x.shape
        x, target = x[:, :-1], tokens[:, 1:]  # position t is asked for token t + 1
        self.kept = kept[:, 1:]
        z = x - x.max(axis=-1, keepdims=True)
        log_p = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
        self.p, self.target = np.exp(log_p), target[..., np.newaxis]
        losses = -np.take_along_axis(log_p, self.target, axis=-1)[..., 0]
        losses = np.where(self.kept, losses, 0)
        if self.reduction == "none":
            return losses
        if self.reduction == "sum":
            return losses.sum()
        require_any(self.kept)
        return losses.sum() / self.kept.sum().astype(x.dtype)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dx (N, T, V), which is 0 at the last position and before padding."""
        dL = np.asarray(dL, dtype=self.p.dtype)
        require_shape("dL", dL, self.kept.shape if self.reduction == "none" else ())
        if self.reduction == "mean":
            dL = dL / self.kept.sum().astype(dL.dtype)
        dlosses = np.where(self.kept, dL, 0)[..., np.newaxis]
        one_hot = np.zeros_like(self.p)
        np.put_along_axis(one_hot, self.target, 1, axis=-1)
        dx = np.zeros(self.shape, self.p.dtype)
        dx[:, :-1] = dlosses * (self.p - one_hot)
        return dx
