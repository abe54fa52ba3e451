"""The block that VGG is made of."""

from __future__ import annotations

from parity.concepts.networks._convnets import conv, larger_windows, no_activation, table
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

CONV = "conv = Conv2d(channels, n_out, 3, padding=1, initializer=draw, seed=self.next_seed())"


def _convolution_relu_pooling(of: Implementations, a: Arrays) -> Arrays:
    conv, relu, pool = of("conv2d")(3, 4, 3, padding=1), of("relu")(), of("max_pool2d")(2)
    conv.params.update(W=a["conv1.W"], b=a["conv1.b"])
    y = pool.forward(relu.forward(conv.forward(a["x"])))
    dx = conv.backward(relu.backward(pool.backward(a["dy"])))
    return {"y": y, "dx": dx, "dconv1.W": conv.grads["W"], "dconv1.b": conv.grads["b"]}


VGGBlock = Concept(
    kind="network",
    order=11,
    syllabus=("course",),
    needs=("conv2d", "max_pool2d"),
    name="vgg_block",
    title=Text("VGG block", "VGG ブロック"),
    summary=Text(
        "Several 3×3 convolutions that keep the size, then a pooling that halves it. Two windows "
        "of 3×3 see as much as one of 5×5, with 18 weights in place of 25.",
        "サイズを保つ 3×3 の畳み込みを何回か重ね、プーリングで半分にする。3×3 を2つ重ねると "
        "5×5 と同じ範囲が見え、重みは 25 ではなく 18 で済む。",
    ),
    why=Text(
        "AlexNet chose a size and a stride for each of its windows. VGG showed that one kind of "
        "window is enough, if there are many layers of it: two 3×3 convolutions see as much as one "
        "of 5×5, with 18 weights in place of 25 for each pair of channels and an activation more. "
        "A block of them, then a pooling that halves the image, is a unit which can be stacked; "
        "VGG16 is five such blocks and three dense layers.",
        "AlexNet は、窓の大きさとストライドを層ごとに選んでいた。"
        "VGG は、層を多く重ねるなら1種類の窓で足りることを示した。"
        "3×3 の畳み込み2つは 5×5 と同じ範囲を見るが、重みはチャネルの組ごとに 25 ではなく 18 で"
        "済み、活性化関数も1つ多く入る。これをいくつか重ね、プーリングで画像を半分にしたブロックを"
        "単位として積み上げる。VGG16 は、5つのブロックと3つの全結合層からなる。",
    ),
    equation="y = pool(f(conv(... f(conv(x)))))",
    formula=(
        r"h_0 = x, \quad h_k = f(h_{k-1} * W_k + b_k)",
        r"y = \operatorname{pool}(h_n)",
    ),
    derivation=(
        Step(
            heading=Text("The pooling is passed first", "最初にプーリングを逆にたどる"),
            text=Text(
                "Jᵀ is the backward pass of the pooling, its transposed Jacobian: each gradient "
                "goes to the pixel of its window that was the maximum, or with average pooling to "
                "all of them alike.",
                "Jᵀ はプーリングの逆伝播、すなわちヤコビ行列の転置を掛けることを表す。"
                "勾配は窓の中で最大だった画素に、平均プーリングなら窓の全画素に等しく渡る。",
            ),
            equation=(
                r"\frac{\partial L}{\partial h_n} = J_{\text{pool}}^\top "
                r"\left(\frac{\partial L}{\partial y}\right)"
            ),
        ),
        Step(
            heading=Text("Each activation multiplies by its slope", "活性化関数では、傾きが掛かる"),
            text=Text(
                "aₖ is what convolution k gives, and δₖ the gradient of the loss by it. The "
                "gradients of the kernels and of the bias follow from δ as on the page of "
                "convolution.",
                "畳み込み k の出力を aₖ、それによる損失の勾配を δₖ と書く。"
                "カーネルとバイアスの勾配は、畳み込みのページと同じようにして δ から求まる。",
            ),
            equation=(
                r"a_k = h_{k-1} * W_k + b_k"
                "\n"
                r"\delta_n = \frac{\partial L}{\partial h_n} \odot f'(a_n), \quad \delta_k = "
                r"\frac{\partial L}{\partial h_k} \odot f'(a_k)"
            ),
        ),
        Step(
            heading=Text(
                "Each convolution goes back as a transposed convolution",
                "畳み込みは、転置畳み込みとして逆にたどる",
            ),
            text=Text(
                "Jₖᵀ is the backward pass of convolution k. A pixel has been in up to nine "
                "windows, and collects δ from all of them; after n layers of 3×3 it has heard from "
                "a square of 2n + 1 pixels.",
                "Jₖᵀ は畳み込み k の逆伝播である。1つの画素は最大9個の窓に入り、"
                "そのすべてから δ を受け取る。3×3 を n 層たどると、一辺 2n + 1 画素の範囲から勾配"
                "が集まる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial h_k} = J_{k+1}^\top(\delta_{k+1}), \quad "
                r"\frac{\partial L}{\partial x} = J_1^\top(\delta_1)"
            ),
            check=Text(
                "dx and the gradients of all kernels agree with the autograd of PyTorch and Keras.",
                "dx もすべてのカーネルの勾配も、PyTorch と Keras の自動微分と一致する。",
            ),
        ),
    ),
    shapes={"x": "(N, n_in, H, W)", "y": "(N, n_out, H // 2, W // 2)"},
    sources=(
        "Simonyan and Zisserman (2015), Very deep convolutional networks for large-scale image "
        "recognition, section 2",
    ),
    cases=(
        Case(
            "gradients",
            inputs={"x": normal(2, 3, 4, 5)},
            params={**conv("conv1", 4, 3, 3), **conv("conv2", 4, 4, 3)},
            upstream=normal(2, 4, 2, 2),
            config={"n_in": 3, "n_out": 4, "activation": "tanh", "pooling": "average"},
            images=("x", "dx", "y"),
            options={"differences": ("dx", "dconv1.b", "dconv2.b")},
        ),
        Case(
            "three_convolutions",
            inputs={"x": normal(3, 2, 6, 8)},
            params={
                **conv("conv1", 4, 2, 3),
                **conv("conv2", 4, 4, 3),
                **conv("conv3", 4, 4, 3),
            },
            upstream=normal(3, 4, 3, 4),
            config={"n_in": 2, "n_out": 4, "n_convs": 3},
            images=("x", "dx", "y"),
            kink=True,
        ),
        table("layer_table", (64, 14, 10), n_in=64, n_out=128),
    ),
    identities=(
        Identity(
            sibling="conv2d",
            text=Text(
                "With one convolution it is a padded 3×3 convolution, ReLU and max pooling in a "
                "row.",
                "畳み込みが1つなら、パディング付き 3×3 畳み込み・ReLU・最大プーリングを"
                "順に並べたものである。",
            ),
            case=Case(
                "one_convolution",
                inputs={"x": normal(2, 3, 4, 6)},
                params=conv("conv1", 4, 3, 3),
                upstream=normal(2, 4, 2, 3),
            ),
            left=evaluated("vgg_block", n_in=3, n_out=4, n_convs=1),
            right=_convolution_relu_pooling,
        ),
    ),
    mistakes=(
        no_activation(),
        larger_windows('self.add("pool", pool(2))'),
        Mistake(
            name="not_padded",
            ja="パディングしない",
            line=CONV,
            wrong=CONV.replace("padding=1", "padding=0"),
            why=Text(
                "Without padding each convolution takes a pixel off every side; deep stacks would "
                "have nothing left.",
                "パディングしないと畳み込みのたびに上下左右が1画素ずつ減り、深く重ねられない。",
            ),
        ),
        Mistake(
            name="one_convolution_less",
            ja="畳み込みが 1 つ足りない",
            line="for i in range(1, n_convs + 1):",
            wrong="for i in range(1, n_convs):",
            why=Text(
                "range leaves out its end: a convolution is missing.",
                "range は終端を含まないため、畳み込みが1つ足りなくなる。",
            ),
        ),
    ),
)
