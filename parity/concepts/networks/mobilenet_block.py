"""The block that MobileNet is made of."""

from __future__ import annotations

from parity.concepts.networks._convnets import conv, norm, table
from parity.concepts.networks._residual import running
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal


def _parameters(n_in: int, n_out: int) -> dict[str, Draw]:
    return {
        **conv("depthwise", n_in, 1, 3, bias=False),
        **norm("norm1", n_in),
        **conv("pointwise", n_out, n_in, 1, bias=False),
        **norm("norm2", n_out),
    }


DEPTH = "n_in, 3, stride, padding=1, use_bias=False, initializer=draw, seed=own"

MobileNetBlock = Concept(
    kind="network",
    order=18,
    syllabus=("3-4-2",),
    needs=("depthwise_conv2d", "pointwise_conv2d", "batch_norm"),
    name="mobilenet_block",
    title=Text("MobileNet block", "MobileNet のブロック"),
    summary=Text(
        "A depthwise 3×3 convolution and a 1×1 one, each with batch normalization and an "
        "activation: about a ninth of the work of a 3×3 convolution.",
        "深さ方向の 3×3 の畳み込みと 1×1 の畳み込みを順に行い、"
        "それぞれにバッチ正規化と活性化関数を続ける。計算量は 3×3 の畳み込みの約9分の1で済む。",
    ),
    why=Text(
        "A telephone has neither the memory nor the battery for VGG. A convolution does two "
        "things "
        "at once: it looks around, and it mixes channels. One after the other they cost "
        "9 C + C² products for a pixel of C channels in place of 9 C². Between the two there is "
        "room for a normalization and an activation, which make up for some of what is lost. "
        "MobileNet is thirteen such blocks; a factor for all channels makes it as small as "
        "needed.",
        "スマートフォンには、VGG を動かすメモリも電池もない。畳み込みは、周囲を見ることと"
        "チャネルを混ぜることを同時に行う。順に行えば、C チャネルの1画素あたりの積は"
        "9 C² ではなく 9 C + C² で済む。間に正規化と活性化関数を挟めるので、"
        "失われた表現力をいくらか補える。MobileNet はこのブロックを13個重ねたもので、"
        "全チャネル数に掛ける係数により、必要なだけ小さくできる。",
    ),
    equation="y = f(norm(W_2 * f(norm(depthwise(x, W_1)))))",
    formula=(
        r"h_{n,c,u,v} = f\left(\operatorname{BN}\left(\sum_{i,j} W_{1,c,i,j}\, "
        r"x_{n,c,s u + i,s v + j}\right)\right)",
        r"y_{n,o,u,v} = f\left(\operatorname{BN}\left(\sum_c W_{2,o,c}\, "
        r"h_{n,c,u,v}\right)\right)",
    ),
    derivation=(
        Step(
            heading=Text(
                "The 1×1 convolution is a dense layer at each pixel",
                "1×1 の畳み込みは、画素ごとの全結合層である",
            ),
            text=Text(
                "Let δ be the gradient in front of the last normalization. A channel of h goes "
                "into every channel of y at its own pixel.",
                "最後の正規化の手前の勾配を δ とする。"
                "h の各チャネルは、同じ画素の y の全チャネルに入る。",
            ),
            equation=(
                r"\frac{\partial L}{\partial h_{n,c,u,v}} = \sum_o W_{2,o,c}\, \delta_{n,o,u,v}"
                "\n"
                r"\frac{\partial L}{\partial W_{2,o,c}} = \sum_{n,u,v} \delta_{n,o,u,v}\, "
                r"h_{n,c,u,v}"
            ),
        ),
        Step(
            heading=Text(
                "The depthwise one takes each channel back by itself",
                "深さ方向の畳み込みは、チャネルごとに逆にたどる",
            ),
            text=Text(
                "ε is the gradient in front of the first normalization. No other channel has seen "
                "this one, so there is no sum over channels.",
                "最初の正規化の手前の勾配を ε とする。"
                "ほかのチャネルは関わらないので、チャネルについての和はない。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_{n,c,p,q}} = \sum_{s u + i = p} \sum_{s v + j = q} "
                r"W_{1,c,i,j}\, \varepsilon_{n,c,u,v}"
            ),
            check=Text(
                "dx agrees with finite differences, with either stride.",
                "dx は、どちらのストライドでも数値微分と一致する。",
            ),
        ),
    ),
    shapes={
        "x": "(N, n_in, H, W)",
        "y": "(N, n_out, ceil(H / stride), ceil(W / stride))",
    },
    sources=(
        "Howard et al. (2017), MobileNets: efficient convolutional neural networks for mobile "
        "vision applications, section 3.1 and figure 3",
    ),
    cases=(
        Case(
            "gradients",
            inputs={"x": normal(2, 3, 4, 5)},
            params=_parameters(3, 4),
            buffers=running({"norm1": 3, "norm2": 4}),
            upstream=normal(2, 4, 4, 5),
            config={"n_in": 3, "n_out": 4, "activation": "tanh"},
            training=True,
            images=("x", "dx", "y"),
            options={"differences": ("dx", "ddepthwise.W", "dnorm1.gamma", "dnorm2.beta")},
        ),
        Case(
            "stride_2",
            inputs={"x": normal(3, 2, 5, 6)},
            params=_parameters(2, 4),
            buffers=running({"norm1": 2, "norm2": 4}),
            upstream=normal(3, 4, 3, 3),
            config={"n_in": 2, "n_out": 4, "stride": 2},
            training=False,
            images=("x", "dx", "y"),
            kink=True,
        ),
        table("layer_table", (32, 14, 10), n_in=32, n_out=64, stride=2),
    ),
    also_called=("mobilenet", "depthwise_separable_block", "mobile_block"),
    mistakes=(
        Mistake(
            name="nothing_between_the_two",
            ja="2つの畳み込みの間に活性化を入れない",
            line='self.add("activation1", act())',
            wrong="pass",
            why=Text(
                "Each of the two convolutions has its own normalization and activation; without "
                "the one in between they are one linear map.",
                "2つの畳み込みには、それぞれ正規化と活性化関数が続く。"
                "間の活性化関数がなければ、全体で1つの線形写像になる。",
            ),
        ),
        Mistake(
            name="first_norm_left_out",
            ja="間の正規化を落とす",
            line='self.add("norm1", BatchNorm(n_in))',
            wrong="pass",
            why=Text(
                "The depthwise convolution is followed by a normalization too.",
                "深さ方向の畳み込みの後にも正規化がある。",
            ),
        ),
        Mistake(
            name="window_of_5",
            ja="5×5 の窓を使う",
            line=DEPTH,
            wrong=DEPTH.replace("3, stride, padding=1", "5, stride, padding=2"),
            why=Text(
                "The depthwise kernels are 3×3; a padded window of 5 gives the same shapes.",
                "深さ方向のカーネルは 3×3 である。パディングした 5×5 でも形状は同じになる。",
            ),
        ),
    ),
)
