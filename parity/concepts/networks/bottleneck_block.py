"""The bottleneck block that the deep ResNets are made of."""

from __future__ import annotations

from parity.concepts.networks._convnets import table
from parity.concepts.networks._residual import (
    HE,
    SHORTCUT,
    THE_SUM,
    TWO_WAYS_BACK,
    bottleneck,
    running,
    shortcut_forgotten,
    shortcut_gradient_forgotten,
)
from parity.describing.concept import (
    Case,
    Concept,
    Convention,
    Divergence,
    Mistake,
    Text,
)
from parity.describing.derivation import Step
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations


def _only_the_shortcut(of: Implementations, a: Arrays) -> Arrays:
    block = of("bottleneck_block")(3, 2, 3)
    for name, array in block.params.items():
        array[...] = a[name]
    y = block.forward(a["x"])
    return {"y": y, "dx": block.backward(a["dy"])}


def _activation_alone(of: Implementations, a: Arrays) -> Arrays:
    relu = of("relu")()
    return {"y": relu.forward(a["x"]), "dx": relu.backward(a["dy"])}


SUM = "total = self.run(self.residual, x, training) + self.run(self.shortcut, x, training)"
BACK = "return self.run_back(self.residual, dtotal) + self.run_back(self.shortcut, dtotal)"

