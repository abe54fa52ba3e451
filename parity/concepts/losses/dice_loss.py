"""The Dice loss."""

from __future__ import annotations

from typing import Any

from parity.concepts.losses._conventions import SUMMED
from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import bernoulli, normal, uniform, values


def _case(name: str, *shape: int, **config: Any) -> Case:
    none = config.get("reduction") == "none"
    return Case(
        name,
        inputs={"y": uniform(*shape, low=0.125, high=0.875), "t": bernoulli(*shape)},
        upstream=normal(shape[0]) if none else SCALAR,
        config=config,
    )


DiceLoss = Concept(
    kind="loss",
    order=9,
    syllabus=("4-3-1",),
    needs=("binary_cross_entropy",),
    title=Text("Dice loss", "Dice 損失"),
    summary=Text(
        "One less twice the overlap over the sum of both regions: blind to how large the "
        "background is.",
        "1 から「重なりの2倍 ÷ 2つの領域の和」を引いたもの。背景の広さに左右されない。",
    ),
    why=Text(
        "In a scan a tumour may fill one pixel in a thousand. A network that answers background "
        "everywhere has a tiny cross-entropy, and finds nothing. The Dice coefficient, which is "
        "the F1 value of the pixels, asks how much of both regions is common. Made from "
        "probabilities instead of yes and no it has a gradient, and can be trained on directly.",
        "画像の中で腫瘍が占めるのは1000画素に1つかもしれない。すべて背景と答えるネットワークは、"
        "クロスエントロピーは小さくても何も見つけない。Dice 係数は画素についての F1 値に当たり、"
        "2つの領域がどれだけ共通かを測る。0 と 1 の代わりに確率から計算すれば勾配があるので、"
        "そのまま学習に使える。",
    ),
    equation="L = 1 - (2 sum y t + smooth) / (sum y + sum t + smooth), mean over the examples",
    formula=(
        r"L = \frac{1}{N} \sum_n \left( 1 - \frac{a_n}{d_n} \right), \quad a_n = 2 \sum_i y_{ni} "
        r"t_{ni} + s, \quad d_n = \sum_i y_{ni} + \sum_i t_{ni} + s",
        r"\frac{\partial L}{\partial y_{ni}} = -\frac{1}{N} \frac{2 t_{ni} d_n - a_n}{d_n^2}",
    ),
    derivation=(
        Step(
            heading=Text("A quotient of two sums", "2つの和の商である"),
            text=Text(
                "y_ni adds 2 t_ni to the sum above and 1 to the sum below; then the rule of "
                "quotients.",
                "y_ni は分子に 2 t_ni、分母に 1 の割合で効く。あとは商の微分を使う。",
            ),
            equation=r"\frac{\partial L}{\partial y_{ni}} = -\frac{1}{N} \frac{2 t_{ni} d_n - "
            r"a_n}{d_n^2}",
            check=Text(
                "Inside the true region the gradient is negative, outside it is positive, "
                "whatever y is there.",
                "正解の領域の内側では負、外側では正になり、その画素の y の値にはよらない。",
            ),
        ),
    ),
    shapes={
        "y": "(N, ...)",
        "t": "as y",
        "L": "scalar, or (N,) without a reduction",
    },
    sources=(
        "Milletari, Navab and Ahmadi (2016), V-Net: fully convolutional neural networks for "
        "volumetric medical image segmentation, 3DV, section 3",
    ),
    cases=(
        _case("pixels", 3, 7),
        _case("images", 2, 1, 4, 5),
        _case("sum", 4, 6, reduction="sum"),
        _case("none", 3, 5, reduction="none"),
        _case("squared", 2, 8, squared=True),
        _case("squared_none", 4, 5, squared=True, reduction="none"),
        _case("whole_batch", 3, 8, whole_batch=True),
        _case("whole_batch_squared", 2, 3, 5, whole_batch=True, squared=True),
        _case("no_smoothing", 2, 9, smooth=0.0),
        _case("little_smoothing", 4, 3, smooth=0.125, whole_batch=True),
        _case("one_example", 1, 6),
        Case(
            "an_empty_region",
            inputs={
                "y": values([[0.25, 0.0, 0.5], [0.0, 0.0, 0.0]]),
                "t": values([[1.0, 0.0, 1.0], [0.0, 0.0, 0.0]]),
            },
            upstream=SCALAR,
        ),
    ),
    divergences=(
        Divergence(
            name="the_batch_is_one_region",
            ja="バッチ全体を1つの領域とする",
            summary=Text(
                "Keras' Dice takes the whole batch for one region unless axis is given, and has an "
                "epsilon below alone: empty regions that agree cost 1, not 0.",
                "Keras の Dice は axis を指定しない限りバッチ全体を1つの領域とし、分母だけに "
                "epsilon を足す。そのため、どちらも空の領域の損失は 0 ではなく 1 になる。",
            ),
            reconciled=Text(
                "Give axis; the smoothing above has to be written out.",
                "axis を指定する。分子の smooth は自分で書く必要がある。",
            ),
            source="https://keras.io/api/losses/regression_losses/",
            case="pixels",
            native={"numpy": {}, "keras": {"callable": "keras.losses.Dice"}},
            quantity="loss",
        ),
    ),
    defaults=(
        Default("smooth", 1.0),
        Default("squared", False),
        Default("whole_batch", False),
        Default(
            "reduction", "mean", keras=("keras.losses.Dice", "reduction", "sum_over_batch_size")
        ),
    ),
    conventions=(
        SUMMED,
        Convention(
            name="one_region",
            text=Text(
                "The whole batch is taken for one region.",
                "バッチ全体を1つの領域とみなす。",
            ),
            config={"whole_batch": True},
        ),
        Convention(
            name="squares_below",
            text=Text(
                "The sums below are of squares, as in V-Net.",
                "V-Net と同じく、分母で2乗の和をとる。",
            ),
            config={"squared": True},
        ),
        Convention(
            name="not_smoothed",
            text=Text("Nothing is added to the sums.", "和に何も足さない。"),
            config={"smooth": 0.0},
        ),
    ),
    also_called=("dice", "soft_dice_loss", "f1_loss"),
    mistakes=(
        Mistake(
            name="factor_2_forgotten",
            ja="係数 2 を忘れる",
            line="self.above = 2 * self._sum(self.y * self.t) + self.smooth",
            wrong="self.above = self._sum(self.y * self.t) + self.smooth",
            why=Text(
                "The overlap is counted in both regions below, so twice above: a perfect match "
                "must give 1.",
                "分母では重なりが2回数えられるので、分子でも2倍する。完全に一致すれば 1 になる。",
            ),
        ),
        Mistake(
            name="coefficient_for_the_loss",
            ja="1 から引かない",
            line="losses = 1 - self.above / self.below",
            wrong="losses = self.above / self.below",
            why=Text(
                "The coefficient is to grow; made small, the regions are driven apart.",
                "係数は大きくしたい値である。そのまま最小化すると、領域が離れていく。",
            ),
        ),
        Mistake(
            name="smoothed_below_alone",
            ja="分母だけを平滑化する",
            line="self.above = 2 * self._sum(self.y * self.t) + self.smooth",
            wrong="self.above = 2 * self._sum(self.y * self.t)",
            why=Text(
                "Two empty regions agree; smoothed below alone, they cost 1.",
                "空の領域どうしは一致している。分母だけに足すと、その損失が 1 になる。",
            ),
        ),
        Mistake(
            name="union_below",
            ja="分母を和集合にする",
            line="self.below = self._sum(y) + self._sum(t) + self.smooth",
            wrong="self.below = self._sum(y) + self._sum(t) - self._sum(y * t) + self.smooth",
            why=Text(
                "The union belongs to IoU, whose overlap counts once.",
                "和集合を使うのは IoU で、その分子は重なりを1回だけ数える。",
            ),
        ),
        Mistake(
            name="sum_below_held_fixed",
            ja="分母を定数とみなす",
            line="return -dlosses * (dabove * below - above * dbelow) / below**2",
            wrong="return -dlosses * dabove / below",
            why=Text(
                "y stands below as well; without that part nothing pushes y down outside the "
                "region.",
                "y は分母にもある。その分がないと、領域の外側で y を下げる力が働かない。",
            ),
        ),
        Mistake(
            name="denominator_not_squared",
            ja="分母を2乗しない",
            line="return -dlosses * (dabove * below - above * dbelow) / below**2",
            wrong="return -dlosses * (dabove * below - above * dbelow) / below",
            why=Text(
                "The rule of quotients divides by the square of what stands below.",
                "商の微分では、分母の2乗で割る。",
            ),
        ),
    ),
)
