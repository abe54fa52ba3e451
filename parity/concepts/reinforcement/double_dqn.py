"""Double DQN."""

from __future__ import annotations

from parity.concepts.reinforcement._networks import (
    EVERY_ACTION_MOVED,
    GIVEN,
    SHAPES,
    SLOPE_NOT_CLIPPED,
    TARGET_NEVER_RENEWED,
    training,
    trainings,
)
from parity.concepts.reinforcement._sources import VAN_HASSELT
from parity.concepts.reinforcement._transitions import NEXT_STATE_BOOTSTRAPPED
from parity.describing.concept import Concept, Default, Mistake, Text
from parity.describing.identity import Arrays, Identity, Implementations

TARGET = "y = td_target(r[i], q_next, ends[i], best, gamma)"


def _first_step(of: Implementations, a: Arrays) -> Arrays:
    L, W1, b1, W2, b2 = of("double_dqn")(*(a[name] for name in GIVEN), lr=0.25, gamma=0.9)
    return {"L": L, "W1": W1, "b1": b1, "W2": W2, "b2": b2}


def _first_step_of_dqn(of: Implementations, a: Arrays) -> Arrays:
    L, W1, b1, W2, b2 = of("dqn")(*(a[name] for name in GIVEN), lr=0.25, gamma=0.9)
    return {"L": L, "W1": W1, "b1": b1, "W2": W2, "b2": b2}


double_dqn = Concept(
    kind="function",
    name="double_dqn",
    order=13,
    syllabus=("4-7-1",),
    needs=("dqn",),
    title=Text("Double DQN", "Double DQN"),
    summary=Text(
        "DQN in which the network chooses the next action, and its older copy says what that is "
        "worth.",
        "次の行動は学習中のネットワークが選び、その価値は古いコピーで評価する DQN。",
    ),
    why=Text(
        "A maximum over estimates is too high on average: it takes those that err upwards. DQN's "
        "values grow beyond what is ever earned. Where one network chooses and another values, "
        "an error of the one is seldom the other's as well. Double DQN needs no third network: "
        "the copy that gives the targets is there already.",
        "推定値の最大値は平均すると高すぎる。上振れした推定値ほど選ばれやすいからである。"
        "そのため DQN の価値は、実際に得られるものより大きくなっていく。"
        "選ぶネットワークと評価するネットワークを分ければ、同じ行動で両方が同時に上振れすることは少ない。"
        "Double DQN には、新たなネットワークは要らない。目標値を作るコピーがすでにあるからである。",
    ),
    equation="y = r + gamma Q_target(s', argmax_a' Q(s', a'))",
    formula=(
        r"a^* = \arg\max_{a'} \, Q(s', a'; \theta)",
        r"y = r + \gamma (1 - d) \, Q(s', a^*; \theta^-)",
        r"L = \frac{1}{N} \sum_n h(Q(s_n, a_n; \theta) - y_n)",
    ),
    shapes=SHAPES,
    sources=(VAN_HASSELT,),
    cases=trainings(),
    defaults=(Default("lr", 0.01), Default("gamma", 0.99), Default("sync", 100)),
    also_called=("ddqn", "double_deep_q_network", "double_q_learning"),
    siblings=("dqn",),
    identities=(
        Identity(
            sibling="dqn",
            text=Text(
                "In the first step the copy is the network itself, and double DQN is DQN.",
                "最初のステップではコピーがネットワークそのものなので、DQN と一致する。",
            ),
            case=training("the_first_step", 1, 5, (2, 4, 3)),
            left=_first_step,
            right=_first_step_of_dqn,
        ),
    ),
    mistakes=(
        Mistake(
            name="maximum_over_the_network",
            ja="学習中のネットワークで最大をとる",
            line="q_next = q_values(target, s_next[i])",
            wrong="q_next = q_values(theta, s_next[i])",
            why=Text(
                "The network chooses, but its copy values. Valued by the network that chose, the "
                "action is the maximum again, and too high.",
                "選ぶのは学習中のネットワークだが、評価するのはコピーである。"
                "選んだネットワークで評価すると、結局は最大値を取ることになり、高すぎる値になる。",
            ),
        ),
        Mistake(
            name="chosen_by_the_copy",
            ja="ターゲットネットワークで行動を選ぶ",
            line="best = q_values(theta, s_next[i]).argmax(axis=1)",
            wrong="best = q_values(target, s_next[i]).argmax(axis=1)",
            why=Text(
                "Where the copy chooses and values, it is DQN.",
                "コピーが選び、コピーが評価するなら、DQN そのものである。",
            ),
        ),
        Mistake(
            name="chosen_in_this_state",
            ja="今の状態で行動を選ぶ",
            line="best = q_values(theta, s_next[i]).argmax(axis=1)",
            wrong="best = q_values(theta, s[i]).argmax(axis=1)",
            why=Text(
                "The action is taken in the next state, so it is chosen there.",
                "次の状態で取る行動なので、次の状態で選ぶ。",
            ),
        ),
        Mistake(
            name="terminal_state_bootstrapped",
            ja="終端状態でもブートストラップする",
            line=TARGET,
            wrong="y = td_target(r[i], q_next, np.zeros(N), best, gamma)",
            why=NEXT_STATE_BOOTSTRAPPED,
        ),
        Mistake(
            name="target_never_renewed",
            ja="ターゲットネットワークを更新しない",
            line="if i % sync == 0:",
            wrong="if i == 0:",
            why=TARGET_NEVER_RENEWED,
        ),
        Mistake(
            name="slope_not_clipped",
            ja="傾きをクリップしない",
            line="dq[np.arange(N), a[i]] = np.clip(error, -1, 1) / N  # Huber's slope",
            wrong="dq[np.arange(N), a[i]] = error / N",
            why=SLOPE_NOT_CLIPPED,
        ),
        Mistake(
            name="every_action_moved",
            ja="すべての行動の値を動かす",
            line="dq[np.arange(N), a[i]] = np.clip(error, -1, 1) / N  # Huber's slope",
            wrong="dq[:] = np.clip(error, -1, 1)[:, np.newaxis] / N",
            why=EVERY_ACTION_MOVED,
        ),
    ),
)
