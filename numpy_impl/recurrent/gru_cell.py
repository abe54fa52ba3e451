"""One step of a GRU."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.recurrent.sequences import drawn_weights, gates, sigmoid
from numpy_impl.validation import as_float, require_choice, require_shape


class GRUCell(Layer):
    """Two gates decide how much of h the candidate n sees, and how much of h it replaces.

        r = s(x W_r + h U_r + b_r)
        z = s(x W_z + h U_z + b_z)
        n = tanh(x W_n + (r h) U_n + b_n)
        h_new = (1 - z) h + z n

    with s the sigmoid. r, z and the candidate n stand side by side in W, U and b.

    Args:
        n_in: length of x.
        n_hidden: length of h.
        reset: ``"before"``: r acts on h before the product, as above and in the course;
            ``"after"``: on the product, n = tanh(x W_n + b_n + r (h U_n + b_Un)), as in PyTorch
            and, by default, in Keras. Then h U has a bias of its own, b_U.
        z_weighs: ``"new"``: z is the share of the candidate, as above and in the course;
            ``"old"``: of h, h_new = z h + (1 - z) n, as in PyTorch and Keras.
        use_bias: whether b (and b_U) are added.
        initializer: draws W and U; Glorot's uniform distribution if none is given. b starts at 0.
        seed: seeds the draw of W; U has one of its own, made from it.

    Shapes:
        x (N, n_in), h and h_new (N, n_hidden), W (n_in, 3 n_hidden), U (n_hidden, 3 n_hidden), b
        and b_U (3 n_hidden,).

    Source:
        Cho et al. (2014), Learning phrase representations using RNN encoder-decoder, section 2.3;
        the reset after the product is that of its first version, arXiv:1406.1078v1.
    """

    order = "rzn"  # in which the gates stand in W, U and b, the candidate n last

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        reset: str = "before",
        z_weighs: str = "new",
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        require_choice("reset", reset, ("before", "after"))
        require_choice("z_weighs", z_weighs, ("new", "old"))
        self.reset, self.z_weighs = reset, z_weighs
        self.params = drawn_weights(n_in, n_hidden, 3, initializer, seed)
        if use_bias:
            self.params["b"] = np.zeros(3 * n_hidden)
            if reset == "after":
                self.params["b_U"] = np.zeros(3 * n_hidden)

    def forward(self, x: np.ndarray, h: np.ndarray) -> np.ndarray:
        """Return h_new (N, n_hidden) for x (N, n_in) and h (N, n_hidden)."""
        W, U = self.params["W"], self.params["U"]
        x, h = as_float("x", x), as_float("h", h)
        require_shape("x", x, (None, len(W)))
        require_shape("h", h, (len(x), len(U)))
        H = len(U)
        a = gates(x @ W + self.params.get("b", 0), 3)
        u = gates(h @ U + self.params.get("b_U", 0), 3)
        at_r, at_z = self.order.index("r"), self.order.index("z")
        r = sigmoid(a[at_r] + u[at_r])
        z = sigmoid(a[at_z] + u[at_z])
        if self.reset == "before":
            u_n = r * h
            n = np.tanh(a[2] + u_n @ U[:, 2 * H :])
        else:
            u_n = u[2]
            n = np.tanh(a[2] + r * u_n)
        new = z if self.z_weighs == "new" else 1 - z
        h_new = (1 - new) * h + new * n
        self.given, self.gates, self.u_n = (x, h), (r, z, n), u_n
        return h_new

    def backward(self, dh_new: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (dx, dh) for dh_new (N, n_hidden); fill the gradients."""
        (x, h), (r, z, n), u_n = self.given, self.gates, self.u_n
        require_shape("dh_new", dh_new, h.shape)
        W, U = self.params["W"], self.params["U"]
        H = len(U)
        new, sign = (z, 1) if self.z_weighs == "new" else (1 - z, -1)
        dn = dh_new * new
        dz = sign * dh_new * (n - h)
        dh = dh_new * (1 - new)  # past the candidate, without a matrix
        da_n = dn * (1 - n**2)
        if self.reset == "before":
            dreset = da_n @ U[:, 2 * H :].T
            dr = dreset * h
            dh += dreset * r
        else:
            dr = da_n * u_n
        da_r, da_z = dr * r * (1 - r), dz * z * (1 - z)
        da_gates = [{"r": da_r, "z": da_z}[gate] for gate in self.order[:2]]
        da = np.concatenate([*da_gates, da_n], axis=1)
        if self.reset == "before":
            dU_n = u_n.T @ da_n  # U met r h, not h
            self.grads["U"] = np.concatenate([h.T @ da[:, : 2 * H], dU_n], axis=1)
            dh += da[:, : 2 * H] @ U[:, : 2 * H].T
        else:
            du = np.concatenate([*da_gates, da_n * r], axis=1)
            self.grads["U"] = h.T @ du
            dh += du @ U.T
            if "b_U" in self.params:
                self.grads["b_U"] = du.sum(axis=0)
        self.grads["W"] = x.T @ da
        if "b" in self.params:
            self.grads["b"] = da.sum(axis=0)
        dx = da @ W.T
        return dx, dh
