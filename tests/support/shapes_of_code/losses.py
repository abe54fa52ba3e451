"""Losses: the shapes of layers, and those of their own."""

from __future__ import annotations

from reports.check.skeletons.facts import Facts
from shapes_of_code.code import Code, write_function
from shapes_of_code.layers import layer_codes


def loss_codes(facts: Facts) -> dict[str, Code]:
    found = layer_codes(facts)
    lines = ("layer = Right()", "loss = layer.forward(x, y)", "return loss, layer.backward(1.0)")
    found["loss_and_gradient"] = Code(write_function("mine", ["x", "y"], *lines), True)
    swapped = ["labels", "logits"] if facts.inputs[0] == "x" else ["y_true", "y_pred"]
    given = f"return Right().forward({swapped[1]}, {swapped[0]})"
    found["target_first"] = Code(write_function("mine", swapped, given))
    return found
