"""The command line, ``parity``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

app = typer.Typer(
    name="parity",
    help="Deep learning in NumPy, PyTorch and Keras, and the proof that the three agree.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


@app.command("list")
def list_concepts(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Show the concepts, with their groups, cases and references."""
    from parity.registry import all_concepts

    for concept in all_concepts().values():
        print(concept.name, len(concept.cases))


@app.command()
def run(concepts: list[str] = typer.Argument(None), framework: str = "") -> None:
    """x"""
    from parity.runner import run as run_

    r = run_(concepts or (), framework.split(",") if framework else None)
    import pandas as pd

    f = r.to_frame()
    bad = f[~f.verdict.isin(["agree"])]
    with pd.option_context("display.width", 250, "display.max_rows", 400, "display.max_columns", 20, "display.max_colwidth", 80):
        print(bad.drop(columns=["role"]).to_string() if len(bad) else "")
        a = f[(f.verdict == "agree") & f.digits.notna()]
        print(a.groupby(["concept", "dtype"]).digits.describe())
        print(a.sort_values("digits")[["concept","case","quantity","dtype","left","right","max_abs_error","bound","digits"]].groupby(["concept","dtype"]).head(2).to_string())
    print(r.counts, r.columns, r.passed)


@app.command()
def record(concepts: list[str] = typer.Argument(None)) -> None:
    """x"""
    from parity.recording import record as record_

    print(record_(concepts or ()))


def main() -> None:
    """Run the command line."""
    app()
