"""The regularizers."""

from __future__ import annotations

from collections.abc import Mapping

from parity.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.draw import Draw, normal, uniform, values

UPSTREAM = uniform(low=0.5, high=2.0)
"""dL/dpenalty: a scalar, and not 1, so that a backward pass which ignores it is found out."""

KINK = values([[-1.5, 0.0, 0.75], [-0.0, 2.0, -0.25]])


def _case(
    name: str,
    W: Draw,
    config: Mapping[str, float],
    kink: bool = False,
    zero: Mapping[str, str] | None = None,
) -> Case:
    return Case(name, inputs={"W": W}, upstream=UPSTREAM, config=config, kink=kink, zero=zero or {})


FLOAT32_FACTOR = Text(
    "Keras casts the factor, a Python float, by way of float32, even when the weights are float64: "
    "up to 6e-8 of it is lost.",
    "Keras は、重みが float64 でも、係数(Python の float)を一度 float32 に丸めてから使う。"
    "相対的に最大 6e-8 の誤差が入る。",
)
FLOAT32_FACTOR_MENDED = Text(
    "Set the factor as a NumPy float64 after construction; its digits are then kept.",
    "生成後に、係数を NumPy の float64 で設定し直す。こうすれば桁は落ちない。",
)

L1 = Concept(
    kind="regularizer",
    title=Text("L1 regularization (lasso)", "L1正則化(ラッソ)"),
    summary=Text(
        "Adds the sum of the absolute weights to the loss. Every weight is pulled towards 0 with "
        "the same force, so unimportant ones arrive there and the model becomes sparse.",
        "重みの絶対値の和を損失に加える。どの重みも同じ強さで 0 へ引かれるため、"
        "重要でない重みはちょうど 0 になり、疎なモデルが得られる。",
    ),
    equation="penalty = rate sum |W|; dW = dL rate sign(W)",
    formula=(
        r"\text{penalty} = \text{rate} \sum_i \left| W_i \right|",
        r"\frac{\partial L}{\partial W} = "
        r"\text{rate}\, \operatorname{sign}(W) \frac{\partial L}{\partial \text{penalty}}",
        r"\operatorname{sign}(0) = 0",
    ),
    shapes={"W": "any", "penalty": "scalar"},
    sources=(
        "Tibshirani (1996), Regression shrinkage and selection via the lasso, J. R. Statist. "
        "Soc. B 58",
        "Claim C14 and the exam's lasso(param, grad, rate): the derivative at 0 is 0",
    ),
    cases=(
        _case("dense", normal(4, 3, apart=0.125), {"rate": 0.1}),
        _case("kernel", normal(2, 3, 4, 5, apart=0.125), {"rate": 0.005}),
        _case("kink", KINK, {"rate": 0.3}, kink=True),
    ),
    divergences=(
        Divergence(
            name="factor_in_float32",
            summary=FLOAT32_FACTOR,
            reconciled=FLOAT32_FACTOR_MENDED,
            source="keras/src/regularizers/regularizers.py: ops.cast(self.l1, dtype=x.dtype)",
            case="dense",
            native={"torch": {}, "keras": {"callable": "keras.regularizers.L1", "l1": 0.1}},
            quantity="penalty",
        ),
    ),
    defaults=(Default("rate", 0.01, keras=("keras.regularizers.L1", "l1", 0.01)),),
    also_called=(
        "l1_regularization",
        "l1_penalty",
        "l1_regularizer",
    ),
    mistakes=(
        Mistake(
            name="gradient_at_0_is_1",
            line="sign = np.sign(self.W)",
            wrong="sign = np.where(self.W >= 0, 1.0, -1.0)",
            why=Text(
                "At W = 0 the derivative is taken to be 0. With 1, a weight that has become 0 is "
                "pushed away again and never stays there.",
                "W = 0 での微分は 0 とする。1 とすると、0 になった重みが再び押し出され、"
                "0 に留まることができない。",
            ),
        ),
        Mistake(
            name="gradient_of_l2",
            line="sign = np.sign(self.W)",
            wrong="sign = self.W",
            why=Text(
                "That is ridge. The lasso's pull does not depend on how large the weight is, only "
                "on its sign.",
                "これはリッジ(L2)の勾配である。ラッソの引く力は重みの大きさによらず、"
                "符号だけで決まる。",
            ),
        ),
        Mistake(
            name="not_absolute",
            line="return self.rate * np.abs(W).sum()",
            wrong="return self.rate * W.sum()",
            why=Text(
                "Without the absolute value positive and negative weights cancel, and large "
                "negative weights would even be rewarded.",
                "絶対値を取らないと正負の重みが打ち消し合い、"
                "負の大きな重みほど損失が小さくなってしまう。",
            ),
        ),
        Mistake(
            name="averaged",
            line="return self.rate * np.abs(W).sum()",
            wrong="return self.rate * np.abs(W).mean()",
            why=Text(
                "The penalty is the sum over the weights. A mean makes the rate weaker the larger "
                "the layer is.",
                "罰則項は重みについての和である。平均にすると、層が大きいほど正則化が弱くなる。",
            ),
        ),
        Mistake(
            name="upstream_ignored",
            line="return float(dL) * self.rate * sign",
            wrong="return self.rate * sign",
            why=Text(
                "By the chain rule the penalty's gradient is multiplied by dL/dpenalty, which is 1 "
                "only if the penalty is added to the loss as it stands.",
                "連鎖律により、勾配には dL/dpenalty を掛ける。"
                "それが 1 になるのは、罰則項をそのまま損失に足す場合だけである。",
            ),
        ),
    ),
)

