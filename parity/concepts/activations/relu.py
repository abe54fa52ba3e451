"""ReLU."""

from __future__ import annotations

from parity.concepts.activations._points import KINK
from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.draw import normal

ReLU = Concept(
    kind="layer",
    order=5,
    title=Text("ReLU", "ReLU(正規化線形関数)"),
    summary=Text(
        "Lets positive values through and blocks the rest; its derivative is 1 or 0.",
        "正の値はそのまま通し、それ以外は 0 にする。微分は 1 か 0 になる。",
    ),
    equation="y = max(x, 0)",
    formula=(
        r"y = \max(x, 0)",
        r"\frac{\partial L}{\partial x} = \begin{cases} "
        r"\frac{\partial L}{\partial y} & (x > 0) \\ 0 & (x \le 0) \end{cases}",
    ),
    shapes={"x": "any", "y": "as x"},
    sources=(
        "Nair and Hinton (2010), Rectified linear units improve restricted Boltzmann machines, "
        "ICML",
    ),
    cases=(
        Case("ordinary", inputs={"x": normal(3, 4, 5, apart=0.125)}),
        Case("kink", inputs={"x": KINK}, kink=True),
    ),
    divergences=(
        Divergence(
            name="gradient_at_0_of_maximum",
            summary=Text(
                "relu has the derivative 0 at x = 0; written as maximum(x, 0), TensorFlow's is 1 "
                "there and PyTorch's is 1/2.",
                "relu の x = 0 での微分は 0 だが、maximum(x, 0) と書くと TensorFlow では 1、"
                "PyTorch では 1/2 になる。",
            ),
            reconciled=Text(
                "Use the framework's relu, whose derivative at 0 is 0 everywhere.",
                "各フレームワークの relu を使う。0 での微分はどれも 0 である。",
            ),
            source="measured; tf.maximum and torch.maximum share a tie differently",
            case="kink",
            native={"torch": {}, "keras": {"callable": "tensorflow.maximum", "y": 0.0}},
            quantity="dx",
        ),
    ),
    also_called=(
        "relu_function",
        "relu_layer",
        "rectifier",
    ),
    mistakes=(
        Mistake(
            name="gradient_not_masked",
            line="return dy * self.positive",
            wrong="return dy",
            why=Text(
                "Where x was not positive, y does not depend on x: the gradient stops there.",
                "x が正でなかった要素では y は x に依存しないので、勾配はそこで止まる。",
            ),
        ),
        Mistake(
            name="mask_from_the_gradient",
            line="return dy * self.positive",
            wrong="return np.where(dy > 0, dy, 0)",
            why=Text(
                "The mask belongs to the input of the forward pass; the sign of dy has no part in "
                "the derivative.",
                "マスクは順伝播の入力 x から決まる。dy の符号は微分に関係しない。",
            ),
        ),
        Mistake(
            name="derivative_at_0_is_1",
            line="self.positive = x > 0",
            wrong="self.positive = x >= 0",
            why=Text(
                "At x = 0 the frameworks take the derivative 0; with >= it is 1.",
                "フレームワークは x = 0 での微分を 0 とする。>= では 1 になってしまう。",
            ),
        ),
        Mistake(
            name="output_is_the_mask",
            line="return np.maximum(x, 0)",
            wrong="return self.positive.astype(x.dtype)",
            why=Text(
                "That is the derivative (a step), not the function: positive values must pass.",
                "これは微分(ステップ関数)であって、関数そのものではない。正の値はそのまま通す。",
            ),
        ),
    ),
)
