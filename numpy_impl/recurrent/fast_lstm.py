"""The LSTM layer, fast: what does not depend on the state is done for all steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.layers.threads import keep_freed_memory
from numpy_impl.recurrent.lstm import LSTM
from numpy_impl.recurrent.sequences import first_state, sequences, steps_within
from numpy_impl.validation import require_shape


class FastLSTM(LSTM):
    """The same layer as :class:`numpy_impl.recurrent.lstm.LSTM`.

    Forward, what a step sees stands in one column for each sequence: h, below it x, below that a 1
    for the bias. So a is one product of a step, for all gates at once, and each gate is one block
    of memory, which is computed in place. Backward, the loop finds da of every step; the gradients
    of all weights are then one product, and dx another.
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
        keep_freed_memory()
        x = sequences(x, len(W))
        N, T, n_in = x.shape
        H, dtype = len(U), np.result_type(x, W)
        # sigmoid(a) = (1 + tanh(a / 2)) / 2: the gates' weights are halved beforehand.
        halved = np.repeat(np.array([0.5, 0.5, 0.5, 1], dtype=dtype), H)
        bias = [self.params["b"][np.newaxis]] if "b" in self.params else []
        rows = np.concatenate([U, W, *bias])
        weights = np.multiply(rows.T, halved[:, np.newaxis], order="C")
        self.seen = np.ones((T + 1, weights.shape[1], N), dtype=dtype)
        self.cs = np.empty((T + 1, H, N), dtype=dtype)
        self.seen[0, :H] = first_state("h0", h0, self.state[0], (N, H), dtype).T
        self.cs[0] = first_state("c0", c0, self.state[1], (N, H), dtype).T
        self.seen[:T, H : H + n_in] = x.transpose(1, 2, 0)
        self.padded = None
        if lengths is not None:
            self.padded = ~steps_within(lengths, N, T).swapaxes(1, 2)  # (T, 1, N)
        a = np.empty((T, 4 * H, N), dtype=dtype)
        self.tanh_c, taken = np.empty((T, H, N), dtype=dtype), np.empty((H, N), dtype=dtype)
        for t in range(T):
            np.matmul(weights, self.seen[t], out=a[t])
            np.tanh(a[t], out=a[t])
            gates = a[t, : 3 * H]
            gates *= 0.5
            gates += 0.5
            i, f, o, g = a[t].reshape(4, H, N)
            h, c = self.seen[t + 1, :H], self.cs[t + 1]
            np.multiply(f, self.cs[t], out=c)
            np.multiply(i, g, out=taken)
            c += taken
            np.tanh(c, out=self.tanh_c[t])
            np.multiply(o, self.tanh_c[t], out=h)
            if self.padded is not None:
                np.copyto(h, self.seen[t, :H], where=self.padded[t])
                np.copyto(c, self.cs[t], where=self.padded[t])
        self.gates = a
        y = self.seen[1:, :H].transpose(2, 0, 1).copy()
        if self.padded is not None:
            np.copyto(y, 0, where=self.padded.transpose(2, 0, 1))
        h, c = self.seen[-1, :H].T.copy(), self.cs[-1].T.copy()
        if self.stateful:
            self.state = h, c
        return y, h, c

    def backward(
        self, dy: np.ndarray, dh: np.ndarray | None = None, dc: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return (dx, dh0, dc0) for dy (N, T, n_hidden), and dh and dc (0 if None)."""
        W, U = self.params["W"], self.params["U"]
        T, H, N = self.tanh_c.shape
        n_in = len(W)
        require_shape("dy", dy, (N, T, H))
        for name, given in (("dh", dh), ("dc", dc)):
            if given is not None:
                require_shape(name, given, (N, H))
        dh = np.zeros((H, N), dtype=dy.dtype) if dh is None else dh.T.copy()
        dc = np.zeros((H, N), dtype=dy.dtype) if dc is None else dc.T.copy()
        dh_more = dy.transpose(1, 2, 0).copy()
        da, f, dc_of_dh = self.slopes()
        if self.padded is not None:  # there dh and dc pass as they are, and da is 0
            f = f.copy()
            for array, value in ((dh_more, 0), (da, 0), (f, 1), (dc_of_dh, 0)):
                np.copyto(array, value, where=self.padded)
        by_gate, before = da.reshape(T, 4, H, N), np.empty_like(dh)
        for t in reversed(range(T)):
            dh += dh_more[t]
            dc_of_dh[t] *= dh
            dc += dc_of_dh[t]
            by_gate[t, :2] *= dc  # i, f
            by_gate[t, 2] *= dh  # o
            by_gate[t, 3] *= dc  # g
            dc *= f[t]
            np.matmul(U, da[t], out=before)
            if self.padded is not None:
                np.copyto(before, dh, where=self.padded[t])
            dh, before = before, dh
            if t and self.truncate and t % self.truncate == 0:
                dh[...] = 0
                dc[...] = 0
        columns = da.swapaxes(0, 1).reshape(4 * H, T * N)
        seen = self.seen[:-1].swapaxes(0, 1).reshape(self.seen.shape[1], T * N)
        dweights = (columns @ seen.T).T  # this way round OpenBLAS is faster
        self.grads["U"], self.grads["W"] = dweights[:H], dweights[H : H + n_in]
        if "b" in self.params:
            self.grads["b"] = dweights[-1]
        dx = (W @ columns).reshape(n_in, T, N).transpose(2, 1, 0)
        return dx, dh.T.copy(), dc.T.copy()

    def slopes(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return what the gradients of all steps are multiplied by, none of which they change.

        First da for a gradient of 1: that of c for i, f and g, that of h for o; then f, by which c
        passes to the step before; last dc for a gradient of h of 1.
        """
        H = self.tanh_c.shape[1]
        i, f, o, g = (self.gates[:, k * H : (k + 1) * H] for k in range(4))
        da = 1 - self.gates
        da *= self.gates  # the sigmoid's slope
        np.multiply(g, g, out=da[:, 3 * H :])
        np.subtract(1, da[:, 3 * H :], out=da[:, 3 * H :])  # tanh's
        for k, factor in enumerate((g, self.cs[:-1], self.tanh_c, i)):
            da[:, k * H : (k + 1) * H] *= factor
        dc_of_dh = self.tanh_c * self.tanh_c
        np.subtract(1, dc_of_dh, out=dc_of_dh)
        dc_of_dh *= o
        return da, f, dc_of_dh
