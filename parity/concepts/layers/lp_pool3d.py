"""L_p pooling along three axes."""

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
from parity.describing.draw import Draw, normal, uniform
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(name: str, x: Draw, y: Sequence[int], **config: Any) -> Case:
    dy = normal(*x.shape[:2], *y)
    return Case(name, inputs={"x": x}, upstream=dy, config=config, images=("x", "y", "dx"))


def _window_times_the_mean(of: Implementations, a: Arrays) -> Arrays:
    """Return the mean of each window of 6, times 6."""
    pool = of("avg_pool3d")((1, 2, 3))
    return {"y": 6 * pool.forward(a["x"]), "dx": pool.backward(6 * a["dy"])}


LpPool3d = Concept(
    kind="layer",
    order=17,
    syllabus=("3-4-3",),
    needs=("lp_pool2d", "avg_pool3d"),
    title=Text("L_p pooling along three axes", "3次元の Lp プーリング"),
    summary=Text(
        "Takes the L_p norm of each block of a volume: the sum for p = 1, near the maximum for a "
        "large p.",
        "体積の区画ごとに Lp ノルムをとる。p = 1 なら和、p が大きければ最大値に近づく。",
    ),
    why=Text(
        "In a block of a scan or of a video most numbers are background. The mean lets them thin "
        "out what is there, and the maximum trusts one number among dozens, perhaps noise. L_p "
        "pooling weighs the strong ones more without leaving the others out, and p says how much.",
        "断層画像や動画の区画では、値の大半が背景である。平均では、写っているものが薄まる。"
        "最大値では、数十個のうちの1つ、それも雑音かもしれない値を信じることになる。"
        "Lp プーリングは、"
        "ほかを捨てずに強い値を重くみる。どれだけ重くみるかは p が決める。",
    ),
    equation="y = (sum of x^p over each window)^(1/p)",
    formula=formula("d,h,w", "u,v,r"),
    derivation=derivation("d,h,w", "u,v,r"),
    shapes={"x": "(N, C, D, H, W)", "y": "(N, C, OD, OH, OW)"},
    sources=(SERMANET, "torch.nn.LPPool3d documentation: the sum is of x^p, signs kept"),
    cases=(
        _case(
            "ordinary",
            normal(1, 5, 4, 3, 6, apart=0.125),
            (2, 3, 1),
            norm_type=2,
            kernel_size=(2, 1, 6),
        ),
        _case(
            "overlapping",
            normal(1, 1, 3, 5, 4, apart=0.125),
            (2, 4, 3),
            norm_type=4,
            kernel_size=2,
            stride=1,
        ),
        _case(
            "odd_with_signs",
            normal(1, 4, 3, 2, 5, shift=1.5),
            (1, 2, 3),
            norm_type=3,
            kernel_size=(3, 1, 3),
            stride=1,
        ),
        _case(
            "fraction",
            uniform(1, 3, 2, 4, 5, low=0.25, high=2.0),
            (1, 2, 1),
            norm_type=1.5,
            kernel_size=(2, 2, 5),
        ),
        _case(
            "ceil_mode",
            normal(1, 2, 3, 5, 4, apart=0.125),
            (2, 3, 2),
            norm_type=2,
            kernel_size=(2, 2, 3),
            ceil_mode=True,
        ),
    ),
    divergences=(divergence(3, norm_type=2, kernel_size=(2, 2, 3)),),
    defaults=defaults(3),
    also_called=("lp_pooling3d", "lp_pooling_3d", "lppool3d"),
    identities=(
        Identity(
            sibling="avg_pool3d",
            text=A_MEAN,
            case=Case(
                "p_is_1",
                inputs={"x": uniform(1, 2, 3, 4, 9, low=0.5, high=2.0)},
                upstream=normal(1, 2, 3, 2, 3),
            ),
            left=evaluated("lp_pool3d", norm_type=1, kernel_size=(1, 2, 3)),
            right=_window_times_the_mean,
        ),
    ),
    mistakes=MISTAKES,
)
