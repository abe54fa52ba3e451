"""Multi-head attention."""

from __future__ import annotations

import numpy as np

from parity.concepts.attention import _masks as masks
from parity.concepts.attention._multi_head_cases import GROUPS, NO_KEYS_FOR_ONE, OURS, case
from parity.concepts.attention._multi_head_derivation import DERIVATION
from parity.concepts.attention._multi_head_groups import ALSO_CALLED
from parity.concepts.attention._multi_head_mistakes import MISTAKES
from parity.concepts.attention._sources import GROUPED, INVERT_THE_MASK, VASWANI
from parity.describing.concept import (
    Concept,
    Default,
    Divergence,
    Text,
    Weight,
)
from parity.describing.draw import values
from parity.describing.identity import Arrays, Identity, Implementations

FOR_EACH_HEAD = values(np.stack([[(k + np.arange(5)) % 3 != 1] for k in range(4)])[None])
"""A mask (1, 4, 1, 5) that hides other keys from each head."""


def _without_b_k(of: Implementations, a: Arrays) -> Arrays:
    """Return what the layer gives but the gradient of b_k, which is 0."""
    return {
        name: array
        for name, array in of.evaluated("multi_head_attention").items()
        if name != "db_k"
    }


def _one_head(of: Implementations, a: Arrays) -> Arrays:
    """Return what one attention between four dense layers gives."""
    parts = {name: of("dense")(5, 5) for name in "qkvo"}
    for name, part in parts.items():
        part.params.update(W=a[f"W_{name}"], b=a[f"b_{name}"])
    attention = of("scaled_dot_product_attention")()
    given = zip("qkv", (a["Q"], a["K"], a["V"]), strict=True)
    y = parts["o"].forward(attention.forward(*(parts[n].forward(x) for n, x in given)))
    back = zip("qkv", attention.backward(parts["o"].backward(a["dy"])), strict=True)
    gradients = {f"d{name.upper()}": parts[name].backward(dx) for name, dx in back}
    for name, part in parts.items():
        gradients |= {f"d{array}_{name}": part.grads[array] for array in "Wb"}
    del gradients["db_k"]
    return {"y": y, **gradients}


