"""Collects sweeps into ``reports/published``: ``python -m reports.experiments.publish FOLDER``.

FOLDER holds one folder for each experiment, as ``parity train`` writes them. The runs' own files
stay there; ``runs.csv``, the tables and the pictures are kept.
"""

from __future__ import annotations

import argparse
import platform
from pathlib import Path

from parity.experiments.registry import all_experiments
from parity.experiments.results import RunResult, load_runs
from parity.files import write_whole
from reports.experiments.claims import claims
from reports.experiments.words import word
from reports.experiments.write import write_experiment

PUBLISHED = Path(__file__).parents[1] / "published"


def publish(sweeps: Path, target: Path = PUBLISHED) -> list[Path]:
    """Write tables, pictures and the claims table of every sweep; return the paths."""
    experiments = sorted(all_experiments().values(), key=lambda e: e.order)
    results: dict[str, list[RunResult]] = {}
    paths = []
    for experiment in experiments:
        folder = sweeps / experiment.name
        runs = [run for run in load_runs(folder) if _published(run)] if folder.is_dir() else []
        if runs:
            results[experiment.name] = runs
            paths += write_experiment(target / experiment.name, experiment, runs)
    for language, name in (("en", "claims.md"), ("ja", "claims.ja.md")):
        paths.append(target / name)
        write_whole(paths[-1], claims(experiments, results, language).encode())
    for language, name in (("en", "README.md"), ("ja", "README.ja.md")):
        paths.append(target / name)
        write_whole(paths[-1], _index(results, language).encode())
    return paths


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
    versions = sorted({r.versions for runs in results.values() for r in runs if r.versions})
    lines += ["", f"Python {platform.python_version()}, {', '.join(versions)}."]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Publish the folder that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder of the sweeps")
    for path in publish(parser.parse_args().folder):
        print(path)


if __name__ == "__main__":
    main()
