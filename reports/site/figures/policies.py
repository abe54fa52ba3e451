"""Policies that are learned by gradients, and networks of values."""

from __future__ import annotations

from functools import partial

import numpy as np

from numpy_impl.reinforcement.discounted_returns import discounted_returns
from numpy_impl.reinforcement.experience_replay import experience_replay
from numpy_impl.reinforcement.policies import log_policy
from numpy_impl.reinforcement.policy_gradient import policy_gradient_backward
from numpy_impl.reinforcement.q_network import huber
from numpy_impl.reinforcement.td_target import td_target
from parity.describing.concept import Concept, Text
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import C1, C2, C3, INK, QUIET, SERIES, Drawing, Sheet

STEPS, RUNS = 300, 200
ADVANTAGE = Text("A = R − V: the advantage", "A = R − V:アドバンテージ")


def _shares(baseline: bool) -> np.ndarray:
    """Return how probable the best of three actions is after each step, in the mean of runs.

    The runs are rows of one batch, which have nothing to do with each other.
    """
    rng = np.random.default_rng(0)
    means = np.array([5.0, 5.5, 6.0])
    x, expected, found = np.zeros((RUNS, 3)), np.zeros(RUNS), []
    for _ in range(STEPS):
        p = np.exp(log_policy(x))
        found.append(p[:, 2].mean())
        a = (p.cumsum(axis=1) < rng.random((RUNS, 1))).sum(axis=1).clip(max=2)
        G = means[a] + 0.5 * rng.standard_normal(RUNS)
        b = expected if baseline else np.zeros(RUNS)
        dx, _ = policy_gradient_backward(1.0, x, a, G, b, reduction="sum")
        x = x - 0.05 * dx
        expected = expected + 0.1 * (G - expected)
    return np.array(found)


def draw_policy_gradient(concept: Concept) -> Drawing:
    """Draw how the best action's probability grows, with a baseline and without."""
    sheet = Sheet(230)
    chart = Chart(sheet, (46, 44, 376, 132), (0, STEPS), (0, 1))
    chart.frame((0, 100, 200, 300), (0, 0.5, 1), Text("step", "ステップ"))
    for series, baseline in enumerate((True, False)):
        chart.line(np.arange(STEPS), _shares(baseline), series)
    entries = ((Text("with a baseline", "ベースラインあり"), 0), (Text("without", "なし"), 1))
    sheet.legend(46, 18, entries)
    return Drawing(
        sheet,
        Text(
            "Three actions earn 5, 5.5 and 6 on average; shown is the probability of the best, in "
            "the mean of 200 runs. Without a baseline every action that is taken becomes more "
            "probable, and many runs stay with a worse one.",
            "3つの行動の平均報酬は 5、5.5、6 である。図は最良の行動の確率(200 回の平均)。"
            "ベースラインがないと、取った行動の確率がどれも上がってしまい、"
            "良くない行動から抜け出せないことが多い。",
        ),
        Text(
            "Two lines over 300 steps: with a baseline the probability grows further.",
            "300 ステップにわたる2本の線。ベースラインがあるほうが確率は高くなる。",
        ),
    )


def draw_actor_critic(concept: Concept) -> Drawing:
    """Draw returns, values, and the advantages between them."""
    r = np.array([0.0, 0.0, 1.0, 0.0, -0.5, 0.0, 0.0])
    v = np.array([0.5, 0.7, 0.9, 0.1, 0.2, 0.5, 0.6])
    R = discounted_returns(r, after=np.array(0.8), gamma=0.9)
    sheet = Sheet(300)
    above = Chart(sheet, (46, 50, 376, 84), (-0.6, 6.6), (0, 1.6))
    above.frame(range(7), (0, 0.5, 1, 1.5))
    above.bars(R, C1, 0.36, -0.2)
    above.bars(v, C2, 0.36, 0.2)
    sheet.boxes([(46, 12, 12, 12)], C1)
    sheet.text(64, 18, Text("R: the n-step return", "R:n ステップ収益"))
    sheet.boxes([(236, 12, 12, 12)], C2)
    sheet.text(254, 18, Text("V: the critic's value", "V:Critic の価値"))
    below = Chart(sheet, (46, 190, 376, 76), (-0.6, 6.6), (-0.6, 0.8))
    below.frame(range(7), (-0.5, 0, 0.5), title=ADVANTAGE)
    below.bars(R - v, C3)
    return Drawing(
        sheet,
        Text(
            "Where more comes than the critic expected, the action becomes more probable, and "
            "where less comes, less. The last return ends with the critic's value of the state "
            "after the rollout.",
            "Critic の予想を上回れば行動の確率を上げ、下回れば下げる。"
            "最後の収益には、その次の状態に対する Critic の価値が含まれる。",
        ),
        Text(
            "Bars of seven returns and values, and of their differences.",
            "7つの収益と価値、およびその差の棒グラフ。",
        ),
    )


