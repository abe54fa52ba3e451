"""What several networks cite."""

from __future__ import annotations

LECUN_1989 = (
    "LeCun et al. (1989), Backpropagation applied to handwritten zip code recognition, "
    "Neural Computation 1"
)
