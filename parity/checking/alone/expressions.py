"""Judges an autograd class: small expressions of the operations that it offers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from parity.checking.alone.differences import Pair, slope
from parity.checking.reading.sessions.session import StumbleError, users_code
from parity.checking.reading.wrapping import Wrapper, back_from, wrapper_of
from parity.checking.report import Cause, Crash, Quantity, Report
from parity.describing.concept import Text

FINE = 1e-6
FINE_SINGLE = 2e-3
SHAPE = Text("an autograd class", "自動微分のクラス")


@dataclass(frozen=True)
class Expression:
    """An operation in a small expression.

    Attributes:
        name: as the user would write it.
        needs: the method that it calls, looked up on the class, else beside it.
        make: the expression of ``f`` (that method) and its inputs.
        inputs: how many it takes.
        positive: whether it is defined for positive numbers only.
        arrays: whether it needs matrices.
        twice: whether a value is used more than once.
        also: another method that it needs.
    """

    name: str
    needs: str
    make: Callable[..., Any]
    inputs: int = 1
    positive: bool = False
    arrays: bool = False
    twice: bool = False
    also: str = ""


EXPRESSIONS: tuple[Expression, ...] = (
    Expression("a + b", "__add__", lambda f, a, b: a + b, 2),
    Expression("a + 3", "__add__", lambda f, a: a + 3.0),
    Expression("3 + a", "__radd__", lambda f, a: 3.0 + a),
    Expression("a * b", "__mul__", lambda f, a, b: a * b, 2),
    Expression("a * 3", "__mul__", lambda f, a: a * 3.0),
    Expression("3 * a", "__rmul__", lambda f, a: 3.0 * a),
    Expression("-a", "__neg__", lambda f, a: -a),
    Expression("a - b", "__sub__", lambda f, a, b: a - b, 2),
    Expression("3 - a", "__rsub__", lambda f, a: 3.0 - a),
    Expression("a / b", "__truediv__", lambda f, a, b: a / b, 2, True),
    Expression("3 / a", "__rtruediv__", lambda f, a: 3.0 / a, 1, True),
    Expression("a ** 2", "__pow__", lambda f, a: a**2),
    Expression("a ** 3", "__pow__", lambda f, a: a**3),
    Expression("a ** -1", "__pow__", lambda f, a: a**-1.0, 1, True),
    Expression("a ** 0.5", "__pow__", lambda f, a: a**0.5, 1, True),
    Expression("a @ b", "__matmul__", lambda f, a, b: a @ b, 2, arrays=True),
    *(Expression(f"{name}(a, b)", name, lambda f, a, b: f(a, b), 2, True) for name in
      ("add", "mul", "sub", "div")),
    *(Expression(name, name, lambda f, a: f(a)) for name in
      ("exp", "tanh", "relu", "sigmoid", "sin", "cos", "square", "abs", "gelu", "softplus", "silu",
       "neg", "leaky_relu", "softmax", "log_softmax")),
    *(Expression(name, name, lambda f, a: f(a), 1, True) for name in ("log", "sqrt")),
    *(Expression(name, name, lambda f, a: f(a), 1, False, True) for name in
      ("sum", "mean", "transpose", "flatten", "max", "var")),
    Expression("a + a", "__add__", lambda f, a: a + a, twice=True),
    Expression("a * a", "__mul__", lambda f, a: a * a, twice=True),
    Expression("add(a, a)", "add", lambda f, a: f(a, a), twice=True),
    Expression("mul(a, a)", "mul", lambda f, a: f(a, a), twice=True),
    Expression("c = a * b; c * c + c", "__mul__", lambda f, a, b: _shared(a * b), 2, twice=True,
               also="__add__"),
    Expression("(a + b) * (a * b)", "__mul__", lambda f, a, b: (a + b) * (a * b), 2, twice=True,
               also="__add__"),
    Expression("(a * b) * (a + b)", "__mul__", lambda f, a, b: (a * b) * (a + b), 2, twice=True,
               also="__add__"),
)  # fmt: skip


def _shared(c: Any) -> Any:
    return c * c + c


def is_autograd(obj: Any) -> bool:
    """Tell whether ``obj`` is a class whose objects hold a number or an array and its gradient."""
    return wrapper_of(obj) is not None


@dataclass
class Row:
    """One expression beside finite differences."""

    expression: Expression
    error: float
    scale: float
    yours: list[np.ndarray]
    right: list[np.ndarray]
    fine: bool


def judge_expressions(report: Report, cls: type, namespace: Mapping[str, Any]) -> None:
    """Write into the report how every operation's gradient compares with finite differences."""
    wrapper = wrapper_of(cls)
    assert wrapper
    report.shape = SHAPE
    rows: list[Row] = []
    stumbled: list[tuple[str, BaseException]] = []
    single = False
    for expression in EXPRESSIONS:
        function = _operation(wrapper, expression, namespace)
        if function is None:
            continue
        try:
            row, rounded = _row(wrapper, expression, function)
        except StumbleError as reason:
            stumbled.append((expression.name, reason.error))
            continue
        single = single or rounded
        if row is not None:
            rows.append(row)
    if not rows:
        report.crash = _nothing(report.object, stumbled)
        return
    report.quantities = [_quantity(row) for row in rows]
    report.float32 = [row.expression.name for row in rows if row.fine] if single else []
    wrong = [row for row in rows if not row.fine]
    report.verdict = "differs" if wrong else "agrees"
    report.evidence = lambda: [
        Pair(row.expression.name, np.asarray(yours), np.asarray(right), row.scale)
        for row in rows
        for yours, right in zip(row.yours, row.right, strict=True)
    ]
    if stumbled:
        names = ", ".join(f"{name} ({type(error).__name__})" for name, error in stumbled)
        report.remarks.append(
            Text(
                f"Not judged, because it raised: {names}.",
                f"例外が出たので判定していない: {names}。",
            )
        )
    if not wrapper.scalar:
        report.limits += _broadcasting(wrapper)
    if wrong:
        report.first_wrong = wrong[0].expression.name
        report.causes = list(_causes(rows))[:1]


