"""Adam."""

from __future__ import annotations

from parity.concepts.optimizers._adam_identities import IDENTITIES
from parity.concepts.optimizers._averages import ROOT_LATER
from parity.concepts.optimizers._decay import DECAY_APART
from parity.concepts.optimizers._epsilon import ACTS_LIKE_1E4, RECONCILED, UNCORRECTED_ROOT
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

Adam = Concept(
    kind="optimizer",
    order=7,
    syllabus=("3-2-3",),
    needs=("momentum", "rmsprop"),
    title=Text("Adam", "Adam"),
    summary=Text(
        "Divides a moving average of the gradients by the root of a moving average of their "
        "squares, both corrected for their start at 0. Each step is about lr long.",
        "勾配の移動平均を、勾配の二乗の移動平均の平方根で割る。"
        "どちらの平均も 0 から始まるための偏りを補正する。1 回の更新量はおよそ lr になる。",
    ),
    equation="w <- w - lr (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)",
    formula=(
        r"g \leftarrow g + \lambda w",
        r"m \leftarrow \beta_1 m + (1 - \beta_1) g",
        r"v \leftarrow \beta_2 v + (1 - \beta_2) g^2",
        r"\hat{m} = \frac{m}{1 - \beta_1^t}, \quad \hat{v} = \frac{v}{1 - \beta_2^t}",
        r"w \leftarrow w - \text{lr}\, \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}",
    ),
    shapes={"w": "any", "g, m, v": "as w"},
    sources=(
        "Kingma and Ba (2015), Adam: a method for stochastic optimization, ICLR, algorithm 1",
    ),
    state={
        "m": Weight(torch="exp_avg", keras="momentum"),
        "v": Weight(torch="exp_avg_sq", keras="velocity"),
    },
    cases=(
        fifty_steps("corrected", {"lr": 0.01, "epsilon": 1e-8}),
        fifty_steps("uncorrected", {"lr": 0.01, "epsilon": 1e-7, "epsilon_place": "uncorrected"}),
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
        fifty_steps("corrected_small_gradients", {"lr": 0.01, "epsilon": 1e-4}, scale=1e-3),
        fifty_steps(
            "uncorrected_small_gradients",
            {"lr": 0.01, "epsilon": 1e-4, "epsilon_place": "uncorrected"},
            scale=1e-3,
        ),
        fifty_steps("no_bias_correction", {"lr": 0.01, "epsilon": 0.01, "bias_correction": False}),
        fifty_steps(
            "no_bias_correction_uncorrected",
            {
                "lr": 0.01,
                "epsilon": 0.01,
                "epsilon_place": "uncorrected",
                "bias_correction": False,
            },
        ),
        fifty_steps("weight_decay", {"lr": 0.01, "epsilon": 1e-7, "weight_decay": 0.1}),
        fifty_steps("no_memory", {"lr": 0.01, "beta1": 0.0, "beta2": 0.5, "epsilon": 0.01}),
        at_defaults(),
    ),
    divergences=(
        Divergence(
            name="epsilon_place",
            ja="epsilon の位置",
            summary=Text(
                "PyTorch adds epsilon to the bias-corrected root, as the paper's algorithm does; "
                "Keras (and the course) to the uncorrected one, which at first makes the same "
                "epsilon 1 / sqrt(1 - beta2) times as strong, about 32 times.",
                "PyTorch は論文のアルゴリズムどおり、補正後の平方根に epsilon を加える。"
                "Keras(と講座)は補正前の平方根に加えるので、同じ epsilon が"
                "最初は 1 / sqrt(1 - beta2) 倍、約 32 倍も強く効く。",
            ),
            reconciled=RECONCILED,
            source="torch.optim.Adam, the algorithm; keras.optimizers.Adam, the note on epsilon",
            case="corrected_small_gradients",
            native={
                "torch": {"callable": "torch.optim.Adam", "lr": 0.01, "eps": 1e-4},
                "keras": {
                    "callable": "keras.optimizers.Adam",
                    "learning_rate": 0.01,
                    "epsilon": 1e-4,
                },
            },
            quantity="W",
        ),
        Divergence(
            name="weight_decay_coupling",
            ja="荷重減衰を勾配に加えるか",
            summary=Text(
                "The weight_decay of torch.optim.Adam is an L2 penalty's gradient, divided by the "
                "root with the rest; that of keras.optimizers.Adam is taken off the weights, as "
                "AdamW does it.",
                "torch.optim.Adam の weight_decay は L2 正則化の勾配として g に加わり、"
                "平方根で割られる。keras.optimizers.Adam の weight_decay は AdamW と"
                "同じく重みから直接引かれる。",
            ),
            reconciled=Text(
                "Leave Keras' weight_decay alone and add weight_decay * w to the gradient; or use "
                "AdamW in both.",
                "Keras の weight_decay は使わず、勾配に weight_decay * w を加える。"
                "あるいは両方で AdamW を使う。",
            ),
            source="torch.optim.Adam, the algorithm; keras Optimizer._apply_weight_decay",
            case="weight_decay",
            native={
                "torch": {
                    "callable": "torch.optim.Adam",
                    "lr": 0.01,
                    "eps": 0.0,
                    "weight_decay": 0.1,
                },
                "keras": {
                    "callable": "keras.optimizers.Adam",
                    "learning_rate": 0.01,
                    "epsilon": 0.0,
                    "weight_decay": 0.1,
                },
            },
            quantity="W",
        ),
        Divergence(
            name="no_bias_correction_in_the_course",
            ja="講座のコードにはバイアス補正がない",
            summary=Text(
                "Some course code leaves the bias correction out. With the usual betas its first "
                "step is then (1 - beta1) / sqrt(1 - beta2) = 3.2 times as long.",
                "講座のコードにはバイアス補正を省いたものがある。"
                "通常の beta では最初の更新量が (1 - beta1) / sqrt(1 - beta2) = 3.2 倍になる。",
            ),
            reconciled=Text(
                "bias_correction=True; or, to follow that code in PyTorch, set at step t lr (1 - "
                "beta1^t) / sqrt(1 - beta2^t) and epsilon / sqrt(1 - beta2^t).",
                "bias_correction=True とする。逆に PyTorch でそのコードに合わせるには、"
                "ステップ t で lr (1 - beta1^t) / sqrt(1 - beta2^t) と epsilon / sqrt(1 - "
                "beta2^t) を与える。",
            ),
            source="Kingma and Ba (2015), section 3, on what the correction is for",
            case="corrected",
            native={
                "numpy": {"bias_correction": False},
                "torch": {"callable": "torch.optim.Adam", "lr": 0.01},
            },
            quantity="W",
        ),
    ),
    defaults=(
        Default(
            "lr",
            0.001,
            torch=("torch.optim.Adam", "lr", 0.001),
            keras=("keras.optimizers.Adam", "learning_rate", 0.001),
        ),
        Default(
            "beta1",
            0.9,
            torch=("torch.optim.Adam", "betas", (0.9, 0.999)),
            keras=("keras.optimizers.Adam", "beta_1", 0.9),
        ),
        Default(
            "beta2",
            0.999,
            torch=("torch.optim.Adam", "betas", (0.9, 0.999)),
            keras=("keras.optimizers.Adam", "beta_2", 0.999),
        ),
        Default(
            "epsilon",
            1e-8,
            torch=("torch.optim.Adam", "eps", 1e-8),
            keras=("keras.optimizers.Adam", "epsilon", 1e-7),
        ),
        Default(
            "weight_decay",
            0.0,
            torch=("torch.optim.Adam", "weight_decay", 0),
            keras=("keras.optimizers.Adam", "weight_decay", None),
        ),
    ),
    conventions=(
        Convention(
            name="epsilon_before_the_correction",
            text=UNCORRECTED_ROOT,
            config={"epsilon_place": "uncorrected"},
        ),
        Convention(
            name="no_bias_correction",
            text=Text(
                "m and v are not corrected for their start at 0, as some courses teach it: the "
                "first steps are up to 3 times larger. The paper, PyTorch and Keras correct them.",
                "講座によっては省かれるが、m と v のバイアス補正をしていないため、最初の更新量が"
                "最大で 3 倍ほど大きい。論文、PyTorch、Keras は補正する。",
            ),
            config={"bias_correction": False},
        ),
        Convention(name="decay_decoupled", text=DECAY_APART, like="decay_decoupled"),
    ),
    also_called=(
        "adam_optimizer",
        "optimizer_adam",
        "adam_optim",
        "update_parameters_with_adam",
    ),
    identities=IDENTITIES,
    mistakes=(
        Mistake(
            name="first_average_not_corrected",
            ja="1 次の移動平均を補正しない",
            line="c1 = 1 - self.beta1**self.t",
            wrong="c1 = 1.0",
            why=Text(
                "m starts at 0 and is ten times too small at the first step (beta1 = 0.9).",
                "m は 0 から始まるので、最初のステップでは10分の1になる(beta1 = 0.9 のとき)。",
            ),
        ),
        Mistake(
            name="second_average_not_corrected",
            ja="2 次の移動平均を補正しない",
            line="c2 = 1 - self.beta2**self.t",
            wrong="c2 = 1.0",
            why=Text(
                "v starts at 0 too, so that the first steps are up to 1 / sqrt(1 - beta2) times "
                "too long.",
                "v も 0 から始まるので、補正しないと最初の更新量が"
                "最大で 1 / sqrt(1 - beta2) 倍になる。",
            ),
        ),
        Mistake(
            name="one_beta_for_both_corrections",
            ja="両方の補正に同じ beta を使う",
            line="c2 = 1 - self.beta2**self.t",
            wrong="c2 = 1 - self.beta1**self.t",
            why=Text(
                "Each average is corrected with its own beta.",
                "それぞれの平均は、それ自身の beta で補正する。",
            ),
        ),
        Mistake(
            name="steps_counted_from_0",
            ja="ステップを 0 から数える",
            line="c1 = 1 - self.beta1**self.t",
            wrong="c1 = 1 - self.beta1 ** (self.t - 1)",
            why=Text(
                "At the first step t is 1; with 0 the correction divides by 1 - 1 = 0.",
                "最初のステップでは t = 1 である。t = 0 とすると 1 - 1 = 0 で割ることになる。",
            ),
        ),
        Mistake(
            name="correction_stuck_at_the_first_step",
            ja="補正が 1 ステップ目のまま",
            line="c2 = 1 - self.beta2**self.t",
            wrong="c2 = 1 - self.beta2",
            why=Text(
                "The power t is missing: the correction is right at the first step and never "
                "fades.",
                "t 乗が抜けている。最初のステップでしか正しくなく、補正がいつまでも弱まらない。",
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
            name="betas_swapped_in_the_average",
            ja="移動平均で 2 つの beta を取り違える",
            line="m[...] = self.beta1 * m + (1 - self.beta1) * g",
            wrong="m[...] = (1 - self.beta1) * m + self.beta1 * g",
            why=Text(
                "beta1 is the share of the old average that is kept.",
                "beta1 は過去の平均を残す割合である。",
            ),
        ),
        Mistake(
            name="root_forgotten",
            ja="平方根を忘れる",
            line="root = np.sqrt(v / c2) + self.epsilon",
            wrong="root = v / c2 + self.epsilon",
            why=Text(
                "Without the root the step grows as gradients shrink.",
                "平方根を取らないと、勾配が小さいほど更新量が大きくなってしまう。",
            ),
        ),
        Mistake(
            name="epsilon_inside_the_root",
            ja="epsilon を根号の中に入れる",
            line="root = np.sqrt(v / c2) + self.epsilon",
            wrong="root = np.sqrt(v / c2 + self.epsilon)",
            why=ACTS_LIKE_1E4,
        ),
        Mistake(
            name="epsilon_on_the_corrected_root",
            ja="補正後の根に epsilon を足す",
            line="root = (np.sqrt(v) + self.epsilon) / c2**0.5",
            wrong="root = np.sqrt(v / c2) + self.epsilon",
            why=Text(
                "That is the paper's and PyTorch's place; Keras adds epsilon before the "
                "correction.",
                "これは論文と PyTorch の位置である。Keras は補正の前に epsilon を加える。",
            ),
        ),
        Mistake(
            name="gradient_instead_of_its_average",
            ja="移動平均の代わりに勾配を使う",
            line="w -= self.lr * (m / c1) / root",
            wrong="w -= self.lr * g / root",
            why=Text(
                "That is RMSprop with a correction: the step must use the average m.",
                "これは補正付きの RMSprop である。更新には勾配の移動平均 m を使う。",
            ),
        ),
        Mistake(
            name="decay_decoupled",
            ja="荷重減衰を勾配から切り離す",
            line="g = g + self.weight_decay * w",
            wrong="w -= self.lr * self.weight_decay * w",
            why=Text(
                "That is AdamW. As an L2 penalty the decay is part of g, and so of m and v.",
                "これは AdamW である。L2 正則化なら減衰項は g の一部であり、m と v にも入る。",
            ),
        ),
    ),
)
