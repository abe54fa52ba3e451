"""The multi-layer perceptron in Keras."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.batch_norm import BatchNorm
from tf_impl.layers.dense import Dense
from tf_impl.layers.dropout import Dropout
from tf_impl.networks.choices import ACTIVATIONS, initializer_called
from tf_impl.networks.network import Network
from tf_impl.regularizers.elastic_net import ElasticNet


@keras.saving.register_keras_serializable(package="dl_parity")
class MLP(Network):
    """Dense layers, each but the last followed by (normalization,) activation (and dropout).

    Shapes:
        x (N, n_in), y (N, n_out): scores, which the loss turns into probabilities.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        batch_norm: bool = False,
        dropout: float = 0.0,
        l1: float = 0.0,
        l2: float = 0.0,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(seed, **kwargs)
        self.arguments = {
            "sizes": sizes,
            "activation": activation,
            "initializer": initializer,
            "batch_norm": batch_norm,
            "dropout": dropout,
            "l1": l1,
            "l2": l2,
            "seed": seed,
        }
        self.regularizer = ElasticNet(l1, l2)
        self.penalized = bool(l1 or l2)
        draw = initializer_called(initializer)
        last = len(sizes) - 1
        for i in range(1, last + 1):
            normalized = batch_norm and i < last
            dense = Dense(
                sizes[i - 1],
                sizes[i],
                not normalized,
                draw,
                self.next_seed(),
                kernel_regularizer=self.regularizer if self.penalized else None,
            )
            self.add(f"dense{i}", dense)
            if i == last:
                break
            if normalized:
                self.add(f"norm{i}", BatchNorm(sizes[i]), (None, sizes[i]))
            self.add(f"activation{i}", ACTIVATIONS[activation]())
            if dropout:
                self.add(f"dropout{i}", Dropout(dropout, seed=self.next_seed()))
        self.built = True

    def call(
        self,
        inputs: tf.Tensor,
        training: bool | None = None,
        masks: Mapping[str, tf.Tensor] | None = None,
    ) -> tf.Tensor:
        """Return the scores (N, n_out); ``masks`` are replayed by the dropout layers they name."""
        return self.run(self.order, inputs, training, masks)

    def penalty(self) -> tf.Tensor | float:
        """Return what the weights add to the loss, which Keras' ``fit`` finds in ``losses``.

        Biases are never penalized.
        """
        if not self.penalized:
            return 0.0
        dense = [getattr(self, name) for name in self.order if name.startswith("dense")]
        return tf.add_n([self.regularizer(layer.kernel.value) for layer in dense])
