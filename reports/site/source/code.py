"""Code as HTML: coloured by Pygments' lexer, each symbol marked for its twins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby

from markupsafe import Markup, escape
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Literal, Name, Number, Operator, _TokenType

from reports.site.source.symbols import Token

CLASSES: tuple[tuple[_TokenType, str], ...] = (
    (Keyword.Constant, "n"),
    (Keyword, "k"),
    (Operator.Word, "k"),
    (Name.Decorator, "d"),
    (Name.Function, "f"),
    (Name.Class, "f"),
    (Name.Builtin.Pseudo, "v"),
    (Comment, "c"),
    (Literal.String, "s"),
    (Number, "n"),
)
"""The few classes that the style sheet colours; the first that fits counts."""


def as_html(tokens: Iterable[Token]) -> Markup:
    """Return one line of code; neighbours of one colour share an element."""
    found = []
    for (colour, symbol), run in groupby(tokens, lambda token: (_class(token.kind), token.symbol)):
        text = escape("".join(token.text for token in run))
        marks = f' class="{colour}"' if colour else ""
        marks += f' data-s="{escape(symbol)}"' if symbol else ""
        found.append(Markup(f"<i{marks}>{text}</i>") if marks else text)
    return Markup("").join(found)


@cache
def plain_line(code: str) -> Markup:
    """Return a line that stands alone: coloured, without marks."""
    pieces = PythonLexer(ensurenl=False, stripnl=False).get_tokens(code)
    return as_html(Token(kind, text) for kind, text in pieces)


@cache
def _class(kind: _TokenType) -> str:
    return next((name for known, name in CLASSES if kind in known), "")


def indent_of(code: str) -> int:
    """Return how many spaces a line begins with."""
    return len(code) - len(code.lstrip())


def dedented(tokens: Iterable[Token], margin: int) -> Iterator[Token]:
    """Yield the tokens of a line without the first ``margin`` spaces."""
    left = margin
    for token in tokens:
        cut = min(left, indent_of(token.text)) if left else 0
        left = left - cut if cut == len(token.text) else 0
        if token.text[cut:]:
            yield Token(token.kind, token.text[cut:], token.symbol)
