"""Right code for every concept in every shape that people write it in, for tests.

All of it is source text that only delegates to ``numpy_impl``, which is right by construction: what
a check finds wrong in it is wrong in the check.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import indent
from typing import Any

from parity.harness.registry import all_concepts
from reports.check.skeletons import REQUIRED, Facts, facts_of, outputs_of

HEAD = "import numpy as np\n\nfrom numpy_impl.{module} import {twin} as Right\n\n\n"

BOOK = {
    "epsilon": "eps",
    "padding": "pad",
    "rate": "dropout_ratio",
    "slope": "alpha",
    "lr": "learning_rate",
    "rho": "decay_rate",
    "sigma": "weight_init_std",
    "training": "train_flg",
    "n_in": "input_size",
    "n_out": "output_size",
}
"""The first book's spelling of our arguments."""

OTHER = {
    "x": "inputs",
    "t": "y_true",
    "y": "y_pred",
    "W": "weight",
    "b": "bias",
    "gamma": "scale",
    "beta": "shift",
    "a": "alpha",
    "running_mean": "moving_mean",
    "running_var": "moving_variance",
    "dy": "grad_output",
    "epsilon": "epsilon_",
    "kernel_size": "pool_size",
    "stride": "strides",
    "padding": "pads",
    "dilation": "dilation_rate",
    "momentum": "decay",
    "rate": "drop_prob",
    "slope": "negative_slope",
    "axis": "dim",
    "training": "is_training",
    "lr": "eta",
    "beta1": "beta_1",
    "beta2": "beta_2",
    "rho": "decay",
    "norm_type": "p",
    "sigma": "std",
    "h": "eps",
}
"""How the frameworks and others spell them."""

SIZES = {
    "n_in": "in_features",
    "n_out": "out_features",
    "n_channels": "num_features",
    "use_bias": "bias",
    "kernel_size": "kernel_size",
    "padding": "padding",
    "W": "weight",
    "b": "bias",
}
"""PyTorch's words, for classes that are told sizes and make their arrays themselves."""

SPECIAL = {
    "l1": ({"rate": "weight_decay_lambda"}, {"rate": "lam"}),
    "l2": ({"rate": "weight_decay_lambda"}, {"rate": "reg"}),
    "local_response_norm": ({"size": "n"}, {"size": "local_size", "beta": "beta"}),
    "momentum": ({}, {"momentum": "mu"}),
    "nesterov": ({}, {"momentum": "mu"}),
    "elu": ({}, {"alpha": "a"}),
}
"""Concepts in which a word means something else, or is spelled in another way."""

POOLS = ("max_pool2d", "avg_pool2d", "lp_pool2d")

MADE = {
    "dense": "*{W}.shape, {b} is not None",
    "conv2d": "{W}.shape[1] * groups, {W}.shape[0], {W}.shape[2:], use_bias={b} is not None",
    "conv2d_im2col": "{W}.shape[1], {W}.shape[0], {W}.shape[2:], use_bias={b} is not None",
    "conv_transpose2d": "*{W}.shape[:2], {W}.shape[2:], use_bias={b} is not None",
    "batch_norm": "len({gamma})",
    "prelu": "len({a})",
}
"""What the constructors of ``numpy_impl`` are told by the arrays."""

CHAINS = ("mlp", "simple_convnet", "double_convnet", "deep_convnet", "lenet", "small_alexnet")
"""Networks of dense and convolutional layers, one after another."""


@dataclass(frozen=True)
class Code:
    """Somebody's code.

    Attributes:
        source: the file.
        goes_back: whether gradients come back from it.
        target: what is checked.
    """

    source: str
    goes_back: bool = False
    target: str = "mine"


def codes_for(name: str) -> dict[str, Code]:
    """Return code for the concept called ``name``, by the shape that it has."""
    concept = all_concepts()[name]
    facts = facts_of(concept)
    head = HEAD.format(module=concept.module, twin=concept.twin)
    written = _KINDS[concept.kind](facts)
    return {
        shape: Code(head + code.source.strip() + "\n", code.goes_back, code.target)
        for shape, code in written.items()
    }


