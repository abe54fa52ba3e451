"""Cross-entropy with smoothed labels."""

from __future__ import annotations

from typing import Any

from parity.concepts.losses._conventions import BY_ELEMENT, SUM_OVER_CLASSES, SUMMED
from parity.concepts.losses._draws import SCALAR
from parity.concepts.losses._sources import SZEGEDY
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, labels, normal, one_hot, probabilities, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(name: str, shape: tuple[int, ...], t: Draw, **config: Any) -> Case:
    """Return a case for x (..., C)."""
    none = config.get("reduction") == "none"
    return Case(
        name,
        inputs={"x": normal(*shape), "t": t},
        upstream=normal(*shape[:-1]) if none else SCALAR,
        config=config,
    )


def _mixture(of: Implementations, a: Arrays) -> Arrays:
    """Return the cross-entropies against the target and against all classes alike, mixed."""
    hard, even = of("softmax_cross_entropy")(), of("softmax_cross_entropy")()
    uniform = 0 * a["x"] + 1 / a["x"].shape[-1]
    value = 0.75 * hard.forward(a["x"], a["t"]) + 0.25 * even.forward(a["x"], uniform)
    return {"loss": value, "dx": 0.75 * hard.backward(a["dy"]) + 0.25 * even.backward(a["dy"])}


