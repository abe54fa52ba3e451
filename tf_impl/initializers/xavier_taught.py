"""Xavier initialization as taught in Keras."""

from __future__ import annotations

import keras

from tf_impl.initializers.normal import Normal


@keras.saving.register_keras_serializable(package="dl_parity")
class XavierTaught(Normal):
    """std = 1 / sqrt(fan_in)."""
