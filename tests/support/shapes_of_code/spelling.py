"""How people spell the arguments of a concept."""

from __future__ import annotations

from collections.abc import Mapping

from reports.check.skeletons.facts import REQUIRED, Facts

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

GROUPED = (
    "causal_conv1d",
    "conv1d",
    "conv2d",
    "conv3d",
    "conv_transpose1d",
    "conv_transpose2d",
    "conv_transpose3d",
    "depthwise_conv2d",
    "separable_conv2d",
)

MADE = {
    "dense": "*{W}.shape, {b} is not None",
    **dict.fromkeys(
        ("conv1d", "conv2d", "conv3d"),
        "{W}.shape[1] * groups, {W}.shape[0], {W}.shape[2:], use_bias={b} is not None",
    ),
    **dict.fromkeys(
        ("conv_transpose1d", "conv_transpose2d", "conv_transpose3d"),
        "{W}.shape[0], {W}.shape[1] * groups, {W}.shape[2:], use_bias={b} is not None",
    ),
    "causal_conv1d": "{W}.shape[1], {W}.shape[0], {W}.shape[2], use_bias={b} is not None",
    "depthwise_conv2d": "{W}.shape[0] // depth_multiplier, {W}.shape[2:], use_bias={b} is not None",
    "pointwise_conv2d": "{W}.shape[1], {W}.shape[0], use_bias={b} is not None",
    "separable_conv2d": "{W_depth}.shape[0] // depth_multiplier, len({W_point}), "
    "{W_depth}.shape[2:], use_bias={b} is not None",
    "batch_norm": "len({gamma})",
    "instance_norm": "len({gamma})",
    "group_norm": "n_channels=len({gamma})",
    "prelu": "len({a})",
}
"""What the constructors of ``numpy_impl`` are told by the arrays."""


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
            self.fixed = facts.concept.name in GROUPED
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
        if self.fixed or (concept in GROUPED and how != "{}"):
            made = made.replace(" * groups", "" if self.fixed else f" * {how.format('groups')}")
            made = made.replace(
                " // depth_multiplier",
                "" if self.fixed else f" // {how.format('depth_multiplier')}",
            )
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
