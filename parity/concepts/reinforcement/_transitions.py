"""Transitions that cases are made of, and what is said of every update from them."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.describing.concept import Case, Text
from parity.describing.draw import Draw, bernoulli, labels, normal, values

TABLE = "(S, A): a value for each state and action"
SEEN = "(k,): of each transition"


def updates(
    name: str,
    k: int,
    S: int,
    A: int,
    sarsa: bool = False,
    done: Draw | None = None,
    Q: Draw | None = None,
    **more: Any,
) -> Case:
    """Return a case of k transitions between S states, with A actions."""
    inputs = {
        "Q": Q or normal(S, A),
        "s": labels(k, classes=S),
        "a": labels(k, classes=A),
        "r": normal(k),
        "s_next": labels(k, classes=S),
        **({"a_next": labels(k, classes=A)} if sarsa else {}),
        "done": done or bernoulli(k, keep=0.25),
    }
    kind = {key: more.pop(key) for key in ("kink", "ours") if key in more}
    return Case(
        name,
        inputs=inputs,
        config=more,
        differentiable=("Q", "r"),
        options={"outputs": ("Q", "delta")},
        **kind,
    )


def one_entry(name: str, sarsa: bool = False, **more: Any) -> Case:
    """Return a case in which one entry is moved again and again, and its own value comes next."""
    return _chosen(name, (0, 0, 0, 0), (1, 1, 1, 1), (0, 0, 0, 0), (1, 1, 1, 1), sarsa, **more)


def along_a_line(name: str, sarsa: bool = False, **more: Any) -> Case:
    """Return an episode along a line of states, to its end, twice."""
    s = (0, 1, 2, 0, 1, 2)
    return _chosen(
        name, s, (0, 1, 0, 0, 1, 0), (1, 2, 3, 1, 2, 3), (1, 0, 1, 1, 0, 0), sarsa, **more
    )


def _chosen(
    name: str,
    s: tuple[int, ...],
    a: tuple[int, ...],
    s_next: tuple[int, ...],
    a_next: tuple[int, ...],
    sarsa: bool,
    **more: Any,
) -> Case:
    k = len(s)
    ends = [float(n == 3) for n in s_next]
    inputs = {
        "Q": normal(4, 3),
        "s": values(np.array(s)),
        "a": values(np.array(a)),
        "r": normal(k),
        "s_next": values(np.array(s_next)),
        **({"a_next": values(np.array(a_next))} if sarsa else {}),
        "done": values(ends),
    }
    return Case(
        name,
        inputs=inputs,
        config=more,
        differentiable=("Q", "r"),
        options={"outputs": ("Q", "delta")},
    )


NEXT_STATE_BOOTSTRAPPED = Text(
    "After the end of an episode nothing is earned any more; the value of the state that is "
    "written down there means nothing, and must not be added.",
    "エピソードが終わった後に得られる報酬はない。"
    "そこに記録されている状態の価値に意味はなく、足してはならない。",
)
SIGN_OF_THE_ERROR = Text(
    "The entry must move towards the target; with the sign of the error turned it moves away, and "
    "the values grow without end.",
    "表の値は目標に近づけなければならない。誤差の符号を逆にすると遠ざかり、値は発散する。",
)
REPLACED_BY_THE_TARGET = Text(
    "One transition is one sample. The entry moves towards its target by a share of lr, so that "
    "it comes to the mean of many.",
    "1つの遷移は1つの標本にすぎない。目標には lr の割合だけ近づける。"
    "そうすることで、多くの標本の平均に近づいていく。",
)
DISCOUNT_FORGOTTEN = Text(
    "What comes a step later counts gamma times as much. Without it the values of a task that "
    "never ends have no limit.",
    "1ステップ後に得られるものは、gamma 倍で数える。"
    "割り引かないと、終わりのないタスクでは価値が有限の値に定まらない。",
)
