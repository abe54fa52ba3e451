"""The Wasserstein GAN in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.exam.given_weights import called
from tf_impl.generative.descending import descend
from tf_impl.initializers.initializer import Initializer
from tf_impl.networks.mlp import MLP
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class WassersteinGAN(keras.layers.Layer):
    """A generator and a critic; an inner tape gives the penalty.

    Shapes:
        x (N, n_x), z (N, n_z), u (N, 1); L_C and L_G scalars.
    """

    def __init__(
        self,
        n_z: int,
        n_hidden: int,
        n_x: int,
        clip: float = 0.0,
        penalty: float = 10.0,
        lr: float = 0.1,
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        of_generator, of_critic = spawned(seed, 2)
        self.generator = MLP((n_z, n_hidden, n_x), "tanh", initializer, seed=of_generator)
        self.critic = MLP((n_x, n_hidden, 1), "tanh", initializer, seed=of_critic)
        self.clip, self.penalty, self.lr, self.built = clip, penalty, lr, True
        self.own = arguments(
            n_z=n_z,
            n_hidden=n_hidden,
            n_x=n_x,
            clip=clip,
            penalty=penalty,
            lr=lr,
            initializer=initializer,
            seed=seed,
        )

    def call(
        self, inputs: tf.Tensor, z: tf.Tensor, u: tf.Tensor | None = None
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """Return L_C and L_G."""
        fake = self.generator(z)
        made = tf.stop_gradient(fake)
        L_C = ops.mean(self.critic(made)) - ops.mean(self.critic(inputs))
        if self.penalty:
            mixed = tf.stop_gradient(u * inputs + (1 - u) * made)
            with tf.GradientTape() as tape:
                tape.watch(mixed)
                f = self.critic(mixed)
            g = tape.gradient(f, mixed)
            L_C = L_C + self.penalty * ops.mean(ops.square(ops.norm(g, axis=1) - 1))
        frozen = [tf.stop_gradient(w.value) for w in self.critic.trainable_variables]
        return L_C, -ops.mean(called(self.critic, frozen, fake))

    def step(
        self, x: tf.Tensor, z: tf.Tensor, z_G: tf.Tensor, u: tf.Tensor | None = None
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """Move the critic, clip its weights, then move the generator; return L_C and L_G."""
        of_critic = self.critic.trainable_variables
        L_C = descend(lambda: self(x, z, u)[0], of_critic, self.lr)
        if self.clip:
            for w in of_critic:
                w.assign(ops.clip(w, -self.clip, self.clip))
        of_generator = self.generator.trainable_variables
        return L_C, descend(lambda: self(x, z_G, u)[1], of_generator, self.lr)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
