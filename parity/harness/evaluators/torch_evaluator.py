"""Evaluates a case with ``torch_impl``, gradients by autograd."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import torch

from parity.describing.concept import DrawnCase, Role
from parity.describing.layouts import kernel_layout, shape_in, to_canonical, to_framework
from parity.harness.evaluators.evaluation import (
    Evaluation,
    add_draws,
    named,
    split_masks,
    stacked,
    table_of,
    upstream_of,
)
from parity.harness.evaluators.subject import build, dotted, implementation, locate, target
from parity.harness.registry import all_concepts

torch.set_num_threads(1)


def evaluate(case: DrawnCase, dtype: str) -> Evaluation:
    """Evaluate ``case`` in ``dtype``."""
    torch.set_default_dtype(getattr(torch, dtype))
    return _KINDS[case.kind](case, getattr(torch, dtype))


def _tensor(array: np.ndarray, dtype: torch.dtype) -> torch.Tensor:
    tensor = torch.from_numpy(np.array(array))
    return tensor.to(dtype) if array.dtype.kind == "f" else tensor


def _array(tensor: Any) -> np.ndarray:
    return tensor.detach().numpy().copy() if isinstance(tensor, torch.Tensor) else np.array(tensor)


def construct(case: DrawnCase, dtype: torch.dtype) -> Any:
    """Build the subject and give it the case's parameters and buffers."""
    subject = build("torch", case)
    if isinstance(subject, torch.nn.Module):
        subject.to(dtype)
    with torch.no_grad():
        for name, array in {**case.params, **case.buffers}.items():
            owner, attribute, layout = locate("torch", case, subject, name)
            given = _tensor(to_framework(layout, array), dtype)
            kept = getattr(owner, attribute)
            if kept.shape != given.shape:
                raise ValueError(f"{name}: torch keeps {kept.shape}, the case gives {given.shape}.")
            kept.copy_(given)
    return subject


def _differentiable(case: DrawnCase, dtype: torch.dtype) -> Evaluation:
    if "optimizer" in case.options:
        return _training(case, dtype)
    if "layer_table" in case.options:
        return _layer_table(case)
    if "own_steps" in case.options:
        return _own_steps(case, dtype)
    subject = construct(case, dtype)
    if case.training is not None:
        subject.train(case.training)
    rounds: dict[str, list[np.ndarray]] = {}
    roles: dict[str, Any] = {}

    def note(role: str, name: str, array: Any) -> None:
        rounds.setdefault(name, []).append(array)
        roles[name] = role

    for number, drawn in enumerate(case.inputs):
        inputs = {name: _tensor(array, dtype) for name, array in drawn.items()}
        for name in case.differentiable:
            inputs[name].requires_grad_()
        kept = {name: locate("torch", case, subject, name) for name in case.params}
        sources = {f"d{name}": inputs[name] for name in case.differentiable}
        sources.update({f"d{name}": getattr(owner, at) for name, (owner, at, _) in kept.items()})
        sources = {} if case.options.get("outputs_alone") else sources
        positional, keywords = split_masks(inputs)
        given = named(case, subject(*positional, **keywords))
        for name, y in given.items():
            note("forward", name, _array(y))
        upstream = upstream_of(case, number)
        # Not all outputs need one: not a step function's, where autograd sees no path.
        seen = [name for name in upstream if sources and given[name].requires_grad]
        gradients: Sequence[torch.Tensor | None] = [None] * len(sources)
        if seen:
            gradients = torch.autograd.grad(
                [given[name] for name in seen],
                list(sources.values()),
                [_tensor(upstream[name], dtype) for name in seen],
                allow_unused=True,
            )
        for (name, source), gradient in zip(sources.items(), gradients, strict=True):
            array = _array(torch.zeros_like(source) if gradient is None else gradient)
            layout = kept[name[1:]][2] if name[1:] in kept else "canonical"
            note("gradient", name, to_canonical(layout, array))
        for name in case.buffers:
            owner, attribute, layout = locate("torch", case, subject, name)
            note("state", name, to_canonical(layout, _array(getattr(owner, attribute))))
    result = Evaluation()
    for name, arrays in rounds.items():
        result.add(roles[name], name, stacked(arrays))
    return result


