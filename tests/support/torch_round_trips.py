"""Takes every PyTorch twin of one kind through a state dict, and trains it.

Run as a process of its own, with the kind of the concepts: it prints what is wrong, by concept.
"""

import copy
import inspect
import io
import json
import sys
import traceback
from pathlib import Path

from parity.harness.processes.worker import quieten

quieten()

import torch  # noqa: E402

from parity.describing.concept import draw_case  # noqa: E402
from parity.harness.evaluators.evaluation import split_masks  # noqa: E402
from parity.harness.evaluators.subject import build, implementation  # noqa: E402
from parity.harness.evaluators.torch_evaluator import _tensor, construct  # noqa: E402
from parity.harness.registry import all_concepts  # noqa: E402

DTYPE = torch.float64
SIZES = ("n_in", "n_hidden", "n_out", "vocab", "emb", "d_model", "n_heads", "d_ff", "epsilon")


def ordinary_cases(concept):
    """Yield one drawn case for each configuration of our own twin."""
    seen = set()
    for case in concept.cases:
        large = case.on_request or "layer_table" in case.options
        if large or "torch" in case.refused_by or "callable" in case.config_for.get("torch", {}):
            continue
        drawn = draw_case(concept, case)
        told = drawn.configuration("torch")
        if concept.group in (
            "recurrent",
            "models",
            "transformer",
        ):  # one case of each form, whatever the sizes
            told = {n: v for n, v in told.items() if n not in SIZES}
        configuration = repr(sorted(told.items(), key=str))
        if configuration not in seen:
            seen.add(configuration)
            yield drawn


def in_a_file(state):
    """Return a state dict after it was written and read, with the safe loader."""
    file = io.BytesIO()
    torch.save(state, file)
    file.seek(0)
    return torch.load(file, weights_only=True)


def check_module(case):
    module = construct(case, DTYPE)
    assert isinstance(module, torch.nn.Module), "not a module"
    drawn = case.inputs[0]
    if {"steps", "own_steps"} & set(case.options):
        drawn = {name: array[0] for name, array in drawn.items()}
    if "own_steps" in case.options:  # a step may take more than a forward pass
        takes = inspect.signature(module.forward).parameters
        drawn = {n: a for i, (n, a) in enumerate(drawn.items()) if not i or n in takes}
    inputs, _ = split_masks({name: _tensor(array, DTYPE) for name, array in drawn.items()})
    if "steps" in case.options and "t" in drawn:
        inputs.pop()  # the class numbers, which the loss takes
    check_buffers_stay(module, inputs)
    fresh = build("torch", case).to(DTYPE)
    result = fresh.load_state_dict(in_a_file(module.state_dict()), strict=True)
    assert not result.missing_keys, result
    assert not result.unexpected_keys, result
    for name, array in module.state_dict().items():
        assert torch.equal(fresh.state_dict()[name], array), name
    for training in (False, True):
        outputs = []
        # A dropout's own stream is no part of a state dict, as in PyTorch, nor is a state that is
        # carried from call to call: both begin anew.
        for each in (copy.deepcopy(fresh).train(training), copy.deepcopy(module).train(training)):
            for part in each.modules():
                if hasattr(part, "stream"):
                    part.stream = None
                if hasattr(part, "reset_state"):
                    part.reset_state()
            torch.manual_seed(0)
            outputs.append(as_tuple(each(*inputs)))
        for one, other in zip(*outputs, strict=True):
            assert torch.equal(one, other), f"another output, training {training}"


def as_tuple(outputs):
    return outputs if isinstance(outputs, tuple) else (outputs,)


