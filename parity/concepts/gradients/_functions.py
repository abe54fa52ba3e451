"""Numerical gradients, gradient checking and gradient clipping."""

from __future__ import annotations

from typing import Any

from parity.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.draw import normal, uniform, values

# Functions to differentiate. They index and reckon, nothing else, so that NumPy arrays, torch and
# TensorFlow tensors go through the same roundings: a difference quotient magnifies each one.


def cubic(x: Any) -> Any:
    """Return a polynomial of degree 3 in three elements; central differences miss x1^3 by h^2."""
    return x[0] * x[1] - 2.0 * x[2] * x[2] + x[1] * x[1] * x[1]


def quotient(x: Any) -> Any:
    """Return a quotient of polynomials of a 2 by 3 array, with every element in it."""
    top = x[0, 0] * x[0, 1] - x[1, 2] * x[1, 2] + 3.0 * x[0, 2]
    return top / (2.0 + x[1, 0] * x[1, 0] + x[1, 1] * x[1, 1] * x[0, 0] * x[0, 0])


def without_the_last(x: Any) -> Any:
    """Return a polynomial of four elements that leaves the last one out."""
    return x[0] * x[0] * x[1] + 3.0 * x[2]


numerical_gradient = Concept(
    kind="function",
    title=Text("Numerical gradient", "数値微分による勾配"),
    summary=Text(
        "Moves one element at a time a little up and a little down, and divides the difference of "
        "f by the distance. Slow, but it knows nothing of backpropagation: the yardstick for it.",
        "要素を1つずつわずかに増減させ、f の差をその幅で割る。計算は遅いが、"
        "誤差逆伝播法とは独立に勾配が求まるので、その検算に使う。",
    ),
    equation="df/dx_i = (f(x + h e_i) - f(x - h e_i)) / 2h",
    formula=(r"\frac{\partial f}{\partial x_i} \approx \frac{f(x + h e_i) - f(x - h e_i)}{2 h}",),
    shapes={"x": "any", "f(x)": "scalar", "y": "as x"},
    sources=(
        "Nocedal and Wright (2006), Numerical Optimization, 2nd edition, section 8.1",
        "Goodfellow, Bengio and Courville (2016), Deep Learning, section 11.5",
    ),
    cases=(
        Case(
            "cubic",
            inputs={"x": normal(3)},
            config={"f": cubic, "h": 2.0**-3},
            options={"leading": ("f",)},
        ),
        Case(
            "quotient",
            inputs={"x": normal(2, 3)},
            config={"f": quotient, "h": 2.0**-4},
            options={"leading": ("f",)},
        ),
        Case(
            "smaller_step",
            inputs={"x": normal(3)},
            config={"f": cubic, "h": 2.0**-6},
            options={"leading": ("f",)},
        ),
    ),
    divergences=(
        Divergence(
            name="step",
            summary=Text(
                "Unless told otherwise, torch.autograd.gradcheck steps by 1e-6 and "
                "tf.test.compute_gradient by 1/1024: the latter's truncation error is a million "
                "times larger.",
                "既定の刻み幅は torch.autograd.gradcheck が 1e-6、tf.test.compute_gradient が "
                "1/1024 である。打ち切り誤差は後者が約100万倍大きい。",
            ),
            reconciled=Text(
                "Give both the same h; in float32 a large one, since rounding costs eps |f| / h.",
                "どちらにも同じ h を渡す。float32 では丸め誤差が eps |f| / h 程度になるため、"
                "h を大きめにとる。",
            ),
            source="torch.autograd.gradcheck(eps=1e-6); tf.test.compute_gradient: 1.0 / 1024",
            case="cubic",
            native={"torch": {"h": 1e-6}, "keras": {"h": 2.0**-10}},
            quantity="y",
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
    also_called=(
        "numerical_diff_gradient",
        "numeric_gradient",
    ),
    mistakes=(
        Mistake(
            name="forward_difference",
            line="gradient[index] = (above - below) / (2 * h)",
            wrong="gradient[index] = (above - f(x)) / h",
            why=Text(
                "The one-sided difference has an error in proportion to h; the central one's is "
                "in proportion to h^2.",
                "前進差分の誤差は h に比例する。中心差分なら h^2 に比例する誤差で済む。",
            ),
        ),
        Mistake(
            name="divided_by_h",
            line="gradient[index] = (above - below) / (2 * h)",
            wrong="gradient[index] = (above - below) / h",
            why=Text(
                "From x - h to x + h the distance is 2h.",
                "x - h から x + h までの幅は 2h である。",
            ),
        ),
        Mistake(
            name="all_elements_moved",
            line="step[index] = h",
            wrong="step[...] = h",
            why=Text(
                "That is the derivative along (1, ..., 1), the sum of the partial derivatives. "
                "Only one element may move at a time.",
                "これは (1, ..., 1) 方向の微分、すなわち偏微分の総和になる。"
                "動かす要素は一度に1つだけである。",
            ),
        ),
        Mistake(
            name="not_put_back",
            line="below = f(x - step)",
            wrong="below = f(x)",
            why=Text(
                "The element was moved up and then only put back, not down: half of the "
                "difference is missing.",
                "要素を h だけ増やしたあと元に戻しただけで、h 減らしていない。差が約半分になる。",
            ),
        ),
    ),
)

gradient_check = Concept(
    kind="function",
    title=Text("Gradient check", "勾配確認(gradient check)"),
    summary=Text(
        "The largest relative error of a gradient against the numerical one: far below 1e-4 if "
        "the backward pass is right, near 1 or 2 if it is not.",
        "求めた勾配と数値微分との相対誤差の最大値。逆伝播が正しければ 1e-4 よりはるかに小さく、"
        "誤っていれば 1 や 2 に近い値になる。",
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
        "Goodfellow, Bengio and Courville (2016), Deep Learning, section 11.5",
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
            line="difference = np.abs(gradient - estimate)",
            wrong="difference = gradient - estimate",
            why=Text(
                "An element that is too small gives a negative error, which the maximum overlooks.",
                "小さすぎる要素の誤差は負になり、最大値を取ると見逃される。",
            ),
        ),
        Mistake(
            name="averaged",
            line="return error.max(initial=0.0)",
            wrong="return error.mean()",
            why=Text(
                "In a mean over thousands of elements one wrong element disappears.",
                "何千もの要素で平均すると、1要素だけの誤りは埋もれて見えなくなる。",
            ),
        ),
        Mistake(
            name="sizes_not_absolute",
            line="size = np.maximum(np.abs(gradient), np.abs(estimate))",
            wrong="size = np.maximum(gradient, estimate)",
            why=Text(
                "Where both are negative the size comes out negative, and the error is lost.",
                "どちらも負の要素では大きさが負になり、誤差が正しく求まらない。",
            ),
        ),
    ),
)

clip_by_value = Concept(
    kind="function",
    title=Text("Gradient clipping by value", "勾配クリッピング(値による)"),
    summary=Text(
        "Cuts every element off at -limit and limit. Simple, but it turns the gradient's "
        "direction.",
        "各要素を -limit から limit の範囲に切り詰める。簡単だが、勾配の向きが変わってしまう。",
    ),
    equation="y = min(max(g, -limit), limit)",
    formula=(r"y_i = \min(\max(g_i, {-\text{limit}}), \text{limit})",),
    shapes={"g": "any", "y": "as g"},
    sources=("Goodfellow, Bengio and Courville (2016), Deep Learning, section 10.11.1",),
    cases=(
        Case("ordinary", inputs={"g": normal(4, 5, scale=2.0)}, config={"limit": 0.7}),
        Case("all_within", inputs={"g": uniform(3, 4, low=-0.9, high=0.9)}, config={"limit": 0.9}),
        Case(
            "at_the_limit",
            inputs={"g": values([-3.0, -2.0, -0.5, 0.0, 0.5, 2.0, 3.0])},
            config={"limit": 2.0},
            kink=True,
        ),
    ),
    also_called=("clip_grad_value",),
    mistakes=(
        Mistake(
            name="only_above",
            line="return np.clip(g, -limit, limit)",
            wrong="return np.minimum(g, limit)",
            why=Text(
                "Large negative elements explode just as well: both sides are cut off.",
                "負の大きな勾配も同じように爆発する。両側を切り詰めなければならない。",
            ),
        ),
        Mistake(
            name="sign_lost",
            line="return np.clip(g, -limit, limit)",
            wrong="return np.minimum(np.abs(g), limit)",
            why=Text(
                "The size is clipped and the sign kept; without it the step goes the wrong way.",
                "切り詰めるのは大きさであり、符号は保つ。符号を失うと逆向きに更新してしまう。",
            ),
        ),
        Mistake(
            name="all_set_to_the_limit",
            line="return np.clip(g, -limit, limit)",
            wrong="return np.sign(g) * limit",
            why=Text(
                "Elements within the limit are left as they are; only longer ones are cut.",
                "範囲内の要素はそのまま残す。切り詰めるのは範囲を超えた要素だけである。",
            ),
        ),
    ),
)

EPSILON_SUMMARY = Text(
    "PyTorch divides by norm + 1e-6; TensorFlow divides by the norm itself.",
    "PyTorch は norm + 1e-6 で割り、TensorFlow は norm そのもので割る。",
)
EPSILON_RECONCILED = Text(
    "Both are this function: epsilon = 1e-6 is PyTorch's form, epsilon = 0 TensorFlow's and the "
    "exam's.",
    "どちらもこの関数で表せる。epsilon = 1e-6 が PyTorch、"
    "epsilon = 0 が TensorFlow と試験の形である。",
)
SCALED_UP = Text(
    "A gradient that is short enough is left alone. Without the bound every gradient is brought to "
    "the length max_norm, short ones made longer, and a zero gradient divides by 0.",
    "十分短い勾配には手を加えない。上限を設けないと短い勾配まで max_norm の長さに伸ばしてしまい、"
    "勾配が 0 のときは 0 で割ることになる。",
)

clip_by_norm = Concept(
    kind="function",
    title=Text("Gradient clipping by norm", "勾配クリッピング(ノルムによる)"),
    summary=Text(
        "Scales a gradient that is longer than max_norm down to that length; its direction stays. "
        "The exam's gradient_clipping(grad, threshold), with rate = threshold / norm.",
        "max_norm より長い勾配を、向きを保ったままその長さに縮める。"
        "試験に出る gradient_clipping(grad, threshold)(rate = threshold / norm)と同じものである。",
    ),
    equation="y = g min(1, max_norm / (|g| + epsilon))",
    formula=(
        r"y = g \,\min\left(1, \frac{\text{max_norm}}{\left\| g \right\| + \epsilon}\right)",
        r"\left\| g \right\| = \sqrt{\sum_i g_i^2}",
    ),
    shapes={"g": "any", "y": "as g"},
    sources=(
        "Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural "
        "networks, ICML, algorithm 1",
    ),
    cases=(
        Case("too_long", inputs={"g": normal(4, 5)}, config={"max_norm": 0.75}),
        Case("short_enough", inputs={"g": normal(3, 4)}, config={"max_norm": 100.0}),
        Case(
            "epsilon",
            inputs={"g": normal(5, 3)},
            config={"max_norm": 1.0, "epsilon": 0.125},
        ),
        Case(
            "zero_gradient",
            inputs={"g": values([[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])},
            config={"max_norm": 0.5},
            zero={"y": "nothing to scale, and no division by a norm of 0"},
        ),
        Case(
            "at_the_threshold",
            inputs={"g": values([3.0, 0.0, -4.0])},
            config={"max_norm": 5.0},
            kink=True,
        ),
    ),
    divergences=(
        Divergence(
            name="epsilon",
            summary=EPSILON_SUMMARY,
            reconciled=EPSILON_RECONCILED,
            source="torch/nn/utils/clip_grad.py: max_norm / (total_norm + 1e-6); tf.clip_by_norm",
            case="too_long",
            native={"torch": {"epsilon": 1e-6}, "keras": {}},
            quantity="y",
        ),
    ),
    also_called=("clip_grad_norm",),
    mistakes=(
        Mistake(
            name="short_ones_scaled_up",
            line="rate = max_norm / max(norm + epsilon, max_norm)",
            wrong="rate = max_norm / (norm + epsilon)",
            why=SCALED_UP,
        ),
        Mistake(
            name="norm_without_the_root",
            line="norm = math.sqrt(float(np.sum(g * g)))",
            wrong="norm = float(np.sum(g * g))",
            why=Text(
                "The threshold is a length; the sum of squares is the length squared.",
                "しきい値は長さである。2乗和は長さの2乗なので、平方根を取って比べる。",
            ),
        ),
        Mistake(
            name="root_mean_square",
            line="norm = math.sqrt(float(np.sum(g * g)))",
            wrong="norm = math.sqrt(float(np.mean(g * g)))",
            why=Text(
                "That is the size of a typical element, not the length of the vector: gradients "
                "may then be sqrt(n) times longer than max_norm.",
                "これは要素の平均的な大きさであって、ベクトルの長さではない。"
                "max_norm の sqrt(n) 倍の勾配まで通してしまう。",
            ),
        ),
        Mistake(
            name="rate_upside_down",
            line="return rate * g",
            wrong="return g / rate",
            why=Text(
                "The rate is threshold / norm, less than 1 for a long gradient; dividing by it "
                "makes the gradient longer still.",
                "rate = threshold / norm は、長い勾配では 1 より小さい。"
                "これで割ると、勾配はさらに長くなる。",
            ),
        ),
    ),
)

_TWO = {"as_list": True, "outputs": ("dW", "db")}

clip_by_global_norm = Concept(
    kind="function",
    title=Text("Gradient clipping by global norm", "勾配クリッピング(全体のノルムによる)"),
    summary=Text(
        "Scales the gradients of all parameters by one factor, so that together they are no longer "
        "than max_norm: the direction of the whole step stays.",
        "全パラメータの勾配に同じ係数を掛け、全体のノルムを max_norm 以下にする。"
        "更新全体の向きは変わらない。",
    ),
    equation="y_k = g_k min(1, max_norm / (sqrt(sum_k |g_k|^2) + epsilon))",
    formula=(
        r"y_k = g_k \,\min\left(1, \frac{\text{max_norm}}{\text{norm} + \epsilon}\right)",
        r"\text{norm} = \sqrt{\sum_k \left\| g_k \right\|^2}",
    ),
    shapes={"g_k": "any", "y_k": "as g_k"},
    sources=(
        "Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural "
        "networks, ICML, algorithm 1",
    ),
    cases=(
        Case(
            "too_long",
            inputs={"gW": normal(4, 5), "gb": normal(3)},
            config={"max_norm": 0.75},
            options=_TWO,
        ),
        Case(
            "short_enough",
            inputs={"gW": normal(4, 3), "gb": normal(5)},
            config={"max_norm": 100.0},
            options=_TWO,
        ),
        Case(
            # |gW| and |gb| are below 6 each, about 4 and 5; together they are above it.
            "only_together_too_long",
            inputs={"gW": uniform(2, 4, low=1.25, high=1.5), "gb": uniform(6, low=-2.25, high=-2)},
            config={"max_norm": 6.0},
            options=_TWO,
        ),
        Case(
            "epsilon",
            inputs={"gW": normal(2, 5), "gb": normal(4)},
            config={"max_norm": 1.0, "epsilon": 0.125},
            options=_TWO,
        ),
        Case(
            "zero_gradient",
            inputs={"gW": values([[0.0, 0.0]]), "gb": values([0.0, 0.0, 0.0])},
            config={"max_norm": 0.5},
            zero={
                "dW": "nothing to scale, and no division by a norm of 0",
                "db": "nothing to scale, and no division by a norm of 0",
            },
            options=_TWO,
        ),
        Case(
            "at_the_threshold",
            inputs={"gW": values([[3.0, -4.0]]), "gb": values([0.0, 12.0, 0.0])},
            config={"max_norm": 13.0},
            kink=True,
            options=_TWO,
        ),
    ),
    divergences=(
        Divergence(
            name="epsilon",
            summary=EPSILON_SUMMARY,
            reconciled=EPSILON_RECONCILED,
            source="torch/nn/utils/clip_grad.py: max_norm / (total_norm + 1e-6); "
            "tf.clip_by_global_norm: clip_norm / max(global_norm, clip_norm)",
            case="too_long",
            native={"torch": {"epsilon": 1e-6}, "keras": {}},
            quantity="dW",
        ),
    ),
    also_called=(
        "clip_grads",
        "clip_global_norm",
    ),
    mistakes=(
        Mistake(
            name="each_by_its_own_norm",
            line="return [rate * g for g in gradients]",
            wrong="return [clip_by_norm(g, max_norm, epsilon) for g in gradients]",
            why=Text(
                "Clipped one by one (Keras' clipnorm) the gradients get different factors, and "
                "the whole step another direction. The global norm is Keras' global_clipnorm.",
                "1つずつ切り詰めると(Keras の clipnorm)係数がばらばらになり、"
                "更新全体の向きが変わる。全体のノルムによるのは Keras の global_clipnorm である。",
            ),
        ),
        Mistake(
            name="norms_added",
            line="norm = math.sqrt(sum(float(np.sum(g * g)) for g in gradients))",
            wrong="norm = sum(math.sqrt(float(np.sum(g * g))) for g in gradients)",
            why=Text(
                "Lengths at right angles do not add up; their squares do (Pythagoras).",
                "直交する長さはそのまま足せない。足せるのは2乗である(三平方の定理)。",
            ),
        ),
        Mistake(
            name="first_only",
            line="norm = math.sqrt(sum(float(np.sum(g * g)) for g in gradients))",
            wrong="norm = math.sqrt(float(np.sum(gradients[0] * gradients[0])))",
            why=Text(
                "The norm is that of all the gradients laid end to end.",
                "ノルムは、すべての勾配を1本につないだベクトルについて求める。",
            ),
        ),
        Mistake(
            name="short_ones_scaled_up",
            line="rate = max_norm / max(norm + epsilon, max_norm)",
            wrong="rate = max_norm / (norm + epsilon)",
            why=SCALED_UP,
        ),
    ),
)
