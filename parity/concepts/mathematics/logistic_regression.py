"""Logistic regression."""

from __future__ import annotations

from typing import Any

from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.draw import bernoulli, normal, uniform

OUTPUTS = {"outputs": ("w", "b", "loss")}


def _case(name: str, n: int = 6, d: int = 3, ours: bool = False, **config: Any) -> Case:
    return Case(
        name,
        inputs={"x": normal(n, d), "t": bernoulli(n), "w": normal(d), "b": normal()},
        config=config,
        options=OUTPUTS,
        ours=ours,
    )


logistic_regression = Concept(
    kind="function",
    order=5,
    syllabus=("2-1-5",),
    needs=("sigmoid", "binary_cross_entropy_with_logits", "sgd"),
    title=Text("Logistic regression", "ロジスティック回帰"),
    summary=Text(
        "A probability from a weighted sum by the sigmoid, whose weights descend the gradient of "
        "the cross-entropy.",
        "重み付きの和をシグモイド関数に通して確率とし、"
        "クロスエントロピーの勾配に沿って重みを学習する。",
    ),
    why=Text(
        "A sum of features may be any number, a probability lies between 0 and 1. The odds p / (1 "
        "- p) lie above 0, and their logarithm, the logit, may be any number again: so the logit "
        "is what the sum stands for. Then a weight has a meaning that doctors and banks use: a "
        "feature that grows by 1 multiplies the odds by e^w. It is a network of one unit, and its "
        "gradient is already p - t times the input.",
        "特徴の和は任意の数になるが、確率は 0 と 1 の間にある。オッズ p / (1 - p) は正の数で、"
        "その対数(ロジット)は任意の数になる。そこで、和でロジットを表す。重みにも意味がある。"
        "特徴が 1 増えるとオッズは e^w 倍になる(オッズ比)。医療や金融で使われる読み方である。"
        "1個のユニットからなるネットワークであり、勾配も p - t と入力の積になる。",
    ),
    equation="p = sigmoid(x w + b); w = w - lr (x^T (p - t) / N + l2 w); b = b - lr mean(p - t)",
    formula=(
        r"p = \frac{1}{1 + e^{-(x w + b)}}, \quad \log \frac{p}{1 - p} = x w + b",
        r"L = -\frac{1}{N} \sum_n (t_n \log\, p_n + (1 - t_n) \log(1 - p_n)) + \frac{\lambda}{2} "
        r"\sum_j w_j^2",
        r"\frac{\partial L}{\partial w} = \frac{1}{N} x^\top (p - t) + \lambda w, \quad "
        r"\frac{\partial L}{\partial b} = \frac{1}{N} \sum_n (p_n - t_n)",
    ),
    shapes={"x": "(N, D)", "t": "(N,)", "w": "(D,)", "b": "scalar", "loss": "scalar"},
    sources=(
        "Cox (1958), The regression analysis of binary sequences, Journal of the Royal "
        "Statistical Society B 20",
        "Bishop (2006), Pattern recognition and machine learning, section 4.3.2",
    ),
    cases=(
        _case("ten_steps"),
        _case("three_large_steps", 5, 2, lr=1.5, n_steps=3),
        _case("penalized", 7, 4, n_steps=5, l2=0.25, lr=0.5),
        _case("no_step", 4, 3, n_steps=0, l2=0.5),
        Case(
            "probabilities_as_targets",
            inputs={
                "x": normal(5, 3, scale=2.0),
                "t": uniform(5, low=0.0, high=1.0),
                "w": normal(3),
                "b": normal(),
            },
            config={"n_steps": 4},
            options=OUTPUTS,
        ),
        _case("one_example", 1, 2, True, n_steps=2),
    ),
    defaults=(
        Default("lr", 0.1),
        Default("n_steps", 10),
        Default("l2", 0.0),
    ),
    also_called=("logistic", "train_logistic_regression", "fit_logistic_regression"),
    mistakes=(
        Mistake(
            name="not_divided_by_the_examples",
            ja="データ数で割らない",
            line="dw = x.T @ error / len(x) + l2 * w",
            wrong="dw = x.T @ error + l2 * w",
            why=Text(
                "The loss is a mean, and so is its gradient.",
                "損失は平均なので、勾配も平均である。",
            ),
        ),
        Mistake(
            name="uphill",
            ja="勾配を足す",
            line="w = w - lr * dw",
            wrong="w = w + lr * dw",
            why=Text(
                "The gradient points to where the loss grows.",
                "勾配は損失が増える向きを指す。",
            ),
        ),
        Mistake(
            name="penalty_without_its_gradient",
            ja="罰則の勾配を忘れる",
            line="dw = x.T @ error / len(x) + l2 * w",
            wrong="dw = x.T @ error / len(x)",
            why=Text(
                "The penalty is a part of the loss, so it has a part of the gradient.",
                "罰則も損失の一部なので、その勾配が加わる。",
            ),
        ),
        Mistake(
            name="penalty_not_halved",
            ja="罰則を半分にしない",
            line="return w, np.asarray(b), loss + l2 / 2 * (w**2).sum()",
            wrong="return w, np.asarray(b), loss + l2 * (w**2).sum()",
            why=Text(
                "Half of it, so that the gradient is l2 w; else the two do not belong together.",
                "勾配が l2 w になるよう半分にする。そうしないと損失と勾配が対応しない。",
            ),
        ),
        Mistake(
            name="bias_stays",
            ja="バイアスを更新しない",
            line="db = error.mean()",
            wrong="db = 0.0",
            why=Text(
                "The bias learns as well: it sets the odds where all features are 0.",
                "バイアスも学習する。全特徴が 0 のときのオッズを決める。",
            ),
        ),
    ),
)
