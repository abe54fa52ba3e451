"""Returns, targets and updates of reinforcement learning, by hand."""

from __future__ import annotations

import numpy as np

from parity.describing.text import Text
from parity.questions.worked.problem import Draws, Problem, Wrong, listed, shown, worked


@worked("discounted_return", items=("4-7-1",))
def _discounted_return(d: Draws) -> Problem:
    gamma, r = d.pick(0.5, 0.9), d.pick((1, 0, 4), (2, 4, 8), (0, 0, 10), (4, 2, 4), (-1, -1, 8))
    right = sum(gamma**k * v for k, v in enumerate(r))
    return Problem(
        Text(
            f"An episode's rewards are {listed(r)}, then it ends. With the discount γ = {gamma}, what is the return of the first step?",
            f"エピソードの報酬が順に {listed(r)} で終わった。割引率 γ = {gamma} のとき、最初のステップの収益はいくらか。",
        ),
        right,
        Text("r₁ + γ r₂ + γ² r₃.", "r₁ + γ r₂ + γ² r₃ である。"),
        (
            Wrong(sum(r), Text("Not discounted.", "割り引いていない。")),
            Wrong(sum(gamma ** (2 - k) * v for k, v in enumerate(r)), Text("Discounted forwards: the first reward counts least.", "割引の向きが逆で、最初の報酬がもっとも小さく扱われている。")),
            Wrong(gamma * right, Text("The first reward is discounted too.", "最初の報酬まで割り引いている。")),
            Wrong(r[0] + gamma * (r[1] + r[2]), Text("The third reward is discounted once only.", "3つ目の報酬を1回しか割り引いていない。")),
            Wrong(right / 3, Text("A mean over the steps.", "ステップ数で割っている。")),
        ),
    )  # fmt: skip


@worked("q_learning_update", items=("4-7-1",))
def _q_learning_update(d: Draws) -> Problem:
    q, after = d.pick(1.0, 2.0, 4.0), d.several(3, 0, 2, 5, 8, 10)
    r, alpha, gamma = d.pick(1, -1, 2), d.pick(0.5, 0.1), d.pick(0.9, 0.5)
    taken = d.pick(*(v for v in after if v != max(after)))
    right = q + alpha * (r + gamma * max(after) - q)
    return Problem(
        Text(
            f"Q(s, a) = {shown(q, 0)}; the agent gets the reward {shown(r, 0)} and comes to s', where Q(s', ·) = ({listed(after)}). "
            f"Exploring, it will take the action with Q = {taken} there. With α = {alpha} and γ = {gamma}, what does Q-learning "
            "make of Q(s, a)?",
            f"Q(s, a) = {shown(q, 0)} のとき、報酬 {shown(r, 0)} を得て s' に移った。Q(s', ·) = ({listed(after)}) で、次は探索のため "
            f"Q = {taken} の行動を取る。α = {alpha}、γ = {gamma} の Q 学習で、Q(s, a) はいくらに更新されるか。",
        ),
        right,
        Text(
            f"The target takes the best next action, whatever will be done: {shown(r, 0)} + {gamma} · {max(after)}.",
            f"目標値は実際に取る行動によらず、次の状態で最良の行動を使う。{shown(r, 0)} + {gamma} · {max(after)} である。",
        ),
        (
            Wrong(q + alpha * (r + gamma * taken - q), Text("That is SARSA, which takes the action that will be done.", "実際に取る行動を使う SARSA の更新である。")),
            Wrong(r + gamma * max(after), Text("The target itself: α is left out.", "目標値そのもので、α を掛けていない。")),
            Wrong(q + alpha * (r + gamma * max(after)), Text("The old value is not subtracted.", "前の値を引いていない。")),
            Wrong(q + alpha * (r + max(after) - q), Text("Not discounted.", "割り引いていない。")),
            Wrong((1 - alpha) * (r + gamma * max(after)) + alpha * q, Text("α on the wrong side.", "α の置き方が逆である。")),
            Wrong(q + alpha * (r + gamma * float(np.mean(after)) - q), Text("The mean of the next values.", "次の状態の値の平均を使っている。")),
        ),
        places=3,
    )  # fmt: skip


