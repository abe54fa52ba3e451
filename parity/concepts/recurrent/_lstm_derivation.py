"""How the gradients of an LSTM are derived: one step, and then through time."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.describing.derivation import Step

_SIGMOID_SLOPES = (
    r"\frac{\partial L}{\partial a_i} = \frac{\partial L}{\partial i} \odot i (1 - i), \quad "
    r"\frac{\partial L}{\partial a_f} = \frac{\partial L}{\partial f} \odot f (1 - f)"
    "\n"
    r"\frac{\partial L}{\partial a_o} = \frac{\partial L}{\partial o} \odot o (1 - o), \quad "
    r"\frac{\partial L}{\partial a_g} = \frac{\partial L}{\partial g} \odot (1 - g^2)"
)

OF_ONE_STEP = (
    Step(
        heading=Text(
            "h sees the cell through tanh and the output gate",
            "h は、tanh と出力ゲートを通してセルを見ている",
        ),
        text=Text(
            "A product hands each factor the gradient times the other factor; tanh adds its "
            "slope. c' is the new cell, γ the gradient that arrives at it from the next step.",
            "積では、一方の因子の勾配にもう一方の因子が掛かる。tanh ではその傾きが掛かる。"
            "新しいセルを c'、次の時刻からそこに届く勾配を γ とする。",
        ),
        equation=(
            r"\frac{\partial L}{\partial o} = \frac{\partial L}{\partial h'} \odot \tanh(c')"
            "\n"
            r"\frac{\partial L}{\partial c'} = \gamma + \frac{\partial L}{\partial h'} \odot o "
            r"\odot (1 - \tanh(c')^2)"
        ),
        check=Text(
            "The cell goes two ways, so two terms: one forgotten is off by the other.",
            "セルは2か所に使われるので項は2つある。一方を忘れると、ちょうどその分だけずれる。",
        ),
    ),
    Step(
        heading=Text(
            "The new cell is a sum of two products, so four factors get a gradient",
            "新しいセルは2つの積の和なので、4つの因子に勾配が渡る",
        ),
        text=Text(
            "c' = f c + i g: the sum hands its gradient to both products unchanged.",
            "c' = f c + i g である。和は、勾配をそのまま両方の積に渡す。",
        ),
        equation=(
            r"\frac{\partial L}{\partial f} = \frac{\partial L}{\partial c'} \odot c, \quad "
            r"\frac{\partial L}{\partial i} = \frac{\partial L}{\partial c'} \odot g, \quad "
            r"\frac{\partial L}{\partial g} = \frac{\partial L}{\partial c'} \odot i"
        ),
    ),
    Step(
        heading=Text(
            "To the old cell leads a multiplication by f alone: the constant error carousel",
            "前のセルへは f を掛けるだけで戻る。これが誤差の通り道(CEC)である",
        ),
        text=Text(
            "No matrix and no activation lies on this way. Where the forget gate is open, f near "
            "1, the gradient arrives almost unchanged, over however many steps.",
            "この道には行列も活性化関数もない。忘却ゲートが開いて f が 1 に近ければ、"
            "勾配は何ステップさかのぼってもほとんど変わらずに届く。",
        ),
        equation=r"\frac{\partial L}{\partial c} = \frac{\partial L}{\partial c'} \odot f",
    ),
    Step(
        heading=Text(
            "Each gate multiplies by the slope of its own activation",
            "各ゲートでは、それぞれの活性化関数の傾きが掛かる",
        ),
        text=Text(
            "The slope of the sigmoid is s (1 - s), that of tanh 1 - g²: both from the values "
            "that were kept. Side by side they make the gradient of a.",
            "シグモイドの傾きは s (1 - s)、tanh の傾きは 1 - g² で、どちらも保存した値から"
            "求まる。横に並べると a の勾配になる。",
        ),
        equation=_SIGMOID_SLOPES,
    ),
    Step(
        heading=Text(
            "What is left is a dense layer in x and in h",
            "残りは、x と h についての全結合層である",
        ),
        text=Text(
            "a = x W + h U + b holds all four gates, so one product serves them all.",
            "a = x W + h U + b には4つのゲートがすべて入っているので、行列積は1回で済む。",
        ),
        equation=(
            r"\frac{\partial L}{\partial W} = x^\top \frac{\partial L}{\partial a}, \quad "
            r"\frac{\partial L}{\partial U} = h^\top \frac{\partial L}{\partial a}, \quad "
            r"\frac{\partial L}{\partial b} = \sum_n \frac{\partial L}{\partial a_n}"
            "\n"
            r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial a} W^\top, \quad "
            r"\frac{\partial L}{\partial h} = \frac{\partial L}{\partial a} U^\top"
        ),
        check=Text(
            "Every gradient agrees with finite differences, with torch.nn.LSTMCell and with "
            "keras.layers.LSTMCell.",
            "どの勾配も、数値微分、torch.nn.LSTMCell、keras.layers.LSTMCell と一致する。",
        ),
    ),
)

THROUGH_TIME = (
    Step(
        heading=Text(
            "Two gradients go back through time: that of h and that of c",
            "時間をさかのぼる勾配は、h の勾配と c の勾配の2つである",
        ),
        text=Text(
            "δ_t arrives at the output y_t. To it comes what step t + 1 hands back by U; the cell "
            "gets what step t + 1 hands back by f, and what it shows through h_t.",
            "出力 y_t に届く勾配を δ_t とする。h_t の勾配はこれに、時刻 t + 1 から U を通って"
            "戻る分を足したものである。c_t の勾配は、時刻 t + 1 から f を通って戻る分と、"
            "h_t を通して受け取る分の和である。",
        ),
        equation=(
            r"\frac{\partial L}{\partial h_t} = \delta_t + \frac{\partial L}{\partial a_{t+1}} "
            r"U^\top"
            "\n"
            r"\frac{\partial L}{\partial c_t} = \frac{\partial L}{\partial c_{t+1}} \odot f_{t+1} "
            r"+ \frac{\partial L}{\partial h_t} \odot o_t \odot (1 - \tanh(c_t)^2)"
        ),
    ),
    Step(
        heading=Text(
            "Within a step it is the cell's backward pass",
            "1つの時刻の中は、セルの逆伝播である",
        ),
        text=Text(
            "Products hand each factor the gradient times the other one; then come the slopes of "
            "the activations, i (1 - i) and the like, and 1 - g² for the candidate.",
            "積では、一方の因子の勾配にもう一方の因子が掛かる。続いて活性化関数の傾きが掛かる。"
            "ゲートでは i (1 - i) など、候補では 1 - g² である。",
        ),
        equation=(
            r"\frac{\partial L}{\partial i_t} = \frac{\partial L}{\partial c_t} \odot g_t, \quad "
            r"\frac{\partial L}{\partial f_t} = \frac{\partial L}{\partial c_t} \odot c_{t-1}"
            "\n"
            r"\frac{\partial L}{\partial o_t} = \frac{\partial L}{\partial h_t} \odot \tanh(c_t), "
            r"\quad \frac{\partial L}{\partial g_t} = \frac{\partial L}{\partial c_t} \odot i_t"
        ),
        check=Text(
            "With one step the layer gives what the cell gives: the identity below.",
            "1ステップなら、層の結果はセルの結果と同じになる(下の恒等式)。",
        ),
    ),
    Step(
        heading=Text(
            "The weights are shared, so their gradients are sums over time",
            "重みは共有されるので、勾配は時間についての和になる",
        ),
        text=Text(
            "As for the simple layer, with a that holds four gates. One product of all steps "
            "stacked below each other is the same sum.",
            "単純な RNN と同じで、a に4つのゲートが入っている点だけが違う。"
            "全時刻を縦に積んで1回の行列積にしても、同じ和になる。",
        ),
        equation=(
            r"\frac{\partial L}{\partial W} = \sum_t x_t^\top \frac{\partial L}{\partial a_t}, "
            r"\quad \frac{\partial L}{\partial U} = \sum_t h_{t-1}^\top \frac{\partial L}{\partial "
            r"a_t}, \quad \frac{\partial L}{\partial b} = \sum_t \sum_n \frac{\partial L}"
            r"{\partial a_{t,n}}"
        ),
        check=Text(
            "Every gradient agrees with finite differences, torch.nn.LSTM and keras.layers.LSTM.",
            "どの勾配も、数値微分、torch.nn.LSTM、keras.layers.LSTM と一致する。",
        ),
    ),
    Step(
        heading=Text(
            "Along the cell the gradient over k steps is a product of forget gates",
            "セルに沿えば、k ステップの勾配は忘却ゲートの積になる",
        ),
        text=Text(
            "A simple layer multiplies by U and by slopes of at most 1 at each step; here it is "
            "f, which the network itself sets. With f = 0.97, over 50 steps 0.22 of it is left, "
            "where a factor of 0.7 leaves 2e-8.",
            "単純な RNN では1ステップごとに U と 1 以下の傾きが掛かるが、ここで掛かるのは、"
            "ネットワーク自身が決める f である。f = 0.97 なら50ステップ後にも 0.22 が残る。"
            "0.7 倍ずつなら 2e-8 しか残らない。",
        ),
        equation=r"\frac{\partial c_t}{\partial c_{t-k}} \approx \prod_{j=1}^{k} f_{t-k+j}",
    ),
)
