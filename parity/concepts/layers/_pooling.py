"""What the poolings along one axis, two and three say alike, and their cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parity.describing.concept import Case, Convention, Default, Divergence, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal

INDICES = {"outputs": ("y", "indices")}

NEVER_THE_PADDING = Text(
    "Padding is no element of x. Where all that a window sees is negative, a zero would win, and "
    "the gradient would be lost in it.",
    "パディングは x の要素ではない。窓の中がすべて負なら 0 が最大値になってしまい、"
    "勾配もそこへ消える。",
)
THE_FIRST_OF_EQUALS = Text(
    "Of equal maxima the first takes the gradient, here as in PyTorch and Keras.",
    "最大値が複数あるときは、PyTorch や Keras と同じく最初のものに勾配を渡す。",
)
SEVERAL_WINDOWS = Text(
    "Where windows overlap one element may be the maximum of several, and adds up what they send.",
    "窓が重なると、1つの要素が複数の窓の最大値になりうる。届いた勾配は足し合わせる。",
)
BEHIND_THE_PADDING = Text(
    "x begins behind the padding before it: cut from the first element on, dx is shifted.",
    "x は前側のパディングの後ろから始まる。先頭から切り出すと dx がずれる。",
)
SHARE_OF_THE_MEAN = Text(
    "An element moves the mean by 1/n of its own change, so its gradient is 1/n of dy.",
    "要素が変わると平均はその 1/n だけ変わるので、勾配も dy の 1/n になる。",
)
FEWER_AT_THE_ENDS = Text(
    "Without the padding a window at an end has fewer elements, and the mean is over those.",
    "パディングを数えない場合、端の窓は要素が少なく、平均はその個数で割る。",
)
PADDING_IS_AN_ELEMENT = Text(
    "With count_include_pad zeros of the padding are elements like others.",
    "count_include_pad が真なら、パディングの 0 もほかの要素と同じに数える。",
)
CUT_OFF = Text(
    "What a window lacks that the end cuts off was never padding: it does not count, even where "
    "padding does.",
    "端で切れた窓に足りない分はパディングではない。パディングを数える場合でも数に入れない。",
)
PAD_WITH_THE_LEAST = Text(
    "Pad explicitly with minus infinity before a pooling without padding.",
    "負の無限大で明示的にパディングしてから、パディングなしでプーリングする。",
)
COUNT_WHAT_COUNTS = Text(
    "count_include_pad says which; in Keras divide the mean by that of ones.",
    "count_include_pad で指定する。Keras では、1 だけの入力の平均で割る。",
)
OF_THE_FRAMEWORKS = "torch.nn.MaxPool1d and keras.layers.MaxPooling1D documentation"

MAX_CONVENTIONS = (
    Convention(
        name="padded_with_zeros",
        text=Text(
            "The padding is 0 and may be the maximum; PyTorch and Keras pad with minus infinity.",
            "パディングが 0 で、最大値にもなりうる。PyTorch と Keras は負の無限大で埋める。",
        ),
        like="padded_with_zeros",
    ),
    Convention(
        name="gradient_to_all_maxima",
        text=Text(
            "Each of several maxima gets the whole gradient; PyTorch and Keras give it to the "
            "first alone.",
            "最大値が複数あるとき、そのそれぞれに勾配をすべて渡す。PyTorch と Keras は最初のもの"
            "だけに渡す。",
        ),
        like="gradient_to_all_maxima",
    ),
)
AVG_CONVENTIONS = (
    Convention(
        name="padding_not_counted",
        text=Text(
            "The mean is over the elements of x alone, as in Keras; PyTorch counts the padding "
            "unless it is told not to.",
            "Keras と同じく、x の要素だけで平均する。PyTorch は既定でパディングも数える。",
        ),
        config={"count_include_pad": False},
    ),
)


def case(
    name: str, x: Draw, y: Sequence[int], indices: bool = False, kink: bool = False, **config: Any
) -> Case:
    """Return a case with the draw of x, and the windows along each axis of space."""
    dy = normal(*x.shape[:2], *y)
    return Case(
        name,
        inputs={"x": x},
        upstream={"y": dy} if indices else dy,
        config={**config, **({"return_indices": True} if indices else {})},
        images=("x", "y", "dx", *(("indices",) if indices else ())),
        exact=("indices",) if indices else (),
        options=INDICES if indices else {},
        kink=kink,
        ours=indices,
    )


def defaults(n_axes: int, kind: str, keras: str) -> tuple[Default, ...]:
    """Return the arguments' defaults, and those of the frameworks."""
    ours = f"torch.nn.{kind}Pool{n_axes}d"
    found = [
        Default(
            "stride",
            None,
            torch=(ours, "stride", None),
            keras=(f"keras.layers.{keras}Pooling{n_axes}D", "strides", None),
        ),
        Default(
            "padding",
            0,
            torch=(ours, "padding", 0),
            keras=(f"keras.layers.{keras}Pooling{n_axes}D", "padding", "valid"),
        ),
        Default("ceil_mode", False, torch=(ours, "ceil_mode", False)),
    ]
    if kind == "Max":
        found.append(Default("dilation", 1, torch=(ours, "dilation", 1)))
        found.append(Default("return_indices", False, torch=(ours, "return_indices", False)))
    else:
        found.append(Default("count_include_pad", True, torch=(ours, "count_include_pad", True)))
    return tuple(found)


