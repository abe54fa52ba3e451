"""How the gradients of scaled dot-product attention are derived."""

from __future__ import annotations

from parity.concepts.recurrent._shared import SAME_GRADIENTS
from parity.describing.concept import Text
from parity.describing.derivation import Step

DERIVATION = (
    Step(
        heading=Text(
            "The values and the weights meet in a matrix product",
            "バリューと重みは行列積で結ばれている",
        ),
        text=Text(
            "y = A V: the gradient of each factor is the upstream gradient times the other factor, "
            "transposed. Summed over the queries, a value collects the gradient of everyone who "
            "looked at it.",
            "y = A V なので、一方の因子の勾配は、上流の勾配にもう一方を転置して掛けたものになる。"
            "各バリューは、それに注目したすべてのクエリから勾配を集める。",
        ),
        equation=(
            r"\frac{\partial L}{\partial V} = A^\top \frac{\partial L}{\partial y}, \quad "
            r"\frac{\partial L}{\partial A} = \frac{\partial L}{\partial y} V^\top"
        ),
    ),
    Step(
        heading=Text(
            "Each row goes through a softmax of its own",
            "行ごとに、それぞれのソフトマックスを逆にたどる",
        ),
        text=Text(
            "A weight depends on every score of its row and on no other row. So the gradient is "
            "that of softmax: the weight, times how far its gradient is from the row's mean, "
            "weighted by the weights. A masked score has the weight 0, and gets the gradient 0.",
            "重みは、その行のすべてのスコアに依存し、他の行には依存しない。勾配はソフトマックスと"
            "同じで、重みに「その勾配と、重みによる行の加重平均との差」を掛けたものである。"
            "マスクされたスコアは重みが 0 なので、勾配も 0 になる。",
        ),
        equation=(
            r"\frac{\partial L}{\partial S_{ij}} = A_{ij} \left( \frac{\partial L}"
            r"{\partial A_{ij}} - \sum_k \frac{\partial L}{\partial A_{ik}} A_{ik} \right)"
        ),
        check=Text(
            "Each row of it sums to 0: a number added to all scores of a query changes nothing.",
            "各行の和は 0 になる。あるクエリのスコアすべてに同じ数を足しても、"
            "何も変わらないからである。",
        ),
    ),
    Step(
        heading=Text(
            "Queries and keys get their share of the scores, scaled as the scores were",
            "クエリとキーは、スコアと同じ係数を掛けた勾配を受け取る",
        ),
        text=Text(
            "S is the product of Q and K transposed, over the root of d_k. Both gradients keep "
            "that root; that of K is transposed, as a key meets the queries down its column.",
            "S は Q と K の転置の積を √d_k で割ったものである。どちらの勾配にも √d_k が残る。"
            "キーは列に沿ってクエリと出会うので、K の勾配では転置が入る。",
        ),
        equation=(
            r"\frac{\partial L}{\partial Q} = \frac{1}{\sqrt{d_k}} \frac{\partial L}{\partial S} "
            r"K, \quad \frac{\partial L}{\partial K} = \frac{1}{\sqrt{d_k}} \left( "
            r"\frac{\partial L}{\partial S} \right)^\top Q"
        ),
        check=SAME_GRADIENTS,
    ),
)
