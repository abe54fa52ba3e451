"""Nesterov's accelerated gradient."""

from __future__ import annotations

from dataclasses import replace

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

Nesterov = Concept(
    kind="optimizer",
    order=3,
    fast="optimizers.fast_nesterov.FastNesterov",
    syllabus=("3-2-1",),
    needs=("momentum",),
    title=Text("Nesterov's accelerated gradient", "ネステロフの加速勾配法(NAG)"),
    summary=Text(
        "Momentum that takes the gradient where the velocity is about to lead, so that it brakes "
        "in time. The parameters kept are those points ahead.",
        "速度が次に運ぶ先の点で勾配を求めるモメンタム。行き過ぎる前にブレーキがかかる。実装では、"
        "その先読みした点のほうをパラメータとして保持する。",
    ),
    why=Text(
        "Momentum looks at the slope where it stands, though its velocity is about to carry it on: "
        "it notices only afterwards that it has run too far. Nesterov's method takes the gradient "
        "at the point where the velocity leads, and corrects the step before it is complete. On a "
        "smooth convex function this brings the error down like 1/t², where gradient descent needs "
        "1/t; with noisy mini-batches the gain is smaller.",
        "モメンタムは、これから速度に運ばれるにもかかわらず、今いる点の傾きを見ている。"
        "行き過ぎたことに気づくのは、行き過ぎた後である。ネステロフの方法は、"
        "速度が運ぶ先の点で勾配を求め、ステップを終える前に修正する。"
        "滑らかな凸関数では、勾配降下法の誤差が 1/t に比例して減るのに対し、1/t² に"
        "比例して減る。ミニバッチの雑音があると、その差は小さくなる。",
    ),
    equation="v <- mu v - lr g;  w <- w + mu v - lr g",
    formula=(
        r"g \leftarrow g + \lambda w",
        r"\text{velocity}: \; v \leftarrow \mu v - \text{lr}\, g, \; "
        r"w \leftarrow w + \mu v - \text{lr}\, g",
        r"\text{buffer}: \; b \leftarrow \mu b + g, \; "
        r"w \leftarrow w - \text{lr}\, (g + \mu b)",
    ),
    derivation=(
        Step(
            heading=Text(
                "The original looks where the velocity leads",
                "もとの方法は、速度が運ぶ先の点を見る",
            ),
            text=Text(
                "θ are the parameters, and g(·) is the gradient at a point. It is taken not at θ, "
                "but at θ + μ v.",
                "パラメータを θ、ある点での勾配を g(·) と書く。勾配は θ ではなく、"
                "θ + μ v で求める。",
            ),
            equation=(
                r"v_{t+1} = \mu v_t - \text{lr}\, g(\theta_t + \mu v_t), \quad \theta_{t+1} = "
                r"\theta_t + v_{t+1}"
            ),
        ),
        Step(
            heading=Text(
                "Call the point ahead w, and keep that",
                "先の点を w と呼び、そちらを保持する",
            ),
            text=Text(
                "Then the gradient is taken at the point that is kept, as for every other "
                "optimizer. From here on it is gₜ.",
                "こうすると、ほかの最適化手法と同じく、保持している点で勾配を求めればよい。"
                "以下ではこれを gₜ と書く。",
            ),
            equation=r"w_t = \theta_t + \mu v_t, \quad g_t = g(w_t)",
        ),
        Step(
            heading=Text(
                "From one such point to the next: μ v - lr g",
                "先の点から次の先の点へは、μ v - lr g だけ進む",
            ),
            text=Text(
                "θ moves by the new velocity, and the look ahead changes from μ times the old one "
                "to μ times the new one. What the new velocity has beyond μ times the old one is "
                "-lr g.",
                "θ は新しい速度だけ動き、先読みの分は、古い速度の μ 倍から新しい速度の μ 倍に"
                "変わる。新しい速度から古い速度の μ 倍を引くと -lr g になる。",
            ),
            equation=(
                r"w_{t+1} - w_t = v_{t+1} + \mu v_{t+1} - \mu v_t"
                "\n"
                r"w_{t+1} = w_t + \mu v_{t+1} - \text{lr}\, g_t"
            ),
            check=Text(
                "With μ = 0 nothing lies ahead, and the step is SGD's.",
                "μ = 0 なら先読みはなく、SGD のステップになる。",
            ),
        ),
    ),
    shapes={"w": "any", "g, v, b": "as w"},
    sources=(
        "Sutskever et al. (2013), On the importance of initialization and momentum in deep "
        "learning, ICML, eqs. 3 and 4",
        "Bengio, Boulanger-Lewandowski and Pascanu (2013), Advances in optimizing recurrent "
        "networks, ICASSP, section 3.5",
    ),
    state={
        "v": Weight(torch="", keras="momentum"),
        "b": Weight(torch="momentum_buffer", keras=""),
    },
    cases=(
        fifty_steps("velocity", {"lr": 0.1, "momentum": 0.9}),
        fifty_steps("buffer", {"lr": 0.1, "momentum": 0.9, "form": "buffer"}),
        fifty_steps("velocity_rate_raised", {"lr": 0.01, "momentum": 0.5}, lr_later=0.1),
        fifty_steps("velocity_weight_decay", {"lr": 0.1, "momentum": 0.8, "weight_decay": 0.05}),
        fifty_steps(
            "buffer_weight_decay",
            {"lr": 0.1, "momentum": 0.8, "form": "buffer", "weight_decay": 0.05},
        ),
        replace(
            fifty_steps("no_momentum", {"lr": 0.1, "momentum": 0.0}),
            stateless=("keras",),
        ),
        at_defaults(),
    ),
    divergences=(
        Divergence(
            name="history_when_the_rate_changes",
            ja="学習率を変えたときの履歴",
            summary=Text(
                "When the learning rate changes, PyTorch's buffer gives the whole history the new "
                "rate at once; Keras' velocity lets it fade at the old one.",
                "学習率を途中で変えると、PyTorch の buffer は過去の勾配すべてに直ちに"
                "新しい学習率を適用するが、Keras の velocity では過去の分は"
                "古い学習率のまま減衰していく。",
            ),
            reconciled=RESCALED,
            source="torch.optim.SGD, the note on Nesterov; keras.optimizers.SGD, the update rule",
            case="velocity",
            native={
                "torch": {
                    "callable": "torch.optim.SGD",
                    "lr": 0.1,
                    "momentum": 0.9,
                    "nesterov": True,
                },
                "keras": {
                    "callable": "keras.optimizers.SGD",
                    "learning_rate": 0.1,
                    "momentum": 0.9,
                    "nesterov": True,
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
    ),
    also_called=(
        "nesterov_momentum",
        "nag",
    ),
    identities=(
        Identity(
            sibling="sgd",
            text=IS_SGD,
            case=fifty_steps("momentum_0", {"lr": 0.1, "weight_decay": 0.05}),
            left=evaluated("nesterov", momentum=0.0),
            right=evaluated("sgd"),
        ),
    ),
    mistakes=(
        Mistake(
            name="plain_momentum",
            ja="普通のモメンタムになっている",
            line="w += self.momentum * v - self.lr * g",
            wrong="w += v",
            why=Text(
                "That is the heavy ball: the step must look one velocity further ahead.",
                "これは通常のモメンタムである。もう一歩先、速度が運ぶ先まで進めなければならない。",
            ),
        ),
        Mistake(
            name="expanded_with_the_new_velocity",
            ja="新しい速度で展開する",
            line="w += self.momentum * v - self.lr * g",
            wrong="w += self.momentum**2 * v - (1 + self.momentum) * self.lr * g",
            why=Text(
                "mu^2 v - (1 + mu) lr g is the same step written with the velocity from before "
                "the update; here v is already the new one. (A well-known second "
                "volume has its lines in this order.)",
                "mu^2 v - (1 + mu) lr g は更新前の速度で展開した式であり、"
                "ここでの v はすでに更新後である。(ある定番教科書の第 2 巻のコードはこの"
                "順序になっている。)",
            ),
        ),
        Mistake(
            name="gradient_left_out_of_the_step",
            ja="更新量から今の勾配を落とす",
            line="w += self.momentum * v - self.lr * g",
            wrong="w += self.momentum * v",
            why=Text(
                "From one point ahead to the next, the newest gradient counts 1 + mu times; "
                "without the second term only mu times.",
                "先読み点から次の先読み点への移動では、最新の勾配は 1 + mu 倍で効く。"
                "第 2 項がないと mu 倍にしかならない。",
            ),
        ),
        Mistake(
            name="momentum_on_the_wrong_side",
            ja="momentum を掛ける側が逆",
            line="v[...] = self.momentum * v - self.lr * g",
            wrong="v[...] = (1 - self.momentum) * v - self.lr * g",
            why=Text(
                "mu is the share of the old velocity that is kept, not the share that is lost.",
                "mu は前回の速度を残す割合であって、捨てる割合ではない。",
            ),
        ),
        Mistake(
            name="buffer_without_the_gradient",
            ja="バッファに勾配を加えない",
            line="w -= self.lr * (g + self.momentum * b)",
            wrong="w -= self.lr * self.momentum * b",
            why=Text(
                "The look-ahead is g + mu b; leaving g out loses part of the newest gradient.",
                "先読みの更新は g + mu b である。g を落とすと最新の勾配の一部が失われる。",
            ),
        ),
        Mistake(
            name="buffer_not_kept",
            ja="バッファを残さない",
            line="b[...] = self.momentum * b + g",
            wrong="b = self.momentum * b + g",
            why=Text(
                "The new array is not the one that is remembered, so the buffer is 0 at every "
                "step.",
                "新しい配列をローカル変数に代入しただけなので、buffer は毎回 0 から始まる。",
            ),
        ),
    ),
)
