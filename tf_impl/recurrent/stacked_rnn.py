"""Recurrent layers on top of each other in Keras."""

from __future__ import annotations

from collections.abc import Mapping

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.dropout import Dropout
from tf_impl.recurrent.parts import LAYERS
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class StackedRNN(keras.layers.Layer):
    """Each layer reads the one below; a :class:`keras.layers.Dropout` lies between.

    Shapes:
        x (N, T, n_in); h0, c0, h and c (n_layers, N, n_hidden), the lowest layer's first; y
        (N, T, n_hidden), lengths (N,); a mask (N, T, n_hidden).
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        n_layers: int = 2,
        layer: str = "simple_rnn",
        dropout: float = 0.0,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        seeds = iter(spawned(seed, 2 * n_layers))
        for k in range(n_layers):
            width = n_hidden if k else n_in
            part = LAYERS[layer](
                width,
                n_hidden,
                use_bias=use_bias,
                initializer=initializer,
                seed=next(seeds),
                dtype=kwargs.get("dtype"),
            )
            setattr(self, f"layer{k}", part)
            dropped = Dropout(dropout, seed=next(seeds), dtype=kwargs.get("dtype"))
            setattr(self, f"dropout{k}", dropped)
        self.own = arguments(
            n_in=n_in,
            n_hidden=n_hidden,
            n_layers=n_layers,
            layer=layer,
            dropout=dropout,
            use_bias=use_bias,
            initializer=initializer,
            seed=seed,
        )
        self.built = True

    @property
    def layers(self) -> list[keras.Layer]:
        """The recurrent layers and the dropouts between them."""
        names = [f"{part}{k}" for k in range(self.own["n_layers"]) for part in ("layer", "dropout")]
        dropped = self.own["dropout"] > 0 and self.own["n_layers"] > 1
        return [getattr(self, name) for name in names if dropped or name.startswith("layer")]

    def call(
        self,
        inputs: tf.Tensor,
        h0: tf.Tensor | None = None,
        c0: tf.Tensor | None = None,
        lengths: tf.Tensor | None = None,
        masks: Mapping[str, tf.Tensor] | None = None,
        training: bool = False,
    ) -> tuple[tf.Tensor, ...]:
        """Return (y, h), and c of LSTMs: the top layer's outputs, and every layer's last states."""
        y, ends = inputs, []
        for k in range(self.own["n_layers"]):
            if k > 0:
                mask = (masks or {}).get(f"layer{k - 1}")
                y = getattr(self, f"dropout{k - 1}")(y, training=training, mask=mask)
            first = [state[k] for state in (h0, c0) if state is not None]
            y, *states = getattr(self, f"layer{k}")(y, *first, lengths=lengths)
            ends.append(states)
        return (y, *(tf.stack(of_all) for of_all in zip(*ends, strict=True)))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}


class _DroppedInputs(StackedRNN):
    """The layers with the dropout where Keras' own layers have it, on what each one reads.

    The mask of the case is for the states, so that of its units x has as many as it is long.
    """

    def call(
        self, inputs: tf.Tensor, h0: tf.Tensor, masks: Mapping[str, tf.Tensor], training: bool
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """Return (y, h)."""
        mask = masks["layer0"]
        dropped = self.dropout0(inputs, training=training, mask=mask[:, :, : inputs.shape[-1]])
        return super().call(dropped, h0, masks=masks, training=training)
