"""The two-dimensional convolution as it is taught: im2col and one matrix product."""

from __future__ import annotations

from typing import Any

from parity.describing.concept import Case, Concept, Mistake, Text, Weight
from parity.describing.draw import normal


def _case(
    name: str,
    x: tuple[int, int, int, int],
    W: tuple[int, int, int, int],
    y: tuple[int, int],
    bias: bool = True,
    **config: Any,
) -> Case:
    """Return a case with the shapes of x and W, and (OH, OW) of y."""
    n_out, n_in, kh, kw = W
    return Case(
        name,
        inputs={"x": normal(*x)},
        params={"W": normal(*W), "b": normal(n_out)} if bias else {"W": normal(*W)},
        upstream=normal(x[0], n_out, *y),
        config={"n_in": n_in, "n_out": n_out, "kernel_size": (kh, kw), **config},
        images=("x", "y", "dx"),
    )


Conv2dIm2col = Concept(
    kind="layer",
    order=31,
    syllabus=("3-4-1",),
    needs=("conv2d", "im2col", "col2im"),
    title=Text("Convolution by im2col", "im2col による畳み込み層"),
    summary=Text(
        "The convolution as it is taught: the windows of the whole batch as the rows of one "
        "matrix, times the kernels. Easy to read; the large matrix makes it slow.",
        "教科書的な畳み込みの実装。バッチ全体のウィンドウを1つの行列に並べ、カーネルとの行列積をとる。"
        "読みやすいが、行列が大きいため遅い。",
    ),
    equation="y = im2col(x) W^T + b",
    formula=(
        r"C = \operatorname{im2col}(x), \quad y = C W^\top + b",
        r"\frac{\partial L}{\partial W} = \frac{\partial L}{\partial y}^\top C, \quad "
        r"\frac{\partial L}{\partial b} = \sum_{n,h,w} \frac{\partial L}{\partial y_{n,h,w}}",
        r"\frac{\partial L}{\partial x} = \operatorname{col2im}\left(\frac{\partial "
        r"L}{\partial y} W\right)",
    ),
    shapes={
        "x": "(N, n_in, H, W)",
        "W": "(n_out, n_in, kh, kw)",
        "b": "(n_out,)",
        "y": "(N, n_out, OH, OW)",
    },
    sources=(
        "Chellapilla, Puri and Simard (2006), High performance convolutional neural networks for "
        "document processing, section 2.1",
    ),
    weights={
        "W": Weight(torch="weight", keras="kernel", keras_layout="hwio"),
        "b": Weight(torch="bias", keras="bias"),
    },
    cases=(
        _case("plain", (2, 3, 4, 5), (5, 3, 2, 4), (3, 2)),
        _case("stride_2", (2, 1, 8, 5), (4, 1, 3, 2), (3, 2), stride=2),
        _case("padding", (2, 3, 5, 4), (6, 3, 1, 2), (7, 5), padding=1),
        _case("stride_and_padding", (2, 1, 4, 6), (5, 1, 3, 2), (3, 5), stride=2, padding=2),
        _case("no_bias", (3, 2, 4, 5), (4, 2, 3, 1), (2, 5), False, use_bias=False),
    ),
    also_called=("convolution_im2col",),
    mistakes=(
        Mistake(
            name="output_transpose_forgotten",
            line="return y.transpose(0, 3, 1, 2)",
            wrong="return y.reshape(self.y_shape)",
            why=Text(
                "The rows of the product are pixels and its columns channels: (N, OH, OW, n_out). "
                "reshape gives the right shape, with channels and pixels mixed up.",
                "行列積の行は画素、列はチャネルなので、軸は (N, OH, OW, n_out) である。"
                "reshape では形は合うが、チャネルと画素が入り乱れる。",
            ),
        ),
        Mistake(
            name="upstream_transpose_forgotten",
            line="dy_rows = dy.transpose(0, 2, 3, 1).reshape(-1, len(W))",
            wrong="dy_rows = dy.reshape(-1, len(W))",
            why=Text(
                "dy is (N, n_out, OH, OW): the channels must come last before the pixels can "
                "become rows.",
                "dy の軸は (N, n_out, OH, OW) である。"
                "画素を行にする前に、チャネルを最後の軸に移さなければならない。",
            ),
        ),
        Mistake(
            name="bias_gradient_averaged",
            line='self.grads["b"] = dy_rows.sum(axis=0)',
            wrong='self.grads["b"] = dy_rows.mean(axis=0)',
            why=Text(
                "b is added to every pixel of every image, so db is the sum over them all.",
                "b は全画像の全画素に足されるので、db はそのすべてにわたる和である。",
            ),
        ),
        Mistake(
            name="weight_gradient_divided_by_the_batch",
            line="dW_rows = dy_rows.T @ self.col",
            wrong="dW_rows = dy_rows.T @ self.col / len(dy)",
            why=Text(
                "The loss has already divided by the batch size.",
                "バッチサイズによる割り算は損失の中で済んでいる。",
            ),
        ),
        Mistake(
            name="kernel_flattened_in_another_order",
            line="W_rows = W.reshape(len(W), W[0].size)",
            wrong="W_rows = np.moveaxis(W, 1, 3).reshape(len(W), W[0].size)",
            why=Text(
                "A row of col goes through channel, height, width, and so must a row of W.",
                "col の1行はチャネル・高さ・幅の順なので、W の行も同じ順でなければならない。",
            ),
        ),
    ),
)
