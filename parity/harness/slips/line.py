"""One line of code with its tree, edited as text so that it keeps its looks."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from parity.describing.concept import Text
from parity.harness.mistakes import without_comment


@dataclass(frozen=True)
class Edit:
    """An edit of a line: its kind, the line that comes out, and what is wrong with that."""

    kind: str
    wrong: str
    why: Text


Maker = Callable[["Line", Any], Iterator[Edit]]
"""Makes the edits of one kind of node."""


class Line:
    """One line with its tree.

    Attributes:
        code: the line without its comment.
        tree: its statement.
        cut: how many characters before the statement the tree does not know.
    """

    def __init__(self, code: str, tree: ast.stmt, cut: int) -> None:
        self.code, self.tree, self.cut = code, tree, cut
        self.parents: dict[ast.AST, ast.AST] = {}
        for node in ast.walk(tree):
            for child in ast.iter_child_nodes(node):
                self.parents[child] = node

    @classmethod
    def of(cls, code: str) -> Line | None:
        """Return the line of ``code``; ``None`` if it is no statement of its own."""
        if not code.isascii():  # the tree counts columns in bytes
            return None
        cut, body = parsed(code)
        return cls(code, body[0], cut) if len(body) == 1 else None

    def nodes(self) -> Iterator[ast.AST]:
        """Yield the nodes from left to right."""
        return self._nodes(self.tree)

    def _nodes(self, node: ast.AST) -> Iterator[ast.AST]:
        yield node
        if isinstance(node, ast.JoinedStr | ast.Lambda):
            return  # columns within an f-string mean nothing
        for child in ast.iter_child_nodes(node):
            yield from self._nodes(child)

    def start(self, node: ast.AST) -> int:
        """Return the column at which ``node`` begins."""
        return int(node.col_offset) + self.cut  # type: ignore[attr-defined]

    def end(self, node: ast.AST) -> int:
        """Return the column behind ``node``."""
        return int(node.end_col_offset) + self.cut  # type: ignore[attr-defined]

    def text(self, node: ast.AST) -> str:
        """Return the text of ``node``, without brackets around it."""
        return self.code[self.start(node) : self.end(node)]

    def operator(self, left: ast.AST, right: ast.AST, symbol: str) -> tuple[int, int]:
        """Return where the operator between two operands begins and ends."""
        at = self.code.index(symbol, self.end(left), self.start(right))
        return at, at + len(symbol)

    def sides(self, node: ast.BinOp, symbol: str) -> tuple[str, str]:
        """Return the text on both sides of an operator, with its brackets."""
        at, end = self.operator(node.left, node.right, symbol)
        left, right = self.code[self.start(node) : at], self.code[end : self.end(node)]
        return left.strip(), right.strip()

    def arguments(self, node: ast.Call) -> list[str]:
        """Return the text of every argument of a call."""
        return [self.text(child) for child in (*node.args, *node.keywords)]

    def call(self, node: ast.Call, arguments: list[str]) -> str:
        """Return the call with other arguments."""
        return f"{self.text(node.func)}({', '.join(arguments)})"

    @property
    def result(self) -> Text:
        """What the line gives, as a sentence names it; in Japanese a particle follows at once."""
        tree = self.tree
        if isinstance(tree, ast.Assign):
            return quoted(self.code[: self.operator(tree.targets[-1], tree.value, "=")[0]])
        if isinstance(tree, ast.AugAssign | ast.AnnAssign):
            return quoted(self.text(tree.target))
        if isinstance(tree, ast.Return) and tree.value is not None:
            value = quoted(self.text(tree.value))
            return Text(f"the returned {value.en}", f"戻り値 {value.ja}")
        if isinstance(tree, ast.If | ast.While):
            condition = quoted(self.text(tree.test))
            return Text(f"the condition {condition.en}", f"条件 {condition.ja}")
        if isinstance(tree, ast.For):
            return Text(f"the loop over {quoted(self.text(tree.iter)).en}", "このループ")
        return quoted(self.code)

    def is_target(self, node: ast.AST) -> bool:
        """Tell whether ``node`` belongs to what is assigned to."""
        child: ast.AST = node
        while (parent := self.parents.get(child)) is not None:
            if isinstance(parent, ast.Assign):
                return child in parent.targets
            if isinstance(parent, ast.AugAssign | ast.AnnAssign | ast.For):
                return child is parent.target
            child = parent
        return False

    def keyword_of(self, node: ast.AST) -> str:
        """Return the name of the keyword argument that ``node`` is in."""
        child: ast.AST | None = node
        while child is not None and not isinstance(child, ast.keyword | ast.stmt):
            child = self.parents.get(child)
        return child.arg or "" if isinstance(child, ast.keyword) else ""

    def put(self, kind: str, at: int, end: int, new: str, why: Text) -> Edit:
        """Return the edit that puts ``new`` where ``at`` to ``end`` was.

        Brackets that the edit made superfluous, around it or its own, go.
        """
        before, after = self.code[:at], self.code[end:]
        if before.endswith("(") and after.startswith(")"):
            new = unwrapped(new)
            if not re.search(r"[\w\])]\($", before) and is_atom(new):
                before, after = before[:-1], after[1:]
        bare = before + unwrapped(new) + after
        whole = before + new + after
        same = bare == whole or shape_of(bare) == shape_of(whole)
        return Edit(kind, bare if same else whole, why)

    def replace(self, kind: str, node: ast.AST, new: str, why: Text) -> Edit:
        """Return the edit that replaces an expression."""
        return self.put(kind, self.start(node), self.end(node), new, why)


def _readings(code: str) -> list[tuple[int, str]]:
    """Return what to parse for ``code``, and how much before it was cut off."""
    readings = [(0, code), (0, f"{code} pass")]
    if code.startswith("elif "):
        readings.append((2, f"{code[2:]} pass"))
    return readings


@lru_cache(maxsize=20_000)
def parsed(code: str) -> tuple[int, list[ast.stmt]]:
    """Return the statements of ``code``, and how much before it was cut off; none if it is no code.

    Nobody may change the trees: the next who asks gets the same.
    """
    for cut, rest in _readings(code):
        try:
            return cut, ast.parse(rest).body
        except (SyntaxError, ValueError):
            continue
    return 0, []


@lru_cache(maxsize=20_000)
def shape_of(code: str) -> str | None:
    """Return what two spellings of one line have in common; ``None`` if it is no code."""
    code = code.strip()
    _, body = parsed(without_comment(code) if "#" in code else code)
    return "\n".join(map(ast.dump, body)) if body else None


@lru_cache(maxsize=20_000)
def is_atom(text: str) -> bool:
    """Tell whether an expression never needs brackets."""
    try:
        node = ast.parse(text, mode="eval").body
    except SyntaxError:
        return False
    return isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.Subscript | ast.Constant)


@lru_cache(maxsize=20_000)
def unwrapped(text: str) -> str:
    """Return an expression without brackets around it; a tuple keeps them."""
    if not (text.startswith("(") and text.endswith(")")):
        return text
    try:
        inner = ast.parse(text[1:-1], mode="eval")
        if isinstance(inner.body, ast.Tuple):
            return text
        return text[1:-1] if ast.dump(inner) == ast.dump(ast.parse(text, mode="eval")) else text
    except SyntaxError:
        return text


def wrapped(text: str) -> str:
    """Return an expression in brackets, unless it never needs any."""
    return text if is_atom(text) or text != unwrapped(text) else f"({text})"


def short(text: str, en: str, ja: str) -> Text:
    """Return ``text`` as it is quoted in a sentence, or what to call it where it is long.

    In Japanese a particle follows at once.
    """
    text = unwrapped(text)
    return Text(en, ja) if len(text) > 28 else Text(text, f"{text} ")


_WORD = re.compile(r"\s*(?:\w+|\*\*|//|==|[<>!]=|.)")


def quoted(text: str) -> Text:
    """Return ``text`` as it is quoted in a sentence, its middle left out where it is long.

    In Japanese a particle follows at once.
    """
    text = unwrapped(" ".join(text.split()))
    if len(text) > 60:
        words = _WORD.findall(text)
        head, tail = "", ""
        while len(head) < 34:
            head += words.pop(0)
        while len(tail) < 14:
            tail = words.pop() + tail
        text = f"{head} … {tail.strip()}"
    return Text(text, f"{text} ")


def started(sentence: str) -> str:
    """Return a sentence that begins with a capital where it begins with a word of ours."""
    ours = sentence.startswith(("the returned ", "the condition ", "the loop "))
    return sentence[0].upper() + sentence[1:] if ours else sentence


def function_of(node: ast.Call) -> str:
    """Return the last part of the name of what is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def negated(condition: str) -> Text:
    """Return what is wrong where ``condition`` decides the other way round."""
    test = quoted(condition)
    return Text(
        f"The condition is the wrong way round: what {test.en} decides has changed places.",
        f"条件が逆で、{test.ja}の場合とそうでない場合が入れ替わっている。",
    )


