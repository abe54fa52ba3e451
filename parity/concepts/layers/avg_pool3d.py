"""Average pooling along three axes."""

from __future__ import annotations

import numpy as np

from parity.concepts.layers import _pooling as shared
from parity.concepts.layers._pooling import case
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _equal_weights(of: Implementations, a: Arrays) -> Arrays:
    """Return a convolution in which each channel sees itself alone, every weight 1/4."""
    conv = of("conv3d")(2, 2, (2, 1, 2), stride=(2, 1, 2), groups=2, use_bias=False)
    conv.params["W"] = np.full((2, 1, 2, 1, 2), 1 / 4)
    return {"y": conv.forward(a["x"]), "dx": conv.backward(a["dy"])}


AvgPool3d = Concept(
    kind="layer",
    order=14,
    syllabus=("3-4-3",),
    needs=("avg_pool2d", "max_pool3d"),
    title=Text("Average pooling along three axes", "3次元の平均プーリング"),
    summary=Text(
        "Takes the mean of each block of a volume, with or without the padding.",
        "立体の区画ごとに平均をとる。パディングを数に含める流儀と含めない流儀がある。",
    ),
    why=Text(
        "At the end of a network for films or scans there are still a few places in depth, height "
        "and width. Their mean brings every feature down to one number per window and leaves "
        "nothing to learn; all places take part in it, and all of them get the same share of the "
        "gradient.",
        "動画や断層写真を扱うネットワークの最後でも、奥行き・高さ・幅の方向に少しずつ要素が残る。"
        "その平均をとると、特徴ごとに窓1つにつき1つの数になり、学習するパラメータもない。すべての"
        "位置が平均に加わり、同じ大きさの勾配を受け取る。",
    ),
    equation="y[d, h, w] = sum of each window / number of its places",
    formula=shared.avg_formula("d,h,w", "u,v,r"),
    derivation=shared.avg_derivation("d,h,w", "u,v,r"),
    shapes={"x": "(N, C, D, H, W)", "y": "(N, C, OD, OH, OW)"},
    sources=(
        "Carreira and Zisserman (2017), Quo vadis, action recognition? A new model and the "
        "Kinetics dataset, section 2.3",
    ),
    cases=(
        case("ordinary", normal(1, 2, 4, 3, 5), (2, 1, 2), kernel_size=(2, 3, 2)),
        case("overlapping", normal(1, 2, 5, 3, 4), (2, 1, 1), kernel_size=3, stride=2),
        case("padded", normal(1, 2, 4, 3, 6), (2, 2, 3), kernel_size=3, stride=2, padding=1),
        case(
            "not_counted",
            normal(1, 2, 3, 7, 5),
            (2, 4, 3),
            kernel_size=3,
            stride=2,
            padding=1,
            count_include_pad=False,
        ),
        case(
            "uneven_padding",
            normal(1, 2, 3, 4, 5),
            (3, 3, 2),
            kernel_size=(2, 2, 4),
            stride=(1, 2, 3),
            padding=((0, 1), (1, 1), (1, 2)),
        ),
        case(
            "dilation",
            normal(1, 2, 3, 4, 5),
            (1, 2, 3),
            kernel_size=(2, 3, 2),
            stride=1,
            dilation=(2, 1, 2),
        ),
        case(
            "dilation_and_stride",
            normal(1, 2, 3, 4, 7),
            (1, 1, 2),
            kernel_size=2,
            stride=3,
            dilation=2,
        ),
        case("ceil_mode", normal(1, 2, 3, 4, 6), (2, 2, 3), kernel_size=2, ceil_mode=True),
        case(
            "ceil_mode_padded",
            normal(1, 2, 3, 4, 5),
            (2, 3, 3),
            kernel_size=2,
            padding=1,
            ceil_mode=True,
        ),
        case("same", normal(1, 2, 3, 4, 5), (2, 2, 3), kernel_size=3, stride=2, padding="same"),
        case(
            "same_lower",
            normal(1, 2, 3, 4, 5),
            (2, 2, 3),
            kernel_size=3,
            stride=2,
            padding="same_lower",
        ),
        case(
            "ceil_mode_counted",
            normal(1, 2, 4, 3, 6),
            (3, 2, 4),
            kernel_size=3,
            stride=2,
            padding=1,
            ceil_mode=True,
        ),
        case(
            "ceil_mode_not_counted",
            normal(1, 2, 4, 3, 6),
            (3, 2, 4),
            kernel_size=3,
            stride=2,
            padding=1,
            ceil_mode=True,
            count_include_pad=False,
        ),
        case("divisor", normal(1, 2, 3, 4, 5), (1, 2, 2), kernel_size=2, divisor_override=3),
    ),
    defaults=shared.defaults(3, "Avg", "Average"),
    divergences=(shared.padding_counted_or_not(3, "of each axis of a volume"),),
    conventions=shared.AVG_CONVENTIONS,
    also_called=("average_pooling3d", "avgpool3d", "average_pool3d"),
    identities=(
        Identity(
            sibling="conv3d",
            text=Text(
                "It is a convolution of every channel alone, whose weights are all 1 / (kd kh kw).",
                "重みがすべて 1 / (kd kh kw) で、チャネルごとに行う畳み込みである。",
            ),
            case=Case(
                "equal_weights", inputs={"x": normal(1, 2, 4, 3, 6)}, upstream=normal(1, 2, 2, 3, 3)
            ),
            left=evaluated("avg_pool3d", kernel_size=(2, 1, 2)),
            right=_equal_weights,
        ),
    ),
    mistakes=(
        Mistake(
            name="gradient_not_divided",
            ja="勾配を割らない",
            line="share = dy / self.n",
            wrong="share = dy",
            why=shared.SHARE_OF_THE_MEAN,
        ),
        Mistake(
            name="padding_always_counted",
            ja="常にパディングを数える",
            line="return self.counted(self.count_include_pad, x.dtype)",
            wrong="return self.counted(True, x.dtype)",
            why=shared.FEWER_AT_THE_ENDS,
        ),
        Mistake(
            name="padding_never_counted",
            ja="パディングを数えない",
            line="return self.counted(self.count_include_pad, x.dtype)",
            wrong="return self.counted(False, x.dtype)",
            why=shared.PADDING_IS_AN_ELEMENT,
        ),
        Mistake(
            name="cut_off_window_divided_by_its_whole_size",
            ja="切れた窓を窓全体の要素数で割る",
            line="if self.count_include_pad and not any(self.windows.beyond):",
            wrong="if self.count_include_pad:",
            why=shared.CUT_OFF,
        ),
        Mistake(
            name="overlapping_windows_overwrite",
            ja="重なる窓が上書きする",
            line="element += share",
            wrong="element[...] = share",
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
