"""Initial weights, penalties, clipped gradients, schedules, early stopping, augmentation."""

from __future__ import annotations

import numpy as np

from parity.describing.text import Text
from parity.questions.worked.problem import Draws, Problem, Wrong, listed, ours, shown, worked


@worked("initial_deviation", items=("3-2-4",), concepts=("he_normal", "glorot_normal"))
def _initial_deviation(d: Draws) -> Problem:
    n_in, n_out = d.pick((200, 50), (50, 150), (72, 28), (32, 168), (18, 32))
    he = d.pick(True, False)
    right = np.sqrt(2 / n_in) if he else np.sqrt(2 / (n_in + n_out))
    name = ("He's", "He の") if he else ("Glorot's (Xavier's)", "Glorot(Xavier)の")
    told = ("fan in", "fan-in") if he else ("fan in and fan out", "fan-in と fan-out")
    return Problem(
        Text(
            f"A dense layer has {n_in} inputs and {n_out} outputs. What is the standard deviation of its "
            f"initial weights by {name[0]} normal initialization with {told[0]}, to three decimals?",
            f"入力 {n_in}、出力 {n_out} の全結合層の重みを、{name[1]}正規分布による初期化({told[1]} を使うもの)で"
            "初期化する。標準偏差を小数第3位まで求めよ。",
        ),
        float(right),
        Text(
            f"√(2 / {n_in}): ReLU passes half of the variance." if he else f"√(2 / ({n_in} + {n_out})).",
            f"√(2 / {n_in}) である。ReLU が分散の半分を落とす分を補う。" if he else f"√(2 / ({n_in} + {n_out})) である。",
        ),
        (
            Wrong(float(np.sqrt(1 / n_in)), Text("√(1 / fan in): the form of the courses for S-shaped activations.", "√(1 / fan-in) である。S 字型の活性化関数で使う講座の形である。")),
            Wrong(float(np.sqrt(2 / (n_in + n_out)) if he else np.sqrt(2 / n_in)), Text("That is the other of the two rules.", "もう一方の規則の値である。")),
            Wrong(float(right**2), Text("That is the variance.", "分散の値である。")),
            Wrong(float(np.sqrt(2 / n_out)), Text("By fan out.", "fan-out を使っている。")),
            Wrong(float(np.sqrt(6 / (n_in + n_out))), Text("That is the limit of the uniform distribution.", "一様分布の場合の上限である。")),
        ),
        places=3,
    )  # fmt: skip


@worked("l1_step", items=("3-3-1",), concepts=("l1",))
def _l1_step(d: Draws) -> Problem:
    w = d.pick(-2.0, 3.0, -0.5, 4.0)
    g, lam, lr = d.pick(1.0, -2.0, 0.5), d.pick(0.2, 0.5), d.pick(0.1, 0.5)
    right = w - lr * (g + lam * np.sign(w))
    return Problem(
        Text(
            f"The L1 penalty λ|w| with λ = {lam} is added to the loss. w = {shown(w, 1)}, and the loss' own "
            f"gradient is {shown(g, 1)}. What is w after a step of SGD with learning rate {lr}?",
            f"損失に L1 罰則 λ|w|(λ = {lam})を加える。w = {shown(w, 1)}、損失自身の勾配は {shown(g, 1)} である。"
            f"学習率 {lr} の SGD で1ステップ更新した w はいくらか。",
        ),
        float(right),
        Text(
            "The penalty's gradient is λ sign(w): its size does not depend on w's.",
            "罰則の勾配は λ sign(w) で、大きさは w の大きさによらない。",
        ),
        (
            Wrong(float(w - lr * (g + lam * w)), Text("That is the gradient of the L2 penalty ½ λ w².", "L2 罰則 ½ λ w² の勾配を使っている。")),
            Wrong(float(w - lr * (g + lam)), Text("The sign of w is left out.", "w の符号を考えていない。") if w < 0 else Text("", "")),
            Wrong(float(w - lr * (g - lam * np.sign(w))), Text("The penalty pushes w away from 0.", "罰則が w を 0 から遠ざけている。")),
            Wrong(float(w - lr * (g + lam * abs(w))), Text("The penalty itself is added, not its gradient.", "勾配ではなく罰則そのものを加えている。")),
            Wrong(float(w - lr * g), Text("The penalty is left out.", "罰則を加えていない。")),
            Wrong(float(w - lr * g - lam * np.sign(w)), Text("The penalty is not multiplied by the learning rate.", "罰則の勾配に学習率を掛けていない。")),
        ),
    )  # fmt: skip


