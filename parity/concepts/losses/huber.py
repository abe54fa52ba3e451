"""The Huber loss."""

from __future__ import annotations

from parity.concepts.losses._apart import of_errors
from parity.concepts.losses._conventions import (
    BY_ELEMENT,
    LAST_AXIS,
    LAST_AXIS_RECONCILED,
    NOT_AVERAGED,
    SUMMED,
)
from parity.concepts.losses._draws import SCALAR
from parity.concepts.losses._sources import KERAS_LOSSES
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _half_the_mean_square(of: Implementations, a: Arrays) -> Arrays:
    mean = of("mean_squared_error")()
    return {"loss": mean.forward(a["y"], a["t"]) / 2, "dy": mean.backward(a["dy"] / 2)}


Huber = Concept(
    kind="loss",
    order=4,
    syllabus=("3-1-2",),
    needs=("mean_squared_error", "mean_absolute_error"),
    title=Text("Huber loss", "Huber 損失"),
    summary=Text(
        "Squared near the target, a straight line beyond delta: robust against outliers, and "
        "smooth.",
        "目標の近くでは二乗、delta より遠くでは直線。外れ値に強く、なめらかである。",
    ),
    why=Text(
        "Squares let an outlier pull without limit; sizes have a gradient that never shrinks. The "
        "Huber loss takes the better half of each. Box regression in detectors and the errors of "
        "deep Q-networks use it, there under the name of a clipped error.",
        "二乗誤差では外れ値の影響に上限がなく、絶対誤差では目標の近くでも勾配が小さくならない。"
        "Huber 損失は両方の良いところをとる。物体検出の矩形の回帰や、DQN の"
        "「誤差のクリッピング」がこれに当たる。",
    ),
    equation="L = e^2 / 2 if |e| <= delta, else delta (|e| - delta / 2), e = y - t",
    formula=(
        r"L = \frac{1}{n} \sum_i \begin{cases} \frac{1}{2} (y_i - t_i)^2 & (\left| y_i - t_i "
        r"\right| \le \delta) \\ \delta \left( \left| y_i - t_i \right| - \frac{1}{2} \delta "
        r"\right) & (\left| y_i - t_i \right| > \delta) \end{cases}",
        r"\frac{\partial L}{\partial y_i} = \frac{1}{n} \min(\max(y_i - t_i, -\delta), \delta)",
    ),
    derivation=(
        Step(
            heading=Text(
                "Both parts have one slope where they meet",
                "2つの部分は境目で傾きが一致する",
            ),
            text=Text(
                "The parabola's slope is the error, the line's plus or minus delta: the same at "
                "|e| = delta. So the gradient is the error, clipped.",
                "放物線の傾きは誤差そのもの、直線の傾きは ±delta で、|e| = delta では等しい。"
                "つまり勾配は、クリップした誤差である。",
            ),
            equation=r"\frac{\partial L}{\partial y_i} = \frac{1}{n} \min(\max(y_i - t_i, "
            r"-\delta), \delta)",
            check=Text(
                "With a delta larger than every error it is half the mean squared error.",
                "delta がどの誤差よりも大きければ、平均二乗誤差の半分になる。",
            ),
        ),
    ),
    shapes={"y": "any, n elements", "t": "as y", "L": "scalar, or as y without a reduction"},
    sources=(
        "Huber (1964), Robust estimation of a location parameter, Annals of Mathematical "
        "Statistics 35",
    ),
    cases=(
        of_errors("mean", 4, 3),
        of_errors("sum", 5, 2, reduction="sum"),
        of_errors("none", 3, 5, reduction="none"),
        of_errors("small_delta", 3, 4, delta=0.25),
        of_errors("large_delta", 4, 2, delta=2.0, reduction="sum"),
        of_errors("no_power_of_2", 2, 6, kink=True, delta=1.3),
        of_errors("small_delta_none", 2, 7, delta=0.75, reduction="none"),
        of_errors("one_axis", 7),
        of_errors("many_axes", 2, 3, 4),
        Case(
            "kink",
            inputs={
                "y": values([[1.0, 2.0, -0.5], [0.25, 3.0, 0.0]]),
                "t": values([[1.0, 1.0, 0.5], [2.25, -7.0, 0.25]]),
            },
            upstream=SCALAR,
            kink=True,
        ),
    ),
    divergences=(
        Divergence(
            name="smooth_l1_divides_by_beta",
            ja="SmoothL1 は beta で割る",
            summary=Text(
                "PyTorch's SmoothL1Loss is the Huber loss divided by its beta: its lines always "
                "have the slope 1. With 1, the default of both, the two are the same.",
                "PyTorch の SmoothL1Loss は Huber 損失を beta で割ったもので、直線部分の傾きが"
                "常に 1 になる。どちらも既定値の 1 なら同じである。",
            ),
            reconciled=Text("Multiply it by beta.", "beta を掛ける。"),
            source="https://docs.pytorch.org/docs/stable/generated/torch.nn.SmoothL1Loss.html",
            case="large_delta",
            native={
                "numpy": {},
                "torch": {
                    "callable": "torch.nn.SmoothL1Loss",
                    "beta": 2.0,
                    "reduction": "sum",
                },
            },
            quantity="loss",
        ),
        Divergence(
            name="last_axis_averaged_first",
            ja="最後の軸を先に平均する",
            summary=LAST_AXIS,
            reconciled=LAST_AXIS_RECONCILED,
            source=KERAS_LOSSES,
            case="mean",
            native={
                "numpy": {"reduction": "sum"},
                "keras": {"callable": "keras.losses.Huber", "reduction": "sum"},
            },
            quantity="loss",
        ),
    ),
    defaults=(
        Default(
            "delta",
            1.0,
            torch=("torch.nn.HuberLoss", "delta", 1.0),
            keras=("keras.losses.Huber", "delta", 1.0),
        ),
        Default(
            "reduction",
            "mean",
            torch=("torch.nn.HuberLoss", "reduction", "mean"),
            keras=("keras.losses.Huber", "reduction", "sum_over_batch_size"),
        ),
    ),
    conventions=(SUMMED, BY_ELEMENT),
    also_called=("huber_loss", "smooth_l1", "smooth_l1_loss"),
    identities=(
        Identity(
            sibling="mean_squared_error",
            text=Text(
                "With a delta beyond every error it is half the mean squared error.",
                "delta をどの誤差よりも大きくすると、平均二乗誤差の半分になる。",
            ),
            case=Case(
                "half_the_mean_square",
                inputs={"y": normal(4, 3), "t": normal(4, 3)},
                upstream=SCALAR,
                config={"delta": 64.0},
            ),
            left=evaluated("huber"),
            right=_half_the_mean_square,
        ),
    ),
    mistakes=(
        Mistake(
            name="half_forgotten",
            ja="1/2 を忘れる",
            line="parabola = self.error**2 / 2",
            wrong="parabola = self.error**2",
            why=Text(
                "Without the 1/2 both parts meet neither in value nor in slope.",
                "1/2 がないと、2つの部分の値も傾きも境目でつながらない。",
            ),
        ),
        Mistake(
            name="line_not_lowered",
            ja="直線を下げない",
            line="line = self.delta * (size - self.delta / 2)",
            wrong="line = self.delta * size",
            why=Text(
                "The line must meet the parabola at delta: delta times delta / 2 lower.",
                "直線は delta で放物線につながるよう、delta × delta / 2 だけ下げる。",
            ),
        ),
        Mistake(
            name="sides_swapped",
            ja="内と外が逆",
            line="losses = np.where(size <= self.delta, parabola, line)",
            wrong="losses = np.where(size > self.delta, parabola, line)",
            why=Text(
                "The parabola is for the small errors.",
                "放物線を使うのは誤差が小さいときである。",
            ),
        ),
        Mistake(
            name="sign_without_delta",
            ja="傾きの delta を忘れる",
            line="return dlosses * np.clip(self.error, -self.delta, self.delta)",
            wrong="return dlosses * np.where(np.abs(self.error) <= self.delta, self.error, "
            "np.sign(self.error))",
            why=Text(
                "The line's slope is delta; 1 is right for delta = 1 alone.",
                "直線の傾きは delta である。1 でよいのは delta = 1 のときだけである。",
            ),
        ),
        Mistake(
            name="gradient_not_clipped",
            ja="勾配をクリップしない",
            line="return dlosses * np.clip(self.error, -self.delta, self.delta)",
            wrong="return dlosses * self.error",
            why=Text(
                "That is the parabola's gradient everywhere: the outlier pulls as before.",
                "それでは全域で放物線の勾配になり、外れ値の影響が抑えられない。",
            ),
        ),
        Mistake(
            name="gradient_not_averaged",
            ja="勾配を平均しない",
            line="dlosses = self.share(dL)",
            wrong="dlosses = np.broadcast_to(dL, self.error.shape)",
            why=NOT_AVERAGED,
        ),
    ),
)
