"""Holds the equations of a concept against what its code gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from formulas.bindings import of_gates
from formulas.computing import Equations
from formulas.reading import statements
from formulas.tree import Statement
from parity.describing.concept import Concept

OWN_FUNCTIONS = {
    "binary_cross_entropy_with_logits": ("s",),
    "lstm_taught": ("s",),
    "gru_taught": ("s",),
    "bidirectional_rnn_net": ("h_f", "h_b"),
    "lstm_cell": ("s",),
    "position_wise_feed_forward": ("f",),
    "masked_language_model_loss": ("p_i",),
    "next_token_loss": ("p_n_t",),
}
"""Functions that the equations define themselves."""

WHOLE = {"gru_cell": ("e_n", "e_z", "e_r", "u_n", "U_n")}
"""Names with a letter below that is no index."""

OF_A_STEP = (r"s(a_i), s(a_f), s(a_o), \tanh(a_g)", r"s(j_t), s(k_t), s(l_t), \tanh(m_t)")
REWRITTEN = {
    "rnn_taught": ((r"\delta^{\text{out}}", r"\text{deltaout}"),),
    "kl_to_standard_normal": ((r"\text{KL}_n", "k_n"),),
    "lstm": (OF_A_STEP,),
    "lstm_peephole": (("(a_i", "(j_t"), ("(a_f", "(k_t"), ("(a_o", "(l_t"), ("(a_g", "(m_t")),
}
"""How some names are written for the reader."""

JACOBIAN = re.compile(r"J_\{\\text\{(\w+)\}\}\^\\top(?: \\left)?\(")
OF_A_LAYER = re.compile(r"J_\{?([^{}]+?)\}?\^\\top(?: \\left)?\(")
"""The backward pass of a part of a network, and of a layer with weights, by its number."""

UNREAD = (
    r"\thicksim",  # a distribution
    r"\lim\limits",  # of one number
    r"u^*",  # the place of a maximum
    r"|\{",  # the size of a set
    "k = 1, 2, 3",
    r"\frac{\partial}{\partial",  # an operator
    "[i : ",  # a slice
    r"m_i = \begin{cases} 1 & u_i",  # a draw
    r"\frac{\partial y_j}{\partial x_i}",  # a Jacobian, of which the diagonal follows
    "h_f(0) =",
    r"\delta(t)",  # a recursion backward in time
    r"\rho",
    "h = h_T",
    r"\dots",  # and so on
    r"\sim",  # a distribution
    r"\mid",
    r"\left.",  # a part of a gradient
    r"\tanh'",
    r"\text{or}",
    r"\det",
    r"\partial h_t}",
)
"""What marks a statement that this reader leaves out."""

SKIPPED = {
    # Of a gate, whose letter is the name of its value besides.
    **dict.fromkeys(("lstm_taught", "gru_taught", "bidirectional_rnn_net"), (r"\partial a_",)),
    "lstm_cell": ("h'", "c'", r"\partial a_"),
    "gru_cell": (r"\partial r}", "u_n", r"h^\top"),
    "simple_rnn": (r"\partial a_", "g_T", r"g_t = \delta_t", "s^k", "2k"),
    "gru": ("g_t", "e_"),
    **dict.fromkeys(("lstm", "lstm_peephole"), (r"\partial", "a_t =", "e_o =", "e_i =")),
    "rnn_taught": ("s'(v_t) =", r"\partial v_t", r"\partial u_t"),
    "time_distributed": (r"\Delta",),
    "l2": (r"\text{lr}",),
    "prelu": (r"\partial y_i}{\partial a}",),
    "instance_norm": (r"\hat{x}_i", "g_i", r"\mu}", r"\sigma^2"),  # of one channel's pixels
    "group_norm": (r"\hat{x}_{nct}", r"\delta_{nct}", r"\partial \mu", r"\partial \sigma^2"),
    "layer_norm": ("g_d =", r"\mu}", r"\mu ", r"\sigma^2", "x_d"),
    "learned_position_embedding": ("t > T",),
    "conv2d": (r"\text{col}",),  # one product with all windows, which an identity shows
    "dropout": (r"\operatorname{E}",),
    **dict.fromkeys(
        ("he_normal", "glorot_normal", "lecun_normal", "xavier_taught"),
        (r"\operatorname{Var}", r"\operatorname{E}", "x = ", "y = ", "Glorot"),
    ),
    "zeros": (r"\delta", "h = f(a)", "W_2 = 0", "W_1"),
    "ridge": ("X^",),
    "lasso": ("w = ",),
    "numerical_gradient": ("f'",),
    "dot_product_attention": (r"Q K^\top", "h_{ij}", "a_{ij}", r"\sum_n", r"\partial h}"),
    "additive_attention": (r"\partial h}", "W_q} ="),
    "cosine_similarity": (r"\partial \left", r"\partial y"),
    "causal_conv1d": ("t < 0",),
    "swish": (r"\frac{d y}",),
    "focal_loss": (r"\partial p_i",),
    "triplet_loss": (r"\partial \left", "= 0"),
    "next_token_loss": ("t < T", "p_v", r"\ell", "e_{w"),
    "next_sentence_loss": (r"\ell",),
    "masked_language_model_loss": ("p_v", r"\ell", "e_{w"),
    "kl_to_standard_normal": ("p(z)", r"(\mu^2", r"\left( \mu^2"),
    "generator_loss": (r"\partial L_{\text{minimax}}", "D = s", "d D", "d a"),
    "cycle_consistency_loss": (r"\partial F", r"\partial G"),
    "coupling_layer": ("p(x)", "pmatrix"),
    "diffusion_noising": ("x_{t-2}",),
    "diffusion_reverse_step": (r"\sigma_0",),
}
"""The same, of one concept."""


GROUPS_NOT_COMPUTED = {
    "reinforcement": "entries of a table, found by states and actions, moved one after another",
    "recurrent": "a recursion over the steps of a sequence, whose parts have several names",
    "models": "a recursion over the steps of a sequence, whose parts have several names",
    "attention": "products of matrices for each example and head, by indices of their own",
    "transformer": "products of matrices for each example and head, by indices of their own",
    "generative": "sums over the examples and over the parts of one, or steps of several networks",
    "vision": "areas and places of boxes, or sums over those that are chosen by comparing",
    "metrics": "examples that are counted by comparing",
    "mathematics": "a decomposition, or steps that are repeated until they rest",
    "training": "an order of events, or a choice by comparing",
    "augmentation": "places that are drawn, or images that are mixed with others",
}
"""Groups whose equations this reader cannot compute, and why."""


def functions_of(names: Mapping[str, Any]) -> list[str]:
    return [name for name, value in names.items() if callable(value)]


def read(lines: Iterable[str], names: Mapping[str, Any], concept: str = "") -> list[Statement]:
    """Return the statements of some lines that say what something is, and can be read."""
    marks = (*UNREAD, *SKIPPED.get(concept, ()))
    known = [*functions_of(names), *OWN_FUNCTIONS.get(concept, ())]
    found = []
    for line in lines:
        for old, new in REWRITTEN.get(concept, ()):
            line = line.replace(old, new)
        line = JACOBIAN.sub(r"\\operatorname{back_\1}(", line)
        line = OF_A_LAYER.sub(r"\\operatorname{back_layer}(\1, ", line)
        for part in re.split(r",?\s*\\quad\s*|\n", line):
            if part and not any(mark in part for mark in marks):
                found += statements(part, known)
    return [statement for statement in found if len(statement.sides) > 1]


def equations_of(concept: Concept, names: dict[str, Any]) -> int:
    """Hold every equation of a concept against what its code gives; return for how many numbers."""
    name, ranges = concept.name, names.get("ranges", {})
    lines = [*concept.formula, *(step.equation for step in concept.derivation)]
    found = read(lines, names, name)
    equations = Equations(names, WHOLE.get(name, ()), ranges)
    if name == "encode":
        final = equations.bound.pop("h")
    for statement in found:
        equations.define(statement)
    if name == "lstm_taught":
        of_gates(names, equations)
    if name == "bidirectional_rnn_net":
        start(equations)
        return equations.checked
    if name == "encode":
        equations.bound["h_0"] = np.zeros(len(names["b"]))
        equations.bound["w"] = {t + 1: word for t, word in enumerate(names["words"])}
        np.testing.assert_allclose(equations.element("h", (len(names["words"]),)), final)
        return 1
    for statement in found:
        equations.check(statement)
    return equations.checked


def start(equations: Equations) -> None:
    """Give both directions their first state, and hold every output against the code's."""
    T, ys = equations.bound["T"], equations.bound["ys"]
    for name, first in (("h_f", 0), ("h_b", T + 1)):
        letters, body = equations.defined.pop(name)

        def state(t: Any, first: int = first, letters: Any = letters, body: Any = body) -> Any:
            zeros = np.zeros(len(equations.bound["U_f"]))
            return (
                zeros
                if t == first
                else equations.value(body, dict(zip(letters, (t,), strict=True)))
            )

        equations.bound[name] = state
    equations.bound["y"] = lambda t: ys[int(t) - 1]
    (output,) = read([r"y(t) = (h_f(t), h_b(t)) V^T"], equations.bound)
    for t in range(1, T + 1):
        np.testing.assert_allclose(equations.value(output.sides[1], {"t": t}), ys[t - 1], rtol=1e-9)
    equations.checked += ys.size
