"""Experience replay in PyTorch."""

from __future__ import annotations

import torch


def experience_replay(
    s: torch.Tensor,
    a: torch.Tensor,
    r: torch.Tensor,
    s_next: torch.Tensor,
    done: torch.Tensor,
    idx: torch.Tensor,
    capacity: int = 10000,
) -> tuple[torch.Tensor, ...]:
    """Return by ``index_select`` the newest transition that each drawn place has held.

    Shapes:
        s and s_next (k, ...), a, r and done (k,), idx (N,); N of each are returned.
    """
    rounds = (len(s) - 1 - idx) // capacity
    newest = rounds * capacity + idx
    return tuple(array.index_select(0, newest) for array in (s, a, r, s_next, done))
