"""The regularizers' cases."""

from __future__ import annotations

from collections.abc import Mapping

from parity.describing.concept import Case
from parity.describing.draw import Draw, uniform, values

UPSTREAM = uniform(low=0.5, high=2.0)
"""dL/dpenalty: a scalar, and not 1, so that a backward pass which ignores it is found out."""


KINK = values([[-1.5, 0.0, 0.75], [-0.0, 2.0, -0.25]])


def case(
    name: str,
    W: Draw,
    config: Mapping[str, float],
    kink: bool = False,
    zero: Mapping[str, str] | None = None,
    ours: bool = False,
) -> Case:
    return Case(
        name,
        inputs={"W": W},
        upstream=UPSTREAM,
        config=config,
        kink=kink,
        zero=zero or {},
        ours=ours,
    )
