"""Softmax with cross-entropy at every step of a sequence."""

from __future__ import annotations

import numpy as np

from parity.concepts.losses._draws import SCALAR
from parity.concepts.models._shared import MEAN_OVER_TOKENS
from parity.concepts.models._words import words
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(name: str, x: Draw, t: Draw, **more: object) -> Case:
    return Case(
        name,
        inputs={"x": x, "t": t},
        upstream={"L": SCALAR},
        options={"outputs": ("L",)},
        **more,  # type: ignore[arg-type]
    )


def _as_examples(of: Implementations, a: Arrays) -> Arrays:
    """Return the loss of all steps of all sequences as so many examples."""
    loss = of("softmax_cross_entropy")()
    N, T, C = a["x"].shape
    value = loss.forward(a["x"].reshape(N * T, C), a["t"].ravel())
    return {"L": np.asarray(value), "dx": loss.backward(a["dy"]).reshape(N, T, C)}


TimeSoftmaxCrossEntropy = Concept(
    kind="layer",
    name="time_softmax_cross_entropy",
    order=3,
    syllabus=("3-5-3",),
    needs=("softmax_cross_entropy", "time_distributed"),
    title=Text("Softmax with cross-entropy over time", "時系列のソフトマックスと交差エントロピー"),
    summary=Text(
        "The loss of models that say a word at every step: the mean of -log p over all tokens of "
        "all sequences, but for those that do not count, such as padding.",
        "各時刻で単語を予測するモデルの損失。全系列の全トークンについて -log p を平均する。"
        "パディングなど、数えないトークンは除く。",
    ),
    why=Text(
        "Sentences differ in length, so a batch of them is padded, and what a model says to "
        "padding is of no interest. It must neither add to the loss, nor get a gradient, nor count "
        "in the number by which the sum is divided: else the loss falls with the share of padding, "
        "and the learning rate with it.",
        "文の長さは揃わないので、バッチにはパディングが入る。パディングに対する予測はどうでもよい。"
        "損失に足さず、勾配も流さず、割る数にも入れてはならない。入れるとパディングの割合に応じて"
        "損失が小さくなり、実質的な学習率も下がってしまう。",
    ),
    equation="L = -1/n sum over the n tokens that count of log softmax(x_nt)_(t_nt)",
    formula=(
        r"L = -\frac{1}{n} \sum_i m_i \,\log\, p_{i, t_i}, \quad n = \sum_i m_i",
        r"p_{ic} = \frac{\exp(x_{ic})}{\sum_k \exp(x_{ik})}",
        r"\frac{\partial L}{\partial x_{ic}} = \frac{m_i}{n} (p_{ic} - \delta_{c, t_i})",
    ),
    derivation=(
        Step(
            heading=Text(
                "Each token is an example of a classification",
                "トークン1つ1つが、分類問題の1データである",
            ),
            text=Text(
                "Sequence and step together number the tokens i; δ is 1 for the right word, else "
                "0. The gradient is that of softmax and cross-entropy.",
                "系列と時刻を合わせた番号を i とする。δ は正解の単語で 1、それ以外で 0 である。"
                "勾配はソフトマックスと交差エントロピーのものと同じである。",
            ),
            equation=r"\frac{\partial (-\log\, p_{i, t_i})}{\partial x_{ic}} = p_{ic} - "
            r"\delta_{c, t_i}",
        ),
        Step(
            heading=Text(
                "The mean goes over the tokens that count, so each has the share 1/n",
                "数えるトークンだけの平均なので、1つあたりの重みは 1/n になる",
            ),
            text=Text(
                "m is 1 for a token that counts and 0 for padding; n does not depend on x.",
                "m は数えるトークンで 1、パディングで 0 である。n は x によらない。",
            ),
            equation=r"\frac{\partial L}{\partial x_{ic}} = \frac{m_i}{n} (p_{ic} - "
            r"\delta_{c, t_i})",
            check=Text(
                "Each row sums to 0, and that of padding is 0 altogether.",
                "各行の和は 0 になる。パディングの行はすべて 0 である。",
            ),
        ),
    ),
    shapes={"x": "(N, T, C)", "t": "(N, T) the numbers of the right words", "L": "scalar"},
    sources=("Goodfellow, Bengio and Courville (2016), Deep Learning, section 10.2.1",),
    cases=(
        _case("all_count", normal(3, 4, 5), words(3, 4, vocab=5)),
        _case("padded", normal(3, 5, 4), words(3, 5, vocab=4, ends=(5, 1, 3))),
        _case(
            "another_label_ignored",
            normal(2, 5, 4),
            values([[1, 0, 3, 0, 2], [2, 3, 0, 0, 0]]),
            config={"ignore_label": 0},
        ),
        _case("none_ignored", normal(2, 3, 4), words(2, 3, vocab=4), config={"ignore_label": None}),
        _case("one_sequence", normal(1, 6, 3), words(1, 6, vocab=3, ends=(4,))),
        _case("one_step", normal(4, 1, 3), values([[0], [2], [-1], [1]])),
        _case("a_sequence_without_tokens", normal(3, 2, 4), values([[1, 3], [-1, -1], [0, -1]])),
        _case(
            "large_logits",
            normal(2, 3, 5, scale=300.0),
            words(2, 3, vocab=5, ends=(3, 1)),
            ours=True,
        ),
    ),
    defaults=(
        Default(
            "ignore_label",
            -1,
            torch=("torch.nn.CrossEntropyLoss", "ignore_index", -100),
            keras=("keras.losses.SparseCategoricalCrossentropy", "ignore_class", None),
        ),
    ),
    divergences=(
        Divergence(
            name="padding_is_told_by_a_mask",
            ja="パディングはマスクで伝える",
            summary=Text(
                "PyTorch leaves out what ignore_index says and divides by what is left. In Keras a "
                "sample_weight of 0 takes padding out of the sum alone: by default the loss is "
                "still divided by all tokens.",
                "PyTorch は ignore_index のトークンを除き、残った数で割る。Keras で"
                "sample_weight を 0 にすると、和からは除かれるが、既定では"
                "全トークン数で割られてしまう。",
            ),
            reconciled=Text(
                'Keras: ignore_class=-1, or reduction="mean_with_sample_weight".',
                'Keras では ignore_class=-1、または reduction="mean_with_sample_weight" とする。',
            ),
            source="keras.losses: reduction sum_over_batch_size; mean_with_sample_weight divides "
            "by the sum of the weights",
            case="padded",
            native={
                "torch": {},
                "keras": {"callable": "tf_impl.models.time_softmax_cross_entropy._Weighted"},
            },
            quantity="L",
        ),
    ),
    also_called=("time_softmax_with_loss", "temporal_softmax_loss", "masked_cross_entropy"),
    identities=(
        Identity(
            sibling="softmax_cross_entropy",
            text=Text(
                "Where all tokens count, it is the softmax cross-entropy of N times T examples.",
                "すべてのトークンを数えるなら、N × T 個のデータに対する"
                "ソフトマックス交差エントロピーである。",
            ),
            case=_case("as_examples", normal(2, 3, 4), words(2, 3, vocab=4)),
            left=evaluated("time_softmax_cross_entropy"),
            right=_as_examples,
        ),
    ),
    mistakes=(
        Mistake(
            name="divided_by_all_tokens",
            ja="全トークン数で割る",
            line="return np.where(self.counts, losses, 0).sum() / self.number",
            wrong="return np.where(self.counts, losses, 0).sum() / self.counts.size",
            why=Text(
                "Padding adds nothing to the sum, so it must not be divided by either.",
                "パディングは和に寄与しないので、割る数にも入れない。",
            ),
        ),
        Mistake(
            name="padding_not_masked",
            ja="パディングをマスクしない",
            line="return np.where(self.counts, losses, 0).sum() / self.number",
            wrong="return losses.mean()",
            why=Text(
                "What the model says to padding is judged as if it were a word.",
                "パディングに対する予測まで、単語と同じように損失に入れてしまっている。",
            ),
        ),
        Mistake(
            name="mean_of_each_sequence",
            ja="系列ごとに平均する",
            line="return np.where(self.counts, losses, 0).sum() / self.number",
            wrong="return (np.where(self.counts, losses, 0).sum(axis=1) / np.maximum("
            "self.counts.sum(axis=1), 1)).mean()",
            why=MEAN_OVER_TOKENS,
        ),
        Mistake(
            name="summed_over_time",
            ja="時間で合計する",
            line="return np.where(self.counts, losses, 0).sum() / self.number",
            wrong="return np.where(self.counts, losses, 0).sum() / len(self.counts)",
            why=Text(
                "Divided by the number of sequences alone, the loss grows with their length.",
                "系列の数だけで割ると、系列が長いほど損失が大きくなる。",
            ),
        ),
        Mistake(
            name="gradient_in_padding",
            ja="パディングにも勾配がある",
            line="dlosses = np.where(self.counts, dL / self.number, 0)",
            wrong="dlosses = np.full(self.counts.shape, dL / self.number)",
            why=Text(
                "Padding was left out of the loss, so it has no gradient.",
                "パディングは損失から除いたので、勾配は 0 である。",
            ),
        ),
        Mistake(
            name="gradient_divided_by_all_tokens",
            ja="勾配を全トークン数で割る",
            line="dlosses = np.where(self.counts, dL / self.number, 0)",
            wrong="dlosses = np.where(self.counts, dL / self.counts.size, 0)",
            why=Text(
                "The gradient is divided by what the loss was divided by: the tokens that count.",
                "勾配も、損失と同じ数、つまり数えたトークンの数で割る。",
            ),
        ),
    ),
)
