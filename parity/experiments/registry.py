"""Finds the experiments: every :class:`Experiment` bound in ``parity/experiments/catalogue``."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from functools import cache

from parity.errors import ReaderError
from parity.experiments import catalogue
from parity.experiments.setting import Experiment


class UnknownExperimentError(ReaderError):
    """An experiment was asked for that does not exist; the message names the nearest ones."""


@cache
def all_experiments() -> dict[str, Experiment]:
    """Return every experiment by name, in the order of the course.

    Raises:
        ValueError: if two experiments, or two settings of one, have the same name.
    """
    found: dict[str, Experiment] = {}
    for info in pkgutil.iter_modules(catalogue.__path__, catalogue.__name__ + "."):
        for value in vars(importlib.import_module(info.name)).values():
            if not isinstance(value, Experiment) or found.get(value.name) is value:
                continue
            names = [setting.name for setting in value.settings]
            twice = {name for name in names if names.count(name) > 1}
            if value.name in found or twice:
                raise ValueError(f"{value.name}: two have the name {', '.join(twice) or 'itself'}.")
            found[value.name] = value
    return {e.name: e for e in sorted(found.values(), key=lambda e: (e.order, e.name))}


def find_experiment(name: str) -> Experiment:
    """Return the experiment called ``name``.

    Raises:
        UnknownExperimentError: if there is none, with the nearest names.
    """
    known = all_experiments()
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name.lower().replace("_", "-"), known, n=3, cutoff=0.5)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise UnknownExperimentError(
        f"There is no experiment {name!r}.{hint} `parity train --list` shows them all."
    )
