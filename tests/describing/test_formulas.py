"""The equations on the pages are those of the code: each is computed and held against it."""

from dataclasses import replace

import numpy as np
import pytest
from formulas import along_axes, families, measures
from formulas.bindings import (
    bound,
    flat,
    matrices,
    normal_functions,
    of_channel,
    of_columns,
    of_convolution,
    of_depthwise_convolution,
    of_dilated_convolution,
    of_dilated_transposed_convolution,
    of_group,
    of_initializer,
    of_network,
    of_optimizer,
    of_pixel,
    of_pixels,
    of_separable_convolution,
    of_transposed_convolution,
    of_windows,
    one_hot,
)
from formulas.computing import Equations, UnknownError
from formulas.holding import GROUPS_NOT_COMPUTED, equations_of, functions_of
from formulas.reading import statements

from numpy_impl.exam.lstm_taught import lstm_taught_backward
from numpy_impl.losses.cross_entropy import CrossEntropy
from parity.harness.registry import all_concepts

CONCEPTS = all_concepts()


def elementwise(name, case=""):
    return flat(bound(name, case))


def row(name):
    found = bound(name)
    return {key: found[key][2] for key in ("x", "y", "dx", "dy")}


def loss(name, scores="", case=""):
    found = bound(name, case)
    if scores:
        return one_hot(found, scores)
    return flat(found) | {"n": found["t"].size}


def normalized(case=""):
    """Return the names of cross_entropy, with v: what is normalized to y, if that is asked for."""
    found = loss("cross_entropy", "y", case)
    of, v = CrossEntropy(normalize=True), 2 * found["y"]
    of.forward(v, found["t"])
    return found | {"v": v, "dv": of.backward()}


def prelu():
    found = elementwise("prelu")
    return found | {"a": float(found["a"][0]), "da": float(found["da"][0])}


def elementwise_with_check(name):
    """Return the names of gradient_check and of numerical_gradient; e_i is a unit vector."""
    found = bound(name)
    shape, f = found["x"].shape, found["f"]
    return flat(found) | {
        "f": lambda x: f(x.reshape(shape)),
        "e": np.eye(found["x"].size),
        **(
            {"g": found["gradient"].ravel()}
            if "gradient" in found
            else {"df/dx": found["y"].ravel()}
        ),
    }


def clipped_together(case=""):
    found = bound("clip_by_global_norm", case)
    return found | {"g": {1: found["gW"], 2: found["gb"]}, "y": {1: found["dW"], 2: found["db"]}}


def output_size(case="stride_and_dilation"):
    found = bound("output_size", case)
    names = {"p_1": found["pad_before"], "p_2": found["pad_after"], "s": found["stride"]}
    return found | names | {"d": found.get("dilation", 1), "n_out": found["y"]}


def padded():
    found = bound("zero_padding2d")
    return found | {"t": 1, "l": 1}


def layers_before_the_last(name):
    """Return a network's names, k counting the layers that have another one behind them."""
    found = of_network(name)
    return found | {"ranges": {"k": range(1, found["n"])}}


