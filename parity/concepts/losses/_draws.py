"""What several losses are given."""

from __future__ import annotations

from parity.describing.draw import uniform

# The gradient of a reduced loss is a number, and never 1: whoever forgets it is found out.
SCALAR = uniform(low=0.5, high=2.0)

TINY = 2.0**-20
"""An epsilon for which float32 holds 1 - epsilon exactly."""
