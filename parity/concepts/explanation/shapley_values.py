"""Shapley values."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.explanation._functions import all_together, alone, in_pairs
from parity.concepts.explanation._sources import LUNDBERG, SHAPLEY
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.draw import Draw, labels, normal
from parity.describing.identity import Arrays, Identity, Implementations

BOTH = ("float64", "float32")


def _case(name: str, f: Any, n: int, ours: bool = False) -> Case:
    return _drawn(name, f, {"x": normal(n), "baseline": normal(n)}, ours)


def _drawn(
    name: str, f: Any, inputs: dict[str, Draw], ours: bool = False, dtypes: tuple[str, ...] = BOTH
) -> Case:
    return Case(
        name, inputs=inputs, config={"f": f}, ours=ours, dtypes=dtypes, options={"leading": ("f",)}
    )


def _of_two_layers(of: Implementations, a: Arrays) -> Arrays:
    """Return the shares of the features in what a dense layer gives."""

    def f(x: np.ndarray) -> Any:
        return x @ a["W"][:, 0]

    return {"y": of("shapley_values")(f, a["x"], a["baseline"])}


def _slopes_times_the_way(of: Implementations, a: Arrays) -> Arrays:
    layer = of("dense")(len(a["x"]), 1)
    layer.params["W"] = a["W"]
    layer.forward(a["x"][None])
    slope = layer.backward(np.ones((1, 1)))[0]
    return {"y": slope * (a["x"] - a["baseline"])}


shapley_values = Concept(
    kind="function",
    order=2,
    syllabus=("4-9-2",),
    needs=(),
    title=Text("Shapley values", "シャープレイ値(SHAP)"),
    summary=Text(
        "What a feature adds to the output depends on which others are there already. The Shapley "
        "value is its mean over all orders in which the features can come.",
        "ある特徴量が出力をどれだけ変えるかは、ほかのどの特徴量がすでにあるかで変わる。"
        "シャープレイ値は、特徴量を加える順序すべてについてその量を平均したものである。",
    ),
    why=Text(
        "Two features that work only together: who deserves what they do? Taken away one at a "
        "time, each seems to do it all, and the shares sum to too much. The theory of cooperative "
        "games asks for four things: the shares sum to the whole, features that do the same get "
        "the same, one that does nothing gets nothing, and shares of a sum of games are summed. "
        "Only these values have all four. SHAP takes the features for players and a prediction "
        "for the gain. All coalitions are 2^n, hence exact values are for few features.",
        "2つの特徴量がそろって初めて働くとき、その効果はどちらのものか。1つずつ取り除くと、"
        "どちらも効果のすべてを担うように見え、合計が大きくなりすぎる。協力ゲーム理論は4つの"
        "条件を求める。分け前の和は全体に等しい、同じ働きには同じ分け前、"
        "何もしなければ 0、ゲームの和の分け前は分け前の和。"
        "4つを満たすのはシャープレイ値だけである。"
        "SHAP は特徴量をプレイヤー、予測を利得とみなす。組合せは 2^n 通りあるので、"
        "厳密に計算できるのは特徴量が少ないときだけである。",
    ),
    equation="phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! (v(S + i) - v(S))",
    formula=(
        r"\phi_i = \sum_{S \subseteq N, \; i \notin S} \frac{|S|! \, (n - |S| - 1)!}{n!} "
        r"\left( v(S \cup \{i\}) - v(S) \right)",
        r"\sum_i \phi_i = v(N) - v(\emptyset)",
    ),
    shapes={"x": "(n,)", "baseline": "(n,)", "y": "(n,): phi"},
    sources=(f"{SHAPLEY}, section 3", f"{LUNDBERG}, section 2.4"),
    cases=(
        _case("of_pairs", in_pairs, 3),
        _case("four_together", all_together, 4),
        _case("one_feature", alone, 1),
        _case("features_that_do_nothing", in_pairs, 5),
        _drawn("from_zeros", all_together, {"x": normal(4)}, True),
        _drawn("pairs_from_zeros", in_pairs, {"x": normal(3)}, True),
        _drawn("whole_numbers", in_pairs, {"x": labels(3, classes=6)}, True, ("float64",)),
        _case("defaults", all_together, 4, ours=True),
    ),
    defaults=(Default("baseline", None),),
    also_called=(
        "shapley_value",
        "shapley",
        "exact_shapley",
        "compute_shapley_values",
        "calc_shapley",
        "shap_values",
        "kernel_shap",
    ),
    identities=(
        Identity(
            sibling="dense",
            text=Text(
                "Of a dense layer with one output no feature depends on the others: each gets its "
                "weight times how far it is from the baseline.",
                "出力が1つの全結合層では、どの特徴量の効果も互いに無関係なので、"
                "重みと、ベースラインとの差との積になる。",
            ),
            case=Case(
                "of_a_dense_layer",
                inputs={"x": normal(4), "baseline": normal(4), "W": normal(4, 1)},
            ),
            left=_of_two_layers,
            right=_slopes_times_the_way,
        ),
    ),
    mistakes=(
        Mistake(
            name="coalitions_weighted_alike",
            ja="すべての組を同じ重みで平均する",
            line="weight = factorial(size) * factorial(n - size - 1) / factorial(n)",
            wrong="weight = 1 / 2 ** (n - 1)",
            why=Text(
                "That is the Banzhaf value, whose shares do not sum to the whole. Not coalitions "
                "but orders are alike; most coalitions of middle size, each arises in fewer "
                "of them.",
                "それはバンザフ値で、分け前の和が全体に一致しない。等しく扱うのは組でなく順序で、"
                "中くらいの大きさの組は数が多く、1つの組が現れる順序は少ない。",
            ),
        ),
        Mistake(
            name="the_feature_itself_not_counted",
            ja="自分自身を数え忘れる",
            line="weight = factorial(size) * factorial(n - size - 1) / factorial(n)",
            wrong="weight = factorial(size) * factorial(n - size) / factorial(n)",
            why=Text(
                "Those in S come before i, n - |S| - 1 after it; i itself is neither.",
                "S の要素が i の前に、n - |S| - 1 個が後に来る。i 自身はどちらでもない。",
            ),
        ),
        Mistake(
            name="taken_from_the_baseline_alone",
            ja="1つだけ加えたときの差で代用する",
            line="phi[i] += weight * (v[S | 1 << i] - v[S])",
            wrong="phi[i] += weight * (v[1 << i] - v[0])",
            why=Text(
                "That is what the feature does alone. What it adds must be asked of each "
                "coalition S.",
                "それは特徴量が単独で生む効果である。加えたときの差は、組 S ごとに求める。",
            ),
        ),
        Mistake(
            name="absent_features_at_zero",
            ja="ない特徴量を 0 にする",
            line="v = np.array([f(np.where(S, x, baseline)) for S in inside])",
            wrong="v = np.array([f(np.where(S, x, 0)) for S in inside])",
            why=Text(
                "An absent feature has the baseline's value, such as the mean of the data; 0 may "
                "be an extreme value.",
                "ない特徴量は、データの平均などのベースラインの値にする。"
                "0 は極端な値かもしれない。",
            ),
        ),
    ),
)
