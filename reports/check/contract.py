"""``parity contract``: the shapes of code that are accepted, what is compared, which names."""

from __future__ import annotations

from rich.cells import cell_len
from rich.syntax import Syntax
from rich.text import Text as RichText

from parity.describing.concept import Concept
from reports.check.page import Page, shown_language
from reports.check.skeletons.code import CODE_WIDTH, INDENT
from reports.check.skeletons.facts import Facts, facts_of, outputs_of
from reports.check.skeletons.sections import sections
from reports.check.words import word

WIDTH = CODE_WIDTH + len(INDENT)


def quantities(concept: Concept, language: str) -> list[str]:
    """Return what is compared, in the order of the computation."""
    facts = facts_of(concept)
    if concept.kind == "optimizer":
        return [word("by_steps", language, name="w")]
    if concept.kind == "initializer":
        return [word("distribution", language, name="W")]
    if concept.kind == "function":
        return list(outputs_of(concept))
    learned = [f"d{name}" for name in facts.params]
    if concept.kind == "network":  # the way back meets the last layer first
        learned.reverse()
    return [facts.output, *facts.buffers, *learned, *(f"d{n}" for n in facts.differentiable)]


def understood(concept: Concept, language: str) -> list[tuple[str, list[str]]]:
    """Return the other names under which arguments, arrays and gradients are found."""
    try:
        from parity.checking.reading.spellings import ARGUMENTS, ARRAYS, GRADIENTS
    except ImportError:
        return []
    facts = facts_of(concept)
    names = [*facts.inputs]
    if concept.kind != "network":  # a network's arrays are found by their order
        names += [*facts.params, *facts.buffers]
    names += ["dy"] if facts.differentiable else []
    names += facts.settings
    names += ["kernel_h", "kernel_w"] if "kernel_size" in facts.settings else []
    names += ["training"] if "training" in facts.options else []
    names += ["n_in", "n_out"] if concept.kind == "initializer" else []
    found = []
    for name in dict.fromkeys(names):
        others = [n for n in (ARRAYS | ARGUMENTS).get(name, ()) if n not in names]
        if others:
            found.append((name, others))
    if facts.params and concept.kind == "layer":
        first = facts.params[0]
        usual = f"d{first}"
        others = [form.format(first) for form in GRADIENTS if form.format(first) != usual]
        found.append((usual, others))
    return found


def _to_map(facts: Facts) -> str:
    """Return a name of ours that people may have called otherwise, mapped to theirs."""
    if facts.params and facts.concept.kind == "layer" and "." not in facts.params[0]:
        return f"d{facts.params[0]}=grad_{facts.params[0].lower()}"
    own = next(iter(facts.config), None) or next(iter(facts.inputs), "n_in")
    return f"{own}=my_{own}"


def contract_text(concept: Concept, language: str) -> str:
    """Return the contract of ``concept`` as plain text."""
    page = Page(WIDTH)
    _fill(page, concept, language)
    return "\n".join(line.plain for line in page.lines) + "\n"


def print_contract(concept: Concept, language: str) -> None:
    """Print the contract of ``concept``; on a terminal its code is coloured."""
    from reports.console import out

    encoding = getattr(out.file, "encoding", None) or "utf-8"
    terminal = out.is_terminal
    width = min(out.width, WIDTH) if terminal else WIDTH
    page = Page(width, encoding, terminal, out.legacy_windows)
    _fill(page, concept, shown_language(language, encoding))
    for line in page.lines:
        out.print(line, soft_wrap=True, markup=False, highlight=False)


def _show_code(page: Page, code: str) -> None:
    coloured = RichText(page.shown(code))
    if page.folded:
        # The terminal's own colours: they can be read on a light ground and on a dark one.
        syntax = Syntax("", "python", theme="ansi_dark", background_color="default")
        coloured = syntax.highlight(coloured.plain)
    for line in coloured.split("\n"):
        if line.plain.strip():
            page.put(RichText(INDENT) + line)
        else:
            page.row()
    while not page.lines[-1].plain:  # the highlighter ends with a new line
        page.lines.pop()


def _fill(page: Page, concept: Concept, language: str) -> None:
    """Write the contract on ``page``."""
    facts = facts_of(concept)
    title = concept.title[language]
    page.prose(word("contract", language, concept=concept.name, title=title), "bold cyan")
    made = sections(concept, language)
    page.prose(word("one_will_do" if len(made) > 1 else "names_are_free", language), "dim")
    for number, section in enumerate(made, start=1):
        page.row()
        page.prose(f"{number}. {word(section.key, language)}", "bold")
        _show_code(page, section.code)
    page.row()
    page.prose(word("quantities", language), "bold")
    page.prose(", ".join(quantities(concept, language)), "", INDENT)
    names = understood(concept, language)
    if names:
        page.row()
        page.prose(word("understood_names", language), "bold")
        column = max(cell_len(name) for name, _ in names)
        for name, others in names:
            space = " " * (column - cell_len(name) + 2)
            page.prose(", ".join(others), "", f"{INDENT}{name}{space}")
    page.row()
    page.prose(word("command", language), "bold")
    page.row((f"{INDENT}parity check my_file.py::NAME --as {concept.name}", ""))
    page.prose(word("other_names", language), "bold")
    page.row((f"{INDENT}--map {_to_map(facts)}", ""))
