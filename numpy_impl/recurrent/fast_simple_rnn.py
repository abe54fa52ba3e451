"""The simple recurrent layer, fast: what does not depend on the state is done for all steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.layers.threads import keep_freed_memory
from numpy_impl.recurrent.sequences import first_state, sequences, steps_within
from numpy_impl.recurrent.simple_rnn import SimpleRNN
from numpy_impl.validation import require_shape


class FastSimpleRNN(SimpleRNN):
    """The same layer as :class:`numpy_impl.recurrent.simple_rnn.SimpleRNN`.

    Forward, x W + b of all steps is one product, and only h U is left to the loop. Backward, the
    loop finds da of every step, and dW, dU, db and dx are one product each. Arrays have the time
    as their first axis, so that a step is one block of memory, and each step is computed in place.
    """

    def forward(
        self, x: np.ndarray, h0: np.ndarray | None = None, lengths: ArrayLike | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return (y, h): the state at every step (N, T, n_hidden), and the last one."""
        W, U = self.params["W"], self.params["U"]
        keep_freed_memory()
        x = sequences(x, len(W))
        N, T, n_in = x.shape
        h = first_state("h0", h0, self.state, (N, len(U)), np.result_type(x, W))
        self.x = np.ascontiguousarray(x.swapaxes(0, 1))
        self.padded = None if lengths is None else ~steps_within(lengths, N, T)
        a = (self.x.reshape(T * N, n_in) @ W).reshape(T, N, len(U))
        if "b" in self.params:
            a += self.params["b"]
        states = np.empty((T + 1, N, len(U)), dtype=a.dtype)
        states[0] = h
        product = np.empty_like(states[0])
        for t in range(T):
            np.matmul(states[t], U, out=product)
            a[t] += product
            if self.activation == "tanh":
                np.tanh(a[t], out=states[t + 1])
            else:
                np.maximum(a[t], 0, out=states[t + 1])
            if self.padded is not None:
                np.copyto(states[t + 1], states[t], where=self.padded[t])
        self.states, h = states, states[-1].copy()
        y = states[1:].swapaxes(0, 1).copy()
        if self.padded is not None:
            np.copyto(y, 0, where=self.padded.swapaxes(0, 1))
        if self.stateful:
            self.state = h
        return y, h

    def backward(
        self, dy: np.ndarray, dh: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return (dx, dh0) for dy (N, T, n_hidden) and dh, that of the last state (0 if None)."""
        W, U = self.params["W"], self.params["U"]
        T, N, n_in = self.x.shape
        H = len(U)
        require_shape("dy", dy, (N, T, H))
        if dh is not None:
            require_shape("dh", dh, (N, H))
        da = dy.swapaxes(0, 1).copy()
        h_new = self.states[1:]
        slope = 1 - h_new * h_new if self.activation == "tanh" else h_new > 0
        back = np.zeros_like(da[0]) if dh is None else dh.copy()
        U_T = np.ascontiguousarray(U.T)
        product = np.empty_like(back)
        for t in reversed(range(T)):
            da[t] += back
            da[t] *= slope[t]
            if self.padded is None:
                np.matmul(da[t], U_T, out=back)
            else:
                np.copyto(da[t], 0, where=self.padded[t])
                np.matmul(da[t], U_T, out=product)
                np.copyto(back, product, where=~self.padded[t])
            if t and self.truncate and t % self.truncate == 0:
                back[...] = 0
        rows = da.reshape(T * N, H)
        self.grads["W"] = self.x.reshape(T * N, n_in).T @ rows
        self.grads["U"] = self.states[:-1].reshape(T * N, H).T @ rows
        if "b" in self.params:
            self.grads["b"] = rows.sum(axis=0)
        dx = (rows @ W.T).reshape(T, N, n_in).swapaxes(0, 1)
        return dx, back
