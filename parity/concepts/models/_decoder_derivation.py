"""How the gradients of a decoder are derived."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.describing.derivation import Step

DERIVATION = (
    Step(
        heading=Text(
            "Each state goes into its output and into the next step",
            "各状態は、その時刻の出力と次の時刻に使われる",
        ),
        text=Text(
            "So its gradient is the sum of what both hand back; after the last step only what "
            "is asked of the last state is left.",
            "したがって勾配は両方から戻るものの和である。最後の時刻では、"
            "最後の状態に届く勾配が次の時刻の代わりになる。",
        ),
        equation=r"g_t = \frac{\partial L}{\partial y_t} V^\top + \hat g_t, \quad \hat g_T = "
        r"\frac{\partial L}{\partial h_T}",
    ),
    Step(
        heading=Text(
            "The cell hands it on to the word and to the state before",
            "セルはそれを、単語と直前の状態へ渡す",
        ),
        text=Text(
            "With the slope of tanh, for the simple cell; ĝ is what the step before is told.",
            "単純なセルなら tanh の傾きを掛ける。ĝ が直前の時刻に渡る勾配である。",
        ),
        equation=(
            r"\frac{\partial L}{\partial a_t} = g_t \odot (1 - h_t^2)"
            "\n"
            r"\frac{\partial L}{\partial e_t} = \frac{\partial L}{\partial a_t} W^\top, \quad "
            r"\hat g_{t-1} = \frac{\partial L}{\partial a_t} U^\top"
        ),
    ),
    Step(
        heading=Text(
            "What arrives before the first step is the encoder's",
            "最初の時刻より前に届いた勾配は、エンコーダのものである",
        ),
        text=Text(
            "If the decoder is peeky, every step adds what it saw of the encoder's state, "
            "before the word and before the output.",
            "Peeky なら、毎時刻、単語の手前と出力の手前で見た分が加わる。",
        ),
        equation=r"\frac{\partial L}{\partial h_0} = \hat g_0 + \sum_t \left( \left. "
        r"\frac{\partial L}{\partial h_0} \right|_{a_t} + \left. \frac{\partial L}{\partial "
        r"h_0} \right|_{y_t} \right)",
        check=Text(
            "Finite differences of the encoder's state give the same.",
            "エンコーダの状態についての数値微分と一致する。",
        ),
    ),
)