def draw_a3c_updates(concept: Concept) -> Drawing:
    """Draw whose gradient arrives when, and how old the copy is that it was computed with."""
    order = (0, 1, 2, 1, 0, 2, 2, 1)
    sheet = Sheet(226)
    left, step, line = 106.0, 40.0, 34.0
    shared = 34.0
    sheet.text(10, shared, Text("shared", "共有"), 11, INK)
    sheet.segments([[(left - 24, shared), (430, shared)]], INK, 1.6)
    copied = dict.fromkeys(order, 0)
    for k in range(3):
        y = shared + 44 + k * line
        sheet.text(10, y, Text(f"worker {k}", f"ワーカー {k}"), 11, SERIES[k])
        sheet.segments([[(left - 24, y), (430, y)]], QUIET, 0.6)
    for i, k in enumerate(order):
        x, y = left + i * step, shared + 44 + k * line
        start = left - 24 + (copied[k] and (copied[k] - 0.4) * step)
        sheet.boxes([(start, y - 7, x - start, 14)], SERIES[k], opacity=0.35)
        sheet.arrow((x, y - 8), (x, shared + 4), SERIES[k], 1.4)
        sheet.text(x, shared - 14, str(i - copied[k]), 10, QUIET, "middle")
        copied[k] = i + 1
    sheet.text(
        10, 206,
        Text("above: how many updates the copy missed", "上の数:コピー後に共有側が更新された回数"),
        10, QUIET,
    )  # fmt: skip
    return Drawing(
        sheet,
        Text(
            "Each worker plays with its copy for a while and sends its gradient when it is ready. "
            "In the meantime others have changed the shared parameters.",
            "各ワーカーは手元のコピーでしばらく行動し、用意ができると勾配を送る。"
            "その間に、ほかのワーカーが共有パラメータを更新している。",
        ),
        Text(
            "Three lanes with boxes, and eight arrows to a line of shared parameters.",
            "3本のレーンの箱と、共有パラメータの線へ向かう8本の矢印。",
        ),
    )


def _marked(place: int, i: int, j: int) -> tuple[str, float] | None:
    return (C1, 0.35) if j == place else None


def draw_experience_replay(concept: Concept) -> Drawing:
    """Draw what lies in a memory of five places after some transitions."""
    sheet = Sheet(206)
    for row, k in enumerate((3, 5, 7, 12)):
        numbers = np.arange(float(k))
        filled = min(k, 5)
        kept = experience_replay(
            numbers, numbers.astype(int), numbers, numbers, numbers, np.arange(filled), 5
        )[0]
        newest = (k - 1) % 5
        shown = np.append(kept, np.full(5 - filled, np.nan))
        sheet.text(12, 50 + row * 36, Text(f"after {k}", f"{k} 個の後"), 11)
        sheet.grid(
            110, 36 + row * 36, shown[None], (44, 28),
            partial(_marked, newest),
            lambda v: "" if np.isnan(v) else f"{v:.0f}",
            Text("five places; the newest is marked", "5つの位置(最新を強調)") if row == 0 else "",
        )  # fmt: skip
    return Drawing(
        sheet,
        Text(
            "Each new transition is put in the next place. From the sixth on it takes the place "
            "of the oldest one.",
            "新しい遷移は次の位置に入る。6個目からは、最も古い遷移を上書きする。",
        ),
        Text(
            "Four rows of five places with the numbers of transitions.",
            "遷移の番号が入った5つの位置の列が4つ。",
        ),
    )


