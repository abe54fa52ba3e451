"""Affine quantization in PyTorch."""

from __future__ import annotations

import torch
from torch.ao.quantization import MinMaxObserver, PerChannelMinMaxObserver


def quantize(
    x: torch.Tensor, n_bits: int = 8, axis: int | None = None, symmetric: bool = False
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return (q, scale, zero_point), by PyTorch's observers and its fake quantization.

    Shapes:
        x and q any; scale and zero_point scalars, or (C,) along the axis.
    """
    if symmetric:
        largest = x.abs().amax() if axis is None else x.abs().movedim(axis, 0).flatten(1).amax(1)
        scale = largest / (2 ** (n_bits - 1) - 1)
        return _rounded(x, n_bits, axis, scale, torch.zeros_like(scale, dtype=torch.long))
    return _observed(x, n_bits, axis, "affine")


def _observed(
    x: torch.Tensor, n_bits: int, axis: int | None, kind: str
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return what an observer of the smallest and the largest number chooses."""
    ends = {"quant_min": -(2 ** (n_bits - 1)), "quant_max": 2 ** (n_bits - 1) - 1}
    if axis is None:
        observer = MinMaxObserver(
            torch.qint8, qscheme=getattr(torch, f"per_tensor_{kind}"), eps=0.0, **ends,
            factory_kwargs={"dtype": x.dtype},
        )  # fmt: skip
    else:
        observer = PerChannelMinMaxObserver(
            axis % x.ndim, torch.qint8, getattr(torch, f"per_channel_{kind}"), eps=0.0, **ends,
            factory_kwargs={"dtype": x.dtype},
        )  # fmt: skip
    observer(x)
    scale, zero_point = observer.calculate_qparams()
    if axis is None:
        scale, zero_point = scale[0], zero_point[0]
    return _rounded(x, n_bits, axis, scale, zero_point.long())


def _rounded(
    x: torch.Tensor, n_bits: int, axis: int | None, scale: torch.Tensor, zero_point: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return (q, scale, zero_point), q from what fake quantization gives back."""
    ends = (-(2 ** (n_bits - 1)), 2 ** (n_bits - 1) - 1)
    shape = [1] * x.ndim
    if axis is None:
        known = torch.fake_quantize_per_tensor_affine(x, float(scale), int(zero_point), *ends)
    else:
        shape[axis] = -1
        known = torch.fake_quantize_per_channel_affine(
            x, scale.float(), zero_point.int(), axis % x.ndim, *ends
        )
    q = (known / scale.reshape(shape)).round().long() + zero_point.reshape(shape)
    return q, scale, zero_point


def _observed_symmetric(
    x: torch.Tensor, n_bits: int = 8
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return what PyTorch's observer chooses for a symmetric range."""
    return _observed(x, n_bits, None, "symmetric")
