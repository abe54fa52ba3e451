"""A Vision Transformer: a classifier that reads an image as a sequence of patches."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.attention._transformer_sources import DOSOVITSKIY
from parity.concepts.transformer._blocks import (
    EPSILON,
    encoder_block,
    heads,
    keys_without_gradient,
    norm,
)
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal
from parity.describing.identity import Arrays, Identity, Implementations


def _params(
    image: tuple[int, ...], p: int, classes: int, d_model: int, d_ff: int, n_blocks: int
) -> dict[str, Draw]:
    _, C, H, W = image
    found = {
        "patches.W": normal(C * p * p, d_model, scale=0.5),
        "patches.b": normal(d_model, scale=0.5),
        "patches.cls": normal(d_model),
        "positions.P": normal(1 + H * W // p**2, d_model, scale=0.5),
    }
    for k in range(n_blocks):
        found |= encoder_block(f"encoder{k}.", d_model, d_ff)
    found |= norm("norm", d_model)
    return found | {"head.W": normal(d_model, classes), "head.b": normal(classes)}


def _case(
    name: str,
    image: tuple[int, int, int, int],
    p: int,
    classes: int,
    d_model: int = 6,
    n_heads: int = 2,
    d_ff: int = 7,
    n_blocks: int = 1,
    **config: Any,
) -> Case:
    """Return a case for images (N, C, H, W)."""
    N, C, H, W = image
    params = _params(image, p, classes, d_model, d_ff, n_blocks)
    return Case(
        name,
        inputs={"x": normal(*image)},
        params=params,
        upstream=normal(N, classes),
        config={
            "in_channels": C,
            "image_size": (H, W),
            "patch_size": p,
            "n_classes": classes,
            "d_model": d_model,
            "n_heads": n_heads,
            "d_ff": d_ff,
            "n_blocks": n_blocks,
            **config,
        },
        images=("x", "dx"),
        options={
            "differences": (
                "dx", "dpatches.cls", "dpositions.P", "dencoder0.attention.W_v", "dhead.W",
            )
        },
        keras_layouts={"patches.W": f"flatten_rows:{C},{p},{p}", **heads(params, n_heads)},
        zero=keys_without_gradient(params),
    )  # fmt: skip


SHUFFLED = np.array([2, 0, 3, 1, 5, 4])
"""Another order of six patches."""


def _model(of: Implementations, a: Arrays) -> Any:
    model = of("vision_transformer")(2, (4, 6), 2, 3, 6, 2, 7, 1)
    for name, array in model.params.items():
        array[...] = a[name]
    return model


def _patches(x: np.ndarray) -> np.ndarray:
    """Return images (N, C, 4, 6) as six patches (6, N, C, 2, 2)."""
    return np.stack([x[:, :, r : r + 2, c : c + 2] for r in (0, 2) for c in (0, 2, 4)])


def _images(patches: np.ndarray) -> np.ndarray:
    """Return six patches as images again."""
    rows = [np.concatenate(list(patches[k : k + 3]), axis=3) for k in (0, 3)]
    return np.concatenate(rows, axis=2)


def _in_order(of: Implementations, a: Arrays) -> Arrays:
    model = _model(of, a)
    y = model.forward(a["x"])
    dx = model.backward(a["dy"])
    return {"y": y, "dx": dx, "dpositions.P": model.grads["positions.P"]}


def _in_another_order(of: Implementations, a: Arrays) -> Arrays:
    """Return what comes of patches in another order, each with the position that it had."""
    model = _model(of, a)
    rows = np.concatenate([[0], 1 + SHUFFLED])
    P = model.params["positions.P"]
    P[...] = P[rows].copy()
    y = model.forward(_images(_patches(a["x"])[SHUFFLED]))
    back = np.argsort(SHUFFLED)
    dx = _images(_patches(model.backward(a["dy"]))[back])
    dP = model.grads["positions.P"][np.argsort(rows)]
    return {"y": y, "dx": dx, "dpositions.P": dP}


VisionTransformer = Concept(
    kind="layer",
    name="vision_transformer",
    order=5,
    syllabus=("4-1-2",),
    needs=("patch_embedding", "learned_position_embedding", "transformer_encoder_block"),
    title=Text("Vision Transformer", "Vision Transformer(ViT)"),
    summary=Text(
        "An image as a sequence of patches, with a CLS token in front and learned positions; "
        "blocks of an encoder; and a classifier that reads the CLS token alone.",
        "画像をパッチの系列とみなし、先頭に CLS トークンを置き、学習される位置ベクトルを足す。"
        "エンコーダのブロックを重ね、最後に CLS トークンだけを見て分類する。",
    ),
    why=Text(
        "A convolution sees its neighbours; to relate two corners of an image it takes many "
        "layers. Attention relates all patches at once, from the first block on. It knows nothing "
        "of images beforehand, not even which patches are neighbours: that must be learned from "
        "the position embeddings, and this is why the Vision Transformer needs more data than a "
        "convolutional network before it is better. The CLS token belongs to no patch. It asks "
        "all of them, block by block, what the image shows.",
        "畳み込みが見るのは近傍であり、画像の隅どうしを関係づけるには多くの層が要る。"
        "注意機構は最初のブロックから全パッチを一度に関係づける。その代わり画像についての"
        "予備知識がなく、どのパッチが隣り合うかさえ位置埋め込みから学ばなければならない。"
        "畳み込みネットワークを上回るまでに多くのデータが必要なのはこのためである。"
        "CLS トークンはどのパッチにも属さず、画像に何が写っているかを、"
        "ブロックごとに全パッチから集める。",
    ),
    equation="z_0 = [cls; p_1 W + b; ...] + P, z_l = block(z_(l-1)), y = norm(z_L)[0] W_head + "
    "b_head",
    formula=(
        r"z^{(0)} = [c; p_1 W + b; \dots; p_n W + b] + P, \quad n = \frac{H}{p} \cdot \frac{W}{p}",
        r"z^{(l)} = \operatorname{Block}_l(z^{(l-1)}), \quad l = 1, \dots, L",
        r"y = \operatorname{LN}(z^{(L)}_0) W_{\text{head}} + b_{\text{head}}",
        r"\frac{\partial L}{\partial z^{(L)}_i} = 0 \quad (i \ge 1)",
    ),
    derivation=(
        Step(
            heading=Text(
                "The classifier reads one position, so one has a gradient",
                "分類器が見るのは1か所なので、勾配も1か所だけにある",
            ),
            text=Text(
                "At the end of the last block only the CLS token's place has a gradient; at all "
                "patches it is 0.",
                "最後のブロックの出力で勾配を持つのは CLS トークンの位置だけで、"
                "パッチの位置では 0 である。",
            ),
            equation=(
                r"\frac{\partial L}{\partial z^{(L)}_0} = \left( \frac{\partial \operatorname{LN}}"
                r"{\partial z} \right)^\top \frac{\partial L}{\partial y} W_{\text{head}}^\top"
            ),
        ),
        Step(
            heading=Text(
                "The blocks spread it over the patches",
                "ブロックの逆伝播で、勾配が全パッチに広がる",
            ),
            text=Text(
                "The CLS token attended to all patches, so through keys and values each of them "
                "gets a share; then the next block goes back, and so on.",
                "CLS トークンは全パッチに注目したので、キーとバリューを通してそれぞれに勾配が"
                "分配される。続いて1つ前のブロックを逆にたどる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial z^{(l-1)}} = \left( \frac{\partial "
                r"\operatorname{Block}_l}{\partial z^{(l-1)}} \right)^\top \frac{\partial L}"
                r"{\partial z^{(l)}}"
            ),
        ),
        Step(
            heading=Text(
                "Positions and patches were added, so both get it",
                "位置とパッチは足したので、両方に同じ勾配が渡る",
            ),
            text=Text(
                "P is the same for every image, so its gradient is the sum over the batch; that of "
                "the patches goes through W into the image.",
                "P は全画像に共通なので、勾配はバッチについての和である。"
                "パッチ側の勾配は W を通って画像に戻る。",
            ),
            equation=(
                r"\frac{\partial L}{\partial P} = \sum_n \frac{\partial L}{\partial z^{(0)}_n}, "
                r"\quad \frac{\partial L}{\partial p_i} = \frac{\partial L}{\partial z^{(0)}_i} "
                r"W^\top"
            ),
            check=Text(
                "The gradient of the image agrees with PyTorch's, with Keras' and with finite "
                "differences, pixel by pixel.",
                "画像の勾配は、PyTorch とも Keras とも、数値微分とも画素ごとに一致する。",
            ),
        ),
    ),
    shapes={
        "x": "(N, C, H, W)",
        "patches.W": "(C p p, d_model)",
        "patches.b, patches.cls": "(d_model,)",
        "positions.P": "(1 + n, d_model)",
        "encoder0, ...": "as of the block",
        "head.W": "(d_model, n_classes)",
        "y": "(N, n_classes)",
    },
    sources=(f"{DOSOVITSKIY}, section 3.1, eq. 1 to 4",),
    cases=(
        _case("two_blocks", (2, 3, 4, 6), 2, 5, n_blocks=2),
        _case("gray", (3, 1, 4, 6), 2, 5, 8, 2, 6),
        _case("higher_than_wide", (2, 3, 9, 6), 3, 4, 6, 3, 5),
        _case("two_patches", (4, 2, 3, 6), 3, 5),
        _case("patches_of_one_pixel", (2, 3, 1, 4), 1, 5),
        _case("one_image", (1, 2, 4, 6), 2, 3),
        _case("one_head", (2, 3, 4, 6), 2, 4, 5, 1, 8),
        _case("larger_epsilon", (3, 2, 4, 6), 2, 5, 4, 2, 7, epsilon=0.125),
    ),
    defaults=(
        Default("n_blocks", 2),
        Default(
            "epsilon",
            1e-6,
            torch=("torch.nn.TransformerEncoderLayer", "layer_norm_eps", 1e-5),
            keras=("keras.layers.LayerNormalization", "epsilon", 1e-3),
        ),
        Default("initializer", None),
    ),
    divergences=(
        Divergence(
            name="default_epsilon",
            ja="epsilon の既定値",
            summary=EPSILON,
            reconciled=Text(
                "Set epsilon in both; the paper's code has 1e-6.",
                "両方で epsilon を指定する。論文のコードでは 1e-6 である。",
            ),
            source="torch.nn.TransformerEncoderLayer and keras.layers.LayerNormalization "
            "signatures",
            case="two_blocks",
            native={"torch": {"epsilon": 1e-5}, "keras": {"epsilon": 1e-3}},
            quantity="y",
        ),
    ),
    also_called=("vit", "vision_transformer_classifier", "simple_vit"),
    identities=(
        Identity(
            sibling="vision_transformer",
            text=Text(
                "Patches in another order give the same scores, as long as each keeps its position "
                "embedding: the order is known by the embeddings alone.",
                "各パッチに同じ位置埋め込みを足す限り、パッチを並べ替えてもスコアは変わらない。"
                "並び順は位置埋め込みだけが表している。",
            ),
            case=_case("shuffled", (2, 2, 4, 6), 2, 3),
            left=_in_order,
            right=_in_another_order,
        ),
    ),
    mistakes=(
        Mistake(
            name="mean_of_the_patches",
            ja="パッチの平均を使う",
            line="return self.head.forward(self.norm.forward(z[:, 0]))",
            wrong="return self.head.forward(self.norm.forward(z.mean(axis=1)))",
            why=Text(
                "The classifier reads the CLS token. A mean over the patches is another design; "
                "then there is no CLS token.",
                "分類器が見るのは CLS トークンである。パッチの平均を取るのは別の設計であり、"
                "その場合 CLS トークンは要らない。",
            ),
        ),
        Mistake(
            name="last_patch_for_the_cls_token",
            ja="CLS トークンの代わりに最後のパッチを使う",
            line="return self.head.forward(self.norm.forward(z[:, 0]))",
            wrong="return self.head.forward(self.norm.forward(z[:, -1]))",
            why=Text(
                "The CLS token stands in front; at the end stands the patch at the lower right.",
                "CLS トークンは先頭にある。末尾にあるのは右下のパッチである。",
            ),
        ),
        Mistake(
            name="positions_forgotten",
            ja="位置の情報を忘れる",
            line="z = self.positions.forward(self.patches.forward(x))",
            wrong="z = self.patches.forward(x); self.positions.forward(z)",
            why=Text(
                "Without position embeddings an image is a bag of patches: shuffled, it gives the "
                "same.",
                "位置埋め込みがないと、画像はパッチの集まりでしかない。"
                "並べ替えても同じ結果になる。",
            ),
        ),
        Mistake(
            name="last_normalization_forgotten",
            ja="最後の正規化を忘れる",
            line="return self.head.forward(self.norm.forward(z[:, 0]))",
            wrong="self.norm.forward(z[:, 0]); return self.head.forward(z[:, 0])",
            why=Text(
                "In pre-norm nothing has normalized the last sum: one more normalization stands "
                "before the classifier.",
                "pre-norm では最後の和がまだ正規化されていない。分類器の前にもう1つ正規化を置く。",
            ),
        ),
        Mistake(
            name="post_norm_blocks",
            ja="ブロックを post-norm にする",
            line='TransformerEncoderBlock(d_model, n_heads, d_ff, True, "gelu", '
            "epsilon, initializer, own)",
            wrong='TransformerEncoderBlock(d_model, n_heads, d_ff, False, "gelu", '
            "epsilon, initializer, own)",
            why=Text(
                "The Vision Transformer's blocks are pre-norm; the first Transformer's were "
                "post-norm.",
                "Vision Transformer のブロックは pre-norm である。"
                "post-norm なのは最初の Transformer である。",
            ),
        ),
        Mistake(
            name="gradient_at_every_position",
            ja="全位置に勾配を渡す",
            line="dz[:, 0] = self.norm.backward(self.head.backward(dy))",
            wrong="dz[:] = self.norm.backward(self.head.backward(dy))[:, None]",
            why=Text(
                "Only the CLS token was read, so only its place has a gradient.",
                "読まれたのは CLS トークンだけなので、勾配を持つのもその位置だけである。",
            ),
        ),
    ),
)
