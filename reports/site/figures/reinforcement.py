"""Values of small worlds: returns, targets, and tables while they are learned."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import numpy as np

from numpy_impl.reinforcement.discounted_returns import discounted_returns
from numpy_impl.reinforcement.epsilon_greedy import epsilon_greedy
from numpy_impl.reinforcement.policy_evaluation import policy_evaluation
from numpy_impl.reinforcement.q_learning import q_learning
from numpy_impl.reinforcement.sarsa import sarsa
from numpy_impl.reinforcement.td_target import td_target
from numpy_impl.reinforcement.value_iteration import value_iteration
from parity.concepts.reinforcement._tables import CLIFF_COLUMNS, CLIFF_ROWS, cliff, small_grid
from parity.describing.concept import Concept, Text
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import C1, C2, C3, INK, QUIET, Drawing, Sheet, Word, number

GAMMA = 0.9375
ROWS, COLUMNS = 3, 4
WALL, GOAL, PIT, START = (1, 1), (0, 3), (1, 3), 8
ARROWS = "↑→↓←"


def _two_digits(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def _heat(
    sheet: Sheet, left: float, top: float, V: np.ndarray, title: Word, Q: np.ndarray | None = None
) -> None:
    """Draw the values of the grid's fields, and below each the best action."""
    fields, w, h = V.reshape(ROWS, COLUMNS), 48, 32
    names = {WALL: "", GOAL: "+1", PIT: "−1"}

    def shade(i: int, j: int) -> tuple[str, float] | None:
        if (i, j) == WALL:
            return QUIET, 0.5
        value = {GOAL: 1.0, PIT: -1.0}.get((i, j), float(fields[i, j]))
        return (C1 if value > 0 else C2), round(0.75 * min(abs(value), 1.0), 2)

    sheet.grid(left, top, fields, (w, h), shade, None, title)
    for i, j in np.ndindex(ROWS, COLUMNS):
        x, y = left + (j + 0.5) * w, top + (i + 0.5) * h
        if (i, j) in names:
            sheet.text(x, y, names[i, j], 11, anchor="middle", bold=True)
            continue
        shift = 0 if Q is None else 7
        sheet.text(x, y - shift, _two_digits(float(fields[i, j])), 10, anchor="middle")
        if Q is not None:
            best = ARROWS[int(Q[i * COLUMNS + j].argmax())]
            sheet.text(x, y + 8, best, 10, anchor="middle")


@cache
def walk(n: int) -> tuple[np.ndarray, ...]:
    """Return n transitions of a walk at random over the grid, from the lower left corner."""
    P, R = small_grid()
    rng = np.random.default_rng(0)
    seen, s = [], START
    for _ in range(n):
        a = int(rng.integers(4))
        s_next = int(rng.choice(len(P), p=P[s, a]))
        end = divmod(s_next, COLUMNS) in (GOAL, PIT)
        seen.append((s, a, R[s, a], s_next, float(end)))
        s = START if end else s_next
    s_, a_, r, s_next_, done = (np.array(column) for column in zip(*seen, strict=True))
    return s_, a_, r, s_next_, done


def draw_discounted_returns(concept: Concept) -> Drawing:
    """Draw rewards, and what each step still earns, for two discounts."""
    r = np.array([0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, -0.5, 0.0, 1.0])
    sheet = Sheet(330)
    rows = [(r, Text("r: the rewards", "r:報酬"), C2)]
    for gamma in (0.5, 0.9):
        title = Text(f"G, gamma = {gamma}", f"G、γ = {gamma}")
        rows.append((discounted_returns(r, gamma=gamma), title, C1))
    for k, (values, title, colour) in enumerate(rows):
        chart = Chart(sheet, (46, 34 + k * 104, 370, 56), (-0.6, 9.6), (-0.6, 1.3))
        chart.frame(range(10), (-0.5, 0, 1), title=title)
        chart.bars(values, colour)
    return Drawing(
        sheet,
        Text(
            "Each step's return reaches ahead to the rewards that are still to come. With a small "
            "gamma it sees only the next ones, with a large one those far ahead as well.",
            "各時刻の収益は、この先に得られる報酬を見込んだ値である。"
            "γ が小さいとすぐ先の報酬だけ、大きいと遠くの報酬まで反映される。",
        ),
        Text(
            "Bars of ten rewards, and of their returns with gamma 0.5 and 0.9.",
            "10個の報酬と、γ が 0.5 と 0.9 のときの収益の棒グラフ。",
        ),
    )


