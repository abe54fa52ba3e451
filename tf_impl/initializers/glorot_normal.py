"""Glorot (Xavier) initialization (normal) in Keras."""

from __future__ import annotations

import keras

from tf_impl.initializers.normal import Normal


@keras.saving.register_keras_serializable(package="dl_parity")
class GlorotNormal(Normal):
    """std = sqrt(2 / (fan_in + fan_out)); Keras' GlorotNormal is the truncated form."""

    mode = "fan_avg"
