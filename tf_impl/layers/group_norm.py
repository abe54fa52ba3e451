"""Group normalization in Keras."""

from __future__ import annotations

import keras


@keras.saving.register_keras_serializable(package="dl_parity")
class GroupNorm(keras.layers.GroupNormalization):
    """Normalizes each group of channels of each example: :class:`keras.layers.GroupNormalization`.

    Shapes:
        x, channels last, (N, ..., C); gamma, beta (C,).
    """

    def __init__(
        self,
        n_groups: int,
        n_channels: int,
        epsilon: float = 1e-5,
        affine: bool = True,
        **kwargs,
    ) -> None:
        super().__init__(n_groups, epsilon=epsilon, center=affine, scale=affine, **kwargs)
        self.n_groups, self.n_channels, self.affine = n_groups, n_channels, affine

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        kept = {name: config[name] for name in ("name", "trainable", "dtype", "epsilon")}
        own = {"n_groups": self.n_groups, "n_channels": self.n_channels, "affine": self.affine}
        return {**kept, **own}
