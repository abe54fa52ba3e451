"""What people call multi-head attention, and get wrong in its projections and groups."""

from __future__ import annotations

from parity.describing.concept import Mistake, Text

PROJECTIONS_EXCHANGED = Mistake(
    name="projections_exchanged",
    ja="キーとバリューの線形変換が入れ替わっている",
    line="q, k, v = (self._split(self._project(name, x)) for name, x in self.given.items())",
    wrong="q, v, k = (self._split(self._project(name, x)) for name, x in self.given.items())",
    why=Text(
        "W_k makes what is compared with the queries, W_v what is taken. Packed in one matrix they "
        "stand in the order q, k, v; unpacked in another, no shape tells.",
        "W_k はクエリと比べるものを、W_v は受け取るものを作る。1つの行列にまとめたときの順は "
        "q, k, v である。別の順で取り出しても、形からは気づけない。",
    ),
)

OF_THE_GROUPS = (
    Mistake(
        name="groups_interleaved",
        ja="グループを互い違いに割り当てる",
        line="k, v = (np.repeat(heads, self.group, axis=1) for heads in (k, v))",
        wrong="k, v = (np.tile(heads, (1, self.group, 1, 1)) for heads in (k, v))",
        why=Text(
            "A group is made of neighbouring heads: 0 and 1 share the first head of the keys. "
            "tile deals them out in turn.",
            "グループは隣り合うヘッドからなり、ヘッド 0 と 1 がキーの最初のヘッドを共有する。"
            "tile では順番に配ってしまう。",
        ),
    ),
    Mistake(
        name="gradient_of_one_head_of_the_group",
        ja="グループの 1 ヘッド分の勾配しか足さない",
        line="return dheads.reshape(N, n_heads // self.group, self.group, T, d_head).sum(axis=2)",
        wrong="return dheads.reshape(N, n_heads // self.group, self.group, T, d_head)[:, :, 0]",
        why=Text(
            "The whole group looked at the same keys and values: their gradient is the sum.",
            "グループ全体が同じキーとバリューを見たので、勾配はその和である。",
        ),
    ),
)

ALSO_CALLED = (
    "mha",
    "multihead_attention",
    "multi_headed_attention",
    "self_attention",
    "multi_head_self_attention",
    "cross_attention",
    "source_target_attention",
    "causal_self_attention",
    "masked_multi_head_attention",
    "masked_self_attention",
    "multi_head_cross_attention",
)
