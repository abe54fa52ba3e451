"""One or two steps of an optimizer, by hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.describing.text import Text
from parity.questions.worked.problem import (
    Draws,
    Problem,
    Wrong,
    listed,
    ours,
    shown,
    slips,
    worked,
)


def _run(kind: Any, w: float, gradients: tuple[float, ...], **options: float) -> float:
    optimizer = kind(**options)
    params = {"w": np.array([w], dtype=float)}
    for g in gradients:
        optimizer.update(params, {"w": np.array([g], dtype=float)})
    return float(params["w"][0])


@worked("sgd_with_decay", items=("3-2-1", "3-3-1"), concepts=("sgd",))
def _sgd_with_decay(d: Draws) -> Problem:
    w, g = d.pick(2, 4, -2, 8), d.pick(1, 3, -1, 5)
    lr, decay = d.pick(0.1, 0.5), d.pick(0.1, 0.5)

    def after(kind: Any) -> float:
        return _run(kind, w, (g,), lr=lr, weight_decay=decay)

    return Problem(
        Text(
            f"A weight is w = {shown(w, 0)}; the gradient of the loss without penalty is "
            f"{shown(g, 0)}. The penalty ½ λ w² with λ = {decay} is added to the loss. One step "
            f"of SGD with learning rate {lr} gives which w?",
            f"重み w = {shown(w, 0)}、罰則を除いた損失の勾配は {shown(g, 0)} である。損失に罰則 ½ λ w²"
            f"(λ = {decay})を加え、学習率 {lr} の SGD で1ステップ更新した。w はいくらか。",
        ),
        after(ours("sgd")),
        Text(
            "The penalty adds λ w to the gradient, so w − lr (g + λ w).",
            "罰則の分だけ勾配に λ w が加わるので、w − lr (g + λ w) である。",
        ),
        (
            Wrong(
                w - lr * g,
                Text(
                    "The penalty's gradient is left out.",
                    "罰則の勾配を加えていない。",
                ),
            ),
            Wrong(
                w - lr * (g + 2 * decay * w),
                Text(
                    "That is the gradient of λ w², without the ½.",
                    "½ のない λ w² の勾配 2λw を使っている。",
                ),
            ),
            Wrong(
                w - lr * (g + decay),
                Text(
                    "λ is added to the gradient, and not λ w: the derivative of the square is "
                    "forgotten.",
                    "勾配に λ w ではなく λ を加えている。2乗の微分を忘れている。",
                ),
            ),
            *slips("sgd", after, "ascent", "decay_of_the_wrong_sign", "decay_not_scaled"),
        ),
    )


@worked("momentum_two_steps", items=("3-2-1",), concepts=("momentum",))
def _momentum_two_steps(d: Draws) -> Problem:
    g1, g2 = d.several(2, 1, 2, 4, -2, 3)
    lr, beta = d.pick(0.1, 0.01), d.pick(0.9, 0.5, 0.8)

    def after(kind: Any) -> float:
        return _run(kind, 1.0, (g1, g2), lr=lr, momentum=beta)

    return Problem(
        Text(
            f"Momentum is v ← {beta} v − {lr} g, w ← w + v, with v = 0 and w = 1 at the start. The "
            f"gradients of the first two steps are {listed((g1, g2))}. What is w after both?",
            f"モメンタムを v ← {beta} v − {lr} g、w ← w + v とし、はじめ v = 0、w = 1 とする。最初の"
            f"2ステップの勾配は {listed((g1, g2))} であった。2ステップ後の w はいくらか。",
        ),
        after(ours("momentum")),
        Text(
            f"v is −{lr} g₁ first; then {beta} times that, less {lr} g₂. w has moved by both.",
            f"1回目の v は −{lr} g₁、2回目はその {beta} 倍から {lr} g₂ を引いたものである。"
            "w はその両方だけ動く。",
        ),
        (
            Wrong(
                1 - lr * (g1 + g2),
                Text(
                    "That is SGD: the second step forgets the first velocity.",
                    "速度を引き継がない SGD の値である。",
                ),
            ),
            Wrong(
                1 + (beta * -lr * g1 - lr * g2),
                Text(
                    "Only the second step is made; w moved in the first one too.",
                    "2ステップ目の移動だけを足している。1ステップ目でも w は動く。",
                ),
            ),
            Wrong(
                1 - lr * g1 - (1 - beta) * lr * g2 - beta * lr * g1,
                Text(
                    "The new gradient is weighted by 1 − β, as in an average; momentum adds it whole.",
                    "新しい勾配に平均のように 1 − β を掛けている。モメンタムではそのまま加える。",
                ),
            ),
            *slips("momentum", after, "gradient_of_the_wrong_sign", "momentum_on_the_wrong_side"),
        ),
        places=5,
    )


@worked("adagrad_two_steps", items=("3-2-3",), concepts=("adagrad",))
def _adagrad_two_steps(d: Draws) -> Problem:
    g1, g2 = d.pick((3, 4), (4, 3), (6, 8), (5, 12), (12, 5), (8, 6))
    lr = d.pick(0.1, 0.5, 1.0)

    def after(kind: Any) -> float:
        return _run(kind, 2.0, (g1, g2), lr=lr, epsilon=1e-12)

    return Problem(
        Text(
            f"AdaGrad starts with h = 0 and w = 2, learning rate {lr}; neglect ε. The gradients of "
            f"the first two steps are {listed((g1, g2))}. By how much does the second step change w?",
            f"AdaGrad をはじめ h = 0、w = 2、学習率 {lr} で使う(ε は無視する)。最初の2ステップの勾配は "
            f"{listed((g1, g2))} であった。2ステップ目で w はどれだけ変化するか。",
        ),
        after(ours("adagrad")) - _run(ours("adagrad"), 2.0, (g1,), lr=lr, epsilon=1e-12),
        Text(
            f"h is the sum of squares, {g1}² + {g2}², so its root is {int(np.hypot(g1, g2))}; the step "
            "is −lr g₂ / √h.",
            f"h は2乗の和 {g1}² + {g2}² で、その平方根は {int(np.hypot(g1, g2))} である。変化は "
            "−lr g₂ / √h である。",
        ),
        (
            Wrong(
                -lr,
                Text(
                    "Only the last square is kept: every step would have the size of the learning rate.",
                    "最後の2乗しか残していない。どのステップも学習率と同じ大きさになってしまう。",
                ),
            ),
            Wrong(
                -lr * g2 / (g1 + g2),
                Text(
                    "The gradients are summed without squares.",
                    "2乗せずに勾配を足している。",
                ),
            ),
            Wrong(
                -lr * g2 / (g1**2 + g2**2),
                Text("The root of h is forgotten.", "h の平方根を取り忘れている。"),
            ),
            Wrong(
                -lr * g2 / np.sqrt((g1**2 + g2**2) / 2),
                Text(
                    "h is a mean of the squares; AdaGrad sums them.",
                    "2乗の平均を使っている。AdaGrad では和である。",
                ),
            ),
            Wrong(
                -lr * g2,
                Text("That is SGD: the step is not scaled.", "割らない SGD の変化である。"),
            ),
        ),
        places=5,
    )


@worked("rmsprop_first_step", items=("3-2-3",), concepts=("rmsprop",))
def _rmsprop_first_step(d: Draws) -> Problem:
    rho, root = d.pick((0.75, 0.5), (0.84, 0.4), (0.96, 0.2), (0.91, 0.3))
    g, lr = d.pick(2.0, 5.0, -4.0, 10.0), d.pick(0.1, 0.01)

    def after(kind: Any) -> float:
        return _run(kind, 1.0, (g,), lr=lr, rho=rho, epsilon=1e-12)

    return Problem(
        Text(
            f"RMSProp is h ← {rho} h + {round(1 - rho, 2)} g², w ← w − {lr} g / √h, with h = 0 and "
            f"w = 1 at the start (ε neglected). The first gradient is {shown(g, 0)}. What is w after "
            "the step?",
            f"RMSProp を h ← {rho} h + {round(1 - rho, 2)} g²、w ← w − {lr} g / √h とし、はじめ h = 0、"
            f"w = 1 とする(ε は無視する)。最初の勾配は {shown(g, 0)} であった。更新後の w はいくらか。",
        ),
        after(ours("rmsprop")),
        Text(
            f"√h = √{round(1 - rho, 2)} |g| = {root} |g|, so w moves by {lr} / {root}, whatever the "
            "size of g.",
            f"√h = √{round(1 - rho, 2)} |g| = {root} |g| なので、w は g の大きさによらず {lr} / {root} "
            "だけ動く。",
        ),
        (
            *slips(
                "rmsprop",
                after,
                "rho_on_the_wrong_side",
                "sum_instead_of_average",
                "root_forgotten",
                "ascent",
            ),
            Wrong(
                1 - lr * g,
                Text("That is SGD: the step is not scaled.", "割らない SGD の値である。"),
            ),
        ),
    )


@worked("adam_first_step", items=("3-2-3",), concepts=("adam",))
def _adam_first_step(d: Draws) -> Problem:
    g, w = d.pick(4.0, -2.0, 0.5, 10.0), d.pick(1.0, 2.0, 3.0)
    lr, beta2 = d.pick(0.1, 0.01), d.pick(0.96, 0.99, 0.84)

    def after(kind: Any) -> float:
        return _run(kind, w, (g,), lr=lr, beta1=0.9, beta2=beta2, epsilon=1e-12)

    return Problem(
        Text(
            f"The first step of Adam, with bias correction: β₁ = 0.9, β₂ = {beta2}, learning rate "
            f"{lr}, ε neglected, both averages 0 at the start. w = {shown(w, 0)}, and the gradient is "
            f"{shown(g, 1)}. What is w after the step?",
            f"Adam(バイアス補正あり、β₁ = 0.9、β₂ = {beta2}、学習率 {lr}、ε は無視)の最初のステップを考える。"
            f"2つの移動平均ははじめ 0、w = {shown(w, 0)}、勾配は {shown(g, 1)} である。更新後の w は"
            "いくらか。",
        ),
        after(ours("adam")),
        Text(
            "Corrected, the averages of the first step are g and g²: w moves by the learning rate, "
            "against the sign of g.",
            "1ステップ目では補正後の移動平均が g と g² になるので、w は g の符号と逆向きに学習率だけ動く。",
        ),
        (
            *slips(
                "adam",
                after,
                "first_average_not_corrected",
                "second_average_not_corrected",
                "betas_swapped_in_the_average",
                "root_forgotten",
            ),
            Wrong(
                w - lr * 0.1 * g / np.sqrt((1 - beta2) * g * g),
                Text(
                    "Neither average is corrected.",
                    "どちらの移動平均も補正していない。",
                ),
            ),
            Wrong(
                w - lr * g,
                Text("That is SGD.", "SGD の値である。"),
            ),
        ),
    )


@worked("adam_corrected_average", items=("3-2-3",), concepts=("adam",))
def _adam_corrected_average(d: Draws) -> Problem:
    beta, g1, g2 = d.pick(0.5, 0.8, 0.9), d.pick(2, 4, 10), d.pick(1, 5, 8)
    m = beta * (1 - beta) * g1 + (1 - beta) * g2
    return Problem(
        Text(
            f"In Adam with β₁ = {beta}, m = 0 at the start, the first two gradients are {g1} and {g2}. "
            "What is the corrected average m̂ after the second step, to three decimals?",
            f"Adam(β₁ = {beta}、はじめ m = 0)で、最初の2ステップの勾配は {g1}、{g2} であった。2ステップ目の"
            "補正後の移動平均 m̂ を小数第3位まで求めよ。",
        ),
        m / (1 - beta**2),
        Text(
            f"m = {shown(beta * (1 - beta), 3)} · {g1} + {shown(1 - beta, 3)} · {g2} = {shown(m, 3)}; "
            f"the weights sum to 1 − β₁² = {shown(1 - beta**2, 3)}, by which it is divided.",
            f"m = {shown(beta * (1 - beta), 3)} · {g1} + {shown(1 - beta, 3)} · {g2} = {shown(m, 3)} で、"
            f"重みの和は 1 − β₁² = {shown(1 - beta**2, 3)} なので、これで割る。",
        ),
        (
            Wrong(
                m,
                Text(
                    "Not corrected: pulled towards 0.",
                    "補正していない。0 に引き寄せられたままである。",
                ),
            ),
            Wrong(
                m / (1 - beta),
                Text(
                    "Divided by 1 − β₁, the correction of the first step.",
                    "1ステップ目の補正 1 − β₁ で割っている。",
                ),
            ),
            Wrong(
                (g1 + g2) / 2,
                Text(
                    "A plain mean; Adam weights the newer gradient more.",
                    "単純平均である。Adam は新しい勾配を重くみる。",
                ),
            ),
            Wrong(
                (beta * g1 + (1 - beta) * g2) / (1 - beta**2),
                Text(
                    "The first gradient entered with weight 1, not 1 − β₁.",
                    "1つ目の勾配を重み 1 − β₁ ではなく 1 で入れている。",
                ),
            ),
        ),
        places=3,
    )


@worked("adamw_decay", items=("3-3-1",), concepts=("adamw",))
def _adamw_decay(d: Draws) -> Problem:
    w, lr, decay = d.pick(2.0, 4.0, 10.0), d.pick(0.1, 0.5), d.pick(0.1, 0.2)
    g = d.pick(3.0, 0.2, 8.0)

    def after(kind: Any) -> float:
        return _run(kind, w, (g,), lr=lr, weight_decay=decay, epsilon=1e-12)

    return Problem(
        Text(
            f"AdamW shrinks w by the learning rate times λ w, apart from Adam's step. With learning "
            f"rate {lr}, λ = {decay}, w = {shown(w, 0)} and the first gradient {shown(g, 1)} (ε "
            "neglected, bias corrected), what is w after the first step?",
            f"AdamW は、Adam の更新とは別に、学習率 × λ w だけ w を縮める。学習率 {lr}、λ = {decay}、"
            f"w = {shown(w, 0)}、最初の勾配 {shown(g, 1)}(ε は無視、バイアス補正あり)のとき、1ステップ後の "
            "w はいくらか。",
        ),
        after(ours("adamw")),
        Text(
            "Adam's first step has the size of the learning rate whatever the gradient; the decay "
            "comes beside it: w − lr λ w − lr.",
            "Adam の最初の更新は勾配の大きさによらず学習率に等しく、減衰はその外で行う。w − lr λ w − lr "
            "である。",
        ),
        (
            Wrong(
                w - lr,
                Text(
                    "The decay is put into the gradient, where Adam's scaling takes it away again.",
                    "減衰を勾配に含めている。Adam のスケーリングで打ち消されてしまう。",
                ),
            ),
            Wrong(
                w - lr - decay * w,
                Text(
                    "The decay is not multiplied by the learning rate.",
                    "減衰に学習率を掛けていない。",
                ),
            ),
            Wrong(
                w - lr + lr * decay * w,
                Text("The weight grows instead of shrinking.", "重みを縮めずに大きくしている。"),
            ),
            Wrong(
                w - lr * (g + decay * w),
                Text("That is SGD with an L2 penalty.", "L2 罰則付きの SGD の値である。"),
            ),
        ),
    )


@worked("nesterov_point", items=("3-2-1",), concepts=("nesterov",))
def _nesterov_point(d: Draws) -> Problem:
    w, v, beta, lr = d.whole(2, 6), d.pick(-1.0, -0.5, -2.0), d.pick(0.9, 0.5), d.pick(0.1, 0.2)
    ahead = w + beta * v
    return Problem(
        Text(
            f"Nesterov's accelerated gradient: v ← βv − lr ∇L(w + βv), w ← w + v, with β = {beta} and "
            f"lr = {lr}. Now w = {w} and v = {shown(v, 1)}, and the loss is L(w) = ½ w². What is w after "
            "the step?",
            f"Nesterov の加速勾配法を v ← βv − lr ∇L(w + βv)、w ← w + v(β = {beta}、lr = {lr})とする。"
            f"いま w = {w}、v = {shown(v, 1)}、損失は L(w) = ½ w² である。1ステップ後の w はいくらか。",
        ),
        w + beta * v - lr * ahead,
        Text(
            f"The gradient is taken ahead, at w + βv = {shown(ahead, 3)}: v = {shown(beta * v, 3)} − "
            f"{lr} · {shown(ahead, 3)}, and w moves by v.",
            f"勾配は先の点 w + βv = {shown(ahead, 3)} で求める。v = {shown(beta * v, 3)} − {lr} · "
            f"{shown(ahead, 3)} で、w はその分動く。",
        ),
        (
            Wrong(
                w + beta * v - lr * w,
                Text(
                    "Plain momentum: the gradient is taken at w.",
                    "通常のモメンタムである。勾配を w で求めている。",
                ),
            ),
            Wrong(
                w - lr * w,
                Text("SGD: the velocity is left out.", "速度を使わない SGD である。"),
            ),
            Wrong(
                w + v - lr * ahead,
                Text("The old velocity is not multiplied by β.", "前の速度に β を掛けていない。"),
            ),
            Wrong(
                w + beta * v + lr * ahead,
                Text("The step goes uphill.", "勾配を足しており、損失が増える向きに動いている。"),
            ),
            Wrong(
                w - lr * (w + v),
                Text(
                    "The gradient is taken at w + v, and the velocity is not added.",
                    "w + v で勾配を求め、速度を加えていない。",
                ),
            ),
        ),
    )
