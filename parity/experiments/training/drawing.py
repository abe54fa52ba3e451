"""Everything random of a run, drawn once and for every framework alike.

Initial weights, mini-batches, dropout masks and, where a setting makes its own, the data: each has
a generator of its own, which follows from the setting's name and the seed, so that one of them can
change without the others.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from numpy_impl.layers.dense import Dense
from numpy_impl.layers.dropout import Dropout
from numpy_impl.layers.flatten import Flatten
from numpy_impl.networks.choices import initializer_called
from numpy_impl.networks.network import Network
from parity.describing.concept import DrawnCase
from parity.describing.draw import seed_of
from parity.experiments.data.synthetic import Task, make
from parity.experiments.setting import Setting
from parity.experiments.training import layered, readout
from parity.experiments.training.layered import NETWORK
from parity.harness.evaluators import PACKAGES
from parity.harness.evaluators.subject import dotted
from parity.harness.registry import all_concepts

if TYPE_CHECKING:
    from parity.experiments.data.load import Data, Part

SAMPLINGS = ("replacement", "epochs", "all")

MOST_AT_ONCE = 100
"""How many steps' masks are drawn together."""


@dataclass(frozen=True)
class Segment:
    """Some steps, one after another, whose mini-batches have the same size.

    Attributes:
        first: the number of the first of them, from 0.
        chosen: (k, batch) which examples each step takes.
        masks: (k, batch, ...) by dropout layer; True keeps.
    """

    first: int
    chosen: np.ndarray
    masks: dict[str, np.ndarray]

    @property
    def end(self) -> int:
        """How many steps are made when this is over."""
        return self.first + len(self.chosen)


