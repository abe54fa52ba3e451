"""SARSA."""

from __future__ import annotations

import numpy as np

from parity.concepts.reinforcement._sources import RUMMERY, SUTTON
from parity.concepts.reinforcement._transitions import (
    NEXT_STATE_BOOTSTRAPPED,
    REPLACED_BY_THE_TARGET,
    SEEN,
    SIGN_OF_THE_ERROR,
    TABLE,
    along_a_line,
    one_entry,
    updates,
)
from parity.describing.concept import Concept, Default, Mistake, Text
from parity.describing.draw import values
from parity.describing.identity import Arrays, Identity, Implementations


def _first_error(of: Implementations, a: Arrays) -> Arrays:
    names = ("Q", "s", "a", "r", "s_next", "a_next", "done")
    _, delta = of("sarsa")(*(a[name] for name in names), gamma=0.9)
    return {"delta": delta}


def _from_the_target(of: Implementations, a: Arrays) -> Arrays:
    """Return each target less the value of the action: no entry is met twice here."""
    q_next = a["Q"][a["s_next"]]
    y = of("td_target")(a["r"], q_next, a["done"], a["a_next"], gamma=0.9)
    return {"delta": y - a["Q"][a["s"], a["a"]]}


sarsa = Concept(
    kind="function",
    order=5,
    syllabus=("4-7-1",),
    needs=("td_target", "q_learning"),
    title=Text("SARSA", "SARSA"),
    summary=Text(
        "Q-learning's on-policy sibling: the action that is really taken next counts, not the "
        "best one.",
        "Q学習に対する方策オン型の手法。最良の行動ではなく、次に実際に取る行動の価値を使う。",
    ),
    why=Text(
        "Q-learning learns what the best policy would earn, although the agent explores. Beside a "
        "cliff that is dangerous: the shortest way runs along the edge, and a random step falls. "
        "SARSA values what the agent really does, its random steps included, so it keeps away "
        "from the edge. When exploration fades out, both come to the same values.",
        "Q学習は、エージェントが探索していても、最適な方策なら得られるはずの価値を学ぶ。"
        "崖のそばではこれが危ない。最短の道は崖の縁を通り、無作為な一歩で落ちてしまう。"
        "SARSA は、無作為な行動も含めて実際の方策の価値を学ぶので、縁から離れた道を選ぶ。"
        "探索を徐々に減らしていけば、両者は同じ価値に近づく。",
    ),
    equation="Q(s, a) <- Q(s, a) + lr (r + gamma Q(s', a') - Q(s, a))",
    formula=(
        r"\delta = r + \gamma (1 - d) \, Q(s', a') - Q(s, a)",
        r"Q(s, a) \leftarrow Q(s, a) + \eta \, \delta",
    ),
    shapes={
        "Q": TABLE,
        "s, a, r, s_next, a_next": SEEN,
        "done": "(k,): 1 where the episode ended",
        "delta": "(k,): the error of each step",
    },
    sources=(RUMMERY, f"{SUTTON}, section 6.4"),
    cases=(
        updates("many", 40, 5, 3, sarsa=True, lr=0.5, gamma=0.9),
        updates("no_end", 12, 4, 3, sarsa=True, done=values(np.zeros(12)), lr=0.25, gamma=0.8),
        updates(
            "every_one_an_end", 6, 4, 2, sarsa=True, done=values(np.ones(6)), lr=0.5, gamma=0.8
        ),
        updates("one_transition", 1, 3, 4, sarsa=True, done=values([0.0]), lr=0.5, gamma=0.9),
        updates("all_the_way", 9, 3, 2, sarsa=True, lr=1.0, gamma=0.9),
        updates("not_discounted", 9, 3, 4, sarsa=True, lr=0.5, gamma=1.0),
        updates("decreasing_rates", 4, 2, 3, sarsa=True, lr=(1.0, 0.5, 0.25, 0.125), gamma=0.9),
        one_entry("the_same_entry", sarsa=True, lr=0.5, gamma=0.9),
        along_a_line("an_episode_twice", sarsa=True, lr=0.5, gamma=0.9),
        updates("defaults", 15, 4, 2, sarsa=True, ours=True),
    ),
    defaults=(Default("lr", 0.1), Default("gamma", 0.99)),
    also_called=("sarsa_update", "update_sarsa"),
    siblings=("q_learning",),
    identities=(
        Identity(
            sibling="td_target",
            text=Text(
                "The error of a step is the TD target of the given action, less the value of the "
                "action taken.",
                "各ステップの誤差は、与えられた行動による TD ターゲットから、"
                "取った行動の価値を引いたものである。",
            ),
            case=updates("one_step_each", 1, 5, 4, sarsa=True),
            left=_first_error,
            right=_from_the_target,
        ),
    ),
    mistakes=(
        Mistake(
            name="terminal_state_bootstrapped",
            ja="終端状態でもブートストラップする",
            line="y = r[i] + gamma * (1 - ends[i]) * v_next",
            wrong="y = r[i] + gamma * v_next",
            why=NEXT_STATE_BOOTSTRAPPED,
        ),
        Mistake(
            name="greedy_for_the_taken_action",
            ja="とった行動の代わりに最良の行動を使う",
            line="v_next = Q[s_next[i], a_next[i]]",
            wrong="v_next = Q[s_next[i]].max()",
            why=Text(
                "With the best action's value it is Q-learning. SARSA is on-policy: the action "
                "that the policy takes next counts, also where it explores.",
                "最良の行動の価値を使えば Q学習になる。SARSA は方策オン型で、"
                "探索のための行動であっても、方策が次に取る行動の価値を使う。",
            ),
        ),
        Mistake(
            name="this_action_in_the_next_state",
            ja="次の状態に今の行動を使う",
            line="v_next = Q[s_next[i], a_next[i]]",
            wrong="v_next = Q[s_next[i], a[i]]",
            why=Text(
                "The last two letters of SARSA are the next state and the action that is taken "
                "there; the first action belongs to the first state.",
                "SARSA の最後の2文字は、次の状態とそこで取る行動を指す。"
                "この時刻の行動は、この時刻の状態のものである。",
            ),
        ),
        Mistake(
            name="sign_of_the_error",
            ja="誤差の符号が逆",
            line="delta[i] = y - Q[s[i], a[i]]",
            wrong="delta[i] = Q[s[i], a[i]] - y",
            why=SIGN_OF_THE_ERROR,
        ),
        Mistake(
            name="replaced_by_the_target",
            ja="目標値で置き換える",
            line="Q[s[i], a[i]] += rates[i] * delta[i]",
            wrong="Q[s[i], a[i]] += delta[i]",
            why=REPLACED_BY_THE_TARGET,
        ),
    ),
)
