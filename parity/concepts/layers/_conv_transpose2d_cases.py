"""The cases of the transposed convolution."""

from __future__ import annotations

from typing import Any

from parity.describing.concept import Case
from parity.describing.draw import normal


def _case(
    name: str,
    x: tuple[int, int, int, int],
    W: tuple[int, int, int, int],
    y: tuple[int, int],
    bias: bool = True,
    **config: Any,
) -> Case:
    """Return a case with the shapes of x and W, and (OH, OW) of y."""
    n_in, per_group, kh, kw = W
    n_out = per_group * config.get("groups", 1)
    return Case(
        name,
        inputs={"x": normal(*x)},
        params={"W": normal(*W), "b": normal(n_out)} if bias else {"W": normal(*W)},
        upstream=normal(x[0], n_out, *y),
        config={"n_in": n_in, "n_out": n_out, "kernel_size": (kh, kw), **config},
        images=("x", "y", "dx"),
    )


CASES = (
    _case("plain", (2, 3, 5, 4), (3, 4, 1, 2), (5, 5)),
    _case("stride_2", (2, 3, 4, 1), (3, 1, 4, 2), (10, 2), stride=2),
    _case("padding", (3, 2, 5, 4), (2, 1, 3, 4), (5, 5), padding=1),
    _case("stride_and_padding", (3, 2, 4, 5), (2, 4, 3, 1), (7, 7), stride=2, padding=1),
    _case(
        "output_padding",
        (3, 2, 4, 5),
        (2, 1, 3, 5),
        (8, 10),
        stride=2,
        padding=(1, 2),
        output_padding=1,
    ),
    _case("gaps", (2, 3, 1, 4), (3, 4, 1, 2), (3, 16), stride=4, output_padding=2, padding=0),
    _case("dilation", (2, 3, 4, 5), (3, 1, 4, 2), (10, 8), dilation=(2, 3)),
    _case("groups", (2, 4, 3, 5), (4, 3, 2, 1), (4, 5), groups=2),
    _case("each_channel_alone", (2, 3, 4, 5), (3, 1, 5, 2), (11, 10), stride=2, groups=3),
    _case(
        "groups_and_dilation",
        (3, 4, 2, 5),
        (4, 1, 2, 3),
        (4, 12),
        stride=2,
        padding=1,
        output_padding=1,
        dilation=2,
        groups=2,
    ),
    _case(
        "stride_by_axis",
        (2, 3, 1, 4),
        (3, 2, 4, 5),
        (5, 10),
        stride=(3, 2),
        padding=(0, 1),
        output_padding=(1, 1),
    ),
    _case(
        "stride_and_dilation_by_axis",
        (2, 4, 3, 5),
        (4, 3, 2, 5),
        (4, 20),
        stride=(1, 2),
        output_padding=(0, 2),
        dilation=(1, 3),
        padding=((0, 0), (2, 1)),
        groups=2,
    ),
    _case("same", (2, 3, 1, 4), (3, 2, 4, 5), (2, 8), stride=2, padding="same"),
    _case("same_lower", (2, 3, 1, 4), (3, 2, 4, 5), (2, 8), stride=2, padding="same_lower"),
    _case("no_bias", (3, 2, 4, 5), (2, 5, 3, 1), (6, 5), False, use_bias=False),
)
