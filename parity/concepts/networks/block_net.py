"""A small network around one block."""

from __future__ import annotations

from typing import Any

from parity.concepts.networks._convnets import conv, dense, norm, on_digits, statistics, table
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
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
    why=Text(
        "A block cannot learn by itself, as it gives images and no classes; and in a network of "
        "dozens of blocks it is hard to see what a single one does. So this is the least that "
        "goes around it: a convolution that makes channels, the block, the mean of each channel, "
        "and a dense layer for the scores. It trains on small digits in seconds, and the three "
        "kinds of block can be compared under the same conditions.",
        "ブロックの出力はクラスではなく画像なので、ブロックだけでは学習できない。"
        "一方、何十個もブロックを重ねたネットワークでは、1つのブロックの働きがわかりにくい。"
        "そこで、ブロックの前後に必要なものだけを置く。"
        "チャネルを作る畳み込み、ブロック、チャネルごとの平均、スコアを出す全結合層である。"
        "小さな数字画像なら数秒で学習でき、3種類のブロックを同じ条件で比べられる。",
    ),
    equation="y = mean(block(f(x * W_1 + b_1))) W_2 + b_2",
    formula=(
        r"h = \operatorname{block}(f(x * W_1 + b_1))",
        r"\bar{h}_{n,c} = \frac{1}{H W} \sum_{u,v} h_{n,c,u,v}",
        r"y = \bar{h}\, W_2 + b_2",
    ),
    derivation=(
        Step(
            heading=Text(
                "The scores are a dense layer over the means",
                "スコアは、平均を入力とする全結合層である",
            ),
            text=Text(
                "δ is the gradient of the scores. Each row of h̄ is one example's means, one for "
                "each channel.",
                "スコアの勾配を δ とする。h̄ の各行は1件分のチャネルごとの平均である。",
            ),
            equation=(
                r"\delta = \frac{\partial L}{\partial y}, \quad \frac{\partial L}{\partial W_2} = "
                r"\bar{h}^\top \delta, \quad \frac{\partial L}{\partial \bar{h}} = \delta \, "
                r"W_2^\top"
            ),
        ),
        Step(
            heading=Text(
                "Every pixel of a channel gets the same share",
                "チャネルの画素には、どれも同じ大きさの勾配が届く",
            ),
            text=Text(
                "h̄ is a mean over H W pixels.",
                "h̄ は H W 個の画素の平均である。",
            ),
            equation=(
                r"\frac{\partial L}{\partial h_{n,c,u,v}} = \frac{1}{H W} \frac{\partial "
                r"L}{\partial \bar{h}_{n,c}}"
            ),
        ),
        Step(
            heading=Text(
                "The block takes the gradient back in its own way",
                "ブロックの中は、それぞれのやり方で逆にたどる",
            ),
            text=Text(
                "s is what the block is given, and Jᵀ its backward pass. In the residual block "
                "the gradient goes through the layers and past them, and both are added; in "
                "Inception it comes from four branches.",
                "ブロックへの入力を s、ブロックの逆伝播を Jᵀ で表す。"
                "残差ブロックでは層を通る勾配と近道を通る勾配を足し、"
                "Inception では4つの枝からの勾配を足す。",
            ),
            equation=(
                r"s = f(a), \quad a = x * W_1 + b_1"
                "\n"
                r"\frac{\partial L}{\partial s} = J_{\text{block}}^\top \left( \frac{\partial "
                r"L}{\partial h} \right)"
            ),
        ),
        Step(
            heading=Text(
                "The activation and the first convolution",
                "活性化関数と最初の畳み込み",
            ),
            text=Text(
                "The slope of f masks or weakens the gradient; what is left gives the first "
                "kernels theirs, and goes on to x as through any convolution.",
                "f の傾きが勾配に掛かる。"
                "残った勾配から最初のカーネルの勾配が求まり、ほかの畳み込みと同じように x まで逆伝"
                "播する。",
            ),
            equation=(
                r"\frac{\partial L}{\partial a} = \frac{\partial L}{\partial s} \odot f'(a), "
                r"\quad \frac{\partial L}{\partial x} = J_1^\top \left( \frac{\partial "
                r"L}{\partial a} \right)"
            ),
            check=Text(
                "dx and all parameters' gradients agree with both frameworks, for each kind of "
                "block.",
                "どの種類のブロックでも、dx と全パラメータの勾配が両フレームワークと一致する。",
            ),
        ),
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
