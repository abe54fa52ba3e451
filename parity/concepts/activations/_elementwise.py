"""What the derivations of functions of one element share."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.describing.derivation import Step

AS_AUTOGRAD = Text(
    "dx agrees with finite differences and with the autograd of PyTorch and Keras.",
    "dx は、数値微分とも、PyTorch や Keras の自動微分とも一致する。",
)


def each_for_itself(definition: str) -> Step:
    """Return the step from the chain rule's sum to a single term, y_i being ``definition``."""
    return Step(
        heading=Text("Each element stands for itself", "各要素は互いに独立である"),
        text=Text(
            "yᵢ is made of xᵢ alone. Of the chain rule's sum over all outputs a single term is "
            "left, the upstream gradient times the slope at xᵢ.",
            "yᵢ は xᵢ だけで決まる。連鎖律に現れるすべての出力についての和は1項だけになり、"
            "上流の勾配に xᵢ での傾きを掛けたものが残る。",
        ),
        equation=(
            f"{definition}\n"
            r"\frac{\partial L}{\partial x_i} = \sum_j \frac{\partial L}{\partial y_j} "
            r"\frac{\partial y_j}{\partial x_i} = \frac{\partial L}{\partial y_i} "
            r"\frac{\partial y_i}{\partial x_i}"
        ),
    )
