"""How to check one's own code: the commands, and what the check answers."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "example" / "my_layers.py"
CHECKS = (("right", "Affine", "dense"), ("wrong", "BatchNormalization", "batch_norm"))


def transcripts(language: str) -> dict[str, tuple[str, str]]:
    """Return (command, answer) of a right and of a wrong example, by those words."""
    answers = _answers()
    return {
        key: (f"parity check {EXAMPLE.name}::{name} --as {concept}", answers[key, language])
        for key, name, concept in CHECKS
    }


@cache
def _answers() -> dict[tuple[str, str], str]:
    """Judge the examples once, and say it in both languages."""
    from parity.checking.api import check
    from parity.language import LANGUAGES
    from reports.check.terminal import as_text

    reports = {key: check(f"{EXAMPLE}::{name}", concept) for key, name, concept in CHECKS}
    return {
        (key, language): _anywhere(as_text(report, language, width=88))
        for key, report in reports.items()
        for language in LANGUAGES
    }


def _anywhere(answer: str) -> str:
    """Return an answer without the time that it took and without this machine's folders."""
    named = re.sub(rf"\S*{re.escape(EXAMPLE.name)}", EXAMPLE.name, answer)
    return re.sub(r" · \d+\.\d s$", "", named, flags=re.MULTILINE)