def check_buffers_stay(module, inputs):
    """Train two steps: who holds a buffer or a parameter sees what becomes of it."""
    held = {**dict(module.named_buffers()), **dict(module.named_parameters())}
    places = {name: tensor.data_ptr() for name, tensor in held.items()}
    before = {name: tensor.clone() for name, tensor in held.items()}
    parameters = [each for each in module.parameters() if each.requires_grad]
    optimizer = torch.optim.SGD(parameters, lr=0.1) if parameters else None
    module.train()
    for _ in range(2):
        inputs = [each.detach().clone() for each in inputs]
        outputs = as_tuple(module(*inputs))
        if optimizer:
            optimizer.zero_grad()
            sum((y * y.detach().cos()).sum() for y in outputs).backward()
            optimizer.step()
    after = {**dict(module.named_buffers()), **dict(module.named_parameters())}
    assert after.keys() == held.keys()
    for name, tensor in after.items():
        assert tensor is held[name], f"{name} is another tensor"
        assert tensor.data_ptr() == places[name], f"{name} is elsewhere"
    kept = dict(module.named_buffers()).keys() & module.state_dict().keys()
    for name in kept - {"weight", "pos_weight"}:  # weights of a loss stay as they are
        assert not torch.equal(before[name], held[name]), f"{name} has not moved"


def check_optimizer(case):
    """Check one configuration of an optimizer; tell whether it is PyTorch's own."""
    check_gaps(case)
    check_late_parameter(case)
    check_groups_and_scheduler(case)
    check_state_dict(case)
    check_closure(case)
    return is_pytorchs_own(case)


def parameters_of(case):
    return {name: torch.nn.Parameter(_tensor(array, DTYPE)) for name, array in case.params.items()}


def twin_of(case, params, **config):
    return build("torch", case, params=list(params.values()), **config)


def gradients_of(case, steps, gaps=True):
    """Return the gradients by parameter; with gaps, some steps have none for some of them."""
    found = {}
    for i, (name, array) in enumerate(case.inputs[0].items()):
        gradients = list(_tensor(array, DTYPE)[:steps])
        given = [not gaps or (t + i) % 3 != 0 or t == 5 for t in range(steps)]
        found[name[1:]] = [g if there else None for g, there in zip(gradients, given, strict=True)]
    return found


def walk(optimizer, params, gradients, steps, after=None):
    """Take steps; return where every parameter was after each."""
    path = []
    for step in steps:
        for name, p in params.items():
            g = gradients[name][step]
            p.grad = None if g is None else g.clone()
        groups = settings_of(optimizer)
        optimizer.step()
        assert settings_of(optimizer) == groups, "a step has changed the groups' settings"
        path.append({name: p.detach().clone() for name, p in params.items()})
        if after:
            after(step)
    return path


def settings_of(optimizer):
    return [{k: v for k, v in g.items() if k != "params"} for g in optimizer.param_groups]


def expected(case, gradients, steps, rate=None):
    """Return the path by NumPy, with an optimizer and so a count of steps for each parameter."""
    twin, config = (
        implementation("numpy", all_concepts()[case.concept]),
        case.configuration("numpy"),
    )
    params = {name: array.copy() for name, array in case.params.items()}
    optimizers = {name: twin(**config) for name in params}
    path = []
    for step in steps:
        for name, w in params.items():
            if rate:
                optimizers[name].lr = rate(name, step)
            if gradients[name][step] is not None:
                optimizers[name].update({"w": w}, {"w": gradients[name][step].numpy()})
        path.append({name: torch.tensor(w) for name, w in params.items()})
    return path


def same_path(one, other, what, exactly=False):
    tolerance = {"rtol": 0, "atol": 0} if exactly else {"rtol": 1e-9, "atol": 1e-12}
    for step, (mine, its) in enumerate(zip(one, other, strict=True)):
        for name, p in mine.items():
            said = f"{what}: {name} differs after step {step}"
            torch.testing.assert_close(p, its[name], msg=said, **tolerance)


def check_gaps(case):
    params, gradients = parameters_of(case), gradients_of(case, 12)
    path = walk(twin_of(case, params), params, gradients, range(12))
    same_path(path, expected(case, gradients, range(12)), "gaps")


def check_late_parameter(case):
    """A parameter whose first gradient comes late moves as if nothing had stepped before."""
    gradients = gradients_of(case, 8, gaps=False)
    late = list(gradients)[-1]
    gradients[late] = [None] * 5 + gradients[late][:3]
    params = parameters_of(case)
    path = walk(twin_of(case, params), params, gradients, range(8))
    alone = {late: parameters_of(case)[late]}
    fresh = walk(twin_of(case, alone), alone, gradients, range(5, 8))
    assert torch.equal(path[4][late], _tensor(case.params[late], DTYPE)), "moved without a gradient"
    same_path(fresh, path[5:], "late", exactly=True)


