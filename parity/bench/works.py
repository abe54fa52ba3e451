"""What is timed: works, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Literal

COLUMNS = ("numpy", "taught", "torch", "torch_channels_last", "keras")
"""Who is timed. ``taught`` is the NumPy code in the form that courses teach and that pages show;
``torch_channels_last`` is PyTorch with images in NHWC."""

PACKAGE_OF = {
    "numpy": "numpy",
    "taught": "numpy",
    "torch": "torch",
    "torch_channels_last": "torch",
    "keras": "keras",
}
"""The framework that each column needs."""

DTYPE = "float32"
"""In which everybody computes: a ratio of times in two types would say nothing of the form."""


@dataclass(frozen=True)
class Work:
    """One thing that is timed.

    Attributes:
        name: unique.
        kind: ``"step"`` is a whole training step of a network (forward, loss, backward, update),
            ``"layer"`` a layer's forward pass, and backward pass if ``backward``; ``"optimizer"``
            an optimizer's update.
        of: the class, as a path below each tree, such as ``"layers.conv2d.Conv2d"``.
        x: the shape of the batch, or of each parameter of an optimizer.
        indices: the input holds word numbers below this one; real numbers if 0.
        config: the class' arguments, the same for everyone.
        backward: whether a layer's backward pass is timed too.
        n_heads: the heads of the attentions in it, by which Keras splits their weights; 0 if none.
        training: whether the layer is told that it trains.
        optimizer: (path, arguments) of the one that a network is trained with.
        taught: whether the taught form is timed too.
        quick: whether ``--quick`` keeps it.
        measure_memory: whether the peak of memory is measured.
    """

    name: str
    kind: Literal["step", "layer", "optimizer"]
    of: str
    x: tuple[Any, ...]
    config: Mapping[str, Any] = field(default_factory=dict)
    indices: int = 0
    n_heads: int = 0
    backward: bool = True
    training: bool = False
    optimizer: tuple[str, Mapping[str, Any]] = ("optimizers.sgd.SGD", {})
    taught: bool = False
    quick: bool = False
    measure_memory: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns in which the work has a meaning."""
        images = self.kind != "optimizer" and len(self.x) == 4
        left_out = {
            "taught": not self.taught,
            "torch_channels_last": not images,
        }
        return tuple(column for column in COLUMNS if not left_out.get(column))


BATCH = 100
ADAM = ("optimizers.adam.Adam", {"lr": 0.001})
# channels, height and width of the input; channels of the output; kernel; stride; padding
DEEP_SHAPES = (
    (1, 28, 28, 16, 3, 1, 1),
    (16, 28, 28, 16, 3, 1, 1),
    (16, 14, 14, 32, 3, 1, 1),
    (32, 14, 14, 32, 3, 1, 2),
    (32, 8, 8, 64, 3, 1, 1),
    (64, 8, 8, 64, 3, 1, 1),
)
"""The six convolutions of the deep convolutional network."""

OTHER_SHAPES = ((1, 28, 28, 30, 5, 1, 0), (16, 28, 28, 32, 3, 2, 1))
QUICK_SHAPES = (DEEP_SHAPES[1], DEEP_SHAPES[5])
OPTIMIZERS = {
    "sgd": "SGD",
    "momentum": "Momentum",
    "nesterov": "Nesterov",
    "adagrad": "Adagrad",
    "rmsprop": "RMSprop",
    "adadelta": "Adadelta",
    "adam": "Adam",
    "adamw": "AdamW",
    "amsgrad": "AMSGrad",
}
RECURRENT = (32, 32, 64)
"""Sequences, steps and inputs of a recurrent layer."""

WORDS = (16, 64, 64)
"""Sequences, words and the length of a word's vector, of an attention and its block."""

SIZES = {"n_in": 64, "n_hidden": 128}

PARAMETERS = ((784, 200), (200,), (200, 200), (200,), (200, 10), (10,))
"""The arrays that an optimizer updates: 199,210 numbers."""


