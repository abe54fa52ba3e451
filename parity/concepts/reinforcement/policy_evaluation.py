"""Policy evaluation."""

from __future__ import annotations

import numpy as np

from parity.concepts.reinforcement._sources import SUTTON
from parity.concepts.reinforcement._worlds import (
    NEXT_VALUES_NOT_DISCOUNTED,
    REWARD_DISCOUNTED,
    REWARDS,
    ROWS_AND_COLUMNS,
    WORLD,
    cliff_case,
    grid_case,
    world,
)
from parity.describing.concept import Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import values
from parity.describing.identity import Arrays, Identity, Implementations

FROM_THE_ACTIONS = "R_pi = (pi * R).sum(axis=1)"


def _only_policy(of: Implementations, a: Arrays) -> Arrays:
    V, Q = of("policy_evaluation")(a["P"], a["R"], np.ones_like(a["R"]), gamma=0.875)
    return {"V": V, "Q": Q}


def _best_policy(of: Implementations, a: Arrays) -> Arrays:
    V, Q = of("value_iteration")(a["P"], a["R"], gamma=0.875)
    return {"V": V, "Q": Q}


policy_evaluation = Concept(
    kind="function",
    order=6,
    syllabus=("4-7-1",),
    needs=("discounted_returns",),
    title=Text("Policy evaluation", "方策評価(ベルマン方程式)"),
    summary=Text(
        "What each state is worth under a given policy, where the world is known as tables.",
        "環境が表として分かっているとき、与えられた方策のもとでの各状態の価値を求める。",
    ),
    why=Text(
        "A value is a mean over everything that may happen from now on: a sum over endlessly many "
        "paths. Bellman's equation spares them: a state is worth its reward and the discounted "
        "value of where one comes to. With known tables these are as many linear equations as "
        "there are states. Everything that learns from transitions estimates this solution.",
        "状態の価値とは、これから起こりうることすべてについての収益の平均であり、"
        "無数の経路にわたる和になる。ベルマン方程式を使えば、経路を数え上げずに済む。"
        "状態の価値は、報酬と、移った先の価値を割り引いたものの和になる。"
        "表が分かっていれば、これは状態の数だけの連立一次方程式である。"
        "遷移から学ぶ手法はどれも、この解を推定している。",
    ),
    equation="V(s) = sum_a pi(a | s) (R(s, a) + gamma sum_s' P(s' | s, a) V(s'))",
    formula=(
        r"V(s) = \sum_a \pi(a \mid s) \, Q(s, a)",
        r"Q(s, a) = R(s, a) + \gamma \sum_{s'} P(s' \mid s, a) \, V(s')",
        r"V = (I - \gamma P_\pi)^{-1} R_\pi",
    ),
    derivation=(
        Step(
            heading=Text("The return splits into now and later", "収益は、今とその先に分かれる"),
            text=Text(
                "An action is worth its reward, and γ times the mean of what the next states are "
                "worth; a state is worth the mean of its actions, with the policy's weights.",
                "行動の価値は、その報酬と、次の状態の価値の平均の γ 倍との和である。"
                "状態の価値は、方策の確率で重みを付けた行動の価値の平均である。",
            ),
            equation=r"V(s) = \sum_a \pi(a \mid s) \left( R(s, a) + \gamma \sum_{s'} "
            r"P(s' \mid s, a) \, V(s') \right)",
        ),
        Step(
            heading=Text("These are linear equations", "これは連立1次方程式である"),
            text=Text(
                "With the policy's weights in P and R there is one equation for each state. The "
                "matrix can be inverted for γ < 1, as no row of γ P sums to 1 or more.",
                "方策の重みを P と R に掛け込むと、状態ごとに1つの方程式になる。"
                "γ < 1 なら γ P の行の和は 1 未満なので、逆行列がある。",
            ),
            equation=r"V = R_\pi + \gamma P_\pi V, \quad (I - \gamma P_\pi) V = R_\pi",
            check=Text(
                "Where every reward is 1 each state is worth 1 / (1 - γ).",
                "報酬がすべて 1 なら、どの状態の価値も 1 / (1 - γ) である。",
            ),
        ),
    ),
    shapes={
        "P": WORLD,
        "R": REWARDS,
        "pi": "(S, A): the probability of each action",
        "V": "(S,)",
        "Q": "(S, A)",
    },
    sources=(f"{SUTTON}, section 4.1",),
    cases=(
        world("solved", 5, 3, policy=True, gamma=0.9),
        world("one_sweep", 4, 3, policy=True, gamma=0.9, sweeps=1, ours=True),
        world("sweeps", 6, 2, policy=True, gamma=0.9, sweeps=7, ours=True),
        world("not_discounted", 4, 3, policy=True, gamma=1.0, sweeps=5, ours=True),
        world("reward_alone", 3, 2, policy=True, gamma=0.0),
        world("a_sure_policy", 3, 4, policy=True, pi=values(np.eye(3, 4)), gamma=0.9),
        world("one_action", 5, 1, policy=True, gamma=0.75),
        grid_case("a_grid", policy=True, gamma=0.9375),
        cliff_case("a_cliff", policy=True, gamma=0.875),
        cliff_case("sweeps_along_a_cliff", policy=True, gamma=0.875, sweeps=4, ours=True),
        world("defaults", 4, 2, policy=True, ours=True),
    ),
    defaults=(Default("gamma", 0.99), Default("sweeps", None)),
    also_called=("policy_eval", "evaluate_policy", "iterative_policy_evaluation"),
    identities=(
        Identity(
            sibling="value_iteration",
            text=Text(
                "Where there is only one action, the only policy is the best one.",
                "行動が1つしかなければ、唯一の方策が最適な方策である。",
            ),
            case=world("no_choice", 6, 1),
            left=_only_policy,
            right=_best_policy,
        ),
    ),
    mistakes=(
        Mistake(
            name="policy_forgotten",
            ja="方策の重みを忘れる",
            line=FROM_THE_ACTIONS,
            wrong="R_pi = R.mean(axis=1)",
            why=Text(
                "Each action's reward counts as often as the policy takes it.",
                "各行動の報酬は、方策がその行動を取る確率で重み付けする。",
            ),
        ),
        Mistake(
            name="best_action_for_the_policy",
            ja="方策の代わりに最良の行動を使う",
            line=FROM_THE_ACTIONS,
            wrong="R_pi = R.max(axis=1)",
            why=Text(
                "The maximum belongs to value iteration. A policy is evaluated as it is, with its "
                "bad actions.",
                "最大値を取るのは価値反復である。方策評価では、悪い行動も含めて方策をそのまま評価する。",
            ),
        ),
        Mistake(
            name="from_for_to",
            ja="遷移元と遷移先を取り違える",
            line='P_pi = np.einsum("sa,sat->st", pi, P)  # (S, S): from state to state',
            wrong='P_pi = np.einsum("sa,sat->ts", pi, P)',
            why=ROWS_AND_COLUMNS,
        ),
        Mistake(
            name="sweep_not_discounted",
            ja="1 巡の更新で割り引かない",
            line="V = R_pi + gamma * P_pi @ V",
            wrong="V = R_pi + P_pi @ V",
            why=NEXT_VALUES_NOT_DISCOUNTED,
        ),
        Mistake(
            name="reward_discounted",
            ja="報酬まで割り引く",
            line="V = R_pi + gamma * P_pi @ V",
            wrong="V = gamma * (R_pi + P_pi @ V)",
            why=REWARD_DISCOUNTED,
        ),
        Mistake(
            name="reward_of_the_action_forgotten",
            ja="行動の報酬を忘れる",
            line="Q = R + gamma * P @ V",
            wrong="Q = gamma * P @ V",
            why=Text(
                "An action is worth its own reward and what comes after it.",
                "行動の価値は、その行動の報酬と、その後に得られるものの和である。",
            ),
        ),
    ),
)
