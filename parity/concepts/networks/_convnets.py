"""What the cases of the convolutional networks share: draws of weights, digits as images."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from parity.describing.concept import Case, Mistake, Text
from parity.describing.datasets import digit_batches
from parity.describing.draw import Draw, bernoulli, computed, normal, seed_of, uniform

STEPS = 20
BATCH = 12


def conv(name: str, c_out: int, c_in: int, k: int, bias: bool = True) -> dict[str, Draw]:
    """Return draws of a convolution's weight, of variance 2 / fan-in, and of its small bias."""
    drawn = {f"{name}.W": normal(c_out, c_in, k, k, scale=math.sqrt(2 / (c_in * k * k)))}
    return {**drawn, f"{name}.b": normal(c_out, scale=0.1)} if bias else drawn


def dense(name: str, n_in: int, n_out: int) -> dict[str, Draw]:
    """Return draws of a dense layer's weight, of variance 2 / n_in, and of its small bias."""
    return {
        f"{name}.W": normal(n_in, n_out, scale=math.sqrt(2 / n_in)),
        f"{name}.b": normal(n_out, scale=0.1),
    }


def norm(name: str, n: int) -> dict[str, Draw]:
    """Return draws of a normalization's scale and shift."""
    return {f"{name}.gamma": uniform(n, low=0.5, high=1.5), f"{name}.beta": normal(n, scale=0.1)}


def statistics(name: str, n: int) -> dict[str, Draw]:
    """Return draws of a normalization's running statistics."""
    return {
        f"{name}.running_mean": normal(n, scale=0.1),
        f"{name}.running_var": uniform(n, low=0.5, high=1.5),
    }


def flat(c: int, h: int, w: int, dropout: bool = False) -> dict[str, str]:
    """Return Keras' layouts behind a Flatten of (c, h, w): the first dense layer's rows.

    ``dropout``: there is a dropout between the two, so its mask has that order too.
    """
    layouts = {"dense1.W": f"flatten_rows:{c},{h},{w}"}
    if dropout:
        layouts["masks.dropout1"] = f"flatten_columns:{c},{h},{w}"
    return layouts


def on_digits(
    concept: str,
    name: str,
    params: Mapping[str, Draw],
    layouts: Mapping[str, str],
    config: Mapping[str, Any],
    optimizer: tuple[str, Mapping[str, Any]],
    grow: int = 2,
    pad: int = 0,
    masks: Mapping[str, int] | None = None,
    **fields: Any,
) -> Case:
    """Return a case that trains on real digits: the same weights, batches and masks for all.

    Args:
        concept: the network's name, which seeds the choice of the digits.
        name: the case's name.
        params: draws of all parameters.
        layouts: Keras' layouts of those that follow a Flatten.
        config: the constructor's arguments besides ``input_shape``.
        optimizer: its place, such as ``"adam.Adam"``, and its arguments.
        grow: each pixel of the 8×8 digits becomes grow × grow.
        pad: zeros around the result.
        masks: the width at each dropout layer.
        fields: of the case.
    """
    side = 8 * grow + 2 * pad

    def images() -> np.ndarray:
        x = digit_batches(STEPS, BATCH, seed_of(concept, "digits"))[0]
        x = np.kron(x.reshape(STEPS, BATCH, 1, 8, 8), np.ones((grow, grow)))
        return np.pad(x, ((0, 0), (0, 0), (0, 0), (pad, pad), (pad, pad)))

    def labels() -> np.ndarray:
        return digit_batches(STEPS, BATCH, seed_of(concept, "digits"))[1]

    inputs: dict[str, Draw] = {
        "x": computed((STEPS, BATCH, 1, side, side), images),
        "t": computed((STEPS, BATCH), labels),
    }
    for layer, width in (masks or {}).items():
        inputs[f"masks.{layer}"] = bernoulli(STEPS, BATCH, width, keep=1 - config["dropout"])
    return Case(
        name,
        inputs=inputs,
        params=params,
        config={"input_shape": (1, side, side), **config},
        images=("x",),
        keras_layouts=layouts,
        exact=("accuracy",),
        options={
            "steps": STEPS,
            "loss": "losses.softmax_cross_entropy.SoftmaxCrossEntropy",
            "optimizer": f"optimizers.{optimizer[0]}",
            "optimizer_config": dict(optimizer[1]),
        },
        **fields,
    )


