"""GoogLeNet."""

from __future__ import annotations

from typing import Any

from parity.concepts.networks._convnets import RATE_OF_DROPPING, conv, dense, table
from parity.concepts.networks._residual import within
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, bernoulli, normal

PLAN = (((2, (1, 2), (1, 1), 1),), ((1, (2, 1), (1, 2), 1), (2, (2, 2), (1, 1), 2)))
ONE_STAGE = (((2, (2, 3), (3, 2), 3),),)


def _module(n_in: int, row: Any) -> dict[str, Draw]:
    n_1x1, n_3x3, n_5x5, n_pool = row
    return {
        **conv("conv1_1", n_1x1, n_in, 1),
        **conv("conv2_1", n_3x3[0], n_in, 1),
        **conv("conv2_2", n_3x3[1], n_3x3[0], 3),
        **conv("conv3_1", n_5x5[0], n_in, 1),
        **conv("conv3_2", n_5x5[1], n_5x5[0], 5),
        **conv("conv4_1", n_pool, n_in, 1),
    }


def _parameters(n_in: int, stem: tuple[int, int, int], plan: Any, n_classes: int) -> dict:
    first, second, third = stem
    drawn = {
        **conv("conv1", first, n_in, 7),
        **conv("conv2", second, first, 1),
        **conv("conv3", third, second, 3),
    }
    n_in = third
    for i, modules in enumerate(plan, start=3):
        for letter, row in zip("abcdefgh", modules, strict=False):
            drawn |= within(f"inception{i}{letter}", _module(n_in, row))
            n_in = row[0] + row[1][1] + row[2][1] + row[3]
    return {**drawn, **dense("scores", n_in, n_classes)}


