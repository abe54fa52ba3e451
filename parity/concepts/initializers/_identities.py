"""What several initializers are in terms of a sibling."""

from __future__ import annotations

from parity.describing.concept import Text

EQUAL_FANS = Text(
    "Where fan_in = fan_out it is LeCun's: from the same seed, the same numbers.",
    "fan_in = fan_out なら LeCun の初期値になる。シードが同じなら値も同じである。",
)
LECUN_WIDENED = Text(
    "It is LeCun's times sqrt(2), which makes up for the half that ReLU blocks.",
    "LeCun の初期値の sqrt(2) 倍である。ReLU が半分を 0 にする分を補っている。",
)
