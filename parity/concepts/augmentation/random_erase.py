"""Random erasing."""

from __future__ import annotations

from parity.concepts.augmentation._images import of_images
from parity.describing.concept import Concept, Default, Mistake, Text
from parity.describing.draw import values

random_erase = Concept(
    kind="function",
    order=3,
    syllabus=("3-7-1",),
    needs=("random_flip",),
    title=Text("Random erasing", "Random Erasing"),
    summary=Text(
        "A rectangle of each image is erased. Where it lies, and how large it is, is an argument.",
        "各画像の長方形の領域を消す。位置と大きさは引数で渡す。",
    ),
    why=Text(
        "In the world things stand in front of each other. A network that knows a cat by its ears "
        "alone is lost when they are hidden; with rectangles erased it must use the rest too. "
        "Drawn are the area (2 to 40 %), its ratio of sides, and the place, again if it does not "
        "fit. Cutout does the same with squares of one size; CutMix puts a piece of another image "
        "there and mixes the labels.",
        "現実の画像では、物が重なって一部が隠れる。耳だけで猫を見分けるネットワークは、耳が隠れると"
        "お手上げである。長方形を消しておけば、残りの部分も使うようになる。面積(2〜40%)、縦横比、"
        "位置を抽選し、はみ出せば引き直す。決まった大きさの正方形を消すのが Cutout、"
        "別の画像の一部を貼ってラベルも混ぜるのが CutMix である。",
    ),
    equation="y[n, c, i, j] = value if top <= i < top + h and left <= j < left + w, else x",
    formula=(
        r"y_{ncij} = \begin{cases} v & t_n \le i < t_n + h_n, \; l_n \le j < l_n + w_n \\ "
        r"x_{ncij} & \text{otherwise} \end{cases}",
    ),
    shapes={
        "x": "(N, C, H, W)",
        "boxes": "(N, 4): top, left, height, width",
        "y": "as x",
    },
    sources=(
        "Zhong, Zheng, Kang, Li and Yang (2020), Random erasing data augmentation, algorithm 1",
    ),
    cases=(
        of_images(
            "rectangles", (3, 2, 6, 5), "boxes", values([[1, 2, 2, 3], [0, 0, 3, 1], [2, 1, 4, 2]])
        ),
        of_images(
            "another_value", (2, 3, 4, 5), "boxes", values([[1, 1, 2, 3], [0, 3, 1, 2]]), value=0.5
        ),
        of_images(
            "one_stays", (3, 1, 5, 4), "boxes", values([[1, 0, 0, 3], [2, 2, 2, 1], [4, 1, 1, 0]])
        ),
        of_images("up_to_the_edge", (2, 1, 5, 3), "boxes", values([[3, 1, 2, 2], [0, 0, 5, 3]])),
        of_images("one_image", (1, 3, 4, 6), "boxes", values([[1, 2, 3, 4]])),
    ),
    defaults=(Default("value", 0.0),),
    also_called=("random_erasing", "cutout", "erase"),
    mistakes=(
        Mistake(
            name="end_for_the_size",
            ja="大きさを終わりとみなす",
            line="y[n, :, top : top + height, left : left + width] = value",
            wrong="y[n, :, top:height, left:width] = value",
            why=Text(
                "A slice names its end: top + height, left + width.",
                "スライスの2つ目は終わりの位置で、top + height と left + width である。",
            ),
        ),
        Mistake(
            name="height_and_width_exchanged",
            ja="高さと幅を取り違える",
            line="y[n, :, top : top + height, left : left + width] = value",
            wrong="y[n, :, top : top + width, left : left + height] = value",
            why=Text(
                "Rows are counted by the height, columns by the width.",
                "行は高さ、列は幅で数える。",
            ),
        ),
        Mistake(
            name="first_channel_alone",
            ja="最初のチャネルだけ消す",
            line="y[n, :, top : top + height, left : left + width] = value",
            wrong="y[n, 0, top : top + height, left : left + width] = value",
            why=Text(
                "All channels are erased; else the rectangle only changes its color.",
                "すべてのチャネルを消す。そうしないと色が変わるだけである。",
            ),
        ),
        Mistake(
            name="changed_in_place",
            ja="入力を書き換える",
            line="y = x.copy()",
            wrong="y = x",
            why=Text(
                "The data set itself would lose more of its images with every epoch.",
                "エポックのたびに、元のデータの画像が欠けていってしまう。",
            ),
        ),
    ),
)
