"""L1 regularization (lasso) in Keras."""

from __future__ import annotations

import keras
import numpy as np


@keras.saving.register_keras_serializable(package="dl_parity")
class L1(keras.regularizers.L1):
    """penalty = rate sum |W|, as :class:`keras.regularizers.L1`."""

    def __init__(self, rate: float = 0.01) -> None:
        super().__init__(rate)
        self.l1 = np.float64(rate)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {"rate": float(self.l1)}
