"""Automatic differentiation."""

from __future__ import annotations

import numpy as np

from parity.concepts.gradients import _functions as functions
from parity.concepts.gradients._differentiated import CASES
from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations

BAYDIN = (
    "Baydin, Pearlmutter, Radul and Siskind (2018), Automatic differentiation in machine learning: "
    "a survey, section 3.2"
)
RUMELHART = (
    "Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating errors"
)


def _by_differences(of: Implementations, a: Arrays) -> Arrays:
    return {"dx": of("numerical_gradient")(functions.quadratic, a["x"], h=0.5)}


def _of_the_quadratic(of: Implementations, a: Arrays) -> Arrays:
    return {"dx": of("autodiff")(functions.quadratic, a["x"])[1]}


LAYER = ("x", "W", "b")


def _by_the_graph(of: Implementations, a: Arrays) -> Arrays:
    found = of("autodiff")(functions.dense, *(a[name] for name in ("r", *LAYER, "c")))
    return {f"d{name}": gradient for name, gradient in zip(LAYER, found[2:], strict=False)}


def _by_hand(of: Implementations, a: Arrays) -> Arrays:
    n_in, n_out = a["W"].shape
    layer = of("dense")(n_in, n_out)
    layer.params["W"][...], layer.params["b"][...] = a["W"], a["b"][0]
    layer.forward(a["x"])
    dx = layer.backward(a["r"].T * a["c"].T)
    return {"dx": dx, "dW": layer.grads["W"], "db": layer.grads["b"][np.newaxis]}


