"""Relations between wrong and right: another function on top, a mask that is missing, overlaps."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from parity.checking.causes.fingerprints.evidence import Evidence, array_of, cause, near
from parity.checking.comparing.comparison import Comparison
from parity.checking.report import Cause
from parity.describing.concept import DrawnCase
from parity.harness.evaluators.evaluation import Evaluation

ON_TOP: tuple[tuple[str, str, Callable[[np.ndarray], np.ndarray]], ...] = (
    ("the square of {}", "{}の 2 乗", np.square),
    ("the square root of {}", "{}の平方根", np.sqrt),
    ("{}, cut at 0 as by a ReLU", "{}を ReLU に通した値", lambda b: np.maximum(b, 0)),
    ("{}, put through a sigmoid", "{}を sigmoid に通した値", lambda b: 1 / (1 + np.exp(-b))),
    ("{}, put through tanh", "{}を tanh に通した値", np.tanh),
    ("{} without its sign", "{}の絶対値", np.abs),
    ("exp of {}", "{}の exp", np.exp),
    ("the logarithm of {}", "{}の対数", np.log),
    ("1 divided by {}", "{}の逆数", np.reciprocal),
    ("1 minus {}", "1 から{}を引いた値", lambda b: 1 - b),
)
"""Functions that are put on a result by mistake, or forgotten in it."""


def function_on_top(e: Evidence) -> Cause | None:
    """Find the right result with another function on it."""
    found = e.numbers
    if not found or len(found) < len(e.wrong):
        return None
    if sum(c.right.size for c in found) < 2:
        return None  # one number can be had in many ways
    fine = [c for j in e.judged for c in j.comparisons if c.quantity == e.quantity and c.fine]
    for en, ja, function in ON_TOP:
        with np.errstate(all="ignore"):
            if all(near(array_of(c), function(c.right)) for c in [*found, *fine]):
                return cause(
                    "other_formula",
                    f"In every case {e.plain} equals {en.format('the right result')}.",
                    f"どのケースでも {e.plain} は{ja.format('正しい結果')}に等しい。",
                )
    return _cut_off(e, found)


def _cut_off(e: Evidence, found: Sequence[Comparison]) -> Cause | None:
    """Find the right result between two limits, the same in every case."""
    low = min(float(array_of(c).min()) for c in found)
    high = max(float(array_of(c).max()) for c in found)
    if not all(near(array_of(c), np.clip(c.right, low, high)) for c in found):
        return None
    under = any((c.right < low).any() for c in found)
    over = any((c.right > high).any() for c in found)
    if not (under or over):
        return None
    fine = [c for j in e.judged for c in j.comparisons if c.quantity == e.quantity and c.fine]
    if any((under and (c.right < low).any()) or (over and (c.right > high).any()) for c in fine):
        return None
    en = " and ".join(([f"below by {low:g}"] if under else []) + ([f"above by {high:g}"] * over))
    ja = "、".join(([f"下限 {low:g}"] if under else []) + ([f"上限 {high:g}"] * over))
    return cause(
        "other_formula",
        f"{e.plain} is the right result cut off {en}: a clip that does not belong to it.",
        f"{e.plain} は正しい結果を{ja}で切り詰めた値になっている。余分な clip がある。",
    )


def mask_missing(e: Evidence) -> Cause | None:
    """Find a gradient that reaches elements which should get none."""
    found = [c for c in e.numbers if c.role == "gradient"]
    if not found or len(found) < len(e.wrong):
        return None
    for c in found:
        zero = c.right == 0
        a = array_of(c)
        if not zero.any() or zero.all() or not a[zero].any():
            return None
        if not near(a[~zero], c.right[~zero]):
            return None
    return cause(
        "missing_term",
        f"{e.plain} is right where it is not 0, but elements that should get no gradient get one: "
        "a mask is missing on the way back.",
        f"{e.plain} の 0 でない要素は正しいが、勾配が 0 であるべき要素にも値が流れている。"
        "逆伝播でマスクを掛けていない。",
    )


def overlaps(e: Evidence) -> Cause | None:
    """Find what is wrong where windows overlap, and nowhere else, of what adds up over them."""
    adds_up = e.concept.name.startswith("conv_transpose")
    found = [c for c in e.numbers if c.right.ndim >= 3 and (adds_up or c.role == "gradient")]
    if not found or len(found) < len(e.wrong) or e.concept.group != "layers":
        return None
    if not all(_overlapping(c.case) for c in found):
        return None
    fine = [j.case for j in e.judged for c in j.comparisons if c.quantity == e.quantity and c.fine]
    if not fine or any(_overlapping(case) for case in fine):
        return None
    return cause(
        "unknown",
        f"{e.plain} is right in every case whose windows do not overlap, and wrong in every other. "
        "Where windows overlap their shares are to be added up (+=).",
        f"窓が重ならないケースではすべて {e.plain} が正しく、重なるケースでは違う。"
        "窓が重なる要素では、それぞれの寄与を加算(+=)する。",
    )


def _overlapping(case: DrawnCase) -> bool:
    kernel = case.params["W"].shape[2:] if "W" in case.params else case.config.get("kernel_size", 1)
    axes = next(iter(case.inputs[0].values())).ndim - 2
    kernel = kernel if isinstance(kernel, tuple) else (kernel,) * axes
    stride = case.config.get("stride")
    if stride is None:
        stride = 1 if "W" in case.params else kernel
    stride = stride if isinstance(stride, tuple) else (stride,) * axes
    return len(kernel) == len(stride) and any(k > s for k, s in zip(kernel, stride, strict=True))


def rearranged_parameters(e: Evidence) -> Cause | None:
    """Find an array that was flipped or reshaped into another order before it was used."""
    if not e.numbers or len(e.numbers) < len(e.wrong):
        return None
    case = e.numbers[0].case
    names = [*case.params, *(case.inputs[0] if case.inputs else ())]
    for name in names:
        for en, ja, move in _moves(name, case):
            if e.same_everywhere(_moved(e, name, move)):
                return cause(
                    "permuted",
                    f"{name} acts as if {en}: a change of order is missing, or one too many.",
                    f"{name} が{ja}使われたのと同じ結果である。"
                    "並べ替えが抜けているか、余分である。",
                )
    return None


Move = Callable[[np.ndarray], np.ndarray]


def _moves(name: str, case: DrawnCase) -> Iterator[tuple[str, str, Move]]:
    array = case.params.get(name, case.inputs[0].get(name) if case.inputs else None)
    if array is None or array.ndim < 2 or array.dtype.kind != "f":
        return
    if array.ndim == 4:
        yield (
            "it were flipped in height and width",
            "縦横に反転されて",
            lambda a: a[..., ::-1, ::-1],
        )
    for axis in range(array.ndim):
        yield f"it were flipped along axis {axis}", f"軸 {axis} で反転されて", _flip(axis)
    yield (
        "its axes were reshaped instead of transposed",
        "転置ではなく reshape で並べ替えられて",
        lambda a: a.reshape(-1, a.shape[0]).T.reshape(a.shape),
    )
    for one, two in itertools.combinations(range(array.ndim), 2):
        yield (
            f"axes {one} and {two} were exchanged",
            f"軸 {one} と {two} を入れ替えて",
            _swap(one, two),
        )


def _flip(axis: int) -> Move:
    return lambda a: np.flip(a, axis) if a.ndim > axis else a


def _swap(one: int, two: int) -> Move:
    def move(a: np.ndarray) -> np.ndarray:
        if a.ndim <= two or a.shape[one] != a.shape[two]:
            return a
        return np.swapaxes(a, one, two)

    return move


def _moved(e: Evidence, name: str, move: Move) -> Callable[[DrawnCase], Evaluation | None]:
    def run(case: DrawnCase) -> Evaluation | None:
        inputs = tuple(
            {n: move(a) if n == name else a for n, a in drawn.items()} for drawn in case.inputs
        )
        params = {n: move(a) if n == name else a for n, a in case.params.items()}
        return e.ours(replace(case, inputs=inputs, params=params))

    return run


def targets_exchanged(e: Evidence) -> Cause | None:
    """Find a loss of 1 - t."""
    if e.concept.kind != "loss" or not e.numbers:
        return None

    def run(case: DrawnCase) -> Evaluation | None:
        inputs = tuple({**drawn, "t": 1 - drawn["t"]} for drawn in case.inputs)
        return e.ours(replace(case, inputs=inputs))

    if any(c.case.inputs[0]["t"].dtype.kind != "f" for c in e.numbers):
        return None
    if e.same_everywhere(run):
        return cause(
            "wrong_condition",
            "t and 1 - t are taken for each other.",
            "t と 1 - t が入れ替わっている。",
        )
    return None


def only_with_argument(e: Evidence) -> Cause | None:
    """Find an argument that all wrong cases set, and no right one."""
    wrong = [c.case for c in e.wrong]
    fine = [
        j.case for j in e.judged
        if any(c.quantity == e.quantity for c in j.comparisons)
        and all(c.fine for c in j.comparisons if c.quantity == e.quantity)
    ]  # fmt: skip
    if not fine or not wrong:
        return None
    for name, default in e.referee.defaults.items():
        if name in ("seed", "initializer"):
            continue
        if all(case.config.get(name, default) != default for case in wrong) and all(
            case.config.get(name, default) == default for case in fine
        ):
            return cause(
                "unknown",
                f"{e.plain} is right in every case with {name} = {default!r}, and wrong in every "
                "other: start where the code uses it.",
                f"{name} = {default!r} のケースではすべて {e.plain} が正しく、それ以外では違う。"
                f"{name} を使う箇所から調べるとよい。",
            )
    return None


def running_statistic(e: Evidence) -> Cause | None:
    """Find what was averaged in place of the variance."""
    found = [c for c in e.numbers if c.role == "state" and len(c.case.inputs) == 1]
    if not found or e.plain not in found[0].case.buffers:
        return None
    for c in found:
        config = e.with_defaults(c.case).config
        m, epsilon = float(config["momentum"]), float(config["epsilon"])
        old = c.case.buffers[e.plain]
        mine, right = (array_of(c) - m * old) / (1 - m), (c.right - m * old) / (1 - m)
        if not near(mine**2, right, 1e-6) and not near(mine**2, right + epsilon, 1e-6):
            return None
    return cause(
        "other_formula",
        f"{e.plain} collects the standard deviation, not the variance.",
        f"{e.plain} に分散ではなく標準偏差を蓄積している。",
    )


def few_draws(e: Evidence) -> Cause | None:
    """Find random results that do not come out, or are always the same."""
    drawn = [j.trial for j in e.judged if "draws" in j.case.options]
    if not drawn:
        return None
    for trial in drawn:
        y = trial.given.quantities.get("y")
        if y is None:
            continue
        right = e.ours(trial.case)
        if right is None or right.quantities["y"].shape[1:] != y.shape[1:]:
            continue
        expected = len(right.quantities["y"])
        if len(y) == 1 < expected:
            return cause(
                "global_random",
                "Every call gives the same: the random state is seeded in the call, or nothing is "
                "drawn.",
                "毎回同じ結果になる。呼び出しの中でシードを固定しているか、乱数を引いていない。",
            )
        if 1 < len(y) < expected:
            return cause(
                "wrong_condition",
                f"Only {len(y)} of {expected} possible results ever come: the range that is drawn "
                "from is too short (np.random.randint leaves its upper end out).",
                f"{expected} 通りの結果のうち {len(y)} 通りしか現れない。乱数の範囲が狭い"
                "(np.random.randint は上端を含まない)。",
            )
    return None
