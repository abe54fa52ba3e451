"""Gradient accumulation."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.draw import Draw, normal
from parity.describing.identity import Arrays, Identity, Implementations

KERAS = "keras.optimizers.SGD"


def _case(name: str, W: Draw, g: Draw, **config: Any) -> Case:
    return Case(
        name,
        inputs={"W": W, "g": g},
        differentiable=(),
        config=config,
        options={"outputs": ("W_path",)},
    )


def _last(of: Implementations, a: Arrays) -> Arrays:
    return {"W": of("gradient_accumulation")(a["W"], a["g"], lr=0.25, n_accumulated=3)[-1]}


def _one_step(of: Implementations, a: Arrays) -> Arrays:
    """Return W after one step of SGD with the mean gradient."""
    params = {"W": a["W"].copy()}
    of("sgd")(lr=0.25).update(params, {"W": np.mean(a["g"], axis=0)})
    return {"W": params["W"]}


gradient_accumulation = Concept(
    kind="function",
    order=5,
    syllabus=("3-2-1", "5-2-1"),
    needs=("sgd", "data_parallel_gradient"),
    title=Text("Gradient accumulation", "勾配累積"),
    summary=Text(
        "The gradients of several micro-batches are averaged before one step is made: a large "
        "batch on a device that holds a small one.",
        "複数の小さなバッチの勾配を平均してから1回更新する。小さなバッチしか載らない計算機で、"
        "大きなバッチと同じ更新ができる。",
    ),
    why=Text(
        "Memory bounds the batch, since every activation is kept for the way back. Gradients add "
        "up, so a batch can be worked off in pieces: data parallelism in time instead of in "
        "space. PyTorch's backward adds to what is there, so one divides the loss by the number "
        "of pieces, steps every so often, and clears the gradients then. Batch normalization "
        "still sees a piece alone.",
        "逆伝播のために中間の値をすべて保存するので、バッチの大きさはメモリで決まる。"
        "勾配は足し合わせられるので、バッチを小分けにして順に処理してもよい。"
        "データ並列を空間ではなく時間の方向に行うことに当たる。PyTorch の backward は"
        "勾配に足し込むので、損失を分割数で割り、決まった回数ごとに更新して勾配を 0 に戻す。"
        "バッチ正規化が見るのは、やはり小分けの1つだけである。",
    ),
    equation="every K micro-batches: W <- W - lr (1/K) sum_k g_k",
    formula=(r"W \leftarrow W - \text{lr} \, \frac{1}{K} \sum_k g_k",),
    shapes={"W": "any", "g": "(S, ...): one gradient for each micro-batch", "W_path": "as g"},
    sources=(
        "keras.optimizers.Optimizer: gradient_accumulation_steps",
        "https://docs.pytorch.org/docs/stable/notes/amp_examples.html#gradient-accumulation",
    ),
    cases=(
        _case("two_steps", normal(3, 2), normal(8, 3, 2), lr=0.125),
        _case("every_third", normal(4), normal(9, 4), lr=0.125, n_accumulated=3),
        _case("some_left_over", normal(2, 3), normal(7, 2, 3), lr=0.25, n_accumulated=2),
        _case("every_one", normal(3), normal(4, 3), lr=0.5, n_accumulated=1),
        _case("too_few_for_a_step", normal(2), normal(3, 2), lr=0.5),
        _case("a_number", normal(), normal(5), lr=0.25, n_accumulated=2),
    ),
    defaults=(
        Default("lr", 0.01, keras=(KERAS, "learning_rate", 0.01)),
        Default("n_accumulated", 4, keras=(KERAS, "gradient_accumulation_steps", None)),
    ),
    also_called=("accumulate_gradients", "grad_accumulation", "accumulated_sgd"),
    identities=(
        Identity(
            sibling="sgd",
            text=Text(
                "K micro-batches move W as one step of SGD with their mean gradient.",
                "K 個の小さなバッチで、平均した勾配による SGD の1ステップと同じだけ W が動く。",
            ),
            case=Case(
                "one_step_of_sgd",
                inputs={"W": normal(4, 2), "g": normal(3, 4, 2)},
                differentiable=(),
                options={"outputs": ("W",)},
            ),
            left=_last,
            right=_one_step,
        ),
    ),
    mistakes=(
        Mistake(
            name="not_divided",
            ja="回数で割らない",
            line="W -= lr * (total / n_accumulated)",
            wrong="W -= lr * total",
            why=Text(
                "Each gradient is that of a mean; their sum is as many times too large.",
                "それぞれが平均の勾配なので、和のままでは回数倍の大きさになる。",
            ),
        ),
        Mistake(
            name="sum_never_cleared",
            ja="和を 0 に戻さない",
            line="total[...] = 0",
            wrong="pass",
            why=Text(
                "After a step the sum begins anew, as optimizer.zero_grad() does it.",
                "更新したら和を 0 に戻す(optimizer.zero_grad() に当たる)。",
            ),
        ),
        Mistake(
            name="one_micro_batch_too_early",
            ja="1つ早く更新する",
            line="if (k + 1) % n_accumulated == 0:",
            wrong="if k % n_accumulated == 0:",
            why=Text(
                "k counts from 0, so the first step would come after one micro-batch.",
                "k は 0 から数えるので、最初の1つだけで更新してしまう。",
            ),
        ),
        Mistake(
            name="cleared_every_time",
            ja="毎回 0 に戻す",
            line="total += g[k]",
            wrong="total[...] = g[k]",
            why=Text(
                "Cleared at each micro-batch, only the last gradient before the step counts.",
                "毎回消してしまうと、更新直前の勾配しか残らない。",
            ),
        ),
    ),
)
