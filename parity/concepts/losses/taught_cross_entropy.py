"""Cross-entropy as taught, with 1e-7."""

from __future__ import annotations

from parity.concepts.losses._conventions import BELOW_1E7, UPSTREAM_IGNORED
from parity.concepts.losses._draws import SCALAR
from parity.concepts.losses._sources import BISHOP
from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.draw import labels, one_hot, probabilities, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _of_raised_probabilities(of: Implementations, a: Arrays) -> Arrays:
    loss = of("cross_entropy")()
    return {"loss": loss.forward(a["y"] + 1e-7, a["t"]), "dy": loss.backward(a["dy"])}


TaughtCrossEntropy = Concept(
    kind="loss",
    order=7,
    syllabus=("3-1-3",),
    needs=("cross_entropy",),
    title=Text("Cross-entropy as taught, with 1e-7", "交差エントロピー(講義の形、1e-7 付き)"),
    summary=Text(
        "The cross-entropy with 1e-7 inside the logarithm, as introductory courses and the exam "
        "write it, differentiated as it stands.",
        "対数の中に 1e-7 を加えた交差エントロピーで、入門の講義や試験に現れる形である。"
        "勾配はこの式をそのまま微分したものである。",
    ),
    equation="L = -1/N sum_n sum_c t_nc log(y_nc + 1e-7)",
    formula=(
        r"L = -\frac{1}{N} \sum_n \sum_c t_{nc} \,\log(y_{nc} + 10^{-7})",
        r"\frac{\partial L}{\partial y_{nc}} = -\frac{t_{nc}}{N (y_{nc} + 10^{-7})}",
    ),
    shapes={"y": "(..., C)", "t": "(...) class numbers, or (..., C) one-hot", "L": "scalar"},
    sources=(
        f"{BISHOP}, section 4.3.4, eq. 4.108 (without the 1e-7)",
        "https://github.com/oreilly-japan/deep-learning-from-scratch, cross_entropy_error",
    ),
    cases=(
        Case(
            "index", inputs={"y": probabilities(5, 3), "t": labels(5, classes=3)}, upstream=SCALAR
        ),
        Case("one_hot", inputs={"y": probabilities(4, 5), "t": one_hot(4, 5)}, upstream=SCALAR),
        Case(
            "soft_targets",
            inputs={"y": probabilities(3, 5), "t": probabilities(3, 5)},
            upstream=SCALAR,
        ),
        Case(
            "sequence",
            inputs={"y": probabilities(2, 4, 3), "t": labels(2, 4, classes=3)},
            upstream=SCALAR,
        ),
        Case(
            "probability_0",
            inputs={
                "y": values([[0.0, 1.0, 0.0], [0.5, 0.25, 0.25]]),
                "t": values([2, 1]),
            },
            upstream=SCALAR,
            kink=True,  # no kink, but nothing is defined to the left of 0
        ),
        Case(
            "one_example",
            inputs={"y": probabilities(1, 4), "t": labels(1, classes=4)},
            upstream=SCALAR,
            ours=True,
        ),
    ),
    divergences=(
        Divergence(
            name="off_by_1e-7",
            ja="1e-7 だけのずれ",
            summary=Text(
                "The 1e-7 inside makes each example's loss smaller than the exact cross-entropy by "
                "about 1e-7/y: 1.6e-6 where y = 1/16. Where softmax and loss are taught as one "
                "layer, that layer's gradient (y - t)/N is the exact cross-entropy's, and does not "
                "fit this loss to the last digit.",
                "対数の中の 1e-7 のため、各データの損失は厳密な交差エントロピーよりおよそ"
                " 1e-7/y だけ小さい(y = 1/16 なら 1.6e-6)。"
                "ソフトマックスと損失を一つの層として教える場合、"
                "その勾配 (y - t)/N は厳密な交差エントロピーのものであり、"
                "この損失の微分とは最後の桁まで一致しない。",
            ),
            reconciled=BELOW_1E7,
            source="measured; keras.losses.CategoricalCrossentropy",
            case="one_hot",
            native={
                "numpy": {},
                "keras": {"callable": "keras.losses.CategoricalCrossentropy"},
            },
            quantity="loss",
            irreducible=True,
            size=1.6e-6,
        ),
    ),
    siblings=("cross_entropy",),
    also_called=("cross_entropy_error_taught",),
    identities=(
        Identity(
            sibling="cross_entropy",
            text=Text(
                "It is the cross-entropy of y + 1e-7, which no longer sums to 1.",
                "y + 1e-7 に対するクロスエントロピーである。ただし、その和はもう 1 ではない。",
            ),
            case=Case(
                "raised_probabilities",
                inputs={"y": probabilities(4, 5), "t": labels(4, classes=5)},
                upstream=SCALAR,
            ),
            left=evaluated("taught_cross_entropy"),
            right=_of_raised_probabilities,
        ),
    ),
    mistakes=(
        Mistake(
            name="gradient_of_the_logits",
            ja="ロジットの勾配を返す",
            line="return -dlosses * self.t / (self.y + 1e-7)",
            wrong="return dlosses * (self.y - self.t)",
            why=Text(
                "(y - t)/N belongs to softmax and loss in one, at the logits. At the probabilities "
                "the gradient is -t/(y + 1e-7)/N.",
                "(y - t)/N はソフトマックスと損失をまとめたときの、ロジットについての勾配である。"
                "確率についての勾配は -t/(y + 1e-7)/N である。",
            ),
        ),
        Mistake(
            name="epsilon_outside_the_logarithm",
            ja="epsilon を対数の外に出す",
            line="losses = -(self.t * np.log(self.y + 1e-7)).sum(axis=-1)",
            wrong="losses = -(self.t * (np.log(self.y) + 1e-7)).sum(axis=-1)",
            why=Text(
                "Outside, it protects nothing: log 0 is minus infinity before anything is added.",
                "外に置いたのでは何も防げない。足し算の前に log 0 が負の無限大になってしまう。",
            ),
        ),
        Mistake(
            name="epsilon_missing_in_the_derivative",
            ja="微分で epsilon を忘れる",
            line="return -dlosses * self.t / (self.y + 1e-7)",
            wrong="return -dlosses * self.t / self.y",
            why=Text(
                "The derivative of log(y + 1e-7) is 1/(y + 1e-7); without it a probability of 0 "
                "divides by 0.",
                "log(y + 1e-7) の微分は 1/(y + 1e-7) である。1e-7 を落とすと、"
                "確率が 0 のとき 0 で割ることになる。",
            ),
        ),
        Mistake(
            name="not_divided_by_the_batch",
            ja="バッチサイズで割らない",
            line="return self.reduce(losses)",
            wrong="return self.reduce(losses) * losses.size",
            why=Text(
                "The loss is the mean over the N examples, so that it does not grow with the "
                "batch.",
                "損失は N 個のデータについての平均である。"
                "そうしないとバッチサイズとともに大きくなる。",
            ),
        ),
        Mistake(
            name="upstream_ignored",
            ja="上流の勾配を無視する",
            line="dlosses = self.share(dL)[..., np.newaxis]",
            wrong="dlosses = self.share(dL**0)[..., np.newaxis]",
            why=UPSTREAM_IGNORED,
        ),
    ),
)
