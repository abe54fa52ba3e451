"""What the models of sequences share: the order of the gates, and who writes it otherwise."""

from __future__ import annotations

from parity.concepts.recurrent._shared import ORDER_OF_THE_BOOK, ORDER_OF_THE_FRAMEWORKS
from parity.describing.concept import Convention, Mistake, Text

AN_LSTM = 'order = "ifog"  # in which an LSTM\'s gates stand in its W, U and b'
BOTH = 'order = "ifog"  # in which the gates of both stand in their W, U and b'


MEAN_OVER_TOKENS = Text(
    "The mean goes over the tokens of all sequences together. A mean of the sequences' means gives "
    "the tokens of a short one more weight.",
    "平均は全系列のトークンをまとめて取る。系列ごとの平均を平均すると、"
    "短い系列のトークンほど重く数えられる。",
)

ONE_AHEAD = Text(
    "The decoder reads t_k and should say t_(k+1): the targets are one step ahead of "
    "what is read. Not shifted, it learns to copy.",
    "デコーダは t_k を読んで t_(k+1) を答える。正解は読む単語より1つ先である。"
    "ずらさないと、写すことしか学習しない。",
)
SEES_WHAT_IT_SHOULD_SAY = Text(
    "The word that it should say stands in what it reads: in training the loss falls "
    "to 0, and nothing was learned.",
    "答えるべき単語が入力に入ってしまっている。学習時の損失は 0 に近づくが、何も学習していない。",
)
REVERSED_INSIDE = Convention(
    name="reversed_inside",
    text=Text(
        "The model turns the source around by itself.",
        "入力はモデルの中で逆順にする。",
    ),
    config={"reverse": True},
)
H_ALONE = Convention(
    name="h_alone",
    text=Text(
        "The decoder begins with the encoder's h, and with c = 0.",
        "デコーダはエンコーダの h だけを受け取り、c は 0 から始める。",
    ),
    config={"pass_cell": False},
)


def order_mistakes(line: str) -> tuple[Mistake, ...]:
    """Return the other orders of the gates, of which the conventions use the first two."""
    return (
        Mistake(
            name="order_of_the_frameworks",
            ja="フレームワークの順に並べる",
            line=line,
            wrong='order = "ifgo"',
            why=ORDER_OF_THE_FRAMEWORKS,
        ),
        Mistake(
            name="order_of_the_book",
            ja="書籍の順に並べる",
            line=line,
            wrong='order = "fgio"',
            why=ORDER_OF_THE_BOOK,
        ),
        Mistake(
            name="order_of_exchanged_files",
            ja="ファイル交換用の形式の順に並べる",
            line=line,
            wrong='order = "iofg"',
            why=Text(
                "That is the order of ONNX (i, o, f and the candidate); here the gates stand as i, "
                "f, o, g. No shape tells.",
                "それは ONNX の並び順(i, o, f, 候補)である。ここでは i, f, o, g の順に並ぶ。"
                "形では区別できない。",
            ),
        ),
    )
