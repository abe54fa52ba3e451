"""The exam's random crop and mini-batch."""

from __future__ import annotations

from parity.concept import Case, Concept, Divergence, Mistake, Text
from parity.draw import labels, normal, one_hot, spaced

_DRAWS = {"draws": 400}
"""How often a window is drawn: enough to see each of a dozen, and one that comes too often."""

random_crop = Concept(
    kind="function",
    order=4,
    title=Text("Random crop (exam)", "ランダムクロップ(試験の形)"),
    summary=Text(
        "The exam's random_crop(image, crop_size): cuts a window out at a random place, so that "
        "each epoch sees the image a little shifted. Every place where it fits is equally likely.",
        "試験に出る random_crop(image, crop_size)。画像からランダムな位置の窓を切り出し、"
        "エポックごとに少しずれた画像を見せる。窓が収まる位置はすべて同じ確率で選ばれる。",
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
            line="return image[top : top + h, left : left + w]",
            wrong="return image[top:h, left:w]",
            why=Text(
                "A slice names its end, not its length: the window ends at top + h.",
                "スライスの2つ目は長さではなく終わりの位置である。窓は top + h で終わる。",
            ),
        ),
        Mistake(
            name="height_and_width_swapped",
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

_BATCH = {"outputs": ("batch_x", "batch_t")}

minibatch = Concept(
    kind="function",
    order=5,
    title=Text("Mini-batch (exam)", "ミニバッチ(試験の形)"),
    summary=Text(
        "The exam's slice of the data that begins at example i: batch_size examples and their "
        "targets, fewer at the end of the data.",
        "試験に出るミニバッチの切り出し。i 番目のデータから batch_size 個を、"
        "目標値とともに取り出す。データの終わりではそれより少なくなる。",
    ),
    equation="data_x[i:i_end], data_t[i:i_end], i_end = min(i + batch_size, N)",
    formula=(
        r"i_{\text{end}} = \min(i + \text{batch_size}, N)",
        r"\text{batch_x} = \text{data_x}[i : i_{\text{end}}]",
        r"\text{batch_t} = \text{data_t}[i : i_{\text{end}}]",
    ),
    shapes={
        "data_x": "(N, ...)",
        "data_t": "(N, ...)",
        "batch_x": "(min(batch_size, N - i), ...)",
        "batch_t": "(min(batch_size, N - i), ...)",
    },
    sources=("Goodfellow, Bengio and Courville (2016), Deep Learning, section 8.1.3",),
    cases=(
        Case(
            "first",
            inputs={"data_x": normal(7, 3), "data_t": one_hot(7, 4)},
            config={"i": 0, "batch_size": 2},
            options=_BATCH,
        ),
        Case(
            "between",
            inputs={"data_x": normal(8, 3), "data_t": normal(8, 2)},
            config={"i": 3, "batch_size": 3},
            options=_BATCH,
        ),
        Case(
            "last_is_shorter",
            inputs={"data_x": normal(7, 2, 3), "data_t": normal(7, 5)},
            config={"i": 4, "batch_size": 4},
            options=_BATCH,
        ),
        Case(
            "larger_than_the_data",
            inputs={"data_x": normal(5, 4), "data_t": normal(5, 3)},
            config={"i": 0, "batch_size": 100},
            options=_BATCH,
        ),
        Case(
            "class_numbers",
            inputs={"data_x": normal(6, 1, 5, 4), "data_t": labels(6, classes=10)},
            config={"i": 2, "batch_size": 3},
            exact=("batch_t",),
            options=_BATCH,
        ),
    ),
    also_called=(
        "get_minibatch",
        "mini_batch",
    ),
    mistakes=(
        Mistake(
            name="end_without_the_start",
            line="i_end = min(i + batch_size, N)",
            wrong="i_end = min(batch_size, N)",
            why=Text(
                "A slice ends at a place, not after a length: only the first batch comes out "
                "right, the others are empty or too short.",
                "スライスの2つ目は長さではなく終わりの位置である。正しいのは最初のバッチだけで、"
                "以降は空になるか短くなる。",
            ),
        ),
        Mistake(
            name="last_index_left_out",
            line="i_end = min(i + batch_size, N)",
            wrong="i_end = min(i + batch_size, N - 1)",
            why=Text(
                "A slice leaves its end out by itself, so it ends at N. With N - 1 the last "
                "example is never learned from.",
                "スライスの終わりの位置はもともと含まれないので、終わりは N でよい。"
                "N - 1 とすると、最後のデータが一度も学習に使われない。",
            ),
        ),
        Mistake(
            name="end_taken_as_included",
            line="i_end = min(i + batch_size, N)",
            wrong="i_end = min(i + batch_size - 1, N)",
            why=Text(
                "The end of a slice is not part of it: this batch is one short, and every "
                "batch_size-th example is left out.",
                "終わりの位置はスライスに含まれない。これではバッチが1個少なくなり、"
                "batch_size 個に1個のデータが抜け落ちる。",
            ),
        ),
        Mistake(
            name="rest_dropped",
            line="i_end = min(i + batch_size, N)",
            wrong="i_end = i + batch_size if i + batch_size <= N else i",
            why=Text(
                "The exam keeps the shorter last batch. Dropping it is an option of the "
                "frameworks (drop_last, drop_remainder), not their default.",
                "試験の形では、端数の最後のバッチも使う。これを捨てるのはフレームワークの"
                "オプション(drop_last, drop_remainder)であって、既定ではない。",
            ),
        ),
        Mistake(
            name="targets_not_moved_along",
            line="return data_x[i:i_end], data_t[i:i_end]",
            wrong="return data_x[i:i_end], data_t[: i_end - i]",
            why=Text(
                "Examples and targets must be cut at the same places; otherwise the network "
                "learns answers to other questions.",
                "入力と目標値は同じ位置で切り出す。"
                "ずれると、別のデータの正解を学習することになる。",
            ),
        ),
    ),
)
