"""Principal component analysis."""

from __future__ import annotations

from parity.describing.concept import Case, Concept, Convention, Divergence, Mistake, Text
from parity.describing.draw import Draw, normal

_PARTS = {"outputs": ("z", "V", "variance"), "signs": ("V", "z")}


def _case(name: str, x: Draw, n: int, ours: bool = False) -> Case:
    return Case(name, inputs={"x": x}, config={"n_components": n}, options=_PARTS, ours=ours)


pca = Concept(
    kind="function",
    order=1,
    syllabus=("1-1-2", "2-1-8"),
    needs=(),
    title=Text("Principal component analysis (PCA)", "主成分分析(PCA)"),
    summary=Text(
        "The few orthogonal directions in which examples vary most, and the examples in them, by "
        "the singular value decomposition.",
        "データのばらつきが大きい順に直交する方向を求め、データをその座標で表す。"
        "特異値分解で求める。",
    ),
    why=Text(
        "Measurements go together: who is tall is heavy as well. Then a table of many columns "
        "says less than it seems, and few numbers could say nearly the same. The directions of "
        "largest variance are such numbers; how much of the whole variance they have says what "
        "was lost. They are the eigenvectors of the covariance, and the right singular vectors of "
        "the centred table, which is the way that keeps more digits.",
        "測定値は互いに関係している。背の高い人は体重も重い。そのとき、列の多い表も見かけほどの"
        "情報はなく、少数の数でほとんど同じことが言える。分散が最大の方向がその数であり、"
        "全分散に占める割合(寄与率)で失われた量がわかる。これは共分散行列の固有ベクトルであり、"
        "中心化した表の右特異ベクトルでもある。後者から求めるほうが桁落ちが少ない。",
    ),
    equation="x - mean = U diag(s) V^T; z = (x - mean) V; variance = s^2 / (N - 1)",
    formula=(
        r"x - \bar{x} = U \, \text{diag}(s) \, V^\top, \quad z = (x - \bar{x}) V",
        r"\sigma^2_i = \frac{s_i^2}{N - 1}, \quad s_1 \geq s_2 \geq \dots",
    ),
    shapes={
        "x": "(N, D)",
        "z": "(N, n_components)",
        "V": "(D, n_components)",
        "variance": "(n_components,)",
    },
    sources=(
        "Pearson (1901), On lines and planes of closest fit to systems of points in space",
        "Jolliffe (2002), Principal component analysis, section 3.5",
    ),
    cases=(
        _case("more_examples_than_features", normal(6, 4), 2),
        _case("more_features_than_examples", normal(4, 7), 3),
        _case("all_components", normal(7, 3), 3),
        _case("one_component", normal(5, 4, shift=3.0), 1),
        _case("one_feature", normal(5, 1), 1, True),
    ),
    divergences=(
        Divergence(
            name="signs_and_divisor",
            ja="符号と分母",
            summary=Text(
                "What a decomposition gives has signs that depend on the library, and s² / N in "
                "place of N - 1 is the variance of these examples, not of where they come from.",
                "分解の結果の符号はライブラリによって変わる。また、s² を N - 1 ではなく N "
                "で割ると、"
                "母集団ではなく手元のデータの分散になる。",
            ),
            reconciled=Text(
                "Turn each direction so that its largest element is positive; divide by N - 1, as "
                "scikit-learn does.",
                "各方向の最大の要素が正になるよう符号をそろえ、"
                "scikit-learn と同じく N - 1 で割る。",
            ),
            source="torch.linalg.svd: the singular vectors are not unique; sklearn.decomposition."
            "PCA.explained_variance_",
            case="more_examples_than_features",
            native={
                "numpy": {"n_components": 2},
                "torch": {
                    "callable": "torch_impl.mathematics.pca._as_it_comes",
                    "n_components": 2,
                },
            },
            quantity="variance",
        ),
    ),
    conventions=(
        Convention(
            name="divided_by_n",
            text=Text(
                "The variances are s² / N, those of the examples themselves.",
                "分散を s² / N(手元のデータの分散)としている。",
            ),
            edits={
                "variance = s[:n_components] ** 2 / (len(x) - 1)": "variance = s[:n_components] "
                "** 2 / len(x)"
            },
        ),
    ),
    also_called=("principal_component_analysis", "pca_svd"),
    mistakes=(
        Mistake(
            name="not_centred",
            ja="平均を引かない",
            line="centred = x - x.mean(axis=0)",
            wrong="centred = x",
            why=Text(
                "Without it the first direction points to the mean, whatever the spread is.",
                "引かないと、ばらつきによらず、第1の方向が平均のほうを向く。",
            ),
        ),
        Mistake(
            name="mean_of_each_example",
            ja="例ごとに平均を引く",
            line="centred = x - x.mean(axis=0)",
            wrong="centred = x - x.mean(axis=1, keepdims=True)",
            why=Text(
                "The mean is that of each feature over the examples.",
                "引くのは、例にわたる特徴ごとの平均である。",
            ),
        ),
        Mistake(
            name="variance_of_singular_values",
            ja="特異値を2乗しない",
            line="variance = s[:n_components] ** 2 / (len(x) - 1)",
            wrong="variance = s[:n_components] / (len(x) - 1)",
            why=Text(
                "A singular value is a root: its square is the sum of squares along a direction.",
                "特異値は平方根に当たり、その2乗が方向に沿った二乗和である。",
            ),
        ),
        Mistake(
            name="not_transposed",
            ja="V^T を転置しない",
            line="V = Vt[:n_components].T",
            wrong="V = Vt[:, :n_components]",
            why=Text(
                "numpy.linalg.svd gives V^T: the directions are its rows.",
                "numpy.linalg.svd が返すのは V^T であり、方向はその行である。",
            ),
        ),
    ),
)
