"""Squeeze and excitation."""

from __future__ import annotations

import numpy as np

from parity.concepts.networks._convnets import table
from parity.concepts.networks._efficient import squeeze_excite
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations

_GATE = (
    r"z_{n,c} = \frac{1}{H W} \sum_{u,v} x_{n,c,u,v}, \quad g = \sigma(f(z W_1 + b_1) W_2 + b_2)"
)
_DG = (
    r"\frac{\partial L}{\partial g_{n,c}} = \sum_{u,v} \frac{\partial L}{\partial y_{n,c,u,v}} "
    r"x_{n,c,u,v}"
)
_DX = (
    r"\frac{\partial L}{\partial x_{n,c,u,v}} = g_{n,c} \frac{\partial L}{\partial y_{n,c,u,v}} + "
    r"\frac{1}{H W} \frac{\partial L}{\partial z_{n,c}}"
)


def _gates_of_a_half(of: Implementations, a: Arrays) -> Arrays:
    block = of("squeeze_excite")(3, 2)
    for name, array in block.params.items():
        array[...] = a[name]
    y = block.forward(a["x"])
    return {"y": 2 * y, "dx": block.backward(2 * a["dy"])}


def _untouched(of: Implementations, a: Arrays) -> Arrays:
    flat = of("flatten")()
    y = flat.forward(a["x"]).reshape(a["x"].shape)
    return {"y": y, "dx": flat.backward(a["dy"].reshape(len(y), -1))}


