"""col2im."""

from __future__ import annotations

import numpy as np

from parity.concepts.layers._sources import CHELLAPILLA
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations


def _inner_product_of_images(of: Implementations, a: Arrays) -> Arrays:
    images = of("col2im")(a["c"], a["x"].shape, 3, 2, stride=2, pad=1)
    return {"product": np.vdot(a["x"], images)}


def _inner_product_of_columns(of: Implementations, a: Arrays) -> Arrays:
    return {"product": np.vdot(of("im2col")(a["x"], 3, 2, stride=2, pad=1), a["c"])}


col2im = Concept(
    kind="function",
    order=28,
    syllabus=("3-4-1",),
    needs=("im2col",),
    title=Text("col2im", "col2im"),
    summary=Text(
        "The way back of im2col: puts every row where its window was, and adds up where windows "
        "overlap. It takes gradients back; it does not restore the image.",
        "im2col の逆向きの処理。各行を元のウィンドウの位置に戻し、重なる画素では足し合わせる。"
        "勾配を逆伝播させるためのもので、元の画像を復元するわけではない。",
    ),
    why=Text(
        "After im2col a convolution is one matrix product, whose backward pass gives a gradient "
        "for every entry of the matrix. But one pixel stands in several rows, once for each "
        "window that saw it, and the chain rule wants all of its copies added up. col2im brings "
        "every entry back to its pixel and adds there; the same operation, used forward, is the "
        "transposed convolution.",
        "im2col を使うと畳み込みは1回の行列積になり、その逆伝播では行列の各要素の勾配が得られる。"
        "しかし1つの画素は、それを見たウィンドウの数だけ複数の行に写されているので、連鎖律により、"
        "それらの勾配をすべて足し合わせなければならない。"
        "col2im は各要素を元の画素に戻して足し込む。同じ操作を順伝播で使うと、転置畳み込みになる。",
    ),
    equation="x[n, c, p, q] = sum of col[(n, h, w), (c, i, j)] over h stride + i - pad = p, "
    "w stride + j - pad = q",
    formula=(
        r"x_{n,c,u,v} = \sum_{(h,w,i,j) \in S} \text{col}_{(n,h,w),(c,i,j)}",
        r"S = \{(h,w,i,j) : h s + i - p = u,\ w s + j - p = v\}",
    ),
    derivation=(
        Step(
            heading=Text(
                "im2col copies: each entry of col is one pixel",
                "im2col は複製である。col の各要素は1つの画素に等しい",
            ),
            text=Text(
                "The window (h, w) sees the pixel (u, v) at its place (i, j) if h s + i - p = u "
                "and w s + j - p = v. S holds all such windows and places.",
                "h s + i - p = u かつ w s + j - p = v のとき、"
                "窓 (h, w) は画素 (u, v) を (i, j) の位置に見る。"
                "このような窓と位置をすべて集めたものが S である。",
            ),
            equation=r"\text{col}_{(n,h,w),(c,i,j)} = x_{n,\,c,\,h s + i - p,\,w s + j - p}",
        ),
        Step(
            heading=Text(
                "So a pixel's gradient is the sum over its copies",
                "したがって、画素の勾配はその複製についての和になる",
            ),
            text=Text(
                "Every copy has the slope 1. Pixels that no window sees get 0, and what falls on "
                "the padding is cut off.",
                "どの複製についても傾きは 1 である。"
                "どの窓にも入らない画素の勾配は 0 で、パディングに届いた分は捨てる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_{n,c,u,v}} = \sum_{(h,w,i,j) \in S} \frac{\partial "
                r"L}{\partial \text{col}_{(n,h,w),(c,i,j)}}"
            ),
            check=Text(
                "There and back does not give the image again: col2im(im2col(x)) is x times the "
                "number of windows over each pixel.",
                "行って戻ると元の画像にはならない。"
                "col2im(im2col(x)) は、各画素に窓の数を掛けたものになる。",
            ),
        ),
        Step(
            heading=Text(
                "Written as a matrix, it is im2col transposed",
                "行列で書けば、im2col の転置である",
            ),
            text=Text(
                "im2col is linear: a matrix M of zeros and ones makes col from x. The gradient "
                "goes back through its transpose, as through any linear map; a test is that both "
                "inner products agree.",
                "im2col は線形で、0 と 1 からなる行列 M を x に掛けることにあたる。"
                "線形写像の逆伝播は、その転置を掛けることである。"
                "2通りの内積が一致することで確かめられる。",
            ),
            equation=(
                r"\text{col} = M x, \quad \frac{\partial L}{\partial x} = M^\top \frac{\partial "
                r"L}{\partial \text{col}}"
                "\n"
                r"\text{col}^\top (M x) = (M^\top \text{col})^\top x"
            ),
        ),
    ),
    shapes={"col": "(N out_h out_w, C filter_h filter_w)", "y": "(N, C, H, W)"},
    sources=(CHELLAPILLA,),
    cases=(
        Case(
            "overlaps",
            inputs={"col": normal(2 * 2 * 4, 3 * 3 * 2)},
            config={"input_shape": (2, 3, 4, 5), "filter_h": 3, "filter_w": 2},
        ),
        Case(
            "stride_and_padding",
            inputs={"col": normal(3 * 4 * 3, 2 * 2 * 3)},
            config={
                "input_shape": (3, 2, 6, 5),
                "filter_h": 2,
                "filter_w": 3,
                "stride": 2,
                "pad": 1,
            },
        ),
        Case(
            "windows_that_touch",
            inputs={"col": normal(2 * 2 * 2, 1 * 3 * 2)},
            config={"input_shape": (2, 1, 6, 7), "filter_h": 3, "filter_w": 2, "stride": 3},
        ),
    ),
    defaults=(
        Default("stride", 1, torch=("torch.nn.functional.fold", "stride", 1)),
        Default("pad", 0, torch=("torch.nn.functional.fold", "padding", 0)),
    ),
    identities=(
        Identity(
            sibling="im2col",
            text=Text(
                "It is im2col's adjoint: <x, col2im(c)> = <im2col(x), c> for every x and c.",
                "im2col の随伴である。どの x と c に対しても"
                " <x, col2im(c)> = <im2col(x), c> が成り立つ。",
            ),
            case=Case("adjoint", inputs={"x": normal(3, 2, 5, 6), "c": normal(36, 12)}),
            left=_inner_product_of_images,
            right=_inner_product_of_columns,
        ),
    ),
    mistakes=(
        Mistake(
            name="overlaps_overwritten",
            ja="重なりを上書きする",
            line="img[:, :, y:y_max:stride, x:x_max:stride] += col[:, :, y, x]",
            wrong="img[:, :, y:y_max:stride, x:x_max:stride] = col[:, :, y, x]",
            why=Text(
                "A pixel that several windows saw gets a gradient from each; = keeps the last one "
                "alone. On im2col's own output that restores the image, which hides the mistake.",
                "複数のウィンドウに含まれる画素には、それぞれから勾配が届く。"
                "= では最後の1つしか残らない。"
                "im2col の出力をそのまま戻すと元の画像になるため、誤りに気づきにくい。",
            ),
        ),
        Mistake(
            name="overlaps_averaged",
            ja="重なりを平均する",
            line="img[:, :, y:y_max:stride, x:x_max:stride] += col[:, :, y, x]",
            wrong="img[:, :, y:y_max:stride, x:x_max:stride] += col[:, :, y, x] / filter_h",
            why=Text(
                "col2im does not average what overlaps: the gradients of all windows add up.",
                "重なりを平均するのではない。すべてのウィンドウからの勾配を足し合わせる。",
            ),
        ),
        Mistake(
            name="transpose_forgotten",
            ja="転置を忘れる",
            line="col = col.transpose(0, 3, 4, 5, 1, 2)",
            wrong="col = col.reshape(N, C, filter_h, filter_w, out_h, out_w)",
            why=Text(
                "A row of col is a window, so its axes are (N, out_h, out_w, C, filter_h, "
                "filter_w); reshape can not move them.",
                "col の1行が1つのウィンドウなので、軸は (N, out_h, out_w, C, filter_h, filter_w) の"
                "順である。reshape では軸の順序は変えられない。",
            ),
        ),
        Mistake(
            name="padding_cut_on_the_wrong_side",
            ja="パディングを切る側が逆",
            line="return img[:, :, pad : H + pad, pad : W + pad]",
            wrong="return img[:, :, :H, :W]",
            why=Text(
                "The padding lies on both sides, so the image begins at pad.",
                "パディングは両側にあるので、画像は pad の位置から始まる。",
            ),
        ),
    ),
)
