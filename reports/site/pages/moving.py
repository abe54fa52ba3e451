"""Figures that the reader can change: which page has which, and what it begins with.

A figure is a script of ``static/moving/`` that computes in the page; the picture of
:mod:`reports.site.figures` is its still form.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCRIPTS = Path(__file__).parent.parent / "static" / "moving"

ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "softplus", "identity")
OPTIMIZERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")


@dataclass(frozen=True)
class Moving:
    """The figure of one page.

    Attributes:
        figure: its name, which is that of its script.
        script: the path of that, under ``static/moving/``.
        start: what its controls begin with where that is not the usual, as JSON.
    """

    figure: str
    script: str
    start: str


def _pages() -> dict[str, tuple[str, Mapping[str, Any]]]:
    """Return the figure of each concept that has one, and what it begins with there."""
    pages: dict[str, tuple[str, Mapping[str, Any]]] = {
        **{name: ("activation", {"kind": name}) for name in ACTIVATIONS},
        **{name: ("optimizer", {"kind": name}) for name in OPTIMIZERS},
    }
    usual = {
        "softmax": ("softmax", "log_softmax"),
        "cross_entropy": ("softmax_cross_entropy", "cross_entropy", "cross_entropy_error"),
        "neuron": ("dense", "half_squared_error", "mlp"),
        "differences": ("numerical_gradient", "gradient_check"),
        "clipping": ("gradient_clipping", "clip_by_norm", "clip_by_value", "clip_by_global_norm"),
        "normalization": ("batch_norm",),
        "convolution": ("conv2d", "im2col", "output_size"),
        "lstm": ("lstm", "lstm_cell", "lstm_taught"),
        "vanishing": ("simple_rnn", "rnn_cell", "rnn_taught"),
        "attention": ("scaled_dot_product_attention", "multi_head_attention"),
        "positions": ("positional_encoding",),
        "cosine": ("cosine_similarity", "top_k_by_cosine"),
        "schedule": ("warm_up_schedule",),
        "boxes": ("iou", "nms"),
        "latent": ("reparameterize", "kl_to_standard_normal", "evidence_lower_bound", "vae"),
    }
    for figure, names in usual.items():
        pages |= {name: (figure, {}) for name in names}
    return pages | {
        "amsgrad": ("optimizer", {"kind": "adam"}),
        "adamw": ("optimizer", {"kind": "adam"}),
        "label_smoothing": ("cross_entropy", {"smooth": 0.1}),
        "l1": ("penalty", {"kind": "l1"}),
        "lasso": ("penalty", {"kind": "l1"}),
        "l2": ("penalty", {"kind": "l2"}),
        "ridge": ("penalty", {"kind": "l2"}),
        "elastic_net": ("penalty", {"kind": "elastic"}),
        "gauss": ("initializer", {"rule": "fixed", "sigma": 0.01}),
        "xavier_taught": ("initializer", {"rule": "xavier", "kind": "sigmoid"}),
        "glorot_normal": ("initializer", {"rule": "xavier"}),
        "he_normal": ("initializer", {"rule": "he", "kind": "relu"}),
        "dropout": ("dropout", {}),
        "max_pool2d": ("pooling", {"kind": "max"}),
        "avg_pool2d": ("pooling", {"kind": "mean"}),
        "lp_pool2d": ("pooling", {"kind": "lp"}),
        "causal_mask": ("attention", {"mask": "causal"}),
        "padding_mask": ("attention", {"mask": "padding"}),
        "q_learning": ("q_values", {}),
        "sarsa": ("q_values", {"rule": "sarsa"}),
        "value_iteration": ("q_values", {"rule": "sweep", "episodes": 3}),
        "diffusion_noising": ("diffusion", {}),
        "diffusion": ("diffusion", {}),
    }


PAGES = _pages()


def moving(concept: str) -> Moving | None:
    """Return the figure of a concept's page, or None if it only has a still one."""
    if concept not in PAGES:
        return None
    figure, start = PAGES[concept]
    (script,) = SCRIPTS.glob(f"*/{figure}.js")
    return Moving(figure, script.relative_to(SCRIPTS).as_posix(), json.dumps(dict(start)))
