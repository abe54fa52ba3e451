"""``parity show``: one concept in the terminal, made from the sources and from its data."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.console import RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text as RichText

from parity.concept import Case, Concept
from parity.evaluators import PACKAGES
from parity.mistakes import lines_of, source_path

HEADINGS = {
    "equation": ("Equation", "式"),
    "shapes": ("Shapes", "形状"),
    "sources": ("Sources", "出典"),
    "defaults": ("Defaults", "既定値"),
    "divergences": ("Where they differ", "規約の違い"),
    "mistakes": ("Common mistakes", "よくある誤り"),
    "argument": ("argument", "引数"),
    "irreducible": ("cannot be made equal", "そろえられない"),
    "cases": ("Cases", "ケース"),
    "layers": ("Layers", "層の一覧"),
    "layer": ("layer", "層"),
    "kind": ("kind", "種類"),
    "output": ("output", "出力"),
    "parameters": ("parameters", "パラメータ数"),
    "multiply_adds": ("multiply-adds", "積和演算数"),
    "total": ("total", "合計"),
}
TITLES = {"numpy": "NumPy", "torch": "PyTorch", "keras": "Keras"}


def render(concept: Concept, language: str) -> Iterator[RenderableType]:
    """Yield the parts of a concept's page."""

    def heading(key: str) -> str:
        return HEADINGS[key][1 if language == "ja" else 0]

    yield RichText(f"{concept.title[language]}  ({concept.name})", style="bold cyan")
    yield RichText(concept.summary[language])
    yield RichText(f"\n{heading('equation')}: {concept.equation}", style="bold")
    shapes = ", ".join(f"{name} {shape}" for name, shape in concept.shapes.items())
    yield RichText(f"{heading('shapes')}: {shapes}")
    for source in concept.sources:
        yield RichText(f"{heading('sources')}: {source}", style="dim")
    yield ""
    for framework in PACKAGES:
        yield _panel(concept, framework)
    for case in concept.cases:
        if "layer_table" in case.options:
            yield RichText(f"\n{heading('layers')}: {_settings(case)}", style="bold")
            yield _layers(concept, case, heading)
    if concept.defaults:
        yield RichText(f"\n{heading('defaults')}", style="bold")
        yield _defaults(concept, heading("argument"))
    if concept.divergences:
        yield RichText(f"\n{heading('divergences')}", style="bold")
        for d in concept.divergences:
            sides = " / ".join(TITLES[side] for side in d.native)
            mark = f" [{heading('irreducible')}]" if d.irreducible else ""
            yield RichText(f"• {d.name} ({sides}){mark}", style="yellow")
            yield RichText(f"  {d.summary[language]}\n  → {d.reconciled[language]}")
            yield RichText(f"  {d.source}", style="dim")
    yield RichText(f"\n{heading('mistakes')}", style="bold")
    for m in concept.mistakes:
        yield RichText(f"• {m.name}", style="red")
        yield f"  [dim]-[/] {escape(m.line)}\n  [red]+ {escape(m.wrong)}[/]"
        yield RichText(f"  {m.why[language]}")
    names = ", ".join(case.name for case in concept.cases)
    yield RichText(f"\n{heading('cases')}: {names}")


def _panel(concept: Concept, framework: str) -> Panel:
    path = source_path(concept, PACKAGES[framework])
    source = path.read_text(encoding="utf-8")
    own = lines_of(concept, source)
    code = "\n".join(source.splitlines()[own.start : own.stop])
    where = f"{path.parent.parent.name}/{path.parent.name}/{path.name}"
    if path.parent.name == PACKAGES[framework]:
        where = f"{path.parent.name}/{path.name}"
    return Panel(
        Syntax(code, "python", background_color="default", word_wrap=True),
        title=f"{TITLES[framework]} · {where}:{own.start + 1}",
        title_align="left",
        border_style="dim",
    )


def _settings(case: Case) -> str:
    """Return the image's shape and the arguments that set one table apart from another."""
    image = "×".join(str(n) for n in case.options["layer_table"])
    own = [f"{key}={value!r}" for key, value in case.config.items() if key != "initializer"]
    return ", ".join([image, *own])


def _layers(concept: Concept, case: Case, heading: Callable[[str], str]) -> Table:
    """Return the layer table, counted by NumPy alone."""
    import numpy as np

    from numpy_impl.layer_table import layer_table
    from parity.evaluators.subject import implementation

    config = {**case.config, "initializer": lambda shape, seed=None: np.zeros(shape)}
    network = implementation("numpy", concept)(**config)
    rows = layer_table(network, case.options["layer_table"])
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(heading("layer"))
    table.add_column(heading("kind"))
    for title in ("output", "parameters", "multiply_adds"):
        table.add_column(heading(title), justify="right")
    for row in rows:
        table.add_row(
            row.name,
            row.kind,
            "×".join(str(n) for n in row.shape),
            f"{row.parameters:,}" if row.parameters else "",
            f"{row.multiply_adds:,}" if row.multiply_adds else "",
        )
    table.add_row(
        heading("total"),
        "",
        "",
        f"{sum(row.parameters for row in rows):,}",
        f"{sum(row.multiply_adds for row in rows):,}",
        style="bold",
    )
    return table


def _defaults(concept: Concept, argument: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in (argument, *TITLES.values()):
        table.add_column(title)
    for default in concept.defaults:
        theirs = [
            f"{side[0]} {side[1]}={side[2]!r}" if side else "–"
            for side in (default.torch, default.keras)
        ]
        table.add_row(default.argument, repr(default.numpy), *theirs)
    return table
