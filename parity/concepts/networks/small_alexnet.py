"""Small AlexNet."""

from __future__ import annotations

from parity.concepts.layers._sources import ALEXNET
from parity.concepts.networks._alexnets import DERIVATION, FORMULA, alexnet_parameters
from parity.concepts.networks._convnets import (
    RATE_OF_DROPPING,
    flat,
    no_activation,
    on_digits,
    table,
)
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import bernoulli, normal

SMALL = (3, 4, 6, 5, 4)


WINDOWS = (5, 5, 3, 3, 3)


SmallAlexNet = Concept(
    kind="network",
    order=7,
    syllabus=("course",),
    needs=("alexnet",),
    name="small_alexnet",
    title=Text("Small AlexNet", "小型 AlexNet"),
    summary=Text(
        "AlexNet's parts for images of 32×32: the first convolution keeps the size, and the dense "
        "layers are narrow.",
        "AlexNet の構成を 32×32 の画像に合わせたもの。最初の畳み込みで画像サイズを保ち、"
        "全結合層の幅を狭くする。",
    ),
    why=Text(
        "AlexNet as published wants images of 224 pixels, 60 million weights and days on two "
        "graphics cards. To see what its parts do, overlapping pooling, response normalization, "
        "dropout in front of the dense layers, they must fit small images and one processor. Here "
        "the first convolution keeps the size in place of taking every fourth pixel, and narrow "
        "dense layers do for ten classes. What is observed on it need not hold for the large one.",
        "論文の AlexNet には 224 画素四方の画像、6000 万個の重み、GPU 2台での数日の計算が要る。"
        "オーバーラッププーリング、局所応答正規化、全結合層の前のドロップアウトの働きを"
        "確かめるには、小さな画像と1つのプロセッサで動くほうがよい。"
        "そこで、最初の畳み込みは4画素おきにせず画像サイズを保ち、"
        "10 クラスに十分なだけの狭い全結合層を使う。これで観察したことが、"
        "大きな AlexNet にも当てはまるとは限らない。",
    ),
    equation="conv 5 - LRN - pool 3/2 - conv 5 - LRN - pool 3/2 - conv 3 - conv 3 - conv 3 - "
    "pool 3/2 - dropout - dense 256 - dropout - dense 128 - dense 10",
    formula=FORMULA,
    derivation=DERIVATION,
    shapes={"x": "(N, 3, 32, 32)", "y": "(N, 10)"},
    sources=(ALEXNET,),
    cases=(
        Case(
            "gradients",
            inputs={
                "x": normal(2, 1, 16, 24),
                "masks.dropout1": bernoulli(2, 8, keep=0.75),
                "masks.dropout2": bernoulli(2, 7, keep=0.75),
            },
            params=alexnet_parameters(1, SMALL, WINDOWS, (8, 7, 5, 4)),
            upstream=normal(2, 4),
            config={
                "input_shape": (1, 16, 24),
                "channels": SMALL,
                "hidden": (7, 5),
                "n_classes": 4,
                "dropout": 0.25,
                "activation": "tanh",
                "pooling": "average",
            },
            training=True,
            images=("x", "dx"),
            keras_layouts=flat(4, 1, 2, dropout=True),
            options={"differences": ("dconv1.b", "dconv3.b", "ddense1.b")},
        ),
        Case(
            "inference",
            inputs={"x": normal(2, 1, 16, 24)},
            params=alexnet_parameters(1, SMALL, WINDOWS, (8, 7, 5, 4)),
            upstream=normal(2, 4),
            config={
                "input_shape": (1, 16, 24),
                "channels": SMALL,
                "hidden": (7, 5),
                "n_classes": 4,
            },
            training=False,
            images=("x", "dx"),
            keras_layouts=flat(4, 1, 2),
            kink=True,
        ),
        on_digits(
            "small_alexnet",
            "digits_adam",
            alexnet_parameters(1, (4, 5, 6, 7, 8), WINDOWS, (8, 14, 12, 10)),
            {},
            {"channels": (4, 5, 6, 7, 8), "hidden": (14, 12), "dropout": 0.25},
            ("adam.Adam", {"lr": 0.005}),
            masks={"dropout1": 8, "dropout2": 14},
            dtypes=("float64",),
        ),
        table("layer_table", (3, 32, 32)),
    ),
    mistakes=(
        no_activation(),
        Mistake(
            name="pooled_one_layer_early",
            ja="プーリングが 1 層早い",
            line="if i in (1, 2, 5):",
            wrong="if i in (1, 2, 4):",
            why=Text(
                "The last pooling comes behind the fifth convolution. Behind the fourth the "
                "final shape is the same, but the fifth sees a smaller image.",
                "最後のプーリングは5番目の畳み込みの後にある。4番目の後に置いても最終的な形状は"
                "同じだが、5番目の畳み込みが見る画像が小さくなる。",
            ),
        ),
        Mistake(
            name="normalization_left_out",
            ja="正規化を落とす",
            line="if i <= 2:",
            wrong="if i > 5:",
            why=Text(
                "Local response normalization changes no shape, so only the values tell.",
                "局所応答正規化は形状を変えないため、抜けていても値を比べなければ分からない。",
            ),
        ),
        Mistake(
            name="keeps_instead_of_drops",
            ja="落とす割合を残す割合とみなす",
            line='self.add(f"dropout{i}", Dropout(dropout, seed=self.next_seed()))',
            wrong='self.add(f"dropout{i}", Dropout(1 - dropout, seed=self.next_seed()))',
            why=RATE_OF_DROPPING,
        ),
    ),
)
