"""The hinge loss."""

from __future__ import annotations

from typing import Any

from parity.concepts.losses._apart import signs
from parity.concepts.losses._conventions import BY_ELEMENT, NOT_AVERAGED, SUMMED
from parity.concepts.losses._draws import SCALAR
from parity.concepts.losses._sources import BISHOP
from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, bernoulli, normal, spaced, values


def _case(name: str, *shape: int, t: Draw | None = None, ours: bool = False, **config: Any) -> Case:
    """Return a case whose scores stay 1/8 away from the margin; most code knows -1 and 1 alone."""
    none = config.get("reduction") == "none"
    return Case(
        name,
        inputs={"y": spaced(*shape, gap=0.5, shift=0.125), "t": t or signs(*shape)},
        upstream=normal(*shape) if none else SCALAR,
        config=config,
        ours=ours,
    )


HingeLoss = Concept(
    kind="loss",
    order=5,
    syllabus=("2-1-6",),
    needs=("mean_squared_error", "relu"),
    title=Text("Hinge loss", "ヒンジ損失"),
    summary=Text(
        "max(0, 1 - t y): the loss of a support vector machine, 0 for whoever is beyond the "
        "margin.",
        "max(0, 1 - t y)。サポートベクターマシンの損失で、マージンの外側では 0 になる。",
    ),
    why=Text(
        "To tell two classes apart it is enough that each score has the right sign, with some room "
        "to spare. The cross-entropy goes on pushing examples that are long right; the hinge loss "
        "lets them be. What is left, the examples within the margin, are the support vectors. With "
        "the penalty of L2 its smallest value is the soft-margin SVM: a small norm of the weights "
        "is a wide margin.",
        "2クラスを分けるには、スコアの符号が正しく、少し余裕があれば十分である。"
        "クロスエントロピーは、とうに正解しているデータも押し続けるが、ヒンジ損失は放っておく。"
        "残るのはマージンの内側にあるデータ、つまりサポートベクターである。"
        "L2 の罰則項を加えて最小化するとソフトマージンの SVM になる。"
        "重みのノルムが小さいほど、マージンは広い。",
    ),
    equation="L = 1/n sum max(0, 1 - t y), t = -1 or 1",
    formula=(
        r"L = \frac{1}{n} \sum_i \max(0, 1 - t_i y_i)",
        r"\frac{\partial L}{\partial y_i} = \begin{cases} -\frac{t_i}{n} & (t_i y_i \le 1) \\ 0 & "
        r"(t_i y_i > 1) \end{cases}",
    ),
    derivation=(
        Step(
            heading=Text(
                "Within the margin the loss is a line",
                "マージンの内側では直線になる",
            ),
            text=Text(
                "1 - t y has the slope -t in y. Beyond the margin the maximum is 0, whatever y is.",
                "1 - t y の y についての傾きは -t である。マージンの外側では y によらず 0 になる。",
            ),
            equation=r"\frac{\partial L}{\partial y_i} = \begin{cases} -\frac{t_i}{n} & (t_i y_i "
            r"\le 1) \\ 0 & (t_i y_i > 1) \end{cases}",
            check=Text(
                "Every example with a gradient has the same one but for its sign, however wrong "
                "it is.",
                "勾配のあるデータはすべて、どれだけ誤っていても、符号を除いて同じ大きさになる。",
            ),
        ),
    ),
    shapes={
        "y": "any, n elements",
        "t": "as y, of -1 and 1 or of 0 and 1",
        "L": "scalar, or as y without a reduction",
    },
    sources=(
        "Cortes and Vapnik (1995), Support-vector networks, Machine Learning 20, section 3",
        f"{BISHOP}, section 7.1.2, eq. 7.44",
    ),
    cases=(
        _case("mean", 4, 3),
        _case("sum", 5, 2, reduction="sum"),
        _case("none", 3, 5, reduction="none"),
        _case("squared", 4, 2, squared=True),
        _case("squared_none", 3, 4, squared=True, reduction="none"),
        _case("squared_sum", 2, 6, squared=True, reduction="sum"),
        _case("labels_of_0_and_1", 2, 5, t=bernoulli(2, 5), ours=True),
        _case("one_axis", 8),
        _case("many_axes", 2, 3, 4),
        Case(
            "on_the_margin",
            inputs={
                "y": values([[1.0, -1.0, 0.0], [-2.0, 1.0, 3.0]]),
                "t": values([[1.0, -1.0, 1.0], [1.0, -1.0, 1.0]]),
            },
            upstream=SCALAR,
            kink=True,
        ),
    ),
    defaults=(
        Default("squared", False),
        Default(
            "reduction", "mean", keras=("keras.losses.Hinge", "reduction", "sum_over_batch_size")
        ),
    ),
    conventions=(
        SUMMED,
        BY_ELEMENT,
        Convention(
            name="squared",
            text=Text(
                "The hinge is squared, as in the L2-SVM.",
                "ヒンジを2乗する。L2-SVM と呼ばれる形である。",
            ),
            config={"squared": True},
        ),
    ),
    also_called=("hinge", "svm_loss", "linear_svm_loss", "max_margin_loss"),
    mistakes=(
        Mistake(
            name="no_margin",
            ja="マージンがない",
            line="self.missing = 1 - self.t * y  # to the margin",
            wrong="self.missing = -self.t * y",
            why=Text(
                "Without the 1 it is the perceptron's loss: any right sign is enough, and y = 0 "
                "everywhere costs nothing.",
                "1 がないとパーセプトロンの損失になる。符号さえ正しければよく、すべて y = 0 でも"
                "損失が 0 になってしまう。",
            ),
        ),
        Mistake(
            name="target_forgotten",
            ja="目標を掛けない",
            line="self.missing = 1 - self.t * y  # to the margin",
            wrong="self.missing = 1 - y",
            why=Text(
                "Every example is then pushed to the positive side.",
                "これでは、どのデータも正の側へ押されてしまう。",
            ),
        ),
        Mistake(
            name="not_cut_at_0",
            ja="0 で切らない",
            line="losses = np.maximum(self.missing, 0)",
            wrong="losses = self.missing",
            why=Text(
                "Examples beyond the margin would be paid for, and a few that are very right "
                "would outweigh the wrong ones.",
                "マージンの外側で損失が負になり、十分に正しい少数のデータが、"
                "誤ったデータを打ち消してしまう。",
            ),
        ),
        Mistake(
            name="gradient_everywhere",
            ja="全域で勾配を返す",
            line="return np.where(self.missing >= 0, -dlosses * self.t, 0)",
            wrong="return -dlosses * self.t",
            why=Text(
                "Beyond the margin the loss is 0 and stays 0: no gradient.",
                "マージンの外側では損失は 0 のまま変わらないので、勾配はない。",
            ),
        ),
        Mistake(
            name="sign_turned",
            ja="符号が逆",
            line="return np.where(self.missing >= 0, -dlosses * self.t, 0)",
            wrong="return np.where(self.missing >= 0, dlosses * self.t, 0)",
            why=Text(
                "The loss falls as y moves to the side of t.",
                "y が t の側に動くと損失は減る。",
            ),
        ),
        Mistake(
            name="gradient_not_averaged",
            ja="勾配を平均しない",
            line="dlosses = self.share(dL)",
            wrong="dlosses = np.broadcast_to(dL, self.t.shape)",
            why=NOT_AVERAGED,
        ),
    ),
)
