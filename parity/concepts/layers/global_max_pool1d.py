"""Global max pooling over a sequence."""

from __future__ import annotations

from parity.concepts.layers import _global_pooling as shared
from parity.concepts.layers._global_pooling import case
from parity.concepts.layers._ties import ties
from parity.describing.concept import Case, Concept, Text
from parity.describing.draw import normal, spaced
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _one_window(of: Implementations, a: Arrays) -> Arrays:
    """Return pooling whose only window is the whole sequence."""
    pool = of("max_pool1d")(5)
    y = pool.forward(a["x"])[:, :, 0]
    return {"y": y, "dx": pool.backward(a["dy"][:, :, None])}


GlobalMaxPool1d = Concept(
    kind="layer",
    order=15,
    syllabus=("3-4-3",),
    needs=("global_max_pool2d", "max_pool1d"),
    title=Text("Global max pooling over a sequence", "系列の大域最大プーリング"),
    summary=Text(
        "Keeps the largest value of each channel over all steps. Equal maxima share the gradient.",
        "チャネルごとに全時刻の最大値を取り出す。最大値が複数あれば勾配を等分する。",
    ),
    why=Text(
        "Sentences and recordings have different lengths, and what decides often stands in one "
        "place: one word, one click. The maximum over time keeps the strongest response of each "
        "channel and drops where it was, so any length becomes one number for each channel.",
        "文や録音の長さはまちまちで、決め手となるものは多くの場合1か所にある。1つの単語や、"
        "1つの音である。時間方向の最大値をとれば、チャネルごとに最も強い応答が残り、位置は"
        "捨てられる。どんな長さの系列でも、チャネルあたり1つの値になる。",
    ),
    equation="y = max of x over T",
    formula=shared.max_formula("t"),
    derivation=shared.max_derivation("t"),
    shapes={"x": "(N, C, T)", "y": "(N, C)"},
    sources=(
        "Collobert et al. (2011), Natural language processing (almost) from scratch, Journal of "
        "Machine Learning Research 12, section 3.2.3",
    ),
    cases=(
        case("ordinary", spaced(2, 3, 5)),
        case("negative", spaced(3, 2, 4, shift=-20.0)),
        case("ties", ties(5, 3, 2, 6), kink=True),
    ),
    conventions=(shared.EVERY_MAXIMUM,),
    also_called=(
        "global_max_pooling1d",
        "max_over_time",
        "temporal_max_pooling",
        "global_max_pooling_1d",
    ),
    identities=(
        Identity(
            sibling="max_pool1d",
            text=Text(
                "It is max pooling whose one window is the whole sequence.",
                "窓を系列全体の大きさにした最大プーリングである。",
            ),
            case=Case(
                "one_window",
                inputs={"x": spaced(2, 3, 5)},
                upstream=normal(2, 3),
            ),
            left=evaluated("global_max_pool1d"),
            right=_one_window,
        ),
    ),
    mistakes=shared.max_mistakes("2", ":, :, None"),
)
