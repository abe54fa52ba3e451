"""Networks: as ours, and as the book has them."""

from __future__ import annotations

from typing import Any

from reports.check.skeletons.facts import Facts
from shapes_of_code.code import Code, write_class, write_method
from shapes_of_code.layer_classes import fresh_class

CHAINS = ("mlp", "simple_convnet", "double_convnet", "deep_convnet", "lenet", "small_alexnet")
"""Networks of dense and convolutional layers, one after another."""


def network_codes(facts: Facts) -> dict[str, Code]:
    found = {"fresh": Code(fresh_class(facts), True)}
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
    return write_class(
        write_method(
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
        write_method(
            "predict",
            ["x", *mode],
            f"return self.net.forward(x{', train_flg' if training else ''})",
        ),
        write_method(
            "loss",
            ["x", "t"],
            "scores = self.net.forward(x)",
            "return SoftmaxCrossEntropy().forward(scores, t) + self.net.penalty()",
        ),
        write_method(
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
