"""Regularizers in Keras: ``keras.regularizers``.

Keras casts a factor that is a Python float by way of float32, even in float64 work. A NumPy
float64, set after construction, keeps its digits.
"""

from __future__ import annotations

import keras
import numpy as np


class L1(keras.regularizers.L1):
    """penalty = rate sum |W|, as :class:`keras.regularizers.L1`."""

    def __init__(self, rate: float = 0.01) -> None:
        super().__init__(rate)
        self.l1 = np.float64(rate)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {"rate": float(self.l1)}


class L2(keras.regularizers.L2):
    """penalty = (rate / 2) sum W^2: :class:`keras.regularizers.L2` with half the rate."""

    def __init__(self, rate: float = 0.01) -> None:
        super().__init__(rate / 2)
        self.l2 = np.float64(rate / 2)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {"rate": float(2 * self.l2)}


class ElasticNet(keras.regularizers.L1L2):
    """penalty = l1 sum |W| + (l2 / 2) sum W^2: :class:`keras.regularizers.L1L2` with l2 halved."""

    def __init__(self, l1: float = 0.01, l2: float = 0.01) -> None:
        super().__init__(l1, l2 / 2)
        self.l1, self.l2 = np.float64(l1), np.float64(l2 / 2)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {"l1": float(self.l1), "l2": float(2 * self.l2)}
