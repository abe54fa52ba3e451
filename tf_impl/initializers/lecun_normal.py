"""LeCun initialization (normal) in Keras."""

from __future__ import annotations

import keras

from tf_impl.initializers.normal import Normal


@keras.saving.register_keras_serializable(package="dl_parity")
class LecunNormal(Normal):
    """std = sqrt(1 / fan_in); Keras' LecunNormal is the truncated form."""