L2 = Concept(
    kind="regularizer",
    title=Text("L2 regularization (ridge, weight decay)", "L2正則化(リッジ, 荷重減衰)"),
    summary=Text(
        "Adds half the sum of the squared weights to the loss. The half makes the gradient rate W: "
        "every weight shrinks in proportion to itself.",
        "重みの2乗和の半分を損失に加える。1/2 があるので勾配はちょうど rate W になり、"
        "どの重みも自分の大きさに比例して縮む。",
    ),
    equation="penalty = (rate / 2) sum W^2; dW = dL rate W",
    formula=(
        r"\text{penalty} = \frac{\text{rate}}{2} \sum_i W_i^2",
        r"\frac{\partial L}{\partial W} = "
        r"\text{rate}\, W \frac{\partial L}{\partial \text{penalty}}",
    ),
    shapes={"W": "any", "penalty": "scalar"},
    sources=(
        "Hoerl and Kennard (1970), Ridge regression, Technometrics 12",
        "Krogh and Hertz (1992), A simple weight decay can improve generalization, NIPS 4",
        "Claim C7 and the exam's ridge(param, grad, rate)",
    ),
    cases=(
        _case("dense", normal(4, 3), {"rate": 0.1}),
        _case("kernel", normal(2, 3, 4, 5), {"rate": 0.0005}),
        _case(
            "zero",
            values([[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]),
            {"rate": 0.3},
            zero={
                "penalty": "no weight, no penalty",
                "dW": "the gradient is in proportion to W",
            },
        ),
    ),
    divergences=(
        Divergence(
            name="half",
            summary=Text(
                "Keras' L2(l) is l sum W^2, without the half: at the same number it is twice as "
                "strong as the rate taught here and as weight_decay in torch.optim.",
                "Keras の L2(l) は l sum W^2 で 1/2 が付かない。同じ値を渡すと、"
                "ここで教える rate や torch.optim の weight_decay の2倍の強さになる。",
            ),
            reconciled=Text(
                "Give Keras half the rate: l = rate / 2.",
                "Keras には半分の値 l = rate / 2 を渡す。",
            ),
            source="keras.io/api/layers/regularizers: l2 * reduce_sum(square(x))",
            case="dense",
            native={"numpy": {}, "keras": {"callable": "keras.regularizers.L2", "l2": 0.1}},
            quantity="dW",
        ),
        Divergence(
            name="factor_in_float32",
            summary=FLOAT32_FACTOR,
            reconciled=FLOAT32_FACTOR_MENDED,
            source="keras/src/regularizers/regularizers.py: ops.cast(self.l2, dtype=x.dtype)",
            case="dense",
            native={"torch": {}, "keras": {"callable": "keras.regularizers.L2", "l2": 0.05}},
            quantity="penalty",
        ),
    ),
    defaults=(Default("rate", 0.01, keras=("keras.regularizers.L2", "l2", 0.01)),),
    conventions=(
        Convention(
            name="without_the_half",
            text=Text(
                "The penalty is rate sum W^2 without the half, as in Keras, so the gradient is "
                "2 rate W.",
                "Keras と同じく 1/2 を付けず rate・ΣW^2 とする。勾配は 2・rate・W になる。",
            ),
            config={"rate": lambda rate: 2 * rate},
        ),
    ),
    also_called=(
        "l2_regularization",
        "l2_penalty",
        "l2_regularizer",
        "weight_decay",
    ),
    mistakes=(
        Mistake(
            name="root_of_the_sum",
            line="return 0.5 * self.rate * np.square(W).sum()",
            wrong="return 0.5 * self.rate * np.sqrt(np.square(W).sum())",
            why=Text(
                "The course adds the norm, sqrt(sum W^2), to the loss but lambda W to the "
                "gradient. The gradient of the norm would be W / |W|: the two do not belong "
                "together.",
                "教材では損失にノルム sqrt(sum W^2) を足しながら、勾配には lambda W を足している。"
                "ノルムの勾配は W / |W| であり、両者は対応していない。",
            ),
        ),
        Mistake(
            name="penalty_without_the_half",
            line="return 0.5 * self.rate * np.square(W).sum()",
            wrong="return self.rate * np.square(W).sum()",
            why=Text(
                "Without the half the penalty's gradient is 2 rate W, twice what backward returns.",
                "1/2 がないと罰則項の勾配は 2 rate W となり、backward が返す値の2倍になる。",
            ),
        ),
        Mistake(
            name="gradient_doubled",
            line="return float(dL) * self.rate * self.W",
            wrong="return float(dL) * 2 * self.rate * self.W",
            why=Text(
                "The 2 that comes down from the square cancels with the half in front.",
                "2乗を微分して出てくる 2 は、前に付いている 1/2 と打ち消し合う。",
            ),
        ),
        Mistake(
            name="gradient_of_l1",
            line="return float(dL) * self.rate * self.W",
            wrong="return float(dL) * self.rate * np.sign(self.W)",
            why=Text(
                "That is the lasso. Ridge pulls large weights harder than small ones.",
                "これはラッソ(L1)の勾配である。リッジは大きな重みほど強く引き戻す。",
            ),
        ),
        Mistake(
            name="gradient_of_the_wrong_sign",
            line="return float(dL) * self.rate * self.W",
            wrong="return -float(dL) * self.rate * self.W",
            why=Text(
                "The minus belongs to the descent. With it here as well, the weights would grow.",
                "負号は勾配降下の側にある。ここでも付けると、重みはかえって大きくなる。",
            ),
        ),
    ),
)

ElasticNet = Concept(
    kind="regularizer",
    title=Text("Elastic net", "Elastic Net(エラスティックネット)"),
    summary=Text(
        "The lasso and the ridge added: sparse like the one, steady with correlated inputs like "
        "the other.",
        "L1正則化とL2正則化の和である。前者のように疎な解を与えつつ、"
        "後者のように相関の強い入力に対しても安定する。",
    ),
    equation="penalty = l1 sum |W| + (l2 / 2) sum W^2; dW = dL (l1 sign(W) + l2 W)",
    formula=(
        r"\text{penalty} = l_1 \sum_i \left| W_i \right| + \frac{l_2}{2} \sum_i W_i^2",
        r"\frac{\partial L}{\partial W} = "
        r"\left(l_1 \operatorname{sign}(W) + l_2 W\right) \frac{\partial L}{\partial "
        r"\text{penalty}}",
        r"\operatorname{sign}(0) = 0",
    ),
    shapes={"W": "any", "penalty": "scalar"},
    sources=(
        "Zou and Hastie (2005), Regularization and variable selection via the elastic net, J. R. "
        "Statist. Soc. B 67, section 2.1",
    ),
    cases=(
        _case("dense", normal(4, 3, apart=0.125), {"l1": 0.1, "l2": 0.3}),
        _case("kernel", normal(2, 3, 4, 5, apart=0.125), {"l1": 0.02, "l2": 0.005}),
        _case("lasso_only", normal(5, 2, apart=0.125), {"l1": 0.1, "l2": 0.0}),
        _case("ridge_only", normal(2, 5), {"l1": 0.0, "l2": 0.1}),
        _case("kink", KINK, {"l1": 0.3, "l2": 0.1}, kink=True),
    ),
    divergences=(
        Divergence(
            name="half",
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
    mistakes=(
        Mistake(
            name="rates_swapped",
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
            line="dW = dW + self.l2 * self.W",
            wrong="dW = dW + 2 * self.l2 * self.W",
            why=Text(
                "The 2 that comes down from the square cancels with the half in front.",
                "2乗を微分して出てくる 2 は、前に付いている 1/2 と打ち消し合う。",
            ),
        ),
        Mistake(
            name="gradient_at_0_is_1",
            line="dW = self.l1 * np.sign(self.W)",
            wrong="dW = self.l1 * np.where(self.W >= 0, 1.0, -1.0)",
            why=Text(
                "At W = 0 the derivative of |W| is taken to be 0, so that a weight may stay there.",
                "W = 0 での |W| の微分は 0 とする。そうしないと重みは 0 に留まれない。",
            ),
        ),
    ),
)
