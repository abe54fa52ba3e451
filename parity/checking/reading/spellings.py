"""How people spell what we call ``W``, ``epsilon`` or ``training``: one table for every shape."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

ARRAYS: dict[str, tuple[str, ...]] = {
    "x": ("x", "X", "input", "inputs", "input_data", "z", "a", "scores", "logits", "data", "u"),
    "y": ("y", "y_pred", "pred", "prediction", "predictions", "output", "out", "p", "prob",
          "probs"),
    "t": ("t", "target", "targets", "label", "labels", "y_true", "true", "teacher", "d", "T"),
    "W": ("W", "w", "weight", "weights", "kernel", "filters", "filter", "Wx", "theta"),
    "b": ("b", "bias", "biases", "B"),
    "gamma": ("gamma", "scale", "g", "weight"),
    "beta": ("beta", "shift", "b", "bias"),
    "a": ("a", "alpha", "slope", "slopes", "weight", "p"),
    "running_mean": ("running_mean", "moving_mean", "run_mean", "mean_run", "mu_running", "rm"),
    "running_var": (
        "running_var", "running_variance", "moving_var", "moving_variance", "run_var", "rv",
    ),
    "mask": ("mask", "dropout_mask"),
    "dy": ("dy", "dout", "dY", "dz", "delta", "grad", "grad_output", "upstream", "dL", "d_out",
           "grad_out", "dOut", "g", "dx"),
    "cache": ("cache", "ctx", "memo", "saved", "tmp"),
    "g": ("g", "grad", "gradient", "dw", "x"),
    "gradients": ("gradients", "grads", "grad", "gs"),
}  # fmt: skip
"""Names of arrays, by our own; letters' case does not matter."""

ARGUMENTS: dict[str, tuple[str, ...]] = {
    "training": ("training", "train_flg", "train_flag", "train", "is_training", "is_train",
                 "mode", "phase", "learning", "trainable"),
    "epsilon": ("epsilon", "eps", "delta", "e", "tiny", "ep"),
    "momentum": ("momentum", "decay", "mu", "rho", "alpha", "beta", "m"),
    "rate": ("rate", "dropout_ratio", "dropout_rate", "drop_ratio", "drop_rate", "drop_prob",
             "ratio", "dropout", "prob", "p", "lmd", "lam", "lambda", "lmbda", "lambd", "reg",
             "weight_decay_lambda", "weight_decay", "alpha", "l1", "l2"),
    "keep": ("keep_prob", "keep_rate", "keep_ratio", "keep", "retain_prob", "retain"),
    "kernel_size": ("kernel_size", "ksize", "pool_size", "filter_size", "window", "window_size",
                    "kernel", "k", "size"),
    "kernel_h": ("kernel_h", "pool_h", "filter_h", "pool_height", "filter_height", "kh", "ph",
                 "fh", "hh"),
    "kernel_w": ("kernel_w", "pool_w", "filter_w", "pool_width", "filter_width", "kw", "pw", "fw",
                 "ww"),
    "stride": ("stride", "strides", "s"),
    "padding": ("padding", "pad", "pads", "p"),
    "dilation": ("dilation", "dilation_rate", "dilate"),
    "lr": ("lr", "learning_rate", "eta", "alpha", "step_size", "rate"),
    "beta1": ("beta1", "beta_1", "b1", "rho1"),
    "beta2": ("beta2", "beta_2", "b2", "rho2"),
    "rho": ("rho", "decay_rate", "decay", "alpha", "gamma", "beta", "momentum"),
    "weight_decay": ("weight_decay", "wd", "weight_decay_lambda", "lam", "lmd", "lambda"),
    "l2": ("l2", "weight_decay_lambda", "weight_decay", "decay", "lam", "reg"),
    "slope": ("slope", "alpha", "negative_slope", "a", "leak", "leaky"),
    "alpha": ("alpha", "a"),
    "limit": ("limit", "threshold", "clip_value", "clip", "c", "max_value"),
    "max_norm": ("max_norm", "threshold", "max_grad_norm", "clip_norm", "clip", "c", "limit"),
    "sigma": ("sigma", "std", "stddev", "weight_init_std", "scale"),
    "axis": ("axis", "dim"),
    "reduction": ("reduction", "reduce"),
    "h": ("h", "eps", "epsilon", "delta", "dx", "step"),
    "f": ("f", "func", "fn", "function"),
    "n": ("n", "input_size", "in_size", "size", "h", "H", "w"),
    "k": ("k", "kernel_size", "filter_size", "fh", "f", "FH"),
    "n_in": ("n_in", "in_features", "input_size", "in_channels", "input_dim", "n_input", "D",
             "in_dim",             "node_num_in", "fan_in", "n1", "nin", "din", "c_in"),
    "n_out": ("n_out", "out_features", "output_size", "out_channels", "output_dim", "n_output",
              "M", "units", "filters", "out_dim", "fan_out", "n2", "nout", "dout", "c_out",
              "hidden_size"),
    "n_channels": ("n_channels", "num_features", "n_features", "dim", "channels", "num_parameters",
                   "n", "d", "c", "size", "num_channels", "features"),
    "norm_type": ("norm_type", "p", "norm"),
    "size": ("size", "n", "local_size", "depth_radius"),
    "input_shape": ("input_shape", "input_dim", "x_shape", "shape"),
    "hidden": ("hidden", "hidden_size", "hidden_sizes", "hidden_size_list", "n_hidden"),
    "n_classes": ("n_classes", "output_size", "num_classes", "n_out", "out_size"),
    "activation": ("activation", "act", "activation_function"),
    "dropout": ("dropout", "dropout_ratio", "dropout_rate", "dropout_ration", "drop_ratio",
                "drop_rate", "drop_prob", "use_dropout"),
    "use_bias": ("use_bias", "bias", "with_bias", "has_bias"),
    "batch_norm": ("batch_norm", "use_batchnorm", "use_batch_norm", "use_bn", "batchnorm", "bn"),
}  # fmt: skip
"""Names of arguments, by our own."""

