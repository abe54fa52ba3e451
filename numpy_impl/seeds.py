"""Seeds for the parts of what is made of several."""

from __future__ import annotations

import numpy as np


def next_of(seeds: np.random.SeedSequence) -> int:
    """Return a seed for one more part, which no other part and nothing of another seed has.

    With seed + 1, seed + 2, ... the second part of one seed would be the first of the next.
    """
    (child,) = seeds.spawn(1)
    return int(child.generate_state(1, np.uint64)[0])


def spawned(seed: int | None, count: int) -> list[int | None]:
    """Return a seed for each of ``count`` parts; None for each if there is no seed."""
    if seed is None:
        return [None] * count
    seeds = np.random.SeedSequence(seed)
    return [next_of(seeds) for _ in range(count)]
