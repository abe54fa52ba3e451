"""Global average pooling over a volume."""

from __future__ import annotations

from parity.concepts.layers import _global_pooling as shared
from parity.concepts.layers._global_pooling import case
from parity.describing.concept import Case, Concept, Text
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _one_window(of: Implementations, a: Arrays) -> Arrays:
    """Return pooling whose only window is the whole volume."""
    pool = of("avg_pool3d")((2, 4, 5))
    y = pool.forward(a["x"])[:, :, 0, 0, 0]
    return {"y": y, "dx": pool.backward(a["dy"][:, :, None, None, None])}


GlobalAvgPool3d = Concept(
    kind="layer",
    order=16,
    syllabus=("3-4-3",),
    needs=("global_avg_pool2d", "avg_pool3d"),
    title=Text("Global average pooling over a volume", "体積データの大域平均プーリング"),
    summary=Text(
        "Takes the mean of each channel's whole volume.",
        "チャネルごとに体積全体の平均をとる。",
    ),
    why=Text(
        "A video network ends in maps with an axis of time beside height and width. To name the "
        "action it needs one number for each channel, wherever and whenever it took place: the "
        "mean over all three axes, without a parameter.",
        "動画のネットワークの末尾には、縦と横のほかに時間の軸を持つマップが残る。どこで、いつ"
        "起きたかによらず動作を当てるには、チャネルあたり1つの値があればよい。3つの軸すべてに"
        "わたる平均であり、パラメータは要らない。",
    ),
    equation="y = mean of x over D, H and W",
    formula=shared.avg_formula("d,h,w", "D H W"),
    derivation=shared.avg_derivation("d,h,w", "D H W"),
    shapes={"x": "(N, C, D, H, W)", "y": "(N, C)"},
    sources=(shared.TRAN,),
    cases=(
        case("ordinary", normal(3, 1, 2, 4, 5)),
        case("large_mean", normal(2, 3, 4, 1, 5, shift=5.0)),
    ),
    also_called=("global_average_pooling3d", "global_average_pooling_3d"),
    identities=(
        Identity(
            sibling="avg_pool3d",
            text=Text(
                "It is average pooling whose one window is the whole volume.",
                "窓を体積全体の大きさにした平均プーリングである。",
            ),
            case=Case(
                "one_window",
                inputs={"x": normal(3, 1, 2, 4, 5)},
                upstream=normal(3, 1),
            ),
            left=evaluated("global_avg_pool3d"),
            right=_one_window,
        ),
    ),
    mistakes=shared.avg_mistakes("(2, 3, 4)", "(depth * height * width)"),
)
