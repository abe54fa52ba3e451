"""Stochastic gradient descent."""

from __future__ import annotations

from parity.concepts.optimizers._recorded_gradients import at_defaults, fifty_steps
from parity.concepts.optimizers._walk import Params, walked
from parity.describing.concept import Concept, Default, Mistake, Text
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