def draw_td_target(concept: Concept) -> Drawing:
    """Draw how a target is put together, where the episode goes on and where it ends."""
    q_next = np.array([[0.2, 0.8, 0.5], [0.6, 0.1, 0.9]])
    r, done = np.array([0.1, 1.0]), np.array([0.0, 1.0])
    y = td_target(r, q_next, done, gamma=0.9)
    sheet = Sheet(150)
    best = q_next.argmax(axis=1)
    cell = (40, 30)
    sheet.grid(14, 50, r[:, None], cell, None, number, "r")
    sheet.text(66, 80, "+ 0.9 ×", 11)
    sheet.grid(124, 50, 1 - done[:, None], cell, None, number, "1 − done")
    sheet.text(172, 80, "×", 11)
    sheet.grid(
        190, 50, q_next, cell, lambda i, j: (C1, 0.3) if j == best[i] else None, number,
        Text("Q(s', a'), the best marked", "Q(s', a')(最大を強調)"),
    )  # fmt: skip
    sheet.text(318, 80, "=", 11)
    sheet.grid(340, 50, y[:, None], (52, 30), lambda i, j: (C3, 0.3), number, "y")
    sheet.text(
        14, 132, Text("second row: the episode ends, so y = r", "2行目:エピソードの終わり。y = r"),
        10, QUIET,
    )  # fmt: skip
    return Drawing(
        sheet,
        Text(
            "The reward is what was seen; the best value of the next state stands for the rest. "
            "At the end of an episode nothing is added.",
            "報酬は観測した値で、次の状態の最大の価値がその先の分を表す。"
            "エピソードの終わりでは何も足さない。",
        ),
        Text(
            "Two transitions: rewards, the values of three next actions, and two targets.",
            "2つの遷移の報酬、次の3つの行動の価値、2つの目標値。",
        ),
    )


def draw_epsilon_greedy(concept: Concept) -> Drawing:
    """Draw the probabilities of four actions for three values of epsilon."""
    q = np.array([[0.3, 1.2, 0.7, -0.2]])
    sheet = Sheet(190)
    for k, epsilon in enumerate((0.0, 0.4, 1.0)):
        p, _ = epsilon_greedy(q, np.array([0.5]), np.array([0]), epsilon)
        chart = Chart(sheet, (40 + k * 138, 40, 112, 104), (-0.6, 3.6), (0, 1.1))
        chart.frame(range(4), (0, 0.5, 1) if k == 0 else (), title=f"ε = {epsilon:g}")
        chart.bars(p[0], written=lambda v: number(v, 2))
    sheet.text(220, 172, Text("action; Q = 0.3, 1.2, 0.7, −0.2", "行動。Q = 0.3, 1.2, 0.7, −0.2"),
               11, anchor="middle")  # fmt: skip
    return Drawing(
        sheet,
        Text(
            "The best action keeps 1 - epsilon, and all four, the best among them, share epsilon "
            "evenly. How much worse the others are makes no difference.",
            "最良の行動に 1 - ε を割り当て、ε は最良の行動も含めた4つに均等に分ける。"
            "ほかの行動がどれだけ劣るかは関係しない。",
        ),
        Text(
            "Bars of four probabilities, for epsilon 0, 0.4 and 1.",
            "ε が 0、0.4、1 のときの4つの確率の棒グラフ。",
        ),
    )


