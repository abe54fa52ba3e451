"""ELU (exponential linear unit) in Keras."""

from __future__ import annotations

import keras


@keras.saving.register_keras_serializable(package="dl_parity")
class ELU(keras.layers.ELU):
    """y = x where x > 0, else alpha (exp(x) - 1), as :class:`keras.layers.ELU`.

    The derivative at 0 is alpha.
    """

    def __init__(self, alpha: float = 1.0, **kwargs) -> None:
        super().__init__(alpha=alpha, **kwargs)
