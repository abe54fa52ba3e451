"""Class weights and ignored labels of softmax with cross-entropy."""

from __future__ import annotations

from typing import Any

from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case, Divergence, Mistake, Text
from parity.describing.draw import Draw, labels, normal, one_hot, probabilities, values

_THREE = (0.5, 2.0, 3.0)
_FOUR = (1.0, 0.25, 0.0, 2.5)


def _case(name: str, x: Draw, t: Draw, ours: bool = False, **config: Any) -> Case:
    """Return a case for logits x (..., C)."""
    alone = config.get("reduction") == "none"
    upstream = normal(*x.shape[:-1]) if alone else SCALAR
    return Case(name, inputs={"x": x, "t": t}, upstream=upstream, config=config, ours=ours)


CASES = (
    _case("weighted", normal(5, 3), values([0, 2, 1, 2, 2]), weight=_THREE),
    _case(
        "weighted_smoothing",
        normal(6, 4),
        labels(6, classes=4),
        weight=_FOUR,
        label_smoothing=0.25,
    ),
    _case("weighted_one_hot", normal(4, 3), one_hot(4, 3), weight=_THREE),
    _case(
        "weighted_soft_targets",
        normal(3, 4),
        probabilities(3, 4),
        weight=_FOUR,
        reduction="none",
    ),
    _case(
        "over_the_examples",
        normal(5, 3),
        values([0, 2, 2, 1, 2]),
        weight=_THREE,
        mean_over="examples",
    ),
    _case("ignored", normal(5, 3), values([0, -1, 2, 1, -1]), ignore_index=-1),
    _case(
        "ignored_weighted_smoothing",
        normal(2, 4, 3),
        values([[0, -1, 2, 2], [-1, 1, 0, -1]]),
        weight=_THREE,
        ignore_index=-1,
        label_smoothing=0.125,
    ),
    _case(
        "a_class_is_ignored",
        normal(4, 3),
        values([0, 2, 1, 2]),
        ignore_index=0,
        reduction="none",
    ),
    _case("ignored_by_default", normal(4, 3), values([-100, 2, -100, 1]), ours=True),
    _case(
        "ignored_over_the_examples",
        normal(5, 3),
        values([2, -100, 2, 1, -100]),
        weight=_THREE,
        mean_over="examples",
        ours=True,
    ),
    _case(
        "ignored_smoothing",
        normal(5, 4),
        values([0, -100, 2, 3, -100]),
        label_smoothing=0.25,
        ours=True,
    ),
    _case(
        "one_hot_over_the_examples",
        normal(5, 4),
        one_hot(5, 4),
        weight=_FOUR,
        mean_over="examples",
        ours=True,
    ),
)

DIVIDED_BY_THE_WEIGHTS = Divergence(
    name="divided_by_the_weights",
    ja="重みの和で割る",
    summary=Text(
        "With class weights PyTorch's mean divides by the sum of the weights of the labels, Keras' "
        "(class_weight of fit) by the number of examples: there, loss and gradient grow with the "
        "weights.",
        "クラスの重みがあるとき、PyTorch の平均は正解クラスの重みの和で割り、"
        "Keras(fit の class_weight)はデータ数で割る。Keras では重みを大きくすると"
        "損失も勾配も大きくなる。",
    ),
    reconciled=Text(
        'PyTorch: reduction="sum", divided by the number. Keras: the weights as sample_weight of a '
        'loss with reduction="mean_with_sample_weight".',
        'PyTorch では reduction="sum" としてデータ数で割る。Keras では '
        'reduction="mean_with_sample_weight" とした損失に、重みを sample_weight として渡す。',
    ),
    source="torch.nn.CrossEntropyLoss, the formula of its mean; keras/src/losses/loss.py, "
    "reduce_weighted_values",
    case="weighted",
    native={
        "torch": {"weight": _THREE},
        "keras": {"weight": _THREE, "mean_over": "examples"},
    },
    quantity="loss",
)

ONE_HOT_DIVIDED_BY_THE_NUMBER = Divergence(
    name="one_hot_divided_by_the_number",
    ja="one-hot ならデータ数で割る",
    summary=Text(
        "PyTorch divides the weighted sum by the weights only where the targets are class numbers. "
        "Given the same targets one-hot, it divides by the number of examples. Ours divides both "
        "by the weights.",
        "PyTorch が重みの和で割るのは、目標値がクラス番号のときだけである。"
        "同じ目標値を one-hot で渡すと、データ数で割る。"
        "こちらの NumPy 実装は、どちらも重みの和で割る。",
    ),
    reconciled=Text(
        'mean_over="examples" is PyTorch\'s way with one-hot targets.',
        'one-hot の目標値では、mean_over="examples" が PyTorch の計算に当たる。',
    ),
    source="torch.nn.CrossEntropyLoss documentation, class probabilities, reduction mean",
    case="weighted_one_hot",
    native={
        "numpy": {"weight": _THREE},
        "torch": {"weight": _THREE, "mean_over": "examples"},
    },
    quantity="loss",
)

MISTAKES = (
    Mistake(
        name="weighted_mean_over_all",
        ja="重み付きの和を全データ数で割る",
        line='over = counts if self.mean_over == "weights" else kept',
        wrong="over = np.ones_like(kept, dtype=int)",
        why=Text(
            "The mean is over what counts: labels that are ignored are no part of its number, and "
            "an example of weight 3 counts for three.",
            "平均を取るのは、数えるデータについてだけである。無視するラベルは個数に入らず、"
            "重み 3 のデータは3個分に数える。",
        ),
    ),
    Mistake(
        name="gradient_without_the_weight",
        ja="勾配に重みを掛けない",
        line="dlosses = (self.share(dL) * self.w)[..., np.newaxis]",
        wrong="dlosses = self.share(dL)[..., np.newaxis]",
        why=Text(
            "A weight of the loss is a weight of its gradient: that is what it is for. It is 0 for "
            "labels that are ignored.",
            "損失の重みは勾配の重みでもある。重みを付ける目的はそこにある。"
            "無視するラベルの重みは 0 である。",
        ),
    ),
    Mistake(
        name="ignored_labels_pushed_down",
        ja="無視するラベルの勾配が残る",
        line="kept = t.any(axis=-1)  # the row of a label that is ignored is 0",
        wrong="kept = np.ones(t.shape[:-1], dtype=bool)",
        why=Text(
            "A row of zeros costs nothing, but its gradient p - t is p: every class is pushed down "
            "where nothing was to be learned.",
            "0 だけの行は損失が 0 でも、勾配 p - t は p である。"
            "何も学ばないはずのデータで、すべてのクラスが下げられてしまう。",
        ),
    ),
)
