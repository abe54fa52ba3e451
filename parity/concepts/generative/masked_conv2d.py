"""The masked convolution of an autoregressive image model."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.generative._sources import OORD
from parity.describing.concept import Case, Concept, Default, Mistake, Text, Weight
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(
    name: str, x: tuple[int, ...], W: tuple[int, ...], bias: bool = True, **config: Any
) -> Case:
    (N, n_in, height, width), (n_out, _, *kernel) = x, W
    return Case(
        name,
        inputs={"x": normal(*x)},
        params={"W": normal(*W), "b": normal(n_out)} if bias else {"W": normal(*W)},
        upstream=normal(N, n_out, height, width),
        config={
            "n_in": n_in,
            "n_out": n_out,
            "kernel_size": tuple(kernel),
            **({} if bias else {"use_bias": False}),
            **config,
        },
        images=("x", "y", "dx"),
    )


def _zeroed_beforehand(of: Implementations, a: Arrays) -> Arrays:
    """Return a convolution whose kernel has zeros where the mask has."""
    mask = np.zeros((3, 5))
    mask[0], mask[1, :2] = 1, 1
    layer = of("conv2d")(2, 4, (3, 5), padding=(1, 2))
    layer.params.update({"W": a["W"] * mask, "b": a["b"]})
    y = layer.forward(a["x"])
    dx = layer.backward(a["dy"])
    return {"y": y, "dx": dx, "dW": layer.grads["W"] * mask, "db": layer.grads["b"]}


MaskedConv2d = Concept(
    kind="layer",
    name="masked_conv2d",
    order=24,
    syllabus=("4-6-1",),
    needs=("conv2d", "causal_mask"),
    title=Text("Masked convolution (PixelCNN)", "マスク付き畳み込み(PixelCNN・自己回帰)"),
    summary=Text(
        "A convolution whose kernel is blotted out from its middle on, so that a pixel is foretold "
        "from those above and to the left alone.",
        "カーネルの中央以降を 0 にした畳み込みである。各画素を、上と左にある画素だけから予測する。",
    ),
    why=Text(
        "The probability of an image is the product of each pixel's, given all before it: exact, "
        "with no bound and no game. A network that computes it must not see the pixel that it "
        "foretells, or those behind it. The mask takes them out of every kernel, and all pixels "
        "are trained at once, as the words of a sentence are under a causal mask. Drawing is slow: "
        "a run of the network for each pixel.",
        "画像の確率は、それまでの画素を条件とした各画素の確率の積である。下限もゲームもなく"
        "正確に求まる。計算するネットワークは、予測する画素やその後の画素を見てはならない。"
        "マスクがそれらを全カーネルから除くので、因果マスクをかけた文の単語のように、"
        "全画素を一度に学習できる。生成は遅く、画素ごとにネットワークを1回計算する。",
    ),
    equation="y = conv(x, W mask) + b; p(x) = product of p(x_i | x_1 ... x_(i-1))",
    formula=(
        r"p(x) = \prod_i p(x_i | x_1, \dots, x_{i-1})",
        r"y = x * (W \odot M) + b, \quad M_{ij} = \begin{cases} 1 & (i, j) \text{ before the "
        r"middle} \\ 0 & \text{else} \end{cases}",
        r"\frac{\partial L}{\partial W} = M \odot \frac{\partial L}{\partial (W \odot M)}",
    ),
    derivation=(
        Step(
            heading=Text(
                "It is a convolution with another kernel",
                "カーネルを変えた畳み込みにすぎない",
            ),
            text=Text(
                "So dx and db are those of the convolution, taken with the masked kernel.",
                "したがって dx と db は、マスクしたカーネルによる畳み込みのものである。",
            ),
            equation=r"W' = W \odot M, \quad y = x * W' + b",
        ),
        Step(
            heading=Text(
                "What was blotted out has no gradient",
                "消した重みには勾配がない",
            ),
            text=Text(
                "The product with the mask passes a gradient where the mask is 1.",
                "マスクとの積は、マスクが 1 のところだけ勾配を通す。",
            ),
            equation=r"\frac{\partial L}{\partial W} = M \odot \frac{\partial L}{\partial W'}",
            check=Text(
                "A change of a pixel moves y only at pixels behind it; with B, at itself too.",
                "ある画素を変えると、y はそれより後の画素でだけ変わる。B ならその画素でも変わる。",
            ),
        ),
    ),
    shapes={
        "x": "(N, n_in, H, W)",
        "W": "(n_out, n_in, kh, kw)",
        "mask": "(kh, kw)",
        "b": "(n_out,)",
        "y": "(N, n_out, H, W)",
    },
    sources=(f"{OORD}, section 3.4",),
    weights={
        "W": Weight(torch="weight", keras="conv.kernel", keras_layout="hwio"),
        "b": Weight(torch="bias", keras="conv.bias"),
    },
    cases=(
        _case("A", (2, 1, 4, 6), (4, 1, 3, 5)),
        _case("B", (3, 2, 4, 5), (6, 2, 3, 5), kind="B"),
        _case("no_bias", (2, 3, 5, 4), (4, 3, 5, 1), bias=False),
        _case("B_without_bias", (1, 2, 5, 6), (4, 2, 1, 3), bias=False, kind="B"),
        _case("larger_than_the_image", (1, 1, 2, 3), (2, 1, 7, 5)),
    ),
    defaults=(Default("kind", "A"), Default("use_bias", True)),
    also_called=("masked_convolution", "pixel_cnn", "masked_conv", "causal_conv2d"),
    identities=(
        Identity(
            sibling="conv2d",
            text=Text(
                "It is a convolution whose kernel was multiplied by the mask beforehand.",
                "あらかじめカーネルにマスクを掛けた畳み込みである。",
            ),
            case=_case("masked_beforehand", (3, 2, 4, 5), (4, 2, 3, 5)),
            left=evaluated("masked_conv2d"),
            right=_zeroed_beforehand,
        ),
    ),
    mistakes=(
        Mistake(
            name="pixel_sees_itself",
            ja="画素が自分自身を見る",
            line='if kind == "B":',
            wrong="if True:",
            why=Text(
                "Then the first layer copies the pixel that it should foretell, and the loss is 0 "
                "without anything learned.",
                "これでは最初の層が、予測すべき画素をそのまま写してしまう。"
                "何も学ばなくても損失が 0 になる。",
            ),
        ),
        Mistake(
            name="only_rows_above",
            ja="上の行しか見ない",
            line="self.mask[kh // 2, : kw // 2] = True  # to the left",
            wrong="pass",
            why=Text(
                "The pixels to the left in the same row are known as well.",
                "同じ行の左側の画素も、すでに分かっている。",
            ),
        ),
        Mistake(
            name="sees_to_the_right",
            ja="右側を見る",
            line="self.mask[kh // 2, : kw // 2] = True  # to the left",
            wrong="self.mask[kh // 2, kw // 2 + 1 :] = 1",
            why=Text(
                "Pixels to the right are drawn later; here the future is looked at.",
                "右側の画素は後で生成される。これでは未来を見ている。",
            ),
        ),
        Mistake(
            name="gradient_not_masked",
            ja="勾配にマスクを掛けない",
            line='self.grads = {**self.conv.grads, "W": dW * self.mask.astype(dW.dtype)}',
            wrong="self.grads = dict(self.conv.grads)",
            why=Text(
                "A weight that was blotted out had no influence, so it has no gradient.",
                "消された重みは出力に影響しないので、勾配は 0 である。",
            ),
        ),
        Mistake(
            name="mask_forgotten",
            ja="マスクを忘れる",
            line="masked = W * self.mask.astype(W.dtype)",
            wrong="masked = W",
            why=Text(
                "An unmasked kernel sees the whole neighbourhood, the pixel itself among it.",
                "マスクを掛けないと、予測すべき画素を含む周囲すべてが見えてしまう。",
            ),
        ),
    ),
)