def same_is_not_symmetric(n_axes: int, where: str) -> Divergence:
    """Return the divergence of max pooling with a window of 3 and a stride of 2 in a case."""
    return Divergence(
        name="same_is_not_symmetric",
        ja="same のパディングは対称でない",
        summary=Text(
            f"PyTorch pads both ends {where} alike. Keras' 'same' pads an even length, for a "
            "window of 3 and a stride of 2, at the end alone: as many windows, elsewhere.",
            "PyTorch は両端に同じだけパディングする。Keras の 'same' は、長さが偶数で窓 3・"
            "ストライド 2 のとき末尾だけにパディングする。窓の数は同じでも位置がずれる。",
        ),
        reconciled=PAD_WITH_THE_LEAST,
        source=OF_THE_FRAMEWORKS.replace("1", str(n_axes)),
        case="padded_and_negative",
        native={
            "torch": {
                "callable": f"torch.nn.MaxPool{n_axes}d",
                "kernel_size": 3,
                "stride": 2,
                "padding": 1,
            },
            "keras": {
                "callable": f"keras.layers.MaxPooling{n_axes}D",
                "pool_size": 3,
                "strides": 2,
                "padding": "same",
            },
        },
        quantity="y",
        dtype="float32" if n_axes == 3 else "float64",  # TensorFlow pools no volumes of float64
    )


def padding_counted_or_not(n_axes: int, where: str) -> Divergence:
    """Return the divergence of average pooling with a window of 3 and a stride of 2 in a case."""
    return Divergence(
        name="padding_counted_or_not",
        ja="パディングを数えるか",
        summary=Text(
            f"At the ends {where} PyTorch divides by the whole window, Keras by the elements that "
            "are there. With an odd length, a window of 3 and a stride of 2 nothing else differs.",
            "端の窓を、PyTorch は窓全体の要素数で割り、Keras は実在する要素の数で割る。長さが奇数"
            "で窓 3・ストライド 2 なら、違いはこの点だけである。",
        ),
        reconciled=COUNT_WHAT_COUNTS,
        source=f"torch.nn.AvgPool{n_axes}d documentation, count_include_pad; measured",
        case="not_counted",
        native={
            "torch": {
                "callable": f"torch.nn.AvgPool{n_axes}d",
                "kernel_size": 3,
                "stride": 2,
                "padding": 1,
            },
            "keras": {
                "callable": f"keras.layers.AveragePooling{n_axes}D",
                "pool_size": 3,
                "strides": 2,
                "padding": "same",
            },
        },
        quantity="y",
        dtype="float32" if n_axes == 3 else "float64",  # TensorFlow pools no volumes of float64
    )


def max_formula(y: str, x: str, star: str) -> tuple[str, ...]:
    """Return the equations of max pooling, with the indices of y, of x and of the maximum."""
    return (
        rf"y_{{{y}}} = \max_{{{_in(x)} \in R_{{{y}}}}} x_{{{x}}}",
        rf"{_in(star)}_{{{y}}} = \operatorname{{argmax}}_{{{_in(x)} \in R_{{{y}}}}} x_{{{x}}}",
        rf"\frac{{\partial L}}{{\partial x_{{{x}}}}} = \sum_{{{_in(star)}_{{{y}}} = {_in(x)}}} "
        rf"\frac{{\partial L}}{{\partial y_{{{y}}}}}",
    )


def avg_formula(y: str, x: str) -> tuple[str, ...]:
    """Return the equations of average pooling, with the indices of y and x."""
    return (
        rf"y_{{{y}}} = \frac{{1}}{{|R_{{{y}}}|}} \sum_{{{_in(x)} \in R_{{{y}}}}} x_{{{x}}}",
        rf"\frac{{\partial L}}{{\partial x_{{{x}}}}} = \sum_{{R_{{{y}}} \ni {_in(x)}}} "
        rf"\frac{{1}}{{|R_{{{y}}}|}} \frac{{\partial L}}{{\partial y_{{{y}}}}}",
    )


def _in(x: str) -> str:
    return f"({x})" if "," in x else x


def max_derivation(y: str, x: str, star: str) -> tuple[Step, ...]:
    """Return how the gradient finds its element."""
    return (
        Step(
            heading=Text("The output is one of the elements", "出力は、窓の要素の1つである"),
            text=Text(
                f"Of the window R the maximum stands at {star.replace('^*', '*')}. No other "
                "element has a part in y.",
                f"窓 R の最大値の位置を {star.replace('^*', '*')} とする。ほかの要素は y に"
                "影響しない。",
            ),
            equation=rf"y_{{{y}}} = x_{{{star}}}",
        ),
        Step(
            heading=Text(
                "So a window sends its whole gradient there",
                "そのため、窓は勾配をすべてその要素に送る",
            ),
            text=Text(
                "An element adds up what comes from the windows of which it is the maximum: none, "
                "one or several.",
                "各要素は、自分が最大値になっている窓から届く勾配を足し合わせる。"
                "そのような窓がないことも、複数あることもある。",
            ),
            equation=max_formula(y, x, star)[2],
        ),
    )


def avg_derivation(y: str, x: str) -> tuple[Step, ...]:
    """Return how the gradient is shared out."""
    return (
        Step(
            heading=Text("All elements weigh the same", "どの要素の重みも等しい"),
            text=Text(
                "|R| is how many elements the mean of a window is over.",
                "|R| は、窓の平均に数える要素の個数である。",
            ),
            equation=avg_formula(y, x)[0],
        ),
        Step(
            heading=Text(
                "So a window hands its gradient out in equal shares",
                "そのため、窓は勾配を等分して配る",
            ),
            text=Text(
                "An element adds up its shares of all windows that it lies in.",
                "各要素は、自分を含むすべての窓から届く分を足し合わせる。",
            ),
            equation=avg_formula(y, x)[1],
        ),
    )
