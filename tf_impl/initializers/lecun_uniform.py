"""LeCun initialization (uniform) in Keras."""

from __future__ import annotations

import keras

from tf_impl.initializers.uniform import Uniform


@keras.saving.register_keras_serializable(package="dl_parity")
class LecunUniform(Uniform):
    """limit = sqrt(3 / fan_in), as :class:`keras.initializers.LecunUniform`."""

    own = keras.initializers.LecunUniform
