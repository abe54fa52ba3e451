"""AdamW."""

from __future__ import annotations

from parity.concepts.optimizers._averages import ROOT_LATER
from parity.concepts.optimizers._epsilon import (
    ACTS_LIKE_1E4,
    EITHER_ROOT,
    RECONCILED,
    UNCORRECTED_ROOT,
)
from parity.concepts.optimizers._recorded_gradients import at_defaults, fifty_steps
from parity.describing.concept import (
    Concept,
    Convention,
    Default,
    Divergence,
    Mistake,
    Text,
    Weight,
)
from parity.describing.derivation import Step
from parity.describing.identity import Identity, evaluated

AdamW = Concept(
    kind="optimizer",
    order=9,
    fast="optimizers.fast_adamw.FastAdamW",
    syllabus=("3-3-1",),
    needs=("adam", "l2"),
    title=Text("AdamW", "AdamW"),
    summary=Text(
        "Adam with the weight decay taken off the weights themselves, so that it is not divided "
        "by the root of v: all weights decay at one rate.",
        "荷重減衰を勾配に加えず、重みから直接引く Adam。減衰項が v の平方根で割られないので、"
        "どの重みも同じ割合で減衰する。",
    ),
    why=Text(
        "With SGD, an L2 penalty and weight decay are the same. In Adam they are not: a penalty in "
        "the gradient is divided by the root of v with the rest, so that weights with large "
        "gradients hardly decay. AdamW takes the decay off the weights themselves: all of them "
        "shrink at one rate, which can be chosen apart from the size of the gradients. It is the "
        "usual optimizer of Transformers.",
        "SGD では、L2正則化と荷重減衰は同じものである。Adam ではそうならない。"
        "勾配に加えた罰則項も v の平方根で割られるため、勾配の大きい重みほど減衰しにくくなる。"
        "AdamW は減衰を重みから直接引く。"
        "どの重みも同じ割合で縮み、減衰の強さを勾配の大きさと切り離して選べる。"
        "Transformer の学習では標準的に使われている。",
    ),
    equation="w <- w - lr lambda w - lr m_hat / (sqrt(v_hat) + epsilon)",
    formula=(
        r"w \leftarrow w - \text{lr}\, \lambda w",
        r"m \leftarrow \beta_1 m + (1 - \beta_1) g",
        r"v \leftarrow \beta_2 v + (1 - \beta_2) g^2",
        r"\hat{m} = \frac{m}{1 - \beta_1^t}, \quad \hat{v} = \frac{v}{1 - \beta_2^t}",
        r"w \leftarrow w - \text{lr}\, \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}",
    ),
    derivation=(
        Step(
            heading=Text(
                "With SGD a penalty in the gradient is decay",
                "SGD では、勾配に加えた罰則項がそのまま減衰になる",
            ),
            text=Text(
                "The gradient of the penalty λ w² / 2 is λ w. Put into the step, it shrinks every "
                "weight by the same factor.",
                "罰則項 λ w² / 2 の勾配は λ w である。更新式に入れると、どの重みも同じ割合で縮む。",
            ),
            equation=(
                r"w - \text{lr}\, (g + \lambda w) = (1 - \text{lr}\, \lambda) \, w - \text{lr}\, g"
            ),
        ),
        Step(
            heading=Text(
                "In Adam it is divided by the root of v",
                "Adam では、v の平方根で割られる",
            ),
            text=Text(
                "The penalty goes through the averages like the rest of the gradient. Where the "
                "gradient proper is the larger part, v̂ is that of g, and what is left of the "
                "decay depends on the size of g.",
                "罰則項も勾配の一部として移動平均に入る。"
                "元の勾配のほうが大きければ v̂ はほぼ g で決まり、"
                "減衰の強さが勾配の大きさに左右される。",
            ),
            equation=(
                r"\text{lr}\, \frac{\lambda w}{\sqrt{\hat{v}}} \approx "
                r"\frac{\text{lr}\, \lambda}{\left| g \right|} \, w"
            ),
            check=Text(
                "With gradients of about 10 a weight decays ten times more slowly than is asked "
                "for, with 0.1 ten times faster.",
                "勾配が 10 程度なら指定の 1/10 の速さで、0.1 程度なら 10 倍の速さで減衰する。",
            ),
        ),
        Step(
            heading=Text(
                "Taken off by itself, it is one factor for all weights",
                "重みから直接引けば、どの重みにも同じ割合が掛かる",
            ),
            text=Text(
                "Neither m nor v knows of the decay. A weight without gradient shrinks by the "
                "factor in each step.",
                "m にも v にも減衰は入らない。勾配が 0 の重みは、ステップごとにこの割合で縮む。",
            ),
            equation=(
                r"w \leftarrow (1 - \text{lr}\, \lambda) \, w - \text{lr}\, "
                r"\frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}"
            ),
        ),
    ),
    shapes={"w": "any", "g, m, v": "as w"},
    sources=(
        "Loshchilov and Hutter (2019), Decoupled weight decay regularization, ICLR, algorithm 2",
    ),
    state={
        "m": Weight(torch="exp_avg", keras="momentum"),
        "v": Weight(torch="exp_avg_sq", keras="velocity"),
    },
    cases=(
        fifty_steps("corrected", {"lr": 0.01, "epsilon": 1e-8, "weight_decay": 0.1}),
        fifty_steps(
            "uncorrected",
            {"lr": 0.01, "epsilon": 1e-7, "weight_decay": 0.1, "epsilon_place": "uncorrected"},
        ),
        fifty_steps(
            "corrected_large_epsilon",
            {"lr": 0.01, "beta1": 0.8, "beta2": 0.99, "epsilon": 0.1},
        ),
        fifty_steps(
            "uncorrected_large_epsilon",
            {
                "lr": 0.01,
                "beta1": 0.8,
                "beta2": 0.99,
                "epsilon": 0.1,
                "epsilon_place": "uncorrected",
            },
        ),
        fifty_steps(
            "corrected_small_gradients",
            {"lr": 0.01, "epsilon": 1e-4, "weight_decay": 0.5},
            scale=1e-3,
        ),
        fifty_steps(
            "uncorrected_small_gradients",
            {"lr": 0.01, "epsilon": 1e-4, "weight_decay": 0.5, "epsilon_place": "uncorrected"},
            scale=1e-3,
        ),
        fifty_steps("no_decay", {"lr": 0.01, "epsilon": 0.01, "weight_decay": 0.0}),
        at_defaults(),
    ),
    divergences=(
        Divergence(
            name="epsilon_place",
            ja="epsilon の位置",
            summary=EITHER_ROOT,
            reconciled=RECONCILED,
            source="torch.optim.AdamW, the algorithm; keras.optimizers.Adam, the note on epsilon",
            case="corrected_small_gradients",
            native={
                "torch": {
                    "callable": "torch.optim.AdamW",
                    "lr": 0.01,
                    "eps": 1e-4,
                    "weight_decay": 0.5,
                },
                "keras": {
                    "callable": "keras.optimizers.AdamW",
                    "learning_rate": 0.01,
                    "epsilon": 1e-4,
                    "weight_decay": 0.5,
                },
            },
            quantity="W",
        ),
        Divergence(
            name="default_decay",
            ja="荷重減衰の既定値",
            summary=Text(
                "Unless told otherwise PyTorch decays by 0.01 and Keras by 0.004, each times lr.",
                "weight_decay の既定値は PyTorch が 0.01、Keras が 0.004 である(どちらも lr が"
                "掛かる)。",
            ),
            reconciled=Text("Set weight_decay.", "weight_decay を明示する。"),
            source="the signatures of torch.optim.AdamW and keras.optimizers.AdamW",
            case="no_decay",
            native={
                "torch": {"callable": "torch.optim.AdamW", "lr": 0.01, "eps": 0.0},
                "keras": {
                    "callable": "keras.optimizers.AdamW",
                    "learning_rate": 0.01,
                    "epsilon": 0.0,
                },
            },
            quantity="W",
        ),
    ),
    defaults=(
        Default(
            "lr",
            0.001,
            torch=("torch.optim.AdamW", "lr", 0.001),
            keras=("keras.optimizers.AdamW", "learning_rate", 0.001),
        ),
        Default(
            "beta1",
            0.9,
            torch=("torch.optim.AdamW", "betas", (0.9, 0.999)),
            keras=("keras.optimizers.AdamW", "beta_1", 0.9),
        ),
        Default(
            "beta2",
            0.999,
            torch=("torch.optim.AdamW", "betas", (0.9, 0.999)),
            keras=("keras.optimizers.AdamW", "beta_2", 0.999),
        ),
        Default(
            "epsilon",
            1e-8,
            torch=("torch.optim.AdamW", "eps", 1e-8),
            keras=("keras.optimizers.AdamW", "epsilon", 1e-7),
        ),
        Default(
            "weight_decay",
            0.01,
            torch=("torch.optim.AdamW", "weight_decay", 0.01),
            keras=("keras.optimizers.AdamW", "weight_decay", 0.004),
        ),
    ),
    conventions=(
        Convention(
            name="epsilon_before_the_correction",
            text=UNCORRECTED_ROOT,
            config={"epsilon_place": "uncorrected"},
        ),
        Convention(
            name="decay_not_scaled",
            text=Text(
                "The decay is lambda w at each step, whatever the learning rate, as in algorithm 2 "
                "of Loshchilov and Hutter (2019); PyTorch and Keras multiply it by lr.",
                "Loshchilov と Hutter(2019)の Algorithm 2 と同じく、減衰量は学習率によらず毎回 "
                "lambda w である。PyTorch と Keras は lr を掛ける。",
            ),
            like="decay_not_scaled",
        ),
    ),
    also_called=("adam_w",),
    identities=(
        Identity(
            sibling="adam",
            text=Text(
                "Without weight decay it is Adam, at every step.",
                "重み減衰がなければ、どのステップでも Adam と同じである。",
            ),
            case=fifty_steps("without_decay", {"lr": 0.01, "epsilon": 1e-4, "weight_decay": 0.0}),
            left=evaluated("adamw"),
            right=evaluated("adam"),
        ),
    ),
    mistakes=(
        Mistake(
            name="decay_not_scaled",
            ja="荷重減衰に学習率を掛けない",
            line="w -= self.lr * self.weight_decay * w",
            wrong="w -= self.weight_decay * w",
            why=Text(
                "Both frameworks multiply the decay by lr: a decay of 0.01 takes off 0.01 lr of a "
                "weight each step, not 0.01.",
                "両フレームワークとも減衰に lr を掛ける。weight_decay が 0.01 なら、"
                "1 ステップで減るのは 0.01 lr の割合であって 0.01 ではない。",
            ),
        ),
        Mistake(
            name="decay_coupled",
            ja="荷重減衰を勾配に加える",
            line="w -= self.lr * self.weight_decay * w",
            wrong="g = g + self.weight_decay * w",
            why=Text(
                "That is Adam with an L2 penalty: the root divides the decay too, and weights "
                "with large gradients hardly decay.",
                "これは L2 正則化を加えた Adam である。減衰項も平方根で割られるので、"
                "勾配の大きい重みはほとんど減衰しない。",
            ),
        ),
        Mistake(
            name="growth_instead_of_decay",
            ja="減衰でなく増大させる",
            line="w -= self.lr * self.weight_decay * w",
            wrong="w += self.lr * self.weight_decay * w",
            why=Text(
                "Decay pulls weights towards 0; with this sign they grow.",
                "減衰は重みを 0 に近づけるものである。この符号では大きくなってしまう。",
            ),
        ),
        Mistake(
            name="decay_forgotten",
            ja="荷重減衰を忘れる",
            line="w -= self.lr * self.weight_decay * w",
            wrong="pass",
            why=Text(
                "Without the line it is plain Adam.",
                "この行がなければ、ただの Adam である。",
            ),
        ),
        Mistake(
            name="second_average_not_corrected",
            ja="2 次の移動平均を補正しない",
            line="c2 = 1 - self.beta2**self.t",
            wrong="c2 = 1.0",
            why=Text(
                "v starts at 0, so that the first steps are up to 1 / sqrt(1 - beta2) times too "
                "long.",
                "v は 0 から始まるので、補正しないと最初の更新量が"
                "最大で 1 / sqrt(1 - beta2) 倍になる。",
            ),
        ),
        Mistake(
            name="square_forgotten",
            ja="二乗を忘れる",
            line="v[...] = self.beta2 * v + (1 - self.beta2) * g**2",
            wrong="v[...] = self.beta2 * v + (1 - self.beta2) * np.abs(g)",
            why=ROOT_LATER,
        ),
        Mistake(
            name="epsilon_inside_the_root",
            ja="epsilon を根号の中に入れる",
            line="root = np.sqrt(v / c2) + self.epsilon",
            wrong="root = np.sqrt(v / c2 + self.epsilon)",
            why=ACTS_LIKE_1E4,
        ),
    ),
)
