"""Softplus."""

from __future__ import annotations

from parity.concepts.activations._elementwise import AS_AUTOGRAD, each_for_itself
from parity.concepts.activations._points import EXTREME, TAIL
from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _less_its_mirror(of: Implementations, a: Arrays) -> Arrays:
    """Return f(x) - f(-x) and its gradient."""
    f, mirror = of("softplus")(), of("softplus")()
    y = f.forward(a["x"]) - mirror.forward(-a["x"])
    return {"y": y, "dx": f.backward(a["dy"]) + mirror.backward(a["dy"])}


def _gradient(of: Implementations, a: Arrays) -> Arrays:
    softplus = of("softplus")()
    softplus.forward(a["x"])
    return {"dx": softplus.backward(a["dy"])}


def _times_the_sigmoid(of: Implementations, a: Arrays) -> Arrays:
    return {"dx": a["dy"] * of("sigmoid")().forward(a["x"])}


Softplus = Concept(
    kind="layer",
    order=10,
    syllabus=("3-1-4",),
    needs=("relu", "sigmoid"),
    title=Text("Softplus", "ソフトプラス関数"),
    summary=Text(
        "A smooth ReLU, always positive; its derivative is the sigmoid.",
        "滑らかな ReLU で、値は常に正である。微分はシグモイド関数になる。",
    ),
    why=Text(
        "ReLU has a corner at 0, and to the left of it the slope 0. Softplus is ReLU with the "
        "corner rounded off: it has a slope everywhere, which never becomes 0, and is always "
        "positive. That makes it the usual way to let a network give a positive number, such as a "
        "standard deviation or a rate. In hidden layers it brings little: it costs an exponential "
        "and a logarithm, and ReLU learns as well.",
        "ReLU は 0 で折れ、その左側では傾きが 0 である。ソフトプラス関数はその角を丸めたもので、"
        "どこでも微分でき、傾きが 0 になることはなく、値は常に正である。"
        "そのため、標準偏差や発生率のような正の数をネットワークに出力させるときによく使われる。"
        "隠れ層に使う利点は小さい。指数と対数の計算が要るうえ、ReLU でも同じように学習できるからで"
        "ある。",
    ),
    equation="y = log(1 + exp(x)),  dy/dx = sigmoid(x)",
    formula=(
        r"y = \log(1 + \exp(x))",
        r"y = \max(x, 0) + \log\left(1 + \exp\left({-\left| x \right|}\right)\right)",
        r"\frac{\partial L}{\partial x} = "
        r"\frac{1}{1 + \exp({-x})} \frac{\partial L}{\partial y}",
    ),
    derivation=(
        each_for_itself(r"y_i = \log(1 + \exp(x_i))"),
        Step(
            heading=Text(
                "The slope of the inside, divided by the inside",
                "内側の関数の微分を、内側の関数で割る",
            ),
            text=Text(
                "Call the argument of the logarithm u. The logarithm's slope is 1/u, and u itself "
                "has the slope exp(x).",
                "対数の真数を u とおく。対数の微分は 1/u、u の微分は exp(x) である。",
            ),
            equation=(
                r"u_i = 1 + \exp(x_i), \quad y_i = \log(u_i)"
                "\n"
                r"\frac{\partial y_i}{\partial x_i} = \frac{\exp(x_i)}{u_i}"
            ),
        ),
        Step(
            heading=Text(
                "Divided by exp(x), that is the sigmoid",
                "分子と分母を exp(x) で割ると、シグモイド関数になる",
            ),
            text=Text(
                "A rounded corner has a rounded step as its slope: it rises from 0 to 1, where "
                "ReLU's slope jumps.",
                "角を丸めた関数の傾きは、段差を丸めた関数になる。ReLU の傾きが 0 から 1 へ跳ぶと"
                "ころを、なだらかに上がる。",
            ),
            equation=(
                r"\frac{\partial y_i}{\partial x_i} = \frac{1}{1 + \exp({-x_i})}"
                "\n"
                r"\frac{\partial L}{\partial x_i} = \frac{1}{1 + \exp({-x_i})} \frac{\partial "
                r"L}{\partial y_i}"
            ),
            check=Text(
                "At x = 0 the slope is 1/2, half-way between ReLU's two slopes.",
                "x = 0 での傾きは 1/2 で、ReLU の2つの傾きのちょうど中間である。",
            ),
        ),
        Step(
            heading=Text(
                "The form that does not overflow has the same slope",
                "オーバーフローしない形でも、傾きは同じである",
            ),
            text=Text(
                "Where x is positive, max(x, 0) has the slope 1, and the logarithm of 1 + exp(-x) "
                "takes something off. Where x is negative, -|x| is x, and the form is the first "
                "one.",
                "x が正なら、max(x, 0) の傾き 1 から、1 + exp(-x) の対数の分が引かれる。"
                "x が負なら -|x| は x なので、もとの形そのものである。",
            ),
            equation=r"1 - \frac{\exp({-x_i})}{1 + \exp({-x_i})} = \frac{1}{1 + \exp({-x_i})}",
            check=AS_AUTOGRAD,
        ),
    ),
    shapes={"x": "any", "y": "as x"},
    sources=(
        "Dugas, Bengio, Bélisle, Nadeau and Garcia (2001), Incorporating second-order functional "
        "knowledge for better option pricing, NIPS 13",
    ),
    cases=(
        Case("ordinary", inputs={"x": normal(3, 4, 5, scale=2.0)}),
        Case("above_20", inputs={"x": values([-25.0, -20.5, -1.0, 3.0, 19.5, 20.5, 22.0, 27.0])}),
        Case("extreme", inputs={"x": EXTREME}),
        Case("tail", inputs={"x": TAIL}, by_element=("y", "dx")),
    ),
    divergences=(
        Divergence(
            name="linear_above_20",
            ja="20 を超えると直線とする",
            summary=Text(
                "PyTorch replaces softplus by x itself from x = 20 on, which is off by up to "
                "exp(-20) = 2e-9; Keras is exact there.",
                "PyTorch は x が 20 を超えると softplus を x そのもので置き換えるため、"
                "最大 exp(-20) = 2e-9 の誤差がある。Keras にはこの誤差がない。",
            ),
            reconciled=Text(
                "Give torch.nn.Softplus the threshold 40: from there on x is exact in float64.",
                "torch.nn.Softplus の threshold を 40 にする。そこから先は x で置き換えても "
                "float64 では誤差がない。",
            ),
            source="https://docs.pytorch.org/docs/stable/generated/torch.nn.Softplus.html",
            case="above_20",
            native={"torch": {"callable": "torch.nn.Softplus"}, "keras": {}},
            quantity="y",
        ),
    ),
    identities=(
        Identity(
            sibling="sigmoid",
            text=Text(
                "Its derivative is the sigmoid: what its backward pass multiplies dy by.",
                "その微分はシグモイドである。逆伝播では dy にこれを掛ける。",
            ),
            case=Case("derivative_is_the_sigmoid", inputs={"x": normal(3, 4, 5, scale=2.0)}),
            left=_gradient,
            right=_times_the_sigmoid,
        ),
        Identity(
            sibling="identity",
            text=Text(
                "softplus(x) - softplus(-x) = x, as with ReLU.",
                "ReLU と同じく softplus(x) - softplus(-x) = x である。",
            ),
            case=Case("less_its_mirror", inputs={"x": normal(4, 3, scale=2.0)}),
            left=_less_its_mirror,
            right=evaluated("identity"),
        ),
    ),
    mistakes=(
        Mistake(
            name="exponential_overflows",
            ja="指数関数がオーバーフローする",
            line="return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))",
            wrong="return np.log(1 + np.exp(x))",
            why=Text(
                "As written in the definition, exp(x) overflows above 709 and the result is "
                "infinite, where it should be x.",
                "定義どおりに書くと、x が 709 を超えたところで exp(x) がオーバーフローし、"
                "x になるべき値が無限大になる。",
            ),
        ),
        Mistake(
            name="maximum_forgotten",
            ja="最大値の項を忘れる",
            line="return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))",
            wrong="return np.log1p(np.exp(-np.abs(x)))",
            why=Text(
                "log(1 + exp(-|x|)) is softplus only for x <= 0; for x > 0 the term x that was "
                "taken out must be added.",
                "log(1 + exp(-|x|)) が softplus と一致するのは x <= 0 のときだけである。"
                "x > 0 では、くくり出した x を足す必要がある。",
            ),
        ),
        Mistake(
            name="derivative_of_relu",
            ja="ReLU の微分を使う",
            line="return dy * Sigmoid().forward(self.x)",
            wrong="return np.where(self.x > 0, dy, 0)",
            why=Text(
                "Softplus looks like ReLU from afar, but its derivative is the sigmoid, 1/2 at 0.",
                "遠くから見ると ReLU に似ているが、微分はシグモイド関数であり、"
                "x = 0 では 1/2 になる。",
            ),
        ),
        Mistake(
            name="derivative_of_sigmoid",
            ja="シグモイドの微分を使う",
            line="return dy * Sigmoid().forward(self.x)",
            wrong="return dy * Sigmoid().forward(self.x) * Sigmoid().forward(-self.x)",
            why=Text(
                "The derivative of softplus is the sigmoid itself; this is one derivative further.",
                "softplus の微分はシグモイドそのものである。"
                "これはもう1回微分したものになっている。",
            ),
        ),
    ),
)
