"""What the fast optimizers share: a parameter is updated in pieces that stay in a cache."""

from __future__ import annotations

import numpy as np

from numpy_impl.optimizers.optimizer import Optimizer

PIECE = 2**18
"""How many numbers are updated at a time: a few arrays of them fit into a processor's cache."""


class InPieces(Optimizer):
    """An optimizer that makes no array of a parameter's size.

    In a plain rule every operation reads whole arrays and makes new ones. Here each of them writes
    in place, or into one of two pieces of scratch; and what lies in one line of memory goes piece
    by piece through all operations, so that the next one finds it in a cache.
    """

    symbols: tuple[str, ...] = ()
    """What is remembered of each parameter, in the order in which :meth:`step` takes it."""

    start: float = 0.0
    """What that is at first."""

    def update_one(self, name: str, w: np.ndarray, g: np.ndarray) -> None:
        """Change w in place; w and g have one shape."""
        arrays = [w, g, *[self.remembered(symbol, name, w, self.start) for symbol in self.symbols]]
        if w.size <= PIECE or not all(array.flags.c_contiguous for array in arrays):
            self.step(*arrays, *np.empty((2, *w.shape), dtype=w.dtype))
            return
        lines, scratch = [array.ravel() for array in arrays], np.empty((2, PIECE), dtype=w.dtype)
        for at in range(0, w.size, PIECE):
            pieces = [line[at : at + PIECE] for line in lines]
            self.step(*pieces, *scratch[:, : len(pieces[0])])

    def step(self, w: np.ndarray, g: np.ndarray, *more: np.ndarray) -> None:
        """Change a piece of w in place, and what is remembered of it; the last two are scratch."""
        raise NotImplementedError(f"{type(self).__name__} has no rule.")


def decayed(w: np.ndarray, g: np.ndarray, weight_decay: float, out: np.ndarray) -> np.ndarray:
    """Return g + weight_decay w, which is g itself or in ``out``."""
    if not weight_decay:
        return g
    np.multiply(w, weight_decay, out=out)
    out += g
    return out


def average(kept: np.ndarray, new: np.ndarray, share: float, out: np.ndarray) -> None:
    """Move ``kept`` to share kept + (1 - share) new; ``out`` is scratch, and may be ``new``."""
    kept *= share
    np.multiply(new, 1 - share, out=out)
    kept += out