class Spelling:
    """How somebody spells the arguments of one concept.

    Args:
        facts: the concept.
        words: their words for ours.
        settings: whether there are any arguments besides arrays; otherwise the code fixes them.
    """

    def __init__(self, facts: Facts, words: Mapping[str, str], settings: bool = True) -> None:
        own = SPECIAL.get(facts.concept.name, ({}, {}))
        self.words = {**words, **(own[0] if words is BOOK else own[1] if words is OTHER else {})}
        self.facts = facts
        self.splits = words is BOOK and facts.concept.name in POOLS
        self.settings = dict(facts.settings)
        if not settings:
            self.settings = {n: v for n, v in self.settings.items() if v is REQUIRED}
            self.fixed = facts.concept.name == "conv2d"
        else:
            self.fixed = False

    def __call__(self, name: str) -> str:
        return self.words.get(name, name)

    def arguments(self, required: bool = False) -> list[str]:
        """Return the arguments, with their defaults, as a constructor's or a function's."""
        found = []
        for name, default in self.settings.items():
            if name == "kernel_size" and self.splits:
                found += ["pool_h", "pool_w"]
            elif default is REQUIRED or required:
                found.append(self(name))
            elif name == "stride" and self.splits:
                found.append("stride=1")
            else:
                found.append(f"{self(name)}={default!r}")
        return found

    def passed(self, how: str = "{}") -> str:
        """Return how they are passed on; ``how`` says where each one is found."""
        found = []
        for name in self.settings:
            if name == "kernel_size" and self.splits:
                pair = ", ".join(how.format(word) for word in ("pool_h", "pool_w"))
                found.append(f"kernel_size=({pair})")
            else:
                found.append(f"{name}={how.format(self(name))}")
        return ", ".join(found)

    def arrays(self, bias_may_lack: bool = False) -> list[str]:
        """Return the parameter arrays as arguments."""
        return [
            f"{self(name)}=None" if bias_may_lack and name == "b" else self(name)
            for name in self.facts.params
        ]

    def right(self, how: str = "{}") -> str:
        """Return the expression that constructs the right layer."""
        concept = self.facts.concept.name
        made = MADE.get(concept, "").format(**{n: self(n) for n in self.facts.params})
        if self.fixed or (concept == "conv2d" and how != "{}"):
            made = made.replace(" * groups", "" if self.fixed else f" * {how.format('groups')}")
        return f"Right({', '.join(part for part in (made, self.passed(how)) if part)})"

    def given(self, layer: str) -> list[str]:
        """Return the lines that give the layer its arrays."""
        names = self.facts.params
        pairs = ", ".join(f"{name!r}: {self(name)}" for name in names)
        if not names:
            return []
        there = "{k: v for k, v in given.items() if v is not None}"
        return [f"given = {{{pairs}}}", f"{layer}.params.update({there})"]

    def mode(self, default: str = "True") -> list[str]:
        """Return forward's argument that tells training, if it has one."""
        return [f"{self('training')}={default}"] if "training" in self.facts.options else []

    def told(self) -> str:
        """Return how that is passed on."""
        return f", training={self('training')}" if "training" in self.facts.options else ""


def _block(first: str, *lines: str) -> str:
    """Return a function or a class."""
    body = "\n".join(lines) or "pass"
    return f"{first}\n{indent(body, '    ')}\n"


def _class(*methods: str, name: str = "mine") -> str:
    return _block(f"class {name}:", *methods)


def _function(name: str, arguments: list[str], *lines: str) -> str:
    bare = [a for a in arguments if "=" not in a]
    rest = [a for a in arguments if "=" in a]
    return _block(f"def {name}({', '.join([*bare, *rest])}):", *lines)


def _method(name: str, arguments: list[str], *lines: str) -> str:
    return _function(name, ["self", *arguments], *lines)


# Layers, losses, regularizers


