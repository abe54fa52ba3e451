"""The padding mask."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.attention import _masks as masks
from parity.concepts.attention._sources import INVERT_THE_MASK, VASWANI
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.draw import Draw, values
from parity.describing.identity import Arrays, Identity, Implementations


def _sentences(N: int, T: int, lengths: tuple[int, ...], pad: int = 0) -> Draw:
    """Return numbers of words (N, T), those behind the lengths padding."""

    def make(rng: np.random.Generator) -> np.ndarray:
        words = rng.integers(1, 9, (N, T))
        return np.where(np.arange(T) < np.array(lengths)[:, None], words, pad)

    return Draw("sentences", (N, T), make)


def _case(name: str, tokens: Draw, **config: Any) -> Case:
    return Case(name, inputs={"tokens": tokens}, config=config, exact=("y",))


def _mask(of: Implementations, a: Arrays) -> Arrays:
    return {"allowed": of("padding_mask")(a["tokens"]) * a["tokens"][:, None]}


def _of_the_words(of: Implementations, a: Arrays) -> Arrays:
    """Return the mask that Masking finds, of the numbers as inputs of one element."""
    _, mask = of("masking")().forward(a["tokens"][:, :, None])
    return {"allowed": mask[:, None] * a["tokens"][:, None]}


padding_mask = Concept(
    kind="function",
    order=3,
    syllabus=("3-6-1",),
    needs=("scaled_dot_product_attention", "masking"),
    title=Text("Padding mask", "パディングマスク(Padding Mask)"),
    summary=Text(
        "Says which keys are words and which are padding, for every query of a sentence alike.",
        "キーが単語かパディングかを示す。文の中のどのクエリにも共通である。",
    ),
    why=Text(
        "The sentences of a batch are filled up to one length. Attention knows no order and no "
        "end: unmasked, the filling would take its share of every weighted mean, and a sentence's "
        "result would depend on the length of its neighbours in the batch.",
        "バッチの文は、埋めて長さをそろえる。注意機構は順序も終わりも知らないので、"
        "マスクしなければ、埋めた部分にもすべての加重平均で重みが配分され、文の結果が、"
        "同じバッチの他の文の長さに左右される。",
    ),
    equation="mask_n1j = True where tokens_nj is not pad, else False",
    formula=(r"m_{n,1,j} = \begin{cases} 1 & w_{nj} \ne p \\ 0 & w_{nj} = p \end{cases}",),
    shapes={"tokens": "(N, T)", "y": "(N, 1, T)"},
    sources=(f"{VASWANI}, section 3.2.3",),
    cases=(
        _case("batch", _sentences(3, 5, (5, 2, 3))),
        _case("another_number", _sentences(4, 3, (1, 3, 2, 2), pad=9), pad=9),
        _case("another_number_and_zeros", values(np.array([[0, 4, 1], [5, 0, 1]])), pad=1),
        _case("negative", _sentences(2, 4, (3, 1), pad=-1), pad=-1),
        _case("nothing_padded", _sentences(2, 3, (3, 3))),
        _case("all_padding", _sentences(3, 4, (2, 0, 4))),
        _case("one_sentence", _sentences(1, 5, (3,))),
    ),
    defaults=(Default("pad", 0),),
    divergences=(
        Divergence(
            name="true_for_padding",
            ja="True がパディングを表す",
            summary=Text(
                "Here and in Keras True means a word. In the key_padding_mask of PyTorch's "
                "MultiheadAttention and Transformer True means padding, although their "
                "scaled_dot_product_attention has it the other way round.",
                "ここと Keras では True が単語を表す。PyTorch の MultiheadAttention や Transformer "
                "の key_padding_mask では True がパディングを表す。同じ PyTorch でも、"
                "scaled_dot_product_attention では逆である。",
            ),
            reconciled=INVERT_THE_MASK,
            source="torch.nn.MultiheadAttention: key_padding_mask, a True value indicates that the "
            "corresponding key value will be ignored",
            case="batch",
            native={
                "numpy": {},
                "torch": {"callable": "torch_impl.attention.padding_mask._key_padding_mask"},
            },
            quantity="y",
        ),
    ),
    conventions=(
        Convention("mask_blocks", masks.MASK_BLOCKS, like="mask_inverted"),
        Convention("mask_is_added", masks.MASK_IS_ADDED, like="minus_infinity"),
        Convention("mask_is_added_finite", masks.MASK_IS_ADDED_FINITE, like="large_negative"),
    ),
    also_called=(
        "create_padding_mask",
        "pad_mask",
        "get_pad_mask",
        "make_pad_mask",
        "get_padding_mask",
        "make_padding_mask",
        "key_padding_mask",
    ),
    identities=(
        Identity(
            sibling="masking",
            text=Text(
                "It is the mask of a recurrent layer, with an axis for the queries.",
                "再帰型の層のマスクに、クエリの軸を加えたものである。",
            ),
            case=_case("as_masking_has_it", _sentences(3, 4, (4, 2, 3))),
            left=_mask,
            right=_of_the_words,
        ),
    ),
    mistakes=(
        Mistake(
            name="mask_inverted",
            ja="マスクが逆",
            line="return (tokens != pad)[:, None, :]",
            wrong="return (tokens == pad)[:, None, :]",
            why=masks.MASK_INVERTED,
        ),
        Mistake(
            name="number_ignored",
            ja="番号を無視する",
            line="return (tokens != pad)[:, None, :]",
            wrong="return (tokens != 0)[:, None, :]",
            why=Text(
                "Padding need not have the number 0, and 0 may be a word.",
                "パディングの番号が 0 とは限らず、0 が単語のこともある。",
            ),
        ),
        Mistake(
            name="queries_masked",
            ja="クエリをマスクする",
            line="return (tokens != pad)[:, None, :]",
            wrong="return (tokens != pad)[:, :, None]",
            why=Text(
                "What must not be looked at are keys, the last axis of the scores. With the axes "
                "exchanged padded queries are hidden, and padding is attended to all the same.",
                "隠すべきはキーであり、スコアの最後の軸である。軸を取り違えると、パディングの"
                "クエリが隠れるだけで、パディングのキーには注目し続ける。",
            ),
        ),
        Mistake(
            name="larger_numbers_alone",
            ja="大きい番号しかパディングとみなさない",
            line="return (tokens != pad)[:, None, :]",
            wrong="return (tokens > pad)[:, None, :]",
            why=Text(
                "Words may have smaller numbers than the padding.",
                "単語の番号がパディングより小さいこともある。",
            ),
        ),
        Mistake(
            name="minus_infinity",
            ja="-inf を使う",
            line="return (tokens != pad)[:, None, :]",
            wrong="return np.where(tokens != pad, 0.0, -np.inf)[:, None, :]",
            why=masks.ONE_TO_BE_ADDED,
        ),
        Mistake(
            name="large_negative",
            ja="-inf でなく大きな負の数を使う",
            line="return (tokens != pad)[:, None, :]",
            wrong="return np.where(tokens != pad, 0.0, -1e9)[:, None, :]",
            why=masks.ONE_TO_BE_ADDED,
        ),
    ),
)
