"""A3C: several workers' gradients, applied to shared parameters."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.reinforcement._sources import MNIH_2016
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.draw import bernoulli, labels, normal, values
from parity.describing.identity import Arrays, Identity, Implementations


def _case(name: str, worker: tuple[int, ...], T: int, D: int, A: int, **more: Any) -> Case:
    m, ours = len(worker), more.pop("ours", False)
    return Case(
        name,
        inputs={
            "W": normal(D, A),
            "w": normal(D),
            "s": normal(m, T, D),
            "a": labels(m, T, classes=A),
            "r": normal(m, T),
            "done": bernoulli(m, T, keep=0.2),
            "s_last": normal(m, D),
            "worker": values(np.array(worker)),
        },
        config=more,
        differentiable=("W", "w", "s", "r", "s_last"),
        ours=ours,
        options={"outputs": ("W", "w", "L")},
    )


def _losses(of: Implementations, a: Arrays) -> Arrays:
    names = ("W", "w", "s", "a", "r", "done", "s_last", "worker")
    _, _, L = of("a3c_updates")(*(a[name] for name in names))
    return {"L": L}


def _of_each_alone(of: Implementations, a: Arrays) -> Arrays:
    """Return the losses of rollouts that all begin from the first parameters."""
    found = []
    for i, s in enumerate(a["s"]):
        after = a["s_last"][i] @ a["w"]
        seen = (a[name][i] for name in ("a", "r", "done"))
        L, *_ = of("actor_critic")(s @ a["W"], s @ a["w"], *seen, after)
        found.append(L)
    return {"L": np.array(found)}


a3c_updates = Concept(
    kind="function",
    name="a3c_updates",
    order=10,
    syllabus=("4-7-2",),
    needs=("actor_critic",),
    title=Text("A3C: asynchronous updates", "A3C の非同期更新"),
    summary=Text(
        "Several workers play by themselves and send their gradients to shared parameters, each "
        "computed with a copy that may be old.",
        "複数のワーカーが別々に経験を集め、手元のコピーで計算した勾配を共有パラメータに送る。"
        "コピーは少し古いこともある。",
    ),
    why=Text(
        "Steps that follow one another are alike, and a network that learns from them alone "
        "forgets the rest. DQN mixes old transitions from a memory; A3C mixes the present ones of "
        "several workers, each in an environment of its own. That needs no memory, so on-policy "
        "methods can be used. Nobody waits: a gradient is applied as it arrives, though the "
        "parameters have changed meanwhile. With the order of arrival given, it is determined.",
        "続けて得られる経験は互いに似ており、それだけから学ぶとネットワークはほかを忘れてしまう。"
        "DQN は過去の遷移をメモリから取り出して混ぜる。A3C は、別々の環境にいる複数のワーカーの"
        "現在の経験を混ぜる。メモリが要らないので、方策オン型の手法も使える。互いに待つことはなく、"
        "勾配は届いた順に適用される。その間に共有パラメータは変わっていてもよい。"
        "届く順番を決めれば、結果は一意に定まる。",
    ),
    equation="theta <- theta - lr dL(theta_k), then theta_k <- theta",
    formula=(
        r"\theta \leftarrow \theta - \eta \, \nabla L(\theta_k)",
        r"\theta_k \leftarrow \theta",
    ),
    shapes={
        "W": "(D, A): the actor, x = s W",
        "w": "(D,): the critic, v = s w",
        "s": "(m, T, D): of m rollouts",
        "a, r, done": "(m, T)",
        "s_last": "(m, D): after each rollout",
        "worker": "(m,): whose rollout it is",
        "L": "(m,): the loss of each rollout",
    },
    sources=(f"{MNIH_2016}, algorithm S3",),
    cases=(
        _case("three_workers", (0, 1, 2, 1, 0, 2, 2), 5, 3, 4, lr=0.125, gamma=0.9),
        _case("one_worker", (0, 0, 0, 0), 5, 3, 2, lr=0.125, gamma=0.9),
        _case("each_once", (3, 1, 2, 0), 3, 2, 5, lr=0.25, gamma=0.75),
        _case("one_rollout", (4,), 3, 2, 4, lr=0.25, gamma=0.9),
        _case("one_step_each", (0, 1, 0), 1, 4, 2, lr=0.25, gamma=0.9),
        _case("weights", (1, 0, 1, 0, 0), 4, 3, 2, lr=0.125, value_weight=0.25, entropy_weight=0.5),
        _case("defaults", (0, 1, 1, 0), 3, 5, 2, ours=True),
    ),
    defaults=(
        Default("lr", 0.01),
        Default("gamma", 0.99),
        Default("value_weight", 0.5),
        Default("entropy_weight", 0.01),
    ),
    also_called=("a3c", "a3c_update", "asynchronous_advantage_actor_critic"),
    identities=(
        Identity(
            sibling="actor_critic",
            text=Text(
                "While each worker has its first rollout, the losses are those of the first "
                "parameters.",
                "各ワーカーの最初の経験に対する損失は、どれも最初のパラメータでの損失に等しい。",
            ),
            case=_case("first_rollouts", (2, 0, 1, 3), 3, 5, 2),
            left=_losses,
            right=_of_each_alone,
        ),
    ),
    mistakes=(
        Mistake(
            name="copies_never_used",
            ja="コピーを使わない",
            line="W_k, w_k = copies[k]",
            wrong="W_k, w_k = W, w",
            why=Text(
                "The worker has played with its own copy, and its gradient belongs to that. With "
                "the newest parameters it would be one worker after the other.",
                "ワーカーは手元のコピーで経験を集めたので、勾配もそのコピーで計算する。"
                "最新のパラメータを使うと、1つずつ順番に学習するのと同じになる。",
            ),
        ),
        Mistake(
            name="copy_never_renewed",
            ja="コピーを更新しない",
            line="copies[k] = W, w  # the worker goes on with what is shared now",
            wrong="copies[k] = W_k, w_k",
            why=Text(
                "A worker that never copies the shared parameters plays with the first ones for "
                "ever.",
                "共有パラメータをコピーし直さないと、ワーカーはいつまでも最初の方策で行動する。",
            ),
        ),
        Mistake(
            name="applied_to_the_copy",
            ja="コピーのほうに適用する",
            line="W, w = W - lr * s[i].T @ dx, w - lr * s[i].T @ dv",
            wrong="W, w = W_k - lr * s[i].T @ dx, w_k - lr * s[i].T @ dv",
            why=Text(
                "The gradient changes the shared parameters. Applied to the copy it undoes what "
                "the others have sent meanwhile.",
                "勾配は共有パラメータに適用する。"
                "コピーに適用すると、その間にほかのワーカーが送った更新が失われる。",
            ),
        ),
        Mistake(
            name="rest_of_the_rollout_forgotten",
            ja="ロールアウトの残りを忘れる",
            line="after = s_last[i] @ w_k",
            wrong="after = W.dtype.type(0)",
            why=Text(
                "A rollout that was cut off goes on: the critic's value of the last state stands "
                "for what would have come.",
                "途中で打ち切った経験には続きがある。"
                "最後の状態に対する Critic の価値を、その先に得られるものの代わりにする。",
            ),
        ),
        Mistake(
            name="uphill",
            ja="勾配を登る",
            line="W, w = W - lr * s[i].T @ dx, w - lr * s[i].T @ dv",
            wrong="W, w = W + lr * s[i].T @ dx, w + lr * s[i].T @ dv",
            why=Text(
                "The sign of the return stands in the loss already, so the loss is gone down.",
                "収益の符号は損失の中ですでに変えてある。損失は小さくする向きに進む。",
            ),
        ),
    ),
)
