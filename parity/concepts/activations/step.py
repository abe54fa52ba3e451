"""Step function."""

from __future__ import annotations

from parity.concepts.activations._points import KINK
from parity.describing import derivation
from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations


def _as_a_mask(of: Implementations, a: Arrays) -> Arrays:
    return {"dx": a["dy"] * of("step")().forward(a["x"])}


def _gradient_of_relu(of: Implementations, a: Arrays) -> Arrays:
    relu = of("relu")()
    relu.forward(a["x"])
    return {"dx": relu.backward(a["dy"])}


Step = Concept(
    kind="layer",
    order=1,
    syllabus=("3-1-4",),
    needs=(),
    title=Text("Step function", "ステップ関数"),
    summary=Text(
        "1 for positive values, 0 for the rest: the perceptron's activation. Its derivative is 0, "
        "so nothing before it can learn by gradient descent.",
        "正の値を 1、それ以外を 0 にする、パーセプトロンの活性化関数。微分が 0 なので、"
        "これより前の層は勾配降下法では学習できない。",
    ),
    why=Text(
        "The first artificial neuron fires or does not: it gives 1 as soon as its weighted sum "
        "exceeds a threshold. Such units compute AND and OR, and layers of them any logical "
        "function. But somebody has to choose the weights. The perceptron's rule learns them for a "
        "single layer; for hidden layers one needs a gradient, and that of a step is 0. This is "
        "why all later activations have a slope.",
        "最初の人工ニューロンは、発火するかしないかのどちらかである。"
        "重み付きの和がしきい値を超えると 1 を出す。これで AND や OR が計算でき、"
        "層を重ねればどんな論理関数も表せる。問題は重みの決め方である。"
        "パーセプトロンの学習則で学べるのは1層だけで、隠れ層の学習には勾配が要るが、"
        "ステップ関数の勾配は 0 である。後に使われるようになった活性化関数がどれも傾きを"
        "持つのは、このためである。",
    ),
    equation="y = 1 if x > 0, else 0",
    formula=(
        r"y = \begin{cases} 1 & (x > 0) \\ 0 & (x \le 0) \end{cases}",
        r"\frac{\partial L}{\partial x} = 0",
    ),
    derivation=(
        derivation.Step(
            heading=Text("Both pieces are flat", "どちらの側も水平である"),
            text=Text(
                "y is 1 right of 0 and 0 left of it; a small move of x changes neither.",
                "y は 0 より右で 1、左で 0 であり、x をわずかに動かしても変わらない。",
            ),
            equation=r"\frac{\partial y_i}{\partial x_i} = 0",
            check=Text(
                "Finite differences on either side of 0 are exactly 0.",
                "0 の両側での数値微分は、ちょうど 0 になる。",
            ),
        ),
        derivation.Step(
            heading=Text(
                "At the jump itself there is no derivative",
                "跳ぶところでは微分が存在しない",
            ),
            text=Text(
                "From 0 to a small h on its right y rises by 1: the quotient grows beyond all "
                "bounds. PyTorch and Keras take 0 there as well.",
                "0 から右へわずかに h だけ進むと y は 1 増えるので、差分商はいくらでも"
                "大きくなる。PyTorch も Keras も、ここでの勾配を 0 としている。",
            ),
            equation=r"\lim\limits_{h \to +0} \frac{1 - 0}{h} = \infty",
        ),
        derivation.Step(
            heading=Text(
                "So no gradient passes, whatever arrives",
                "したがって、何が届いても勾配は先に伝わらない",
            ),
            text=Text(
                "All weights in front of a step get the gradient 0, and would not move. Not "
                "because they are right: nothing tells them in which direction to go.",
                "ステップ関数より手前の重みは、勾配が 0 なので動かない。"
                "正しい値になったからではなく、どちらへ動くべきかが伝わらないからである。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial y_i} \cdot 0 = 0"
            ),
        ),
    ),
    shapes={"x": "any", "y": "as x"},
    sources=(
        "McCulloch and Pitts (1943), A logical calculus of the ideas immanent in nervous "
        "activity, Bulletin of Mathematical Biophysics 5",
    ),
    cases=(
        Case(
            "ordinary",
            inputs={"x": normal(3, 4, 5, apart=0.125)},
            zero={"dx": "a step is flat on both sides of its jump"},
        ),
        Case(
            "kink",
            inputs={"x": KINK},
            zero={"dx": "the derivative at the jump is taken to be 0 as well"},
            kink=True,
        ),
    ),
    divergences=(
        Divergence(
            name="value_at_0",
            ja="0 での値",
            summary=Text(
                "The value at x = 0 is a convention. Here it is 0, as in x > 0; signal processing "
                "takes 1/2, and a threshold that fires when it is reached gives 1. The heaviside "
                "of NumPy, PyTorch and TensorFlow therefore has no default: the caller says it.",
                "x = 0 での値は規約による。ここでは x > 0 に従って 0 とするが、"
                "信号処理では 1/2 とし、しきい値に達したら発火すると考えれば 1 になる。"
                "そのため NumPy、PyTorch、TensorFlow の "
                "heaviside には既定値がなく、呼び出す側が値を指定する。",
            ),
            reconciled=Text(
                "Pass 0 as the value at 0, or compare with x > 0.",
                "0 での値として 0 を渡すか、x > 0 という比較で書く。",
            ),
            source="measured; numpy.heaviside(x1, x2), torch.heaviside(input, values)",
            case="kink",
            native={
                "torch": {},
                "keras": {"callable": "tensorflow.experimental.numpy.heaviside", "x2": 0.5},
            },
            quantity="y",
        ),
    ),
    also_called=(
        "step_function",
        "heaviside",
    ),
    identities=(
        Identity(
            sibling="relu",
            text=Text(
                "The step is the derivative of ReLU: what ReLU's backward pass multiplies by.",
                "ステップ関数は ReLU の微分である。ReLU の逆伝播は dy にこれを掛ける。",
            ),
            case=Case("derivative_of_relu", inputs={"x": normal(3, 4, 5, apart=0.125)}),
            left=_as_a_mask,
            right=_gradient_of_relu,
        ),
    ),
    mistakes=(
        Mistake(
            name="fires_at_0",
            ja="0 で 1 を出す",
            line="return (x > 0).astype(x.dtype)",
            wrong="return (x >= 0).astype(x.dtype)",
            why=Text(
                "With >= the value at x = 0 is 1; by the convention here, and in most "
                "textbooks, it is 0.",
                ">= では x = 0 での値が 1 になる。ここでの規約は、多くの教科書と同じく 0 である。",
            ),
        ),
        Mistake(
            name="sign_instead_of_step",
            ja="ステップ関数でなく符号関数を返す",
            line="return (x > 0).astype(x.dtype)",
            wrong="return np.sign(x)",
            why=Text(
                "The sign function jumps from -1 to 1; the step function from 0 to 1.",
                "符号関数は -1 から 1 へ、ステップ関数は 0 から 1 へ跳ぶ。",
            ),
        ),
        Mistake(
            name="positive_values_kept",
            ja="正の値をそのまま残す",
            line="return (x > 0).astype(x.dtype)",
            wrong="return (x > 0) * x",
            why=Text(
                "That is ReLU: a step forgets how large x was.",
                "これは ReLU である。ステップ関数は x の大きさを捨てて 0 か 1 だけを返す。",
            ),
        ),
        Mistake(
            name="gradient_passed_straight_through",
            ja="勾配をそのまま通す",
            line="return np.zeros_like(dy)",
            wrong="return dy.copy()",
            why=Text(
                "A step is flat, so its derivative is 0. Passing dy on is the straight-through "
                "estimator, a trick for binary networks, not the derivative.",
                "ステップ関数は平らなので微分は 0 である。"
                "dy をそのまま流すのは二値ネットワークで使う "
                "straight-through 推定量という工夫であり、微分ではない。",
            ),
        ),
    ),
)
