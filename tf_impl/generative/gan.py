"""The generative adversarial network in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.exam.given_weights import called
from tf_impl.generative.descending import descend
from tf_impl.generative.gan_value import gan_value
from tf_impl.generative.generator_loss import generator_loss
from tf_impl.initializers.initializer import Initializer
from tf_impl.networks.mlp import MLP
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class GAN(keras.layers.Layer):
    """A generator and a discriminator, two :class:`~tf_impl.networks.mlp.MLP`.

    Shapes:
        x (N, n_x), z (M, n_z); L_D and L_G scalars.
    """

    n_classes = 0

    def __init__(
        self,
        n_z: int,
        n_hidden: int,
        n_x: int,
        form: str = "non_saturating",
        detached: bool = True,
        lr: float = 0.1,
        activation: str = "leaky_relu",
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        of_generator, of_discriminator = spawned(seed, 2)
        told = {"activation": activation, "initializer": initializer}
        c = self.n_classes
        self.generator = MLP((n_z + c, n_hidden, n_x), **told, seed=of_generator)
        self.discriminator = MLP((n_x + c, n_hidden, 1), **told, seed=of_discriminator)
        self.form, self.detached, self.lr, self.built = form, detached, lr, True
        sizes = {"n_z": n_z, "n_hidden": n_hidden, "n_x": n_x}
        self.own = arguments(**sizes, form=form, detached=detached, lr=lr, **told, seed=seed)

    def generate(self, z: tf.Tensor, *c: tf.Tensor) -> tf.Tensor:
        """Return G(z) (M, n_x)."""
        return self.generator(ops.concatenate([z, *c], axis=1))

    def judge(self, x: tf.Tensor, *c: tf.Tensor, frozen: bool = False) -> tf.Tensor:
        """Return the logits of D (..., 1); frozen, its weights have no gradient."""
        given = ops.concatenate([x, *c], axis=1)
        if not frozen:
            return self.discriminator(given)
        weights = [tf.stop_gradient(w.value) for w in self.discriminator.trainable_variables]
        return called(self.discriminator, weights, given)

    def call(self, inputs: tf.Tensor, z: tf.Tensor, *c: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """Return L_D and L_G."""
        fake = self.generate(z, *c)
        shown = tf.stop_gradient(fake) if self.detached else fake
        real = self.judge(inputs, *c)
        L_D = gan_value(real, self.judge(shown, *c), from_logits=True, as_loss=True)
        judged = self.judge(fake, *c, frozen=self.detached)
        return L_D, generator_loss(judged, self.form, from_logits=True)

    def step(
        self, x: tf.Tensor, z: tf.Tensor, z_G: tf.Tensor, *c: tf.Tensor
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """Move the discriminator, then the generator against it; return L_D and L_G."""
        of_D, of_G = (p.trainable_variables for p in (self.discriminator, self.generator))
        L_D = descend(lambda: self(x, z, *c)[0], of_D, self.lr)
        L_G = descend(lambda: self(x, z_G, *c)[1], of_G, self.lr)
        return L_D, L_G

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
