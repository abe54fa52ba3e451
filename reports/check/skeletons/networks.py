"""The shapes of code that are accepted for a concept, as skeletons of Python."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from rich.cells import cell_len

from parity.describing.concept import Concept
from parity.describing.layouts import to_framework
from parity.harness.evaluators.evaluation import output_name
from parity.harness.evaluators.subject import implementation
from reports.check.terminal import wrap
from reports.check.words import about_shape, word

CODE_WIDTH = 76
INDENT = " " * 4
SET_ANYWAY = ("initializer", "seed", "init")
"""Arguments that only draw what is then set to the case's own arrays."""
TOLD_BY_ARRAYS = ("n_in", "n_out", "n_channels", "kernel_size", "use_bias")
"""Arguments that the shapes of given arrays tell."""
REQUIRED = inspect.Parameter.empty


@dataclass(frozen=True)
class Section:
    """One shape of code: its heading's key in the words, and a skeleton."""

    key: str
    code: str


@dataclass
class Facts:
    """What a concept's data and its NumPy twin say about calls.

    Attributes:
        concept: the concept.
        twin: its class or function in ``numpy_impl``.
        inputs: what forward takes.
        params: the learned arrays.
        buffers: the arrays that are kept but not learned.
        config: the constructor's or the function's arguments, with their defaults.
        options: what forward may be told besides, with the defaults: ``training``, ``mask``.
        output: the name of what forward returns.
        upstream: the name of what backward takes.
        differentiable: the inputs whose gradients backward returns.
        images: the quantities in NCHW, which Keras takes channels-last.
    """

    concept: Concept
    twin: Any
    inputs: list[str] = field(default_factory=list)
    params: list[str] = field(default_factory=list)
    buffers: list[str] = field(default_factory=list)
    config: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    output: str = "y"
    upstream: str = "dy"
    differentiable: list[str] = field(default_factory=list)
    images: set[str] = field(default_factory=set)

    @property
    def settings(self) -> dict[str, Any]:
        """The arguments that remain where the arrays themselves are given."""
        told = TOLD_BY_ARRAYS if self.params else ()
        return {name: value for name, value in self.config.items() if name not in told}

    @property
    def gradients(self) -> list[str]:
        """What backward returns, and keeps for the parameters."""
        return [f"d{name}" for name in (*self.differentiable, *self.params)]


def facts_of(concept: Concept) -> Facts:
    """Gather what the skeletons of ``concept`` need."""
    twin = implementation("numpy", concept)
    facts = Facts(concept, twin, output=output_name(concept.kind))
    without = () if concept.kind == "function" else SET_ANYWAY
    facts.config = {n: v for n, v in _parameters(twin).items() if n not in without}
    facts.images = {name for case in concept.cases for name in case.images}
    if concept.kind not in ("layer", "loss", "regularizer", "network"):
        return facts
    cases = [case for case in concept.cases if "optimizer" not in case.options] or concept.cases
    if concept.kind == "network":  # its cases have different layers: the first one is the example
        cases = cases[:1]
    facts.params = max((list(case.params) for case in cases), key=len)
    facts.buffers = max((list(case.buffers) for case in cases), key=len)
    for name, default in _parameters(twin.forward, skip=1).items():
        given = name in cases[0].inputs and not name.startswith("mask")
        if default is REQUIRED or given:
            facts.inputs.append(name)
        else:
            facts.options[name] = default
    facts.upstream = next(iter(_parameters(twin.backward, skip=1)), "dy")
    facts.differentiable = list(cases[0].differentiable or ()) or [
        name for name in facts.inputs if name != "t"
    ]
    return facts


def _parameters(function: Any, skip: int = 0) -> dict[str, Any]:
    """Return the arguments and their defaults, without the first ``skip``."""
    parameters = inspect.signature(function).parameters.values()
    return {p.name: p.default for p in list(parameters)[skip:]}


