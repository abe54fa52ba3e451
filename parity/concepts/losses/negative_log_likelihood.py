"""The negative log-likelihood, with weights for the classes and labels that are ignored."""

from __future__ import annotations

from typing import Any

from parity.concepts.losses._conventions import (
    BY_ELEMENT,
    OVER_THE_EXAMPLES,
    SUMMED,
    WEIGHS_THE_GRADIENT,
)
from parity.concepts.losses._draws import SCALAR
from parity.concepts.losses._sources import BISHOP
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, labels, normal, uniform, values
from parity.describing.identity import Arrays, Identity, Implementations

_THREE = (0.5, 2.0, 3.0)
_FOUR = (1.0, 0.25, 0.0, 2.5)


def _case(name: str, *shape: int, t: Draw | None = None, ours: bool = False, **config: Any) -> Case:
    """Return a case for log-probabilities (..., C); most code has no number that is ignored."""
    *batch, classes = shape
    return Case(
        name,
        inputs={
            "x": uniform(*shape, low=-4.0, high=-0.25),
            "t": t or labels(*batch, classes=classes),
        },
        upstream=normal(*batch) if config.get("reduction") == "none" else SCALAR,
        config=config,
        ours=ours,
    )


def _behind_a_log_softmax(of: Implementations, a: Arrays) -> Arrays:
    softmax, loss = of("log_softmax")(), of("negative_log_likelihood")()
    value = loss.forward(softmax.forward(a["x"]), a["t"])
    return {"loss": value, "dx": softmax.backward(loss.backward(a["dy"]))}


def _cross_entropy_of_logits(of: Implementations, a: Arrays) -> Arrays:
    loss = of("softmax_cross_entropy")()
    return {"loss": loss.forward(a["x"], a["t"]), "dx": loss.backward(a["dy"])}


