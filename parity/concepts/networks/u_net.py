"""U-Net."""

from __future__ import annotations

import math

from parity.concepts.networks._convnets import conv, table
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal


def _parameters(n_in: int, channels: tuple[int, ...], n_classes: int) -> dict[str, Draw]:
    drawn: dict[str, Draw] = {}
    for i, n in enumerate(channels, start=1):
        drawn |= {**conv(f"down{i}_conv1", n, n_in, 3), **conv(f"down{i}_conv2", n, n, 3)}
        n_in = n
    for i, n in reversed(list(enumerate(channels[:-1], start=1))):
        drawn[f"up{i}.W"] = normal(n_in, n, 2, 2, scale=math.sqrt(2 / n_in))
        drawn[f"up{i}.b"] = normal(n, scale=0.1)
        drawn |= {**conv(f"up{i}_conv1", n, 2 * n, 3), **conv(f"up{i}_conv2", n, n, 3)}
        n_in = n
    return {**drawn, **conv("scores", n_classes, n_in, 1)}


BESIDE = 'h = np.concatenate([skips.pop(), self.run((f"up{i}",), h)], axis=1)'

UNet = Concept(
    kind="network",
    order=21,
    syllabus=("4-3-1",),
    needs=("fcn", "conv_transpose2d", "max_pool2d"),
    name="u_net",
    title=Text("U-Net", "U-Net"),
    summary=Text(
        "Down with convolutions and poolings, up again with transposed convolutions, and at every "
        "level the map from the way down laid beside the one from below.",
        "畳み込みとプーリングで下り、転置畳み込みで上る。各段で、下りで得たマップを、"
        "下から上ってきたマップの隣に並べて使う。",
    ),
    why=Text(
        "In medical images there are few examples, and what counts are exact borders, such as "
        "those between two cells that touch. FCN adds scores of coarse and fine maps; U-Net lays "
        "whole maps beside each other and lets convolutions decide how to join them, so the way "
        "up is as rich as the way down. With strong augmentation thirty images were enough. "
        "Diffusion models use the same U to predict the noise.",
        "医療画像では例が少なく、接し合う2つの細胞の間のような正確な境界が求められる。"
        "FCN は粗いマップと細かいマップのスコアを足すが、U-Net はマップ全体を隣に並べ、"
        "どう合わせるかを畳み込みに学習させるので、上りも下りと同じだけ豊かになる。"
        "強いデータ拡張を使えば、30 枚の画像で学習できた。"
        "拡散モデルが雑音を予測するのにも、同じ U 字形が使われている。",
    ),
    equation="d_i = two(pool(d_(i-1))), u_i = two([d_i, up(u_(i+1))]), u_n = d_n, y = score(u_1)",
    formula=(
        r"d_1 = g_1(x), \quad d_i = g_i(\operatorname{pool}(d_{i-1})), \quad u_n = d_n",
        r"u_i = e_i([\,d_i,\ \operatorname{up}_i(u_{i+1})\,]), \quad y = u_1 * W + b",
    ),
    derivation=(
        Step(
            heading=Text("What was laid side by side is parted again", "並べたものを、再び分ける"),
            text=Text(
                "g and e are two convolutions with their activations, Jᵀ is a backward pass. The "
                "first half of the channels belongs to the way down, the other to what came from "
                "below.",
                "g と e は畳み込みと活性化関数を2回重ねたもの、Jᵀ は逆伝播を表す。"
                "チャネルの前半は下りのマップ、後半は下から来たマップの分である。",
            ),
            equation=(
                r"[\,\delta_i,\ \varepsilon_i\,] = J_{e_i}^\top \frac{\partial L}{\partial u_i}, "
                r"\quad \frac{\partial L}{\partial u_{i+1}} = J_{\text{up}_i}^\top \varepsilon_i"
            ),
        ),
        Step(
            heading=Text(
                "A map of the way down gets a gradient from beside and one from below",
                "下りのマップには、横と下から勾配が届く",
            ),
            text=Text(
                "dᵢ went over to the way up and down through the pooling. The bottom has the one "
                "from above alone.",
                "dᵢ は上りへ渡されるとともに、プーリングを通って下へも進む。"
                "底のマップには上りからの勾配だけが届く。",
            ),
            equation=(
                r"\frac{\partial L}{\partial d_i} = \delta_i + J_{\text{pool}}^\top J_{g_{i+1}}"
                r"^\top \frac{\partial L}{\partial d_{i+1}}, \quad \frac{\partial L}{\partial "
                r"d_n} "
                r"= \frac{\partial L}{\partial u_n}"
            ),
            check=Text(
                "dx agrees with both frameworks, for two levels and for three.",
                "dx は、2段でも3段でも両フレームワークと一致する。",
            ),
        ),
    ),
    shapes={"x": "(N, n_in, H, W)", "y": "(N, n_classes, H, W)"},
    sources=(
        "Ronneberger, Fischer and Brox (2015), U-Net: convolutional networks for biomedical image "
        "segmentation, section 2, figure 1",
    ),
    cases=(
        Case(
            "two_levels",
            inputs={"x": normal(3, 2, 4, 6)},
            params=_parameters(2, (3, 4), 5),
            upstream=normal(3, 5, 4, 6),
            config={
                "n_in": 2,
                "channels": (3, 4),
                "n_classes": 5,
                "activation": "tanh",
                "pooling": "average",
            },
            training=True,
            images=("x", "dx", "y"),
            options={"differences": ("ddown1_conv1.b", "dup1.b", "dup1_conv2.b")},
        ),
        Case(
            "three_levels",
            inputs={"x": normal(2, 1, 4, 8)},
            params=_parameters(1, (2, 3, 4), 5),
            upstream=normal(2, 5, 4, 8),
            config={"n_in": 1, "channels": (2, 3, 4), "n_classes": 5},
            training=False,
            images=("x", "dx", "y"),
            kink=True,
        ),
        table("layer_table", (1, 64, 48)),
    ),
    also_called=("unet",),
    mistakes=(
        Mistake(
            name="laid_in_another_order",
            ja="並べる順序が違う",
            line=BESIDE,
            wrong='h = np.concatenate([self.run((f"up{i}",), h), skips.pop()], axis=1)',
            why=Text(
                "The map of the way down comes first; the convolution behind has learned which "
                "channels are which.",
                "下りのマップを先に置く。"
                "後ろの畳み込みは、どのチャネルがどちらかを前提に学習している。",
            ),
        ),
        Mistake(
            name="gradient_from_beside_forgotten",
            ja="横からの勾配を忘れる",
            line='dh = self.run_back((f"pool{i}",), dh) + dskips.pop()',
            wrong='dh = self.run_back((f"pool{i}",), dh)',
            why=Text(
                "A map of the way down goes two ways, so two gradients come back.",
                "下りのマップは2方向に進むので、勾配も2つ戻ってくる。",
            ),
        ),
        Mistake(
            name="halves_exchanged",
            ja="勾配の前半と後半を取り違える",
            line="dskip, dh = np.split(dh, 2, axis=1)",
            wrong="dh, dskip = np.split(dh, 2, axis=1)",
            why=Text(
                "The gradient is cut in the order in which the maps were joined.",
                "勾配は、マップを並べた順序のとおりに分ける。",
            ),
        ),
    ),
)
