"""How the gradients of the course's recurrent network are derived."""

from __future__ import annotations

from parity.concepts.recurrent._shared import ALL_AGREE, STATE_GOES_TWO_WAYS, STEPS_SHARE_WEIGHTS
from parity.describing.concept import Text
from parity.describing.derivation import Step

DERIVATION = (
    Step(
        heading=Text(
            "At the output the error meets the slope of the sigmoid",
            "出力では、誤差にシグモイドの傾きが掛かる",
        ),
        text=Text(
            "The half cancels the 2 of the square. The slope is taken at v_t, the sum before the "
            "sigmoid; written with the value y_t it is y_t (1 - y_t).",
            "二乗の 2 は 1/2 と打ち消し合う。傾きはシグモイドの手前の和 v_t で取る。"
            "値 y_t で書けば y_t (1 - y_t) である。",
        ),
        equation=(
            r"\frac{\partial L}{\partial y_t} = \frac{1}{N} (y_t - d_t)"
            "\n"
            r"\delta^{\text{out}}_t = \frac{\partial L}{\partial v_t} = \frac{\partial L}"
            r"{\partial y_t} \odot s'(v_t), \quad s'(v_t) = y_t \odot (1 - y_t)"
        ),
        check=Text(
            "At y_t = 1/2 the slope is 1/4. The course's d_sigmoid(y_t) gives 0.235 there, and "
            "never less than 0.19.",
            "y_t = 1/2 での傾きは 1/4 である。講座の d_sigmoid(y_t) ではそこで 0.235 になり、"
            "0.19 を下回ることはない。",
        ),
    ),
    Step(
        heading=STATE_GOES_TWO_WAYS,
        text=Text(
            "z_t enters the output of its step and the sum of the next one; after the last step "
            "there is no next one.",
            "z_t は、その時刻の出力と次の時刻の和 u_(t+1) に使われる。最後の時刻に次はない。",
        ),
        equation=(
            r"\frac{\partial L}{\partial z_t} = \delta_{t+1} W^\top + \delta^{\text{out}}_t "
            r"W_{\text{out}}^\top, \quad \delta_{T+1} = 0"
        ),
    ),
    Step(
        heading=Text(
            "Through the activation the gradient meets its slope",
            "活性化関数を通ると、その傾きが掛かる",
        ),
        text=Text(
            "Here the course's code has it right: the slope is taken at u_t.",
            "ここは講座のコードでも正しく、傾きを u_t で取っている。",
        ),
        equation=(
            r"\delta_t = \frac{\partial L}{\partial u_t} = \frac{\partial L}{\partial z_t} \odot "
            r"f'(u_t)"
        ),
    ),
    Step(
        heading=STEPS_SHARE_WEIGHTS,
        text=Text(
            "W met the state before the step, W_out the one after it.",
            "W に掛かるのは直前の状態、W_out に掛かるのはその時刻の状態である。",
        ),
        equation=(
            r"\frac{\partial L}{\partial W_{\text{in}}} = \sum_t x_t^\top \delta_t, \quad "
            r"\frac{\partial L}{\partial W} = \sum_t z_{t-1}^\top \delta_t"
            "\n"
            r"\frac{\partial L}{\partial W_{\text{out}}} = \sum_t z_t^\top \delta^{\text{out}}_t, "
            r"\quad \frac{\partial L}{\partial x_t} = \delta_t W_{\text{in}}^\top"
        ),
        check=ALL_AGREE,
    ),
)
