"""Writes an experiment's report: the tables in both languages, two CSV files, the pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from parity.experiments.results import RunResult, to_frame
from parity.experiments.setting import Experiment
from parity.files import prepare_folder, write_whole
from reports.experiments import captions
from reports.experiments.judging.agreement import agreements, as_csv
from reports.experiments.pictures import digits, kept, layers, through_time
from reports.experiments.pictures.curves import curves
from reports.experiments.pictures.paths import paths as optimizer_paths
from reports.experiments.pictures.weights_of_attention import attention
from reports.experiments.tables import table

TABLES = {"en": "table.md", "ja": "table.ja.md"}
"""The name of a table in each language."""


def write_experiment(
    folder: Path,
    experiment: Experiment,
    results: Sequence[RunResult],
    language: str | None = None,
) -> list[Path]:
    """Write the report of ``results`` into ``folder``; return the paths, the table first.

    Args:
        folder: where it is written.
        experiment: whose runs they are.
        results: the runs.
        language: which table comes first.
    """
    prepare_folder(folder)
    order = ["ja", "en"] if language == "ja" else ["en", "ja"]
    together = agreements(experiment, results)
    pictures = {
        "test_accuracy": lambda: curves(experiment, results, "test_accuracy"),
        "train_accuracy": lambda: curves(experiment, results, "train_accuracy"),
        "loss": lambda: curves(experiment, results, "loss"),
        "losses": lambda: kept.both_losses(experiment, results),
        "by_length": lambda: through_time.by_length(experiment, results),
        "through_time": lambda: through_time.gradients(experiment, results),
        "digits": lambda: digits.picture(together),
        "activations": lambda: layers.activations(results),
        "gradient_norms": lambda: layers.gradient_norms(results),
        "weights": lambda: layers.weights(results),
        "paths": lambda: optimizer_paths(experiment, results),
        "attention": lambda: attention(results),
    }
    drawn = {name: picture for name in captions.PICTURES if (picture := pictures[name]())}
    own = {
        name: {each: picture for each in order
               if (picture := kept.picture(experiment, results, name, each))}
        for name in experiment.pictures
    }  # fmt: skip
    shown = [name for name in captions.names(experiment) if drawn.get(name) or own.get(name)]
    paths = []
    for each in order:
        paths.append(folder / TABLES[each])
        write_whole(paths[-1], table(experiment, results, each, together, shown).encode())
    paths.append(folder / "runs.csv")
    write_whole(paths[-1], to_frame(results).to_csv(index=False).encode())
    if together:
        paths.append(folder / "digits.csv")
        write_whole(paths[-1], as_csv(together))
    files = {captions.file(name, "en"): picture for name, picture in drawn.items() if picture}
    for name, by_language in own.items():
        files |= {captions.file(name, each): found for each, found in by_language.items()}
    for file, picture in files.items():
        paths.append(folder / file)
        write_whole(paths[-1], picture)
    return paths
