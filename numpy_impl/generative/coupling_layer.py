"""The affine coupling layer of a normalizing flow."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.networks.mlp import MLP
from numpy_impl.recurrent.parts import MadeOfParts
from numpy_impl.validation import as_float, require_shape


class CouplingLayer(MadeOfParts):
    """One half of x passes through and says how the other half is scaled and shifted.

        y1 = x1, y2 = x2 e^s + t with (s, t) = net(x1), and log |det dy/dx| = sum s
        inverted: x2 = (y2 - t) e^-s, and log |det| = -sum s

    The Jacobian is triangular, so its determinant is the product of its diagonal; and nothing of
    the net has to be inverted, so the net may be any. With the density of y known,
    log p(x) = log p(y) + log |det dy/dx|.

    Its part is ``net``, with ``dense1`` and ``dense2``.

    Args:
        n_in: length of x, at least 2.
        n_hidden: length of the net's hidden layer.
        swap: whether the second half passes through; layers take turns, so that all is moved.
        inverted: whether the layer goes from y back to x.
        activation: of the hidden layer.
        initializer: draws the weights; see :class:`~numpy_impl.networks.mlp.MLP`.
        seed: seeds the draw of the weights.

    Shapes:
        x, y, dx, dy (N, n_in); log_det (N,). x1 has n_in // 2 numbers, or swapped the rest.

    Source:
        Dinh, Sohl-Dickstein and Bengio (2017), Density estimation using Real NVP, section 3.
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        swap: bool = False,
        inverted: bool = False,
        activation: str = "tanh",
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
    ) -> None:
        if n_in < 2:
            raise ValueError(f"n_in is {n_in}, but there must be at least 2 numbers to part.")
        n1 = n_in - n_in // 2 if swap else n_in // 2
        n2 = n_in - n1
        self.net = MLP((n1, n_hidden, 2 * n2), activation, initializer, seed=seed)
        super().__init__({"net": self.net})
        self.n_in, self.swap, self.inverted = n_in, bool(swap), bool(inverted)
        first, second = slice(0, n_in // 2), slice(n_in // 2, n_in)
        self.kept, self.moved = (second, first) if swap else (first, second)

    def forward(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return y (N, n_in) and log_det (N,) for x (N, n_in); inverted, x for y."""
        x = as_float("x", x)
        require_shape("x", x, (None, self.n_in))
        s, t = np.split(self.net.forward(x[:, self.kept]), 2, axis=1)
        y = np.empty(x.shape, dtype=np.result_type(x, s))
        y[:, self.kept] = x[:, self.kept]
        if self.inverted:
            y[:, self.moved] = (x[:, self.moved] - t) * np.exp(-s)
            log_det = -s.sum(axis=1)
        else:
            y[:, self.moved] = x[:, self.moved] * np.exp(s) + t
            log_det = s.sum(axis=1)
        self.s, self.x2, self.y2 = s, x[:, self.moved].copy(), y[:, self.moved].copy()
        return y, log_det

    def backward(self, dy: np.ndarray, dlog_det: np.ndarray | None = None) -> np.ndarray:
        """Return dx (N, n_in) for dy (N, n_in) and dlog_det (N,), 0 if None; fill the gradients."""
        require_shape("dy", dy, (len(self.s), self.n_in))
        dlog_det = np.zeros_like(dy[:, 0]) if dlog_det is None else dlog_det
        require_shape("dlog_det", dlog_det, (len(self.s),))
        dy2 = dy[:, self.moved]
        dx = dy.copy()
        if self.inverted:
            dx2 = dy2 * np.exp(-self.s)
            ds = -dy2 * self.y2 - dlog_det[:, np.newaxis]
            dt = -dx2
        else:
            dx2 = dy2 * np.exp(self.s)
            ds = dx2 * self.x2 + dlog_det[:, np.newaxis]
            dt = dy2
        dx[:, self.moved] = dx2
        dx[:, self.kept] += self.net.backward(np.concatenate([ds, dt], axis=1))
        return dx
