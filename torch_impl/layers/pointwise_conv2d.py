"""The pointwise convolution in PyTorch."""

from __future__ import annotations

from torch import nn

from torch_impl.initializers.glorot_uniform import GlorotUniform
from torch_impl.initializers.initializer import Initializer


class PointwiseConv2d(nn.Conv2d):
    """:class:`torch.nn.Conv2d` with a kernel of 1x1.

    Shapes:
        x (N, n_in, H, W), weight (n_out, n_in, 1, 1), bias (n_out,).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        stride: int | tuple[int, int] = 1,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(n_in, n_out, 1, stride, bias=use_bias)
        draw = initializer or GlorotUniform()
        self.weight = nn.Parameter(draw(self.weight.shape, seed))
        if self.bias is not None:
            nn.init.zeros_(self.bias)
