"""The GRU layer, with back-propagation through time."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.recurrent.sequences import (
    drawn_weights,
    first_state,
    gates,
    require_truncation,
    sequences,
    sigmoid,
    steps_within,
)
from numpy_impl.validation import require_choice, require_shape


class GRU(Layer):
    """One state, which two gates keep, mix and replace.

        r = s(x_t W_r + h_(t-1) U_r + b_r)
        z = s(x_t W_z + h_(t-1) U_z + b_z)
        n = tanh(x_t W_n + (r h_(t-1)) U_n + b_n)
        h_t = (1 - z) h_(t-1) + z n

    with s the sigmoid; every h_t is an output y_t. r, z and the candidate n stand side by side in
    W, U and b.

    A sequence that is shorter than the others is padded behind its end, and ``lengths`` says how
    long each one is: a padded step leaves the state as it is, and its y is 0.

    Args:
        n_in: length of the input at each step.
        n_hidden: length of the state.
        reset: ``"before"``: r acts on h before the product, as above and in the course;
            ``"after"``: on the product, n = tanh(x W_n + b_n + r (h U_n + b_Un)), as in PyTorch
            and, by default, in Keras. Then h U has a bias of its own, b_U.
        z_weighs: ``"new"``: z is the share of the candidate, as above and in the course;
            ``"old"``: of h, h_new = z h + (1 - z) n, as in PyTorch and Keras.
        use_bias: whether b (and b_U) are added.
        stateful: whether a call begins with the last state of the call before, until
            :meth:`reset_state`. No gradient goes back into that call.
        truncate: the gradient of the state is cut after every so many steps (truncated
            back-propagation through time); never if None.
        initializer: draws W and U; Glorot's uniform distribution if none is given. b starts at 0.
        seed: seeds the draw of W; U has one of its own, made from it.

    Shapes:
        x (N, T, n_in), h0 and h (N, n_hidden), y (N, T, n_hidden), lengths (N,), W
        (n_in, 3 n_hidden), U (n_hidden, 3 n_hidden), b and b_U (3 n_hidden,).

    Source:
        Cho et al. (2014), Learning phrase representations using RNN encoder-decoder, section 2.3.
    """

    order = "rzn"  # in which the gates stand in W, U and b, the candidate n last

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        reset: str = "before",
        z_weighs: str = "new",
        use_bias: bool = True,
        stateful: bool = False,
        truncate: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        require_choice("reset", reset, ("before", "after"))
        require_choice("z_weighs", z_weighs, ("new", "old"))
        require_truncation(truncate)
        self.reset, self.z_weighs = reset, z_weighs
        self.stateful, self.truncate = stateful, truncate
        self.state: np.ndarray | None = None
        self.params = drawn_weights(n_in, n_hidden, 3, initializer, seed)
        if use_bias:
            self.params["b"] = np.zeros(3 * n_hidden)
            if reset == "after":
                self.params["b_U"] = np.zeros(3 * n_hidden)

    def forward(
        self, x: np.ndarray, h0: np.ndarray | None = None, lengths: ArrayLike | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return (y, h): the state at every step (N, T, n_hidden), and the last one."""
        W, U = self.params["W"], self.params["U"]
        b, b_U = self.params.get("b", 0), self.params.get("b_U", 0)
        x = sequences(x, len(W))
        N, T, _ = x.shape
        H, dtype = len(U), np.result_type(x, W)
        h = first_state("h0", h0, self.state, (N, H), dtype)
        self.x, self.within, self.kept = x, steps_within(lengths, N, T), []
        y = np.empty((N, T, H), dtype=dtype)
        at_r, at_z = self.order.index("r"), self.order.index("z")
        for t in range(T):
            a = gates(x[:, t] @ W + b, 3)
            u = gates(h @ U + b_U, 3)
            r = sigmoid(a[at_r] + u[at_r])
            z = sigmoid(a[at_z] + u[at_z])
            if self.reset == "before":
                n = np.tanh(a[2] + (r * h) @ U[:, 2 * H :])
            else:
                n = np.tanh(a[2] + r * u[2])
            new = z if self.z_weighs == "new" else 1 - z
            h_new = (1 - new) * h + new * n
            self.kept.append((h, r, z, n, u[2]))
            h = np.where(self.within[t], h_new, h)  # a padded step keeps the state
            y[:, t] = np.where(self.within[t], h_new, 0)
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
        (N, T, _), H = self.x.shape, len(U)
        require_shape("dy", dy, (N, T, H))
        dh = np.zeros_like(dy[:, 0]) if dh is None else dh
        require_shape("dh", dh, (N, H))
        dW, dU, db, db_U = np.zeros_like(W), np.zeros_like(U), np.zeros_like(U[0]), U[0] * 0
        dx = np.empty_like(self.x)
        for t in reversed(range(T)):
            h, r, z, n, u_n = self.kept[t]
            dh_new = np.where(self.within[t], dy[:, t] + dh, 0)
            new, sign = (z, 1) if self.z_weighs == "new" else (1 - z, -1)
            dn = dh_new * new
            dz = sign * dh_new * (n - h)
            dh_old = dh_new * (1 - new)  # past the candidate, without a matrix
            da_n = dn * (1 - n**2)
            if self.reset == "before":
                dreset = da_n @ U[:, 2 * H :].T
                dr = dreset * h
                dh_old += dreset * r
                dU[:, 2 * H :] += (r * h).T @ da_n  # U met r h, not h
                du_n = np.zeros_like(da_n)
            else:
                dr = da_n * u_n
                du_n = da_n * r
            da_r, da_z = dr * r * (1 - r), dz * z * (1 - z)
            da_gates = [{"r": da_r, "z": da_z}[gate] for gate in self.order[:2]]
            da = np.concatenate([*da_gates, da_n], axis=1)
            du = np.concatenate([*da_gates, du_n], axis=1)
            dW += self.x[:, t].T @ da
            dU += h.T @ du
            db += da.sum(axis=0)
            db_U += du.sum(axis=0)
            dx[:, t] = da @ W.T
            dh_old += du @ U.T
            dh = np.where(self.within[t], dh_old, dh)  # through a padded step as it is
            if t and self.truncate and t % self.truncate == 0:  # no gradient goes beyond the cut
                dh = np.zeros_like(dh)
        found = {"W": dW, "U": dU, "b": db, "b_U": db_U}
        self.grads.update({name: found[name] for name in self.params})
        return dx, dh

    def reset_state(self) -> None:
        """Forget the state that a stateful layer keeps: the next call begins with zeros."""
        self.state = None
