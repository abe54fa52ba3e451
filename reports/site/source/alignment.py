"""Puts the parts of the three sources side by side: forward by forward, backward by autograd."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from markupsafe import Markup
from pygments.lexers import PythonLexer
from pygments.token import Name

from parity.describing.concept import Concept
from parity.harness.evaluators import PACKAGES
from reports.site.source.code import as_html, dedented, indent_of
from reports.site.source.docstrings import Paragraph
from reports.site.source.notes import shown_note
from reports.site.source.sources import Part, Role, source_of
from reports.site.source.symbols import (
    Token,
    aliased,
    differentiated_inputs,
    learned,
    symbols_of,
    tokens_of,
)

INDENT = Markup("    ")
ORDER: tuple[Role, ...] = ("setup", "forward", "backward", "rest")


@dataclass(frozen=True)
class ShownLine:
    """One line of code as the page shows it, with the note beside it."""

    number: int
    indent: int
    html: Markup
    note: Markup


@dataclass(frozen=True)
class Block:
    """A method in one column: what it says of itself, then its lines."""

    name: str
    prose: tuple[Markup, ...]
    lines: tuple[ShownLine, ...]


@dataclass(frozen=True)
class Cell:
    """One framework's share of a row.

    Attributes:
        framework: whose.
        blocks: its methods of this role.
        inherited: the classes that do this part, where it has no code of its own.
        autograd: the line that asks the framework for the gradients.
        flat: the function has no slope for autograd to follow.
        absent: there is nothing to show, and nothing inherits it.
    """

    framework: str
    blocks: tuple[Block, ...] = ()
    inherited: tuple[str, ...] = ()
    autograd: tuple[Markup, ...] = ()
    flat: bool = False
    absent: bool = False


@dataclass(frozen=True)
class Row:
    """Matching parts of the three sources.

    Attributes:
        role: what these parts do.
        title: the key of its heading among the site's words.
        cells: NumPy's, PyTorch's and Keras'.
    """

    role: Role
    title: str
    cells: tuple[Cell, ...]


def rows(concept: Concept, language: str) -> tuple[Row, ...]:
    """Return the rows of a concept's comparison, in the order setup, forward, backward, rest."""
    found = []
    for role in ORDER:
        cells = tuple(_cell(concept, framework, role, language) for framework in PACKAGES)
        if role == "forward" or any(cell.blocks or cell.autograd for cell in cells):
            found.append(Row(role, _title(concept, role), cells))
    return tuple(found)


def _title(concept: Concept, role: Role) -> str:
    special = {
        ("optimizer", "forward"): "row_step",
        ("initializer", "forward"): "row_width",
        ("function", "forward"): "row_function",
        ("regularizer", "forward"): "row_penalty",
        ("loss", "forward"): "row_loss",
    }
    return special.get((concept.kind, role), f"row_{role}")


def _cell(concept: Concept, framework: str, role: Role, language: str) -> Cell:
    source = source_of(concept.name, framework)
    parts = [part for part in source.parts if part.role == role]
    blocks = _joined([_block(concept, framework, part, language) for part in parts])
    if role == "backward":
        if not concept.has_gradients:
            return Cell(framework, absent=True)
        if framework != "numpy":
            if flat(concept):
                return Cell(framework, flat=True)
            return Cell(framework, autograd=tuple(_autograd(concept, framework)))
    if blocks:
        return Cell(framework, blocks)
    if role == "rest":
        return Cell(framework, absent=True)
    return Cell(framework, inherited=source.bases, absent=not source.bases)


def _joined(blocks: list[Block]) -> tuple[Block, ...]:
    """Return the blocks, a class's head and its constructor as one."""
    if len(blocks) > 1 and blocks[1].name == "__init__" and not blocks[1].prose:
        head, init = blocks[:2]
        moved = tuple(
            replace(line, indent=line.indent + 4, html=INDENT + line.html) for line in init.lines
        )
        blocks = [Block(head.name, head.prose, head.lines + moved), *blocks[2:]]
    return tuple(blocks)


