"""Weights of the two binary cross-entropies: of each element, and of a yes."""

from __future__ import annotations

from typing import Any

from parity.concepts.losses._conventions import WEIGHS_THE_GRADIENT
from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case, Divergence, Mistake, Text
from parity.describing.draw import Draw, bernoulli, normal, uniform, values


def _case(name: str, x: Draw, t: Draw, **config: Any) -> Case:
    """Return a case for logits x, or for probabilities with ``y=True``."""
    of = "y" if config.pop("y", False) else "x"
    upstream = normal(*x.shape) if config.get("reduction") == "none" else SCALAR
    return Case(name, inputs={of: x, "t": t}, upstream=upstream, config=config)


LOGITS = (
    _case("pos_weight", normal(5, 3), bernoulli(5, 3), pos_weight=(3.0, 0.5, 2.0)),
    _case(
        "pos_weight_none",
        normal(4, 2),
        bernoulli(4, 2),
        pos_weight=(0.25, 4.0),
        reduction="none",
    ),
    _case(
        "pos_weight_smoothing",
        normal(2, 3, 4),
        uniform(2, 3, 4),
        pos_weight=(2.5,),
        label_smoothing=0.125,
        reduction="sum",
    ),
    _case(
        "pos_weight_large_logits",
        values([1e4, -1e4, 1e4, -1e4, 800.0, -30.0, 0.5]),
        values([0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0]),
        pos_weight=(3.0,),
        reduction="none",
    ),
    _case("weight", normal(3, 4), bernoulli(3, 4), weight=(0.5, 2.0, 1.5, 3.0)),
    _case(
        "weight_of_each_example",
        normal(3, 2),
        bernoulli(3, 2),
        weight=((2.0,), (0.5,), (0.0,)),
        reduction="sum",
    ),
    _case(
        "weight_and_pos_weight",
        normal(4, 3),
        bernoulli(4, 3),
        weight=((0.5,), (2.0,), (1.5,), (3.0,)),
        pos_weight=(4.0, 0.5, 2.0),
    ),
)

PROBABILITIES = (
    _case(
        "weight",
        uniform(3, 4, low=0.125, high=0.625),
        bernoulli(3, 4),
        y=True,
        weight=(0.5, 2.0, 1.5, 3.0),
    ),
    _case(
        "weight_none",
        uniform(4, 3, low=0.125, high=0.625),
        uniform(4, 3),
        y=True,
        weight=((2.0,), (0.5,), (1.5,), (0.0,)),
        reduction="none",
    ),
    _case(
        "weight_smoothing",
        uniform(5, 2, low=0.125, high=0.625),
        bernoulli(5, 2),
        y=True,
        weight=(3.0, 0.5),
        label_smoothing=0.25,
        reduction="sum",
    ),
)

NO_WEIGHT_OF_A_YES = Divergence(
    name="no_weight_of_a_yes",
    ja="正例の重みがない",
    summary=Text(
        "PyTorch weighs the answers yes by pos_weight. Keras' BinaryCrossentropy has no such "
        "argument: there only examples have weights, and with several labels an example is both "
        "yes and no.",
        "PyTorch では pos_weight で正例の項だけを重くできる。Keras の BinaryCrossentropy に"
        "その引数はなく、重みを付けられるのはデータ単位である。"
        "ラベルが複数あれば、1つのデータに正例と負例が混ざる。",
    ),
    reconciled=Text(
        "In TensorFlow: tf.nn.weighted_cross_entropy_with_logits.",
        "TensorFlow の tf.nn.weighted_cross_entropy_with_logits を使う。",
    ),
    source="torch.nn.BCEWithLogitsLoss documentation; "
    "https://www.tensorflow.org/api_docs/python/tf/nn/weighted_cross_entropy_with_logits",
    case="pos_weight",
    native={
        "torch": {},
        "keras": {"callable": "keras.losses.BinaryCrossentropy", "from_logits": True},
    },
    quantity="loss",
)

OF_A_YES = Mistake(
    name="pos_weight_on_the_wrong_answer",
    ja="pos_weight を負例に掛ける",
    line="yes, no = q * self.t, 1 - self.t",
    wrong="yes, no = self.t, q * (1 - self.t)",
    why=Text(
        "pos_weight belongs to the answers yes, t = 1: it makes the rare ones count for several.",
        "pos_weight が掛かるのは正例(t = 1)の項である。まれな正例を何例分にも数えるために使う。",
    ),
)

WITHOUT_THE_WEIGHT = Mistake(
    name="gradient_without_the_weight",
    ja="勾配に重みを掛けない",
    line="dlosses = self.share(dL) * self.w",
    wrong="dlosses = self.share(dL)",
    why=WEIGHS_THE_GRADIENT,
)

OVER_THE_WEIGHTS = Mistake(
    name="divided_by_the_weights",
    ja="重みの和で割る",
    line="return self.reduce(self.w * losses)",
    wrong="return self.reduce(self.w * losses, np.broadcast_to(self.w, losses.shape).sum())",
    why=Text(
        "The mean of a binary cross-entropy divides by the number of elements, whatever they "
        "weigh, in PyTorch and in Keras; that of class weights divides by the weights.",
        "二値交差エントロピーの平均は、重みにかかわらず要素数で割る(PyTorch も Keras も同じ)。"
        "重みの和で割るのは、多クラスのクラス重みの場合である。",
    ),
)
