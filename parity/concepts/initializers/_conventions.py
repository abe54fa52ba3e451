"""What people's initializers do otherwise on purpose, for several of them."""

from __future__ import annotations

from parity.describing.concept import Convention, Text

TRUNCATED = Convention(
    name="truncated",
    text=Text(
        "The normal distribution is cut off at two standard deviations and widened to make up for "
        "it, as in Keras; PyTorch does not cut it.",
        "Keras と同じく、正規分布を標準偏差の 2 倍で切断し、その分を広げて補っている。"
        "PyTorch は切断しない。",
    ),
    config={"truncated": True},
)
BY_FAN_OUT = Convention(
    name="by_fan_out",
    text=Text(
        "The width goes by fan_out, as kaiming_normal_ and kaiming_uniform_ of PyTorch with "
        'mode="fan_out": it keeps the variance on the way back. Unless told otherwise, PyTorch and '
        "Keras go by fan_in.",
        'PyTorch の kaiming_normal_、kaiming_uniform_ の mode="fan_out" と同じく、fan_out で幅を'
        "決めており、逆伝播の分散が保たれる。PyTorch と Keras の既定は fan_in である。",
    ),
    like="fans_swapped",
)
