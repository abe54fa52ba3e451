"""What BERT is given: embeddings of token, segment and position."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.attention._transformer_sources import DEVLIN
from parity.describing.concept import Case, Concept, Default, Mistake, Text, Weight
from parity.describing.derivation import Step
from parity.describing.draw import labels, normal, uniform, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(
    name: str,
    sizes: tuple[int, int, int],
    n_tokens: int,
    max_length: int,
    n_segments: int = 2,
    **more: Any,
) -> Case:
    """Return a case for tokens and segments (N, T) and vectors of d_model."""
    N, T, d_model = sizes
    config = {"n_tokens": n_tokens, "max_length": max_length, "d_model": d_model}
    config |= {} if n_segments == 2 else {"n_segments": n_segments}
    config |= {key: more.pop(key) for key in ("epsilon",) if key in more}
    drawn = {
        "tokens": labels(N, T, classes=n_tokens),
        "segments": labels(N, T, classes=n_segments),
    }
    return Case(
        name,
        inputs=drawn | more.pop("inputs", {}),
        params={
            "token": normal(n_tokens, d_model),
            "segment": normal(n_segments, d_model),
            "position": normal(max_length, d_model),
            "gamma": uniform(d_model, low=0.5, high=2.0),
            "beta": normal(d_model),
        },
        upstream=normal(N, T, d_model),
        config=config,
        **more,
    )


def _three_tables(of: Implementations, a: Arrays) -> Arrays:
    """Return the position layer and the layer normalization behind a sum of one-hot products."""
    position, norm = of("learned_position_embedding")(6, 4), of("layer_norm")(4, epsilon=0.25)
    position.params["P"] = a["position"]
    norm.params.update(gamma=a["gamma"], beta=a["beta"])
    tables = {name: of("time_distributed")(len(a[name]), 4, use_bias=False) for name in _TABLES}
    x = 0.0
    for name, rows in _TABLES.items():
        tables[name].params["W"] = a[name]
        x = x + tables[name].forward(np.eye(len(a[name]))[a[rows]])
    y = norm.forward(position.forward(x))
    dx = position.backward(norm.backward(a["dy"]))
    for table in tables.values():
        table.backward(dx)
    found = {f"d{name}": table.grads["W"] for name, table in tables.items()}
    norms = {f"d{name}": gradient for name, gradient in norm.grads.items()}
    return {"y": y, **found, "dposition": position.grads["P"], **norms}


_TABLES = {"token": "tokens", "segment": "segments"}

BertEmbeddings = Concept(
    kind="layer",
    name="bert_embeddings",
    order=33,
    syllabus=("4-4-2",),
    needs=("learned_position_embedding", "layer_norm"),
    title=Text("BERT's embeddings", "BERT の埋め込み"),
    summary=Text(
        "What BERT reads: for each place the sum of three learned vectors, of its token, of its "
        "segment and of its position, then layer normalization.",
        "BERT の入力。各位置について、トークン・セグメント・位置の3つの学習されるベクトルを足し、"
        "レイヤー正規化を施す。",
    ),
    why=Text(
        "BERT reads two sentences at once, and attention sees neither order nor border. So each "
        "place is told three things: which token stands there, to which sentence it belongs (the "
        "segment, A or B, which next sentence prediction needs), and where it stands. The vectors "
        "are added, not put side by side: the model keeps its width, and finds directions for each "
        "of the three. Layer normalization then gives every place the same scale.",
        "BERT は2つの文を一度に読むが、注意機構には順序も文の境目も見えない。そこで各位置に、"
        "どのトークンか、どちらの文に属するか(セグメント A または B。NSP で必要になる)、"
        "何番目かの3つを伝える。ベクトルは連結せずに足す。モデルの幅はそのままで、"
        "3つの情報はそれぞれ別の方向に置かれるよう学習される。"
        "続くレイヤー正規化が、どの位置の大きさもそろえる。",
    ),
    equation="y = LayerNorm(token[tokens_t] + segment[segments_t] + position[t])",
    formula=(
        r"x_t = E_{w_t} + S_{s_t} + P_t",
        r"\frac{\partial L}{\partial E_v} = \sum_{w_t = v} \frac{\partial L}{\partial x_t}, \quad "
        r"\frac{\partial L}{\partial S_k} = \sum_{s_t = k} \frac{\partial L}{\partial x_t}",
        r"\frac{\partial L}{\partial P_t} = \sum_n \frac{\partial L}{\partial x_{n,t}}",
    ),
    derivation=(
        Step(
            heading=Text(
                "A sum hands the same gradient to the three vectors",
                "和なので、3つのベクトルには同じ勾配が渡る",
            ),
            text=Text(
                "The layer normalization turns the gradient of y into that of x; E, S and P stand "
                "in x with the factor 1.",
                "レイヤー正規化が y の勾配を x の勾配に変える。E, S, P は係数 1 で x に現れる。",
            ),
            equation=(
                r"\frac{\partial x_t}{\partial E_{w_t}} = \frac{\partial x_t}{\partial S_{s_t}} = "
                r"\frac{\partial x_t}{\partial P_t} = I"
            ),
        ),
        Step(
            heading=Text(
                "A row gets the sum of what all places give that took it",
                "各行には、その行を使ったすべての位置からの寄与が足される",
            ),
            text=Text(
                "A frequent token stands in many places; with two segments, half of all places "
                "meet in one row of S. A row that nobody took gets 0.",
                "頻出するトークンは多くの位置に現れる。セグメントは2つなので、"
                "S の1行には全位置のおよそ半分が集まる。使われなかった行の勾配は 0 である。",
            ),
            equation=(
                r"\frac{\partial L}{\partial E_v} = \sum_{w_t = v} \frac{\partial L}{\partial "
                r"x_t}, \quad \frac{\partial L}{\partial S_k} = \sum_{s_t = k} \frac{\partial "
                r"L}{\partial x_t}, \quad \frac{\partial L}{\partial P_t} = \sum_n \frac{\partial "
                r"L}{\partial x_{n,t}}"
            ),
            check=Text(
                "The rows of the three gradients have the same sum over all rows.",
                "3つの勾配は、行について合計するとどれも等しくなる。",
            ),
        ),
    ),
    shapes={
        "tokens, segments": "(N, T) integers",
        "token": "(n_tokens, d_model)",
        "segment": "(n_segments, d_model)",
        "position": "(max_length, d_model)",
        "gamma, beta": "(d_model,)",
        "y": "(N, T, d_model)",
    },
    sources=(f"{DEVLIN}, section 3 and figure 2",),
    weights={
        "token": Weight("token.weight", "token.embeddings"),
        "segment": Weight("segment.weight", "segment.embeddings"),
        "position": Weight("position.weight", "position.embeddings"),
        "gamma": Weight("norm.weight", "norm.gamma"),
        "beta": Weight("norm.bias", "norm.beta"),
    },
    cases=(
        _case("two_sentences", (2, 5, 4), 7, 6),
        _case("as_long_as_the_table", (3, 4, 5), 6, 4),
        _case("three_segments", (2, 6, 5), 7, 8, n_segments=3, epsilon=0.25),
        _case(
            "one_token_again_and_again",
            (2, 3, 4),
            5,
            6,
            inputs={
                "tokens": values([[1, 1, 1], [4, 1, 4]]),
                "segments": values([[0, 0, 1], [1, 1, 1]]),
            },
        ),
        _case("one_place", (3, 1, 4), 6, 2),
        _case("one_example", (1, 4, 6), 5, 7),
    ),
    defaults=(Default("epsilon", 1e-12), Default("n_segments", 2)),
    also_called=("bert_embedding", "bertembeddings", "embeddings"),
    identities=(
        Identity(
            sibling="learned_position_embedding",
            text=Text(
                "It is the position embedding of the sum of two tables' rows, then layer "
                "normalization.",
                "2つの表の行の和に位置埋め込みを足し、レイヤー正規化を施したものである。",
            ),
            case=_case("three_tables", (2, 5, 4), 7, 6, epsilon=0.25),
            left=evaluated("bert_embeddings"),
            right=_three_tables,
        ),
    ),
    mistakes=(
        Mistake(
            name="segment_left_out",
            ja="セグメントの埋め込みを落とす",
            line="x = token[self.tokens] + segment[self.segments] + position[:T]",
            wrong="x = token[self.tokens] + position[:T]",
            why=Text(
                "Without the segment the two sentences cannot be told apart.",
                "セグメントがないと、2つの文を区別できない。",
            ),
        ),
        Mistake(
            name="position_left_out",
            ja="位置の埋め込みを落とす",
            line="x = token[self.tokens] + segment[self.segments] + position[:T]",
            wrong="x = token[self.tokens] + segment[self.segments]",
            why=Text(
                "Without the position a sentence is a bag of words: attention sees no order.",
                "位置がないと、文は語の集まりにすぎない。注意機構には順序が見えない。",
            ),
        ),
        Mistake(
            name="normalization_left_out",
            ja="正規化を落とす",
            line="return self.norm.forward(x)",
            wrong="self.norm.forward(x); return x",
            why=Text(
                "BERT normalizes the sum before its first block.",
                "BERT は、和を正規化してから最初のブロックに渡す。",
            ),
        ),
        Mistake(
            name="a_token_learns_once",
            ja="繰り返すトークンが 1 回分しか学習しない",
            line="np.add.at(self.grads[name], rows, dx)  # a row that was taken twice gets both",
            wrong="self.grads[name][rows] += dx",
            why=Text(
                "With indices that repeat, += keeps only the last of them; np.add.at adds all.",
                "同じ添字が重なると、+= では最後の分しか残らない。np.add.at ならすべて足される。",
            ),
        ),
        Mistake(
            name="position_averaged_over_the_batch",
            ja="位置の勾配をバッチで平均する",
            line='self.grads["position"][: dx.shape[1]] = dx.sum(axis=0)',
            wrong='self.grads["position"][: dx.shape[1]] = dx.mean(axis=0)',
            why=Text(
                "All sequences share the row of a position, so their gradients are added.",
                "位置の行は全系列で共有されるので、勾配は和になる。",
            ),
        ),
    ),
)
