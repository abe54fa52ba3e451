"""A recurrent language model in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.embedding.embedding import Embedding
from tf_impl.initializers.initializer import Initializer
from tf_impl.models.time_softmax_cross_entropy import TimeSoftmaxCrossEntropy
from tf_impl.recurrent.parts import LAYERS
from tf_impl.recurrent.sequences import arguments
from tf_impl.recurrent.time_distributed import TimeDistributed
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class RNNLanguageModel(keras.layers.Layer):
    """:class:`keras.layers.Embedding`, a recurrent layer, a dense one at every step, and the loss.

    Shapes:
        x, t (N, T) integers; h0, c0 (N, n_hidden); y (N, T, vocab), L a scalar.
    """

    def __init__(
        self,
        vocab: int,
        emb: int,
        n_hidden: int,
        layer: str = "lstm",
        stateful: bool = False,
        ignore_label: int | None = -1,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        dtype = kwargs.get("dtype")
        of_E, of_rnn, of_V = spawned(seed, 3)
        self.embedding = Embedding(vocab, emb, initializer=initializer, seed=of_E, dtype=dtype)
        self.rnn = LAYERS[layer](
            emb, n_hidden, stateful=stateful, initializer=initializer, seed=of_rnn, dtype=dtype
        )
        self.affine = TimeDistributed(
            n_hidden, vocab, initializer=initializer, seed=of_V, dtype=dtype
        )
        self.loss = TimeSoftmaxCrossEntropy(ignore_label, dtype=dtype)
        self.own = arguments(
            vocab=vocab,
            emb=emb,
            n_hidden=n_hidden,
            layer=layer,
            stateful=stateful,
            ignore_label=ignore_label,
            initializer=initializer,
            seed=seed,
        )
        self.built = not stateful  # a stateful layer must know how many sequences there are

    @property
    def stateful(self) -> bool:
        """Whether a call begins with the last state of the call before."""
        return self.own["stateful"]

    def build(self, inputs_shape: tuple) -> None:
        """Make the weights for words of this shape (N, T)."""
        self.rnn.build((*inputs_shape, self.own["emb"]))
        self.built = True

    def predict(self, x: tf.Tensor, *first: tf.Tensor) -> tf.Tensor:
        """Return the logits y."""
        h, *_ = self.rnn(self.embedding(x), *first)
        return self.affine(h)

    def call(
        self,
        inputs: tf.Tensor,
        t: tf.Tensor,
        h0: tf.Tensor | None = None,
        c0: tf.Tensor | None = None,
    ) -> tf.Tensor:
        """Return L."""
        first = (state for state in (h0, c0) if state is not None)
        return self.loss(self.predict(inputs, *first), t)

    def reset_state(self) -> None:
        """Forget the state that a stateful model keeps: the next call begins with zeros."""
        self.rnn.reset_state()

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}


class _OfProbabilities(RNNLanguageModel):
    """The model whose logits are given to Keras' loss as it is by default."""

    def call(self, inputs: tf.Tensor, t: tf.Tensor) -> tf.Tensor:
        """Return L."""
        loss = keras.losses.SparseCategoricalCrossentropy(dtype=self.compute_dtype)
        return loss(t, self.predict(inputs))