def sections(concept: Concept, language: str) -> list[Section]:
    """Return every shape of code that is accepted for ``concept``."""
    facts = facts_of(concept)
    kind = concept.kind
    shapes: dict[str, Callable[[Facts, str], str]]
    if kind in ("layer", "regularizer"):
        shapes = {"shape_book": _book}
        if facts.params:
            shapes["shape_lists"] = _lists
        shapes["shape_pair"] = _pair
        if _is_elementwise(facts):
            shapes["shape_derivative"] = _derivative
        shapes["shape_forward"] = _forward_only
        shapes["shape_ours"] = _ours
        if kind == "layer":
            shapes |= {"shape_torch": _torch, "shape_keras": _keras}
    elif kind == "loss":
        shapes = {
            "shape_book": _book,
            "shape_loss_and_gradient": _loss_and_gradient,
            "shape_loss_function": _forward_only,
            "shape_ours": _ours,
        }
    elif kind == "network":
        shapes = {"shape_ours": _ours}
        if any("optimizer" in case.options for case in concept.cases):
            shapes = {"shape_network": _book_network, **shapes}
    elif kind == "optimizer":
        shapes = {
            "shape_optimizer_class": _optimizer,
            "shape_optimizer_function": _optimizer_function,
        }
    elif kind == "initializer":
        shapes = {
            "shape_of_shape": _of_shape,
            "shape_of_sizes": _of_sizes,
            "shape_initializer": _initializer,
        }
    else:
        shapes = {"shape_function": _function}
    return [Section(key, write(facts, language)) for key, write in shapes.items()]


def _is_elementwise(facts: Facts) -> bool:
    """Tell whether dy/dx has one number for each element of x."""
    is_activation = facts.concept.group == "activations"
    return is_activation and not facts.params and "axis" not in facts.config


class _Code:
    """A skeleton that grows line by line, with its comments in one column."""

    def __init__(self, facts: Facts, language: str) -> None:
        self.facts = facts
        self.language = language
        self.lines: list[tuple[str, str]] = []

    def add(self, code: str, comment: str = "") -> None:
        """Add a line, and what is said about it."""
        self.lines.append((code, comment))

    def define(
        self, name: str, arguments: Sequence[str], comment: str = "", indent: str = ""
    ) -> None:
        """Add the first line of a function; a long list of arguments takes several."""
        whole = f"{indent}def {name}({', '.join(arguments)}):"
        if len(whole) <= CODE_WIDTH:
            self.add(whole, comment)
            return
        self.add(f"{indent}def {name}(")
        for line in _filled(arguments, CODE_WIDTH - len(indent) - 4):
            self.add(f"{indent}    {line}")
        self.add(f"{indent}):", comment)

    def about(self, *names: str) -> str:
        """Return the shapes of arrays, those of one shape together."""
        by_shape: dict[str, list[str]] = {}
        for name in names:
            shape = _shape_of(self.facts.concept, name)
            if shape:
                by_shape.setdefault(shape, []).append(name)
        return "; ".join(
            _with_shape(", ".join(same), shape, self.language) for shape, same in by_shape.items()
        )

    def text(self) -> str:
        """Return the code; a comment that does not fit behind its line stands above it."""
        written = []
        for i, (code, comment) in enumerate(self.lines):
            behind = f"{code:{self._column(i)}}  # {comment}"
            if not comment:
                written.append(code)
            elif cell_len(behind) <= CODE_WIDTH:
                written.append(behind)
            else:
                indent = code[: len(code) - len(code.lstrip())]
                room = CODE_WIDTH - len(indent) - 2
                parts = [comment] if cell_len(comment) <= room else comment.split("; ")
                for part in parts:
                    written += [f"{indent}# {line}" for line in wrap(part, room)]
                written.append(code)
        return "\n".join(written)

    def _column(self, i: int) -> int:
        """Return where the comments begin in the block of line ``i``."""
        start, end = i, i
        while start and self.lines[start - 1][0]:
            start -= 1
        while end < len(self.lines) and self.lines[end][0]:
            end += 1
        block = [(code, comment) for code, comment in self.lines[start:end] if comment]
        widest = max((cell_len(comment) for _, comment in block), default=0)
        fitting = [len(code) for code, _ in block if len(code) + widest + 4 <= CODE_WIDTH]
        return max(fitting, default=0)


