"""How the gradients of Luong's attention are derived."""

from __future__ import annotations

from parity.concepts.attention import _seq2seq as seq2seq
from parity.describing.concept import Text
from parity.describing.derivation import Step

DERIVATION = (
    seq2seq.OF_THE_MEAN,
    Step(
        heading=Text(
            "The scores are a product of three",
            "スコアは3つの行列の積である",
        ),
        text=Text(
            "Each factor's gradient is that of the scores, with the other factors, "
            "transposed, on their sides. Without W it falls away. W is shared by all "
            "examples, so its gradient is summed over them.",
            "各因子の勾配は、スコアの勾配の両側に、他の因子を転置して掛けたものになる。"
            "W がなければ、その部分がなくなる。W は全データで共有されるので、勾配は和を取る。",
        ),
        equation=(
            r"\frac{\partial L}{\partial Q} = \frac{\partial L}{\partial e} K W^\top, \quad "
            r"\frac{\partial L}{\partial K} = \left( \frac{\partial L}{\partial e} "
            r"\right)^\top Q W, \quad \frac{\partial L}{\partial W} = \sum_n Q_n^\top "
            r"\frac{\partial L}{\partial e_n} K_n"
        ),
    ),
    Step(
        heading=Text(
            "Concat: W is one block above another",
            "concat では、W を上下2つに分けて考える",
        ),
        text=Text(
            "The first rows of W, W_q, meet the query, the others, W_k, the key; so the joined "
            "vector need not be built, and each block gets the gradient of its own side. A query "
            "was joined with every key and a key with every query, so both are sums. a is what "
            "stands in tanh.",
            "W の上側の行 W_q はクエリに、下側の行 W_k はキーに掛かる。だから、つないだベクトルを"
            "実際に作る必要はなく、勾配もそれぞれの側から来る。クエリはすべてのキーと、キーは"
            "すべてのクエリと組になったので、どちらも和を取る。tanh の中身を a とする。",
        ),
        equation=(
            r"\frac{\partial L}{\partial a_{ij}} = \frac{\partial L}{\partial e_{ij}} v^\top \odot "
            r"(1 - h_{ij}^2), \quad \frac{\partial L}{\partial v} = \sum_{i,j} "
            r"\frac{\partial L}{\partial e_{ij}} h_{ij}^\top"
            "\n"
            r"\frac{\partial L}{\partial Q_i} = \sum_j \frac{\partial L}{\partial a_{ij}} "
            r"W_q^\top, \quad \frac{\partial L}{\partial K_j} = \sum_i "
            r"\frac{\partial L}{\partial a_{ij}} W_k^\top, \quad "
            r"\frac{\partial L}{\partial W} = \sum_{i,j} [Q_i, K_j]^\top "
            r"\frac{\partial L}{\partial a_{ij}}"
        ),
    ),
    seq2seq.KEYS_TWICE,
)