def _layers(facts: Facts) -> dict[str, Code]:
    found = {"fresh": Code(_fresh(facts), True)}
    book = Spelling(facts, BOOK)
    found["book"] = Code(_book(book), True)
    found["spelled"] = Code(_book(Spelling(facts, OTHER), bias_may_lack=True), True)
    if len(facts.settings) and not any(v is REQUIRED for v in facts.settings.values()):
        found["bare"] = Code(_book(Spelling(facts, BOOK, settings=False)), True)
    if facts.params:
        found["lists"] = Code(_lists(book), True)
    found["pair"] = Code(_pair(book, dictionary=True), True, "mine_forward")
    if facts.settings:
        found["pair_arguments"] = Code(_pair(book, dictionary=False), True, "mine_forward")
    if facts.params:
        found["attributes"] = Code(_attributes(Spelling(facts, SIZES)), True)
    if "training" in facts.options:
        found["switch"] = Code(_switch(book), True)
    elif facts.concept.kind == "layer":
        found["pair_without_cache"] = Code(_pair_without_cache(book), True, "mine_forward")
    elementwise = facts.concept.group == "activations" and not facts.params
    if (elementwise and "axis" not in facts.config) or facts.concept.kind == "regularizer":
        found["derivative"] = Code(_derivative(book), True)
    found["forward"] = Code(_forward_only(book))
    return found


def _losses(facts: Facts) -> dict[str, Code]:
    found = _layers(facts)
    lines = ("layer = Right()", "loss = layer.forward(x, y)", "return loss, layer.backward(1.0)")
    found["loss_and_gradient"] = Code(_function("mine", ["x", "y"], *lines), True)
    swapped = ["labels", "logits"] if facts.inputs[0] == "x" else ["y_true", "y_pred"]
    given = f"return Right().forward({swapped[1]}, {swapped[0]})"
    found["target_first"] = Code(_function("mine", swapped, given))
    return found


def _fresh(facts: Facts) -> str:
    """Our own protocol, in a class that derives from nothing of ours."""
    signature = inspect.signature(facts.twin).parameters.values()
    arguments = [p.name if p.default is REQUIRED else f"{p.name}={p.default!r}" for p in signature]
    passed = ", ".join(f"{p.name}={p.name}" for p in signature)
    options = [f"{name}={value!r}" for name, value in facts.options.items()]
    told = "".join(f", {name}={name}" for name in facts.options)
    inputs = ", ".join(facts.inputs)
    default = "" if facts.concept.kind in ("layer", "network") else "=1.0"
    dictionaries = [
        _block(f"@property\ndef {name}(self):", f"return self.layer.{name}")
        for name in ("params", "grads", "buffers")
    ]
    return _class(
        _method("__init__", arguments, f"self.layer = Right({passed})"),
        *dictionaries,
        _method("forward", [*facts.inputs, *options], f"return self.layer.forward({inputs}{told})"),
        _method("backward", [f"dy{default}"], "return self.layer.backward(dy)"),
    )


def _kept(spelling: Spelling) -> list[str]:
    """Return the lines that keep running statistics as attributes."""
    return [
        f"self.{spelling(name)} = self.layer.buffers[{name!r}]" for name in spelling.facts.buffers
    ]


def _book(spelling: Spelling, bias_may_lack: bool = False) -> str:
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
    return _class(
        _method(
            "__init__",
            [*spelling.arrays(bias_may_lack), *spelling.arguments(), *buffers],
            f"self.layer = {spelling.right()}",
            *spelling.given("self.layer"),
            *placed,
            *(f"self.{name} = None" for name in names.values()),
        ),
        _method(
            "forward",
            [*inputs, *spelling.mode()],
            f"out = self.layer.forward({', '.join(inputs)}{spelling.told()})",
            *_kept(spelling),
            "return out",
        ),
        _method(
            "backward",
            [dout if facts.concept.kind == "layer" else f"{dout}=1"],
            f"back = self.layer.backward({dout})",
            *(f"self.{theirs} = self.layer.grads.get({ours!r})" for ours, theirs in names.items()),
            "return back",
        ),
    )


