"""Feature pyramid in Keras."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.conv2d import Conv2d
from tf_impl.layers.upsampling2d import Upsampling2d
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class FeaturePyramid(keras.layers.Layer):
    """Each map enlarged and added to the finer one.

    Shapes:
        c_k (N, H_k, W_k, n_in[k]), p_k (N, H_k, W_k, n_out).
    """

    def __init__(
        self,
        n_in: Sequence[int],
        n_out: int,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.own = arguments(n_in=list(n_in), n_out=n_out, initializer=initializer, seed=seed)
        seeds = iter(spawned(seed, 2 * len(n_in)))
        told = {"initializer": initializer, "dtype": self.dtype_policy}
        for k, n in enumerate(n_in):
            setattr(self, f"lateral{k}", Conv2d(n, n_out, 1, seed=next(seeds), **told))
            output = Conv2d(n_out, n_out, 3, padding="same", seed=next(seeds), **told)
            setattr(self, f"output{k}", output)
        self.built = True

    def call(self, *c: tf.Tensor) -> tuple[tf.Tensor, ...]:
        """Return p, a map for each c and of its size."""
        p: list[tf.Tensor] = []
        sums: list[tf.Tensor] = []
        for k in range(len(c) - 1, -1, -1):
            m = getattr(self, f"lateral{k}")(c[k])
            if sums:
                larger = Upsampling2d(out_size=tuple(c[k].shape[1:3]), dtype=self.dtype_policy)
                m = m + larger(sums[-1])
            p.insert(0, getattr(self, f"output{k}")(m))
            sums.append(m)
        return tuple(p)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
