"""L2 regularization (ridge, weight decay)."""

from __future__ import annotations

from parity.concepts.regularizers._cases import case
from parity.concepts.regularizers._float32_factor import FLOAT32_FACTOR, FLOAT32_FACTOR_MENDED
from parity.concepts.regularizers._half import CANCELS, HALF_THE_RATE
from parity.concepts.regularizers._sources import HOERL, KROGH
from parity.describing.concept import Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, values

L2 = Concept(
    kind="regularizer",
    order=2,
    syllabus=("3-3-1",),
    needs=("dense",),
    title=Text("L2 regularization (ridge, weight decay)", "L2正則化(リッジ, 荷重減衰)"),
    summary=Text(
        "Adds half the sum of the squared weights to the loss. The half makes the gradient rate W: "
        "every weight shrinks in proportion to itself.",
        "重みの2乗和の半分を損失に加える。1/2 があるので勾配はちょうど rate W になり、"
        "どの重みも自分の大きさに比例して縮む。",
    ),
    why=Text(
        "A network that follows the noise of its data too bends sharply, and for that it needs "
        "large weights. L2 regularization makes every weight cost its square, so that a weight is "
        "only as large as its use for the loss justifies; it would rather have many small weights "
        "than a few large ones. Each step then shrinks the weights by a constant share, which is "
        "called weight decay. It makes them small, but not exactly 0, as L1 does.",
        "データの雑音にまで合わせるネットワークは急に曲がる関数になり、"
        "そのためには大きな重みが要る。L2 正則化は、重みの2乗に比例する代償を課す。"
        "重みは損失の減少に見合う大きさにとどまり、少数の大きな重みより多数の小さな重みが"
        "選ばれる。更新のたびに重みが一定の割合で縮むことになるので、荷重減衰とも呼ばれる。"
        "重みは小さくなるが、L1 と違ってちょうど 0 にはならない。",
    ),
    equation="penalty = (rate / 2) sum W^2; dW = dL rate W",
    formula=(
        r"\text{penalty} = \frac{\text{rate}}{2} \sum_i W_i^2",
        r"\frac{\partial L}{\partial W} = "
        r"\text{rate}\, W \frac{\partial L}{\partial \text{penalty}}",
    ),
    derivation=(
        Step(
            heading=Text(
                "Only the own square contains Wᵢ",
                "Wᵢ を含むのは、自分の2乗の項だけである",
            ),
            text=Text(
                "Its slope is 2 Wᵢ, and the half in front, which is there for this reason, cancels "
                "the 2.",
                "その微分は 2 Wᵢ である。前に付けておいた 1/2 が、この 2 を打ち消す。",
            ),
            equation=(
                r"\frac{\partial \text{penalty}}{\partial W_i} = \frac{\text{rate}}{2} \cdot 2 W_i "
                r"= \text{rate}\, W_i"
            ),
            check=Text(
                "Without the half, as Keras writes it, the slope is twice as large.",
                "Keras のように 1/2 を付けない定義では、傾きが2倍になる。",
            ),
        ),
        Step(
            heading=Text(
                "The chain rule multiplies by what reaches the penalty",
                "連鎖律により、罰則項に届く勾配を掛ける",
            ),
            text=Text(
                "The penalty is one number that is added to the loss, so what reaches it is "
                "usually 1.",
                "罰則項は損失に足される1つの数なので、届く勾配はふつう 1 である。",
            ),
            equation=(
                r"\frac{\partial L}{\partial W_i} = \frac{\partial \text{penalty}}{\partial W_i} "
                r"\frac{\partial L}{\partial \text{penalty}}"
            ),
        ),
        Step(
            heading=Text(
                "A step of gradient descent multiplies the weight",
                "勾配降下法の1ステップは、重みに定数を掛ける",
            ),
            text=Text(
                "lr is the learning rate. Whatever the loss itself wants comes in addition: every "
                "weight first loses the same share of itself.",
                "lr は学習率である。損失そのものの勾配による更新とは別に、"
                "どの重みも同じ割合だけ縮む。",
            ),
            equation=(
                r"W_i - \text{lr} \cdot \text{rate}\, W_i = (1 - \text{lr} \cdot \text{rate}) W_i"
            ),
            check=Text(
                "With lr = 0.1 and rate = 0.01 a weight loses 0.1 % of itself in a step; after 693 "
                "steps half is left.",
                "lr = 0.1、rate = 0.01 なら、1ステップで 0.1 % 縮み、693 ステップで半分になる。",
            ),
        ),
    ),
    shapes={"W": "any", "penalty": "scalar"},
    sources=(
        HOERL,
        KROGH,
        "Claim C7 and the exam's ridge(param, grad, rate)",
    ),
    cases=(
        case("dense", normal(4, 3), {"rate": 0.1}),
        case("kernel", normal(2, 3, 4, 5), {"rate": 0.0005}),
        case(
            "zero",
            values([[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]),
            {"rate": 0.3},
            zero={
                "penalty": "no weight, no penalty",
                "dW": "the gradient is in proportion to W",
            },
        ),
        case("defaults", normal(5, 3, apart=0.125), {}, ours=True),
    ),
    divergences=(
        Divergence(
            name="half",
            ja="1/2 を付けるか",
            summary=Text(
                "Keras' L2(l) is l sum W^2, without the half: at the same number it is twice as "
                "strong as the rate taught here and as weight_decay in torch.optim.",
                "Keras の L2(l) は l sum W^2 で 1/2 が付かない。同じ値を渡すと、"
                "ここで教える rate や torch.optim の weight_decay の2倍の強さになる。",
            ),
            reconciled=HALF_THE_RATE,
            source="keras.io/api/layers/regularizers: l2 * reduce_sum(square(x))",
            case="dense",
            native={"numpy": {}, "keras": {"callable": "keras.regularizers.L2", "l2": 0.1}},
            quantity="dW",
        ),
        Divergence(
            name="factor_in_float32",
            ja="float32 に丸められた係数",
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
            ja="和の平方根をとる",
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
            ja="罰則項の 1/2 を忘れる",
            line="return 0.5 * self.rate * np.square(W).sum()",
            wrong="return self.rate * np.square(W).sum()",
            why=Text(
                "Without the half the penalty's gradient is 2 rate W, twice what backward returns.",
                "1/2 がないと罰則項の勾配は 2 rate W となり、backward が返す値の2倍になる。",
            ),
        ),
        Mistake(
            name="gradient_doubled",
            ja="勾配が 2 倍になる",
            line="return float(dL) * self.rate * self.W",
            wrong="return float(dL) * 2 * self.rate * self.W",
            why=CANCELS,
        ),
        Mistake(
            name="gradient_of_l1",
            ja="L1 の勾配を使う",
            line="return float(dL) * self.rate * self.W",
            wrong="return float(dL) * self.rate * np.sign(self.W)",
            why=Text(
                "That is the lasso. Ridge pulls large weights harder than small ones.",
                "これはラッソ(L1)の勾配である。リッジは大きな重みほど強く引き戻す。",
            ),
        ),
        Mistake(
            name="gradient_of_the_wrong_sign",
            ja="勾配の符号が逆",
            line="return float(dL) * self.rate * self.W",
            wrong="return -float(dL) * self.rate * self.W",
            why=Text(
                "The minus belongs to the descent. With it here as well, the weights would grow.",
                "負号は勾配降下の側にある。ここでも付けると、重みはかえって大きくなる。",
            ),
        ),
    ),
)
