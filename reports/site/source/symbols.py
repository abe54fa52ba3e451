"""Which names in the three sources stand for the same thing.

``gamma`` of NumPy is ``weight`` in PyTorch's batch normalization: the concept's file says so, and
``super().__init__(eps=epsilon)`` says the like for arguments. A name that only one source has is
nobody's twin and is left alone.
"""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from pygments.lexers import PythonLexer
from pygments.token import Comment, Literal, Name, _TokenType

from parity.describing.concept import Concept, draw_case
from parity.harness.evaluators import PACKAGES
from parity.harness.mistakes import lines_of, source_path

FAMILIAR = """
self super cls np torch tf keras ops nn optim layers math F ndarray Tensor shape dtype size
params grads buffers forward backward call step update_step update_one sum mean sqrt exp log
max min abs reshape append cast array zeros ones strict
"""
NOT_SYMBOLS = frozenset([*dir(builtins), *keyword.kwlist, *keyword.softkwlist, *FAMILIAR.split()])
"""Names that say nothing about the concept."""

CLASS_NAME = re.compile(r"_?[A-Z]\w+")
PLAIN_NAME = re.compile(r"[A-Za-z_]\w*")

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "lambda": "λ",
    "mu": "μ", "rho": "ρ", "sigma": "σ", "eta": "η", "theta": "θ", "phi": "ϕ",
}  # fmt: skip


class Token(NamedTuple):
    """A piece of one line of code.

    Attributes:
        kind: Pygments' type.
        text: as written.
        symbol: what it stands for in all three sources; empty where it has no twin.
    """

    kind: _TokenType
    text: str
    symbol: str = ""


Lines = Mapping[int, tuple[Token, ...]]


@cache
def tokens_of(name: str) -> dict[str, Lines]:
    """Return the tokens of each line (by its number in the file), by framework."""
    from parity.harness.registry import all_concepts

    concept = all_concepts()[name]
    named = {framework: _lines_with_names(concept, framework) for framework in PACKAGES}
    found = [
        {symbol for line in lines.values() for _, _, symbol in line if symbol}
        for lines in named.values()
    ]
    shared = {s for symbols in found for s in symbols if sum(s in other for other in found) > 1}
    shared |= differentiated(concept)
    return {
        framework: {
            number: tuple(Token(k, t, s if s in shared else "") for k, t, s in line)
            for number, line in lines.items()
        }
        for framework, lines in named.items()
    }


def differentiated(concept: Concept) -> set[str]:
    """Return what autograd's line, which stands beside a backward pass, names in every source."""
    if not concept.has_gradients or not concept.cases:
        return set()
    names = [*differentiated_inputs(concept), *learned(concept)]
    return {"y", "dy", *names, *(f"d{name}" for name in names)}


def differentiated_inputs(concept: Concept) -> list[str]:
    """Return the inputs that have a gradient, as the concept's first case gives them."""
    return list(draw_case(concept, concept.cases[0]).differentiable)


def learned(concept: Concept) -> list[str]:
    """Return the parameters that have a gradient."""
    buffers = {name for case in concept.cases for name in case.buffers}
    return [name for name in concept.weights if name not in buffers]


def aliased(concept: Concept, framework: str, name: str) -> str:
    """Return what one of our parameters is called in a framework."""
    weight = concept.weights[name]
    return {"torch": weight.torch, "keras": weight.keras}.get(framework, name)


@cache
def symbols_of(name: str) -> frozenset[str]:
    """Return the symbols that at least two of the three sources of a concept have."""
    return frozenset(
        token.symbol
        for lines in tokens_of(name).values()
        for line in lines.values()
        for token in line
        if token.symbol
    )


def _lines_with_names(
    concept: Concept, framework: str
) -> dict[int, list[tuple[_TokenType, str, str]]]:
    path = source_path(concept, PACKAGES[framework])
    text = path.read_text(encoding="utf-8")
    own = lines_of(concept, text)
    aliases = _aliases(concept, framework, text)
    keys = set(aliases.values()) | set(concept.weights) | set(concept.state)
    lines: dict[int, list[tuple[_TokenType, str, str]]] = {i + 1: [] for i in own}
    for number, kind, piece in _pieces(text, own):
        if kind not in Comment:
            lines[number].append((kind, piece, _symbol(kind, piece, aliases, keys)))
    return {number: _stripped(line) for number, line in lines.items()}


def _pieces(text: str, own: range) -> list[tuple[int, _TokenType, str]]:
    """Return (line number, type, text) of every token of some lines of a file.

    Tokens of several lines are cut up. The lines are whole statements of the file's outermost
    level, so that they can be read without what stands around them.
    """
    number, found = own.start + 1, []
    within = "\n".join(text.split("\n")[own.start : own.stop])
    for kind, value in PythonLexer(ensurenl=False, stripnl=False).get_tokens(within):
        for i, piece in enumerate(value.split("\n")):
            number += i > 0
            if piece:
                found.append((number, kind, piece))
    return found


def _symbol(kind: _TokenType, piece: str, aliases: Mapping[str, str], keys: set[str]) -> str:
    if kind in Name:
        name = aliases.get(piece, piece)
        said_nothing = name in NOT_SYMBOLS or name.startswith("__") or CLASS_NAME.fullmatch(name)
        return "" if said_nothing else name
    if kind in Literal.String and piece in keys:
        return piece  # params["gamma"]
    return ""


def _stripped(line: list[tuple[_TokenType, str, str]]) -> list[tuple[_TokenType, str, str]]:
    """Drop what a removed comment leaves at the end."""
    while line and not line[-1][1].strip():
        line.pop()
    return line


def _aliases(concept: Concept, framework: str, text: str) -> dict[str, str]:
    """Return our name for each of the framework's own."""
    aliases: dict[str, str] = {}
    for ours, weight in [*concept.weights.items(), *concept.state.items()]:
        theirs = {"torch": weight.torch, "keras": weight.keras}.get(framework, ours)
        if PLAIN_NAME.fullmatch(theirs):
            aliases[theirs] = ours
    own = lines_of(concept, text)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and node.lineno - 1 in own and _is_super_init(node):
            for given in node.keywords:
                if given.arg and isinstance(given.value, ast.Name):
                    aliases[given.arg] = given.value.id
    if framework == "keras" and concept.cases and concept.cases[0].inputs:
        aliases["inputs"] = next(iter(concept.cases[0].inputs))
    return {theirs: ours for theirs, ours in aliases.items() if theirs != ours}


def _is_super_init(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "__init__"
