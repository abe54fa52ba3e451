"""The target of temporal-difference learning."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.reinforcement._sources import SUTTON
from parity.concepts.reinforcement._transitions import DISCOUNT_FORGOTTEN, NEXT_STATE_BOOTSTRAPPED
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.draw import Draw, bernoulli, labels, normal, values
from parity.describing.identity import Arrays, Identity, Implementations


def _case(
    name: str, N: int, A: int, given: bool = False, done: Draw | None = None, **more: Any
) -> Case:
    ours = more.pop("ours", False)
    return Case(
        name,
        inputs={
            "r": normal(N),
            "q_next": normal(N, A),
            "done": done or bernoulli(N, keep=0.3),
            **({"a_next": labels(N, classes=A)} if given else {}),
        },
        config=more,
        differentiable=("r", "q_next"),
        ours=ours,
    )


def _entry(of: Implementations, a: Arrays) -> Arrays:
    """Return the entries of a table that a learning rate of 1 moves all the way."""
    states, found = np.arange(len(a["r"])), []
    for i in states:
        table, _ = of("q_learning")(
            a["q_next"], [i], [0], a["r"][[i]], [i], a["done"][[i]], lr=1.0, gamma=0.9
        )
        found.append(table[i, 0])
    return {"y": np.array(found)}


td_target = Concept(
    kind="function",
    order=2,
    syllabus=("4-7-1",),
    needs=("discounted_returns",),
    title=Text("TD target", "TD ターゲット(TD 学習の目標値)"),
    summary=Text(
        "What the value of an action is moved towards: the reward that was seen, and the estimate "
        "of what comes after it.",
        "行動の価値を近づける目標値。観測した報酬に、その先の価値の推定値を加える。",
    ),
    why=Text(
        "The return is known only when the episode is over, and it varies much, as every later "
        "reward does. Temporal-difference learning looks one step ahead and puts its own estimate "
        "in the place of the rest. So it learns at every step, and from transitions in any order; "
        "the price is that the target is only as good as the estimate. Which action's value "
        "counts is what parts the methods: the best one's in Q-learning, that of the action "
        "really taken in SARSA, that of another network's best in double DQN.",
        "収益はエピソードが終わるまで分からず、その後の報酬すべてのばらつきを受ける。TD 学習は"
        "1ステップだけ先を見て、残りは自分の推定値で置き換える。そのため毎ステップ学習でき、"
        "遷移の順番も問わない。その代わり、目標値の良さは推定値の良さで決まる。"
        "次の状態でどの行動の価値を使うかが手法の違いになる。Q学習では最大のもの、"
        "SARSA では実際に取る行動のもの、Double DQN では別のネットワークが選んだ行動のものである。",
    ),
    equation="y = r + gamma (1 - done) max_a' Q(s', a')",
    formula=(
        r"y = r + \gamma (1 - d) \max_{a'} Q(s', a')",
        r"y = r + \gamma (1 - d) \, Q(s', a')",
    ),
    shapes={
        "r": "(N,)",
        "q_next": "(N, A): of each action in the next state",
        "done": "(N,): 1 where the episode ended",
        "a_next": "(N,): the action that counts; the best one if left out",
        "y": "(N,)",
    },
    sources=(f"{SUTTON}, sections 6.1 to 6.5",),
    cases=(
        _case("the_best_action", 6, 3, gamma=0.9),
        _case("given_actions", 7, 4, given=True, gamma=0.9),
        _case("no_end", 4, 3, done=values(np.zeros(4)), gamma=0.8),
        _case("every_one_an_end", 4, 5, done=values(np.ones(4)), gamma=0.8),
        _case("one_transition", 1, 4, done=values([0.0]), gamma=0.9),
        _case("one_action", 5, 1, gamma=0.9),
        _case("not_discounted", 5, 3, given=True, gamma=1.0),
        _case("reward_alone", 5, 2, gamma=0.0),
        Case(
            "ties",
            inputs={
                "r": values([0.5, -0.25]),
                "q_next": values([[1.0, 2.0, 2.0], [-1.0, -1.0, -3.0]]),
                "done": values([0.0, 0.0]),
            },
            config={"gamma": 0.5},
            kink=True,
        ),
        _case("defaults", 6, 4, ours=True),
    ),
    defaults=(Default("gamma", 0.99), Default("a_next", None)),
    also_called=(
        "compute_td_target",
        "compute_target",
        "compute_targets",
        "td_targets",
        "q_target",
        "bellman_target",
    ),
    identities=(
        Identity(
            sibling="q_learning",
            text=Text(
                "With a learning rate of 1 Q-learning puts the target in the table's entry.",
                "学習率 1 の Q学習は、表の値を TD ターゲットで置き換える。",
            ),
            case=_case("all_the_way", 5, 3),
            left=lambda of, a: {"y": of("td_target")(a["r"], a["q_next"], a["done"], gamma=0.9)},
            right=_entry,
        ),
    ),
    mistakes=(
        Mistake(
            name="terminal_state_bootstrapped",
            ja="終端状態でもブートストラップする",
            line="return r + gamma * (1 - ends) * v_next",
            wrong="return r + gamma * v_next",
            why=NEXT_STATE_BOOTSTRAPPED,
        ),
        Mistake(
            name="ends_exchanged",
            ja="終端の判定が逆",
            line="return r + gamma * (1 - ends) * v_next",
            wrong="return r + gamma * ends * v_next",
            why=Text(
                "done is 1 at the end, so its opposite, 1 - done, keeps the next value where the "
                "episode goes on.",
                "done は終わりで 1 になる。続くときに次の価値を残すのは 1 - done である。",
            ),
        ),
        Mistake(
            name="maximum_over_the_batch",
            ja="バッチ方向に最大をとる",
            line="v_next = q_next.max(axis=1)",
            wrong="v_next = q_next.max(axis=0)[np.arange(N) % A]",
            why=Text(
                "The best of the actions of each state is wanted, axis 1. Axis 0 compares the "
                "same action in different transitions.",
                "求めるのは各状態で最も良い行動の価値であり、最大値は軸 1 に沿って取る。"
                "軸 0 では、異なる遷移の同じ行動どうしを比べてしまう。",
            ),
        ),
        Mistake(
            name="maximum_over_everything",
            ja="全体で最大をとる",
            line="v_next = q_next.max(axis=1)",
            wrong="v_next = q_next.max()",
            why=Text(
                "Each transition has a next state of its own; the best action of another one's "
                "has nothing to do with it.",
                "次の状態は遷移ごとに異なる。ほかの遷移で最も良い行動は関係がない。",
            ),
        ),
        Mistake(
            name="place_for_value",
            ja="値の代わりに位置を使う",
            line="v_next = q_next.max(axis=1)",
            wrong="v_next = q_next.argmax(axis=1)",
            why=Text(
                "argmax is which action is best; the target needs how good it is.",
                "argmax が返すのは最良の行動の番号である。目標値に必要なのは、その価値である。",
            ),
        ),
        Mistake(
            name="best_for_the_given_action",
            ja="与えられた行動での最大をとる",
            line="v_next = q_next[np.arange(N), a_next]",
            wrong="v_next = q_next.max(axis=1)",
            why=Text(
                "Where the action is given, as in SARSA, its own value counts, even if another "
                "one is better.",
                "SARSA のように行動が与えられたときは、ほかの行動のほうが良くても、"
                "その行動の価値を使う。",
            ),
        ),
        Mistake(
            name="target_not_discounted",
            ja="目標値を割り引かない",
            line="return r + gamma * (1 - ends) * v_next",
            wrong="return r + (1 - ends) * v_next",
            why=DISCOUNT_FORGOTTEN,
        ),
    ),
)
