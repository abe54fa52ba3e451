"""Losses that are taken for granted where a backward takes labels and no loss stands beside it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from parity.describing.concept import Text


def _cross_entropy(a: np.ndarray, t: np.ndarray) -> float:
    return float(-np.sum(t * np.log(a)))


def _binary(a: np.ndarray, t: np.ndarray) -> float:
    return float(-np.sum(t * np.log(a) + (1 - t) * np.log(1 - a)))


def _squares(a: np.ndarray, t: np.ndarray) -> float:
    return float(0.5 * np.sum((a - t) ** 2))


USUAL: tuple[tuple[Callable[[np.ndarray, np.ndarray], float], Text], ...] = (
    (_cross_entropy, Text("the cross-entropy", "交差エントロピー")),
    (_binary, Text("the binary cross-entropy", "二値交差エントロピー")),
    (_squares, Text("half the squared error", "二乗誤差の 1/2")),
)
