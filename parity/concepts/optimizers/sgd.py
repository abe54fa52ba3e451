"""Stochastic gradient descent."""

from __future__ import annotations

from parity.concept import Concept, Default, Mistake, Text
from parity.concepts.optimizers._recorded_gradients import fifty_steps

SGD = Concept(
    kind="optimizer",
    title=Text("Stochastic gradient descent (SGD)", "確率的勾配降下法(SGD)"),
    summary=Text(
        "Moves every parameter a little against the gradient of one mini-batch.",
        "ミニバッチの勾配と逆の方向へ、パラメータを少しずつ動かす。",
    ),
    equation="w <- w - lr g",
    shapes={"w": "any", "g": "as w"},
    sources=("Robbins and Monro (1951), A stochastic approximation method, eq. 4",),
    cases=(
        fifty_steps("plain", {"lr": 0.1}),
        fifty_steps("weight_decay", {"lr": 0.1, "weight_decay": 0.01}),
    ),
    defaults=(
        Default(
            "lr",
            0.01,
            torch=("torch.optim.SGD", "lr", 1e-3),
            keras=("keras.optimizers.SGD", "learning_rate", 0.01),
        ),
    ),
    mistakes=(
        Mistake(
            name="ascent",
            line="w -= self.lr * g",
            wrong="w += self.lr * g",
            why=Text(
                "The gradient points uphill; descent subtracts it.",
                "勾配は上り方向を指す。降下するには引かなければならない。",
            ),
        ),
        Mistake(
            name="step_not_scaled",
            line="w -= self.lr * g",
            wrong="w -= g",
            why=Text(
                "Without the learning rate the step is 1/lr times too long.",
                "学習率を掛け忘れると、更新幅が 1/lr 倍になってしまう。",
            ),
        ),
        Mistake(
            name="decay_of_the_wrong_sign",
            line="g = g + self.weight_decay * w",
            wrong="g = g - self.weight_decay * w",
            why=Text(
                "Weight decay pulls weights towards 0, so it adds lambda w to the gradient.",
                "荷重減衰は重みを 0 に引き寄せるものなので、勾配には lambda w を足す。",
            ),
        ),
    ),
)