BottleneckBlock = Concept(
    kind="network",
    order=13,
    syllabus=("4-1-1",),
    needs=("residual_block", "pointwise_conv2d"),
    title=Text("Bottleneck block", "ボトルネックブロック"),
    summary=Text(
        "A residual block of three convolutions: 1×1 down to few channels, 3×3 on these, 1×1 up "
        "again. The costly window works on a quarter of the channels.",
        "3つの畳み込みからなる残差ブロック。1×1 でチャネル数を減らし、そこで 3×3 を行い、"
        "1×1 で元に戻す。計算の重い 3×3 は4分の1のチャネルで済む。",
    ),
    why=Text(
        "Two 3×3 convolutions on 256 channels have 1.2 million weights, too many for a network of "
        "fifty layers. A 1×1 convolution makes 64 channels of the 256 first, the 3×3 one works on "
        "these, and another 1×1 makes 256 of them again: 70 thousand weights, and a layer more. "
        "The shortcut joins the wide ends and so costs nothing.",
        "256 チャネルに 3×3 の畳み込みを2つ置くと重みは 120 万個になり、50 層を超えるネットワーク"
        "には重すぎる。そこでまず 1×1 の畳み込みで 64 チャネルに減らし、3×3 はその上で行い、"
        "もう一度 1×1 で 256 チャネルに戻す。重みは 7 万個で済み、層は1つ増える。"
        "ショートカットは幅の広い両端を結ぶので、余分な計算は要らない。",
    ),
    equation="y = f(F(x) + x), or f(F(x) + norm(W_s * x)) where the shapes differ; "
    "F = norm(conv1x1(f(norm(conv3x3(f(norm(conv1x1(x))))))))",
    formula=(
        r"c = f(\operatorname{BN}(W_1 * x)), \quad d = f(\operatorname{BN}(W_2 * c))",
        r"F(x) = \operatorname{BN}(W_3 * d), \quad y = f(F(x) + S(x))",
        SHORTCUT,
        TWO_WAYS_BACK,
    ),
    derivation=(
        THE_SUM,
        Step(
            heading=Text(
                "Through the neck, last layer first", "くびれの中は、後ろの層から順に逆にたどる"
            ),
            text=Text(
                "Jᵀ is the backward pass of the part it is marked with, its transposed "
                "Jacobian; u "
                "and v are what the first two normalizations give to the activation.",
                "Jᵀ は添字の部分の逆伝播、すなわちヤコビ行列の転置を掛けることを表す。"
                "u と v は、初めの2つの正規化から活性化関数に渡る値である。",
            ),
            equation=(
                r"\frac{\partial L}{\partial v} = f'(v) \odot J_{W_3}^\top J_{\text{BN}}^\top "
                r"\frac{\partial L}{\partial a}"
                "\n"
                r"\left(\frac{\partial F}{\partial x}\right)^\top \frac{\partial L}{\partial a} = "
                r"J_{W_1}^\top J_{\text{BN}}^\top \left(f'(u) \odot J_{W_2}^\top "
                r"J_{\text{BN}}^\top"
                r" \frac{\partial L}{\partial v}\right)"
            ),
            check=Text(
                "dx agrees with finite differences, wherever the stride is.",
                "dx は、ストライドがどこにあっても数値微分と一致する。",
            ),
        ),
    ),
    shapes={
        "x": "(N, n_in, H, W)",
        "y": "(N, n_out, ceil(H / stride), ceil(W / stride))",
    },
    sources=(f"{HE}, section 4.1, figure 5",),
    cases=(
        Case(
            "identity",
            inputs={"x": normal(2, 3, 4, 5)},
            params=bottleneck(3, 2, 3, False),
            buffers=running({"norm1": 2, "norm2": 2, "norm3": 3}),
            upstream=normal(2, 3, 4, 5),
            config={"n_in": 3, "n_mid": 2, "n_out": 3, "activation": "tanh"},
            training=True,
            images=("x", "dx", "y"),
            options={"differences": ("dx", "dconv1.W", "dnorm2.gamma", "dnorm3.beta")},
        ),
        Case(
            "stride_in_the_3x3",
            inputs={"x": normal(2, 3, 5, 4)},
            params=bottleneck(3, 2, 4, True),
            buffers=running({"norm1": 2, "norm2": 2, "norm3": 4, "norm4": 4}),
            upstream=normal(2, 4, 3, 2),
            config={"n_in": 3, "n_mid": 2, "n_out": 4, "stride": 2, "activation": "sigmoid"},
            training=True,
            images=("x", "dx", "y"),
            options={"differences": ("dprojection.W", "dnorm4.gamma", "dconv2.W")},
        ),
        Case(
            "stride_in_the_1x1",
            inputs={"x": normal(2, 3, 4, 5)},
            params=bottleneck(3, 2, 4, True),
            buffers=running({"norm1": 2, "norm2": 2, "norm3": 4, "norm4": 4}),
            upstream=normal(2, 4, 2, 3),
            config={"n_in": 3, "n_mid": 2, "n_out": 4, "stride": 2, "strided": 1},
            training=False,
            images=("x", "dx", "y"),
            kink=True,
        ),
        table("layer_table", (256, 14, 10), n_in=256, n_mid=128, n_out=512, stride=2),
    ),
    divergences=(
        Divergence(
            name="stride_in_another_convolution",
            ja="ストライドを置く畳み込み",
            summary=Text(
                "torchvision's ResNet has the stride in the 3×3 convolution of a bottleneck, "
                "Keras' "
                "in the first 1×1 one, as the paper.",
                "torchvision の ResNet は 3×3 の畳み込みに、"
                "Keras の ResNet は論文と同じく最初の 1×1 の畳み込みにストライドを置く。",
            ),
            reconciled=Text(
                "Give both the same argument strided; the parameters are the same.",
                "引数 strided をそろえる。パラメータの形は変わらない。",
            ),
            source="keras.src.applications.resnet.residual_block_v1; torchvision.models.resnet."
            "Bottleneck",
            case="stride_in_the_1x1",
            native={"torch": {"strided": 2}, "keras": {"strided": 1}},
            quantity="y",
        ),
    ),
    conventions=(
        Convention(
            name="stride_in_the_first_convolution",
            text=Text(
                "The stride is in the first 1×1 convolution, as in the paper and in Keras.",
                "論文や Keras と同じく、最初の 1×1 の畳み込みにストライドを置いている。",
            ),
            config={"strided": 1},
        ),
    ),
    also_called=("bottleneck_residual_block", "resnet_bottleneck"),
    identities=(
        Identity(
            sibling="relu",
            text=Text(
                "While the last gamma and beta are 0, it is its activation alone, however narrow "
                "the neck is.",
                "最後の gamma と beta が 0 の間は、くびれの幅によらず、活性化関数だけになる。",
            ),
            case=Case(
                "neck_of_0",
                inputs={"x": normal(2, 3, 4, 5, apart=0.125)},
                params={
                    **bottleneck(3, 2, 3, False),
                    "norm3.gamma": values([0.0, 0.0, 0.0]),
                    "norm3.beta": values([0.0, 0.0, 0.0]),
                },
            ),
            left=_only_the_shortcut,
            right=_activation_alone,
        ),
    ),
    mistakes=(
        shortcut_gradient_forgotten(BACK, "return self.run_back(self.residual, dtotal)"),
        shortcut_forgotten(SUM, "total = self.run(self.residual, x, training)"),
        Mistake(
            name="activation_of_the_neck_forgotten",
            ja="くびれの活性化を忘れる",
            line='self.add("activation2", act())',
            wrong="pass",
            why=Text(
                "Between the 3×3 convolution and the last 1×1 one stands an activation too; "
                "without it both are one linear map.",
                "3×3 と最後の 1×1 の間にも活性化関数がある。"
                "なければ、2つの畳み込みは1つの線形写像と同じになる。",
            ),
        ),
        Mistake(
            name="activated_before_the_sum",
            ja="和をとる前に活性化する",
            line='return self.run(("activation3",), total)',
            wrong="return total",
            why=Text(
                "The last activation stands behind the sum; without it blocks are joined by sums "
                "alone.",
                "最後の活性化関数は和の後にある。省くと、ブロック同士が和だけでつながる。",
            ),
        ),
    ),
)
