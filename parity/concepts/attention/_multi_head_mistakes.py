"""What people get wrong in attention with several heads."""

from __future__ import annotations

from parity.concepts.attention import _masks as masks
from parity.concepts.attention._multi_head_groups import OF_THE_GROUPS, PROJECTIONS_EXCHANGED
from parity.describing.concept import Mistake, Text

MISTAKES = (
    Mistake(
        name="heads_not_transposed",
        ja="ヘッドの軸を転置しない",
        line="return x.reshape(N, T, -1, self.d_head).transpose(0, 2, 1, 3)",
        wrong="return x.reshape(N, -1, T, self.d_head)",
        why=Text(
            "A head is a part of the columns. Reshaped at once, the shape is right, but a head "
            "holds whole positions cut into pieces: split the last axis, then exchange axes.",
            "ヘッドは列の一部である。いきなり reshape すると形は合うが、時刻ごとのベクトルが"
            "切り刻まれて混ざる。最後の軸を分けてから、軸を入れ替えなければならない。",
        ),
    ),
    Mistake(
        name="heads_not_transposed_back",
        ja="ヘッドの軸を戻さない",
        line="return heads.transpose(0, 2, 1, 3).reshape(N, T, n * d_head)",
        wrong="return heads.reshape(N, T, n * d_head)",
        why=Text(
            "The heads of one position must stand side by side before they are joined: "
            "exchange the axes back first.",
            "つなげる前に、同じ時刻のヘッドが隣り合うように軸を戻さなければならない。",
        ),
    ),
    Mistake(
        name="keys_and_values_exchanged",
        ja="キーと値を取り違える",
        line='self.given = {"q": Q, "k": K, "v": V}',
        wrong='self.given = {"q": Q, "k": V, "v": K}',
        why=Text(
            "Keys decide where to look, values what is taken from there. Keras' layer takes "
            "the values before the keys.",
            "キーはどこに注目するかを、バリューはそこから何を受け取るかを決める。"
            "Keras の層では、バリューがキーより前の引数である。",
        ),
    ),
    Mistake(
        name="keys_of_the_queries",
        ja="キーをクエリ側から作る",
        line="q, k, v = (self._split(self._project(name, x)) for name, x in self.given.items())",
        wrong='q, k, v = (self._split(self._project("q" if name == "k" else name, x)) '
        "for name, x in self.given.items())",
        why=Text(
            "Each of the three has a projection of its own: with one for queries and keys, "
            "scores are symmetric, and everyone looks at himself.",
            "3つはそれぞれ別の線形変換を通す。クエリとキーで共有するとスコアが対称になり、"
            "どの位置も自分自身に注目しやすくなる。",
        ),
    ),
    Mistake(
        name="output_not_projected",
        ja="出力を射影しない",
        line='return self._project("o", self.joined)',
        wrong="return self.joined.copy()",
        why=Text(
            "Side by side, the heads know nothing of each other; W_o mixes them.",
            "並べただけのヘッドは互いに混ざらない。W_o がそれらを混ぜる。",
        ),
    ),
    Mistake(
        name="mask_inverted",
        ja="マスクが逆",
        line="self.joined = self._join(self.attention.forward(q, k, v, mask=mask))",
        wrong="self.joined = self._join(self.attention.forward(q, k, v, mask=None if mask is "
        "None else np.equal(mask, 0)))",
        why=masks.MASK_INVERTED,
    ),
    Mistake(
        name="same_mask_for_one_head",
        ja="マスクが 1 ヘッドにしか効かない",
        line="mask = np.asarray(mask)[:, None]  # the same for every head",
        wrong="mask = np.asarray(mask)[:1, None]",
        why=Text(
            "A mask (N, T_q, T_k) belongs to the examples; the heads come in between, so it "
            "needs an axis there.",
            "マスク (N, T_q, T_k) はデータごとのものである。間にヘッドの軸が入るので、"
            "そこに軸を加える。",
        ),
    ),
    Mistake(
        name="self_gradient_of_the_queries_alone",
        ja="自己注意でクエリ側の勾配しか足さない",
        line="return dQ + dK + dV  # one array went three ways",
        wrong="return dQ",
        why=Text(
            "In self-attention one array is queries, keys and values: its gradient is the sum "
            "of three.",
            "自己注意では、同じ配列がクエリ・キー・バリューの3役を務める。勾配は3つの和である。",
        ),
    ),
    PROJECTIONS_EXCHANGED,
    *OF_THE_GROUPS,
    Mistake(
        name="source_gradient_of_the_keys_alone",
        ja="入力文の勾配がキーの分しかない",
        line="return (dQ, dK + dV) if self.n_given == 2 else (dQ, dK, dV)",
        wrong="return (dQ, dK) if self.n_given == 2 else (dQ, dK, dV)",
        why=Text(
            "The source is keys and values at once, so its gradient is the sum of both.",
            "source はキーとバリューの両方になるので、勾配は両者の和である。",
        ),
    ),
)