def pairs_of_convolutions(name):
    """Return a network's names where k counts pairs of layers, of those with another behind."""
    found = of_network(name)
    outputs = {k // 2: gradient for k, gradient in found["dh"].items() if k % 2 == 0}
    return found | {"dh": outputs, "ranges": {"k": range(1, 3)}}


def schedule():
    found = bound("warm_up_schedule", "other_warm_up")
    return flat(found) | {"s": found["step"], "lr": found["y"], "d_model": 512.0, "s_w": 100.0}


def spatial(name):
    found = bound(name)
    h, w = found["x"].shape[2:]
    return found | {"H": h, "W": w, "k": 1}


def lstm_step():
    """Return the names of one step, and the gradient of a, which is that of b of each example."""
    found = bound("lstm_taught")
    x, h, c = (found[name] for name in ("x", "prev_h", "prev_c"))
    steps = zip(found["dc"], found["dh"], x, h, c, strict=True)
    of_a = [lstm_taught_backward(*step, found["W"], found["U"], found["b"])[5] for step in steps]
    found |= {"delta_c": found["dc"], "delta_h": found["dh"], "da": np.array(of_a)}
    return matrices(found, "W", "U", "da", "dW", "dU")


def sequence():
    found = matrices(bound("bidirectional_rnn_net"), "W_f", "U_f", "W_b", "U_b", "V")
    return found | {"T": len(found["xs"]), "x": lambda t: found["xs"][int(t) - 1]}


NAMES = {
    **{
        name: lambda name=name: elementwise(name)
        for name in ("step", "identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu",
                     "softplus", "l1", "l2", "elastic_net", "clip_by_value", "ridge", "lasso")
    },
    "prelu": prelu,
    "gelu": lambda: elementwise("gelu") | normal_functions(),
    "softmax": lambda: row("softmax"),
    "log_softmax": lambda: row("log_softmax") | {"t": np.eye(7)[1]},
    **{
        name: lambda name=name: loss(name)
        for name in ("half_squared_error", "mean_squared_error", "binary_cross_entropy",
                     "binary_cross_entropy_with_logits")
    },
    "softmax_cross_entropy": lambda: loss("softmax_cross_entropy", "x"),
    "cross_entropy": normalized,
    "label_smoothing": lambda: loss("label_smoothing", "x") | {"alpha": 0.1, "C": 3},
    "taught_cross_entropy": lambda: loss("taught_cross_entropy", "y"),
    "numerical_gradient": lambda: elementwise_with_check("numerical_gradient"),
    "gradient_check": lambda: elementwise_with_check("gradient_check"),
    "clip_by_norm": lambda: elementwise("clip_by_norm"),
    "clip_by_global_norm": clipped_together,
    "zeros": lambda: of_initializer("zeros", "std"),
    **{
        name: lambda name=name: of_initializer(name, "std")
        for name in ("xavier_taught", "lecun_normal", "glorot_normal", "he_normal")
    },
    **{
        name: lambda name=name: of_initializer(name, "limit")
        for name in ("lecun_uniform", "glorot_uniform", "he_uniform")
    },
    "dense": lambda: matrices(bound("dense"), "W"),
    "batch_norm": lambda: of_channel(bound("batch_norm")),
    "group_norm": lambda: of_group(bound("group_norm")),
    "instance_norm": lambda: of_pixels(bound("instance_norm")),
    "dropout": lambda: (found := bound("dropout")) | {"p": found["rate"], "m": found["mask"]},
    "zero_padding2d": padded,
    "max_pool2d": lambda: of_windows(bound("max_pool2d")),
    "avg_pool2d": lambda: of_windows(bound("avg_pool2d")),
    "lp_pool2d": lambda: of_windows(bound("lp_pool2d")),
    "adaptive_avg_pool2d": lambda: of_windows(bound("adaptive_avg_pool2d")),
    "adaptive_max_pool2d": lambda: of_windows(bound("adaptive_max_pool2d")),
    "global_max_pool2d": lambda: spatial("global_max_pool2d"),
    "global_avg_pool2d": lambda: spatial("global_avg_pool2d"),
    "local_response_norm": lambda: of_pixel(bound("local_response_norm")),
    "flatten": lambda: spatial("flatten"),
    "im2col": of_columns,
    "output_size": output_size,
    "conv2d": of_convolution,
    "conv_transpose2d": of_transposed_convolution,
    **{
        name: lambda name=name: of_network(name)
        for name in ("simple_convnet", "double_convnet", "lenet", "alexnet", "small_alexnet")
    },
    "deep_convnet": lambda: pairs_of_convolutions("deep_convnet"),
    **{name: lambda name=name: layers_before_the_last(name) for name in ("mlp", "vgg_block")},
    "warm_up_schedule": schedule,
    "cross_entropy_error": lambda: (found := bound("cross_entropy_error")) | {"N": len(found["d"])},
    "gradient_clipping": lambda: elementwise("gradient_clipping"),
    "lstm_taught": lstm_step,
    "gru_taught": lambda: matrices(
        (found := bound("gru_taught")) | {"delta": found["dh_new"]},
        "W", "U", "W_r", "U_r", "W_z", "U_z", "dU", "dU_r", "dU_z",
    ),
    "bidirectional_rnn_net": sequence,
    "encode": lambda: matrices(bound("encode"), "E", "W", "U"),
    "minibatch": lambda: (found := bound("minibatch"))
    | {"N": len(found["data_x"]), "i_end": len(found["batch_x"])},
    **families.NAMES,
    **measures.NAMES,
    **along_axes.NAMES,
}  # fmt: skip
"""What the names of each concept's equations stand for; optimizers and the rest stand below."""

MORE = {
    "binary_cross_entropy": [lambda: loss("binary_cross_entropy", case="saturated")],
    "cross_entropy": [lambda: normalized("saturated")],
    "clip_by_norm": [lambda: elementwise("clip_by_norm", "epsilon")],
    "clip_by_global_norm": [lambda: clipped_together("epsilon")],
    "elu": [lambda: elementwise("elu", "alpha")],
    "output_size": [lambda: output_size("one_side"), lambda: output_size("before_only")],
    "conv2d": [of_dilated_convolution],
    "conv_transpose2d": [of_dilated_transposed_convolution],
    "depthwise_conv2d": [lambda: of_depthwise_convolution(1, 2)],
    "separable_conv2d": [lambda: of_separable_convolution(1, 2)],
}
"""More cases, where one does not show every part of the equations."""

PLAIN = (
    "identity", "sigmoid", "tanh", "relu", "softplus", "gelu", "softmax", "clip_by_value", "ridge",
    "taught_cross_entropy", "cross_entropy_error", "xavier_taught", "lecun_normal",
    "glorot_normal", "he_normal", "lecun_uniform", "glorot_uniform", "he_uniform", "dense", "mlp",
    "simple_convnet", "double_convnet", "lenet", "gru_taught",
)  # fmt: skip
"""Concepts whose equation in the terminal has no words in it."""

OPTIMIZERS = {
    "sgd": ("weight_decay",),
    "momentum": ("velocity", "buffer"),
    "nesterov": ("velocity", "buffer"),
    "adagrad": ("outside",),
    "rmsprop": ("outside",),
    "adadelta": ("paper",),
    "adam": ("corrected",),
    "amsgrad": ("corrected",),
    "adamw": ("corrected",),
}
"""The cases on which an optimizer's steps are computed."""

NOT_COMPUTED = {
    **{
        name: GROUPS_NOT_COMPUTED[concept.group]
        for name, concept in CONCEPTS.items()
        if concept.group in GROUPS_NOT_COMPUTED and name not in NAMES
    },
    "fans": "a table of shapes",
    "autodiff": "derivatives along the edges of a graph, which the tests hold against others",
    "gauss": "a distribution, which the harness compares",
    "col2im": "a set that depends on the pixel; it is the transpose of im2col, which is computed",
    "inception": "blocks whose parts have names of their own",
    "auxiliary_classifier": "blocks whose parts have names of their own",
    "residual_block": "blocks whose parts have names of their own",
    **dict.fromkeys(
        (
            "zfnet",
            "googlenet",
            "mobilenet_block",
            "wide_residual_block",
            "fcn",
            "u_net",
            "siamese",
            "bottleneck_block",
            "resnet",
            "vgg16",
            "squeeze_excite",
            "mbconv",
            "efficientnet_b0",
            "block_net",
        ),
        "blocks whose parts have names of their own",
    ),
    "random_crop": "a draw and a slice",
    **dict.fromkeys(("compound_scaling", "drop_connect", "receptive_field"), "whole or drawn"),
    "max_unpool2d": "sums over places that are found by comparing",
    "ctc_loss": "sums over alignments, by recursions whose first step stands in words",
    "ctc_beam_search": "a recursion over prefixes, of which some are dropped",
    **dict.fromkeys(("co_occurrence",), "brackets or sums over places, by their numbers"),
    **dict.fromkeys(("positive_pmi", "lsi"), "sums over an axis, or a decomposition"),
    **dict.fromkeys(
        ("negative_sampling", "cbow", "skip_gram"),
        "sums over the places where a word stands",
    ),
    "traverse": "a recursion over the nodes of a tree",
    "patch_embedding": "parts of an image that the equations number",
    "bert_embeddings": "rows that are looked up by several names",
    "top_k_by_cosine": "an order",
    **dict.fromkeys(
        ("integrated_gradients", "shapley_values"), "a function that is given, asked at many places"
    ),
    **dict.fromkeys(("info_nce", "distillation_loss", "contrastive_loss"), "parts with own names"),
    "grad_cam": "sums over the places of each map",
}
"""Concepts whose equations this reader cannot compute, and why."""


def cases_of(name):
    return (NAMES[name], *MORE.get(name, ()))


@pytest.mark.parametrize("name", NAMES)
def test_the_equations_give_what_the_code_gives(name):
    for case in cases_of(name):
        assert equations_of(CONCEPTS[name], case()) > 0


@pytest.mark.parametrize(
    ("name", "case"), [(name, case) for name, cases in OPTIMIZERS.items() for case in cases]
)
@pytest.mark.parametrize("step", [0, 3])
def test_an_optimizers_steps_are_its_equations(name, case, step):
    names, after = of_optimizer(name, case, step)
    equations = Equations(names)
    for line in CONCEPTS[name].formula:
        label, _, steps = line.rpartition(r": \; ")
        if label and case not in label:
            continue
        for statement in statements(steps, ()):
            equations.assign(statement)
    np.testing.assert_allclose(equations.bound["w"], after, rtol=1e-12)


@pytest.mark.parametrize("name", PLAIN)
def test_the_equation_of_the_terminal_gives_what_the_code_gives(name):
    names, equation = NAMES[name](), CONCEPTS[name].equation
    if "dy/dx" in equation:
        names["slope"], equation = names["dx"] / names["dy"], equation.replace("dy/dx", "slope")
    equations = Equations(names)
    for statement in statements(equation, functions_of(names), plain=True):
        given, _ = equations.naming(statement.sides[0])
        if given in names:
            equations.check(statement)
        else:
            equations.assign(statement)
    assert equations.checked > 0


FAULTS = [
    ("dense", r"\frac{\partial L}{\partial y} W^\top", r"\frac{\partial L}{\partial y} W"),
    ("dense", r"x^\top \frac", r"x \frac"),
    ("dense", "x W + b", "W x + b"),
    ("dense", r"\sum_i x_{ni} W_{ij}", r"\sum_i x_{ni} W_{ji}"),
    ("dense", r"\delta \, W^\top", r"\delta \, W"),
    ("mlp", "h_{n-1} W_n", "W_n h_{n-1}"),
    ("mlp", "h_{k-1} W_k", "W_k h_{k-1}"),
    ("sigmoid", "y (1 - y)", "y (1 + y)"),
    ("softmax", r"\exp(x_i - c)", r"\exp(x_i + c)"),
    ("softmax", r"- \sum\limits_j", r"+ \sum\limits_j"),
    ("batch_norm", r"\hat{x}_i \overline", r"\overline"),
    ("batch_norm", r"\sqrt{\sigma^2 + \epsilon}", r"\sqrt{\sigma^2 - \epsilon}"),
    ("group_norm", r"- \hat{x}_i \frac", r"+ \hat{x}_i \frac"),
    ("instance_norm", r"\gamma_c \frac", r"\frac"),
    ("conv1d", "t s + k d", "t s - k d"),
    ("conv3d", r"W_{o,c,m,i,j} \frac", r"W_{o,c,i,m,j} \frac"),
    ("conv2d", "w s + j d", "w s - j d"),
    ("conv_transpose2d", "W_{c,o,i,j}", "W_{o,c,i,j}"),
    ("conv_transpose2d", "i d - p", "i - p"),
    ("depthwise_conv2d", r"= \sum_{q} \sum", r"= \sum"),
    ("depthwise_conv2d", "h s + i d", "h s - i d"),
    ("pointwise_conv2d", "W_{o,c}", "W_{c,o}"),
    ("separable_conv2d", r"\sum_{o} P_{o,c,q} \frac", r"\sum_{o} P_{o,q,c} \frac"),
    ("clip_by_norm", r"+ \epsilon", r"- \epsilon"),
    ("binary_cross_entropy", r"1 - \epsilon", "1"),
    ("lenet", "h_3 W_4", "h_3 W_5"),
    ("gru_taught", "(1 - z)", "(1 + z)"),
    ("lstm_taught", r"\text{prev_h}\, U^T", r"\text{prev_h}\, U"),
    ("l2", r"\frac{\text{rate}}{2}", r"\text{rate}"),
    ("cross_entropy_error", r"y_{nc}^{d_{nc}}", r"d_{nc}^{y_{nc}}"),
    ("elu", r"y_i + \alpha", r"y_i - \alpha"),
    ("gelu", r"3 \cdot 0.044715", r"2 \cdot 0.044715"),
    ("half_squared_error", r"\frac{1}{2} \cdot 2 e_i", "2 e_i"),
    ("binary_cross_entropy_with_logits", r"(1 - t) x + \log", r"t x + \log"),
    ("cross_entropy", r"- \sum_k \frac", r"+ \sum_k \frac"),
    ("avg_pool2d", r"= \sum_{h,w} \frac", r"= 2 \sum_{h,w} \frac"),
    ("simple_rnn", r"h_{t-1}^\top e_t", r"h_t^\top e_t"),
    ("simple_rnn", r"e_{t+1} U^\top", r"e_t U^\top"),
    ("rnn_cell", r"x^\top e", r"x e"),
    ("lstm", r"f_t \odot c_{t-1}", r"i_t \odot c_{t-1}"),
    ("lstm_peephole", r"p_o \odot c_t)", r"p_o \odot c_{t-1})"),
    ("gru_cell", r"q \odot r", r"q \odot z"),
    ("gru", r"(1 - z_t) \odot h_{t-1}", r"z_t \odot h_{t-1}"),
    ("rnn_taught", r"\delta_{t+1} W^\top", r"\delta_{t+1} W"),
    ("layer_norm", r"\frac{1}{D} \sum_k g_{nk} \hat", r"\sum_k g_{nk} \hat"),
    ("scaled_dot_product_attention", r"\sum_k \frac", r"\frac"),
    ("scaled_dot_product_attention", r"\right)^\top Q", r"\right) Q"),
    ("additive_attention", r"Q_i W_q + K_j W_k", r"Q_j W_q + K_i W_k"),
    ("positional_encoding", r"\cos", r"\sin"),
    ("next_token_loss", "w_{n,t+1}", "w_{n,t}"),
    ("kl_to_standard_normal", r"- 1 - \log", r"- \log"),
    ("embedding", r"= W_{\text{idx}_n}", "= W_n"),
    ("diffusion_noising", r"\sqrt{1 - \bar{\alpha}_t}", r"\sqrt{\bar{\alpha}_t}"),
    ("discounted_returns", "(1 - d_t)", "d_t"),
    ("cycle_consistency_loss", r"\frac{1}{m}", r"\frac{1}{n}"),
    ("sigmoid", r"\frac{\exp({-x_i})}{u_i^2}", r"\frac{\exp({-x_i})}{u_i}"),
    ("softmax", r"-y_j y_i &", r"y_j y_i &"),
    ("max_pool2d", r"m_{h,w,u,v} \frac", r"\frac"),
    ("local_response_norm", r"s_c^{-\beta - 1}", r"s_c^{-\beta}"),
    ("mlp", r"h_{k-1}^\top \delta_k", r"\delta_k^\top h_{k-1}"),
    ("simple_convnet", "x_{m,c,u + i,v + j}", "x_{m,c,u + i,v}"),
    ("lenet", r"= J_2^\top(\delta_2)", r"= J_2^\top(a_2)"),
    ("small_alexnet", r"J_{\text{LRN}}^\top \left(", r"\left("),
    ("deep_convnet", r"\odot f'(a_{2k-1})", r"\odot f'(a_{2k})"),
    ("deep_convnet", r"J_{2k+1}^\top(", "("),
    ("alexnet", r"\odot f'(a_7)", r"\odot f'(a_6)"),
    ("vgg_block", r"\odot f'(a_k)", r"\odot f'(h_k)"),
    ("perplexity", r"-\frac{1}{n} \sum_i \log\,", r"\frac{1}{n} \sum_i \log\,"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "right", "wrong"), FAULTS)
def test_a_fault_in_an_equation_is_found(name, right, wrong):
    concept = CONCEPTS[name]

    def edited(text):
        return text.replace(right, wrong)

    faulty = replace(
        concept,
        formula=tuple(edited(line) for line in concept.formula),
        derivation=tuple(
            replace(step, equation=edited(step.equation)) for step in concept.derivation
        ),
    )
    assert faulty != concept
    found = (AssertionError, ValueError, IndexError, RecursionError, UnknownError)
    with np.errstate(all="ignore"), pytest.raises(found):
        _ = [equations_of(faulty, case()) for case in cases_of(name)]


def test_the_equation_of_mlp_once_mixed_both_orders():
    """It said W_n f(x W_1 + b_1): rows times matrices, and a matrix times rows."""
    names = NAMES["mlp"]()
    (statement,) = statements("y = W_3 f(f(x W_1 + b_1) W_2 + b_2) + b_3", ["f"], plain=True)
    with pytest.raises(ValueError, match="mismatch"):
        Equations(names).check(statement)


def test_every_concept_is_computed_or_says_why_not():
    assert {*NAMES, *OPTIMIZERS, *NOT_COMPUTED} == set(CONCEPTS)
    assert len(NAMES) + len(OPTIMIZERS) + len(NOT_COMPUTED) == len(CONCEPTS)
