"""Identity function."""

from __future__ import annotations

from parity.concepts.activations._points import EXTREME
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import normal

Identity = Concept(
    kind="layer",
    order=2,
    syllabus=("3-1-2",),
    needs=(),
    title=Text("Identity function", "恒等関数"),
    summary=Text(
        "Gives back what it is given: the output activation of a regression.",
        "入力をそのまま返す。回帰問題の出力層で使う。",
    ),
    equation="y = x",
    formula=(
        r"y = x",
        r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial y}",
    ),
    shapes={"x": "any", "y": "as x"},
    sources=("Bishop (2006), Pattern Recognition and Machine Learning, section 5.1",),
    cases=(
        Case("ordinary", inputs={"x": normal(3, 4, 5)}),
        Case("extreme", inputs={"x": EXTREME}),
    ),
    also_called=("identity_function",),
    mistakes=(
        Mistake(
            name="upstream_gradient_dropped",
            ja="上流の勾配を落とす",
            line="return dy.copy()",
            wrong="return np.ones_like(dy)",
            why=Text(
                "The function's own derivative is 1, but the chain rule multiplies it by dL/dy.",
                "関数自体の微分は 1 だが、連鎖律によって dL/dy を掛けなければならない。",
            ),
        ),
        Mistake(
            name="gradient_divided_by_the_batch",
            ja="勾配をバッチサイズで割る",
            line="return dy.copy()",
            wrong="return dy / len(dy)",
            why=Text(
                "The loss has already divided by the batch size; no layer does it again.",
                "バッチサイズによる割り算は損失の中で済んでいる。層がもう一度割ってはならない。",
            ),
        ),
        Mistake(
            name="gradient_zeroed",
            ja="勾配を 0 にする",
            line="return dy.copy()",
            wrong="return np.zeros_like(dy)",
            why=Text(
                "A constant has the derivative 0; y = x has the derivative 1.",
                "微分が 0 になるのは定数であり、y = x の微分は 1 である。",
            ),
        ),
        Mistake(
            name="output_clipped_to_0_and_1",
            ja="出力を 0 と 1 の間に切る",
            line="return x.copy()",
            wrong="return np.clip(x, 0, 1)",
            why=Text(
                "A regression's output has no bounds; only a probability lies between 0 and 1.",
                "回帰の出力に範囲の制限はない。0 から 1 に収まるのは確率の場合だけである。",
            ),
        ),
    ),
)
