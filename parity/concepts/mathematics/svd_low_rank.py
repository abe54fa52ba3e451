"""The nearest matrix of a low rank."""

from __future__ import annotations

from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import Draw, normal
from parity.describing.identity import Arrays, Identity, Implementations


def _case(name: str, A: Draw, rank: int, ours: bool = False) -> Case:
    return Case(
        name,
        inputs={"A": A},
        config={"rank": rank},
        options={"outputs": ("y", "error")},
        ours=ours,
    )


def _from_topics(of: Implementations, a: Arrays) -> Arrays:
    U, s, V = of("lsi")(a["A"], 2)
    return {"y": (U * s) @ V.T}


svd_low_rank = Concept(
    kind="function",
    order=2,
    syllabus=("1-1-2",),
    needs=("pca",),
    title=Text("Low-rank approximation by SVD", "特異値分解による低ランク近似"),
    summary=Text(
        "The nearest matrix of a given rank: the largest singular values stay, the others are "
        "dropped, and their squares are what is lost.",
        "指定したランクの行列のうち最も近いもの。大きい特異値だけを残す。"
        "捨てた特異値の二乗和が誤差の2乗になる。",
    ),
    why=Text(
        "Every matrix is a sum of simple ones, a column times a row each, and the singular values "
        "say how much each matters. To keep the first few is the best that so few numbers can "
        "do. A picture, a table of who bought what, or a layer's weights are compressed so; the "
        "small adapters by which large models are tuned rest on the same idea.",
        "どんな行列も、列と行の積という単純な行列の和であり、特異値がそれぞれの大きさを表す。"
        "初めのいくつかを残すのが、その個数の数で表せる最良の近似である。"
        "画像、購買履歴の表、層の重みなどの圧縮に使われ、"
        "大きなモデルを調整する小さなアダプタ(LoRA)も同じ考えによる。",
    ),
    equation="y = sum over the first rank terms of s_i u_i v_i^T; error = sqrt(sum of the "
    "other s^2)",
    formula=(
        r"A = \sum_i s_i \, u_i \, v_i^\top, \quad A_r = \sum_{i \leq r} s_i \, u_i \, v_i^\top",
        r"\lVert A - A_r \rVert = \sqrt{\sum_{i > r} s_i^2} = \min_{\text{rank}(B) \leq r} "
        r"\lVert A - B \rVert",
    ),
    shapes={"A": "(m, n)", "y": "(m, n)", "error": "scalar"},
    sources=("Eckart and Young (1936), Psychometrika 1, 211-218: the nearest of a lower rank",),
    cases=(
        _case("rank_2", normal(4, 6), 2),
        _case("rank_1_of_a_tall_matrix", normal(5, 3), 1),
        _case("rank_3", normal(6, 4), 3),
    ),
    also_called=("low_rank_approximation", "truncated_svd", "svd_compress"),
    identities=(
        Identity(
            sibling="lsi",
            text=Text(
                "It is what the topics of latent semantic indexing give, multiplied out.",
                "潜在的意味解析のトピックを掛け合わせたものである。",
            ),
            case=Case("two_topics", inputs={"A": normal(5, 4)}),
            left=lambda of, a: {"y": of("svd_low_rank")(a["A"], 2)[0]},
            right=_from_topics,
        ),
    ),
    mistakes=(
        Mistake(
            name="singular_values_forgotten",
            ja="特異値を掛けない",
            line="y = (U[:, :rank] * s[:rank]) @ Vt[:rank]",
            wrong="y = U[:, :rank] @ Vt[:rank]",
            why=Text(
                "The vectors have length 1; the singular values say how much each term counts.",
                "特異ベクトルの長さは 1 である。各項の大きさは特異値が表す。",
            ),
        ),
        Mistake(
            name="one_term_less",
            ja="項が1つ足りない",
            line="y = (U[:, :rank] * s[:rank]) @ Vt[:rank]",
            wrong="y = (U[:, : rank - 1] * s[: rank - 1]) @ Vt[: rank - 1]",
            why=Text(
                "The rank is the number of terms, so the slice ends at it.",
                "ランクは項の個数なので、スライスの終端はランクそのものでよい。",
            ),
        ),
        Mistake(
            name="error_of_the_kept",
            ja="残したほうから誤差を求める",
            line="error = np.sqrt((s[rank:] ** 2).sum())",
            wrong="error = np.sqrt((s[:rank] ** 2).sum())",
            why=Text(
                "What is lost are the terms that were dropped.",
                "失われるのは、捨てた項である。",
            ),
        ),
        Mistake(
            name="sum_of_the_dropped",
            ja="捨てた特異値を単純に足す",
            line="error = np.sqrt((s[rank:] ** 2).sum())",
            wrong="error = s[rank:].sum()",
            why=Text(
                "The terms are orthogonal, so their squares add up.",
                "各項は直交するので、足し合わさるのは2乗である。",
            ),
        ),
    ),
)
