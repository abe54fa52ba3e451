"""The cosine of the angle between two vectors."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class CosineSimilarity(Layer):
    """y = u v / (l_u l_v), along the last axis: from -1 to 1, whatever the lengths are.

    l is the length of a vector, and never below epsilon, so that a vector of zeros gives 0.

    Args:
        epsilon: the least that a length counts as; above 0.
        added: whether epsilon is added to every length instead, as some textbooks have it.

    Shapes:
        u and v (..., D), y (...).

    Source:
        Salton, Wong and Yang (1975), A vector space model for automatic indexing, Communications
        of the ACM 18.
    """

    def __init__(self, epsilon: float = 1e-8, added: bool = False) -> None:
        super().__init__()
        if not epsilon > 0:
            raise ValueError(f"epsilon is {epsilon}, but must be above 0.")
        self.epsilon, self.added = float(epsilon), added

    def forward(self, u: np.ndarray, v: np.ndarray) -> np.ndarray:
        """Return y (...) for u and v (..., D)."""
        u, v = as_float("u", u), as_float("v", v)
        if u.ndim == 0:
            raise ValueError("u has shape (), but (..., D) was expected.")
        require_shape("v", v, u.shape)
        self.given = (u.copy(), v.copy())
        self.l_u, self.l_v = self._length(u), self._length(v)
        self.a, self.b = u / self.l_u, v / self.l_v
        self.y = np.sum(self.a * self.b, axis=-1, keepdims=True)
        return self.y[..., 0].copy()

    def backward(self, dy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (du, dv) for dy (...)."""
        dy = np.asarray(dy)
        require_shape("dy", dy, self.y.shape[:-1])
        dy = dy[..., None]
        u, v = self.given
        du = dy * (self.b - self.y * self._slope(u)) / self.l_u
        dv = dy * (self.a - self.y * self._slope(v)) / self.l_v
        return du, dv

    def _length(self, x: np.ndarray) -> np.ndarray:
        """Return l (..., 1) for x (..., D)."""
        norm = self._norm(x)
        return norm + self.epsilon if self.added else np.maximum(norm, self.epsilon)

    def _slope(self, x: np.ndarray) -> np.ndarray:
        """Return dl/dx (..., D): x / norm, or 0 where l is epsilon, whatever x is."""
        norm = self._norm(x)
        follows = norm > (0 if self.added else self.epsilon)
        return np.where(follows, x / np.where(follows, norm, 1), 0)

    def _norm(self, x: np.ndarray) -> np.ndarray:
        """Return the norm (..., 1) of x (..., D)."""
        return np.sqrt(np.sum(x * x, axis=-1, keepdims=True))
