"""The cases of the poolings of images that a window apart, cut off or padded unevenly makes."""

from __future__ import annotations

from parity.concepts.layers._pooling import case
from parity.describing.draw import normal, spaced

MAX_2D = (
    case("dilation", spaced(1, 2, 7, 5), (3, 2), kernel_size=(3, 2), stride=1, dilation=(2, 3)),
    case("ceil_mode", spaced(2, 3, 6, 5), (3, 3), kernel_size=(3, 2), stride=2, ceil_mode=True),
    case("ceil_mode_padded", spaced(2, 1, 5, 4), (3, 3), kernel_size=2, padding=1, ceil_mode=True),
    case(
        "uneven_padding",
        spaced(1, 2, 4, 5),
        (4, 2),
        kernel_size=(2, 4),
        stride=(1, 3),
        padding=((0, 1), (2, 1)),
    ),
    case("same", spaced(2, 3, 6, 5), (3, 3), kernel_size=(3, 4), stride=2, padding="same"),
    case("same_lower", spaced(2, 1, 6, 5), (3, 3), kernel_size=3, stride=2, padding="same_lower"),
    case("indices", spaced(2, 3, 7, 6), (4, 3), True, kernel_size=3, stride=2, padding=1),
    case(
        "indices_by_columns",
        spaced(1, 2, 5, 7),
        (2, 5),
        True,
        kernel_size=(3, 2),
        stride=(2, 1),
        padding=((0, 1), (0, 0)),
        dilation=(1, 2),
        storage_order=1,
    ),
)

AVG_2D = (
    case("dilation", normal(1, 2, 7, 5), (3, 2), kernel_size=(3, 2), stride=1, dilation=(2, 3)),
    case("ceil_mode", normal(2, 3, 6, 5), (3, 3), kernel_size=(3, 2), stride=2, ceil_mode=True),
    case(
        "ceil_mode_counted",
        normal(2, 1, 6, 5),
        (4, 3),
        kernel_size=3,
        stride=2,
        padding=1,
        ceil_mode=True,
    ),
    case(
        "ceil_mode_not_counted",
        normal(2, 3, 6, 5),
        (4, 3),
        kernel_size=3,
        stride=2,
        padding=1,
        ceil_mode=True,
        count_include_pad=False,
    ),
    case(
        "uneven_padding",
        normal(1, 2, 4, 5),
        (4, 2),
        kernel_size=(2, 4),
        stride=(1, 3),
        padding=((0, 1), (2, 1)),
    ),
    case(
        "uneven_not_counted",
        normal(1, 2, 5, 4),
        (3, 4),
        kernel_size=2,
        stride=(2, 1),
        padding=((1, 0), (0, 1)),
        count_include_pad=False,
    ),
    case(
        "same",
        normal(2, 3, 6, 5),
        (3, 3),
        kernel_size=(3, 4),
        stride=2,
        padding="same",
        count_include_pad=False,
    ),
    case("divisor", normal(2, 1, 4, 5), (2, 2), kernel_size=2, divisor_override=3),
)
