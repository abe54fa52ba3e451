"""The focal loss."""

from __future__ import annotations

from typing import Any

from parity.concepts.losses._conventions import BY_ELEMENT, NOT_AVERAGED, SUMMED
from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import bernoulli, normal, uniform, values
from parity.describing.identity import Identity, evaluated


def _case(name: str, *shape: int, ours: bool = False, **config: Any) -> Case:
    """Return a case; most people's alpha must be a number."""
    none = config.get("reduction") == "none"
    return Case(
        name,
        inputs={"x": normal(*shape), "t": bernoulli(*shape)},
        upstream=normal(*shape) if none else SCALAR,
        config=config,
        ours=ours,
    )


FocalLoss = Concept(
    kind="loss",
    order=9,
    syllabus=("4-2-2",),
    needs=("binary_cross_entropy_with_logits",),
    title=Text("Focal loss", "Focal loss(焦点損失)"),
    summary=Text(
        "A cross-entropy that fades where the answer is right already, so that the hard examples "
        "count.",
        "すでに正しく答えているデータほど弱めたクロスエントロピー。難しいデータに集中する。",
    ),
    why=Text(
        "A detector in one stage judges some hundred thousand boxes of an image, of which a "
        "handful hold an object. Each of the others is easy, with a small loss, but together they "
        "outweigh the few that matter. The factor (1 - p)^gamma takes their loss away: with gamma "
        "= 2, an example at p = 0.9 counts a hundredth. SSD picks hard negatives instead; "
        "RetinaNet, with this loss, needs not pick.",
        "1ステージの検出器は1枚の画像で10万個ほどの矩形を判定するが、物体を含むのはごく少数で"
        "ある。残りはどれも易しく損失は小さいが、合計すると肝心の少数を圧倒してしまう。"
        "係数 (1 - p)^gamma はその損失を消す。gamma = 2 なら、p = 0.9 のデータは100分の1しか"
        "効かない。SSD は難しい負例を選び出すが、この損失を使う RetinaNet では選ぶ必要がない。",
    ),
    equation="L = -1/n sum a (1 - p)^gamma log p, p = sigmoid(x) if t = 1, else 1 - sigmoid(x)",
    formula=(
        r"L = -\frac{1}{n} \sum_i a_i (1 - p_i)^\gamma \,\log\, p_i",
        r"\frac{\partial L}{\partial x_i} = \frac{a_i}{n} (2 t_i - 1) (1 - p_i)^\gamma (\gamma p_i "
        r"\log p_i + p_i - 1)",
    ),
    derivation=(
        Step(
            heading=Text(
                "The slope of the right answer's probability",
                "正解の確率の傾き",
            ),
            text=Text(
                "p is the sigmoid of x where t is 1, and of -x where it is 0.",
                "t = 1 なら p は x のシグモイド、t = 0 なら -x のシグモイドである。",
            ),
            equation=r"\frac{\partial p_i}{\partial x_i} = (2 t_i - 1) p_i (1 - p_i)",
        ),
        Step(
            heading=Text(
                "The factor has a slope, too",
                "係数にも傾きがある",
            ),
            text=Text(
                "The product rule: gamma (1 - p)^(gamma - 1) log p from the factor, and "
                "-(1 - p)^gamma / p from the logarithm. Times the slope of p, both have the "
                "factor (1 - p)^gamma.",
                "積の微分により、係数から gamma (1 - p)^(gamma - 1) log p、"
                "対数から -(1 - p)^gamma / p が出る。p の傾きを掛けると、どちらも "
                "(1 - p)^gamma を因子に持つ。",
            ),
            equation=r"\frac{\partial L}{\partial x_i} = \frac{a_i}{n} (2 t_i - 1) "
            r"(1 - p_i)^\gamma (\gamma p_i \log p_i + p_i - 1)",
            check=Text(
                "With gamma = 0 it is the error p - 1, as of the cross-entropy.",
                "gamma = 0 なら、クロスエントロピーと同じ誤差 p - 1 になる。",
            ),
        ),
    ),
    shapes={"x": "any, n elements", "t": "as x", "L": "scalar, or as x without a reduction"},
    sources=(
        "Lin, Goyal, Girshick, He and Dollár (2017), Focal loss for dense object detection, ICCV, "
        "eq. 5",
    ),
    cases=(
        _case("mean", 4, 3),
        _case("sum", 5, 2, reduction="sum"),
        _case("none", 3, 5, reduction="none"),
        _case("not_balanced", 4, 2, ours=True, alpha=None),
        _case("alpha", 3, 4, alpha=0.75, reduction="sum"),
        _case("gamma_1", 2, 6, gamma=1.0),
        _case("gamma_below_1", 3, 2, gamma=0.5),
        _case("gamma_0", 2, 5, gamma=0.0, alpha=0.75),
        _case("neither", 3, 7, ours=True, gamma=0.0, alpha=None),
        Case(
            "soft_targets",
            inputs={"x": normal(3, 6), "t": uniform(3, 6, low=0.125, high=0.875)},
            upstream=SCALAR,
            ours=True,  # most code asks for targets of 0 and 1
        ),
        _case("one_axis", 7),
        _case("many_axes", 2, 3, 4),
        Case(
            "large_logits",
            inputs={
                "x": values([[60.0, -40.0, 20.0], [-300.0, 25.0, 2.0]]),
                "t": values([[1.0, 1.0, 0.0], [0.0, 1.0, 0.0]]),
            },
            upstream=SCALAR,
            ours=True,  # the logarithm of a sigmoid loses digits there
        ),
    ),
    divergences=(
        Divergence(
            name="no_balance_by_default",
            ja="既定では重みを付けない",
            summary=Text(
                "Keras' BinaryFocalCrossentropy takes alpha into account only with "
                "apply_class_balancing=True; the paper and torchvision do by default.",
                "Keras の BinaryFocalCrossentropy は apply_class_balancing=True としない限り "
                "alpha を使わない。論文と torchvision では既定で使う。",
            ),
            reconciled=Text(
                "Set apply_class_balancing=True.", "apply_class_balancing=True を指定する。"
            ),
            source="https://keras.io/api/losses/probabilistic_losses/",
            case="mean",
            native={
                "numpy": {},
                "keras": {
                    "callable": "keras.losses.BinaryFocalCrossentropy",
                    "from_logits": True,
                },
            },
            quantity="loss",
        ),
    ),
    defaults=(
        Default("alpha", 0.25, keras=("keras.losses.BinaryFocalCrossentropy", "alpha", 0.25)),
        Default("gamma", 2.0, keras=("keras.losses.BinaryFocalCrossentropy", "gamma", 2.0)),
        Default("reduction", "mean"),
    ),
    conventions=(
        SUMMED,
        BY_ELEMENT,
        Convention(
            name="not_balanced",
            text=Text(
                "The two classes weigh alike: there is no alpha.",
                "2つのクラスの重みが等しい。alpha がない。",
            ),
            config={"alpha": None},
        ),
    ),
    also_called=("focal", "sigmoid_focal_loss", "binary_focal_loss"),
    identities=(
        Identity(
            sibling="binary_cross_entropy_with_logits",
            text=Text(
                "With gamma 0 and no alpha it is the binary cross-entropy.",
                "gamma を 0 とし alpha を使わなければ、二値クロスエントロピーになる。",
            ),
            case=_case("nothing_fades", 4, 3),
            left=evaluated("focal_loss", gamma=0.0, alpha=None),
            right=evaluated("binary_cross_entropy_with_logits"),
        ),
    ),
    mistakes=(
        Mistake(
            name="right_examples_kept",
            ja="易しいデータを残す",
            line="losses = self.a * self.wrong**self.gamma * self.ce",
            wrong="losses = self.a * (1 - self.wrong) ** self.gamma * self.ce",
            why=Text(
                "p^gamma fades the hard examples, and keeps those that are right.",
                "p^gamma では難しいデータが弱まり、正しく答えたデータが残ってしまう。",
            ),
        ),
        Mistake(
            name="probability_of_1_for_both",
            ja="両クラスに 1 の確率を使う",
            line="self.wrong = yes * (1 - self.t) + no * self.t  # 1 - p",
            wrong="self.wrong = no",
            why=Text(
                "For a target of 0 the right answer's probability is 1 - sigmoid(x).",
                "目標が 0 のとき、正解の確率は 1 - sigmoid(x) である。",
            ),
        ),
        Mistake(
            name="alpha_for_both",
            ja="両クラスに alpha を使う",
            line="self.a = self.alpha * self.t + (1 - self.alpha) * (1 - self.t)",
            wrong="self.a = self.alpha * np.ones_like(x)",
            why=Text(
                "alpha weighs one class against the other: the zeros have 1 - alpha.",
                "alpha は2つのクラスの釣り合いを取る重みで、目標 0 には 1 - alpha を使う。",
            ),
        ),
        Mistake(
            name="factor_held_fixed",
            ja="係数を定数とみなす",
            line="dx = dx + self.gamma * steep * dwrong * self.ce",
            wrong="dx = dx * 1",
            why=Text(
                "The factor depends on x as well, and the product rule gives it a term.",
                "係数も x に依存するので、積の微分により項が加わる。",
            ),
        ),
        Mistake(
            name="power_not_lowered",
            ja="指数を 1 減らさない",
            line="steep = np.where(self.wrong > 0, self.wrong, 1) ** (self.gamma - 1)",
            wrong="steep = np.where(self.wrong > 0, self.wrong, 1) ** self.gamma",
            why=Text(
                "The derivative of u^gamma is gamma u^(gamma - 1).",
                "u^gamma の微分は gamma u^(gamma - 1) である。",
            ),
        ),
        Mistake(
            name="gradient_not_averaged",
            ja="勾配を平均しない",
            line="dlosses = self.share(dL) * self.a",
            wrong="dlosses = dL * self.a",
            why=NOT_AVERAGED,
        ),
    ),
)
