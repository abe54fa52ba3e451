"""The block that WaveNet is made of."""

from __future__ import annotations

import numpy as np

from numpy_impl.activations.gated_tanh_unit import GatedTanhUnit
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.causal_conv1d import CausalConv1d
from numpy_impl.layers.conv1d import Conv1d
from numpy_impl.recurrent.parts import MadeOfParts
from numpy_impl.seeds import spawned
from numpy_impl.validation import as_float, require_shape


class WaveNetBlock(MadeOfParts):
    """A gated causal convolution, z, that goes on in two ways: back to x, and out.

        z = tanh(filter(x)) s(gate(x)),  y = x + residual(z),  skip = out(z)

    y is the next block's x. The skips of all blocks are summed, and the layers behind make the
    prediction of this sum.

    Its parts are ``filter`` and ``gate``, two causal convolutions, and ``residual`` and ``out``,
    two of 1 step.

    Args:
        n_in: channels of x and of y.
        n_gated: channels of z.
        n_skip: channels of skip.
        kernel_size: of the two causal convolutions.
        dilation: theirs; in WaveNet 1, 2, 4, ..., 512, and again from 1.
        initializer: draws the weights; Glorot's uniform distribution if none is given.
        seed: the seeds of the parts are made from it.

    Shapes:
        x, y, dx, dy (N, n_in, T), z (N, n_gated, T), skip, dskip (N, n_skip, T).

    Source:
        van den Oord et al. (2016), WaveNet: a generative model for raw audio, sections 2.3 and 2.4,
        figure 4. Its one convolution of 1 step is two here, as in most code since.
    """

    def __init__(
        self,
        n_in: int,
        n_gated: int,
        n_skip: int,
        kernel_size: int = 2,
        dilation: int = 1,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        seeds = spawned(seed, 4)

        def causal(own: int | None) -> CausalConv1d:
            """Return a causal convolution from x to z's channels."""
            return CausalConv1d(n_in, n_gated, kernel_size, dilation, True, initializer, own)

        self.filter, self.gate = causal(seeds[0]), causal(seeds[1])
        self.unit = GatedTanhUnit()
        self.residual = Conv1d(n_gated, n_in, 1, initializer=initializer, seed=seeds[2])
        self.out = Conv1d(n_gated, n_skip, 1, initializer=initializer, seed=seeds[3])
        names = ("filter", "gate", "residual", "out")
        super().__init__({name: getattr(self, name) for name in names})

    def forward(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return y (N, n_in, T) and skip (N, n_skip, T)."""
        x = as_float("x", x)
        z = self.unit.forward(self.filter.forward(x), self.gate.forward(x))
        y = x + self.residual.forward(z)
        skip = self.out.forward(z)
        return y, skip

    def backward(self, dy: np.ndarray, dskip: np.ndarray | None = None) -> np.ndarray:
        """Return dx for dy and dskip, 0 if None; fill the gradients of all parts."""
        require_shape("dy", dy, self.residual.y_shape)
        dskip = np.zeros(self.out.y_shape, dy.dtype) if dskip is None else dskip
        require_shape("dskip", dskip, self.out.y_shape)
        dz = self.residual.backward(dy) + self.out.backward(dskip)  # z went both ways
        da, db = self.unit.backward(dz)
        return dy + self.filter.backward(da) + self.gate.backward(db)
