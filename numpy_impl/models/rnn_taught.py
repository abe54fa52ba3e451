"""The course's recurrent network, which learns to add binary numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.initializers.gauss import Gauss
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.recurrent.sequences import sequences, sigmoid
from numpy_impl.seeds import spawned
from numpy_impl.validation import as_float, require_choice, require_shape


def _d_sigmoid(u: np.ndarray) -> np.ndarray:
    """Return the slope of the sigmoid at u, the sum before the activation."""
    return (1 - sigmoid(u)) * sigmoid(u)


_ACTIVATIONS: dict[str, tuple[Callable[..., np.ndarray], Callable[..., np.ndarray]]] = {
    "sigmoid": (sigmoid, _d_sigmoid),
    "tanh": (np.tanh, lambda u: 1 - np.tanh(u) ** 2),
    "relu": (lambda u: np.maximum(u, 0), lambda u: (u > 0).astype(u.dtype)),
}
"""Each activation with its slope."""


class RNNTaught(Layer):
    """Reads two bits a step, the lowest first, and says the bit of their sum.

        u_t = x_t W_in + z_(t-1) W, z_t = f(u_t), z_0 = 0
        v_t = z_t W_out, y_t = sigmoid(v_t)
        L = 1/(2N) sum_t |y_t - d_t|^2

    There is no bias. The state z carries over what does not fit into one digit.

    The course's code takes the slope of the last sigmoid at y_t, which is activated already,
    where its ``d_sigmoid`` wants v_t. ``slope_at="y"`` is that code; it learns nevertheless.

    Args:
        n_in: length of the input at each step.
        n_hidden: length of the state.
        n_out: length of the output at each step.
        activation: f, ``"sigmoid"``, ``"tanh"`` or ``"relu"``.
        slope_at: ``"v"``, or ``"y"`` as the course has it.
        initializer: draws the weights; a normal distribution with sigma = 1 if none is given.
        seed: seeds the draw of W_in; W_out and W have seeds of their own, made from it.

    Shapes:
        x (N, T, n_in), d and y (N, T, n_out), W_in (n_in, n_hidden), W_out (n_hidden, n_out),
        W (n_hidden, n_hidden), L a scalar.

    Source:
        The course's 3_1 (experiment E6, claim C4); the slope: Werbos (1990), Backpropagation
        through time: what it does and how to do it.
    """

    def __init__(
        self,
        n_in: int = 2,
        n_hidden: int = 16,
        n_out: int = 1,
        activation: str = "sigmoid",
        slope_at: str = "v",
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        for name, size in (("n_in", n_in), ("n_hidden", n_hidden), ("n_out", n_out)):
            if size < 1:
                raise ValueError(f"{name} is {size}, but must be at least 1.")
        require_choice("activation", activation, tuple(_ACTIVATIONS))
        require_choice("slope_at", slope_at, ("v", "y"))
        self.activation, self.slope_at = activation, slope_at
        draw = initializer or Gauss(1.0)
        of_W_out, of_W = spawned(seed, 2)
        self.params["W_in"] = draw((n_in, n_hidden), seed)
        self.params["W_out"] = draw((n_hidden, n_out), of_W_out)
        self.params["W"] = draw((n_hidden, n_hidden), of_W)

    def forward(self, x: np.ndarray, d: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
        """Return (L, y) for x (N, T, n_in) and the targets d (N, T, n_out)."""
        W_in, W_out, W = (self.params[name] for name in ("W_in", "W_out", "W"))
        x = sequences(x, len(W_in))
        N, T, _ = x.shape
        if N == 0:
            raise ValueError(f"x has shape {x.shape}, but a mean needs at least one example.")
        dtype = np.result_type(x, W)
        d = as_float("d", d).astype(dtype, copy=False)
        require_shape("d", d, (N, T, W_out.shape[1]))
        f, _ = _ACTIVATIONS[self.activation]
        z = np.zeros((N, len(W)), dtype=dtype)
        self.x, self.d, self.us, self.zs, self.vs = x, d, [], [z], []
        L = np.zeros((), dtype=dtype)
        y = np.empty_like(d)
        for t in range(T):
            u = x[:, t] @ W_in + z @ W
            z = f(u)
            v = z @ W_out
            y[:, t] = sigmoid(v)
            L = L + 0.5 * ((y[:, t] - d[:, t]) ** 2).sum() / N
            self.us.append(u)
            self.zs.append(z)
            self.vs.append(v)
        self.y = y.copy()  # backward needs y as it is
        return L, y

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dx (N, T, n_in), and fill the gradients of the weights, through time."""
        W_in, W_out, W = (self.params[name] for name in ("W_in", "W_out", "W"))
        N, T, _ = self.x.shape
        dL = np.asarray(dL, dtype=self.y.dtype)
        require_shape("dL", dL, ())
        _, slope = _ACTIVATIONS[self.activation]
        dW_in, dW_out, dW = np.zeros_like(W_in), np.zeros_like(W_out), np.zeros_like(W)
        dx = np.empty_like(self.x)
        delta = np.zeros_like(self.zs[0])  # dL/du of the step after; there is none after the last
        for t in reversed(range(T)):
            dy = dL * (self.y[:, t] - self.d[:, t]) / N
            delta_out = dy * _d_sigmoid(self.vs[t] if self.slope_at == "v" else self.y[:, t])
            dz = delta @ W.T + delta_out @ W_out.T  # z is seen by the next step and the output
            delta = dz * slope(self.us[t])
            dW_out += self.zs[t + 1].T @ delta_out
            dW += self.zs[t].T @ delta  # zs[t] is the state before step t
            dW_in += self.x[:, t].T @ delta
            dx[:, t] = delta @ W_in.T
        self.grads.update({"W_in": dW_in, "W_out": dW_out, "W": dW})
        return dx
