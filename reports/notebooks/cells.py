"""The cells of a notebook as nbformat 4.5 keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def source(text: str) -> list[str]:
    """Return a cell's text as a notebook keeps it."""
    return text.splitlines(keepends=True)


def markdown(*paragraphs: str) -> dict[str, Any]:
    """Return a cell of text."""
    return {"cell_type": "markdown", "metadata": {}, "source": source("\n\n".join(paragraphs))}


def code(
    text: str, count: int | None = None, outputs: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """Return a cell of code: with its outputs, if it was run as the ``count``-th."""
    return {
        "cell_type": "code",
        "execution_count": count,
        "metadata": {},
        "outputs": list(outputs),
        "source": source(text.strip("\n")),
    }


def notebook(cells: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return a notebook of these cells, each with a name of its own."""
    return {
        "cells": [{**cell, "id": f"cell-{number}"} for number, cell in enumerate(cells)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
