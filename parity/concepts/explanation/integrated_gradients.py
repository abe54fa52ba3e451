"""Integrated gradients."""

from __future__ import annotations

from typing import Any

from parity.concepts.explanation._functions import SLOPES, in_pairs, slope_in_pairs
from parity.concepts.explanation._sources import SUNDARARAJAN
from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text
from parity.describing.draw import Draw, labels, normal
from parity.describing.identity import Arrays, Identity, Implementations

BOTH = ("float64", "float32")


def _case(name: str, of: str, *shape: int, ours: bool = False, **config: Any) -> Case:
    return _drawn(name, of, {"x": normal(*shape), "baseline": normal(*shape)}, ours, **config)


def _drawn(
    name: str,
    of: str,
    inputs: dict[str, Draw],
    ours: bool = False,
    dtypes: tuple[str, ...] = BOTH,
    **config: Any,
) -> Case:
    numpy, torch, keras = SLOPES[of]
    return Case(
        name,
        inputs=inputs,
        config={"gradient": numpy, **config},
        config_for={"torch": {"gradient": torch}, "keras": {"gradient": keras}},
        ours=ours,
        dtypes=dtypes,
        options={"leading": ("gradient",)},
    )


def _along_the_way(of: Implementations, a: Arrays) -> Arrays:
    attributions = of("integrated_gradients")(slope_in_pairs, a["x"], a["baseline"], 3, "midpoint")
    return {"y": attributions}


def _shares(of: Implementations, a: Arrays) -> Arrays:
    return {"y": of("shapley_values")(in_pairs, a["x"], a["baseline"])}


