"""How the gradients of a decoder block are derived."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.describing.derivation import Step

DERIVATION = (
    Step(
        heading=Text(
            "Three times the same: a normalization, a sum, a sublayer",
            "正規化・和・サブ層を3回戻る",
        ),
        text=Text(
            "The block goes back as an encoder block does, with one sublayer more. Each sum hands "
            "its gradient δ to the sublayer and past it.",
            "逆伝播はエンコーダブロックと同じで、サブ層が1つ多いだけである。"
            "どの和も、勾配 δ をサブ層と迂回路の両方に渡す。",
        ),
        equation=(
            r"\delta_3 = \left( \frac{\partial \operatorname{LN}_3}{\partial s_3} \right)^\top "
            r"\frac{\partial L}{\partial y}, \quad \frac{\partial L}{\partial h_2} = \delta_3 + "
            r"\left( \frac{\partial \operatorname{FFN}}{\partial h_2} \right)^\top \delta_3"
        ),
    ),
    Step(
        heading=Text(
            "The cross-attention has two inputs, and so two gradients",
            "Source-Target Attention の入力は2つなので、勾配も2つある",
        ),
        text=Text(
            "Its queries come from the target, so the gradient of the queries goes on through this "
            "block. Keys and values come from the memory m: the sum of their gradients leaves the "
            "block, towards the encoder. With several blocks each adds its part to it.",
            "クエリは目標側から来るので、クエリの勾配はこのブロックの中をさらに戻る。"
            "キーとバリューはエンコーダの出力 m から来るので、両者の勾配の和はブロックを出て"
            "エンコーダへ向かう。ブロックが複数あれば、それぞれの分を足し合わせる。",
        ),
        equation=(
            r"\frac{\partial L}{\partial h_1} = \delta_2 + \frac{\partial L}{\partial q} W_q^\top"
            "\n"
            r"\frac{\partial L}{\partial m} = \frac{\partial L}{\partial k} W_k^\top + \frac"
            r"{\partial L}{\partial v} W_v^\top"
        ),
    ),
    Step(
        heading=Text(
            "The causal self-attention sends gradients backward in time alone",
            "因果的な自己注意では、勾配は過去にだけ流れる",
        ),
        text=Text(
            "Position t took nothing from later ones, so the loss at t gives them no gradient: the "
            "weights there are 0, and the softmax' gradient is 0 with them.",
            "位置 t は後の位置から何も受け取らなかったので、t での損失は後の位置に勾配を与えない。"
            "そこでは重みが 0 で、ソフトマックスの勾配も 0 になる。",
        ),
        equation=(
            r"\frac{\partial L}{\partial x} = \delta_1 + \left( \frac{\partial \operatorname{MHA}"
            r"}{\partial x} \right)^\top \delta_1"
        ),
        check=Text(
            "The same as PyTorch's nn.TransformerDecoderLayer and as a block of Keras' layers, the "
            "gradient of the memory included.",
            "PyTorch の nn.TransformerDecoderLayer、および Keras の層で組んだブロックと、"
            "エンコーダの出力の勾配も含めて一致する。",
        ),
    ),
)
