"""Global pooling over sequences and volumes: what its concepts share."""

from __future__ import annotations

from parity.describing.concept import Case, Convention, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal

TIES_SHARE = Text(
    "Equal maxima share dy; if each takes all of it, the gradient grows with the ties.",
    "同値の最大値は dy を分け合う。それぞれが全額を受け取ると、同値の数だけ勾配が膨らむ。",
)
BY_SIGN = Text(
    "The maximum is by sign: of -3 and 1 it is 1.",
    "最大値は符号つきで比べる。-3 と 1 の最大値は 1 である。",
)
OWN_MEAN = Text(
    "Every example has a mean of its own; the batch is the loss's affair.",
    "平均はデータごとに別々である。バッチサイズで割るのは損失関数の役目である。",
)
TRAN = (
    "Tran, Wang, Torresani, Ray, LeCun and Paluri (2018), A closer look at spatiotemporal "
    "convolutions for action recognition, section 3"
)
EVERY_MAXIMUM = Convention(
    name="every_maximum_takes_all",
    text=Text(
        "Equal maxima each get the whole gradient; in PyTorch and Keras they share it.",
        "同じ最大値が複数あると、それぞれが勾配の全額を受け取る。PyTorch と Keras では分け合う。",
    ),
    like="every_maximum_takes_all",
)


def case(name: str, x: Draw, kink: bool = False) -> Case:
    """Return a case with the draw of x."""
    return Case(name, inputs={"x": x}, upstream=normal(*x.shape[:2]), images=("x", "dx"), kink=kink)


def max_formula(at: str) -> tuple[str, ...]:
    """Return the equations of the maximum; ``at`` are the indices of a place."""
    x, y = rf"x_{{n,c,{at}}}", r"y_{n,c}"
    whole = at if "," not in at else f"({at})"
    return (
        rf"{y} = \max_{{{at}}} {x}",
        rf"\frac{{\partial L}}{{\partial {x}}} = \begin{{cases}} \frac{{1}}{{k}}"
        rf"\frac{{\partial L}}{{\partial {y}}} & {x} = {y} \\ 0 & {x} < {y} \end{{cases}}",
        rf"k = |\{{{whole} : {x} = {y}\}}|",
    )


def avg_formula(at: str, count: str) -> tuple[str, ...]:
    """Return the equations of the mean over ``count`` places."""
    x = rf"x_{{n,c,{at}}}"
    return (
        rf"y_{{n,c}} = \frac{{1}}{{{count}}} \sum_{{{at}}} {x}",
        rf"\frac{{\partial L}}{{\partial {x}}} = \frac{{1}}{{{count}}} \frac{{\partial L}}"
        r"{\partial y_{n,c}}",
    )


def max_derivation(at: str) -> tuple[Step, ...]:
    """Return how the gradient finds the maximum."""
    x = rf"x_{{n,c,{at}}}"
    return (
        Step(
            heading=Text(
                "Only what equals the maximum moves it",
                "最大値を動かすのは、最大値に等しい要素だけである",
            ),
            text=Text(
                "k equal maxima move y one to one if they move together, so each has the slope "
                "1/k.",
                "等しい最大値が k 個あれば、そろって動くとき y も同じだけ動く。"
                "したがって、それぞれの傾きは 1/k である。",
            ),
            equation=(
                rf"\frac{{\partial y_{{n,c}}}}{{\partial {x}}} = \begin{{cases}} \frac{{1}}{{k}} & "
                rf"{x} = y_{{n,c}} \\ 0 & {x} < y_{{n,c}} \end{{cases}}"
            ),
        ),
        Step(
            heading=Text("So the gradient goes there alone", "そのため、勾配はそこにだけ届く"),
            text=Text(
                "Other channels and other examples have maxima of their own.",
                "ほかのチャネルやほかのデータには、それぞれの最大値がある。",
            ),
            equation=max_formula(at)[1],
            check=Text(
                "The shares of each channel add up to dy.",
                "チャネルごとに合計すると dy になる。",
            ),
        ),
    )


def avg_derivation(at: str, count: str) -> tuple[Step, ...]:
    """Return how the gradient is spread out."""
    return (
        Step(
            heading=Text("All weigh the same in one mean", "1つの平均の中で、重みはどれも等しい"),
            text=Text(
                "The sum is linear, so the slope does not depend on the values.",
                "和は線形なので、傾きは値によらない。",
            ),
            equation=(
                rf"\frac{{\partial y_{{n,c}}}}{{\partial x_{{n,c,{at}}}}} = \frac{{1}}{{{count}}}"
            ),
        ),
        Step(
            heading=Text("So the gradient is spread evenly", "そのため、勾配は均等に配られる"),
            text=Text(
                "Other channels and other examples get none of it.",
                "ほかのチャネルやほかのデータには配られない。",
            ),
            equation=avg_formula(at, count)[1],
            check=Text(
                "The shares of each channel add up to dy.",
                "チャネルごとに合計すると dy になる。",
            ),
        ),
    )


def max_mistakes(axis: str, none: str) -> tuple[Mistake, ...]:
    """Return mistakes of the maximum; ``axis`` and ``none`` as they stand in the code."""
    return (
        Mistake(
            name="every_maximum_takes_all",
            ja="最大値のすべてが全勾配を受け取る",
            line="share = dy / n_max",
            wrong="share = dy",
            why=TIES_SHARE,
        ),
        Mistake(
            name="gradient_spread_evenly",
            ja="勾配を均等に配る",
            line=f"return np.where(is_max, share[{none}], 0)",
            wrong=f"return np.ones_like(self.x) * (dy / self.x[0, 0].size)[{none}]",
            why=Text(
                "That is the mean's gradient: what lies below the maximum does not move y.",
                "これは平均の勾配である。最大値でない要素は y を動かさない。",
            ),
        ),
        Mistake(
            name="largest_absolute_value",
            ja="絶対値の最大をとる",
            line=f"self.y = self.x.max(axis={axis})",
            wrong=f"self.y = np.abs(self.x).max(axis={axis})",
            why=BY_SIGN,
        ),
        Mistake(
            name="over_the_examples_too",
            ja="データにわたっても最大をとる",
            line=f"is_max = self.x == self.y[{none}]",
            wrong=f"is_max = self.x == self.y.max(axis=0)[None][{none}]",
            why=Text(
                "Every example has a maximum of its own.",
                "最大値はデータごとに別々である。",
            ),
        ),
    )


def avg_mistakes(axis: str, count: str) -> tuple[Mistake, ...]:
    """Return mistakes of the mean; ``axis`` and ``count`` as they stand in the code."""
    inside = count.strip("()")
    return (
        Mistake(
            name="gradient_not_divided",
            ja="勾配を割らない",
            line=f"share = dy / {count}",
            wrong="share = dy",
            why=Text(
                "Each number moves the mean by its share only.",
                "それぞれの値は、自分の持ち分だけ平均を動かす。",
            ),
        ),
        Mistake(
            name="sum_for_mean",
            ja="平均の代わりに和を使う",
            line=f"return x.mean(axis={axis})",
            wrong=f"return x.sum(axis={axis})",
            why=Text(
                "A sum grows with how much there is; the mean does not.",
                "和は要素の数とともに増えるが、平均はそうではない。",
            ),
        ),
        Mistake(
            name="divided_by_the_batch",
            ja="バッチサイズで割る",
            line=f"share = dy / {count}",
            wrong=f"share = dy / (n * {inside})",
            why=OWN_MEAN,
        ),
    )
