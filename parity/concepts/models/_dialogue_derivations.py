"""How the gradients of the models of dialogues are derived."""

from __future__ import annotations

from parity.concepts.recurrent._shared import ALL_AGREE
from parity.describing.concept import Text
from parity.describing.derivation import Step

_THROUGH_TANH = r"\frac{\partial L}{\partial a_m} = \frac{\partial L}{\partial h^0_m} \odot "

OF_HRED = (
    Step(
        heading=Text(
            "The decoder hands back the gradient of its first state",
            "デコーダは、最初の状態の勾配を返す",
        ),
        text=Text(
            "For each utterance one, as in sequence to sequence. The state was made by a dense "
            "layer and tanh: times the slope of tanh, times W transposed.",
            "Seq2Seq と同じで、発話ごとに1つある。この状態は全結合層と tanh で作ったので、"
            "tanh の傾きと W の転置を掛ける。",
        ),
        equation=(
            _THROUGH_TANH + r"(1 - (h^0_m)^2)"
            "\n"
            r"\frac{\partial L}{\partial W} = \sum_m s_m^\top \frac{\partial L}{\partial a_m}, "
            r"\quad \left. \frac{\partial L}{\partial s_m} \right|_{h^0_m} = \frac{\partial L}"
            r"{\partial a_m} W^\top"
        ),
    ),
    Step(
        heading=Text(
            "The context goes back over the utterances",
            "文脈は発話をさかのぼる",
        ),
        text=Text(
            "Each of its states made a reply and the next state; what the first utterance gave to "
            "the last reply comes back in M steps, not in the number of words.",
            "各状態は返答と次の状態の両方に使われる。最初の発話が最後の返答に与えた影響は、"
            "単語の数ではなく M ステップで戻ってくる。",
        ),
        equation=r"\frac{\partial L}{\partial s_m} = \left. \frac{\partial L}{\partial s_m} "
        r"\right|_{h^0_m} + \left. \frac{\partial L}{\partial s_m} \right|_{s_{m+1}}",
    ),
    Step(
        heading=Text(
            "The encoder goes back over the words of each utterance",
            "エンコーダは、各発話の単語をさかのぼる",
        ),
        text=Text(
            "From its last state alone, which is what the context read. All utterances share the "
            "weights, so the gradients are summed over the M utterances.",
            "文脈が読んだ最後の状態だけから始まる。重みは全発話で共有されるので、"
            "勾配は M 個の発話にわたる和になる。",
        ),
        equation=r"\frac{\partial L}{\partial E[w]} = \sum_{m, k : x_{mk} = w} \frac{\partial L}"
        r"{\partial e_{mk}}",
        check=ALL_AGREE,
    ),
)

OF_VHRED = (
    Step(
        heading=Text(
            "A drawn number as a function of its mean and variance",
            "引いた乱数を、平均と分散の関数として書く",
        ),
        text=Text(
            "With the noise outside, z is differentiable in both (reparameterization). The "
            "gradient of z is what the decoder's first state hands back.",
            "乱数を外に出すと、z は両方について微分できる(再パラメータ化)。"
            "z の勾配は、デコーダの最初の状態から戻る。",
        ),
        equation=(
            r"z = \mu_q + \sqrt{v_q} \odot \epsilon"
            "\n"
            r"\frac{\partial z}{\partial \mu_q} = 1, \quad "
            r"\frac{\partial z}{\partial \log v_q} = \frac{1}{2} \sqrt{v_q} \odot \epsilon"
        ),
    ),
    Step(
        heading=Text(
            "The divergence pulls prior and posterior together",
            "KL は事前分布と事後分布を互いに引き寄せる",
        ),
        text=Text(
            "Both have weights, so both have a gradient. Where they are equal, all four slopes "
            "are 0.",
            "どちらにも重みがあるので、勾配も両方にある。2つが等しければ、傾きは4つとも 0 である。",
        ),
        equation=(
            r"\frac{\partial \text{KL}}{\partial \mu_q} = \frac{\mu_q - \mu_p}{v_p} = "
            r"-\frac{\partial \text{KL}}{\partial \mu_p}"
            "\n"
            r"\frac{\partial \text{KL}}{\partial \log v_q} = \frac{1}{2} \left( \frac{v_q}{v_p} "
            r"- 1 \right), \quad \frac{\partial \text{KL}}{\partial \log v_p} = \frac{1}{2} "
            r"\left( 1 - \frac{v_q + (\mu_q - \mu_p)^2}{v_p} \right)"
        ),
    ),
    Step(
        heading=Text(
            "The context is seen by three, the encoder reads twice",
            "文脈は3か所で使われ、エンコーダは2回読む",
        ),
        text=Text(
            "Prior, posterior and decoder each hand back a gradient of s, to be added. The "
            "encoder's weights add what the utterances give and what the replies give.",
            "事前分布、事後分布、デコーダのそれぞれから s の勾配が戻り、その和を取る。"
            "エンコーダの重みの勾配は、発話の分と返答の分の和である。",
        ),
        equation=r"\frac{\partial L}{\partial s_m} = \left. \frac{\partial L}{\partial s_m} "
        r"\right|_{h^0_m} + \left. \frac{\partial L}{\partial s_m} \right|_{p} + \left. "
        r"\frac{\partial L}{\partial s_m} \right|_{q} + \left. \frac{\partial L}{\partial s_m} "
        r"\right|_{s_{m+1}}",
        check=ALL_AGREE,
    ),
)
