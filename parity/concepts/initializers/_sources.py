"""What several initializers cite."""

from __future__ import annotations

EFFICIENT_BACKPROP = "LeCun, Bottou, Orr and Müller (1998), Efficient BackProp, eq. 16"
