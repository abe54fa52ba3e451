"""Softmax with a temperature."""

from __future__ import annotations

from parity.concepts.activations._points import LARGE_LOGITS
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _softmax(of: Implementations, a: Arrays) -> Arrays:
    softmax = of("softmax")()
    y = softmax.forward(a["x"] / 4)
    return {"y": y, "dx": softmax.backward(a["dy"]) / 4}


TemperatureSoftmax = Concept(
    kind="layer",
    order=12,
    syllabus=("3-1-4", "5-1-1"),
    needs=("softmax",),
    title=Text("Softmax with a temperature", "温度付きソフトマックス関数"),
    summary=Text(
        "Softmax of x / T: a high temperature makes the probabilities alike, a low one gives all "
        "to the largest score.",
        "x / T のソフトマックス。温度が高いほど確率は均等に近づき、"
        "低いほど最大のスコアに集中する。",
    ),
    why=Text(
        "The order of the classes stays, but how sure the answer is becomes a choice. Text is "
        "sampled with T below 1 to be safe, above 1 to be varied. Distillation softens a "
        "teacher's answers, contrastive learning sharpens similarities, and a temperature fitted "
        "on held-out data calibrates a network that is too sure. T = 1 is softmax, T to 0 argmax, "
        "T to infinity the uniform distribution.",
        "クラスの順位は変えずに、どれだけ確信を持って答えるかを調整できる。文章の生成では、"
        "T を 1 より小さくすると無難に、大きくすると多様になる。蒸留では教師の出力を柔らかくし、"
        "対照学習では類似度の差を強め、検証データで合わせた温度は過信したネットワークを較正する。"
        "T = 1 は通常のソフトマックス、T が 0 に近づけば argmax、無限大に近づけば一様分布になる。",
    ),
    equation="y_i = exp(x_i / T) / sum_j exp(x_j / T),  dx_i = y_i (dy_i - sum_j dy_j y_j) / T",
    formula=(
        r"y_i = \frac{\exp\left(\frac{x_i}{T}\right)}{\sum_j \exp\left(\frac{x_j}{T}\right)}",
        r"\frac{\partial L}{\partial x_i} = \frac{1}{T} y_i \left(\frac{\partial L}{\partial y_i} "
        r"- \sum\limits_j \frac{\partial L}{\partial y_j} y_j\right)",
    ),
    derivation=(
        Step(
            heading=Text("The chain rule adds a factor", "連鎖律で係数が1つ付く"),
            text=Text(
                "With u = x / T it is softmax of u, and u has the slope 1 / T.",
                "u = x / T とすれば u のソフトマックスで、u の傾きは 1 / T である。",
            ),
            equation=r"\frac{\partial L}{\partial x_i} = \frac{1}{T} \frac{\partial L}{\partial "
            r"u_i}",
            check=Text(
                "The higher the temperature, the smaller the gradient.",
                "温度が高いほど勾配は小さい。",
            ),
        ),
    ),
    shapes={"x": "any with the axis of the classes", "y": "as x"},
    sources=(
        "Hinton, Vinyals and Dean (2015), Distilling the knowledge in a neural network, eq. 1",
    ),
    cases=(
        Case("rows", inputs={"x": normal(4, 7)}, config={"temperature": 2.0}),
        Case("cold", inputs={"x": normal(3, 5)}, config={"temperature": 0.25}),
        Case("warm", inputs={"x": normal(5, 4)}, config={"temperature": 8.0}),
        Case("defaults", inputs={"x": normal(4, 3)}),
        Case("first_axis", inputs={"x": normal(3, 4, 5)}, config={"temperature": 2.0, "axis": 0}),
        Case("middle_axis", inputs={"x": normal(2, 4, 3)}, config={"temperature": 0.5, "axis": 1}),
        Case("large", inputs={"x": LARGE_LOGITS}, config={"temperature": 4.0}, kink=True),
        Case(
            "small_probabilities",
            inputs={"x": values([[0.0, -40.0, -60.0, 1.0], [3.0, 1.0, -70.0, -20.0]])},
            config={"temperature": 2.0},
            by_element=("y",),
        ),
    ),
    defaults=(
        Default("temperature", 1.0),
        Default("axis", -1, keras=("keras.layers.Softmax", "axis", -1)),
    ),
    also_called=("softmax_with_temperature", "softmax_t", "tempered_softmax"),
    identities=(
        Identity(
            sibling="softmax",
            text=Text(
                "It is the softmax of x divided by the temperature.",
                "x を温度で割ったもののソフトマックスである。",
            ),
            case=Case("divided_before", inputs={"x": normal(4, 5)}),
            left=evaluated("temperature_softmax", temperature=4.0),
            right=_softmax,
        ),
    ),
    mistakes=(
        Mistake(
            name="multiplied_by_the_temperature",
            ja="温度を掛ける",
            line="e = np.exp((x - c) / self.temperature)",
            wrong="e = np.exp((x - c) * self.temperature)",
            why=Text(
                "Divided by a high temperature the scores come nearer to each other.",
                "高い温度で割ることで、スコアの差が縮まる。",
            ),
        ),
        Mistake(
            name="temperature_outside_the_exponential",
            ja="指数の外で割る",
            line="e = np.exp((x - c) / self.temperature)",
            wrong="e = np.exp(x - c) / self.temperature",
            why=Text(
                "A factor in front of every exponential cancels in the quotient.",
                "すべての指数に掛かる係数は、割り算で約分されて消える。",
            ),
        ),
        Mistake(
            name="maximum_over_the_temperature",
            ja="最大値だけ割らない",
            line="e = np.exp((x - c) / self.temperature)",
            wrong="e = np.exp(x / self.temperature - c)",
            why=Text(
                "Right on paper, since a shift cancels; but with T below 1 it overflows, and with "
                "T above 1 everything may become 0.",
                "定数のずれは約分されるので式の上では正しいが、T < 1 ではオーバーフローし、"
                "T > 1 ではすべてが 0 になることがある。",
            ),
        ),
        Mistake(
            name="temperature_forgotten_on_the_way_back",
            ja="逆伝播で温度を忘れる",
            line="return self.y * (dy - mean) / self.temperature",
            wrong="return self.y * (dy - mean)",
            why=Text(
                "x stands divided by T, so the gradient is too.",
                "x は T で割られているので、勾配も T で割る。",
            ),
        ),
    ),
)