def not_reversed(sequence: str) -> Text:
    """Return what is wrong where ``sequence`` is followed from its beginning."""
    name = quoted(sequence)
    return Text(
        f"The order of {name.en} is not reversed: here it goes from the last to the first.",
        f"{name.ja}の順序が逆になっておらず、最後から最初へたどっていない。",
    )


def exchanged(condition: str, yes: str, no: str) -> Text:
    """Return what is wrong where the two branches of ``condition`` have changed places."""
    test, one, other = quoted(condition), quoted(yes), quoted(no)
    return Text(
        f"The two branches have changed places: it is {one.en} where {test.en}, else {other.en}.",
        f"{test.ja}のとき {one.ja}、それ以外で {other.ja}となるべき2つの場合が入れ替わっている。",
    )


def one_case(condition: str, kept: str) -> Text:
    """Return what is wrong where ``kept`` is taken whatever ``condition`` says."""
    test, name = quoted(condition), quoted(kept)
    return Text(
        f"The case distinction by {test.en} is missing: {name.en} is right in one of the two "
        "cases only.",
        f"{test.ja}による場合分けがなく、2つの場合の一方でしか正しくない {name.ja}に"
        "固定されている。",
    )


FIXED = {"seed", "initializer", "dtype", "out", "strict", "rng", "axis", "keepdims", "initial"}
"""Arguments that do not change what is computed, or that slips of their own change."""
