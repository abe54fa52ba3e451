"""The pictures that an experiment can have: their files, their order and what stands under them."""

from __future__ import annotations

from pathlib import Path

from parity.experiments.setting import Experiment
from reports.experiments.words import WORDS, word

PICTURES = (
    "by_length", "test_accuracy", "train_accuracy", "loss", "losses", "through_time", "digits",
    "activations", "gradient_norms", "weights", "paths", "attention",
)  # fmt: skip
"""Those of every experiment whose runs have what they show, in their order under its table."""


def names(experiment: Experiment) -> list[str]:
    """Return the pictures that the experiment may have: its own come first."""
    return [*experiment.pictures, *PICTURES]


def drawn(experiment: Experiment, folder: Path) -> list[str]:
    """Return those whose files are in ``folder``."""
    return [name for name in names(experiment) if (folder / file(name, "en")).exists()]


def file(name: str, language: str) -> str:
    """Return the name of a picture's file: an experiment's own has words, and one a language."""
    if f"picture_{name}" in WORDS:
        return f"{name}.png"
    end = ".ja.png" if language == "ja" else ".png"
    return name.replace(".", "-") + end


def caption(experiment: Experiment, name: str, language: str) -> str:
    """Return what a reader sees in a picture."""
    own = experiment.pictures.get(name)
    return own[language] if own else word(f"picture_{name}", language)
