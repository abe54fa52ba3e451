"""Deep Q-networks."""

from __future__ import annotations

from parity.concepts.reinforcement._networks import (
    EVERY_ACTION_MOVED,
    GIVEN,
    SHAPES,
    SLOPE_NOT_CLIPPED,
    TARGET_NEVER_RENEWED,
    TARGET_NOT_DETACHED,
    TARGET_NOT_DETACHED_LINE,
    training,
    trainings,
)
from parity.concepts.reinforcement._sources import MNIH_2015
from parity.concepts.reinforcement._transitions import NEXT_STATE_BOOTSTRAPPED
from parity.describing.concept import Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.identity import Arrays, Identity, Implementations

TARGET = "y = td_target(r[i], q_next, ends[i], gamma=gamma)"


def _trained(of: Implementations, a: Arrays) -> Arrays:
    L, W1, b1, W2, b2 = of("dqn")(*(a[name] for name in GIVEN), lr=0.25, gamma=0.9, sync=1)
    return {"L": L, "W1": W1, "b1": b1, "W2": W2, "b2": b2}


def _doubled(of: Implementations, a: Arrays) -> Arrays:
    L, W1, b1, W2, b2 = of("double_dqn")(*(a[name] for name in GIVEN), lr=0.25, gamma=0.9, sync=1)
    return {"L": L, "W1": W1, "b1": b1, "W2": W2, "b2": b2}


dqn = Concept(
    kind="function",
    order=12,
    syllabus=("4-7-1",),
    needs=("q_learning", "experience_replay", "dense", "relu"),
    title=Text("DQN (deep Q-network)", "DQN(Deep Q-Network)"),
    summary=Text(
        "Q-learning with a network for the table: batches from a memory, the Huber loss, and a "
        "copy of the network that gives the targets.",
        "表の代わりにネットワークを使う Q学習。経験再生のバッチと Huber 損失を用い、"
        "目標値はネットワークのコピーから作る。",
    ),
    why=Text(
        "A table has an entry for each state; of images there are too many. A network gives the "
        "values of all actions at once, and what it learns of one state counts for those that "
        "are like it. That is also the danger: a step towards the target moves the target. DQN "
        "takes the targets from a copy that stays for a while, draws transitions at random from "
        "a memory, and limits the slope of large errors.",
        "表には状態ごとの欄が要るが、画像の状態は数え切れない。ネットワークなら全行動の価値を"
        "一度に出し、ある状態で学んだことが似た状態にも効く。これは危険でもある。目標値に近づける"
        "更新によって、目標値自体も動いてしまうからである。"
        "DQN は、しばらく固定したコピーから目標値を作り、メモリから無作為に遷移を取り出し、"
        "大きな誤差に対する傾きを抑えることで学習を安定させる。",
    ),
    equation="L = mean of huber(Q(s, a) - r - gamma max_a' Q_target(s', a'))",
    formula=(
        r"y = r + \gamma (1 - d) \max_{a'} Q(s', a'; \theta^-)",
        r"L = \frac{1}{N} \sum_n h(Q(s_n, a_n; \theta) - y_n)",
        r"h(e) = \begin{cases} \frac{1}{2} e^2 & |e| \le 1 \\ |e| - \frac{1}{2} & |e| > 1 "
        r"\end{cases}",
        r"\theta \leftarrow \theta - \eta \, \nabla L",
    ),
    derivation=(
        Step(
            heading=Text(
                "Huber's slope is the error, clipped", "Huber 損失の傾きは、切り詰めた誤差"
            ),
            text=Text(
                "Within 1 it is the error itself, as of half the square; beyond it is 1 or -1, so "
                "that a target far off does not throw the network about.",
                "誤差が 1 以内なら、二乗の半分の傾きである誤差そのもの、それより大きければ 1 か -1 "
                "である。目標値が大きく外れていても、ネットワークが振り回されない。",
            ),
            equation=r"\frac{d h}{d e} = \begin{cases} e & |e| \le 1 \\ e / |e| & |e| > 1 "
            r"\end{cases}",
        ),
        Step(
            heading=Text(
                "Only the action that was taken has a gradient", "勾配を持つのは、取った行動だけ"
            ),
            text=Text(
                "The loss looks at one output of the network for each transition. The others have "
                "a gradient of 0; the target is a number, though a network computed it.",
                "損失が見るのは、遷移ごとにネットワークの出力1つだけである。ほかの出力の勾配は 0 に"
                "なる。目標値は、ネットワークで計算したものだが、定数とみなす。",
            ),
            equation=r"\frac{\partial L}{\partial Q(s_n, a)} = \frac{1}{N} [a = a_n] \, "
            r"\frac{d h}{d e} (Q(s_n, a_n; \theta) - y_n)",
            check=Text(
                "In a batch of transitions that all ended, y = r: it is a regression.",
                "すべてが終端の遷移なら y = r となり、ただの回帰である。",
            ),
        ),
    ),
    shapes=SHAPES,
    sources=(f"{MNIH_2015}, algorithm 1",),
    cases=trainings(),
    defaults=(Default("lr", 0.01), Default("gamma", 0.99), Default("sync", 100)),
    also_called=("deep_q_network", "deep_q_learning", "train_dqn"),
    siblings=("double_dqn",),
    identities=(
        Identity(
            sibling="double_dqn",
            text=Text(
                "Where the copy is renewed at each step, both networks are the same, and so are "
                "DQN and double DQN.",
                "コピーを毎ステップ更新すれば2つのネットワークは等しく、"
                "DQN と Double DQN も一致する。",
            ),
            case=training("two_equal_networks", 4, 3, (2, 5, 4)),
            left=_trained,
            right=_doubled,
        ),
    ),
    mistakes=(
        Mistake(
            name="target_not_detached",
            ja="目標値に勾配が流れる",
            line="grads = gradients(theta, s[i], dq)  # none flows into y",
            wrong=TARGET_NOT_DETACHED_LINE,
            why=TARGET_NOT_DETACHED,
        ),
        Mistake(
            name="terminal_state_bootstrapped",
            ja="終端状態でもブートストラップする",
            line=TARGET,
            wrong="y = td_target(r[i], q_next, np.zeros(N), gamma=gamma)",
            why=NEXT_STATE_BOOTSTRAPPED,
        ),
        Mistake(
            name="target_from_the_network_itself",
            ja="学習中のネットワークで目標を求める",
            line="q_next = q_values(target, s_next[i])",
            wrong="q_next = q_values(theta, s_next[i])",
            why=Text(
                "The targets come from the copy that stays. From the network itself they move "
                "with each step.",
                "目標値は、固定したコピーから作る。"
                "学習中のネットワークから作ると、更新のたびに目標値が動いてしまう。",
            ),
        ),
        Mistake(
            name="this_state_for_the_next",
            ja="次の状態の代わりに今の状態を使う",
            line="q_next = q_values(target, s_next[i])",
            wrong="q_next = q_values(target, s[i])",
            why=Text(
                "The value that is added is that of the state the action led to.",
                "加えるのは、行動の結果として移った状態の価値である。",
            ),
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
