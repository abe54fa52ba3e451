"""What the initializers with a normal distribution share."""

from __future__ import annotations

import keras

from tf_impl.initializers.initializer import Initializer


class Normal(Initializer):
    """VarianceScaling with a normal distribution, on request Keras' own truncated one."""

    factor, mode = 1.0, "fan_in"

    def __init__(self, truncated: bool = False, **kwargs) -> None:
        super().__init__(**kwargs)
        self.truncated = truncated

    def rule(self, seed: int | None) -> keras.initializers.Initializer:
        """Return Keras' VarianceScaling."""
        distribution = "truncated_normal" if self.truncated else "untruncated_normal"
        return keras.initializers.VarianceScaling(self.factor, self.mode, distribution, seed)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), "truncated": self.truncated}
