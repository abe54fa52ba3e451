"""Retrieval: the documents that point in the direction of a query."""

from __future__ import annotations

from typing import Any

from parity.concepts.embedding._sources import SALTON
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import Draw, normal, values


def _case(name: str, queries: Draw, documents: Draw, **config: Any) -> Case:
    return Case(
        name,
        inputs={"queries": queries, "documents": documents},
        config=config,
        exact=("indices",),
        options={"outputs": ("indices", "scores")},
    )


top_k_by_cosine = Concept(
    kind="function",
    order=40,
    syllabus=("4-4-3",),
    needs=(),
    title=Text("Retrieval by cosine similarity (RAG)", "コサイン類似度による検索(RAG)"),
    summary=Text(
        "Finds the k documents whose vectors point most nearly in a query's direction: the "
        "retrieval step of retrieval-augmented generation.",
        "クエリのベクトルと向きが最も近い k 個の文書を求める。"
        "検索拡張生成(RAG)の検索の部分である。",
    ),
    why=Text(
        "A language model knows what was in its training data, roughly, and nothing newer. "
        "Retrieval-augmented generation looks up first: question and documents are turned into "
        "vectors by an encoder, the nearest documents are put into the prompt, and the model "
        "answers from them. What is near is said by the angle: the length of a vector tells how "
        "much text there is rather than what it is about, so both vectors are brought to length 1.",
        "言語モデルが知っているのは学習データにあったことだけで、しかも大まかである。"
        "検索拡張生成では先に調べる。質問と文書をエンコーダでベクトルに変え、"
        "最も近い文書をプロンプトに入れ、モデルはそれをもとに答える。"
        "近さは角度で測る。ベクトルの長さは内容よりも文章の量などに左右されるので、"
        "どちらのベクトルも長さ 1 にそろえる。",
    ),
    equation="score = q . d / (|q| |d|); the k largest for each query",
    formula=(
        r"s_{ij} = \frac{q_i \cdot d_j}{\left\| q_i \right\| \left\| d_j \right\|}",
        r"s_{i, j_1} \geq s_{i, j_2} \geq \dots \geq s_{i, j_k}",
    ),
    shapes={
        "queries": "(Q, D), or (D,) for one",
        "documents": "(M, D)",
        "indices": "(Q, k), or (k,)",
        "scores": "(Q, k), or (k,)",
    },
    sources=(
        "Lewis et al. (2020), Retrieval-augmented generation for knowledge-intensive NLP tasks, "
        "section 2.2",
        SALTON,
    ),
    cases=(
        _case("default_k", normal(2, 4), normal(7, 4)),
        _case("all_documents", normal(3, 5), normal(6, 5), k=6),
        _case("nearest_alone", normal(4, 3), normal(5, 3), k=1),
        _case("a_batch_of_one_query", normal(1, 6), normal(4, 6), k=2),
        _case("one_query", normal(5), normal(7, 5)),
        _case("one_query_all_documents", normal(4), normal(6, 4), k=6),
        _case(
            "long_documents",
            values([[1.0, 0.5, 0.0], [0.0, -1.0, 2.0]]),
            values([[9.0, 0.0, 9.0], [0.5, 0.25, 0.125], [-8.0, 4.0, 1.0], [0.0, -0.25, 0.25]]),
            k=2,
        ),
        _case(
            "nothing_in_common",
            values([[1.0, 0.0], [2.0, 1.0], [-1.0, 3.0]]),
            values([[0.0, 3.0], [-2.0, 0.0], [5.0, 1.0], [-1.0, -1.0]]),
        ),
        _case(
            "a_document_of_nothing",
            values([[3.0, 1.0]]),
            values([[-1.0, 0.5], [0.0, 0.0], [0.25, 0.75]]),
            k=3,
        ),
    ),
    also_called=(
        "retrieve",
        "retrieval",
        "top_k",
        "cosine_top_k",
        "search",
        "nearest_documents",
        "semantic_search",
        "retrieve_top_k",
    ),
    mistakes=(
        Mistake(
            name="inner_product_for_cosine",
            ja="コサインの代わりに内積を使う",
            line="q, d = (v / _lengths(v) for v in (q, d))",
            wrong="q, d = q * 1, d * 1",
            why=Text(
                "The inner product favours long vectors: a document may win by its length alone.",
                "内積では長いベクトルが有利になり、長さだけで上位にくる文書が出てしまう。",
            ),
        ),
        Mistake(
            name="documents_not_normalized",
            ja="文書を正規化しない",
            line="q, d = (v / _lengths(v) for v in (q, d))",
            wrong="q = q / _lengths(q)",
            why=Text(
                "The length of the query changes no order, that of the documents does.",
                "クエリの長さは順位を変えないが、文書の長さは順位を変える。",
            ),
        ),
        Mistake(
            name="farthest_first",
            ja="遠いものから並べる",
            line='indices = np.argsort(-scores, axis=-1, kind="stable")[..., :k]',
            wrong='indices = np.argsort(scores, axis=-1, kind="stable")[..., :k]',
            why=Text(
                "argsort begins with the smallest; the largest similarity is the nearest.",
                "argsort は小さい順に並べる。類似度は大きいほど近い。",
            ),
        ),
        Mistake(
            name="nearest_last",
            ja="近いものを最後に並べる",
            line='indices = np.argsort(-scores, axis=-1, kind="stable")[..., :k]',
            wrong='indices = np.argsort(scores, axis=-1, kind="stable")[..., -k:]',
            why=Text(
                "These are the right documents in the wrong order: the nearest stands last.",
                "選んだ文書は正しいが、順序が逆で、最も近いものが最後になっている。",
            ),
        ),
        Mistake(
            name="square_for_the_length",
            ja="長さの代わりにその二乗を使う",
            line="q, d = (v / _lengths(v) for v in (q, d))",
            wrong="q, d = (v / _lengths(v) ** 2 for v in (q, d))",
            why=Text(
                "A vector divided by its length has length 1; divided by its square it has 1 over "
                "its length.",
                "長さで割れば長さ 1 になる。長さの二乗で割ると、長さは元の逆数になってしまう。",
            ),
        ),
    ),
)
