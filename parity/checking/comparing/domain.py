"""For which inputs the code was not written: what fails there alone does not speak against it."""

from __future__ import annotations

import ast
import linecache
import re
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from parity.checking.comparing.accepting.logarithms import kept_apart, probabilities_of
from parity.checking.comparing.comparison import Comparison
from parity.checking.comparing.excuses import axes_of, beyond_axes
from parity.checking.comparing.judged import Judged
from parity.checking.loading.origin import is_users
from parity.checking.reading.sessions.session import StumbleError
from parity.describing.concept import Concept, Text

SATURATED = Text(
    "a probability that is exactly 0 or 1 in float64 gives log(0), which is infinite; PyTorch and "
    "Keras stay finite",
    "float64 で確率がちょうど 0 や 1 になる入力では log(0) が無限大になる。"
    "PyTorch と Keras は有限の値を返す",
)
NO_REST = Text(
    "image sizes that the windows do not divide", "窓で割り切れない大きさの画像には対応していない"
)
SAME_WITH_STRIDE = Text(
    'padding="same" with a stride, which the frameworks define each in its own way',
    'ストライドつきの padding="same"(定義はフレームワークごとに異なる)',
)
NO_NEGATIVES = Text(
    "negatives: it is a softmax over all words",
    "負例には対応していない(全単語のソフトマックスである)",
)
NO_LENGTHS = Text(
    "sequences of different lengths in one batch", "長さの異なる系列を含むバッチには対応していない"
)
NO_CLASS_NUMBERS = Text(
    "class numbers: it takes rows of scores, and one-hot rows",
    "クラス番号には対応していない(スコアと one-hot の行を取る)",
)
ODD = Text("vectors of an odd length", "奇数の長さのベクトルには対応していない")
NO_IGNORED = Text(
    "targets that are to be left out, such as -1",
    "数えない正解ラベル(-1 など)には対応していない",
)
NO_PADDING = Text(
    "images without padding, on its way back", "パディングなしの画像(逆伝播)には対応していない"
)
NO_SINGLE = Text("axes of length 1", "長さ 1 の軸をもつ入力には対応していない")

NO_GAPS = Text("numbers of words that do not occur in the corpus", "コーパスに現れない番号の単語")

ONE_AXIS_OF_INDICES = Text(
    "indices of several axes: words that occur twice in one row",
    "複数の軸をもつ番号の配列(同じ行に重複する番号がある場合)には対応していない",
)

OTHER_WINDOWS = "windows of another size than"

USUAL_WINDOW = 2
"""The size of a window that is written into code."""

FEW = 2
"""With fewer right cases than this, code that refuses most cases has no domain."""

MOST = 60
"""How much of an error's message is repeated."""


def excuse_beyond(concept: Concept, judged: Sequence[Judged]) -> None:
    """Mark what the code refuses itself, and losses of certain probabilities.

    Args:
        concept: what the code is judged as.
        judged: every case; those beyond the domain are marked.
    """
    _own_refusals(judged)
    if concept.kind == "loss":
        _saturated(concept, judged)
    _other_windows(judged)
    _asks_for_more(judged)
    taken = _taken_single(judged)
    confined = [
        Confined(_same_with_a_stride, SAME_WITH_STRIDE, crash=False),
        Confined(_is_odd, ODD, crash=False),
        Confined(_has_negatives, NO_NEGATIVES),
        Confined(_has_lengths_unread, NO_LENGTHS, crash=False),
        Confined(lambda j: _has_a_single(j, taken), NO_SINGLE),
        Confined(_is_cut_by_no_padding, NO_PADDING),
    ]
    if not any(j.fine and _leaves_a_rest(j) for j in judged):
        confined.insert(0, Confined(_leaves_a_rest, NO_REST))
        if not _takes_a_size(judged):
            confined.insert(0, Confined(_misshapen_by_a_rest, NO_REST, crash=False))
    for one in confined:
        _confine(judged, [one])
    _confine(judged, confined)
    if concept.name == "unigram_sampler":
        for j in judged:
            numbers = j.comparisons and all(c.numbers for c in j.comparisons)
            if _has_gaps(j) and not numbers:
                j.excused = j.excused or NO_GAPS
    if concept.name == "accuracy":
        _confine(judged, [Confined(_of_class_numbers, NO_CLASS_NUMBERS, crash=False)])
    if concept.name == "embedding":
        _confine(judged, [Confined(_several_axes, ONE_AXIS_OF_INDICES, crash=False)])


