"""CTC, connectionist temporal classification."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from parity.concepts.losses._conventions import BY_ELEMENT, SUMMED
from parity.concepts.losses._ctc_derivation import OF_CTC
from parity.concepts.losses._ctc_mistakes import OF_CTC as OF_CTC_MISTAKES
from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Text
from parity.describing.draw import Draw, normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(
    name: str,
    sizes: tuple[int, int],
    t: Sequence[Sequence[int]],
    lengths: tuple[Sequence[int], Sequence[int]] | None = None,
    upstream: Draw = SCALAR,
    scale: float = 1.0,
    ours: bool = False,
    dtypes: tuple[str, ...] = ("float64", "float32"),
    **config: Any,
) -> Case:
    """Return a case of the labels t (N, S), in T steps with C classes.

    Args:
        name: the case's.
        sizes: T, C.
        t: the labels, padded behind their ends.
        lengths: the steps and the labels of each example, where not all count.
        upstream: dL.
        scale: of the logits.
        ours: whether people's code is not judged by it.
        dtypes: in which it runs.
        config: the constructor's arguments.
    """
    labels = np.array(t)
    inputs = {"x": normal(len(labels), *sizes, scale=scale), "t": values(labels)}
    if lengths:
        steps, counts = lengths
        inputs |= {"input_lengths": values(list(steps)), "target_lengths": values(list(counts))}
    return Case(name, inputs=inputs, upstream=upstream, config=config, ours=ours, dtypes=dtypes)


def _label_by_label(of: Implementations, a: Arrays) -> Arrays:
    """Say one label or the blank at each step: with as many labels as steps there is one way."""
    loss = of("softmax_cross_entropy")("sum")
    N = len(a["x"])
    value = loss.forward(a["x"], a["t"]) / N
    return {"loss": value, "dx": loss.backward(a["dy"] / N)}


CTCLoss = Concept(
    kind="loss",
    name="ctc_loss",
    order=20,
    syllabus=("4-5-3",),
    needs=("softmax_cross_entropy", "log_softmax"),
    title=Text("CTC loss", "CTC 損失"),
    summary=Text(
        "Minus the logarithm of the probability that a sequence of labels is said in T steps, "
        "whenever each label is said: the sum over all alignments, by forward and backward "
        "variables.",
        "ラベルの列が T ステップの間に現れる確率の対数に、マイナスを付けたもの。どのラベルが"
        "どの時刻に現れるかは問わず、すべてのアライメントについての和を前向き・後ろ向き"
        "アルゴリズムで求める。",
    ),
    why=Text(
        "Speech is a hundred frames a second, its text a few letters, and nobody has written down "
        "which frame belongs to which letter. CTC asks for no alignment: it adds up the "
        "probabilities of all of them. The blank stands for 'nothing new', which lets a letter "
        "last several frames, and parts two that are the same. Adding up one by one would take "
        "for ever; the forward and backward variables do it in T times S steps.",
        "音声は1秒に100フレームほどあるのに、書き起こしは数文字で、どのフレームがどの文字に"
        "対応するかは誰も記録していない。CTC は対応付け(アライメント)を必要とせず、"
        "ありうるすべての対応付けの確率を足し合わせる。ブランクは「新しい文字はない」ことを表し、"
        "1文字が何フレーム続いてもよく、同じ文字の連続も区別できる。1つずつ足すと終わらないが、"
        "前向き・後ろ向きの変数を使えば T × S に比例する手間で済む。",
    ),
    equation="L = -log of the sum, over all ways to say t, of the product of y at each step; "
    "dx = y - gamma",
    formula=(
        r"L = -\log\, p(t), \quad p(t) = \sum_{\pi: B(\pi) = t} \prod_{\tau} y_{\tau, \pi_\tau}",
        r"\alpha_{\tau, s} = y_{\tau, l_s} (\alpha_{\tau-1, s} + \alpha_{\tau-1, s-1} + m_s "
        r"\alpha_{\tau-1, s-2})",
        r"p(t) = \alpha_{T, 2S} + \alpha_{T, 2S+1}",
        r"\gamma_{\tau, k} = \frac{1}{p(t)} \sum_{s: l_s = k} \frac{\alpha_{\tau, s} "
        r"\beta_{\tau, s}}{y_{\tau, k}}",
        r"\frac{\partial L}{\partial x_{\tau, k}} = y_{\tau, k} - \gamma_{\tau, k}",
    ),
    derivation=OF_CTC,
    shapes={
        "x": "(N, T, C)",
        "t": "(N, S) labels, none of them the blank",
        "input_lengths, target_lengths": "(N,)",
        "L": "scalar, or (N,) without a reduction",
    },
    sources=(
        "Graves, Fernandez, Gomez and Schmidhuber (2006), Connectionist temporal classification: "
        "labelling unsegmented sequence data with recurrent neural networks, ICML, sections 3.1 "
        "and 4, eq. 3, 6 to 8 and 14 to 16",
    ),
    cases=(
        _case("mean", (6, 5), [[1, 2, 3, 1], [4, 1, 2, 3], [2, 4, 1, 4]]),
        _case("sum", (7, 4), [[1, 3], [2, 1], [3, 2]], reduction="sum"),
        _case("none", (5, 6), [[5, 1, 2], [3, 4, 2]], upstream=normal(2), reduction="none"),
        _case("repeated_labels", (8, 3), [[1, 1, 2, 2], [2, 2, 2, 1]]),
        _case("a_run_and_its_neighbours", (7, 4), [[1, 2, 2], [3, 3, 1]]),
        _case(
            "lengths",
            (7, 5),
            [[1, 2, 2], [3, 0, 0], [4, 1, 0], [2, 2, 4]],
            ([7, 4, 5, 6], [3, 1, 2, 3]),
        ),
        _case(
            "lengths_none",
            (6, 4),
            [[3, 1], [2, 0], [1, 1]],
            ([4, 6, 5], [2, 1, 2]),
            normal(3),
            reduction="none",
        ),
        _case("blank_at_the_end", (6, 4), [[0, 1, 1], [2, 0, 2]], blank=3),
        _case("blank_between", (5, 6), [[0, 3, 5], [1, 1, 4]], blank=2, reduction="sum"),
        _case("just_enough_steps", (5, 4), [[1, 1, 2, 3], [3, 2, 1, 2], [2, 3, 3, 1]]),
        _case("as_many_labels_as_steps", (3, 5), [[1, 2, 4], [3, 1, 2]]),
        _case("one_label", (4, 3), [[2], [1]]),
        _case("one_step", (1, 4), [[2], [3]]),
        _case("one_example", (6, 5), [[4, 4, 1]]),
        _case("no_labels_in_one", (5, 4), [[1, 2, 3], [0, 0, 0]], ([5, 3], [3, 0])),
        _case("no_labels", (4, 3), [[], []], ours=True),
        _case(
            "impossible_in_one",
            (4, 5),
            [[1, 2, 3], [2, 2, 2]],
            ([4, 4], [3, 3]),
            zero_infinity=True,
        ),
        _case(
            "impossible_sum",
            (4, 3),
            [[1, 1, 1], [2, 1, 2]],
            ([4, 3], [3, 3]),
            zero_infinity=True,
            reduction="sum",
        ),
        _case(
            "large_logits",
            (5, 4),
            [[1, 2, 2], [3, 1, 2]],
            scale=300.0,
            ours=True,
            dtypes=("float64",),  # in float32 PyTorch loses what is left of a difference
        ),
        _case("many_steps", (60, 4), [[1, 2, 2, 3, 1, 3], [3, 3, 2, 1, 1, 2]]),
    ),
    divergences=(
        Divergence(
            name="mean_divides_by_the_labels",
            ja="平均はラベル数でも割る",
            summary=Text(
                'PyTorch\'s reduction="mean" divides each loss by its number of labels before it '
                "averages. Here, as in Keras, every example counts as it is.",
                'PyTorch の reduction="mean" は、各損失をラベル数で割ってから平均する。'
                "ここと Keras では、そのまま平均する。",
            ),
            reconciled=Text(
                'Take PyTorch\'s losses with reduction="none" and average them.',
                'PyTorch の損失を reduction="none" で求めてから平均する。',
            ),
            source="torch.nn.CTCLoss: the output losses will be divided by the target lengths",
            case="lengths",
            native={
                "numpy": {},
                "torch": {"callable": "torch_impl.losses.ctc_loss._MeanOverLengths"},
            },
            quantity="loss",
        ),
        Divergence(
            name="log_probabilities_expected",
            ja="対数確率を受け取る",
            summary=Text(
                "PyTorch's CTCLoss takes log-probabilities, those of Keras and TensorFlow logits. "
                "Given logits it raises no error, and its result is no probability's logarithm.",
                "PyTorch の CTCLoss は対数確率を、Keras と TensorFlow の関数はロジットを受け取る。"
                "PyTorch にロジットを渡してもエラーにはならず、意味のない値になる。",
            ),
            reconciled=Text(
                "Apply log_softmax before PyTorch's loss.",
                "PyTorch の損失の前に log_softmax を適用する。",
            ),
            source="torch.nn.CTCLoss: the logarithmized probabilities of the outputs",
            case="mean",
            native={
                "numpy": {},
                "torch": {"callable": "torch_impl.losses.ctc_loss._OfLogProbabilities"},
            },
            quantity="loss",
        ),
        Divergence(
            name="gradient_behind_a_log_softmax",
            ja="対数ソフトマックスの後の勾配",
            summary=Text(
                "The derivative by log y is -gamma. PyTorch gives y - gamma for it, which is the "
                "logits' gradient: right behind a log_softmax, which leaves it as it is, and "
                "nowhere else.",
                "log y についての微分は −γ である。PyTorch が返すのはロジットの勾配 y − γ で、"
                "直前に log_softmax がある場合(そこを通っても変わらない)にだけ正しい。",
            ),
            reconciled=Text(
                "Let the gradient go on to the logits through log_softmax: there all agree.",
                "log_softmax を通してロジットまで勾配を流せば、すべて一致する。",
            ),
            source="aten/src/ATen/native/LossCTC.cpp, ctc_loss_backward_cpu_template: exp(lp) - "
            "exp(res + nll - lp); measured",
            case="mean",
            native={
                "torch": {"callable": "torch_impl.losses.ctc_loss._OfLogProbabilities"},
                "keras": {"callable": "tf_impl.losses.ctc_loss._OfLogProbabilities"},
            },
            quantity="dx",
        ),
        Divergence(
            name="float32_inside",
            ja="内部が float32 で計算される",
            summary=Text(
                "keras.ops.ctc_loss casts to float32 and back, so that float64 has seven right "
                "digits; tf.nn.ctc_loss has no more.",
                "keras.ops.ctc_loss は内部で float32 に変換して計算し、結果を元の型に戻す。"
                "float64 でも正しいのは7桁ほどで、tf.nn.ctc_loss も同じである。",
            ),
            reconciled=Text(
                "Write the recursion out with reduce_logsumexp, as here; else nothing helps.",
                "ここでのように、reduce_logsumexp を使って漸化式を直接書く。ほかに方法はない。",
            ),
            source="keras/src/backend/tensorflow/nn.py, ctc_loss: compute_dtype float32; measured",
            case="lengths",
            native={"numpy": {}, "keras": {"callable": "tf_impl.losses.ctc_loss._KerasOwn"}},
            quantity="loss",
            irreducible=True,
            size=1e-4,
        ),
    ),
    defaults=(
        Default("reduction", "mean", torch=("torch.nn.CTCLoss", "reduction", "mean")),
        Default(
            "blank",
            0,
            torch=("torch.nn.CTCLoss", "blank", 0),
            keras=("keras.ops.ctc_loss", "mask_index", 0),
        ),
        Default(
            "zero_infinity",
            False,
            torch=("torch.nn.CTCLoss", "zero_infinity", False),
        ),
    ),
    conventions=(
        SUMMED,
        BY_ELEMENT,
        Convention(
            name="gradient_of_log_probabilities",
            text=Text(
                "The gradient is that of the log-probabilities, -gamma, not of the logits.",
                "勾配はロジットではなく対数確率についてのもの(−γ)である。",
            ),
            like="gradient_of_log_probabilities",
        ),
    ),
    also_called=("ctc", "connectionist_temporal_classification"),
    identities=(
        Identity(
            sibling="softmax_cross_entropy",
            text=Text(
                "With as many labels as steps, no two neighbours alike, there is one alignment: it "
                "is the cross-entropy, added up over the steps.",
                "ラベルの数が時刻の数と等しく、隣り合うラベルが異なるなら、アライメントは1つしかない。"
                "このとき、交差エントロピーを時刻について足し合わせたものになる。",
            ),
            case=_case("one_alignment", (4, 5), [[1, 2, 1, 4], [3, 1, 4, 2], [4, 3, 2, 1]]),
            left=evaluated("ctc_loss"),
            right=_label_by_label,
        ),
    ),
    mistakes=OF_CTC_MISTAKES,
)
