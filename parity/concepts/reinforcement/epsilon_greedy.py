"""The epsilon-greedy policy."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.reinforcement._sources import SUTTON
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.draw import Draw, labels, spaced, uniform, values
from parity.describing.identity import Arrays, Identity, Implementations

CHOSEN = {"outputs": ("p", "a")}


def _case(name: str, N: int, A: int, u: Draw | None = None, **more: Any) -> Case:
    ours = more.pop("ours", False)
    return Case(
        name,
        inputs={
            "q": spaced(N, A),
            "u": u or uniform(N),
            "random": labels(N, classes=A),
        },
        config=more,
        differentiable=("q",),
        exact=("a",),
        options=CHOSEN,
        ours=ours,
    )


def _half_greedy(of: Implementations, a: Arrays) -> Arrays:
    p, _ = of("epsilon_greedy")(a["q"], a["u"], a["random"], epsilon=0.5)
    return {"p": p}


def _mixed(of: Implementations, a: Arrays) -> Arrays:
    _, A = a["q"].shape
    return {"p": 0.5 * of("one_hot")(a["q"].argmax(axis=1), A) + 0.5 / A}


epsilon_greedy = Concept(
    kind="function",
    order=3,
    syllabus=("4-7-1",),
    needs=("td_target",),
    title=Text("Epsilon-greedy policy", "ε-greedy 方策"),
    summary=Text(
        "Takes the best action that is known, and now and then any action at random.",
        "ふだんは最も価値の高い行動を選び、確率 ε で行動を一様に選ぶ。",
    ),
    why=Text(
        "Who always takes the action that looks best never finds out whether another one is "
        "better: values are known only of what was tried. A small probability of a random action "
        "tries everything again and again, and most steps still use what has been learned. Often "
        "epsilon begins near 1 and falls.",
        "最も良さそうな行動ばかり取っていると、ほかの行動のほうが良いかどうかは分からないままになる。"
        "試したことの価値しか分からないからである。小さな確率で行動を無作為に選べば、"
        "学んだことを活用しながら、どの行動も繰り返し試せる(探索と活用)。"
        "ε は 1 の近くから始めて徐々に下げることが多い。",
    ),
    equation="p(a | s) = epsilon / A + (1 - epsilon) [a = argmax Q(s, .)]",
    formula=(
        r"a^* = \arg\max_a \, Q(s, a)",
        r"p(a \mid s) = \begin{cases} 1 - \varepsilon + \frac{\varepsilon}{A} & a = a^* \\ "
        r"\frac{\varepsilon}{A} & \text{otherwise} \end{cases}",
    ),
    shapes={
        "q": "(N, A)",
        "u": "(N,): drawn from 0 to 1",
        "random": "(N,): drawn actions",
        "p": "(N, A)",
        "a": "(N,)",
    },
    sources=(f"{SUTTON}, sections 2.2 and 5.4",),
    cases=(
        _case("half_at_random", 9, 4, epsilon=0.5),
        _case("seldom", 12, 3, epsilon=0.125),
        _case("never", 5, 3, epsilon=0.0),
        _case("always", 6, 4, epsilon=1.0),
        _case("one_state", 1, 5, u=values([0.75]), epsilon=0.5),
        _case("on_the_edge", 3, 4, u=values([0.25, 0.0, 0.5]), epsilon=0.25),
        _case("one_action", 4, 1, epsilon=0.5),
        Case(
            "ties",
            inputs={
                "q": values([[1.0, 2.0, 2.0, 0.0], [0.0, 0.0, 0.0, 0.0], [3.0, -1.0, 3.0, 2.0]]),
                "u": values([0.875, 0.75, 0.125]),
                "random": values(np.array([0, 1, 1])),
            },
            config={"epsilon": 0.25},
            exact=("a",),
            kink=True,
            options=CHOSEN,
        ),
        _case("defaults", 30, 4, ours=True),
    ),
    defaults=(Default("epsilon", 0.1),),
    also_called=("eps_greedy", "e_greedy", "egreedy", "epsilon_greedy_policy"),
    identities=(
        Identity(
            sibling="one_hot",
            text=Text(
                "It is a mixture of the best action, one-hot, and of all actions alike.",
                "最良の行動の one-hot 表現と、一様分布とを混ぜたものである。",
            ),
            case=_case("half_and_half", 4, 5),
            left=_half_greedy,
            right=_mixed,
        ),
    ),
    mistakes=(
        Mistake(
            name="explores_with_the_rest",
            ja="探索の確率を残りの確率で取り違える",
            line="a = np.where(u < epsilon, random, greedy)",
            wrong="a = np.where(u < epsilon, greedy, random)",
            why=Text(
                "epsilon is the share of random actions, not that of the best ones.",
                "ε は無作為に選ぶ割合である。最良の行動を選ぶ割合ではない。",
            ),
        ),
        Mistake(
            name="best_action_only_when_greedy",
            ja="最良の行動を貪欲なときにしか数えない",
            line="p[np.arange(N), greedy] += 1 - epsilon  # the random action may be it too",
            wrong="p[np.arange(N), greedy] = 1 - epsilon",
            why=Text(
                "A random action is drawn from all, so the best one comes up there too: its "
                "probability is 1 - epsilon + epsilon / A, and the row sums to 1.",
                "無作為に選ぶときも、最良の行動が選ばれることがある。"
                "その確率は 1 - ε + ε/A であり、これで行の和が 1 になる。",
            ),
        ),
        Mistake(
            name="share_of_the_other_actions",
            ja="ほかの行動の確率を誤る",
            line="p = np.full_like(q, epsilon / A)",
            wrong="p = np.full_like(q, epsilon / max(A - 1, 1))",
            why=Text(
                "The random action is drawn from all A actions, the best one among them.",
                "無作為に選ぶときは、最良の行動も含めた A 個すべてから選ぶ。",
            ),
        ),
        Mistake(
            name="best_over_the_states",
            ja="状態について最大をとる",
            line="greedy = q.argmax(axis=1)",
            wrong="greedy = q.argmax(axis=0)[np.arange(N) % A] % A",
            why=Text(
                "Each row holds the actions of one state; the best one is looked for along it.",
                "各行に1つの状態の行動が並ぶ。最良の行動は行に沿って探す。",
            ),
        ),
    ),
)
