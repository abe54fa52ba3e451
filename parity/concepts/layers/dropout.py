"""Dropout."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import bernoulli, normal, values
from parity.describing.identity import Identity, evaluated

ONES = values(np.ones((50, 80)))
"""With x = 1 and dy = 1, y and dx show the mask and its scale: 4,000 of them."""


def _own_mask(name: str, scaling: str) -> Case:
    """Return a case whose mask everyone draws alone: y and dx agree in distribution.

    1 - rate is a power of 2, so that the scale is the same to the last bit in whatever order it
    is multiplied: the comparison counts equal values.
    """
    return Case(
        name,
        inputs={"x": ONES},
        upstream=ONES,
        config={"rate": 0.75, "scaling": scaling, "seed": 1},
        training=True,
        sampled=("y", "dx"),
        options={"sampled": True},
    )


Dropout = Concept(
    kind="layer",
    order=3,
    syllabus=("3-3-2",),
    needs=("dense",),
    title=Text("Dropout", "ドロップアウト"),
    summary=Text(
        "Sets each element to 0 with probability rate in training, so that no unit can rely on "
        "another one. In inference nothing is dropped.",
        "学習時に各要素を確率 rate で 0 にし、特定のユニットに頼らない学習をさせる。"
        "推論時には何も落とさない。",
    ),
    why=Text(
        "A large network can fit its training data with units that only work together, each "
        "mending what particular others get wrong; on new data that breaks. Dropout takes a "
        "random part of the units away in each step, so that every one has to be useful by "
        "itself: many thinned networks are trained that share their weights. In inference the "
        "whole network stands for their mean, and the factor 1 / (1 - rate) keeps its signals at "
        "the level of training.",
        "大きなネットワークは、特定のユニットどうしが互いの誤りを補い合うことで訓練データに合わせ"
        "てしまうことがあり、新しいデータではそれが崩れる。"
        "ドロップアウトは毎回ランダムに一部のユニットを取り除き、"
        "どのユニットも単独で役に立つように学習させる。"
        "重みを共有した、間引かれたネットワークを数多く学習することにあたる。"
        "推論時にはネットワーク全体がそれらの平均の役を果たし、"
        "係数 1 / (1 - rate) が信号の大きさを学習時とそろえる。",
    ),
    equation="training: y = x m / (1 - rate), m = 1 with probability 1 - rate, else 0; "
    "inference: y = x",
    formula=(
        r"m_i = \begin{cases} 1 & u_i \ge p \\ 0 & u_i < p \end{cases} \quad u_i "
        r"\thicksim U(0, 1)",
        r"y = \frac{x \odot m}{1 - p}, \quad \frac{\partial L}{\partial x} = \frac{m}{1 - "
        r"p} \odot \frac{\partial L}{\partial y}",
    ),
    derivation=(
        Step(
            heading=Text(
                "The mask is a constant, so y is a multiple of x",
                "マスクは定数なので、y は x の定数倍である",
            ),
            text=Text(
                "The mask was drawn beforehand and does not depend on x. Each element is "
                "multiplied by its own number: 0, or 1 / (1 - p).",
                "マスクは先に生成した乱数であり、x によらない。"
                "各要素にはそれぞれ 0 か 1 / (1 - p) が掛かる。",
            ),
            equation=(
                r"y_i = \frac{m_i}{1 - p} x_i, \quad \frac{\partial y_i}{\partial x_i} = "
                r"\frac{m_i}{1 - p}"
            ),
        ),
        Step(
            heading=Text(
                "The way back has the mask and the factor of the way there",
                "逆伝播では、順伝播と同じマスクと係数を掛ける",
            ),
            text=Text(
                "What was dropped had no part in y and gets no gradient. So the mask has to be "
                "kept: a new draw would send the gradient to other units.",
                "落とした要素は y に寄与していないので、勾配も届かない。"
                "したがってマスクを覚えておく必要がある。"
                "マスクを作り直すと、別のユニットに勾配が届いてしまう。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x} = \frac{m}{1 - p} \odot \frac{\partial "
                r"L}{\partial y}"
            ),
            check=Text(
                "dx is 0 exactly where y was dropped; with the mask given, it agrees with both "
                "frameworks.",
                "dx が 0 になるのは、y を落とした要素だけである。"
                "同じマスクを与えれば両フレームワークと一致する。",
            ),
        ),
        Step(
            heading=Text(
                "The division keeps the mean, so inference needs no factor",
                "この割り算で平均が保たれ、推論時の係数が要らなくなる",
            ),
            text=Text(
                "A unit stays with probability 1 - p, so the mean of its mask is 1 - p, and on "
                "average y is x. The taught form leaves the factor out in training, and "
                "multiplies by 1 - p in inference instead.",
                "ユニットが残る確率は 1 - p なので、マスクの平均は 1 - p であり、"
                "y の平均は x になる。"
                "教材の形では学習時に割らず、代わりに推論時に 1 - p を掛ける。",
            ),
            equation=(
                r"\operatorname{E}[m_i] = 1 \cdot (1 - p) + 0 \cdot p = 1 - p"
                "\n"
                r"\operatorname{E}[y_i] = \frac{\operatorname{E}[m_i]}{1 - p} x_i = x_i"
            ),
        ),
    ),
    shapes={"x": "any", "mask": "as x", "y": "as x"},
    sources=(
        "Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov (2014), Dropout: a simple "
        "way to prevent neural networks from overfitting, JMLR 15, sections 4 and 10",
        "The exam's dropout forward and backward: the taught scaling",
    ),
    cases=(
        Case(
            "training",
            inputs={"x": normal(4, 5), "mask": bernoulli(4, 5, keep=0.7)},
            config={"rate": 0.3},
            training=True,
        ),
        Case(
            "training_taught",
            inputs={"x": normal(5, 3), "mask": bernoulli(5, 3, keep=0.6)},
            config={"rate": 0.4, "scaling": "taught"},
            training=True,
        ),
        Case(
            "inference",
            inputs={"x": normal(3, 4)},
            config={"rate": 0.3},
            training=False,
        ),
        Case(
            "inference_taught",
            inputs={"x": normal(4, 3)},
            config={"rate": 0.3, "scaling": "taught"},
            training=False,
        ),
        Case(
            "inference_ignores_the_mask",
            inputs={"x": normal(2, 5), "mask": bernoulli(2, 5)},
            config={"rate": 0.5},
            training=False,
        ),
        Case(
            "images",
            inputs={"x": normal(2, 3, 4, 5), "mask": bernoulli(2, 3, 4, 5, keep=0.8)},
            config={"rate": 0.2},
            training=True,
        ),
        Case("rate_0", inputs={"x": normal(3, 5)}, config={"rate": 0.0}, training=True),
        _own_mask("own_mask", "inverted"),
        _own_mask("own_mask_taught", "taught"),
        Case(
            "defaults",
            inputs={"x": normal(5, 4), "mask": bernoulli(5, 4)},
            training=True,
            ours=True,
        ),
    ),
    divergences=(
        Divergence(
            name="scaling_in_inference",
            ja="推論時に縮める流儀",
            summary=Text(
                "The frameworks scale up by 1 / (1 - rate) in training and leave inference alone "
                "(inverted dropout). The first paper, the course and the exam leave training "
                "alone and multiply by 1 - rate in inference.",
                "フレームワークは学習時に 1 / (1 - rate) 倍し、推論時は何もしない"
                "(inverted dropout)。原論文・教材・試験では、学習時はそのままで、"
                "推論時に 1 - rate を掛ける。",
            ),
            reconciled=Text(
                'The argument scaling names the two: "inverted" and "taught". The expectation '
                "over the masks is the same up to one constant factor.",
                "引数 scaling の inverted と taught で区別する。"
                "マスクについての期待値は、定数倍を除いて等しい。",
            ),
            source="torch.nn.Dropout: outputs are scaled by 1 / (1 - p) during training; "
            "Srivastava et al. (2014), figure 2 and section 10",
            case="inference",
            native={
                "numpy": {"scaling": "taught"},
                "torch": {"callable": "torch.nn.Dropout", "p": 0.3},
            },
            quantity="y",
        ),
        Divergence(
            name="scaling_in_training",
            ja="学習時に伸ばす流儀",
            summary=Text(
                "With one mask the taught forward pass gives x m in training, the frameworks' "
                "x m / (1 - rate).",
                "同じマスクでも、学習時の出力は教材の方式では x m、"
                "フレームワークでは x m / (1 - rate) になる。",
            ),
            reconciled=Text(
                'scaling="taught" in all three, or "inverted" in all three.',
                "3つとも taught にそろえるか、3つとも inverted にそろえる。",
            ),
            source="Srivastava et al. (2014), section 10",
            case="training",
            native={"numpy": {"scaling": "taught"}, "torch": {}},
            quantity="y",
        ),
    ),
    defaults=(Default("rate", 0.5, torch=("torch.nn.Dropout", "p", 0.5)),),
    conventions=(
        Convention(
            name="test_time_dropout",
            text=Text(
                "Nothing is scaled in training, and the output is multiplied by 1 - rate at "
                "inference, as the course teaches it; PyTorch and Keras divide by 1 - rate in "
                "training (inverted dropout).",
                "教科書と同じく、学習時は何も掛けず、推論時に 1 - rate を掛ける。PyTorch と K"
                "eras は学習時に 1 - rate で割る(inverted dropout)。",
            ),
            config={"scaling": "taught"},
        ),
        Convention(
            name="probability_of_keeping",
            text=Text(
                "The argument is the probability of keeping, as in cs231n; in PyTorch and Keras "
                "it is that of dropping.",
                "引数は残す確率である(cs231n と同じ)。PyTorch と Keras では落とす確率である。",
            ),
            config={"rate": lambda r: 1 - r},
        ),
    ),
    also_called=(
        "dropout_forward",
        "dropout_layer",
        "drop_out",
    ),
    identities=(
        Identity(
            sibling="identity",
            text=Text(
                "With rate 0 it is the identity function, in training too.",
                "rate が 0 なら、学習時でも恒等関数である。",
            ),
            case=Case("nothing_dropped", inputs={"x": normal(3, 4, 5)}),
            left=evaluated("dropout", rate=0.0),
            right=evaluated("identity"),
        ),
    ),
    mistakes=(
        Mistake(
            name="not_scaled_in_training",
            ja="学習時に伸ばさない",
            line="self.factor = self.factor / keep",
            wrong="pass",
            why=Text(
                "Training then gives (1 - rate) x on average and inference x: every layer after "
                "this one sees another level than it was trained on.",
                "学習時の期待値が (1 - rate) x、推論時が x となり、"
                "後の層は学習時と違う大きさの入力を受け取ることになる。",
            ),
        ),
        Mistake(
            name="divided_by_the_rate",
            ja="落とす割合で割る",
            line="keep = 1 - self.rate",
            wrong="keep = self.rate",
            why=Text(
                "The scale makes up for what is kept, 1 - rate; rate is what is dropped. At 0.5 "
                "the two are the same, and the mistake goes unseen.",
                "補正に使うのは残す割合 1 - rate であって、落とす割合 rate ではない。"
                "rate = 0.5 では両者が一致するため、誤りに気づきにくい。",
            ),
        ),
        Mistake(
            name="drops_what_it_should_keep",
            ja="残すべきものを落とす",
            line="mask = self.rng.random(x.shape) >= self.rate",
            wrong="mask = self.rng.random(x.shape) < self.rate",
            why=Text(
                "rate is the probability of dropping: an element stays where the random number is "
                "at least rate.",
                "rate は落とす確率なので、乱数が rate 以上の要素を残す。",
            ),
        ),
        Mistake(
            name="gradient_not_masked",
            ja="勾配にマスクを掛けない",
            line="return dy * self.factor",
            wrong="return dy",
            why=Text(
                "A dropped element had no part in y, so no gradient reaches it; the others carry "
                "the factor of the forward pass.",
                "落とした要素は y に寄与していないので、勾配も流れない。"
                "残した要素には順伝播と同じ係数が掛かる。",
            ),
        ),
        Mistake(
            name="inference_not_scaled_as_taught",
            ja="推論時に縮めない",
            line="self.factor = keep",
            wrong="self.factor = 1.0",
            why=Text(
                "In the taught form all units answer in inference, more than in training; the "
                "factor 1 - rate brings them back to the level of training.",
                "教材の方式では、推論時に全ユニットが働いて出力が学習時より大きくなる。"
                "1 - rate を掛けて学習時の大きさに合わせる。",
            ),
        ),
        Mistake(
            name="drops_in_inference",
            ja="推論時にも落とす",
            line="if training:",
            wrong="if True:",
            why=Text(
                "Dropout belongs to training; an answer that changes from call to call is of no "
                "use in inference.",
                "ドロップアウトは学習時だけ行う。"
                "推論時にも落とすと、呼び出すたびに出力が変わってしまう。",
            ),
        ),
    ),
)