def _operation(wrapper: Wrapper, e: Expression, namespace: Mapping[str, Any]) -> Any:
    """Return what an expression calls, or nothing where the class has no such operation."""
    if (e.arrays and wrapper.scalar) or (e.also and not hasattr(wrapper.cls, e.also)):
        return None
    method = getattr(wrapper.cls, e.needs, None)
    if e.needs.startswith("__"):
        return method
    if callable(method):
        return lambda a, *rest: getattr(a, e.needs)(*rest)
    beside = namespace.get(e.needs)
    return beside if callable(beside) and not isinstance(beside, np.ufunc) else None


def _values(wrapper: Wrapper, e: Expression) -> list[np.ndarray]:
    rng = np.random.default_rng(len(e.name))
    shapes: list[tuple[int, ...]] = [() if wrapper.scalar else (3, 4)] * e.inputs
    if e.needs == "__matmul__":
        shapes = [(3, 4), (4, 2)]
    found = []
    for index, shape in enumerate(shapes):
        values = 0.4 + 0.8 * rng.random(shape)
        signs = np.ones(shape) if e.positive else np.where(rng.random(shape) < 0.5, -1.0, 1.0)
        found.append(np.asarray(values * signs + 0.05 * index))
    return found


def _row(wrapper: Wrapper, e: Expression, function: Any) -> tuple[Row | None, bool]:
    values = _values(wrapper, e)

    def run(arrays: Sequence[np.ndarray]) -> tuple[list[Any], Any]:
        inputs = [wrapper.wrap(array) for array in arrays]
        with users_code("forward"):
            output = e.make(function, *inputs)
        return inputs, output

    inputs, output = run(values)
    if not wrapper.holds(output):
        return None, False
    result = np.asarray(wrapper.unwrap(output))
    single = result.dtype in (np.float32, np.float16)
    with users_code("backward"):
        inputs, output = _gone_back(wrapper, inputs, output, lambda: run(values))
    yours = [wrapper.gradient(i) for i in inputs]
    right = []
    rng = np.random.default_rng(0)
    for index, value in enumerate(values):

        def total(moved: np.ndarray, index: int = index) -> np.ndarray:
            arrays = [moved if i == index else v for i, v in enumerate(values)]
            return np.asarray(np.sum(np.asarray(wrapper.unwrap(run(arrays)[1]), dtype=float)))

        right.append(slope(total, value, math.inf, rng, single).value)
    error, scale = 0.0, 0.0
    for own, value in zip(yours, right, strict=True):
        size = max(float(np.nanmax(np.abs(value), initial=0.0)), 1e-3)
        scale = max(scale, size)
        if own is None or own.shape != value.shape:
            error = math.inf
            continue
        known = np.isfinite(value)
        error = max(error, float(np.max(np.abs(own - value)[known], initial=0.0)) / size)
    fine = error <= (FINE_SINGLE if single else FINE)
    shown = [np.zeros(0) if own is None else own for own in yours]
    return Row(e, error, scale, shown, right, fine), single


