"""Stochastic gradient descent."""

from __future__ import annotations

from parity.concepts.optimizers._recorded_gradients import at_defaults, fifty_steps
from parity.concepts.optimizers._walk import Params, walked
from parity.describing.concept import Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _with_the_penalty(of: Implementations, a: Arrays) -> Arrays:
    """Return the path of plain descent whose gradient has the L2 penalty's added at each step."""
    sgd, penalty = of("sgd")(lr=0.125), of("l2")(rate=0.3)

    def step(t: int, params: Params, grads: Params) -> None:
        for name, w in params.items():
            penalty.forward(w)
            grads[name] = grads[name] + penalty.backward()
        sgd.update(params, grads)

    return walked(a, step)


SGD = Concept(
    kind="optimizer",
    order=1,
    fast="optimizers.fast_sgd.FastSGD",
    syllabus=("3-2-1",),
    needs=("dense",),
    title=Text("Stochastic gradient descent (SGD)", "確率的勾配降下法(SGD)"),
    summary=Text(
        "Moves every parameter a little against the gradient of one mini-batch. PyTorch adds "
        "weight decay to the gradient, Keras takes it off the weights; without a memory of "
        "earlier gradients the two are the same.",
        "ミニバッチの勾配と逆の方向へ、パラメータを少しずつ動かす。"
        "荷重減衰を PyTorch は勾配に加え、Keras は重みから直接引くが、"
        "過去の勾配を覚えない SGD では両者は一致する。",
    ),
    why=Text(
        "The gradient of the loss over all the data costs a pass through all of it, and is used "
        "for a single step. The gradient of a mini-batch is a rough estimate of it that costs a "
        "fraction, and many rough steps lead further than one exact one. The noise has another "
        "use: it shakes the parameters out of narrow hollows and off saddle points. What is left "
        "to choose is the learning rate: too large and the loss grows, too small and nothing "
        "happens.",
        "全データについての損失の勾配を求めるには全データを一度通す必要があり、"
        "それで進めるのは1ステップだけである。ミニバッチの勾配はその粗い推定だが、"
        "わずかな計算で済む。正確に1歩進むより、粗くても何歩も進むほうが先へ行ける。"
        "勾配の雑音には、浅く狭いくぼみや鞍点から抜け出しやすくする働きもある。"
        "選ぶべきものは学習率で、大きすぎれば損失が増え、小さすぎれば学習が進まない。",
    ),
    equation="w <- w - lr (g + lambda w)",
    formula=(
        r"g \leftarrow g + \lambda w",
        r"w \leftarrow w - \text{lr}\, g",
    ),
    derivation=(
        Step(
            heading=Text(
                "Against the gradient the loss falls fastest",
                "勾配と逆の向きで、損失は最も速く減る",
            ),
            text=Text(
                "For a small step d the loss changes by the product of d and the gradient g. Of "
                "all steps of one length that is smallest where d points against g.",
                "小さなステップ d による損失の変化は、d と勾配 g の内積である。"
                "同じ長さのステップの中では、g と逆を向くときに最小になる。",
            ),
            equation=(
                r"L(w + d) \approx L(w) + g^\top d"
                "\n"
                r"d = -\text{lr}\, g: \quad L(w + d) \approx L(w) - \text{lr}\, \left\| g "
                r"\right\|^2"
            ),
        ),
        Step(
            heading=Text(
                "The gradient of a mini-batch is right on average",
                "ミニバッチの勾配は、平均すれば正しい",
            ),
            text=Text(
                "The loss is a mean over N examples, and so is its gradient. A batch B of m "
                "examples drawn at random has its mean as expectation; its deviation falls like 1 "
                "/ sqrt(m).",
                "損失は N 件についての平均で、その勾配も平均である。"
                "無作為に選んだ m 件のバッチ B での平均の期待値は、全体の平均に等しい。"
                "そのずれは 1 / sqrt(m) に比例して小さくなる。",
            ),
            equation=(
                r"\operatorname{E}\left[ \frac{1}{m} \sum_{i \in B} g_i \right] = \frac{1}{N} "
                r"\sum_i g_i"
            ),
        ),
        Step(
            heading=Text(
                "Weight decay shrinks the weights at each step",
                "荷重減衰は、更新のたびに重みを縮める",
            ),
            text=Text(
                "λ w is the gradient of half of λ times the square of w. Put together, w is first "
                "multiplied by a number just below 1.",
                "λ w は、w の2乗に λ の半分を掛けた項の勾配である。まとめると、"
                "w に 1 よりわずかに小さい数を掛けてから、勾配の分を引くことになる。",
            ),
            equation=(
                r"w \leftarrow w - \text{lr} (g + \lambda w) = (1 - \text{lr}\, \lambda) w - "
                r"\text{lr}\, g"
            ),
            check=Text(
                "On a parabola of curvature c a step multiplies the distance to the minimum by 1 - "
                "lr c: it diverges for lr > 2 / c.",
                "曲率 c の放物線では、1ステップで最小点までの距離が 1 - lr c 倍になる。"
                "lr > 2 / c なら発散する。",
            ),
        ),
    ),
    shapes={"w": "any", "g": "as w"},
    sources=(
        "Robbins and Monro (1951), A stochastic approximation method, Annals of Mathematical "
        "Statistics 22, eq. 4",
        "Krogh and Hertz (1992), A simple weight decay can improve generalization, NIPS, eq. 2",
    ),
    cases=(
        fifty_steps("plain", {"lr": 0.1}),
        fifty_steps("weight_decay", {"lr": 0.1, "weight_decay": 0.01}),
        fifty_steps("rate_raised", {"lr": 0.01, "weight_decay": 0.1}, lr_later=0.3),
        at_defaults(),
    ),
    defaults=(
        Default(
            "lr",
            0.01,
            torch=("torch.optim.SGD", "lr", 1e-3),
            keras=("keras.optimizers.SGD", "learning_rate", 0.01),
        ),
        Default(
            "weight_decay",
            0.0,
            torch=("torch.optim.SGD", "weight_decay", 0),
            keras=("keras.optimizers.SGD", "weight_decay", None),
        ),
    ),
    also_called=(
        "gradient_descent",
        "optimizer_sgd",
        "update_parameters_with_gd",
        "vanilla_update",
    ),
    identities=(
        Identity(
            sibling="l2",
            text=Text(
                "Its weight decay is the L2 penalty of the same rate, at every step.",
                "重み減衰は、同じ係数の L2 正則化を損失に加えるのと各ステップで同じである。",
            ),
            case=fifty_steps("weight_decay_is_l2", {"lr": 0.125}, lr_later=0.125),
            left=evaluated("sgd", weight_decay=0.3),
            right=_with_the_penalty,
        ),
    ),
    mistakes=(
        Mistake(
            name="ascent",
            ja="勾配を登る",
            line="w -= self.lr * g",
            wrong="w += self.lr * g",
            why=Text(
                "The gradient points uphill; descent subtracts it.",
                "勾配は上り方向を指す。降下するには引かなければならない。",
            ),
        ),
        Mistake(
            name="step_not_scaled",
            ja="更新量に学習率を掛けない",
            line="w -= self.lr * g",
            wrong="w -= g",
            why=Text(
                "Without the learning rate the step is 1/lr times too long.",
                "学習率を掛け忘れると、更新幅が 1/lr 倍になってしまう。",
            ),
        ),
        Mistake(
            name="new_array_instead_of_an_update",
            ja="更新せずに新しい配列を作る",
            line="w -= self.lr * g",
            wrong="w = w - self.lr * g",
            why=Text(
                "This makes a new array and binds the local name to it: the network's own array "
                "never changes.",
                "新しい配列を作ってローカル変数に代入しただけで、"
                "ネットワークが持つ配列は変化しない。",
            ),
        ),
        Mistake(
            name="decay_of_the_wrong_sign",
            ja="荷重減衰の符号が逆",
            line="g = g + self.weight_decay * w",
            wrong="g = g - self.weight_decay * w",
            why=Text(
                "Weight decay pulls weights towards 0, so it adds lambda w to the gradient.",
                "荷重減衰は重みを 0 に引き寄せるものなので、勾配には lambda w を足す。",
            ),
        ),
        Mistake(
            name="decay_not_scaled",
            ja="荷重減衰に学習率を掛けない",
            line="g = g + self.weight_decay * w",
            wrong="w -= self.weight_decay * w",
            why=Text(
                "The decay is part of the gradient, so the learning rate scales it too.",
                "減衰項も勾配の一部なので、学習率を掛けなければならない。",
            ),
        ),
        Mistake(
            name="gradient_changed_in_place",
            ja="渡された勾配を書き換える",
            line="g = g + self.weight_decay * w",
            wrong="g += self.weight_decay * w",
            why=Text(
                "The step is right, but the caller's gradient array now holds the decay as well.",
                "更新そのものは正しいが、呼び出し元の勾配の配列まで書き換えてしまう。",
            ),
        ),
    ),
)
