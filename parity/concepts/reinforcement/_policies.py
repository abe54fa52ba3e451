"""What is said of every loss of a policy, and the steps of its gradient."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.describing.derivation import Step

LOGITS = "(T, A): of the policy at each step"
TAKEN = "(T,): the action that was taken"

GRADIENT_OF_THE_LOGARITHM = Step(
    heading=Text(
        "The gradient of log pi at the logits is the action taken less the policy",
        "log pi のロジットについての勾配は、取った行動の one-hot から方策を引いたものになる",
    ),
    text=Text(
        "pi is a softmax, so log pi is a logit less the logarithm of a sum; the slope of that "
        "logarithm is pi itself.",
        "pi はソフトマックスなので、log pi はロジットから和の対数を引いたものである。"
        "その対数の傾きは pi そのものになる。",
    ),
    equation=r"\frac{\partial \,\log\, \pi(a \mid s)}{\partial x_c} = [c = a] - \pi(c \mid s)",
    check=Text(
        "Over the actions it sums to 0, and its mean under the policy is 0 as well.",
        "行動について足すと 0 になり、方策のもとでの平均も 0 である。",
    ),
)

LOGARITHM_FORGOTTEN = Text(
    "The gradient of an expectation is the expectation of the return times the gradient of the "
    "logarithm: actions that are taken often count once for each time already, and the logarithm "
    "divides by their probability.",
    "期待値の勾配は、収益と対数確率の勾配の積の期待値である。よく取る行動はその回数だけすでに"
    "数えられているので、対数の微分によって確率で割る必要がある。",
)
SIGN_OF_THE_LOSS = Text(
    "The return is to grow, and a loss is made small: without the minus the optimizer makes good "
    "actions rarer.",
    "収益は大きくしたいが、損失は小さくされる。"
    "マイナスがないと、最適化によって良い行動ほど取られなくなる。",
)
