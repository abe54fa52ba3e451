"""The block that GPT is made of, with a key-value cache."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.attention._transformer_sources import VASWANI
from parity.concepts.transformer._blocks import (
    EPSILON,
    ONE_KEY,
    SET_EPSILON,
    SHAPES_OF_WEIGHTS,
    encoder_block,
    heads,
)
from parity.concepts.transformer._gpt_mistakes import MISTAKES
from parity.concepts.transformer._sources import RADFORD, SHAZEER
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations


def _case(
    name: str,
    N: int = 2,
    T: int = 3,
    d_model: int = 6,
    n_heads: int = 2,
    d_ff: int = 5,
    past: int = 0,
    ours: bool = False,
    **config: Any,
) -> Case:
    """Return a case of T new positions behind ``past`` ones."""
    params = encoder_block("", d_model, d_ff)
    kept = (N, n_heads, past, d_model // n_heads)
    everything = (N, n_heads, past + T, d_model // n_heads)
    inputs = {"x": normal(N, T, d_model)}
    if past:
        inputs |= {"past_K": normal(*kept, scale=0.5), "past_V": normal(*kept)}
    return Case(
        name,
        inputs=inputs,
        params=params,
        upstream={
            "y": normal(N, T, d_model),
            "K": normal(*everything, scale=0.5),
            "V": normal(*everything, scale=0.5),
        },
        config={"d_model": d_model, "n_heads": n_heads, "d_ff": d_ff, **config},
        options={
            "outputs": ("y", "K", "V"),
            "differences": (
                "dx", *(("dpast_K", "dpast_V") if past else ()), "dattention.W_v",
                "dnorm1.gamma", "dfeed_forward.W1",
            ),
        },
        keras_layouts=heads(params, n_heads),
        zero={f"dattention.{leaf}": ONE_KEY for leaf in ("W_q", "b_q") if past + T == 1},
        kink=config.get("activation") == "relu",
        ours=ours,
    )  # fmt: skip


def _filled(block: Any, a: Arrays) -> Any:
    for name, array in block.params.items():
        array[...] = a[name]
    return block


def _word_by_word(of: Implementations, a: Arrays) -> Arrays:
    """Return what comes of giving one position at a time, with the cache, and going back so."""
    blocks, ys = [], []
    K: Any = None
    V: Any = None
    for t in range(a["x"].shape[1]):
        block = _filled(of("gpt_block")(6, 2, 5), a)
        y, K, V = block.forward(a["x"][:, t : t + 1], K, V)
        blocks.append(block)
        ys.append(y)
    dxs: list[np.ndarray] = []
    dK: Any = a["dK"]
    dV: Any = a["dV"]
    sums: dict[str, np.ndarray] = {}
    for t in reversed(range(len(blocks))):
        given = blocks[t].backward(a["dy"][:, t : t + 1], dK, dV)
        dx, dK, dV = given if t else (given, None, None)
        dxs.insert(0, dx)
        for name, gradient in blocks[t].grads.items():
            sums[f"d{name}"] = sums.get(f"d{name}", 0) + gradient
    return {
        "y": np.concatenate(ys, axis=1),
        "K": K,
        "V": V,
        "dx": np.concatenate(dxs, axis=1),
        **sums,
    }


def _causal_encoder_block(of: Implementations, a: Arrays) -> Arrays:
    """Return what a pre-norm block of the encoder gives with a causal mask."""
    T = a["x"].shape[1]
    block = _filled(of("transformer_encoder_block")(6, 2, 5, True, "gelu_tanh"), a)
    y = block.forward(a["x"], mask=of("causal_mask")(T))
    return {"y": y, "dx": block.backward(a["dy"])}


def _of_y_alone(of: Implementations, a: Arrays) -> Arrays:
    block = _filled(of("gpt_block")(6, 2, 5), a)
    y, _, _ = block.forward(a["x"])
    return {"y": y, "dx": block.backward(a["dy"])}


GPTBlock = Concept(
    kind="layer",
    name="gpt_block",
    order=3,
    syllabus=("4-4-3",),
    needs=("transformer_encoder_block", "causal_mask", "next_token_loss"),
    title=Text("GPT block with key-value cache", "GPT のブロック(KV キャッシュ付き)"),
    summary=Text(
        "A pre-norm block whose positions look back alone. Keys and values of the words so far can "
        "be kept, so that the next word needs one new position and not the whole text.",
        "どの位置も過去だけを見る pre-norm のブロックである。それまでの単語のキーとバリューを"
        "保存しておけば、次の単語のために計算するのは新しい1つの位置だけで済む。",
    ),
    why=Text(
        "A language model writes one word, puts it behind the text, and asks for the next. Done "
        "plainly, everything is computed again for each word. But no position sees later ones, so "
        "nothing of the past changes when a word is added: of it only the keys and the values are "
        "asked for again. Kept in a cache, they make the work for a word grow with the length of "
        "the text, not with its square. What comes out must be the same to the last digit, which "
        "is the test of every cache.",
        "言語モデルは1語を書き、それを文の後ろに付けて次の語を求める。素直に行うと、"
        "1語ごとにすべてを計算し直すことになる。しかしどの位置も後の位置を見ないので、"
        "語を足しても過去の計算は変わらず、過去について再び必要になるのはキーとバリューだけである。"
        "それらをキャッシュに残せば、1語あたりの計算量は文の長さの2乗ではなく長さに比例する。"
        "結果は一括で計算した場合と一致しなければならず、それがキャッシュの検証になる。",
    ),
    equation="h = x + attention(norm1(x), keys and values of all positions so far), "
    "y = h + feed_forward(norm2(h))",
    formula=(
        r"a = \operatorname{LN}_1(x), \quad K = [K_{\text{past}}; a W_k + b_k], \quad V = "
        r"[V_{\text{past}}; a W_v + b_v]",
        r"h_t = x_t + \operatorname{softmax}\left( \frac{q_t K_{\le t}^\top}{\sqrt{d_h}} \right) "
        r"V_{\le t} W_o + b_o",
        r"y = h + \operatorname{FFN}(\operatorname{LN}_2(h))",
        r"\frac{\partial L}{\partial a} = \frac{\partial L}{\partial q} W_q^\top + \frac{\partial "
        r"L}{\partial K_{\text{new}}} W_k^\top + \frac{\partial L}{\partial V_{\text{new}}} "
        r"W_v^\top",
    ),
    derivation=(
        Step(
            heading=Text(
                "The block itself is pre-norm",
                "ブロック自体は pre-norm である",
            ),
            text=Text(
                "The gradient of y reaches h past the network, and x past the attention, as it is.",
                "y の勾配は、ネットワークを迂回して h に、注意機構を迂回して x に、そのまま届く。",
            ),
            equation=(
                r"\frac{\partial L}{\partial h} = \frac{\partial L}{\partial y} + \left( \frac"
                r"{\partial \operatorname{FFN}(\operatorname{LN}_2)}{\partial h} \right)^\top "
                r"\frac{\partial L}{\partial y}"
            ),
        ),
        Step(
            heading=Text(
                "Keys and values are asked by later words too",
                "キーとバリューは、後の単語からも参照される",
            ),
            text=Text(
                "Within one call position t was a key for all queries from t on. If K and V are "
                "handed on as the past of another call, that call's gradients come back for them, "
                "and are added.",
                "1回の呼び出しの中で、位置 t は t 以降のすべてのクエリのキーになった。"
                "K と V を次の呼び出しの過去として渡したなら、その呼び出しからも勾配が戻り、"
                "足し合わされる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial K_j} = \sum_{t \ge j} \left( \frac{\partial L}"
                r"{\partial K_j} \right)_t"
            ),
        ),
        Step(
            heading=Text(
                "What belongs to the past goes back to the past",
                "過去の分は、過去へ返す",
            ),
            text=Text(
                "Concatenation is undone by cutting: the first part of dK and dV is the past's, "
                "the rest goes through W_k and W_v into this call's x.",
                "連結の逆伝播は切り分けである。dK と dV の前半は過去の分であり、"
                "残りは W_k と W_v を通って今回の x に戻る。",
            ),
            equation=(
                r"\left[ \frac{\partial L}{\partial K_{\text{past}}}; \frac{\partial L}{\partial "
                r"K_{\text{new}}} \right] = \frac{\partial L}{\partial K}"
            ),
            check=Text(
                "Word by word with the cache, forward and backward, the numbers are those of the "
                "whole text at once.",
                "キャッシュを使って1語ずつ進めても、順伝播・逆伝播とも、一括で計算した値と一致する。",
            ),
        ),
    ),
    shapes={
        "x": "(N, T, d_model)",
        "past_K, past_V": "(N, n_heads, T_past, d_head)",
        "K, V": "(N, n_heads, T_past + T, d_head)",
        **SHAPES_OF_WEIGHTS,
        "y": "as x",
    },
    sources=(f"{RADFORD}, section 2.3", f"{SHAZEER}, section 2.4", f"{VASWANI}, section 3.2.3"),
    cases=(
        _case("whole_text"),
        _case("behind_a_past", 3, 2, 8, 2, 6, past=5),
        _case("next_word", 4, 1, 6, 2, 5, past=5),
        _case("gelu", 2, 4, 6, 3, 5, activation="gelu"),
        _case("relu", 3, 4, 8, 2, 5, past=5, activation="relu"),
        _case("past_of_one", 4, 5, 6, 2, 5, past=1),
        _case("first_word", 4, 1, 6, 2, 5),
        _case("one_head", 2, 3, 5, 1, 4, past=4),
        _case("one_example", 1, 5, 6, 2, 7, past=4, epsilon=0.125),
        _case("large_epsilon", 2, 3, 4, 2, 5, epsilon=0.5),
    ),
    defaults=(
        Default("activation", "gelu_tanh"),
        Default(
            "epsilon",
            1e-5,
            torch=("torch.nn.LayerNorm", "eps", 1e-5),
            keras=("keras.layers.LayerNormalization", "epsilon", 1e-3),
        ),
        Default("initializer", None),
    ),
    divergences=(
        Divergence(
            name="is_causal_begins_at_the_first_key",
            ja="is_causal は最初のキーから数える",
            summary=Text(
                "PyTorch's is_causal=True lets query i see keys 0 to i, counted from the start of "
                "both. Behind a past a new word then sees the first words alone, and none of its "
                "own time.",
                "PyTorch の is_causal=True では、クエリとキーを先頭からそろえて数え、クエリ i は"
                "キー 0 から i までを見る。過去があるときにこれを使うと、新しい単語からは文の先頭"
                "だけが見え、直前の単語も自分自身も見えない。",
            ),
            reconciled=Text(
                "PyTorch: attn_mask=causal_lower_right(T, T_k); for one new word no mask at all.",
                "PyTorch では attn_mask=causal_lower_right(T, T_k) とする。"
                "新しい単語が1つならマスクは要らない。",
            ),
            source="torch.nn.functional.scaled_dot_product_attention: is_causal, upper left "
            "causal bias; torch.nn.attention.bias.causal_lower_right",
            case="behind_a_past",
            native={
                "numpy": {},
                "torch": {
                    "callable": "torch_impl.transformer.gpt_block._IsCausal",
                    "d_model": 8,
                    "n_heads": 2,
                    "d_ff": 6,
                },
            },
            quantity="y",
        ),
        Divergence(
            name="default_epsilon",
            ja="epsilon の既定値",
            summary=EPSILON,
            reconciled=SET_EPSILON,
            source="torch.nn.LayerNorm and keras.layers.LayerNormalization signatures",
            case="whole_text",
            native={"torch": {}, "keras": {"epsilon": 1e-3}},
            quantity="y",
        ),
    ),
    conventions=(
        Convention(
            name="gelu_without_approximation",
            text=Text(
                "The activation is GELU itself; GPT-2 has its approximation with tanh.",
                "活性化関数は近似しない GELU である。GPT-2 では tanh による近似を使う。",
            ),
            config={"activation": "gelu"},
        ),
    ),
    also_called=("gpt2_block", "gpt_layer", "causal_block", "decoder_only_block"),
    identities=(
        Identity(
            sibling="gpt_block",
            text=Text(
                "Word by word with the cache it gives what it gives for the whole text at once, "
                "and so do the gradients.",
                "キャッシュを使って1語ずつ計算しても、全体を一度に計算した場合と、"
                "勾配も含めて同じである。",
            ),
            case=_case("cached_or_whole", 2, 4, 6, 2, 5),
            left=lambda of, a: of.evaluated("gpt_block"),
            right=_word_by_word,
        ),
        Identity(
            sibling="transformer_encoder_block",
            text=Text(
                "Without a past it is a pre-norm block of the encoder with a causal mask.",
                "過去がなければ、因果マスクを付けた pre-norm のエンコーダブロックである。",
            ),
            case=_case("masked_encoder_block", 2, 4, 6, 2, 5),
            left=_of_y_alone,
            right=_causal_encoder_block,
        ),
    ),
    mistakes=MISTAKES,
)
