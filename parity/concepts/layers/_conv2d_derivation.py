"""How the gradients of a convolution are derived: once by indices, once as matrices."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.describing.derivation import Step

DERIVATION = (
    Step(
        heading=Text(
            "Every output pixel is a weighted sum over its window",
            "どの出力画素も、窓の中の重み付き和である",
        ),
        text=Text(
            "n counts the examples, o and c the channels of y and x, (h, w) the places of y, and "
            "(i, j) those of the kernel. δ is the gradient that arrives from behind.",
            "n はデータ、o と c は y と x のチャネル、(h, w) は y の位置、"
            "(i, j) はカーネル内の位置である。後ろから届く勾配を δ とする。",
        ),
        equation=(
            r"y_{n,o,h,w} = b_o + \sum_{c,i,j} W_{o,c,i,j}\, x_{n,\,c,\,h s + i d,\,w s + j d}"
            "\n"
            r"\delta_{n,o,h,w} = \frac{\partial L}{\partial y_{n,o,h,w}}"
        ),
    ),
    Step(
        heading=Text(
            "b is added at every place, so db is a sum over all of them",
            "b はすべての位置で足されるので、db はすべての位置についての和になる",
        ),
        text=Text(
            "One bias serves a whole channel, in every example; the local derivative is 1.",
            "1つのバイアスが、全データのチャネル全体に使われる。局所的な微分は 1 である。",
        ),
        equation=r"\frac{\partial L}{\partial b_o} = \sum_{n,h,w} \delta_{n,o,h,w}",
        check=Text(
            "A sum over the axes 0, 2 and 3 gives (n_out,), the shape of b.",
            "軸 0・2・3 についての和は (n_out,) で、b と同じ形になる。",
        ),
    ),
    Step(
        heading=Text(
            "A weight is used at every place, so dW is a sum over them too",
            "重みもすべての位置で使われるので、dW も位置についての和になる",
        ),
        text=Text(
            "At the place (h, w) of y, the weight (i, j) meets the pixel (h s + i d, w s + j d). "
            "The sum is itself a convolution: δ slides over x.",
            "y の位置 (h, w) で、重み (i, j) は画素 (h s + i d, w s + j d) に掛かる。"
            "この和も、δ を x の上でずらす畳み込みになっている。",
        ),
        equation=(
            r"\frac{\partial L}{\partial W_{o,c,i,j}} = \sum_{n,h,w} \delta_{n,o,h,w} \, "
            r"x_{n,\,c,\,h s + i d,\,w s + j d}"
        ),
    ),
    Step(
        heading=Text(
            "A pixel lies in several windows, and collects from each",
            "画素は複数の窓に含まれ、それぞれから勾配を集める",
        ),
        text=Text(
            "The pixel (u, v) meets the weight (i, j) in the window for which h s + i d = u and w "
            "s + j d = v. With stride and dilation 1 that is h = u - i: δ is convolved with the "
            "kernel turned by 180°, and every kernel of every output channel takes part.",
            "画素 (u, v) が重み (i, j) と掛け合わされるのは、"
            "h s + i d = u かつ w s + j d = v となる窓である。"
            "ストライドと膨張率が 1 なら h = u - i となり、180° 回転させたカーネルで δ を畳み込む"
            "ことになる。和には、すべての出力チャネルのカーネルが加わる。",
        ),
        equation=(
            r"\frac{\partial L}{\partial x_{n,c,u,v}} = \sum_{o} \sum_{h s + i d = u \atop w s + "
            r"j d = v} W_{o,c,i,j} \, \delta_{n,o,h,w}"
        ),
        check=Text(
            "All three agree with finite differences and with the autograd of PyTorch and Keras. "
            "What falls on padding with zeros is cut off.",
            "3つの勾配はどれも、数値微分、PyTorch と Keras の自動微分と一致する。"
            "ゼロパディングに届いた分は捨てる。",
        ),
    ),
    Step(
        heading=Text(
            "As matrices, it is a dense layer over the windows",
            "行列で書けば、窓を入力とする全結合層である",
        ),
        text=Text(
            "With the windows as the rows of col, and y, δ and the kernels written as matrices, "
            "the gradients are a dense layer's. col2im then brings dcol back to the image, and "
            "adds where windows overlap.",
            "窓を col の各行に並べ、y・δ・カーネルも行列で書くと、勾配は全結合層と同じ形になる。"
            "最後に col2im で dcol を画像に戻し、窓が重なるところは足し合わせる。",
        ),
        equation=(
            r"y = \text{col}\, W^\top + b"
            "\n"
            r"\frac{\partial L}{\partial W} = \delta^\top \text{col}, \quad \frac{\partial "
            r"L}{\partial \text{col}} = \delta \, W"
        ),
    ),
)