def draw_dqn(concept: Concept) -> Drawing:
    """Draw the Huber loss beside the squared error, and the slopes of both."""
    e = np.linspace(-3, 3, 241)
    sheet = Sheet(230)
    loss = Chart(sheet, (40, 58, 172, 128), (-3, 3), (0, 4.5))
    loss.frame((-3, -1, 1, 3), (0, 2, 4), "Q(s, a) − y", Text("loss", "損失"))
    loss.line(e, huber(e), 0)
    loss.line(e, e * e / 2, 1)
    slope = Chart(sheet, (256, 58, 172, 128), (-3, 3), (-3, 3))
    slope.frame((-3, -1, 1, 3), (-3, -1, 1, 3), "Q(s, a) − y", Text("slope", "傾き"))
    slope.line(e, np.gradient(huber(e), e), 0)
    slope.line(e, e, 1)
    sheet.legend(40, 16, (("Huber", 0), (Text("half the squared error", "二乗誤差の半分"), 1)))
    return Drawing(
        sheet,
        Text(
            "Up to an error of 1 the Huber loss is the squared error; beyond, its slope stays at "
            "1. A rare high reward moves the network no further than a common one.",
            "Huber 損失は、誤差の大きさが 1 までは二乗誤差と同じで、それを超えると傾きが 1 のまま"
            "になる。まれな大きい報酬があっても、ネットワークが大きく動きすぎない。",
        ),
        Text(
            "Curves of two losses, and of their slopes.",
            "2つの損失の曲線と、その傾きの曲線。",
        ),
    )


def draw_double_dqn(concept: Concept) -> Drawing:
    """Draw how far the targets are off where all true values are 0."""
    rng = np.random.default_rng(0)
    N, counts = 4000, (2, 4, 8, 16)
    single, double = [], []
    for A in counts:
        target, net = rng.standard_normal((2, N, A))
        nothing = np.zeros(N), target, np.zeros(N)
        single.append(td_target(*nothing, gamma=1.0).mean())
        double.append(td_target(*nothing, net.argmax(axis=1), gamma=1.0).mean())
    sheet = Sheet(230)
    chart = Chart(sheet, (46, 52, 376, 132), (-0.6, 3.6), (-0.3, 2.2))
    chart.frame(
        {i: str(A) for i, A in enumerate(counts)}, (0, 1, 2),
        Text("number of actions", "行動の数"), Text("mean of the target", "目標値の平均"),
    )  # fmt: skip
    chart.bars(single, C2, 0.34, -0.2, lambda v: f"{v:.2f}".replace("-", "−"))
    chart.bars(double, C1, 0.34, 0.2, lambda v: f"{round(v, 2) + 0.0:.2f}".replace("-", "−"))
    sheet.boxes([(200, 12, 12, 12)], C2)
    sheet.text(218, 18, "DQN")
    sheet.boxes([(290, 12, 12, 12)], C1)
    sheet.text(308, 18, "Double DQN")
    return Drawing(
        sheet,
        Text(
            "Every action is worth 0, and both networks err by a random number with a standard "
            "deviation of 1. The maximum picks the errors that go upwards, the more actions the "
            "worse; where another network chooses, they cancel out.",
            "どの行動の価値も本当は 0 で、2つのネットワークの推定値は標準偏差 1 の乱数だけ"
            "ずれている。最大値は上振れした推定値を選ぶので、行動が多いほど高くなる。"
            "別のネットワークが選べば、ずれは平均して打ち消し合う。",
        ),
        Text(
            "Pairs of bars for 2, 4, 8 and 16 actions: those of DQN grow, the others stay near 0.",
            "行動が 2、4、8、16 個のときの棒の組。DQN の棒は伸び、もう一方は 0 に近いままである。",
        ),
    )


FIGURES = {
    "policy_gradient": draw_policy_gradient,
    "actor_critic": draw_actor_critic,
    "a3c_updates": draw_a3c_updates,
    "experience_replay": draw_experience_replay,
    "dqn": draw_dqn,
    "double_dqn": draw_double_dqn,
}
