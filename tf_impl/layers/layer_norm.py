"""Layer normalization in Keras."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import numpy as np


@keras.saving.register_keras_serializable(package="dl_parity")
class LayerNorm(keras.layers.LayerNormalization):
    """Normalizes each example over its trailing axes: :class:`keras.layers.LayerNormalization`.

    Shapes:
        x (..., *normalized_shape); gamma, beta (*normalized_shape).
    """

    def __init__(
        self,
        normalized_shape: int | Sequence[int],
        epsilon: float = 1e-5,
        affine: bool = True,
        use_beta: bool = True,
        **kwargs,
    ) -> None:
        shape = np.atleast_1d(normalized_shape).tolist()
        axes = list(range(-len(shape), 0))
        center = affine and use_beta
        super().__init__(axis=axes, epsilon=epsilon, center=center, scale=affine, **kwargs)
        self.normalized_shape, self.affine, self.use_beta = shape, affine, use_beta
        self.build((None, *shape))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        kept = {name: config[name] for name in ("name", "trainable", "dtype", "epsilon")}
        own = {name: getattr(self, name) for name in ("normalized_shape", "affine", "use_beta")}
        return {**kept, **own}
