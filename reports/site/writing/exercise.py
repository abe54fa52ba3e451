"""The exercise of a concept: its code with blanks, with its signatures alone, or nothing at all."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from markupsafe import Markup

from parity.describing.concept import Concept
from parity.harness.mistakes import MistakeError, lines_of, source_path
from reports.check.contract import quantities
from reports.check.in_page import records_of
from reports.check.skeletons.array_shapes import shape_of
from reports.check.skeletons.facts import Facts, facts_of
from reports.check.skeletons.sections import sections
from reports.check.words import about_shape
from reports.site.writing.words import as_json, for_scripts, say, with_code

GAP = "____"
"""What stands for a blank in the text; the page's editor draws it as a field."""

MOST_BLANKS = 3


@dataclass(frozen=True)
class Level:
    """One way of writing it: ``blank``, ``signature`` or ``empty``."""

    key: str
    label: str
    about: str
    text: str


@dataclass(frozen=True)
class Array:
    """An array with its shape, in words."""

    name: str
    shape: str


@dataclass(frozen=True)
class Exercise:
    """What the section shows, in one language.

    Attributes:
        concept: its name.
        language: ``"en"`` or ``"ja"``.
        file: what the reader's code is called in the answers.
        levels: from the easiest; one without blanks has two.
        given: what the code is given.
        returned: what it has to give.
        judged: what is compared.
        records: the files with the references.
    """

    concept: str
    language: str
    file: str
    levels: tuple[Level, ...]
    given: tuple[Array, ...]
    returned: tuple[Array, ...]
    judged: tuple[str, ...]
    records: tuple[str, ...]

    @property
    def words(self) -> dict[str, str]:
        """Return what the section says."""
        return for_scripts(self.language)

    @property
    def no_script(self) -> Markup:
        """Return what is needed to write here."""
        command = f"parity check {self.file}::NAME --as {self.concept}"
        contract = f"parity contract {self.concept}"
        return with_code("no_script", self.language, command=command, contract=contract)

    @property
    def from_file(self) -> Markup:
        """Return what to do where the page was opened as a file."""
        return with_code("from_file", self.language, command="parity site --serve")

    @property
    def data(self) -> Markup:
        """Return what the script needs, as JSON that can stand in a page."""
        return as_json(
            {
                "concept": self.concept,
                "file": self.file,
                "levels": [vars(level) for level in self.levels],
                "records": self.records,
                "words": self.words,
            }
        )


def exercise(concept: Concept, language: str) -> Exercise | None:
    """Return the exercise of ``concept``; ``None`` where there is no skeleton to begin from."""
    skeletons = sections(concept, language)
    if not skeletons:
        return None
    facts = facts_of(concept)
    empty = say("empty_text", language, twin=facts.twin.__name__)
    levels = [
        _level("signature", f"import numpy as np\n\n\n{skeletons[0].code}\n", language),
        _level("empty", "", language, about=empty),
    ]
    blank, answers = with_blanks(concept)
    if n := len(answers):
        label = say("level_blank" if n > 1 else "level_blank_one", language, n=n)
        levels.insert(0, Level("blank", label, say("about_blank", language), blank))
    return Exercise(
        concept=concept.name,
        language=language,
        file=f"{concept.name}.py",
        levels=tuple(levels),
        given=_arrays(concept, _given(facts), language),
        returned=_arrays(concept, _returned(facts), language),
        judged=tuple(quantities(concept, language)),
        records=tuple(records_of([concept.name])),
    )


def _level(key: str, text: str, language: str, about: str = "") -> Level:
    label, told = say(f"level_{key}", language), about or say(f"about_{key}", language)
    return Level(key, label, told, text)


def _given(facts: Facts) -> list[str]:
    upstream = [facts.upstream] if facts.differentiable else []
    return [*(facts.inputs or facts.config), *facts.params, *facts.buffers, *upstream]


def _returned(facts: Facts) -> list[str]:
    if not facts.inputs:
        return []
    return [facts.output, *facts.buffers, *facts.gradients]


