"""CTC, connectionist temporal classification."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.alignments import lengths_of, log_softmax, require_labels, with_blanks
from numpy_impl.losses.loss import Loss
from numpy_impl.validation import as_float, require_shape


class CTCLoss(Loss):
    """L = -log p(t), p(t) being the sum over all ways to say the labels t in T steps.

    At each step a label or the blank is said. A way means the labels that are left once repeated
    ones are merged and then the blanks taken out: with - for the blank, aa-ab means aab. The
    forward variable alpha[t, s] sums all beginnings that are at place s of (-, t_1, -, t_2, ..., -)
    after step t, beta[t, s] all ends that go on from there; everything is kept as logarithms.

    Args:
        reduction: ``"none"``, ``"sum"`` or ``"mean"`` (over the examples, whatever their lengths).
        blank: the class that means nothing.
        zero_infinity: whether an example whose labels do not fit into its steps counts as 0, with
            no gradient; else its L is infinite, and its gradient NaN.

    Shapes:
        x, dx (N, T, C) logits; t (N, S) labels; input_lengths and target_lengths (N,). L: a
        scalar, or (N,) with ``reduction="none"``.

    Source:
        Graves, Fernandez, Gomez and Schmidhuber (2006), Connectionist temporal classification:
        labelling unsegmented sequence data with recurrent neural networks, ICML, sections 3.1
        and 4, eq. 3, 6 to 8 and 14 to 16.
    """

    def __init__(
        self, reduction: str = "mean", blank: int = 0, zero_infinity: bool = False
    ) -> None:
        super().__init__(reduction)
        self.blank = blank
        self.zero_infinity = zero_infinity

    def forward(
        self,
        x: np.ndarray,
        t: ArrayLike,
        input_lengths: ArrayLike | None = None,
        target_lengths: ArrayLike | None = None,
    ) -> np.ndarray:
        """Return L for logits x (N, T, C) and labels t (N, S), all of them if no lengths say."""
        x, t = as_float("x", x), np.asarray(t)
        require_shape("x", x, (None, None, None))
        N, T, C = x.shape
        require_shape("t", t, (N, None))
        self.steps = lengths_of("input_lengths", input_lengths, N, T, least=1)
        counts = lengths_of("target_lengths", target_lengths, N, t.shape[1])
        require_labels(t, counts, C, self.blank)
        self.log_y = log_softmax(x)
        losses = np.empty(N, dtype=x.dtype)
        self.gamma = np.zeros_like(x)  # how probable each class is at each step, given t
        for n in range(N):
            steps = self.steps[n]
            labels = with_blanks(t[n, : counts[n]], self.blank)
            losses[n], self.gamma[n, :steps] = self.forward_backward(self.log_y[n, :steps], labels)
        return self.reduce(losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dx (N, T, C)."""
        dlosses = self.share(dL)[:, np.newaxis, np.newaxis]
        within = np.arange(self.log_y.shape[1]) < self.steps[:, np.newaxis]
        y = np.exp(self.log_y)
        dx = np.where(within[..., np.newaxis], dlosses * (y - self.gamma), 0)
        if self.zero_infinity:
            dx[np.isnan(self.gamma).any(axis=(1, 2))] = 0
        return dx

    def forward_backward(
        self, log_y: np.ndarray, labels: np.ndarray
    ) -> tuple[np.ndarray | float, np.ndarray | float]:
        """Return (L, gamma (T, C)) for log_y (T, C) and labels with blanks (2 S + 1,)."""
        alpha = self.beginnings(log_y, labels)
        beta = self.beginnings(log_y[::-1], labels[::-1])[::-1, ::-1]  # from the end, the same
        log_p = np.logaddexp.reduce(alpha[-1, -2:])  # the last blank may be said or not
        if log_p == -np.inf:
            return 0.0 if self.zero_infinity else np.inf, np.nan
        ways = alpha + beta - log_y[:, labels]  # both have counted step t
        ways = np.exp(ways - np.logaddexp.reduce(ways, axis=1, keepdims=True))  # in all: p(t)
        gamma = np.zeros_like(log_y)
        np.add.at(gamma.T, labels, ways.T)  # a label may have several places
        return -log_p, gamma

    def beginnings(self, log_y: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """Return log alpha (T, 2 S + 1)."""
        # Two places on stands another label: neither the same one, nor a blank after a blank.
        may_skip = labels != np.roll(labels, 2)
        never = np.full(2, -np.inf)  # nothing stands before the first place
        alpha = np.full((len(log_y), len(labels)), -np.inf)
        alpha[0, :2] = log_y[0, labels[:2]]  # it begins with the blank or with the first label
        for t in range(1, len(log_y)):
            before = np.concatenate([never, alpha[t - 1]])
            stay, step, skip = before[2:], before[1:-1], np.where(may_skip, before[:-2], -np.inf)
            ways = np.logaddexp(np.logaddexp(stay, step), skip)
            alpha[t] = log_y[t, labels] + ways
        return alpha
