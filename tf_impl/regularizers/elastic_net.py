"""Elastic net in Keras."""

from __future__ import annotations

import keras
import numpy as np


@keras.saving.register_keras_serializable(package="dl_parity")
class ElasticNet(keras.regularizers.L1L2):
    """penalty = l1 sum |W| + (l2 / 2) sum W^2: :class:`keras.regularizers.L1L2` with l2 halved."""

    def __init__(self, l1: float = 0.01, l2: float = 0.01) -> None:
        super().__init__(l1, l2 / 2)
        self.l1, self.l2 = np.float64(l1), np.float64(l2 / 2)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {"l1": float(self.l1), "l2": float(2 * self.l2)}
