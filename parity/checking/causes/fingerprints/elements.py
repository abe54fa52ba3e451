"""Which elements are wrong: one side of 0, a range, a border."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from parity.checking.causes.fingerprints.evidence import Evidence, array_of, cause, near
from parity.checking.report import Cause
from parity.describing.concept import DrawnCase
from parity.harness.evaluators.evaluation import Evaluation


def mirrored(e: Evidence) -> Cause | None:
    """Find a function of -x, or one whose two sides are exchanged."""
    if e.concept.kind != "layer" or not e.numbers or e.numbers[0].case.params:
        return None

    def negated(case: DrawnCase) -> Evaluation | None:
        first = next(iter(case.inputs[0]))
        inputs = tuple({**drawn, first: -drawn[first]} for drawn in case.inputs)
        return e.ours(replace(case, inputs=inputs))

    def turned(case: DrawnCase) -> Evaluation | None:
        found = negated(case)
        if found is not None:
            found.quantities = {name: -array for name, array in found.quantities.items()}
        return found

    if e.same_everywhere(negated) and e.plain == "y":
        return cause(
            "sign",
            f"{e.plain} is that of -x: a minus is missing, or one too many.",
            f"{e.plain} が -x に対する値になっている。マイナスの符号が抜けているか余分である。",
        )
    if e.same_everywhere(turned):
        return cause(
            "wrong_condition",
            "The two sides of 0 are exchanged: the condition is the wrong way round.",
            "0 の正側と負側が入れ替わっている。条件の向きが逆である。",
        )
    if e.plain == "dx" and all(
        c.case.upstream and c.case.upstream[0].shape == c.right.shape
        and near(array_of(c) + c.right, c.case.upstream[0])
        for c in e.numbers
    ):  # fmt: skip
        return cause(
            "wrong_condition",
            "The gradient goes through exactly where it should be stopped: the mask is inverted.",
            "勾配を止めるべき要素だけが通っている。マスクの条件が逆である。",
        )
    return None


def where_wrong(e: Evidence) -> Cause | None:
    """Find what the wrong elements have in common: a sign, a range, a border."""
    found = [c for c in e.numbers if c.right.size > 3]
    if not found or len(found) < len(e.numbers) or e.concept.kind == "optimizer":
        return None
    masks = [np.abs(array_of(c) - c.right) > (c.bound or 0.0) for c in found]
    if any(mask.all() for mask in masks):
        return None
    same = [_alike(c.case, c.right) for c in found]
    xs = [x for x in same if x is not None]
    if len(xs) == len(found):
        for en, ja, test in (("< 0", "< 0", np.less), ("> 0", "> 0", np.greater)):
            if all(
                mask.any() and not mask[~test(x, 0)].any() and mask[test(x, 0)].mean() > 0.9
                for mask, x in zip(masks, xs, strict=True)
            ):
                return cause(
                    "unknown",
                    f"{e.plain} is wrong where the input is {en}, and right everywhere else: start "
                    "with what the code does there.",
                    f"入力が {ja} の要素でだけ {e.plain} が違い、ほかは正しい。"
                    "その範囲の計算から調べるとよい。",
                )
        inside = np.concatenate([x[m] for x, m in zip(xs, masks, strict=True)])
        low, high = float(inside.min()) + 0.0, float(inside.max()) + 0.0
        if low == high:
            where, where_ja = f"is exactly {low:g}", f"ちょうど {low:g}"
        else:
            where = f"lies between {low:.3g} and {high:.3g}"
            where_ja = f"{low:.3g} から {high:.3g} "
        if all(m[(x >= low) & (x <= high)].all() for x, m in zip(xs, masks, strict=True)):
            return cause(
                "unknown",
                f"{e.plain} is wrong where the input {where}, and right everywhere else: start "
                "with what the code does there.",
                f"入力が{where_ja}の要素でだけ {e.plain} が違い、ほかは正しい。"
                "その範囲の計算から調べるとよい。",
            )
    for axis in range(found[0].right.ndim):
        for place, en, ja in ((0, "first", "最初"), (-1, "last", "最後")):
            if all(_only_at(mask, axis, place) for mask in masks):
                return cause(
                    "wrong_condition",
                    f"Only the {en} slice of {e.plain} along axis {axis} is wrong, in every case: "
                    "a range or a padding that ends there is the first thing to look at.",
                    f"どのケースでも {e.plain} の軸 {axis} の{ja}の要素だけが違う。"
                    "そこで終わる範囲やパディングを最初に確認するとよい。",
                )
    return None


def _alike(case: DrawnCase, like: np.ndarray) -> np.ndarray | None:
    if len(case.inputs) != 1 or not case.inputs[0]:
        return None
    first = next(iter(case.inputs[0].values()))
    return first if first.shape == like.shape else None


def _only_at(mask: np.ndarray, axis: int, place: int) -> bool:
    if mask.ndim <= axis or mask.shape[axis] < 3 or not mask.any():
        return False
    at = np.take(mask, [place], axis)
    return bool(at.any() and at.sum() == mask.sum())
