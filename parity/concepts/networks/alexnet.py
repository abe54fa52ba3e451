"""AlexNet."""

from __future__ import annotations

from parity.concepts.networks._alexnets import DERIVATION, FORMULA, alexnet_parameters
from parity.concepts.networks._convnets import flat, no_activation, on_digits, quick, table
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import bernoulli, labels, normal

FULL = (96, 256, 384, 384, 256)


def _full_size(name: str, groups: int) -> Case:
    """Return one training step of the whole network on two images, in float32."""
    parameters = alexnet_parameters(3, FULL, (11, 5, 3, 3, 3), (9216, 4096, 4096, 1000), groups)
    return Case(
        name,
        inputs={
            "x": normal(1, 2, 3, 227, 227),
            "t": labels(1, 2, classes=1000),
            "masks.dropout1": bernoulli(1, 2, 9216),
            "masks.dropout2": bernoulli(1, 2, 4096),
        },
        params={key: quick(draw) for key, draw in parameters.items()},
        config={"groups": groups, "initializer": "zeros"},
        images=("x",),
        keras_layouts=flat(256, 6, 6, dropout=True),
        exact=("accuracy",),
        on_request=True,
        dtypes=("float32",),
        options={
            "steps": 1,
            "with_gradients": True,
            "loss": "losses.softmax_cross_entropy.SoftmaxCrossEntropy",
            "optimizer": "optimizers.sgd.SGD",
            "optimizer_config": {"lr": 0.01},
        },
    )


TWO_GROUPS = {
    "input_shape": (3, 17, 25),
    "channels": (4, 6, 8, 10, 6),
    "hidden": (7, 5),
    "n_classes": 4,
    "groups": 2,
    "stem": (3, 1),
}


