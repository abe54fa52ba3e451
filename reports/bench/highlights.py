"""What a benchmark says in a line: its training steps, and what disturbed them."""

from __future__ import annotations

from typing import Any

from reports.bench.rows import by_work, figures
from reports.bench.words import word

NOT_IDLE = 0.05
"""The share of the processor time above which other programs are worth a warning."""


def highlights(data: dict[str, Any], language: str = "en") -> list[str]:
    """Return a line on each training step: NumPy against PyTorch and the taught form."""
    lines = []
    for work, rows in by_work(data).items():
        own, torch, taught = (rows.get(column) for column in ("numpy", "torch", "taught"))
        if not work.endswith("_step") or own is None or not (taught or "peak_mb" in own):
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
