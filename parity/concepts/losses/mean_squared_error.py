"""Mean squared error."""

from __future__ import annotations

from parity.concepts.losses._conventions import (
    BY_ELEMENT,
    LAST_AXIS,
    LAST_AXIS_RECONCILED,
    SUMMED,
    UPSTREAM_IGNORED,
)
from parity.concepts.losses._draws import SCALAR
from parity.concepts.losses._sources import BISHOP, KERAS_LOSSES
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal

MeanSquaredError = Concept(
    kind="loss",
    order=2,
    syllabus=("3-1-2", "2-1-12"),
    needs=("half_squared_error",),
    title=Text("Mean squared error", "平均二乗誤差"),
    summary=Text(
        "The mean of the squared errors over every element, the usual loss of a regression.",
        "全要素にわたる誤差の二乗の平均で、回帰で標準的に使われる損失である。",
    ),
    why=Text(
        "A regression predicts numbers, and learning needs one number that says how far off they "
        "are. Squaring lets errors of either sign count alike, weighs one large error more than "
        "several small ones, and has a slope everywhere, which |error| lacks at 0. If the noise of "
        "the targets is normal, the smallest mean squared error is the largest likelihood. "
        "Dividing by n keeps the size of the gradient, and with it the learning rate, independent "
        "of how much data there is in a batch. A few outliers can dominate it.",
        "回帰では数値を予測するので、どれだけ外れたかを表す1つの数が学習に要る。"
        "2乗すれば誤差の符号によらず、大きな誤差1つを小さな誤差いくつかよりも重くみることになり、"
        "|誤差| と違って 0 でも微分できる。目標値の雑音が正規分布に従うなら、"
        "平均二乗誤差の最小化は最尤推定に等しい。n で割ってあるので、勾配の大きさ、"
        "ひいては適切な学習率がデータの個数に左右されない。ただし、少数の外れ値に強く影響される。",
    ),
    equation="L = 1/n sum (y - t)^2",
    formula=(
        r"L = \frac{1}{n} \sum_i (y_i - t_i)^2",
        r"\frac{\partial L}{\partial y_i} = \frac{2}{n} (y_i - t_i)",
    ),
    derivation=(
        Step(
            heading=Text(
                "Only one term of the sum contains yᵢ",
                "yᵢ を含む項は、和の中に1つしかない",
            ),
            text=Text(
                "Call the error e. All other terms are constants when yᵢ moves, and yᵢ moves its "
                "error one to one.",
                "誤差を e とおく。yᵢ を動かしてもほかの項は変わらず、誤差は yᵢ と同じだけ動く。",
            ),
            equation=(
                r"e_i = y_i - t_i, \quad L = \frac{1}{n} \sum_i e_i^2"
                "\n"
                r"\frac{\partial e_i}{\partial y_i} = 1"
            ),
        ),
        Step(
            heading=Text("The square brings down a 2", "2乗を微分すると 2 が前に出る"),
            text=Text(
                "The slope of e² is 2e; the 1/n stands in front of the sum and stays.",
                "e² の微分は 2e で、和の前の 1/n はそのまま残る。",
            ),
            equation=r"\frac{\partial L}{\partial e_i} = \frac{2}{n} e_i",
            check=Text(
                "n counts all elements, not the examples: for y of the shape (N, D) it is N D.",
                "n はデータの件数ではなく全要素の個数である。y の形が (N, D) なら n = N D になる。",
            ),
        ),
        Step(
            heading=Text(
                "Together: the gradient is the error itself, scaled",
                "まとめると、勾配は誤差の定数倍である",
            ),
            text=Text(
                "The farther off, the stronger the pull; at the target it is 0. Half the sum of "
                "squares has neither the 2 nor the n: its gradient is the error as it is.",
                "外れているほど強く引き戻され、正解と一致すれば 0 になる。"
                "二乗和誤差(1/2 を掛けた和)には 2 も n も現れず、勾配は誤差そのものになる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial y_i} = \frac{\partial L}{\partial e_i} \frac{\partial "
                r"e_i}{\partial y_i} = \frac{2}{n} (y_i - t_i)"
            ),
            check=Text(
                "dy agrees with finite differences and with the autograd of PyTorch and Keras, for "
                "each reduction.",
                "dy は、どの reduction でも、数値微分、PyTorch と Keras の自動微分と一致する。",
            ),
        ),
    ),
    shapes={"y": "any, n elements", "t": "as y", "L": "scalar, or as y without a reduction"},
    sources=(f"{BISHOP}, section 1.5.5, eq. 1.87",),
    cases=(
        Case("mean", inputs={"y": normal(4, 3), "t": normal(4, 3)}, upstream=SCALAR),
        Case(
            "sum",
            inputs={"y": normal(5, 2), "t": normal(5, 2)},
            upstream=SCALAR,
            config={"reduction": "sum"},
        ),
        Case(
            "none",
            inputs={"y": normal(3, 5), "t": normal(3, 5)},
            upstream=normal(3, 5),
            config={"reduction": "none"},
        ),
        Case("one_axis", inputs={"y": normal(7), "t": normal(7)}, upstream=SCALAR),
        Case("many_axes", inputs={"y": normal(2, 3, 4), "t": normal(2, 3, 4)}, upstream=SCALAR),
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
                "keras": {"callable": "keras.losses.MeanSquaredError", "reduction": "sum"},
            },
            quantity="loss",
        ),
    ),
    defaults=(
        Default(
            "reduction",
            "mean",
            torch=("torch.nn.MSELoss", "reduction", "mean"),
            keras=("keras.losses.MeanSquaredError", "reduction", "sum_over_batch_size"),
        ),
    ),
    conventions=(
        SUMMED,
        BY_ELEMENT,
    ),
    siblings=("half_squared_error",),
    also_called=(
        "mse",
        "mse_loss",
        "mean_square_error",
    ),
    mistakes=(
        Mistake(
            name="factor_2_dropped",
            ja="係数 2 を落とす",
            line="return dlosses * 2 * self.error",
            wrong="return dlosses * self.error",
            why=Text(
                "The derivative of the square brings a 2 down, and here no 1/2 cancels it.",
                "二乗の微分では 2 が出てくる。ここにはそれを打ち消す 1/2 がない。",
            ),
        ),
        Mistake(
            name="gradient_not_averaged",
            ja="勾配を平均しない",
            line="dlosses = self.share(dL)",
            wrong="dlosses = np.broadcast_to(dL, self.error.shape)",
            why=Text(
                "The mean divides every element's loss by their number, so the gradient is "
                "divided by it as well.",
                "平均では各要素の損失が要素数で割られる。したがって勾配も要素数で割らなければなら"
                "ない。",
            ),
        ),
        Mistake(
            name="divided_by_the_batch_again",
            ja="バッチサイズで 2 度割る",
            line="dlosses = self.share(dL)",
            wrong="dlosses = self.share(dL) / len(self.error)",
            why=Text(
                "The mean has divided by the number of elements already; the batch size is in it.",
                "平均の時点で要素数による割り算は済んでいて、バッチサイズもそこに含まれている。",
            ),
        ),
        Mistake(
            name="root_taken",
            ja="平方根をとる",
            line="return self.reduce(losses)",
            wrong="return np.sqrt(self.reduce(losses))",
            why=Text(
                "That is the RMSE, a measure to report in the targets' own unit; its gradient is "
                "another one.",
                "それは RMSE であり、目的変数と同じ単位で報告するための指標である。"
                "勾配も別の式になる。",
            ),
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
