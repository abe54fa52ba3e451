"""What the normalizations of parts of an example share: of a channel, or of a group of channels."""

from __future__ import annotations

from parity.concepts.layers._normalization import TWO_MEANS
from parity.describing.concept import Convention, Divergence, Text, Weight
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, uniform

WEIGHTS = {
    "gamma": Weight(torch="weight", keras="gamma"),
    "beta": Weight(torch="bias", keras="beta"),
}

IMAGES = ("x", "y", "dx")


def scale_and_shift(n: int) -> dict[str, Draw]:
    """Return draws of gamma and beta."""
    return {"gamma": uniform(n, low=0.5, high=2.0), "beta": normal(n)}


UNBIASED = Text(
    "The variance is divided by the number of values, not by one less; torch.var and np.var with "
    "ddof=1 divide by one less.",
    "分散は値の個数で割る。torch.var や ddof=1 の np.var は、個数より1少ない数で割る。",
)

OVER_THE_BATCH = Text(
    "An example must be normalized by itself: with the batch's axis the result depends on what "
    "else is in the batch.",
    "データは1件ずつ正規化する。バッチの軸まで含めると、同じバッチのほかのデータに結果が左右される。",
)

NO_MEAN = Text(
    "Moving one x moves the mean of its part, and so every other value there: that takes the mean "
    "of the gradient off.",
    "x を1つ動かすとその範囲の平均が動き、範囲内のほかの値すべてに影響する。"
    "そのため勾配からその平均が引かれる。",
)

NO_VARIANCE = Text(
    "Moving one x also moves the variance of its part, through which every value there changes.",
    "x を動かすとその範囲の分散も動き、それを通じて範囲内のすべての値が変わる。",
)

OVER_THE_BATCH_ALONE = Text(
    "All places of a channel share its gamma, so the gradient is the sum over them, not the mean.",
    "チャネル内のすべての位置が同じ gamma を使うので、勾配は位置についての平均ではなく和である。",
)

EPSILON_BESIDE = Convention(
    name="epsilon_beside_the_deviation",
    text=Text(
        "epsilon is added to the standard deviation, outside the root; PyTorch and Keras add it to "
        "the variance, inside.",
        "epsilon を根号の外で標準偏差に足している。PyTorch と Keras は根号の中で分散に足す。",
    ),
    edits={"self.std = np.sqrt(var + self.epsilon)": "self.std = np.sqrt(var) + self.epsilon"},
)


def epsilon_beside(line: str, beside: str) -> Convention:
    """Return the convention, with the line of dx and what stands in its place there."""
    edits = {**EPSILON_BESIDE.edits, line: beside}
    return Convention(EPSILON_BESIDE.name, EPSILON_BESIDE.text, edits=edits)


def default_epsilon(torch: dict[str, object], keras: dict[str, object], case: str) -> Divergence:
    """Return the divergence, with both frameworks' own layers as they come."""
    return Divergence(
        name="default_epsilon",
        ja="epsilon の既定値",
        summary=Text(
            "As they come, PyTorch's layer adds 1e-5 to the variance and Keras' GroupNormalization "
            "1e-3.",
            "既定では、分散に PyTorch の層は 1e-5 を、Keras の GroupNormalization は 1e-3 を足す。",
        ),
        reconciled=Text("Set epsilon in both.", "両方で epsilon を指定する。"),
        source="torch.nn.GroupNorm, torch.nn.InstanceNorm2d and keras.layers.GroupNormalization "
        "signatures",
        case=case,
        native={"torch": torch, "keras": keras},
        quantity="y",
    )


def derivation(shared: Step, values: Text, last: str, check: Text) -> tuple[Step, ...]:
    """Return the steps to dx: those that both share between two of their own.

    Args:
        shared: how the gradients of gamma and beta are found.
        values: which values share one mean, and what their number m is.
        last: the gradient of x.
        check: what it can be checked against.
    """
    return (
        shared,
        Step(
            heading=Text(
                "Three ways lead from a value to those that share its mean",
                "1つの値から、平均を共有する値へは3つの道がある",
            ),
            text=values,
            equation=(
                r"s = \sqrt{\sigma^2 + \epsilon}, \quad \hat{x}_i = \frac{x_i - \mu}{s}"
                "\n"
                r"\frac{\partial L}{\partial x_i} = \frac{g_i}{s} + \frac{\partial L}{\partial "
                r"\mu} \frac{\partial \mu}{\partial x_i} + \frac{\partial L}{\partial \sigma^2} "
                r"\frac{\partial \sigma^2}{\partial x_i}"
            ),
        ),
        Step(
            heading=Text(
                "The mean takes from all alike, the variance in proportion to x̂",
                "平均は全員から等しく引き、分散は x̂ に比例して引く",
            ),
            text=Text(
                "Each x̂ loses μ, and is divided by s. The way from μ through σ² adds nothing: the "
                "deviations from a mean sum to 0.",
                "どの x̂ も μ を引き、s で割ったものである。偏差の和は 0 なので、μ から σ² を"
                "経由する道は何も加えない。",
            ),
            equation=(
                r"\frac{\partial L}{\partial \mu} = -\frac{1}{s} \sum_k g_k, \quad \frac{\partial "
                r"\mu}{\partial x_i} = \frac{1}{m}"
                "\n"
                r"\frac{\partial L}{\partial \sigma^2} = -\frac{1}{2 s^2} \sum_k g_k \hat{x}_k, "
                r"\quad \frac{\partial \sigma^2}{\partial x_i} = \frac{2 s}{m} \hat{x}_i"
            ),
        ),
        Step(
            heading=TWO_MEANS,
            text=Text(
                "It is batch normalization's gradient again; only which values share a mean has "
                "changed.",
                "どの値が平均を共有するかが違うだけで、勾配の形はバッチ正規化と同じである。",
            ),
            equation=last,
            check=check,
        ),
    )
