"""The simple recurrent layer, with back-propagation through time."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.recurrent.sequences import (
    drawn_weights,
    first_state,
    require_truncation,
    sequences,
    steps_within,
)
from numpy_impl.validation import require_choice, require_shape


class SimpleRNN(Layer):
    """h_t = f(x_t W + h_(t-1) U + b), step by step; every h_t is an output y_t.

    A sequence that is shorter than the others is padded behind its end, and ``lengths`` says how
    long each one is: a padded step leaves the state as it is, and its y is 0.

    Args:
        n_in: length of the input at each step.
        n_hidden: length of the state.
        activation: f, ``"tanh"`` or ``"relu"``.
        use_bias: whether b is added.
        stateful: whether a call begins with the last state of the call before, until
            :meth:`reset_state`. No gradient goes back into that call.
        truncate: the gradient of the state is cut after every so many steps (truncated
            back-propagation through time); never if None.
        initializer: draws W and U; Glorot's uniform distribution if none is given. b starts at 0.
        seed: seeds the draw of W; U has one of its own, made from it.

    Shapes:
        x (N, T, n_in), h0 and h (N, n_hidden), y (N, T, n_hidden), lengths (N,), W
        (n_in, n_hidden), U (n_hidden, n_hidden), b (n_hidden,).

    Source:
        Elman (1990), Finding structure in time, Cognitive Science 14; Werbos (1990),
        Backpropagation through time: what it does and how to do it; truncated: Williams and
        Peng (1990), An efficient gradient-based algorithm for on-line training of recurrent
        network trajectories.
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        activation: str = "tanh",
        use_bias: bool = True,
        stateful: bool = False,
        truncate: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        require_choice("activation", activation, ("tanh", "relu"))
        require_truncation(truncate)
        self.activation, self.stateful, self.truncate = activation, stateful, truncate
        self.state: np.ndarray | None = None
        self.params = drawn_weights(n_in, n_hidden, 1, initializer, seed)
        if use_bias:
            self.params["b"] = np.zeros(n_hidden)

    def forward(
        self, x: np.ndarray, h0: np.ndarray | None = None, lengths: ArrayLike | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return (y, h): the state at every step (N, T, n_hidden), and the last one."""
        W, U, b = self.params["W"], self.params["U"], self.params.get("b", 0)
        x = sequences(x, len(W))
        N, T, _ = x.shape
        h = first_state("h0", h0, self.state, (N, len(U)), np.result_type(x, W))
        self.within = steps_within(lengths, N, T)
        self.x, self.h_before = x, []
        y = np.empty((N, T, len(U)), dtype=np.result_type(x, W))
        for t in range(T):
            self.h_before.append(h)
            a = x[:, t] @ W + h @ U + b
            h_new = np.tanh(a) if self.activation == "tanh" else np.maximum(a, 0)
            h = np.where(self.within[t], h_new, h)  # a padded step keeps the state
            y[:, t] = np.where(self.within[t], h_new, 0)
        self.y = y.copy()  # backward needs y as it is
        if self.stateful:
            self.state = h
        return y, h

    def backward(
        self, dy: np.ndarray, dh: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return (dx, dh0) for dy (N, T, n_hidden) and dh, that of the last state (0 if None).

        The gradients of W, U and b are sums over the steps, which share them.
        """
        W, U = self.params["W"], self.params["U"]
        require_shape("dy", dy, self.y.shape)
        dh = np.zeros_like(dy[:, 0]) if dh is None else dh
        require_shape("dh", dh, dy[:, 0].shape)
        dW, dU, db = np.zeros_like(W), np.zeros_like(U), np.zeros_like(U[0])
        dx = np.empty_like(self.x)
        for t in reversed(range(dy.shape[1])):
            dh_new = dy[:, t] + dh  # the state is seen by the output and by the next step
            h_new = self.y[:, t]
            slope = 1 - h_new**2 if self.activation == "tanh" else h_new > 0
            da = np.where(self.within[t], dh_new * slope, 0)
            dW += self.x[:, t].T @ da
            dU += self.h_before[t].T @ da
            db += da.sum(axis=0)
            dx[:, t] = da @ W.T
            dh = np.where(self.within[t], da @ U.T, dh)  # through a padded step as it is
            if t and self.truncate and t % self.truncate == 0:  # no gradient goes beyond the cut
                dh = np.zeros_like(dh)
        self.grads.update({"W": dW, "U": dU})
        if "b" in self.params:
            self.grads["b"] = db
        return dx, dh

    def reset_state(self) -> None:
        """Forget the state that a stateful layer keeps: the next call begins with zeros."""
        self.state = None
