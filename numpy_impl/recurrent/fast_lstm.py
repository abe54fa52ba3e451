"""The LSTM layer, fast: what does not depend on the state is done for all steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.recurrent.lstm import LSTM
from numpy_impl.recurrent.sequences import first_state, sequences, steps_within
from numpy_impl.validation import require_shape


class FastLSTM(LSTM):
    """The same layer as :class:`numpy_impl.recurrent.lstm.LSTM`.

    Forward, x W + b of all steps is one product, and h U of a step another, for all gates at once;
    the gates take the place of a. Backward, the loop finds da of every step, and dW, dU, db and dx
    are one product each. Arrays have the time as their first axis, so that a step is one block of
    memory, and each step is computed in place.
    """

    def forward(
        self,
        x: np.ndarray,
        h0: np.ndarray | None = None,
        c0: np.ndarray | None = None,
        lengths: ArrayLike | None = None,
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return (y, h, c): h at every step (N, T, n_hidden), and the last h and c."""
        W, U = self.params["W"], self.params["U"]
        x = sequences(x, len(W))
        N, T, n_in = x.shape
        H, dtype = len(U), np.result_type(x, W)
        self.hs, self.cs = np.empty((2, T + 1, N, H), dtype=dtype)
        self.hs[0] = first_state("h0", h0, self.state[0], (N, H), dtype)
        self.cs[0] = first_state("c0", c0, self.state[1], (N, H), dtype)
        self.padded = None if lengths is None else ~steps_within(lengths, N, T)
        self.x = np.ascontiguousarray(x.swapaxes(0, 1))
        # sigmoid(a) = (1 + tanh(a / 2)) / 2: the gates' weights are halved beforehand.
        halved = np.repeat(np.array([0.5, 0.5, 0.5, 1], dtype=dtype), H)
        a = (self.x.reshape(T * N, n_in) @ (W * halved)).reshape(T, N, 4 * H)
        if "b" in self.params:
            a += self.params["b"] * halved
        U = U * halved
        self.tanh_c = np.empty((T, N, H), dtype=dtype)
        product, taken = np.empty((N, 4 * H), dtype=dtype), np.empty((N, H), dtype=dtype)
        for t in range(T):
            np.matmul(self.hs[t], U, out=product)
            a[t] += product
            np.tanh(a[t], out=a[t])
            gates = a[t, :, : 3 * H]
            gates *= 0.5
            gates += 0.5
            i, f, o, g = (a[t, :, k * H : (k + 1) * H] for k in range(4))
            h, c = self.hs[t + 1], self.cs[t + 1]
            np.multiply(f, self.cs[t], out=c)
            np.multiply(i, g, out=taken)
            c += taken
            np.tanh(c, out=self.tanh_c[t])
            np.multiply(o, self.tanh_c[t], out=h)
            if self.padded is not None:
                np.copyto(h, self.hs[t], where=self.padded[t])
                np.copyto(c, self.cs[t], where=self.padded[t])
        self.gates = a
        y = self.hs[1:].swapaxes(0, 1).copy()
        if self.padded is not None:
            np.copyto(y, 0, where=self.padded.swapaxes(0, 1))
        h, c = self.hs[-1].copy(), self.cs[-1].copy()
        if self.stateful:
            self.state = h, c
        return y, h, c

    def backward(
        self, dy: np.ndarray, dh: np.ndarray | None = None, dc: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return (dx, dh0, dc0) for dy (N, T, n_hidden), and dh and dc (0 if None)."""
        W, U = self.params["W"], self.params["U"]
        T, N, n_in = self.x.shape
        H = len(U)
        require_shape("dy", dy, (N, T, H))
        for name, given in (("dh", dh), ("dc", dc)):
            if given is not None:
                require_shape(name, given, (N, H))
        dh = np.zeros((N, H), dtype=dy.dtype) if dh is None else dh.copy()
        dc = np.zeros((N, H), dtype=dy.dtype) if dc is None else dc.copy()
        dh_more = dy.swapaxes(0, 1).copy()
        da, f, dc_of_dh = self.slopes()
        if self.padded is not None:  # there dh and dc pass as they are, and da is 0
            for array, value in ((dh_more, 0), (da, 0), (f, 1), (dc_of_dh, 0)):
                np.copyto(array, value, where=self.padded)
        by_gate, U_T = da.reshape(T, N, 4, H), np.ascontiguousarray(U.T)
        before = np.empty_like(dh)
        for t in reversed(range(T)):
            dh += dh_more[t]
            dc_of_dh[t] *= dh
            dc += dc_of_dh[t]
            by_gate[t, :, :2] *= dc[:, None]  # i, f
            by_gate[t, :, 2] *= dh  # o
            by_gate[t, :, 3] *= dc  # g
            dc *= f[t]
            np.matmul(da[t], U_T, out=before)
            if self.padded is not None:
                np.copyto(before, dh, where=self.padded[t])
            dh, before = before, dh
            if t and self.truncate and t % self.truncate == 0:
                dh[...] = 0
                dc[...] = 0
        rows = da.reshape(T * N, 4 * H)
        self.grads["W"] = self.x.reshape(T * N, n_in).T @ rows
        self.grads["U"] = self.hs[:-1].reshape(T * N, H).T @ rows
        if "b" in self.params:
            self.grads["b"] = rows.sum(axis=0)
        dx = (rows @ W.T).reshape(T, N, n_in).swapaxes(0, 1)
        return dx, dh, dc

    def slopes(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return what the gradients of all steps are multiplied by, none of which they change.

        First da for a gradient of 1: that of c for i, f and g, that of h for o; then f, by which c
        passes to the step before; last dc for a gradient of h of 1.
        """
        H = self.hs.shape[2]
        i, f, o, g = (self.gates[:, :, k * H : (k + 1) * H] for k in range(4))
        da = 1 - self.gates
        da *= self.gates  # the sigmoid's slope
        np.multiply(g, g, out=da[:, :, 3 * H :])
        np.subtract(1, da[:, :, 3 * H :], out=da[:, :, 3 * H :])  # tanh's
        for k, factor in enumerate((g, self.cs[:-1], self.tanh_c, i)):
            da[:, :, k * H : (k + 1) * H] *= factor
        dc_of_dh = self.tanh_c * self.tanh_c
        np.subtract(1, dc_of_dh, out=dc_of_dh)
        dc_of_dh *= o
        return da, f.copy(), dc_of_dh
