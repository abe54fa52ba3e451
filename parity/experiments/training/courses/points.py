"""Points in the plane from which a generative model learns, and how near its own come to them."""

from __future__ import annotations

import numpy as np

RADIUS, SIGMA, MODES = 2.0, 0.1, 8
MOON_SIGMA = 0.08


def centres() -> np.ndarray:
    """Return the centres (8, 2) of the Gaussians on the ring."""
    angles = 2 * np.pi * np.arange(MODES) / MODES
    return RADIUS * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def ring(rng: np.random.Generator, n: int) -> np.ndarray:
    """Return points (n, 2) of eight Gaussians, sigma .1, on a ring of radius 2."""
    return centres()[rng.integers(MODES, size=n)] + SIGMA * rng.standard_normal((n, 2))


def modes_found(x: np.ndarray) -> tuple[int, float]:
    """Return how many of the eight the points x (n, 2) reach, and the share of points on them.

    A point is on a Gaussian within three sigma of its centre; one in fifty of them must be, a
    sixth of what each should have.
    """
    distance = np.sqrt(((x[:, np.newaxis] - centres()) ** 2).sum(axis=2))
    nearest = distance.argmin(axis=1)
    near = distance.min(axis=1) < 3 * SIGMA
    counts = np.bincount(nearest[near], minlength=MODES)
    return int((counts >= len(x) / 50).sum()), float(near.mean())


def arcs(u: np.ndarray, lower: np.ndarray) -> np.ndarray:
    """Return the points (n, 2) at u, from 0 to 1, of the upper or the lower half circle."""
    angle = np.pi * u
    upper_arc = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25], axis=1)
    lower_arc = np.stack([0.5 - np.cos(angle), 0.25 - np.sin(angle)], axis=1)
    return 1.5 * np.where(lower[:, np.newaxis], lower_arc, upper_arc)


def moons(rng: np.random.Generator, n: int) -> np.ndarray:
    """Return points (n, 2) of two half circles that reach into each other, with noise of .08."""
    found = arcs(rng.random(n), rng.integers(2, size=n) == 1)
    return found + MOON_SIGMA * rng.standard_normal((n, 2))


def on_the_moons(x: np.ndarray) -> tuple[float, float]:
    """Return the share of points x (n, 2) near a moon, and of these the share on the lower one.

    Near is within three sigma of the noise.
    """
    u = np.linspace(0, 1, 400)
    line = np.concatenate([arcs(u, u < 0), arcs(u, u >= 0)])
    distance = np.sqrt(((x[:, np.newaxis] - line) ** 2).sum(axis=2))
    near = distance.min(axis=1) < 3 * MOON_SIGMA
    lower = distance.argmin(axis=1)[near] >= len(u)
    return float(near.mean()), float(lower.mean()) if len(lower) else float("nan")
