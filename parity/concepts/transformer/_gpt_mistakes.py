"""What people get wrong in a GPT block."""

from __future__ import annotations

from parity.concepts.transformer._blocks import RESIDUAL_GRADIENT
from parity.describing.concept import Mistake, Text

MISTAKES = (
    Mistake(
        name="cache_off_by_one",
        ja="キャッシュが 1 つずれる",
        line="i = np.arange(self.T_past, T_k)[:, None]  # the new positions, counted from the "
        "text's start",
        wrong="i = np.arange(self.T_past, T_k)[:, None] - (self.T_past > 0)",
        why=Text(
            "The first new word stands at T_past, counted from 0, and sees itself. Off by one, "
            "each word looks back one word less than in training.",
            "新しい最初の単語の位置は(0 から数えて)T_past であり、自分自身も見える。"
            "1つずれると、どの単語からも学習時より1語少なくしか見えない。",
        ),
    ),
    Mistake(
        name="mask_begins_at_the_new_words",
        ja="マスクを新しい単語から数える",
        line="i = np.arange(self.T_past, T_k)[:, None]  # the new positions, counted from the "
        "text's start",
        wrong="i = np.arange(T)[:, None]",
        why=Text(
            "Queries are counted from the start of the text, as the keys are. Counted from the "
            "start of the call, the new word sees the beginning of the text alone.",
            "クエリの位置もキーと同じく、文の先頭から数える。呼び出しの先頭から数えると、"
            "新しい単語からは文の冒頭しか見えない。",
        ),
    ),
    Mistake(
        name="past_behind_the_new_words",
        ja="過去を新しい単語の後ろにつなぐ",
        line="K = np.concatenate([past_K, K], axis=2)",
        wrong="K = np.concatenate([K, past_K], axis=2)",
        why=Text(
            "The past comes first: the mask counts by places, and values must stand where "
            "their keys do.",
            "過去が先に来る。マスクは並び順で数え、バリューもキーと同じ順に並んでいなければ"
            "ならない。",
        ),
    ),
    Mistake(
        name="values_not_kept",
        ja="値をキャッシュに残さない",
        line="V = np.concatenate([past_V, V], axis=2)",
        wrong="V = np.concatenate([past_K, V], axis=2)",
        why=Text(
            "Keys and values are different projections; each has a cache of its own.",
            "キーとバリューは別の線形変換であり、それぞれにキャッシュが要る。",
        ),
    ),
    Mistake(
        name="cache_not_masked",
        ja="キャッシュをマスクしない",
        line="h = x + self.attention.attend(K, V, mask=j <= i)",
        wrong="h = x + self.attention.attend(K, V, mask=np.ones((T, T_k)))",
        why=Text(
            "One new word needs no mask, but several do: they must not see each other's future.",
            "新しい単語が1つならマスクは要らないが、複数なら要る。"
            "互いの未来を見てはならないからである。",
        ),
    ),
    Mistake(
        name="not_normalized_before_the_network",
        ja="ネットワークの前で正規化しない",
        line="y = h + self.feed_forward.forward(self.norm2.forward(h))",
        wrong="self.norm2.forward(h); y = h + self.feed_forward.forward(h)",
        why=Text(
            "In pre-norm each of the two sublayers has a normalization of its own before it.",
            "pre-norm では、2つのサブ層のそれぞれの前に正規化がある。",
        ),
    ),
    Mistake(
        name="residual_gradient_forgotten",
        ja="残差接続の勾配を忘れる",
        line="dx = dh + self.norm1.backward(da)",
        wrong="dx = self.norm1.backward(da)",
        why=RESIDUAL_GRADIENT,
    ),
    Mistake(
        name="later_words_forgotten",
        ja="後の単語を忘れる",
        line="dK = from_K if dK is None else from_K + dK",
        wrong="dK = from_K",
        why=Text(
            "K is an output too: what later words give back for it belongs to its gradient.",
            "K は出力でもある。後の単語から戻ってきた分も、勾配に加えなければならない。",
        ),
    ),
)