GoogLeNet = Concept(
    kind="network",
    order=17,
    syllabus=("course",),
    needs=("inception", "local_response_norm", "global_avg_pool2d"),
    name="googlenet",
    title=Text("GoogLeNet", "GoogLeNet"),
    summary=Text(
        "Nine Inception modules in three stages behind three convolutions, and the mean of each "
        "channel in place of dense layers: 22 layers with weights, 6,998,552 parameters.",
        "3つの畳み込みの後に9個の Inception モジュールを3段に積み、全結合層の代わりに"
        "チャネルごとの平均を使う。重みのある層は 22 層で、パラメータ数は 6,998,552 である。",
    ),
    why=Text(
        "It won ImageNet in 2014, ahead of VGG, with a twentieth of its parameters. Two things "
        "save them: 1×1 convolutions thin the channels out in front of every large window, and "
        "the "
        "mean of each channel stands where VGG has a hundred million weights. Since such a deep "
        "network without normalization was hard to train, two small classifiers hung on its "
        "middle "
        "in training and were taken off afterwards.",
        "2014年の ImageNet で、VGG の20分の1のパラメータ数で VGG を上回り、優勝した。"
        "節約の工夫は2つある。大きな窓の前で必ず 1×1 の畳み込みによりチャネル数を減らすことと、"
        "VGG なら重みが1億個ある所にチャネルごとの平均を置くことである。"
        "正規化のない深いネットワークは学習が難しいので、学習時だけ途中に2つの小さな分類器を付け、"
        "学習後に外した。",
    ),
    equation="conv 7/2 - pool 3/2 - LRN - conv 1 - conv 3 - LRN - pool 3/2 - Inception × 2 - "
    "pool 3/2 - Inception × 5 - pool 3/2 - Inception × 2 - mean - dropout - dense",
    formula=(
        r"h_1 = \operatorname{LRN}(\operatorname{pool}(f(x * W_1 + b_1)))",
        r"h_3 = \operatorname{LRN}(f(f(h_1 * W_2 + b_2) * W_3 + b_3))",
        r"h_k = \operatorname{inc}_k(h_{k-1}), \quad k = 4, \dots, 12",
        r"\bar{h}_{n,c} = \frac{1}{H W} \sum_{u,v} h_{12,n,c,u,v}, \quad y = "
        r"\operatorname{drop}(\bar{h})\, W + b",
    ),
    derivation=(
        Step(
            heading=Text(
                "From the scores back to the last module", "スコアから最後のモジュールまで"
            ),
            text=Text(
                "The mask of the dropout is on the means, and every pixel of a channel gets the "
                "same share of its mean's gradient.",
                "ドロップアウトのマスクは平均に掛かり、チャネルの全画素に同じ大きさの勾配が届く。",
            ),
            equation=(
                r"\frac{\partial L}{\partial \bar{h}} = \operatorname{drop}\left(\frac{\partial L}"
                r"{\partial y} W^\top\right)"
                "\n"
                r"\frac{\partial L}{\partial h_{12,n,c,u,v}} = \frac{1}{H W} \frac{\partial L}"
                r"{\partial \bar{h}_{n,c}}"
            ),
        ),
        Step(
            heading=Text(
                "Each module adds up the gradients of its four branches",
                "モジュールごとに、4つの枝の勾配を足し合わせる",
            ),
            text=Text(
                "Jᵀ is the backward pass of the part it is marked with; that of a module "
                "stands on "
                "its own page. Between two stages a pooling is passed as well.",
                "Jᵀ は添字の部分の逆伝播を表す。モジュールの中は Inception "
                "のページのとおりである。"
                "段と段の間ではプーリングもたどる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial h_{k-1}} = J_{\text{inc}_k}^\top \left("
                r"\frac{\partial L}{\partial h_k}\right)"
            ),
        ),
        Step(
            heading=Text("The three convolutions at the image", "画像の側の3つの畳み込み"),
            text=Text(
                "Normalization, activation and convolution are passed in turn, last first.",
                "正規化、活性化関数、畳み込みを後ろから順にたどる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial h_1} = J_2^\top J_f^\top J_3^\top J_f^\top "
                r"J_{\text{LRN}}^\top \left(\frac{\partial L}{\partial h_3}\right)"
                "\n"
                r"\frac{\partial L}{\partial x} = J_1^\top J_f^\top J_{\text{pool}}^\top "
                r"J_{\text{LRN}}^\top \left(\frac{\partial L}{\partial h_1}\right)"
            ),
            check=Text(
                "dx and all parameters' gradients agree with both frameworks.",
                "dx も全パラメータの勾配も、両フレームワークと一致する。",
            ),
        ),
    ),
    shapes={"x": "(N, n_in, H, W)", "y": "(N, n_classes)"},
    sources=("Szegedy et al. (2015), Going deeper with convolutions, table 1",),
    cases=(
        Case(
            "gradients",
            inputs={"x": normal(2, 3, 17, 13), "masks.dropout1": bernoulli(2, 7, keep=0.75)},
            params=_parameters(3, (2, 3, 4), PLAN, 5),
            upstream=normal(2, 5),
            config={
                "n_in": 3,
                "stem": (2, 3, 4),
                "plan": PLAN,
                "n_classes": 5,
                "dropout": 0.25,
                "activation": "tanh",
                "pooling": "average",
            },
            training=True,
            images=("x", "dx"),
            options={"differences": ("dconv1.b", "dinception4a.conv3_2.b", "dscores.b")},
        ),
        Case(
            "inference",
            inputs={"x": normal(3, 2, 11, 14)},
            params=_parameters(2, (3, 2, 4), ONE_STAGE, 4),
            upstream=normal(3, 4),
            config={"n_in": 2, "stem": (3, 2, 4), "plan": ONE_STAGE, "n_classes": 4},
            training=False,
            images=("x", "dx"),
            kink=True,
        ),
        table("layer_table", (3, 224, 224)),
    ),
    also_called=("inception_v1", "google_net"),
    mistakes=(
        Mistake(
            name="activation_of_the_reduction_forgotten",
            ja="1×1 の畳み込みの活性化を忘れる",
            line='self.add("activation2", act())',
            wrong="pass",
            why=Text(
                "All convolutions have an activation, those of 1×1 too; else 1×1 and 3×3 together "
                "are one linear map.",
                "1×1 も含め、どの畳み込みにも活性化関数が続く。"
                "なければ、1×1 と 3×3 を合わせて1つの線形写像になる。",
            ),
        ),
        Mistake(
            name="no_pooling_between_the_stages",
            ja="段の間でプーリングしない",
            line='self.add(f"pool{i}", pool(3, 2, 1))',
            wrong="pass",
            why=Text(
                "Each stage begins with a pooling that halves the image. The mean at the end "
                "hides "
                "its size, so only the values tell.",
                "どの段もプーリングで画像を半分にしてから始まる。"
                "最後に平均をとるので、大きさの違いは形状に現れない。",
            ),
        ),
        Mistake(
            name="normalization_before_the_pooling_left_out",
            ja="2つ目の正規化を落とす",
            line='self.add("norm2", LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=1.0))',
            wrong="pass",
            why=Text(
                "Behind the 3×3 convolution stands a second local response normalization.",
                "3×3 の畳み込みの後にも、局所応答正規化がもう1つある。",
            ),
        ),
        Mistake(
            name="keeps_instead_of_drops",
            ja="落とす割合と残す割合を取り違える",
            line='self.add("dropout1", Dropout(dropout, seed=self.next_seed()))',
            wrong='self.add("dropout1", Dropout(1 - dropout, seed=self.next_seed()))',
            why=RATE_OF_DROPPING,
        ),
    ),
)
