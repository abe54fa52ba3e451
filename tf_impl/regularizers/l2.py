"""L2 regularization (ridge, weight decay) in Keras."""

from __future__ import annotations

import keras
import numpy as np


@keras.saving.register_keras_serializable(package="dl_parity")
class L2(keras.regularizers.L2):
    """penalty = (rate / 2) sum W^2: :class:`keras.regularizers.L2` with half the rate."""

    def __init__(self, rate: float = 0.01) -> None:
        super().__init__(rate / 2)
        self.l2 = np.float64(rate / 2)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {"rate": float(2 * self.l2)}
