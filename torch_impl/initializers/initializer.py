"""What the initializers share: how an array is drawn."""

from __future__ import annotations

from collections.abc import Sequence

import torch


class Initializer:
    """Draws a tensor: ``initializer(shape, seed, dtype)``."""

    def fill(self, weight: torch.Tensor, generator: torch.Generator) -> None:
        """Fill ``weight`` in place."""
        raise NotImplementedError

    def __call__(
        self, shape: Sequence[int], seed: int | None = None, dtype: torch.dtype | None = None
    ) -> torch.Tensor:
        """Draw a tensor of this shape; the same seed draws the same numbers."""
        generator = torch.Generator()
        if seed is None:
            generator.seed()
        else:
            generator.manual_seed(seed)
        weight = torch.empty(*shape, dtype=dtype)
        self.fill(weight, generator)
        return weight
