"""Judges one object by itself: its gradients against finite differences of its own forward."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from parity.checking.alone.differences import Pair, Slope
from parity.checking.alone.expressions import is_autograd, judge_expressions
from parity.checking.alone.finding.probes import Builder
from parity.checking.alone.fingerprints import cause_of, told_at
from parity.checking.alone.probing import ones
from parity.checking.alone.probing.places import Place
from parity.checking.alone.probing.probe import UnfitError
from parity.checking.alone.probing.steps import step_ways
from parity.checking.alone.probing.ways import Way, graph_ways, ways_of
from parity.checking.alone.source import line_of
from parity.checking.alone.stepping import best_step, explain_step
from parity.checking.alone.trial import Compared, Outcome, judge, shown, slopes
from parity.checking.causes.order_of_layers import in_some_part
from parity.checking.loading.crashes import raised
from parity.checking.reading.sessions.session import StumbleError
from parity.checking.reading.source import gives_zeros_alone
from parity.checking.report import Convention, Crash, Quantity, Report
from parity.describing.concept import NOTHING, Text

SECONDS = 1.6
"""How long inputs and readings are looked for, in time of the processor: a busy machine must not
change the answer."""

STEP_SECONDS = 1.0
"""The same for a training step, of which many are none by a gradient."""

FEW_SECONDS = 0.7
"""The same for more elements of each array than a few, where the few took less."""

TURNED_SECONDS = 0.6
"""The same for a second look, with other settings."""

MOST_DIGITS = 10.0
"""Finite differences are not told to more digits than they have."""

SHAPE = {
    "backward": Text("forward and backward", "forward と backward"),
    "loss": Text("a loss and its gradient", "損失とその勾配"),
    "derivative": Text("a function and its derivative",
                       "関数とその導関数"),
    "step": Text("a training step", "学習ステップ"),
}  # fmt: skip

Progress = Callable[[str], None]


def has_gradient(obj: Any, label: str, namespace: Mapping[str, Any]) -> bool:
    """Tell whether something of ``obj`` gives a gradient."""
    return bool(ways_of(obj, label, namespace)) or is_autograd(obj)


def may_have_gradient(obj: Any, label: str, namespace: Mapping[str, Any]) -> bool:
    """Tell the same, counting what only a call shows: autograd objects, steps by a gradient."""
    return (
        has_gradient(obj, label, namespace)
        or bool(graph_ways(obj, namespace))
        or bool(step_ways(obj))
    )


def judge_alone(
    obj: Any,
    label: str,
    namespace: Mapping[str, Any],
    progress: Progress = lambda _: None,
    arrays: bool = False,
) -> Report:
    """Return the answer for an object that is judged by itself.

    With ``arrays`` single numbers are no inputs, as of what raised on arrays. The verdict is
    ``error`` where it has no gradient, or where no inputs for it were found.
    """
    began, started = time.process_time(), time.perf_counter()
    report = Report(label, "", "error", alone=True)
    progress("forward, by itself")
    if is_autograd(obj):
        judge_expressions(report, obj, namespace)
        report.seconds = time.perf_counter() - started
        return report
    # What takes autograd objects has its way back from them, whatever methods it has besides.
    ways = [*graph_ways(obj, namespace), *ways_of(obj, label, namespace)]
    builder = Builder(obj, label, namespace)
    if not ways:
        outcome = best_step(builder, step_ways(obj), began + STEP_SECONDS)
        if outcome is None:
            report.crash = no_gradient(label)
        else:
            fill(report, outcome)
        report.seconds = time.perf_counter() - started
        return report
    found = _best(builder, ways, began + SECONDS, arrays)
    if found is None and all(way.kind == "graph" for way in ways):
        report.crash = no_gradient(label)  # whether it is one of those only a call would show
    elif found is None:
        ways = [way for way in ways if way.kind != "graph"]
        report.crash = not_understood(label, ways, builder.refusals)
    elif not found.right and _gives_zeros(found):
        report.crash = zeros_alone(label)
    else:
        fill(report, _turned(found, obj, label, namespace, ways) if found.right else found)
    report.seconds = time.perf_counter() - started
    return report


def _turned(
    right: Outcome, obj: Any, label: str, namespace: Mapping[str, Any], ways: Sequence[Way]
) -> Outcome:
    """Return what is wrong where settings of 1 have another value; else what is right with 1."""
    if not any(map(ones.ones_of, [obj, *(f for w in ways for f in (w.forward, w.backward))])):
        return right
    builder = Builder(obj, label, namespace, turns=True)
    found = _best(builder, ways, time.process_time() + TURNED_SECONDS)
    same = found is not None and found.probe.layout == right.probe.layout
    if found is None or found.right or not builder.turned or not same or not found.blames:
        return right
    found.told.append(ones.told(builder.turned))
    found.turned = builder.turned
    return found


def _best(
    builder: Builder, ways: Sequence[Way], until: float, arrays: bool = False
) -> Outcome | None:
    """Return the outcome of the first probe that is right, else of the one that explains most."""
    best: Outcome | None = None
    wrong: Outcome | None = None  # on the likeliest inputs that it took
    first = ""  # the layout of the likeliest inputs on which forward runs
    suspect: set[Place] = set()  # of the object's arrays, those whose gradient was found wrong
    for probe in builder.probes(list(ways), until):
        now = time.process_time()
        if arrays and not any(np.ndim(value) for value in probe.root.args.values()):
            continue
        first = first or probe.layout
        try:
            outcome = judge(probe, now)  # a few elements of each array
            if outcome.right and time.process_time() < now + FEW_SECONDS:
                outcome = judge(probe, max(now + 0.2, min(now + FEW_SECONDS, until)))
        except (UnfitError, StumbleError) as reason:
            builder.refusals.append(reason)
            continue
        if wrong is None and outcome.blames:
            wrong = outcome
        elif wrong is not None and outcome.right and not outcome.clears(wrong):
            continue  # the same code was wrong on inputs that it took
        if wrong is not None and outcome.right and outcome.of_more_axes(wrong):
            outcome.told.append(for_more_axes(outcome.upstream))
        suspect |= {c.place for c in outcome.compared if not c.fine and np.isfinite(c.error)}
        if outcome.right and suspect & set(outcome.missing):
            continue  # it agrees because what is wrong does not show there
        if best is None or outcome.score > best.score:
            best = outcome
        if best.right:
            break
    if best is not None and not best.right:
        with contextlib.suppress(UnfitError, StumbleError):
            best = judge(best.probe, time.process_time() + 0.5)
    if best is not None and not best.right and _hands_on(best):
        builder.refusals.append(
            UnfitError(
                "its forward hands on what it is given, so which loss its gradient belongs to is "
                "not known",
                "forward は受け取った値をそのまま返すので、どの損失の勾配なのか分からない",
            )
        )
        return None
    if best is not None and not best.right and best.of_fewer_axes:
        builder.refusals.append(
            UnfitError(
                "it may be for inputs of fewer axes, which were not found: how many is not known",
                "軸の数がもっと少ない入力のためのコードかもしれず、何軸なのか分からない",
            )
        )
        return None
    if best is not None and best.probe.layout != first and not best.fits:
        best.probe.exact = False  # arrays of odd shapes, on inputs that may not be meant
    if best is None or best.right or best.probe.exact or any(c.fine for c in best.compared):
        return best
    builder.refusals.append(
        UnfitError(
            "which loss its gradient belongs to is not known", "どの損失の勾配なのか分からない"
        )
    )
    return None


def for_more_axes(upstream: Sequence[np.ndarray]) -> Text:
    """Say that code is right for inputs of so many axes, and not for fewer."""
    axes = max(map(np.ndim, upstream))
    return Text(
        f"It is for inputs with {axes} axes: with fewer its gradients are too small, and repeat "
        "themselves where they are written.",
        f"{axes} 軸の入力のためのコードとみなした。軸がそれより少ないと、勾配の要素が足りず、"
        "書き込んだ先で同じ値が繰り返される。",
    )


def _hands_on(outcome: Outcome) -> bool:
    """Tell whether forward returns an array unchanged whose gradient is found wrong.

    Layers of a loss do, which keep it for themselves; and so do the parents of all layers.
    """
    return any(
        not c.fine and c.right.shape == given.shape and np.allclose(c.right, given, rtol=1e-6)
        for c in outcome.compared
        for given in outcome.upstream
    )


def fill(report: Report, outcome: Outcome) -> None:
    """Write the answer into the report."""
    probe = outcome.probe
    report.shape = SHAPE[probe.meaning]
    report.cases = 0
    report.reading = [*probe.told, *outcome.told]
    report.quantities = [quantity_of(c) for c in outcome.compared]
    report.remarks = remarks_of(outcome)
    if outcome.single:
        report.float32 = [c.name for c in outcome.compared if c.fine]
    if outcome.batch_mean:
        report.conventions.append(batch_mean(outcome.batch_mean))
    if outcome.convention:
        report.conventions.append(outcome.convention)
    if outcome.right:
        report.verdict = "agrees"
        report.evidence = lambda: [
            Pair(c.name, np.asarray(c.yours), np.asarray(c.right), c.scale)
            for c in outcome.compared
        ]
        return
    report.verdict = "differs"
    report.first_wrong = next(c.name for c in outcome.compared if not c.fine)
    if probe.meaning == "step":
        report.causes = [explain_step(outcome)]
    else:
        explain(report, outcome)


def quantity_of(c: Compared) -> Quantity:
    """Return the row of one gradient."""
    note = NOTHING
    if not np.isfinite(c.error):
        note = Text(
            f"shape {c.yours.shape}, expected {c.right.shape}",
            f"形 {c.yours.shape}(正しくは {c.right.shape})",
        )
    elif c.kinks or c.left_out:
        seen = int(np.isfinite(c.right).sum())
        note = Text(
            f"{seen} of {c.right.size} elements",
            f"{c.right.size} 要素のうち {seen} 要素で比較",
        )
    digits = None
    if np.isfinite(c.error):
        digits = min(MOST_DIGITS, max(0.0, -math.log10(max(c.error, 1e-16))))
    verdict = ("imprecise" if c.rough else "agree") if c.fine else "differ"
    return Quantity(
        c.name, digits, verdict, "", int(c.fine), 1,  # type: ignore[arg-type]
        c.error * c.scale if np.isfinite(c.error) else None, 1e-6 * c.scale, note,
    )  # fmt: skip


def remarks_of(outcome: Outcome) -> list[Text]:
    """Say what the code was run on, and what could not be judged."""
    probe = outcome.probe
    shapes = [
        f"{name} {np.shape(value)}" if not isinstance(value, dict) else name
        for name, value in probe.root.args.items()
        if isinstance(value, np.ndarray)
    ]
    shapes += [
        f"{shown(p)} {outcome.values[p].shape}"
        for p in probe.variables
        if p.path[0][1] == "obj" or len(p.path) > 2
    ][:8]
    said = ", ".join(shapes)
    remarks = [Text(f"It was run with {said}.", f"入力は {said}。")] if said else []
    if outcome.missing:
        names = ", ".join(dict.fromkeys(shown(p) for p in outcome.missing))
        remarks.append(
            Text(
                f"Its forward also depends on {names}, for which it gives no gradient.",
                f"forward は {names} にも依存するが、その勾配は得られない。",
            )
        )
    if any(c.kinks for c in outcome.compared):
        n = sum(c.kinks for c in outcome.compared)
        remarks.append(
            Text(
                f"{n} elements at which the forward bends or jumps were left out.",
                f"forward が折れ曲がるか跳ぶ点にある {n} 要素は除いた。",
            )
        )
    if any(c.fine and c.rough for c in outcome.compared) and not outcome.single:
        names = ", ".join(c.name for c in outcome.compared if c.fine and c.rough)
        remarks.append(
            Text(
                f"{names}: a small constant of the forward, such as an epsilon, is not in the "
                "gradient, or digits are lost to rounding.",
                f"{names}:forward にある小さな定数(イプシロンなど)が勾配にないか、"
                "丸め誤差で桁が落ちている。",
            )
        )
    return remarks


def batch_mean(n: int) -> Convention:
    """Return the convention by which gradients of parameters are means over the batch."""
    return Convention(
        "batch_mean",
        Text(
            f"The gradients of the parameters are divided by the number of examples ({n} here), "
            "that of the input is not: the loss's mean over the batch is taken here.",
            f"パラメータの勾配は例の数(ここでは {n})で割られており、入力の勾配は割られていない。"
            "損失の平均をここで取る規約である。",
        ),
    )


def explain(report: Report, outcome: Outcome) -> None:
    """Write why it differs into the report: what explains the first wrong gradient entirely."""
    outcomes = [outcome]
    with contextlib.suppress(UnfitError, StumbleError):
        outcomes.append(judge(outcome.probe, time.process_time() + 0.5, seed=11))

    def again(o: Outcome, c: Compared, upstream: Sequence[np.ndarray]) -> Slope | None:
        rng = np.random.default_rng(0)
        until = time.process_time() + 0.25
        try:
            return slopes(o.probe, o.values, upstream, until, rng, o.single, [c.place]).get(c.place)
        except (UnfitError, StumbleError):
            return None

    assert report.first_wrong
    cause = cause_of(outcomes, report.first_wrong, again)
    wrong = next(c for c in outcome.compared if c.name == report.first_wrong)
    line = line_of(
        outcome.probe.functions, report.first_wrong, wrong.place.last, len(outcome.compared) == 1
    )
    if cause is None:
        cause = in_some_part(outcome.probe.root.obj)
        line = cause.line if cause else line
    report.causes = [told_at(line, cause, report.first_wrong)]


def _gives_zeros(outcome: Outcome) -> bool:
    """Tell whether the way back gives zeros whatever it is given."""
    functions = outcome.probe.functions
    return bool(functions) and all(map(gives_zeros_alone, functions))


def zeros_alone(label: str) -> Crash:
    """Say that a way back is there, and is none yet."""
    return Crash(
        "absent",
        Text(
            f"The way back of {label} returns zeros whatever it is given: it may be still to be "
            "written, so its gradient was not judged.",
            f"{label} の逆伝播は、何を渡しても 0 を返す。まだ書かれていないとみて、"
            "勾配は判定しなかった。",
        ),
        Text(
            "Name the concept with --as CONCEPT to have the forward pass judged.",
            "順伝播だけを判定するには、--as 項目名 で何の実装かを指定する。",
        ),
    )


def no_gradient(label: str) -> Crash:
    """Say that there is nothing to judge an object by, and what would do."""
    return Crash(
        "not_recognised",
        Text(
            f"What {label} is meant to be does not show from its name, and it has no gradient by "
            "which it could be judged by itself.",
            f"{label} が何の実装なのか名前から分からず、単独で判定するための勾配もない。",
        ),
        Text(
            f"Name the concept with --as CONCEPT, or write its gradient beside it: a method "
            f"backward(dout), or a function {label}_backward(dout, cache).",
            "--as 項目名 で何の実装かを指定するか、勾配を書くとよい: backward(dout) メソッド、"
            f"または関数 {label}_backward(dout, cache)。",
        ),
    )


def _most_telling(stumbles: Sequence[StumbleError]) -> StumbleError:
    """Return a name that is missing, which no input mends, else what was raised most."""
    missing = [s for s in stumbles if isinstance(s.error, NameError | ImportError)]
    said = [str(s) for s in stumbles]
    return missing[0] if missing else max(stumbles, key=lambda s: said.count(str(s)))


def not_understood(
    label: str, ways: Sequence[Way], refusals: Sequence[UnfitError | StumbleError]
) -> Crash:
    """Say that a gradient is there, and why it could not be run."""
    way = ways[0]
    names = [getattr(f, "__name__", f) for f in (way.forward, way.backward) if f is not None]
    plain = [r for r in refusals if isinstance(r, UnfitError)]
    stumbles = [r for r in refusals if isinstance(r, StumbleError)]
    hint = Text(
        "Give the constructor's sizes and the arrays usual names (x, W, b, t), or name the concept "
        "with --as CONCEPT.",
        "サイズや配列の引数を普通の名前(x、W、b、t)にするか、--as 項目名 で何の実装かを"
        "指定するとよい。",
    )
    if stumbles and not any("not known" in str(r) for r in plain):
        last = _most_telling(stumbles)
        crash = raised(last.error, label, "")
        return Crash(
            "unknown_shape",
            Text(
                f"{label} has a gradient ({' and '.join(names)}), but no inputs were found on "
                f"which it runs: it raised {type(last.error).__name__} ({last.error}).",
                f"{label} には勾配({'と '.join(names)})があるが、動く入力が見つからなかった。"
                f"{type(last.error).__name__} が出る({last.error})。",
            ),
            hint,
            crash.trace,
        )
    unknown = [r for r in plain if "not known" in str(r)]
    plain = unknown[-1:] or plain
    why = plain[0].text if plain else Text("no inputs were found", "入力が見つからない")
    return Crash(
        "unknown_shape",
        Text(
            f"{label} has a gradient ({' and '.join(names)}), but could not be run by itself: "
            f"{why.en}.",
            f"{label} には勾配({'と '.join(names)})があるが、単独では実行できなかった:{why.ja}。",
        ),
        hint,
    )