SqueezeExcite = Concept(
    kind="network",
    order=20,
    syllabus=("3-4-2",),
    needs=("global_avg_pool2d", "dense", "sigmoid"),
    title=Text("Squeeze and excitation", "Squeeze-and-Excitation"),
    summary=Text(
        "Weighs each channel by a gate between 0 and 1 that two dense layers make of the means of "
        "all channels.",
        "全チャネルの平均から2つの全結合層で 0~1 のゲートを作り、各チャネルに掛ける。",
    ),
    why=Text(
        "A convolution sees a small window, and weighs the channels in the same way everywhere and "
        "in every image. Which channels matter may depend on the whole picture: under water other "
        "features count than in a street. Here the mean of each channel is a summary of the image; "
        "a small network makes of it a gate for each channel. It costs next to nothing, and won "
        "ImageNet in 2017.",
        "畳み込みは小さな窓しか見ず、チャネルの重みは画像のどこでも、どの画像でも同じである。しかし"
        "どのチャネルが重要かは、画像全体によって変わりうる。水中の写真と街の写真では役立つ特徴が"
        "違う。ここでは各チャネルの平均を画像の要約とし、小さなネットワークでチャネルごとのゲートを"
        "作る。計算量はほとんど増えない。2017年の ImageNet で優勝した。",
    ),
    equation="y = x g; g = sigmoid(W_2 f(W_1 mean(x) + b_1) + b_2)",
    formula=(_GATE, r"y_{n,c,u,v} = g_{n,c}\, x_{n,c,u,v}", _DG, _DX),
    derivation=(
        Step(
            heading=Text("A gate serves its whole channel", "1つのゲートは、チャネル全体に掛かる"),
            text=Text(
                "So its gradient is a sum over the pixels.",
                "そのため、ゲートの勾配は画素についての和になる。",
            ),
            equation=_DG,
        ),
        Step(
            heading=Text(
                "Back through the dense layers to the means", "全結合層を逆にたどり、平均まで戻る"
            ),
            text=Text(
                "⊙ multiplies element by element; a is what the first dense layer gives.",
                "⊙ は要素ごとの積を表す。a は最初の全結合層の出力である。",
            ),
            equation=(
                r"\delta = \frac{\partial L}{\partial g} \odot g \odot (1 - g)"
                "\n"
                r"\frac{\partial L}{\partial z} = \left((\delta W_2^\top) \odot f'(a)\right) "
                r"W_1^\top"
            ),
        ),
        Step(
            heading=Text("x went two ways", "x は2つの道に入っている"),
            text=Text(
                "As a factor of y, and into the mean, where every pixel has the same share.",
                "y の因子として、また平均の中に入る。平均では、どの画素の重みも等しい。",
            ),
            equation=_DX,
            check=Text(
                "dx agrees with finite differences; with gates that do not depend on x the "
                "second term is 0.",
                "dx は数値微分と一致する。ゲートが x によらなければ、第2項は 0 になる。",
            ),
        ),
    ),
    shapes={"x": "(N, n_channels, H, W)", "y": "as x"},
    sources=("Hu, Shen and Sun (2018), Squeeze-and-excitation networks, section 3",),
    cases=(
        Case(
            "ordinary",
            inputs={"x": normal(2, 3, 4, 5)},
            params=squeeze_excite(3, 2),
            config={"n_channels": 3, "n_squeezed": 2, "activation": "tanh"},
            images=("x", "y", "dx"),
            options={"differences": ("dx", "ddense1.W", "ddense2.b")},
        ),
        Case(
            "relu",
            inputs={"x": normal(1, 4, 3, 2)},
            params=squeeze_excite(4, 1),
            config={"n_channels": 4, "n_squeezed": 1},
            images=("x", "y", "dx"),
            kink=True,
        ),
        Case(
            "swish",
            inputs={"x": normal(3, 2, 1, 4)},
            params=squeeze_excite(2, 5),
            config={"n_channels": 2, "n_squeezed": 5, "activation": "swish"},
            images=("x", "y", "dx"),
            options={"differences": ("dx",)},
        ),
        table("layer_table", (64, 14, 10), n_channels=64, n_squeezed=4),
    ),
    defaults=(Default("activation", "relu"),),
    also_called=("se_block", "squeeze_and_excitation", "se_layer", "squeeze_excitation", "se"),
    identities=(
        Identity(
            sibling="flatten",
            text=Text(
                "With a last weight and bias of 0 all gates are a half: twice y is x, as after a "
                "flattening and back.",
                "最後の重みとバイアスが 0 ならゲートはすべて 1/2 で、y の2倍は、平坦化して戻した"
                "ときと同じく x になる。",
            ),
            case=Case(
                "gates_of_a_half",
                inputs={"x": normal(2, 3, 4, 5)},
                params={
                    **squeeze_excite(3, 2),
                    "dense2.W": values(np.zeros((2, 3))),
                    "dense2.b": values(np.zeros(3)),
                },
                upstream=normal(2, 3, 4, 5),
            ),
            left=_gates_of_a_half,
            right=_untouched,
        ),
    ),
    mistakes=(
        Mistake(
            name="gates_added",
            ja="ゲートを掛けずに足す",
            line="return self.x * self.g",
            wrong="return self.x + self.g",
            why=Text(
                "A gate weighs its channel: it is a factor.",
                "ゲートはチャネルの重みなので、掛け算にする。",
            ),
        ),
        Mistake(
            name="gate_without_a_sigmoid",
            ja="ゲートのシグモイドを落とす",
            line='self.add("gate", Sigmoid())',
            wrong="pass",
            why=Text(
                "Without the sigmoid a gate may be negative or large, and turns or floods its "
                "channel.",
                "シグモイドがないと、ゲートは負にも大きな値にもなり、チャネルの符号や大きさが崩れる。",
            ),
        ),
        Mistake(
            name="gradient_of_the_gates_averaged",
            ja="ゲートの勾配を平均する",
            line="dg = (dy * self.x).sum(axis=(2, 3))  # one gate serves the whole channel",
            wrong="dg = (dy * self.x).mean(axis=(2, 3))",
            why=Text(
                "Each pixel that a gate multiplies adds to its gradient.",
                "ゲートが掛かった画素のすべてが、その勾配に加わる。",
            ),
        ),
        Mistake(
            name="gates_taken_as_constants",
            ja="ゲートを定数とみなす",
            line="return dy * self.g + self.run_back(self.layers, dg)",
            wrong="self.run_back(self.layers, dg); return dy * self.g",
            why=Text(
                "x makes the gates, too: a second gradient comes back through the means.",
                "ゲートも x から作られるので、平均を通ってもう1つの勾配が戻る。",
            ),
        ),
    ),
)
