"""The layer between images and dense layers."""

from __future__ import annotations

from parity.concepts.layers._sources import LENET
from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations


def _before_a_dense_layer(of: Implementations, a: Arrays) -> Arrays:
    """Return a dense layer of the flattened image; each unit's weights are a kernel, laid out."""
    flatten, dense = of("flatten")(), of("dense")(24, 5)
    dense.params.update(W=a["W"].reshape(5, 24).T, b=a["b"])
    y = dense.forward(flatten.forward(a["x"]))
    dx = flatten.backward(dense.backward(a["dy"]))
    dW = dense.grads["W"].T.reshape(a["W"].shape)
    return {"y": y, "dx": dx, "dW": dW, "db": dense.grads["b"]}


def _kernel_as_large_as_the_image(of: Implementations, a: Arrays) -> Arrays:
    conv = of("conv2d")(2, 5, (3, 4))
    conv.params.update(W=a["W"], b=a["b"])
    y = conv.forward(a["x"])[:, :, 0, 0]
    dx = conv.backward(a["dy"][:, :, None, None])
    return {"y": y, "dx": dx, "dW": conv.grads["W"], "db": conv.grads["b"]}


Flatten = Concept(
    kind="layer",
    order=19,
    syllabus=("3-4-1",),
    needs=("dense", "conv2d"),
    title=Text("Flatten", "平坦化(Flatten)"),
    summary=Text(
        "Makes one row of each image. No number changes, but their order depends on the layout.",
        "画像を1本のベクトルに並べ直す。値は変わらないが、並び順はメモリ配置の規約による。",
    ),
    why=Text(
        "A convolution gives channels of images, a dense layer takes one row of numbers for each "
        "example. Flatten stands between the two: it writes all numbers of an example in one row "
        "and changes none of them. Their order matters, because the weights that follow belong to "
        "places in the row; weights that are carried to another framework must follow its order.",
        "畳み込み層の出力は複数チャネルの画像であり、全結合層の入力はデータ1件につき1本のベクトル"
        "である。平坦化はその間に入り、1件分の値をすべて1列に並べる。"
        "値は変わらないが、後ろの重みは並びの位置と結び付いているので、順序には意味がある。"
        "別のフレームワークに重みを移すときは、その並び順に合わせなければならない。",
    ),
    equation="y[n, (c H + h) W + w] = x[n, c, h, w]",
    formula=(
        r"y_{n,\,(c H + h) W + w} = x_{n,c,h,w}",
        r"\frac{\partial L}{\partial x_{n,c,h,w}} = \frac{\partial L}{\partial y_{n,\,(c "
        r"H + h) W + w}}",
    ),
    derivation=(
        Step(
            heading=Text(
                "Every number of x has one place in the row",
                "x の各要素は、列の中に1つの位置を持つ",
            ),
            text=Text(
                "A channel takes H W places, a row of the image W: with c channels and h rows "
                "before it, x at (c, h, w) comes to the place (c H + h) W + w.",
                "1つのチャネルは H W 個、画像の1行は W 個の位置を占める。"
                "前に c 個のチャネルと h 本の行があるので、(c, h, w) の値は (c H + h) W + w 番目に"
                "来る。",
            ),
            equation=r"y_{n,\,(c H + h) W + w} = x_{n,c,h,w}",
        ),
        Step(
            heading=Text(
                "Each gradient goes back to where its number came from",
                "勾配は、それぞれの値の元の位置に戻る",
            ),
            text=Text(
                "The slope is 1 at that place and 0 at all others, so of the chain rule's sum one "
                "term is left: a reshape to the shape of x.",
                "傾きはその位置で 1、ほかでは 0 なので、連鎖律の和は1項だけになる。"
                "つまり x の形に戻す reshape である。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_{n,c,h,w}} = \frac{\partial L}{\partial y_{n,\,(c "
                r"H + h) W + w}}"
            ),
            check=Text(
                "dx has the shape of x, and holds the numbers of dy.",
                "dx は x と同じ形で、中身は dy の値である。",
            ),
        ),
    ),
    shapes={"x": "(N, C, H, W) or (N, ...)", "y": "(N, C H W)"},
    sources=(LENET,),
    cases=(
        Case(
            "images",
            inputs={"x": normal(2, 3, 4, 5)},
            upstream=normal(2, 60),
            images=("x", "dx"),
            keras_layouts={"y": "flatten_columns:3,4,5"},
        ),
        Case("axes_as_they_are", inputs={"x": normal(3, 2, 5, 4)}, upstream=normal(3, 40)),
        Case("sequences", inputs={"x": normal(4, 3, 5)}, upstream=normal(4, 15)),
        Case("already_flat", inputs={"x": normal(3, 7)}, upstream=normal(3, 7)),
    ),
    divergences=(
        Divergence(
            name="channels_first_or_last",
            ja="チャネルが先か後か",
            summary=Text(
                "PyTorch flattens (C, H, W) in that order, channel by channel. Keras' order is "
                "always (H, W, C), pixel by pixel: given channels-first images it moves the "
                "channels before it flattens.",
                "PyTorch は (C, H, W) の順に、チャネルごとに並べる。Keras は常に (H, W, C) の順、"
                "つまり画素ごとに並べる。channels_first の画像を与えても、"
                "チャネルを最後の軸に移してから平坦化する。",
            ),
            reconciled=Text(
                "Permute the rows of the Dense weights that follow, from CHW to HWC; or the "
                "columns of y, as here.",
                "直後の全結合層の重みの行を CHW から HWC の順に並べ替える。"
                "ここでは y の列を並べ替えて比べる。",
            ),
            source="torch.nn.Flatten documentation; keras.layers.Flatten source, data_format",
            case="axes_as_they_are",
            native={
                "torch": {},
                "keras": {"callable": "keras.layers.Flatten", "data_format": "channels_first"},
            },
            quantity="y",
        ),
    ),
    also_called=("flatten_layer",),
    identities=(
        Identity(
            sibling="conv2d",
            text=Text(
                "Flatten and a dense layer are a convolution whose kernel is as large as the "
                "image.",
                "Flatten のあとに全結合層を置くのは、"
                "カーネルが画像と同じ大きさの畳み込みと同じである。",
            ),
            case=Case(
                "kernel_as_large_as_the_image",
                inputs={"x": normal(6, 2, 3, 4)},
                params={"W": normal(5, 2, 3, 4), "b": normal(5)},
                upstream=normal(6, 5),
            ),
            left=_before_a_dense_layer,
            right=_kernel_as_large_as_the_image,
        ),
    ),
    mistakes=(
        Mistake(
            name="channels_moved_last",
            ja="チャネルを最後に移す",
            line="return x.reshape(n, m).copy()  # a view would change with x",
            wrong="return np.moveaxis(x, 1, -1).reshape(n, m)",
            why=Text(
                "That is the order of channels-last images: Dense weights trained after one order "
                "are wrong after the other.",
                "これはチャネルを最後に置く画像の並び順である。一方の順で学習した"
                "全結合層の重みは、もう一方の順では使えない。",
            ),
        ),
        Mistake(
            name="columns_first",
            ja="列優先で並べる",
            line="return x.reshape(n, m).copy()  # a view would change with x",
            wrong='return x.reshape(n, m, order="F")',
            why=Text(
                "The last axis moves fastest (row-major), not the first.",
                "行優先では最後の軸が最も速く動く。最初の軸から動かすのは列優先である。",
            ),
        ),
        Mistake(
            name="examples_mixed",
            ja="事例が混ざる",
            line="return x.reshape(n, m).copy()  # a view would change with x",
            wrong="return x.reshape(m, n).T",
            why=Text(
                "The shape fits, but each row now holds numbers of several examples.",
                "形状は合うが、各行に複数のデータの値が混ざってしまう。",
            ),
        ),
        Mistake(
            name="transposed_on_the_way_back",
            ja="逆伝播で転置する",
            line="dx = dy.reshape(self.shape)",
            wrong="dx = np.moveaxis(dy.reshape(n, *self.shape[2:], self.shape[1]), -1, 1)",
            why=Text(
                "Backward must undo forward: the gradient was in the order of x, (C, H, W).",
                "逆伝播は順伝播の逆の並べ替えである。勾配は x と同じ (C, H, W) の順に並んでいる。",
            ),
        ),
    ),
)
