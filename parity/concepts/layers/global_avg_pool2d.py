"""Global average pooling."""

from __future__ import annotations

from parity.concepts.layers._global_pooling import OWN_MEAN
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _one_window(of: Implementations, a: Arrays) -> Arrays:
    """Return pooling whose only window is the image, without the two axes of length 1."""
    pool = of("avg_pool2d")((4, 5))
    y = pool.forward(a["x"])[:, :, 0, 0]
    return {"y": y, "dx": pool.backward(a["dy"][:, :, None, None])}


GlobalAvgPool2d = Concept(
    kind="layer",
    order=16,
    syllabus=("3-4-3",),
    needs=("avg_pool2d",),
    title=Text("Global average pooling", "大域平均プーリング"),
    summary=Text(
        "Takes the mean of each channel's whole image; in place of dense layers it needs no "
        "parameters.",
        "チャネルごとに画像全体の平均をとる。全結合層の代わりに使えばパラメータが要らない。",
    ),
    why=Text(
        "At the end of a convolutional network, Flatten and dense layers hold most of the "
        "parameters, overfit, and fix the size of the image. The mean of each channel gives one "
        "number for each, has nothing to learn, and takes images of any size. Each channel then "
        "stands for one feature, or one class, wherever it appears in the image.",
        "畳み込みネットワークの末尾を平坦化と全結合層にすると、"
        "パラメータの大半がそこに集まって過学習しやすくなり、画像の大きさも固定される。"
        "チャネルごとの平均をとれば、チャネルあたり1つの値になる。"
        "学習するものはなく、どんな大きさの画像でも受け取れる。"
        "各チャネルは、画像のどこに現れたかによらず、1つの特徴または1つのクラスを表すようになる。",
    ),
    equation="y = mean of x over H and W",
    formula=(
        r"y_{n,c} = \frac{1}{H W} \sum_{h,w} x_{n,c,h,w}",
        r"\frac{\partial L}{\partial x_{n,c,h,w}} = \frac{1}{H W} \frac{\partial "
        r"L}{\partial y_{n,c}}",
    ),
    derivation=(
        Step(
            heading=Text(
                "Each pixel stands in one mean, with the weight 1 / (H W)",
                "各画素は1つの平均に、重み 1 / (H W) で入る",
            ),
            text=Text(
                "The sum over the image is linear, so the slope does not depend on the values.",
                "画像についての和は線形なので、傾きは画素の値によらない。",
            ),
            equation=r"\frac{\partial y_{n,c}}{\partial x_{n,c,h,w}} = \frac{1}{H W}",
        ),
        Step(
            heading=Text(
                "The gradient is spread evenly over the image",
                "勾配は、画像全体に均等に配られる",
            ),
            text=Text(
                "All pixels of a channel get the same share; other channels and other examples "
                "get none of it.",
                "同じチャネルの画素はすべて同じ大きさの勾配を受け取る。"
                "ほかのチャネルやほかのデータには配られない。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_{n,c,h,w}} = \frac{\partial L}{\partial y_{n,c}} "
                r"\frac{\partial y_{n,c}}{\partial x_{n,c,h,w}} = \frac{1}{H W} \frac{\partial "
                r"L}{\partial y_{n,c}}"
            ),
            check=Text(
                "The shares of a channel add up to the gradient that arrived: dx.sum(axis=(2, 3)) "
                "is dy.",
                "1つのチャネルについて合計すると、届いた勾配に戻る。"
                "dx.sum(axis=(2, 3)) は dy に等しい。",
            ),
        ),
    ),
    shapes={"x": "(N, C, H, W)", "y": "(N, C)"},
    sources=("Lin, Chen and Yan (2014), Network in network, ICLR, section 3.2",),
    cases=(
        Case(
            "ordinary",
            inputs={"x": normal(2, 3, 4, 5)},
            upstream=normal(2, 3),
            images=("x", "dx"),
        ),
        Case(
            "large_mean",
            inputs={"x": normal(3, 2, 5, 4, shift=5.0)},
            upstream=normal(3, 2),
            images=("x", "dx"),
        ),
        Case(
            "one_pixel_wide",
            inputs={"x": normal(4, 3, 5, 1)},
            upstream=normal(4, 3),
            images=("x", "dx"),
        ),
    ),
    also_called=(
        "global_average_pooling",
        "global_average_pooling2d",
        "global_avg_pool",
        "gap",
    ),
    identities=(
        Identity(
            sibling="avg_pool2d",
            text=Text(
                "It is average pooling whose one window is the whole image.",
                "窓を画像全体の大きさにした平均プーリングである。",
            ),
            case=Case(
                "one_window",
                inputs={"x": normal(2, 3, 4, 5)},
                upstream=normal(2, 3),
            ),
            left=evaluated("global_avg_pool2d"),
            right=_one_window,
        ),
    ),
    mistakes=(
        Mistake(
            name="gradient_not_divided",
            ja="勾配を割らない",
            line="share = dy / (height * width)",
            wrong="share = dy",
            why=Text(
                "Each of the H W pixels moves the mean by its share only.",
                "H W 個の画素は、それぞれ自分の持ち分だけ平均を動かす。",
            ),
        ),
        Mistake(
            name="divided_by_the_height_alone",
            ja="高さだけで割る",
            line="share = dy / (height * width)",
            wrong="share = dy / height",
            why=Text(
                "The mean is over both axes, so over H W pixels.",
                "平均は両方の軸についてとるので、画素数は H W である。",
            ),
        ),
        Mistake(
            name="sum_for_mean",
            ja="平均の代わりに和を使う",
            line="return x.mean(axis=(2, 3))",
            wrong="return x.sum(axis=(2, 3))",
            why=Text(
                "A sum grows with the image; the mean does not.",
                "和は画像の大きさとともに増えるが、平均はそうではない。",
            ),
        ),
        Mistake(
            name="divided_by_the_batch",
            ja="バッチサイズで割る",
            line="share = dy / (height * width)",
            wrong="share = dy / (n * height * width)",
            why=OWN_MEAN,
        ),
    ),
)
