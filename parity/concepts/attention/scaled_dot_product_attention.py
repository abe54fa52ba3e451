"""Scaled dot-product attention."""

from __future__ import annotations

import numpy as np

from parity.concepts.attention import _masks as masks
from parity.concepts.attention._dot_product_derivation import DERIVATION
from parity.concepts.attention._scaled_cases import CASES, case
from parity.concepts.attention._scaled_options import OF_THE_OPTIONS, SCALE_OF_FLOAT32, without_cap
from parity.concepts.attention._sources import GEMMA, VASWANI
from parity.describing.concept import Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _by_bias(of: Implementations, a: Arrays) -> Arrays:
    """Return what a causal mask gives that is added to the scores."""
    allowed = of("causal_mask")(a["Q"].shape[-2], a["K"].shape[-2])
    attention = of("scaled_dot_product_attention")()
    y = attention.forward(a["Q"], a["K"], a["V"], np.where(allowed, 0.0, -np.inf))
    dQ, dK, dV, _ = attention.backward(a["dy"])
    return {"y": y, "dQ": dQ, "dK": dK, "dV": dV}


def _scaled_queries(of: Implementations, a: Arrays) -> Arrays:
    """Return what the products alone give, of queries that were scaled before."""
    attention, c = of("scaled_dot_product_attention")(scale=1.0), 0.5
    y = attention.forward(a["Q"] * c, a["K"], a["V"])
    dQ, dK, dV = attention.backward(a["dy"])
    return {"y": y, "dQ": dQ * c, "dK": dK, "dV": dV}


