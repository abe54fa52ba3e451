"""VHRED in Keras."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.dense import Dense
from tf_impl.models.hred import HRED
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class VHRED(HRED):
    """HRED with a latent variable; Keras has no normal distribution, so KL is written out.

    Shapes:
        x (N, M, S) and t (N, M, T) integers, noise (N, M, n_latent), lengths (N, M) those of x;
        L a scalar.
    """

    def __init__(
        self,
        vocab: int,
        emb: int,
        n_hidden: int,
        n_context: int,
        n_latent: int,
        layer: str = "lstm",
        beta: float = 1.0,
        ignore_label: int | None = -1,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        self._n_latent = n_latent
        super().__init__(
            vocab, emb, n_hidden, n_context, layer, ignore_label, initializer, seed, **kwargs
        )
        *_, of_prior, of_posterior = spawned(seed, 7)
        drawn: dict[str, Any] = {"initializer": initializer, "dtype": kwargs.get("dtype")}
        seen = n_context + n_hidden
        self.prior = Dense(n_context, 2 * n_latent, seed=of_prior, **drawn)
        self.posterior = Dense(seen, 2 * n_latent, seed=of_posterior, **drawn)
        self.own = {**self.own, "n_latent": n_latent, "beta": beta}

    def seen_by_bridge(self, n_context: int) -> int:
        """Return the length of what the decoder's first state is made of."""
        return n_context + self._n_latent

    def call(
        self,
        inputs: tf.Tensor,
        t: tf.Tensor,
        noise: tf.Tensor,
        lengths: tf.Tensor | None = None,
    ) -> tf.Tensor:
        """Return L."""
        s = self.read(inputs, lengths)
        N, M, T = t.shape
        wanted, ignored = tf.reshape(t[..., 1:], [N * M, T - 1]), self.own["ignore_label"]
        counts = tf.ones_like(wanted, tf.bool) if ignored is None else wanted != ignored
        n_words = tf.reduce_sum(tf.cast(counts, tf.int32), axis=1)
        e = self.embedding(tf.where(counts, wanted, tf.zeros_like(wanted)))
        _, r, *_ = self.encoder(e, lengths=tf.maximum(n_words, 1))
        r = tf.reshape(r, [N, M, r.shape[1]])
        mu_p, log_v_p = tf.split(self.prior(s), 2, axis=2)
        mu_q, log_v_q = tf.split(self.posterior(tf.concat([s, r], axis=2)), 2, axis=2)
        z = mu_q + tf.exp(log_v_q / 2) * noise
        v_p, v_q = tf.exp(log_v_p), tf.exp(log_v_q)
        KL = tf.reduce_sum(log_v_p - log_v_q + (v_q + (mu_q - mu_p) ** 2) / v_p - 1, axis=2)
        reply = tf.cast(tf.reshape(n_words > 0, [N, M]), KL.dtype)
        share = self.own["beta"] / tf.cast(tf.reduce_sum(n_words), KL.dtype)
        cross_entropy = self.said(t, tf.tanh(self.bridge(tf.concat([s, z], axis=2))))
        return cross_entropy + share * tf.reduce_sum(KL * reply) / 2
