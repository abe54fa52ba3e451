"""Optimizers: what the first wrong step has to do with the right one."""

from __future__ import annotations

import numpy as np

from parity.checking.causes.fingerprints.arithmetic import explained, near_number, ratio_of
from parity.checking.causes.fingerprints.evidence import Evidence, array_of, cause, near
from parity.checking.comparing.comparison import Comparison
from parity.checking.comparing.table import first_step
from parity.checking.report import Cause


def first_update(e: Evidence) -> Cause | None:
    """Compare the first step with the right one."""
    found = [c for c in e.numbers if c.role == "steps"]
    if not found or e.concept.kind != "optimizer":
        return None
    steps = [first_step(c) or 1 for c in found]
    if all(step == 1 for step in steps):
        return _first(e, found)
    if all(step == 2 for step in steps):
        return cause(
            "state_kept",
            "The first step is right and the second is not: what is remembered between the steps "
            "(velocity, sums of squares, the count of steps) is not kept, or is updated wrongly.",
            "1 回目の更新は正しく、2 回目から違う。ステップ間で保持する状態"
            "(速度、二乗和、ステップ数)が保存されていないか、その更新が違う。",
        )
    changes = [min(c.case.options.get("lr_at", {0: 0})) + 1 for c in found]
    if steps == changes:
        return cause(
            "wrong_condition",
            "The steps part where the learning rate is changed: it is read once, or stands on "
            "another side of what is remembered.",
            "学習率を変えた時点からずれる。学習率が最初の値のままか、蓄積する量との掛け方が違う。",
        )
    return None


def _first(e: Evidence, found: list[Comparison]) -> Cause | None:
    mine = [array_of(c)[0] - c.case.params[e.plain] for c in found]
    right = [c.right[0] - c.case.params[e.plain] for c in found]
    if all(not np.any(m) for m in mine):
        return cause(
            "zero_gradient",
            f"{e.plain} never changes: the update works on a copy, or its result is not returned.",
            f"{e.plain} が更新されない。コピーに対して更新しているか、結果を返していない。",
        )
    ratios = [ratio_of(m, r) for m, r in zip(mine, right, strict=True)]
    if any(r is None for r in ratios):
        gradient = [c.case.inputs[0][f"d{e.plain}"][0] for c in found]
        plain = [ratio_of(m, g) for m, g in zip(mine, gradient, strict=True)]
        if all(r is not None and near_number(r, -c.case.config.get("lr", 0.01))
               for r, c in zip(plain, found, strict=True)):  # fmt: skip
            return cause(
                "other_formula",
                "The first step is that of plain gradient descent, -lr g.",
                "最初の更新が単純な勾配降下法 -lr・g になっている。",
            )
        return None
    told = explained([r for r in ratios if r is not None], found, e)
    if told is None:
        return None
    return cause(
        told.name,
        f"The first step of {told.text.en}",
        f"最初の更新量について:{told.text.ja}",
    )


def one_state_for_all(e: Evidence) -> Cause | None:
    """Find a state that all parameters share."""
    if e.concept.kind != "optimizer":
        return None
    by_name: dict[str, set[bool]] = {}
    for j in e.judged:
        for c in j.comparisons:
            if c.role == "steps":
                by_name.setdefault(c.quantity, set()).add(c.fine)
    fine = [name for name, found in by_name.items() if found == {True}]
    wrong = [name for name, found in by_name.items() if True not in found]
    if fine and wrong:
        return cause(
            "state_kept",
            f"{', '.join(fine)} is right and {', '.join(wrong)} is not: the parameters share one "
            "state, or it is updated once too often.",
            f"{', '.join(fine)} は正しく {', '.join(wrong)} だけが違う。"
            "状態をパラメータ間で共有しているか、更新回数が多い。",
        )
    return None


__all__ = ["first_update", "near", "one_state_for_all"]
