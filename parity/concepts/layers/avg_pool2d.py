"""Average pooling."""

from __future__ import annotations

import numpy as np

from parity.concepts.layers._pool2d_cases import AVG_2D
from parity.concepts.layers._pooling import defaults
from parity.concepts.layers._sources import LENET, POOLING
from parity.describing.concept import Case, Concept, Convention, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

_IMAGES = ("x", "y", "dx")


def _depthwise_with_equal_weights(of: Implementations, a: Arrays) -> Arrays:
    """Return a convolution in which each channel sees itself alone, every weight 1/6."""
    conv = of("conv2d")(3, 3, (3, 2), stride=(3, 2), groups=3, use_bias=False)
    conv.params["W"] = np.full((3, 1, 3, 2), 1 / 6)
    return {"y": conv.forward(a["x"]), "dx": conv.backward(a["dy"])}


AvgPool2d = Concept(
    kind="layer",
    order=14,
    fast="layers.fast_avg_pool2d.FastAvgPool2d",
    syllabus=("3-4-3",),
    needs=("max_pool2d",),
    title=Text("Average pooling", "平均プーリング"),
    summary=Text(
        "Takes the mean of each window, with or without the padding.",
        "窓ごとに平均をとる。パディングを数に含める流儀と含めない流儀がある。",
    ),
    why=Text(
        "Pooling makes images smaller, so that the layers behind it are cheaper and see more at "
        "once, and so that a shift by a pixel matters less. Where max pooling keeps the strongest "
        "response alone, the average keeps something of every pixel: it smooths, and every pixel "
        "gets a share of the gradient. LeNet's subsampling does this; at the end of a network it "
        "takes the place of dense layers.",
        "プーリングは画像を小さくして、後ろの層の計算を減らし、一度に見える範囲を広げる。"
        "1画素程度の位置のずれの影響も小さくなる。"
        "最大プーリングが最も強い応答だけを残すのに対し、平均プーリングはすべての画素の情報を少し"
        "ずつ残すので、画像は滑らかになり、勾配もすべての画素に分配される。"
        "LeNet のサブサンプリングがこれにあたる。"
        "ネットワークの末尾で、全結合層の代わりにも使われる。",
    ),
    equation="y = sum of each window / number of its pixels",
    formula=(
        r"y_{h,w} = \frac{1}{|R_{h,w}|} \sum_{(u,v) \in R_{h,w}} x_{u,v}",
        r"\frac{\partial L}{\partial x_{u,v}} = \sum_{R_{h,w} \ni (u,v)} "
        r"\frac{1}{|R_{h,w}|} \frac{\partial L}{\partial y_{h,w}}",
    ),
    derivation=(
        Step(
            heading=Text(
                "Every pixel of a window has the same weight",
                "窓の中の画素は、どれも同じ重みを持つ",
            ),
            text=Text(
                "R is the set of pixels over which a window's mean is taken, |R| their number. A "
                "pixel outside the window has no part in it.",
                "窓が平均をとる画素の集合が R、その個数が |R| である。窓の外の画素は関係しない。",
            ),
            equation=(
                r"y_{h,w} = \frac{1}{|R_{h,w}|} \sum_{(u,v) \in R_{h,w}} x_{u,v}"
                "\n"
                r"\frac{\partial y_{h,w}}{\partial x_{u,v}} = \begin{cases} \frac{1}{|R_{h,w}|} & "
                r"((u,v) \in R_{h,w}) \\ 0 & ((u,v) \notin R_{h,w}) \end{cases}"
            ),
        ),
        Step(
            heading=Text(
                "A pixel collects from every window that it lies in",
                "画素は、自分を含むすべての窓から勾配を集める",
            ),
            text=Text(
                "The chain rule sums over all outputs; only the windows around (u, v) are left. "
                "Where windows overlap, several shares are added up.",
                "連鎖律はすべての出力についての和であり、(u, v) を含む窓だけが残る。"
                "窓が重なるところでは、複数の窓から届く分を足し合わせる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_{u,v}} = \sum_{R_{h,w} \ni (u,v)} "
                r"\frac{1}{|R_{h,w}|} \frac{\partial L}{\partial y_{h,w}}"
            ),
            check=Text(
                "dx agrees with finite differences, also where windows overlap.",
                "dx は数値微分と一致する。窓が重なる場合も同じである。",
            ),
        ),
        Step(
            heading=Text(
                "Nothing is lost on the way back",
                "逆伝播で、勾配の総量は変わらない",
            ),
            text=Text(
                "Each window hands out its gradient in |R| equal shares. A share that falls on "
                "padding is cut off; where the padding is not counted, none does.",
                "各窓は、勾配を |R| 等分して配る。"
                "パディングに配られた分は捨てられるが、パディングを数に含めない場合は、"
                "捨てられる分がない。",
            ),
            equation=(
                r"\sum_{u,v} \frac{\partial L}{\partial x_{u,v}} = \sum_{h,w} \frac{\partial "
                r"L}{\partial y_{h,w}}"
            ),
        ),
    ),
    shapes={"x": "(N, C, H, W)", "y": "(N, C, OH, OW)"},
    sources=(
        LENET,
        *POOLING,
    ),
    cases=(
        Case(
            "ordinary",
            inputs={"x": normal(2, 3, 4, 6)},
            upstream=normal(2, 3, 2, 3),
            config={"kernel_size": 2},
            images=_IMAGES,
        ),
        Case(
            "overlapping",
            inputs={"x": normal(2, 1, 7, 5)},
            upstream=normal(2, 1, 3, 2),
            config={"kernel_size": 3, "stride": 2},
            images=_IMAGES,
        ),
        Case(
            "padding_counted",
            inputs={"x": normal(1, 2, 7, 5)},
            upstream=normal(1, 2, 4, 3),
            config={"kernel_size": 3, "stride": 2, "padding": 1, "count_include_pad": True},
            images=_IMAGES,
        ),
        Case(
            "padding_not_counted",
            inputs={"x": normal(1, 2, 7, 5)},
            upstream=normal(1, 2, 4, 3),
            config={"kernel_size": 3, "stride": 2, "padding": 1, "count_include_pad": False},
            images=_IMAGES,
        ),
        Case(
            "rectangular",
            inputs={"x": normal(2, 3, 4, 5)},
            upstream=normal(2, 3, 5, 2),
            config={
                "kernel_size": (2, 3),
                "stride": (1, 2),
                "padding": (1, 0),
                "count_include_pad": False,
            },
            images=_IMAGES,
        ),
        Case(
            "gaps",
            inputs={"x": normal(1, 2, 5, 9)},
            upstream=normal(1, 2, 2, 3),
            config={"kernel_size": 2, "stride": 3},
            images=_IMAGES,
        ),
        Case(
            "defaults",
            inputs={"x": normal(2, 3, 5, 4)},
            upstream=normal(2, 3, 3, 2),
            config={"kernel_size": 2, "padding": (1, 0)},
            images=_IMAGES,
            ours=True,
        ),
        *AVG_2D,
    ),
    defaults=defaults(2, "Avg", "Average"),
    divergences=(
        Divergence(
            name="padding_counted_or_not",
            ja="パディングを数えるか",
            summary=Text(
                "At the border PyTorch divides by the whole window, zeros of the padding "
                "included; Keras divides by the pixels that are there. On an odd image with a "
                "kernel of 3 and a stride of 2, where 'same' is padding 1, this alone differs.",
                "縁の窓では、PyTorch はパディングの 0 も含めた窓全体の画素数で割り、"
                "Keras は実在する画素の数だけで割る。辺の長さが奇数でカーネル 3・ストライド 2 なら"
                " 'same' は padding=1 と一致し、違いはこの点だけになる。",
            ),
            reconciled=Text(
                "count_include_pad names the convention. In Keras, pad with zeros to count them; "
                "else divide by the average pooling of ones.",
                "count_include_pad で規約を選ぶ。Keras では、数に含めるなら 0 で"
                "明示的にパディングし、含めないなら 1 だけの画像の平均プーリングで割る。",
            ),
            source="torch.nn.AvgPool2d documentation, count_include_pad; "
            "keras.layers.AveragePooling2D on TensorFlow's avg_pool kernel",
            case="padding_not_counted",
            native={
                "torch": {
                    "callable": "torch.nn.AvgPool2d",
                    "kernel_size": 3,
                    "stride": 2,
                    "padding": 1,
                },
                "keras": {
                    "callable": "keras.layers.AveragePooling2D",
                    "pool_size": 3,
                    "strides": 2,
                    "padding": "same",
                },
            },
            quantity="y",
        ),
    ),
    conventions=(
        Convention(
            name="padding_not_counted",
            text=Text(
                "Padding is left out of the average, as in Keras; PyTorch counts it unless told "
                "otherwise.",
                "Keras と同じく、パディングを平均に含めない。PyTorch は既定で含める。",
            ),
            config={"count_include_pad": False},
        ),
    ),
    also_called=(
        "average_pooling",
        "avg_pool",
        "average_pooling2d",
        "avg_pooling",
        "average_pool2d",
    ),
    identities=(
        Identity(
            sibling="conv2d",
            text=Text(
                "It is a depthwise convolution whose weights are all 1 / (kh kw).",
                "すべての重みが 1 / (kh kw) の depthwise 畳み込みである。",
            ),
            case=Case(
                "equal_weights",
                inputs={"x": normal(2, 3, 12, 10)},
                upstream=normal(2, 3, 4, 5),
            ),
            left=evaluated("avg_pool2d", kernel_size=(3, 2)),
            right=_depthwise_with_equal_weights,
        ),
    ),
    mistakes=(
        Mistake(
            name="gradient_not_divided",
            ja="勾配を割らない",
            line="share = dy / self.n",
            wrong="share = dy",
            why=Text(
                "Each pixel moves the mean by 1/n of its own change, so it gets 1/n of dy.",
                "各画素は平均を自分の変化の 1/n だけ動かすので、受け取る勾配も dy の 1/n である。",
            ),
        ),
        Mistake(
            name="divided_by_the_rows_alone",
            ja="行数だけで割る",
            line="return kh * kw",
            wrong="return kh",
            why=Text(
                "A window has kh kw pixels, and the mean is over all of them.",
                "窓の画素数は kh kw であり、平均はそのすべてについてとる。",
            ),
        ),
        Mistake(
            name="padding_always_counted",
            ja="常にパディングを数える",
            line="if self.count_include_pad and not any(self.windows.beyond):",
            wrong="if True:",
            why=Text(
                "A mean over the real pixels has fewer of them at the border; dividing by the "
                "whole window darkens the border.",
                "実在する画素だけの平均では、縁の窓ほど画素数が少ない。"
                "窓全体の画素数で割ると縁が暗くなる。",
            ),
        ),
        Mistake(
            name="padding_never_counted",
            ja="パディングを数えない",
            line="return self.counted(self.count_include_pad, x.dtype)",
            wrong="return self.counted(False, x.dtype)",
            why=Text(
                "With count_include_pad the zeros of the padding are pixels like others.",
                "count_include_pad が真なら、パディングの 0 も通常の画素として数える。",
            ),
        ),
        Mistake(
            name="padding_not_cut_off",
            ja="パディングを切り落とさない",
            line="return self.cropped(dx)",
            wrong="return dx[:, :, : self.windows.size[0], : self.windows.size[1]]",
            why=Text(
                "The image stands in the middle of its padding, not at its beginning.",
                "画像はパディングの内側にあり、先頭から始まるわけではない。",
            ),
        ),
    ),
)
