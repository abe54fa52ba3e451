"""What the pooling layers share in Keras."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from tf_impl.layers.padding import Padding, reach, sides


class Pool(keras.layers.Layer):
    """Pooling along ``n_axes`` axes of space, channels last.

    Keras knows no dilation, and TensorFlow none beside a stride, so y is then every stride-th
    window.
    """

    n_axes = 2

    def __init__(
        self,
        kernel_size: Any,
        stride: Any,
        padding: Padding,
        dilation: Any,
        ceil_mode: bool,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)

        def each(value: Any) -> tuple[int, ...]:
            return (value,) * self.n_axes if isinstance(value, int) else tuple(value)

        self.kernel = each(kernel_size)
        self.stride = self.kernel if stride is None else each(stride)
        self.margin, self.dilation, self.ceil_mode = padding, each(dilation), ceil_mode

    def sides_of(self, shape: Any) -> list[tuple[int, int]]:
        """Return (before, after) for each axis of space."""
        return sides(self.margin, shape[1:-1], self.kernel, self.stride, self.dilation)

    def ends_of(self, shape: Any) -> list[tuple[int, int]]:
        """Return (before, after) with which the last window of each axis ends at its end."""
        pads = self.sides_of(shape)
        return reach(pads, shape[1:-1], self.kernel, self.stride, self.dilation, self.ceil_mode)

    def pooled(self, x: tf.Tensor, kind: str) -> tf.Tensor:
        """Return what TensorFlow makes of each window of x, which they cover exactly."""
        if self.n_axes == 3:
            return self.slices_first(x, kind)
        if max(self.dilation) == 1:
            own = keras.ops.max_pool if kind == "MAX" else keras.ops.average_pool
            return own(x, self.kernel, self.stride, "valid", "channels_last")
        y = tf.nn.pool(x, self.kernel, kind, padding="VALID", dilations=self.dilation)
        return y[(slice(None), *(slice(None, None, s) for s in self.stride))]

    def slices_first(self, x: tf.Tensor, kind: str) -> tf.Tensor:
        """Return what it makes of volumes, for which TensorFlow has no kernels in float64.

        Every slice is pooled, and then what lies behind each other; so the first of equal maxima
        stays the first.
        """
        n, depth, height, width, channels = x.shape
        (kd, kh, kw), (sd, sh, sw), (dd, dh, dw) = self.kernel, self.stride, self.dilation
        slices = tf.reshape(x, (n * depth, height, width, channels))
        y = tf.nn.pool(slices, (kh, kw), kind, padding="VALID", dilations=(dh, dw))
        y = y[:, ::sh, ::sw]
        _, height, width, _ = y.shape
        y = tf.reshape(y, (n, depth, height * width, channels))
        y = tf.nn.pool(y, (kd, 1), kind, padding="VALID", dilations=(dd, 1))[:, ::sd]
        return tf.reshape(y, (n, y.shape[1], height, width, channels))

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        """Return the shape of y."""
        axes = zip(
            input_shape[1:-1], self.ends_of(input_shape), self.kernel, self.stride, self.dilation,
            strict=True,
        )  # fmt: skip
        space = (n and (n + sum(p) - d * (k - 1) - 1) // s + 1 for n, p, k, s, d in axes)
        return (input_shape[0], *space, input_shape[-1])

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {
            **super().get_config(),
            "kernel_size": self.kernel,
            "stride": self.stride,
            "padding": self.margin,
            "dilation": self.dilation,
            "ceil_mode": self.ceil_mode,
        }


class MaxPool(Pool):
    """The maximum of each window, and where it was."""

    return_indices = False
    storage_order = 0

    def call(self, inputs: tf.Tensor) -> Any:
        """Return y (N, windows, C), or [y, indices]."""
        x = fitted(inputs, self.ends_of(inputs.shape), inputs.dtype.min)
        y = self.pooled(x, "MAX")
        return [y, self.indices(x, inputs.shape, y.shape)] if self.return_indices else y

    def compute_output_spec(self, inputs: keras.KerasTensor) -> Any:
        """Return the shapes and types of what ``call`` gives."""
        y = keras.KerasTensor(self.compute_output_shape(inputs.shape), self.compute_dtype)
        return [y, keras.KerasTensor(y.shape, "int64")] if self.return_indices else y

    def indices(self, x: tf.Tensor, shape: Any, y_shape: Any) -> tf.Tensor:
        """Return the number of the first maximum of each window within its channel."""
        seen, places = [], []
        begins = [before for before, _ in self.sides_of(shape)]
        for place in np.ndindex(*self.kernel):
            axes = list(zip(place, self.dilation, self.stride, y_shape[1:-1], strict=True))
            met = (slice(k * d, k * d + (n - 1) * s + 1, s) for k, d, s, n in axes)
            seen.append(x[(slice(None), *met)])
            along = [k * d + np.arange(n) * s for k, d, s, n in axes]
            inside = [a - b for a, b in zip(along, begins, strict=True)]
            grid = np.meshgrid(*inside, indexing="ij")
            number: Any = 0
            pairs = list(zip(grid, shape[1:-1], strict=True))
            for at, n in reversed(pairs) if self.storage_order else pairs:
                number = number * n + at
            places.append(number)
        first = tf.argmax(tf.stack(seen), axis=0)
        numbers = tf.constant(np.stack(places)[..., None])
        numbers = tf.broadcast_to(numbers[:, None], (len(places), *first.shape))
        return tf.reduce_sum(
            tf.where(
                tf.range(len(places), dtype=first.dtype)[(slice(None), *[None] * first.ndim)]
                == first,
                numbers,
                0,
            ),
            axis=0,
        )

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        own = {"return_indices": self.return_indices}
        own |= {"storage_order": self.storage_order} if self.n_axes > 1 else {}
        return {**super().get_config(), **own}


class AvgPool(Pool):
    """The mean of each window."""

    count_include_pad = True
    divisor_override: int | None = None

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y (N, windows, C)."""
        ends = self.ends_of(inputs.shape)
        mean = self.pooled(fitted(inputs, ends, 0.0), "AVG")
        if self.divisor_override is not None:
            return mean * int(np.prod(self.kernel)) / self.divisor_override
        ones = tf.ones((1, *inputs.shape[1:-1], 1), inputs.dtype)
        if self.count_include_pad:
            pads = self.sides_of(inputs.shape)
            ones = tf.pad(ones, ((0, 0), *pads, (0, 0)), constant_values=1)
            ends = [(0, after - own) for (_, after), (_, own) in zip(ends, pads, strict=True)]
        return mean / self.pooled(fitted(ones, ends, 0.0), "AVG")

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        own: dict[str, Any] = {"count_include_pad": self.count_include_pad}
        own |= {"divisor_override": self.divisor_override} if self.n_axes > 1 else {}
        return {**super().get_config(), **own}


