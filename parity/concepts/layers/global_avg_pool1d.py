"""Global average pooling over a sequence."""

from __future__ import annotations

from parity.concepts.layers import _global_pooling as shared
from parity.concepts.layers._global_pooling import case
from parity.describing.concept import Case, Concept, Text
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _one_window(of: Implementations, a: Arrays) -> Arrays:
    """Return pooling whose only window is the whole sequence."""
    pool = of("avg_pool1d")(5)
    y = pool.forward(a["x"])[:, :, 0]
    return {"y": y, "dx": pool.backward(a["dy"][:, :, None])}


GlobalAvgPool1d = Concept(
    kind="layer",
    order=16,
    syllabus=("3-4-3",),
    needs=("global_avg_pool2d", "avg_pool1d"),
    title=Text("Global average pooling over a sequence", "系列の大域平均プーリング"),
    summary=Text(
        "Takes the mean of each channel over all steps.",
        "チャネルごとに全時刻の平均をとる。",
    ),
    why=Text(
        "A series of any length is to become one vector, and no step is to count for more than "
        "another. The mean over time learns nothing and forgets no step; on words it is the mean "
        "of their vectors, still a strong baseline for short texts.",
        "どんな長さの系列も1つのベクトルにしたい。しかも、どの時刻も同じ重みで扱いたい。"
        "時間方向の平均には学習するものがなく、どの時刻も漏らさない。単語に使えば単語ベクトルの"
        "平均であり、短い文では今でも手強い基準になる。",
    ),
    equation="y = mean of x over T",
    formula=shared.avg_formula("t", "T"),
    derivation=shared.avg_derivation("t", "T"),
    shapes={"x": "(N, C, T)", "y": "(N, C)"},
    sources=(
        "Wang, Yan and Oates (2017), Time series classification from scratch with deep neural "
        "networks, IJCNN, section II.B",
    ),
    cases=(
        case("ordinary", normal(2, 3, 5)),
        case("large_mean", normal(3, 2, 4, shift=5.0)),
        case("one_step", normal(4, 3, 1)),
    ),
    also_called=(
        "global_average_pooling1d",
        "mean_over_time",
        "temporal_average_pooling",
        "mean_pooling",
    ),
    identities=(
        Identity(
            sibling="avg_pool1d",
            text=Text(
                "It is average pooling whose one window is the whole sequence.",
                "窓を系列全体の大きさにした平均プーリングである。",
            ),
            case=Case(
                "one_window",
                inputs={"x": normal(2, 3, 5)},
                upstream=normal(2, 3),
            ),
            left=evaluated("global_avg_pool1d"),
            right=_one_window,
        ),
    ),
    mistakes=shared.avg_mistakes("2", "steps"),
)