def _initializer(case: DrawnCase, dtype: torch.dtype) -> Evaluation:
    """Draw samples, and measure the scale: the draw over the unit draw from the same seed."""
    subject = build("torch", case)
    canonical = tuple(case.options["shape"])
    layout = kernel_layout("torch", len(canonical))
    shape, seed = shape_in(layout, canonical), case.options["seed"]
    unit = torch.empty(shape, dtype=dtype)
    generator = torch.Generator().manual_seed(seed)
    if "callable" in case.configuration("torch"):  # one of torch.nn.init, which fills a tensor
        samples = subject(torch.empty(shape, dtype=dtype), generator=generator)
        generator.manual_seed(seed)
    else:
        samples = subject(shape, seed, dtype=dtype)
    base = case.options["distribution"]
    if base == "uniform":
        torch.nn.init.uniform_(unit, -1, 1, generator=generator)
    elif base == "truncated_normal":
        torch.nn.init.trunc_normal_(unit, 0, 1, -2, 2, generator=generator)
    elif base == "normal":
        torch.nn.init.normal_(unit, generator=generator)
    else:
        unit.fill_(1)
    largest = unit.abs().argmax()
    result = Evaluation()
    result.add("forward", "scale", _array(samples.flatten()[largest] / unit.flatten()[largest]))
    result.add("distribution", "samples", to_canonical(layout, _array(samples)))
    return result


def _optimizer(case: DrawnCase, dtype: torch.dtype) -> Evaluation:
    params = {
        name: torch.nn.Parameter(_tensor(array, dtype)) for name, array in case.params.items()
    }
    optimizer_class, config = target("torch", case)
    optimizer = optimizer_class(list(params.values()), **config)
    gradients = {name: _tensor(array, dtype) for name, array in case.inputs[0].items()}
    path: dict[str, list[np.ndarray]] = {name: [] for name in params}
    for step in range(len(next(iter(gradients.values())))):
        if step in case.options.get("lr_at", {}):
            for group in optimizer.param_groups:
                group["lr"] = case.options["lr_at"][step]
        for name, param in params.items():
            param.grad = gradients[f"d{name}"][step].clone()
        optimizer.step()
        for name, param in params.items():
            path[name].append(_array(param))
    result = Evaluation()
    for name, arrays in path.items():
        result.add("steps", name, np.stack(arrays))
    for symbol, weight in all_concepts()[case.concept].state.items():
        for name, param in params.items():
            if weight.torch and weight.torch in optimizer.state[param]:
                result.add(
                    "state", f"{symbol}.{name}", _array(optimizer.state[param][weight.torch])
                )
    return result


def _function(case: DrawnCase, dtype: torch.dtype) -> Evaluation:
    subject = function_of(case)
    given_by_name = {name: _tensor(array, dtype) for name, array in case.inputs[0].items()}
    # A framework's own function that stands in shows what it gives, and nothing besides.
    goes_back = bool(case.upstream) and "callable" not in case.configuration("torch")
    for name in case.differentiable if goes_back else ():
        given_by_name[name].requires_grad_()
    inputs = list(given_by_name.values())
    result = Evaluation()
    if "draws" in case.options:
        seeds = range(case.options["draws"])
        add_draws(result, [_array(subject(*inputs, seed=seed)) for seed in seeds])
        return result
    given = subject(inputs) if case.options.get("as_list") else subject(*inputs)
    for name, value in zip(
        case.options.get("outputs", ("y",)),
        given if isinstance(given, tuple | list) else (given,),
        strict=True,
    ):
        result.add("forward", name, _array(value))
    if goes_back:
        outputs, upstream = named(case, given), upstream_of(case, 0)
        gradients = torch.autograd.grad(
            [outputs[name] for name in upstream],
            [given_by_name[name] for name in case.differentiable],
            [_tensor(dy, dtype) for dy in upstream.values()],
            materialize_grads=True,
        )
        for name, gradient in zip(case.differentiable, gradients, strict=True):
            result.add("gradient", f"d{name}", _array(gradient))
    return result


def function_of(case: DrawnCase) -> Any:
    """Return the function of ``case`` with its configuration filled in."""
    config = case.configuration("torch")
    if "callable" in config:
        return build("torch", case)
    function = implementation("torch", all_concepts()[case.concept])
    leading = [config.pop(name) for name in case.options.get("leading", ())]
    return lambda *arguments, **seed: function(*leading, *arguments, **config, **seed)


