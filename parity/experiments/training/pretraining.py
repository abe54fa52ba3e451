"""Networks that start from what another training has left: the first half of a fine-tuning.

``options["pretrained"]`` of a setting says how that training differs: its ``classes``, ``draws``
and other such options, and any fields of the setting, such as ``iterations``. Its ``fresh`` are
patterns of the parameters that start anew nevertheless, as the last layer does, which is for other
classes. NumPy trains it for every framework, so that all start alike.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from parity.describing.concept import NOTHING
from parity.experiments.setting import Setting
from parity.experiments.training.drawing import Drawn, draw
from parity.experiments.training.trainers.common import matches
from parity.experiments.training.trainers.numpy_trainer import NumpySession

if TYPE_CHECKING:
    from parity.experiments.data.load import Data

MOST_KEPT = 32
"""How many trained networks a process keeps, for settings that start from the same one."""

_kept: dict[tuple[str, int], dict[str, np.ndarray]] = {}


def pretrained(drawn: Drawn, seed: int, data: Data | None) -> Drawn:
    """Return ``drawn`` with the parameters that its setting's earlier training leaves."""
    told: dict[str, Any] = dict(drawn.setting.options["pretrained"])
    fresh = told.pop("fresh", ())
    found = _learned(_earlier(drawn.setting, told), seed, data)
    params = {
        name: array if matches(name, fresh) else found[name]
        for name, array in drawn.case.params.items()
    }
    return replace(drawn, case=replace(drawn.case, params=params))


def _earlier(setting: Setting, told: dict[str, Any]) -> Setting:
    """Return the earlier training, which moves everything with one rate."""
    options = {k: v for k, v in setting.options.items() if k not in ("pretrained", "rates")}
    for name in ("draws", "classes", "per_class", "sampling"):
        if name in told:
            options[name] = told.pop(name)
    return replace(
        setting, name=options["draws"], title=NOTHING, options=options, **{"frozen": (), **told}
    )


def _learned(setting: Setting, seed: int, data: Data | None) -> dict[str, np.ndarray]:
    key = (repr(setting), seed)
    if key not in _kept:
        while len(_kept) >= MOST_KEPT:
            del _kept[next(iter(_kept))]
        drawn, session = draw(setting, seed, data), NumpySession()
        session.begin(drawn)
        for segment in drawn.segments():
            session.steps(segment)
        _kept[key] = session.parameters()
    return _kept[key]
