"""L1 regularization (lasso)."""

from __future__ import annotations

from parity.concepts.regularizers._cases import KINK, case
from parity.concepts.regularizers._float32_factor import FLOAT32_FACTOR, FLOAT32_FACTOR_MENDED
from parity.concepts.regularizers._sources import TIBSHIRANI
from parity.describing.concept import Concept, Default, Divergence, Mistake, Text
from parity.describing.draw import normal

L1 = Concept(
    kind="regularizer",
    order=1,
    syllabus=("3-3-1",),
    needs=("dense",),
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
        TIBSHIRANI,
        "Claim C14 and the exam's lasso(param, grad, rate): the derivative at 0 is 0",
    ),
    cases=(
        case("dense", normal(4, 3, apart=0.125), {"rate": 0.1}),
        case("kernel", normal(2, 3, 4, 5, apart=0.125), {"rate": 0.005}),
        case("kink", KINK, {"rate": 0.3}, kink=True),
        case("defaults", normal(5, 3, apart=0.125), {}, ours=True),
    ),
    divergences=(
        Divergence(
            name="factor_in_float32",
            ja="float32 に丸められた係数",
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
            ja="0 での勾配を 1 とする",
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
            ja="L2 の勾配を使う",
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
            ja="絶対値をとらない",
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
            ja="平均してしまう",
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
            ja="上流の勾配を無視する",
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