@worked("terminal_target", items=("4-7-1",))
def _terminal_target(d: Draws) -> Problem:
    online, target = d.several(3, 1, 3, 4, 6, 7), d.several(3, 2, 5, 8, 9, 0)
    r, gamma = d.pick(1, 2, -1), d.pick(0.9, 0.5)
    best = int(np.argmax(online))
    right = r + gamma * target[best]
    return Problem(
        Text(
            f"Double DQN: for the next state the online network gives ({listed(online)}) and the target network ({listed(target)}). The "
            f"reward is {shown(r, 0)}, γ = {gamma}, and the state is not terminal. What is the target?",
            f"Double DQN で、次の状態に対してオンラインネットワークが ({listed(online)})、ターゲットネットワークが ({listed(target)}) を出力した。"
            f"報酬 {shown(r, 0)}、γ = {gamma}、終端ではない。目標値はいくらか。",
        ),
        right,
        Text(
            "The online network chooses the action, the target network values it.",
            "行動はオンラインネットワークで選び、その値はターゲットネットワークで評価する。",
        ),
        (
            Wrong(r + gamma * max(target), Text("That is the ordinary DQN: the target network does both.", "選択も評価もターゲットネットワークで行う通常の DQN である。")),
            Wrong(r + gamma * max(online), Text("The online network does both.", "選択も評価もオンラインネットワークで行っている。")),
            Wrong(r + gamma * online[int(np.argmax(target))], Text("The two networks are exchanged.", "2つのネットワークの役割が逆である。")),
            Wrong(float(r), Text("That is the target of a terminal state.", "終端状態での目標値である。")),
            Wrong(r + target[best], Text("Not discounted.", "割り引いていない。")),
        ),
        places=3,
    )  # fmt: skip


@worked("greedy_probability", items=("4-7-1",))
def _greedy_probability(d: Draws) -> Problem:
    actions, epsilon = d.pick(2, 4, 5, 10), d.pick(0.1, 0.2, 0.4)
    return Problem(
        Text(
            f"An ε-greedy policy with ε = {epsilon} chooses among {actions} actions; exploring, it draws from all of them alike. How "
            "probable is the best action?",
            f"ε = {epsilon} の ε-greedy 方策で {actions} 個の行動から選ぶ。探索では全行動から等確率で選ぶ。最良の行動を取る確率は"
            "いくらか。",
        ),
        1 - epsilon + epsilon / actions,
        Text("1 − ε, and its share of the exploration, ε / n.", "1 − ε に、探索で選ばれる分 ε / n を加える。"),
        (
            Wrong(1 - epsilon, Text("Exploration may draw the best action too.", "探索でも最良の行動が選ばれることを数えていない。")),
            Wrong(1 - epsilon / actions, Text("Only one other action's share is taken away.", "ほかの1つの行動の分しか引いていない。")),
            Wrong(epsilon / actions, Text("That is the probability of another action.", "ほかの行動1つの確率である。")),
            Wrong(1 - epsilon + epsilon / (actions - 1) if actions > 2 else 1.0, Text("Exploration would draw from the others only.", "探索で最良以外から選ぶ場合の分け方である。")),
        ),
        places=3,
    )  # fmt: skip


@worked("advantage", items=("4-7-2",))
def _advantage(d: Draws) -> Problem:
    r, v, v2, gamma = (
        d.pick((1, 0), (2, 1), (0, 4)),
        d.pick(2.0, 5.0),
        d.pick(4.0, 8.0),
        d.pick(0.5, 0.9),
    )
    right = r[0] + gamma * r[1] + gamma**2 * v2 - v
    return Problem(
        Text(
            f"Actor-critic with two steps: the rewards are {listed(r)}, the critic gives V(s_t) = {shown(v, 0)} and V(s_(t+2)) = "
            f"{shown(v2, 0)}, γ = {gamma}. What is the advantage of the first action?",
            f"2ステップの Actor-Critic で、報酬が {listed(r)}、状態価値が V(s_t) = {shown(v, 0)}、V(s_(t+2)) = {shown(v2, 0)}、"
            f"γ = {gamma} である。最初の行動のアドバンテージはいくらか。",
        ),
        right,
        Text("r_t + γ r_(t+1) + γ² V(s_(t+2)) − V(s_t).", "r_t + γ r_(t+1) + γ² V(s_(t+2)) − V(s_t) である。"),
        (
            Wrong(right + v, Text("The baseline is not subtracted: that is the return.", "ベースラインを引いていない。収益の推定値である。")),
            Wrong(r[0] + gamma * r[1] + gamma * v2 - v, Text("The last value is discounted once only.", "最後の状態価値を1回しか割り引いていない。")),
            Wrong(r[0] + gamma * r[1] - v, Text("The value of what follows is left out.", "その先の状態価値を加えていない。")),
            Wrong(-right, Text("Of the wrong sign.", "符号が逆である。")),
            Wrong(r[0] + r[1] + v2 - v, Text("Not discounted.", "割り引いていない。")),
        ),
        places=3,
    )  # fmt: skip
