"""Our implementation, run wrongly on purpose: at another point, with two arguments swapped ..."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from parity.checking.fingerprints.evidence import Evidence, array_of, cause, near
from parity.checking.report import Cause
from parity.concept import DrawnCase
from parity.evaluation import Evaluation, split_masks
from parity.evaluators import numpy_evaluator


def derivative_at_output(e: Evidence) -> Cause | None:
    """Find a derivative that was taken at the output, or at the input instead of the output."""
    if e.concept.kind != "layer" or not e.plain.startswith("d"):
        return None
    found = [c for c in e.numbers if not c.case.params and len(c.case.inputs) == 1]
    if not found or len(found) < len(e.numbers):
        return None
    if all(near(array_of(c), at) for c in found for at in _at_output(e, c.case)):
        return cause(
            "derivative_at_output",
            "The derivative is taken at the output y instead of the input x: the function for it "
            "wants what went in, and is given what came out.",
            "微分が入力 x ではなく出力 y で計算されている。"
            "導関数に渡すべきなのは活性化前の値である。",
        )
    for c in found:
        if not any(near(array_of(c), other) for other in _other_caches(e, c.case)):
            return None
    return cause(
        "derivative_at_output",
        "The derivative is taken at the wrong point: a formula in terms of the output y is given "
        "the input x, or the other way round.",
        "微分を計算する点が違う。出力 y で表した式に入力 x を渡しているか、その逆である。",
    )


def _layer(e: Evidence, case: DrawnCase) -> tuple[object, np.ndarray, np.ndarray]:
    applied = e.applied(case)
    subject = numpy_evaluator.construct(applied, np.dtype("float64"))
    x = next(iter(applied.inputs[0].values())).astype(np.float64)
    positional, keywords = split_masks({**applied.inputs[0]})
    mode = {} if case.training is None else {"training": case.training}
    with np.errstate(all="ignore"):
        y = subject.forward(*positional, **mode, **keywords)
    return subject, x, np.asarray(y)


def _at_output(e: Evidence, case: DrawnCase) -> list[np.ndarray]:
    """Return the gradient at the output; one that matches nothing where there is none."""
    try:
        subject, x, y = _layer(e, case)
        if x.shape != y.shape:
            return [np.empty(0)]
        with np.errstate(all="ignore"):
            subject.forward(y)  # type: ignore[attr-defined]
            return [subject.backward(case.upstream[0])]  # type: ignore[attr-defined]
    except Exception:
        return [np.empty(0)]


def _other_caches(e: Evidence, case: DrawnCase) -> Iterator[np.ndarray]:
    """Yield gradients with what forward kept replaced by x or y."""
    try:
        subject, x, y = _layer(e, case)
    except Exception:
        return
    kept = {n: a for n, a in vars(subject).items() if isinstance(a, np.ndarray)}
    for name, array in kept.items():
        for other in (x, y):
            if other.shape != array.shape or np.array_equal(other, array):
                continue
            setattr(subject, name, other)
            try:
                with np.errstate(all="ignore"):
                    yield subject.backward(case.upstream[0])  # type: ignore[attr-defined]
            except Exception:
                continue
            finally:
                setattr(subject, name, array)


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


def other_mode(e: Evidence) -> Cause | None:
    """Find training done as inference, or inference as training."""
    if not e.numbers or any(c.case.training is None for c in e.numbers):
        return None

    def flipped(case: DrawnCase) -> Evaluation | None:
        return e.ours(replace(case, training=not case.training))

    if not e.same_everywhere(flipped):
        return None
    training = e.numbers[0].case.training
    if training and e.numbers[0].role == "state":
        return cause(
            "missing_term",
            f"{e.plain} is not updated in training: the new value is not stored.",
            f"学習時に {e.plain} が更新されていない。新しい値を保存していない。",
        )
    if training:
        return cause(
            "wrong_condition",
            f"In training {e.plain} is what inference should give: the two are mixed up.",
            f"学習時の {e.plain} が推論時の値になっている。学習と推論が入れ替わっている。",
        )
    return cause(
        "wrong_condition",
        f"In inference {e.plain} is what training would give: the flag is ignored, or the running "
        "statistics are not used.",
        f"推論時の {e.plain} が学習時の計算になっている。フラグを見ていないか、"
        "移動平均の統計量を使っていない。",
    )


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
                    "wrong_condition",
                    f"{e.plain} is wrong exactly where the input is {en}: look at the condition.",
                    f"入力が {ja} の要素でだけ {e.plain} が違う。場合分けの条件を確認するとよい。",
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
                "wrong_condition",
                f"{e.plain} is wrong where the input {where}: look at the condition.",
                f"入力が{where_ja}の要素でだけ {e.plain} が違う。場合分けの条件を確認するとよい。",
            )
    for axis in range(found[0].right.ndim):
        for place, en, ja in ((0, "first", "最初"), (-1, "last", "最後")):
            if all(_only_at(mask, axis, place) for mask in masks):
                return cause(
                    "wrong_condition",
                    f"Only the {en} slice of {e.plain} along axis {axis} is wrong: a range or a "
                    "padding is off by one.",
                    f"{e.plain} の軸 {axis} の{ja}の要素だけが違う。"
                    "範囲やパディングが 1 つずれている。",
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


def another_concept(e: Evidence) -> Cause | None:
    """Find another concept of the same group that gives exactly these numbers."""
    from parity.evaluators.subject import implementation
    from parity.registry import all_concepts

    if e.concept.kind not in ("layer", "loss", "optimizer") or not e.numbers:
        return None
    for other in all_concepts().values():
        if other.group != e.concept.group or other.kind != e.concept.kind:
            continue
        if other.name == e.concept.name or set(other.weights) != set(e.concept.weights):
            continue
        twin = implementation("numpy", other)
        if e.same_everywhere(_as(e, twin)):
            return cause(
                "other_formula",
                f"These are the numbers of {other.name} ({other.title.en}): {other.equation}.",
                f"これは {other.name}({other.title.ja})の値である:{other.equation}",
            )
    return None


def _as(e: Evidence, twin: type) -> Callable[[DrawnCase], Evaluation | None]:
    names = set(inspect.signature(twin).parameters)

    def run(case: DrawnCase) -> Evaluation | None:
        config = {k: v for k, v in case.config.items() if k in names}
        return e.ours(replace(case, config=config), twin)

    return run


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
