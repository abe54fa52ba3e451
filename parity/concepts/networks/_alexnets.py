"""What AlexNet and the small AlexNet share."""

from __future__ import annotations

from collections.abc import Sequence

from parity.concepts.networks._convnets import conv, dense
from parity.concepts.networks._way_back import (
    at_the_image,
    back_to_an_image,
    from_the_scores,
    one_block_further,
    through_convolutions,
    through_dense_layers,
    through_normalization,
    through_pooling,
)
from parity.describing.draw import Draw


def alexnet_parameters(
    c_in: int,
    channels: Sequence[int],
    windows: Sequence[int],
    widths: Sequence[int],
    groups: int = 1,
) -> dict[str, Draw]:
    """Return draws of all parameters; ``widths`` from what Flatten gives to the scores."""
    drawn: dict[str, Draw] = {}
    for i, (c_out, k) in enumerate(zip(channels, windows, strict=True), start=1):
        seen = c_in // groups if i in (2, 4, 5) else c_in
        drawn.update(conv(f"conv{i}", c_out, seen, k))
        c_in = c_out
    for i in range(1, 4):
        drawn.update(dense(f"dense{i}", widths[i - 1], widths[i]))
    return drawn


FORMULA = (
    r"h_1 = \operatorname{pool}(\operatorname{LRN}(f(x * W_1 + b_1)))",
    r"h_2 = \operatorname{pool}(\operatorname{LRN}(f(h_1 * W_2 + b_2)))",
    r"h_3 = f(h_2 * W_3 + b_3), \quad h_4 = f(h_3 * W_4 + b_4)",
    r"h_5 = \operatorname{pool}(f(h_4 * W_5 + b_5))",
    r"h_6 = f(\operatorname{drop}(\operatorname{flatten}(h_5)) W_6 + b_6)",
    r"h_7 = f(\operatorname{drop}(h_6) W_7 + b_7), \quad y = h_7 W_8 + b_8",
)
"""The chain of both, whatever their sizes."""

DERIVATION = (
    from_the_scores(8, "h_7"),
    through_dense_layers(
        (7, r"\operatorname{drop}(h_6)"),
        (6, r"\operatorname{drop}(\operatorname{flatten}(h_5))"),
        dropped=(6, 7),
    ),
    back_to_an_image(6, dropped=True),
    through_pooling(5),
    through_convolutions(5, 3),
    through_normalization(2),
    one_block_further(2, normalized=True),
    at_the_image(),
)
"""The way back through both."""