def _training(case: DrawnCase, dtype: torch.dtype) -> Evaluation:
    from torch_impl.networks.training import train_step

    network = construct(case, dtype)
    loss = dotted(f"torch_impl.{case.options['loss']}")()
    optimizer = dotted(f"torch_impl.{case.options['optimizer']}")(
        network.parameters(), **case.options["optimizer_config"]
    )
    losses, accuracies, gradients = [], [], {}
    for step in range(case.options["steps"]):
        batch = {name: _tensor(array[step], dtype) for name, array in case.inputs[0].items()}
        (x, t), keywords = split_masks(batch)
        value, accuracy = train_step(network, loss, optimizer, x, t, **keywords)
        losses.append(value)
        accuracies.append(accuracy)
        if step == 0 and case.options.get("with_gradients"):
            gradients = _gradients_of(case, network)
    result = Evaluation()
    for name, array in gradients.items():
        result.add("gradient", name, array)
    result.add("steps", "loss", np.array(losses))
    result.add("steps", "accuracy", np.array(accuracies))
    _add_arrays(result, case, network)
    return result


def _add_arrays(result: Evaluation, case: DrawnCase, subject: Any) -> None:
    """Add the parameters and buffers as they are after training."""
    roles: tuple[tuple[Role, dict], ...] = (("steps", case.params), ("state", case.buffers))
    for role, names in roles:
        for name in names:
            owner, attribute, layout = locate("torch", case, subject, name)
            result.add(role, name, to_canonical(layout, _array(getattr(owner, attribute))))


def _own_steps(case: DrawnCase, dtype: torch.dtype) -> Evaluation:
    """Let the subject train itself, a step after the other."""
    subject = construct(case, dtype)
    inputs = {name: _tensor(array, dtype) for name, array in case.inputs[0].items()}
    path: dict[str, list[np.ndarray]] = {}
    for step in range(len(next(iter(inputs.values())))):
        given = subject.step(*(tensor[step] for tensor in inputs.values()))
        for name, value in named(case, given).items():
            path.setdefault(name, []).append(_array(value))
    result = Evaluation()
    for name, values in path.items():
        result.add("steps", name, np.stack(values))
    _add_arrays(result, case, subject)
    return result


def _gradients_of(case: DrawnCase, network: Any) -> dict[str, np.ndarray]:
    found = {}
    for name in case.params:
        owner, attribute, layout = locate("torch", case, network, name)
        found[f"d{name}"] = to_canonical(layout, _array(getattr(owner, attribute).grad))
    return found


def _layer_table(case: DrawnCase) -> Evaluation:
    """Run one zero example, and note what each part gives and how its weight is shaped.

    On the device "meta" arrays have shapes and no memory, however many weights a network has.
    """
    with torch.device("meta"):
        return _table_of(case)


def _table_of(case: DrawnCase) -> Evaluation:
    dtype = torch.float32
    torch.set_default_dtype(dtype)
    network = construct(case, dtype).eval()
    shapes: dict[str, tuple[int, ...]] = {}
    given: dict[str, tuple[int, ...]] = {}

    def note(name: str, _part: torch.nn.Module, inputs: tuple, y: torch.Tensor) -> None:
        given[name], shapes[name] = tuple(inputs[0].shape[1:]), tuple(y.shape[1:])

    for name, part in network.named_modules():
        part.register_forward_hook(partial(note, name))
    with torch.no_grad():
        network(torch.zeros(1, *case.options["layer_table"], dtype=dtype))

    def products(name: str, part: torch.nn.Module) -> int:
        weight = getattr(part, "weight", None)
        if not isinstance(weight, torch.Tensor) or weight.dim() < 2:
            return sum(products(f"{name}.{inner}", p) for inner, p in part.named_children())
        if isinstance(part, torch.nn.ConvTranspose2d):  # (in, out / groups, height, width)
            return math.prod(given[name]) * weight[0].numel()
        # A dense weight is (out, in), a kernel (out, in / groups, height, width).
        return math.prod(shapes[name]) * weight[0].numel()

    return table_of(
        [
            (shapes[name], sum(p.numel() for p in part.parameters()), products(name, part))
            for name, part in network.named_children()
        ]
    )


_KINDS = {
    "layer": _differentiable,
    "loss": _differentiable,
    "regularizer": _differentiable,
    "network": _differentiable,
    "initializer": _initializer,
    "optimizer": _optimizer,
    "function": _function,
}
