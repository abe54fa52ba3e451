"""A small network around one block."""

from __future__ import annotations

from typing import Any

from parity.concepts.networks._convnets import conv, dense, norm, on_digits, statistics, table
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import Draw, normal


def _inside(drawn: dict[str, Draw]) -> dict[str, Draw]:
    return {f"block.{name}": draw for name, draw in drawn.items()}


def _residual(c_in: int, stem: int, n: int, classes: int) -> dict[str, Draw]:
    return {
        **conv("stem", stem, c_in, 3),
        **_inside(
            {
                **conv("conv1", n, stem, 3, bias=False),
                **norm("norm1", n),
                **conv("conv2", n, n, 3, bias=False),
                **norm("norm2", n),
                **conv("projection", n, stem, 1, bias=False),
                **norm("norm3", n),
            }
        ),
        **dense("dense", n, classes),
    }


def _statistics(n: int) -> dict[str, Draw]:
    return _inside({k: d for i in (1, 2, 3) for k, d in statistics(f"norm{i}", n).items()})


def _inception(stem: int, quarter: int) -> dict[str, Draw]:
    return {
        **conv("stem", stem, 1, 3),
        **_inside(
            {
                **conv("conv1_1", quarter, stem, 1),
                **conv("conv2_1", quarter, stem, 1),
                **conv("conv2_2", quarter, quarter, 3),
                **conv("conv3_1", quarter, stem, 1),
                **conv("conv3_2", quarter, quarter, 5),
                **conv("conv4_1", quarter, stem, 1),
            }
        ),
        **dense("dense", 4 * quarter, 10),
    }


def _vgg(stem: int, n: int) -> dict[str, Draw]:
    return {
        **conv("stem", stem, 1, 3),
        **_inside({**conv("conv1", n, stem, 3), **conv("conv2", n, n, 3)}),
        **dense("dense", n, 10),
    }


def _digits(block: str, params: dict[str, Draw], n_block: int, **fields: Any) -> Case:
    return on_digits(
        "block_net",
        f"digits_{block}",
        params,
        {},
        {"block": block, "n_stem": 4, "n_block": n_block},
        ("momentum.Momentum", {"lr": 0.05, "momentum": 0.9}),
        grow=1,
        dtypes=("float64",),
        **fields,
    )


STEM = "stem = Conv2d(self.size[0], n_stem, 3, padding=1, initializer=draw, seed=self.next_seed())"
SCORES = 'self.add("dense", Dense(self.size[0], n_classes, True, draw, self.next_seed()))'

BlockNet = Concept(
    kind="network",
    order=12,
    syllabus=("course",),
    needs=("residual_block", "inception", "vgg_block", "global_avg_pool2d"),
    title=Text("Network around a block", "ブロックを試すネットワーク"),
    summary=Text(
        "A convolution, one residual, Inception or VGG block, the mean of each channel, and the "
        "scores: the least network in which a block can learn something.",
        "畳み込み層の後に残差・Inception・VGG のいずれかのブロックを1つ置き、"
        "チャネルごとの平均からスコアを求める。ブロックの学習を試すための最小のネットワークである。",
    ),
    equation="y = mean(block(f(x * W_1 + b_1))) W_2 + b_2",
    formula=(
        r"h = \operatorname{block}(f(x * W_1 + b_1))",
        r"\bar{h}_{n,c} = \frac{1}{H W} \sum_{u,v} h_{n,c,u,v}",
        r"y = \bar{h}\, W_2 + b_2",
    ),
    shapes={"x": "(N, C, H, W)", "y": "(N, n_classes)"},
    sources=("Lin, Chen and Yan (2014), Network in network, section 3.2",),
    cases=(
        Case(
            "gradients_residual",
            inputs={"x": normal(3, 2, 5, 4)},
            params=_residual(2, 3, 4, 5),
            buffers=_statistics(4),
            upstream=normal(3, 5),
            config={
                "input_shape": (2, 5, 4),
                "n_stem": 3,
                "n_block": 4,
                "n_classes": 5,
                "activation": "tanh",
            },
            training=True,
            images=("x", "dx"),
            options={"differences": ("dstem.b", "dblock.norm1.gamma", "dblock.norm3.gamma")},
        ),
        Case(
            "inference_residual",
            inputs={"x": normal(3, 2, 6, 4)},
            params=_residual(2, 3, 4, 5),
            buffers=_statistics(4),
            upstream=normal(3, 5),
            config={"input_shape": (2, 6, 4), "n_stem": 3, "n_block": 4, "n_classes": 5},
            training=False,
            images=("x", "dx"),
            kink=True,
        ),
        _digits("residual", _residual(1, 4, 8, 10), 8, buffers=_statistics(8)),
        _digits("inception", _inception(4, 3), 12),
        _digits("vgg", _vgg(4, 8), 8),
        table("layer_table_residual", (1, 8, 8)),
        table("layer_table_inception", (1, 8, 8), block="inception"),
        table("layer_table_vgg", (1, 8, 8), block="vgg"),
    ),
    mistakes=(
        Mistake(
            name="activation_forgotten",
            ja="活性化を忘れる",
            line='self.add("activation", act())',
            wrong="pass",
            why=Text(
                "The convolution in front and the block's first one are then one linear map.",
                "先頭の畳み込みとブロックの最初の畳み込みが、合わせて1つの線形写像になってしまう。",
            ),
        ),
        Mistake(
            name="stem_not_padded",
            ja="最初の畳み込みにパディングがない",
            line=STEM,
            wrong=STEM.replace("padding=1", "padding=0"),
            why=Text(
                "The mean over the image hides that the image is smaller: the scores have the "
                "right shape and other values.",
                "画像全体の平均を取るため、画像が小さくなっても出力の形状は変わらず、"
                "値だけが違ってくる。",
            ),
        ),
        Mistake(
            name="stride_of_the_block_forgotten",
            ja="ブロックのストライドを忘れる",
            line="part = ResidualBlock(n_stem, n_block, 2, activation, draw, own)",
            wrong="part = ResidualBlock(n_stem, n_block, 1, activation, draw, own)",
            why=Text(
                "A block that widens also halves the image, or its cost doubles. Behind the mean "
                "no shape tells.",
                "チャネル数を増やすブロックでは画像サイズも半分にしないと計算量が増える。"
                "平均の後では形状から気づけない。",
            ),
        ),
        Mistake(
            name="bias_of_the_scores_left_out",
            ja="スコアのバイアスを落とす",
            line=SCORES,
            wrong=SCORES.replace("True", "False"),
            why=Text(
                "Only a layer in front of a normalization goes without a bias; the scores need "
                "theirs.",
                "バイアスを省けるのは正規化の直前の層だけである。スコアの層には必要になる。",
            ),
        ),
    ),
)