def _with_shape(names: str, shape: str, language: str) -> str:
    """Return names and what is said about their shape; Japanese words need a particle."""
    told = about_shape(shape, language)
    if language == "ja" and not told.startswith("("):
        return f"{names} は{' ' if told[0].isascii() else ''}{told}"
    return f"{names} {told}"


def _filled(parts: Sequence[str], width: int, separator: str = ", ") -> list[str]:
    """Return the parts in lines of at most ``width``."""
    lines: list[str] = []
    for part in parts:
        if lines and cell_len(f"{lines[-1]}{separator}{part}{separator.rstrip()}") <= width:
            lines[-1] += separator + part
        else:
            if lines:
                lines[-1] += separator.rstrip()
            lines.append(part)
    return lines


def _shape_of(concept: Concept, name: str) -> str:
    """Return what the concept says about the shape of an array; "" if it says nothing."""
    for names, shape in concept.shapes.items():
        if name in names.split(", "):
            return shape
    return concept.shapes.get("L", "") if name in ("loss", "dL") else ""


def _with_defaults(arguments: Mapping[str, Any]) -> list[str]:
    """Return arguments as a signature has them, those without a default first."""
    bare = [name for name, value in arguments.items() if value is REQUIRED]
    return bare + [
        f"{name}={_literal(value)}" for name, value in arguments.items() if value is not REQUIRED
    ]


def _literal(value: Any) -> str:
    """Return a default as Python; ``None`` for what has no literal."""
    try:
        ast.literal_eval(repr(value))
    except (ValueError, SyntaxError):
        return "None"
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _tuple(names: Sequence[str]) -> str:
    return ", ".join(names)


def _assign(code: _Code, owner: Sequence[str], values: Sequence[str], comment: str = "") -> None:
    """Add the assignment of ``values``, in one line or each in its own."""
    indent = INDENT * 2
    whole = f"{indent}{_tuple(owner)} = {_tuple(values)}"
    if len(whole) <= CODE_WIDTH:
        code.add(whole, comment)
        return
    for left, right in zip(owner, values, strict=True):
        code.add(f"{indent}{left} = {right}")


def _dout(facts: Facts) -> str:
    return "dout" if facts.concept.kind == "layer" else "dout=1"


def _book(facts: Facts, language: str) -> str:
    """The book's class: arrays to the constructor, gradients in dW, db."""
    code = _Code(facts, language)
    buffers = [f"{name}=None" for name in facts.buffers]
    settings = _with_defaults(facts.settings)
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
        _assign(code, [f"self.{name}" for name in names], names)
    code.add(f"{INDENT * 2}return {_tuple([f'd{name}' for name in facts.differentiable])}")
    return code.text()