Derive = Callable[[Any], Any]


def _pair(value: Any) -> tuple[Any, Any]:
    return tuple(value) if isinstance(value, tuple | list) else (value, value)


DERIVED: dict[str, tuple[str, Derive]] = {
    "kernel_h": ("kernel_size", lambda v: _pair(v)[0]),
    "kernel_w": ("kernel_size", lambda v: _pair(v)[1]),
    "keep": ("rate", lambda v: 1 - v),
}
"""Arguments that people split or turn round: what they are made from, and how."""

DERIVATIVES = ("d_{}", "{}_grad", "{}_derivative", "{}_prime", "grad_{}", "{}_diff", "d{}",
               "{}_d", "deriv_{}", "derivative_{}", "{}_deriv", "diff_{}")  # fmt: skip
"""How the derivative of a function is called."""

GRADIENTS = ("d{}", "{}_grad", "grad_{}", "{}grad", "g{}", "d_{}", "dL_d{}", "dL{}", "delta_{}",
             "{}_gradient", "grad{}")  # fmt: skip
"""How the gradient of an array is called."""


def _plain(name: str) -> str:
    """Return a name as it is compared: ``learningRate``, ``W_z`` and ``Wz`` have one form each."""
    return name.replace("_", "").lower()


@cache
def _spelled(canonical: str) -> tuple[str, ...]:
    """Return the plain forms of all spellings of ``canonical``: optimizers ask at every step."""
    return tuple(_plain(name) for name in Names().of(canonical))


@dataclass(frozen=True)
class Names:
    """What a name of the user's means, and where to look for one of ours.

    Attributes:
        mapping: ours to theirs, as ``--map`` gives it.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)

    def of(self, canonical: str) -> tuple[str, ...]:
        """Return the names under which ``canonical`` may be found, the likeliest first."""
        usual = ARRAYS.get(canonical, ()) + ARGUMENTS.get(canonical, ())
        mapped = (self.mapping[canonical],) if canonical in self.mapping else ()
        return (*mapped, canonical, *usual)

    def gradient_of(self, canonical: str) -> tuple[str, ...]:
        """Return the names under which dL/d ``canonical`` may be found."""
        mapped = (self.mapping[f"d{canonical}"],) if f"d{canonical}" in self.mapping else ()
        forms = [form.format(name) for name in self.of(canonical) for form in GRADIENTS]
        return (*mapped, *forms)

    def meaning(self, name: str, wanted: Iterable[str]) -> str | None:
        """Return which of ``wanted`` the user's ``name`` means; the nearest spelling wins."""
        wanted = list(wanted)
        for canonical, theirs in self.mapping.items():
            if theirs == name and canonical in wanted:
                return canonical
        if name in wanted:
            return name
        plain = _plain(name)
        ranked = [
            (_spelled(canonical).index(plain), place, canonical)
            for place, canonical in enumerate(wanted)
            if plain in _spelled(canonical)
        ]
        return min(ranked)[2] if ranked else None