LEAVES_OUT = re.compile(r"ignore|mask|pad|valid|(?:!=|>|<|==)\s*-\s*1\b|>=\s*0\b", re.IGNORECASE)
"""What code says that leaves some targets out."""


def excuse_ignored(judged: Sequence[Judged], source: str) -> None:
    """Excuse targets that are to be left out, of code that never speaks of that.

    Whether its gradients are right is for the other cases to show, in which its losses are.
    """
    ran = [j for j in judged if j.excused is None and j.compared]
    others = [c for j in ran if not _has_ignored(j) for c in j.comparisons if c.role == "forward"]
    if LEAVES_OUT.search(source) or not others or not all(c.fine for c in others):
        return
    for j in ran:
        if _has_ignored(j) and not j.fine:
            j.excused = NO_IGNORED


def _other_windows(judged: Sequence[Judged]) -> None:
    """Excuse windows of another size than the one that code is written for, which takes none.

    That is the size for which it is right; of wrong code the one for which its outputs have the
    right shape.
    """
    ran = [j for j in judged if j.excused is None and j.trial.not_applicable is None]
    ran = [j for j in ran if j.comparisons or j.trial.stumble]
    by_size: dict[Any, list[Judged]] = {}
    for j in ran:
        if "kernel_size" not in j.case.config or "W" in j.case.params:
            return
        by_size.setdefault(j.case.config["kernel_size"], []).append(j)
    if len(by_size) < 2 or _takes_a_size(judged):
        return
    plain = {size: [j for j in own if not j.case.kink] for size, own in by_size.items()}
    right = [size for size, own in plain.items() if own and all(j.fine for j in own)]
    shaped = [size for size, own in plain.items() if own and all(map(_has_its_shape, own))]
    own = (right or sorted(shaped, key=lambda size: size != USUAL_WINDOW) or [None])[0]
    if own is None or (not right and own != USUAL_WINDOW):
        return
    text = Text(f"windows of another size than {own}", f"{own} 以外の大きさの窓には対応していない")
    for size, others in by_size.items():
        for j in others:
            if size != own and not j.fine:
                j.excused = text


def _takes_a_size(judged: Sequence[Judged]) -> bool:
    """Tell whether code can be given the size of its windows."""
    return any("kernel_size" in j.trial.used for j in judged)


def _misshapen_by_a_rest(j: Judged) -> bool:
    return _leaves_a_rest(j) and not _has_its_shape(j)


def _has_its_shape(j: Judged) -> bool:
    forward = [c for c in j.comparisons if c.role == "forward"]
    return bool(forward) and all(c.numbers for c in forward)


def limits(judged: Sequence[Judged]) -> list[Text]:
    """Return for which inputs the code was not written, those of few axes before those of more."""
    judged = sorted(judged, key=lambda j: axes_of(j.case))
    taken = {axes_of(j.case) for j in judged if j.excused is None and j.fine}
    found = [_told(j, taken) for j in judged if j.excused is not None and not j.case.kink]
    for j in judged:
        if j.excused and (j.excused is SATURATED or j.excused.en.startswith(OTHER_WINDOWS)):
            found.append(j.excused)  # of cases that count as kinks, too
    told: dict[str, Text] = {}
    for text in found:
        told.setdefault(text.en.partition(", as those")[0], text)  # one case is named of its kind
    return list(told.values())


def _told(j: Judged, taken: set[int]) -> Text:
    """Return why a case does not count; not for its axes alone where others have as many."""
    assert j.excused is not None
    axes = axes_of(j.case)
    if axes not in taken or j.excused.en != beyond_axes(axes).en:
        return j.excused
    name = j.case.name
    return Text(
        f"some inputs with {axes} axes are beyond it, as those of the case {name}",
        f"{axes} 軸の入力の一部(ケース {name} など)には対応していない",
    )


def _own_refusals(judged: Sequence[Judged]) -> None:
    """Excuse what the code refuses itself, by a raise or an assert, where it takes other cases."""
    refused = [
        j
        for j in judged
        if j.trial.stumble is not None
        and not j.excused
        and all(c.fine for c in j.comparisons)
        and (refuses_itself(j.trial.stumble) or _refuses_a_word(j))
    ]
    fine = sum(j.fine for j in judged)
    if len(refused) > fine and fine < FEW:
        return  # what refuses nearly everything has no domain
    for j in refused:
        stumble = j.trial.stumble
        assert stumble
        said = str(stumble.error).strip().splitlines()
        short = said[0][:MOST] if said else type(stumble.error).__name__
        j.excused = Text(
            f"it refuses some inputs itself ({short})", f"コード自身が拒む入力がある({short})"
        )


