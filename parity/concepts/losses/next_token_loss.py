"""The loss of predicting the next token."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.losses._conventions import BY_ELEMENT, SUMMED
from parity.concepts.losses._draws import SCALAR
from parity.concepts.losses._token_losses import (
    IGNORED_COUNTED,
    NOT_DIVIDED,
    RADFORD,
    SOFTMAX_AND_CROSS_ENTROPY,
    TARGET_NOT_SUBTRACTED,
    ignoring,
)
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, labels, normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(name: str, shape: tuple[int, int, int], t: Draw | None = None, **config: Any) -> Case:
    """Return a case for x (N, T, V)."""
    N, T, V = shape
    none = config.get("reduction") == "none"
    return Case(
        name,
        inputs={"x": normal(*shape), "t": t or labels(N, T, classes=V)},
        upstream=normal(N, T - 1) if none else SCALAR,
        config=config,
    )


def _cross_entropy_of_the_shifted(of: Implementations, a: Arrays) -> Arrays:
    loss = of("softmax_cross_entropy")()
    value = loss.forward(a["x"][:, :-1], a["t"][:, 1:])
    dx = loss.backward(a["dy"])
    return {"loss": value, "dx": np.concatenate([dx, 0 * a["x"][:, -1:]], axis=1)}


NextTokenLoss = Concept(
    kind="loss",
    name="next_token_loss",
    order=20,
    syllabus=("4-4-3",),
    needs=("softmax_cross_entropy",),
    title=Text("Next-token loss", "次トークン予測の損失"),
    summary=Text(
        "Each position of a sequence predicts the token after it: cross-entropy against the same "
        "sequence, shifted by one. Padding is no target.",
        "系列の各位置が次のトークンを予測する。1つずらした同じ系列に対する交差エントロピーで、"
        "パディングは目標に含めない。",
    ),
    why=Text(
        "Text brings its own answers: the token after each prefix is known. A network whose masked "
        "attention sees only what came before gives T predictions for T tokens at once, and the "
        "prediction at position t is held against token t + 1. So one sequence makes T - 1 "
        "examples, and no label is written by hand. exp(L) is the perplexity.",
        "文章はそれ自体が正解を含む。どの接頭辞についても、次のトークンは分かっている。"
        "マスク付き注意機構で前だけを見るネットワークは、T 個のトークンから T 個の予測を"
        "一度に出し、"
        "位置 t の予測をトークン t + 1 と比べる。1つの系列から T - 1 個のデータが得られ、"
        "人手のラベルは要らない。exp(L) がパープレキシティである。",
    ),
    equation="L = -1/M sum over t of log softmax(x_t)[tokens_(t+1)], M targets that are no padding",
    formula=(
        r"L = -\frac{1}{M} \sum_n \sum_t m_{n,t+1} \,\log\, p_{n,t}(w_{n,t+1}), \quad t < T",
        r"p_{n,t}(k) = \frac{\exp(x_{n,t,k})}{\sum_j \exp(x_{n,t,j})}, \quad M = \sum_n \sum_t "
        r"m_{n,t+1}",
        r"\frac{\partial L}{\partial x_{n,t,k}} = \frac{m_{n,t+1}}{M} (p_{n,t}(k) - \delta_{k, "
        r"w_{n,t+1}}), \quad \frac{\partial L}{\partial x_{n,T,k}} = 0",
    ),
    derivation=(
        SOFTMAX_AND_CROSS_ENTROPY,
        Step(
            heading=Text(
                "The prediction at t is held against token t + 1",
                "位置 t の予測を、トークン t + 1 と比べる",
            ),
            text=Text(
                "m is 1 where the target is a token and 0 where it is padding; M counts the ones. "
                "x_t has a gradient by its successor; the last position has none, so its logits "
                "have the gradient 0.",
                "目標がトークンなら m = 1、パディングなら m = 0 とし、M を 1 の数とする。"
                "x_t の勾配は次のトークンから決まる。最後の位置には次がないので、"
                "そのロジットの勾配は 0 である。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_{n,t}} = \frac{m_{n,t+1}}{M} (p_{n,t} - "
                r"e_{w_{n,t+1}}), \quad \frac{\partial L}{\partial x_{n,T}} = 0"
            ),
            check=Text(
                "The same as softmax with cross-entropy of x[:, :-1] and t[:, 1:].",
                "x[:, :-1] と t[:, 1:] のソフトマックス・交差エントロピーと一致する。",
            ),
        ),
    ),
    shapes={
        "x": "(N, T, V)",
        "t": "(N, T) token numbers",
        "L": "scalar, or (N, T - 1) without a reduction",
    },
    sources=(RADFORD,),
    cases=(
        _case("tokens", (2, 5, 4)),
        _case(
            "padding", (3, 4, 5), values([[1, 4, 2, 3], [3, 2, 0, 0], [4, 0, 0, 0]]), ignore_index=0
        ),
        _case("minus_1", (2, 4, 3), values([[0, 2, 1, 1], [1, 2, -1, -1]]), ignore_index=-1),
        Case(
            "minus_100",
            inputs={"x": normal(2, 4, 3), "t": values([[0, 2, 1, 1], [1, 2, -100, -100]])},
            upstream=SCALAR,
            ours=True,  # most code knows no padding, or has another number for it
        ),
        _case("sum", (3, 4, 6), reduction="sum"),
        _case(
            "sum_with_padding",
            (2, 5, 4),
            values([[1, 2, 3, 0, 0], [2, 3, 1, 2, 3]]),
            reduction="sum",
            ignore_index=0,
        ),
        _case("none", (2, 4, 5), reduction="none"),
        _case(
            "none_with_padding",
            (2, 3, 4),
            values([[1, 3, 0], [2, 1, 3]]),
            reduction="none",
            ignore_index=0,
        ),
        _case("two_tokens", (4, 2, 3)),
        _case("one_sequence", (1, 6, 4)),
        Case(
            "large_logits",
            inputs={
                "x": values([[[1e4, -1e4, 0.0, 1.0], [1.0, 9999.0, 1e4, 2.0], [0, 1, 2, 0.5]]]),
                "t": values([[1, 1, 0]]),
            },
            upstream=normal(1, 2),
            config={"reduction": "none"},
            options={"differences": ()},  # of 20000 they keep too few digits
        ),
    ),
    divergences=(ignoring("padding", "tf_impl.losses.next_token_loss._NothingIgnored"),),
    defaults=(
        Default(
            "ignore_index",
            -100,
            torch=("torch.nn.CrossEntropyLoss", "ignore_index", -100),
            keras=("keras.losses.SparseCategoricalCrossentropy", "ignore_class", None),
        ),
        Default(
            "reduction",
            "mean",
            torch=("torch.nn.CrossEntropyLoss", "reduction", "mean"),
        ),
    ),
    conventions=(SUMMED, BY_ELEMENT),
    also_called=(
        "language_model_loss",
        "lm_loss",
        "causal_lm_loss",
        "next_token_prediction_loss",
        "gpt_loss",
        "autoregressive_loss",
    ),
    identities=(
        Identity(
            sibling="softmax_cross_entropy",
            text=Text(
                "Without padding it is softmax with cross-entropy of x[:, :-1] and t[:, 1:].",
                "パディングがなければ、x[:, :-1] と t[:, 1:] に対する"
                "ソフトマックス・交差エントロピーである。",
            ),
            case=_case("shifted", (2, 5, 4)),
            left=evaluated("next_token_loss"),
            right=_cross_entropy_of_the_shifted,
        ),
    ),
    mistakes=(
        Mistake(
            name="targets_not_shifted",
            ja="目標をずらさない",
            line="x, target = x[:, :-1], tokens[:, 1:]  # position t is asked for token t + 1",
            wrong="x, target = x[:, :-1], tokens[:, :-1]",
            why=Text(
                "Unshifted, each position must repeat the token that it was just given: the loss "
                "falls to 0 and nothing is learned.",
                "ずらさないと、各位置は今受け取ったトークンをそのまま答えればよいことになる。"
                "損失は 0 に近づくが、何も学習されない。",
            ),
        ),
        Mistake(
            name="shifted_the_other_way",
            ja="ずらす向きが逆",
            line="x, target = x[:, :-1], tokens[:, 1:]  # position t is asked for token t + 1",
            wrong="x, target = x[:, 1:], tokens[:, :-1]",
            why=Text(
                "That asks each position for the token before it, which it has seen.",
                "これでは、各位置に、すでに見た1つ前のトークンを答えさせることになる。",
            ),
        ),
        Mistake(
            name="padding_learned",
            ja="パディングも学習する",
            line="losses = np.where(self.kept, losses, 0)",
            wrong="losses = losses * 1",
            why=Text(
                "Padding is no token of the text: a model that is asked for it learns to stop.",
                "パディングは文章のトークンではない。目標に含めると、"
                "モデルはパディングを出すことを学んでしまう。",
            ),
        ),
        Mistake(
            name="padding_counted_in_the_mean",
            ja="平均でパディングを数える",
            line="return losses.sum() / self.kept.sum().astype(x.dtype)",
            wrong="return losses.mean()",
            why=IGNORED_COUNTED,
        ),
        Mistake(
            name="padding_has_a_gradient",
            ja="パディングに勾配がある",
            line="dlosses = np.where(self.kept, dL, 0)[..., np.newaxis]",
            wrong="dlosses = (np.ones(self.kept.shape) * dL)[..., np.newaxis]",
            why=Text(
                "Where the target is padding the loss is 0 whatever the logits are, and so is the "
                "gradient.",
                "目標がパディングなら、損失はロジットによらず 0 なので、勾配も 0 である。",
            ),
        ),
        Mistake(
            name="gradient_not_divided",
            ja="勾配を割らない",
            line="dL = dL / self.kept.sum().astype(dL.dtype)",
            wrong="dL = dL / 1",
            why=NOT_DIVIDED,
        ),
        Mistake(
            name="target_not_subtracted",
            ja="目標を引かない",
            line="dx[:, :-1] = dlosses * (self.p - one_hot)",
            wrong="dx[:, :-1] = dlosses * self.p",
            why=TARGET_NOT_SUBTRACTED,
        ),
        Mistake(
            name="gradient_at_the_wrong_position",
            ja="勾配の位置がずれる",
            line="dx[:, :-1] = dlosses * (self.p - one_hot)",
            wrong="dx[:, 1:] = dlosses * (self.p - one_hot)",
            why=Text(
                "It was the logits x[:, :-1] that predicted; the last position has no target.",
                "予測したのは x[:, :-1] のロジットである。最後の位置には目標がない。",
            ),
        ),
    ),
)
