"""How the gradients of sequence to sequence are derived."""

from __future__ import annotations

from parity.concepts.recurrent._shared import ALL_AGREE
from parity.describing.concept import Text
from parity.describing.derivation import Step

DERIVATION = (
    Step(
        heading=Text(
            "At every step the loss gives probability minus target",
            "各時刻で、損失の勾配は「確率 − 正解」になる",
        ),
        text=Text(
            "Divided by n, the number of words that count; y_k is the guess for t_(k+1).",
            "数える単語の数 n で割る。y_k は t_(k+1) の予測である。",
        ),
        equation=r"\frac{\partial L}{\partial y_k} = \frac{1}{n} (\text{softmax}(y_k) - "
        r"\delta_{t_{k+1}})",
    ),
    Step(
        heading=Text(
            "The decoder hands back the gradients of its first states",
            "デコーダは、最初の状態の勾配を返す",
        ),
        text=Text(
            "By back-propagation through its T - 1 steps; a peeky one adds what each step saw of "
            "the encoder's state.",
            "T - 1 個の時刻をさかのぼる BPTT による。Peeky なら、"
            "各時刻が見たエンコーダの状態の分も加わる。",
        ),
        equation=r"\frac{\partial L}{\partial y_k} \to \frac{\partial L}{\partial h_0}, \quad "
        r"\frac{\partial L}{\partial c_0}",
    ),
    Step(
        heading=Text(
            "They are the gradients of the encoder's last states",
            "それがそのまま、エンコーダの最後の状態の勾配になる",
        ),
        text=Text(
            "For the one was set to the other. No other state of the encoder was looked at, so "
            "its outputs have the gradient 0.",
            "一方をもう一方に代入しただけだからである。エンコーダのほかの状態は使っていないので、"
            "途中の出力の勾配は 0 である。",
        ),
        equation=(
            r"\frac{\partial L}{\partial h^{\text{enc}}_S} = \frac{\partial L}{\partial h_0}, "
            r"\quad \frac{\partial L}{\partial c^{\text{enc}}_S} = \frac{\partial L}"
            r"{\partial c_0}"
        ),
        check=Text(
            "If the decoder begins with c = 0, the encoder's c gets no gradient from it.",
            "デコーダが c = 0 から始まるなら、エンコーダの c には勾配が来ない。",
        ),
    ),
    Step(
        heading=Text(
            "The encoder goes back through time to the words that it read",
            "エンコーダは時間をさかのぼり、読んだ単語へ勾配を返す",
        ),
        text=Text(
            "In the order in which it read them: from the last word of a source that was reversed "
            "the way is the longest.",
            "読んだ順にさかのぼる。入力を反転した場合、最も遠くなるのは元の文の最後の単語である。",
        ),
        equation=r"\frac{\partial L}{\partial E[w]} = \sum_{s : x_s = w} \frac{\partial L}"
        r"{\partial e_s}",
        check=ALL_AGREE,
    ),
)