MultiHeadAttention = Concept(
    kind="layer",
    name="multi_head_attention",
    fast="attention.fast_multi_head_attention.FastMultiHeadAttention",
    order=5,
    syllabus=("3-6-1",),
    needs=("scaled_dot_product_attention", "dense"),
    title=Text("Multi-head attention", "Multi-Head Attention"),
    summary=Text(
        "Several attentions side by side, each on projections of its own, joined by one more "
        "projection. With one input it is self-attention, with two source-target attention.",
        "それぞれ別の線形変換を通した注意機構を並列に計算し、結果をつなげて、もう一度線形変換する。"
        "入力が1つなら自己注意(Self-Attention)、2つなら Source-Target Attention になる。",
    ),
    why=Text(
        "One attention takes one weighted mean: to look at two places for two reasons, it must "
        "mix them. With several heads each can look for something of its own, its subject, the "
        "word before, a matching bracket, on projections that are learned. As each head is the "
        "shorter the more there are, together they cost no more than one of full length. Who "
        "writes a text word by word keeps all keys and values so far: where several heads share "
        "one of them (grouped-query attention), there is so much less to keep.",
        "1つの注意機構が取れる加重平均は1つだけなので、別々の理由で2か所を見たいときには、"
        "両者が混ざってしまう。複数のヘッドがあれば、主語、直前の単語、対応する括弧といった"
        "別々のものを、学習した線形変換の上でそれぞれ探せる。ヘッドの数だけ1つのヘッドは短くなる"
        "ので、全体の計算量は、元の長さの注意機構1つと変わらない。文章を1語ずつ生成するときは、"
        "それまでのキーとバリューをすべて保持する。いくつかのクエリのヘッドで1つを共有すれば"
        "(Grouped-Query Attention)、保持する量がその分だけ減る。",
    ),
    equation="y = concat(head_1, ..., head_h) W_o + b_o, head_i = attention(Q W_q + b_q, K W_k + "
    "b_k, V W_v + b_v) of the i-th part of the columns",
    formula=(
        r"q = Q W_q + b_q, \quad k = K W_k + b_k, \quad v = V W_v + b_v",
        r"y_i = \operatorname{softmax}\left( \frac{q_i k_i^\top}{\sqrt{d_h}} \right) v_i, \quad "
        r"d_h = \frac{d}{h}",
        r"y = [y_1, \dots, y_h] W_o + b_o",
        r"\frac{\partial L}{\partial [y_1, \dots, y_h]} = \frac{\partial L}{\partial y} W_o^\top, "
        r"\quad \frac{\partial L}{\partial Q} = \left[ \frac{\partial L}{\partial q_1}, \dots, "
        r"\frac{\partial L}{\partial q_h} \right] W_q^\top",
    ),
    derivation=DERIVATION,
    shapes={
        "Q": "(N, T_q, d_model)",
        "K, V": "(N, T_k, d_model)",
        "mask": "broadcast to (N, T_q, T_k), or (N, n_heads, T_q, T_k)",
        "W_q, W_o": "(d_model, d_model)",
        "W_k, W_v": "(d_model, n_kv_heads d_head)",
        "b_q, b_o": "(d_model,)",
        "b_k, b_v": "(n_kv_heads d_head,)",
        "y": "as Q",
    },
    sources=(f"{VASWANI}, section 3.2.2", GROUPED),
    weights={
        "W_q": Weight("q.weight", "attention.query_dense.kernel", "out_in", "heads_last:2"),
        "W_k": Weight("k.weight", "attention.key_dense.kernel", "out_in", "heads_last:2"),
        "W_v": Weight("v.weight", "attention.value_dense.kernel", "out_in", "heads_last:2"),
        "W_o": Weight("o.weight", "attention.output_dense.kernel", "out_in", "heads_first:2"),
        "b_q": Weight("q.bias", "attention.query_dense.bias", keras_layout="heads_last:2"),
        "b_k": Weight("k.bias", "attention.key_dense.bias", keras_layout="heads_last:2"),
        "b_v": Weight("v.bias", "attention.value_dense.bias", keras_layout="heads_last:2"),
        "b_o": Weight("o.bias", "attention.output_dense.bias"),
    },
    cases=(
        case("three_inputs"),
        case("source_target", 3, (4, 2), 6, 3, given="QK"),
        case("self", 3, (4,), 6, 2, given="Q"),
        case("self_causal", 2, (5,), 6, 3, given="Q", causal=True),
        case("causal", 2, (4, 3), 6, 2, causal=True),
        # A mask of three axes is for all heads, one of four has an axis for them: people's code
        # takes the one or the other, and is not judged by these.
        case(
            "self_mask_of_padding",
            3,
            (5,),
            8,
            2,
            given="Q",
            mask=masks.padding((4, 2, 3), 5),
            fields=OURS,
        ),
        case("mask", 2, (3, 4), 6, 2, given="QK", mask=masks.some(3, 4), fields=OURS),
        case("mask_of_each_head", 2, (3, 5), 8, 4, mask=FOR_EACH_HEAD, fields=OURS),
        case(
            "self_mask_causal",
            3,
            (4,),
            6,
            2,
            given="Q",
            causal=True,
            mask=masks.padding((4, 1, 2), 4),
            fields=OURS,
        ),
        case("no_bias", 2, (3, 4), 6, 2, use_bias=False),
        case("self_no_bias", 2, (3,), 8, 4, given="Q", use_bias=False),
        case("one_head", 2, (3, 4), 5, 1),
        case("heads_of_one", 2, (4, 3), 5, 5),
        *GROUPS,
        case("one_query", 3, (1, 4), 6, 2),
        case("one_example", 1, (3, 5), 4, 2, given="QK"),
        case(
            "no_key_for_a_query",
            2,
            (3, 4),
            6,
            2,
            given="QK",
            mask=NO_KEYS_FOR_ONE,
            fields=OURS,
        ),
    ),
    defaults=(
        Default(
            "causal",
            False,
            torch=("torch.nn.MultiheadAttention.forward", "is_causal", False),
            keras=("keras.layers.MultiHeadAttention.call", "use_causal_mask", False),
        ),
        Default(
            "use_bias",
            True,
            torch=("torch.nn.MultiheadAttention", "bias", True),
            keras=("keras.layers.MultiHeadAttention", "use_bias", True),
        ),
        Default("n_kv_heads", None),
        Default(
            "initializer",
            None,
            keras=("keras.layers.MultiHeadAttention", "kernel_initializer", "glorot_uniform"),
        ),
    ),
    divergences=(
        Divergence(
            name="true_blocks",
            ja="True が遮断を表す",
            summary=Text(
                "Here and in Keras' layer True means that a query may attend. In the masks of "
                "PyTorch's MultiheadAttention and Transformer True means that it must not, "
                "although PyTorch's scaled_dot_product_attention has it as here.",
                "ここと Keras の層では True が「注目してよい」を表す。PyTorch の "
                "MultiheadAttention や Transformer のマスクでは True が「注目してはいけない」を"
                "表す。同じ PyTorch でも、scaled_dot_product_attention はここと同じ向きである。",
            ),
            reconciled=INVERT_THE_MASK,
            source="torch.nn.MultiheadAttention: attn_mask, a True value indicates that the "
            "corresponding position is not allowed to attend",
            case="mask",
            native={
                "numpy": {},
                "torch": {
                    "callable": "torch_impl.attention.multi_head_attention._MaskAsItIs",
                    "d_model": 6,
                    "n_heads": 2,
                },
            },
            quantity="y",
        ),
        Divergence(
            name="query_without_keys",
            ja="注目できるキーのないクエリ",
            summary=Text(
                "For a query whose keys are all masked the heads give 0 here, so that y is b_o. "
                "Keras takes the mean of all values by default, and 0, as here, where it is asked "
                "for the weights as well. PyTorch gives 0 without the weights, and NaN with them.",
                "すべてのキーがマスクされたクエリのヘッドの出力は、ここでは 0 で、y は b_o になる。"
                "Keras は既定では全バリューの平均を取り、重みも返すように指定すると、ここと同じ 0 "
                "になる。PyTorch は、重みを返さなければ 0、返すと NaN になる。",
            ),
            reconciled=Text(
                "Keras: return_attention_scores=True.",
                "Keras では return_attention_scores=True とする。",
            ),
            source="keras/src/layers/attention/multi_head_attention.py: use_dot_product_attention; "
            "keras/src/layers/activations/softmax.py: zero out masked positions",
            case="no_key_for_a_query",
            native={
                "numpy": {},
                "keras": {
                    "callable": "tf_impl.attention.multi_head_attention._WithoutWeights",
                    "d_model": 6,
                    "n_heads": 2,
                },
            },
            quantity="y",
        ),
    ),
    conventions=(masks.CAUSAL_INSIDE,),
    also_called=ALSO_CALLED,
    identities=(
        Identity(
            sibling="scaled_dot_product_attention",
            text=Text(
                "With one head it is one attention between four dense layers.",
                "ヘッドが1つなら、4つの全結合層に挟まれた1つの注意機構である。",
            ),
            case=case("one_attention", 2, (3, 4), 5, 1),
            left=_without_b_k,
            right=_one_head,
        ),
    ),
    mistakes=MISTAKES,
)
