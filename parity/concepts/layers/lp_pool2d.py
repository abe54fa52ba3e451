"""L_p pooling."""

from __future__ import annotations

from parity.concepts.layers._lp_pooling import MISTAKES, SERMANET, defaults, divergence, formula
from parity.describing.concept import Case, Concept, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, uniform
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

_IMAGES = ("x", "y", "dx")


def _window_times_the_mean(of: Implementations, a: Arrays) -> Arrays:
    """Return the mean of each window of 2 by 3 pixels, times 6."""
    pool = of("avg_pool2d")((2, 3))
    return {"y": 6 * pool.forward(a["x"]), "dx": pool.backward(6 * a["dy"])}


LpPool2d = Concept(
    kind="layer",
    order=17,
    syllabus=("3-4-3",),
    needs=("max_pool2d", "avg_pool2d"),
    title=Text("L_p pooling", "Lp プーリング"),
    summary=Text(
        "Takes the L_p norm of each window: the sum for p = 1, near the maximum for a large p.",
        "窓ごとに Lp ノルムをとる。p = 1 なら和、p が大きければ最大値に近づく。",
    ),
    why=Text(
        "Max pooling listens to the strongest pixel of a window alone; average pooling lets the "
        "weak ones dilute it. L_p pooling stands between: one number p says how much the strong "
        "ones count for more. p = 1 is the sum, p = 2 the root of the energy, and a large p nearly "
        "the maximum. All pixels get a gradient, the strong ones more of it. It was used to read "
        "house numbers.",
        "最大プーリングは窓の中で最も強い画素しか見ず、平均プーリングでは弱い画素が全体を"
        "薄めてしまう。Lp プーリングはその中間で、強い画素をどれだけ重くみるかを1つの数 p で"
        "決める。p = 1 なら和、p = 2 なら2乗和の平方根、p が大きければほぼ最大値になる。"
        "勾配はすべての画素に流れ、強い画素ほど多く受け取る。家屋番号の認識に使われた。",
    ),
    equation="y = (sum of x^p over each window)^(1/p)",
    formula=formula("h,w", "u,v"),
    derivation=(
        Step(
            heading=Text("A sum of powers, and its root", "べき乗の和をとり、その根をとる"),
            text=Text(
                "S is the sum over the window, before the root.",
                "根をとる前の、窓についての和を S とおく。",
            ),
            equation=r"S_{h,w} = \sum_{(u,v) \in R_{h,w}} x_{u,v}^p, \quad y_{h,w} = S_{h,w}^{1/p}",
        ),
        Step(
            heading=Text(
                "The root has a smaller slope the larger y is",
                "y が大きいほど、根の傾きは小さい",
            ),
            text=Text(
                "The exponent 1/p comes to the front and goes down by 1. S is the p-th power of y, "
                "which leaves 1 - p.",
                "指数 1/p が前に出て、1 減る。S は y の p 乗なので、y の 1 - p 乗になる。",
            ),
            equation=(
                r"\frac{\partial y_{h,w}}{\partial S_{h,w}} = \frac{1}{p} S_{h,w}^{1/p - 1} = "
                r"\frac{1}{p} y_{h,w}^{1 - p}"
            ),
        ),
        Step(
            heading=Text(
                "The power has a larger slope the larger x is",
                "x が大きいほど、べき乗の傾きは大きい",
            ),
            text=Text(
                "Of the sum only the own power depends on x. Its factor p cancels the 1/p of the "
                "root.",
                "和の中で x によるのは自分のべき乗だけである。その係数 p は、"
                "根の 1/p と打ち消し合う。",
            ),
            equation=r"\frac{\partial S_{h,w}}{\partial x_{u,v}} = p\, x_{u,v}^{p - 1}",
        ),
        Step(
            heading=Text(
                "Together: a pixel's share depends on x/y",
                "まとめると、画素の取り分は x/y で決まる",
            ),
            text=Text(
                "Where windows overlap, a pixel adds up its shares of all of them.",
                "窓が重なるところでは、画素を含むすべての窓からの分を足し合わせる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_{u,v}} = \sum_{R_{h,w} \ni (u,v)} \frac{\partial "
                r"L}{\partial y_{h,w}} \frac{\partial y_{h,w}}{\partial S_{h,w}} \frac{\partial "
                r"S_{h,w}}{\partial x_{u,v}}"
                "\n"
                r"\frac{\partial L}{\partial x_{u,v}} = \sum_{R_{h,w} \ni (u,v)} \frac{\partial "
                r"L}{\partial y_{h,w}} \left(\frac{x_{u,v}}{y_{h,w}}\right)^{p - 1}"
            ),
            check=Text(
                "With p = 1 every pixel gets the whole gradient of its window, as in a sum. With a "
                "large p the maximum gets nearly all of it.",
                "p = 1 なら和と同じで、各画素が窓の勾配をそのまま受け取る。"
                "p が大きいと、最大の画素がほとんどを受け取る。",
            ),
        ),
    ),
    shapes={"x": "(N, C, H, W)", "y": "(N, C, OH, OW)"},
    sources=(
        SERMANET,
        "torch.nn.LPPool2d documentation: the sum is of x^p, signs kept",
    ),
    cases=(
        Case(
            "euclidean",
            inputs={"x": normal(2, 3, 4, 6, apart=0.125)},
            upstream=normal(2, 3, 2, 3),
            config={"norm_type": 2, "kernel_size": 2},
            images=_IMAGES,
        ),
        Case(
            "overlapping",
            inputs={"x": normal(2, 1, 7, 5, apart=0.125)},
            upstream=normal(2, 1, 3, 2),
            config={"norm_type": 4, "kernel_size": 3, "stride": 2},
            images=_IMAGES,
        ),
        Case(
            "odd_with_signs",
            inputs={"x": normal(1, 2, 4, 9, shift=2.0)},
            upstream=normal(1, 2, 3, 4),
            config={"norm_type": 3, "kernel_size": (2, 3), "stride": (1, 2)},
            images=_IMAGES,
        ),
        Case(
            "fraction",
            inputs={"x": uniform(2, 3, 5, 4, low=0.25, high=2.0)},
            upstream=normal(2, 3, 2, 3),
            config={"norm_type": 1.5, "kernel_size": (3, 2), "stride": (2, 1)},
            images=_IMAGES,
        ),
        Case(
            "sum",
            inputs={"x": uniform(2, 1, 3, 5, low=0.25, high=2.0)},
            upstream=normal(2, 1, 1, 2),
            config={"norm_type": 1, "kernel_size": 2},
            images=_IMAGES,
        ),
        Case(
            "ceil_mode",
            inputs={"x": normal(2, 3, 6, 5, apart=0.125)},
            upstream=normal(2, 3, 3, 3),
            config={"norm_type": 2, "kernel_size": (3, 2), "stride": 2, "ceil_mode": True},
            images=_IMAGES,
        ),
        Case(
            "ceil_mode_odd",
            inputs={"x": uniform(1, 2, 5, 4, low=0.25, high=2.0)},
            upstream=normal(1, 2, 3, 2),
            config={"norm_type": 3, "kernel_size": 2, "ceil_mode": True},
            images=_IMAGES,
        ),
    ),
    divergences=(divergence(2, norm_type=2, kernel_size=(3, 2), stride=2),),
    defaults=defaults(2),
    also_called=(
        "lp_pooling",
        "lp_pool",
    ),
    identities=(
        Identity(
            sibling="avg_pool2d",
            text=Text(
                "With p = 1 and pixels that are not negative it is average pooling, times the "
                "number of pixels in a window.",
                "p = 1 で画素が負でなければ、平均プーリングに窓の画素数を掛けたものである。",
            ),
            case=Case(
                "p_is_1",
                inputs={"x": uniform(2, 3, 8, 15, low=0.5, high=2.0)},
                upstream=normal(2, 3, 4, 5),
            ),
            left=evaluated("lp_pool2d", norm_type=1, kernel_size=(2, 3)),
            right=_window_times_the_mean,
        ),
    ),
    mistakes=MISTAKES,
)
