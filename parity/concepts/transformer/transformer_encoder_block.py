"""The block that the encoder of a Transformer is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from parity.concepts.attention import _masks as masks
from parity.concepts.attention._sources import INVERT_THE_MASK
from parity.concepts.attention._transformer_sources import VASWANI
from parity.concepts.transformer._blocks import (
    EPSILON,
    MASK_TRUE_BLOCKS,
    NETWORK_WEIGHTS,
    ONE_KEY,
    OURS,
    SET_EPSILON,
    SHAPES_OF_WEIGHTS,
    encoder_block,
    heads,
    keys_without_gradient,
    packed,
)
from parity.concepts.transformer._encoder_derivation import DERIVATION
from parity.concepts.transformer._encoder_mistakes import MISTAKES
from parity.concepts.transformer._sources import XIONG
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Text
from parity.describing.draw import Draw, normal, values
from parity.describing.identity import Arrays, Identity, Implementations

PADDED = masks.padding((5, 2, 3), 5)
FOR_EACH_HEAD = values(np.stack([[(k + np.arange(4)) % 3 != 1] for k in range(3)])[None])
"""A mask (1, 3, 1, 4) that hides other keys from each head."""


def _case(
    name: str,
    N: int = 2,
    T: int = 3,
    d_model: int = 6,
    n_heads: int = 2,
    d_ff: int = 5,
    mask: Draw | None = None,
    fields: Mapping[str, Any] | None = None,
    **config: Any,
) -> Case:
    params = encoder_block("", d_model, d_ff)
    zero = keys_without_gradient(params)
    if T == 1:
        zero |= {f"dattention.{leaf}": ONE_KEY for leaf in ("W_q", "W_k", "b_q")}
    return Case(
        name,
        inputs={"x": normal(N, T, d_model), **({} if mask is None else {"mask": mask})},
        params=params,
        config={"d_model": d_model, "n_heads": n_heads, "d_ff": d_ff, **config},
        options={
            "differences": (
                "dx", "dattention.W_v", "dattention.b_o", "dnorm1.gamma", "dfeed_forward.W1",
                "dnorm2.beta",
            )
        },
        keras_layouts=heads(params, n_heads),
        zero=zero,
        kink=config.get("activation", "relu") == "relu",
        **(fields or {}),
    )  # fmt: skip


def _filled(part: Any, a: Arrays, name: str) -> Any:
    part.params.update({leaf: a[f"{name}.{leaf}"] for leaf in part.params})
    return part


def _by_parts(of: Implementations, a: Arrays) -> Arrays:
    """Return what four layers give, one after another."""
    parts = {
        "attention": of("multi_head_attention")(6, 2),
        "norm1": of("layer_norm")(6),
        "feed_forward": of("position_wise_feed_forward")(6, 5),
        "norm2": of("layer_norm")(6),
    }
    attention, norm1, network, norm2 = (_filled(part, a, n) for n, part in parts.items())
    h = norm1.forward(a["x"] + attention.forward(a["x"]))
    y = norm2.forward(h + network.forward(h))
    dsum = norm2.backward(a["dy"])
    dsum = norm1.backward(dsum + network.backward(dsum))
    dx = dsum + attention.backward(dsum)
    found = {"y": y, "dx": dx}
    for name, part in parts.items():
        found |= {f"d{name}.{leaf}": gradient for leaf, gradient in part.grads.items()}
    return _without_b_k(found)


def _without_b_k(found: Arrays) -> dict[str, np.ndarray]:
    return {name: array for name, array in found.items() if not name.endswith(".b_k")}


def _without_padding(of: Implementations, a: Arrays) -> Arrays:
    """Return what each sequence gives by itself, without its padding."""
    block = of("transformer_encoder_block")(6, 2, 5)
    for name, array in block.params.items():
        array[...] = a[name]
    found = {"y": np.zeros_like(a["x"]), "dx": np.zeros_like(a["x"])}
    for n, length in enumerate((5, 2, 3)):
        one = (slice(n, n + 1), slice(0, length))
        found["y"][one] = block.forward(a["x"][one])
        found["dx"][one] = block.backward(a["dy"][one])
    return found


def _with_padding(of: Implementations, a: Arrays) -> Arrays:
    """Return what the padded sequences give where there are words, taught there alone."""
    block = of("transformer_encoder_block")(6, 2, 5)
    for name, array in block.params.items():
        array[...] = a[name]
    there = a["mask"][:, 0, :, None]
    y = block.forward(a["x"], mask=a["mask"])
    return {"y": y * there, "dx": block.backward(a["dy"] * there)}


TransformerEncoderBlock = Concept(
    kind="layer",
    name="transformer_encoder_block",
    order=1,
    syllabus=("3-6-1", "4-4-2"),
    needs=("multi_head_attention", "position_wise_feed_forward", "layer_norm"),
    title=Text("Transformer encoder block", "Transformer のエンコーダブロック"),
    summary=Text(
        "Self-attention and a position-wise network, each with a way past it and a layer "
        "normalization: behind the sum (post-norm) or before the sublayer (pre-norm).",
        "自己注意と位置ごとのネットワークからなり、それぞれに迂回路(残差接続)とレイヤー正規化が付く。"
        "正規化は和の後(post-norm)か、サブ層の前(pre-norm)に置く。",
    ),
    why=Text(
        "Attention mixes positions and the network computes at each of them; neither alone is "
        "enough, and one pass of both is not either. So blocks are stacked, six in the paper, "
        "twelve and more in BERT. What lets that train is the residual connection: each sublayer "
        "only says what to add to x, and the gradient finds a way past it. The normalization "
        "keeps the sum's size in bounds. In the first Transformer it stands behind the sum, so "
        "that it lies on every way back, and training needs a warm-up; in GPT-2 and the Vision "
        "Transformer it stands within the branch.",
        "注意機構は位置どうしを混ぜ、ネットワークは位置ごとに計算する。片方だけでは足りず、"
        "両方を1回ずつでも足りないので、ブロックを重ねる(論文では6段、BERT では12段以上)。"
        "それを学習可能にするのが残差接続である。各サブ層は x に足すべきものだけを答え、"
        "勾配には迂回路ができる。正規化は和の大きさを一定に保つ。"
        "最初の Transformer では和の後にあるため、どの逆伝播の経路にも正規化が入り、学習には"
        "ウォームアップが必要になる。GPT-2 や Vision Transformer では枝の中に置かれる。",
    ),
    equation="h = norm1(x + attention(x)), y = norm2(h + feed_forward(h)); pre-norm: "
    "h = x + attention(norm1(x)), y = h + feed_forward(norm2(h))",
    formula=(
        r"h = \operatorname{LN}_1(x + \operatorname{MHA}(x)), \quad y = \operatorname{LN}_2(h + "
        r"\operatorname{FFN}(h))",
        r"h = x + \operatorname{MHA}(\operatorname{LN}_1(x)), \quad y = h + \operatorname{FFN}("
        r"\operatorname{LN}_2(h))",
        r"\delta_2 = \left( \frac{\partial \operatorname{LN}_2}{\partial s_2} \right)^\top "
        r"\frac{\partial L}{\partial y}, \quad \frac{\partial L}{\partial h} = \delta_2 + \left( "
        r"\frac{\partial \operatorname{FFN}}{\partial h} \right)^\top \delta_2",
        r"\delta_1 = \left( \frac{\partial \operatorname{LN}_1}{\partial s_1} \right)^\top "
        r"\frac{\partial L}{\partial h}, \quad \frac{\partial L}{\partial x} = \delta_1 + \left( "
        r"\frac{\partial \operatorname{MHA}}{\partial x} \right)^\top \delta_1",
    ),
    derivation=DERIVATION,
    shapes={
        "x": "(N, T, d_model)",
        "mask": "broadcast to (N, T, T)",
        **SHAPES_OF_WEIGHTS,
        "y": "as x",
    },
    sources=(f"{VASWANI}, section 3.1", f"{XIONG}, table 1"),
    weights={**packed("attention"), **NETWORK_WEIGHTS},
    cases=(
        _case("post_norm"),
        _case("pre_norm", 3, 4, 6, 3, 5, norm_first=True),
        _case("pre_norm_gelu", 2, 3, 8, 2, 5, norm_first=True, activation="gelu"),
        _case("post_norm_gelu_by_tanh", 3, 2, 4, 2, 7, activation="gelu_tanh"),
        # A mask of three axes is for all heads, one of four has an axis for them: people's code
        # takes the one or the other, and is not judged by these.
        _case("padding", 3, 5, 6, 2, 4, mask=PADDED, fields=OURS),
        _case(
            "padding_pre_norm",
            3,
            5,
            6,
            2,
            4,
            mask=PADDED,
            fields=OURS,
            norm_first=True,
            activation="gelu",
        ),
        _case(
            "mask_of_each_head", 2, 4, 6, 3, 5, mask=FOR_EACH_HEAD, fields=OURS, activation="gelu"
        ),
        _case("one_head", 2, 4, 5, 1, 3, activation="gelu", epsilon=0.125),
        _case("one_position", 4, 1, 6, 2, 5),
        _case("one_example", 1, 5, 4, 2, 6, norm_first=True, activation="gelu_tanh"),
        _case("large_epsilon", 2, 3, 4, 2, 5, epsilon=0.5, activation="gelu"),
        _case("one_hidden_unit", 2, 3, 4, 2, 1, norm_first=True),
    ),
    defaults=(
        Default(
            "norm_first",
            False,
            torch=("torch.nn.TransformerEncoderLayer", "norm_first", False),
        ),
        Default(
            "epsilon",
            1e-5,
            torch=("torch.nn.TransformerEncoderLayer", "layer_norm_eps", 1e-5),
            keras=("keras.layers.LayerNormalization", "epsilon", 1e-3),
        ),
        Default("activation", "relu"),
        Default("initializer", None),
    ),
    divergences=(
        Divergence(
            name="true_blocks",
            ja="True が遮断を表す",
            summary=MASK_TRUE_BLOCKS,
            reconciled=INVERT_THE_MASK,
            source="torch.nn.TransformerEncoderLayer: src_mask, attn_mask of MultiheadAttention",
            case="mask_of_each_head",
            native={
                "numpy": {},
                "torch": {
                    "callable": "torch_impl.transformer.transformer_encoder_block._MaskAsItIs",
                    "d_model": 6,
                    "n_heads": 3,
                    "d_ff": 5,
                    "activation": "gelu",
                },
            },
            quantity="y",
        ),
        Divergence(
            name="nested_in_inference",
            ja="推論時の nested tensor",
            summary=Text(
                "In inference torch.nn.TransformerEncoder leaves the padding out of the "
                "computation (its fast path, with nested tensors), and its outputs there are 0; in "
                "training, here and in Keras, they are what comes of the padding.",
                "推論時の torch.nn.TransformerEncoder は、パディングを計算から除き(nested tensor を"
                "使う高速な経路)、その位置の出力は 0 になる。学習時や、ここと Keras では、"
                "パディングの位置も計算した値になる。",
            ),
            reconciled=Text(
                "PyTorch: enable_nested_tensor=False; or look at the words alone.",
                "PyTorch では enable_nested_tensor=False とするか、単語の位置だけを見る。",
            ),
            source="torch.nn.TransformerEncoder: enable_nested_tensor=True; "
            "torch._transformer_encoder_layer_fwd",
            case="padding",
            native={
                "numpy": {},
                "torch": {
                    "callable": "torch_impl.transformer.transformer_encoder_block._Nested",
                    "d_model": 6,
                    "n_heads": 2,
                    "d_ff": 4,
                },
            },
            quantity="y",
        ),
        Divergence(
            name="default_epsilon",
            ja="epsilon の既定値",
            summary=EPSILON,
            reconciled=SET_EPSILON,
            source="torch.nn.TransformerEncoderLayer and keras.layers.LayerNormalization "
            "signatures",
            case="post_norm",
            native={"torch": {}, "keras": {"epsilon": 1e-3}},
            quantity="y",
        ),
    ),
    conventions=(
        Convention(
            name="pre_norm",
            text=Text(
                "The normalizations stand before the sublayers (pre-norm), as in GPT-2.",
                "正規化はサブ層の前に置く(GPT-2 と同じ pre-norm)。",
            ),
            config={"norm_first": True},
        ),
        Convention(
            name="post_norm_with_gelu",
            text=Text(
                "The network's activation is GELU, as in BERT.",
                "ネットワークの活性化関数は BERT と同じ GELU である。",
            ),
            config={"activation": "gelu"},
        ),
        Convention(
            name="pre_norm_with_gelu",
            text=Text(
                "The normalizations stand before the sublayers, and the activation is GELU, as in "
                "the Vision Transformer.",
                "正規化はサブ層の前に置き、活性化関数は GELU とする(Vision Transformer と同じ)。",
            ),
            config={"norm_first": True, "activation": "gelu"},
        ),
    ),
    also_called=(
        "transformer_block",
        "encoder_layer",
        "encoder_block",
        "transformer_encoder_layer",
        "transformer_layer",
        "bert_layer",
    ),
    identities=(
        Identity(
            sibling="multi_head_attention",
            text=Text(
                "It is attention, a feed-forward network and two layer normalizations, with two "
                "sums around them.",
                "注意機構、順伝播ネットワーク、2つのレイヤー正規化を、2つの和でつないだものである。",
            ),
            case=_case("in_parts"),
            left=lambda of, a: _without_b_k(of.evaluated("transformer_encoder_block")),
            right=_by_parts,
        ),
        Identity(
            sibling="transformer_encoder_block",
            text=Text(
                "With the padding masked, a padded sequence gives what it gives without padding.",
                "パディングをマスクすれば、パディングした系列の結果は、しない場合と同じになる。",
            ),
            case=_case("padded_or_not", 3, 5, 6, 2, 5, mask=PADDED),
            left=_with_padding,
            right=_without_padding,
        ),
    ),
    mistakes=MISTAKES,
)
