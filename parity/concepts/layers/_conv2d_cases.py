"""The cases of the convolution."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from parity.describing.concept import Case
from parity.describing.draw import normal

_IMAGES = ("x", "y", "dx")


def _case(
    name: str,
    x: tuple[int, int, int, int],
    W: tuple[int, int, int, int],
    y: tuple[int, int],
    bias: bool = True,
    ours: bool = False,
    **config: Any,
) -> Case:
    """Return a case with the shapes of x and W, and (OH, OW) of y."""
    n_out, _, kh, kw = W
    return Case(
        name,
        inputs={"x": normal(*x)},
        params={"W": normal(*W), "b": normal(n_out)} if bias else {"W": normal(*W)},
        upstream=normal(x[0], n_out, *y),
        config={"n_in": x[1], "n_out": n_out, "kernel_size": (kh, kw), **config},
        images=_IMAGES,
        ours=ours,
    )


def _taught(name: str, *shapes: Any, **config: Any) -> Case:
    """Return a case of the concept that taught im2col, with the arrays that it had there."""
    case = _case(name, *shapes, **config)
    return replace(case, name=f"taught_{name}", drawn_as=("conv2d_im2col", name))


CASES = (
    _case("plain", (2, 3, 4, 5), (5, 3, 2, 4), (3, 2)),
    _case("stride_2", (2, 1, 8, 5), (4, 1, 3, 2), (3, 2), stride=2),
    _case("stride_by_axis", (3, 2, 5, 4), (4, 2, 3, 1), (3, 6), stride=(2, 1), padding=1),
    _case("dilation_2", (2, 1, 5, 7), (4, 1, 2, 3), (3, 3), dilation=2),
    _case("stride_and_dilation", (2, 1, 7, 8), (4, 1, 3, 2), (2, 3), stride=2, dilation=(2, 3)),
    _case("groups", (3, 4, 5, 2), (6, 2, 3, 1), (3, 2), groups=2),
    _case("depthwise", (2, 3, 5, 4), (6, 1, 3, 2), (3, 3), groups=3),
    _case("groups_stride_2", (2, 4, 7, 5), (6, 2, 3, 1), (3, 3), groups=2, stride=2),
    _case(
        "groups_edge",
        (2, 4, 3, 5),
        (6, 2, 1, 3),
        (5, 3),
        groups=2,
        padding=(1, 0),
        padding_mode="edge",
    ),
    _case("padding_one_axis", (2, 3, 5, 4), (4, 3, 2, 5), (4, 2), padding=(0, 1)),
    _case("smaller_than_the_kernel", (3, 2, 1, 4), (6, 2, 4, 5), (2, 2), padding=((2, 2), (1, 1))),
    replace(  # enough work for two threads: a large kernel, so that few numbers are compared
        _case("large", (2, 4, 30, 23), (3, 4, 15, 7), (20, 21), ours=True, padding=2),
        options={"differences": ()},
    ),
    _case("one_by_one", (2, 3, 4, 5), (6, 3, 1, 1), (4, 5)),
    _case("no_bias", (2, 3, 5, 4), (4, 3, 1, 2), (7, 3), False, padding=(1, 0), use_bias=False),
    _case("uneven_padding", (2, 3, 4, 5), (5, 3, 2, 4), (6, 5), padding=((1, 2), (0, 3))),
    _case("more_padding_than_kernel", (2, 3, 4, 5), (4, 3, 1, 2), (8, 8), padding=2),
    _case("same_stride_2", (2, 1, 6, 8), (4, 1, 3, 5), (3, 4), stride=2, padding="same"),
    _case("same_even_kernel", (3, 1, 5, 4), (6, 1, 2, 4), (5, 4), padding="same"),
    _case(
        "same_stride_and_dilation",
        (2, 1, 6, 5),
        (4, 1, 3, 2),
        (3, 3),
        stride=2,
        dilation=2,
        padding="same",
    ),
    _case("same_with_gaps", (2, 3, 5, 4), (6, 3, 1, 2), (2, 2), stride=3, padding="same"),
    _case("valid", (2, 3, 5, 4), (6, 3, 2, 1), (4, 4), padding="valid"),
    _case(
        "edge",
        (2, 3, 4, 5),
        (4, 3, 2, 1),
        (6, 8),
        padding=((1, 2), (2, 1)),
        padding_mode="edge",
    ),
    _case("reflect", (2, 1, 4, 5), (3, 1, 2, 4), (7, 4), padding=(2, 1), padding_mode="reflect"),
    _case(
        "reflect_same",
        (2, 1, 6, 8),
        (4, 1, 3, 5),
        (3, 4),
        stride=2,
        padding="same",
        padding_mode="reflect",
    ),
    _case("same_lower", (2, 1, 6, 8), (4, 1, 3, 5), (3, 4), stride=2, padding="same_lower"),
    _case(
        "circular",
        (2, 1, 4, 5),
        (4, 1, 2, 3),
        (6, 8),
        padding=((1, 2), (5, 0)),
        padding_mode="circular",
    ),
    _case(
        "circular_same_lower",
        (2, 4, 5, 6),
        (6, 2, 3, 4),
        (5, 6),
        groups=2,
        padding="same_lower",
        padding_mode="circular",
    ),
    Case(
        "keras_itself_on_stride_and_dilation",
        inputs={"x": normal(2, 1, 7, 8)},
        params={"W": normal(4, 1, 3, 2), "b": normal(4)},
        upstream=normal(2, 4, 2, 3),
        config={"n_in": 1, "n_out": 4, "kernel_size": (3, 2), "stride": 2, "dilation": 2},
        config_for={
            "keras": {
                "callable": "keras.layers.Conv2D",
                "filters": 4,
                "kernel_size": (3, 2),
                "strides": 2,
                "dilation_rate": 2,
            }
        },
        images=_IMAGES,
        refused_by={"keras": "`strides > 1` not supported in conjunction with"},
    ),
    _taught("plain", (2, 3, 4, 5), (5, 3, 2, 4), (3, 2)),
    _taught("stride_2", (2, 1, 8, 5), (4, 1, 3, 2), (3, 2), stride=2),
    _taught("padding", (2, 3, 5, 4), (6, 3, 1, 2), (7, 5), padding=1),
    _taught("stride_and_padding", (2, 1, 4, 6), (5, 1, 3, 2), (3, 5), stride=2, padding=2),
    _taught("no_bias", (3, 2, 4, 5), (4, 2, 3, 1), (2, 5), False, use_bias=False),
)