@dataclass(frozen=True, eq=False)
class Drawn:
    """What a run starts from.

    Attributes:
        setting: what is trained.
        task: what it is trained on.
        case: the network, with its initial parameters, in the form in which the evaluators
            construct it in each framework.
        batches: which examples each step takes.
        dropouts: rate and shape (of one example) of each dropout layer.
        mask_layouts: the layout that Keras has of a mask, where it is not the canonical one.
    """

    setting: Setting
    task: Task
    case: DrawnCase
    batches: list[np.ndarray]
    dropouts: Mapping[str, tuple[float, tuple[int, ...]]]
    mask_layouts: Mapping[str, str]
    _seed: int = field(repr=False)

    @property
    def iterations(self) -> int:
        """How many steps the run has."""
        return len(self.batches)

    @property
    def first_batch(self) -> np.ndarray:
        """The examples of the first step; the first ones if there is none."""
        if self.batches:
            return self.batches[0]
        return np.arange(min(self.setting.batch, len(self.task.x_train)))

    def checks(self) -> list[int]:
        """Return after how many steps accuracies are taken: each twentieth, and the end."""
        every = max(1, self.iterations // 20)
        return sorted({*range(every, self.iterations + 1, every), self.iterations})

    def segments(self) -> Iterator[Segment]:
        """Yield the steps, cut at every check; masks are drawn as they are needed."""
        streams = {name: stream(self.setting, self._seed, "masks", name) for name in self.dropouts}
        first = 0
        for check in self.checks():
            while first < check:
                end = min(check, first + MOST_AT_ONCE)
                size = len(self.batches[first])
                others = (k for k in range(first, end) if len(self.batches[k]) != size)
                end = next(others, end)
                chosen = np.stack(self.batches[first:end])
                # In single precision, which is quicker to draw.
                masks = {
                    name: streams[name].random((*chosen.shape, *shape), dtype=np.float32) >= rate
                    for name, (rate, shape) in self.dropouts.items()
                }
                yield Segment(first, chosen, masks)
                first = end


def stream(setting: Setting, seed: int, *purpose: str) -> np.random.Generator:
    """Return the generator of one run for one purpose."""
    name = setting.options.get("draws", setting.name)
    return np.random.default_rng(seed_of("experiments", name, str(seed), *purpose))


def draw(setting: Setting, seed: int, data: Data | None = None) -> Drawn:
    """Draw the run of ``setting`` with ``seed``.

    Raises:
        ValueError: if the network, its arguments or the task make no sense.
    """
    task = task_of(setting, seed, data)
    network, config, config_for = _network(setting, task, seed)
    layouts = _layouts_behind_flatten(network, task)
    case = DrawnCase(
        # A network listed by a setting has no concept; its layers' concepts say the rest.
        concept="mlp" if config_for else _concept(setting.network),
        name=setting.name,
        kind="network",
        inputs=(),
        params=dict(network.params),
        buffers=dict(network.buffers),
        upstream=(),
        config=config,
        config_for=config_for,
        training=None,
        differentiable=(),
        images=("x",) if task.x_train.ndim == 4 else (),
        kink=False,
        options={},
        keras_layouts={name: layout for name, layout in layouts.items() if "." in name},
    )
    return Drawn(
        setting=setting,
        task=task,
        case=case,
        batches=_batches(setting, len(task.x_train), stream(setting, seed, "batches")),
        dropouts=_dropouts(network),
        mask_layouts={name: layout for name, layout in layouts.items() if "." not in name},
        _seed=seed,
    )


def takes_flat_examples(setting: Setting) -> bool:
    """Tell whether the network wants one row of numbers for each example."""
    return "sizes" in _arguments(setting.network)


def task_of(setting: Setting, seed: int, data: Data | None) -> Task:
    """Return what the run learns: its own task, or ``data``."""
    if "task" in setting.options:
        return make(setting.options, stream(setting, seed, "data"))
    if data is None:
        raise ValueError(f"{setting.name} needs data.")
    part = slice(0, setting.train_images), slice(0, setting.test_images)
    if "classes" in setting.options:
        return of_some_classes(setting, seed, data)
    x_train, x_test = data.scaled("train")[part[0]], data.scaled("test")[part[1]]
    if takes_flat_examples(setting):
        x_train, x_test = x_train.reshape(len(x_train), -1), x_test.reshape(len(x_test), -1)
    return Task(
        "classes",
        x_train,
        data.targets("train", part[0]),
        x_test,
        data.targets("test", part[1]),
        data.n_classes,
    )


def of_some_classes(setting: Setting, seed: int, data: Data) -> Task:
    """Return the first images of these classes, which are numbered anew, from 0.

    With ``options["per_class"]`` so many training images of each class are drawn instead.
    """
    classes, each = setting.options["classes"], setting.options.get("per_class")

    def of(side: Part, most: int | None) -> tuple[np.ndarray, np.ndarray]:
        t = data.targets(side)
        at = np.flatnonzero(np.isin(t, classes))[:most]
        if each and side == "train":
            rng = stream(setting, seed, "examples")
            at = np.array([i for c in classes for i in rng.choice(at[t[at] == c], each, False)])
        x = data.scaled(side)[at]
        x = x.reshape(len(x), -1) if takes_flat_examples(setting) else x
        return x, np.searchsorted(np.sort(classes), t[at])

    given = (*of("train", setting.train_images), *of("test", setting.test_images))
    return Task("classes", *given, len(classes))


def iterations_of(setting: Setting, n: int) -> int:
    """Return how many steps the setting takes on ``n`` training examples."""
    epochs = setting.options.get("epochs")
    return setting.iterations if epochs is None else epochs * -(-n // setting.batch)


@cache
def _arguments(network: str) -> tuple[str, ...]:
    return tuple(inspect.signature(dotted(f"numpy_impl.{network}")).parameters)


def _network(
    setting: Setting, task: Task, seed: int
) -> tuple[Network, dict[str, Any], dict[str, dict[str, Any]]]:
    """Return the NumPy network as it is drawn, and its arguments but for how it was drawn.

    The arguments are the same for every framework, or some for each.
    """
    own: dict[str, Any] = {
        "initializer": _initializer(*setting.initializer),
        "seed": int(stream(setting, seed, "weights").integers(2**62)),
    }
    if setting.network == NETWORK:
        common = {"layers": setting.options["layers"], "input_shape": task.x_train.shape[1:]}
        config_for = {
            framework: {"callable": f"{layered.__name__}.sequential", "tree": tree, **common}
            for framework, tree in PACKAGES.items()
        }
        return layered.sequential(PACKAGES["numpy"], **common, **own), {}, config_for
    if "readout" in setting.options:
        config_for = readout.configurations(setting, task.n_out)
        found = dict(config_for["numpy"])
        return dotted(found.pop("callable"))(**found, **own), {}, config_for
    takes = _arguments(setting.network)
    config = dict(setting.config)
    if "sizes" in takes:
        config["sizes"] = (task.x_train.shape[1], *setting.hidden, task.n_out)
    if "input_shape" in takes:
        config["input_shape"] = task.x_train.shape[1:]
    if "n_classes" in takes:
        config.setdefault("n_classes", task.n_out)
    drawn = {name: value for name, value in own.items() if name in takes}
    return dotted(f"numpy_impl.{setting.network}")(**config, **drawn), config, {}


def _initializer(name: str, arguments: Mapping[str, Any]) -> Any:
    return type(initializer_called(name))(**arguments)


def _concept(network: str) -> str:
    module, _, twin = network.rpartition(".")
    for concept in all_concepts().values():
        if (concept.module, concept.twin) == (module, twin):
            return concept.name
    raise ValueError(f"There is no concept for the network {network}.")


def _dropouts(network: Network) -> dict[str, tuple[float, tuple[int, ...]]]:
    """Return rate and shape of each dropout layer, which a run has shown it."""
    return {
        name: (layer.rate, layer.shape[1:])
        for name, layer in network.layers.items()
        if isinstance(layer, Dropout)
    }


def _layouts_behind_flatten(network: Network, task: Task) -> dict[str, str]:
    """Run one example; return the layouts that Keras has of images that were flattened.

    By parameter (``dense1.W``), the rows of the dense layer behind the flattening, and by dropout
    layer, the masks of images and of what is flattened.
    """
    shape = task.x_train.shape[1:]
    network.forward(np.zeros((1, *shape)), training=False)
    layouts: dict[str, str] = {}
    flat = ""
    for name, layer in network.layers.items():
        if isinstance(layer, Flatten) and len(shape) == 3:
            flat = ",".join(map(str, shape))
        elif isinstance(layer, Dropout) and len(shape) == 3:
            layouts[name] = "channels_last"
        elif isinstance(layer, Dropout) and flat:
            layouts[name] = f"flatten_columns:{flat}"
        elif isinstance(layer, Dense) and flat:
            layouts[f"{name}.W"] = f"flatten_rows:{flat}"
            flat = ""
        shape = network.shapes.get(name, shape)
    return layouts


def _batches(setting: Setting, n: int, rng: np.random.Generator) -> list[np.ndarray]:
    sampling = setting.options.get("sampling", "replacement")
    if sampling not in SAMPLINGS:
        raise ValueError(f"sampling is {sampling!r}, but must be one of {', '.join(SAMPLINGS)}.")
    iterations = iterations_of(setting, n)
    if "epochs" in setting.options:
        sampling = "epochs"
    if sampling == "all":
        return [np.arange(n)] * iterations
    if sampling == "replacement":
        # What choice(n, batch) draws in each step, in one call.
        return list(rng.integers(0, n, (iterations, setting.batch)))
    found: list[np.ndarray] = []
    while len(found) < iterations:
        order = rng.permutation(n)
        found += [order[at : at + setting.batch] for at in range(0, n, setting.batch)]
    return found[:iterations]
