"""The loss of SSD, with hard negatives."""

from __future__ import annotations

from typing import Any

from parity.concepts.vision._sources import LIU
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, uniform, values
from parity.describing.identity import Arrays, Identity, Implementations

TWO_IMAGES = [[0, 2, 0, 0, 1, 0, 0], [0, 0, 0, 0, 0, 1, 0]]
ONE_WITHOUT = [[0, 0, 0, 0, 0, 0], [2, 0, 3, 0, 0, 0], [0, 1, 0, 4, 0, 0]]


def _case(name: str, classes: list[list[int]], k: int, ours: bool = False, **config: Any) -> Case:
    n, a = len(classes), len(classes[0])
    return Case(
        name,
        inputs={
            "scores": normal(n, a, k),
            "offsets": normal(n, a, 4),
            "classes": values(classes),
            "targets": normal(n, a, 4),
        },
        upstream=uniform(low=0.5, high=2.0),
        config=config,
        differentiable=("scores", "offsets"),
        ours=ours,
    )


def _all_positive(of: Implementations, a: Arrays) -> Arrays:
    back = of("ssd_loss").__globals__["ssd_loss_backward"]
    given = (a["x"][None], a["o"][None], a["t"][None], a["o"][None])
    return {
        "y": of("ssd_loss")(*given),
        "dx": back(a["dy"], *given)[0][0],
    }


def _cross_entropy(of: Implementations, a: Arrays) -> Arrays:
    loss = of("softmax_cross_entropy")()
    y = loss.forward(a["x"], a["t"])
    return {"y": y, "dx": loss.backward(a["dy"])}


