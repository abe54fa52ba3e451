"""Trees and dialogues: what the networks over them make of short sentences."""

from __future__ import annotations

from typing import Any

import numpy as np

from numpy_impl.models.traverse import traverse, traverse_backward
from parity.describing.concept import Concept, Text
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import C1, C2, QUIET, WIDTH, Drawing, Sheet, number

CELL = (23, 19)
TREE = {"left": {"left": 0, "right": 1}, "right": {"left": 2, "right": {"left": 3, "right": 4}}}
WORDS = (
    Text("the", "小さな"),
    Text("cat", "猫が"),
    Text("saw", "隣の"),
    Text("a", "犬を"),
    Text("dog", "見た"),
)


def _shade(vector: np.ndarray) -> Any:
    def style(_: int, j: int) -> tuple[str, float]:
        value = float(vector[j])
        return (C1 if value >= 0 else C2, 0.06 + 0.5 * min(abs(value), 1))

    return style


def draw_traverse(concept: Concept) -> Drawing:
    """Draw a sentence's tree, each node's vector and how much gradient reaches each word."""
    rng = np.random.default_rng(11)
    leaves, W = rng.standard_normal((5, 3)) * 0.8, rng.standard_normal((3, 6)) * 0.7
    dleaves, _ = traverse_backward(np.ones(3), TREE, leaves, W)
    sheet = Sheet(252)
    left, step, width = 28, (WIDTH - 56 - 3 * CELL[0]) / 4, 3 * CELL[0]
    positions: dict[int, tuple[float, float]] = {}

    def place(node: Any, depth: int) -> tuple[float, float]:
        """Return the middle of a node, and draw what lies below it."""
        if not isinstance(node, dict):
            return left + node * step + width / 2, 170.0
        below = [place(node[side], depth + 1) for side in ("left", "right")]
        middle = (below[0][0] + below[1][0]) / 2, 34 + 42.0 * depth
        for x, y in below:
            sheet.arrow((x, y - 2), (middle[0], middle[1] + CELL[1] + 3))
        inside: set[int] = set()
        _leaves_of(node, inside)
        order = sorted(inside)
        vector = traverse(_renumbered(node, order), leaves[order], W)
        sheet.grid(
            middle[0] - width / 2, middle[1], vector[None], CELL, _shade(vector),
            lambda v: f"{v:.1f}", "", 8.5,
        )  # fmt: skip
        positions[id(node)] = middle
        return middle

    place(TREE, 0)
    for n, word in enumerate(WORDS):
        x = left + n * step
        sheet.grid(x, 172, leaves[n][None], CELL, _shade(leaves[n]), lambda v: f"{v:.1f}", "", 8.5)
        sheet.text(x + width / 2, 206, word, 11, anchor="middle")
        size = number(float(np.linalg.norm(dleaves[n])), 2)
        sheet.text(x + width / 2, 236, size, 10, QUIET, anchor="middle")
    sheet.text(
        WIDTH / 2, 221, Text("size of its gradient", "その勾配の大きさ"), 9.5, QUIET, "middle"
    )
    top = positions[id(TREE)]
    sheet.text(top[0], 22, Text("the sentence: v", "文全体の v"), 10.5, anchor="middle")
    return Drawing(
        sheet,
        Text(
            "One W makes every node from its two children, up to the vector of the whole sentence. "
            "On the way back each node hands its gradient to both; the deeper a word lies, the "
            "more slopes of tanh and products with W it passes.",
            "同じ W が2つの子から節点を作り、文全体のベクトルに至る。"
            "逆伝播では各節点が両方の子に勾配を渡す。深いところにある単語ほど、"
            "tanh の傾きと W の積を多く通る。",
        ),
        Text(
            "A binary tree over five words, with a vector of three numbers at each node.",
            "5語の上の二分木。各節点に3個の数からなるベクトルがある。",
        ),
    )


def _leaves_of(node: Any, found: set[int]) -> None:
    """Collect the positions of the leaves below a node."""
    if isinstance(node, dict):
        _leaves_of(node["left"], found)
        _leaves_of(node["right"], found)
    else:
        found.add(node)


def _renumbered(node: Any, order: list[int]) -> Any:
    """Return a part of a tree whose leaves are counted anew."""
    if isinstance(node, dict):
        return {side: _renumbered(node[side], order) for side in ("left", "right")}
    return order.index(node)


