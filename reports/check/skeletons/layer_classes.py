"""Skeletons of classes with forward and backward."""

from __future__ import annotations

from reports.check.skeletons.code import (
    INDENT,
    Code,
    assign,
    comma_separated,
    dictionary,
    with_defaults,
)
from reports.check.skeletons.facts import Facts
from reports.check.words import word


def _dout(facts: Facts) -> str:
    return "dout" if facts.concept.kind == "layer" else "dout=1"


def book_class(facts: Facts, language: str) -> str:
    """The book's class: arrays to the constructor, gradients in dW, db."""
    code = Code(facts, language)
    buffers = [f"{name}=None" for name in facts.buffers]
    settings = with_defaults(facts.settings)
    bare = [name for name in settings if "=" not in name]
    rest = [name for name in settings if "=" in name]
    arguments = ["self", *facts.params, *bare, *rest, *buffers]
    code.add(f"class {facts.twin.__name__}:")
    code.define("__init__", arguments, code.about(*facts.params, *facts.buffers), INDENT)
    code.add(f"{INDENT * 2}...")
    code.add("")
    mode = ["train_flg=True"] if "training" in facts.options else []
    code.define("forward", ["self", *facts.inputs, *mode], code.about(*facts.inputs), INDENT)
    code.add(f"{INDENT * 2}return {facts.output}", code.about(facts.output))
    code.add("")
    code.define("backward", ["self", _dout(facts)], indent=INDENT)
    if facts.params:
        names = [f"d{name}" for name in facts.params]
        assign(code, [f"self.{name}" for name in names], names)
    code.add(f"{INDENT * 2}return {comma_separated([f'd{name}' for name in facts.differentiable])}")
    return code.text()


def lists_class(facts: Facts, language: str) -> str:
    """The second book's class: params and grads are lists of one order."""
    code = Code(facts, language)
    params = comma_separated(facts.params)
    code.add(f"class {facts.twin.__name__}:")
    code.define(
        "__init__",
        ["self", *facts.params, *with_defaults(facts.settings)],
        code.about(*facts.params),
        INDENT,
    )
    code.add(f"{INDENT * 2}self.params = [{params}]")
    code.add(f"{INDENT * 2}self.grads = [np.zeros_like(w) for w in self.params]")
    code.add("")
    mode = ["train_flg=True"] if "training" in facts.options else []
    code.define("forward", ["self", *facts.inputs, *mode], code.about(*facts.inputs), INDENT)
    code.add(f"{INDENT * 2}return {facts.output}", code.about(facts.output))
    code.add("")
    code.define("backward", ["self", _dout(facts)], indent=INDENT)
    for i, name in enumerate(facts.params):
        code.add(f"{INDENT * 2}self.grads[{i}][...] = d{name}")
    code.add(f"{INDENT * 2}return {comma_separated([f'd{name}' for name in facts.differentiable])}")
    return code.text()


def our_class(facts: Facts, language: str) -> str:
    """Our own protocol: dictionaries params, grads and buffers."""
    code = Code(facts, language)
    indent = INDENT * 2
    code.add(f"class {facts.twin.__name__}:")
    code.define("__init__", ["self", *with_defaults(facts.config)], indent=INDENT)
    dictionary(code, "self.params", facts.params)
    code.add(f"{indent}self.grads = {{}}", word("filled_by_backward", language))
    if facts.buffers:
        dictionary(code, "self.buffers", facts.buffers)
    code.add("")
    options = with_defaults(facts.options)
    code.define("forward", ["self", *facts.inputs, *options], code.about(*facts.inputs), INDENT)
    code.add(f"{indent}return {facts.output}", code.about(facts.output))
    upstream = facts.upstream
    if facts.concept.kind in ("loss", "regularizer"):
        upstream += "=1.0"
    code.add("")
    code.define("backward", ["self", upstream], indent=INDENT)
    if len(facts.params) <= 4:
        for name in facts.params:
            code.add(f'{indent}self.grads["{name}"] = d{name}')
    else:
        code.add(f"{indent}self.grads = {{name: ... for name in self.params}}")
    code.add(f"{indent}return {comma_separated([f'd{name}' for name in facts.differentiable])}")
    return code.text()
