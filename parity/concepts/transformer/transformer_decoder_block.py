"""The block that the decoder of a Transformer is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from parity.concepts.attention import _masks as masks
from parity.concepts.attention._transformer_sources import VASWANI
from parity.concepts.transformer._blocks import (
    EPSILON,
    NETWORK_WEIGHTS,
    ONE_KEY,
    OURS,
    SET_EPSILON,
    SHAPES_OF_WEIGHTS,
    decoder_block,
    heads,
    keys_without_gradient,
    packed,
)
from parity.concepts.transformer._decoder_derivation import DERIVATION
from parity.concepts.transformer._decoder_mistakes import MISTAKES
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Text
from parity.describing.draw import Draw, normal
from parity.describing.identity import Arrays, Identity, Implementations

SOURCE_PADDED = masks.padding((4, 2, 3), 4)
NO_KEY_FOR_ONE = masks.padding((4, 0), 4)


def _case(
    name: str,
    N: int = 2,
    T: tuple[int, int] = (3, 4),
    d_model: int = 6,
    n_heads: int = 2,
    d_ff: int = 5,
    mask: Draw | None = None,
    memory_mask: Draw | None = None,
    fields: Mapping[str, Any] | None = None,
    **config: Any,
) -> Case:
    """Return a case of T = (positions of the target, of the source)."""
    params = decoder_block("", d_model, d_ff)
    inputs = {"x": normal(N, T[0], d_model), "memory": normal(N, T[1], d_model)}
    if memory_mask is not None:
        inputs["memory_mask"] = memory_mask
    if mask is not None:
        inputs["mask"] = mask
    zero = keys_without_gradient(params)
    for part, keys in zip(("self_attention", "cross_attention"), T, strict=True):
        if keys == 1:
            zero |= {f"d{part}.{leaf}": ONE_KEY for leaf in ("W_q", "W_k", "b_q")}
    return Case(
        name,
        inputs=inputs,
        params=params,
        config={"d_model": d_model, "n_heads": n_heads, "d_ff": d_ff, **config},
        differentiable=("x", "memory"),
        options={
            "differences": (
                "dx", "dmemory", "dself_attention.W_v", "dcross_attention.b_o", "dnorm2.gamma",
                "dfeed_forward.W1",
            )
        },
        keras_layouts=heads(params, n_heads),
        zero=zero,
        kink=config.get("activation", "relu") == "relu",
        **(fields or {}),
    )  # fmt: skip


def _block(of: Implementations, a: Arrays) -> Any:
    block = of("transformer_decoder_block")(6, 2, 5)
    for name, array in block.params.items():
        array[...] = a[name]
    return block


def _beginnings(of: Implementations, a: Arrays) -> Arrays:
    """Return the last position of every beginning of the target, each taken by itself."""
    block, ys = _block(of, a), []
    dx, dmemory = np.zeros_like(a["x"]), np.zeros_like(a["memory"])
    for t in range(1, a["x"].shape[1] + 1):
        y = block.forward(a["x"][:, :t], a["memory"])
        ys.append(y[:, -1])
        dy = np.zeros_like(y)
        dy[:, -1] = a["dy"][:, t - 1]
        dbeginning, of_memory = block.backward(dy)
        dx[:, :t] += dbeginning
        dmemory += of_memory
    return {"y": np.stack(ys, axis=1), "dx": dx, "dmemory": dmemory}


def _at_once(of: Implementations, a: Arrays) -> Arrays:
    block = _block(of, a)
    y = block.forward(a["x"], a["memory"])
    dx, dmemory = block.backward(a["dy"])
    return {"y": y, "dx": dx, "dmemory": dmemory}


TransformerDecoderBlock = Concept(
    kind="layer",
    name="transformer_decoder_block",
    order=2,
    syllabus=("3-6-1",),
    needs=("transformer_encoder_block", "causal_mask"),
    title=Text("Transformer decoder block", "Transformer のデコーダブロック"),
    summary=Text(
        "Masked self-attention among the words written so far, attention to the source, and a "
        "position-wise network, each with a residual connection and a layer normalization.",
        "書き終えた単語どうしのマスク付き自己注意、入力文への Source-Target Attention、"
        "位置ごとのネットワークからなり、それぞれに残差接続とレイヤー正規化が付く。",
    ),
    why=Text(
        "Whoever writes a translation knows the whole source, but of the target only what was "
        "written. So the block attends twice: to its own words, each of which sees those before "
        "it, and to what the encoder made of the source. The causal mask also makes training "
        "fast: all positions of the target are predicted at once, each as if the later ones did "
        "not exist, where a recurrent decoder must go word by word.",
        "翻訳を書く側は入力文の全体を知っているが、出力文については書き終えた部分しか知らない。"
        "そこで2回注目する。1回目は自分の書いた単語で、それぞれが自分より前だけを見る。"
        "2回目はエンコーダが入力文から作った表現である。因果マスクは学習も速くする。"
        "後の単語が存在しないかのように、目標系列の全位置を一度に予測できるからである。"
        "再帰型のデコーダでは1単語ずつ進むしかない。",
    ),
    equation="h1 = norm1(x + causal_attention(x)), h2 = norm2(h1 + attention(h1, memory)), "
    "y = norm3(h2 + feed_forward(h2))",
    formula=(
        r"h_1 = \operatorname{LN}_1(x + \operatorname{MHA}(x, x, x)), \quad h_2 = \operatorname{"
        r"LN}_2(h_1 + \operatorname{MHA}(h_1, m, m))",
        r"y = \operatorname{LN}_3(h_2 + \operatorname{FFN}(h_2))",
        r"\delta_3 = \left( \frac{\partial \operatorname{LN}_3}{\partial s_3} \right)^\top "
        r"\frac{\partial L}{\partial y}, \quad \frac{\partial L}{\partial h_2} = \delta_3 + "
        r"\left( \frac{\partial \operatorname{FFN}}{\partial h_2} \right)^\top \delta_3",
        r"\frac{\partial L}{\partial h_1} = \delta_2 + \frac{\partial L}{\partial q} W_q^\top, "
        r"\quad \frac{\partial L}{\partial m} = \frac{\partial L}{\partial k} W_k^\top + "
        r"\frac{\partial L}{\partial v} W_v^\top",
    ),
    derivation=DERIVATION,
    shapes={
        "x": "(N, T, d_model)",
        "memory": "(N, S, d_model)",
        "memory_mask": "broadcast to (N, T, S)",
        "mask": "broadcast to (N, T, T)",
        **SHAPES_OF_WEIGHTS,
        "y": "as x",
    },
    sources=(f"{VASWANI}, section 3.1 and figure 1",),
    weights={**packed("self_attention"), **packed("cross_attention"), **NETWORK_WEIGHTS},
    cases=(
        _case("post_norm"),
        _case("pre_norm", 3, (4, 2), 6, 3, 5, norm_first=True),
        _case("pre_norm_gelu", 2, (3, 5), 8, 2, 6, norm_first=True, activation="gelu"),
        _case("source_padded", 3, (2, 4), 6, 2, 5, memory_mask=SOURCE_PADDED, fields=OURS),
        _case(
            "both_padded",
            3,
            (5, 4),
            6,
            2,
            7,
            mask=masks.padding((5, 2, 3), 5),
            memory_mask=SOURCE_PADDED,
            fields=OURS,
            norm_first=True,
            activation="gelu_tanh",
        ),
        _case(
            "mask_of_the_target",
            3,
            (4, 2),
            6,
            2,
            5,
            mask=masks.padding((4, 1, 2), 4),
            fields=OURS,
            activation="gelu",
            epsilon=0.125,
        ),
        _case("no_source_for_one", 2, (3, 4), 6, 2, 5, memory_mask=NO_KEY_FOR_ONE, fields=OURS),
        _case("one_head", 2, (3, 4), 5, 1, 4, activation="gelu", epsilon=0.125),
        _case("first_word", 3, (1, 4), 6, 2, 5),
        _case("source_of_one", 3, (4, 1), 6, 2, 5),
        _case("one_example", 1, (3, 5), 4, 2, 6),
        _case("large_epsilon", 2, (3, 5), 4, 2, 5, epsilon=0.5, activation="gelu"),
    ),
    defaults=(
        Default(
            "norm_first",
            False,
            torch=("torch.nn.TransformerDecoderLayer", "norm_first", False),
        ),
        Default(
            "epsilon",
            1e-5,
            torch=("torch.nn.TransformerDecoderLayer", "layer_norm_eps", 1e-5),
            keras=("keras.layers.LayerNormalization", "epsilon", 1e-3),
        ),
        Default("activation", "relu"),
        Default("initializer", None),
    ),
    divergences=(
        Divergence(
            name="not_causal_by_itself",
            ja="自動では因果マスクにならない",
            summary=Text(
                "torch.nn.TransformerDecoderLayer looks ahead unless it is given a mask for the "
                "target: there is nothing in it that makes it a decoder.",
                "torch.nn.TransformerDecoderLayer は、目標側のマスクを渡さない限り先の単語まで"
                "見てしまう。層の名前がデコーダでも、自動的に因果的になるわけではない。",
            ),
            reconciled=Text(
                "PyTorch: tgt_mask=nn.Transformer.generate_square_subsequent_mask(T).",
                "PyTorch では tgt_mask=nn.Transformer.generate_square_subsequent_mask(T) とする。",
            ),
            source="torch.nn.TransformerDecoderLayer: tgt_mask=None, tgt_is_causal=False",
            case="post_norm",
            native={
                "numpy": {},
                "torch": {
                    "callable": "torch_impl.transformer.transformer_decoder_block._LooksAhead",
                    "d_model": 6,
                    "n_heads": 2,
                    "d_ff": 5,
                },
            },
            quantity="y",
        ),
        Divergence(
            name="source_without_words",
            ja="単語のない入力文",
            summary=Text(
                "For a source whose words are all masked the heads give 0 here. Keras' layer takes "
                "the mean of all values by default.",
                "入力文の単語がすべてマスクされた場合、ヘッドの出力はここでは 0 である。"
                "Keras の層は既定では全バリューの平均を取る。",
            ),
            reconciled=Text(
                "Keras: return_attention_scores=True, as is done here.",
                "Keras では return_attention_scores=True とする(ここではそうしている)。",
            ),
            source="keras/src/layers/attention/multi_head_attention.py: use_dot_product_attention",
            case="no_source_for_one",
            native={
                "numpy": {},
                "keras": {
                    "callable": "tf_impl.transformer.transformer_decoder_block._WithoutWeights",
                    "d_model": 6,
                    "n_heads": 2,
                    "d_ff": 5,
                },
            },
            quantity="y",
        ),
        Divergence(
            name="default_epsilon",
            ja="epsilon の既定値",
            summary=EPSILON,
            reconciled=SET_EPSILON,
            source="torch.nn.TransformerDecoderLayer and keras.layers.LayerNormalization "
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
                "The normalizations stand before the sublayers (pre-norm).",
                "正規化はサブ層の前に置く(pre-norm)。",
            ),
            config={"norm_first": True},
        ),
    ),
    also_called=("decoder_layer", "decoder_block", "transformer_decoder_layer"),
    identities=(
        Identity(
            sibling="transformer_decoder_block",
            text=Text(
                "What it gives at a position is what it gives there for the beginning up to it: "
                "nothing that comes later plays a part.",
                "ある位置の出力は、そこまでの系列だけを渡したときの最後の出力と同じである。"
                "後に来るものは影響しない。",
            ),
            case=_case("beginning_by_beginning", 2, (4, 3), 6, 2, 5),
            left=_at_once,
            right=_beginnings,
        ),
    ),
    mistakes=MISTAKES,
)
