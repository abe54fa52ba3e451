"""The situation in which every optimizer is compared: fifty steps, the rate changed half-way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from parity.describing.concept import Case
from parity.describing.draw import normal

STEPS = 50
HALF_WAY = STEPS // 2


def at_defaults() -> Case:
    """Return a case of fifty steps without arguments, on gradients so small that epsilon shows."""
    case = fifty_steps("defaults", {"lr": 1.0}, scale=2.0**-20)
    return replace(case, config={}, options={}, ours=True, dtypes=("float64",))


def fifty_steps(
    name: str,
    config: Mapping[str, Any],
    lr_later: float | None = None,
    config_for: Mapping[str, Mapping[str, Any]] | None = None,
    scale: float = 1.0,
) -> Case:
    """Return a case of fifty steps on two parameters, with drawn gradients.

    Args:
        name: the case's name.
        config: the optimizer's arguments, ``lr`` among them.
        lr_later: the learning rate from half-way on; a quarter of the first if ``None``.
        config_for: what one framework's configuration adds.
        scale: the standard deviation of the gradients; small ones show where epsilon is added.
    """
    later = config["lr"] / 4 if lr_later is None else lr_later
    return Case(
        name,
        inputs={
            "dW": normal(STEPS, 2, 3, scale=scale, shift=scale / 4),
            "db": normal(STEPS, 4, scale=scale, shift=-scale / 4),
        },
        params={"W": normal(2, 3), "b": normal(4)},
        config=config,
        config_for=config_for or {},
        options={"lr_at": {HALF_WAY: later}},
    )