NegativeLogLikelihood = Concept(
    kind="loss",
    order=8,
    syllabus=("3-1-3", "1-2-2"),
    needs=("log_softmax", "softmax_cross_entropy"),
    title=Text("Negative log-likelihood", "負の対数尤度"),
    summary=Text(
        "Minus the logarithm of the right class's probability, with a weight for each class and "
        "labels that do not count.",
        "正解クラスの対数確率に負号を付けたもの。クラスごとの重みと、数えないラベルを指定できる。",
    ),
    why=Text(
        "Where one class is rare, always naming the other is nearly right, and a network learns "
        "just that. A weight for each class makes an example of the rare one count for several. "
        "Some labels should not count at all: the padding of a sequence, the border of an object. "
        "And then the mean has two meanings: PyTorch divides by the sum of the weights, Keras by "
        "the number of examples. With the same learning rate, the two train at different speeds.",
        "一方のクラスがまれだと、常に他方と答えるだけでほぼ正解になり、"
        "ネットワークはそれを学んでしまう。クラスごとの重みを使えば、まれなクラスの1例を"
        "何例分にも数えられる。系列のパディングや物体の境界のように、数えるべきでないラベルも"
        "ある。このとき「平均」には2通りの意味がある。PyTorch は重みの和で、Keras はデータ数で"
        "割るので、同じ学習率でも学習の速さが違ってくる。",
    ),
    equation="L = -sum_n w_(t_n) x_(n, t_n) / sum_n w_(t_n)",
    formula=(
        r"L = -\frac{\sum_n \sum_c w_c t_{nc} x_{nc}}{\sum_n \sum_c w_c t_{nc}}",
        r"\frac{\partial L}{\partial x_{nc}} = -\frac{w_c t_{nc}}{\sum_m \sum_k w_k t_{mk}}",
    ),
    derivation=(
        Step(
            heading=Text(
                "The loss is linear in x",
                "損失は x について線形である",
            ),
            text=Text(
                "With t one-hot, x_nc stands in one term, with the weight of its class; the sum "
                "of the weights does not depend on x.",
                "t を one-hot とすると、x_nc はそのクラスの重みを掛けた1つの項にだけ現れる。"
                "重みの和は x によらない。",
            ),
            equation=r"\frac{\partial L}{\partial x_{nc}} = -\frac{w_c t_{nc}}{\sum_m \sum_k w_k "
            r"t_{mk}}",
            check=Text(
                "Over all examples and classes the gradient adds up to -1.",
                "勾配をすべてのデータとクラスについて合計すると -1 になる。",
            ),
        ),
    ),
    shapes={
        "x": "(..., C) log-probabilities",
        "t": "(...) class numbers",
        "L": "scalar, or (...) without a reduction",
    },
    sources=(
        f"{BISHOP}, section 4.3.4",
        "Long, Shelhamer and Darrell (2015), Fully convolutional networks for semantic "
        "segmentation, CVPR, section 4.3",
    ),
    cases=(
        _case("weighted", 5, 3, t=values([0, 2, 1, 2, 2]), weight=_THREE),
        _case("mean", 6, 4),
        _case("sum", 4, 3, reduction="sum"),
        _case("none", 5, 4, reduction="none"),
        _case("weighted_sum", 6, 3, weight=_THREE, reduction="sum"),
        _case("weighted_none", 5, 4, weight=_FOUR, reduction="none"),
        _case(
            "over_the_examples",
            5,
            3,
            t=values([0, 2, 2, 1, 2]),
            weight=_THREE,
            mean_over="examples",
        ),
        _case("ignored", 5, 3, t=values([0, 2, -100, 1, -100]), ours=True),
        _case("ignored_none", 4, 3, t=values([-100, 2, -100, 1]), ours=True, reduction="none"),
        _case(
            "ignored_and_weighted",
            5,
            3,
            t=values([0, -1, 2, 1, -1]),
            weight=_THREE,
            ignore_index=-1,
        ),
        _case(
            "ignored_over_the_examples",
            5,
            3,
            t=values([2, -1, 2, 1, -1]),
            weight=_THREE,
            ignore_index=-1,
            mean_over="examples",
        ),
        _case("a_class_is_ignored", 4, 3, t=values([0, 2, 1, 2]), ignore_index=0),
        _case("pixels", 2, 5, 3, weight=_THREE),
        _case("one_example", 1, 4),
    ),
    divergences=(
        Divergence(
            name="divided_by_the_weights",
            ja="重みの和で割る",
            summary=Text(
                "With class weights PyTorch's mean divides by the sum of the weights that came, "
                "Keras' by the number of examples: its loss and gradient grow with the weights.",
                "クラスの重みがあるとき、PyTorch の平均は現れた重みの和で割り、Keras は"
                "データ数で割る。Keras では重みを大きくすると損失も勾配も大きくなる。",
            ),
            reconciled=Text(
                'Keras: reduction="mean_with_sample_weight". PyTorch: reduction="sum", divided by '
                "the number.",
                'Keras では reduction="mean_with_sample_weight" とする。PyTorch では '
                'reduction="sum" としてデータ数で割る。',
            ),
            source="torch.nn.NLLLoss, the formula of its mean; keras/src/losses/loss.py, "
            "reduce_weighted_values",
            case="weighted",
            native={
                "torch": {"weight": _THREE},
                "keras": {"weight": _THREE, "mean_over": "examples"},
            },
            quantity="loss",
        ),
    ),
    defaults=(
        Default("weight", None, torch=("torch.nn.NLLLoss", "weight", None)),
        Default(
            "ignore_index",
            -100,
            torch=("torch.nn.NLLLoss", "ignore_index", -100),
            keras=("keras.losses.SparseCategoricalCrossentropy", "ignore_class", None),
        ),
        Default("mean_over", "weights"),
        Default("reduction", "mean", torch=("torch.nn.NLLLoss", "reduction", "mean")),
    ),
    conventions=(
        SUMMED,
        BY_ELEMENT,
        OVER_THE_EXAMPLES,
    ),
    siblings=("binary_cross_entropy",),
    also_called=("nll", "nll_loss", "weighted_cross_entropy"),
    identities=(
        Identity(
            sibling="softmax_cross_entropy",
            text=Text(
                "Behind a log-softmax it is softmax with cross-entropy.",
                "対数ソフトマックスの後に置くと、ソフトマックス・クロスエントロピーになる。",
            ),
            case=Case(
                "behind_a_log_softmax",
                inputs={"x": normal(5, 4), "t": labels(5, classes=4)},
                upstream=SCALAR,
            ),
            left=_behind_a_log_softmax,
            right=_cross_entropy_of_logits,
        ),
    ),
    mistakes=(
        Mistake(
            name="minus_forgotten",
            ja="マイナスを忘れる",
            line="losses = -self.w * np.take_along_axis(x, self.number, axis=-1)[..., 0]",
            wrong="losses = self.w * np.take_along_axis(x, self.number, axis=-1)[..., 0]",
            why=Text(
                "The likelihood is to grow, so its negative is what is made small.",
                "尤度は大きくしたいので、負号を付けたものを小さくする。",
            ),
        ),
        Mistake(
            name="weights_forgotten",
            ja="重みを掛けない",
            line="self.w = np.where(kept, weight[number], 0)",
            wrong="self.w = kept.astype(x.dtype)",
            why=Text(
                "Every class then counts alike, and the rare one is lost among the others.",
                "これではどのクラスも同じ重みになり、まれなクラスが埋もれてしまう。",
            ),
        ),
        Mistake(
            name="ignored_labels_counted",
            ja="無視するラベルを数える",
            line="self.w = np.where(kept, weight[number], 0)",
            wrong="self.w = weight[number]",
            why=Text(
                "What is ignored has neither a loss nor a part in the mean.",
                "無視するラベルは、損失にも平均の分母にも入れない。",
            ),
        ),
        Mistake(
            name="divided_by_all_examples",
            ja="全データ数で割る",
            line='total = self.w.sum() if self.mean_over == "weights" else kept.sum()',
            wrong="total = kept.size",
            why=Text(
                "The mean is over what counts, with its weights: a batch of rare examples would "
                "otherwise take larger steps.",
                "平均は数えるデータについて、重み付きで取る。そうしないと、まれなクラスの多い"
                "バッチほど更新が大きくなる。",
            ),
        ),
        Mistake(
            name="gradient_without_the_weight",
            ja="勾配に重みを掛けない",
            line="np.put_along_axis(dx, self.number, (-self.w * dL)[..., np.newaxis], axis=-1)",
            wrong="np.put_along_axis(dx, self.number, (-(self.w > 0) * dL)[..., np.newaxis], "
            "axis=-1)",
            why=WEIGHS_THE_GRADIENT,
        ),
        Mistake(
            name="gradient_not_divided",
            ja="勾配を割らない",
            line="dL = dL / self.total",
            wrong="dL = dL / 1",
            why=Text(
                "The loss is a mean, so each gradient is divided by the same sum of weights.",
                "損失は平均なので、勾配も同じ重みの和で割る。",
            ),
        ),
    ),
)
