"""What the measures of information share: their cases, sources, conventions and texts."""

from __future__ import annotations

import math
from typing import Any

from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case, Convention, Default, Text
from parity.describing.draw import Draw, normal, probabilities, values

SHANNON = "Shannon (1948), A mathematical theory of communication"
COVER = "Cover and Thomas (2006), Elements of information theory, 2nd ed."

BASE = Default("base", math.e)
AXIS = Default("axis", -1)

BITS = Convention(
    name="bits",
    text=Text(
        "The logarithm has the base 2: the result is in bits.",
        "対数の底が 2 である。結果の単位はビットになる。",
    ),
    config={"base": 2.0},
)

LOGARITHM_OF_0 = Text(
    "p log p goes to 0 with p, but computed it is 0 times minus infinity, which is not a number.",
    "p log p は p とともに 0 に近づくが、そのまま計算すると 0 と負の無限大の積になり、NaN になる。",
)
NATS_FOR_BITS = Text(
    "With base 2 every logarithm is divided by log 2; without that the result stays in nats.",
    "底を 2 にするには、対数を log 2 で割る。割らないと単位はナットのままである。",
)
FIRST_AXIS = values([[0.25, 0.5], [0.125, 0.25], [0.625, 0.25]])
OTHER_FIRST_AXIS = values([[0.5, 0.125], [0.25, 0.125], [0.25, 0.75]])


def two(
    name: str,
    p: Draw,
    q: Draw,
    output: str,
    upstream: Draw | None,
    ours: bool = False,
    **config: Any,
) -> Case:
    """Return a case of two distributions; most people's code knows no impossible outcomes."""
    return Case(
        name,
        inputs={"p": p, "q": q},
        upstream=upstream,
        config=config,
        ours=ours,
        options={"outputs": (output,)},
    )


def pairs(output: str) -> tuple[Case, ...]:
    """Return the cases that both divergences have."""
    rows = probabilities(4, 3)
    return (
        two("outcomes", probabilities(5), probabilities(5), output, SCALAR),
        two("rows", rows, rows, output, normal(4)),
        two("more_axes", probabilities(2, 3, 4), probabilities(2, 3, 4), output, normal(2, 3)),
        two("first_axis", FIRST_AXIS, OTHER_FIRST_AXIS, output, normal(2), axis=0),
        two("bits", probabilities(3, 4), probabilities(3, 4), output, normal(3), base=2.0),
        two(
            "bits_along_the_first_axis",
            FIRST_AXIS,
            OTHER_FIRST_AXIS,
            output,
            normal(2),
            axis=0,
            base=2.0,
        ),
        two("base_10", probabilities(6), probabilities(6), output, SCALAR, base=10.0),
        two("one_row", probabilities(1, 4), probabilities(1, 4), output, normal(1)),
    )
