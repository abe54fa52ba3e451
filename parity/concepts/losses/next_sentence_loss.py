"""The loss of BERT's next-sentence prediction."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.losses._conventions import BY_ELEMENT, FROM_LOGITS, SUMMED
from parity.concepts.losses._draws import SCALAR
from parity.concepts.losses._sources import KERAS_LOSSES
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import labels, normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(name: str, *shape: int, **config: Any) -> Case:
    """Return a case for x (..., 2)."""
    return Case(
        name,
        inputs={"x": normal(*shape, 2), "t": labels(*shape, classes=2)},
        upstream=normal(*shape) if config.get("reduction") == "none" else SCALAR,
        config=config,
    )


def _of_two_classes(of: Implementations, a: Arrays) -> Arrays:
    loss = of("softmax_cross_entropy")()
    return {"loss": loss.forward(a["x"], a["t"]), "dx": loss.backward(a["dy"])}


def _of_the_difference(of: Implementations, a: Arrays) -> Arrays:
    """Return the binary cross-entropy of the logit x_1 - x_0."""
    loss = of("binary_cross_entropy_with_logits")()
    value = loss.forward(a["x"][:, 1] - a["x"][:, 0], a["t"])
    d = loss.backward(a["dy"])
    return {"loss": value, "dx": np.stack([-d, d], axis=1)}


_SIGN = "self.sign = 1 - 2 * right"

NextSentenceLoss = Concept(
    kind="loss",
    name="next_sentence_loss",
    order=23,
    syllabus=("4-4-2",),
    needs=("masked_language_model_loss", "binary_cross_entropy_with_logits"),
    title=Text("Next-sentence loss", "次文予測の損失(NSP)"),
    summary=Text(
        "BERT's second task: does the second sentence really follow the first, or was it drawn "
        "from elsewhere? Cross-entropy of two classes, from the output at [CLS].",
        "BERT の2つ目の事前学習課題。2文目が本当に1文目の続きか、別の所から取った文かを問う。"
        "[CLS] の位置の出力による、2クラスの交差エントロピーである。",
    ),
    why=Text(
        "Hidden words teach what stands within a sentence. Question answering and inference ask "
        "how two texts belong together, so BERT is given pairs: half of them neighbours, half with "
        "a second sentence drawn at random. One vector, the output at [CLS], has to tell which. "
        "The loss is added to that of the masked language model; RoBERTa later found that it can "
        "be left out.",
        "隠した単語を当てる課題で学べるのは、主に文の中の関係である。質問応答や含意関係の判定では"
        "2つの文の関係が問われるので、BERT には文の組を与える。半分は続いている2文、"
        "半分は2文目を無作為に選んだ組である。どちらであるかを [CLS] の出力1つで判定する。"
        "この損失は MLM の損失に足す。後の RoBERTa は、これを省いてもよいと報告した。",
    ),
    equation="L = -1/N sum_n log softmax(x_n)[t_n] = 1/N sum_n log(1 + exp(x_wrong - x_right))",
    formula=(
        r"L = \frac{1}{N} \sum_n \log(1 + \exp(u_n)), \quad u_n = (1 - 2 t_n) (x_{n,1} - x_{n,0})",
        r"q_n = \frac{1}{1 + \exp({-u_n})}",
        r"\frac{\partial L}{\partial x_{n,0}} = {-\frac{1}{N}} (1 - 2 t_n)\, q_n, \quad "
        r"\frac{\partial L}{\partial x_{n,1}} = \frac{1}{N} (1 - 2 t_n)\, q_n",
    ),
    derivation=(
        Step(
            heading=Text(
                "A softmax of two is the sigmoid of the difference",
                "2クラスのソフトマックスは、差のシグモイドである",
            ),
            text=Text(
                "Divide above and below by the exponential of the right logit. With u the lead of "
                "the wrong answer, x_wrong - x_right, the right one has the probability "
                "1 / (1 + exp(u)).",
                "分子と分母を、正解側のロジットの指数で割る。誤答側がどれだけ上回るかを "
                "u = x_wrong - x_right とすると、正解の確率は 1 / (1 + exp(u)) になる。",
            ),
            equation=r"\ell = \log(1 + \exp(u))",
            check=Text(
                "Logits that are equal know nothing: the loss is log 2.",
                "2つのロジットが等しければ何も分かっておらず、損失は log 2 である。",
            ),
        ),
        Step(
            heading=Text(
                "Its slope is the probability of the wrong answer",
                "その傾きは、誤答の確率である",
            ),
            text=Text(
                "The more surely the wrong thing is believed, the stronger the push, up to 1; what "
                "is known already pushes no more.",
                "誤りを強く信じているほど勾配は大きく、1 に近づく。"
                "分かっている組の勾配は 0 に近い。",
            ),
            equation=r"q = \frac{\partial \ell}{\partial u} = \frac{1}{1 + \exp({-u})}",
        ),
        Step(
            heading=Text("Both logits move, apart", "2つのロジットは逆向きに動く"),
            text=Text(
                "u is the one logit less the other: what the wrong answer's gets, the right one's "
                "gets with the other sign.",
                "u は2つのロジットの差なので、誤答側の勾配と正解側の勾配は符号だけが異なる。",
            ),
            equation=(
                r"\frac{\partial \ell}{\partial x_{\text{wrong}}} = q, \quad "
                r"\frac{\partial \ell}{\partial x_{\text{right}}} = {-q}"
            ),
            check=Text("The two gradients of a pair sum to 0.", "1組の2つの勾配の和は 0 になる。"),
        ),
    ),
    shapes={
        "x": "(..., 2) logits of following and of not",
        "t": "(...) 0 if it follows, 1 if not",
        "L": "scalar, or (...) without a reduction",
    },
    sources=(
        "Devlin et al. (2019), BERT: Pre-training of deep bidirectional Transformers for language "
        "understanding, section 3.1, task 2",
    ),
    cases=(
        _case("pairs", 5),
        _case("sum", 4, reduction="sum"),
        _case("none", 6, reduction="none"),
        _case("more_axes", 3, 4),
        _case("more_axes_none", 4, 3, reduction="none"),
        Case(
            "all_follow",
            inputs={"x": normal(3, 2), "t": values([0, 0, 0])},
            upstream=SCALAR,
        ),
        Case(
            "none_follows",
            inputs={"x": normal(4, 2), "t": values([1, 1, 1, 1])},
            upstream=SCALAR,
        ),
        Case(
            "large_logits",
            inputs={
                "x": values([[1e4, -1e4], [9999.0, 1e4], [1e4, 9999.5], [1.0, 2.0], [-1e4, 1e4]]),
                "t": values([1, 0, 1, 0, 1]),
            },
            upstream=normal(5),
            config={"reduction": "none"},
        ),
        Case(
            "one_pair",
            inputs={"x": normal(1, 2), "t": values([1])},
            upstream=SCALAR,
            ours=True,
        ),
        Case(
            "sure",
            inputs={
                "x": values([[3.0, -37.0], [-60.0, 1.0], [0.5, 0.25], [0.0, 20.0]]),
                "t": values([0, 1, 0, 1]),
            },
            upstream=normal(4),
            config={"reduction": "none"},
            by_element=("loss",),
            loses={
                "torch": "it takes the logarithm of a sum near 1",
                "keras": "TensorFlow takes the logarithm of a sum near 1",
            },
        ),
    ),
    divergences=(
        Divergence(
            name="probabilities_expected_by_default",
            ja="既定では確率を受け取る",
            summary=Text(
                "PyTorch's CrossEntropyLoss takes the two logits. Keras' takes probabilities "
                "unless told from_logits=True, and clips what it is given without a word.",
                "PyTorch の CrossEntropyLoss は2つのロジットを受け取る。Keras のほうは "
                "from_logits=True を指定しない限り確率を受け取り、渡された値を黙って切り詰める。",
            ),
            reconciled=FROM_LOGITS,
            source=KERAS_LOSSES,
            case="pairs",
            native={
                "torch": {"callable": "torch.nn.CrossEntropyLoss"},
                "keras": {"callable": "keras.losses.SparseCategoricalCrossentropy"},
            },
            quantity="loss",
        ),
    ),
    defaults=(
        Default(
            "reduction",
            "mean",
            torch=("torch.nn.CrossEntropyLoss", "reduction", "mean"),
            keras=(
                "keras.losses.SparseCategoricalCrossentropy",
                "reduction",
                "sum_over_batch_size",
            ),
        ),
    ),
    conventions=(SUMMED, BY_ELEMENT),
    also_called=(
        "nsp_loss",
        "next_sentence_prediction_loss",
        "next_sentence_prediction",
        "nsp",
        "sentence_order_loss",
    ),
    identities=(
        Identity(
            sibling="softmax_cross_entropy",
            text=Text(
                "It is softmax with cross-entropy of two classes.",
                "2クラスのソフトマックス・交差エントロピーと同じである。",
            ),
            case=_case("of_two_classes", 6),
            left=evaluated("next_sentence_loss"),
            right=_of_two_classes,
        ),
        Identity(
            sibling="binary_cross_entropy_with_logits",
            text=Text(
                "It is the binary cross-entropy of the difference of the two logits.",
                "2つのロジットの差に対する二値交差エントロピーと同じである。",
            ),
            case=_case("of_the_difference", 5),
            left=evaluated("next_sentence_loss"),
            right=_of_the_difference,
        ),
    ),
    mistakes=(
        Mistake(
            name="labels_exchanged",
            ja="ラベルを逆にする",
            line=_SIGN,
            wrong="self.sign = 2 * right - 1",
            why=Text(
                "0 means that the second sentence follows, and belongs to the first logit. "
                "Exchanged, the network is taught the contrary.",
                "0 は「続いている」を表し、1つ目のロジットに対応する。"
                "逆にすると、反対のことを教えてしまう。",
            ),
        ),
        Mistake(
            name="right_answers_logit_alone",
            ja="正解側のロジットだけを使う",
            line=_SIGN,
            wrong="self.sign = -right",
            why=Text(
                "The softmax compares the two logits. With one of them alone it is a sigmoid for "
                "itself, and the other logit never learns.",
                "ソフトマックスは2つのロジットを比べる。片方だけでは単独のシグモイドになり、"
                "もう一方のロジットは学習しない。",
            ),
        ),
        Mistake(
            name="probability_of_the_right_answer",
            ja="正解の確率を勾配にする",
            line="self.p_wrong = np.where(lead >= 0, 1, e) / (1 + e)",
            wrong="self.p_wrong = np.where(lead >= 0, e, 1) / (1 + e)",
            why=Text(
                "The slope of log(1 + e^u) is the probability of the wrong answer: softmax less "
                "target. What is known already needs no push.",
                "log(1 + e^u) の傾きは誤答の確率、つまりソフトマックスから目標を引いたものである。"
                "すでに分かっている組を押す必要はない。",
            ),
        ),
        Mistake(
            name="one_logit_has_no_gradient",
            ja="片方のロジットに勾配がない",
            line="return dlead[..., np.newaxis] * self.sign",
            wrong="return dlead[..., np.newaxis] * np.minimum(self.sign, 0)",
            why=Text(
                "The lead is a difference: what pushes the right logit up pushes the wrong one "
                "down as much.",
                "u は差なので、正解側を押し上げるのと同じだけ誤答側を押し下げる。",
            ),
        ),
        Mistake(
            name="gradient_not_averaged",
            ja="勾配を平均しない",
            line="dlead = self.share(dL) * self.p_wrong",
            wrong="dlead = np.asarray(dL) * self.p_wrong",
            why=Text(
                "The loss is a mean over the pairs, so each one's gradient is divided by their "
                "number.",
                "損失は文の組についての平均なので、各組の勾配も組の数で割る。",
            ),
        ),
        Mistake(
            name="exponential_overflows",
            ja="指数関数がオーバーフローする",
            line="losses = np.maximum(lead, 0) + np.log1p(e)",
            wrong="losses = np.log(1 + np.exp(lead))",
            why=Text(
                "The same on paper, but exp overflows from 710 on; and beside the 1 what is small "
                "is lost.",
                "式の上では同じだが、710 程度を超えると exp があふれる。"
                "また、小さい値は 1 に足すと失われる。",
            ),
        ),
    ),
)
