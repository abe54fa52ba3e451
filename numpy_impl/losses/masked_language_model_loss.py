"""The loss of BERT's masked language model."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.layer import Layer
from numpy_impl.losses.kept_targets import require_any, tokens_kept
from numpy_impl.losses.loss import REDUCTIONS
from numpy_impl.validation import as_float, require_choice, require_shape


class MaskedLanguageModelLoss(Layer):
    """L = mean over the masked places of -log softmax(x)[token]: what stood under the mask?

    Some of the tokens were hidden from the network. Only there is it asked, and t holds what was
    there; everywhere else t is ``ignore_index``.

    Args:
        reduction: ``"none"``, ``"sum"`` or ``"mean"`` (over the masked places).
        ignore_index: what t is where nothing was masked; -100 as in PyTorch.

    Shapes:
        x, dx (..., V) logits, t (...) token numbers or ignore_index. L: a scalar, or (...) with
        ``reduction="none"``, 0 where nothing was masked.

    Source:
        Devlin et al. (2019), BERT: Pre-training of deep bidirectional Transformers, section 3.1,
        task 1.
    """

    def __init__(self, reduction: str = "mean", ignore_index: int = -100) -> None:
        super().__init__()
        require_choice("reduction", reduction, REDUCTIONS)
        self.reduction, self.ignore_index = reduction, ignore_index

    def forward(self, x: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for logits x (..., V) and targets t (...)."""
        x = as_float("x", x)
        target, self.masked = tokens_kept(x, t, self.ignore_index)
        self.target = target[..., np.newaxis]
        z = x - x.max(axis=-1, keepdims=True)
        log_p = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
        self.p = np.exp(log_p)
        losses = -np.take_along_axis(log_p, self.target, axis=-1)[..., 0]
        losses = np.where(self.masked, losses, 0)  # only what was hidden is asked for
        if self.reduction == "none":
            return losses
        if self.reduction == "sum":
            return losses.sum()
        require_any(self.masked)
        return losses.sum() / self.masked.sum().astype(x.dtype)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dx (..., V), which is 0 where nothing was masked."""
        dL = np.asarray(dL, dtype=self.p.dtype)
        require_shape("dL", dL, self.masked.shape if self.reduction == "none" else ())
        if self.reduction == "mean":
            dL = dL / self.masked.sum().astype(dL.dtype)
        dlosses = np.where(self.masked, dL, 0)[..., np.newaxis]
        one_hot = np.zeros_like(self.p)
        np.put_along_axis(one_hot, self.target, 1, axis=-1)
        return dlosses * (self.p - one_hot)
