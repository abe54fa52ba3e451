"""Max pooling along three axes."""

from __future__ import annotations

from parity.concepts.layers import _pooling as shared
from parity.concepts.layers._pooling import case
from parity.concepts.layers._ties import ties
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import normal, spaced
from parity.describing.identity import Arrays, Identity, Implementations, evaluated
from parity.describing.layouts import to_canonical, to_framework


def _slices_first(of: Implementations, a: Arrays) -> Arrays:
    """Return the maximum along height and width, and then that along the depth."""
    slices, depth = of("max_pool2d")((2, 3), 1), of("max_pool1d")(2, 1)
    x = a["x"].swapaxes(1, 2).reshape(4, 2, 4, 6)
    inner = slices.forward(x).reshape(1, 4, 2, 3, 4)  # the slices stand where channels do
    y = depth.forward(to_framework("channels_last", inner).reshape(1, 24, 4))
    y = to_canonical("channels_last", y.reshape(1, 2, 3, 4, 3)).swapaxes(1, 2)
    dy = to_framework("channels_last", a["dy"].swapaxes(1, 2)).reshape(1, 24, 3)
    dinner = to_canonical("channels_last", depth.backward(dy).reshape(1, 2, 3, 4, 4))
    dx = slices.backward(dinner.reshape(4, 2, 3, 4)).reshape(1, 4, 2, 4, 6)
    return {"y": y, "dx": dx.swapaxes(1, 2)}


MaxPool3d = Concept(
    kind="layer",
    order=13,
    syllabus=("3-4-3",),
    needs=("max_pool2d", "conv3d"),
    title=Text("Max pooling along three axes", "3次元の最大プーリング"),
    summary=Text(
        "Keeps the largest value of each block of a volume; the gradient goes to where it came "
        "from.",
        "立体の区画ごとに最大値を取り出す。勾配は最大値を与えた位置だけに流れる。",
    ),
    why=Text(
        "Volumes are dear: half the places along each of three axes leave an eighth of the "
        "numbers. Max pooling shrinks them between convolutions and keeps how strongly a feature "
        "was found in each block. In films the axis of time is often pooled later than those of "
        "the image, or by another window, so that movement is not lost in the first layer.",
        "立体の計算は重い。3つの軸をそれぞれ半分にすれば、要素は8分の1になる。最大プーリングは畳み"
        "込みの間で立体を小さくし、区画ごとに特徴がどれだけ強く現れたかを残す。動画では、最初の層"
        "で動きが失われないように、時間の軸だけ後の層でまとめたり、別の大きさの窓を使ったりするこ"
        "とが多い。",
    ),
    equation="y[d, h, w] = max of each window",
    formula=shared.max_formula("d,h,w", "u,v,r", "u^*,v^*,r^*"),
    derivation=shared.max_derivation("d,h,w", "u,v,r", "u^*,v^*,r^*"),
    shapes={"x": "(N, C, D, H, W)", "y": "(N, C, OD, OH, OW)"},
    sources=(
        "Tran et al. (2015), Learning spatiotemporal features with 3D convolutional networks, "
        "section 3.1",
    ),
    cases=(
        case("ordinary", spaced(1, 2, 4, 3, 5), (2, 1, 2), kernel_size=(2, 3, 2)),
        case("overlapping", spaced(1, 2, 5, 3, 4), (2, 1, 1), kernel_size=3, stride=2),
        case(
            "padded_and_negative",
            spaced(1, 2, 4, 3, 6, shift=-30.0),
            (2, 2, 3),
            kernel_size=3,
            stride=2,
            padding=1,
        ),
        case(
            "uneven_padding",
            spaced(1, 2, 3, 4, 5),
            (3, 3, 2),
            kernel_size=(2, 2, 4),
            stride=(1, 2, 3),
            padding=((0, 1), (1, 1), (1, 2)),
        ),
        case(
            "dilation",
            spaced(1, 2, 3, 4, 5),
            (1, 2, 3),
            kernel_size=(2, 3, 2),
            stride=1,
            dilation=(2, 1, 2),
        ),
        case(
            "dilation_and_stride",
            spaced(1, 2, 3, 4, 7),
            (1, 1, 2),
            kernel_size=2,
            stride=3,
            dilation=2,
        ),
        case("ceil_mode", spaced(1, 2, 3, 4, 6), (2, 2, 3), kernel_size=2, ceil_mode=True),
        case(
            "ceil_mode_padded",
            spaced(1, 2, 3, 4, 5),
            (2, 3, 3),
            kernel_size=2,
            padding=1,
            ceil_mode=True,
        ),
        case("same", spaced(1, 2, 3, 4, 5), (2, 2, 3), kernel_size=3, stride=2, padding="same"),
        case(
            "same_lower",
            spaced(1, 2, 3, 4, 5),
            (2, 2, 3),
            kernel_size=3,
            stride=2,
            padding="same_lower",
        ),
        case("indices", spaced(1, 2, 3, 4, 5), (2, 2, 3), True, kernel_size=3, stride=2, padding=1),
        case(
            "indices_first_axis_first",
            spaced(1, 2, 3, 4, 5),
            (2, 2, 4),
            True,
            kernel_size=(2, 3, 2),
            stride=1,
            storage_order=1,
        ),
        case("ties", ties(1, 1, 2, 4, 3, 6), (2, 1, 3), kink=True, kernel_size=2),
        case(
            "ties_of_overlapping_windows",
            ties(2, 1, 2, 3, 4, 5),
            (2, 2, 3),
            kink=True,
            kernel_size=3,
            stride=2,
            padding=1,
        ),
    ),
    defaults=shared.defaults(3, "Max", "Max"),
    divergences=(shared.same_is_not_symmetric(3, "of each axis of a volume"),),
    conventions=shared.MAX_CONVENTIONS,
    also_called=("max_pooling3d", "maxpool3d", "volumetric_max_pooling"),
    identities=(
        Identity(
            sibling="max_pool2d",
            text=Text(
                "It is max pooling of every slice, and then of what lies behind each other.",
                "断面ごとに最大プーリングしてから、奥行き方向に並ぶ値の最大をとることと同じである"
                "。",
            ),
            case=Case(
                "slices_first", inputs={"x": spaced(1, 2, 4, 4, 6)}, upstream=normal(1, 2, 3, 3, 4)
            ),
            left=evaluated("max_pool3d", kernel_size=(2, 2, 3), stride=1),
            right=_slices_first,
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
            line="element += taken  # a place may be the maximum of several windows",
            wrong="element[...] = taken",
            why=shared.SEVERAL_WINDOWS,
        ),
        Mistake(
            name="padding_not_cut_off",
            ja="パディングを切り落とさない",
            line="return self.cropped(dx)",
            wrong="return dx[(..., *map(slice, self.windows.size))]",
            why=shared.BEHIND_THE_PADDING,
        ),
    ),
)
