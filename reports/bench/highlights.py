"""What a benchmark says in a line: its training steps, and what disturbed them."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import geometric_mean
from typing import Any

from parity.bench.works import all_works
from reports.bench.rows import by_work, figures
from reports.bench.words import word

NOT_IDLE = 0.05
"""The share of the processor time above which other programs are worth a warning."""


FRAMEWORKS = ("torch", "torch_channels_last", "keras")


def means(data: dict[str, Any], language: str = "en") -> list[str]:
    """Return a line on NumPy against each of PyTorch, the fastest column and the taught form.

    Each is the geometric mean of the ratios of several works; one work has no mean.
    """
    of_torch, of_best, of_taught = {}, {}, {}
    for work, rows in by_work(data).items():
        own = rows.get("numpy")
        if own is None:
            continue
        others = [rows[column]["median_ms"] for column in FRAMEWORKS if column in rows]
        if own["ratio_to_torch"] is not None:
            of_torch[work] = own["ratio_to_torch"]
        if others:
            of_best[work] = own["median_ms"] / min(others)
        if "taught" in rows:
            of_taught[work] = rows["taught"]["ratio_to_numpy"]
    lines = {"mean_of_torch": of_torch, "mean_of_best": of_best, "mean_of_taught": of_taught}
    return [_mean(key, ratios, language) for key, ratios in lines.items() if len(ratios) > 1]


def _mean(key: str, ratios: Mapping[str, float], language: str) -> str:
    worst = max(ratios, key=lambda work: ratios[work])
    return word(
        key,
        language,
        n=len(ratios),
        mean=figures(geometric_mean(ratios.values())),
        work=worst,
        worst=figures(ratios[worst]),
    )


def highlights(data: dict[str, Any], language: str = "en") -> list[str]:
    """Return a line on each training step: NumPy against PyTorch and the taught form."""
    training_steps = {work.name for work in all_works() if work.kind == "step"}
    lines = []
    for work, rows in by_work(data).items():
        own, torch, taught = (rows.get(column) for column in ("numpy", "torch", "taught"))
        if work not in training_steps or own is None or not (taught or "peak_mb" in own):
            continue
        parts = []
        if torch:
            parts.append(
                word(
                    "of_torch",
                    language,
                    ratio=figures(own["ratio_to_torch"]),
                    low=figures(own["ratio_low"]),
                    high=figures(own["ratio_high"]),
                )
            )
        if taught:
            low, high = figures(taught["to_numpy_low"]), figures(taught["to_numpy_high"])
            ratio = figures(taught["ratio_to_numpy"])
            parts.append(word("of_taught", language, ratio=ratio, low=low, high=high))
        if torch and torch.get("peak_mb", 0) > 0 and "peak_mb" in own:
            parts.append(
                word(
                    "memory",
                    language,
                    ratio=figures(own["peak_mb"] / torch["peak_mb"]),
                    mb=figures(own["peak_mb"]),
                    torch_mb=figures(torch["peak_mb"]),
                )
            )
        ms = figures(own["median_ms"])
        joined = ("、" if language == "ja" else ", ").join(parts)
        if parts:
            lines.append(word("highlight", language, work=work, ms=ms, ratios=joined))
    return lines


def warnings(data: dict[str, Any], language: str = "en") -> list[str]:
    """Return a line if other programs disturbed the measurement."""
    share = data["method"]["foreign_busy"]
    if share is None or share < NOT_IDLE:
        return []
    return [word("busy", language, share=f"{100 * share:.0f} %")]
