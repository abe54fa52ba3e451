"""Elastic net."""

from __future__ import annotations

from parity.concepts.regularizers._cases import KINK, case
from parity.concepts.regularizers._float32_factor import FLOAT32_FACTOR, FLOAT32_FACTOR_MENDED
from parity.concepts.regularizers._half import CANCELS
from parity.describing.concept import Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Identity, evaluated

ElasticNet = Concept(
    kind="regularizer",
    order=3,
    syllabus=("course",),
    needs=("l1", "l2"),
    title=Text("Elastic net", "Elastic Net(エラスティックネット)"),
    summary=Text(
        "The lasso and the ridge added: sparse like the one, steady with correlated inputs like "
        "the other.",
        "L1正則化とL2正則化の和である。前者のように疎な解を与えつつ、"
        "後者のように相関の強い入力に対しても安定する。",
    ),
    why=Text(
        "L1 makes a model sparse, but of several inputs that say much the same it keeps one "
        "almost at random, and slightly different data may make it keep another. L2 spreads the "
        "weight evenly over them, yet makes none of them 0. The elastic net adds the two "
        "penalties, each with a rate of its own: what is not needed becomes 0, and related inputs "
        "stay together.",
        "L1正則化はモデルを疎にするが、似たような情報を持つ入力がいくつかあると、"
        "そのうちの1つをほぼ偶然に選び、データが少し違うだけで別のものを選ぶことがある。"
        "L2正則化はそれらに重みを均等に配るが、どれも 0 にはしない。"
        "Elastic Net は2つの罰則項を、それぞれの強さで足し合わせる。"
        "不要な重みは 0 になり、関連の強い入力はまとめて残る。",
    ),
    equation="penalty = l1 sum |W| + (l2 / 2) sum W^2; dW = dL (l1 sign(W) + l2 W)",
    formula=(
        r"\text{penalty} = l_1 \sum_i \left| W_i \right| + \frac{l_2}{2} \sum_i W_i^2",
        r"\frac{\partial L}{\partial W} = "
        r"\left(l_1 \operatorname{sign}(W) + l_2 W\right) \frac{\partial L}{\partial "
        r"\text{penalty}}",
        r"\operatorname{sign}(0) = 0",
    ),
    derivation=(
        Step(
            heading=Text(
                "The gradient of a sum is the sum of two gradients",
                "和の勾配は、2つの勾配の和である",
            ),
            text=Text(
                "Wᵢ stands in |Wᵢ|, whose slope is its sign (0 at 0), and in Wᵢ², whose 2 cancels "
                "with the half.",
                "Wᵢ は |Wᵢ| と Wᵢ² に現れる。"
                "前者の傾きは符号(0 では 0)であり、後者を微分して出る 2 は 1/2 と打ち消し合う。",
            ),
            equation=(
                r"\frac{\partial \text{penalty}}{\partial W_i} = l_1 \operatorname{sign}(W_i) + "
                r"\frac{l_2}{2} \cdot 2 W_i = l_1 \operatorname{sign}(W_i) + l_2 W_i"
            ),
            check=Text(
                "With l2 = 0 it is the lasso's gradient, with l1 = 0 the ridge's.",
                "l2 = 0 ならラッソ、l1 = 0 ならリッジの勾配になる。",
            ),
        ),
        Step(
            heading=Text(
                "Together: times the gradient of the penalty",
                "まとめると、罰則項の勾配を掛けたものになる",
            ),
            text=Text(
                "Weights larger than l1 / l2 feel mostly the L2 part; nearer to 0 the L1 part is "
                "the stronger one, and takes them all the way.",
                "絶対値が l1 / l2 より大きい重みには主に L2 の項が働く。"
                "それより 0 に近いと L1 の項のほうが強く、重みを 0 まで引き寄せる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial W_i} = \frac{\partial L}{\partial \text{penalty}} "
                r"\frac{\partial \text{penalty}}{\partial W_i} = \frac{\partial L}{\partial "
                r"\text{penalty}} \left( l_1 \operatorname{sign}(W_i) + l_2 W_i \right)"
            ),
            check=Text(
                "dW agrees with finite differences away from 0, and with the autograd of PyTorch "
                "and Keras.",
                "dW は、0 を除いて数値微分と一致し、PyTorch と Keras の自動微分とも一致する。",
            ),
        ),
    ),
    shapes={"W": "any", "penalty": "scalar"},
    sources=(
        "Zou and Hastie (2005), Regularization and variable selection via the elastic net, J. R. "
        "Statist. Soc. B 67, section 2.1",
    ),
    cases=(
        case("dense", normal(4, 3, apart=0.125), {"l1": 0.1, "l2": 0.3}),
        case("kernel", normal(2, 3, 4, 5, apart=0.125), {"l1": 0.02, "l2": 0.005}),
        case("lasso_only", normal(5, 2, apart=0.125), {"l1": 0.1, "l2": 0.0}),
        case("ridge_only", normal(2, 5), {"l1": 0.0, "l2": 0.1}),
        case("kink", KINK, {"l1": 0.3, "l2": 0.1}, kink=True),
        case("defaults", normal(5, 3, apart=0.125), {}, ours=True),
    ),
    divergences=(
        Divergence(
            name="half",
            ja="1/2 を付けるか",
            summary=Text(
                "Keras' L1L2(l1, l2) has no half before the squares: at the same numbers its "
                "ridge part is twice as strong.",
                "Keras の L1L2(l1, l2) は2乗の項に 1/2 が付かない。"
                "同じ値を渡すと、L2 の部分が2倍の強さになる。",
            ),
            reconciled=Text("Give Keras half of l2.", "Keras には l2 の半分を渡す。"),
            source="keras.io/api/layers/regularizers: l2 * reduce_sum(square(x))",
            case="dense",
            native={
                "numpy": {},
                "keras": {"callable": "keras.regularizers.L1L2", "l1": 0.1, "l2": 0.3},
            },
            quantity="dW",
        ),
        Divergence(
            name="factor_in_float32",
            ja="float32 に丸められた係数",
            summary=FLOAT32_FACTOR,
            reconciled=FLOAT32_FACTOR_MENDED,
            source="keras/src/regularizers/regularizers.py: ops.cast(self.l1, dtype=x.dtype)",
            case="dense",
            native={
                "torch": {},
                "keras": {"callable": "keras.regularizers.L1L2", "l1": 0.1, "l2": 0.15},
            },
            quantity="penalty",
        ),
    ),
    defaults=(
        Default("l1", 0.01, keras=("keras.regularizers.L1L2", "l1", 0.0)),
        Default("l2", 0.01, keras=("keras.regularizers.L1L2", "l2", 0.0)),
    ),
    conventions=(
        Convention(
            name="without_the_half",
            text=Text(
                "The L2 part is l2 sum W^2 without the half, as in Keras, so its gradient is 2 "
                "l2 W.",
                "Keras と同じく L2 の項に 1/2 を付けない。その勾配は 2・l2・W になる。",
            ),
            config={"l2": lambda l2: 2 * l2},
        ),
    ),
    also_called=("l1_l2",),
    identities=(
        Identity(
            sibling="l1",
            text=Text("With l2 = 0 it is L1.", "l2 = 0 なら L1 正則化である。"),
            case=case("l2_is_0", normal(4, 3, apart=0.125), {}),
            left=evaluated("elastic_net", l1=0.3, l2=0.0),
            right=evaluated("l1", rate=0.3),
        ),
        Identity(
            sibling="l2",
            text=Text("With l1 = 0 it is L2.", "l1 = 0 なら L2 正則化である。"),
            case=case("l1_is_0", normal(4, 3, apart=0.125), {}),
            left=evaluated("elastic_net", l1=0.0, l2=0.3),
            right=evaluated("l2", rate=0.3),
        ),
    ),
    mistakes=(
        Mistake(
            name="rates_swapped",
            ja="2 つの係数を取り違える",
            line="return self.l1 * absolute + 0.5 * self.l2 * square",
            wrong="return self.l2 * absolute + 0.5 * self.l1 * square",
            why=Text(
                "l1 weighs the absolute values and l2 the squares; swapped, the model is sparse "
                "where it should be smooth.",
                "l1 は絶対値の項、l2 は2乗の項の係数である。"
                "取り違えると、疎にしたいのか滑らかに縮めたいのかが逆になる。",
            ),
        ),
        Mistake(
            name="penalty_without_the_half",
            ja="罰則項の 1/2 を忘れる",
            line="return self.l1 * absolute + 0.5 * self.l2 * square",
            wrong="return self.l1 * absolute + self.l2 * square",
            why=Text(
                "Without the half the gradient of the squares is 2 l2 W, twice what backward "
                "returns.",
                "1/2 がないと2乗の項の勾配は 2 l2 W となり、backward が返す値の2倍になる。",
            ),
        ),
        Mistake(
            name="ridge_gradient_forgotten",
            ja="L2 の側の勾配を忘れる",
            line="dW = dW + self.l2 * self.W",
            wrong="pass",
            why=Text(
                "Both terms of the penalty have a gradient; without the ridge's only the lasso is "
                "left.",
                "罰則項の2つの項はどちらも勾配を持つ。L2 の分を忘れると、ラッソだけが残る。",
            ),
        ),
        Mistake(
            name="gradient_doubled",
            ja="勾配が 2 倍になる",
            line="dW = dW + self.l2 * self.W",
            wrong="dW = dW + 2 * self.l2 * self.W",
            why=CANCELS,
        ),
        Mistake(
            name="gradient_at_0_is_1",
            ja="0 での勾配を 1 とする",
            line="dW = self.l1 * np.sign(self.W)",
            wrong="dW = self.l1 * np.where(self.W >= 0, 1.0, -1.0)",
            why=Text(
                "At W = 0 the derivative of |W| is taken to be 0, so that a weight may stay there.",
                "W = 0 での |W| の微分は 0 とする。そうしないと重みは 0 に留まれない。",
            ),
        ),
    ),
)
