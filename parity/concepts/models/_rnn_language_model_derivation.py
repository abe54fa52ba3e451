"""How the gradients of a recurrent language model are derived."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.describing.derivation import Step

DERIVATION = (
    Step(
        heading=Text(
            "At every step it is a classification among all words",
            "各時刻で、全単語の中から1つを選ぶ分類である",
        ),
        text=Text(
            "The loss is the mean over the n tokens that count, so each gives its difference of "
            "probability and target over n.",
            "損失は、数える n 個のトークンの平均である。"
            "各トークンの勾配は、確率と正解の差を n で割ったものになる。",
        ),
        equation=r"\frac{\partial L}{\partial y_t} = \frac{1}{n} (p_t - \delta_{x_{t+1}})",
    ),
    Step(
        heading=Text(
            "The dense layer is shared by all steps",
            "全結合層は全時刻で共有される",
        ),
        text=Text(
            "So the gradients of V and b are sums over the steps, and each state is told its "
            "own part.",
            "したがって V と b の勾配は時刻についての和であり、各状態にはその時刻の分が伝わる。",
        ),
        equation=(
            r"\frac{\partial L}{\partial V} = \sum_t h_t^\top \frac{\partial L}{\partial y_t}, "
            r"\quad \frac{\partial L}{\partial b} = \sum_t \frac{\partial L}{\partial y_t}"
            "\n"
            r"\frac{\partial L}{\partial h_t} = \frac{\partial L}{\partial y_t} V^\top"
        ),
    ),
    Step(
        heading=Text(
            "The recurrent layer takes these, and gives back those of the words' vectors",
            "再帰型の層がそれを受け取り、単語ベクトルの勾配を返す",
        ),
        text=Text(
            "By back-propagation through time. Where the model is stateful the first state is "
            "what the piece before left: a constant, whose gradient is not used.",
            "BPTT による。stateful なモデルでは、最初の状態は前の区間が残した値であり、"
            "定数とみなすので、その勾配は使わない。",
        ),
        equation=r"\frac{\partial L}{\partial h_t} \to \frac{\partial L}{\partial e_t}",
    ),
    Step(
        heading=Text(
            "A word that comes twice gets the sum",
            "2回現れた単語の勾配は、その和になる",
        ),
        text=Text(
            "Looking up a row is a product with a one-hot vector, so its gradient is added to "
            "that row, as often as it was looked up.",
            "行を取り出すのは one-hot ベクトルとの積なので、"
            "勾配は取り出した回数だけその行に足される。",
        ),
        equation=r"\frac{\partial L}{\partial E[w]} = \sum_{t : x_t = w} \frac{\partial L}"
        r"{\partial e_t}",
        check=Text(
            "A word that does not come has the gradient 0.",
            "現れなかった単語の勾配は 0 である。",
        ),
    ),
)