def all_works() -> tuple[Work, ...]:
    """Return every work, in the order in which they are timed and shown."""
    # The deep network comes first: its memory is measured in processes that did nothing before.
    return (
        Work(
            "deep_convnet_step", "step", "networks.deep_convnet.DeepConvNet", (BATCH, 1, 28, 28),
            optimizer=ADAM, taught=True, quick=True, measure_memory=True,
        ),
        Work(
            "mlp_step", "step", "networks.mlp.MLP", (BATCH, 784), {"sizes": (784, 40, 20, 10)},
            taught=True, quick=True,
        ),
        Work(
            "lenet_step", "step", "networks.lenet.LeNet", (BATCH, 1, 32, 32), optimizer=ADAM,
        ),
        Work(
            "small_alexnet_step", "step", "networks.small_alexnet.SmallAlexNet", (BATCH, 3, 32, 32),
            optimizer=ADAM,
        ),
        *(_conv(shape, backward=False) for shape in (*DEEP_SHAPES, *OTHER_SHAPES)),
        *(_conv(shape, backward=True) for shape in (*DEEP_SHAPES, *OTHER_SHAPES)),
        Work(
            "batch_norm", "layer", "layers.batch_norm.BatchNorm", (BATCH, 16, 28, 28),
            {"n_channels": 16}, training=True, taught=True, quick=True,
        ),
        Work(
            "max_pool", "layer", "layers.max_pool2d.MaxPool2d", (BATCH, 16, 28, 28),
            {"kernel_size": 2}, taught=True, quick=True,
        ),
        Work(
            "avg_pool", "layer", "layers.avg_pool2d.AvgPool2d", (BATCH, 16, 28, 28),
            {"kernel_size": 2}, taught=True,
        ),
        *(
            Work(
                f"{name}_step", "layer", f"recurrent.{name}.{twin}", RECURRENT, {**SIZES, **more},
                taught=True,
            )
            for name, twin, more in (
                ("simple_rnn", "SimpleRNN", {}),
                ("lstm", "LSTM", {}),
                ("gru", "GRU", {"reset": "after", "z_weighs": "old"}),  # as PyTorch has it
            )
        ),
        Work(
            "embedding_step", "layer", "embedding.embedding.Embedding", (32, 32),
            {"n_words": 10_000, "n_dims": 64}, indices=10_000, taught=True,
        ),
        Work(
            "layer_norm", "layer", "layers.layer_norm.LayerNorm", WORDS, {"normalized_shape": 64},
            taught=True,
        ),
        Work(
            "attention_step", "layer", "attention.multi_head_attention.MultiHeadAttention",
            WORDS, {"d_model": 64, "n_heads": 4}, n_heads=4, taught=True,
        ),
        Work(
            "transformer_block_step", "layer",
            "transformer.transformer_encoder_block.TransformerEncoderBlock", WORDS,
            {"d_model": 64, "n_heads": 4, "d_ff": 256}, n_heads=4,
        ),
        *(
            Work(
                f"{name}_step", "optimizer", f"optimizers.{name}.{twin}", PARAMETERS,
                taught=True, quick=name in ("sgd", "adam"),
            )
            for name, twin in OPTIMIZERS.items()
        ),
    )  # fmt: skip


def choose_works(patterns: tuple[str, ...] | None, quick: bool) -> tuple[Work, ...]:
    """Return the works whose names match a pattern, such as ``conv_*``; all if none are given."""
    works = all_works()
    if patterns:
        return tuple(w for w in works if any(fnmatchcase(w.name, p) for p in patterns))
    return tuple(work for work in works if work.quick or not quick)


def _conv(shape: tuple[int, ...], backward: bool) -> Work:
    n_in, height, width, n_out, kernel, stride, padding = shape
    name = "conv_forward_backward" if backward else "conv_forward"
    name += f"_{n_in}x{height}x{width}_to_{n_out}_k{kernel}"
    name += f"_s{stride}" if stride != 1 else ""
    name += f"_p{padding}" if padding else ""
    return Work(
        name,
        "layer",
        "layers.conv2d.Conv2d",
        (BATCH, n_in, height, width),
        {
            "n_in": n_in,
            "n_out": n_out,
            "kernel_size": kernel,
            "stride": stride,
            "padding": padding,
        },
        backward=backward,
        taught=True,
        quick=shape in QUICK_SHAPES,
    )
