"""How the gradients of the exam's LSTM step are derived."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.describing.derivation import Step

OF_THE_STEP = (
    Step(
        heading=Text(
            "c is read twice: by h of this step, and by the next step",
            "c は、この時刻の h と次の時刻の2か所で使われる",
        ),
        text=Text(
            "Write δ_c for the gradient that comes from the next step, δ_h for that of h. "
            "h = o tanh(c) is a product, so o gets the other factor, and c goes through tanh's "
            "slope. What c gets in all is γ.",
            "次の時刻から届く勾配を δ_c、h の勾配を δ_h と書く。h = o tanh(c) は積なので、"
            "o の勾配にはもう一方の因子が掛かり、c へは tanh の傾きを通って戻る。"
            "c が受け取る勾配の合計を γ とする。",
        ),
        equation=(
            r"\frac{\partial L}{\partial o} = \delta_h \odot \tanh(c), \quad "
            r"\gamma = \delta_c + \delta_h \odot o \odot (1 - \tanh(c)^2)"
        ),
        check=Text(
            "With δ_h = 0 only δ_c is left: the cell hands back what it was handed.",
            "δ_h = 0 なら δ_c だけが残る。セルは受け取った勾配をそのまま戻す。",
        ),
    ),
    Step(
        heading=Text(
            "Two products share c, and the way to prev_c is a product with f alone",
            "c は2つの積の和であり、prev_c への道では f が掛かるだけである",
        ),
        text=Text(
            "c = f prev_c + i g: each factor gets γ times the other one. No matrix and no "
            "activation lies between c and prev_c: this is the constant error carousel.",
            "c = f prev_c + i g なので、各因子の勾配は γ にもう一方の因子を掛けたものである。"
            "c と prev_c の間には行列も活性化関数もない。これが CEC(誤差の通り道)である。",
        ),
        equation=(
            r"\frac{\partial L}{\partial f} = \gamma \odot \text{prev_c}, \quad "
            r"\frac{\partial L}{\partial i} = \gamma \odot g, \quad "
            r"\frac{\partial L}{\partial g} = \gamma \odot i, \quad "
            r"\frac{\partial L}{\partial \text{prev_c}} = \gamma \odot f"
        ),
    ),
    Step(
        heading=Text(
            "Each gate goes through the slope of its own activation, and back to its place",
            "各ゲートで活性化関数の傾きを掛け、元の並びに戻す",
        ),
        text=Text(
            "The sigmoid's slope is s (1 - s), that of tanh 1 - g². The four stand below each "
            "other in W, U and b as i, f, o, g, so their gradients are joined in this order.",
            "シグモイドの傾きは s (1 - s)、tanh の傾きは 1 - g² である。W, U, b の中では "
            "i, f, o, g の順に並んでいるので、勾配もこの順に連結する。",
        ),
        equation=(
            r"\frac{\partial L}{\partial a_i} = \frac{\partial L}{\partial i} \odot i (1 - i), "
            r"\quad \frac{\partial L}{\partial a_f} = \frac{\partial L}{\partial f} \odot f (1 - f)"
            "\n"
            r"\frac{\partial L}{\partial a_o} = \frac{\partial L}{\partial o} \odot o (1 - o), "
            r"\quad \frac{\partial L}{\partial a_g} = \frac{\partial L}{\partial g} \odot (1 - g^2)"
        ),
    ),
    Step(
        heading=Text(
            "The rest is a dense layer whose weights are transposed",
            "残りは、重みを転置した全結合層である",
        ),
        text=Text(
            "a = x W^T + prev_h U^T + b. As the exam keeps W as (4H, X), the way back to x "
            "multiplies by W as it stands, and dW is (4H, X) too.",
            "a = x W^T + prev_h U^T + b である。試験の W は (4H, X) なので、x へ戻るときは W を"
            "そのまま掛ける。dW も (4H, X) になる。",
        ),
        equation=(
            r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial a} W, \quad "
            r"\frac{\partial L}{\partial \text{prev_h}} = \frac{\partial L}{\partial a} U"
            "\n"
            r"\frac{\partial L}{\partial W} = \frac{\partial L}{\partial a}^\top x, \quad "
            r"\frac{\partial L}{\partial U} = \frac{\partial L}{\partial a}^\top \text{prev_h}, "
            r"\quad \frac{\partial L}{\partial b} = \sum_n \frac{\partial L}{\partial a_n}"
        ),
        check=Text(
            "Every gradient agrees with finite differences and with autograd through "
            "torch.nn.LSTMCell and keras.layers.LSTMCell.",
            "どの勾配も、数値微分および torch.nn.LSTMCell と keras.layers.LSTMCell の"
            "自動微分と一致する。",
        ),
    ),
)
