"""Arguments taken for each other, ignored, or off by one."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from parity.checking.causes.fingerprints.evidence import Evidence, cause
from parity.checking.report import Cause
from parity.describing.concept import DrawnCase
from parity.harness.evaluators.evaluation import Evaluation


def swapped(e: Evidence) -> Cause | None:
    """Find two arguments that were taken for each other."""
    if not e.numbers:
        return None
    case = e.numbers[0].case
    for a, b in (("_r", "_z"), ("_f", "_b")):
        if e.same_everywhere(_swap_endings(e, a, b)):
            return cause(
                "permuted",
                f"The arrays that end in {a} are taken for those that end in {b}.",
                f"末尾が {a} の配列と {b} の配列を取り違えている。",
            )
    groups = [case.inputs[0] if len(case.inputs) == 1 else {}, case.params]
    for group in groups:
        for a, b in itertools.combinations(group, 2):
            if group[a].shape == group[b].shape and e.same_everywhere(_swap(e, a, b)):
                return cause(
                    "permuted",
                    f"{a} and {b} are taken for each other.",
                    f"{a} と {b} を取り違えている。",
                )
            for take, left in ((a, b), (b, a)):
                if group[a].shape == group[b].shape and e.same_everywhere(_instead(e, take, left)):
                    return cause(
                        "permuted",
                        f"{take} is used where {left} belongs.",
                        f"{left} を使うべきところで {take} を使っている。",
                    )
    return None


def _swap_endings(e: Evidence, a: str, b: str) -> Callable[[DrawnCase], Evaluation | None]:
    def change(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        pairs = [n.removesuffix(a) for n in arrays if n.endswith(a)]
        pairs = [n for n in pairs if n + b in arrays and arrays[n + a].shape == arrays[n + b].shape]
        moved = {n + a: arrays[n + b] for n in pairs} | {n + b: arrays[n + a] for n in pairs}
        return {**arrays, **moved}

    return lambda case: e.ours(_changed(case, change))


def _swap(e: Evidence, a: str, b: str) -> Callable[[DrawnCase], Evaluation | None]:
    def change(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        if a not in arrays or b not in arrays or arrays[a].shape != arrays[b].shape:
            return arrays
        return {**arrays, a: arrays[b], b: arrays[a]}

    return lambda case: e.ours(_changed(case, change))


def _instead(e: Evidence, take: str, left: str) -> Callable[[DrawnCase], Evaluation | None]:
    def change(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        if take not in arrays or left not in arrays or arrays[take].shape != arrays[left].shape:
            return arrays
        return {**arrays, left: arrays[take]}

    return lambda case: e.ours(_changed(case, change))


def _changed(
    case: DrawnCase, change: Callable[[dict[str, np.ndarray]], dict[str, np.ndarray]]
) -> DrawnCase:
    return replace(
        case,
        inputs=tuple(change(dict(drawn)) for drawn in case.inputs),
        params=change(dict(case.params)),
    )


def gates(e: Evidence) -> Cause | None:
    """Find gates stacked on one axis that were taken in another order."""
    if not e.numbers:
        return None
    case = e.numbers[0].case
    if not case.inputs:
        return None
    sizes = {n for a in case.inputs[0].values() for n in a.shape}
    for count in (4, 3):
        names = [
            name
            for name, array in case.inputs[0].items()
            if array.ndim and array.shape[0] % count == 0 and array.shape[0] // count in sizes
        ]
        if len(names) < 2:
            continue
        for order in itertools.permutations(range(count)):
            if order != tuple(range(count)) and e.same_everywhere(_reorder(e, count, order)):
                labels = "ifog"[:count] if count == 4 else "rzh"
                taken = ", ".join(labels[i] for i in order)
                return cause(
                    "permuted",
                    f"The gates are taken in another order: {taken} where "
                    f"{', '.join(labels)} are stacked.",
                    f"ゲートの順が違う。{', '.join(labels)} の順に積まれているのに "
                    f"{taken} の順で取り出している。",
                )
    return None


def _reorder(
    e: Evidence, count: int, order: tuple[int, ...]
) -> Callable[[DrawnCase], Evaluation | None]:
    def change(case: DrawnCase) -> Evaluation | None:
        sizes = {n for a in case.inputs[0].values() for n in a.shape}

        def move(array: np.ndarray) -> np.ndarray:
            n = array.shape[0] if array.ndim else 0
            if not n or n % count or n // count not in sizes:
                return array
            blocks = np.split(array, count)
            return np.concatenate([blocks[i] for i in order])

        moved = tuple({k: move(a) for k, a in drawn.items()} for drawn in case.inputs)
        return e.ours(replace(case, inputs=moved))

    return change


def settings(e: Evidence) -> Cause | None:
    """Find an argument that is ignored, or off by one."""
    if not e.numbers:
        return None
    names = sorted({n for c in e.numbers for n in c.case.config})
    floats = [n for n in {**e.referee.defaults, **dict.fromkeys(names)} if _is_share(e, n)]
    for name in floats:
        if e.same_everywhere(_with(e, name, lambda v: 1 - v, everywhere=True)):  # type: ignore[operator]
            return cause(
                "permuted",
                f"{name} and 1 - {name} are taken for each other.",
                f"{name} と 1 - {name} が入れ替わっている。",
            )
    for a, b in itertools.combinations(floats, 2):
        if e.same_everywhere(_exchanged(e, a, b)):
            return cause(
                "permuted",
                f"{a} and {b} are taken for each other.",
                f"{a} と {b} が入れ替わっている。",
            )
    for name in names:
        default = e.referee.defaults.get(name)
        if default is not None and e.same_everywhere(_with(e, name, _constantly(default))):
            return cause(
                "wrong_condition",
                f"The argument {name} makes no difference: the code works as if it were "
                f"{default!r}.",
                f"引数 {name} が効いていない。常に {default!r} のときの動作になっている。",
            )
        if name == "axis":
            continue
        for step, en, ja in ((1, "one too large", "1 大きい"), (-1, "one too small", "1 小さい")):
            if e.same_everywhere(_with(e, name, _plus(step))):
                return cause(
                    "wrong_condition",
                    f"The code works as if {name} were {en}.",
                    f"{name} が{ja}ときの動作になっている。",
                )
    return None


def _is_share(e: Evidence, name: str) -> bool:
    """Tell whether an argument is a share between 0 and 1, such as a momentum."""
    values = [c.case.config.get(name, e.referee.defaults.get(name)) for c in e.numbers]
    return name not in ("epsilon", "lr") and all(
        isinstance(v, float) and 0 <= v < 1 for v in values
    )


def _with(
    e: Evidence, name: str, change: Callable[[object], object], everywhere: bool = False
) -> Callable[[DrawnCase], Evaluation | None]:
    def run(case: DrawnCase) -> Evaluation | None:
        if name not in case.config and not everywhere:
            return e.ours(case)
        now = case.config.get(name, e.referee.defaults.get(name))
        return e.ours(replace(case, config={**case.config, name: change(now)}))

    return run


def _exchanged(e: Evidence, a: str, b: str) -> Callable[[DrawnCase], Evaluation | None]:
    def run(case: DrawnCase) -> Evaluation | None:
        config = {**e.referee.defaults, **case.config}
        return e.ours(replace(case, config={**case.config, a: config[b], b: config[a]}))

    return run


def another_axis(e: Evidence) -> Cause | None:
    """Find a computation along another axis."""
    if "axis" not in e.referee.defaults:
        return None
    for axis in (0, 1, -1, -2):
        if e.same_everywhere(_with(e, "axis", _constantly(axis), everywhere=True)):
            return cause(
                "other_formula",
                f"{e.plain} is computed along axis {axis} instead of the last one.",
                f"{e.plain} が最後の軸ではなく軸 {axis} に沿って計算されている。",
            )
    return None


def _constantly(value: object) -> Callable[[object], object]:
    return lambda _: value


def _plus(step: int) -> Callable[[object], object]:
    def add(value: object) -> object:
        if isinstance(value, int) and not isinstance(value, bool):
            return value + step
        if isinstance(value, tuple) and all(isinstance(v, int) for v in value):
            return tuple(v + step for v in value)
        return value

    return add
