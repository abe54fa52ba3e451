"""The fully convolutional network for segmentation."""

from __future__ import annotations

from parity.concepts.networks._convnets import conv, table
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal


def _parameters(n_in: int, channels: tuple[int, ...], n_classes: int) -> dict[str, Draw]:
    drawn: dict[str, Draw] = {}
    for i, n in enumerate(channels, start=1):
        drawn |= conv(f"conv{i}", n, n_in, 3)
        n_in = n
    for i, n in enumerate(channels, start=1):
        drawn |= conv(f"score{i}", n_classes, n, 1)
        drawn[f"up{i}.W"] = normal(n_classes, n_classes, 4, 4, scale=0.25)
    return drawn


FCN = Concept(
    kind="network",
    order=20,
    syllabus=("4-3-1",),
    needs=("conv2d", "conv_transpose2d", "max_pool2d"),
    name="fcn",
    title=Text("Fully convolutional network", "FCN(全畳み込みネットワーク)"),
    summary=Text(
        "Scores for every pixel: convolutions and poolings down, transposed convolutions up "
        "again, "
        "with the scores of the finer maps added on the way.",
        "全画素にクラスのスコアを付ける。畳み込みとプーリングで小さくし、転置畳み込みで元の"
        "大きさに戻しながら、細かいマップから求めたスコアを足していく。",
    ),
    why=Text(
        "A classifier's dense layers throw away where something is. Seen as 1×1 convolutions they "
        "give scores for every place of the last map, in images of any size, and the whole net "
        "is trained end to end for all pixels at once. But the last map is coarse: a pixel of it "
        "stands for 32×32. So its scores are enlarged, and those of earlier maps, which are finer "
        "and less sure, are added: what it is comes from deep below, where it ends from above.",
        "分類のための全結合層は、どこに何があるかを捨ててしまう。1×1 の畳み込みとみなせば、"
        "最後のマップのすべての位置のスコアが得られ、画像の大きさも問わず、全画素をまとめて"
        "端から端まで学習できる。しかし、最後のマップは粗く、1画素が 32×32 画素に当たる。"
        "そこでスコアを拡大し、手前の細かいマップのスコアを足す。"
        "何であるかは深い層が、どこで終わるかは浅い層が教える。",
    ),
    equation="h_i = pool(f(conv(h_(i-1)))), u_n = score(h_n), u_i = score(h_i) + up(u_(i+1)), "
    "y = up(u_1)",
    formula=(
        r"h_0 = x, \quad h_i = \operatorname{pool}(f(h_{i-1} * W_i + b_i)), \quad s_i = h_i * V_i "
        r"+ c_i",
        r"u_n = s_n, \quad u_i = s_i + \operatorname{up}_{i+1}(u_{i+1}), \quad y = "
        r"\operatorname{up}_1(u_1)",
    ),
    derivation=(
        Step(
            heading=Text(
                "Up the ladder, backward: a convolution halves the gradient's map",
                "拡大の道を逆にたどると、畳み込みで勾配のマップが半分になる",
            ),
            text=Text(
                "The backward pass of a transposed convolution is a convolution with the same "
                "kernel. A sum hands its gradient to the scores and to the coarser map alike.",
                "転置畳み込みの逆伝播は、同じカーネルの畳み込みである。"
                "和は、勾配をスコアと、より粗いマップの両方にそのまま渡す。",
            ),
            equation=(
                r"\frac{\partial L}{\partial u_1} = J_{\text{up}_1}^\top \frac{\partial L}"
                r"{\partial y}, \quad \frac{\partial L}{\partial u_{i+1}} = J_{\text{up}_{i+1}}"
                r"^\top \frac{\partial L}{\partial u_i}"
                "\n"
                r"\frac{\partial L}{\partial s_i} = \frac{\partial L}{\partial u_i}"
            ),
        ),
        Step(
            heading=Text(
                "A map gets two gradients: from its scores and from the next stage",
                "マップには、自分のスコアと次の段から勾配が届く",
            ),
            text=Text(
                "hᵢ went into its own 1×1 convolution and into the next stage; only the last map "
                "has no next.",
                "hᵢ は自分の 1×1 の畳み込みと次の段の両方に入る。"
                "次がないのは最後のマップだけである。",
            ),
            equation=(
                r"\frac{\partial L}{\partial h_i} = J_{V_i}^\top \frac{\partial L}{\partial "
                r"s_i} + "
                r"J_{W_{i+1}}^\top \left(f'(a_{i+1}) \odot J_{\text{pool}}^\top "
                r"\frac{\partial L}{\partial h_{i+1}}\right)"
            ),
            check=Text(
                "The gradients of all kernels, of either direction, agree with both frameworks.",
                "縮小側も拡大側も、全カーネルの勾配が両フレームワークと一致する。",
            ),
        ),
    ),
    shapes={"x": "(N, n_in, H, W)", "y": "(N, n_classes, H, W)"},
    sources=(
        "Long, Shelhamer and Darrell (2015), Fully convolutional networks for semantic "
        "segmentation, sections 3 and 4.2, figure 3",
    ),
    cases=(
        Case(
            "three_stages",
            inputs={"x": normal(1, 3, 8, 16)},
            params=_parameters(3, (4, 5, 6), 2),
            upstream=normal(1, 2, 8, 16),
            config={
                "n_in": 3,
                "channels": (4, 5, 6),
                "n_classes": 2,
                "activation": "tanh",
                "pooling": "average",
            },
            training=True,
            images=("x", "dx", "y"),
            options={"differences": ("dconv1.b", "dscore2.b", "dup3.W")},
        ),
        Case(
            "two_stages",
            inputs={"x": normal(3, 2, 8, 4)},
            params=_parameters(2, (4, 3), 5),
            upstream=normal(3, 5, 8, 4),
            config={"n_in": 2, "channels": (4, 3), "n_classes": 5},
            training=False,
            images=("x", "dx", "y"),
            kink=True,
        ),
        table("layer_table", (3, 64, 48)),
    ),
    also_called=("fully_convolutional_network", "fcn8", "fcn32"),
    mistakes=(
        Mistake(
            name="skip_forgotten",
            ja="細かいマップのスコアを足さない",
            line='y = self.run((f"up{len(u)}",), u.pop() + y)',
            wrong='u.pop(); y = self.run((f"up{len(u) + 1}",), y)',
            why=Text(
                "The scores of the finer maps are added on the way up; enlarged scores alone have "
                "blurred edges.",
                "拡大の途中で細かいマップのスコアを足す。"
                "拡大しただけのスコアでは、境界がぼやける。",
            ),
        ),
        Mistake(
            name="gradient_of_the_scores_forgotten",
            ja="スコアからの勾配を忘れる",
            line="dh = dscores.pop() + self.run_back(stage, dh)",
            wrong="dh = self.run_back(stage, dh)",
            why=Text(
                "A map in the middle goes into its own scores and into the next stage; both send "
                "a gradient back.",
                "途中のマップは自分のスコアにも次の段にも入るので、両方から勾配が戻る。",
            ),
        ),
        Mistake(
            name="activation_forgotten",
            ja="活性化を忘れる",
            line='self.add(f"activation{i}", act())',
            wrong='self.add(f"activation{i}", pool(1))',
            why=Text(
                "Each convolution of a stage is followed by an activation.",
                "各段の畳み込みの後には活性化関数が続く。",
            ),
        ),
    ),
)
