"""Q-learning."""

from __future__ import annotations

import numpy as np

from parity.concepts.reinforcement._sources import SUTTON, WATKINS
from parity.concepts.reinforcement._transitions import (
    DISCOUNT_FORGOTTEN,
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
from parity.describing.derivation import Step
from parity.describing.draw import values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _sarsa_of_the_best(of: Implementations, a: Arrays) -> Arrays:
    """Return what SARSA makes of each transition when the next action is the best one."""
    Q, deltas = a["Q"], []
    for i in range(len(a["s"])):
        s, action, s_next = (a[name][[i]] for name in ("s", "a", "s_next"))
        best = Q[s_next].argmax(axis=1)
        Q, delta = of("sarsa")(Q, s, action, a["r"][[i]], s_next, best, a["done"][[i]])
        deltas.append(delta[0])
    return {"Q": Q, "delta": np.array(deltas)}


q_learning = Concept(
    kind="function",
    name="q_learning",
    order=4,
    syllabus=("4-7-1",),
    needs=("td_target",),
    title=Text("Q-learning", "Q学習"),
    summary=Text(
        "Moves the value of the action that was taken towards the reward and the best value of "
        "the next state.",
        "取った行動の価値を、報酬と次の状態での最大の価値から作った目標値に近づける。",
    ),
    why=Text(
        "Value iteration needs to know where each action leads. Q-learning does not: it sees one "
        "transition after the other, and moves one entry of its table for each. As the best "
        "action of the next state counts, whatever is done there, it learns the best policy while "
        "it follows another one that explores, or from old transitions. With steps that become "
        "small and every entry tried again and again it arrives at the values of value iteration.",
        "価値反復には、各行動がどこへつながるかの知識が要る。Q学習には要らない。"
        "遷移を1つずつ観測し、そのたびに表の値を1つ動かす。"
        "次の状態で実際に何をするかによらず最良の行動の価値を使うので、探索する別の方策に従いながら、"
        "あるいは過去の遷移からでも、最適な方策を学べる(方策オフ型)。"
        "学習率を徐々に小さくし、すべての状態と行動を繰り返し試せば、価値反復の値に収束する。",
    ),
    equation="Q(s, a) <- Q(s, a) + lr (r + gamma max_a' Q(s', a') - Q(s, a))",
    formula=(
        r"\delta = r + \gamma (1 - d) \max_{a'} Q(s', a') - Q(s, a)",
        r"Q(s, a) \leftarrow Q(s, a) + \eta \, \delta",
    ),
    derivation=(
        Step(
            heading=Text("The best values satisfy an equation", "最適な価値は1つの方程式を満たす"),
            text=Text(
                "Whoever takes a in s and the best actions afterwards earns the reward now, and a "
                "step later what the best action of the next state is worth. What comes out is "
                "random, so the mean counts: that is Bellman's equation.",
                "s で a を取り、その後は最良の行動を取り続けると、今の報酬と、1ステップ後に次の"
                "状態の最良の行動の価値を得る。結果は確率的なので、その平均をとる。"
                "これがベルマン最適方程式である。",
            ),
            equation=r"Q(s, a) = \mathbb{E} \left[ r + \gamma (1 - d) \max_{a'} Q(s', a') \right]",
        ),
        Step(
            heading=Text(
                "A transition is a sample of its right side", "1つの遷移は、右辺の1つの標本である"
            ),
            text=Text(
                "Nobody needs to know the probabilities: the transition that was seen is drawn by "
                "them. Its target is taken as a number, although the table stands in it.",
                "確率を知らなくてもよい。観測した遷移が、その確率に従って出た標本だからである。"
                "目標値には表の値が入っているが、定数とみなす。",
            ),
            equation=r"y = r + \gamma (1 - d) \max_{a'} Q(s', a')",
        ),
        Step(
            heading=Text(
                "A step of gradient descent moves one entry", "勾配降下の1ステップで値が1つ動く"
            ),
            text=Text(
                "Half the squared error has the slope -δ at the entry of s and a, and 0 at all "
                "others.",
                "二乗誤差の半分の傾きは、s と a の値については -δ、ほかの値については 0 である。",
            ),
            equation=r"\frac{\partial}{\partial Q(s, a)} \frac{1}{2} (y - Q(s, a))^2 = "
            r"-(y - Q(s, a)) = -\delta",
            check=Text(
                "With the learning rates 1, 1/2, 1/3 ... an entry is the mean of its targets.",
                "学習率を 1、1/2、1/3 …… とすれば、値は目標値の平均になる。",
            ),
        ),
    ),
    shapes={
        "Q": TABLE,
        "s, a, r, s_next": SEEN,
        "done": "(k,): 1 where the episode ended",
        "delta": "(k,): the error of each step",
    },
    sources=(WATKINS, f"{SUTTON}, section 6.5"),
    cases=(
        updates("many", 40, 5, 3, lr=0.5, gamma=0.9),
        updates("no_end", 12, 4, 3, done=values(np.zeros(12)), lr=0.25, gamma=0.8),
        updates("every_one_an_end", 6, 4, 2, done=values(np.ones(6)), lr=0.5, gamma=0.8),
        updates("one_transition", 1, 3, 4, done=values([0.0]), lr=0.5, gamma=0.9),
        updates("one_action", 7, 3, 1, lr=0.5, gamma=0.9),
        updates("all_the_way", 9, 3, 2, lr=1.0, gamma=0.9),
        updates("not_discounted", 9, 3, 4, lr=0.5, gamma=1.0),
        updates("reward_alone", 9, 3, 2, lr=0.5, gamma=0.0),
        updates("decreasing_rates", 5, 2, 3, lr=(1.0, 0.5, 0.25, 0.125, 0.0625), gamma=0.9),
        updates("from_nothing", 20, 4, 3, Q=values(np.zeros((4, 3))), lr=0.5, gamma=0.9, kink=True),
        one_entry("the_same_entry", lr=0.5, gamma=0.9),
        along_a_line("an_episode_twice", lr=0.5, gamma=0.9),
        updates("defaults", 15, 4, 2, ours=True),
    ),
    defaults=(Default("lr", 0.1), Default("gamma", 0.99)),
    also_called=("qlearning", "q_update", "update_q", "update_q_table", "q_learning_update"),
    siblings=("sarsa",),
    identities=(
        Identity(
            sibling="sarsa",
            text=Text(
                "It is SARSA whose next action is always the best one.",
                "次の行動を常に最良のものとした SARSA である。",
            ),
            case=updates("the_best_next_action", 12, 4, 3),
            left=evaluated("q_learning"),
            right=_sarsa_of_the_best,
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
            name="taken_action_for_the_best",
            ja="最良の行動の代わりにとった行動を使う",
            line="v_next = Q[s_next[i]].max()",
            wrong="v_next = Q[s_next[i], a[i]]",
            why=Text(
                "Q-learning takes the best action of the next state. With the value of an action "
                "that is taken it is on-policy, as SARSA is, and with the action of this step it "
                "is neither.",
                "Q学習では、次の状態で最良の行動の価値を使う。"
                "取った行動の価値を使うのは SARSA のような方策オン型である。"
                "この時刻の行動を次の状態に当てはめたのでは、そのどちらでもない。",
            ),
        ),
        Mistake(
            name="maximum_over_the_states",
            ja="状態について最大をとる",
            line="v_next = Q[s_next[i]].max()",
            wrong="v_next = Q.max(axis=0)[a[i]]",
            why=Text(
                "A row of the table holds the actions of one state. The maximum is taken over the "
                "row of the next state, not down a column.",
                "表の1行に、1つの状態の行動の価値が並ぶ。最大値は次の状態の行で取る。"
                "列に沿って取るのではない。",
            ),
        ),
        Mistake(
            name="best_of_this_state",
            ja="今の状態での最大をとる",
            line="v_next = Q[s_next[i]].max()",
            wrong="v_next = Q[s[i]].max()",
            why=Text(
                "What is earned later depends on the state that the action led to.",
                "その先に得られるものは、行動の結果として移った状態で決まる。",
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
        Mistake(
            name="discount_forgotten",
            ja="割引を忘れる",
            line="y = r[i] + gamma * (1 - ends[i]) * v_next",
            wrong="y = r[i] + (1 - ends[i]) * v_next",
            why=DISCOUNT_FORGOTTEN,
        ),
    ),
)
