"""Undoing max pooling."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, single, spaced, values
from parity.describing.identity import Arrays, Identity, Implementations

_FORWARD = r"y_{n,c,p} = \sum_o [\,q_{n,c,o} = p\,]\, x_{n,c,o}"
_BACKWARD = r"\frac{\partial L}{\partial x_{n,c,o}} = \frac{\partial L}{\partial y_{n,c,q_{n,c,o}}}"


def _places(
    shape: tuple[int, int, int, int],
    size: tuple[int, int],
    kernel: tuple[int, int],
    stride: tuple[int, int],
    padding: tuple[int, int] = (0, 0),
) -> Draw:
    """Draw a pixel within each window: where a pooling could have found its maximum."""

    def make(rng: np.random.Generator) -> np.ndarray:
        along = []
        for axis, n in enumerate(size):
            begin = np.arange(shape[2 + axis]) * stride[axis] - padding[axis]
            begin = begin[:, None] if axis == 0 else begin
            inside = begin + rng.integers(0, kernel[axis], shape)
            along.append(np.clip(inside, 0, n - 1))
        return (along[0] * size[1] + along[1]).astype(np.intp)

    return Draw("places", shape, make)


def _case(
    name: str,
    shape: tuple[int, int, int, int],
    size: tuple[int, int],
    kernel: tuple[int, int] = (2, 2),
    stride: tuple[int, int] | None = None,
    **config: Any,
) -> Case:
    """Return a case of windows that do not overlap, so that no two maxima share a pixel."""
    pad = config.get("padding", 0)
    pads = (pad, pad) if isinstance(pad, int) else pad
    return Case(
        name,
        inputs={
            "x": normal(*shape),
            "indices": _places(shape, size, kernel, stride or kernel, pads),
        },
        upstream=normal(*shape[:2], *size),
        config={
            "kernel_size": kernel if kernel[0] != kernel[1] else kernel[0],
            **({} if stride is None else {"stride": stride}),
            **config,
        },
        differentiable=("x",),
        images=("x", "indices", "y", "dx"),
    )


_AT = (
    ((20, 20, 15, 6), (20, 31, 31, 44)),
    ((0, 4, 4, 25), (37, 39, 23, 25)),
    ((10, 12, 24, 24), (29, 29, 24, 24)),
)
"""Where windows of 3 with a stride of 2 have their maxima in images of 5×9: some share them."""


def _overlapping(name: str, repeated: str, x: Draw) -> Case:
    return Case(
        name,
        inputs={"x": x, "indices": values(np.array([_AT], dtype=np.intp))},
        upstream=normal(1, 3, 5, 9),
        config={"kernel_size": 3, "stride": 2, "repeated": repeated},
        differentiable=("x",),
        images=("x", "indices", "y", "dx"),
        kink=repeated == "placed",
    )


def _one_number_for_each_place(rng: np.random.Generator) -> np.ndarray:
    """Return numbers of which those that share a pixel are the same, as after a pooling."""
    numbers = single(rng.standard_normal((1, 3, 45)))
    return np.take_along_axis(numbers, np.reshape(_AT, (1, 3, 8)), axis=2).reshape(1, 3, 2, 4)


def _pooled_and_back(of: Implementations, a: Arrays) -> Arrays:
    _, indices = of("max_pool2d")(2, return_indices=True).forward(a["x"])
    return {"y": of("max_unpool2d")(2).forward(a["g"], indices)}


def _way_back_of_pooling(of: Implementations, a: Arrays) -> Arrays:
    pool = of("max_pool2d")(2)
    pool.forward(a["x"])
    return {"y": pool.backward(a["g"])}


MaxUnpool2d = Concept(
    kind="layer",
    order=15,
    syllabus=("4-3-1", "3-4-3"),
    needs=("max_pool2d",),
    title=Text("Max unpooling", "最大アンプーリング"),
    summary=Text(
        "Puts every number at the place where max pooling found its maximum; everywhere else it "
        "writes 0.",
        "最大プーリングが最大値を見つけた位置に値を戻し、ほかの画素は 0 にする。",
    ),
    why=Text(
        "A network that labels every pixel must come back from the small maps to the size of the "
        "image. Pooling has thrown away where in each window the maximum stood, and upsampling "
        "spreads every number over the whole window: edges blur. SegNet keeps the places of the "
        "maxima, one small number each, and puts what the decoder computed exactly there; "
        "convolutions then fill the holes. Nothing is learned. Zeiler and Fergus used the same to "
        "see which pixels a feature answers to.",
        "画素ごとにラベルを付けるネットワークは、小さな特徴マップを画像の大きさに戻す必要がある。"
        "プーリングは、最大値が窓のどこにあったかを捨ててしまう。アップサンプリングで戻すと、"
        "値が窓全体に広がって輪郭がぼやける。SegNet は最大値の位置を覚えておき、デコーダが計算した"
        "値をちょうどその位置に戻す。空いた画素は後の畳み込みが埋める。学習するものはない。"
        "Zeiler と Fergus は、特徴がどの画素に反応したかを見るために同じ方法を使った。",
    ),
    equation="y[n, c, indices[n, c, i, j]] = x[n, c, i, j]; 0 elsewhere",
    formula=(_FORWARD, _BACKWARD),
    derivation=(
        Step(
            heading=Text(
                "A pixel of y is a number of x, or nothing", "y の画素は、x の値か 0 である"
            ),
            text=Text(
                "o counts the windows, p the pixels of a channel's image, and q is the pixel at "
                "which the window o had its maximum. The bracket is 1 where what it says is true.",
                "o は窓、p は1つのチャネルの画素の番号で、q は窓 o の最大値があった画素である。"
                "角括弧は、中の式が成り立てば 1、そうでなければ 0 を表す。",
            ),
            equation=_FORWARD,
        ),
        Step(
            heading=Text(
                "So a number of x gets what arrives at its pixel",
                "そのため x の値には、戻した画素に届いた勾配がそのまま渡る",
            ),
            text=Text(
                "It moves y at one pixel, and there with a slope of 1. The gradient of all other "
                "pixels is dropped: they hold zeros, whatever x is.",
                "x の値が動かすのは y の1画素だけで、その傾きは 1 である。ほかの画素は x に"
                "よらず 0 なので、そこに届いた勾配は捨てられる。",
            ),
            equation=_BACKWARD,
            check=Text(
                "It is what max pooling does forwards: it picks the pixels q.",
                "最大プーリングの順伝播と同じく、画素 q の値を取り出すことになる。",
            ),
        ),
    ),
    shapes={
        "x": "(N, C, OH, OW)",
        "indices": "(N, C, OH, OW)",
        "y": "(N, C, H, W)",
    },
    sources=(
        "torch.nn.MaxUnpool2d documentation",
        "Zeiler and Fergus (2014), Visualizing and understanding convolutional networks, section "
        "2.1",
        "Badrinarayanan, Kendall and Cipolla (2017), SegNet, section 3",
    ),
    cases=(
        _case("ordinary", (1, 3, 2, 4), (4, 8)),
        _case("rectangular", (2, 3, 4, 1), (8, 3), (2, 3)),
        _case("stride_and_padding", (2, 1, 3, 4), (4, 6), (2, 2), (2, 2), padding=1),
        _case("gaps", (1, 3, 4, 2), (11, 6), (2, 3), (3, 4), padding=(0, 1), out_size=(11, 6)),
        _case("rest_left_over", (1, 3, 4, 2), (9, 5), out_size=(9, 5)),
        _overlapping(
            "overlapping", "placed", Draw("shared", (1, 3, 2, 4), _one_number_for_each_place)
        ),
        _overlapping("overlapping_added", "added", spaced(1, 3, 2, 4)),
    ),
    defaults=(
        Default("stride", None, torch=("torch.nn.MaxUnpool2d", "stride", None)),
        Default("padding", 0, torch=("torch.nn.MaxUnpool2d", "padding", 0)),
    ),
    divergences=(
        Divergence(
            name="overlapping_windows",
            ja="窓が重なる場合",
            summary=Text(
                "Where windows overlap, a pixel may be the maximum of several. PyTorch writes its "
                "number once; code with tf.scatter_nd, as most layers for Keras have it, adds, so "
                "the pixel gets it twice. Keras itself has no such layer.",
                "窓が重なると、1つの画素が複数の窓の最大値になりうる。PyTorch は値を1回だけ書く。"
                "Keras 用のコードに多い tf.scatter_nd は足し込むので、値が2倍になる。Keras "
                "自身にはこの層がない。",
            ),
            reconciled=Text(
                'repeated="placed" or "added" says which. In TensorFlow the first is '
                "tf.tensor_scatter_nd_update.",
                'repeated を "placed" または "added" に指定する。TensorFlow では前者は '
                "tf.tensor_scatter_nd_update にあたる。",
            ),
            source="torch.nn.MaxUnpool2d documentation, the note on repeated indices; "
            "tf.scatter_nd documentation: updates with the same index are added",
            case="overlapping",
            native={"torch": {"repeated": "placed"}, "keras": {"repeated": "added"}},
            quantity="y",
        ),
    ),
    also_called=("unpooling", "max_unpooling", "unpool", "unpooling2d", "max_unpooling2d"),
    identities=(
        Identity(
            sibling="max_pool2d",
            text=Text(
                "With a gradient for x it is the way back of the pooling that gave the indices.",
                "x に勾配を渡せば、indices を返した最大プーリングの逆伝播そのものである。",
            ),
            case=Case(
                "way_back_of_pooling",
                inputs={"x": spaced(2, 3, 4, 6), "g": normal(2, 3, 2, 3)},
                upstream=normal(2, 3, 4, 6),
            ),
            left=_pooled_and_back,
            right=_way_back_of_pooling,
        ),
    ),
    mistakes=(
        Mistake(
            name="one_channels_places_for_all",
            ja="全チャネルで同じ位置に戻す",
            line="self.place = indices.reshape(*x.shape[:2], n)  # which of the channel's pixels",
            wrong="self.place = np.repeat(indices[:, :1], x.shape[1], 1).reshape(*x.shape[:2], -1)",
            why=Text(
                "Each channel has its maxima at places of its own.",
                "最大値の位置はチャネルごとに異なる。",
            ),
        ),
        Mistake(
            name="counted_column_by_column",
            ja="画素を列ごとに数える",
            line="self.place = indices.reshape(*x.shape[:2], n)  # which of the channel's pixels",
            wrong="self.place = (indices % height * width + indices // height)"
            ".reshape(*x.shape[:2], -1)",
            why=Text(
                "The indices count row by row: the row is their quotient by the width, the column "
                "the remainder.",
                "indices は行ごとに数えた番号である。幅で割った商が行、余りが列になる。",
            ),
        ),
        Mistake(
            name="gradient_of_the_first_pixels",
            ja="先頭の画素から勾配を取る",
            line="return pixels[self.n, self.c, self.place].reshape(self.x_shape)",
            wrong="return pixels[:, :, : self.place.shape[2]].reshape(self.x_shape)",
            why=Text(
                "What comes back to a number is the gradient at its own place, not at the pixel "
                "of the same number.",
                "値に戻るのは、その値を置いた画素の勾配である。同じ番号の画素の勾配ではない。",
            ),
        ),
        Mistake(
            name="windows_side_by_side",
            ja="ストライドを無視して大きさを求める",
            line="height, width = ((n - 1) * s - 2 * p + k for n, k, s, p in along)",
            wrong="height, width = (n * k - 2 * p for n, k, s, p in along)",
            why=Text(
                "From one window to the next it is a stride; only the last one adds its whole "
                "width.",
                "窓から窓まではストライドの分だけ進む。幅がそのまま加わるのは最後の窓だけである。",
            ),
        ),
        Mistake(
            name="padding_not_taken_off",
            ja="パディングの分を引かない",
            line="height, width = ((n - 1) * s - 2 * p + k for n, k, s, p in along)",
            wrong="height, width = ((n - 1) * s + k for n, k, s, p in along)",
            why=Text(
                "The windows of the pooling covered its padding too, which is no part of the "
                "image.",
                "プーリングの窓はパディングも覆っていたが、パディングは画像の一部ではない。",
            ),
        ),
    ),
)
