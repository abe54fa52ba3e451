"""Mean absolute error."""

from __future__ import annotations

from parity.concepts.losses._apart import of_errors
from parity.concepts.losses._conventions import (
    BY_ELEMENT,
    LAST_AXIS,
    LAST_AXIS_RECONCILED,
    NOT_AVERAGED,
    SUMMED,
    UPSTREAM_IGNORED,
)
from parity.concepts.losses._draws import SCALAR
from parity.concepts.losses._sources import BISHOP, KERAS_LOSSES
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import values

MeanAbsoluteError = Concept(
    kind="loss",
    order=3,
    syllabus=("3-1-2", "2-1-12"),
    needs=("mean_squared_error",),
    title=Text("Mean absolute error", "平均絶対誤差"),
    summary=Text(
        "The mean of the errors' sizes: an outlier pulls no harder than any other example.",
        "誤差の大きさの平均。外れ値も、ほかのデータと同じ強さでしか引っ張らない。",
    ),
    why=Text(
        "A squared error grows with the square, so one outlier can outweigh a hundred good "
        "examples. The absolute error grows in proportion, and its gradient is the same for a "
        "small error and for a large one. Where squares are smallest at the mean of the targets, "
        "sizes are smallest at their median. The price: near the target the gradient does not "
        "shrink, so steps of a fixed rate overshoot.",
        "二乗誤差は2乗で増えるので、外れ値1つが多くの正常なデータより重くなることがある。"
        "絶対誤差は比例して増えるだけで、勾配は誤差の大きさによらない。"
        "二乗誤差は目標値の平均で最小になり、絶対誤差は中央値で最小になる。"
        "一方、目標の近くでも勾配が小さくならないので、学習率が一定だと行き過ぎてしまう。",
    ),
    equation="L = 1/n sum |y - t|",
    formula=(
        r"L = \frac{1}{n} \sum_i \left| y_i - t_i \right|",
        r"\frac{\partial L}{\partial y_i} = \frac{1}{n} \operatorname{sign}(y_i - t_i)",
    ),
    derivation=(
        Step(
            heading=Text(
                "The slope of a size is a sign",
                "大きさの傾きは符号になる",
            ),
            text=Text(
                "|e| is e above 0 and -e below; at 0 there is a kink, and 0 is taken.",
                "|e| は 0 より上では e、下では -e である。0 では折れており、微分は 0 とする。",
            ),
            equation=r"\frac{\partial L}{\partial y_i} = \frac{1}{n} \operatorname{sign}(y_i - "
            r"t_i)",
            check=Text(
                "As many targets above as below, and the gradients cancel: the median.",
                "目標値が上下に同数あると勾配は打ち消し合う。それが中央値である。",
            ),
        ),
    ),
    shapes={"y": "any, n elements", "t": "as y", "L": "scalar, or as y without a reduction"},
    sources=(f"{BISHOP}, section 1.5.5, eq. 1.91",),
    cases=(
        of_errors("mean", 4, 3),
        of_errors("sum", 5, 2, reduction="sum"),
        of_errors("none", 3, 5, reduction="none"),
        of_errors("one_axis", 7),
        of_errors("many_axes", 2, 3, 4),
        Case(
            "kink",
            inputs={
                "y": values([[1.0, 2.0, -0.5], [0.25, 3.0, 0.0]]),
                "t": values([[1.0, 0.5, -0.5], [1.25, 3.0, 0.5]]),
            },
            upstream=SCALAR,
            kink=True,
        ),
    ),
    divergences=(
        Divergence(
            name="last_axis_averaged_first",
            ja="最後の軸を先に平均する",
            summary=LAST_AXIS,
            reconciled=LAST_AXIS_RECONCILED,
            source=KERAS_LOSSES,
            case="mean",
            native={
                "numpy": {"reduction": "sum"},
                "keras": {"callable": "keras.losses.MeanAbsoluteError", "reduction": "sum"},
            },
            quantity="loss",
        ),
    ),
    defaults=(
        Default(
            "reduction",
            "mean",
            torch=("torch.nn.L1Loss", "reduction", "mean"),
            keras=("keras.losses.MeanAbsoluteError", "reduction", "sum_over_batch_size"),
        ),
    ),
    conventions=(SUMMED, BY_ELEMENT),
    also_called=("mae", "mae_loss", "l1_loss", "absolute_error"),
    mistakes=(
        Mistake(
            name="size_forgotten",
            ja="絶対値をとらない",
            line="losses = np.abs(self.error)",
            wrong="losses = self.error",
            why=Text(
                "Errors of both signs cancel: a bad prediction may have a loss of 0.",
                "正負の誤差が打ち消し合い、悪い予測でも損失が 0 になりうる。",
            ),
        ),
        Mistake(
            name="error_for_its_sign",
            ja="符号の代わりに誤差を使う",
            line="return dlosses * np.sign(self.error)",
            wrong="return dlosses * self.error",
            why=Text(
                "That is the gradient of half the squared error; here every error pulls alike.",
                "それは二乗誤差の半分の勾配である。ここでは誤差の大きさによらず同じ強さになる。",
            ),
        ),
        Mistake(
            name="sign_turned",
            ja="符号が逆",
            line="return dlosses * np.sign(self.error)",
            wrong="return -dlosses * np.sign(self.error)",
            why=Text(
                "Where y is above t the loss grows with y.",
                "y が t より大きければ、損失は y とともに増える。",
            ),
        ),
        Mistake(
            name="gradient_not_averaged",
            ja="勾配を平均しない",
            line="dlosses = self.share(dL)",
            wrong="dlosses = np.broadcast_to(dL, self.error.shape)",
            why=NOT_AVERAGED,
        ),
        Mistake(
            name="upstream_ignored",
            ja="上流の勾配を無視する",
            line="dlosses = self.share(dL)",
            wrong="dlosses = self.share(dL**0)",
            why=UPSTREAM_IGNORED,
        ),
    ),
)