def check_groups_and_scheduler(case):
    """Two groups with rates of their own, which a scheduler changes."""
    names = list(case.params)
    params, gradients = parameters_of(case), gradients_of(case, 9)
    lr = case.configuration("torch").get("lr", 0.01)
    groups = [{"params": [params[names[0]]], "lr": 2 * lr}, {"params": [params[names[1]]]}]
    rest = [params[name] for name in names[2:]]
    optimizer = build("torch", case, params=groups, **({} if "lr" in case.config else {"lr": lr}))
    if rest:
        optimizer.add_param_group({"params": rest})
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 / (1 + step))
    path = walk(optimizer, params, gradients, range(9), after=lambda step: scheduler.step())

    def rate(name, step):
        return (2 if name == names[0] else 1) * lr / (1 + step)

    same_path(path, expected(case, gradients, range(9), rate), "groups")


def check_state_dict(case):
    """An optimizer of the default configuration takes over from a state dict, exactly."""
    params, gradients = parameters_of(case), gradients_of(case, 10)
    optimizer = twin_of(case, params)

    def halve(step):
        for group in (optimizer if step < 5 else other).param_groups:
            group["lr"] *= 0.5

    other = None
    first = walk(optimizer, params, gradients, range(5), after=halve)
    state = in_a_file(optimizer.state_dict())
    copied = {name: torch.nn.Parameter(p) for name, p in first[-1].items()}
    other = implementation("torch", all_concepts()[case.concept])(list(copied.values()))
    other.load_state_dict(state)
    loaded = walk(other, copied, gradients, range(5, 10), after=halve)
    other = optimizer
    same_path(walk(optimizer, params, gradients, range(5, 10), after=halve), loaded, "state", True)


def check_closure(case):
    params = parameters_of(case)
    optimizer = twin_of(case, params)

    def closure():
        optimizer.zero_grad()
        loss = sum((p**2).sum() for p in params.values())
        loss.backward()
        return loss

    before = [p.detach().clone() for p in params.values()]
    loss = optimizer.step(closure)
    assert loss == sum((p**2).sum() for p in before), "the closure's loss is not returned"
    after = [p.detach() for p in params.values()]
    assert not any(torch.equal(p, q) for p, q in zip(before, after, strict=True) if p.numel())


def is_pytorchs_own(case):
    """Compare with the class of torch.optim; where no step is missed, a form may be its own."""

    def paths(gaps):
        params, gradients = parameters_of(case), gradients_of(case, 8, gaps)
        optimizer = twin_of(case, params)
        own = next(c for c in type(optimizer).__mro__ if c.__module__.startswith("torch.optim"))
        known = inspect.signature(own).parameters
        (group,) = optimizer.param_groups
        settings = {k: v for k, v in group.items() if k in known and k != "params"}
        its = parameters_of(case)
        plain = own(list(its.values()), **settings)
        steps = range(8)
        return walk(optimizer, params, gradients, steps), walk(plain, its, gradients, steps)

    try:
        same_path(*paths(gaps=False), "without gaps")
    except AssertionError:
        return False
    same_path(*paths(gaps=True), "PyTorch's own class")
    return True


def wrong_of(concept):
    """Return what is wrong with a concept's twin, in words; nothing where all is well."""
    wrong, own = [], []
    for case in ordinary_cases(concept):
        try:
            if concept.kind == "optimizer":
                own.append(check_optimizer(case))
            else:
                check_module(case)
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(last.filename).name}:{last.lineno}"
            wrong.append(f"{case.name}: {type(error).__name__} at {where}: {str(error)[:300]}")
    if concept.kind == "optimizer" and not any(own):
        wrong.append("no configuration is that of PyTorch's own class")
    return wrong


def main():
    torch.set_default_dtype(DTYPE)
    concepts = [concept for concept in all_concepts().values() if concept.kind == sys.argv[1]]
    print(json.dumps({concept.name: wrong_of(concept) for concept in concepts}))


if __name__ == "__main__":
    main()
