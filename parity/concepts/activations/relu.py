"""ReLU."""

from __future__ import annotations

from parity.concepts.activations._elementwise import each_for_itself
from parity.concepts.activations._points import KINK
from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _less_its_mirror(of: Implementations, a: Arrays) -> Arrays:
    """Return f(x) - f(-x) and its gradient."""
    f, mirror = of("relu")(), of("relu")()
    y = f.forward(a["x"]) - mirror.forward(-a["x"])
    return {"y": y, "dx": f.backward(a["dy"]) + mirror.backward(a["dy"])}


ReLU = Concept(
    kind="layer",
    order=5,
    syllabus=("3-1-4",),
    needs=("sigmoid",),
    title=Text("ReLU", "ReLU(正規化線形関数)"),
    summary=Text(
        "Lets positive values through and blocks the rest; its derivative is 1 or 0.",
        "正の値はそのまま通し、それ以外は 0 にする。微分は 1 か 0 になる。",
    ),
    why=Text(
        "Sigmoid and tanh are flat far from 0. Back-propagation multiplies by their small "
        "derivative in every layer, so that in a deep network little of the gradient reaches the "
        "first layers. ReLU bends only once, at 0, and its derivative is 1 for every positive x: "
        "the gradient passes an active unit undiminished, and all it costs is a comparison. The "
        "price is that a unit whose x is negative for all data gets no gradient any more.",
        "シグモイドや tanh は 0 から離れると平らになる。逆伝播では層を通るたびにその小さな微分が"
        "掛かるので、深いネットワークでは勾配が入力側の層までほとんど届かない。"
        "ReLU は 0 で一度折れるだけで、正の x に対する微分は常に 1 である。"
        "働いているユニットを通る勾配は弱まらず、計算も大小の比較だけで済む。"
        "その代わり、どのデータに対しても x が負になったユニットには、もう勾配が届かない。",
    ),
    equation="y = max(x, 0)",
    formula=(
        r"y = \max(x, 0)",
        r"\frac{\partial L}{\partial x} = \begin{cases} "
        r"\frac{\partial L}{\partial y} & (x > 0) \\ 0 & (x \le 0) \end{cases}",
    ),
    derivation=(
        each_for_itself(r"y_i = \max(x_i, 0)"),
        Step(
            heading=Text(
                "Two straight pieces: the slope is 1 or 0",
                "2本の直線からなるので、傾きは 1 か 0 である",
            ),
            text=Text(
                "Right of 0, y is x itself; left of 0 it is the constant 0.",
                "0 より右では y は x そのものであり、左では定数 0 である。",
            ),
            equation=(
                r"\frac{\partial y_i}{\partial x_i} = \begin{cases} 1 & (x_i > 0) \\ 0 & (x_i < 0) "
                r"\end{cases}"
            ),
            check=Text(
                "Finite differences on either side of 0 give 1 and 0.",
                "0 の両側での数値微分は、それぞれ 1 と 0 になる。",
            ),
        ),
        Step(
            heading=Text(
                "At 0 the slope is a convention, and it is 0",
                "0 での傾きは取り決めであり、0 とする",
            ),
            text=Text(
                "From the right the difference quotient tends to 1, from the left to 0: there is "
                "no derivative, and every number between the two is a subgradient. PyTorch and "
                "Keras take 0, so the mask is x > 0 and not x >= 0.",
                "差分商の極限は右からでは 1、左からでは 0 なので、微分は存在せず、その間の値は"
                "どれも劣勾配である。PyTorch と Keras は 0 を選ぶ。"
                "したがってマスクは x >= 0 ではなく x > 0 である。",
            ),
            equation=(
                r"\lim\limits_{h \to +0} \frac{\max(h, 0)}{h} = 1"
                "\n"
                r"\lim\limits_{h \to -0} \frac{\max(h, 0)}{h} = 0"
            ),
            check=Text(
                "The case kink: dx is 0 at both zeros in all three implementations.",
                "ケース kink では、どちらの 0 でも dx は 0 である。これは3つの実装で一致する。",
            ),
        ),
        Step(
            heading=Text(
                "Together: the upstream gradient, masked by the sign of the input",
                "まとめると、上流の勾配に入力の符号でマスクを掛けたものになる",
            ),
            text=Text(
                "The forward pass keeps the mask; the backward pass multiplies by it. The sign of "
                "the upstream gradient has no part in it.",
                "順伝播でマスクを覚えておき、逆伝播で掛ける。上流の勾配の符号は関係しない。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial y} \odot m, \quad "
                r"m_i = \begin{cases} 1 & (x_i > 0) \\ 0 & (x_i \le 0) \end{cases}"
            ),
            check=Text(
                "dx agrees with the autograd of PyTorch and Keras.",
                "dx は PyTorch と Keras の自動微分と一致する。",
            ),
        ),
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
            ja="maximum の 0 での勾配",
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
    identities=(
        Identity(
            sibling="identity",
            text=Text(
                "relu(x) - relu(-x) = x: two ReLU units carry the sign that one of them loses.",
                "relu(x) - relu(-x) = x である。1つの ReLU が捨てる符号も、2つあれば保たれる。",
            ),
            case=Case("less_its_mirror", inputs={"x": normal(3, 4, 5, apart=0.125)}),
            left=_less_its_mirror,
            right=evaluated("identity"),
        ),
    ),
    mistakes=(
        Mistake(
            name="gradient_not_masked",
            ja="勾配にマスクを掛けない",
            line="return dy * self.positive",
            wrong="return dy",
            why=Text(
                "Where x was not positive, y does not depend on x: the gradient stops there.",
                "x が正でなかった要素では y は x に依存しないので、勾配はそこで止まる。",
            ),
        ),
        Mistake(
            name="mask_from_the_gradient",
            ja="勾配からマスクを作る",
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
            ja="0 での微分を 1 とする",
            line="self.positive = x > 0",
            wrong="self.positive = x >= 0",
            why=Text(
                "At x = 0 the frameworks take the derivative 0; with >= it is 1.",
                "フレームワークは x = 0 での微分を 0 とする。>= では 1 になってしまう。",
            ),
        ),
        Mistake(
            name="output_is_the_mask",
            ja="マスクそのものを出力する",
            line="return np.maximum(x, 0)",
            wrong="return self.positive.astype(x.dtype)",
            why=Text(
                "That is the derivative (a step), not the function: positive values must pass.",
                "これは微分(ステップ関数)であって、関数そのものではない。正の値はそのまま通す。",
            ),
        ),
    ),
)
