"""Points at which activations are compared: kinks, ties, and numbers far from 0."""

from __future__ import annotations

from parity.describing.draw import single, values

EXTREME = values([-1e4, -700.0, -30.0, -3.0, -0.5, 0.25, 2.0, 30.0, 700.0, 1e4])
"""Where a formula that overflows, or divides 0 by 0, gives itself away."""

KINK = values([-1.0, 0.0, 2.0, -0.0])
"""Both zeros, with a value on each side."""

LARGE_LOGITS = values(
    [[1e4, 1e4, -1e4], [-1e4, -1e4, -1e4], [1e4, 9999.0, 9998.5], [-1e4, 1e4, 0.0]]
)
"""Ties and near-ties far from 0. The step of finite differences, |x| / 128, is far too wide here,
so a case with them counts as a kink."""

SMALL = values(single([-1.5, -1e-3, -1e-8, -1e-17, -1e-30, 1e-17, 1e-5, 0.75]))
"""Where exp(x) - 1, and whatever else subtracts numbers near 1, has nothing left of x."""

TAIL = values([-80.0, -60.0, -40.0, -20.0, -5.0, -0.5, 1.25, 2.5])
"""Where 1 + exp(x) is 1."""

ONE_CLASS_WINS = values([[1e4, -1e4, 5e3], [-2e3, 1e4, -1e4]])
