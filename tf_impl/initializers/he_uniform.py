"""He initialization (uniform) in Keras."""

from __future__ import annotations

import keras

from tf_impl.initializers.uniform import Uniform


@keras.saving.register_keras_serializable(package="dl_parity")
class HeUniform(Uniform):
    """limit = sqrt(6 / fan_in), as :class:`keras.initializers.HeUniform`."""

    own = keras.initializers.HeUniform
