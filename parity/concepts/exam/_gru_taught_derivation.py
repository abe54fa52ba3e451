"""How the gradients of the exam's GRU step are derived."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.describing.derivation import Step

OF_THE_STEP = (
    Step(
        heading=Text(
            "The mixture hands its gradient to z, to the candidate and to h",
            "混合は、z、候補、h の3つに勾配を渡す",
        ),
        text=Text(
            "Write δ for the gradient of h_new. In (1 - z) h + z h̄ the gate stands twice, once "
            "with a minus.",
            "h_new の勾配を δ と書く。(1 - z) h + z h̄ の中で z は2か所にあり、一方には負号が付く。",
        ),
        equation=(
            r"\frac{\partial L}{\partial z} = \delta \odot (\bar{h} - h), \quad "
            r"\frac{\partial L}{\partial \bar{h}} = \delta \odot z"
        ),
        check=Text(
            "Where candidate and state are equal, the gate makes no difference: its gradient is 0.",
            "候補と状態が等しければゲートの値は結果に影響せず、その勾配は 0 になる。",
        ),
    ),
    Step(
        heading=Text(
            "The candidate saw r h: the reset is the last thing on the way back",
            "候補が見たのは r h なので、逆伝播では最後にリセットを通る",
        ),
        text=Text(
            "First tanh's slope, then U, and only then the product r h, which hands a part to r "
            "and a part to h. ρ is the gradient of that product.",
            "まず tanh の傾き、次に U を通り、その後に積 r h の勾配を r と h に分ける。"
            "この積の勾配を ρ とする。",
        ),
        equation=(
            r"\frac{\partial L}{\partial a_h} = \frac{\partial L}{\partial \bar{h}} \odot "
            r"(1 - \bar{h}^2), \quad \rho = \frac{\partial L}{\partial a_h} U, \quad "
            r"\frac{\partial L}{\partial r} = \rho \odot h"
        ),
    ),
    Step(
        heading=Text("Both gates go through the sigmoid", "2つのゲートはシグモイドを通る"),
        text=Text(
            "Its slope is s (1 - s), from the gate's own value.",
            "シグモイドの傾きは s (1 - s) で、ゲートの値から求まる。",
        ),
        equation=(
            r"\frac{\partial L}{\partial a_r} = \frac{\partial L}{\partial r} \odot r (1 - r), "
            r"\quad \frac{\partial L}{\partial a_z} = \frac{\partial L}{\partial z} \odot "
            r"z (1 - z)"
        ),
    ),
    Step(
        heading=Text(
            "h stands in four places, so its gradient has four terms",
            "h は4か所で使われるので、勾配には4つの項がある",
        ),
        text=Text(
            "In the mixture, in r h, and in each of the gates. The weights are those of dense "
            "layers; that of U sees r h, not h.",
            "混合の中、積 r h の中、2つのゲートの中である。重みの勾配は全結合層と同じだが、"
            "U に入ったのは h ではなく r h である。",
        ),
        equation=(
            r"\frac{\partial L}{\partial h} = \delta \odot (1 - z) + \rho \odot r + "
            r"\frac{\partial L}{\partial a_r} U_r + \frac{\partial L}{\partial a_z} U_z"
            "\n"
            r"\frac{\partial L}{\partial U} = \frac{\partial L}{\partial a_h}^\top (r \odot h), "
            r"\quad \frac{\partial L}{\partial U_r} = \frac{\partial L}{\partial a_r}^\top h, "
            r"\quad \frac{\partial L}{\partial U_z} = \frac{\partial L}{\partial a_z}^\top h"
        ),
        check=Text(
            "Every gradient agrees with finite differences, with PyTorch's autograd and with "
            "keras.layers.GRUCell.",
            "どの勾配も、数値微分、PyTorch の自動微分、keras.layers.GRUCell と一致する。",
        ),
    ),
)