def draw_hred(concept: Concept) -> Drawing:
    """Draw three utterances, the context over them, and the decoder that replies to each."""
    sheet = Sheet(262)
    said = (
        (Text("hello", "こんにちは"),),
        (Text("it is", "画面が"), Text("broken", "映らない")),
        (Text("still", "まだ"), Text("dark", "暗い")),
    )
    xs = [72 + 150 * m for m in range(3)]
    for m, (x, words) in enumerate(zip(xs, said, strict=True)):
        for k, word in enumerate(words):
            at = x + 58 * (k - (len(words) - 1) / 2)
            sheet.node(at, 196, "enc", width=44, height=26, fill=C1, opacity=0.16, size=9.5)
            sheet.arrow((at, 226), (at, 211))
            sheet.text(at, 238, word, 10, anchor="middle")
            if k:
                sheet.arrow((at - 36, 196), (at - 24, 196))
        last = x + 58 * (len(words) - 1) / 2
        sheet.arrow((last, 182), (x + 4, 146))
        sheet.node(x, 130, f"s{m + 1}", width=48, height=28, fill=QUIET, opacity=0.2, size=10)
        if m:
            sheet.arrow((xs[m - 1] + 25, 130), (x - 25, 130), width=2.6)
        sheet.arrow((x, 114), (x, 84))
        sheet.text(x + 8, 100, "tanh", 9, QUIET)
        sheet.node(x, 68, "decoder", width=64, height=28, fill=C2, opacity=0.16, size=9.5)
        sheet.arrow((x, 53), (x, 38))
        sheet.text(x, 26, Text(f"reply {m + 1}", f"返答 {m + 1}"), 10.5, anchor="middle", bold=True)
    return Drawing(
        sheet,
        Text(
            "Each utterance is encoded by itself; the context goes from one to the next, and "
            "each of its states begins a reply. From the third reply back to the first utterance "
            "the gradient has two steps of the context to go, however many words were said.",
            "各発話は別々に符号化される。文脈は発話から発話へ進み、その各状態から返答が始まる。"
            "3つ目の返答から最初の発話まで勾配がさかのぼる文脈は2ステップだけで、"
            "単語の数によらない。",
        ),
        Text(
            "Three encoders of one or two words, three states in a row above them, and a decoder "
            "above each.",
            "1〜2語を読むエンコーダが3つ、その上に横に並ぶ3つの状態、それぞれの上にデコーダ。",
        ),
    )


def draw_vhred(concept: Concept) -> Drawing:
    """Draw the divergence over the posterior's variance, and that of the wrong direction."""
    log_v = np.linspace(-4, 3, 141)
    right = 0.5 * (-log_v + np.exp(log_v) - 1)
    wrong = 0.5 * (log_v + np.exp(-log_v) - 1)
    sheet = Sheet(226)
    chart = Chart(sheet, (46, 34, WIDTH - 66, 150), (-4, 3), (0, 6))
    chart.frame([-4, -2, 0, 2], [0, 2, 4, 6], Text("log v_q - log v_p", "log v_q − log v_p"))
    chart.line(log_v, right, 0, clip=True)
    chart.line(log_v, wrong, 1, clip=True)
    sheet.legend(46, 13, [("KL(q || p)", 0), (Text("KL(p || q): wrong here", "KL(p || q):"
                                                   "ここでは誤り"), 1)])  # fmt: skip
    return Drawing(
        sheet,
        Text(
            "The divergence of two normal distributions of the same mean. It is 0 where they are "
            "equal, with the slope 0. In the direction of the bound, a posterior that is too wide "
            "costs much, one that is sharp costs little.",
            "平均の等しい2つの正規分布の KL。等しければ値も傾きも 0 である。下界に現れる向きでは、"
            "広すぎる事後分布の代償が大きく、鋭い事後分布の代償は小さい。",
        ),
        Text(
            "Two curves that touch 0 in the middle: one rises steeply to the right, the other to "
            "the left.",
            "中央で 0 に接する2本の曲線。一方は右で、もう一方は左で急に大きくなる。",
        ),
    )


FIGURES = {"hred": draw_hred, "vhred": draw_vhred, "traverse": draw_traverse}
