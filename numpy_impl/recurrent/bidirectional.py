"""A recurrent layer that reads a sequence from both ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.recurrent.parts import MadeOfParts, layer_called, states_by_part
from numpy_impl.recurrent.sequences import sequences, steps_within
from numpy_impl.seeds import spawned
from numpy_impl.validation import require_choice, require_shape


class Bidirectional(MadeOfParts):
    """One layer reads x from its first step on, another from its last; y holds both.

    The second one is given x turned round in time, and its outputs are turned back, so that y_t
    knows what comes before step t and what comes after it. A padded sequence is turned round
    within its own length: the padding stays behind.

    Args:
        n_in: length of the input at each step.
        n_hidden: length of the state of each direction.
        layer: ``"simple_rnn"``, ``"lstm"`` or ``"gru"``.
        merge: ``"concat"``: y has both outputs side by side, forward's first; ``"sum"``: their
            sum.
        use_bias: whether the layers have a bias.
        initializer: draws the weights; Glorot's uniform distribution if none is given.
        seed: the seeds of both layers are made from it.

    Shapes:
        x (N, T, n_in); h0, c0, h and c (2, N, n_hidden), the forward layer's first; y
        (N, T, 2 n_hidden), or (N, T, n_hidden) for the sum; lengths (N,).

    Source:
        Schuster and Paliwal (1997), Bidirectional recurrent neural networks, IEEE Transactions on
        Signal Processing 45.
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        layer: str = "simple_rnn",
        merge: str = "concat",
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        require_choice("merge", merge, ("concat", "sum"))
        make = layer_called(layer)
        self.merge = merge
        self.forth, self.back = (
            make(n_in, n_hidden, use_bias=use_bias, initializer=initializer, seed=own)
            for own in spawned(seed, 2)
        )
        super().__init__({"forward_layer": self.forth, "backward_layer": self.back})

    def forward(
        self,
        x: np.ndarray,
        h0: np.ndarray | None = None,
        c0: np.ndarray | None = None,
        lengths: ArrayLike | None = None,
    ) -> tuple[np.ndarray, ...]:
        """Return (y, h), and c of LSTMs: both outputs at every step, and both last states.

        The backward layer's last state is that of the first step, which it reads last.
        """
        x = sequences(x, len(self.forth.params["W"]))
        N, T, _ = x.shape
        first_forth, first_back = states_by_part(self.forth, 2, N, h0=h0, c0=c0)
        self.within, self.T = steps_within(lengths, N, T), T
        y_forth, *last_forth = self.forth.forward(x, **first_forth, lengths=lengths)
        y_back, *last_back = self.back.forward(self.turned(x), **first_back, lengths=lengths)
        y_back = self.turned(y_back)  # back in the order of x
        last = [np.stack(pair) for pair in zip(last_forth, last_back, strict=True)]
        if self.merge == "sum":
            return (y_forth + y_back, *last)
        return (np.concatenate([y_forth, y_back], axis=2), *last)

    def backward(
        self, dy: np.ndarray, dh: np.ndarray | None = None, dc: np.ndarray | None = None
    ) -> tuple[np.ndarray, ...]:
        """Return (dx, dh0), and dc0 of LSTMs, for dy and the gradients of the last states."""
        H = len(self.forth.params["U"])
        width = H if self.merge == "sum" else 2 * H
        require_shape("dy", dy, (self.within.shape[1], self.T, width))
        dlast_forth, dlast_back = states_by_part(self.forth, 2, len(dy), dh=dh, dc=dc)
        dy_forth, dy_back = (dy, dy) if self.merge == "sum" else (dy[..., :H], dy[..., H:])
        dx_forth, *dfirst_forth = self.forth.backward(dy_forth, **dlast_forth)
        dx_back, *dfirst_back = self.back.backward(self.turned(dy_back), **dlast_back)
        dx = dx_forth + self.turned(dx_back)  # x went into both
        return (dx, *(np.stack(pair) for pair in zip(dfirst_forth, dfirst_back, strict=True)))

    def turned(self, a: np.ndarray) -> np.ndarray:
        """Return a (N, T, ...) with the steps of each sequence in reverse, its padding in place."""
        lengths = self.within.sum(axis=0)  # (N, 1)
        t = np.arange(self.T)
        source = np.where(t < lengths, lengths - 1 - t, t)
        return np.take_along_axis(a, source[:, :, None], axis=1)
