"""Writes ``reports/example/check.ipynb``: what a check looks like in a notebook.

Run as ``python -m reports.notebooks.example``; ``make example`` does. The outputs are real answers
about ``reports/example/my_layers.py``: one right, one wrong, one that crashes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import parity
from reports.notebooks.cells import code, markdown, notebook, source

FOLDER = Path(__file__).parents[1] / "example"

CHECKS = (
    ("Affine", "dense", "Right: how it was judged, and to how many digits it agrees."),
    ("BatchNormalization", "batch_norm", "Wrong: what goes wrong first, and the likely cause."),
    ("lstm", "lstm_taught", "Crashed: what it raised, in your own line."),
)


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
        markdown("# Checking your own code", "`parity.check` in a notebook."),
        code("import parity\n\nimport my_layers", 1),
    ]
    for count, (name, concept, what) in enumerate(CHECKS, start=2):
        target = f"{FOLDER / 'my_layers.py'}::{name}"
        report = parity.check(target, concept, language="en")
        cells.append(markdown(what))
        call = f'parity.check(my_layers.{name}, "{concept}")'
        cells.append(code(call, count, [shown(report, count)]))
    text = json.dumps(notebook(cells), indent=1, ensure_ascii=False) + "\n"
    (FOLDER / "check.ipynb").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
