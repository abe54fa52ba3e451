"""Glorot (Xavier) initialization (uniform) in Keras."""

from __future__ import annotations

import keras

from tf_impl.initializers.uniform import Uniform


@keras.saving.register_keras_serializable(package="dl_parity")
class GlorotUniform(Uniform):
    """limit = sqrt(6 / (fan_in + fan_out)), as :class:`keras.initializers.GlorotUniform`."""

    own = keras.initializers.GlorotUniform