def draw_q_learning(concept: Concept) -> Drawing:
    """Draw the grid's values while Q-learning runs, and the exact ones."""
    sheet = Sheet(312)
    transitions, table, done = walk(20000), np.zeros((12, 4)), 0
    for k, n in enumerate((200, 2000, 20000)):
        s, a, r, s_next, end = (column[done:n] for column in transitions)
        table, _ = q_learning(table, s, a, r, s_next, end, lr=0.05, gamma=GAMMA)
        done = n
        title = Text(f"after {n:,} transitions", f"遷移 {n:,} 個の後")
        _heat(sheet, 14 + 216 * (k % 2), 38 + 150 * (k // 2), table.max(axis=1), title, table)
    V, Q = value_iteration(*small_grid(), GAMMA)
    _heat(sheet, 230, 188, V, Text("exact, by value iteration", "価値反復による厳密な値"), Q)
    return Drawing(
        sheet,
        Text(
            "The agent walks at random, and yet learns the values of the best policy: they spread "
            "from the goal, field by field. The stronger the colour, the more a field is worth, or "
            "the worse it is beside the pit.",
            "エージェントは無作為に歩いているが、学ばれるのは最適な方策の価値である。"
            "ゴールから1マスずつ価値が広がっていく。色の濃いマスほど価値の絶対値が大きい。"
            "落とし穴の周りでは、そこを避ける行動が選ばれる。",
        ),
        Text(
            "Four maps of a grid of 3 by 4 fields with values and arrows: after 200, 2,000 and "
            "20,000 transitions, and exact.",
            "3×4 マスの価値と矢印の地図4つ。遷移が 200、2,000、20,000 個の後と、厳密な値。",
        ),
    )


def draw_value_iteration(concept: Concept) -> Drawing:
    """Draw the grid's values after some sweeps."""
    sheet = Sheet(312)
    P, R = small_grid()
    for k, sweeps in enumerate((1, 2, 5, None)):
        V, Q = value_iteration(P, R, GAMMA, sweeps)
        title = (
            Text("settled", "収束後") if sweeps is None
            else Text(f"after sweep {sweeps}", f"{sweeps} 回目の更新の後")
        )  # fmt: skip
        _heat(sheet, 14 + 216 * (k % 2), 38 + 150 * (k // 2), V, title, Q)
    return Drawing(
        sheet,
        Text(
            "Each sweep carries the values one field further from the goal. Right of the start it "
            "is better to turn back: the way round the wall on the left keeps off the pit.",
            "更新のたびに、価値がゴールから1マスずつ遠くへ伝わる。"
            "左下の出発点の右隣では、引き返すほうがよい。壁の左側を回る道は落とし穴から遠い。",
        ),
        Text(
            "Four maps of a grid of 3 by 4 fields: after one, two and five sweeps, and settled.",
            "3×4 マスの価値の地図4つ。1回、2回、5回の更新の後と、収束後。",
        ),
    )


def draw_policy_evaluation(concept: Concept) -> Drawing:
    """Draw what the fields are worth under two policies."""
    sheet = Sheet(170)
    P, R = small_grid()
    even = np.full(R.shape, 0.25)
    _, Q = value_iteration(P, R, GAMMA)
    best = np.eye(4)[Q.argmax(axis=1)]
    for left, pi, title in (
        (14, even, Text("every action alike", "どの行動も等確率")),
        (230, best, Text("the best policy", "最適な方策")),
    ):
        V, _ = policy_evaluation(P, R, pi, GAMMA)
        _heat(sheet, left, 40, V, title)
    return Drawing(
        sheet,
        Text(
            "The same world is worth something else under another policy: who walks at random "
            "falls into the pit more often than not.",
            "同じ環境でも、方策が違えば価値も違う。"
            "無作為に歩くと、落とし穴に落ちることのほうが多い。",
        ),
        Text(
            "Two maps of a grid of 3 by 4 fields, one under random actions and one under the best.",
            "3×4 マスの価値の地図2つ。無作為な方策と、最適な方策。",
        ),
    )


def _episodes(method: str, n: int) -> np.ndarray:
    """Return the table of the cliff after n episodes of a policy that explores a quarter."""
    P, R = cliff()
    rng, Q = np.random.default_rng(1), np.zeros(R.shape)
    start = (CLIFF_ROWS - 1) * CLIFF_COLUMNS

    def choose(s: int) -> int:
        drawn = np.array([rng.random()]), rng.integers(4, size=1)
        return int(epsilon_greedy(Q[[s]], *drawn, epsilon=0.25)[1][0])

    for _ in range(n):
        s, a, end = start, choose(start), False
        while not end:
            s_next = int(P[s, a].argmax())
            end = s_next > start
            a_next = choose(s_next)
            given, taken, earned, come, chosen, over = (
                np.array([v]) for v in (s, a, R[s, a], s_next, a_next, end)
            )
            if method == "sarsa":
                Q, _ = sarsa(Q, given, taken, earned, come, chosen, over, lr=0.25, gamma=1.0)
            else:
                Q, _ = q_learning(Q, given, taken, earned, come, over, lr=0.25, gamma=1.0)
            s, a = s_next, a_next
    return Q


def _way(Q: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield the fields of the greedy way from the start, as row and column."""
    P, _ = cliff()
    s = (CLIFF_ROWS - 1) * CLIFF_COLUMNS
    for _ in range(2 * CLIFF_ROWS * CLIFF_COLUMNS):
        yield divmod(s, CLIFF_COLUMNS)
        s_next = int(P[s, int(Q[s].argmax())].argmax())
        if s_next == s:
            return
        s = s_next


def draw_sarsa(concept: Concept) -> Drawing:
    """Draw the ways that Q-learning and SARSA find along a cliff."""
    sheet = Sheet(270)
    w, h = 62, 28
    for k, (method, title) in enumerate(
        (
            ("q_learning", Text("Q-learning: along the edge", "Q学習:崖の縁を通る")),
            ("sarsa", Text("SARSA: a field further off", "SARSA:縁から離れて通る")),
        )
    ):
        left, top = 34, 38 + 122 * k
        cells = np.zeros((CLIFF_ROWS, CLIFF_COLUMNS))

        def edge(i: int, j: int) -> tuple[str, float] | None:
            return (C2, 0.35) if i == CLIFF_ROWS - 1 and 0 < j < CLIFF_COLUMNS - 1 else None

        sheet.grid(left, top, cells, (w, h), edge, None, title)
        places = [
            (left + (j + 0.5) * w, top + (i + 0.5) * h) for i, j in _way(_episodes(method, 400))
        ]
        for a, b in pairwise(places):
            sheet.arrow(a, b, C1, 2.0)
        sheet.dots(places[:1], INK, 4)
        middle = left + w * CLIFF_COLUMNS / 2
        sheet.text(middle, top + (CLIFF_ROWS - 0.5) * h, Text("cliff: −15", "崖:−15"), 10,
                   anchor="middle")  # fmt: skip
    return Drawing(
        sheet,
        Text(
            "Both explore with epsilon 0.25. Q-learning learns the shortest way as if it never "
            "slipped; SARSA reckons with its own random steps and keeps off the edge.",
            "どちらも ε = 0.25 で探索している。Q学習は探索しないときの最短の道を学ぶ。"
            "SARSA は自分の無作為な一歩も見込むので、縁から離れた道を選ぶ。",
        ),
        Text(
            "Two grids with a cliff at the bottom: one way runs along it, the other a row above.",
            "下に崖のある2つのマス目。一方の道は崖のすぐ上、もう一方はその1行上を通る。",
        ),
    )


FIGURES = {
    "discounted_returns": draw_discounted_returns,
    "td_target": draw_td_target,
    "epsilon_greedy": draw_epsilon_greedy,
    "q_learning": draw_q_learning,
    "sarsa": draw_sarsa,
    "policy_evaluation": draw_policy_evaluation,
    "value_iteration": draw_value_iteration,
}
