"""What the models of dialogues share: their cases, and what people get wrong in both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from parity.concepts.losses._draws import SCALAR
from parity.concepts.models._words import affine_weights, recurrent_weights, words
from parity.describing.concept import Case, Convention, Text
from parity.describing.draw import Draw, normal, values

Sizes = tuple[int, int, int, int, int, int, int, int]

SHAPES = {
    "x": "(N, M, S) the numbers of words: M utterances of each dialogue",
    "t": "(N, M, T) the numbers of words of the replies, a first word before them",
    "lengths": "(N, M) of the utterances",
    "embedding.W, decoder.embedding.W": "(vocab, emb)",
    "encoder.W, encoder.U, encoder.b, context.W, context.U, context.b, decoder.cell.W, "
    "decoder.cell.U, decoder.cell.b": "as of an LSTM",
    "decoder.affine.W": "(n_hidden, vocab)",
    "decoder.affine.b": "(vocab,)",
    "L": "scalar",
}

SIMPLE_LAYERS = Convention(
    name="simple_layer",
    text=Text("The layers are simple RNNs.", "層は単純な RNN である。"),
    config={"layer": "simple_rnn"},
)
ONE_DIALOGUE = Text(
    "The context is carried from one utterance to the next within a dialogue; if the utterances "
    "are taken for dialogues of their own, it never remembers anything.",
    "文脈は1つの対話の中で、発話から次の発話へ引き継がれる。"
    "発話を1つずつ別の対話として扱うと、文脈は何も覚えない。",
)
UTTERANCES_DROPPED = Text(
    "The encoder is trained only by what comes back through the context; its last state of each "
    "utterance was read there.",
    "エンコーダを学習させるのは、文脈を通って戻る勾配だけである。"
    "各発話の最後の状態が文脈に読まれたからである。",
)
SLOPE_OF_TANH = Text(
    "The first state went through tanh; its slope 1 - h0^2 belongs to the gradient.",
    "最初の状態は tanh を通っている。勾配には傾き 1 - h0^2 を掛ける。",
)


def lengths_of(*rows: Sequence[int]) -> Draw:
    """Return the lengths (N, M) of the utterances."""
    return values(np.array(rows))


def replies(N: int, M: int, T: int, vocab: int, ends: Sequence[int]) -> Draw:
    """Draw the replies; each is -1 from its end on, where ``ends`` are given, one for each."""
    flat = words(N * M, T, vocab=vocab, ends=ends)
    return Draw("labels", (N, M, T), lambda rng: flat.sample(rng).reshape(N, M, T))


def dialogue_case(
    name: str,
    sizes: Sizes,
    layer: str = "",
    lengths: Draw | None = None,
    ends: Sequence[int] = (),
    n_latent: int = 0,
    differences: Sequence[str] = (),
    zero: Mapping[str, str] | None = None,
    **config: Any,
) -> Case:
    """Return a case with N, M, S, T, vocab, emb, n_hidden and n_context.

    Args:
        name: the case's.
        sizes: those.
        layer: the recurrent layers' name; the default if none is given.
        lengths: of the utterances.
        ends: from where on the words of each reply do not count.
        n_latent: length of z; 0 if there is none.
        differences: the gradients that finite differences are compared with as well.
        zero: gradients that are 0 by definition, with the reason.
        config: the constructor's further arguments.
    """
    N, M, S, T, vocab, emb, H, C = sizes
    rnn = layer or "lstm"
    inputs = {"x": words(N, M, S, vocab=vocab), "t": replies(N, M, T, vocab, ends)}
    latent: dict[str, Draw] = {}
    if n_latent:
        inputs["noise"] = normal(N, M, n_latent)
        latent = {
            "prior.W": normal(C, 2 * n_latent, scale=0.4),
            "prior.b": normal(2 * n_latent, scale=0.4),
            "posterior.W": normal(C + H, 2 * n_latent, scale=0.4),
            "posterior.b": normal(2 * n_latent, scale=0.4),
        }
    inputs |= {"lengths": lengths} if lengths is not None else {}
    told = {"layer": layer} if layer else {}
    # An LSTM's gates may leave these so small beside L that the rounding of L is seen.
    far = ("dembedding.W", "dcontext.U") if rnn == "simple_rnn" else ()
    sizes_told = {"vocab": vocab, "emb": emb, "n_hidden": H, "n_context": C}
    return Case(
        name,
        inputs=inputs,
        params={
            "embedding.W": normal(vocab, emb),
            **recurrent_weights("encoder", emb, H, rnn),
            **recurrent_weights("context", H, C, rnn, scale=1.0),
            "bridge.W": normal(C + n_latent, H, scale=0.75),  # more, and tanh lets nothing through
            "bridge.b": normal(H, scale=0.5),
            "decoder.embedding.W": normal(vocab, emb),
            **recurrent_weights("decoder.cell", emb, H, rnn),
            **affine_weights("decoder.affine", H, vocab),
            **latent,
        },
        upstream={"L": SCALAR},
        zero=zero or {},
        config=sizes_told | ({"n_latent": n_latent} if n_latent else {}) | told | config,
        options={"outputs": ("L",), "differences": ("dbridge.W", *far, *differences)},
    )
