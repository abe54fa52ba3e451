"""What the cases and the equations of residual blocks, and of networks of them, share."""

from __future__ import annotations

from collections.abc import Mapping

from parity.concepts.networks._convnets import conv, norm, statistics
from parity.describing.concept import Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw

HE = "He, Zhang, Ren and Sun (2016), Deep residual learning for image recognition"

SHORTCUT = (
    r"S(x) = \begin{cases} x & n_{\text{in}} = n_{\text{out}},\ s = 1 \\ "
    r"\operatorname{BN}(W_s * x) & n_{\text{in}} \ne n_{\text{out}} \vee s > 1 \end{cases}"
)
TWO_WAYS_BACK = (
    r"a = F(x) + S(x), \quad \frac{\partial L}{\partial x} = \left(\frac{\partial "
    r"F}{\partial x} + \frac{\partial S}{\partial x}\right)^\top \frac{\partial L}{\partial a}"
)


def within(block: str, drawn: Mapping[str, Draw]) -> dict[str, Draw]:
    """Return draws under the names that they have in a network whose part is ``block``."""
    return {f"{block}.{name}": draw for name, draw in drawn.items()}


def basic(n_in: int, n_out: int, projects: bool) -> dict[str, Draw]:
    """Return draws of the parameters of a block of two 3×3 convolutions."""
    drawn = {
        **conv("conv1", n_out, n_in, 3, bias=False),
        **norm("norm1", n_out),
        **conv("conv2", n_out, n_out, 3, bias=False),
        **norm("norm2", n_out),
    }
    if projects:
        drawn |= {**conv("projection", n_out, n_in, 1, bias=False), **norm("norm3", n_out)}
    return drawn


def bottleneck(n_in: int, n_mid: int, n_out: int, projects: bool) -> dict[str, Draw]:
    """Return draws of the parameters of a bottleneck block."""
    drawn = {
        **conv("conv1", n_mid, n_in, 1, bias=False),
        **norm("norm1", n_mid),
        **conv("conv2", n_mid, n_mid, 3, bias=False),
        **norm("norm2", n_mid),
        **conv("conv3", n_out, n_mid, 1, bias=False),
        **norm("norm3", n_out),
    }
    if projects:
        drawn |= {**conv("projection", n_out, n_in, 1, bias=False), **norm("norm4", n_out)}
    return drawn


def running(norms: Mapping[str, int]) -> dict[str, Draw]:
    """Return draws of the running statistics of the normalizations, which have so many channels."""
    return {key: draw for name, n in norms.items() for key, draw in statistics(name, n).items()}


THE_SUM = Step(
    heading=Text(
        "The sum hands its gradient to the layers and to the shortcut",
        "和の勾配は、層の側にもショートカットの側にも届く",
    ),
    text=Text(
        "a is the sum in front of the last activation. Its gradient is copied, not shared out, and "
        "what comes back from both ways is added, for x went into both.",
        "a は最後の活性化関数の手前の和である。勾配は分配されず、そのまま両方に渡る。"
        "x は両方の道に入っていたので、戻ってきた勾配を足し合わせる。",
    ),
    equation=(
        r"\frac{\partial L}{\partial a} = \frac{\partial L}{\partial y} \odot f'(a)"
        "\n"
        r"\frac{\partial L}{\partial x} = \left(\frac{\partial F}{\partial x}\right)^\top "
        r"\frac{\partial L}{\partial a} + \left(\frac{\partial S}{\partial x}\right)^\top "
        r"\frac{\partial L}{\partial a}"
    ),
)


def shortcut_gradient_forgotten(line: str, wrong: str) -> Mistake:
    """Return the mistake of taking the gradient back through the layers alone."""
    return Mistake(
        name="shortcut_gradient_forgotten",
        ja="ショートカットの勾配を忘れる",
        line=line,
        wrong=wrong,
        why=Text(
            "x goes two ways, so two gradients come back. Only the one through the shortcut passes "
            "none of the layers.",
            "x は2つの経路に流れるので、勾配も2つ戻る。"
            "層を1つも通らずに届くのはショートカット側だけである。",
        ),
    )


def shortcut_forgotten(line: str, wrong: str) -> Mistake:
    """Return the mistake of leaving the sum out."""
    return Mistake(
        name="shortcut_forgotten",
        ja="ショートカットを忘れる",
        line=line,
        wrong=wrong,
        why=Text(
            "Without the sum it is a plain stack of layers, which is what became hard to train.",
            "足し合わせなければ、ただ層を重ねただけになり、深くすると学習できない形に戻る。",
        ),
    )
