"""Gradient descent with momentum."""

from __future__ import annotations

from dataclasses import replace

from parity.concepts.optimizers._averages import FROM_THE_FIRST_GRADIENT
from parity.concepts.optimizers._decay import DECAY_APART
from parity.concepts.optimizers._recorded_gradients import at_defaults, fifty_steps
from parity.concepts.optimizers._velocity import IS_SGD, LR_OUTSIDE, RESCALED
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

Momentum = Concept(
    kind="optimizer",
    order=2,
    fast="optimizers.fast_momentum.FastMomentum",
    syllabus=("3-2-1",),
    needs=("sgd",),
    title=Text("Momentum", "モメンタム(慣性項付き SGD)"),
    summary=Text(
        "Adds a share of the last step to each step, so that steps in a lasting direction grow "
        "and zigzags cancel. Nothing guarantees that it finds the global optimum.",
        "前回の更新量の一部を今回の更新量に加える。同じ向きが続けば加速し、振動は打ち消し合う。"
        "ただし、大域的最適解に到達する保証はない。",
    ),
    why=Text(
        "In a long narrow valley the gradient points across it much more than along it. SGD "
        "zigzags between the slopes and creeps along the bottom; a larger learning rate would "
        "throw it out. Momentum averages the steps: what changes its sign cancels, and what keeps "
        "its sign adds up, to 1 / (1 - mu) times the step, ten times with mu = 0.9. Like a ball "
        "that rolls, it also runs past the goal and has to come back.",
        "細長い谷では、勾配は谷に沿う向きよりも横切る向きに強く働く。"
        "SGD は斜面の間を行き来し、谷底に沿ってはなかなか進まない。"
        "学習率を上げれば、谷から飛び出してしまう。モメンタムは過去の更新を積み重ねる。"
        "符号が入れ替わる成分は打ち消し合い、同じ符号が続く成分は 1 / (1 - mu) 倍、"
        "mu = 0.9 なら10倍まで大きくなる。転がるボールのように、目標を行き過ぎて戻ってくることも"
        "ある。",
    ),
    equation="v <- mu v - lr g;  w <- w + v",
    formula=(
        r"g \leftarrow g + \lambda w",
        r"\text{velocity}: \; v \leftarrow \mu v - \text{lr}\, g, \; w \leftarrow w + v",
        r"\text{buffer}: \; b \leftarrow \mu b + g, \; w \leftarrow w - \text{lr}\, b",
    ),
    derivation=(
        Step(
            heading=Text(
                "Written out, the velocity is a weighted sum of all gradients so far",
                "展開すると、速度はそれまでの勾配の重み付き和である",
            ),
            text=Text(
                "v starts at 0. Every step multiplies it by μ and takes off lr times the new "
                "gradient; k counts the steps up to t.",
                "v は 0 から始まる。ステップごとに μ が掛かり、新しい勾配の lr 倍が引かれる。"
                "k は t までのステップの番号である。",
            ),
            equation=r"v_t = -\text{lr} \sum_{k=1}^{t} \mu^{t-k} g_k",
        ),
        Step(
            heading=Text(
                "A gradient that stays makes the step 1 / (1 - μ) times as long",
                "同じ勾配が続けば、ステップは 1 / (1 - μ) 倍になる",
            ),
            text=Text(
                "The powers of μ are a geometric series. With μ = 0.9 the steps come up to ten "
                "times the length of SGD's.",
                "μ のべきは等比数列である。μ = 0.9 なら、ステップは SGD の10倍まで長くなる。",
            ),
            equation=(
                r"v_t = -\text{lr}\, \frac{1 - \mu^t}{1 - \mu} g \to -\frac{\text{lr}}{1 - \mu} g"
            ),
        ),
        Step(
            heading=Text(
                "A gradient that changes its sign each time makes it shorter",
                "符号が毎回入れ替わる勾配では、ステップは短くなる",
            ),
            text=Text(
                "The powers now alternate. With μ = 0.9 what is left is 0.53 of SGD's step: "
                "zigzags are damped.",
                "今度はべきの符号が交互に変わる。μ = 0.9 なら SGD のステップの 0.53 倍で、"
                "ジグザグが弱まる。",
            ),
            equation=(
                r"g_k = (-1)^{t-k} g: \quad v_t = -\text{lr} \sum_{k=1}^{t} (-\mu)^{t-k} g"
                "\n"
                r"v_t \to -\frac{\text{lr}}{1 + \mu} g"
            ),
        ),
        Step(
            heading=Text(
                "The buffer is the same sum without lr",
                "バッファは、lr を掛ける前の同じ和である",
            ),
            text=Text(
                "As long as lr does not change, the two forms take the same steps. After a change "
                "the buffer gives the new lr to the old gradients as well.",
                "lr が変わらないあいだ、2つの形のステップは一致する。"
                "lr を変えると、バッファの形では古い勾配にも新しい lr が掛かる。",
            ),
            equation=r"b_t = \sum_{k=1}^{t} \mu^{t-k} g_k, \quad v_t = -\text{lr}\, b_t",
        ),
    ),
    shapes={"w": "any", "g, v, b": "as w"},
    sources=(
        "Polyak (1964), Some methods of speeding up the convergence of iteration methods, eq. 9",
        "Sutskever et al. (2013), On the importance of initialization and momentum in deep "
        "learning, ICML, eqs. 1 and 2",
    ),
    state={
        "v": Weight(torch="", keras="momentum"),
        "b": Weight(torch="momentum_buffer", keras=""),
    },
    cases=(
        fifty_steps("velocity", {"lr": 0.1, "momentum": 0.9}),
        fifty_steps("buffer", {"lr": 0.1, "momentum": 0.9, "form": "buffer"}),
        fifty_steps("velocity_rate_raised", {"lr": 0.01, "momentum": 0.5}, lr_later=0.1),
        fifty_steps(
            "buffer_rate_raised",
            {"lr": 0.01, "momentum": 0.5, "form": "buffer"},
            lr_later=0.1,
        ),
        fifty_steps("velocity_weight_decay", {"lr": 0.1, "momentum": 0.8, "weight_decay": 0.05}),
        fifty_steps(
            "buffer_weight_decay",
            {"lr": 0.1, "momentum": 0.8, "form": "buffer", "weight_decay": 0.05},
        ),
        replace(
            fifty_steps("no_momentum", {"lr": 0.1, "momentum": 0.0}),
            stateless=("keras",),
        ),
        fifty_steps("constant_rate", {"lr": 0.1, "weight_decay": 0.05}, lr_later=0.1),
        at_defaults(),
    ),
    divergences=(
        Divergence(
            name="history_when_the_rate_changes",
            ja="学習率を変えたときの履歴",
            summary=Text(
                "When the learning rate changes, PyTorch's buffer gives the whole history the new "
                "rate at once; Keras' velocity (and the course's) lets it fade at the old one.",
                "学習率を途中で変えると、PyTorch の buffer は過去の勾配すべてに直ちに"
                "新しい学習率を適用するが、Keras(および講座)の velocity では過去の分は"
                "古い学習率のまま減衰していく。",
            ),
            reconciled=RESCALED,
            source="torch.optim.SGD, the note on momentum; keras.optimizers.SGD, the update rule",
            case="velocity",
            native={
                "torch": {"callable": "torch.optim.SGD", "lr": 0.1, "momentum": 0.9},
                "keras": {
                    "callable": "keras.optimizers.SGD",
                    "learning_rate": 0.1,
                    "momentum": 0.9,
                },
            },
            quantity="W",
        ),
        Divergence(
            name="weight_decay_coupling",
            ja="荷重減衰を勾配に加えるか",
            summary=Text(
                "PyTorch adds the decay to the gradient, so the buffer remembers it; Keras takes "
                "it off the weights and keeps it out of the velocity.",
                "PyTorch は減衰項を勾配に加えるので buffer にも蓄積されるが、"
                "Keras は重みから直接引き、velocity には含めない。",
            ),
            reconciled=Text(
                "Leave Keras' weight_decay alone and add weight_decay * w to the gradient.",
                "Keras の weight_decay は使わず、勾配に weight_decay * w を加える。",
            ),
            source="torch.optim.SGD, the algorithm; keras Optimizer._apply_weight_decay",
            case="constant_rate",
            native={
                "torch": {
                    "callable": "torch.optim.SGD",
                    "lr": 0.1,
                    "momentum": 0.9,
                    "weight_decay": 0.05,
                },
                "keras": {
                    "callable": "keras.optimizers.SGD",
                    "learning_rate": 0.1,
                    "momentum": 0.9,
                    "weight_decay": 0.05,
                },
            },
            quantity="W",
        ),
    ),
    defaults=(
        Default(
            "lr",
            0.01,
            torch=("torch.optim.SGD", "lr", 1e-3),
            keras=("keras.optimizers.SGD", "learning_rate", 0.01),
        ),
        Default(
            "momentum",
            0.9,
            torch=("torch.optim.SGD", "momentum", 0),
            keras=("keras.optimizers.SGD", "momentum", 0.0),
        ),
        Default(
            "weight_decay",
            0.0,
            torch=("torch.optim.SGD", "weight_decay", 0),
            keras=("keras.optimizers.SGD", "weight_decay", None),
        ),
    ),
    conventions=(
        Convention(
            name="learning_rate_outside_the_average",
            text=LR_OUTSIDE,
            config={"form": "buffer"},
        ),
        Convention(
            name="average_of_the_gradients",
            text=Text(
                "The velocity is a moving average, v <- mu v + (1 - mu) g, as in the course of "
                "deeplearning.ai: the same learning rate moves 1 / (1 - mu) times less far than "
                "with the sum of Polyak, PyTorch and Keras.",
                "deeplearning.ai の講座と同じく、速度が移動平均 v <- mu v + (1 - mu) g である。"
                "Polyak、PyTorch、Keras の総和に比べ、同じ学習率でも更新量は 1 / (1 - mu) 分の 1 "
                "になる。",
            ),
            config={"form": "buffer"},
            like="average_instead_of_sum",
        ),
        FROM_THE_FIRST_GRADIENT,
        Convention(
            name="decay_not_remembered",
            text=DECAY_APART,
            like="decay_not_remembered",
        ),
    ),
    also_called=(
        "update_parameters_with_momentum",
        "momentum_update",
        "momentum_sgd",
        "sgd_momentum",
    ),
    identities=(
        Identity(
            sibling="sgd",
            text=IS_SGD,
            case=fifty_steps("momentum_0", {"lr": 0.1, "weight_decay": 0.05}),
            left=evaluated("momentum", momentum=0.0),
            right=evaluated("sgd"),
        ),
    ),
    mistakes=(
        Mistake(
            name="momentum_on_the_wrong_side",
            ja="momentum を掛ける側が逆",
            line="v[...] = self.momentum * v - self.lr * g",
            wrong="v[...] = (1 - self.momentum) * v - self.lr * g",
            why=Text(
                "mu is the share of the old velocity that is kept; with 1 - mu a momentum of 0.9 "
                "acts as one of 0.1.",
                "mu は前回の速度を残す割合である。1 - mu を掛けると、0.9 のつもりが 0.1 になる。",
            ),
        ),
        Mistake(
            name="gradient_of_the_wrong_sign",
            ja="勾配の符号が逆",
            line="v[...] = self.momentum * v - self.lr * g",
            wrong="v[...] = self.momentum * v + self.lr * g",
            why=Text(
                "w += v adds the velocity, so the velocity itself must point downhill.",
                "w += v で速度を足すのだから、速度は下り方向、"
                "つまり勾配の逆を向いていなければならない。",
            ),
        ),
        Mistake(
            name="velocity_not_kept",
            ja="速度を残さない",
            line="v[...] = self.momentum * v - self.lr * g",
            wrong="v = self.momentum * v - self.lr * g",
            why=Text(
                "The new array is not the one that is remembered: the velocity is 0 again at the "
                "next step, and what is left is plain SGD.",
                "新しい配列をローカル変数に代入しただけで、速度が保存されない。毎回 0 から始まり、"
                "ただの SGD になる。",
            ),
        ),
        Mistake(
            name="velocity_scaled_again",
            ja="速度にもう一度学習率を掛ける",
            line="w += v",
            wrong="w += self.lr * v",
            why=Text(
                "The velocity already holds lr; here it is applied twice.",
                "速度にはすでに学習率が掛かっている。これでは二重に掛けることになる。",
            ),
        ),
        Mistake(
            name="average_instead_of_sum",
            ja="和の代わりに平均を使う",
            line="b[...] = self.momentum * b + g",
            wrong="b[...] = self.momentum * b + (1 - self.momentum) * g",
            why=Text(
                "That is a moving average (PyTorch's dampening, Adam's m); momentum is a decaying "
                "sum, 1 / (1 - mu) times as large in the long run.",
                "これは移動平均(PyTorch の dampening や Adam の m)である。"
                "モメンタムは減衰する総和で、やがて 1 / (1 - mu) 倍の大きさになる。",
            ),
        ),
        Mistake(
            name="step_without_the_buffer",
            ja="更新にバッファを使わない",
            line="w -= self.lr * b",
            wrong="w -= self.lr * g",
            why=Text(
                "The buffer is kept but never used: this is plain SGD.",
                "buffer を更新しても使っていない。これではただの SGD である。",
            ),
        ),
        Mistake(
            name="decay_not_remembered",
            ja="荷重減衰が履歴に入らない",
            line="g = g + self.weight_decay * w",
            wrong="w -= self.lr * self.weight_decay * w",
            why=Text(
                "That is decoupled decay: the memory never sees it. As an L2 penalty's gradient "
                "it belongs in g, and goes through the momentum.",
                "これは減衰を切り離す方式で、慣性項に入らない。L2 正則化の勾配としては g に含め、"
                "慣性項を通さなければならない。",
            ),
        ),
    ),
)
