"""What the transposed convolutions along one axis to three share in Keras."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from tf_impl.layers.padding import Padding
from tf_impl.layers.spread import spread


class CutAfterwards:
    """A transposed convolution of Keras, computed whole and then cut.

    Keras cuts ``"same"`` to stride times the input and means another thing by output_padding. It
    knows no groups, so the parts are computed on their own, and on a CPU no dilation, so the
    kernel is given its zeros first.
    """

    def start(
        self,
        n_in: int,
        stride: Any,
        padding: Padding,
        output_padding: Any,
        dilation: Any,
        groups: int,
        seed: int | None,
    ) -> None:
        """Keep what Keras' own layer is not told, and add the parameters."""

        def each(value: Any) -> tuple[int, ...]:
            return (value,) * self.rank if isinstance(value, int) else tuple(value)

        self.n_in, self.groups, self.seed = n_in, groups, seed
        self.every, self.apart, self.more = each(stride), each(dilation), each(output_padding)
        self.cut = padding
        self.build((None, *[None] * self.rank, n_in))

    def build(self, input_shape: tuple) -> None:
        """Add the kernel of all groups, and the bias."""
        shape = (*self.kernel_size, self.filters // self.groups, input_shape[-1])
        self.kernel = self.add_weight(
            shape=shape, initializer=self.kernel_initializer, name="kernel"
        )
        if self.use_bias:
            self.bias = self.add_weight(
                shape=(self.filters,), initializer=self.bias_initializer, name="bias"
            )
        self.built = True

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y (N, space, n_out)."""
        parts = tf.split(inputs, self.groups, axis=-1)
        kernels = tf.split(spread(self.kernel, self.apart), self.groups, axis=-1)
        whole = tf.concat(
            [
                keras.ops.conv_transpose(part, kernel, self.every, "valid")
                for part, kernel in zip(parts, kernels, strict=True)
            ],
            axis=-1,
        )
        size = self.compute_output_shape(inputs.shape)[1:-1]
        first = [before for before, _ in self.sides_of(inputs.shape)]
        # What lies beyond the whole, before it or behind, has met no kernel: zeros.
        around = [(max(-b, 0), n) for b, n in zip(first, size, strict=True)]
        whole = tf.pad(whole, ((0, 0), *around, (0, 0)))
        kept = (slice(max(b, 0), max(b, 0) + n) for b, n in zip(first, size, strict=True))
        y = whole[(slice(None), *kept)]
        return self.activation(y + self.bias if self.use_bias else y)

    def sides_of(self, shape: Any) -> list[tuple[int, int]]:
        """Return (before, after): what is cut off each axis."""
        found = []
        axes = zip(shape[1:-1], self.kernel_size, self.every, self.apart, self.more, strict=True)
        for axis, (n, k, s, d, more) in enumerate(axes):
            if isinstance(self.cut, str):
                total = 0 if n is None else (n - 1) * s + (k - 1) * d + 1 + more - n * s
                less = total // 2
                sides = {"same": (less, total - less), "same_lower": (total - less, less)}
                found.append(sides.get(self.cut, (0, 0)))
                continue
            one = self.rank == 1 and not isinstance(self.cut, int) and len(self.cut) == 2
            along: Any = self.cut if isinstance(self.cut, int) or one else self.cut[axis]
            found.append((along, along) if isinstance(along, int) else tuple(along))
        return found

    def compute_output_shape(self, input_shape: Any) -> tuple:
        """Return the shape of y."""
        axes = zip(
            input_shape[1:-1], self.kernel_size, self.every, self.apart, self.more,
            self.sides_of(input_shape), strict=True,
        )  # fmt: skip
        space = (n and (n - 1) * s + (k - 1) * d + 1 + m - sum(p) for n, k, s, d, m, p in axes)
        return (input_shape[0], *space, self.filters)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()  # type: ignore[misc]
        config["n_out"] = config.pop("filters")
        config["initializer"] = config.pop("kernel_initializer")
        for name in ("strides", "dilation_rate"):
            config.pop(name, None)
        own = {
            "n_in": self.n_in,
            "stride": self.every,
            "padding": self.cut,
            "output_padding": self.more,
            "dilation": self.apart,
            "groups": self.groups,
            "seed": self.seed,
        }
        return {**config, **own}
