"""Cross-entropy as taught, with 1e-7."""

from __future__ import annotations

from parity.concepts.losses._conventions import BELOW_1E7, UPSTREAM_IGNORED
from parity.concepts.losses._draws import SCALAR
from parity.concepts.losses._sources import BISHOP
from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.derivation import Step
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
    why=Text(
        "log 0 is minus infinity: one probability that was rounded to 0 makes the whole loss "
        "infinite, and soon all weights NaN. Introductory code adds 1e-7 to the probability first, "
        "so that no example can cost more than 16.1. It is easily written, and the exam writes it "
        "so. But it is another function, slightly below the exact loss, and its gradient is not "
        "quite y - t any more. Where one can choose, the loss is better computed from the logits.",
        "log 0 は負の無限大である。確率が1つでも 0 に丸められると損失全体が無限大になり、"
        "やがてすべての重みが NaN になる。入門書のコードでは、先に確率へ 1e-7 を足しておく。"
        "こうすれば1件の損失は 16.1 を超えない。簡単に書けるので、試験にもこの形で出る。"
        "ただしこれは別の関数であり、値は正確な損失よりわずかに小さく、"
        "勾配も厳密には y - t にならない。選べるなら、ロジットから直接計算するほうがよい。",
    ),
    equation="L = -1/N sum_n sum_c t_nc log(y_nc + 1e-7)",
    formula=(
        r"L = -\frac{1}{N} \sum_n \sum_c t_{nc} \,\log(y_{nc} + 10^{-7})",
        r"\frac{\partial L}{\partial y_{nc}} = -\frac{t_{nc}}{N (y_{nc} + 10^{-7})}",
    ),
    derivation=(
        Step(
            heading=Text(
                "Only the right class counts, and 1e-7 is a constant",
                "効くのは正解クラスだけで、1e-7 は定数である",
            ),
            text=Text(
                "Call the argument of the logarithm u. It moves with y one to one, and with "
                "one-hot targets only one of its logarithms is not multiplied by 0.",
                "対数の真数を u とおく。u は y と同じだけ動く。one-hot の目標では、"
                "0 が掛からない対数は1つだけである。",
            ),
            equation=(
                r"u_{nc} = y_{nc} + 10^{-7}, \quad \frac{\partial u_{nc}}{\partial y_{nc}} = 1"
                "\n"
                r"L = -\frac{1}{N} \sum_n \sum_c t_{nc} \,\log(u_{nc})"
            ),
        ),
        Step(
            heading=Text("The logarithm divides by u", "対数の微分は、u での割り算になる"),
            text=Text(
                "At y = 0 the slope is -1e7 for the right class: large, but finite, where the "
                "exact loss has none.",
                "正解クラスの y = 0 での傾きは -1e7 である。正確な損失なら無限大になるところが、"
                "大きくても有限になる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial u_{nc}} = -\frac{t_{nc}}{N u_{nc}}"
                "\n"
                r"\frac{\partial L}{\partial y_{nc}} = \frac{\partial L}{\partial u_{nc}} "
                r"\frac{\partial u_{nc}}{\partial y_{nc}} = -\frac{t_{nc}}{N (y_{nc} + 10^{-7})}"
            ),
            check=Text(
                "dy agrees with finite differences of this very expression, 1e-7 included.",
                "dy は、1e-7 を含むこの式そのものの数値微分と一致する。",
            ),
        ),
        Step(
            heading=Text(
                "With softmax in front, y - t is multiplied by a number just below 1",
                "前にソフトマックス関数を置くと、y - t に 1 よりわずかに小さい数が掛かる",
            ),
            text=Text(
                "Softmax takes the mean off the gradient and multiplies by y. The factor r is y/(y "
                "+ 1e-7) of the right class. The shortcut (y - t)/N of the courses leaves it out; "
                "it is the gradient of the loss without 1e-7.",
                "ソフトマックス関数の逆伝播は、勾配から加重平均を引いて y を掛ける。"
                "係数 r は、正解クラスの y/(y + 1e-7) である。教材のコードで使う (y - t)/N は"
                "これを省いたもので、1e-7 を足さない損失の勾配にあたる。",
            ),
            equation=(
                r"r_n = \sum_k \frac{t_{nk} y_{nk}}{y_{nk} + 10^{-7}}"
                "\n"
                r"y_{nc} \left( \frac{\partial L}{\partial y_{nc}} - \sum_k \frac{\partial "
                r"L}{\partial y_{nk}} y_{nk} \right) = \frac{r_n}{N} (y_{nc} - t_{nc})"
            ),
            check=Text(
                "For y = 0.5 the factor r differs from 1 by 2e-7.",
                "y = 0.5 なら、r と 1 の差は 2e-7 である。",
            ),
        ),
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
