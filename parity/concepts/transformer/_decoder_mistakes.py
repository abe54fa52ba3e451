"""What people get wrong in a decoder block."""

from __future__ import annotations

from parity.concepts.transformer._blocks import (
    BRANCH_NORMALIZED,
    MASK_NOT_PASSED,
    RESIDUAL_GRADIENT,
)
from parity.describing.concept import Mistake, Text

MISTAKES = (
    Mistake(
        name="looks_ahead",
        ja="先の単語を見る",
        line="d_model, n_heads, causal=True, initializer=initializer, seed=of_self",
        wrong="d_model, n_heads, initializer=initializer, seed=of_self",
        why=Text(
            "In training the decoder is given the whole target at once. Without the causal mask "
            "position t sees the word that it should predict, and learns to copy it.",
            "学習時のデコーダには目標系列の全体が一度に渡される。因果マスクがないと、位置 t から"
            "予測すべき単語が見えてしまい、それを写すことしか学習しない。",
        ),
    ),
    Mistake(
        name="cross_attention_to_itself",
        ja="交差注意が自分自身に注目する",
        line="seen = self.cross_attention.forward(h1, memory, mask=memory_mask)",
        wrong="seen = self.cross_attention.forward(h1, h1[:, :1].repeat(memory.shape[1], axis=1), "
        "mask=memory_mask)",
        why=Text(
            "Keys and values of the cross-attention come from the memory; otherwise the decoder "
            "never learns what the source says.",
            "Source-Target Attention のキーとバリューはエンコーダの出力から作る。"
            "そうしないと、デコーダには入力文の内容が伝わらない。",
        ),
    ),
    Mistake(
        name="cross_attention_from_x",
        ja="交差注意のクエリを x から作る",
        line="seen = self.cross_attention.forward(h1, memory, mask=memory_mask)",
        wrong="seen = self.cross_attention.forward(x, memory, mask=memory_mask)",
        why=Text(
            "The queries of the cross-attention are made of what the self-attention gave, not of "
            "the block's input.",
            "Source-Target Attention のクエリは、ブロックの入力ではなく、"
            "自己注意を通した結果から作る。",
        ),
    ),
    Mistake(
        name="residual_of_the_cross_attention_forgotten",
        ja="交差注意の残差接続を忘れる",
        line="h2 = self.norm2.forward(h1 + seen)",
        wrong="h2 = self.norm2.forward(seen)",
        why=Text(
            "Without the sum, what the target itself has said so far is lost behind the "
            "cross-attention: h2 is a mean of the source alone.",
            "足さないと、目標系列自身の情報が Source-Target Attention の先に伝わらない。"
            "h2 は入力側の加重平均だけになる。",
        ),
    ),
    Mistake(
        name="residual_around_the_normalization",
        ja="残差接続が正規化の位置を誤る",
        line="h2 = self.norm2.forward(h1 + seen)",
        wrong="h2 = h1 + self.norm2.forward(seen)",
        why=BRANCH_NORMALIZED,
    ),
    Mistake(
        name="memory_mask_not_passed_on",
        ja="メモリのマスクを渡さない",
        line="seen = self.cross_attention.forward(h1, memory, mask=memory_mask)",
        wrong="seen = self.cross_attention.forward(h1, memory)",
        why=MASK_NOT_PASSED,
    ),
    Mistake(
        name="memory_normalized_again",
        ja="メモリをもう一度正規化する",
        line="h2 = h1 + self.cross_attention.forward(self.norm2.forward(h1), memory, "
        "mask=memory_mask)",
        wrong="h2 = h1 + self.cross_attention.forward(self.norm2.forward(h1), "
        "self.norm2.forward(memory), mask=memory_mask)",
        why=Text(
            "In pre-norm the sublayer's own input is normalized, the queries'. The memory has been "
            "normalized at the end of the encoder, once for all blocks.",
            "pre-norm で正規化するのはサブ層自身の入力、つまりクエリ側である。エンコーダの出力は、"
            "エンコーダの最後で1度だけ、全ブロックのために正規化されている。",
        ),
    ),
    Mistake(
        name="residual_gradient_forgotten",
        ja="残差接続の勾配を忘れる",
        line="dsum1 = self.norm1.backward(dsum2 + dh1)",
        wrong="dsum1 = self.norm1.backward(dh1)",
        why=RESIDUAL_GRADIENT,
    ),
    Mistake(
        name="gradient_of_the_memory_forgotten",
        ja="メモリの勾配を忘れる",
        line="dh1, dmemory = self.cross_attention.backward(dsum2)",
        wrong="dh1, dmemory = self.cross_attention.backward(dsum2); dmemory = 0 * dmemory",
        why=Text(
            "The encoder learns by the cross-attention's gradient alone: what keys and values give "
            "back must leave the block.",
            "エンコーダの学習は Source-Target Attention から戻る勾配だけが頼りである。"
            "キーとバリューから戻る勾配を、ブロックの外へ渡さなければならない。",
        ),
    ),
)
