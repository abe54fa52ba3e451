"""Average pooling along one axis."""

from __future__ import annotations

import numpy as np

from parity.concepts.layers import _pooling as shared
from parity.concepts.layers._pooling import case
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _equal_weights(of: Implementations, a: Arrays) -> Arrays:
    """Return a convolution in which each channel sees itself alone, every weight 1/2."""
    conv = of("conv1d")(3, 3, 2, stride=2, padding=1, groups=3, use_bias=False)
    conv.params["W"] = np.full((3, 1, 2), 1 / 2)
    return {"y": conv.forward(a["x"]), "dx": conv.backward(a["dy"])}


AvgPool1d = Concept(
    kind="layer",
    order=14,
    syllabus=("3-4-3",),
    needs=("avg_pool2d", "max_pool1d"),
    title=Text("Average pooling along one axis", "1次元の平均プーリング"),
    summary=Text(
        "Takes the mean of each window of a sequence, with or without the padding.",
        "系列の窓ごとに平均をとる。パディングを数に含める流儀と含めない流儀がある。",
    ),
    why=Text(
        "A measured series is noisy, and often finer than what is asked of it. The mean of each "
        "window smooths it and shortens it at once; every step keeps a part in the result and "
        "gets a share of the gradient. A moving average is this layer with a stride of 1.",
        "測定した系列には雑音があり、必要以上に細かいことも多い。窓ごとに平均をとれば、滑らかにす"
        "ると同時に短くできる。どの時刻も結果に影響し、勾配の一部を受け取る。ストライドを 1 にすれ"
        "ば移動平均になる。",
    ),
    equation="y[t] = sum of each window / number of its steps",
    formula=shared.avg_formula("t", "u"),
    derivation=shared.avg_derivation("t", "u"),
    shapes={"x": "(N, C, T)", "y": "(N, C, OT)"},
    sources=("Goodfellow, Bengio and Courville (2016), Deep learning, section 9.3",),
    cases=(
        case("ordinary", normal(2, 3, 6), (3,), kernel_size=2),
        case("overlapping", normal(2, 3, 7), (3,), kernel_size=3, stride=2),
        case("padded", normal(2, 3, 6), (3,), kernel_size=3, stride=2, padding=1),
        case(
            "not_counted",
            normal(2, 3, 7),
            (4,),
            kernel_size=3,
            stride=2,
            padding=1,
            count_include_pad=False,
        ),
        case("uneven_padding", normal(2, 4, 5), (5,), kernel_size=3, stride=1, padding=(0, 2)),
        case("gaps", normal(1, 2, 8), (3,), kernel_size=2, stride=3),
        case("rest_left_over", normal(2, 3, 5), (2,), kernel_size=2),
        case("dilation", normal(2, 3, 7), (3,), kernel_size=3, stride=1, dilation=2),
        case("dilation_and_stride", normal(2, 3, 8), (3,), kernel_size=2, stride=2, dilation=3),
        case("ceil_mode", normal(2, 3, 6), (3,), kernel_size=3, stride=2, ceil_mode=True),
        case("ceil_mode_padded", normal(2, 3, 5), (3,), kernel_size=2, padding=1, ceil_mode=True),
        case("same", normal(2, 3, 6), (3,), kernel_size=3, stride=2, padding="same"),
        case("same_lower", normal(2, 3, 6), (3,), kernel_size=3, stride=2, padding="same_lower"),
        case(
            "ceil_mode_counted",
            normal(2, 3, 6),
            (4,),
            kernel_size=3,
            stride=2,
            padding=1,
            ceil_mode=True,
        ),
        case(
            "ceil_mode_not_counted",
            normal(2, 3, 6),
            (4,),
            kernel_size=3,
            stride=2,
            padding=1,
            ceil_mode=True,
            count_include_pad=False,
        ),
        case(
            "dilation_not_counted",
            normal(2, 3, 5),
            (3,),
            kernel_size=2,
            stride=2,
            dilation=2,
            padding=1,
            count_include_pad=False,
        ),
    ),
    defaults=shared.defaults(1, "Avg", "Average"),
    divergences=(shared.padding_counted_or_not(1, "of a sequence"),),
    conventions=shared.AVG_CONVENTIONS,
    also_called=("average_pooling1d", "avgpool1d", "average_pool1d", "moving_average"),
    identities=(
        Identity(
            sibling="conv1d",
            text=Text(
                "It is a convolution of every channel alone, whose weights are all 1 / k.",
                "重みがすべて 1 / k で、チャネルごとに行う畳み込みである。",
            ),
            case=Case("equal_weights", inputs={"x": normal(2, 3, 6)}, upstream=normal(2, 3, 4)),
            left=evaluated("avg_pool1d", kernel_size=2, padding=1),
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
            wrong="return dx[:, :, : self.windows.size[0]]",
            why=shared.BEHIND_THE_PADDING,
        ),
    ),
)
