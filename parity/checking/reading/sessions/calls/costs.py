"""Functions that are only called a cost: what they compute tells which loss they are."""

from __future__ import annotations

import ast
import inspect
from typing import Any

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.in_order import UNREAD
from parity.checking.reading.source import name_of, tree_of

COSTS = frozenset({
    "computecost", "calculatecost", "calccost", "getcost", "cost", "costs", "computeloss",
    "calculateloss", "calcloss", "getloss", "loss",
})  # fmt: skip
"""Names, without what says nothing, of functions that may be any loss."""

PREDICTED = frozenset({
    "al", "a", "a1", "a2", "a3", "a4", "yhat", "ypred", "predy", "ypredicted", "pred", "preds",
    "prediction", "predictions", "predicted", "output", "outputs", "out", "prob", "probs", "p",
})  # fmt: skip
TARGET = frozenset({
    "y", "t", "label", "labels", "target", "targets", "ytrue", "truey", "truth", "actual", "yt",
})  # fmt: skip


def loss_of_a_cost(plain: str, obj: Any) -> str | None:
    """Return which loss a function called ``plain`` is, by what it computes; None if it is none.

    Args:
        plain: its name, without underscores and capitals.
        obj: the object of that name.
    """
    if plain not in COSTS or not inspect.isfunction(obj):
        return None
    given = [p.name.replace("_", "").lower() for p in parameters_of(obj) or [] if required(p)]
    if len(given) == 3 and given[2] in UNREAD:
        del given[2]
    if len(given) != 2 or given[0] == given[1]:
        return None
    by_the_book = given == ["y", "t"]
    if not by_the_book and not (set(given) & PREDICTED and set(given) & TARGET):
        return None
    tree = tree_of(obj)
    if tree is None:
        return None
    calls = {name_of(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
    differences = [n for n in ast.walk(tree) if isinstance(n, ast.BinOp)]
    if calls & {"log", "log2", "log1p"}:
        both = any(
            isinstance(n.op, ast.Sub) and isinstance(n.left, ast.Constant) and n.left.value == 1
            for n in differences
        )
        return "binary_cross_entropy" if both else "cross_entropy"
    squares = calls & {"square"} or any(
        isinstance(n.op, ast.Pow) and isinstance(n.right, ast.Constant) and n.right.value == 2
        for n in differences
    )
    return "mean_squared_error" if squares else None