MISSING = re.compile(r"missing \d+ required positional arguments?: (.*)")
"""What Python says where a function is not given all that it asks for."""


def _asks_for_more(judged: Sequence[Judged]) -> None:
    """Excuse cases without an input that the code asks for, such as a first state."""
    most = max((len(j.case.inputs[0]) for j in judged if j.fine and j.case.inputs), default=0)
    for j in judged:
        stumble = j.trial.stumble
        if stumble is None or j.excused or stumble.stage != "forward":
            continue
        said = MISSING.search(str(stumble.error))
        if said and j.case.inputs and len(j.case.inputs[0]) < most:
            names = said[1].replace("'", "")[:MOST]
            j.excused = Text(f"inputs without {names}", f"{names} のない入力には対応していない")


def _refuses_a_word(j: Judged) -> bool:
    """Tell whether its constructor does not know a word that an option was given, as an Enum."""
    stumble = j.trial.stumble
    words = [value for value in j.case.config.values() if isinstance(value, str)]
    if stumble is None or stumble.stage != "constructor" or j.case.kind == "network":
        return False
    said = str(stumble.error)
    kind = type(stumble.error).__name__  # of another process only the name is known
    return kind in ("ValueError", "KeyError") and any(repr(word) in said for word in words)


@dataclass(frozen=True)
class Confined:
    """Some inputs for which code may not have been written.

    Attributes:
        where: tells those inputs.
        text: what is told.
        crash: whether only an exception is excused there, and wrong numbers are not.
    """

    where: Callable[[Judged], bool]
    text: Text
    crash: bool = True

    def holds(self, j: Judged) -> bool:
        """Tell whether what failed in a case may be excused so."""
        return (j.trial.stumble is not None or not self.crash) and self.where(j)


def _confine(judged: Sequence[Judged], confined: Sequence[Confined]) -> None:
    """Excuse what fails for some inputs alone, if all other cases are right.

    Where several kinds of inputs are beyond the code, each case is told by the kind that explains
    most of what fails.
    """
    ran = [j for j in judged if j.excused is None and j.trial.not_applicable is None]
    ran = [j for j in ran if j.comparisons or j.trial.stumble]
    failing = [j for j in ran if not j.fine]
    ranked = sorted(confined, key=lambda c: sum(map(c.holds, failing)), reverse=True)
    reasons = [next((c.text for c in ranked if c.holds(j)), None) for j in ran]
    others = [j for j, reason in zip(ran, reasons, strict=True) if reason is None]
    if others and all(j.fine or j.case.kink for j in others):
        for j, reason in zip(ran, reasons, strict=True):
            if not j.fine and reason is not None:
                j.excused = reason


def _same_with_a_stride(j: Judged) -> bool:
    return j.case.config.get("padding") == "same" and j.case.config.get("stride", 1) != 1


def _is_cut_by_no_padding(j: Judged) -> bool:
    """Tell whether only the way back raised, where there is no padding to cut off: [0:-0] is
    nothing."""
    back = j.trial.stumble is not None and j.trial.stumble.stage == "backward"
    padding = j.case.config.get("padding", 0)
    none = not any(padding) if isinstance(padding, tuple) else padding in (0, "valid")
    images = bool(j.case.images)
    return back and images and none and all(c.fine for c in j.comparisons)


def _has_ignored(j: Judged) -> bool:
    """Tell whether a case has targets below 0, which stand for no class."""
    t = j.case.inputs[0].get("t") if j.case.inputs else None
    return t is not None and t.dtype.kind == "i" and any((d["t"] < 0).any() for d in j.case.inputs)


def _has_negatives(j: Judged) -> bool:
    return j.case.config.get("output") == "negative_sampling"


def _has_lengths_unread(j: Judged) -> bool:
    return "input_lengths" in j.case.inputs[0] and "input_lengths" not in j.trial.used


def _shape(j: Judged) -> tuple[int, ...]:
    """Return the shape of the first input; of a case without inputs, that of a number."""
    given = j.case.inputs[0] if j.case.inputs else {}
    return np.shape(next(iter(given.values()), 0))


