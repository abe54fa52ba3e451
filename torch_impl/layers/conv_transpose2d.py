"""The transposed convolution in PyTorch."""

from __future__ import annotations

from torch import nn

from torch_impl.initializers.glorot_uniform import GlorotUniform
from torch_impl.initializers.initializer import Initializer


class ConvTranspose2d(nn.ConvTranspose2d):
    """The transposed convolution, as :class:`torch.nn.ConvTranspose2d`.

    Shapes:
        x (N, n_in, H, W), weight (n_in, n_out / groups, kh, kw), bias (n_out,).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int | tuple[int, int],
        stride: int = 1,
        padding: int | tuple[int, int] = 0,
        output_padding: int = 0,
        dilation: int | tuple[int, int] = 1,
        groups: int = 1,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(
            n_in,
            n_out,
            kernel_size,
            stride,
            padding,
            output_padding,
            groups,
            use_bias,
            dilation,
        )
        draw = initializer or GlorotUniform()
        self.weight = nn.Parameter(draw(self.weight.shape, seed))
        if self.bias is not None:
            nn.init.zeros_(self.bias)
