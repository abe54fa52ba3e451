"""Points at which activations are compared: kinks, ties, and numbers far from 0."""

from __future__ import annotations

from parity.describing.draw import values

EXTREME = values([-1e4, -700.0, -30.0, -3.0, -0.5, 0.25, 2.0, 30.0, 700.0, 1e4])
"""Where a formula that overflows, or divides 0 by 0, gives itself away."""

KINK = values([-1.0, 0.0, 2.0, -0.0])
"""Both zeros, with a value on each side."""

LARGE_LOGITS = values(
    [[1e4, 1e4, -1e4], [-1e4, -1e4, -1e4], [1e4, 9999.0, 9998.5], [-1e4, 1e4, 0.0]]
)
"""Ties and near-ties far from 0. The step of finite differences, |x| / 128, is far too wide here,
so a case with them counts as a kink."""

ONE_CLASS_WINS = values([[1e4, -1e4, 5e3], [-2e3, 1e4, -1e4]])