autodiff = Concept(
    kind="function",
    order=3,
    syllabus=("3-2-2",),
    needs=("numerical_gradient", "dense"),
    title=Text("Automatic differentiation", "自動微分"),
    summary=Text(
        "A computational graph that differentiates itself: each operation knows its local "
        "derivative, and one pass backwards gives the gradient of everything that went in.",
        "自分自身を微分する計算グラフ。各演算が局所的な微分を知っており、"
        "逆向きに1回たどるだけで、すべての入力の勾配が求まる。",
    ),
    why=Text(
        "A backward pass written by hand has to be written again for each network, and is easily "
        "wrong. But every network is made of a few operations, whose derivatives one knows. If "
        "each result remembers what it was made from, the chain rule can be applied by the "
        "program. Backwards, one pass is enough for any number of parameters: that is why deep "
        "networks are trained in this direction. PyTorch's autograd and TensorFlow's GradientTape "
        "are this, with more operations.",
        "逆伝播を手で書くと、ネットワークごとに書き直すことになり、間違えやすい。"
        "しかしどのネットワークも、微分の分かっている少数の演算からできている。"
        "計算結果が、何から作られたかを覚えていれば、連鎖律はプログラムが適用できる。"
        "逆向きにたどれば、パラメータがいくつあっても1回で済む。"
        "深いネットワークの学習で逆向きに計算するのは、このためである。"
        "PyTorch の autograd や TensorFlow の GradientTape は、これに多くの演算を"
        "備えたものである。",
    ),
    equation="dy/dv_i = sum over the nodes j made from i of dy/dv_j dv_j/dv_i",
    formula=(
        r"\frac{\partial y}{\partial v_i} = \sum_j \frac{\partial y}{\partial v_j} "
        r"\frac{\partial v_j}{\partial v_i}",
    ),
    derivation=(
        Step(
            heading=Text(
                "A value acts on y through everything that was made from it",
                "値は、それから作られたすべてのノードを通して y に影響する",
            ),
            text=Text(
                "Move v a little. Each node j that was made from it moves by its local derivative, "
                "and y by the sum of what those do: the chain rule for several variables. The sum "
                "runs over the edges that leave v.",
                "v を少し動かすと、それから作られた各ノード j は局所的な微分の分だけ動き、"
                "y はそれらの影響の和だけ動く。これが多変数の連鎖律である。"
                "和は v から出る辺についてとる。",
            ),
            equation=(
                r"\frac{\partial y}{\partial v_i} = \sum_j \frac{\partial y}{\partial v_j} "
                r"\frac{\partial v_j}{\partial v_i}"
            ),
            check=Text(
                "For x x both edges lead to x, and the sum is x + x = 2x.",
                "x x では2本の辺がどちらも x につながり、和は x + x = 2x になる。",
            ),
        ),
        Step(
            heading=Text(
                "So a node waits for all that were made from it",
                "そこで、作られた先のノードがすべて済むのを待つ",
            ),
            text=Text(
                "The pass begins at y, whose gradient is 1, and takes the latest nodes first: when "
                "a node's turn comes, its sum is complete. Handed on before that, a part would be "
                "missing.",
                "勾配が 1 の y から始め、後で作られたノードから順に処理する。こうすると、"
                "順番が来たときには和が出そろっている。それより先に渡すと、一部が欠ける。",
            ),
            equation=r"\frac{\partial y}{\partial y} = 1",
        ),
        Step(
            heading=Text(
                "What was stretched is summed",
                "ブロードキャストされた軸では和をとる",
            ),
            text=Text(
                "A bias that is added to each row is one value with an edge for each row; its "
                "gradient is the sum over them, in its own shape.",
                "各行に足されるバイアスは、行の数だけ辺を持つ1つの値である。"
                "勾配はそれらの和で、形状はバイアスと同じになる。",
            ),
            equation=(
                r"\frac{\partial y}{\partial b_i} = \sum_n \frac{\partial y}{\partial v_{n i}}"
            ),
        ),
    ),
    shapes={"inputs": "any", "y": "scalar", "gradients": "each as its input"},
    sources=(BAYDIN, RUMELHART),
    cases=CASES,
    divergences=(
        Divergence(
            name="gradients_added_to_the_old",
            ja="以前の勾配への加算",
            summary=Text(
                "PyTorch's backward adds to what stands in grad, so a second pass without "
                "zero_grad gives twice the gradient. TensorFlow's tape returns gradients and "
                "keeps none.",
                "PyTorch の backward は grad に残っている値に加算する。zero_grad をせずに2回"
                "呼ぶと勾配は2倍になる。TensorFlow の GradientTape は勾配を返すだけで、"
                "残さない。",
            ),
            reconciled=Text(
                "PyTorch: call zero_grad before each pass, or use torch.autograd.grad.",
                "PyTorch では毎回 zero_grad を呼ぶか、torch.autograd.grad を使う。",
            ),
            source="https://docs.pytorch.org/docs/stable/generated/torch.Tensor.backward.html",
            case="cubic",
            native={
                "torch": {
                    "callable": "torch_impl.gradients.autodiff._backward_twice",
                    "f": functions.scaled_cubic,
                },
                "keras": {},
            },
            quantity="dx",
        ),
        Divergence(
            name="gradient_of_a_tie",
            ja="等しい値の最大値の勾配",
            summary=Text(
                "Where both arguments of maximum are equal, PyTorch and the code here give each "
                "half of the gradient, TensorFlow gives all of it to the first.",
                "maximum の2つの引数が等しいとき、PyTorch とここでの実装は勾配を半分ずつ"
                "渡すが、TensorFlow はすべてを1つ目に渡す。",
            ),
            reconciled=Text(
                "Write (x + y + |x - y|) / 2: the derivative of |0| is 0 everywhere, which halves.",
                "(x + y + |x - y|) / 2 と書く。|0| の微分はどこでも 0 なので、半分ずつになる。",
            ),
            source="torch 2.13.0 derivatives.yaml: maximum, masked_fill with grad / 2; "
            "tensorflow/python/ops/math_grad.py: _MaximumMinimumGrad, greater_equal",
            case="a_tie",
            native={
                "torch": {"f": functions.larger_by_comparing},
                "keras": {"f": functions.larger_by_comparing},
            },
            quantity="dx",
        ),
    ),
    also_called=("auto_diff", "automatic_differentiation", "value_and_grad", "autograd"),
    identities=(
        Identity(
            sibling="numerical_gradient",
            text=Text(
                "Of a quadratic function central differences give the same: they miss nothing "
                "there.",
                "2次関数では中心差分と一致する。中心差分の打ち切り誤差が 0 になるためである。",
            ),
            case=Case("of_a_quadratic", inputs={"x": normal(3)}),
            left=_of_the_quadratic,
            right=_by_differences,
        ),
        Identity(
            sibling="dense",
            text=Text(
                "Of a dense layer it gives the gradients that were derived by hand.",
                "全結合層では、手で導いた勾配と一致する。",
            ),
            case=Case(
                "of_a_dense_layer",
                inputs={
                    "r": normal(1, 4),
                    "x": normal(4, 3),
                    "W": normal(3, 5),
                    "b": normal(1, 5),
                    "c": normal(5, 1),
                },
            ),
            left=_by_the_graph,
            right=_by_hand,
        ),
    ),
    mistakes=(
        Mistake(
            name="overwritten_instead_of_added",
            ja="加算せずに上書きする",
            line="gradients[id(parent)] = gradients.get(id(parent), 0) + handed",
            wrong="gradients[id(parent)] = handed",
            why=Text(
                "A value that is used more than once gets a gradient from each use; only the last "
                "one is left.",
                "2回以上使われた値には、使われた回数だけ勾配が届く。"
                "上書きすると最後の1つしか残らない。",
            ),
        ),
        Mistake(
            name="gone_through_forwards",
            ja="作られた順に処理する",
            line="for node in reversed(tape):  # what was made last has nothing to wait for",
            wrong="for node in tape:",
            why=Text(
                "When a node's turn comes, what was made from it has not handed anything on yet.",
                "順番が来た時点では、そのノードから作られた先からまだ勾配が届いていない。",
            ),
        ),
        Mistake(
            name="local_derivative_alone",
            ja="局所的な微分だけを渡す",
            line="handed = local(gradients[id(node)])",
            wrong="handed = local(np.ones_like(node.value))",
            why=Text(
                "The chain rule multiplies it by the gradient that has come from above.",
                "連鎖律では、上流から届いた勾配を掛ける。",
            ),
        ),
        Mistake(
            name="rows_averaged",
            ja="行の和でなく平均をとる",
            line="handed = handed.sum(axis=tuple(range(handed.ndim - parent.value.ndim)))",
            wrong="handed = handed.mean(axis=tuple(range(handed.ndim - parent.value.ndim)))",
            why=Text(
                "What was added to each row acts through all of them: their gradients are summed.",
                "各行に足された値は、すべての行を通して影響する。勾配は和になる。",
            ),
        ),
        Mistake(
            name="axes_of_1_averaged",
            ja="長さ 1 の軸の平均をとる",
            line="handed = handed.sum(axis=stretched, keepdims=True)",
            wrong="handed = handed.mean(axis=stretched, keepdims=True)",
            why=Text(
                "An axis of length 1 that was stretched acts through every place of it: a sum.",
                "広げられた長さ 1 の軸は、すべての位置を通して影響するので、和をとる。",
            ),
        ),
        Mistake(
            name="begun_with_y",
            ja="y から始める",
            line="gradients = {id(y): np.ones_like(y.value)}",
            wrong="gradients = {id(y): np.array(y.value)}",
            why=Text(
                "The derivative of y by itself is 1; begun with y, it is the gradient of y^2 / 2.",
                "y を y で微分すると 1 である。y から始めると y^2 / 2 の勾配になる。",
            ),
        ),
        Mistake(
            name="second_operand_forgotten",
            ja="2つ目の被演算子を忘れる",
            line="for parent, local in node.edges:",
            wrong="for parent, local in node.edges[:1]:",
            why=Text(
                "Both operands of a product have a gradient, each times the other one.",
                "積では2つの被演算子の両方に、もう一方を掛けた勾配が届く。",
            ),
        ),
    ),
)
