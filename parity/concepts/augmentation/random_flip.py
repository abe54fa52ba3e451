"""Random flip."""

from __future__ import annotations

from parity.concepts.augmentation._images import KRIZHEVSKY, of_images
from parity.describing.concept import Concept, Default, Mistake, Text
from parity.describing.draw import values

random_flip = Concept(
    kind="function",
    order=2,
    syllabus=("3-7-1",),
    needs=(),
    title=Text("Random flip", "ランダムフリップ"),
    summary=Text(
        "Each image is mirrored or not, as was drawn: left to right, or upside down.",
        "抽選に従い、画像を左右(または上下)に反転する。",
    ),
    why=Text(
        "A cat that looks to the left is as much a cat as one that looks to the right: mirrored, "
        "the data are twice as many. It is right only where the label withstands it. Digits, "
        "letters and traffic signs do not, and upside down is for pictures from above, of cells "
        "or from satellites.",
        "左を向いた猫も右を向いた猫も同じ猫である。左右を反転すれば、データは2倍になる。"
        "ただし、反転してもラベルが変わらない場合に限る。数字や文字、交通標識では使えない。"
        "上下の反転は、細胞や衛星画像のように真上から撮った画像に向く。",
    ),
    equation="y[n, c, i, j] = x[n, c, i, W - 1 - j] where flip[n], else x",
    formula=(
        r"y_{ncij} = \begin{cases} x_{nci, W - 1 - j} & f_n = 1 \\ x_{ncij} & f_n = 0 "
        r"\end{cases}",
    ),
    shapes={"x": "(N, C, H, W)", "flip": "(N,) 0 or 1", "y": "as x"},
    sources=(f"{KRIZHEVSKY}, section 4.1",),
    cases=(
        of_images("left_to_right", (3, 2, 4, 5), "flip", values([1, 0, 1])),
        of_images("upside_down", (4, 3, 5, 2), "flip", values([0, 1, 1, 0]), vertical=True),
        of_images("gray", (2, 1, 3, 4), "flip", values([0, 1])),
        of_images("all", (2, 3, 5, 4), "flip", values([1, 1]), vertical=True),
        of_images("none", (2, 3, 4, 5), "flip", values([0, 0])),
        of_images("one_image", (1, 2, 4, 3), "flip", values([1])),
    ),
    defaults=(Default("vertical", False),),
    also_called=("horizontal_flip", "random_horizontal_flip", "flip_images"),
    mistakes=(
        Mistake(
            name="axes_exchanged",
            ja="左右と上下を取り違える",
            line="mirrored = x[:, :, ::-1] if vertical else x[:, :, :, ::-1]",
            wrong="mirrored = x[:, :, :, ::-1] if vertical else x[:, :, ::-1]",
            why=Text(
                "The last axis is the width: turned around, left and right are exchanged.",
                "最後の軸が幅で、これを逆順にすると左右が入れ替わる。",
            ),
        ),
        Mistake(
            name="channels_turned_around",
            ja="チャネルを反転する",
            line="mirrored = x[:, :, ::-1] if vertical else x[:, :, :, ::-1]",
            wrong="mirrored = x[:, ::-1]",
            why=Text(
                "The second axis is the channels: that exchanges red and blue.",
                "2番目の軸はチャネルなので、赤と青が入れ替わってしまう。",
            ),
        ),
        Mistake(
            name="drawn_ones_kept",
            ja="抽選の扱いが逆",
            line="return np.where(drawn != 0, mirrored, x)",
            wrong="return np.where(drawn != 0, x, mirrored)",
            why=Text("Where 1 was drawn the image is mirrored.", "1 が出た画像を反転する。"),
        ),
        Mistake(
            name="all_mirrored",
            ja="すべて反転する",
            line="return np.where(drawn != 0, mirrored, x)",
            wrong="return mirrored.copy()",
            why=Text(
                "Then the network never sees an image as it is.",
                "元のままの画像を一度も見ないことになる。",
            ),
        ),
    ),
)