def flat(concept: Concept) -> bool:
    """Tell whether every gradient of the concept is 0 by definition, as a step function's."""
    names = differentiated_inputs(concept)
    return all(f"d{name}" in concept.cases[0].zero for name in names) and not learned(concept)


def _block(concept: Concept, framework: str, part: Part, language: str) -> Block:
    drawn = _drawn_lines(concept.name, framework, part)
    lines = tuple(
        ShownLine(line.number, indent, html, shown_note(line.note, language))
        for line, (indent, html) in zip(part.lines, drawn, strict=True)
    )
    return Block(part.name, shown_prose(part.says.prose, language), lines)


@cache
def _drawn_lines(name: str, framework: str, part: Part) -> tuple[tuple[int, Markup], ...]:
    """Return the indentation and the code of each line, which are the same in both languages."""
    tokens = tokens_of(name)[framework]
    indent = min((indent_of(line.code) for line in part.lines if line.code.strip()), default=0)
    return tuple(
        (
            max(indent_of(line.code) - indent, 0),
            as_html(dedented(tokens.get(line.number, ()), indent)),
        )
        for line in part.lines
    )


def shown_prose(paragraphs: tuple[Paragraph, ...], language: str) -> tuple[Markup, ...]:
    """Return the paragraphs of a docstring in ``language``, formulas as they are."""
    return tuple(
        Markup("<code class=formula>{}</code>").format(paragraph.text)
        if paragraph.formula
        else shown_note(paragraph.text, language)
        for paragraph in paragraphs
    )


OUTPUTS = {"layer": ("y", "dy", "layer"), "network": ("y", "dy", "network")}
OUTPUTS |= {"loss": ("L", "dL", "loss"), "regularizer": ("penalty", "dL", "regularizer")}
"""By kind: the output, the upstream gradient and what the object is called in the line."""


def _results(concept: Concept) -> tuple[str, str, str]:
    """Return the same of a function: what it returns, and the upstream gradients."""
    names = concept.cases[0].options.get("outputs", ("y",))
    several = [", ".join(names), ", ".join(f"d{name}" for name in names)]
    output, upstream = several if len(names) == 1 else [f"({listed})" for listed in several]
    return output, upstream, ""


def _autograd(concept: Concept, framework: str) -> Iterator[Markup]:
    """Yield the line in which a framework finds the gradients that NumPy derives by hand."""
    output, upstream, owner = OUTPUTS.get(concept.kind) or _results(concept)
    inputs = differentiated_inputs(concept)
    # Of what is made of parts, all of whose parameters learn, no one parameter is named.
    whole = concept.kind == "network" or any("." in name for name in concept.cases[0].params)
    params = [] if whole else learned(concept)
    by = [*inputs, *(f"{owner}.{aliased(concept, framework, name)}" for name in params)]
    targets = [f"d{name}" for name in [*inputs, *params]]
    if whole:
        weights = {"torch": "parameters()", "keras": "trainable_weights"}
        star = "*" if by else ""
        by.append(f"{star}{owner}.{weights[framework]}")
        targets.append(f"{star}grads")
    listed = by[0] if len(by) == 1 else f"({', '.join(by)})"
    given = f"({output}, {listed}, {upstream})"
    if framework == "torch":
        left = ", ".join(targets) + ("," if len(targets) == 1 and targets != ["grads"] else "")
        line = f"{left} = torch.autograd.grad{given}"
    else:
        line = f"{', '.join(targets)} = tape.gradient{given}"
    ours = {aliased(concept, framework, name): name for name in params}
    known = symbols_of(concept.name)
    pieces = PythonLexer(ensurenl=False).get_tokens(line)
    named = ((kind, text, ours.get(text, text)) for kind, text in pieces)
    yield as_html(
        Token(kind, text, symbol if kind in Name and symbol in known else "")
        for kind, text, symbol in named
    )
