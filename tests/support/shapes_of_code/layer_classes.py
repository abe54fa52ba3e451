"""Classes with forward and backward."""

from __future__ import annotations

import inspect

from reports.check.skeletons.facts import REQUIRED, Facts
from shapes_of_code.code import write_block, write_class, write_method
from shapes_of_code.spelling import Spelling


def fresh_class(facts: Facts) -> str:
    """Our own protocol, in a class that derives from nothing of ours."""
    signature = inspect.signature(facts.twin).parameters.values()
    arguments = [p.name if p.default is REQUIRED else f"{p.name}={p.default!r}" for p in signature]
    passed = ", ".join(f"{p.name}={p.name}" for p in signature)
    options = [f"{name}={value!r}" for name, value in facts.options.items()]
    told = "".join(f", {name}={name}" for name in facts.options)
    inputs = ", ".join(facts.inputs)
    default = "" if facts.concept.kind in ("layer", "network") else "=1.0"
    dictionaries = [
        write_block(f"@property\ndef {name}(self):", f"return self.layer.{name}")
        for name in ("params", "grads", "buffers")
    ]
    return write_class(
        write_method("__init__", arguments, f"self.layer = Right({passed})"),
        *dictionaries,
        write_method(
            "forward", [*facts.inputs, *options], f"return self.layer.forward({inputs}{told})"
        ),
        write_method("backward", [f"dy{default}"], "return self.layer.backward(dy)"),
    )


def _kept(spelling: Spelling) -> list[str]:
    """Return the lines that keep running statistics as attributes."""
    return [
        f"self.{spelling(name)} = self.layer.buffers.get({name!r})"
        for name in spelling.facts.buffers
    ]


def book_class(spelling: Spelling, bias_may_lack: bool = False) -> str:
    """Arrays to the constructor, gradients in attributes."""
    facts = spelling.facts
    buffers = [f"{spelling(name)}=None" for name in facts.buffers]
    placed = [
        line
        for name in facts.buffers
        for line in (
            f"if {spelling(name)} is not None:",
            f"    self.layer.buffers[{name!r}] = {spelling(name)}",
        )
    ]
    inputs = [spelling(name) for name in facts.inputs]
    dout = spelling("dy") if "dy" in spelling.words else "dout"
    gradient = "grad_{}" if "dy" in spelling.words else "d{}"
    names = {name: gradient.format(spelling(name)) for name in facts.params}
    return write_class(
        write_method(
            "__init__",
            [*spelling.arrays(bias_may_lack), *spelling.arguments(), *buffers],
            f"self.layer = {spelling.right()}",
            *spelling.given("self.layer"),
            *placed,
            *(f"self.{name} = None" for name in names.values()),
        ),
        write_method(
            "forward",
            [*inputs, *spelling.mode()],
            f"out = self.layer.forward({', '.join(inputs)}{spelling.told()})",
            *_kept(spelling),
            "return out",
        ),
        write_method(
            "backward",
            [dout if facts.concept.kind == "layer" else f"{dout}=1"],
            f"back = self.layer.backward({dout})",
            *(f"self.{theirs} = self.layer.grads.get({ours!r})" for ours, theirs in names.items()),
            "return back",
        ),
    )


def lists_class(spelling: Spelling) -> str:
    """Parameters and gradients in two lists."""
    facts = spelling.facts
    inputs = ", ".join(facts.inputs)
    filled = [
        f"self.grads[{i}][...] = self.layer.grads[{name!r}]" for i, name in enumerate(facts.params)
    ]
    return write_class(
        write_method(
            "__init__",
            [*spelling.arrays(), *spelling.arguments()],
            f"self.params = [{', '.join(spelling.arrays())}]",
            "self.grads = [np.zeros_like(w) for w in self.params]",
            f"self.layer = {spelling.right()}",
            *spelling.given("self.layer"),
        ),
        write_method(
            "forward",
            [*facts.inputs, *spelling.mode()],
            f"return self.layer.forward({inputs}{spelling.told()})",
        ),
        write_method("backward", ["dout"], "dx = self.layer.backward(dout)", *filled, "return dx"),
    )


def attributes_class(spelling: Spelling) -> str:
    """A class that is told sizes, and keeps the arrays that it draws as attributes."""
    facts = spelling.facts
    spelling.settings = dict(facts.config)
    arrays = [(n, "params", f"self.{spelling(n)}") for n in facts.params]
    arrays += [(n, "buffers", f"self.{n}") for n in facts.buffers]
    return write_class(
        write_method(
            "__init__",
            spelling.arguments(),
            f"self.layer = Right({spelling.passed()})",
            *(f"{attribute} = self.layer.{kept}.get({n!r})" for n, kept, attribute in arrays),
        ),
        write_method(
            "forward",
            [*facts.inputs, *spelling.mode()],
            *(
                f"if {attribute} is not None:\n    self.layer.{kept}[{n!r}] = {attribute}"
                for n, kept, attribute in arrays
            ),
            f"out = self.layer.forward({', '.join(facts.inputs)}{spelling.told()})",
            *(f"self.{n} = self.layer.buffers.get({n!r})" for n in facts.buffers),
            "return out",
        ),
        write_method(
            "backward",
            ["grad"],
            "dx = self.layer.backward(grad)",
            *(f"self.d{spelling(n)} = self.layer.grads.get({n!r})" for n in facts.params),
            "return dx",
        ),
    )


def switch_class(spelling: Spelling) -> str:
    """A class that ``train()`` and ``eval()`` tell its mode."""
    facts = spelling.facts
    (x,) = facts.inputs
    buffers = [f"{name}=None" for name in facts.buffers]
    return write_class(
        write_method(
            "__init__",
            [*spelling.arrays(), *spelling.arguments(), *buffers],
            "self.mode = True",
            f"self.layer = {spelling.right()}",
            *spelling.given("self.layer"),
            *(
                f"if {name} is not None:\n    self.layer.buffers[{name!r}] = {name}"
                for name in facts.buffers
            ),
        ),
        write_method("train", [], "self.mode = True"),
        write_method("eval", [], "self.mode = False"),
        write_method("forward", [x], f"return self.layer.forward({x}, self.mode)"),
        write_method(
            "backward",
            ["dout"],
            "dx = self.layer.backward(dout)",
            *(f"self.d{name} = self.layer.grads[{name!r}]" for name in facts.params),
            "return dx",
        ),
    )
