"""L_p pooling along one axis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parity.concepts.layers._lp_pooling import (
    A_MEAN,
    MISTAKES,
    SERMANET,
    defaults,
    derivation,
    divergence,
    formula,
)
from parity.describing.concept import Case, Concept, Text
from parity.describing.draw import Draw, normal, uniform, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

SIGNED = [[[1.5, -0.5, 2.0, -1.25, 1.75], [-0.25, 1.0, -0.5, 2.5, -1.0]]]
"""In every window of two steps the positive one is larger."""


def _case(name: str, x: Draw, y: Sequence[int], **config: Any) -> Case:
    dy = normal(*x.shape[:2], *y)
    return Case(name, inputs={"x": x}, upstream=dy, config=config, images=("x", "y", "dx"))


def _window_times_the_mean(of: Implementations, a: Arrays) -> Arrays:
    """Return the mean of each window of 2, times 2."""
    pool = of("avg_pool1d")(2)
    return {"y": 2 * pool.forward(a["x"]), "dx": pool.backward(2 * a["dy"])}


LpPool1d = Concept(
    kind="layer",
    order=17,
    syllabus=("3-4-3",),
    needs=("lp_pool2d", "avg_pool1d"),
    title=Text("L_p pooling along one axis", "1次元の Lp プーリング"),
    summary=Text(
        "Takes the L_p norm of each window of a sequence: the sum for p = 1, near the maximum for "
        "a large p.",
        "系列の窓ごとに Lp ノルムをとる。p = 1 なら和、p が大きければ最大値に近づく。",
    ),
    why=Text(
        "How loud is a stretch of sound? Its mean is nearly 0, as it swings about 0, and its "
        "maximum hears one crack alone. With p = 2 the root of the summed squares is what "
        "engineers call its energy. The power p says how much the loud steps count for more, and "
        "every step gets a gradient.",
        "ある区間の音はどれほど大きいだろうか。音は 0 を中心に振れるので平均はほぼ 0 になり、"
        "最大値では1回の雑音しか聞こえない。p = 2 の二乗和の平方根は、工学でいうエネルギーに"
        "あたる。大きい時刻をどれだけ重くみるかを p が決め、勾配はどの時刻にも流れる。",
    ),
    equation="y = (sum of x^p over each window)^(1/p)",
    formula=formula("t", "u"),
    derivation=derivation("t", "u"),
    shapes={"x": "(N, C, T)", "y": "(N, C, OT)"},
    sources=(SERMANET, "torch.nn.LPPool1d documentation: the sum is of x^p, signs kept"),
    cases=(
        _case("ordinary", normal(2, 3, 6, apart=0.125), (3,), norm_type=2, kernel_size=2),
        _case(
            "overlapping", normal(2, 1, 7, apart=0.125), (3,), norm_type=4, kernel_size=3, stride=2
        ),
        _case("odd_with_signs", values(SIGNED), (4,), norm_type=3, kernel_size=2, stride=1),
        _case("fraction", uniform(2, 3, 5, low=0.25, high=2.0), (2,), norm_type=1.5, kernel_size=2),
        _case(
            "ceil_mode",
            normal(2, 3, 6, apart=0.125),
            (3,),
            norm_type=2,
            kernel_size=3,
            stride=2,
            ceil_mode=True,
        ),
    ),
    divergences=(divergence(1, norm_type=2, kernel_size=3, stride=2),),
    defaults=defaults(1),
    also_called=("lp_pooling1d", "lp_pooling_1d", "lppool1d"),
    identities=(
        Identity(
            sibling="avg_pool1d",
            text=A_MEAN,
            case=Case(
                "p_is_1",
                inputs={"x": uniform(2, 3, 8, low=0.5, high=2.0)},
                upstream=normal(2, 3, 4),
            ),
            left=evaluated("lp_pool1d", norm_type=1, kernel_size=2),
            right=_window_times_the_mean,
        ),
    ),
    mistakes=MISTAKES,
)
