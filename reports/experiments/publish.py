"""Collects sweeps into ``reports/published``: ``python -m reports.experiments.publish FOLDER...``.

Each FOLDER holds one folder for each experiment, as ``parity train`` writes them; their runs are
taken together. The runs' own files stay there; ``runs.csv``, ``digits.csv``, the tables and the
pictures are kept. Without a FOLDER, the tables are made again from the two CSV files, which a test
does too. With ``--add`` what is published stays as well, and the new seeds come beside it: the
tables tell of all of them, the pictures of those that were drawn.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from parity.experiments.registry import all_experiments
from parity.experiments.results import RunResult, in_order, read_runs, to_frame
from parity.experiments.setting import Experiment
from parity.files import write_whole
from reports.experiments import captions
from reports.experiments.claims import claims
from reports.experiments.judging.agreement import agreements, as_csv, read_agreements
from reports.experiments.merging import both, merged, without
from reports.experiments.tables import table
from reports.experiments.words import word
from reports.experiments.write import TABLES, write_experiment

PUBLISHED = Path(__file__).parents[1] / "published"


def publish(
    sweeps: Path | Sequence[Path], target: Path = PUBLISHED, add: bool = False
) -> list[Path]:
    """Write tables, pictures and the claims table of every sweep; return the paths.

    Args:
        sweeps: the folder, or several, whose runs are taken together; of two of one run, that of
            the later folder.
        target: where it is written.
        add: whether the published runs of other seeds stay.
    """
    folders = [sweeps] if isinstance(sweeps, Path) else list(sweeps)
    paths = []
    for experiment in _in_order():
        found = merged(folder / experiment.name for folder in folders)
        runs = [run for run in found if _published(run)]
        there = target / experiment.name
        if runs and add and (there / "runs.csv").exists():
            paths += _add(there, experiment, runs)
        elif runs:
            paths += write_experiment(there, experiment, runs)
    # What no sweep here is of stays as it was published.
    return paths + _write(target, remade(target))


def _add(folder: Path, experiment: Experiment, new: Sequence[RunResult]) -> list[Path]:
    """Write the two CSV files with the new runs beside the published ones; return the paths."""
    kept = without(read_runs(folder / "runs.csv"), new)
    runs = in_order([*kept, *new])
    old = read_agreements(folder / "digits.csv", kept)
    together = both([pair for pair in old if pair[1].seeds], agreements(experiment, new))
    texts = {"runs.csv": to_frame(runs).to_csv(index=False).encode()}
    if together:
        texts["digits.csv"] = as_csv(together)
    for name, text in texts.items():
        write_whole(folder / name, text)
    return [folder / name for name in texts]


def again(target: Path = PUBLISHED) -> list[Path]:
    """Write the words of what is published again, from its ``runs.csv`` and ``digits.csv``.

    That is what a change of the rules or of the wording takes; the pictures stay as they are.
    """
    return _write(target, remade(target))


def remade(published: Path = PUBLISHED) -> dict[str, str]:
    """Return every published text by its path below ``published``, made from the CSV files."""
    results: dict[str, list[RunResult]] = {}
    texts: dict[str, str] = {}
    for experiment in _in_order():
        folder = published / experiment.name
        if not (folder / "runs.csv").exists():
            continue
        runs = results[experiment.name] = read_runs(folder / "runs.csv")
        together = read_agreements(folder / "digits.csv", runs)
        drawn = captions.drawn(experiment, folder)
        for language, name in TABLES.items():
            text = table(experiment, runs, language, together, drawn)
            texts[f"{experiment.name}/{name}"] = text
    return texts | _over_all(results)


def _in_order() -> list[Experiment]:
    return sorted(all_experiments().values(), key=lambda e: e.order)


def _over_all(results: dict[str, list[RunResult]]) -> dict[str, str]:
    """Return the texts about all experiments together, by their names."""
    texts = {}
    for language, end in (("en", ".md"), ("ja", ".ja.md")):
        texts[f"claims{end}"] = claims(_in_order(), results, language)
        texts[f"README{end}"] = _index(results, language)
    return texts


def _write(target: Path, texts: dict[str, str]) -> list[Path]:
    for name, text in texts.items():
        write_whole(target / name, text.encode())
    return [target / name for name in texts]


def _published(run: RunResult) -> bool:
    """Tell whether a run belongs to the sweep: not those of a variation, nor of the digits."""
    return not run.key.overrides and run.key.data != "digits"


def _index(results: dict[str, list[RunResult]], language: str) -> str:
    experiments = all_experiments()
    suffix = ".ja.md" if language == "ja" else ".md"
    lines = [f"# {word('published', language)}", "", word("published_about", language), ""]
    lines.append(f"- [{word('claims', language)}](claims{suffix})")
    for name, runs in results.items():
        seeds = len({r.key.seed for r in runs})
        title = experiments[name].title[language]
        about = word("published_row", language, runs=len(runs), seeds=seeds)
        lines.append(f"- [{title}]({name}/table{suffix}): {about}")
    lines += ["", word("older_code", language)]
    versions = sorted({r.versions for runs in results.values() for r in runs if r.versions})
    lines += ["", f"{', '.join(versions)}."]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Publish the folders that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="*", help="a folder of sweeps")
    parser.add_argument("--add", action="store_true", help="keep published runs of other seeds")
    given = parser.parse_args()
    for path in publish(given.folder, add=given.add) if given.folder else again():
        print(path)


if __name__ == "__main__":
    main()
