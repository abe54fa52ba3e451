"""How the gradients of sequence to sequence with attention are derived."""

from __future__ import annotations

from parity.concepts.recurrent._shared import ALL_AGREE
from parity.describing.concept import Text
from parity.describing.derivation import Step

DERIVATION = (
    Step(
        heading=Text(
            "The output hands its gradient to the mean and to the state",
            "出力の勾配は、加重平均と状態に分かれる",
        ),
        text=Text(
            "Both stood side by side before the affine layer, so its input's gradient is cut in "
            "two.",
            "両者は Affine 層の前で並べてあったので、その入力の勾配を2つに切り分ける。",
        ),
        equation=r"\left( \frac{\partial L}{\partial a_k}, \frac{\partial L}{\partial d_k} "
        r"\right) = \frac{\partial L}{\partial y_k} V^\top",
    ),
    Step(
        heading=Text(
            "Attention hands the mean's gradient to both sides",
            "注意機構は、加重平均の勾配を両側に渡す",
        ),
        text=Text(
            "To the state that asked, which has now two gradients to add up, and to every state "
            "of the encoder, in proportion to its weight and through its score.",
            "問い合わせた側の状態には2つ目の勾配として足される。エンコーダの各状態には、"
            "重みに応じた分と、スコアを通る分が届く。",
        ),
        equation=(
            r"\frac{\partial L}{\partial d_k} \leftarrow \frac{\partial L}{\partial d_k} + "
            r"\sum_s \frac{\partial L}{\partial e_{ks}} h^{\text{enc}}_s, \quad "
            r"\frac{\partial L}{\partial h^{\text{enc}}_s} = \sum_k A_{ks} "
            r"\frac{\partial L}{\partial a_k} + \sum_k \frac{\partial L}{\partial e_{ks}} d_k"
        ),
        check=Text(
            "Written for the score dot; with general or concat, W stands between.",
            "スコアが dot の場合の式である。general や concat では間に W が入る。",
        ),
    ),
    Step(
        heading=Text(
            "The encoder gets gradients at every step, not at the last one alone",
            "エンコーダには、最後だけでなく毎時刻に勾配が届く",
        ),
        text=Text(
            "To the gradients that attention brought comes that of the decoder's first state, at "
            "the last step, as without attention. The way from a word that is said to the word "
            "that it came from is no longer as long as both sentences.",
            "注意機構から来た勾配に加えて、最後の時刻には、注意機構がない場合と同じく、デコーダの"
            "最初の状態の勾配が来る。出力した単語から、もとになった単語までの道のりは、もはや"
            "2つの文の長さに比例しない。",
        ),
        equation=r"\frac{\partial L}{\partial h^{\text{enc}}_S} \leftarrow "
        r"\frac{\partial L}{\partial h^{\text{enc}}_S} + \frac{\partial L}{\partial h_0}",
        check=ALL_AGREE,
    ),
)
