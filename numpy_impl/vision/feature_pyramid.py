"""Feature pyramid."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.conv2d import Conv2d
from numpy_impl.layers.upsampling2d import Upsampling2d
from numpy_impl.recurrent.parts import MadeOfParts
from numpy_impl.seeds import spawned
from numpy_impl.validation import as_float, require_shape


class FeaturePyramid(MadeOfParts):
    """Maps of every size that know what the coarsest one knows.

        m_k = lateral_k(c_k) + enlarged(m_{k+1}),  p_k = output_k(m_k)

    The maps c of a network get smaller and mean more. From the coarsest on, each m is enlarged to
    the size of the next finer one (each pixel takes the nearest) and added to it; 1×1 convolutions
    bring all c to n_out channels first, and 3×3 convolutions make p of the sums.

    Its parts are ``lateral0``, ``lateral1``, ... and ``output0``, ``output1``, ..., the finest
    level's first.

    Args:
        n_in: channels of each c, the finest map's first.
        n_out: channels of every p.
        initializer: draws the weights; Glorot's uniform distribution if none is given.
        seed: the seeds of the parts are made from it.

    Shapes:
        c_k, dc_k (N, n_in[k], H_k, W_k), p_k, dp_k (N, n_out, H_k, W_k), no map larger than the
        one before.

    Source:
        Lin, Dollár, Girshick, He, Hariharan and Belongie (2017), Feature pyramid networks for
        object detection, section 3, figure 3.
    """

    def __init__(
        self,
        n_in: Sequence[int],
        n_out: int,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        self.n_in = tuple(n_in)
        seeds = iter(spawned(seed, 2 * len(self.n_in)))
        self.lateral = []
        self.output = []
        for n in self.n_in:
            of_lateral, of_output = next(seeds), next(seeds)
            self.lateral.append(Conv2d(n, n_out, 1, initializer=initializer, seed=of_lateral))
            smoothing = Conv2d(n_out, n_out, 3, 1, 1, initializer=initializer, seed=of_output)
            self.output.append(smoothing)
        parts = {f"lateral{k}": part for k, part in enumerate(self.lateral)}
        super().__init__({**parts, **{f"output{k}": part for k, part in enumerate(self.output)}})

    def forward(self, *c: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return p, a map for each c and of its size, the finest first."""
        last = len(self.n_in) - 1
        maps = [as_float(f"c_{k}", each) for k, each in enumerate(c)]
        self._require_levels(maps)
        self.enlarge = [Upsampling2d(out_size=each.shape[2:]) for each in maps[:last]]
        p = maps.copy()
        sums: list[np.ndarray] = []
        for k in range(last, -1, -1):
            m = self.lateral[k].forward(maps[k])
            if sums:
                m = m + self.enlarge[k].forward(sums[-1])
            p[k] = self.output[k].forward(m)
            sums.append(m)
        return tuple(p)

    def backward(self, *dp: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return dc for the gradients of every p; fill the gradients of all parts."""
        if len(dp) != len(self.n_in):
            raise ValueError(f"{len(dp)} gradients were given for {len(self.n_in)} maps p.")
        dc: list[np.ndarray] = []
        sums: list[np.ndarray] = []
        for k, (output, lateral) in enumerate(zip(self.output, self.lateral, strict=True)):
            dm = output.backward(dp[k])
            if sums:  # the finer sum was made of this one, too
                dm = dm + self.enlarge[k - 1].backward(sums[-1])
            dc.append(lateral.backward(dm))
            sums.append(dm)
        return tuple(dc)

    def _require_levels(self, c: Sequence[np.ndarray]) -> None:
        """Check how many maps there are, and that none is larger than the one before.

        Raises:
            ValueError: if they are others.
        """
        if len(c) != len(self.n_in):
            raise ValueError(f"{len(c)} maps were given, but n_in names {len(self.n_in)}.")
        for k, (n, each) in enumerate(zip(self.n_in, c, strict=True)):
            require_shape(f"c_{k}", each, (c[0].shape[0] if k else None, n, None, None))
        sizes = [each.shape[2:] for each in c]
        if any(b[0] > a[0] or b[1] > a[1] for a, b in itertools.pairwise(sizes)):
            raise ValueError(f"c must begin with the finest map, but the sizes are {sizes}.")
