"""Global max pooling."""

from __future__ import annotations

from parity.concepts.layers._global_pooling import BY_SIGN, TIES_SHARE
from parity.concepts.layers._ties import ties
from parity.describing.concept import Case, Concept, Convention, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, spaced
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _one_window(of: Implementations, a: Arrays) -> Arrays:
    """Return pooling whose only window is the image, without the two axes of length 1."""
    pool = of("max_pool2d")((4, 5))
    y = pool.forward(a["x"])[:, :, 0, 0]
    return {"y": y, "dx": pool.backward(a["dy"][:, :, None, None])}


GlobalMaxPool2d = Concept(
    kind="layer",
    order=15,
    syllabus=("3-4-3",),
    needs=("max_pool2d",),
    title=Text("Global max pooling", "大域最大プーリング"),
    summary=Text(
        "Keeps the largest value of each channel's whole image. Equal maxima share the gradient.",
        "チャネルごとに画像全体の最大値を取り出す。最大値が複数あれば勾配を等分する。",
    ),
    why=Text(
        "To say whether something is in an image, it is enough that it shows at one place. Global "
        "max pooling keeps the strongest response of each channel, wherever it is, and so gives "
        "one number for each channel from an image of any size. A mean over the whole image would "
        "thin out what fills only a few pixels; in return, only the strongest place learns.",
        "画像に何かが写っているかどうかを判定するには、どこか1か所に現れていれば十分である。"
        "大域最大プーリングは、位置を問わずチャネルごとに最も強い応答を取り出す。"
        "画像の大きさによらず、チャネルあたり1つの値が得られる。"
        "画像全体の平均では、数画素にしか現れないものは薄まってしまう。"
        "その代わり、最も強い位置しか学習しない。",
    ),
    equation="y = max of x over H and W",
    formula=(
        r"y_{n,c} = \max_{h,w} x_{n,c,h,w}",
        r"\frac{\partial L}{\partial x_{n,c,h,w}} = \begin{cases} "
        r"\frac{1}{k}\frac{\partial L}{\partial y_{n,c}} & x_{n,c,h,w} = y_{n,c} \\ 0 & "
        r"x_{n,c,h,w} < y_{n,c} \end{cases}",
        r"k = |\{(h,w) : x_{n,c,h,w} = y_{n,c}\}|",
    ),
    derivation=(
        Step(
            heading=Text(
                "Only what equals the maximum moves it",
                "最大値を動かすのは、最大値をとる画素だけである",
            ),
            text=Text(
                "With one maximum, y follows that pixel one to one. Any other may move a little "
                "without a trace.",
                "最大値をとる画素が1つなら、y はその画素と同じだけ動く。"
                "ほかの画素が少し動いても y は変わらない。",
            ),
            equation=r"y_{n,c} = \max_{h,w} x_{n,c,h,w}",
        ),
        Step(
            heading=Text(
                "k equal maxima share the slope",
                "同じ最大値が k 個あれば、傾きを分け合う",
            ),
            text=Text(
                "Moved together, they move y one to one, so their slopes add up to 1; and none of "
                "them is more of a maximum than another. PyTorch's amax and TensorFlow's "
                "reduce_max share it in the same way.",
                "k 個をそろって動かすと y は同じだけ動くので、傾きの和は 1 になる。"
                "どれかを特別扱いする理由もない。"
                "PyTorch の amax、TensorFlow の reduce_max も同じように等分する。",
            ),
            equation=(
                r"\frac{\partial y_{n,c}}{\partial x_{n,c,h,w}} = \begin{cases} \frac{1}{k} & "
                r"x_{n,c,h,w} = y_{n,c} \\ 0 & x_{n,c,h,w} < y_{n,c} \end{cases}"
            ),
            check=Text(
                "The case ties: the shares of each channel add up to dy.",
                "ケース ties では、チャネルごとの dx の合計が dy になる。",
            ),
        ),
        Step(
            heading=Text(
                "Together: the gradient goes to the strongest place alone",
                "まとめると、勾配は最も強い位置だけに届く",
            ),
            text=Text(
                "The forward pass keeps x and y, so that the backward pass finds the place again.",
                "順伝播で x と y を覚えておき、逆伝播でその位置を探し直す。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_{n,c,h,w}} = \frac{\partial L}{\partial y_{n,c}} "
                r"\frac{\partial y_{n,c}}{\partial x_{n,c,h,w}}"
            ),
        ),
    ),
    shapes={"x": "(N, C, H, W)", "y": "(N, C)"},
    sources=(
        "Oquab, Bottou, Laptev and Sivic (2015), Is object localization for free?, CVPR, section 3",
    ),
    cases=(
        Case(
            "ordinary",
            inputs={"x": spaced(2, 3, 4, 5)},
            upstream=normal(2, 3),
            images=("x", "dx"),
        ),
        Case(
            "negative",
            inputs={"x": spaced(3, 4, 5, 2, shift=-20.0)},
            upstream=normal(3, 4),
            images=("x", "dx"),
        ),
        Case(
            "ties",
            inputs={"x": ties(4, 3, 2, 4, 5)},
            upstream=normal(3, 2),
            images=("x", "dx"),
            kink=True,
        ),
    ),
    conventions=(
        Convention(
            name="every_maximum_takes_all",
            text=Text(
                "Equal maxima of an image each get the whole gradient; in PyTorch and Keras they "
                "share it.",
                "画像の中に同じ最大値が複数あると、それぞれが勾配の全額を受け取る。"
                "PyTorch と Keras では分け合う。",
            ),
            like="every_maximum_takes_all",
        ),
    ),
    also_called=(
        "global_max_pooling",
        "global_max_pooling2d",
        "global_max_pool",
    ),
    identities=(
        Identity(
            sibling="max_pool2d",
            text=Text(
                "It is max pooling whose one window is the whole image.",
                "窓を画像全体の大きさにした最大プーリングである。",
            ),
            case=Case(
                "one_window",
                inputs={"x": spaced(2, 3, 4, 5)},
                upstream=normal(2, 3),
            ),
            left=evaluated("global_max_pool2d"),
            right=_one_window,
        ),
    ),
    mistakes=(
        Mistake(
            name="every_maximum_takes_all",
            ja="最大値のすべてが全勾配を受け取る",
            line="share = dy / n_max",
            wrong="share = dy",
            why=TIES_SHARE,
        ),
        Mistake(
            name="maximum_over_the_rows_alone",
            ja="行方向にしか最大をとらない",
            line="is_max = self.x == self.y[:, :, None, None]",
            wrong="is_max = self.x == self.x.max(axis=2, keepdims=True)",
            why=Text(
                "Only the maximum of the whole image moved y, not that of each column.",
                "y を決めたのは画像全体の最大値だけであり、各列の最大値ではない。",
            ),
        ),
        Mistake(
            name="gradient_spread_evenly",
            ja="勾配を均等に配る",
            line="return np.where(is_max, share[:, :, None, None], 0)",
            wrong="return np.ones_like(self.x) * (dy / self.x[0, 0].size)[:, :, None, None]",
            why=Text(
                "That is the mean's gradient: a pixel below the maximum does not move y.",
                "これは平均の勾配である。最大値でない画素は y を動かさない。",
            ),
        ),
        Mistake(
            name="largest_absolute_value",
            ja="絶対値の最大をとる",
            line="self.y = self.x.max(axis=(2, 3))",
            wrong="self.y = np.abs(self.x).max(axis=(2, 3))",
            why=BY_SIGN,
        ),
    ),
)