def _lists(spelling: Spelling) -> str:
    """Parameters and gradients in two lists."""
    facts = spelling.facts
    inputs = ", ".join(facts.inputs)
    filled = [
        f"self.grads[{i}][...] = self.layer.grads[{name!r}]" for i, name in enumerate(facts.params)
    ]
    return _class(
        _method(
            "__init__",
            [*spelling.arrays(), *spelling.arguments()],
            f"self.params = [{', '.join(spelling.arrays())}]",
            "self.grads = [np.zeros_like(w) for w in self.params]",
            f"self.layer = {spelling.right()}",
            *spelling.given("self.layer"),
        ),
        _method(
            "forward",
            [*facts.inputs, *spelling.mode()],
            f"return self.layer.forward({inputs}{spelling.told()})",
        ),
        _method("backward", ["dout"], "dx = self.layer.backward(dout)", *filled, "return dx"),
    )


def _pair(spelling: Spelling, dictionary: bool) -> str:
    """``mine_forward(x, W, b, mine_param) -> out, cache``, and its backward."""
    facts = spelling.facts
    inputs = ", ".join(facts.inputs)
    arguments = [*facts.inputs, *spelling.arrays()]
    needs_one = bool(facts.settings or facts.options)
    found = "mine_param['{}']" if dictionary else "{}"
    before, after, told = [], [], ""
    if "training" in facts.options:
        told = ", training=mine_param['mode'] == 'train'" if dictionary else spelling.told()
    for name in facts.buffers:
        if dictionary:
            zeros = f"np.zeros(len({facts.params[0]}))"
            before.append(f"layer.buffers[{name!r}] = mine_param.get({name!r}, {zeros})")
            after.append(f"mine_param[{name!r}] = layer.buffers[{name!r}]")
        else:
            before.append(f"layer.buffers[{name!r}] = {name}")
    if dictionary:
        arguments += ["mine_param"] * needs_one
    else:
        arguments += [*spelling.arguments(), *facts.buffers, *spelling.mode()]
    gradients = "".join(f", cache.grads[{name!r}]" for name in facts.params)
    return _function(
        "mine_forward",
        arguments,
        f"layer = {spelling.right(found)}",
        *spelling.given("layer"),
        *before,
        f"out = layer.forward({inputs}{told})",
        *after,
        "return out, layer",
    ) + _function(
        "mine_backward", ["dout", "cache"], "dx = cache.backward(dout)", f"return dx{gradients}"
    )


def _pair_without_cache(spelling: Spelling) -> str:
    """``mine_backward(dout, x, W, b)``: the backward function is given everything again."""
    facts = spelling.facts
    (x,) = facts.inputs
    arguments = [x, *spelling.arrays(), *spelling.arguments()]
    made = [f"layer = {spelling.right()}", *spelling.given("layer")]
    gradients = "".join(f", layer.grads[{name!r}]" for name in facts.params)
    return _function("mine_forward", arguments, *made, f"return layer.forward({x})") + _function(
        "mine_backward",
        ["dout", *arguments],
        *made,
        f"layer.forward({x})",
        "dx = layer.backward(dout)",
        f"return dx{gradients}",
    )


def _attributes(spelling: Spelling) -> str:
    """A class that is told sizes, and keeps the arrays that it draws as attributes."""
    facts = spelling.facts
    spelling.settings = dict(facts.config)
    arrays = [(n, "params", f"self.{spelling(n)}") for n in facts.params]
    arrays += [(n, "buffers", f"self.{n}") for n in facts.buffers]
    return _class(
        _method(
            "__init__",
            spelling.arguments(),
            f"self.layer = Right({spelling.passed()})",
            *(f"{attribute} = self.layer.{kept}.get({n!r})" for n, kept, attribute in arrays),
        ),
        _method(
            "forward",
            [*facts.inputs, *spelling.mode()],
            *(
                f"if {attribute} is not None:\n    self.layer.{kept}[{n!r}] = {attribute}"
                for n, kept, attribute in arrays
            ),
            f"out = self.layer.forward({', '.join(facts.inputs)}{spelling.told()})",
            *(f"self.{n} = self.layer.buffers[{n!r}]" for n in facts.buffers),
            "return out",
        ),
        _method(
            "backward",
            ["grad"],
            "dx = self.layer.backward(grad)",
            *(f"self.d{spelling(n)} = self.layer.grads.get({n!r})" for n in facts.params),
            "return dx",
        ),
    )


