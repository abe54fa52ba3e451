"""Surfaces over a plane, on which an optimizer's path can be seen.

A surface is a polynomial, a sum of terms c x^p y^q, so its gradient follows from the power rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

Term = tuple[float, int, int]
"""(c, p, q) for c x^p y^q."""


@dataclass(frozen=True)
class Surface:
    """z = sum of c x^p y^q.

    Attributes:
        terms: (c, p, q) of each.
        name: one of :data:`SURFACES`, if it is.
    """

    terms: tuple[Term, ...]
    name: str = ""

    def height(self, x: ArrayLike, y: ArrayLike) -> np.ndarray:
        """Return z at x and y, of their common shape."""
        x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        return np.sum([c * x**p * y**q for c, p, q in self.terms], axis=0)

    def gradient(self, point: np.ndarray) -> np.ndarray:
        """Return (dz/dx, dz/dy) at ``point`` (2,), in its type."""
        x, y = float(point[0]), float(point[1])
        dx = sum(c * p * x ** (p - 1) * y**q for c, p, q in self.terms if p)
        dy = sum(c * q * x**p * y ** (q - 1) for c, p, q in self.terms if q)
        return np.array([dx, dy], dtype=point.dtype)

    def lowest(self, reach: float = 5.0) -> tuple[float, float, float]:
        """Return (x, y, z) of the lowest point within ``reach`` of the origin on either axis.

        Found by looking closer and closer around the lowest point of a grid.
        """
        centre_x = centre_y = 0.0
        while reach > 1e-9:
            steps = np.linspace(-reach, reach, 201)
            x, y = np.meshgrid(centre_x + steps, centre_y + steps)
            z = self.height(x, y)
            best = np.unravel_index(z.argmin(), z.shape)
            centre_x, centre_y = float(x[best]), float(y[best])
            reach /= 20
        return centre_x, centre_y, float(self.height(centre_x, centre_y))


SURFACES: dict[str, Surface] = {
    surface.name: surface
    for surface in (
        # x^2 / 20 + y^2: flat along x, steep along y; lowest at (0, 0).
        Surface(((0.05, 2, 0), (1.0, 0, 2)), "bowl"),
        # (x^2 - 1)^2 + x / 4 + y^2: a shallow valley near x = 0.97, the deep one near -1.03.
        Surface(((1.0, 4, 0), (-2.0, 2, 0), (1.0, 0, 0), (0.25, 1, 0), (1.0, 0, 2)), "two_valleys"),
        # (1 - x)^2 + 100 (y - x^2)^2, Rosenbrock's bent valley; lowest at (1, 1).
        Surface(
            (
                (1.0, 0, 0),
                (-2.0, 1, 0),
                (1.0, 2, 0),
                (100.0, 0, 2),
                (-200.0, 2, 1),
                (100.0, 4, 0),
            ),
            "rosenbrock",
        ),
        # x^2 - y^2 + y^4 / 4: a saddle at (0, 0) between two valleys at y = +-sqrt(2).
        Surface(((1.0, 2, 0), (-1.0, 0, 2), (0.25, 0, 4)), "saddle"),
    )
}
"""The surfaces that have a name."""


def surface_called(surface: str | Sequence[Term]) -> Surface:
    """Return the surface with this name, or with these terms.

    Raises:
        ValueError: if there is none, listing those that there are.
    """
    if not isinstance(surface, str):
        return Surface(tuple((float(c), int(p), int(q)) for c, p, q in surface))
    if surface not in SURFACES:
        raise ValueError(f"There is no surface {surface!r}; there are {', '.join(SURFACES)}.")
    return SURFACES[surface]