ScaledDotProductAttention = Concept(
    kind="layer",
    name="scaled_dot_product_attention",
    fast="attention.fast_scaled_dot_product_attention.FastScaledDotProductAttention",
    order=1,
    syllabus=("3-6-1",),
    needs=("softmax", "dense"),
    title=Text("Scaled dot-product attention", "Scaled Dot-Product Attention"),
    summary=Text(
        "Each query takes a mean of the values, weighted by the softmax of its products with the "
        "keys over the root of their length.",
        "各クエリが、バリューの加重平均を受け取る。重みは、キーとの内積を √d で割り、"
        "ソフトマックスを通したものである。",
    ),
    why=Text(
        "A recurrent layer passes what it read from step to step, so that two words far apart are "
        "tied by a long chain, and no step can begin before the one in front of it. Attention "
        "looks up instead: every position asks with its query, every position answers by how well "
        "its key agrees, and what is taken is the mean of their values. Any two positions are one "
        "step apart, and all of it is two matrix products. The products of long vectors are large, "
        "with a variance of d_k for independent entries of variance 1: softmax would then pick a "
        "single key and pass no gradient. Divided by the root of d_k they have variance 1 again.",
        "再帰型の層は、読んだものを1ステップずつ受け渡す。離れた単語どうしは長い鎖でしか"
        "結ばれず、前のステップが終わるまで次を計算できない。注意機構は代わりに参照を行う。"
        "各位置がクエリで問い合わせ、各位置がキーとの一致の度合いで答え、バリューの加重平均を"
        "受け取る。どの2つの位置も1ステップで結ばれ、計算は2つの行列積で済む。ただし長いベクトル"
        "の内積は大きくなり、独立で分散 1 の成分なら分散が d_k になる。そのままではソフトマックス"
        "が1つのキーだけを選び、勾配が流れない。√d_k で割れば分散は 1 に戻る。",
    ),
    equation="y = softmax(Q K^T / sqrt(d_k) + bias) V; a masked score is -inf; with a soft cap c "
    "tanh(. / c) of the scaled products; with dropout softmax(...) m / (1 - rate)",
    formula=(
        r"S = \frac{Q K^\top}{\sqrt{d_k}}, \quad A = \operatorname{softmax}(S), \quad y = A V",
        r"\frac{\partial L}{\partial V} = A^\top \frac{\partial L}{\partial y}, \quad "
        r"\frac{\partial L}{\partial A} = \frac{\partial L}{\partial y} V^\top",
        r"\frac{\partial L}{\partial S_{ij}} = A_{ij} \left( \frac{\partial L}{\partial A_{ij}} - "
        r"\sum_k \frac{\partial L}{\partial A_{ik}} A_{ik} \right)",
        r"\frac{\partial L}{\partial Q} = \frac{1}{\sqrt{d_k}} \frac{\partial L}{\partial S} K, "
        r"\quad \frac{\partial L}{\partial K} = \frac{1}{\sqrt{d_k}} \left( \frac{\partial L}"
        r"{\partial S} \right)^\top Q",
    ),
    derivation=DERIVATION,
    shapes={
        "Q": "(..., T_q, d_k)",
        "K": "(..., T_k, d_k)",
        "V": "(..., T_k, d_v)",
        "bias, mask, kept": "broadcast to (..., T_q, T_k)",
        "y": "(..., T_q, d_v)",
    },
    sources=(f"{VASWANI}, section 3.2.1", GEMMA),
    cases=CASES,
    defaults=(
        Default(
            "causal",
            False,
            keras=("keras.ops.dot_product_attention", "is_causal", False),
        ),
        Default(
            "scale",
            None,
            keras=("keras.ops.dot_product_attention", "scale", None),
        ),
        Default("softcap", None),
        Default(
            "rate",
            0.0,
            # PyTorch's function is built in, and has no signature to read its default from.
            torch=("torch.nn.MultiheadAttention", "dropout", 0.0),
            keras=("keras.layers.MultiHeadAttention", "dropout", 0.0),
        ),
    ),
    divergences=(
        Divergence(
            name="query_without_keys",
            ja="注目できるキーのないクエリ",
            summary=Text(
                "A query whose keys are all masked gets 0 here and in PyTorch's function. Keras "
                "masks with a large negative number instead of -inf, so that all weights of such a "
                "query are the same, and it gets the mean of all values, masked ones too.",
                "すべてのキーがマスクされたクエリの出力は、ここと PyTorch の関数では 0 になる。"
                "Keras は -∞ の代わりに絶対値の大きい負の数を使うので、重みがすべて等しくなり、"
                "マスクされたものも含む全バリューの平均になる。",
            ),
            reconciled=Text(
                "Set the result to 0 where a row of the mask is all False.",
                "マスクの行がすべて False のとき、結果を 0 にする。",
            ),
            source="keras/src/backend/tensorflow/nn.py: _apply_masks, _get_large_negative; "
            "torch/csrc ATen: _safe_softmax",
            case="no_key_for_a_query",
            native={
                "numpy": {},
                "keras": {
                    "callable": "tf_impl.attention.scaled_dot_product_attention._AsKeras",
                },
            },
            quantity="y",
        ),
        Divergence(
            name="mask_of_floats_is_added",
            ja="浮動小数点のマスクは足される",
            summary=Text(
                "Here, and in Keras, a mask of 0.0 and 1.0 says where to attend. PyTorch takes "
                "only bools so: floats are added to the scores, without a warning.",
                "ここと Keras では、0.0 と 1.0 のマスクも注目してよい所を表す。PyTorch で"
                "そう扱われるのは bool だけで、浮動小数点数のマスクは警告なしにスコアへ足される。",
            ),
            reconciled=Text(
                "Give PyTorch mask.bool(); what is to be added stands in bias here.",
                "PyTorch には mask.bool() を渡す。足すものは、ここでは bias に入れる。",
            ),
            source="torch.nn.functional.scaled_dot_product_attention: a boolean mask where a value "
            "of True indicates that the element should take part in attention; a float mask is "
            "added to the attention score",
            case="mask",
            native={
                "numpy": {},
                "torch": {
                    "callable": "torch_impl.attention.scaled_dot_product_attention._MaskAdded",
                },
            },
            quantity="y",
        ),
        SCALE_OF_FLOAT32,
    ),
    conventions=(
        Convention("mask_blocks", masks.MASK_BLOCKS, like="mask_inverted"),
        masks.CAUSAL_INSIDE,
        Convention("mask_is_added", masks.MASK_IS_ADDED, like="mask_added"),
    ),
    also_called=(
        "scale_dot_product_attention",
        "attention",
        "scaled_dot_attention",
        "sdpa",
        "dot_product_attention_scaled",
    ),
    identities=(
        Identity(
            sibling="causal_mask",
            text=Text(
                "Causal, it is the same as with the causal mask added to the scores as 0 and -inf.",
                "causal は、因果マスクを 0 と -∞ にしてスコアに足すのと同じである。",
            ),
            case=case("causal_mask_added", (2,), (4, 4), (3, 5), causal=True),
            left=evaluated("scaled_dot_product_attention"),
            right=_by_bias,
        ),
        Identity(
            sibling="scaled_dot_product_attention",
            text=Text(
                "With d_k = 4 it is the same to halve the queries and to take the products as they "
                "are: scaling either side does.",
                "d_k = 4 なら、クエリを半分にして内積をそのまま使うのと同じである。"
                "どちらの側で割ってもよい。",
            ),
            case=case("queries_halved"),
            left=evaluated("scaled_dot_product_attention"),
            right=_scaled_queries,
        ),
        Identity(
            sibling="scaled_dot_product_attention",
            text=Text(
                "A cap that is far above all scores changes nothing.",
                "どのスコアよりもはるかに大きい上限は、何も変えない。",
            ),
            case=case("no_cap"),
            left=evaluated("scaled_dot_product_attention"),
            right=without_cap,
        ),
    ),
    mistakes=(
        *OF_THE_OPTIONS,
        Mistake(
            name="scale_forgotten",
            ja="縮尺を忘れる",
            line="scores = Q @ K.swapaxes(-1, -2) * self.c",
            wrong="scores = Q @ K.swapaxes(-1, -2)",
            why=Text(
                "Without 1 / sqrt(d_k) the scores grow with the length of the vectors, and softmax "
                "saturates.",
                "1 / √d_k を掛けないと、ベクトルが長いほどスコアが大きくなり、"
                "ソフトマックスが飽和する。",
            ),
        ),
        Mistake(
            name="scale_without_the_root",
            ja="平方根でなく d で割る",
            line="scale = 1 / np.sqrt(d_k) if self.scale is None else self.scale",
            wrong="scale = 1 / d_k if self.scale is None else self.scale",
            why=Text(
                "The variance of a product grows with d_k, its standard deviation with the root.",
                "内積の分散は d_k に比例するので、標準偏差は √d_k に比例する。"
                "割るのは √d_k である。",
            ),
        ),
        Mistake(
            name="softmax_over_queries",
            ja="クエリ方向にソフトマックスをとる",
            line="self.weights = masked_softmax(scores, axis=-1)",
            wrong="self.weights = masked_softmax(scores, axis=-2)",
            why=masks.SOFTMAX_OVER_QUERIES,
        ),
        Mistake(
            name="mask_inverted",
            ja="マスクが逆",
            line='allowed = broadcast("mask", np.asarray(mask) != 0, scores.shape)',
            wrong='allowed = broadcast("mask", np.asarray(mask) == 0, scores.shape)',
            why=masks.MASK_INVERTED,
        ),
        Mistake(
            name="mask_multiplied",
            ja="マスクを掛ける",
            line="scores = np.where(allowed, scores, -np.inf)",
            wrong="scores = scores * allowed",
            why=masks.MASK_MULTIPLIED,
        ),
        Mistake(
            name="mask_added",
            ja="0/1 のマスクを足す",
            line="scores = np.where(allowed, scores, -np.inf)",
            wrong="scores = scores + allowed",
            why=masks.MASK_ADDED,
        ),
        Mistake(
            name="wrong_triangle",
            ja="三角の向きが逆",
            line="scores = np.where(causal_mask(*scores.shape[-2:]), scores, -np.inf)",
            wrong="scores = np.where(causal_mask(*scores.shape[:-3:-1]).T, scores, -np.inf)",
            why=Text(
                "Rows are queries and columns keys: what lies ahead is the upper triangle, which "
                "must be masked.",
                "行がクエリ、列がキーである。未来にあたるのは上三角なので、"
                "マスクするのは上三角である。",
            ),
        ),
        Mistake(
            name="bias_with_the_wrong_sign",
            ja="バイアスの符号が逆",
            line='scores = scores + broadcast("bias", bias, scores.shape)',
            wrong='scores = scores - broadcast("bias", bias, scores.shape)',
            why=Text(
                "The bias is added: subtracted, -inf becomes +inf, and what was to be hidden "
                "takes all the weight.",
                "bias は足す。引くと -∞ が +∞ になり、隠すはずの所に重みが集まる。",
            ),
        ),
        Mistake(
            name="bias_added_before_scaling",
            ja="縮める前にバイアスを足す",
            line='scores = scores + broadcast("bias", bias, scores.shape)',
            wrong='scores = scores + broadcast("bias", bias, scores.shape) * self.c',
            why=Text(
                "Only the products are scaled; what is added comes after it.",
                "スケーリングするのは内積だけで、bias はその後に足す。",
            ),
        ),
        Mistake(
            name="softmax_diagonal_only",
            ja="ソフトマックスの微分が対角だけ",
            line="dscores = self.weights * (dweights - mean)  # as of softmax; 0 where the weight "
            "is 0",
            wrong="dscores = self.weights * (1 - self.weights) * dweights",
            why=masks.DIAGONAL_ONLY,
        ),
        Mistake(
            name="scale_forgotten_in_dQ",
            ja="dQ で縮尺を忘れる",
            line="dQ = dproducts @ K * self.c",
            wrong="dQ = dproducts @ K",
            why=Text(
                "The scores were scaled on the way, so the gradients are too, of the queries and "
                "of the keys.",
                "スコアは順伝播でスケーリングされたので、クエリとキーの勾配にも同じ係数が掛かる。",
            ),
        ),
        Mistake(
            name="scale_forgotten_in_dK",
            ja="dK で縮尺を忘れる",
            line="dK = dproducts.swapaxes(-1, -2) @ Q * self.c",
            wrong="dK = dproducts.swapaxes(-1, -2) @ Q",
            why=Text(
                "The scores were scaled on the way, so the gradients are too, of the queries and "
                "of the keys.",
                "スコアは順伝播でスケーリングされたので、クエリとキーの勾配にも同じ係数が掛かる。",
            ),
        ),
    ),
)
