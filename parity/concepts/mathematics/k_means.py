"""k-means."""

from __future__ import annotations

from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.draw import normal, values

POINTS = [
    [0.5, 1.25], [1.0, 0.75], [0.25, 0.5], [4.25, 3.5], [5.0, 4.25], [4.5, 4.75], [3.75, 4.0],
    [8.25, 0.5], [7.5, 1.25], [7.75, 0.25], [2.5, 2.75],
]  # fmt: skip
START = [[0.0, 0.5], [1.5, 1.0], [8.0, 3.25]]
AWAY = [[0.0, 0.5], [5.5, 1.0], [90.0, -70.0], [4.25, 8.0]]
"""Nothing is near the third."""


def _case(name: str, start: list[list[float]], n_steps: int, ours: bool = False) -> Case:
    return Case(
        name,
        inputs={"x": values(POINTS), "centers": values(start)},
        config={"n_steps": n_steps},
        exact=("nearest",),
        options={"outputs": ("centers", "nearest", "inertia")},
        ours=ours,
    )


k_means = Concept(
    kind="function",
    order=3,
    syllabus=("2-1-9",),
    needs=("distances",),
    title=Text("k-means", "k-means 法(k 平均法)"),
    summary=Text(
        "Groups examples by turns: each goes to its nearest center, and each center moves to the "
        "mean of its examples.",
        "各データを最も近い中心に割り当て、各中心を自分のデータの平均に動かす。"
        "これを交互に繰り返し、"
        "データをまとまりに分ける。",
    ),
    why=Text(
        "Nobody said which examples belong together; they shall be told apart by their places "
        "alone. If the centers were known, each example would go to the nearest; if the groups "
        "were known, their means would be the centers. k-means takes a guess at one and improves "
        "them by turns. The sum of squared distances never grows, so it comes to rest, but where "
        "depends on the start: with the same start everybody must find the same groups.",
        "どのデータが仲間かを誰も教えてくれないとき、位置だけから分けたい。中心がわかれば最も近い"
        "中心に割り当てればよく、組がわかればその平均が中心になる。k-means は一方を仮に決め、"
        "交互に改善する。二乗距離の和は決して増えないので必ず止まるが、"
        "どこで止まるかは初期値で決まる。"
        "初期値が同じなら、誰が計算しても同じ組に分かれる。",
    ),
    equation="nearest_n = argmin_k |x_n - c_k|^2; c_k = mean of the x_n with nearest_n = k",
    formula=(
        r"a_n = \text{argmin}_k \lVert x_n - c_k \rVert^2, \quad c_k \leftarrow \frac{1}{N_k} "
        r"\sum_{n : a_n = k} x_n",
        r"J = \sum_n \lVert x_n - c_{a_n} \rVert^2",
    ),
    shapes={
        "x": "(N, D)",
        "centers": "(K, D)",
        "nearest": "(N,)",
        "inertia": "scalar",
    },
    sources=(
        "Lloyd (1982), Least squares quantization in PCM, IEEE Transactions on Information "
        "Theory 28",
        "MacQueen (1967), Some methods for classification and analysis of multivariate "
        "observations",
    ),
    cases=(
        _case("one_step", START, 1),
        _case("three_steps", START, 3),
        _case("at_rest", START, 12),
        _case("no_step", START, 0),
        _case("a_center_without_examples", AWAY, 4),
        _case("one_center", START[:1], 2),
        Case(
            "defaults",
            inputs={"x": normal(6, 3), "centers": normal(2, 3)},
            exact=("nearest",),
            options={"outputs": ("centers", "nearest", "inertia")},
            ours=True,
        ),
    ),
    defaults=(Default("n_steps", 10),),
    also_called=("kmeans", "lloyd", "k_means_clustering"),
    mistakes=(
        Mistake(
            name="farthest_center",
            ja="最も遠い中心に割り当てる",
            line="nearest = _squares(x, centers).argmin(axis=1)",
            wrong="nearest = _squares(x, centers).argmax(axis=1)",
            why=Text(
                "Each example goes to the nearest center.", "各データは最も近い中心に割り当てる。"
            ),
        ),
        Mistake(
            name="distances_not_squared",
            ja="距離を2乗しない",
            line="squares = _squares(x, centers)",
            wrong="squares = _squares(x, centers) ** 0.5",
            why=Text(
                "The inertia sums squared distances.",
                "慣性は二乗距離の和であり、距離の和ではない。",
            ),
        ),
        Mistake(
            name="mean_over_all_features",
            ja="特徴もまとめて平均する",
            line="centers[k] = x[nearest == k].mean(axis=0)",
            wrong="centers[k] = x[nearest == k].mean()",
            why=Text("A center has a mean for each feature.", "中心は特徴ごとの平均を持つ。"),
        ),
        Mistake(
            name="divided_by_all_examples",
            ja="全データの個数で割る",
            line="centers[k] = x[nearest == k].mean(axis=0)",
            wrong="centers[k] = x[nearest == k].sum(axis=0) / len(x)",
            why=Text(
                "The mean is over the examples of this center alone.",
                "平均をとるのは、その中心に割り当てたデータだけである。",
            ),
        ),
        Mistake(
            name="median_for_the_mean",
            ja="平均の代わりに中央値を使う",
            line="centers[k] = x[nearest == k].mean(axis=0)",
            wrong="centers[k] = np.median(x[nearest == k], axis=0)",
            why=Text(
                "The mean makes the sum of squares least; medians belong to k-medians.",
                "二乗和を最小にするのは平均である。中央値を使うのは k-medians である。",
            ),
        ),
    ),
)
