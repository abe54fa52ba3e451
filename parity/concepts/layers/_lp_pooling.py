"""L_p pooling: what its concepts share."""

from __future__ import annotations

from typing import Any

from parity.describing.concept import Default, Divergence, Mistake, Text
from parity.describing.derivation import Step

SERMANET = (
    "Sermanet, Chintala and LeCun (2012), Convolutional neural networks applied to house "
    "numbers digit classification, ICPR, section 2.2"
)
A_MEAN = Text(
    "With p = 1 and no negative numbers it is average pooling, times how many numbers "
    "a window has.",
    "p = 1 で負の値がなければ、平均プーリングに窓の要素数を掛けたものである。",
)


def defaults(n_axes: int) -> tuple[Default, ...]:
    """Return the arguments' defaults, and PyTorch's."""
    ours = f"torch.nn.LPPool{n_axes}d"
    return (
        Default("stride", None, torch=(ours, "stride", None)),
        Default("ceil_mode", False, torch=(ours, "ceil_mode", False)),
    )


def divergence(n_axes: int, **config: Any) -> Divergence:
    """Return how PyTorch's windows differ that the end cuts off, in the case "ceil_mode"."""
    ours = f"torch.nn.LPPool{n_axes}d"
    return Divergence(
        name="windows_cut_off",
        ja="末尾で切れた窓",
        summary=Text(
            "In ceil_mode PyTorch takes the mean of the powers that a window has which the end "
            "cuts off, times the size of a whole window: more than their sum. Ours is their sum.",
            "ceil_mode のとき、PyTorch は末尾で切れた窓にあるべき乗の平均に、切れていない窓の"
            "要素数を掛ける。そのため、実際の和より大きくなる。こちらの実装では和そのものである。",
        ),
        reconciled=Text(
            "Fill x up with zeros at the end, and leave ceil_mode out.",
            "x の末尾を 0 で埋め、ceil_mode は使わない。",
        ),
        source="torch.nn.functional.lp_pool2d: avg_pool2d(x^p) times the kernel's size; measured",
        case="ceil_mode",
        native={"numpy": {}, "torch": {"callable": ours, **config, "ceil_mode": True}},
        quantity="y",
    )


def formula(y: str, x: str) -> tuple[str, ...]:
    """Return the equations, with the indices of y and of x."""
    inside = f"({x})" if "," in x else x
    return (
        rf"y_{{{y}}} = \left(\sum_{{{inside} \in R_{{{y}}}}} x_{{{x}}}^p\right)^{{1/p}}",
        rf"\frac{{\partial L}}{{\partial x_{{{x}}}}} = \sum_{{R_{{{y}}} \ni {inside}}} "
        rf"\frac{{\partial L}}{{\partial y_{{{y}}}}} "
        rf"\left(\frac{{x_{{{x}}}}}{{y_{{{y}}}}}\right)^{{p-1}}",
    )


def derivation(y: str, x: str) -> tuple[Step, ...]:
    """Return how the gradient is shared out, along one axis or three."""
    return (
        Step(
            heading=Text(
                "The root's slope falls with y, the power's grows with x",
                "根の傾きは y とともに減り、べき乗の傾きは x とともに増える",
            ),
            text=Text(
                "The p of the power cancels the 1/p of the root.",
                "べき乗から出る p は、根から出る 1/p と打ち消し合う。",
            ),
            equation=(
                rf"\frac{{\partial y_{{{y}}}}}{{\partial x_{{{x}}}}} = "
                rf"\left(\frac{{x_{{{x}}}}}{{y_{{{y}}}}}\right)^{{p-1}}"
            ),
            check=Text(
                "With p = 1 the slope is 1, as in a sum.", "p = 1 なら和と同じく、傾きは 1 である。"
            ),
        ),
        Step(
            heading=Text("Windows that share an element add up", "窓が重なる要素では足し合わせる"),
            text=Text(
                "The larger an element is beside its window's y, the more it gets.",
                "窓の y に比べて大きい要素ほど、多くを受け取る。",
            ),
            equation=formula(y, x)[1],
        ),
    )


MISTAKES = (
    Mistake(
        name="root_forgotten",
        ja="平方根を忘れる",
        line="self.y = total ** (1 / self.p)",
        wrong="self.y = total",
        why=Text(
            "The p-th root brings the sum of powers back to the scale of x.",
            "p 乗根をとって、べき乗和を x の尺度に戻さなければならない。",
        ),
    ),
    Mistake(
        name="mean_for_sum",
        ja="和の代わりに平均を使う",
        line="total = np.sum(self.elements(self.x**self.p), axis=0)",
        wrong="total = np.mean(self.elements(self.x**self.p), axis=0)",
        why=Text(
            "A norm is of the sum; with the mean it would be a generalized mean.",
            "ノルムはべき乗の和からつくる。平均を使うと一般化平均になってしまう。",
        ),
    ),
    Mistake(
        name="absolute_values",
        ja="絶対値をとる",
        line="total = np.sum(self.elements(self.x**self.p), axis=0)",
        wrong="total = np.sum(self.elements(np.abs(self.x) ** self.p), axis=0)",
        why=Text(
            "A true norm takes |x|; PyTorch's layer, which this follows, takes x, and an odd "
            "p keeps the sign.",
            "本来のノルムは |x| を使うが、ここで従う PyTorch の層は x をそのまま使うので、"
            "p が奇数なら符号が残る。",
        ),
    ),
    Mistake(
        name="outer_derivative_forgotten",
        ja="外側の微分を忘れる",
        line="element += share",
        wrong="element += dy",
        why=Text(
            "The chain rule goes through the root too: its derivative is y^(1 - p) / p.",
            "連鎖律は根号も通る。その微分は y^(1 - p) / p である。",
        ),
    ),
    Mistake(
        name="exponent_not_lowered",
        ja="指数を 1 減らさない",
        line="return self.cropped(shares * self.x ** (self.p - 1))",
        wrong="return self.cropped(shares * self.x**self.p)",
        why=Text(
            "The derivative of x^p is p x^(p - 1).",
            "x^p の微分は p x^(p - 1) である。",
        ),
    ),
    Mistake(
        name="filled_up_with_ones",
        ja="足りない要素を 1 で埋める",
        line="self.x = self.padded(x, 0.0)",
        wrong="self.x = self.padded(x, 1.0)",
        why=Text(
            "What a window lacks that the end cuts off adds nothing to its sum: it is 0.",
            "末尾で切れた窓に足りない要素は、和に何も加えない。つまり 0 である。",
        ),
    ),
)
"""Lines that stand in all three of them."""
