"""What one run gives, and its file: ``runs/<digest>.npz`` in the experiment's folder."""

from __future__ import annotations

import csv
import io
import json
import math
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from parity.files import write_whole

if TYPE_CHECKING:
    import pandas as pd

RUNS = "runs"
"""The folder of the runs' files, within the experiment's."""

SCHEMA = 1


@dataclass(frozen=True)
class RunKey:
    """Which run it is.

    Attributes:
        experiment: the experiment's name.
        setting: the setting's name.
        seed: from which everything random follows.
        framework: ``numpy``, ``torch`` or ``keras``.
        data: ``digits``, ``mnist`` or ``cifar10``; ``none`` where the setting makes its own.
        form: ``as_taught``, ``corrected`` or "".
        overrides: what ``--set`` changed, such as ``"learning_rate=0.1"``.
        digest: of everything that the result depends on; the name of the file.
    """

    experiment: str
    setting: str
    seed: int
    framework: str
    data: str
    form: str = ""
    overrides: tuple[str, ...] = ()
    digest: str = ""


@dataclass(frozen=True)
class Curve:
    """How the training went, at some of its steps.

    Attributes:
        steps: (K,) how many steps were made.
        loss: (K,) the loss of the last of them on its mini-batch, before it, penalty included.
        train_accuracy: (K,) after it, in inference; NaN for a regression.
        test_accuracy: (K,) likewise.
    """

    steps: np.ndarray
    loss: np.ndarray
    train_accuracy: np.ndarray
    test_accuracy: np.ndarray


@dataclass(frozen=True)
class RunResult:
    """One run.

    Attributes:
        key: which it is.
        final: figures at its end. ``loss`` is the last mini-batch's, penalty included;
            ``train_accuracy`` and ``test_accuracy`` are fractions, in inference;
            ``predicted_classes`` how many distinct classes the predictions on the test data have;
            ``test_loss`` and ``train_loss`` are without a penalty, in inference, over all the
            data (``train_loss`` only where "train" is the training set, and for small tasks);
            ``epoch_loss`` is the mean over the steps of the last pass, where there are passes;
            ``W0``, ``W1`` ... ``b0`` a linear regression's coefficients; ``x``, ``y``, ``height``
            and ``above_lowest`` (over the lowest point) where a path ends.
        curve: accuracies at every twentieth of the steps.
        losses: (iterations,) the loss at every step, before it, penalty included, float64. Of a
            path on a surface, its height.
        extra: what the setting's options ask for, such as histograms.
        seconds: how long it took.
        versions: of the framework that computed.
    """

    key: RunKey
    final: dict[str, float]
    curve: Curve
    losses: np.ndarray
    extra: dict[str, np.ndarray] = field(default_factory=dict)
    seconds: float = math.nan
    versions: str = ""


class DamagedRunError(Exception):
    """A run's file cannot be read."""


_UNREADABLE = (
    OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile,
    zlib.error,
)  # fmt: skip


def path_of(folder: Path, digest: str) -> Path:
    """Return the file of the run with ``digest`` in the experiment's ``folder``."""
    return folder / RUNS / f"{digest}.npz"


def save(folder: Path, result: RunResult) -> Path:
    """Write the run's file, whole or not at all.

    Raises:
        OSError: if it cannot be written.
    """
    about = {
        "schema": SCHEMA,
        "key": asdict(result.key),
        "final": list(result.final),
        "seconds": result.seconds,
        "versions": result.versions,
    }
    arrays: dict[str, Any] = {
        "about": np.array(json.dumps(about)),
        "final": np.array(list(result.final.values()), dtype=np.float64),
        "losses": result.losses,
        **{f"curve.{name}": array for name, array in vars(result.curve).items()},
        **{f"extra.{name}": array for name, array in result.extra.items()},
    }
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    path = path_of(folder, result.key.digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content.getvalue())
    return path


