"""Max pooling."""

from __future__ import annotations

from parity.concepts.layers._max_pool2d_derivation import DERIVATION
from parity.concepts.layers._pool2d_cases import MAX_2D
from parity.concepts.layers._pooling import defaults
from parity.concepts.layers._sources import POOLING
from parity.concepts.layers._ties import ties
from parity.describing.concept import Case, Concept, Convention, Divergence, Mistake, Text
from parity.describing.draw import normal, spaced
from parity.describing.identity import Arrays, Identity, Implementations

_IMAGES = ("x", "y", "dx")


def _behind_relu(of: Implementations, a: Arrays) -> Arrays:
    relu, pool = of("relu")(), of("max_pool2d")(2)
    y = pool.forward(relu.forward(a["x"]))
    return {"y": y, "dx": relu.backward(pool.backward(a["dy"]))}


def _before_relu(of: Implementations, a: Arrays) -> Arrays:
    relu, pool = of("relu")(), of("max_pool2d")(2)
    y = relu.forward(pool.forward(a["x"]))
    return {"y": y, "dx": pool.backward(relu.backward(a["dy"]))}


MaxPool2d = Concept(
    kind="layer",
    order=13,
    fast="layers.fast_max_pool2d.FastMaxPool2d",
    syllabus=("3-4-3",),
    needs=("output_size",),
    title=Text("Max pooling", "最大プーリング"),
    summary=Text(
        "Keeps the largest value of each window; the gradient goes to where it came from.",
        "窓ごとに最大値を取り出す。勾配は最大値を与えた画素だけに流れる。",
    ),
    why=Text(
        "In the next image the same feature lies one pixel further to the right, and the class "
        "should not change. Max pooling keeps how strongly a feature was found in each window and "
        "forgets where, so that small shifts change little. It makes the image smaller as well: "
        "what follows costs less, and each of its kernels sees more of the original. It has "
        "nothing to learn.",
        "同じ特徴が次の画像では1画素右にあっても、クラスは変わらないはずである。"
        "最大プーリングは、窓ごとに特徴がどれだけ強く現れたかを残し、"
        "窓の中のどこだったかを捨てる。そのため、小さなずれで出力がほとんど変わらない。"
        "画像も小さくなるので、後の計算が軽くなり、後のカーネルはもとの画像の広い範囲を見ることに"
        "なる。学習するパラメータはない。",
    ),
    equation="y = max of each window; OH = (H + 2 padding - kernel) // stride + 1",
    formula=(
        r"y_{h,w} = \max_{(u,v) \in R_{h,w}} x_{u,v}",
        r"(u^*, v^*)_{h,w} = \operatorname{argmax}_{(u,v) \in R_{h,w}} x_{u,v}",
        r"\frac{\partial L}{\partial x_{u,v}} = \sum_{(u^*,v^*)_{h,w} = (u,v)} "
        r"\frac{\partial L}{\partial y_{h,w}}",
    ),
    derivation=DERIVATION,
    shapes={"x": "(N, C, H, W)", "y": "(N, C, OH, OW)"},
    sources=(
        "Ranzato, Boureau and LeCun (2007), Sparse feature learning for deep belief networks",
        *POOLING,
    ),
    cases=(
        Case(
            "ordinary",
            inputs={"x": spaced(2, 3, 4, 6)},
            upstream=normal(2, 3, 2, 3),
            config={"kernel_size": 2},
            images=_IMAGES,
        ),
        Case(
            "overlapping",
            inputs={"x": spaced(2, 1, 7, 5)},
            upstream=normal(2, 1, 3, 2),
            config={"kernel_size": 3, "stride": 2},
            images=_IMAGES,
        ),
        Case(
            "padded_and_negative",
            inputs={"x": spaced(1, 2, 6, 8, shift=-14.0)},
            upstream=normal(1, 2, 3, 4),
            config={"kernel_size": 3, "stride": 2, "padding": 1},
            images=_IMAGES,
        ),
        Case(
            "rectangular",
            inputs={"x": spaced(2, 3, 4, 5)},
            upstream=normal(2, 3, 5, 2),
            config={"kernel_size": (2, 3), "stride": (1, 2), "padding": (1, 0)},
            images=_IMAGES,
        ),
        Case(
            "gaps",
            inputs={"x": spaced(1, 2, 5, 9)},
            upstream=normal(1, 2, 2, 3),
            config={"kernel_size": 2, "stride": 3},
            images=_IMAGES,
        ),
        Case(
            "rest_left_over",
            inputs={"x": spaced(2, 1, 5, 7)},
            upstream=normal(2, 1, 2, 3),
            config={"kernel_size": 2},
            images=_IMAGES,
        ),
        Case(
            "ties",
            inputs={"x": ties(1, 2, 3, 4, 6)},
            upstream=normal(2, 3, 2, 3),
            config={"kernel_size": 2},
            images=_IMAGES,
            kink=True,
        ),
        Case(
            "ties_of_overlapping_windows",
            inputs={"x": ties(2, 1, 2, 7, 5)},
            upstream=normal(1, 2, 4, 3),
            config={"kernel_size": 3, "stride": 2, "padding": 1},
            images=_IMAGES,
            kink=True,
        ),
        Case(
            "ties_of_the_whole_image",
            inputs={"x": ties(3, 2, 5, 3, 4)},
            upstream=normal(2, 5, 1, 1),
            config={"kernel_size": (3, 4)},
            images=_IMAGES,
            kink=True,
        ),
        *MAX_2D,
    ),
    defaults=defaults(2, "Max", "Max"),
    divergences=(
        Divergence(
            name="same_is_not_symmetric",
            ja="same のパディングは対称でない",
            summary=Text(
                "PyTorch pads both sides by the same number. Keras knows only 'valid' and 'same', "
                "and 'same' pads an even image for a kernel of 3 and a stride of 2 at the bottom "
                "and on the right alone: the shape is that of padding 1, the windows are not.",
                "PyTorch は両側に同じ数だけパディングする。Keras には 'valid' と 'same' しかなく、"
                "'same' は、辺の長さが偶数の画像にカーネル 3・ストライド 2 を適用すると、"
                "下側と右側だけにパディングする。出力の形状は padding=1 と同じだが、"
                "窓の位置がずれる。",
            ),
            reconciled=Text(
                "Pad explicitly with the least number before a 'valid' pooling.",
                "表現できる最小の数で明示的にパディングしてから、'valid' でプーリングする。",
            ),
            source="torch.nn.MaxPool2d documentation; TensorFlow's notes on padding in tf.nn",
            case="padded_and_negative",
            native={
                "torch": {
                    "callable": "torch.nn.MaxPool2d",
                    "kernel_size": 3,
                    "stride": 2,
                    "padding": 1,
                },
                "keras": {
                    "callable": "keras.layers.MaxPooling2D",
                    "pool_size": 3,
                    "strides": 2,
                    "padding": "same",
                },
            },
            quantity="y",
        ),
        Divergence(
            name="ties_over_the_whole_image",
            ja="画像全体での最大値の同点",
            summary=Text(
                "Over a whole image PyTorch's AdaptiveMaxPool2d(1) gives a tie's gradient to the "
                "first maximum, as every max pooling does; Keras' GlobalMaxPooling2D, a "
                "reduce_max, shares it.",
                "画像全体の最大値が複数ある場合、PyTorch の AdaptiveMaxPool2d(1) は、"
                "通常の最大プーリングと同じく最初の最大値だけに勾配を渡す。"
                "Keras の GlobalMaxPooling2D は reduce_max なので、勾配を等分する。",
            ),
            reconciled=Text(
                "A window of the image's size takes the first; global_max_pool2d shares, and is "
                "amax in PyTorch.",
                "画像と同じ大きさの窓による最大プーリングは最初の最大値を選ぶ。"
                "global_max_pool2d は等分し、PyTorch では amax に相当する。",
            ),
            source="torch.amax documentation, which names the difference from max; "
            "keras.layers.GlobalMaxPooling2D source",
            case="ties_of_the_whole_image",
            native={
                "torch": {"callable": "torch.nn.AdaptiveMaxPool2d", "output_size": 1},
                "keras": {"callable": "keras.layers.GlobalMaxPooling2D", "keepdims": True},
            },
            quantity="dx",
        ),
    ),
    conventions=(
        Convention(
            name="padded_with_zeros",
            text=Text(
                "Padding is 0 and takes part in the maximum, as in the book's im2col; PyTorch and "
                "Keras pad with minus infinity, so that padding never wins.",
                "教科書の im2col と同じく、パディングの 0 も最大値の候補になる。PyTorch と Keras は"
                "負の無限大で埋めるため、パディングが選ばれることはない。",
            ),
            like="padded_with_zeros",
        ),
        Convention(
            name="gradient_to_all_maxima",
            text=Text(
                "Where several elements are the maximum each gets the whole gradient, as "
                "(window == max) * dout gives it; PyTorch and Keras give it to the first.",
                "最大値が複数あるとき、(window == max) * dout のようにすべてへ勾配を渡す。"
                "PyTorch と Keras は最初の要素にだけ渡す。",
            ),
            like="gradient_to_all_maxima",
        ),
    ),
    also_called=(
        "pooling",
        "max_pooling",
        "max_pool",
        "max_pool_forward",
        "max_pool_forward_naive",
        "max_pooling2d",
    ),
    identities=(
        Identity(
            sibling="relu",
            text=Text(
                "It may change places with ReLU: neither order changes the result or a gradient.",
                "ReLU と順序を入れ替えてもよい。結果も勾配も変わらない。",
            ),
            case=Case(
                "places_changed",
                inputs={"x": normal(2, 3, 4, 6, apart=0.125)},
                upstream=normal(2, 3, 2, 3),
            ),
            left=_behind_relu,
            right=_before_relu,
        ),
    ),
    mistakes=(
        Mistake(
            name="padded_with_zeros",
            ja="0 で埋める",
            line="self.x = self.padded(x, -np.inf)",
            wrong="self.x = self.padded(x, 0.0)",
            why=Text(
                "Where a whole border is negative, a zero of the padding would be its maximum, "
                "and the gradient would be lost in it. The from-scratch code of courses does this.",
                "縁の値がすべて負のとき、パディングの 0 が最大値になり、"
                "勾配もそこへ消えてしまう。入門書の NumPy 実装に見られる誤りである。",
            ),
        ),
        Mistake(
            name="the_last_maximum_wins",
            ja="同点では最後の最大値が選ばれる",
            line="self.first = windows.argmax(axis=0)  # of equal maxima the first",
            wrong="self.first = len(windows) - 1 - windows[::-1].argmax(axis=0)",
            why=Text(
                "Of equal maxima the first in reading order takes the gradient, as argmax does; "
                "ReLU makes many such ties, at 0.",
                "最大値が複数あるときは、argmax と同じく、行優先の順で最初のものに勾配を渡す。"
                "ReLU の後では 0 どうしの同値が頻繁に起こる。",
            ),
        ),
        Mistake(
            name="gradient_to_all_maxima",
            ja="同点の最大値すべてに勾配を渡す",
            line="taken = np.where(self.first == k, dy, 0)  # with a product, infinite dy give NaN",
            wrong="taken = dy * (self.elements(self.x)[k] == self.y)",
            why=Text(
                "What is equal to the maximum is not always what was chosen: comparing with y "
                "alone gives a tie's gradient out twice.",
                "最大値に等しい画素が、選ばれた画素とは限らない。y と比べるだけでは、"
                "同値のときに勾配を二重に配ってしまう。",
            ),
        ),
        Mistake(
            name="overlapping_windows_overwrite",
            ja="重なるウィンドウが上書きする",
            line="element += taken  # a pixel may be the maximum of several windows",
            wrong="element[...] = taken",
            why=Text(
                "A pixel that is the maximum of several windows gets the sum of their gradients; "
                "an assignment keeps only the last.",
                "複数の窓で最大値になる画素には、それらの勾配の和が流れる。"
                "代入すると最後の窓の分しか残らない。",
            ),
        ),
        Mistake(
            name="padding_not_cut_off",
            ja="パディングを切り落とさない",
            line="return self.cropped(dx)",
            wrong="return dx[:, :, : self.windows.size[0], : self.windows.size[1]]",
            why=Text(
                "The image stands in the middle of its padding: without the offset the gradient "
                "comes back one pixel too far down and to the right.",
                "画像はパディングの内側にある。先頭から切り出すと、"
                "勾配が右下に1画素ずれて返ってくる。",
            ),
        ),
    ),
)