LabelSmoothing = Concept(
    kind="loss",
    name="label_smoothing",
    order=22,
    syllabus=("3-1-3", "3-6-1"),
    needs=("softmax_cross_entropy",),
    title=Text("Label smoothing", "ラベル平滑化"),
    summary=Text(
        "Cross-entropy against targets of which a small share is spread over all classes, so that "
        "the network need not become infinitely sure.",
        "目標の確率の一部を全クラスに均等に配った交差エントロピー。"
        "ネットワークが際限なく確信を強める必要がなくなる。",
    ),
    why=Text(
        "Cross-entropy against one-hot targets is never satisfied: softmax reaches 1 only with "
        "infinite logits, so they grow, and the network is sure even where it is wrong. With a "
        "share of 0.1 spread over all classes the loss is smallest at a finite distance of the "
        "logits. Perplexity becomes worse, as the model is less sure; accuracy and BLEU become "
        "better.",
        "one-hot の目標に対する交差エントロピーは、いつまでも満たされない。"
        "ソフトマックスが 1 になるのはロジットが無限大のときだけなので、"
        "ロジットは増え続け、誤っているときでも確信してしまう。0.1 の割合を全クラスに配ると、"
        "損失はロジットの差が有限のところで最小になる。確信が弱まる分パープレキシティは悪くなるが、"
        "正解率や BLEU は良くなる。",
    ),
    equation="L = -sum_c q_c log softmax(x)_c, q = (1 - smoothing) t + smoothing / C",
    formula=(
        r"q_{nc} = (1 - \alpha) t_{nc} + \frac{\alpha}{C}",
        r"L = -\frac{1}{N} \sum_n \sum_c q_{nc} \,\log\, p_{nc}, \quad p_{nc} = "
        r"\frac{\exp(x_{nc})}{\sum_k \exp(x_{nk})}",
        r"\frac{\partial L}{\partial x_{nc}} = \frac{1}{N} (p_{nc} - q_{nc})",
    ),
    derivation=(
        Step(
            heading=Text(
                "The smoothed target is a distribution again",
                "平滑化した目標も、確率分布である",
            ),
            text=Text(
                "It is a mixture of t and of the uniform distribution, so it sums to 1.",
                "t と一様分布を混ぜたものなので、和は 1 である。",
            ),
            equation=(r"q_{nc} = (1 - \alpha) t_{nc} + \frac{\alpha}{C}, \quad \sum_c q_{nc} = 1"),
        ),
        Step(
            heading=Text(
                "The gradient is p - q, as with any target that sums to 1",
                "和が 1 の目標なら、勾配は p - q になる",
            ),
            text=Text(
                "Each logarithm is a logit less the logarithm of the same sum; the q before that "
                "sum add up to 1.",
                "各対数は、ロジットから共通の和の対数を引いたものである。"
                "その和に掛かる q の合計は 1 になる。",
            ),
            equation=(
                r"L = \frac{1}{N} \sum_n \left( \log\left(\sum\limits_k \exp(x_{nk})\right) - "
                r"\sum_c q_{nc} x_{nc} \right)"
                "\n"
                r"\frac{\partial L}{\partial x_{nc}} = \frac{1}{N} (p_{nc} - q_{nc})"
            ),
            check=Text(
                "The gradient is 0 where p = q; with one-hot targets it is nowhere.",
                "p = q のとき勾配は 0 になる。one-hot の目標では、0 になるところはない。",
            ),
        ),
    ),
    shapes={
        "x": "(..., C)",
        "t": "(...) class numbers, or (..., C) one-hot",
        "L": "scalar, or (...) without a reduction",
    },
    sources=(
        SZEGEDY,
        "Vaswani et al. (2017), Attention is all you need, section 5.4",
    ),
    cases=(
        _case("default", (5, 3), labels(5, classes=3)),
        _case("one_hot", (4, 5), one_hot(4, 5), smoothing=0.25),
        _case("sum", (3, 6), labels(3, classes=6), reduction="sum"),
        _case("none", (5, 4), one_hot(5, 4), smoothing=0.3, reduction="none"),
        _case("soft_targets", (3, 5), probabilities(3, 5), smoothing=0.2),
        _case("sequence", (2, 4, 3), labels(2, 4, classes=3)),
        _case("no_smoothing", (4, 6), labels(4, classes=6), smoothing=0.0),
        Case(
            "one_example",
            inputs={"x": normal(1, 4), "t": labels(1, classes=4)},
            upstream=SCALAR,
            ours=True,  # its one class number could be a row of one-hot targets
        ),
        Case(
            "large_logits",
            inputs={
                "x": values(
                    [[1e4, -1e4, 0.0, 1.0], [-1e4, 9999.0, 1e4, 0.5], [1.0, 2.0, 4.0, 0.0]]
                ),
                "t": values([1, 1, 0]),
            },
            upstream=normal(3),
            config={"reduction": "none"},
            options={"differences": ()},  # of 20000 they keep too few digits
        ),
    ),
    divergences=(
        Divergence(
            name="class_numbers_are_not_smoothed",
            ja="クラス番号は平滑化されない",
            summary=Text(
                "PyTorch's CrossEntropyLoss smooths class numbers as well as one-hot targets. "
                "Keras' CategoricalCrossentropy takes one-hot targets alone, and the sparse loss "
                "has no label_smoothing: it gives the plain cross-entropy.",
                "PyTorch の CrossEntropyLoss はクラス番号も one-hot の目標も平滑化する。"
                "Keras の CategoricalCrossentropy は one-hot の目標しか受け取らず、"
                "SparseCategoricalCrossentropy には label_smoothing がない。"
                "後者を使うと、ただの交差エントロピーになる。",
            ),
            reconciled=Text(
                "Keras: make the class numbers one-hot.",
                "Keras では、クラス番号を one-hot に変換する。",
            ),
            source="torch.nn.CrossEntropyLoss: label_smoothing; "
            "keras.losses.SparseCategoricalCrossentropy has no such argument",
            case="default",
            native={
                "torch": {},
                "keras": {
                    "callable": "keras.losses.SparseCategoricalCrossentropy",
                    "from_logits": True,
                },
            },
            quantity="loss",
        ),
    ),
    defaults=(
        Default(
            "smoothing",
            0.1,
            torch=("torch.nn.CrossEntropyLoss", "label_smoothing", 0.0),
            keras=("keras.losses.CategoricalCrossentropy", "label_smoothing", 0.0),
        ),
        Default(
            "reduction",
            "mean",
            torch=("torch.nn.CrossEntropyLoss", "reduction", "mean"),
            keras=("keras.losses.CategoricalCrossentropy", "reduction", "sum_over_batch_size"),
        ),
    ),
    conventions=(
        SUMMED,
        BY_ELEMENT,
        Convention(
            name="spread_over_the_wrong_classes",
            text=Text(
                "The share is spread over the C - 1 wrong classes alone, so that the right one "
                "keeps exactly 1 - smoothing; the papers and the frameworks spread it over all C.",
                "取り分けた確率を不正解の C - 1 クラスだけに配り、正解に 1 - smoothing を残す。"
                "論文と両フレームワークは C 個すべてに配る。",
            ),
            like="only_the_wrong_classes",
        ),
    ),
    also_called=(
        "label_smoothing_loss",
        "smoothed_cross_entropy",
        "label_smoothing_cross_entropy",
        "cross_entropy_with_label_smoothing",
        "smooth_cross_entropy",
        "smooth_labels",
        "smooth_label",
        "smoothed_labels",
        "apply_label_smoothing",
    ),
    siblings=("softmax_cross_entropy",),
    identities=(
        Identity(
            sibling="softmax_cross_entropy",
            text=Text(
                "It is a mixture of two cross-entropies, against the target and against the "
                "uniform distribution.",
                "目標に対する交差エントロピーと、一様分布に対する交差エントロピーを"
                "混ぜたものである。",
            ),
            case=_case("a_mixture", (4, 5), labels(4, classes=5), smoothing=0.25),
            left=evaluated("label_smoothing"),
            right=_mixture,
        ),
        Identity(
            sibling="softmax_cross_entropy",
            text=Text(
                "It is softmax with cross-entropy and its argument label_smoothing.",
                "label_smoothing を指定したソフトマックス・交差エントロピーと同じである。",
            ),
            case=Case(
                "the_argument",
                inputs={"x": normal(3, 4), "t": labels(3, classes=4)},
                upstream=SCALAR,
            ),
            left=evaluated("label_smoothing", smoothing=0.125),
            right=evaluated("softmax_cross_entropy", label_smoothing=0.125),
        ),
    ),
    mistakes=(
        Mistake(
            name="only_the_wrong_classes",
            ja="誤りのクラスにだけ配る",
            line="self.q = (1 - self.smoothing) * t + self.smoothing / C",
            wrong="self.q = (1 - self.smoothing) * t + self.smoothing * (1 - t) / (C - 1)",
            why=Text(
                "The share is spread evenly over all C classes, the right one among them.",
                "取り分けた確率は、正解のクラスも含めた C 個すべてに均等に配る。",
            ),
        ),
        Mistake(
            name="not_divided_by_the_classes",
            ja="クラス数で割らない",
            line="self.q = (1 - self.smoothing) * t + self.smoothing / C",
            wrong="self.q = (1 - self.smoothing) * t + self.smoothing",
            why=Text(
                "Each class gets smoothing / C, so that the target still sums to 1.",
                "各クラスに配るのは smoothing / C である。そうしないと目標の和が 1 にならない。",
            ),
        ),
        Mistake(
            name="right_class_not_lowered",
            ja="正解クラスを下げない",
            line="self.q = (1 - self.smoothing) * t + self.smoothing / C",
            wrong="self.q = t + self.smoothing / C",
            why=Text(
                "What is spread must be taken off the target first.",
                "配る分は、先に目標から差し引いておく。",
            ),
        ),
        Mistake(
            name="gradient_of_the_hard_target",
            ja="平滑化前のラベルで勾配を求める",
            line="return dlosses * (self.p - self.q)",
            wrong="return dlosses * (self.p - (self.q >= self.q.max(axis=-1, keepdims=True)))",
            why=Text(
                "The loss was taken against q, so the gradient is p - q, not p - t.",
                "損失は q に対して計算したので、勾配は p - t ではなく p - q である。",
            ),
        ),
        Mistake(
            name="averaged_over_the_classes",
            ja="クラスで平均する",
            line="losses = -(self.q * log_p).sum(axis=-1)",
            wrong="losses = -(self.q * log_p).mean(axis=-1)",
            why=SUM_OVER_CLASSES,
        ),
        Mistake(
            name="gradient_not_averaged",
            ja="勾配を平均しない",
            line="dlosses = self.share(dL)[..., np.newaxis]",
            wrong="dlosses = np.asarray(dL)[..., np.newaxis]",
            why=Text(
                "The loss is a mean over the examples, so each one's gradient is divided by their "
                "number.",
                "損失はデータについての平均なので、各データの勾配もデータ数で割る。",
            ),
        ),
    ),
)
