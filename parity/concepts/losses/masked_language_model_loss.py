"""The loss of BERT's masked language model."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.losses._conventions import BY_ELEMENT, SUMMED
from parity.concepts.losses._draws import SCALAR
from parity.concepts.losses._token_losses import (
    DEVLIN,
    EXPONENTIAL_OVERFLOWS,
    IGNORED_COUNTED,
    NOT_DIVIDED,
    SOFTMAX_AND_CROSS_ENTROPY,
    TARGET_NOT_SUBTRACTED,
    ignoring,
)
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, labels, normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(name: str, shape: tuple[int, ...], t: Draw, **config: Any) -> Case:
    """Return a case for x (..., V)."""
    none = config.get("reduction") == "none"
    return Case(
        name,
        inputs={"x": normal(*shape), "t": t},
        upstream=normal(*shape[:-1]) if none else SCALAR,
        config=config,
    )


def _cross_entropy(of: Implementations, a: Arrays) -> Arrays:
    loss = of("softmax_cross_entropy")()
    return {"loss": loss.forward(a["x"], a["t"]), "dx": loss.backward(a["dy"])}


def _one_place_earlier(of: Implementations, a: Arrays) -> Arrays:
    """Return the next-token loss of x with one more place behind, t with one more in front."""
    loss = of("next_token_loss")()
    x = np.concatenate([a["x"], a["x"][:, -1:]], axis=1)
    t = np.concatenate([a["t"][:, :1], a["t"]], axis=1)
    return {"loss": loss.forward(x, t), "dx": loss.backward(a["dy"])[:, :-1]}


_MASKED = values([[-100, 3, -100, 0], [2, -100, -100, -100], [-100, -100, 1, 4]])

MaskedLanguageModelLoss = Concept(
    kind="loss",
    name="masked_language_model_loss",
    order=21,
    syllabus=("4-4-2",),
    needs=("softmax_cross_entropy", "next_token_loss"),
    title=Text("Masked language model loss", "マスク言語モデルの損失(MLM)"),
    summary=Text(
        "BERT's first task: some tokens are hidden, and the network is asked for them, there and "
        "nowhere else. Cross-entropy over the masked places.",
        "BERT の1つ目の事前学習課題。一部のトークンを隠し、その位置でだけ元のトークンを問う。"
        "マスクした位置についての交差エントロピーである。",
    ),
    why=Text(
        "A network that may look both ways cannot be asked for the next token: it would see the "
        "answer. So 15 % of the tokens are hidden (of these 80 % become [MASK], 10 % another "
        "token, 10 % stay), and the loss asks for what stood there. Where nothing was hidden the "
        "answer stands in the input, so these places must not count: in the targets they are -100.",
        "前後の両方を見るネットワークに次のトークンを問うことはできない。答えが見えてしまう。"
        "そこでトークンの 15 % を隠し(その 80 % は [MASK] に、10 % は別のトークンに置き換え、"
        "10 % はそのまま残す)、そこにあったものを問う。隠していない位置では入力に答えがあるので、"
        "損失に含めてはならない。目標では -100 としておく。",
    ),
    equation="L = -1/M sum over masked places of log softmax(x)[token], M masked places",
    formula=(
        r"L = -\frac{1}{M} \sum_i m_i \,\log\, p_i(w_i), \quad M = \sum_i m_i",
        r"p_i(k) = \frac{\exp(x_{ik})}{\sum_j \exp(x_{ij})}",
        r"\frac{\partial L}{\partial x_{ik}} = \frac{m_i}{M} (p_i(k) - \delta_{k, w_i})",
    ),
    derivation=(
        SOFTMAX_AND_CROSS_ENTROPY,
        Step(
            heading=Text(
                "Only the masked places have a gradient",
                "勾配を持つのは、マスクした位置だけである",
            ),
            text=Text(
                "m is 1 at a masked place and 0 elsewhere; M counts the ones. A place with m = 0 "
                "does not stand in L, whatever its logits are.",
                "マスクした位置で m = 1、ほかでは m = 0 とし、M を 1 の数とする。"
                "m = 0 の位置は、ロジットが何であっても L に現れない。",
            ),
            equation=r"\frac{\partial L}{\partial x_i} = \frac{m_i}{M} (p_i - e_{w_i})",
            check=Text(
                "With every place masked it is softmax with cross-entropy.",
                "すべての位置をマスクすれば、ソフトマックス・交差エントロピーと一致する。",
            ),
        ),
    ),
    shapes={
        "x": "(..., V)",
        "t": "(...) token numbers, or -100",
        "L": "scalar, or (...) without a reduction",
    },
    sources=(DEVLIN,),
    cases=(
        _case("masked", (3, 4, 5), _MASKED),
        _case("all_masked", (2, 3, 4), labels(2, 3, classes=4)),
        _case("one_masked", (2, 4, 3), values([[-100, -100, -100, -100], [-100, 2, -100, -100]])),
        _case("sum", (3, 4, 6), _MASKED, reduction="sum"),
        _case("none", (3, 4, 5), _MASKED, reduction="none"),
        _case("another_number", (2, 3, 5), values([[4, 0, 0], [0, 2, 3]]), ignore_index=0),
        _case("rows", (5, 4), values([-100, 1, 3, -100, 0])),
        Case(
            "large_logits",
            inputs={
                "x": values([[[1e4, -1e4, 0.0, 1.0], [1.0, 9999.0, 1e4, 2.0], [0, 1, 2, 0.5]]]),
                "t": values([[1, 2, -100]]),
            },
            upstream=normal(1, 3),
            config={"reduction": "none"},
        ),
    ),
    divergences=(
        ignoring("another_number", "tf_impl.losses.masked_language_model_loss._NothingIgnored"),
    ),
    defaults=(
        Default(
            "ignore_index",
            -100,
            torch=("torch.nn.CrossEntropyLoss", "ignore_index", -100),
            keras=("keras.losses.SparseCategoricalCrossentropy", "ignore_class", None),
        ),
        Default("reduction", "mean", torch=("torch.nn.CrossEntropyLoss", "reduction", "mean")),
    ),
    conventions=(SUMMED, BY_ELEMENT),
    also_called=("mlm_loss", "masked_lm_loss", "masked_cross_entropy", "bert_loss"),
    identities=(
        Identity(
            sibling="softmax_cross_entropy",
            text=Text(
                "With every place masked it is softmax with cross-entropy.",
                "すべての位置をマスクすれば、ソフトマックス・交差エントロピーと同じである。",
            ),
            case=_case("every_place", (3, 2, 4), labels(3, 2, classes=4)),
            left=evaluated("masked_language_model_loss"),
            right=_cross_entropy,
        ),
        Identity(
            sibling="next_token_loss",
            text=Text(
                "The next-token loss asks the same one place earlier: each place for its own "
                "token here, for the following one there.",
                "次トークン予測の損失は、同じことを1つ前の位置に問う。"
                "ここでは各位置にその位置のトークンを、そちらでは次のトークンを問う。",
            ),
            case=_case("one_place_earlier", (2, 4, 5), labels(2, 4, classes=5)),
            left=evaluated("masked_language_model_loss"),
            right=_one_place_earlier,
        ),
    ),
    mistakes=(
        Mistake(
            name="every_place_asked",
            ja="すべての位置を問う",
            line="losses = np.where(self.masked, losses, 0)  # only what was hidden is asked for",
            wrong="losses = losses * 1",
            why=Text(
                "Where nothing was hidden the network has only to copy its input.",
                "隠していない位置では、ネットワークは入力を写すだけでよい。",
            ),
        ),
        Mistake(
            name="mean_over_all_places",
            ja="全位置で平均する",
            line="return losses.sum() / self.masked.sum().astype(x.dtype)",
            wrong="return losses.mean()",
            why=IGNORED_COUNTED,
        ),
        Mistake(
            name="unmasked_places_have_a_gradient",
            ja="マスクしていない位置に勾配がある",
            line="dlosses = np.where(self.masked, dL, 0)[..., np.newaxis]",
            wrong="dlosses = (np.ones(self.masked.shape) * dL)[..., np.newaxis]",
            why=Text(
                "A place that does not stand in the loss has no gradient.",
                "損失に現れない位置の勾配は 0 である。",
            ),
        ),
        Mistake(
            name="gradient_not_divided",
            ja="勾配を割らない",
            line="dL = dL / self.masked.sum().astype(dL.dtype)",
            wrong="dL = dL / 1",
            why=NOT_DIVIDED,
        ),
        Mistake(
            name="gradient_divided_by_all_places",
            ja="勾配を全位置の数で割る",
            line="dL = dL / self.masked.sum().astype(dL.dtype)",
            wrong="dL = dL / self.masked.size",
            why=IGNORED_COUNTED,
        ),
        Mistake(
            name="target_not_subtracted",
            ja="目標を引かない",
            line="return dlosses * (self.p - one_hot)",
            wrong="return dlosses * self.p",
            why=TARGET_NOT_SUBTRACTED,
        ),
        EXPONENTIAL_OVERFLOWS,
    ),
)
