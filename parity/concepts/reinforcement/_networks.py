"""Cases of Q-networks, and what is said of every one of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.describing.concept import Case, Text
from parity.describing.draw import Draw, bernoulli, labels, normal, values

TRAINED = ("L", "W1", "b1", "W2", "b2")
GIVEN = ("W1", "b1", "W2", "b2", "s", "a", "r", "s_next", "done")
SHAPES = {
    "W1, b1": "(D, H), (H,): the hidden layer",
    "W2, b2": "(H, A), (A,): the output layer",
    "s, s_next": "(k, N, D): k batches of N transitions",
    "a, r": "(k, N)",
    "done": "(k, N): 1 where the episode ended",
    "L": "(k,): the loss of each step",
}


def training(
    name: str,
    k: int,
    N: int,
    sizes: tuple[int, int, int],
    done: Draw | None = None,
    reward: float = 1.0,
    **more: Any,
) -> Case:
    """Return a case of k steps with batches of N, for a network of D inputs, H units, A actions."""
    D, H, A = sizes
    ours = more.pop("ours", False)
    return Case(
        name,
        inputs={
            "W1": normal(D, H),
            "b1": normal(H, scale=0.5),
            "W2": normal(H, A, scale=0.5),
            "b2": normal(A, scale=0.5),
            "s": normal(k, N, D),
            "a": labels(k, N, classes=A),
            "r": normal(k, N, scale=reward),
            "s_next": normal(k, N, D),
            "done": done or bernoulli(k, N, keep=0.25),
        },
        config=more,
        differentiable=("W1", "b1", "W2", "b2", "s", "r", "s_next"),
        ours=ours,
        options={"outputs": TRAINED},
    )


def trainings() -> tuple[Case, ...]:
    """Return the cases that DQN and double DQN have in common."""
    return (
        training("a_target_that_stays", 6, 4, (3, 5, 2), lr=0.125, gamma=0.9, sync=100),
        training("renewed_every_other_step", 7, 3, (2, 6, 4), lr=0.125, gamma=0.9, sync=2),
        training("renewed_at_each_step", 5, 4, (3, 6, 2), lr=0.125, gamma=0.9, sync=1),
        training("large_errors", 4, 5, (2, 3, 4), reward=8.0, lr=0.25, gamma=0.9, sync=3),
        training("every_one_an_end", 3, 4, (2, 5, 3), values(np.ones((3, 4))), lr=0.25, gamma=0.9),
        training("one_step", 1, 5, (3, 4, 2), values(np.zeros((1, 5))), lr=0.25, gamma=0.75),
        training("one_transition_at_a_time", 6, 1, (4, 3, 5), lr=0.25, gamma=0.9, sync=4),
        training("defaults", 3, 4, (2, 5, 3), ours=True),
        training("default_sync", 104, 2, (3, 4, 5), lr=0.0625, ours=True),
    )


TARGET_NOT_DETACHED = Text(
    "The target is a number to move towards. If its gradient flows as well, the values of the next "
    "states are moved to fit the reward, and it is another method, the residual gradient.",
    "目標値は近づける先の定数である。勾配を流すと、次の状態の価値のほうまで報酬に合わせて"
    "動かされ、残差勾配法という別の手法になってしまう。",
)
TARGET_NOT_DETACHED_LINE = (
    "grads = [g - h for g, h in zip(gradients(theta, s[i], dq), gradients(theta, s_next[i], gamma "
    "* (dq.sum(axis=1) * (1 - ends[i]))[:, None] * (q_next == q_next.max(axis=1)[:, None])))]"
)
SLOPE_NOT_CLIPPED = Text(
    "Beyond an error of 1 the Huber loss is straight: its slope is 1, so that one surprising "
    "reward does not tear the network away.",
    "Huber 損失は、誤差の大きさが 1 を超えると直線になり、傾きは 1 である。"
    "これにより、1つの予想外の報酬がネットワークを大きく動かすのを防ぐ。",
)
EVERY_ACTION_MOVED = Text(
    "Only the action that was taken has a target; of the others nothing was seen.",
    "目標値があるのは取った行動だけである。ほかの行動については何も観測していない。",
)
TARGET_NEVER_RENEWED = Text(
    "The copy is to stay for some steps and then be renewed: every sync steps, the first among "
    "them, not at the others.",
    "コピーは何ステップか固定し、その後で更新する。"
    "更新するのは、最初を含めて sync ステップごとであり、それ以外の時刻ではない。",
)
