"""The skeleton of the book's networks."""

from __future__ import annotations

from collections.abc import Iterable

from reports.check.skeletons.code import (
    CODE_WIDTH,
    INDENT,
    Code,
    dictionary,
    filled,
    with_defaults,
)
from reports.check.skeletons.facts import Facts
from reports.check.words import word


def book_network(facts: Facts, language: str) -> str:
    """The book's network: params by number, predict, loss and gradient."""
    code = Code(facts, language)
    code.add(f"class {facts.twin.__name__}:")
    code.define("__init__", ["self", *_book_sizes(facts)], indent=INDENT)
    numbered = _numbered(facts.params)
    dictionary(code, "self.params", list(numbered.values()))
    parts: dict[str, list[str]] = {}
    for ours, theirs in numbered.items():
        parts.setdefault(ours.rpartition(".")[0], []).append(theirs)
    said = [f"{part}: {', '.join(names)}" for part, names in parts.items()]
    for line in filled(said, CODE_WIDTH - 10, "; "):
        code.add(f"{INDENT * 2}# {line}")
    code.add("")
    mode = ["train_flg=False"] if "dropout" in facts.config or facts.buffers else []
    code.define("predict", ["self", "x", *mode], code.about("x"), INDENT)
    scores = word("class_scores", language)
    about = code.about("y")
    code.add(f"{INDENT * 2}return y", f"{about}: {scores}" if about else scores)
    code.add("")
    code.define("loss", ["self", "x", "t"], word("one_hot_labels", language), INDENT)
    code.add(f"{INDENT * 2}return loss", word("softmax_loss", language))
    code.add("")
    code.define("gradient", ["self", "x", "t"], indent=INDENT)
    code.add(f"{INDENT * 2}return grads", word("same_keys", language))
    return code.text()


def _book_sizes(facts: Facts) -> list[str]:
    """Return the constructor's arguments as the book calls them."""
    config = dict(facts.config)
    if "sizes" in config:
        del config["sizes"]
        return ["input_size", "hidden_size_list", "output_size", *with_defaults(config)]
    if {"input_shape", "n_filters", "kernel_size"} <= set(config):
        for name in ("input_shape", "n_filters", "kernel_size", "hidden", "n_classes"):
            config.pop(name, None)
        return ["input_dim", "conv_param", "hidden_size", "output_size", *with_defaults(config)]
    return with_defaults(config)


def _numbered(params: Iterable[str]) -> dict[str, str]:
    """Return the book's name of each parameter: the second W is W2."""
    counts: dict[str, int] = {}
    names = {}
    for name in params:
        leaf = name.rpartition(".")[2]
        counts[leaf] = counts.get(leaf, 0) + 1
        names[name] = f"{leaf}{counts[leaf]}"
    return names
