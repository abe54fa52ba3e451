"""Gradient check."""

from __future__ import annotations

from parity.concepts.gradients._functions import cubic, quotient, without_the_last
from parity.concepts.gradients._sources import GOODFELLOW
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.draw import normal, values

gradient_check = Concept(
    kind="function",
    order=2,
    syllabus=("3-2-2",),
    needs=("numerical_gradient",),
    title=Text("Gradient check", "勾配確認(gradient check)"),
    summary=Text(
        "The largest relative error of a gradient against the numerical one: far below 1e-4 if "
        "the backward pass is right, near 1 or 2 if it is not.",
        "求めた勾配と数値微分との相対誤差の最大値。逆伝播が正しければ 1e-4 よりはるかに小さく、"
        "誤っていれば 1 や 2 に近い値になる。",
    ),
    why=Text(
        "A wrong backward pass seldom crashes: the network learns all the same, only worse. The "
        "numerical gradient needs the forward pass alone, so it does not share the mistake, and a "
        "comparison brings out a wrong sign, a forgotten term or a wrong axis. The difference is "
        "divided by the size of the gradient, so that one bound fits large and small ones. For "
        "training it is too slow: it takes two forward passes for every parameter.",
        "逆伝播を間違えても、エラーになることは少ない。性能が落ちるだけで、学習は進んでしまう。"
        "数値微分は順伝播だけを使うので、逆伝播の誤りとは無関係である。"
        "比較すれば、符号の誤り・項の抜け・軸の取り違えが見つかる。"
        "差を勾配の大きさで割るので、勾配の大小によらず同じ基準で判定できる。"
        "パラメータ1つにつき順伝播が2回必要なので、学習そのものに使うには遅すぎる。",
    ),
    equation="max_i |g_i - n_i| / max(|g_i|, |n_i|), 0 where g_i = n_i = 0",
    formula=(
        r"n_i = \frac{f(x + h e_i) - f(x - h e_i)}{2 h}",
        r"r_i = \begin{cases} \frac{\left| g_i - n_i \right|}{\max\left(\left| g_i \right|, "
        r"\left| n_i \right|\right)} & ((g_i, n_i) \ne (0, 0)) \\ 0 & ((g_i, n_i) = "
        r"(0, 0)) \end{cases}",
        r"y = \max_i r_i",
    ),
    shapes={"gradient": "as x", "x": "any", "f(x)": "scalar", "y": "scalar"},
    sources=(
        GOODFELLOW,
        "Bengio (2012), Practical recommendations for gradient-based training of deep "
        "architectures, section 4.1: gradient checking",
    ),
    cases=(
        Case(
            "wrong_gradient",
            inputs={"gradient": normal(2, 3), "x": normal(2, 3)},
            config={"f": quotient, "h": 2.0**-4},
            options={"leading": ("f",)},
        ),
        Case(
            # The last is wrong by a quarter: cubic's gradient at (1, 2, 1) is (2, 13, -4).
            "one_element_wrong",
            inputs={"gradient": values([2.0, 13.0, -3.0]), "x": values([1.0, 2.0, 1.0])},
            config={"f": cubic, "h": 2.0**-6},
            options={"leading": ("f",)},
        ),
        Case(
            "element_without_influence",
            inputs={"gradient": values([2.0, 1.0, 2.0, 0.0]), "x": values([2.0, 1.0, 0.5, -3.0])},
            config={"f": without_the_last, "h": 2.0**-5},
            options={"leading": ("f",)},
        ),
        Case(
            "right_gradient",
            inputs={"gradient": values([4.0, 4.0, 3.0, 0.0]), "x": values([2.0, 1.0, 0.5, -3.0])},
            config={"f": without_the_last, "h": 2.0**-5},
            options={"leading": ("f",)},
            zero={"y": "central differences are exact up to degree 2 in each element"},
        ),
    ),
    defaults=(
        Default(
            "h",
            1e-4,
            torch=("torch.autograd.gradcheck", "eps", 1e-6),
            keras=("tensorflow.test.compute_gradient", "delta", None),
        ),
    ),
    also_called=("grad_check",),
    mistakes=(
        Mistake(
            name="absolute_error",
            ja="相対誤差でなく絶対誤差を使う",
            line="size = np.maximum(np.abs(gradient), np.abs(estimate))",
            wrong="size = np.ones_like(x)",
            why=Text(
                "An absolute error of 1e-4 is fine where the gradient is 100 and a disaster "
                "where it is 1e-4: divide by the size.",
                "絶対誤差 1e-4 は、勾配が 100 なら問題ないが、1e-4 なら致命的である。"
                "勾配の大きさで割って比べる。",
            ),
        ),
        Mistake(
            name="difference_not_absolute",
            ja="差の絶対値をとらない",
            line="difference = np.abs(gradient - estimate)",
            wrong="difference = gradient - estimate",
            why=Text(
                "An element that is too small gives a negative error, which the maximum overlooks.",
                "小さすぎる要素の誤差は負になり、最大値を取ると見逃される。",
            ),
        ),
        Mistake(
            name="averaged",
            ja="平均してしまう",
            line="return error.max(initial=0.0)",
            wrong="return error.mean()",
            why=Text(
                "In a mean over thousands of elements one wrong element disappears.",
                "何千もの要素で平均すると、1要素だけの誤りは埋もれて見えなくなる。",
            ),
        ),
        Mistake(
            name="sizes_not_absolute",
            ja="大きさの絶対値をとらない",
            line="size = np.maximum(np.abs(gradient), np.abs(estimate))",
            wrong="size = np.maximum(gradient, estimate)",
            why=Text(
                "Where both are negative the size comes out negative, and the error is lost.",
                "どちらも負の要素では大きさが負になり、誤差が正しく求まらない。",
            ),
        ),
    ),
)
