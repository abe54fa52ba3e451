"""Latent semantic indexing."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.draw import Draw, normal, values
from parity.describing.identity import Arrays, Identity, Implementations

_PARTS = {"outputs": ("U", "s", "V"), "signs": ("U", "V")}

_COUNTS = (
    (3, 0, 1, 0),
    (2, 1, 0, 0),
    (0, 0, 2, 4),
    (0, 1, 3, 3),
    (1, 5, 0, 0),
)
"""How often each of five terms stands in each of four documents."""


def _case(name: str, X: Draw, n_topics: int) -> Case:
    return Case(name, inputs={"X": X}, config={"n_topics": n_topics}, options=_PARTS)


def _of_rows(of: Implementations, rows: np.ndarray) -> Arrays:
    """Return how alike each row is to the next one."""
    return {"y": of("cosine_similarity")().forward(rows[:-1], rows[1:])}


def _in_topics(of: Implementations, a: Arrays) -> Arrays:
    _, s, V = of("lsi")(a["X"], 5)
    return _of_rows(of, V * s)


def _in_terms(of: Implementations, a: Arrays) -> Arrays:
    return _of_rows(of, a["X"].T)


lsi = Concept(
    kind="function",
    order=6,
    syllabus=("4-4-1", "1-1-2"),
    needs=("co_occurrence", "cosine_similarity"),
    title=Text("Latent semantic indexing (LSI)", "LSI(潜在的意味インデキシング)"),
    summary=Text(
        "The truncated singular value decomposition of a term-document matrix: a few topics stand "
        "for thousands of terms.",
        "単語文書行列の特異値分解を、大きいほうからいくつかの特異値で打ち切る。"
        "何千もの単語を少数のトピックで表す。",
    ),
    why=Text(
        "Two documents about one thing may share no word, if one says car and the other "
        "automobile. But both words stand beside engine and road. The singular value "
        "decomposition finds the few directions along which the counts vary most; in these, terms "
        "that are used alike fall together, and so do the documents. What is left out is mostly "
        "chance.",
        "同じ話題の文書でも、一方が「車」、他方が「自動車」と書けば、共通の単語がないことがある。"
        "しかし、どちらも「エンジン」や「道路」とともに現れる。特異値分解は、"
        "回数が最も大きく変動する少数の方向を見つける。その方向では、使われ方の似た単語が重なり、"
        "文書も近づく。切り捨てた部分は、おもに偶然のばらつきである。",
    ),
    equation="X = U diag(s) V^T, the n_topics largest singular values",
    formula=(
        r"X = U \, \text{diag}(s) \, V^\top, \quad U^\top U = I, \quad V^\top V = I",
        r"X_k = \sum_{i \leq k} s_i \, u_i \, v_i^\top, \quad s_1 \geq s_2 \geq \dots",
    ),
    shapes={
        "X": "(terms, docs)",
        "U": "(terms, n_topics)",
        "s": "(n_topics,)",
        "V": "(docs, n_topics)",
    },
    sources=(
        "Deerwester, Dumais, Furnas, Landauer and Harshman (1990), Indexing by latent semantic "
        "analysis, JASIS 41",
        "Eckart and Young (1936), The approximation of one matrix by another of lower rank, "
        "Psychometrika 1",
    ),
    cases=(
        _case("more_terms_than_documents", normal(6, 4), 2),
        _case("more_documents_than_terms", normal(4, 7), 3),
        _case("counts", values(np.array(_COUNTS, dtype=np.float64)), 2),
        _case("all_topics", normal(6, 4), 4),
        _case("as_many_topics_as_terms", normal(3, 5), 3),
        _case("one_topic", normal(4, 5), 1),
        Case(
            "one_document",
            inputs={"X": normal(5, 1)},
            config={"n_topics": 1},
            options=_PARTS,
            ours=True,
        ),
        Case(
            "integers",
            inputs={"X": values(np.array(_COUNTS))},
            config={"n_topics": 3},
            options=_PARTS,
            dtypes=("float64",),
        ),
    ),
    divergences=(
        Divergence(
            name="v_or_its_transpose",
            ja="V かその転置か",
            summary=Text(
                "NumPy and PyTorch give (U, s, V^T), TensorFlow gives (s, U, V). Who takes its V "
                "for V^T takes rows for columns, and of a square V no shape tells.",
                "NumPy と PyTorch は (U, s, V^T) を返し、TensorFlow は (s, U, V) を返す。"
                "V を V^T と取り違えると行と列が入れ替わる。V は正方行列なので、形では気づかない。",
            ),
            reconciled=Text(
                "Transpose what NumPy and PyTorch give.", "NumPy と PyTorch では転置する。"
            ),
            source="torch.linalg.svd: (U, S, Vh); tf.linalg.svd: s, u, v, unlike numpy.linalg.svd "
            "v is not transposed",
            case="all_topics",
            native={
                "torch": {},
                "keras": {"callable": "tf_impl.embedding.lsi._taken_for_transposed", "n_topics": 4},
            },
            quantity="V",
        ),
        Divergence(
            name="signs",
            ja="符号の任意性",
            summary=Text(
                "A pair of singular vectors may turn its sign together. Which sign comes depends "
                "on the library; nothing in the decomposition decides it.",
                "特異ベクトルの組は、符号をともに反転してもよい。どちらの符号になるかは"
                "ライブラリしだいであり、分解からは決まらない。",
            ),
            reconciled=Text(
                "Turn each pair so that the largest element of the column of U is positive.",
                "U の各列で絶対値が最大の要素が正になるように、組ごとに符号を揃える。",
            ),
            source="torch.linalg.svd: the singular vectors are not unique, they may be multiplied "
            "by -1",
            case="all_topics",
            native={
                "numpy": {},
                "torch": {"callable": "torch_impl.embedding.lsi._as_they_come", "n_topics": 4},
            },
            quantity="U",
        ),
    ),
    also_called=("lsa", "truncated_svd", "latent_semantic_indexing", "latent_semantic_analysis"),
    identities=(
        Identity(
            sibling="cosine_similarity",
            text=Text(
                "With all topics the documents have the same cosines in topics as in terms.",
                "すべてのトピックを残せば、文書間のコサイン類似度は、"
                "単語の空間でもトピックの空間でも"
                "等しい。",
            ),
            case=Case("same_cosines", inputs={"X": normal(6, 5)}),
            left=_in_topics,
            right=_in_terms,
        ),
    ),
    mistakes=(
        Mistake(
            name="v_taken_for_its_transpose",
            ja="V をその転置とみなす",
            line="U, s, V = U[:, :n_topics], s[:n_topics], Vt[:n_topics].T",
            wrong="U, s, V = U[:, :n_topics], s[:n_topics], Vt[:, :n_topics]",
            why=Text(
                "np.linalg.svd gives V^T: the topics are its rows.",
                "np.linalg.svd が返すのは V^T であり、トピックはその行に並ぶ。",
            ),
        ),
        Mistake(
            name="smallest_topics",
            ja="小さい特異値の話題を使う",
            line="U, s, V = U[:, :n_topics], s[:n_topics], Vt[:n_topics].T",
            wrong="U, s, V = U[:, : -n_topics - 1 : -1], s[: -n_topics - 1 : -1], "
            "Vt[: -n_topics - 1 : -1].T",
            why=Text(
                "Singular values come from the largest down (eigenvalues of eigh from the smallest "
                "up): the first ones stay.",
                "特異値は大きい順に並ぶ(eigh の固有値は小さい順である)。残すのは先頭からである。",
            ),
        ),
        Mistake(
            name="squared_singular_values",
            ja="特異値を二乗する",
            line="return U * sign, s, V * sign",
            wrong="return U * sign, s**2, V * sign",
            why=Text(
                "The eigenvalues of X X^T are the squares of the singular values; take their root.",
                "X X^T の固有値は特異値の2乗なので、平方根を取らなければならない。",
            ),
        ),
        Mistake(
            name="centred_as_for_pca",
            ja="PCA のように中心化する",
            line="U, s, Vt = np.linalg.svd(X, full_matrices=False)",
            wrong="U, s, Vt = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)",
            why=Text(
                "PCA takes the means away first; LSI decomposes the matrix as it is, so that its "
                "zeros stay zeros.",
                "平均を引くのは主成分分析である。LSI では行列をそのまま分解する。",
            ),
        ),
        Mistake(
            name="terms_and_documents_exchanged",
            ja="単語と文書を取り違える",
            line="U, s, Vt = np.linalg.svd(X, full_matrices=False)",
            wrong="U, s, Vt = np.linalg.svd(X.T, full_matrices=False)",
            why=Text(
                "The rows of X are terms, and so are those of U. Of the transpose U has the "
                "documents.",
                "X の行は単語で、U の行も単語である。転置すると U の行は文書になる。",
            ),
        ),
        Mistake(
            name="sign_of_u_alone",
            ja="U の符号しかそろえない",
            line="return U * sign, s, V * sign",
            wrong="return U * sign, s, V",
            why=Text(
                "A pair of vectors turns its sign together, else U diag(s) V^T is no longer X.",
                "符号は組で反転する。一方だけでは U diag(s) V^T が X でなくなる。",
            ),
        ),
    ),
)
