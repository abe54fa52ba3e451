"""A whole Transformer: from words to scores for the next ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from parity.concepts.attention._transformer_sources import VASWANI
from parity.concepts.transformer._blocks import (
    MASK_NOT_PASSED,
    decoder_block,
    encoder_block,
    heads,
    keys_without_gradient,
    norm,
)
from parity.concepts.transformer._sources import PRESS
from parity.concepts.transformer._transformer_derivation import DERIVATION
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.draw import Draw, normal
from parity.describing.identity import Arrays, Identity, Implementations

Sizes = tuple[int, int, int, int, int, int, int]


def _words(N: int, T: int, vocab: int, ends: Sequence[int] = ()) -> Draw:
    """Draw words from 1 to vocab - 1, and 0 from each row's end on, where ``ends`` are given."""

    def make(rng: np.random.Generator) -> np.ndarray:
        found = rng.integers(1, vocab, (N, T))
        for row, end in zip(found, ends, strict=False):
            row[end:] = 0
        return found

    return Draw("labels", (N, T), make)


def _params(vocab: int, d_model: int, d_ff: int, n_blocks: int, norms: bool) -> dict[str, Draw]:
    found = {"embedding.W": normal(vocab, d_model, scale=0.5)}
    for k in range(n_blocks):
        found |= encoder_block(f"encoder{k}.", d_model, d_ff)
    for k in range(n_blocks):
        found |= decoder_block(f"decoder{k}.", d_model, d_ff)
    if norms:
        found |= {**norm("encoder_norm", d_model), **norm("decoder_norm", d_model)}
    return found


def _case(
    name: str,
    sizes: Sizes,
    n_heads: int = 2,
    ends: tuple[Sequence[int], Sequence[int]] = ((), ()),
    ours: bool = False,
    **config: Any,
) -> Case:
    """Return a case with N, S, T, vocab, d_model, d_ff and n_blocks."""
    N, S, T, vocab, d_model, d_ff, n_blocks = sizes
    params = _params(vocab, d_model, d_ff, n_blocks, config.get("norm_first", False))
    return Case(
        name,
        inputs={"x": _words(N, S, vocab, ends[0]), "t": _words(N, T, vocab, ends[1])},
        params=params,
        upstream=normal(N, T, vocab),
        config={
            "vocab": vocab,
            "d_model": d_model,
            "n_heads": n_heads,
            "d_ff": d_ff,
            "n_blocks": n_blocks,
            **config,
        },
        # The others bend too much for a difference quotient of many digits.
        options={
            "differences": (
                "dencoder0.attention.b_v",
                *(() if config.get("norm_first") else ("dembedding.W",)),
            )
        },
        keras_layouts=heads(params, n_heads),
        zero=keys_without_gradient(params),
        kink=config.get("activation", "relu") == "relu",
        ours=ours,
    )


def _filled(part: Any, a: Arrays, before: str = "") -> Any:
    for name, array in part.params.items():
        array[...] = a[f"{before}{name}"]
    return part


def _by_parts(of: Implementations, a: Arrays) -> Arrays:
    """Return what an embedding, the encoding and two blocks give, composed by hand."""
    E, x, t, root = a["embedding.W"], a["x"], a["t"], np.sqrt(6)
    P = of("positional_encoding")
    encoder = _filled(of("transformer_encoder_block")(6, 2, 5), a, "encoder0.")
    decoder = _filled(of("transformer_decoder_block")(6, 2, 5), a, "decoder0.")
    memory = encoder.forward(root * E[x] + P(x.shape[1], 6))
    z = decoder.forward(root * E[t] + P(t.shape[1], 6), memory)
    dz, dmemory = decoder.backward(a["dy"] @ E)
    ones = np.eye(len(E))
    dE = np.einsum("ntv,ntd->vd", a["dy"], z)
    dE += root * np.einsum("ntv,ntd->vd", ones[t], dz)
    dE += root * np.einsum("nsv,nsd->vd", ones[x], encoder.backward(dmemory))
    found = {"y": np.einsum("ntd,vd->ntv", z, E), "dembedding.W": dE}
    for before, part in (("encoder0", encoder), ("decoder0", decoder)):
        found |= {f"d{before}.{name}": gradient for name, gradient in part.grads.items()}
    return _but_b_k(found)


def _but_b_k(found: Arrays) -> dict[str, np.ndarray]:
    return {name: array for name, array in found.items() if not name.endswith(".b_k")}


