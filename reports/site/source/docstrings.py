"""Reads our docstrings: prose, formulas and the meaning of each argument."""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import dataclass

SECTION = re.compile(r"(Args|Attributes|Shapes|Raises|Returns|Source|Sources):")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a docstring on one line, or a formula, which stands indented there."""

    text: str
    formula: bool = False


@dataclass(frozen=True)
class Docstring:
    """What a docstring says.

    Attributes:
        prose: what stands before the first section.
        arguments: (name, meaning) of each argument.
    """

    prose: tuple[Paragraph, ...] = ()
    arguments: tuple[tuple[str, str], ...] = ()


Documented = ast.ClassDef | ast.FunctionDef


def docstring_of(node: Documented) -> Docstring:
    """Return what the docstring of a class or function says."""
    sections = _sections(ast.get_docstring(node) or "")
    return Docstring(_paragraphs(sections[""]), _arguments(sections.get("Args", "")))


def _sections(text: str) -> dict[str, str]:
    """Return the body of each section by its title; what stands before them has the title ''."""
    bodies: dict[str, list[str]] = {"": []}
    here = ""
    for line in text.splitlines():
        if SECTION.fullmatch(line):
            here = line.removesuffix(":")
            bodies[here] = []
        else:
            bodies[here].append(line)
    return {title: textwrap.dedent("\n".join(lines)).strip("\n") for title, lines in bodies.items()}


def _paragraphs(text: str) -> tuple[Paragraph, ...]:
    blocks = [block for block in re.split(r"\n\s*\n", text) if block.strip()]
    return tuple(
        Paragraph(textwrap.dedent(block).strip(), formula=True)
        if block.startswith(" ")
        else Paragraph(_on_one_line(block))
        for block in blocks
    )


def _arguments(text: str) -> tuple[tuple[str, str], ...]:
    """Return (name, meaning) pairs; a line that is indented goes on with the meaning above it."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        if line.startswith(" ") and found:
            name, meaning = found[-1]
            found[-1] = (name, f"{meaning} {line.strip()}")
        elif ":" in line:
            name, _, meaning = line.partition(":")
            found.append((name.strip(), meaning.strip()))
    return tuple(found)


def _on_one_line(text: str) -> str:
    return " ".join(line.strip() for line in text.splitlines())
