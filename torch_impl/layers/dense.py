"""The fully-connected layer in PyTorch."""

from __future__ import annotations

from torch import nn

from torch_impl.initializers.glorot_uniform import GlorotUniform
from torch_impl.initializers.initializer import Initializer


class Dense(nn.Linear):
    """y = x W + b on the last axis, as :class:`torch.nn.Linear`, which keeps W as (n_out, n_in).

    Shapes:
        x (..., n_in), weight (n_out, n_in), bias (n_out,), y (..., n_out).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(n_in, n_out, bias=use_bias)
        draw = initializer or GlorotUniform()
        self.weight = nn.Parameter(draw((n_out, n_in), seed))
        if use_bias:
            nn.init.zeros_(self.bias)
