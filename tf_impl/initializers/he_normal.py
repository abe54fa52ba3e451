"""He initialization (normal) in Keras."""

from __future__ import annotations

import keras

from tf_impl.initializers.normal import Normal


@keras.saving.register_keras_serializable(package="dl_parity")
class HeNormal(Normal):
    """std = sqrt(2 / fan_in); Keras' HeNormal is the truncated form."""

    factor = 2.0