def _arrays(concept: Concept, names: list[str], language: str) -> tuple[Array, ...]:
    found = []
    for name in dict.fromkeys(names):
        of = name[1:] if name.startswith("d") and not shape_of(concept, name) else name
        shape = shape_of(concept, name) or shape_of(concept, of)
        found.append(Array(name, about_shape(shape, language) if shape else ""))
    return tuple(found)


@cache
def _source(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


def with_blanks(concept: Concept) -> tuple[str, tuple[str, ...]]:
    """Return our NumPy code without what the page says beside it, and what its blanks hold.

    The blanks stand where people go wrong: in the lines that the listed mistakes change.
    """
    source = _source(str(source_path(concept)))
    lines = list(_without_annotations(source))
    written = source.splitlines()
    places: dict[int, tuple[str, str]] = {}
    try:
        within = lines_of(concept, source)
    except MistakeError:
        return "", ()
    for mistake in concept.mistakes:
        if mistake.form != "plain" or len(places) == MOST_BLANKS:
            continue
        at = [i for i in within if written[i].strip() == mistake.line.strip()]
        blanked = _blanked(lines[at[0]]) if len(at) == 1 else None
        if blanked:
            places.setdefault(at[0], blanked)
    for i, (blank, _) in places.items():
        lines[i] = blank
    dropped = _unneeded(source)
    kept = [line for i, line in enumerate(lines) if i not in dropped or i in places]
    text = re.sub(r"\n{3,}", "\n\n\n", "\n".join(kept)).strip("\n") + "\n"
    return re.sub(r"(\n(class|def) .*\n)\n+", r"\1", text), tuple(
        places[i][1] for i in sorted(places)
    )


@lru_cache(maxsize=4)  # for both languages
def _without_annotations(source: str) -> tuple[str, ...]:
    """Return the lines without the types of arguments and results, as the exam writes code."""
    lines = source.splitlines()
    cuts: list[tuple[int, int, int, str]] = []  # line, from, to, what stands there instead
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef):
            continue
        if node.returns is not None and node.returns.end_lineno == node.returns.lineno:
            row = node.returns.lineno - 1
            start = lines[row].rindex("->", 0, node.returns.col_offset)
            begin = len(lines[row][:start].rstrip())
            cuts.append((row, begin, node.returns.end_col_offset or 0, ""))
        arguments = node.args
        for each in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs,
                     *filter(None, [arguments.vararg, arguments.kwarg])]:  # fmt: skip
            of = each.annotation
            if of is None or of.end_lineno != each.lineno or of.end_col_offset is None:
                continue
            row, end = each.lineno - 1, of.end_col_offset
            default = re.match(r" = ", lines[row][end:])
            cuts.append((row, each.col_offset + len(each.arg), end + 3 * bool(default),
                         "=" * bool(default)))  # fmt: skip
    for row, start, end, instead in sorted(cuts, reverse=True):
        lines[row] = lines[row][:start] + instead + lines[row][end:]
    return tuple(lines)


@lru_cache(maxsize=4)
def _unneeded(source: str) -> frozenset[int]:
    """Return the numbers of the lines of docstrings and of what the page need not show."""
    found: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node
        ):
            said = node.body[0]
            if len(node.body) > 1:  # what has nothing else would be empty
                found.update(range(said.lineno - 1, said.end_lineno or said.lineno))
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            found.add(node.lineno - 1)
    return frozenset(found)


@lru_cache(maxsize=16)
def _blanked(line: str) -> tuple[str, str] | None:
    """Return a line with a blank for what it computes, and that; ``None`` where it has none."""
    code = line.strip()
    whole = f"{code}\n    pass" if code.rstrip().endswith(":") else code
    try:
        (node,) = ast.parse(whole).body
    except (SyntaxError, ValueError):
        return None
    part: ast.expr | None = None
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Return | ast.Expr):
        part = node.value
    elif isinstance(node, ast.If | ast.While):
        part = node.test
    elif isinstance(node, ast.For):
        part = node.iter
    if part is None or part.end_col_offset is None:
        return None
    raw = code.encode()
    indent = line[: len(line) - len(line.lstrip())]
    before, after = raw[: part.col_offset].decode(), raw[part.end_col_offset :].decode()
    blank = f"{indent}{before}{GAP}{after.partition('  #')[0].rstrip()}"
    return blank, raw[part.col_offset : part.end_col_offset].decode()
