"""How the gradient of an embedding follows from the product with one-hot rows."""

from __future__ import annotations

from parity.describing.derivation import Step
from parity.describing.text import Text

DERIVATION = (
    Step(
        heading=Text(
            "Looking up a row is a product with a one-hot row",
            "行を取り出すことは、one-hot の行との積である",
        ),
        text=Text(
            "Row n of X has its only 1 in the place idx of n, so of the sum over the words one row "
            "of W is left.",
            "X の n 行目は idx の n 番目の位置だけが 1 なので、"
            "単語についての和には W の1行だけが残る。",
        ),
        equation=r"y_n = \sum_k X_{nk} W_k = W_{\text{idx}_n}, \quad X_{nk} = [\,k = "
        r"\text{idx}_n\,]",
    ),
    Step(
        heading=Text(
            "So the gradient is that of a dense layer",
            "したがって勾配は全結合層と同じ形になる",
        ),
        text=Text(
            "δ is the gradient that arrives from behind. The matrix X^T δ is mostly a sum of "
            "zeros.",
            "後ろから届く勾配を δ とする。行列 X^T δ の計算は、ほとんどが 0 の足し算である。",
        ),
        equation=r"\frac{\partial L}{\partial W} = X^\top \delta, \quad \frac{\partial L}{\partial "
        r"W_k} = \sum_n X_{nk} \, \delta_n",
    ),
    Step(
        heading=Text(
            "Only the places of a word count, and all of them",
            "ある単語の行には、その単語のすべての位置の勾配が足される",
        ),
        text=Text(
            "X is 1 where word k stands. A word that does not occur gets 0; one that occurs three "
            "times gets three gradients, added up.",
            "X が 1 になるのは単語 k がある位置だけである。現れない単語の勾配は 0 になり、"
            "3回現れる単語には3つの勾配が足される。",
        ),
        equation=r"\frac{\partial L}{\partial W_k} = \sum_{n \,:\, \text{idx}_n = k} \delta_n",
        check=Text(
            "With δ = 1 everywhere, row k of dW says how often word k occurs.",
            "δ がすべて 1 なら、dW の k 行目は単語 k の出現回数になる。",
        ),
    ),
)
