"""L1 regularization (lasso)."""

from __future__ import annotations

from parity.concepts.regularizers._cases import KINK, case
from parity.concepts.regularizers._float32_factor import FLOAT32_FACTOR, FLOAT32_FACTOR_MENDED
from parity.concepts.regularizers._sources import TIBSHIRANI
from parity.describing.concept import Concept, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
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
    why=Text(
        "A network with many weights can follow the noise in its data, too. L1 regularization "
        "adds the sum of the absolute weights, times rate, to the loss: every weight has to be "
        "worth its size. Its pull does not fade as a weight gets small, so that at the minimum "
        "the unimportant ones are exactly 0. The model is sparse, and one can read off which "
        "inputs it needs.",
        "重みの多いネットワークは、データに含まれる雑音にまで合わせてしまうことがある。"
        "L1正則化は、重みの絶対値の和に rate を掛けて損失に加え、"
        "重みの大きさに見合う効果を求める。"
        "0 へ引く力は重みが小さくなっても弱まらないので、損失が最小の点では重要でない重みがちょう"
        "ど 0 になる。モデルは疎になり、必要な入力がどれかを読み取れる。",
    ),
    equation="penalty = rate sum |W|; dW = dL rate sign(W)",
    formula=(
        r"\text{penalty} = \text{rate} \sum_i \left| W_i \right|",
        r"\frac{\partial L}{\partial W} = "
        r"\text{rate}\, \operatorname{sign}(W) \frac{\partial L}{\partial \text{penalty}}",
        r"\operatorname{sign}(0) = 0",
    ),
    derivation=(
        Step(
            heading=Text(
                "Away from 0, an absolute value has the slope 1 or -1",
                "0 以外では、絶対値の傾きは 1 か -1 である",
            ),
            text=Text(
                "In the sum, Wᵢ stands in its own term alone. Right of 0 that is Wᵢ, left of 0 it "
                "is -Wᵢ.",
                "和の中で Wᵢ が現れるのは自分の項だけである。0 より右では Wᵢ、左では -Wᵢ になる。",
            ),
            equation=(
                r"\frac{\partial \text{penalty}}{\partial W_i} = \begin{cases} \text{rate} & (W_i "
                r"> 0) \\ -\text{rate} & (W_i < 0) \end{cases}"
            ),
        ),
        Step(
            heading=Text(
                "At 0 any slope from -1 to 1 would do, and 0 is taken",
                "0 での傾きは -1 から 1 のどれでもよく、0 とする",
            ),
            text=Text(
                "The quotient tends to 1 from the right and to -1 from the left; every number "
                "between them is a subgradient. With 0, a weight that has become 0 is left there, "
                "and sign(Wᵢ) covers all cases.",
                "差分商は右からは 1、左からは -1 に近づき、その間の値はどれも劣勾配である。"
                "0 とすれば、0 になった重みをこの項が動かすことはなく、"
                "3つの場合をまとめて sign(Wᵢ) と書ける。",
            ),
            equation=(
                r"\lim\limits_{h \to +0} \frac{\left| h \right|}{h} = 1"
                "\n"
                r"\lim\limits_{h \to -0} \frac{\left| h \right|}{h} = -1"
                "\n"
                r"\operatorname{sign}(0) = 0"
            ),
            check=Text(
                "The case kink: dW is 0 where W is 0, in all three implementations.",
                "ケース kink では、W が 0 のところの dW は 0 になる。これは3つの実装で一致する。",
            ),
        ),
        Step(
            heading=Text(
                "Together: a pull of one strength, whatever the weight",
                "まとめると、重みの大きさによらない一定の力になる",
            ),
            text=Text(
                "This is added to the gradient of the loss proper. L2's pull, rate W, weakens on "
                "the way to 0; this one does not, and so it gets there.",
                "これを元の損失の勾配に加える。"
                "L2正則化の力 rate W は 0 に近づくほど弱まるが、"
                "この力は弱まらないので 0 まで届く。",
            ),
            equation=(
                r"\frac{\partial L}{\partial W_i} = \text{rate}\, \operatorname{sign}(W_i) "
                r"\frac{\partial L}{\partial \text{penalty}}"
            ),
            check=Text(
                "dW agrees with finite differences away from 0, and with PyTorch and Keras.",
                "dW は、0 を除いて数値微分と一致し、PyTorch・Keras とも一致する。",
            ),
        ),
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
