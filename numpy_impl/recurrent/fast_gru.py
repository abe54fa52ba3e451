"""The GRU layer, fast: what does not depend on the state is done for all steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.layers.threads import keep_freed_memory
from numpy_impl.recurrent.gru import GRU
from numpy_impl.recurrent.sequences import first_state, sequences, steps_within
from numpy_impl.validation import require_shape


class FastGRU(GRU):
    """The same layer as :class:`numpy_impl.recurrent.gru.GRU`.

    Forward, x W + b of all steps is one product; h U of a step is another, for all gates at once
    (with the reset before it, the candidate's part waits for r). Backward, the loop finds da of
    every step, and dW, dU, db and dx are one product each. Arrays have the time as their first
    axis, so that a step is one block of memory, and each step is computed in place.
    """

    def forward(
        self, x: np.ndarray, h0: np.ndarray | None = None, lengths: ArrayLike | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return (y, h): the state at every step (N, T, n_hidden), and the last one."""
        W, U = self.params["W"], self.params["U"]
        keep_freed_memory()
        x = sequences(x, len(W))
        N, T, n_in = x.shape
        H, dtype = len(U), np.result_type(x, W)
        self.hs = np.empty((T + 1, N, H), dtype=dtype)
        self.hs[0] = first_state("h0", h0, self.state, (N, H), dtype)
        self.padded = None if lengths is None else ~steps_within(lengths, N, T)
        self.x = np.ascontiguousarray(x.swapaxes(0, 1))
        a = (self.x.reshape(T * N, n_in) @ W).reshape(T, N, 3 * H)
        if "b" in self.params:
            a += self.params["b"]
        before = self.reset == "before"
        U_gates = np.ascontiguousarray(U[:, : 2 * H]) if before else U
        U_n = np.ascontiguousarray(U[:, 2 * H :])
        product = np.empty((N, U_gates.shape[1]), dtype=dtype)
        self.u_n, taken = np.empty((T, N, H), dtype=dtype), np.empty((N, H), dtype=dtype)
        for t in range(T):
            gates, h = a[t, :, : 2 * H], self.hs[t]
            np.matmul(h, U_gates, out=product)
            if "b_U" in self.params:
                product += self.params["b_U"]
            gates += product[:, : 2 * H]
            gates *= 0.5  # sigmoid(a) = (1 + tanh(a / 2)) / 2
            np.tanh(gates, out=gates)
            gates += 1
            gates *= 0.5
            r, z, n = (a[t, :, k * H : (k + 1) * H] for k in range(3))
            if before:
                np.multiply(r, h, out=self.u_n[t])
                np.matmul(self.u_n[t], U_n, out=taken)
            else:
                self.u_n[t] = product[:, 2 * H :]
                np.multiply(r, self.u_n[t], out=taken)
            n += taken
            np.tanh(n, out=n)
            # h + new (n - h), with new = z or 1 - z
            old, other = (h, n) if self.z_weighs == "new" else (n, h)
            h_new = self.hs[t + 1]
            np.subtract(other, old, out=h_new)
            h_new *= z
            h_new += old
            if self.padded is not None:
                np.copyto(h_new, h, where=self.padded[t])
        self.gates = a
        y = self.hs[1:].swapaxes(0, 1).copy()
        if self.padded is not None:
            np.copyto(y, 0, where=self.padded.swapaxes(0, 1))
        last = self.hs[-1].copy()
        if self.stateful:
            self.state = last
        return y, last

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
        dh = np.zeros((N, H), dtype=dy.dtype) if dh is None else dh.copy()
        before, z_is_new = self.reset == "before", self.z_weighs == "new"
        da = np.empty_like(self.gates)
        # What h U gets: of the gates that of a, of the candidate its own.
        du = da if before else np.empty_like(da)
        U_T = np.ascontiguousarray(U[:, : 2 * H].T if before else U.T)
        U_n_T = np.ascontiguousarray(U[:, 2 * H :].T)
        one, other, back = np.empty((3, N, H), dtype=dy.dtype)
        for t in reversed(range(T)):
            r, z, n = (self.gates[t, :, k * H : (k + 1) * H] for k in range(3))
            da_r, da_z, da_n = (da[t, :, k * H : (k + 1) * H] for k in range(3))
            h = self.hs[t]
            kept = None if self.padded is None else dh.copy()
            dh += dy[:, t]
            np.subtract(1, z, out=one)
            np.subtract(n, h, out=da_z)
            da_z *= dh
            da_z *= z
            da_z *= one
            if not z_is_new:
                np.negative(da_z, out=da_z)
            np.multiply(n, n, out=other)
            np.subtract(1, other, out=da_n)
            da_n *= dh
            da_n *= z if z_is_new else one
            dh *= one if z_is_new else z
            np.subtract(1, r, out=other)
            other *= r
            if before:
                np.matmul(da_n, U_n_T, out=back)
                np.multiply(back, h, out=da_r)
                back *= r
                dh += back
            else:
                np.multiply(da_n, self.u_n[t], out=da_r)
                np.multiply(da_n, r, out=du[t, :, 2 * H :])
            da_r *= other
            if not before:
                du[t, :, : 2 * H] = da[t, :, : 2 * H]
            if self.padded is not None:
                np.copyto(da[t], 0, where=self.padded[t])
                np.copyto(du[t], 0, where=self.padded[t])
            np.matmul(du[t, :, : len(U_T)], U_T, out=back)
            dh += back
            if kept is not None and self.padded is not None:
                np.copyto(dh, kept, where=self.padded[t])
            if t and self.truncate and t % self.truncate == 0:
                dh[...] = 0
        rows, hs = da.reshape(T * N, 3 * H), self.hs[:-1].reshape(T * N, H)
        dU = hs.T @ du.reshape(T * N, 3 * H)
        if before:
            dU[:, 2 * H :] = self.u_n.reshape(T * N, H).T @ rows[:, 2 * H :]
        self.grads.update({"W": self.x.reshape(T * N, n_in).T @ rows, "U": dU})
        if "b" in self.params:
            self.grads["b"] = rows.sum(axis=0)
        if "b_U" in self.params:
            self.grads["b_U"] = du.reshape(T * N, 3 * H).sum(axis=0)
        dx = (rows @ W.T).reshape(T, N, n_in).swapaxes(0, 1)
        return dx, dh
