"""Optimizers: what the first wrong step has to do with the right one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from parity.checking.causes.fingerprints.arithmetic import explained, near_number, ratio_of
from parity.checking.causes.fingerprints.evidence import Evidence, array_of, cause, near
from parity.checking.comparing.comparison import Comparison
from parity.checking.comparing.table import first_step
from parity.checking.report import Cause
from parity.describing.concept import DrawnCase
from parity.harness.evaluators.evaluation import Evaluation


def first_update(e: Evidence) -> Cause | None:
    """Compare the first step with the right one."""
    found = [c for c in e.numbers if c.role == "steps"]
    if not found or e.concept.kind != "optimizer":
        return None
    steps = [first_step(c) or 1 for c in found]
    if all(step == 1 for step in steps):
        return _first(e, found)
    if all(step == 2 for step in steps) and all(map(_stands_still, found)):
        return cause(
            "wrong_condition",
            f"{e.plain} is updated in the first step alone, and never again: what every step is to "
            "do stands where only the first one comes.",
            f"{e.plain} は最初のステップでしか更新されていない。毎回行うべき処理が、"
            "初回だけ実行される場所に入っている。",
        )
    if all(step == 2 for step in steps) and e.same_everywhere(partial(_afresh, e)):
        return cause(
            "state_kept",
            f"Every step of {e.plain} is what a first step would be: nothing is kept between the "
            "steps (velocity, sums of squares, the count of steps).",
            f"{e.plain} のどの更新も 1 回目の更新と同じ計算になっている。"
            "ステップ間で状態(速度、二乗和、ステップ数)が保存されていない。",
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


def _stands_still(c: Comparison) -> bool:
    """Tell whether a parameter is the same after every step, while it should move."""
    yours = c.yours
    if yours is None or len(yours) < 3 or np.shape(yours) != np.shape(c.right):
        return False
    return bool((yours == yours[:1]).all() and (np.asarray(c.right)[0] != c.right[-1]).any())


def _afresh(e: Evidence, case: DrawnCase) -> Evaluation | None:
    """Return what comes out if every step is the first of a new optimizer."""
    paths: dict[str, list[np.ndarray]] = {name: [] for name in case.params}
    params = dict(case.params)
    changes = case.options.get("lr_at", {})
    config = dict(case.config)
    for step in range(len(next(iter(case.inputs[0].values())))):
        config = {**config, "lr": changes[step]} if step in changes else config
        drawn = {name: array[step : step + 1] for name, array in case.inputs[0].items()}
        alone = replace(
            case, inputs=(drawn,), params=params, config=config,
            options={k: v for k, v in case.options.items() if k != "lr_at"},
        )  # fmt: skip
        given = e.ours(alone)
        if given is None:
            return None
        params = {name: given.quantities[name][0] for name in params}
        for name, array in params.items():
            paths[name].append(array)
    found = Evaluation()
    for name, arrays in paths.items():
        found.add("steps", name, np.stack(arrays))
    return found


def right_first_step(e: Evidence) -> Cause | None:
    """Say that the first step is right, where the second is the first wrong one."""
    found = [c for c in e.numbers if c.role == "steps"]
    if not found or any(first_step(c) != 2 for c in found):
        return None
    return cause(
        "unknown",
        f"The first step of {e.plain} is right and the second is not. Start with what the second "
        "step takes from the first: averages, velocities, the count of steps.",
        f"{e.plain} の 1 回目の更新は正しく、2 回目から違う。2 回目の更新が 1 回目から引き継ぐ値"
        "(移動平均、速度、ステップ数)から調べるとよい。",
    )


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
            f"{', '.join(fine)} is right in every step and {', '.join(wrong)} is not: the "
            "parameters do not go through the same steps. Look at what is kept or counted for "
            "each.",
            f"{', '.join(fine)} はどのステップでも正しく、{', '.join(wrong)} だけが違う。"
            "パラメータごとに保持する値や数えるステップ数を確認するとよい。",
        )
    return None


__all__ = ["first_update", "near", "one_state_for_all"]