def _switch(spelling: Spelling) -> str:
    """A class that ``train()`` and ``eval()`` tell its mode."""
    facts = spelling.facts
    (x,) = facts.inputs
    buffers = [f"{name}=None" for name in facts.buffers]
    return _class(
        _method(
            "__init__",
            [*spelling.arrays(), *spelling.arguments(), *buffers],
            "self.mode = True",
            f"self.layer = {spelling.right()}",
            *spelling.given("self.layer"),
            *(f"self.layer.buffers[{name!r}] = {name}" for name in facts.buffers),
        ),
        _method("train", [], "self.mode = True"),
        _method("eval", [], "self.mode = False"),
        _method("forward", [x], f"return self.layer.forward({x}, self.mode)"),
        _method(
            "backward",
            ["dout"],
            "dx = self.layer.backward(dout)",
            *(f"self.d{name} = self.layer.grads[{name!r}]" for name in facts.params),
            "return dx",
        ),
    )


def _derivative(spelling: Spelling) -> str:
    """``mine(x)`` and ``d_mine(x)``."""
    (x,) = spelling.facts.inputs
    arguments = [x, *spelling.arguments()]
    dy = "np.ones_like(out)"
    return _function("mine", arguments, f"return {spelling.right()}.forward({x})") + _function(
        "d_mine",
        arguments,
        f"layer = {spelling.right()}",
        f"out = layer.forward({x})",
        f"return layer.backward({dy})",
    )


def _forward_only(spelling: Spelling) -> str:
    """``mine(x, W, b, stride=1)``."""
    facts = spelling.facts
    inputs = ", ".join(facts.inputs)
    placed = [f"layer.buffers[{name!r}] = {name}" for name in facts.buffers]
    return _function(
        "mine",
        [
            *facts.inputs,
            *spelling.arrays(),
            *facts.buffers,
            *spelling.arguments(),
            *spelling.mode(),
        ],
        f"layer = {spelling.right()}",
        *spelling.given("layer"),
        *placed,
        f"return layer.forward({inputs}{spelling.told()})",
    )


# Optimizers


def _optimizers(facts: Facts) -> dict[str, Code]:
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
    return _class(
        _method(
            "__init__",
            spelling.arguments(),
            f"self.{lr} = {lr}",
            f"self.right = Right({spelling.passed()})",
        ),
        _method(
            "update",
            ["params", "grads"],
            f"self.right.lr = self.{lr}",
            "self.right.update(params, grads)",
        ),
    )


