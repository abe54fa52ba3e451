"""The averages that Adam and its relatives keep."""

from __future__ import annotations

from parity.describing.concept import Text

ROOT_LATER = Text(
    "v is the average of g squared; its root is taken later.",
    "v は g の二乗の平均である。平方根は後で取る。",
)
