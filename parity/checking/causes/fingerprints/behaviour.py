"""What the code does besides computing: changes its arguments, keeps state, draws at random."""

from __future__ import annotations

import numpy as np

from parity.checking.causes.fingerprints.evidence import Evidence, array_of, cause, near
from parity.checking.causes.fingerprints.unwritten import never_written
from parity.checking.comparing.comparison import Comparison
from parity.checking.report import Cause
from parity.describing.concept import DrawnCase, draw_case

DRAWN = {"dropout", "drop_connect", "random_crop"}
"""What draws for itself is judged by what it drew, so no change of it can be judged."""


def changed_in_place(e: Evidence) -> Cause | None:
    """Find arguments that were changed."""
    names = next(
        (j.trial.odd["changed_in_place"] for j in e.judged if "changed_in_place" in j.trial.odd),
        None,
    )
    if not names:
        return None
    shown = ", ".join(names)
    ja = "勾配" if names == ["the gradients"] else f" {shown} "
    return cause(
        "changed_in_place",
        f"Changed in place: {shown}. What the caller passed is no longer what it was. Work on a "
        "copy (x = x.copy()), or write x = x - m instead of x -= m.",
        f"引数の{ja}をその場で書き換えている。呼び出し側の配列が変わってしまう。"
        "コピー(x = x.copy())に対して計算するか、x -= m ではなく x = x - m と書く。",
    )


def state_kept(e: Evidence) -> Cause | None:
    """Find results that depend on earlier calls."""
    if "second call" not in e.quantity:
        return None
    twice = all(near(array_of(c), 2 * c.right) for c in e.numbers if c.role == "gradient") and any(
        c.role == "gradient" for c in e.numbers
    )
    if twice:
        return cause(
            "state_kept",
            f"{e.plain} is added to that of the call before: it doubles on the second call. "
            "Assign it (self.dW = ...) instead of adding to it (+=).",
            f"{e.plain} に前回の値が足されており、2 回目の呼び出しで 2 倍になる。"
            "+= ではなく代入(self.dW = ...)にする。",
        )
    return cause(
        "state_kept",
        "The same call on the same object gives another result the second time: something of the "
        "call before is kept.",
        "同じ呼び出しを 2 回行うと結果が変わる。前回の呼び出しの値が残っている。",
    )


def state_of_the_class(e: Evidence) -> Cause | None:
    """Find state that outlives the object: the first case, run again, gives another result."""
    from parity.checking.comparing.cases.narrowing import narrowed
    from parity.checking.comparing.run_case import run

    trial = e.judged[0].trial
    if trial.stumble or not trial.given.quantities or "global_random" in trial.odd:
        return None
    if e.concept.name in DRAWN or "optimizer" in trial.case.options:
        return None
    case = next((c for c in e.concept.cases if c.name == trial.case.name), None)
    if case is None:
        return None
    drawn: DrawnCase | None = draw_case(e.concept, case)
    if drawn is not None and e.subject.narrow:
        drawn = narrowed(drawn, e.subject.narrow)
    if drawn is None:
        return None
    again = run(e.subject, drawn, lambda _: None, twice=False)
    for name, array in trial.given.quantities.items():
        other = again.given.quantities.get(name)
        if other is None or other.shape != array.shape:
            continue
        if not near(other, array) and not np.array_equal(other, array, equal_nan=True):
            if never_written(e):
                return None  # it is what was in the memory that changes
            return cause(
                "state_kept",
                "A new object does not start afresh: something is kept in the class, in a global "
                "or in a default argument, and the next object begins with it.",
                "新しく作ったオブジェクトが初期状態から始まらない。クラス変数やグローバル変数、"
                "既定引数に前の値が残っている。",
            )
    return None


def global_random(e: Evidence) -> Cause | None:
    """Find numbers drawn from the global random state where nothing should be random."""
    drawing = {*DRAWN, "unigram_sampler"}  # which draw on purpose
    if e.concept.name in drawing or e.concept.kind == "initializer":
        return None
    if not any("global_random" in j.trial.odd for j in e.judged):
        return None
    forward = [c for j in e.judged for c in j.comparisons if c.role == "forward"]
    if forward and all(c.fine for c in forward):
        return None  # what it draws does not reach its results
    masked = [_masked(c) for c in e.numbers if c.role == "forward"]
    if masked and all(scale for scale, _ in masked) and sum(zeros for _, zeros in masked) > 3:
        scale = max(masked, key=lambda m: m[1])[0]
        return cause(
            "other_formula",
            f"That is dropout: each element of the result is 0 or {scale:.3g} times the input, at "
            f"random, and nothing of {e.concept.title.en.lower()} is computed.",
            f"ドロップアウトになっている。出力の各要素は無作為に 0 か入力の {scale:.3g} 倍で、"
            f"{e.concept.title.ja}の計算はしていない。",
        )
    return cause(
        "global_random",
        "It draws from NumPy's global random state, so it gives another result each time.",
        "NumPy のグローバルな乱数状態から値を引いており、呼び出すたびに結果が変わる。",
    )


def _masked(c: Comparison) -> tuple[float, int]:
    """Return by what a mask scales the input that it keeps, and how many zeros it has.

    The scale is 0 where that is not what the result is.
    """
    yours, x = array_of(c), next(iter(c.case.inputs[0].values()))
    if yours.shape != np.shape(x) or not np.all(x) or not yours.any():
        return 0.0, 0
    kept = (yours / x)[yours != 0]
    of_one_scale = near(kept, np.full_like(kept, kept[0]))
    return (float(kept[0]) if of_one_scale else 0.0), yours.size - kept.size


def odd_result(e: Evidence) -> Cause | None:
    """Find complex numbers and objects."""
    for j in e.judged:
        for name in ("complex_result", "object_result"):
            if name in j.trial.odd:
                return odd_cause(name, j.trial.odd[name])
    return None


def odd_cause(name: str, quantity: str) -> Cause:
    """Return the cause of results that are complex, or objects."""
    if name == "complex_result":
        return cause(
            name,
            f"{quantity} is complex: a root or a power of a negative number, cmath, or a transform "
            "whose real part was not taken.",
            f"{quantity} が複素数である。"
            "負の数の平方根や累乗、cmath、実部を取り忘れた変換を疑うとよい。",
        )
    return cause(
        name,
        f"{quantity} is an array of objects, not of numbers: lists of different lengths, None "
        "among the numbers, dtype=object, or a function made by np.frompyfunc.",
        f"{quantity} が数値ではなくオブジェクトの配列である。長さの違うリスト、None の混入、"
        "dtype=object や np.frompyfunc の使用を疑うとよい。",
    )


def output_changed(e: Evidence) -> Cause | None:
    """Find a backward that overwrote what forward had returned."""
    if any("output_changed" in j.trial.odd for j in e.judged) and np.any(
        [c.role == "gradient" for c in e.wrong]
    ):
        return cause(
            "changed_in_place",
            "backward changes the array that forward had returned: it shares memory with it.",
            "forward が返した配列を backward が書き換えている(メモリを共有している)。",
        )
    return None
