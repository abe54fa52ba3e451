"""Writes ``reports/example/check.ipynb``: what a check looks like in a notebook.

Run as ``python -m reports.notebooks.example``; ``make example`` does. The outputs are real answers
about ``reports/example/my_layers.py``: one right, one wrong, one that crashes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import parity

FOLDER = Path(__file__).parents[1] / "example"

CHECKS = (
    ("Affine", "dense", "Right: how it was judged, and to how many digits it agrees."),
    ("BatchNormalization", "batch_norm", "Wrong: what goes wrong first, and the likely cause."),
    ("lstm", "lstm_taught", "Crashed: what it raised, in your own line."),
)


def source(text: str) -> list[str]:
    """Return a cell's text as a notebook keeps it."""
    return text.splitlines(keepends=True)


def markdown(text: str, name: str) -> dict[str, Any]:
    """Return a cell of text."""
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source(text)}


def code(text: str, name: str, count: int, outputs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a cell of code with its outputs."""
    return {
        "cell_type": "code",
        "execution_count": count,
        "id": name,
        "metadata": {},
        "outputs": outputs,
        "source": source(text),
    }


def shown(report: Any, count: int) -> dict[str, Any]:
    """Return what a notebook shows of a report."""
    return {
        "data": {
            "text/html": source(report._repr_html_()),
            "text/plain": source(str(report)),
        },
        "execution_count": count,
        "metadata": {},
        "output_type": "execute_result",
    }


def main() -> None:
    """Check the examples and write the notebook."""
    cells = [
        markdown("# Checking your own code\n\n`parity.check` in a notebook.", "title"),
        code("import parity\n\nimport my_layers", "imports", 1, []),
    ]
    for count, (name, concept, what) in enumerate(CHECKS, start=2):
        target = f"{FOLDER / 'my_layers.py'}::{name}"
        report = parity.check(target, concept, language="en")
        cells.append(markdown(what, f"about-{concept}"))
        call = f'parity.check(my_layers.{name}, "{concept}")'
        cells.append(code(call, f"check-{concept}", count, [shown(report, count)]))
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    text = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
    (FOLDER / "check.ipynb").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
