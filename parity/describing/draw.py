"""What a case is made of: arrays that are drawn from a seed, the same for every framework.

Every drawn number is one that float32 holds exactly: a float32 run and its float64 truth start
from the same numbers, and a last-digit difference between two machines' ``log`` does not show.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

PARTS = 1024
"""Probabilities are drawn in parts of this many, so that they sum to 1 exactly."""


@dataclass(frozen=True)
class Draw:
    """A recipe for one array; :meth:`sample` carries it out."""

    kind: str
    shape: tuple[int, ...]
    make: Callable[[np.random.Generator], np.ndarray]

    def sample(self, rng: np.random.Generator) -> np.ndarray:
        """Return the array, of shape ``shape``."""
        array = self.make(rng)
        assert array.shape == self.shape, (array.shape, self.shape)
        return array


def seed_of(*names: str) -> int:
    """Return the fixed seed that belongs to ``names``, such as a concept and its case."""
    return int.from_bytes(hashlib.sha256("/".join(names).encode()).digest()[:8], "big")


def single(array: ArrayLike) -> np.ndarray:
    """Round ``array`` to what float32 holds, and return it in float64."""
    return np.asarray(array, dtype=np.float32).astype(np.float64)


def normal(*shape: int, scale: float = 1.0, shift: float = 0.0, apart: float = 0.0) -> Draw:
    """Draw from a normal distribution.

    Args:
        shape: the array's shape.
        scale: the standard deviation.
        shift: the mean.
        apart: values nearer to 0 than this are moved out to it, for functions with a kink there.
    """

    def make(rng: np.random.Generator) -> np.ndarray:
        z = single(scale * rng.standard_normal(shape) + shift)
        near = np.abs(z) < apart
        return single(np.where(near, np.where(z < 0, z - apart, z + apart), z))

    return Draw("normal", shape, make)


def uniform(*shape: int, low: float = 0.0, high: float = 1.0) -> Draw:
    """Draw evenly from ``low`` to ``high``."""
    return Draw("uniform", shape, lambda rng: single(rng.uniform(low, high, shape)))


def spaced(*shape: int, gap: float = 0.25, shift: float = 0.0) -> Draw:
    """Draw evenly spaced values in random order: no two are nearer than ``gap``, so none tie.

    A difference quotient moves a value by less than 0.08, so a maximum stays the maximum.

    Args:
        shape: the array's shape.
        gap: the distance of neighbouring values.
        shift: their mean.
    """

    def make(rng: np.random.Generator) -> np.ndarray:
        n = math.prod(shape)
        ranks = rng.permutation(n) - (n - 1) / 2
        return single(gap * ranks + shift).reshape(shape)

    return Draw("spaced", shape, make)


def labels(*shape: int, classes: int) -> Draw:
    """Draw class numbers from 0 to ``classes - 1``."""
    # An index of the machine: 32 bits in a browser, where NumPy's take has no other.
    return Draw("labels", shape, lambda rng: rng.integers(0, classes, shape).astype(np.intp))


def bernoulli(*shape: int, keep: float = 0.5) -> Draw:
    """Draw ones with probability ``keep``, else zeros: a dropout mask or binary targets."""
    return Draw("bernoulli", shape, lambda rng: (rng.random(shape) < keep).astype(np.float64))


def one_hot(*shape: int) -> Draw:
    """Draw one-hot rows; the last axis is the classes."""
    classes = shape[-1]
    return Draw("one_hot", shape, lambda rng: np.eye(classes)[rng.integers(0, classes, shape[:-1])])


def probabilities(*shape: int, least: float = 1 / 16) -> Draw:
    """Draw rows that sum to 1 exactly; the last axis is the classes, none below ``least``."""
    classes = shape[-1]
    floor = round(least * PARTS)

    def make(rng: np.random.Generator) -> np.ndarray:
        weights = rng.dirichlet(np.ones(classes), shape[:-1])
        counts = np.floor(weights * (PARTS - floor * classes)).astype(int) + floor
        counts[..., 0] += PARTS - counts.sum(axis=-1)
        return counts / PARTS

    return Draw("probabilities", shape, make)


def values(array: ArrayLike) -> Draw:
    """Take ``array`` as it is: kinks, ties and other chosen points."""
    fixed = np.asarray(array)
    if fixed.dtype.kind == "b":
        fixed = fixed.astype(np.float64)
    return Draw("values", fixed.shape, lambda rng: fixed.copy())


def computed(shape: tuple[int, ...], make: Callable[[], Any]) -> Draw:
    """Take what ``make`` returns when the case is drawn: data that is read from a file."""
    return Draw("computed", shape, lambda rng: np.asarray(make()))
