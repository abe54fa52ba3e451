"""The half in front of the square, which several penalties share."""

from __future__ import annotations

from parity.describing.concept import Text

HALF_THE_RATE = Text(
    "Give Keras half the rate: l = rate / 2.",
    "Keras には半分の値 l = rate / 2 を渡す。",
)
CANCELS = Text(
    "The 2 that comes down from the square cancels with the half in front.",
    "2乗を微分して出てくる 2 は、前に付いている 1/2 と打ち消し合う。",
)
