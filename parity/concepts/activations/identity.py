"""Identity function."""

from __future__ import annotations

from parity.concepts.activations._points import EXTREME
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
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
    why=Text(
        "A regression has to be able to give any real number. Sigmoid, tanh and ReLU would each "
        "cut part of the range off, so its output units hand their weighted sum on as it is. "
        "Written as a function, the missing activation can be named, chosen and derived like "
        "every other one. Between hidden layers it gains nothing: linear layers in a row are one "
        "linear layer.",
        "回帰の出力は、どんな実数にもなりうる。"
        "シグモイド・tanh・ReLU を出力層に置くと取りうる範囲が狭まるので、"
        "出力ユニットは重み付き和をそのまま返す。"
        "「活性化関数なし」を1つの関数として書いておけば、"
        "ほかの活性化関数と同じように選んだり微分したりできる。ただし隠れ層の間では役に立たない。"
        "線形な層は、いくつ重ねても1つの線形な層に等しい。",
    ),
    equation="y = x",
    formula=(
        r"y = x",
        r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial y}",
    ),
    derivation=(
        Step(
            heading=Text(
                "The slope is 1 everywhere",
                "傾きはどこでも 1 である",
            ),
            text=Text(
                "yᵢ is xᵢ, and no other element of x has a part in it.",
                "yᵢ は xᵢ そのものであり、x のほかの要素は関係しない。",
            ),
            equation=r"\frac{\partial y_i}{\partial x_i} = 1",
        ),
        Step(
            heading=Text(
                "The chain rule multiplies the upstream gradient by 1",
                "連鎖律では、上流の勾配に 1 を掛ける",
            ),
            text=Text(
                "What is left is the gradient that arrives from behind, with no factor of its "
                "own: neither the slope alone, 1, nor a division by the batch.",
                "後ろから届く勾配がそのまま残る。"
                "傾きの 1 だけを返すのでも、バッチサイズで割るのでもない。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial y_i} "
                r"\frac{\partial y_i}{\partial x_i} = \frac{\partial L}{\partial y_i}"
            ),
            check=Text(
                "With the half squared error behind it, dx is the plain error y - t.",
                "後ろに 1/2 付きの二乗和誤差を置くと、dx は誤差 y - t そのものになる。",
            ),
        ),
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
