"""Half squared error."""

from __future__ import annotations

from parity.concepts.losses._conventions import BY_ELEMENT, UPSTREAM_IGNORED
from parity.concepts.losses._draws import SCALAR
from parity.concepts.losses._sources import KERAS_LOSSES
from parity.describing.concept import Case, Concept, Convention, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

_RUMELHART = (
    "Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating errors, "
    "Nature 323, eq. 3"
)


def _half_of_n_means(of: Implementations, a: Arrays) -> Arrays:
    """Return N / 2 times the mean squared error, N being the number of elements."""
    mean = of("mean_squared_error")()
    factor = a["y"].size / 2
    loss = factor * mean.forward(a["y"], a["t"])
    return {"loss": loss, "dy": mean.backward(factor * a["dy"])}


HalfSquaredError = Concept(
    kind="loss",
    order=1,
    syllabus=("3-1-2",),
    needs=("identity",),
    title=Text("Half squared error", "二乗和誤差(1/2 付き)"),
    summary=Text(
        "Half the sum of the squared errors, as introductory courses teach it. The 1/2 cancels "
        "the 2 of the derivative.",
        "誤差の二乗和の半分で、入門の講義で教えられる形である。"
        "1/2 は微分で出てくる 2 と打ち消し合う。",
    ),
    why=Text(
        "A regression needs one number for how far its outputs are from the targets. Squaring "
        "counts errors of either sign, and one large error more than several small ones; if the "
        "noise is normal, the smallest sum of squares is the maximum likelihood estimate. The 1/2 "
        "is there for the derivative alone: it makes the gradient the plain error y - t.",
        "回帰では、出力が正解からどれだけ離れているかを1つの数で表す必要がある。"
        "2乗すれば、誤差は符号によらず数えられ、小さな誤差がいくつもあるより1つの大きな誤差のほう"
        "が重く見られる。雑音が正規分布に従うなら、二乗和の最小化は最尤推定にあたる。"
        "1/2 は微分のために付けてあり、これで勾配がちょうど誤差 y - t になる。",
    ),
    equation="L = 1/2 sum (y - t)^2",
    formula=(
        r"L = \frac{1}{2} \sum_i (y_i - t_i)^2",
        r"\frac{\partial L}{\partial y_i} = y_i - t_i",
    ),
    derivation=(
        Step(
            heading=Text(
                "The loss is half the sum of the squared errors e",
                "損失は、誤差 e の二乗和の半分である",
            ),
            text=Text(
                "Let e be what the output is off by. The target is a constant, so e grows as y "
                "does.",
                "出力と正解の差を e と書く。正解は定数なので、y が増えた分だけ e も増える。",
            ),
            equation=(
                r"e_i = y_i - t_i, \quad \frac{\partial e_i}{\partial y_i} = 1"
                "\n"
                r"L = \frac{1}{2} \sum_i e_i^2"
            ),
        ),
        Step(
            heading=Text(
                "The 2 of the square cancels with the half",
                "2乗を微分して出る 2 が 1/2 と打ち消し合う",
            ),
            text=Text(
                "In the sum, eᵢ stands in one term only; all the others are constants for it.",
                "和の中で eᵢ が現れるのは1項だけで、ほかの項は eᵢ にとって定数である。",
            ),
            equation=r"\frac{\partial L}{\partial e_i} = \frac{1}{2} \cdot 2 e_i = e_i",
        ),
        Step(
            heading=Text(
                "Together: the gradient is the error itself",
                "まとめると、勾配は誤差そのものになる",
            ),
            text=Text(
                "Softmax with cross-entropy, and the sigmoid with binary cross-entropy, have this "
                "y - t as their gradient too. Nothing is divided by the batch here, so the "
                "gradient grows with it.",
                "ソフトマックスと交差エントロピー、シグモイドと二値交差エントロピーの組でも、"
                "勾配はこの y - t の形になる。"
                "ここではデータ数で割らないので、バッチが大きいほど勾配も大きくなる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial y_i} = \frac{\partial L}{\partial e_i} "
                r"\frac{\partial e_i}{\partial y_i} = y_i - t_i"
            ),
            check=Text(
                "dy agrees with finite differences, and with half the framework's squared error.",
                "dy は数値微分と一致し、フレームワークの二乗誤差を半分にしたものとも一致する。",
            ),
        ),
    ),
    shapes={"y": "any", "t": "as y", "L": "scalar, or as y without a reduction"},
    sources=(_RUMELHART,),
    cases=(
        Case("sum", inputs={"y": normal(4, 3), "t": normal(4, 3)}, upstream=SCALAR),
        Case(
            "mean",
            inputs={"y": normal(5, 2), "t": normal(5, 2)},
            upstream=SCALAR,
            config={"reduction": "mean"},
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
            name="half_against_whole",
            ja="1/2 倍かそのままか",
            summary=Text(
                "The frameworks' squared error has no 1/2, so it is twice as large, and so is its "
                "gradient.",
                "フレームワークの二乗誤差には 1/2 が付かないので、値も勾配も 2 倍になる。",
            ),
            reconciled=Text(
                "Halve the framework's sum.",
                "フレームワークの和を 2 で割る。",
            ),
            source="https://docs.pytorch.org/docs/stable/generated/torch.nn.MSELoss.html",
            case="sum",
            native={"numpy": {}, "torch": {"callable": "torch.nn.MSELoss", "reduction": "sum"}},
            quantity="dy",
        ),
        Divergence(
            name="sum_against_mean",
            ja="和か平均か",
            summary=Text(
                "The taught form adds up all examples; Keras' default divides by their number. "
                "So with the same learning rate, its steps grow with the batch.",
                "講義の形はすべてのデータの和だが、Keras の既定は個数で割る。"
                "そのため同じ学習率でも、講義の形ではバッチサイズとともに更新幅が大きくなる。",
            ),
            reconciled=Text(
                'Set reduction="sum" on both sides and halve.',
                'どちらも reduction="sum" とし、2 で割る。',
            ),
            source=KERAS_LOSSES,
            case="sum",
            native={"numpy": {}, "keras": {"callable": "keras.losses.MeanSquaredError"}},
            quantity="loss",
        ),
    ),
    conventions=(
        Convention(
            name="averaged",
            text=Text(
                "The loss is averaged over all elements instead of summed.",
                "損失を合計せず、全要素で平均する。",
            ),
            config={"reduction": "mean"},
        ),
        BY_ELEMENT,
    ),
    also_called=(
        "sum_squared_error",
        "sum_of_squared_error",
        "sse",
        "squared_error",
    ),
    identities=(
        Identity(
            sibling="mean_squared_error",
            text=Text(
                "It is N / 2 times the mean squared error, with N the number of elements.",
                "要素数を N とすると、平均二乗誤差の N / 2 倍である。",
            ),
            case=Case(
                "half_of_n_means",
                inputs={"y": normal(4, 3), "t": normal(4, 3)},
                upstream=SCALAR,
            ),
            left=evaluated("half_squared_error"),
            right=_half_of_n_means,
        ),
    ),
    mistakes=(
        Mistake(
            name="factor_2_kept",
            ja="係数 2 を残す",
            line="return dlosses * self.error",
            wrong="return dlosses * 2 * self.error",
            why=Text(
                "The 2 of the derivative cancels against the 1/2: that is what the 1/2 is for.",
                "微分で出る 2 は 1/2 と打ち消し合う。1/2 はそのために付いている。",
            ),
        ),
        Mistake(
            name="error_of_wrong_sign",
            ja="誤差の符号が逆",
            line="self.error = y - t",
            wrong="self.error = t - y",
            why=Text(
                "The loss stays the same, so nothing shows in it, but the gradient points the "
                "other way: every step makes the error larger.",
                "損失の値は変わらないので見ただけでは気づかないが、勾配の符号が逆になり、"
                "更新のたびに誤差が大きくなる。",
            ),
        ),
        Mistake(
            name="divided_by_the_batch",
            ja="バッチサイズで割る",
            line="return self.reduce(losses)",
            wrong="return self.reduce(losses) / len(losses)",
            why=Text(
                "This loss is a plain sum. A division by N in the loss alone no longer fits the "
                "gradient.",
                "この損失は単なる和である。損失だけを N で割ると、勾配と合わなくなる。",
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
