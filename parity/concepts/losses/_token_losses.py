"""What the losses of language models share: their cases, their mistakes and their derivation."""

from __future__ import annotations

from parity.describing.concept import Divergence, Mistake, Text
from parity.describing.derivation import Step

RADFORD = (
    "Radford et al. (2018), Improving language understanding by generative pre-training, section "
    "3.1, eq. 1"
)
DEVLIN = (
    "Devlin et al. (2019), BERT: Pre-training of deep bidirectional Transformers for language "
    "understanding, section 3.1, task 1"
)
SOFTMAX_AND_CROSS_ENTROPY = Step(
    heading=Text(
        "One target is a softmax with cross-entropy",
        "目標1つ分は、ソフトマックスと交差エントロピーである",
    ),
    text=Text(
        "With p the softmax of the logits x and v the token that is right, the loss of one place "
        "is x_v less the logarithm of the sum of all exponentials, with the other sign.",
        "ロジット x のソフトマックスを p、正解のトークンを v とする。"
        "1か所の損失は、x_v から指数の総和の対数を引き、符号を変えたものである。",
    ),
    equation=(
        r"\ell = -\log\, p_v = \log\left(\sum\limits_k \exp(x_k)\right) - x_v"
        "\n"
        r"\frac{\partial \ell}{\partial x_k} = p_k - \delta_{kv}"
    ),
    check=Text(
        "The gradient of one place sums to 0 over the vocabulary.",
        "1か所の勾配を語彙について合計すると 0 になる。",
    ),
)
EXPONENTIAL_OVERFLOWS = Mistake(
    name="exponential_overflows",
    ja="指数関数がオーバーフローする",
    line="z = x - x.max(axis=-1, keepdims=True)",
    wrong="z = x",
    why=Text(
        "Moved alike, all logits give the same softmax; without moving the largest to 0, exp "
        "overflows from 710 on.",
        "すべてのロジットを同じだけずらしてもソフトマックスは変わらない。"
        "最大値を 0 にずらしておかないと、710 程度から exp があふれる。",
    ),
)
TARGET_NOT_SUBTRACTED = Text(
    "The gradient is softmax(x) - one_hot(target): the right token is pushed up by 1.",
    "勾配は softmax(x) - one_hot(target) である。正解のトークンは 1 だけ上げられる。",
)
IGNORED_COUNTED = Text(
    "The mean is over the targets that count. Divided by all places, the loss shrinks with every "
    "place that is left out.",
    "平均は有効な目標についてだけ取る。全位置で割ると、除外した位置が多いほど損失が小さくなる。",
)
NOT_DIVIDED = Text(
    "The loss is a mean, so the gradient of each target is divided by their number.",
    "損失は平均なので、各目標の勾配も目標の数で割る。",
)


def ignoring(case: str, of_keras: str) -> Divergence:
    """Return the divergence that PyTorch ignores -100 untold, and Keras nothing.

    Args:
        case: whose name it is shown on.
        of_keras: the Keras twin's variant that leaves nothing out.
    """
    return Divergence(
        name="nothing_ignored_by_default",
        ja="既定では何も無視しない",
        summary=Text(
            "PyTorch's CrossEntropyLoss leaves out targets of -100 untold. Keras' "
            "SparseCategoricalCrossentropy leaves nothing out unless ignore_class says so: there "
            "padding is learned like any other token.",
            "PyTorch の CrossEntropyLoss は、何も指定しなくても -100 の目標を除外する。"
            "Keras の SparseCategoricalCrossentropy は ignore_class を指定しない限り何も"
            "除外せず、パディングもほかのトークンと同じように学習される。",
        ),
        reconciled=Text(
            "Keras: ignore_class, with the number that PyTorch has as ignore_index.",
            "Keras では、PyTorch の ignore_index と同じ番号を ignore_class に指定する。",
        ),
        source="torch.nn.CrossEntropyLoss: ignore_index=-100; "
        "keras.losses.SparseCategoricalCrossentropy: ignore_class=None",
        case=case,
        native={"torch": {"ignore_index": 0}, "keras": {"callable": of_keras}},
        quantity="loss",
    )