integrated_gradients = Concept(
    kind="function",
    order=1,
    syllabus=("4-9-1",),
    needs=("numerical_gradient",),
    title=Text("Integrated gradients", "Integrated Gradients(積分勾配)"),
    summary=Text(
        "Averages the gradient along the way from an input that says nothing to the input that is "
        "explained, and multiplies it by that way: what each element adds to the output.",
        "情報のない入力から説明したい入力までの道に沿って勾配を平均し、入力の差を掛ける。"
        "各要素が出力をどれだけ動かしたかが分かる。",
    ),
    why=Text(
        "The gradient at the input says what a small change would do, not what the input did: "
        "where a unit is saturated, its gradient is 0 although the output hangs on it. On the way "
        "from the baseline the unit was not yet saturated. Averaged over the whole way, the "
        "gradients miss nothing: the attributions sum to the difference of the two outputs, which "
        "is called completeness, and can be tested.",
        "入力での勾配が表すのは、少し変えたときの影響であり、その入力が出力に果たした役割では"
        "ない。ユニットが飽和していれば、出力がそれに左右されていても勾配は 0 になる。"
        "ベースラインから入力までの道の途中では、まだ飽和していない。道全体で平均すれば"
        "取りこぼしがなく、各要素の寄与の和は2つの出力の差に等しい。これを完全性と呼び、"
        "実際に確かめられる。",
    ),
    equation=(
        "y_i = (x_i - x'_i) (1/m) sum_k dF/dx_i at x' + a_k (x - x'), a_k = k/m for rule 'right'"
    ),
    formula=(
        r"y_i = (x_i - x'_i) \frac{1}{m} \sum_{k=1}^{m} "
        r"\frac{\partial F}{\partial x_i} \left( x' + \frac{k}{m} (x - x') \right)",
        r"\sum_i y_i \approx F(x) - F(x')",
    ),
    shapes={"x": "any", "baseline": "as x", "y": "as x"},
    sources=(
        f"{SUNDARARAJAN}, section 5; its equation 3 has the gradient at the right ends",
        "tensorflow.org/tutorials/interpretability/integrated_gradients: the trapezoidal rule",
    ),
    cases=(
        _case("of_a_vector", "bent", 3, steps=5),
        _case("of_a_table", "cubic", 2, 3, steps=7),
        _case("left_ends", "cubic", 2, 3, steps=7, rule="left"),
        _case("midpoints", "cubic", 2, 3, steps=7, rule="midpoint"),
        _case("trapezoids", "cubic", 2, 3, steps=7, rule="trapezoid"),
        _case("one_step", "cubic", 2, 3, steps=1),
        _case("one_trapezoid", "cubic", 2, 3, steps=1, rule="trapezoid"),
        _case("many_steps", "bent", 3, steps=200, rule="midpoint"),
        _case("one_element", "alone", 1, steps=4),
        _drawn("from_zeros", "cubic", {"x": normal(2, 3)}, True, steps=6),
        _drawn(
            "from_zeros_by_midpoints", "cubic", {"x": normal(2, 3)}, True, steps=6, rule="midpoint"
        ),
        _drawn("whole_numbers", "bent", {"x": labels(3, classes=6)}, True, ("float64",), steps=4),
        _drawn("defaults", "bent", {"x": normal(3)}, ours=True),
    ),
    defaults=(Default("baseline", None), Default("steps", 50), Default("rule", "right")),
    conventions=(
        Convention(
            name="midpoints",
            text=Text(
                "The gradient is taken in the middle of each part.",
                "各区間の中点で勾配を求めている。",
            ),
            config={"rule": "midpoint"},
        ),
        Convention(
            name="trapezoids",
            text=Text(
                "The gradients at both ends of each part are averaged (the trapezoidal rule).",
                "各区間の両端の勾配を平均している(台形公式)。",
            ),
            config={"rule": "trapezoid"},
        ),
        Convention(
            name="left_ends",
            text=Text(
                "The gradient is taken at the left end of each part.",
                "各区間の左端で勾配を求めている。",
            ),
            config={"rule": "left"},
        ),
    ),
    also_called=(
        "integrated_gradient",
        "integrated_grads",
        "compute_integrated_gradients",
        "get_integrated_gradients",
        "calc_integrated_gradients",
        "int_grad",
    ),
    identities=(
        Identity(
            sibling="shapley_values",
            text=Text(
                "Where features meet at most in pairs, in products of two, each gets half of what "
                "they do together: the Shapley values.",
                "特徴量が2つずつの積でしか組み合わさらないとき、組の効果は半分ずつ分けられ、"
                "シャープレイ値に等しい。",
            ),
            case=Case("of_pairs", inputs={"x": normal(3), "baseline": normal(3)}),
            left=_along_the_way,
            right=_shares,
        ),
    ),
    mistakes=(
        Mistake(
            name="gradients_alone",
            ja="入力の差を掛け忘れる",
            line="return way * mean",
            wrong="return mean",
            why=Text(
                "That is a mean slope. What an element adds is the slope times how far it moved, "
                "and only then do the attributions sum to the difference of the outputs.",
                "それは傾きの平均である。寄与は傾きに動いた量を掛けたもので、"
                "掛けて初めて、寄与の和が出力の差に等しくなる。",
            ),
        ),
        Mistake(
            name="multiplied_by_the_input",
            ja="差でなく入力を掛ける",
            line="return way * mean",
            wrong="return x * mean",
            why=Text(
                "The way begins at the baseline: x - x', which is x only for a baseline of zeros.",
                "道の始まりはベースラインなので、掛けるのは x - x' である。"
                "x と等しいのは、ベースラインが 0 のときだけである。",
            ),
        ),
        Mistake(
            name="gradient_at_the_input",
            ja="入力での勾配だけを使う",
            line="mean += weight * gradient(baseline + alpha * way)",
            wrong="mean += weight * gradient(x)",
            why=Text(
                "That is gradient times input: a saturated unit gets nothing. The gradient must be "
                "asked all along the way.",
                "それは勾配と入力の積であり、飽和したユニットの寄与が 0 になる。"
                "勾配は道の途中の各点で求める。",
            ),
        ),
        Mistake(
            name="way_from_zero",
            ja="0 から始める",
            line="mean += weight * gradient(baseline + alpha * way)",
            wrong="mean += weight * gradient(alpha * x)",
            why=Text(
                "The straight way leads from the baseline to x.",
                "道はベースラインから x へまっすぐ進む。",
            ),
        ),
        Mistake(
            name="sum_for_mean",
            ja="平均でなく和をとる",
            line="mean += weight * gradient(baseline + alpha * way)",
            wrong="mean += gradient(baseline + alpha * way)",
            why=Text(
                "More steps would make larger attributions. The integral over a way of length 1 is "
                "the mean.",
                "ステップ数を増やすほど寄与が大きくなってしまう。長さ 1 の道での積分は平均である。",
            ),
        ),
    ),
)
