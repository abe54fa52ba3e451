"""Max pooling along one axis."""

from __future__ import annotations

from parity.concepts.layers import _pooling as shared
from parity.concepts.layers._pooling import case
from parity.concepts.layers._ties import ties
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import normal, spaced
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _images_of_one_row(of: Implementations, a: Arrays) -> Arrays:
    pool = of("max_pool2d")((1, 3), (1, 2), (0, 1))
    y = pool.forward(a["x"][:, :, None])
    return {"y": y[:, :, 0], "dx": pool.backward(a["dy"][:, :, None])[:, :, 0]}


MaxPool1d = Concept(
    kind="layer",
    order=13,
    syllabus=("3-4-3",),
    needs=("max_pool2d", "conv1d"),
    title=Text("Max pooling along one axis", "1次元の最大プーリング"),
    summary=Text(
        "Keeps the largest value of each window of a sequence; the gradient goes to where it came "
        "from.",
        "系列の窓ごとに最大値を取り出す。勾配は最大値を与えた時刻だけに流れる。",
    ),
    why=Text(
        "A feature detector that slides along a sequence fires somewhere; whether it fired "
        "matters more than at which step. Max pooling keeps the strongest answer of each window "
        "and shortens the sequence. Over the whole length it makes sequences of any length into "
        "vectors of one length, as classifiers of sentences need them.",
        "系列に沿って動く特徴検出器は、どこかの時刻で反応する。大切なのは反応したかどうかで、何番"
        "目の時刻かではないことが多い。最大プーリングは窓ごとに最も強い反応だけを残し、系列を短く"
        "する。全長にわたって取れば、長さの違う系列が同じ長さのベクトルになり、文の分類などに使え"
        "る。",
    ),
    equation="y[t] = max of each window",
    formula=shared.max_formula("t", "u", "u^*"),
    derivation=shared.max_derivation("t", "u", "u^*"),
    shapes={"x": "(N, C, T)", "y": "(N, C, OT)"},
    sources=(
        "Collobert et al. (2011), Natural language processing (almost) from scratch, section 3.2.2",
    ),
    cases=(
        case("ordinary", spaced(2, 3, 6), (3,), kernel_size=2),
        case("overlapping", spaced(2, 3, 7), (3,), kernel_size=3, stride=2),
        case(
            "padded_and_negative",
            spaced(2, 3, 6, shift=-9.0),
            (3,),
            kernel_size=3,
            stride=2,
            padding=1,
        ),
        case("uneven_padding", spaced(2, 4, 5), (5,), kernel_size=3, stride=1, padding=(0, 2)),
        case("gaps", spaced(1, 2, 8), (3,), kernel_size=2, stride=3),
        case("rest_left_over", spaced(2, 3, 5), (2,), kernel_size=2),
        case("dilation", spaced(2, 3, 7), (3,), kernel_size=3, stride=1, dilation=2),
        case("dilation_and_stride", spaced(2, 3, 8), (3,), kernel_size=2, stride=2, dilation=3),
        case("ceil_mode", spaced(2, 3, 6), (3,), kernel_size=3, stride=2, ceil_mode=True),
        case("ceil_mode_padded", spaced(2, 3, 5), (3,), kernel_size=2, padding=1, ceil_mode=True),
        case("same", spaced(2, 3, 6), (3,), kernel_size=3, stride=2, padding="same"),
        case("same_lower", spaced(2, 3, 6), (3,), kernel_size=3, stride=2, padding="same_lower"),
        case("indices", spaced(2, 3, 7), (4,), True, kernel_size=3, stride=2, padding=1),
        case("ties", ties(1, 2, 3, 8), (4,), kink=True, kernel_size=2),
        case(
            "ties_of_overlapping_windows",
            ties(2, 2, 3, 7),
            (4,),
            kink=True,
            kernel_size=3,
            stride=2,
            padding=1,
        ),
    ),
    defaults=shared.defaults(1, "Max", "Max"),
    divergences=(shared.same_is_not_symmetric(1, "of a sequence"),),
    conventions=shared.MAX_CONVENTIONS,
    also_called=("max_pooling1d", "maxpool1d", "temporal_max_pooling", "max_over_time"),
    identities=(
        Identity(
            sibling="max_pool2d",
            text=Text(
                "It is max pooling of images that are one pixel high.",
                "高さが1画素の画像に対する最大プーリングである。",
            ),
            case=Case("images_of_one_row", inputs={"x": spaced(2, 3, 7)}, upstream=normal(2, 3, 4)),
            left=evaluated("max_pool1d", kernel_size=3, stride=2, padding=1),
            right=_images_of_one_row,
        ),
    ),
    mistakes=(
        Mistake(
            name="padded_with_zeros",
            ja="0 で埋める",
            line="self.x = self.padded(x, -np.inf)",
            wrong="self.x = self.padded(x, 0.0)",
            why=shared.NEVER_THE_PADDING,
        ),
        Mistake(
            name="the_last_maximum_wins",
            ja="同点では最後の最大値が選ばれる",
            line="self.first = windows.argmax(axis=0)  # of equal maxima the first",
            wrong="self.first = len(windows) - 1 - windows[::-1].argmax(axis=0)",
            why=shared.THE_FIRST_OF_EQUALS,
        ),
        Mistake(
            name="gradient_to_all_maxima",
            ja="同点の最大値すべてに勾配を渡す",
            line="taken = np.where(self.first == k, dy, 0)  # with a product, infinite dy give NaN",
            wrong="taken = dy * (self.elements(self.x)[k] == self.y)",
            why=shared.THE_FIRST_OF_EQUALS,
        ),
        Mistake(
            name="overlapping_windows_overwrite",
            ja="重なる窓が上書きする",
            line="element += taken  # a step may be the maximum of several windows",
            wrong="element[...] = taken",
            why=shared.SEVERAL_WINDOWS,
        ),
        Mistake(
            name="padding_not_cut_off",
            ja="パディングを切り落とさない",
            line="return self.cropped(dx)",
            wrong="return dx[:, :, : self.windows.size[0]]",
            why=shared.BEHIND_THE_PADDING,
        ),
    ),
)
