"""Optimizers: of dictionaries, of lists, of one array."""

from __future__ import annotations

from reports.check.skeletons.facts import Facts
from shapes_of_code.code import Code, write_class, write_function, write_method
from shapes_of_code.spelling import BOOK, OTHER, Spelling


def optimizer_codes(facts: Facts) -> dict[str, Code]:
    plain, book, other = (Spelling(facts, words) for words in ({}, BOOK, OTHER))
    bare = Spelling(facts, {})
    bare.settings = {"lr": facts.settings["lr"]}
    return {
        "fresh": Code(_optimizer(plain)),
        "book": Code(_optimizer(book)),
        "spelled": Code(_optimizer(other)),
        "bare": Code(_optimizer(bare)),
        "lists": Code(_list_optimizer(book)),
        "one_each": Code(_array_optimizer(book)),
        "function": Code(_config_optimizer(book)),
    }


def _optimizer(spelling: Spelling) -> str:
    lr = spelling("lr")
    return write_class(
        write_method(
            "__init__",
            spelling.arguments(),
            f"self.{lr} = {lr}",
            f"self.right = Right({spelling.passed()})",
        ),
        write_method(
            "update",
            ["params", "grads"],
            f"self.right.lr = self.{lr}",
            "self.right.update(params, grads)",
        ),
    )


def _list_optimizer(spelling: Spelling) -> str:
    lr = spelling("lr")
    return write_class(
        write_method(
            "__init__",
            spelling.arguments(),
            f"self.{lr} = {lr}",
            f"self.right = Right({spelling.passed()})",
        ),
        write_method(
            "update",
            ["params", "grads"],
            f"self.right.lr = self.{lr}",
            "keys = range(len(params))",
            "self.right.update({i: params[i] for i in keys}, {i: grads[i] for i in keys})",
        ),
    )


def _array_optimizer(spelling: Spelling) -> str:
    """``update(w, dw) -> w``: an object for every array."""
    lr = spelling("lr")
    return write_class(
        write_method(
            "__init__",
            spelling.arguments(),
            f"self.{lr} = {lr}",
            f"self.right = Right({spelling.passed()})",
        ),
        write_method(
            "update",
            ["w", "dw"],
            f"self.right.lr = self.{lr}",
            "w = w * 1.0",
            "self.right.update({'w': w}, {'w': dw})",
            "return w",
        ),
    )


def _config_optimizer(spelling: Spelling) -> str:
    """``mine(w, dw, config) -> next_w, config``."""
    defaults = [
        f"config.setdefault({spelling(name)!r}, {default!r})"
        for name, default in spelling.settings.items()
    ]
    found = "config['{}']"
    return write_function(
        "mine",
        ["w", "dw", "config=None"],
        "if config is None:",
        "    config = {}",
        *defaults,
        f"right = config.setdefault('right', Right({spelling.passed(found)}))",
        f"right.lr = {found.format(spelling('lr'))}",
        "next_w = w.copy()",
        "right.update({'w': next_w}, {'w': dw})",
        "return next_w, config",
    )
