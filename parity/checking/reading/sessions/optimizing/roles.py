"""What each parameter of an update is: the weights, their gradients, a key, a count, a state."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence

from parity.checking.loading.signatures import required
from parity.checking.reading.binding import is_settings
from parity.checking.reading.spellings import Names

Parameter = inspect.Parameter

VALUES = {
    "param", "params", "parameter", "parameters", "p", "ps", "w", "ws", "weight", "weights",
    "theta", "thetas", "x", "var", "vars", "variable", "variables", "value", "values",
    "networkparams", "netparams", "modelparams", "prevparams", "array", "xs",
}  # fmt: skip
"""How the weights are called, in lower case and without underscores."""

GRADIENTS = {
    "g", "gs", "dw", "dws", "dx", "dp", "dparams", "dtheta", "delta", "deltas", "dweights",
    "derivative", "dl", "dldw", "nabla", "jac",
}  # fmt: skip
KEYS = {
    "name", "key", "paramname", "layername", "layerid", "paramid", "idx", "index", "i", "id", "k",
    "layerindex", "layernum", "paramkey", "keyname", "layeridx", "paramindex", "weightname",
}  # fmt: skip
NUMBERS = ("idx", "index", "i", "id", "layerid", "layerindex", "layernum", "layeridx")
COUNTS = {
    "t", "step", "steps", "iteration", "iter", "it", "itr", "timestep", "niter", "ntimes", "count",
    "currentstep", "globalstep", "stepnum", "nstep", "epoch", "counter",
}  # fmt: skip
LAYERS = {"layer", "layers", "modules", "trainablelayers", "layersdict", "layerdict", "layerlist"}
NETS = {"net", "network", "model", "nn", "nnet", "target", "module"}
SIZES = {"batchsize", "m", "n", "nsamples", "numsamples", "nbatch"}
SHAPES = {"shape", "wshape", "dims", "paramshape", "weightshape"}
STATES = {
    "v", "vs", "s", "m", "ms", "h", "r", "state", "states", "cache", "velocity", "velocities",
    "vel", "momentumcache", "sqrs", "accumulator", "vhat", "u", "vw", "sw", "mw", "first", "second",
}  # fmt: skip
SETTINGS = {"hyperparams", "hyperparameters", "hparams", "cfg", "conf", "settings", "opts"}
PAIRED = re.compile(
    r"(params|parameters|vars|variables)(and)?(grads?|gradients?)"
    r"|(grads?|gradients?)and(params|parameters|vars|variables|weights)"
    r"|weightsand(grads?|gradients?)|(param|parameter)?(grad|gradient)?pairs"
)
"""What weights with their gradients are called, in one argument."""

BIASES = {"b", "bias", "biases"}
BIAS_GRADIENTS = {"db", "dbias", "dbiases", "gradb", "bgrad", "biasgrad", "gradbias"}


def bare(name: str) -> str:
    """Return a name as it is looked up: lower case, no underscores."""
    return name.replace("_", "").lower()


def is_gradient(name: str) -> bool:
    """Tell whether a parameter of this name takes gradients."""
    short = bare(name)
    return "grad" in short or short in GRADIENTS or short.startswith("dl")


def role_of(parameter: Parameter, names: Names, config: Sequence[str]) -> str:
    """Return what a parameter is; ``""`` where its name says nothing."""
    short = bare(parameter.name)
    if parameter.kind in (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD):
        return "more"
    if short in BIAS_GRADIENTS:
        return "bias gradients"
    if is_gradient(parameter.name):
        return "gradients"
    if short in SETTINGS or short.endswith(("config", "hyperparams", "options")):
        return "settings"
    if short in LAYERS:
        return "layers"
    if short in NETS:
        return "net"
    if short in VALUES or short.endswith(("params", "weights")):
        return "values"
    if short in BIASES:
        return "biases"
    if names.meaning(parameter.name, ["lr"]) == "lr" and short != "rate":
        return "lr"
    own = parameter.default is Parameter.empty or parameter.default is None
    if short in STATES and (own or parameter.default == 0):
        if names.meaning(parameter.name, config) is None or short in ("v", "s", "h", "state"):
            return "state"
        if not required(parameter):
            return "option"
    if short in COUNTS:
        return "count"
    if short in KEYS:
        return "key"
    if is_settings(parameter):
        return "settings"
    if names.meaning(parameter.name, config) is not None:
        return "option"
    if short in SIZES:
        return "size"
    if short in SHAPES:
        return "shape"
    return ""


def roles_of(parameters: Sequence[Parameter], names: Names, config: Sequence[str]) -> list[str]:
    """Return what each parameter is; two required ones that say nothing are weights, gradients."""
    roles = [role_of(p, names, config) for p in parameters]
    for place, parameter in enumerate(parameters):
        # The weights stand before: what a second of such names may be left out of is what is kept.
        if roles[place] == "values" and "values" in roles[:place] and parameter.default is None:
            roles[place] = "state"
    if "values" not in roles:
        roles = ["values" if PAIRED.fullmatch(bare(p.name)) else r
                 for p, r in zip(parameters, roles, strict=True)]  # fmt: skip
    for wanted in ("values", "gradients"):
        if wanted in roles or (wanted == "values" and {"layers", "net"} & set(roles)):
            continue
        for place, (parameter, role) in enumerate(zip(parameters, roles, strict=True)):
            if role == "" and required(parameter):
                roles[place] = wanted
                break
    both = {"values", "gradients"} <= set(roles)
    return [
        "state" if r == "" and (required(p) or (both and p.default is None)) else r
        for p, r in zip(parameters, roles, strict=True)
    ]
