"""The cases of the initializers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parity.describing.concept import Case

DENSE = (60, 70)
"""(n_in, n_out): enough numbers to tell a normal from a uniform distribution of its width."""


SMALL = (12, 15)
"""(n_in, n_out) where only the scale is looked at: a truncation is too small to be seen in any
number of samples that one would keep on record."""


KERNEL = (6, 5, 2, 3)
"""(c_out, c_in, k_h, k_w): fan_in 30, fan_out 36."""


def case(
    name: str,
    shape: tuple[int, ...],
    seed: int,
    distribution: str,
    config: Mapping[str, Any] | None = None,
    zero: Mapping[str, str] | None = None,
) -> Case:
    return Case(
        name,
        config=config or {},
        zero=zero or {},
        options={"shape": shape, "seed": seed, "distribution": distribution},
    )


def normal_cases() -> tuple[Case, ...]:
    cut = {"truncated": True}
    return (
        case("dense", DENSE, 1, "normal"),
        case("kernel", KERNEL, 2, "normal"),
        case("dense_truncated", SMALL, 3, "truncated_normal", cut),
        case("kernel_truncated", KERNEL, 4, "truncated_normal", cut),
    )


def uniform_cases() -> tuple[Case, ...]:
    return (case("dense", DENSE, 1, "uniform"), case("kernel", KERNEL, 2, "uniform"))