ssd_loss = Concept(
    kind="function",
    order=9,
    syllabus=("4-2-2",),
    needs=("box_encoding", "softmax_cross_entropy", "huber"),
    title=Text("SSD loss with hard negatives", "SSD の損失とハードネガティブマイニング"),
    summary=Text(
        "Cross-entropy of the positive anchors and of the hardest negatives, three for each "
        "positive, and smooth L1 of the positives' offsets.",
        "正例のアンカーと、正例1つにつき3つまでの最も難しい負例のクロスエントロピーに、"
        "正例の位置の smooth L1 損失を加える。",
    ),
    why=Text(
        "SSD judges 8732 anchors of an image, of which some ten hold an object. If all counted, "
        "the loss would be that of the background, and saying background everywhere would be "
        "nearly right. So of each image only the negatives that the network gets most wrong "
        "count, three for each positive: the balance is kept, and what is learned is what is "
        "still confused. Only positives have a place to learn.",
        "SSD は1枚の画像で 8732 個のアンカーを判定するが、物体を含むのは10個程度である。"
        "すべてを数えると損失はほとんど背景の損失になり、どこでも背景と答えればほぼ正解になる。"
        "そこで画像ごとに、ネットワークが最も間違えている負例だけを、正例1つにつき3つまで数える。"
        "釣り合いが保たれ、まだ混同しているものを学習できる。位置を学習するのは正例だけである。",
    ),
    equation="L = (sum over positives and hard negatives of -log p_c + alpha sum over "
    "positives of "
    "smooth_l1(o - o*)) / positives",
    formula=(
        r"L = \frac{1}{P} \left(-\sum_{i \in \text{pos} \cup \text{hard}} \log p_{i,c_i} + \alpha "
        r"\sum_{i \in \text{pos}} \sum_j s(o_{i,j} - o^*_{i,j})\right)",
        r"s(d) = \begin{cases} d^2 / 2 & |d| < 1 \\ |d| - 1/2 & |d| \ge 1 \end{cases}",
        r"\frac{\partial L}{\partial z_{i,k}} = \frac{p_{i,k} - [k = c_i]}{P}, \quad "
        r"\frac{\partial L}{\partial o_{i,j}} = \frac{\alpha}{P} \max(-1, \min(1, o_{i,j} - "
        r"o^*_{i,j}))",
    ),
    derivation=(
        Step(
            heading=Text(
                "Which negatives count is chosen, and a choice has no slope",
                "どの負例を数えるかは選択であり、傾きを持たない",
            ),
            text=Text(
                "A small change of the scores leaves the order as it is, so the chosen ones are "
                "constant; those not chosen get 0.",
                "スコアを少し変えても順位は変わらないので、選ばれたものは定数とみなせる。"
                "選ばれなかったものの勾配は 0 である。",
            ),
            equation=(
                r"\frac{\partial L}{\partial z_i} = 0 \quad (i \notin \text{pos} \cup \text{hard})"
            ),
        ),
        Step(
            heading=Text("A chosen anchor: softmax minus one-hot", "選ばれたアンカーでは p - t"),
            text=Text(
                "As in softmax with cross-entropy, divided by the positives, not by the anchors.",
                "ソフトマックスとクロスエントロピーの組と同じである。"
                "割るのはアンカーの個数ではなく、正例の個数である。",
            ),
            equation=r"\frac{\partial L}{\partial z_{i,k}} = \frac{p_{i,k} - [k = c_i]}{P}",
        ),
        Step(
            heading=Text(
                "The slope of smooth L1 is the difference, cut off at 1",
                "smooth L1 の傾きは、差を 1 で打ち切ったもの",
            ),
            text=Text(
                "A box that is far off pulls no harder than one that is off by 1.",
                "大きく外れた矩形でも、1だけ外れた矩形より強くは引かない。",
            ),
            equation=r"s'(d) = \max(-1, \min(1, d))",
            check=Text(
                "Where all anchors are positive and lie right, it is the mean cross-entropy.",
                "全アンカーが正例で位置も正しければ、クロスエントロピーの平均になる。",
            ),
        ),
    ),
    shapes={
        "scores": "(N, A, K)",
        "offsets": "(N, A, 4)",
        "classes": "(N, A)",
        "targets": "(N, A, 4)",
        "y": "scalar",
    },
    sources=(f"{LIU}, section 2.2, eq. 1 to 3",),
    cases=(
        _case("two_images", TWO_IMAGES, 3, negative_ratio=1.0),
        _case("two_for_each", TWO_IMAGES, 5, negative_ratio=2.0, alpha=0.5),
        _case("one_image_without_objects", ONE_WITHOUT, 5, alpha=2.0),
        _case("half_a_negative", TWO_IMAGES, 3, negative_ratio=0.5),
        _case("all_negatives", TWO_IMAGES, 6, negative_ratio=8.0),
        _case("defaults", TWO_IMAGES, 3, True),
    ),
    defaults=(Default("negative_ratio", 3.0), Default("alpha", 1.0)),
    also_called=("multibox_loss", "ssd_multibox_loss", "multi_box_loss"),
    identities=(
        Identity(
            sibling="softmax_cross_entropy",
            text=Text(
                "Where every anchor is positive and every box is right, it is the softmax "
                "cross-entropy.",
                "すべてのアンカーが正例で位置も合っていれば、"
                "ソフトマックスとクロスエントロピーの組と同じである。",
            ),
            case=Case(
                "all_positive",
                inputs={
                    "x": normal(5, 4),
                    "o": normal(5, 4),
                    "t": values([1, 3, 2, 2, 1]),
                },
                upstream=uniform(low=0.5, high=2.0),
                differentiable=("x",),
            ),
            left=_all_positive,
            right=_cross_entropy,
        ),
    ),
    mistakes=(
        Mistake(
            name="easiest_negatives",
            ja="最も易しい負例を選ぶ",
            line="chosen = _chosen(losses, classes, negative_ratio)",
            wrong="chosen = _chosen(-losses, classes, negative_ratio)",
            why=Text(
                "Hard are the negatives with the largest loss; from the easy ones nothing is "
                "learned.",
                "難しい負例とは損失の大きいものである。易しい負例からは何も学べない。",
            ),
        ),
        Mistake(
            name="all_negatives_count",
            ja="負例をすべて数える",
            line="chosen = _chosen(losses, classes, negative_ratio)",
            wrong="chosen = _chosen(losses, classes, losses.size)",
            why=Text(
                "The background would outweigh the few anchors with an object.",
                "背景が、物体を含む少数のアンカーを圧倒してしまう。",
            ),
        ),
        Mistake(
            name="divided_by_all_anchors",
            ja="アンカーの個数で割る",
            line="return np.asarray(total / max(positive.sum(), 1), dtype=scores.dtype)",
            wrong="return np.asarray(total / positive.size, dtype=scores.dtype)",
            why=Text(
                "The sum is divided by the positives, whose number says how much there is to "
                "learn.",
                "割るのは正例の個数である。学ぶべき量はそれで決まる。",
            ),
        ),
        Mistake(
            name="places_of_background_too",
            ja="背景の位置も損失に含める",
            line="total = losses[chosen].sum() + alpha * places[positive].sum()",
            wrong="total = losses[chosen].sum() + alpha * places[chosen].sum()",
            why=Text(
                "Where no object is there is no box to learn.",
                "物体のない所には、学習すべき矩形がない。",
            ),
        ),
        Mistake(
            name="slope_of_squares",
            ja="差を打ち切らない",
            line="slope = np.clip(offsets - targets, -1, 1)",
            wrong="slope = offsets - targets",
            why=Text(
                "Beyond 1 smooth L1 is a straight line with the slope 1.",
                "smooth L1 は差が 1 を超えると傾き 1 の直線になる。",
            ),
        ),
    ),
)
