"""Adam."""

from __future__ import annotations

from parity.concepts.optimizers._adam_identities import IDENTITIES
from parity.concepts.optimizers._adam_mistakes import MISTAKES
from parity.concepts.optimizers._decay import DECAY_APART
from parity.concepts.optimizers._epsilon import RECONCILED, UNCORRECTED_ROOT
from parity.concepts.optimizers._recorded_gradients import at_defaults, fifty_steps
from parity.describing.concept import (
    Concept,
    Convention,
    Default,
    Divergence,
    Text,
    Weight,
)
from parity.describing.derivation import Step

Adam = Concept(
    kind="optimizer",
    order=7,
    fast="optimizers.fast_adam.FastAdam",
    syllabus=("3-2-3",),
    needs=("momentum", "rmsprop"),
    title=Text("Adam", "Adam"),
    summary=Text(
        "Divides a moving average of the gradients by the root of a moving average of their "
        "squares, both corrected for their start at 0. Each step is about lr long.",
        "勾配の移動平均を、勾配の二乗の移動平均の平方根で割る。"
        "どちらの平均も 0 から始まるための偏りを補正する。1 回の更新量はおよそ lr になる。",
    ),
    why=Text(
        "Momentum steadies the direction of the steps, RMSprop fits their size to each parameter; "
        "Adam does both. Its two averages start at 0 and are too small at first, so each is "
        "divided by the share that it can have collected so far. Every parameter then moves by "
        "about lr in a step, however large its gradients are: one setting serves many problems, "
        "which made Adam the usual first choice.",
        "モメンタムは更新の向きを安定させ、RMSProp は更新の大きさをパラメータごとに合わせる。"
        "Adam はその両方を行う。"
        "2つの移動平均は 0 から始まり最初は小さすぎるので、"
        "その時点での重みの和で割って補正する。"
        "すると勾配の大きさによらず、1回の更新量はどのパラメータでもおよそ lr になる。"
        "同じ設定が多くの問題で通用するので、最初に試す手法として広く使われている。",
    ),
    equation="w <- w - lr (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)",
    formula=(
        r"g \leftarrow g + \lambda w",
        r"m \leftarrow \beta_1 m + (1 - \beta_1) g",
        r"v \leftarrow \beta_2 v + (1 - \beta_2) g^2",
        r"\hat{m} = \frac{m}{1 - \beta_1^t}, \quad \hat{v} = \frac{v}{1 - \beta_2^t}",
        r"w \leftarrow w - \text{lr}\, \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}",
    ),
    derivation=(
        Step(
            heading=Text(
                "Written out, m is a weighted sum of all gradients so far",
                "展開すると、m はこれまでの勾配の重み付き和である",
            ),
            text=Text(
                "m starts at 0. Every step multiplies what is there by β₁ and adds the new "
                "gradient times 1 - β₁.",
                "m は 0 から始まる。"
                "ステップごとに、それまでの値に β₁ が掛かり、新しい勾配が 1 - β₁ 倍で加わる。",
            ),
            equation=r"m_t = (1 - \beta_1) \sum_{k=1}^{t} \beta_1^{t-k} g_k",
        ),
        Step(
            heading=Text(
                "The weights add up to less than 1",
                "重みの和は 1 に足りない",
            ),
            text=Text(
                "They are a geometric series. If all gradients have one mean, that of m is "
                "smaller by the factor 1 - β₁ to the power t: at first 0.1, after 50 steps 0.995.",
                "重みは等比数列なので、和は 1 - β₁ᵗ になる。"
                "勾配の平均が一定なら、m の平均はその 1 - β₁ᵗ 倍である。"
                "β₁ = 0.9 なら最初は 0.1 倍、50 ステップ後には 0.995 倍になる。",
            ),
            equation=(
                r"\operatorname{E}[m_t] = (1 - \beta_1) \sum_{k=1}^{t} \beta_1^{t-k} "
                r"\operatorname{E}[g] = (1 - \beta_1^t) \operatorname{E}[g]"
            ),
        ),
        Step(
            heading=Text(
                "Divided by this factor, m and v have the right mean",
                "この係数で割れば、m と v の平均が正しくなる",
            ),
            text=Text(
                "For v the same holds with g² and β₂; with 0.999 it needs the correction for "
                "thousands of steps.",
                "v についても、g² と β₂ で同じことが言える。"
                "β₂ = 0.999 なら、補正は数千ステップにわたって必要である。",
            ),
            equation=(
                r"\operatorname{E}\left[ \frac{m_t}{1 - \beta_1^t} \right] = \operatorname{E}[g], "
                r"\quad \operatorname{E}\left[ \frac{v_t}{1 - \beta_2^t} \right] = "
                r"\operatorname{E}[g^2]"
            ),
            check=Text(
                "At t = 1 the corrected averages are g and g²: the first step is lr long in each "
                "element, but for ε.",
                "t = 1 では補正後の平均が g と g² になり、最初の更新量は、"
                "ε の分を除いてどの要素でも lr になる。",
            ),
        ),
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
    mistakes=MISTAKES,
)