class LpPool(Pool):
    """(sum of x^p)^(1/p) of each window: the mean of x^p, times the size of the window."""

    def __init__(
        self,
        norm_type: float,
        kernel_size: Any,
        stride: Any = None,
        ceil_mode: bool = False,
        **kwargs,
    ) -> None:
        super().__init__(kernel_size, stride, 0, 1, ceil_mode, **kwargs)
        self.norm_type = norm_type

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y (N, windows, C)."""
        p = tf.constant(self.norm_type, dtype=inputs.dtype)
        powers = inputs**p
        if self.ceil_mode:
            powers = fitted(powers, self.ends_of(inputs.shape), 0.0)
        return (self.pooled(powers, "AVG") * int(np.prod(self.kernel))) ** (1 / p)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        for name in ("padding", "dilation"):
            del config[name]
        return {**config, "norm_type": self.norm_type}


def fitted(x: tf.Tensor, ends: list[tuple[int, int]], value: float) -> tf.Tensor:
    """Return x (N, space, C) with ``value`` around it, or cut off where a number is negative."""
    inside = (slice(None, after if after < 0 else None) for _, after in ends)
    x = x[(slice(None), *inside)]
    pads = [(before, max(after, 0)) for before, after in ends]
    return tf.pad(x, ((0, 0), *pads, (0, 0)), constant_values=value)
