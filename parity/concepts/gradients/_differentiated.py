"""The functions that are differentiated, each with what goes into it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from parity.concepts.gradients import _functions as functions
from parity.describing.concept import Case
from parity.describing.draw import Draw, normal, uniform, values


def case(name: str, f: Callable[..., Any], ours: bool = False, **inputs: Draw) -> Case:
    """Return a case whose results are y and the gradient of each input."""
    outputs = ("y", *(f"d{name}" for name in inputs))
    return Case(
        name,
        inputs=inputs,
        config={"f": f},
        ours=ours,
        kink=name == "a_tie",
        zero={"dz": "y does not depend on it"} if "z" in inputs else {},
        exact=outputs if name == "whole_numbers" else (),  # and in float64, as everywhere
        dtypes=("float64",) if name == "whole_numbers" else ("float64", "float32"),
        options={"leading": ("f",), "outputs": outputs},
    )


CASES = (
    case("two_numbers", functions.of_two_numbers, x=values(1.5), y=values(-0.75)),
    case("cubic", functions.scaled_cubic, s=values(1.25), x=normal(3)),
    case("quotient", functions.scaled_quotient, s=values(-0.5), x=normal(2, 3)),
    case(
        "elements_taken_twice",
        functions.elements,
        s=values(0.75),
        x=values([[0.5, -1.25, 2.0], [0.75, 1.5, -2.5]]),
    ),
    case(
        "dense_layer",
        functions.dense,
        r=normal(1, 4),
        x=normal(4, 3),
        W=normal(3, 5),
        b=normal(1, 5),
        c=normal(5, 1),
    ),
    case(
        "bias_without_rows",
        functions.dense,
        r=normal(1, 4),
        x=normal(4, 3),
        W=normal(3, 5),
        b=normal(5),
        c=normal(5, 1),
    ),
    case(
        "two_layers",
        functions.two_layers,
        r=normal(1, 4),
        x=normal(4, 3),
        W1=normal(3, 5),
        b1=normal(5),
        W2=normal(5, 1),
        b2=normal(1),
    ),
    case(
        "one_example",
        functions.two_layers,
        r=values([[1.25]]),
        x=normal(1, 3),
        W1=normal(3, 2),
        b1=normal(2),
        W2=normal(2, 1),
        b2=normal(1),
    ),
    case(
        "paths_of_two_lengths",
        functions.paths_of_two_lengths,
        r=normal(1, 3),
        x=normal(3, 4),
        c=normal(4, 1),
    ),
    case(
        "stretched_both_ways",
        functions.stretched,
        r=normal(1, 3),
        column=normal(3, 1),
        row=normal(4),
        c=normal(4, 1),
    ),
    case(
        "powers",
        functions.powers,
        r=normal(1, 3),
        x=uniform(3, 4, low=0.5, high=2.0),
        n=normal(3, 4),
        c=normal(4, 1),
    ),
    case("an_input_that_is_not_used", functions.without_the_second, x=normal(2), z=normal(3)),
    case("whole_numbers", functions.scaled_cubic, s=values(3), x=values([2, 5, 3])),
    case("a_tie", functions.larger, x=values(1.25), y=values(1.25)),
    case(
        "with_functions",
        functions.with_functions,
        ours=True,  # which functions people's variables have is theirs to say
        x=normal(4, 3),
        W=normal(3, 5),
        b=normal(5),
    ),
)