def _lists(facts: Facts, language: str) -> str:
    """The second book's class: params and grads are lists of one order."""
    code = _Code(facts, language)
    params = _tuple(facts.params)
    code.add(f"class {facts.twin.__name__}:")
    code.define(
        "__init__",
        ["self", *facts.params, *_with_defaults(facts.settings)],
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
    code.add(f"{INDENT * 2}return {_tuple([f'd{name}' for name in facts.differentiable])}")
    return code.text()


def _ours(facts: Facts, language: str) -> str:
    """Our own protocol: dictionaries params, grads and buffers."""
    code = _Code(facts, language)
    indent = INDENT * 2
    code.add(f"class {facts.twin.__name__}:")
    code.define("__init__", ["self", *_with_defaults(facts.config)], indent=INDENT)
    _dictionary(code, "self.params", facts.params)
    code.add(f"{indent}self.grads = {{}}", word("filled_by_backward", language))
    if facts.buffers:
        _dictionary(code, "self.buffers", facts.buffers)
    code.add("")
    options = _with_defaults(facts.options)
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
    code.add(f"{indent}return {_tuple([f'd{name}' for name in facts.differentiable])}")
    return code.text()


def _dictionary(code: _Code, owner: str, names: Sequence[str]) -> None:
    """Add a dictionary of arrays by name."""
    indent = INDENT * 2
    items = [f'"{name}": ...' for name in names]
    whole = f"{indent}{owner} = {{{', '.join(items)}}}"
    if len(whole) <= CODE_WIDTH:
        code.add(whole, code.about(*names))
        return
    code.add(f"{indent}{owner} = {{", code.about(*names))
    for line in _filled(items, CODE_WIDTH - len(indent) - 4):
        code.add(f"{indent}    {line}")
    code.add(f"{indent}}}")


def _takes_dictionary(facts: Facts) -> bool:
    """Tell whether settings and state are told in one dictionary, as cs231n does."""
    return bool(facts.buffers) or "training" in facts.options or len(facts.settings) > 2


def _pair(facts: Facts, language: str) -> str:
    """Two functions: the first gives the output and a cache, which the second takes."""
    code = _Code(facts, language)
    name = facts.concept.name
    arrays = [*facts.inputs, *facts.params]
    if _takes_dictionary(facts):
        parameter = f"{name}_param"
        code.define(f"{name}_forward", [*arrays, parameter], code.about(*arrays))
        mode = ['mode ("train", "test")'] if "training" in facts.options else []
        keys = ", ".join([*facts.settings, *facts.buffers, *mode])
        told = word("dictionary", language, parameter=parameter, names=keys)
        own = word("or_arguments", language)
        for line in wrap(told + own, CODE_WIDTH - 6):
            code.add(f"{INDENT}# {line}")
    else:
        arguments = [*arrays, *_with_defaults(facts.settings)]
        code.define(f"{name}_forward", arguments, code.about(*arrays))
    code.add(f"{INDENT}return {facts.output}, cache", code.about(facts.output))
    code.add("")
    code.define(f"{name}_backward", ["dout", "cache"])
    code.add(f"{INDENT}return {_tuple(facts.gradients)}")
    return code.text()


def _derivative(facts: Facts, language: str) -> str:
    """A function and its derivative at the same x."""
    code = _Code(facts, language)
    name = facts.concept.name
    arguments = [*facts.inputs, *_with_defaults(facts.settings)]
    code.define(name, arguments, code.about(*facts.inputs))
    code.add(f"{INDENT}return {facts.output}", code.about(facts.output))
    code.add("")
    code.define(f"d_{name}", arguments)
    code.add(f"{INDENT}return dy_dx", word("elementwise", language))
    return code.text()


def _forward_only(facts: Facts, language: str) -> str:
    """A function that gives the output alone."""
    code = _Code(facts, language)
    arrays = [*facts.inputs, *facts.params]
    mode = {"training": True} if "training" in facts.options else {}
    buffers = facts.buffers
    settings = _with_defaults({**facts.settings, **mode})
    bare = [name for name in settings if "=" not in name]
    rest = [name for name in settings if "=" in name]
    arguments = [*arrays, *buffers, *bare, *rest]
    code.define(facts.concept.name, arguments, code.about(*arrays, *buffers))
    code.add(f"{INDENT}return {facts.output}", code.about(facts.output))
    return code.text()


def _loss_and_gradient(facts: Facts, language: str) -> str:
    """A loss that gives its gradient at once."""
    code = _Code(facts, language)
    arguments = [*facts.inputs, *_with_defaults(facts.settings)]
    code.define(facts.concept.name, arguments, code.about(*facts.inputs))
    code.add(f"{INDENT}return loss, d{facts.inputs[0]}", code.about("loss"))
    return code.text()


def _optimizer(facts: Facts, language: str) -> str:
    """A class that updates parameters in place."""
    code = _Code(facts, language)
    code.add(f"class {facts.twin.__name__}:")
    code.define("__init__", ["self", *_with_defaults(facts.config)], indent=INDENT)
    code.add(f"{INDENT * 2}...")
    code.add("")
    code.define("update", ["self", "params", "grads"], word("in_place", language), INDENT)
    code.add(f"{INDENT * 2}for key in params:")
    code.add(f"{INDENT * 3}params[key] -= step")
    return code.text()


def _optimizer_function(facts: Facts, language: str) -> str:
    """A function that updates one array."""
    code = _Code(facts, language)
    code.define(facts.concept.name, ["w", "dw", "config"], code.about("w"))
    kept = word("kept_in_config", language, names=", ".join(facts.config))
    code.add(f"{INDENT}return next_w, config", kept)
    return code.text()


def _of_shape(facts: Facts, language: str) -> str:
    """A function of the shape."""
    code = _Code(facts, language)
    arguments = ["shape", *_with_defaults(facts.config)]
    code.define(facts.concept.name, arguments, _weight_shape(facts, language))
    code.add(f"{INDENT}return W")
    return code.text()


def _of_sizes(facts: Facts, language: str) -> str:
    """A function of the numbers of inputs and outputs."""
    code = _Code(facts, language)
    code.define(facts.concept.name, ["n_in", "n_out", *_with_defaults(facts.config)])
    code.add(f"{INDENT}return W", "W (n_in, n_out)")
    return code.text()


def _initializer(facts: Facts, language: str) -> str:
    """A class whose objects are called."""
    code = _Code(facts, language)
    code.add(f"class {facts.twin.__name__}:")
    if facts.config:
        code.define("__init__", ["self", *_with_defaults(facts.config)], indent=INDENT)
        code.add(f"{INDENT * 2}...")
        code.add("")
    arguments = ["self", "shape", "seed=None"]
    code.define("__call__", arguments, _weight_shape(facts, language), INDENT)
    code.add(f"{INDENT * 2}return W")
    return code.text()


def _weight_shape(facts: Facts, language: str) -> str:
    return _with_shape("shape", _shape_of(facts.concept, "W") or "any", language)


def _function(facts: Facts, language: str) -> str:
    """The function itself, with its arguments in our order."""
    code = _Code(facts, language)
    outputs = outputs_of(facts.concept)
    code.define(facts.twin.__name__, _with_defaults(facts.config))
    told = [name for names in facts.concept.shapes for name in names.split(", ")]
    inputs = [name for name in told if name not in (*outputs, "y")]
    results = [name for name in told if name not in inputs]
    for line in code.about(*inputs).split("; "):
        if line:
            code.add(f"{INDENT}# {line}")
    code.add(f"{INDENT}return {_tuple(outputs)}", code.about(*results))
    return code.text()


def outputs_of(concept: Concept) -> tuple[str, ...]:
    """Return what a function gives."""
    for case in concept.cases:
        if "outputs" in case.options and not case.options.get("as_list"):
            return tuple(case.options["outputs"])
    return ("y",)


def _book_network(facts: Facts, language: str) -> str:
    """The book's network: params by number, predict, loss and gradient."""
    code = _Code(facts, language)
    code.add(f"class {facts.twin.__name__}:")
    code.define("__init__", ["self", *_book_sizes(facts)], indent=INDENT)
    numbered = _numbered(facts.params)
    _dictionary(code, "self.params", list(numbered.values()))
    parts: dict[str, list[str]] = {}
    for ours, theirs in numbered.items():
        parts.setdefault(ours.rpartition(".")[0], []).append(theirs)
    said = [f"{part}: {', '.join(names)}" for part, names in parts.items()]
    for line in _filled(said, CODE_WIDTH - 10, "; "):
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
        return ["input_size", "hidden_size_list", "output_size", *_with_defaults(config)]
    if {"input_shape", "n_filters", "kernel_size"} <= set(config):
        for name in ("input_shape", "n_filters", "kernel_size", "hidden", "n_classes"):
            config.pop(name, None)
        return ["input_dim", "conv_param", "hidden_size", "output_size", *_with_defaults(config)]
    return _with_defaults(config)


def _numbered(params: Iterable[str]) -> dict[str, str]:
    """Return the book's name of each parameter: the second W is W2."""
    counts: dict[str, int] = {}
    names = {}
    for name in params:
        leaf = name.rpartition(".")[2]
        counts[leaf] = counts.get(leaf, 0) + 1
        names[name] = f"{leaf}{counts[leaf]}"
    return names


def _torch(facts: Facts, language: str) -> str:
    """A Module whose attributes have PyTorch's names."""
    code = _Code(facts, language)
    indent = INDENT * 2
    code.add(f"class {facts.twin.__name__}(torch.nn.Module):")
    code.define("__init__", ["self", *_with_defaults(facts.config)], indent=INDENT)
    code.add(f"{indent}super().__init__()")
    for name in (*facts.params, *facts.buffers):
        weight = facts.concept.weights.get(name)
        attribute = weight.torch if weight else name
        about = _about_weight(facts, name, weight.torch_layout if weight else "canonical", language)
        if name in facts.buffers:
            code.add(f'{indent}self.register_buffer("{attribute}", ...)', about)
        else:
            code.add(f"{indent}self.{attribute} = torch.nn.Parameter(...)", about)
    code.add("")
    code.define("forward", ["self", *facts.inputs], code.about(*facts.inputs), INDENT)
    code.add(f"{indent}return {facts.output}", code.about(facts.output))
    return code.text()


def _keras(facts: Facts, language: str) -> str:
    """A layer whose variables have Keras' names, images channels-last."""
    code = _Code(facts, language)
    indent = INDENT * 2
    code.add(f"class {facts.twin.__name__}(keras.layers.Layer):")
    if facts.config or facts.params:
        code.define("__init__", ["self", *_with_defaults(facts.config)], indent=INDENT)
        code.add(f"{indent}super().__init__()")
        for name in (*facts.params, *facts.buffers):
            weight = facts.concept.weights.get(name)
            attribute = weight.keras if weight else name
            layout = weight.keras_layout if weight else "canonical"
            about = _about_weight(facts, name, layout, language)
            kept = ", trainable=False" if name in facts.buffers else ""
            code.add(f"{indent}self.{attribute} = self.add_weight(shape=...{kept})", about)
        code.add("")
    mode = ["training=None"] if "training" in facts.options else []
    inputs = [_about_image(facts, name, language) for name in facts.inputs]
    told = "; ".join(about for about in inputs if about)
    code.define("call", ["self", *facts.inputs, *mode], told, INDENT)
    code.add(f"{indent}return {facts.output}", _about_image(facts, facts.output, language))
    return code.text()


def _about_weight(facts: Facts, name: str, layout: str, language: str) -> str:
    """Return a weight's name and shape in a framework's layout."""
    shape = _shape_of(facts.concept, name)
    return _with_shape(name, _in_layout(shape, layout), language) if shape else name


def _about_image(facts: Facts, name: str, language: str) -> str:
    """Return an array's name and shape, an image's channels-last."""
    shape = _shape_of(facts.concept, name)
    if name in facts.images:
        shape = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", _channels_last, shape)
    return _with_shape(name, shape, language) if shape else ""


def _channels_last(found: re.Match[str]) -> str:
    return _in_layout(found[0], "channels_last")


def _in_layout(shape: str, layout: str) -> str:
    """Return a shape such as "(N, C, H, W)" with its axes in another layout's order."""
    axes = _split_axes(shape)
    if layout == "canonical" or not axes:
        return shape
    sizes = (2, 3, 5, 7, 11)[: len(axes)]  # pairwise different, so that the axes can be told
    try:
        moved = to_framework(layout, np.empty(sizes)).shape
    except (ValueError, KeyError):
        return shape
    return f"({', '.join(axes[sizes.index(size)] for size in moved)})"


def _split_axes(shape: str) -> list[str]:
    """Return the axes of one shape in brackets; nothing for any other text."""
    if not (shape.startswith("(") and shape.endswith(")")):
        return []
    axes, depth = [""], 0
    for sign in shape[1:-1]:
        depth += (sign in "([") - (sign in ")]")
        if depth < 0:
            return []
        if sign == "," and depth == 0:
            axes.append("")
        else:
            axes[-1] += sign
    return [axis.strip() for axis in axes if axis.strip()]
