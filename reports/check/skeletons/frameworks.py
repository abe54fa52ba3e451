"""Skeletons of PyTorch's modules and Keras' layers."""

from __future__ import annotations

import re

from reports.check.skeletons.array_shapes import in_layout, shape_of, with_shape
from reports.check.skeletons.code import (
    INDENT,
    Code,
    with_defaults,
)
from reports.check.skeletons.facts import Facts


def torch_module(facts: Facts, language: str) -> str:
    """A Module whose attributes have PyTorch's names."""
    code = Code(facts, language)
    indent = INDENT * 2
    code.add(f"class {facts.twin.__name__}(torch.nn.Module):")
    code.define("__init__", ["self", *with_defaults(facts.config)], indent=INDENT)
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


def keras_layer(facts: Facts, language: str) -> str:
    """A layer whose variables have Keras' names, images channels-last."""
    code = Code(facts, language)
    indent = INDENT * 2
    code.add(f"class {facts.twin.__name__}(keras.layers.Layer):")
    if facts.config or facts.params:
        code.define("__init__", ["self", *with_defaults(facts.config)], indent=INDENT)
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
    shape = shape_of(facts.concept, name)
    return with_shape(name, in_layout(shape, layout), language) if shape else name


def _about_image(facts: Facts, name: str, language: str) -> str:
    """Return an array's name and shape, an image's channels-last."""
    shape = shape_of(facts.concept, name)
    if name in facts.images:
        shape = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", _channels_last, shape)
    return with_shape(name, shape, language) if shape else ""


def _channels_last(found: re.Match[str]) -> str:
    return in_layout(found[0], "channels_last")
