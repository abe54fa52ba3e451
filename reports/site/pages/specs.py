"""How an experiment is run: its data, architecture, optimizer, rate, batch, steps and seeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from parity.experiments.setting import Experiment, Setting
from reports.site.text.words import word

NAMES = {"digits": "scikit-learn digits (8×8)", "mnist": "MNIST (28×28)", "cifar10": "CIFAR-10"}
SHORT_LAYERS = {
    "Conv2d": "conv {n_out} {kernel_size}×{kernel_size}",
    "MaxPool2d": "max-pool {kernel_size}",
    "Dense": "dense {n_out}",
    "Dropout": "dropout {rate}",
}
"""Layers of a sequence with what is said of them; another is called by its name alone."""


@dataclass(frozen=True)
class Spec:
    """The conditions of one setting, or of all settings where they are the same."""

    title: str
    data: str
    network: str
    weights: str
    optimizer: str
    rate: str
    batch: str
    steps: str
    numbers: str


def spec(setting: Setting, experiment: Experiment, language: str) -> Spec:
    """Return the conditions of ``setting``."""
    walks = "path" in setting.options
    config = {k: v for k, v in setting.optimizer_config.items() if k != "lr"}
    drawn = not setting.iterations
    nothing = word("spec_untrained", language)
    name = setting.optimizer.split(".")[-1]
    initializer, arguments = setting.initializer
    return Spec(
        title=setting.title[language],
        data="–" if walks else _data(setting, experiment, language),
        network=_network(setting, language),
        weights="–" if walks else _called(initializer, arguments),
        optimizer=nothing if drawn else _called(name, config),
        rate="–" if drawn else str(setting.optimizer_config.get("lr", "–")),
        batch="–" if drawn or walks else str(setting.batch),
        steps=f"{setting.iterations:,}",
        numbers=setting.dtype,
    )


def specs(experiment: Experiment, language: str) -> tuple[Spec, ...]:
    """Return the conditions of each setting."""
    return tuple(spec(setting, experiment, language) for setting in experiment.settings)


def common(found: Iterable[Spec], language: str) -> tuple[tuple[str, str], ...]:
    """Return (what, value) of what holds for an experiment; the table has what differs."""
    every = list(found)
    shown = []
    for key in ("data", "network", "optimizer", "rate", "batch", "steps"):
        values = list(dict.fromkeys(getattr(one, key) for one in every))
        known = [value for value in values if value != "–"]
        said = word("spec_various", language)
        if len(known) == 1 or (known and key in ("rate", "batch", "steps") and len(known) <= 6):
            said = ", ".join(known)
        shown.append((word(f"spec_{key}", language), said))
    numbers = ", ".join(dict.fromkeys(one.numbers for one in every))
    return (*shown, (word("spec_type", language), numbers))


def _data(setting: Setting, experiment: Experiment, language: str) -> str:
    if "task" in setting.options:
        about = [str(setting.options["target"])]
        about += [f"n={setting.options['n']}"] if "n" in setting.options else []
        return f"{word('spec_own_data', language)} ({', '.join(about)})"
    if "world" in setting.options:
        return f"{word('spec_own_data', language)} ({setting.options['world']})"
    names = setting.options.get("data", experiment.data)
    if names == ("none",):
        return word("spec_own_data", language)
    data = " / ".join(NAMES.get(name, name) for name in names)
    if setting.train_images is None and setting.test_images is None:
        return data
    whole = word("spec_whole", language)
    train, test = (
        whole if n is None else f"{n:,}" for n in (setting.train_images, setting.test_images)
    )
    return word("spec_images", language, data=data, train=train, test=test)


def _network(setting: Setting, language: str) -> str:
    if "path" in setting.options:
        path = setting.options["path"]
        surface = path["surface"].replace("_", " ")
        return word("spec_path", language, surface=surface, start=path["start"])
    if "layers" in setting.options:
        return " → ".join(_layer(dotted, given) for _, dotted, given in setting.options["layers"])
    name = setting.network.split(".")[-1]
    # What an agent's network is called is a function; what it learns by it are layers.
    agent = setting.options.get("course") in ("agents.cart_pole", "agents.deep_q.learning")
    if name != "MLP" and not agent:
        return _called(name, setting.config)
    hidden = "–".join(map(str, setting.hidden)) or word("spec_no_hidden", language)
    rest = [f"{k}={v}" for k, v in setting.config.items() if k != "activation" and v is not False]
    parts = [str(setting.config.get("activation", "")), *rest]
    said = ", ".join(part.replace("=True", "") for part in parts if part)
    told = word("spec_mlp", language, hidden=hidden) + (f", {said}" if said else "")
    return f"{name}: {told}" if agent else told


def _layer(dotted: str, given: Mapping[str, Any]) -> str:
    name = dotted.split(".")[-1]
    return SHORT_LAYERS[name].format_map(given) if name in SHORT_LAYERS else name


def _called(name: str, arguments: Mapping[str, Any]) -> str:
    listed = ", ".join(f"{key}={value}" for key, value in arguments.items())
    return f"{name} ({listed})" if listed else name
