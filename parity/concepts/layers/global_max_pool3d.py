"""Global max pooling over a volume."""

from __future__ import annotations

from parity.concepts.layers import _global_pooling as shared
from parity.concepts.layers._global_pooling import case
from parity.concepts.layers._ties import ties
from parity.describing.concept import Case, Concept, Text
from parity.describing.draw import normal, spaced
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _one_window(of: Implementations, a: Arrays) -> Arrays:
    """Return pooling whose only window is the whole volume."""
    pool = of("max_pool3d")((2, 4, 5))
    y = pool.forward(a["x"])[:, :, 0, 0, 0]
    return {"y": y, "dx": pool.backward(a["dy"][:, :, None, None, None])}


GlobalMaxPool3d = Concept(
    kind="layer",
    order=15,
    syllabus=("3-4-3",),
    needs=("global_max_pool2d", "max_pool3d"),
    title=Text("Global max pooling over a volume", "体積データの大域最大プーリング"),
    summary=Text(
        "Keeps the largest value of each channel's whole volume. Equal maxima share the gradient.",
        "チャネルごとに体積全体の最大値を取り出す。最大値が複数あれば勾配を等分する。",
    ),
    why=Text(
        "A nodule in a scan of the lungs fills a thousandth of the volume; a mean over all of it "
        "would drown it. The maximum asks whether it shows anywhere, in any slice, and makes one "
        "number for each channel of it.",
        "肺の断層画像に写る結節は、体積のうち千分の一ほどにすぎない。全体の平均をとれば埋もれて"
        "しまう。最大値なら、どの断面のどこであれ、現れているかどうかを見る。"
        "チャネルあたり1つの値になる。",
    ),
    equation="y = max of x over D, H and W",
    formula=shared.max_formula("d,h,w"),
    derivation=shared.max_derivation("d,h,w"),
    shapes={"x": "(N, C, D, H, W)", "y": "(N, C)"},
    sources=(shared.TRAN,),
    cases=(
        case("ordinary", spaced(3, 1, 2, 4, 5)),
        case("negative", spaced(2, 3, 4, 1, 5, shift=-60.0)),
        case("ties", ties(6, 3, 5, 2, 4, 1), kink=True),
    ),
    conventions=(shared.EVERY_MAXIMUM,),
    also_called=("global_max_pooling3d", "global_max_pooling_3d"),
    identities=(
        Identity(
            sibling="max_pool3d",
            text=Text(
                "It is max pooling whose one window is the whole volume.",
                "窓を体積全体の大きさにした最大プーリングである。",
            ),
            case=Case(
                "one_window",
                inputs={"x": spaced(3, 1, 2, 4, 5)},
                upstream=normal(3, 1),
            ),
            left=evaluated("global_max_pool3d"),
            right=_one_window,
        ),
    ),
    mistakes=shared.max_mistakes("(2, 3, 4)", ":, :, None, None, None"),
)
