"""Random crop (exam)."""

from __future__ import annotations

from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.draw import normal, spaced

_DRAWS = {"draws": 400}
"""How often a window is drawn: enough to see each of a dozen, and one that comes too often."""


random_crop = Concept(
    kind="function",
    gives_views=True,
    order=4,
    syllabus=("3-7-1",),
    needs=(),
    title=Text("Random crop (exam)", "ランダムクロップ(試験での定義)"),
    summary=Text(
        "The exam's random_crop(image, crop_size): cuts a window out at a random place, so that "
        "each epoch sees the image a little shifted. Every place where it fits is equally likely.",
        "試験に出る random_crop(image, crop_size)。画像からランダムな位置の窓を切り出し、"
        "エポックごとに少しずれた画像を見せる。窓が収まる位置はすべて同じ確率で選ばれる。",
    ),
    why=Text(
        "A network that always sees the same pictures learns them by heart. Cut out at a random "
        "place, an image is a little different in each epoch, while its label stays right: the "
        "data become more, for nothing, and the network learns that the place of a thing does not "
        "matter. AlexNet was trained on windows of 224 pixels out of 256; without them it "
        "overfitted badly.",
        "いつも同じ画像を見せていると、ネットワークはそれを丸暗記してしまう。"
        "ランダムな位置で切り出せば、ラベルは正しいまま、エポックごとに少し違う画像になる。"
        "手間をかけずにデータが増え、物体の位置が重要でないことも学べる。"
        "AlexNet は 256 画素四方の画像から切り出した 224 画素四方の窓で学習した。"
        "これをしないと、大きく過学習したという。",
    ),
    equation="y = image[top : top + h, left : left + w], top uniform on 0 ... H - h, left on "
    "0 ... W - w",
    formula=(
        r"y[i, j] = \text{image}[\text{top} + i, \text{left} + j]",
        r"0 \le i < h, \quad 0 \le j < w",
        r"\text{top} \thicksim \mathcal{U}\{0, \ldots, H - h\}",
        r"\text{left} \thicksim \mathcal{U}\{0, \ldots, W - w\}",
    ),
    shapes={"image": "(H, W, C)", "y": "(h, w, C)"},
    sources=(
        "Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional "
        "neural networks, section 4.1",
        "torchvision.transforms.RandomCrop.get_params: randint(0, h - th + 1)",
    ),
    cases=(
        Case(
            "six_windows",
            inputs={"image": spaced(4, 6, 3)},
            config={"crop_size": (2, 5)},
            options=_DRAWS,
        ),
        Case(
            "whole_height",
            inputs={"image": spaced(2, 5, 3)},
            config={"crop_size": (2, 3)},
            options=_DRAWS,
        ),
        Case(
            "one_pixel",
            inputs={"image": spaced(4, 3, 1)},
            config={"crop_size": (1, 1)},
            options=_DRAWS,
        ),
        Case("whole_image", inputs={"image": normal(4, 5, 3)}, config={"crop_size": (4, 5)}),
    ),
    divergences=(
        Divergence(
            name="random_numbers",
            ja="乱数の違い",
            summary=Text(
                "One seed gives three different windows: every library has a random number "
                "generator of its own. What they share is the distribution.",
                "同じシードでも、切り出す窓は3つとも異なる。"
                "乱数生成器がライブラリごとに違うためで、一致するのは分布だけである。",
            ),
            reconciled=Text(
                "Nothing makes the draws equal; all three are compared in distribution.",
                "抽選そのものを一致させる方法はないので、分布で比べる。",
            ),
            source="NumPy: PCG64; PyTorch: Mersenne Twister; tf.image.stateless_random_crop: "
            "Philox or ThreeFry",
            case="whole_image",
            native={
                "torch": {"crop_size": (2, 3), "seed": 1},
                "keras": {"crop_size": (2, 3), "seed": 1},
            },
            quantity="y",
        ),
    ),
    mistakes=(
        Mistake(
            name="last_row_never_drawn",
            ja="最後の行が引かれない",
            line="top = rng.integers(0, H - h + 1)  # from 0 to H - h: the upper end itself is "
            "not drawn",
            wrong="top = rng.integers(0, H - h)",
            why=Text(
                "The upper end of randint and integers is not drawn itself. Without the + 1 the "
                "lowest window never comes, and where the crop is as high as the image there is "
                "nothing to draw from: an error.",
                "randint や integers の上限の値そのものは出ない。+ 1 がないと一番下の窓が"
                "選ばれることはなく、窓と画像の高さが同じときはエラーになる。",
            ),
        ),
        Mistake(
            name="last_column_never_drawn",
            ja="最後の列が引かれない",
            line="left = rng.integers(0, W - w + 1)",
            wrong="left = rng.integers(0, max(W - w, 1))",
            why=Text(
                "The same for the width. Saved from the error by a maximum, the mistake only "
                "becomes harder to see.",
                "幅についても同様である。max でエラーだけを避けても、"
                "右端の窓が選ばれないままで、誤りに気づきにくくなる。",
            ),
        ),
        Mistake(
            name="one_offset_for_both",
            ja="縦横に同じ位置を使う",
            line="left = rng.integers(0, W - w + 1)",
            wrong="left = min(top, W - w)",
            why=Text(
                "Height and width are drawn apart. With one number for both only windows along "
                "the diagonal come.",
                "縦と横の位置は別々に抽選する。1つの乱数を使い回すと、"
                "対角線上の窓しか切り出されない。",
            ),
        ),
        Mistake(
            name="offset_as_the_center",
            ja="切り出し位置を中心とみなす",
            line="return image[top : top + h, left : left + w]",
            wrong="return image[max(top - h // 2, 0) :, max(left - w // 2, 0) :][:h, :w]",
            why=Text(
                "top and left are the window's corner. Taken for its center they move windows "
                "beyond the edge, and those pushed back come more often than the others.",
                "top と left は窓の左上の位置である。中心とみなすと窓が画像の外にはみ出し、"
                "押し戻された端の窓ばかりが多く選ばれる。",
            ),
        ),
        Mistake(
            name="end_without_the_offset",
            ja="終わりに開始位置を足さない",
            line="return image[top : top + h, left : left + w]",
            wrong="return image[top:h, left:w]",
            why=Text(
                "A slice names its end, not its length: the window ends at top + h.",
                "スライスの2つ目は長さではなく終わりの位置である。窓は top + h で終わる。",
            ),
        ),
        Mistake(
            name="height_and_width_swapped",
            ja="高さと幅を取り違える",
            line="h, w = crop_size",
            wrong="w, h = crop_size",
            why=Text(
                "An array's first axis is the height. Libraries for pictures say (width, height), "
                "and square crops hide the difference.",
                "配列の最初の軸は高さである。画像ライブラリでは (幅, 高さ) の順のことが多く、"
                "正方形の窓では違いが表に出ない。",
            ),
        ),
    ),
)