def table(name: str, input_shape: Sequence[int], **config: Any) -> Case:
    """Return a case that compares the layer table with the frameworks' own counts."""
    return Case(
        name,
        upstream=normal(2, 3),  # every network has one; nothing is differentiated here
        config={"initializer": "zeros", **config},
        exact=("shapes", "parameters", "multiply_adds"),
        dtypes=("float64",),
        options={"layer_table": tuple(input_shape)},
    )


def quick(draw: Draw) -> Draw:
    """Return a weight's draw in float32, which takes a fifth of the time for sixty million."""
    if len(draw.shape) == 1:
        return draw
    fan_in = math.prod(draw.shape[1:]) if len(draw.shape) == 4 else draw.shape[0]
    scale = np.float32(math.sqrt(2 / fan_in))

    def make(rng: np.random.Generator) -> np.ndarray:
        return rng.standard_normal(draw.shape, dtype=np.float32) * scale

    return Draw("normal", draw.shape, make)


def full_size(
    name: str, params: Mapping[str, Draw], config: Mapping[str, Any], **fields: Any
) -> Case:
    """Return a whole network on one large image, forward and back, in float32."""
    return Case(
        name,
        inputs={"x": normal(1, 3, 224, 224)},
        params={key: quick(draw) for key, draw in params.items()},
        upstream=normal(1, 1000),
        config={**config, "initializer": "zeros"},
        training=False,
        images=("x", "dx"),
        kink=True,
        on_request=True,
        dtypes=("float32",),
        **fields,
    )


def no_activation(line: str = 'self.add(f"activation{i}", act())') -> Mistake:
    """Return the mistake of leaving an activation out."""
    return Mistake(
        name="activation_forgotten",
        ja="活性化を忘れる",
        line=line,
        wrong="pass",
        why=Text(
            "Without an activation between them, two linear layers are one linear layer: depth "
            "buys nothing.",
            "間に活性化関数がないと、2つの線形層は1つの線形層と同じになり、深くする意味がない。",
        ),
    )


def larger_windows(line: str) -> Mistake:
    """Return the mistake of pooling over windows that overlap, with the right shapes."""
    return Mistake(
        name="pooling_windows_overlap",
        ja="プーリングのウィンドウが重なる",
        line=line,
        wrong=line.replace("pool(2)", "pool(3, 2, 1)"),
        why=Text(
            "A window of 3 with a stride of 2 and a padding of 1 halves an even size just as a "
            "window of 2 does. The shapes fit, so only the values tell.",
            "窓3・ストライド2・パディング1でも、偶数サイズは窓2と同じく半分になる。"
            "形状が合うため、値を比べなければ誤りに気づけない。",
        ),
    )


def scores_activated(line: str, number: int) -> Mistake:
    """Return the mistake of an activation behind the scores."""
    return Mistake(
        name="activation_behind_the_scores",
        ja="スコアの後に活性化する",
        line=line,
        wrong=f'{line}; self.add("activation{number}", act())',
        why=Text(
            "The loss takes the softmax of the scores itself. Scores that were cut off or "
            "squeezed before cannot favour one class strongly.",
            "スコアに対する softmax は損失の中で計算する。その前に活性化関数を通すと"
            "値が切り捨てられたり押し込められたりして、特定のクラスを強く支持できなくなる。",
        ),
    )


RATE_OF_DROPPING = Text(
    "The argument is the rate of dropping, not of keeping. At 0.5 nobody notices.",
    "引数は残す割合ではなく落とす割合である。0.5 では差が出ないため気づきにくい。",
)
