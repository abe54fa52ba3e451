"""What the models of sequences share: the order of the gates, and who writes it otherwise."""

from __future__ import annotations

from parity.concepts.recurrent._shared import ORDER_OF_THE_BOOK, ORDER_OF_THE_FRAMEWORKS
from parity.describing.concept import Mistake, Text

AN_LSTM = 'order = "ifog"  # in which an LSTM\'s gates stand in its W, U and b'
BOTH = 'order = "ifog"  # in which the gates of both stand in their W, U and b'


MEAN_OVER_TOKENS = Text(
    "The mean goes over the tokens of all sequences together. A mean of the sequences' means gives "
    "the tokens of a short one more weight.",
    "平均は全系列のトークンをまとめて取る。系列ごとの平均を平均すると、"
    "短い系列のトークンほど重く数えられる。",
)


def order_mistakes(line: str) -> tuple[Mistake, Mistake]:
    """Return the other orders of the gates, of which the conventions make use."""
    return (
        Mistake(
            name="order_of_the_frameworks",
            line=line,
            wrong='order = "ifgo"',
            why=ORDER_OF_THE_FRAMEWORKS,
        ),
        Mistake(
            name="order_of_the_book",
            line=line,
            wrong='order = "fgio"',
            why=ORDER_OF_THE_BOOK,
        ),
    )
