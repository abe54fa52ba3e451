"""How the gradients of multi-head attention are derived."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.describing.derivation import Step

DERIVATION = (
    Step(
        heading=Text(
            "The last projection hands its gradient to the heads, each its own columns",
            "最後の線形変換の勾配は、列ごとに各ヘッドへ渡る",
        ),
        text=Text(
            "It is a dense layer of the heads side by side. To put arrays side by side is undone "
            "by cutting the gradient at the same places.",
            "並べたヘッドに対する全結合層である。配列をつなげる操作の逆伝播は、"
            "勾配を同じ所で切り分けることである。",
        ),
        equation=(
            r"\left[ \frac{\partial L}{\partial y_1}, \dots, \frac{\partial L}{\partial y_h} "
            r"\right] = \frac{\partial L}{\partial y} W_o^\top"
            "\n"
            r"\frac{\partial L}{\partial W_o} = [y_1, \dots, y_h]^\top \frac{\partial L}"
            r"{\partial y}, \quad \frac{\partial L}{\partial b_o} = \sum_{n,t} \frac{\partial L}"
            r"{\partial y_{n,t}}"
        ),
    ),
    Step(
        heading=Text(
            "Each head goes back by itself, as one attention does",
            "各ヘッドは、単独の注意機構として逆伝播する",
        ),
        text=Text(
            "No head saw another one, so the gradients of its queries, keys and values are those "
            "of scaled dot-product attention, with the root of the head's own length.",
            "ヘッドどうしは互いを見ていないので、クエリ・キー・バリューの勾配は "
            "Scaled Dot-Product Attention と同じである。係数には、ヘッドの長さの平方根が入る。",
        ),
        equation=(
            r"\frac{\partial L}{\partial q_i} = \frac{1}{\sqrt{d_h}} \frac{\partial L}"
            r"{\partial S_i} k_i, \quad \frac{\partial L}{\partial k_i} = \frac{1}{\sqrt{d_h}} "
            r"\left( \frac{\partial L}{\partial S_i} \right)^\top q_i, \quad \frac{\partial L}"
            r"{\partial v_i} = A_i^\top \frac{\partial L}{\partial y_i}"
        ),
    ),
    Step(
        heading=Text(
            "Three dense layers lead back; what was used several times adds up",
            "3つの全結合層を戻る。何度も使われた入力では、勾配が足し合わされる",
        ),
        text=Text(
            "Side by side again, the heads' gradients go through W_q, W_k and W_v. In "
            "self-attention x is Q, K and V at once, so that its gradient is the sum of the three.",
            "ヘッドの勾配を再び並べ、W_q, W_k, W_v を逆にたどる。自己注意では x が "
            "Q, K, V のすべてを兼ねるので、勾配は3つの和になる。",
        ),
        equation=(
            r"\frac{\partial L}{\partial W_q} = Q^\top \frac{\partial L}{\partial q}, \quad "
            r"\frac{\partial L}{\partial Q} = \frac{\partial L}{\partial q} W_q^\top"
            "\n"
            r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial q} W_q^\top + "
            r"\frac{\partial L}{\partial k} W_k^\top + \frac{\partial L}{\partial v} W_v^\top"
        ),
        check=Text(
            "The same as the gradients of PyTorch and Keras, and as finite differences; the "
            "gradient of b_k is 0, as a number added to all scores of a query changes nothing.",
            "PyTorch と Keras の勾配とも、数値微分とも一致する。b_k の勾配は 0 になる。"
            "あるクエリのスコアすべてに同じ数を足しても、何も変わらないからである。",
        ),
    ),
)
