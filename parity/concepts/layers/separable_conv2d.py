"""The depthwise separable convolution."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.layers._bias import ALREADY_DIVIDED, OVER_EVERY_PIXEL
from parity.concepts.layers._same_with_a_stride import UNEVEN, same_is_not_symmetric
from parity.concepts.layers._sources import MOBILENET, XCEPTION
from parity.describing.concept import Case, Concept, Default, Mistake, Text, Weight
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(
    name: str,
    x: tuple[int, int, int, int],
    n_out: int,
    kernel: tuple[int, int],
    y: tuple[int, int],
    m: int = 1,
    **more: Any,
) -> Case:
    """Return a case with the shape of x, n_out, (kh, kw), (OH, OW) and the depth multiplier."""
    config = {"n_in": x[1], "n_out": n_out, "kernel_size": kernel}
    config |= {"depth_multiplier": m} if m > 1 else {}
    told = ("stride", "padding", "dilation", "use_bias")
    config |= {key: more.pop(key) for key in told if key in more}
    params = {"W_depth": normal(m * x[1], 1, *kernel), "W_point": normal(n_out, m * x[1], 1, 1)}
    return Case(
        name,
        inputs={"x": normal(*x)},
        params={**params, **({"b": normal(n_out)} if config.get("use_bias", True) else {})},
        upstream=normal(x[0], n_out, *y),
        config=config,
        images=("x", "y", "dx"),
        keras_layouts={"W_depth": f"depthwise:{x[1]}"},
        **more,
    )


def _kernels_multiplied(of: Implementations, a: Arrays) -> Arrays:
    """Return one convolution whose kernels are the products of both parts' weights."""
    depth, point = a["W_depth"][:, 0], a["W_point"][:, :, 0, 0]
    conv = of("conv2d")(3, 4, (2, 3))
    conv.params.update(W=np.einsum("oc,cij->ocij", point, depth), b=a["b"])
    y = conv.forward(a["x"])
    dx = conv.backward(a["dy"])
    dW = conv.grads["W"]
    dW_depth = np.einsum("ocij,oc->cij", dW, point)[:, None]
    dW_point = np.einsum("ocij,cij->oc", dW, depth)[:, :, None, None]
    return {"y": y, "dx": dx, "dW_depth": dW_depth, "dW_point": dW_point, "db": conv.grads["b"]}