def _list_optimizer(spelling: Spelling) -> str:
    lr = spelling("lr")
    return _class(
        _method(
            "__init__",
            spelling.arguments(),
            f"self.{lr} = {lr}",
            f"self.right = Right({spelling.passed()})",
        ),
        _method(
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
    return _class(
        _method(
            "__init__",
            spelling.arguments(),
            f"self.{lr} = {lr}",
            f"self.right = Right({spelling.passed()})",
        ),
        _method(
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
    return _function(
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


# Initializers


def _initializers(facts: Facts) -> dict[str, Code]:
    plain, book = Spelling(facts, {}), Spelling(facts, BOOK)
    made = f"Right({book.passed()})"
    drawn = "np.random.randint(2**31)"
    return {
        "fresh": Code(
            _class(
                _method("__init__", plain.arguments(), f"self.right = Right({plain.passed()})"),
                _method("__call__", ["shape", "seed=None"], "return self.right(shape, seed)"),
            )
        ),
        "of_shape": Code(
            _function("mine", ["shape", *book.arguments()], f"return {made}(shape, {drawn})")
        ),
        "of_sizes": Code(
            _function(
                "mine",
                ["n_in", "n_out", *book.arguments(), "seed=None"],
                f"return {made}((n_in, n_out), seed)",
            )
        ),
        "of_book_sizes": Code(
            _function(
                "mine",
                ["input_size", "output_size"],
                f"return Right()((input_size, output_size), {drawn})",
            )
        ),
    }


# Functions


def _functions(facts: Facts) -> dict[str, Code]:
    signature = inspect.signature(facts.twin).parameters
    told = {name: p.default for name, p in signature.items() if p.kind is not p.KEYWORD_ONLY}
    drawn = ", seed=np.random.randint(2**31)" if "seed" in signature else ""

    def written(names: Mapping[str, str], defaults: bool = True) -> Code:
        arguments = [
            names[n] if v is REQUIRED or not defaults else f"{names[n]}={v!r}"
            for n, v in told.items()
        ]
        passed = ", ".join(names.values())
        return Code(_function("mine", arguments, f"return Right({passed}{drawn})"))

    exact = {name: name for name in told}
    opaque = {name: f"q{i}" for i, name in enumerate(told, start=1)}
    found = {"exact": written(exact), "renamed": written(opaque)}
    if any(value is not REQUIRED for value in told.values()):
        found["renamed_required"] = written(opaque, defaults=False)
    if len(outputs_of(facts.concept)) == 1:
        spelled = Spelling(facts, OTHER)
        found["spelled"] = written({name: spelled(name) for name in told})
    return found


# Networks


def _networks(facts: Facts) -> dict[str, Code]:
    found = {"fresh": Code(_fresh(facts), True)}
    if facts.concept.name in CHAINS:
        found["book"] = Code(_book_network(facts), True)
        if "sizes" not in facts.config:
            found["own_sizes"] = Code(_book_network(facts, own_sizes=True), True)
    return found


def _book_network(facts: Facts, own_sizes: bool = False) -> str:
    """Parameters by number; predict, loss and gradient; perhaps for one size of image only."""
    config: dict[str, Any] = {} if own_sizes else dict(facts.config)
    if "sizes" in config:
        del config["sizes"]
        sizes = ["input_size", "hidden_size_list", "output_size"]
        passed = ["(input_size, *hidden_size_list, output_size)"]
    elif "kernel_size" in config:
        for name in ("input_shape", "n_filters", "kernel_size", "hidden", "n_classes"):
            del config[name]
        sizes = ["input_dim", "conv_param", "hidden_size", "output_size"]
        passed = ["input_dim", "conv_param['filter_num']", "conv_param['filter_size']",
                  "hidden_size", "output_size"]  # fmt: skip
    else:
        sizes, passed = [], []
    told = [f"{name}={value!r}" for name, value in config.items()]
    passed += [f"{name}={name}" for name in config]
    training = "training" in facts.options
    mode = ["train_flg=False"] if training else []
    return _class(
        _method(
            "__init__",
            [*sizes, *told],
            f"self.net = Right({', '.join(passed)})",
            "for layer in self.net.layers.values():",
            "    if hasattr(layer, 'scaling'):",
            "        layer.scaling = 'taught'",
            "self.numbered = {}",
            "counts = {}",
            "for name in self.net.params:",
            "    leaf = name.split('.')[-1]",
            "    counts[leaf] = counts.get(leaf, 0) + 1",
            "    self.numbered[f'{leaf}{counts[leaf]}'] = name",
            "own = self.net.params",
            "self.params = {number: own[name] for number, name in self.numbered.items()}",
        ),
        _method(
            "predict",
            ["x", *mode],
            f"return self.net.forward(x{', train_flg' if training else ''})",
        ),
        _method(
            "loss",
            ["x", "t"],
            "scores = self.net.forward(x)",
            "return SoftmaxCrossEntropy().forward(scores, t) + self.net.penalty()",
        ),
        _method(
            "gradient",
            ["x", "t"],
            "last = SoftmaxCrossEntropy()",
            "last.forward(self.net.forward(x), t)",
            "self.net.backward(last.backward(1.0))",
            "grads = self.net.grads",
            "return {number: grads[name] for number, name in self.numbered.items()}",
        ),
    ).replace(
        "class mine:",
        "from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy\n\n\nclass mine:",
    )


_KINDS: dict[str, Any] = {
    "layer": _layers,
    "regularizer": _layers,
    "loss": _losses,
    "optimizer": _optimizers,
    "initializer": _initializers,
    "function": _functions,
    "network": _networks,
}
