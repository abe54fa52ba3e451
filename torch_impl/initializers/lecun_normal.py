"""LeCun initialization (normal) in PyTorch."""

from __future__ import annotations

from torch_impl.initializers.xavier_taught import XavierTaught


class LecunNormal(XavierTaught):
    """std = sqrt(1 / fan_in), which is the course's Xavier."""