def load(path: Path) -> RunResult:
    """Return the run whose file is ``path``.

    Raises:
        DamagedRunError: if there is none that can be read.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        about = json.loads(str(arrays.pop("about")))
        if about["schema"] != SCHEMA:
            raise DamagedRunError(f"{path} has another form than this version writes.")
        key = about["key"] | {"overrides": tuple(about["key"]["overrides"])}
        final = zip(about["final"], arrays.pop("final").tolist(), strict=True)
        result = RunResult(
            key=RunKey(**key),
            final=dict(final),
            curve=Curve(**_part(arrays, "curve.")),
            losses=arrays["losses"],
            extra=_part(arrays, "extra."),
            seconds=about["seconds"],
            versions=about["versions"],
        )
    except _UNREADABLE as error:
        raise DamagedRunError(f"{path} cannot be read ({type(error).__name__}: {error}).") from None
    if result.key.digest != path.stem:
        raise DamagedRunError(f"{path} is the file of another run.")
    return result


def _part(arrays: dict[str, np.ndarray], prefix: str) -> dict[str, np.ndarray]:
    return {
        name.removeprefix(prefix): array
        for name, array in arrays.items()
        if name.startswith(prefix)
    }


def load_runs(folder: Path) -> list[RunResult]:
    """Return every run in the experiment's ``folder`` that can be read, in a fixed order.

    Among them may be runs of another call, with other data or other settings: their keys say so.
    """
    found = []
    for path in (folder / RUNS).glob("*.npz"):
        try:
            found.append(load(path))
        except DamagedRunError:
            continue
    return in_order(found)


def in_order(results: Iterable[RunResult]) -> list[RunResult]:
    """Return the runs by experiment, data, setting, framework and seed."""
    return sorted(results, key=_order)


def _order(result: RunResult) -> tuple:
    key = result.key
    place = ("numpy", "torch", "keras").index(key.framework)
    return key.experiment, key.data, key.overrides, key.setting, place, key.seed


def to_frame(results: Iterable[RunResult]) -> pd.DataFrame:
    """Return a row for each run: its key, its final figures, its time and versions.

    Beside them stand the figures of a run's course on which the reports are judged, where it has
    them: ``mean_loss``, ``reaches_first``, ``reaches_back`` and ``steps_to_90``.
    """
    import pandas as pd

    rows = []
    for result in results:
        key = asdict(result.key) | {"overrides": " ".join(result.key.overrides)}
        course = {
            "mean_loss": mean_loss(result),
            "reaches_first": reaches_first(result),
            "reaches_back": reaches_back(result),
            "steps_to_90": steps_to_90(result),
        }
        course = {name: value for name, value in course.items() if math.isfinite(value)}
        about = {"seconds": round(result.seconds, 3), "versions": result.versions}
        rows.append({**key, **result.final, **course, **about})
    return pd.DataFrame(rows)


def read_runs(path: Path) -> list[RunResult]:
    """Return the runs whose rows are in a ``runs.csv``: without curves, losses and extras.

    Raises:
        OSError: if it cannot be read.
    """
    with path.open(encoding="utf-8", newline="") as file:
        return [_of_row(row) for row in csv.DictReader(file)]


def _of_row(row: dict[str, str]) -> RunResult:
    text = {f.name: row.pop(f.name) for f in fields(RunKey)}
    seed, overrides = int(text.pop("seed")), tuple(text.pop("overrides").split())
    seconds, versions = float(row.pop("seconds")), row.pop("versions")
    nothing = np.zeros(0)
    return RunResult(
        key=RunKey(**text, seed=seed, overrides=overrides),
        final={name: float(value) for name, value in row.items() if value},
        curve=Curve(nothing, nothing, nothing, nothing),
        losses=nothing,
        seconds=seconds,
        versions=versions,
    )


def mean_loss(result: RunResult) -> float:
    """Return the loss averaged over all steps; NaN where it is not known."""
    if result.losses.size:
        return float(np.mean(result.losses))
    return result.final.get("mean_loss", math.nan)


def reaches_first(result: RunResult) -> float:
    """Return the norm of the first layer's gradient over the last layer's, before training.

    NaN where the run did not look at them.
    """
    norms = result.extra.get("gradient_norms.values")
    if norms is not None:
        return float(norms[0, 0] / norms[0, -1])
    return result.final.get("reaches_first", math.nan)


def reaches_back(result: RunResult) -> float:
    """Return the norm of the first step's gradient over the last step's, before training.

    NaN where the run did not look at them, or where there is none to compare with.
    """
    norms = result.extra.get("through_time.norms")
    if norms is not None:
        return float(norms[0, 0] / norms[0, -1]) if norms[0, -1] else math.nan
    return result.final.get("reaches_back", math.nan)


def steps_to_90(result: RunResult) -> float:
    """Return after how many steps 90 % of the training examples are right; NaN if it is not seen.

    It is looked for at every twentieth of the steps.
    """
    there = np.nonzero(result.curve.train_accuracy >= 0.9)[0]
    if there.size:
        return float(result.curve.steps[there[0]])
    return result.final.get("steps_to_90", math.nan)