AlexNet = Concept(
    kind="network",
    order=6,
    syllabus=("course",),
    needs=("lenet", "relu", "dropout", "local_response_norm"),
    name="alexnet",
    title=Text("AlexNet", "AlexNet"),
    summary=Text(
        "The network that won ImageNet 2012: five convolutions and three dense layers, ReLU, "
        "overlapping pooling, local response normalization and dropout. One tower has 62,378,344 "
        "parameters; the original, spread over two GPUs, has 60,965,224.",
        "2012年の ImageNet で優勝したネットワーク。5つの畳み込み層と3つの全結合層からなり、"
        "ReLU・オーバーラッププーリング・局所応答正規化・ドロップアウトを用いる。パラメータ数は"
        "1系統の版で 62,378,344、2台の GPU に分けた元の版で 60,965,224 である。",
    ),
    why=Text(
        "Until 2012, features for a thousand kinds of photographs were designed by hand. AlexNet "
        "showed that a deep convolutional network learns better ones, if it gets enough: a "
        "million images, two graphics cards, ReLU in place of tanh so that training is several "
        "times faster, and dropout against overfitting by its sixty million weights. It brought "
        "the top-5 error down from 26% to 15%, and with it came the turn to deep learning.",
        "2012 年まで、1000 種類の写真を見分けるための特徴は人が設計していた。"
        "AlexNet は、条件さえそろえば、深い畳み込みネットワークがもっとよい特徴を学習できることを"
        "示した。"
        "100 万枚の画像と2台の GPU、学習を数倍速くする ReLU(tanh の代わり)、"
        "6000 万個の重みの過学習を抑えるドロップアウトである。"
        "top-5 誤り率を 26% から 15% に下げ、深層学習が広まるきっかけとなった。",
    ),
    equation="conv 11/4 - LRN - pool 3/2 - conv 5 - LRN - pool 3/2 - conv 3 - conv 3 - conv 3 - "
    "pool 3/2 - dropout - dense 4096 - dropout - dense 4096 - dense 1000",
    formula=FORMULA,
    derivation=DERIVATION,
    shapes={"x": "(N, 3, 227, 227)", "y": "(N, 1000)"},
    sources=(
        "Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional "
        "neural networks, sections 3.3 to 3.5 and 4.2",
    ),
    cases=(
        Case(
            "gradients_two_groups",
            inputs={
                "x": normal(2, 3, 17, 25),
                "masks.dropout1": bernoulli(2, 12, keep=0.75),
                "masks.dropout2": bernoulli(2, 7, keep=0.75),
            },
            params=alexnet_parameters(3, (4, 6, 8, 10, 6), (3, 5, 3, 3, 3), (12, 7, 5, 4), 2),
            upstream=normal(2, 4),
            config={**TWO_GROUPS, "dropout": 0.25, "activation": "tanh", "pooling": "average"},
            training=True,
            images=("x", "dx"),
            keras_layouts=flat(6, 1, 2, dropout=True),
            options={"differences": ("dconv1.b", "dconv3.b", "ddense1.b")},
        ),
        Case(
            "inference_two_groups",
            inputs={"x": normal(2, 3, 17, 25)},
            params=alexnet_parameters(3, (4, 6, 8, 10, 6), (3, 5, 3, 3, 3), (12, 7, 5, 4), 2),
            upstream=normal(2, 4),
            config=TWO_GROUPS,
            training=False,
            images=("x", "dx"),
            keras_layouts=flat(6, 1, 2),
            kink=True,
        ),
        on_digits(
            "alexnet",
            "digits_momentum",
            alexnet_parameters(1, (4, 5, 6, 7, 8), (3, 5, 3, 3, 3), (8, 14, 12, 10)),
            {},
            {
                "channels": (4, 5, 6, 7, 8),
                "hidden": (14, 12),
                "n_classes": 10,
                "stem": (3, 1),
                "dropout": 0.25,
            },
            ("momentum.Momentum", {"lr": 0.02, "momentum": 0.9}),
            pad=1,
            masks={"dropout1": 8, "dropout2": 14},
            dtypes=("float64",),
        ),
        table("layer_table_one_tower", (3, 227, 227)),
        table("layer_table_two_groups", (3, 227, 227), groups=2),
        _full_size("full_size_one_tower", 1),
        _full_size("full_size_two_groups", 2),
    ),
    also_called=("alex_net",),
    mistakes=(
        no_activation(),
        Mistake(
            name="pooling_does_not_overlap",
            ja="プーリングが重ならない",
            line='self.add(f"pool{i}", pool(3, 2))',
            wrong='self.add(f"pool{i}", pool(2, 2))',
            why=Text(
                "A window of 2 takes 55 to 27, 27 to 13 and 13 to 6 just as a window of 3 with a "
                "stride of 2 does: the shapes fit, but the windows no longer overlap.",
                "窓2でも 55→27→13→6 となり、窓3・ストライド2と形状は変わらないが、"
                "窓の重なりがなくなる。",
            ),
        ),
        Mistake(
            name="normalization_left_out",
            ja="正規化を落とす",
            line="if i <= 2:",
            wrong="if i > 5:",
            why=Text(
                "The first two convolutions are followed by local response normalization; it "
                "changes no shape, so only the values tell.",
                "最初の2つの畳み込みの後には局所応答正規化がある。形状を変えないため、"
                "抜けていても値を比べなければ分からない。",
            ),
        ),
        Mistake(
            name="alpha_divided_by_the_window",
            ja="alpha をウィンドウで割る",
            line='self.add(f"norm{i}", LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=2.0))',
            wrong='self.add(f"norm{i}", LocalResponseNorm(5, alpha=2e-5, beta=0.75, k=2.0))',
            why=Text(
                "The paper's alpha multiplies the sum over the 5 channels, PyTorch's their mean. "
                "One number taken over from the other is off by the window.",
                "論文の alpha は5チャネルの和に、PyTorch の alpha は平均に掛かる。"
                "値をそのまま移すと窓の大きさの分だけずれる。",
            ),
        ),
        Mistake(
            name="third_convolution_grouped_too",
            ja="第 3 の畳み込みまでグループに分ける",
            line="(channels[2], 3, 1, 1, 1, False),",
            wrong="(channels[2], 3, 1, 1, groups, False),",
            why=Text(
                "The third convolution is where the two GPUs meet: it sees the channels of both.",
                "3番目の畳み込みでは2台の GPU の結果が合流し、両方のチャネルを入力とする。",
            ),
        ),
    ),
)