Transformer = Concept(
    kind="layer",
    name="transformer",
    order=4,
    syllabus=("3-6-1",),
    needs=("transformer_decoder_block", "positional_encoding", "padding_mask", "embedding"),
    title=Text("Transformer", "Transformer"),
    summary=Text(
        "Words and positions in, blocks of an encoder and of a decoder, scores of the next word "
        "out. One table of words serves at all three places.",
        "単語と位置を入力とし、エンコーダとデコーダのブロックを通して、次の単語のスコアを出す。"
        "単語の表は1つで、3か所で共有する。",
    ),
    why=Text(
        "A recurrent network reads word by word: what was said first must survive every step, and "
        "no step can begin before the last one ended. The Transformer has no steps. Every word "
        "looks at every other one at once, so far and near are alike, and in training all "
        "positions of a target are computed together. What is lost by that is the order, which "
        "the positional encoding adds. The same table E gives words their vectors and vectors "
        "their scores: a word is likely where the output points towards its own vector.",
        "再帰型ネットワークは1語ずつ読む。最初の情報は毎時刻を生き延びなければならず、"
        "どの時刻も前の時刻が終わるまで始められない。Transformer には時刻の順送りがない。"
        "すべての単語が互いを一度に見るので遠近の差がなく、学習時には目標系列の全位置を同時に"
        "計算できる。その代わり語順が失われるので、位置エンコーディングを足して補う。"
        "同じ表 E が、単語にはベクトルを、ベクトルにはスコアを与える。"
        "出力が自分のベクトルの方を向いている単語ほど、確率が高くなる。",
    ),
    equation="memory = encoder(E[x] sqrt(d) + P), y = decoder(E[t] sqrt(d) + P, memory) E^T",
    formula=(
        r"e_s = \sqrt{d}\, E[x_s] + P_s, \quad m = \operatorname{Enc}_L(\dots "
        r"\operatorname{Enc}_1(e))",
        r"e'_k = \sqrt{d}\, E[t_k] + P_k, \quad z = \operatorname{Dec}_L(\dots "
        r"\operatorname{Dec}_1(e', m), m)",
        r"y_k = z_k E^\top",
        r"\frac{\partial L}{\partial E_w} = \sum_k \frac{\partial L}{\partial y_{kw}} z_k + "
        r"\sqrt{d} \left( \sum_{x_s = w} \frac{\partial L}{\partial e_s} + \sum_{t_k = w} "
        r"\frac{\partial L}{\partial e'_k} \right)",
    ),
    derivation=DERIVATION,
    shapes={
        "x": "(N, S) the numbers of words",
        "t": "(N, T) the numbers of words",
        "embedding.W": "(vocab, d_model)",
        "encoder0, ..., decoder0, ...": "as of the blocks",
        "y": "(N, T, vocab)",
    },
    sources=(f"{VASWANI}, section 3", PRESS),
    cases=(
        _case("two_blocks", (2, 4, 3, 7, 6, 5, 2)),
        _case("one_block", (3, 2, 4, 5, 6, 8, 1)),
        _case("pre_norm", (2, 3, 4, 7, 6, 5, 2), norm_first=True),
        _case(
            "pre_norm_gelu",
            (2, 5, 3, 7, 8, 6, 1),
            n_heads=4,
            norm_first=True,
            activation="gelu",
            epsilon=0.25,
        ),
        _case("post_norm_gelu", (3, 4, 2, 7, 6, 5, 1), activation="gelu", epsilon=0.25),
        _case("padded", (3, 5, 4, 7, 6, 8, 2), ends=((5, 2, 3), (4, 3, 1)), pad=0),
        _case(
            "padded_pre_norm",
            (3, 5, 4, 7, 6, 8, 1),
            ends=((2, 5, 3), (1, 4, 3)),
            pad=0,
            norm_first=True,
            activation="gelu_tanh",
            epsilon=0.25,
        ),
        _case("odd_length_of_vectors", (2, 3, 4, 7, 5, 6, 1), n_heads=1),
        _case("one_pair", (1, 4, 3, 6, 8, 5, 1)),
    ),
    defaults=(
        Default("n_blocks", 2, torch=("torch.nn.Transformer", "num_encoder_layers", 6)),
        Default("pad", None),
        Default("norm_first", False, torch=("torch.nn.Transformer", "norm_first", False)),
        Default("activation", "relu"),
        Default("epsilon", 1e-5, torch=("torch.nn.Transformer", "layer_norm_eps", 1e-5)),
        Default("initializer", None),
    ),
    divergences=(
        Divergence(
            name="normalized_at_the_end",
            ja="最後に正規化する",
            summary=Text(
                "torch.nn.Transformer normalizes what the last block of the encoder and of the "
                "decoder gave, in post-norm too, where it has just been normalized.",
                "torch.nn.Transformer は、エンコーダとデコーダの最後のブロックの出力を、"
                "すでに正規化されている post-norm でも、もう一度正規化する。",
            ),
            reconciled=Text(
                "PyTorch: build the encoder and the decoder with norm=None and hand them in.",
                "PyTorch では norm=None のエンコーダとデコーダを作って渡す。",
            ),
            source="torch.nn.Transformer.__init__: encoder_norm, decoder_norm",
            case="two_blocks",
            native={
                "numpy": {},
                "torch": {
                    "callable": "torch_impl.transformer.transformer._NormalizedAtTheEnd",
                    "vocab": 7,
                    "d_model": 6,
                    "n_heads": 2,
                    "d_ff": 5,
                    "n_blocks": 2,
                },
            },
            quantity="y",
        ),
    ),
    also_called=("transformer_model", "transformer_seq2seq"),
    identities=(
        Identity(
            sibling="transformer_decoder_block",
            text=Text(
                "It is a table of words, the positional encoding and the blocks, one after "
                "another.",
                "単語の表、位置エンコーディング、ブロックを順につないだものである。",
            ),
            case=_case("in_parts", (2, 4, 3, 7, 6, 5, 1)),
            left=lambda of, a: _but_b_k(of.evaluated("transformer")),
            right=_by_parts,
        ),
    ),
    mistakes=(
        Mistake(
            name="embedding_not_scaled",
            ja="埋め込みを sqrt(d) 倍しない",
            line="return E[words] * self.c + P",
            wrong="return E[words] + P",
            why=Text(
                "The vectors of words are drawn with 1 / sqrt(d), so that the scores z Eᵀ are of "
                "size 1. Beside P they must be of size 1 as well, hence the factor.",
                "単語のベクトルは、スコア z Eᵀ の大きさが 1 程度になるよう 1/√d の大きさで始まる。"
                "P と足すときにも 1 程度の大きさが要るので、√d を掛ける。",
            ),
        ),
        Mistake(
            name="positions_forgotten",
            ja="位置の情報を忘れる",
            line="return E[words] * self.c + P",
            wrong="return E[words] * self.c",
            why=Text(
                "Attention knows no order: without P a sentence is a bag of words to the encoder.",
                "注意機構は語順を区別しない。P を足さないと、エンコーダにとって文は単語の集まりで"
                "しかない。",
            ),
        ),
        Mistake(
            name="positions_scaled_too",
            ja="位置の符号まで縮尺を掛ける",
            line="return E[words] * self.c + P",
            wrong="return (E[words] + P) * self.c",
            why=Text(
                "Only the vectors of words are scaled; then the positions are added.",
                "√d を掛けるのは単語のベクトルだけで、その後に位置を足す。",
            ),
        ),
        Mistake(
            name="padding_attended_to",
            ja="パディングに注目する",
            line="memory = encoder.forward(memory, mask=of_x)",
            wrong="memory = encoder.forward(memory)",
            why=MASK_NOT_PASSED,
        ),
        Mistake(
            name="padding_of_the_source_attended_to",
            ja="入力文のパディングに注目する",
            line="z = decoder.forward(z, memory, memory_mask=of_x, mask=of_t)",
            wrong="z = decoder.forward(z, memory, mask=of_t)",
            why=Text(
                "The source's mask is needed twice: in the encoder, and in every block of the "
                "decoder, where its keys are attended to again.",
                "入力文のマスクは、エンコーダだけでなく、デコーダの各ブロックでも要る。"
                "そこでもう一度、入力文のキーに注目するからである。",
            ),
        ),
        Mistake(
            name="memory_gradient_of_one_block",
            ja="メモリの勾配が 1 ブロック分しかない",
            line="dmemory = dmemory + through",
            wrong="dmemory = through",
            why=Text(
                "Every block of the decoder read the memory, so all their gradients are added.",
                "memory はデコーダの全ブロックが参照したので、勾配はすべて足し合わせる。",
            ),
        ),
        Mistake(
            name="output_gradient_of_the_embedding_forgotten",
            ja="出力側の埋め込みの勾配を忘れる",
            line="dE = dy.reshape(-1, len(E)).T @ self.z.reshape(-1, E.shape[1])",
            wrong="dE = np.zeros_like(E)",
            why=Text(
                "The table of words is the weight of the last layer too: each use adds its part.",
                "単語の表は最後の層の重みでもある。使った所の勾配をすべて足し合わせる。",
            ),
        ),
        Mistake(
            name="root_forgotten_on_the_way_back",
            ja="逆伝播で平方根を忘れる",
            line="np.add.at(dE, self.t, dz * self.c)",
            wrong="np.add.at(dE, self.t, dz)",
            why=Text(
                "What was multiplied by sqrt(d) on the way in is multiplied by it on the way back.",
                "順伝播で √d を掛けたので、逆伝播でも √d を掛ける。",
            ),
        ),
        Mistake(
            name="repeated_words_lost",
            ja="繰り返す単語の分が失われる",
            line="np.add.at(dE, self.x, dmemory * self.c)",
            wrong="dE[self.x] += dmemory * self.c",
            why=Text(
                "A word that occurs several times gets the sum of all its places; += with an index "
                "keeps one of them.",
                "何度も現れる単語の勾配は全位置の和である。添字付きの += では1つしか残らない。",
            ),
        ),
    ),
)
