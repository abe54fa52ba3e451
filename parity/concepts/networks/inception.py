"""Inception module."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from parity.concepts.networks._convnets import conv, table
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal
from parity.describing.identity import Arrays, Identity, Implementations

SMALL: Mapping[str, Any] = {
    "n_in": 3, "n_1x1": 2, "n_3x3": (2, 4), "n_5x5": (2, 1), "n_pool": 5,
}  # fmt: skip


def _parameters() -> dict[str, Draw]:
    return {
        **conv("conv1_1", 2, 3, 1),
        **conv("conv2_1", 2, 3, 1),
        **conv("conv2_2", 4, 2, 3),
        **conv("conv3_1", 2, 3, 1),
        **conv("conv3_2", 1, 2, 5),
        **conv("conv4_1", 5, 3, 1),
    }


def _first_branch(of: Implementations, a: Arrays) -> Arrays:
    """Return the channels of branch 1; only they have an upstream gradient."""
    module = of("inception")(**SMALL)
    for name, array in module.params.items():
        array[...] = a[name]
    y = module.forward(a["x"])
    dy = np.zeros_like(y)
    dy[:, :2] = a["dy"]
    dx = module.backward(dy)
    return {"y": y[:, :2], "dx": dx, "dconv1_1.W": module.grads["conv1_1.W"]}


def _pointwise_convolution(of: Implementations, a: Arrays) -> Arrays:
    conv, relu = of("conv2d")(3, 2, 1), of("relu")()
    conv.params.update(W=a["conv1_1.W"], b=a["conv1_1.b"])
    y = relu.forward(conv.forward(a["x"]))
    dx = conv.backward(relu.backward(a["dy"]))
    return {"y": y, "dx": dx, "dconv1_1.W": conv.grads["W"]}


Inception = Concept(
    kind="network",
    order=8,
    syllabus=("course",),
    needs=("conv2d", "max_pool2d"),
    title=Text("Inception module", "Inception モジュール"),
    summary=Text(
        "1×1, 3×3 and 5×5 convolutions and a pooling side by side, joined along the channels. "
        "1×1 convolutions in front reduce the channels, and so the cost, of the large windows.",
        "1×1・3×3・5×5 の畳み込みとプーリングを並列に行い、チャネル方向に結合する。"
        "大きな窓の前に 1×1 の畳み込みを置いてチャネル数を減らし、計算量を抑える。",
    ),
    why=Text(
        "How large should the window of a convolution be? What an image shows comes in many "
        "sizes, so Inception does not choose: 1×1, 3×3 and 5×5 convolutions and a pooling look "
        "at the same place side by side, and the next layer picks from all of their channels. The "
        "1×1 convolutions in front reduce the channels first, so that the large windows stay "
        "cheap. GoogLeNet, nine such modules deep, needs about a tenth of AlexNet's parameters.",
        "畳み込みの窓はどの大きさにすべきだろうか。"
        "画像に写るものの大きさはさまざまなので、Inception は1つに決めない。"
        "1×1・3×3・5×5 の畳み込みとプーリングが同じ場所を並んで見て、"
        "次の層がそのすべてのチャネルから選ぶ。"
        "大きな窓の前には 1×1 の畳み込みを置き、先にチャネル数を減らして計算量を抑える。"
        "これを9個重ねた GoogLeNet のパラメータ数は、AlexNet のおよそ 10 分の 1 である。",
    ),
    equation="y = concat(g_1(x), g_3(g_1(x)), g_5(g_1(x)), g_1(pool(x))), g_k(x) = f(conv_k(x))",
    formula=(
        r"g_k(x) = f(x * W_k + b_k)",
        r"y = [\,g_1(x),\ g_3(g_1(x)),\ g_5(g_1(x)),\ g_1(\operatorname{pool}(x))\,]",
        r"\frac{\partial L}{\partial x} = \sum_{i=1}^{4} \frac{\partial L}{\partial x^{(i)}}",
    ),
    derivation=(
        Step(
            heading=Text(
                "Joined channels are parted again",
                "結合したチャネルを、再び分ける",
            ),
            text=Text(
                "To join the branches is to lay their channels beside each other, and changes no "
                "number. So each branch gets just the gradients of its own channels, which are "
                "called δ⁽¹⁾ to δ⁽⁴⁾.",
                "枝の結合はチャネルを並べるだけで、値は変わらない。"
                "したがって、各枝には自分のチャネルの勾配だけが届く。"
                "これを δ⁽¹⁾ から δ⁽⁴⁾ とする。",
            ),
            equation=(
                r"\frac{\partial L}{\partial y} = [\,\delta^{(1)},\ \delta^{(2)},\ \delta^{(3)},\ "
                r"\delta^{(4)}\,]"
            ),
        ),
        Step(
            heading=Text(
                "A branch of two convolutions is passed last layer first",
                "畳み込みが2つの枝は、後ろの層から順に逆にたどる",
            ),
            text=Text(
                "In branch 2, a is what the 1×1 convolution gives, c what the 3×3 one gives, "
                "before the activation. Jᵀ stands for the backward pass of a layer, its "
                "transposed Jacobian; ⊙ f' is the activation's.",
                "枝 2 で、1×1 の畳み込みの出力を a、3×3 の畳み込みの出力を c とする(どちらも活性"
                "化関数の前)。Jᵀ は層の逆伝播、すなわちヤコビ行列の転置を掛けることを表す。"
                "活性化関数の逆伝播は ⊙ f' である。",
            ),
            equation=(
                r"a = x * W_1 + b_1, \quad c = f(a) * W_3 + b_3"
                "\n"
                r"\frac{\partial L}{\partial x^{(2)}} = J_1^\top \left( f'(a) \odot J_3^\top "
                r"\left( f'(c) \odot \delta^{(2)} \right) \right)"
            ),
            check=Text(
                "Branch 3 is the same with a 5×5 window; branch 1 has one convolution only.",
                "枝 3 は窓が 5×5 になるだけで同じであり、枝 1 は畳み込みが1つである。",
            ),
        ),
        Step(
            heading=Text(
                "In branch 4 the pooling comes last on the way back",
                "枝 4 では、最後にプーリングを逆にたどる",
            ),
            text=Text(
                "Its pooling has a stride of 1, so windows overlap, and a pixel that is the "
                "largest of several windows collects from all of them. Here a is what the 1×1 "
                "convolution gives.",
                "このプーリングはストライドが 1 なので、窓が重なる。"
                "複数の窓で最大になった画素は、そのすべてから勾配を集める。"
                "ここでの a は、この枝の 1×1 の畳み込みの出力である。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x^{(4)}} = J_{\text{pool}}^\top J_1^\top \left( "
                r"f'(a) \odot \delta^{(4)} \right)"
            ),
        ),
        Step(
            heading=Text(
                "x went into all four branches, so four gradients are added",
                "x は4つの枝すべてに入ったので、4つの勾配を足す",
            ),
            text=Text(
                "The weights of a branch are touched by no other branch: their gradients are "
                "those of plain convolutions.",
                "枝の重みはほかの枝と関わらないので、その勾配は普通の畳み込みの場合と同じである。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x} = \sum_{i=1}^{4} \frac{\partial L}{\partial "
                r"x^{(i)}}"
            ),
            check=Text(
                "With an upstream gradient for the first channels alone, dx is that of a 1×1 "
                "convolution.",
                "最初の枝のチャネルだけに勾配を与えると、dx は 1×1 の畳み込みのものと一致する。",
            ),
        ),
    ),
    shapes={"x": "(N, n_in, H, W)", "y": "(N, n_1x1 + n_3x3[1] + n_5x5[1] + n_pool, H, W)"},
    sources=(
        "Szegedy et al. (2015), Going deeper with convolutions, section 4, figure 2b and table 1",
    ),
    cases=(
        Case(
            "gradients",
            inputs={"x": normal(2, 3, 4, 5)},
            params=_parameters(),
            upstream=normal(2, 12, 4, 5),
            config={**SMALL, "activation": "tanh", "pooling": "average"},
            images=("x", "dx", "y"),
            options={"differences": ("dx", "dconv2_1.b", "dconv3_1.W", "dconv4_1.b")},
        ),
        Case(
            "as_published",
            inputs={"x": normal(2, 3, 5, 4)},
            params=_parameters(),
            upstream=normal(2, 12, 5, 4),
            config=SMALL,
            images=("x", "dx", "y"),
            kink=True,
        ),
        table(
            "layer_table",
            (192, 14, 10),
            n_in=192,
            n_1x1=64,
            n_3x3=(96, 128),
            n_5x5=(16, 32),
            n_pool=32,
        ),
    ),
    also_called=(
        "inception_module",
        "inception_block",
    ),
    identities=(
        Identity(
            sibling="conv2d",
            text=Text(
                "Its first n_1x1 channels are a 1×1 convolution of x, with ReLU: the branches do "
                "not touch each other.",
                "最初の n_1x1 チャネルは、x の 1×1 畳み込みに ReLU を施したものである。"
                "枝どうしは互いに影響しない。",
            ),
            case=Case(
                "first_branch",
                inputs={"x": normal(2, 3, 4, 5)},
                params=_parameters(),
                upstream=normal(2, 2, 4, 5),
            ),
            left=_first_branch,
            right=_pointwise_convolution,
        ),
    ),
    mistakes=(
        Mistake(
            name="gradient_cut_into_equal_parts",
            ja="勾配を等分に切る",
            line="cuts = np.cumsum(self.widths)[:-1]",
            wrong="cuts = np.arange(1, 4) * (sum(self.widths) // 4)",
            why=Text(
                "The branches have different widths; dy must be cut where they were joined.",
                "枝ごとにチャネル数が違うので、dy は結合した境目で分割しなければならない。",
            ),
        ),
        Mistake(
            name="last_branch_only",
            ja="最後の枝しか使わない",
            line="dx = dx + other",
            wrong="dx = other",
            why=Text(
                "x went into four branches, so the four gradients add up.",
                "x は4つの枝に流れたので、4つの勾配を足し合わせる。",
            ),
        ),
        Mistake(
            name="joined_in_another_order",
            ja="連結の順序が違う",
            line="y = np.concatenate(outputs, axis=1)",
            wrong="y = np.concatenate(outputs[::-1], axis=1)",
            why=Text(
                "The layers behind expect the channels in a fixed order, and backward cuts dy in "
                "that order.",
                "後ろの層はチャネルの並びが決まっていることを前提とし、逆伝播の分割もその順に行う。",
            ),
        ),
        Mistake(
            name="pooling_behind_the_convolutions",
            ja="畳み込みの後でプーリングする",
            line="if i == 4:",
            wrong="if i == 3:",
            why=Text(
                "The pooling belongs to the fourth branch, in front of its 1×1 convolution.",
                "プーリングは4番目の枝の 1×1 畳み込みの前に置く。",
            ),
        ),
    ),
)
