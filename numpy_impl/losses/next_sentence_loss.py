"""The loss of BERT's next-sentence prediction."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.arguments import distribution
from numpy_impl.losses.loss import Loss
from numpy_impl.validation import as_float


class NextSentenceLoss(Loss):
    """L = mean of log(1 + e^(x_wrong - x_right)): does the second sentence follow the first?

    The two logits come from the output at [CLS]. Their softmax is the sigmoid of their difference,
    so all that counts is by how much the wrong answer leads.

    Args:
        reduction: ``"none"``, ``"sum"`` or ``"mean"`` (over the pairs of sentences).

    Shapes:
        x, dx (..., 2) logits: of "follows", of "does not". t (...): 0 if it follows, 1 if not.
        L: a scalar, or (...) with ``reduction="none"``.

    Source:
        Devlin et al. (2019), BERT: Pre-training of deep bidirectional Transformers, section 3.1,
        task 2.
    """

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__(reduction)

    def forward(self, x: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for logits x (..., 2) and labels t (...)."""
        x = as_float("x", x)
        if x.ndim == 0 or x.shape[-1] != 2:
            raise ValueError(f"x has shape {x.shape}, but (..., 2) is needed: follows, or not.")
        right = distribution("x", x, t)
        # +1 for the wrong answer's logit, -1 for the right one's.
        self.sign = 1 - 2 * right
        lead = (x * self.sign).sum(axis=-1)
        e = np.exp(-np.abs(lead))  # at most 1
        self.p_wrong = np.where(lead >= 0, 1, e) / (1 + e)
        # log(1 + e^lead), where neither e^lead overflows nor a small one is lost beside the 1.
        losses = np.maximum(lead, 0) + np.log1p(e)
        return self.reduce(losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dx (..., 2): what is wrongly believed, up for one, down for the other."""
        dlead = self.share(dL) * self.p_wrong
        return dlead[..., np.newaxis] * self.sign