@worked("clipped_norm", items=("3-2-1", "3-5-1"), concepts=("clip_by_norm",))
def _clipped_norm(d: Draws) -> Problem:
    g, most = d.pick((3.0, 4.0), (6.0, -8.0), (-5.0, 12.0), (9.0, 12.0)), d.pick(1.0, 2.0, 2.5)
    at = d.whole(0, 1)
    right = float(ours("clip_by_norm")(np.array(g), most)[at])
    norm = float(np.hypot(*g))
    return Problem(
        Text(
            f"The gradient ({listed(g)}) is clipped so that its L2 norm is at most {shown(most, 1)}. What is "
            f"its {'first' if at == 0 else 'second'} element then?",
            f"勾配 ({listed(g)}) を、L2 ノルムが {shown(most, 1)} を超えないように制限する(ノルムによるクリッピング)。"
            f"{at + 1} つ目の要素はいくらになるか。",
        ),
        right,
        Text(
            f"The norm is {shown(norm, 0)}; both elements are multiplied by {shown(most, 1)} / {shown(norm, 0)}, so the direction stays.",
            f"ノルムは {shown(norm, 0)} なので、どの要素にも {shown(most, 1)} / {shown(norm, 0)} を掛ける。向きは変わらない。",
        ),
        (
            Wrong(float(np.clip(g[at], -most, most)), Text("Each element is cut off by itself; the direction would change.", "要素ごとに切っている。向きが変わってしまう。")),
            Wrong(g[at] / norm, Text("Scaled to norm 1, not to the threshold.", "しきい値ではなくノルム 1 にそろえている。")),
            Wrong(g[at] * most / norm**2, Text("Divided by the squared norm.", "ノルムの2乗で割っている。")),
            Wrong(g[at] * most / sum(map(abs, g)), Text("By the L1 norm.", "L1 ノルムを使っている。")),
            Wrong(g[at], Text("Not clipped, though the norm is above the threshold.", "ノルムがしきい値を超えているのに制限していない。")),
        ),
    )  # fmt: skip


@worked("warm_up_rate", items=("3-6-1", "3-3-3"), concepts=("warm_up_schedule",))
def _warm_up_rate(d: Draws) -> Problem:
    width, warm, step = d.pick(
        (64, 100, 25), (256, 400, 100), (64, 400, 1600), (256, 100, 400), (16, 100, 400)
    )
    right = float(ours("warm_up_schedule")(step, width, warm))
    rising = step < warm
    return Problem(
        Text(
            f"The Transformer's learning rate is d^(−½) · min(step^(−½), step · warmup^(−3/2)). With d = {width} "
            f"and {warm} warm-up steps, what is 1000 times the rate at step {step}?",
            f"Transformer の学習率は d^(−½) · min(step^(−½), step · warmup^(−3/2)) である。d = {width}、ウォームアップ "
            f"{warm} ステップのとき、ステップ {step} の学習率の 1000 倍はいくらか。",
        ),
        1000 * right,
        Text(
            f"Step {step} is {'before' if rising else 'after'} the {warm} warm-up steps, so the {'second' if rising else 'first'} term is the smaller.",
            f"ステップ {step} はウォームアップ {warm} ステップより{'前' if rising else '後'}なので、{'2' if rising else '1'} つ目の項のほうが小さい。",
        ),
        (
            Wrong(1000 * width**-0.5 * (step**-0.5 if rising else step * warm**-1.5), Text("The larger of the two terms.", "2つの項の大きいほうを使っている。")),
            Wrong(1000 * min(step**-0.5, step * warm**-1.5), Text("The factor of the width is left out.", "d^(−½) を掛けていない。")),
            Wrong(1000 * (width * warm) ** -0.5, Text("That is the peak, at the end of the warm-up.", "ウォームアップの終わりの最大値である。")),
            Wrong(1000 * right * width**0.5 / width, Text("Divided by d, not by its root.", "d の平方根ではなく d で割っている。")),
        ),
    )  # fmt: skip


