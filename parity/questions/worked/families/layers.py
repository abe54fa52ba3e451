"""Layers forwards and backwards, on arrays of the size of a hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.describing.text import Text
from parity.questions.worked.problem import (
    Draws,
    Problem,
    Wrong,
    listed,
    ours,
    shown,
    slips,
    worked,
)


def _matrix(rows: Any) -> str:
    return "[" + ", ".join(f"[{listed([float(x) for x in row])}]" for row in rows) + "]"


@worked("dense_weight_gradient", items=("3-1-1", "3-2-2"), concepts=("dense",))
def _dense_weight_gradient(d: Draws) -> Problem:
    x = np.array([d.wholes(2, -2, 4), d.wholes(2, -2, 4)], float)
    dy = np.array([d.wholes(3, -2, 3), d.wholes(3, -2, 3)], float)
    i, j = d.whole(0, 1), d.whole(0, 2)
    dW = x.T @ dy
    return Problem(
        Text(
            f"A dense layer y = xW + b takes x = {_matrix(x)} (two examples in rows), and ∂L/∂y = "
            f"{_matrix(dy)}. What is ∂L/∂W in row {i + 1}, column {j + 1}?",
            f"全結合層 y = xW + b の入力は x = {_matrix(x)}(各行が1件)、∂L/∂y = {_matrix(dy)} である。"
            f"∂L/∂W の {i + 1} 行 {j + 1} 列はいくらか。",
        ),
        float(dW[i, j]),
        Text(
            f"∂L/∂W = xᵀ ∂L/∂y: column {i + 1} of x times column {j + 1} of ∂L/∂y, summed over the "
            "examples.",
            f"∂L/∂W = xᵀ ∂L/∂y である。x の {i + 1} 列と ∂L/∂y の {j + 1} 列の積を、データについて足す。",
        ),
        (
            Wrong(float(dW[i, j]) / 2, Text("Averaged over the examples once more; the loss has done so.", "データについて平均している。平均は損失の側で済んでいる。")),
            Wrong(float(x[0, i] * dy[0, j]), Text("Only the first example counts.", "1件目だけを使っている。")),
            Wrong(float(x[i] @ dy[:, j]), Text("A row of x is used: x is not transposed.", "x の行を使っており、転置していない。")),
            Wrong(float(x[:, 1 - i] @ dy[:, j]), Text("The other input's column is used.", "別の入力の列を使っている。")),
            Wrong(float(dy[:, j].sum()), Text("That is the bias' gradient.", "バイアスの勾配である。")),
            Wrong(float(x[:, i].sum() * dy[:, j].sum()), Text("Sums first and multiplies then.", "先に和を取ってから掛けている。")),
        ),
    )  # fmt: skip


@worked("dense_input_gradient", items=("3-1-1", "3-2-2"), concepts=("dense",))
def _dense_input_gradient(d: Draws) -> Problem:
    W = np.array([d.wholes(3, -3, 3), d.wholes(3, -3, 3)], float)
    dy = np.array(d.wholes(3, -2, 4), float)
    i = d.whole(0, 1)
    return Problem(
        Text(
            f"A dense layer y = xW + b with two inputs and three outputs has W = {_matrix(W)} and gets "
            f"∂L/∂y = ({listed(dy.tolist())}). What is ∂L/∂x{'₁₂'[i]}?",
            f"入力2、出力3の全結合層 y = xW + b で、W = {_matrix(W)}、∂L/∂y = ({listed(dy.tolist())}) である。"
            f"∂L/∂x{'₁₂'[i]} はいくらか。",
        ),
        float(W[i] @ dy),
        Text(
            f"∂L/∂x = ∂L/∂y Wᵀ: row {i + 1} of W times ∂L/∂y, for x{'₁₂'[i]} reaches every output.",
            f"∂L/∂x = ∂L/∂y Wᵀ である。x{'₁₂'[i]} はすべての出力に届くので、W の {i + 1} 行と ∂L/∂y の内積になる。",
        ),
        (
            Wrong(-float(W[i] @ dy), Text("Of the wrong sign.", "符号が逆である。")),
            Wrong(float(W[1 - i] @ dy), Text("The other input's row.", "別の入力の行を使っている。")),
            Wrong(float(W[i].sum()), Text("The upstream gradient does not enter.", "上流の勾配を掛けていない。")),
            Wrong(float(dy.sum()), Text("The weights do not enter.", "重みを掛けていない。")),
            Wrong(float(W[i, 0] * dy[0]), Text("Only the path through the first output.", "1つ目の出力を通る道だけを数えている。")),
            Wrong(float(W[i] @ dy) / 3, Text("Averaged over the outputs; paths add up.", "出力について平均している。道が複数あるときは足す。")),
        ),
    )  # fmt: skip


@worked("convolution_value", items=("3-4-1",), concepts=("conv2d",))
def _convolution_value(d: Draws) -> Problem:
    x = np.array([d.wholes(4, 0, 4) for _ in range(4)], float)
    W = np.array([d.wholes(2, -1, 3) for _ in range(2)], float)
    stride = d.pick(1, 2)
    i, j = d.several(2, *range(3 if stride == 1 else 2))[:2]

    def value(kind: Any) -> float:
        layer = kind(1, 1, 2, stride=stride, use_bias=False)
        layer.params["W"] = W[None, None]
        return float(layer.forward(x[None, None])[0, 0, i, j])

    window = x[i * stride : i * stride + 2, j * stride : j * stride + 2]
    return Problem(
        Text(
            f"A convolution as in a neural network (the kernel is not turned over), without padding, "
            f"with stride {stride}: x = {_matrix(x)}, W = {_matrix(W)}. What is y in row {i + 1}, "
            f"column {j + 1}?",
            f"ニューラルネットワークの畳み込み(カーネルは反転しない)を、パディングなし、ストライド {stride} で"
            f"行う。x = {_matrix(x)}、W = {_matrix(W)} のとき、y の {i + 1} 行 {j + 1} 列はいくらか。",
        ),
        value(ours("conv2d")),
        Text(
            f"The window is {_matrix(window)}; each of its elements times W's at the same place.",
            f"ウィンドウは {_matrix(window)} で、同じ位置の W の要素を掛けて足す。",
        ),
        (
            *slips("conv2d", value, "kernel_flipped", "kernel_flattened_in_another_order"),
            Wrong(float((x[i : i + 2, j : j + 2] * W).sum()), Text("The window moves by 1, not by the stride.", "ストライドを使わず、ウィンドウを1ずつ動かしている。")),
            Wrong(float((x.T[i * stride : i * stride + 2, j * stride : j * stride + 2] * W).sum()), Text("Rows and columns of x are exchanged.", "x の行と列を取り違えている。")),
            Wrong(float(window.sum() * W.sum()), Text("Sums first and multiplies then.", "先に和を取ってから掛けている。")),
            Wrong(float((window * W).mean()), Text("A mean of the products, not their sum.", "積の和ではなく平均を取っている。")),
            Wrong(float((window @ W).sum()), Text("A matrix product in place of the product by element.", "要素ごとの積ではなく行列積を使っている。")),
        ),
    )  # fmt: skip


@worked("max_pool_gradient", items=("3-4-3",), concepts=("max_pool2d",))
def _max_pool_gradient(d: Draws) -> Problem:
    x = d.random.permutation(9).reshape(3, 3).astype(float)
    dy = np.array([d.wholes(2, 1, 6), d.wholes(2, 1, 6)], float)
    at = (1, 1)
    x[at] = 9

    def gradient(kind: Any) -> float:
        layer = kind(2, stride=1)
        layer.forward(x[None, None])
        return float(layer.backward(dy[None, None])[0, 0][at])

    others = np.sort(dy.ravel())
    return Problem(
        Text(
            f"Max pooling with 2×2 windows and stride 1 takes x = {_matrix(x)}, and ∂L/∂y = "
            f"{_matrix(dy)}. What is ∂L/∂x at the centre, where x is 9?",
            f"ウィンドウ 2×2、ストライド 1 の最大プーリングの入力が x = {_matrix(x)}、∂L/∂y = {_matrix(dy)} "
            "である。x が 9 である中央の要素での ∂L/∂x はいくらか。",
        ),
        gradient(ours("max_pool2d")),
        Text(
            "The centre is the largest in all four windows, so it gets the sum of all four gradients.",
            "中央は4つのウィンドウすべてで最大なので、4つの勾配の和を受け取る。",
        ),
        (
            Wrong(float(dy[1, 1]), Text("Where windows overlap, the last one overwrites the others.", "重なったウィンドウで、最後の勾配が前の勾配を上書きしている。")),
            Wrong(float(dy.mean()), Text("The gradients are averaged; paths add up.", "勾配を平均している。道が複数あるときは足す。")),
            Wrong(float(dy.sum()) / 9, Text("Shared among all nine inputs, as average pooling would.", "平均プーリングのように9要素へ等分している。")),
            Wrong(float(others[-1]), Text("Only the largest gradient is kept.", "最大の勾配だけを残している。")),
            Wrong(9 * float(dy.sum()), Text("Multiplied by x; the slope of a maximum is 1.", "x を掛けている。最大値の傾きは 1 である。")),
        ),
    )  # fmt: skip


@worked("average_pool_gradient", items=("3-4-3",), concepts=("avg_pool2d",))
def _average_pool_gradient(d: Draws) -> Problem:
    k = d.pick(2, 3)
    dy = np.array([d.wholes(2, 1, 9), d.wholes(2, 1, 9)], float)
    i, j = d.whole(0, 1), d.whole(0, 1)

    def gradient(kind: Any) -> float:
        layer = kind(k, stride=k)
        layer.forward(np.ones((1, 1, 2 * k, 2 * k)))
        return float(layer.backward(dy[None, None])[0, 0, i * k, j * k])

    return Problem(
        Text(
            f"Average pooling with {k}×{k} windows and stride {k} takes an image of {2 * k}×{2 * k}, and "
            f"∂L/∂y = {_matrix(dy)}. What is ∂L/∂x in row {i * k + 1}, column {j * k + 1}?",
            f"ウィンドウ {k}×{k}、ストライド {k} の平均プーリングの入力は {2 * k}×{2 * k} の画像で、"
            f"∂L/∂y = {_matrix(dy)} である。∂L/∂x の {i * k + 1} 行 {j * k + 1} 列はいくらか。",
        ),
        gradient(ours("avg_pool2d")),
        Text(
            f"Each of the window's {k * k} inputs has the weight 1/{k * k} in the mean.",
            f"平均の中で、ウィンドウの {k * k} 個の入力の重みはどれも 1/{k * k} である。",
        ),
        (
            *slips("avg_pool2d", gradient, "gradient_not_divided", "divided_by_the_rows_alone"),
            Wrong(float(dy[i, j]) * k * k, Text("Multiplied by the window's size instead of divided.", "ウィンドウの大きさで割らず、掛けている。")),
            Wrong(float(dy.sum()) / (k * k), Text("All windows' gradients are summed; this input is in one only.", "全ウィンドウの勾配を足している。この入力は1つのウィンドウにしかない。")),
            Wrong(float(dy[1 - i, 1 - j]) / (k * k), Text("Another window's gradient.", "別のウィンドウの勾配である。")),
        ),
    )  # fmt: skip


@worked("batch_norm_forward", items=("3-7-3",), concepts=("batch_norm",))
def _batch_norm_forward(d: Draws) -> Problem:
    x = d.pick((1, 3, 5, 7), (2, 2, 6, 6), (0, 4, 4, 8), (1, 1, 1, 5), (-2, 0, 4, 6))
    gamma, beta, at = d.pick(2, 3), d.pick(1, -1), d.whole(0, 3)

    def value(kind: Any) -> float:
        layer = kind(1, epsilon=1e-14)
        layer.params["gamma"], layer.params["beta"] = (
            np.array([gamma], float),
            np.array([beta], float),
        )
        return float(layer.forward(np.array(x, float)[:, None])[at, 0])

    mean, var = float(np.mean(x)), float(np.var(x))
    unbiased = float(np.var(x, ddof=1))
    return Problem(
        Text(
            f"One channel of a mini-batch of four is x = ({listed(x)}). Batch normalization in training, "
            f"with the variance divided by 4, ε = 0, γ = {gamma}, β = {shown(beta, 0)}: what is "
            f"y{'₁₂₃₄'[at]}, to two decimals?",
            f"4件のミニバッチのある1チャネルの値が x = ({listed(x)}) である。学習時のバッチ正規化(分散は 4 で割る、"
            f"ε = 0、γ = {gamma}、β = {shown(beta, 0)})で、y{'₁₂₃₄'[at]} を小数第2位まで求めよ。",
        ),
        value(ours("batch_norm")),
        Text(
            f"μ = {shown(mean, 2)}, σ² = {shown(var, 2)}; y = γ (x − μ) / σ + β.",
            f"μ = {shown(mean, 2)}、σ² = {shown(var, 2)} で、y = γ (x − μ) / σ + β である。",
        ),
        (
            Wrong(gamma * (x[at] - mean) / unbiased**0.5 + beta, Text("The variance is divided by 3.", "分散を 3 で割っている。")),
            Wrong(gamma * (x[at] - mean) / var + beta, Text("Divided by the variance, not by its root.", "標準偏差ではなく分散で割っている。")),
            Wrong(gamma * (x[at] - mean) / var**0.5, Text("β is not added.", "β を足していない。")),
            Wrong((x[at] - mean) / var**0.5 + beta, Text("γ is forgotten.", "γ を掛けていない。")),
            Wrong(gamma * x[at] / var**0.5 + beta, Text("The mean is not subtracted.", "平均を引いていない。")),
        ),
        places=2,
    )  # fmt: skip


@worked("normalized_axes", items=("3-7-3",), concepts=("layer_norm", "batch_norm"))
def _normalized_axes(d: Draws) -> Problem:
    n, c, h, w = d.pick(8, 16, 32), d.pick(4, 6, 12), d.pick(5, 7, 10), d.pick(5, 9, 10)
    groups = d.pick(2, 4) if c % 4 == 0 else 2
    kind = d.pick("batch", "layer", "instance", "group")
    size = {"batch": n * h * w, "layer": c * h * w, "instance": h * w, "group": c // groups * h * w}
    name = {
        "batch": ("batch normalization", "バッチ正規化"),
        "layer": ("layer normalization over each example", "例ごとのレイヤー正規化"),
        "instance": ("instance normalization", "インスタンス正規化"),
        "group": (
            f"group normalization with {groups} groups",
            f"グループ正規化(グループ数 {groups})",
        ),
    }
    told = {
        "batch": Text(f"Batch normalization takes each channel over the whole batch: N·H·W = {size['batch']:,}.", f"バッチ正規化はチャネルごとにバッチ全体で取る。N·H·W = {size['batch']:,}。"),
        "layer": Text(f"Layer normalization takes each example whole: C·H·W = {size['layer']:,}.", f"レイヤー正規化は1件全体で取る。C·H·W = {size['layer']:,}。"),
        "instance": Text(f"Instance normalization takes each channel of each example: H·W = {size['instance']:,}.", f"インスタンス正規化は1件の1チャネルごとに取る。H·W = {size['instance']:,}。"),
        "group": Text(f"Group normalization takes the channels of a group of one example: C/G·H·W = {size['group']:,}.", f"グループ正規化は1件の1グループごとに取る。C/G·H·W = {size['group']:,}。"),
    }  # fmt: skip
    return Problem(
        Text(
            f"A feature map has the shape (N, C, H, W) = ({n}, {c}, {h}, {w}). Over how many numbers is "
            f"one mean of {name[kind][0]} taken?",
            f"特徴マップの形状は (N, C, H, W) = ({n}, {c}, {h}, {w}) である。{name[kind][1]}では、1つの平均を"
            "いくつの数から求めるか。",
        ),
        size[kind],
        told[kind],
        [Wrong(size[other], told[other]) for other in size if other != kind]
        + [
            Wrong(
                n,
                Text(
                    f"Over the batch alone, {n} numbers: that would normalize each pixel.",
                    f"バッチだけの {n} 個では、画素ごとの正規化になる。",
                ),
            )
        ],
    )


@worked("dropout_output", items=("3-3-2",), concepts=("dropout",))
def _dropout_output(d: Draws) -> Problem:
    rate = d.pick(0.2, 0.5, 0.75)
    x = d.wholes(4, 1, 9)
    mask = d.pick((1, 0, 1, 1), (0, 1, 1, 0), (1, 1, 0, 0))
    at = d.pick(*(i for i in range(4) if mask[i]))

    def value(kind: Any) -> float:
        layer = kind(rate)
        return float(layer.forward(np.array(x, float), training=True, mask=np.array(mask))[at])

    return Problem(
        Text(
            f"Inverted dropout (the scaling is done in training) with rate {rate}, the probability of "
            f"dropping, takes x = ({listed(x)}) and draws the mask ({listed(mask)}), 1 for what stays. "
            f"What is y{'₁₂₃₄'[at]}?",
            f"落とす確率 {rate} の Inverted Dropout(学習時にスケーリングする方式)の入力が x = ({listed(x)})、"
            f"マスク(1 が残す)が ({listed(mask)}) であった。学習時の y{'₁₂₃₄'[at]} はいくらか。",
        ),
        value(ours("dropout")),
        Text(
            f"What stays is divided by 1 − {rate}, so that the mean stays that of x.",
            f"残した値を 1 − {rate} で割り、平均が x と変わらないようにする。",
        ),
        (
            *slips("dropout", value, "not_scaled_in_training", "divided_by_the_rate"),
            Wrong(x[at] * (1 - rate), Text("Multiplied by 1 − rate: that is done at inference, in the other form.", "1 − rate を掛けている。これは推論時にスケーリングする方式の推論時の処理である。")),
            Wrong(x[at] * 4 / sum(mask), Text("Scaled by how many happened to stay, not by the probability.", "確率ではなく、たまたま残った個数で割っている。")),
            Wrong(x[at] * rate, Text("Multiplied by the rate of dropping.", "落とす確率を掛けている。")),
        ),
    )  # fmt: skip


@worked("lp_pooling_value", items=("3-4-3",), concepts=("lp_pool2d",))
def _lp_pooling_value(d: Draws) -> Problem:
    window = d.pick((3, 0, 0, 4), (2, 4, 4, 0), (1, 2, 2, 0), (2, 3, 6, 0), (1, 1, 5, 3))
    right = float(
        ours("lp_pool2d")(2, 2).forward(np.array(window, float).reshape(1, 1, 2, 2)).item()
    )
    return Problem(
        Text(
            f"Lp pooling with p = 2, y = (Σ xᵖ)^(1/p), over the window {_matrix(np.reshape(window, (2, 2)))}: "
            "what does it give?",
            f"ウィンドウ {_matrix(np.reshape(window, (2, 2)))} に p = 2 の Lp プーリング y = (Σ xᵖ)^(1/p) を"
            "行うと、いくらになるか。",
        ),
        right,
        Text(
            f"√({' + '.join(f'{v}²' for v in window)}) = {shown(right, 2)}.",
            f"√({' + '.join(f'{v}²' for v in window)}) = {shown(right, 2)}。",
        ),
        (
            Wrong(max(window), Text("That is max pooling, the limit of large p.", "p を大きくした極限、最大プーリングの値である。")),
            Wrong(sum(window) / 4, Text("That is average pooling.", "平均プーリングの値である。")),
            Wrong(right / 2, Text("A root of the mean square; the sum is not divided.", "2乗の平均の平方根である。和を個数で割らない。")),
            Wrong(sum(window), Text("p = 1: the sum.", "p = 1 の値(和)である。")),
            Wrong(right**2, Text("The root is forgotten.", "平方根を忘れている。")),
        ),
        places=2,
    )  # fmt: skip


@worked("activation_gradient", items=("3-1-4", "3-2-2"), concepts=("sigmoid", "tanh", "leaky_relu"))
def _activation_gradient(d: Draws) -> Problem:
    y, dy = d.pick(0.2, 0.8, 0.6, 0.9), d.pick(2, 5, -4)
    kind = d.pick("sigmoid", "tanh")
    slope = y * (1 - y) if kind == "sigmoid" else 1 - y * y
    layer = ours(kind)()
    layer.forward(np.array([np.log(y / (1 - y)) if kind == "sigmoid" else np.arctanh(y)]))
    right = float(layer.backward(np.array([float(dy)]))[0])
    names = {"sigmoid": ("a sigmoid", "シグモイド関数"), "tanh": ("tanh", "tanh")}[kind]
    other = 1 - y * y if kind == "sigmoid" else y * (1 - y)
    return Problem(
        Text(
            f"The output of {names[0]} is y = {y}, and ∂L/∂y = {dy}. What is ∂L/∂x?",
            f"{names[1]}の出力が y = {y}、∂L/∂y = {shown(dy, 0)} である。∂L/∂x はいくらか。",
        ),
        right,
        Text(
            f"The slope is {'y (1 − y)' if kind == 'sigmoid' else '1 − y²'} = {shown(slope, 2)}, told by "
            "the output alone.",
            f"傾きは {'y (1 − y)' if kind == 'sigmoid' else '1 − y²'} = {shown(slope, 2)} で、出力だけから"
            "求まる。",
        ),
        (
            Wrong(dy * other, Text(f"That is the slope of {'tanh' if kind == 'sigmoid' else 'the sigmoid'}.", f"{'tanh' if kind == 'sigmoid' else 'シグモイド'}の傾きを使っている。")),
            Wrong(dy * y, Text("The output is taken for the slope.", "出力を傾きとして使っている。")),
            Wrong(dy * (1 - y), Text("One factor is missing.", "因子が1つ足りない。")),
            Wrong(slope, Text("The gradient from above is not multiplied.", "上流の勾配を掛けていない。")),
            Wrong(dy / slope, Text("Divided by the slope.", "傾きを掛けずに割っている。")),
        ),
    )  # fmt: skip
