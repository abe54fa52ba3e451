"""Pruning by magnitude."""

from __future__ import annotations

from typing import Any

from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text
from parity.describing.draw import Draw, normal, spaced


def _case(name: str, W: Draw, **config: Any) -> Case:
    return Case(
        name,
        inputs={"W": W},
        differentiable=(),
        config=config,
        options={"outputs": ("W_pruned", "mask")},
    )


magnitude_pruning = Concept(
    kind="function",
    order=8,
    syllabus=("5-1-1",),
    needs=("dense",),
    title=Text("Pruning by magnitude", "枝刈り(プルーニング)"),
    summary=Text(
        "The weights of the smallest magnitude are set to 0: single ones, or whole units and "
        "filters by their length.",
        "絶対値の小さい重みを 0 にする。重みを1つずつ選ぶ形と、ユニットやフィルタ全体をノルムで"
        "選ぶ形がある。",
    ),
    why=Text(
        "Trained networks have many weights that hardly matter. Those near 0 can go: nine of ten "
        "in AlexNet, without loss, if one trains on in between with the mask held. Single zeros "
        "save memory, but time only on hardware that skips them; whole units or filters make the "
        "matrices themselves smaller. The magnitude is a crude measure of what a weight is worth, "
        "and hard to beat for its price.",
        "学習済みのネットワークには、ほとんど影響のない重みが多い。0 に近いものは取り除ける。"
        "AlexNet では、マスクを保ったまま学習を続けることで、精度を落とさず9割を取り除けた。"
        "個々の重みを 0 にすればメモリは減るが、速くなるのは 0 を飛ばせる計算機だけである。"
        "ユニットやフィルタごと除けば行列そのものが小さくなる。絶対値は重みの価値の粗い目安だが、"
        "計算が安い割に優れている。",
    ),
    equation="mask = 0 for the round(sparsity n) weights with the smallest |W|, else 1; W mask",
    formula=(
        r"W'_i = m_i W_i, \quad m_i = \begin{cases} 0 & |W_i| \text{ is among the smallest "
        r"} k \\ 1 & \text{otherwise} \end{cases}",
    ),
    shapes={"W": "any", "W_pruned": "as W", "mask": "as W"},
    sources=(
        "Han, Pool, Tran and Dally (2015), Learning both weights and connections for efficient "
        "neural networks, section 3",
        "torch.nn.utils.prune.l1_unstructured, ln_structured",
    ),
    cases=(
        _case("half", spaced(4, 5)),
        _case("most", normal(6, 3), sparsity=0.75),
        _case("little", normal(3, 4, 2), sparsity=0.125),
        _case("a_share_that_is_rounded", spaced(7, gap=0.5), sparsity=0.4),
        _case("whole_rows", normal(5, 3), sparsity=0.4, axis=0),
        _case("whole_columns", normal(3, 4), axis=1),
        _case("whole_filters", normal(4, 2, 3, 5), sparsity=0.25, axis=0),
        _case("from_behind", normal(2, 6), sparsity=0.5, axis=-1),
        _case("nothing", normal(3, 2), sparsity=0.0),
    ),
    defaults=(Default("sparsity", 0.5), Default("axis", None)),
    conventions=(
        Convention(
            "what_stays",
            Text("The share is what stays.", "割合は残すほうの割合である。"),
            {"sparsity": lambda sparsity: 1 - sparsity},
        ),
    ),
    also_called=("prune", "prune_weights", "magnitude_prune", "pruning"),
    mistakes=(
        Mistake(
            name="signs_counted",
            ja="絶対値をとらない",
            line="size = np.abs(W).ravel()",
            wrong="size = W.ravel()",
            why=Text(
                "The most negative weights are large, not small.",
                "大きく負の重みは、小さい重みではない。",
            ),
        ),
        Mistake(
            name="largest_pruned",
            ja="大きいほうを除く",
            line='kept[np.argsort(size, kind="stable")[:n_pruned]] = 0',
            wrong='kept[np.argsort(-size, kind="stable")[:n_pruned]] = 0',
            why=Text("The smallest ones go.", "除くのは小さいほうである。"),
        ),
        Mistake(
            name="share_that_stays",
            ja="残す割合と取り違える",
            line="n_pruned = round(float(sparsity) * size.size)",
            wrong="n_pruned = size.size - round(float(sparsity) * size.size)",
            why=Text(
                "The sparsity is the share of zeros.",
                "スパース率は 0 にする割合である。",
            ),
        ),
        Mistake(
            name="length_of_the_wrong_slices",
            ja="別の軸でノルムをとる",
            line="others = tuple(k for k in range(W.ndim) if k != axis % W.ndim)",
            wrong="others = (axis % W.ndim,)",
            why=Text(
                "The length of a slice is summed over all other axes.",
                "スライスのノルムは、ほかのすべての軸について和をとる。",
            ),
        ),
        Mistake(
            name="sum_for_the_length",
            ja="ノルムの代わりに和をとる",
            line="size = np.sqrt((W**2).sum(axis=others))",
            wrong="size = W.sum(axis=others)",
            why=Text(
                "Weights of both signs cancel in a sum.",
                "和では正負の重みが打ち消し合う。",
            ),
        ),
    ),
)