SeparableConv2d = Concept(
    kind="layer",
    order=35,
    syllabus=("3-4-2",),
    needs=("depthwise_conv2d", "pointwise_conv2d"),
    title=Text("Depthwise separable convolution", "depthwise separable 畳み込み(MobileNet)"),
    summary=Text(
        "A depthwise convolution looks around in each channel, then a pointwise one mixes the "
        "channels: a convolution in two steps, for a fraction of the cost.",
        "depthwise 畳み込みでチャネルごとに周囲を見てから、pointwise 畳み込みでチャネルを混ぜる。"
        "畳み込みを2段階に分け、計算量を大きく減らす。",
    ),
    why=Text(
        "A kernel of a convolution has k² n_in weights, and there are n_out of them: k² n_in n_out "
        "products at every pixel. Looking around first and mixing afterwards takes k² n_in + n_in "
        "n_out, that is 1/n_out + 1/k² of it: about a ninth for 3×3 kernels. What is lost are "
        "kernels that look differently around in each pair of channels; MobileNet and Xception "
        "show how little that is missed.",
        "通常の畳み込みのカーネルは k² n_in 個の重みを持ち、それが n_out 個ある。"
        "画素ごとの乗算は k² n_in n_out 回になる。先に周囲を見て、後からチャネルを混ぜれば "
        "k² n_in + n_in n_out 回、つまり 1/n_out + 1/k² 倍で済み、3×3 なら約9分の1である。"
        "入力と出力のチャネルの組ごとに異なる見方はできなくなるが、"
        "それでも精度があまり落ちないことを MobileNet と Xception が示した。",
    ),
    equation="z[n, c, q, h, w] = sum_{i,j} W_depth[c, q, i, j] x[n, c, h s + i d, w s + j d]; "
    "y[n, o, h, w] = sum_{c,q} W_point[o, c, q] z[n, c, q, h, w] + b[o]",
    formula=(
        r"z_{n,c,q,h,w} = \sum_{i,j} D_{c,q,i,j}\, x_{n,\,c,\,h s + i d,\,w s + j d}",
        r"y_{n,o,h,w} = b_o + \sum_{c,q} P_{o,c,q}\, z_{n,c,q,h,w}",
        r"g_{n,c,q,h,w} = \sum_{o} P_{o,c,q} \frac{\partial L}{\partial y_{n,o,h,w}}",
        r"\frac{\partial L}{\partial P_{o,c,q}} = \sum_{n,h,w} \frac{\partial L}{\partial "
        r"y_{n,o,h,w}} z_{n,c,q,h,w}",
        r"\frac{\partial L}{\partial b_o} = \sum_{n,h,w} \frac{\partial L}{\partial "
        r"y_{n,o,h,w}}",
        r"\frac{\partial L}{\partial D_{c,q,i,j}} = \sum_{n,h,w} g_{n,c,q,h,w}\, "
        r"x_{n,\,c,\,h s + i d,\,w s + j d}",
        r"\frac{\partial L}{\partial x_{n,c,u,v}} = \sum_{q} \sum_{h s + i d = u \atop w "
        r"s + j d = v} D_{c,q,i,j}\, g_{n,c,q,h,w}",
    ),
    derivation=(
        Step(
            heading=Text(
                "The second part is a matrix at every pixel",
                "後半は、画素ごとに行列を掛けることである",
            ),
            text=Text(
                "z is what the depthwise part gives, with m channels, counted by q, for each "
                "channel c of x. P mixes them; δ is the gradient that arrives.",
                "depthwise 部分の出力を z とする。x のチャネル c ごとに m 個のチャネル"
                "(番号 q)がある。それを P が混ぜ合わせる。届く勾配を δ とする。",
            ),
            equation=(
                r"\delta_{n,o,h,w} = \frac{\partial L}{\partial y_{n,o,h,w}}"
                "\n"
                r"\frac{\partial L}{\partial P_{o,c,q}} = \sum_{n,h,w} \delta_{n,o,h,w} \, "
                r"z_{n,c,q,h,w}, \quad \frac{\partial L}{\partial b_o} = \sum_{n,h,w} "
                r"\delta_{n,o,h,w}"
            ),
        ),
        Step(
            heading=Text(
                "Back through P, every channel of z collects from all of y",
                "P を逆にたどると、z の各チャネルは y の全チャネルから勾配を集める",
            ),
            text=Text(
                "z reached every output channel at its own pixel, so g, its gradient, is a sum "
                "over them.",
                "z は同じ画素の全出力チャネルに影響するので、その勾配 g は出力チャネルについての"
                "和になる。",
            ),
            equation=r"g_{n,c,q,h,w} = \sum_{o} P_{o,c,q} \, \delta_{n,o,h,w}",
        ),
        Step(
            heading=Text(
                "g goes through the depthwise part as any upstream gradient does",
                "g は、普通の上流の勾配と同じように depthwise 部分を通る",
            ),
            text=Text(
                "Its kernels see one channel each, so nothing is summed over channels any more.",
                "カーネルは1チャネルずつしか見ないので、チャネルについての和はもう現れない。",
            ),
            equation=(
                r"\frac{\partial L}{\partial D_{c,q,i,j}} = \sum_{n,h,w} g_{n,c,q,h,w}\, "
                r"x_{n,\,c,\,h s + i d,\,w s + j d}"
                "\n"
                r"\frac{\partial L}{\partial x_{n,c,u,v}} = \sum_{q} \sum_{h s + i d = u \atop w "
                r"s + j d = v} D_{c,q,i,j}\, g_{n,c,q,h,w}"
            ),
            check=Text(
                "The whole is a convolution with the kernels P times D, whose gradients are these.",
                "全体は P と D の積をカーネルとする畳み込みであり、その勾配とも一致する。",
            ),
        ),
    ),
    shapes={
        "x": "(N, n_in, H, W)",
        "W_depth": "(n_in m, 1, kh, kw)",
        "W_point": "(n_out, n_in m, 1, 1)",
        "b": "(n_out,)",
        "y": "(N, n_out, OH, OW)",
    },
    sources=(MOBILENET, XCEPTION),
    weights={
        "W_depth": Weight(
            torch="depthwise.weight",
            keras="depthwise_kernel",
            keras_layout="kernel_of_a_channel",
        ),
        "W_point": Weight(torch="pointwise.weight", keras="pointwise_kernel", keras_layout="hwio"),
        "b": Weight(torch="pointwise.bias", keras="bias"),
    },
    cases=(
        _case("plain", (2, 3, 4, 5), 6, (2, 4), (3, 2)),
        _case("stride_2", (2, 4, 8, 5), 6, (3, 2), (3, 2), stride=2),
        _case("stride_by_axis", (3, 2, 5, 4), 5, (3, 1), (3, 6), stride=(2, 1), padding=1),
        _case("padding", (2, 4, 5, 3), 6, (3, 2), (5, 4), padding=1),
        _case("dilation_2", (2, 4, 5, 7), 6, (2, 3), (3, 3), dilation=2),
        _case("stride_and_dilation", (2, 4, 7, 8), 5, (3, 2), (2, 3), stride=2, dilation=(2, 3)),
        _case("two_kernels_each", (2, 3, 5, 4), 5, (3, 2), (3, 3), m=2),
        _case("two_kernels_stride_2", (3, 2, 6, 5), 5, (2, 1), (3, 3), m=2, stride=2),
        _case("uneven_padding", (2, 3, 4, 5), 6, (2, 4), (6, 5), padding=((1, 2), (0, 3))),
        _case("same_stride_2", (2, 4, 6, 8), 5, (3, 5), (3, 4), stride=2, padding="same"),
        _case("same_lower", (2, 4, 6, 8), 5, (3, 5), (3, 4), stride=2, padding="same_lower"),
        _case("valid", (2, 3, 5, 4), 6, (2, 1), (4, 4), padding="valid"),
        _case("one_channel", (3, 1, 5, 4), 2, (2, 3), (4, 2)),
        _case("one_example", (1, 6, 4, 5), 3, (2, 3), (3, 3)),
        _case("no_bias", (2, 3, 5, 4), 6, (1, 2), (7, 5), padding=1, use_bias=False),
        _case("no_bias_stride_2", (2, 3, 5, 4), 4, (2, 1), (2, 2), stride=2, use_bias=False),
        _case(
            "keras_itself_on_uneven_strides",
            (2, 3, 5, 4),
            6,
            (2, 1),
            (2, 4),
            stride=(2, 1),
            config_for={
                "keras": {
                    "callable": "keras.layers.SeparableConv2D",
                    "filters": 6,
                    "kernel_size": (2, 1),
                    "strides": (2, 1),
                }
            },
            refused_by={"keras": UNEVEN},
        ),
    ),
    defaults=(
        Default(
            "stride",
            1,
            torch=("torch.nn.Conv2d", "stride", 1),
            keras=("keras.layers.SeparableConv2D", "strides", (1, 1)),
        ),
        Default(
            "padding",
            0,
            torch=("torch.nn.Conv2d", "padding", 0),
            keras=("keras.layers.SeparableConv2D", "padding", "valid"),
        ),
        Default(
            "dilation",
            1,
            torch=("torch.nn.Conv2d", "dilation", 1),
            keras=("keras.layers.SeparableConv2D", "dilation_rate", (1, 1)),
        ),
        Default(
            "depth_multiplier",
            1,
            keras=("keras.layers.SeparableConv2D", "depth_multiplier", 1),
        ),
    ),
    divergences=(same_is_not_symmetric((1, 2)),),
    also_called=(
        "separable_conv",
        "separable_convolution",
        "depthwise_separable_conv",
        "depthwise_separable_conv2d",
        "depthwise_separable_convolution",
        "ds_conv",
    ),
    identities=(
        Identity(
            sibling="conv2d",
            text=Text(
                "It is a convolution whose kernel of two channels is the product of a number and "
                "the input channel's kernel.",
                "入力と出力のチャネルの組ごとのカーネルが、入力チャネルのカーネルの定数倍である"
                "畳み込みである。",
            ),
            case=Case(
                "kernels_multiplied",
                inputs={"x": normal(2, 3, 4, 5)},
                params={
                    "W_depth": normal(3, 1, 2, 3),
                    "W_point": normal(4, 3, 1, 1),
                    "b": normal(4),
                },
                upstream=normal(2, 4, 3, 3),
            ),
            left=evaluated("separable_conv2d", n_in=3, n_out=4, kernel_size=(2, 3)),
            right=_kernels_multiplied,
        ),
    ),
    mistakes=(
        Mistake(
            name="relu_between_the_parts",
            ja="2つの部分の間に ReLU を入れる",
            line="self.z = self.depthwise.forward(x)",
            wrong="self.z = np.maximum(self.depthwise.forward(x), 0)",
            why=Text(
                "The layer is linear in x. MobileNet's block has a batch normalization and a ReLU "
                "there, as layers of their own.",
                "この層は x について線形である。MobileNet のブロックでは間にバッチ正規化と ReLU "
                "が入るが、それらは別の層である。",
            ),
        ),
        Mistake(
            name="pointwise_gradient_divided_by_the_batch",
            ja="pointwise の勾配をバッチサイズで割る",
            line='dW_point = np.einsum("nohw,nkhw->ok", dy, self.z, optimize=True)',
            wrong='dW_point = np.einsum("nohw,nkhw->ok", dy, self.z, optimize=True) / len(dy)',
            why=ALREADY_DIVIDED,
        ),
        Mistake(
            name="pointwise_weights_left_out_on_the_way_back",
            ja="逆伝播で pointwise の重みを掛けない",
            line='dz = np.einsum("ok,nohw->nkhw", W_point, dy, optimize=True)',
            wrong="dz = np.repeat(dy.sum(axis=1, keepdims=True), W_point.shape[1], axis=1)",
            why=Text(
                "A channel of z reached each output with its own weight, by which its gradient "
                "comes back.",
                "z のチャネルは出力ごとに異なる重みで効いているので、勾配も同じ重みを掛けて戻す。",
            ),
        ),
        Mistake(
            name="depthwise_gradient_divided_by_the_batch",
            ja="depthwise の勾配をバッチサイズで割る",
            line='self.grads["W_depth"] = self.depthwise.grads["W"]',
            wrong='self.grads["W_depth"] = self.depthwise.grads["W"] / len(dy)',
            why=Text(
                "All examples share the kernels, and the loss has divided by their number already.",
                "カーネルは全データで共有され、データ数による割り算は損失の中で済んでいる。",
            ),
        ),
        Mistake(
            name="bias_gradient_averaged",
            ja="バイアスの勾配を平均する",
            line='self.grads["b"] = dy.sum(axis=(0, 2, 3))',
            wrong='self.grads["b"] = dy.mean(axis=(0, 2, 3))',
            why=OVER_EVERY_PIXEL,
        ),
    ),
)
