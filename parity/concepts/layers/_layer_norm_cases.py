"""The cases of layer normalization."""

from __future__ import annotations

from typing import Any

from parity.describing.concept import Case
from parity.describing.draw import Draw, normal, uniform, values

_ONE_FEATURE = "layer normalization takes the mean off, so one number becomes 0"


def _case(name: str, x: Draw, shape: tuple[int, ...], **more: Any) -> Case:
    """Return a case for x (..., *shape)."""
    config = {"normalized_shape": shape[0] if len(shape) == 1 else shape}
    config |= {key: more.pop(key) for key in ("epsilon", "affine", "use_beta") if key in more}
    drawn = {"gamma": uniform(*shape, low=0.5, high=2.0), "beta": normal(*shape)}
    if not config.get("affine", True):
        drawn = {}
    elif not config.get("use_beta", True):
        del drawn["beta"]
    return Case(name, inputs={"x": x}, params=drawn, config=config, **more)


CASES = (
    _case("features", normal(5, 4), (4,)),
    _case("sequence", normal(3, 2, 5), (5,)),
    _case("two_axes", normal(4, 3, 5), (3, 5)),
    _case("image", normal(2, 3, 4, 5), (3, 4, 5)),
    _case("rows_of_an_image", normal(3, 2, 5, 4), (4,)),
    _case("no_affine", normal(4, 6), (6,), affine=False),
    _case("two_axes_no_affine", normal(3, 4, 2), (4, 2), affine=False, epsilon=0.25),
    _case("no_beta", normal(4, 5), (5,), use_beta=False),
    _case("two_axes_no_beta", normal(5, 2, 3), (2, 3), use_beta=False, epsilon=0.125),
    _case("large_epsilon", normal(3, 5, scale=2.0), (5,), epsilon=0.5),
    _case(
        "small_variance",
        normal(4, 3, scale=1 / 128),
        (3,),
        options={"differences": ("dgamma", "dbeta")},  # their step is wider than x itself
    ),
    _case("large_mean", normal(3, 8, shift=50.0), (8,)),
    _case("one_example", normal(1, 6), (6,)),
    _case("two_features", normal(5, 2), (2,), epsilon=0.125),
    _case(
        "one_feature",
        normal(4, 1),
        (1,),
        epsilon=0.01,
        zero={"dx": _ONE_FEATURE, "dgamma": _ONE_FEATURE},
    ),
    _case(
        "all_features_alike",
        values([[1.0, 1.0, 1.0], [-2.0, -2.0, -2.0], [0.5, 1.5, 4.0], [0.0, 0.0, 0.0]]),
        (3,),
        epsilon=0.25,
    ),
)