def _taken_single(judged: Sequence[Judged]) -> set[int]:
    """Return the axes that may have the length 1: with it the code is right somewhere, or they have
    it in every case, as where one example is read alone."""
    shapes = [_shape(j) for j in judged]
    axes = range(min(map(len, shapes), default=0))
    always = {axis for axis in axes if all(shape[axis] == 1 for shape in shapes)}
    right = [_shape(j) for j in judged if j.fine]
    return always | {axis for shape in right for axis, n in enumerate(shape) if n == 1}


def _has_a_single(j: Judged, taken: set[int]) -> bool:
    return any(n == 1 and axis not in taken for axis, n in enumerate(_shape(j)))


def _has_gaps(j: Judged) -> bool:
    """Tell whether some number of a word does not occur in the corpus."""
    return bool((np.bincount(j.case.inputs[0]["corpus"]) == 0).any())


def _several_axes(j: Judged) -> bool:
    return len(_shape(j)) > 1


def _of_class_numbers(j: Judged) -> bool:
    """Tell whether classes are given by number, and not by rows of which the largest is meant."""
    return any(array.ndim == 1 for array in j.case.inputs[0].values())


def _is_odd(j: Judged) -> bool:
    return j.case.concept == "positional_encoding" and j.case.config["d"] % 2 == 1


def _leaves_a_rest(j: Judged) -> bool:
    config = j.case.config
    size = config.get("kernel_size")
    x = next(iter(j.case.inputs[0].values()), np.empty(0))
    if x.ndim < 3 or not isinstance(size, int | tuple) or "W" in j.case.params:
        return False
    axes = x.ndim - 2
    sides = size if isinstance(size, tuple) else (size,) * axes
    stride = config.get("stride") or size
    strides = stride if isinstance(stride, tuple) else (stride,) * axes
    return any((n - k) % s for n, k, s in zip(x.shape[2:], sides, strides, strict=True))


def refuses_itself(stumble: StumbleError) -> bool:
    """Tell whether an exception comes from a raise or an assert of the user's own."""
    if stumble.refusal is not None:
        return stumble.refusal
    if isinstance(stumble.error, NotImplementedError):
        return True
    frames = list(traceback.walk_tb(stumble.error.__traceback__))
    if not frames:
        return False
    frame, number = frames[-1]
    filename = frame.f_code.co_filename
    if not is_users(filename):
        return False
    text = linecache.getline(filename, number, frame.f_globals).strip()
    if text.startswith(("raise ", "assert ", "assert(")):
        return True
    try:
        body = ast.parse(text).body
    except SyntaxError:
        return False
    return bool(body) and any(isinstance(n, ast.Raise | ast.Assert) for n in ast.walk(body[0]))


def _saturated(concept: Concept, judged: Sequence[Judged]) -> None:
    """Excuse an infinite loss, or its gradient, where a probability is exactly 0 or 1.

    So is a larger cross-entropy: with a smaller constant in the logarithm than ours it is finite.
    """
    if not any(j.fine for j in judged):
        return
    for j in judged:
        wrong = [c for c in j.comparisons if not c.fine]
        if j.excused or j.trial.stumble or not wrong:
            continue
        of_logarithms = "cross_entropy" in concept.name
        if not all(_is_infinite(c) or (of_logarithms and _is_higher(c)) for c in wrong):
            # Beside the infinite loss the gradient may be kept finite, by a constant in its
            # denominator.
            losses = [c for c in wrong if c.role == "forward"]
            rest = [c for c in wrong if c.role != "forward"]
            if not losses or not all(map(_is_infinite, losses)):
                continue
            if not all(map(kept_apart, rest)):
                continue
        if "x" in j.case.inputs[0]:
            # From scores the gradient is p - t, which is finite, and NaN tells of an overflow.
            if not all(c.role == "forward" for c in wrong):
                continue
            if any(c.yours is not None and np.isnan(c.yours).any() for c in wrong):
                continue
        if _has_certain(j):
            j.excused = SATURATED


def _is_infinite(c: Comparison) -> bool:
    return c.yours is not None and not np.isfinite(c.yours).all()


def _is_higher(c: Comparison) -> bool:
    """Tell whether a loss is above what it should be, in no element below."""
    return c.role == "forward" and c.numbers and bool((np.asarray(c.yours) >= c.right).all())


def _has_certain(j: Judged) -> bool:
    """Tell whether a probability of the case is exactly 0 or 1."""
    p = probabilities_of(j.case)
    return p is not None and bool(((p <= 0) | (p >= 1)).any())
