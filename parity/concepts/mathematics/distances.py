"""Distances."""

from __future__ import annotations

from typing import Any

from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations

COVARIANCE = [[2.0, 0.5, 0.25], [0.5, 1.0, -0.25], [0.25, -0.25, 0.5]]


def _case(name: str, d: int = 3, ours: bool = False, **config: Any) -> Case:
    return Case(name, inputs={"a": normal(4, d), "b": normal(2, d)}, config=config, ours=ours)


def _one_pair(of: Implementations, a: Arrays) -> Arrays:
    return {"y": 1 - of("distances")(a["a"][None], a["b"][None], metric="cosine")[0, 0]}


distances = Concept(
    kind="function",
    order=4,
    syllabus=("2-1-2",),
    needs=(),
    title=Text("Distances", "距離"),
    summary=Text(
        "How far points are from each other: Euclidean, Manhattan, Chebyshev, L_p, cosine, "
        "Mahalanobis.",
        "点どうしの距離。ユークリッド、マンハッタン、チェビシェフ、Lp、コサイン、"
        "マハラノビスの各距離。",
    ),
    why=Text(
        "Nearest neighbours, clusters and searches all rest on what near means, and there is no "
        "one answer. Manhattan lets one large difference count less than Euclid does; the cosine "
        "looks at directions alone, which suits texts of different lengths; Mahalanobis measures "
        "in standard deviations along the data's own axes, so that a metre and a gram may stand "
        "side by side.",
        "近傍法もクラスタリングも検索も、「近い」の意味しだいである。答えは1つではない。"
        "マンハッタン距離では、1つの大きな差の影響がユークリッド距離より小さい。コサイン距離は向き"
        "だけを見るので、長さの違う文書に向く。マハラノビス距離は、"
        "データ自身の軸に沿って標準偏差を"
        "単位に測るので、メートルとグラムを並べて扱える。",
    ),
    equation="euclidean sqrt(sum d^2), manhattan sum |d|, chebyshev max |d|, lp (sum "
    "|d|^p)^(1/p), "
    "cosine 1 - a b / (|a| |b|), mahalanobis sqrt(d^T S^-1 d); d = a - b",
    formula=(
        r"y_p = \left(\sum_j |a_j - b_j|^p\right)^{1/p}, \quad y_\infty = \max_j |a_j - b_j|",
        r"y_{\cos} = 1 - \frac{a^\top b}{\lVert a \rVert \lVert b \rVert}, \quad y_M = "
        r"\sqrt{(a - b)^\top S^{-1} (a - b)}",
    ),
    shapes={"a": "(N, D)", "b": "(M, D)", "y": "(N, M)"},
    sources=(
        "Deza and Deza (2009), Encyclopedia of distances",
        "Mahalanobis (1936), On the generalised distance in statistics",
    ),
    cases=(
        _case("euclidean"),
        _case("manhattan", metric="manhattan"),
        _case("chebyshev", 5, metric="chebyshev"),
        _case("lp_of_3", metric="lp"),
        _case("lp_of_one_and_a_half", 5, metric="lp", p=1.5),
        _case("cosine", metric="cosine"),
        _case("mahalanobis", metric="mahalanobis", covariance=COVARIANCE),
        _case("one_feature", 1, True, metric="lp", p=4.0),
    ),
    defaults=(
        Default("metric", "euclidean"),
        Default("p", 3.0, torch=("torch.cdist", "p", 2.0)),
        Default("covariance", None),
    ),
    also_called=("distance", "pairwise_distances", "cdist"),
    identities=(
        Identity(
            sibling="cosine_similarity",
            text=Text(
                "The cosine distance is 1 minus the cosine similarity.",
                "コサイン距離は、1 からコサイン類似度を引いたものである。",
            ),
            case=Case("one_pair", inputs={"a": normal(5), "b": normal(5)}),
            left=_one_pair,
            right=lambda of, a: {"y": of("cosine_similarity")().forward(a["a"], a["b"])},
        ),
    ),
    mistakes=(
        Mistake(
            name="root_forgotten",
            ja="平方根を忘れる",
            line="return np.sqrt((d**2).sum(axis=2))",
            wrong="return (d**2).sum(axis=2)",
            why=Text(
                "The sum of squares is the squared distance.",
                "二乗和は距離の2乗である。",
            ),
        ),
        Mistake(
            name="absolute_value_forgotten",
            ja="絶対値をとらない",
            line="return np.abs(d).sum(axis=2)",
            wrong="return d.sum(axis=2)",
            why=Text("Differences of both signs would cancel.", "正負の差が打ち消し合ってしまう。"),
        ),
        Mistake(
            name="root_of_the_order_forgotten",
            ja="1/p 乗を忘れる",
            line="return (np.abs(d) ** float(p)).sum(axis=2) ** (1 / float(p))",
            wrong="return (np.abs(d) ** float(p)).sum(axis=2)",
            why=Text(
                "The p-th root makes a distance of it: twice as far is twice as much.",
                "p 乗根をとって距離になる。2倍遠ければ値も2倍になる。",
            ),
        ),
        Mistake(
            name="similarity_for_the_distance",
            ja="距離ではなく類似度を返す",
            line="return 1 - a @ b.T / lengths",
            wrong="return a @ b.T / lengths",
            why=Text(
                "The cosine is 1 where directions agree; the distance is 0 there.",
                "向きが同じときコサインは 1 で、距離は 0 である。",
            ),
        ),
        Mistake(
            name="covariance_not_inverted",
            ja="共分散行列の逆行列を使わない",
            line="return np.sqrt((d * np.linalg.solve(S, d[..., None])[..., 0]).sum(axis=2))",
            wrong="return np.sqrt((d * (S @ d[..., None])[..., 0]).sum(axis=2))",
            why=Text(
                "Differences are divided by the spread: directions that vary much count less.",
                "差はばらつきで割る。ばらつきの大きい方向の差ほど小さく数える。",
            ),
        ),
    ),
)
