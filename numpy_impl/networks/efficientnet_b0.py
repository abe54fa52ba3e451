"""EfficientNet-B0, and its larger variants."""

from __future__ import annotations

from collections.abc import Sequence

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.dropout import Dropout
from numpy_impl.layers.fast_batch_norm import FastBatchNorm as BatchNorm
from numpy_impl.layers.fast_conv2d import FastConv2d as Conv2d
from numpy_impl.layers.global_avg_pool2d import GlobalAvgPool2d
from numpy_impl.networks.choices import ACTIVATIONS, initializer_called
from numpy_impl.networks.compound_scaling import compound_scaling
from numpy_impl.networks.mbconv import MBConv
from numpy_impl.networks.network import Sequential
from numpy_impl.validation import require_choice

B0 = (
    (1, 16, 1, 1, 3),
    (6, 24, 2, 2, 3),
    (6, 40, 2, 2, 5),
    (6, 80, 3, 2, 3),
    (6, 112, 3, 1, 5),
    (6, 192, 4, 2, 5),
    (6, 320, 1, 1, 3),
)
"""The stages: expansion, channels, blocks, stride of the first block, kernel."""


class EfficientNetB0(Sequential):
    """A convolution, stages of MBConv blocks, a 1×1 convolution, the mean of each channel, scores.

    As it stands it is B0 with 5,288,548 parameters. Its stages were found by a search on a small
    budget; ``width`` and ``depth`` then scale them all at once. B1 has depth 1.1, B2 width 1.1 and
    depth 1.2, B7 2.0 and 3.1, each with images that are larger, too.

    Args:
        n_in: channels of an image.
        stem: channels of the first convolution.
        stages: (expansion, channels, blocks, stride of the first block, kernel) of each.
        head: channels of the last convolution.
        n_classes: how many scores.
        width: the factor of all channels; see :func:`compound_scaling`.
        depth: the factor of the blocks of each stage.
        dropout: the probability of dropping, in front of the scores.
        rate: how likely the last block would be skipped in training; earlier ones less, in steps.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights and of the masks.

    Shapes:
        x (N, n_in, H, W), y (N, n_classes): scores, which the loss turns into probabilities.
        3×224×224, 32×112×112, 16×112×112, 24×56×56, 40×28×28, 80×14×14, 112×14×14, 192×7×7,
        320×7×7, 1280×7×7, 1280, 1000.

    Source:
        Tan and Le (2019), EfficientNet: rethinking model scaling for convolutional neural
        networks, table 1.
    """

    def __init__(
        self,
        n_in: int = 3,
        stem: int = 32,
        stages: Sequence[Sequence[int]] = B0,
        head: int = 1280,
        n_classes: int = 1000,
        width: float = 1.0,
        depth: float = 1.0,
        dropout: float = 0.2,
        rate: float = 0.2,
        activation: str = "swish",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(None, seed)
        draw = initializer_called(initializer)
        require_choice("activation", activation, tuple(ACTIVATIONS))
        act = ACTIVATIONS[activation]
        channels = [stem, *(stage[1] for stage in stages), head]
        blocks = [1, *(stage[2] for stage in stages), 1]
        wide, deep = compound_scaling(channels, blocks, width, depth)
        n, *widths, n_head = wide.tolist()
        counts = deep.tolist()[1:-1]

        own = self.next_seed()
        conv1 = Conv2d(n_in, n, 3, 2, "same", use_bias=False, initializer=draw, seed=own)
        self.add("conv1", conv1)
        self.add("norm1", BatchNorm(n))
        self.add("activation1", act())
        done = 0  # blocks before this one
        for i, (stage, n_out, count) in enumerate(zip(stages, widths, counts, strict=True), 1):
            expansion, _, _, stride, kernel = stage
            for j in range(1, count + 1):
                step = stride if j == 1 else 1
                drop, own = rate * done / sum(counts), self.next_seed()
                block = MBConv(
                    n, n_out, kernel, step, expansion, 0.25, drop, "same", activation, draw, own
                )
                self.add(f"block{i}_{j}", block)
                n, done = n_out, done + 1
        own = self.next_seed()
        self.add("conv2", Conv2d(n, n_head, 1, use_bias=False, initializer=draw, seed=own))
        self.add("norm2", BatchNorm(n_head))
        self.add("activation2", act())
        self.add("mean", GlobalAvgPool2d())
        self.add("dropout1", Dropout(dropout, seed=self.next_seed()))
        self.add("dense", Dense(n_head, n_classes, True, draw, self.next_seed()))
