"""Functions in place of a class: pairs, derivatives, forward alone."""

from __future__ import annotations

from shapes_of_code.code import write_function
from shapes_of_code.spelling import Spelling


def pair_of_functions(spelling: Spelling, dictionary: bool) -> str:
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
            given = f"layer.buffers[{name!r}] = mine_param.get({name!r}, {zeros})"
            before.append(f"if layer.buffers:\n    {given}")
            after.append(f"mine_param[{name!r}] = layer.buffers.get({name!r})")
        else:
            before.append(f"layer.buffers[{name!r}] = {name}")
    if dictionary:
        arguments += ["mine_param"] * needs_one
    else:
        arguments += [*spelling.arguments(), *facts.buffers, *spelling.mode()]
    gradients = "".join(f", cache.grads[{name!r}]" for name in facts.params)
    return write_function(
        "mine_forward",
        arguments,
        f"layer = {spelling.right(found)}",
        *spelling.given("layer"),
        *before,
        f"out = layer.forward({inputs}{told})",
        *after,
        "return out, layer",
    ) + write_function(
        "mine_backward", ["dout", "cache"], "dx = cache.backward(dout)", f"return dx{gradients}"
    )


def pair_without_cache(spelling: Spelling) -> str:
    """``mine_backward(dout, x, W, b)``: the backward function is given everything again."""
    facts = spelling.facts
    (x,) = facts.inputs
    arguments = [x, *spelling.arrays(), *spelling.arguments()]
    made = [f"layer = {spelling.right()}", *spelling.given("layer")]
    gradients = "".join(f", layer.grads[{name!r}]" for name in facts.params)
    return write_function(
        "mine_forward", arguments, *made, f"return layer.forward({x})"
    ) + write_function(
        "mine_backward",
        ["dout", *arguments],
        *made,
        f"layer.forward({x})",
        "dx = layer.backward(dout)",
        f"return dx{gradients}",
    )


def derivative_functions(spelling: Spelling) -> str:
    """``mine(x)`` and ``d_mine(x)``."""
    (x,) = spelling.facts.inputs
    arguments = [x, *spelling.arguments()]
    dy = "np.ones_like(out)"
    return write_function(
        "mine", arguments, f"return {spelling.right()}.forward({x})"
    ) + write_function(
        "d_mine",
        arguments,
        f"layer = {spelling.right()}",
        f"out = layer.forward({x})",
        f"return layer.backward({dy})",
    )


def forward_function(spelling: Spelling) -> str:
    """``mine(x, W, b, stride=1)``."""
    facts = spelling.facts
    inputs = ", ".join(facts.inputs)
    placed = [f"layer.buffers[{name!r}] = {name}" for name in facts.buffers]
    return write_function(
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
