"""Adaptive average pooling in Keras."""

from __future__ import annotations

import keras


@keras.saving.register_keras_serializable(package="dl_parity")
class AdaptiveAvgPool2d(keras.layers.AdaptiveAveragePooling2D):
    """The mean of each of so many windows, as :class:`keras.layers.AdaptiveAveragePooling2D`."""

    def __init__(self, out_size: int | tuple[int, int], **kwargs) -> None:
        super().__init__(out_size, data_format="channels_last", **kwargs)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        del config["data_format"]
        out_size = config.pop("output_size")
        return {**config, "out_size": out_size}