@worked("early_stopping_epoch", items=("3-3-3",))
def _early_stopping_epoch(d: Draws) -> Problem:
    losses = d.pick(
        (0.9, 0.7, 0.6, 0.65, 0.62, 0.58, 0.6, 0.61, 0.63, 0.7),
        (1.0, 0.8, 0.7, 0.72, 0.75, 0.69, 0.71, 0.7, 0.73, 0.74),
        (0.8, 0.5, 0.55, 0.45, 0.47, 0.46, 0.48, 0.5, 0.52, 0.6),
        (0.9, 0.6, 0.62, 0.64, 0.55, 0.57, 0.56, 0.58, 0.6, 0.7),
    )
    patience = 3
    best, waited, stopped = 0, 0, len(losses)
    for i, loss in enumerate(losses):
        if loss < losses[best] or i == 0:
            best, waited = i, 0
        else:
            waited += 1
            if waited == patience:
                stopped = i + 1
                break
    first_rise = next(i for i in range(1, len(losses)) if losses[i] > losses[i - 1]) + 1
    return Problem(
        Text(
            f"The validation losses of epochs 1 to {len(losses)} would be {listed(losses)}. Training stops when "
            f"the best loss was not improved for {patience} epochs running (patience {patience}). After which "
            "epoch does it stop?",
            f"エポック 1〜{len(losses)} の検証損失は順に {listed(losses)} になる。最良の損失が {patience} エポック続けて"
            f"更新されなければ学習を止める(patience {patience})。何エポック目の終わりに止まるか。",
        ),
        stopped,
        Text(
            f"The best is that of epoch {best + 1}; {patience} epochs later it is not improved.",
            f"最良はエポック {best + 1} で、その後 {patience} エポック更新されない。",
        ),
        (
            Wrong(best + 1, Text("That is the epoch whose weights are kept, not where training stops.", "重みを採用するエポックであり、止まるエポックではない。")),
            Wrong(first_rise, Text("It stops at the first rise; patience allows some.", "最初に増えたところで止めている。patience の分は待つ。")),
            Wrong(first_rise + patience - 1, Text("The count is not set back when a better loss comes.", "より良い損失が出たときに数え直していない。")),
            Wrong(stopped + 1, Text("One epoch too late.", "1エポック遅い。")),
            Wrong(stopped - 1, Text("One epoch too early.", "1エポック早い。")),
        ),
    )  # fmt: skip


@worked("mix_up_target", items=("3-7-1", "3-7-2"))
def _mix_up_target(d: Draws) -> Problem:
    lam = d.pick(0.7, 0.8, 0.6, 0.9)
    a, b = d.several(2, 10, 20, 50, 80, 100)
    right = lam * a + (1 - lam) * b
    return Problem(
        Text(
            f"Mixup with λ = {lam} mixes image A, whose pixel is {a}, with image B, whose pixel there is {b}, "
            "as λA + (1 − λ)B. A is a cat, B a dog. What is the sum of the new pixel and 100 times the new "
            "target of 'dog'?",
            f"Mixup(λ = {lam})で、画素値 {a} の画像 A(猫)と、同じ位置の画素値が {b} の画像 B(犬)を λA + (1 − λ)B と"
            "混ぜる。新しい画素値と、新しい教師の「犬」の値の 100 倍との和はいくらか。",
        ),
        right + 100 * (1 - lam),
        Text(
            f"The targets are mixed in the same proportion: the pixel is {shown(right, 1)}, and 'dog' gets {shown(1 - lam, 1)}.",
            f"教師も同じ割合で混ぜる。画素値は {shown(right, 1)}、「犬」の教師は {shown(1 - lam, 1)} である。",
        ),
        (
            Wrong(right, Text("The target of the first image is kept: 'dog' gets 0.", "教師を混ぜず、A の教師のままにしている。")),
            Wrong(right + 100 * lam, Text("The proportion is exchanged in the target.", "教師の割合を逆にしている。")),
            Wrong((1 - lam) * a + lam * b + 100 * (1 - lam), Text("The proportion is exchanged in the image.", "画像の割合を逆にしている。")),
            Wrong((a + b) / 2 + 50, Text("Half of each.", "半分ずつ混ぜている。")),
            Wrong(right + 100, Text("Both classes get the target 1.", "両方のクラスの教師を 1 にしている。")),
        ),
    )  # fmt: skip


@worked("quantized_value", items=("5-1-1",))
def _quantized_value(d: Draws) -> Problem:
    low, high = d.pick((-1.0, 1.55), (0.0, 5.1), (-2.0, 3.1), (-0.5, 2.05))
    scale = (high - low) / 255
    q = d.whole(60, 200)
    zero = round(-low / scale)
    right = scale * (q - zero)
    return Problem(
        Text(
            f"Numbers from {shown(low, 1)} to {shown(high, 2)} are quantized to 0 … 255 by q = round(x / s) + z "
            f"with s = {shown(scale, 4)} and z = {zero}. Which number does q = {q} stand for?",
            f"{shown(low, 1)} から {shown(high, 2)} までの数を、q = round(x / s) + z(s = {shown(scale, 4)}、z = {zero})で "
            f"0〜255 に量子化する。q = {q} が表す数はいくらか。",
        ),
        right,
        Text(f"x = s (q − z) = {shown(scale, 4)} · {q - zero}.", f"x = s (q − z) = {shown(scale, 4)} · {shown(q - zero, 0)} である。"),
        (
            Wrong(scale * q, Text("The zero point is not subtracted.", "ゼロ点を引いていない。")),
            Wrong(scale * (q + zero), Text("The zero point is added.", "ゼロ点を足している。")),
            Wrong(scale * q - zero, Text("The zero point is subtracted after scaling.", "スケールを掛けた後でゼロ点を引いている。")),
            Wrong((q - zero) / 255, Text("Divided by 255 instead of multiplied by s.", "s を掛けず 255 で割っている。")),
        ),
    )  # fmt: skip
