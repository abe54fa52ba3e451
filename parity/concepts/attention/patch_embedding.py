"""Patch embedding of a Vision Transformer."""

from __future__ import annotations

import numpy as np

from parity.concepts.attention._transformer_sources import DOSOVITSKIY
from parity.describing.concept import Case, Concept, Convention, Divergence, Mistake, Text, Weight
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(
    name: str, image: tuple[int, int, int, int], p: int, d_model: int, cls_token: bool = True
) -> Case:
    """Return a case for an image (N, C, H, W) and patches of p x p."""
    N, C, H, W = image
    params = {"W": normal(C * p * p, d_model, scale=0.5), "b": normal(d_model)}
    config = {"in_channels": C, "patch_size": p, "d_model": d_model}
    return Case(
        name,
        inputs={"x": normal(*image)},
        params=params | ({"cls": normal(d_model)} if cls_token else {}),
        upstream=normal(N, H * W // p**2 + cls_token, d_model),
        config=config if cls_token else {**config, "cls_token": False},
        images=("x", "dx"),
        keras_layouts={"W": f"flatten_rows:{C},{p},{p}"},
    )


def _convolution(of: Implementations, a: Arrays) -> Arrays:
    """Return a convolution whose stride is as wide as its kernel, its image as a sequence."""
    kernels, columns = (5, 2, 3, 3), a["W"].shape[1]
    conv = of("conv2d")(2, 5, 3, stride=3)
    conv.params.update(W=a["W"].T.reshape(kernels), b=a["b"])
    image = conv.forward(a["x"])
    y = np.moveaxis(image, 1, -1).reshape(len(image), -1, columns)
    dimage = np.moveaxis(a["dy"].reshape(len(image), *image.shape[2:], columns), -1, 1)
    dx = conv.backward(dimage)
    dW = conv.grads["W"].reshape(columns, -1).T
    return {"y": y, "dx": dx, "dW": dW, "db": conv.grads["b"]}


PatchEmbedding = Concept(
    kind="layer",
    name="patch_embedding",
    order=32,
    syllabus=("4-1-2",),
    needs=("dense", "conv2d", "learned_position_embedding"),
    title=Text("Patch embedding with CLS token", "パッチ埋め込み(CLS トークン付き)"),
    summary=Text(
        "Cuts an image into square patches, turns each into a vector by one dense layer, and puts "
        "a learned CLS token in front: what a Vision Transformer reads.",
        "画像を正方形のパッチに切り分け、それぞれを1つの全結合層でベクトルに変え、"
        "学習される CLS トークンを先頭に置く。Vision Transformer が読む系列である。",
    ),
    why=Text(
        "A Transformer reads a sequence of vectors, and attention compares every pair of them: "
        "with each pixel as a word an image of 224 x 224 would have 50,176 words. Patches of "
        "16 x 16 make 196 of it. Each is one vector of numbers, so a dense layer, the same for all "
        "patches, brings it to the length of the model. The CLS token belongs to no patch; it "
        "gathers from all of them what the image as a whole is, and the classifier reads it alone.",
        "Transformer が読むのはベクトルの系列であり、注意機構はそのすべての組を比べる。"
        "1画素を1語とすると、224 x 224 の画像は 50,176 語になる。"
        "16 x 16 のパッチなら 196 語で済む。"
        "パッチは数値を並べた1本のベクトルなので、全パッチに共通の全結合層でモデルの長さに変える。"
        "CLS トークンはどのパッチにも属さず、画像全体の情報をすべてのパッチから集める。"
        "分類器はこれだけを読む。",
    ),
    equation="y = [cls; p_1 W + b; ...; p_n W + b], n = (H / p) (W / p)",
    formula=(
        r"y_0 = c, \quad y_i = p_i W + b, \quad i = 1, \dots, n",
        r"n = \frac{H}{p} \cdot \frac{W}{p}",
        r"\frac{\partial L}{\partial W} = \sum_i p_i^\top \frac{\partial L}{\partial y_i}, \quad "
        r"\frac{\partial L}{\partial b} = \sum_i \frac{\partial L}{\partial y_i}",
        r"\frac{\partial L}{\partial c} = \sum_n \frac{\partial L}{\partial y_{n,0}}, \quad "
        r"\frac{\partial L}{\partial p_i} = \frac{\partial L}{\partial y_i} W^\top",
    ),
    derivation=(
        Step(
            heading=Text(
                "The CLS token is the same for all images, so its gradient is a sum over them",
                "CLS トークンは全画像で共通なので、勾配は画像についての和になる",
            ),
            text=Text(
                "Let δ_i be the gradient of y_i. y₀ is the token c itself, whatever the image is.",
                "y_i の勾配を δ_i とする。y₀ は画像によらず、トークン c そのものである。",
            ),
            equation=r"\frac{\partial L}{\partial c} = \sum_n \delta_{n,0}",
        ),
        Step(
            heading=Text(
                "Each patch is an example of one dense layer",
                "各パッチは、1つの全結合層のデータ1件である",
            ),
            text=Text(
                "W and b are shared by all patches of all images: the sums run over both.",
                "W と b は全画像の全パッチで共有されるので、和はその両方について取る。",
            ),
            equation=(
                r"\frac{\partial L}{\partial W} = \sum_{n,i} p_{n,i}^\top \delta_{n,i}, \quad "
                r"\frac{\partial L}{\partial b} = \sum_{n,i} \delta_{n,i}"
                "\n"
                r"\frac{\partial L}{\partial p_{n,i}} = \delta_{n,i} W^\top"
            ),
        ),
        Step(
            heading=Text(
                "Each pixel lies in one patch, so dx is dp put back",
                "画素はちょうど1つのパッチに入るので、dx は dp を元の位置に戻したものになる",
            ),
            text=Text(
                "The patches do not overlap: nothing is added, the axes are only put back in the "
                "order that they had.",
                "パッチは重ならないので足し合わせは起こらない。軸の順序を元に戻すだけである。",
            ),
            equation=r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial p}",
            check=Text(
                "The same as a convolution whose stride is as wide as its kernel.",
                "ストライドをカーネルの幅と等しくした畳み込みの勾配と一致する。",
            ),
        ),
    ),
    shapes={
        "x": "(N, C, H, W)",
        "W": "(C p p, d_model)",
        "b, cls": "(d_model,)",
        "y": "(N, 1 + n, d_model)",
    },
    sources=(f"{DOSOVITSKIY}, section 3.1, eq. 1",),
    weights={
        "W": Weight("linear.weight", "dense.kernel", torch_layout="out_in"),
        "b": Weight("linear.bias", "dense.bias"),
        "cls": Weight("cls", "cls"),
    },
    cases=(
        _case("with_cls", (2, 3, 4, 6), 2, 5),
        _case("without_cls", (3, 2, 6, 4), 2, 3, cls_token=False),
        _case("larger_patches", (4, 2, 3, 9), 3, 5),
        _case("one_row_of_patches", (3, 2, 4, 8), 4, 5),
        _case("one_pixel_a_patch", (5, 3, 2, 4), 1, 4),
        _case("one_example", (1, 1, 4, 8), 4, 5),
        _case("one_number", (3, 1, 6, 2), 2, 1, cls_token=False),
    ),
    divergences=(
        Divergence(
            name="order_within_a_patch",
            ja="パッチの中の順序",
            summary=Text(
                "PyTorch flattens a patch to (channel, row, column), Keras, with the channels "
                "last, to (row, column, channel), as the paper does. The shapes of W are the same, "
                "so weights copied as they are raise no error.",
                "PyTorch はパッチを(チャネル, 行, 列)の順に、チャネルを最後に置く Keras と論文は"
                "(行, 列, チャネル)の順に平坦化する。W の形は同じなので、"
                "重みをそのまま写してもエラーにならない。",
            ),
            reconciled=Text(
                "Reorder the rows of W.",
                "W の行を並べ替える。",
            ),
            source="torch.nn.Unfold; keras.ops.image.extract_patches",
            case="larger_patches",
            native={
                "torch": {},
                "keras": {
                    "callable": "tf_impl.attention.patch_embedding._RowsAsTheyAre",
                    "in_channels": 2,
                    "patch_size": 3,
                    "d_model": 5,
                },
            },
            quantity="y",
        ),
    ),
    conventions=(
        Convention(
            name="channels_last_in_a_patch",
            text=Text(
                "A patch is flattened to (row, column, channel), as in the paper and in Keras.",
                "パッチを論文や Keras と同じ(行, 列, チャネル)の順に平坦化する。",
            ),
            like="channels_last_in_a_patch",
        ),
        Convention(
            name="without_cls_token",
            text=Text(
                "The patches alone are given, without a CLS token in front, as Swin has them.",
                "Swin と同じく、先頭に CLS トークンを置かず、パッチだけを返す。",
            ),
            config={"cls_token": False},
        ),
    ),
    also_called=("patch_embed", "patchembed", "patch_embeddings", "patchify", "image_to_patches"),
    identities=(
        Identity(
            sibling="conv2d",
            text=Text(
                "Without the CLS token it is a convolution whose stride is its kernel size, the "
                "image read as a sequence.",
                "CLS トークンを除けば、ストライドがカーネルサイズと等しい畳み込みの結果を"
                "系列として並べたものである。",
            ),
            case=_case("a_strided_convolution", (2, 2, 6, 9), 3, 5, cls_token=False),
            left=evaluated("patch_embedding"),
            right=_convolution,
        ),
    ),
    mistakes=(
        Mistake(
            name="reshaped_without_transposing",
            ja="転置せずに変形する",
            line="patches = cut.transpose(0, 2, 4, 1, 3, 5)  # (N, rows, columns, C, p, p)",
            wrong="patches = cut",
            why=Text(
                "A reshape alone takes p p C numbers that follow each other in memory: pieces of "
                "whole rows, not squares. The axes of the patch must come together first.",
                "reshape だけでは、メモリ上で連続する数値、つまり行の断片が切り出されてしまい、"
                "正方形にならない。先に、パッチ内の軸を隣り合わせる必要がある。",
            ),
        ),
        Mistake(
            name="columns_before_rows",
            ja="列を行より先に並べる",
            line="patches = cut.transpose(0, 2, 4, 1, 3, 5)  # (N, rows, columns, C, p, p)",
            wrong="patches = cut.transpose(0, 4, 2, 1, 3, 5)",
            why=Text(
                "The patches are numbered row by row; otherwise each gets another's position "
                "embedding.",
                "パッチは行ごとに左から右へ数える。"
                "順序が違うと、別のパッチの位置埋め込みが足されてしまう。",
            ),
        ),
        Mistake(
            name="patch_transposed",
            ja="パッチが転置されている",
            line="patches = cut.transpose(0, 2, 4, 1, 3, 5)  # (N, rows, columns, C, p, p)",
            wrong="patches = cut.transpose(0, 2, 4, 1, 5, 3)",
            why=Text(
                "Within a patch too the row stands before the column.",
                "パッチの中でも、行が列より前にくる。",
            ),
        ),
        Mistake(
            name="channels_last_in_a_patch",
            ja="パッチの中でチャネルを最後に置く",
            line="patches = cut.transpose(0, 2, 4, 1, 3, 5)  # (N, rows, columns, C, p, p)",
            wrong="patches = cut.transpose(0, 2, 4, 3, 5, 1)",
            why=Text(
                "That is the paper's order, (row, column, channel); here the channel stands first, "
                "so the rows of W belong to other numbers.",
                "それは論文の順序(行, 列, チャネル)である。ここではチャネルが先なので、"
                "W の各行が別の数値に掛かってしまう。",
            ),
        ),
        Mistake(
            name="cls_behind",
            ja="CLS トークンを後ろに付ける",
            line="return np.concatenate([cls, y], axis=1)",
            wrong="return np.concatenate([y, cls], axis=1)",
            why=Text(
                "The CLS token stands in front, at position 0, where the classifier reads.",
                "CLS トークンは先頭(位置 0)に置く。分類器が読むのはそこである。",
            ),
        ),
        Mistake(
            name="cls_averaged_over_the_batch",
            ja="CLS の勾配をバッチで平均する",
            line='self.grads["cls"] = dy[:, 0].sum(axis=0)',
            wrong='self.grads["cls"] = dy[:, 0].mean(axis=0)',
            why=Text(
                "One token serves all images, so their gradients are added.",
                "1つのトークンが全画像で使われるので、勾配は和になる。",
            ),
        ),
        Mistake(
            name="cls_learns_from_the_patches",
            ja="CLS トークンがパッチの勾配で学習する",
            line='self.grads["cls"] = dy[:, 0].sum(axis=0)',
            wrong='self.grads["cls"] = dy.sum(axis=(0, 1))',
            why=Text(
                "The token stands at position 0 alone; at the others is a patch.",
                "トークンがあるのは位置 0 だけで、ほかの位置にはパッチがある。",
            ),
        ),
        Mistake(
            name="put_back_in_another_order",
            ja="戻す順序が違う",
            line="dx = dpatches.transpose(0, 3, 1, 4, 2, 5)  # (N, C, rows, p, columns, p)",
            wrong="dx = dpatches.transpose(0, 3, 1, 5, 2, 4)",
            why=Text(
                "On the way back each axis must return to where it came from.",
                "逆伝播では、各軸を元の場所に戻さなければならない。",
            ),
        ),
    ),
)
