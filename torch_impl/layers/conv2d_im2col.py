"""The plain two-dimensional convolution in PyTorch."""

from __future__ import annotations

from torch import nn

from torch_impl.initializers.glorot_uniform import GlorotUniform
from torch_impl.initializers.initializer import Initializer


class Conv2dIm2col(nn.Conv2d):
    """The convolution of :class:`torch.nn.Conv2d`; how it computes is PyTorch's own affair.

    Shapes:
        x (N, n_in, H, W), weight (n_out, n_in, kh, kw), bias (n_out,).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int | tuple[int, int],
        stride: int = 1,
        padding: int = 0,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(n_in, n_out, kernel_size, stride, padding, bias=use_bias)
        draw = initializer or GlorotUniform()
        self.weight = nn.Parameter(draw(self.weight.shape, seed))
        if self.bias is not None:
            nn.init.zeros_(self.bias)