def _gone_back(
    wrapper: Wrapper, inputs: list[Any], output: Any, again: Callable[[], tuple[list[Any], Any]]
) -> tuple[list[Any], Any]:
    """Go back from the sum of an output; one that is no number may want its gradient told."""
    try:
        output.backward()
    except Exception as reason:
        inputs, output = again()
        try:
            back_from(wrapper, [output], [np.ones(np.shape(wrapper.unwrap(output)))])
        except Exception:
            raise reason from None
    return inputs, output


def _quantity(row: Row) -> Quantity:
    digits = None
    note = Text("", "")
    if math.isfinite(row.error):
        digits = min(10.0, max(0.0, -math.log10(max(row.error, 1e-16))))
    else:
        note = Text(
            f"gradients of shape {', '.join(str(a.shape) for a in row.yours)}, expected "
            f"{', '.join(str(a.shape) for a in row.right)}",
            f"勾配の形 {', '.join(str(a.shape) for a in row.yours)}"
            f"(正しくは {', '.join(str(a.shape) for a in row.right)})",
        )
    return Quantity(
        row.expression.name, digits, "agree" if row.fine else "differ", "", int(row.fine), 1,
        row.error * row.scale if digits is not None else None, FINE * row.scale, note,
    )  # fmt: skip


def _broadcasting(wrapper: Wrapper) -> list[Text]:
    """Say so where arrays of two shapes cannot be added: many small classes leave that out."""
    try:
        a, b = wrapper.wrap(np.ones((3, 4))), wrapper.wrap(np.ones(4))
        with users_code("forward"):
            output = a + b
            output.backward()
        gradient = wrapper.gradient(b)
    except Exception:
        gradient = None
    if gradient is not None and gradient.shape == (4,) and np.allclose(gradient, 3.0):
        return []
    return [
        Text(
            "Operands of two shapes: a (3, 4) and b (4,) in a + b give b no gradient of its shape.",
            "形の異なる演算数: a (3, 4) と b (4,) の a + b では、b の形の勾配が得られない。",
        )
    ]


def _causes(rows: Sequence[Row]) -> Iterator[Cause]:
    wrong = [row for row in rows if not row.fine]
    if all(row.expression.twice for row in wrong):
        yield Cause(
            "not_accumulated",
            Text(
                "Only expressions that use a value twice are wrong: what comes back from each use "
                "has to be added up (grad += ...), once the later uses have all come back.",
                "値を 2 回使う式だけが誤っている。使われるたびに戻る勾配を、後の計算から順に"
                "足し合わせる(grad += ...)必要がある。",
            ),
        )
        return
    first = wrong[0]
    name = first.expression.name
    for index, letter in enumerate("ab"[: len(first.right)]):
        yours, right = first.yours[index], first.right[index]
        if yours.shape != right.shape or np.allclose(yours, right, rtol=1e-6, equal_nan=True):
            continue
        known = np.isfinite(right)
        if not np.any(yours):
            yield Cause("zero_gradient", Text(
                f"The gradient of {letter} in {name} is zero.",
                f"{name} で {letter} の勾配が 0 である。"))  # fmt: skip
            return
        ratio = float((right[known] * yours[known]).sum() / (right[known] ** 2).sum())
        if np.allclose(yours[known], ratio * right[known], rtol=1e-5):
            if abs(ratio + 1) < 1e-5:
                yield Cause("sign", Text(
                    f"The gradient of {letter} in {name} has the wrong sign.",
                    f"{name} で {letter} の勾配の符号が逆である。"))  # fmt: skip
            else:
                yield Cause("constant_factor", Text(
                    f"The gradient of {letter} in {name} is {ratio:.6g} times what it should be.",
                    f"{name} で {letter} の勾配が正しい値の {ratio:.6g} 倍である。"))  # fmt: skip
            return
    yield Cause("unknown", Text(
        f"No single mistake that is known explains the gradients of {name}.",
        f"既知の誤り一つでは {name} の勾配を説明できない。"))  # fmt: skip


def _nothing(label: str, stumbled: Sequence[tuple[str, BaseException]]) -> Crash:
    why, why_ja = "it offers none of the usual operations", "普通の演算を持たない"
    if stumbled:
        name, error = stumbled[0]
        why = f"{name} raised {type(error).__name__}: {error}"
        why_ja = f"{name} で {type(error).__name__} が出た: {error}"
    return Crash(
        "unknown_shape",
        Text(
            f"{label} holds a value and a gradient, but {why}.",
            f"{label} は値と勾配を持つが、{why_ja}。",
        ),
        Text(
            "Operators (+, *, **) or methods (exp, tanh, sum) are tried.",
            "演算子(+、*、**)とメソッド(exp、tanh、sum)を試している。",
        ),
    )
