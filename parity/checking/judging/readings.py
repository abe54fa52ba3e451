"""Which reading of the code explains most: the plain one, or another where that does not do."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from parity.checking.causes.budget import Budget
from parity.checking.comparing.domain import SATURATED
from parity.checking.comparing.excuses import axes_of
from parity.checking.comparing.judged import Judged
from parity.checking.comparing.trial import Trial
from parity.checking.comparing.variations import Variation, score
from parity.checking.judging.outcome import Judging, Outcome
from parity.checking.judging.way_forward import with_the_way_forward_apart
from parity.checking.reading.binding import NotApplicableError, UnknownShapeError
from parity.checking.reading.narrowings import BINARY, ONE_AT_A_TIME
from parity.checking.reading.sessions.session import Subject
from parity.describing.concept import DrawnCase

SECONDS = 3.0
"""How long other readings are looked for."""

PROBES = 3
"""On how many cases a reading is tried before it is judged on all of them."""


def best_outcome(judging: Judging, plain: Subject) -> Outcome:
    """Return the outcome of the reading that explains most.

    Other readings are tried where the plain one does not find the code right; the first that does
    is taken, else the one under which most agrees.

    Raises:
        UnknownShapeError: if no reading can use the object.
    """
    refused: UnknownShapeError | None = None
    best: Outcome | None = None
    try:
        best = judging.outcome(plain)
    except UnknownShapeError as reason:
        refused = reason
    if best is not None and best.right:
        return best
    plain_outcome = best
    tried: dict[tuple[str, ...], Outcome] = {}
    budget = Budget(SECONDS)
    probes = [t.drawn or t.case for t in best.trials] if best else []  # not as it was read
    for other in plain.others():
        if budget.spent:
            break
        if other.columns and ROWS_SAID.search(judging.source):
            continue
        wider = (plain_outcome, tried.get(_layout(other)))
        if not all(plausible(other.narrow, o, judging.source) for o in wider if o is not None):
            continue
        try:
            if best is not None and best.ran and not _promising(judging, other, best, probes):
                continue
            if best is not None and not best.ran and not _runs(judging, other, best):
                continue
            found = judging.outcome(other)
        except (UnknownShapeError, NotApplicableError):
            continue
        if not other.narrow and found.judged:
            tried[_layout(other)] = found
        # Whether a narrower domain is plausible is decided above; a layout must cover all.
        if not other.narrow and plain_outcome is not None and not covers(found, plain_outcome):
            continue
        if best is None or found.explains_more(best) or _as_it_says(found, best, judging.source):
            best = found
        if best.right:
            break
    if best is None:
        assert refused
        raise refused
    return with_the_way_forward_apart(judging, best)


def _promising(judging: Judging, other: Subject, best: Outcome, cases: Sequence[DrawnCase]) -> bool:
    """Tell whether a few cases speak more for another reading than for the best one."""
    plain = [c for c in cases if not c.kink and not c.options.get("optimizer")]
    wrong = {j.case.name.split("/")[0] for j in best.judged if not j.fine}
    chosen = [c for c in plain if c.name.split("/")[0] in wrong][:PROBES] or plain[:PROBES]
    tried = [judging.run(other, case, twice=False) for case in chosen]
    trials: list[Trial] = [trial for trial in tried if trial.ran]
    if not trials:  # where what fails is outside the other's domain, the rest decides
        return bool(tried) and all(trial.not_applicable for trial in tried)
    agreed = max(score(judging.referee, trials, v)[0][0] for v in (Variation(), best.variation))
    before = [j for j in best.judged if j.case.name in {t.case.name for t in trials}]
    # Under the plain convention a reading may still look wrong: any number that agrees will do.
    return agreed > 0 or not any(c.fine for j in before for c in j.comparisons)


def _runs(judging: Judging, other: Subject, best: Outcome) -> bool:
    """Tell whether the code runs under another reading on a case on which it did not."""
    chosen = [t.case for t in best.trials if t.stumble is not None and not t.case.kink][:PROBES]
    if not chosen:
        return True
    tried = [judging.run(other, case, twice=False) for case in chosen]
    return any(trial.stumble is None or trial.given.quantities for trial in tried)


ROWS_SAID = re.compile(
    r"\(\s*(?:N|n|B|batch|batch_size|n_samples|num_examples|データ数|バッチサイズ)\s*,"
)
"""A comment or a docstring that says that the first axis goes over the examples."""


def _as_it_says(found: Outcome, best: Outcome, source: str) -> bool:
    """Tell whether nothing of a loss is right, and it divides by how many columns there are."""
    nothing = found.ran and not found.score[0] and not best.score[0]
    loss = found.subject.concept.kind == "loss"
    said = ".shape[1]" in source and ".shape[0]" not in source
    return loss and nothing and said and found.subject.columns and not best.subject.columns


WINDOWS = re.compile(
    r"\b(?:[fkhp]h|hh|pool_?h|filter_?h|kernel_?h|k_h|f_h|h_filter|window_?h|"
    r"(?:kernel|filter|pool|window)_?height|pool_?size_?h)\b",
    re.IGNORECASE,
)
"""Names of a window's height: code that has one knows windows that are not square."""


FIRST_ROW = re.compile(r"\w\[0\s*,\s*\w+\]")
"""An element of the first row."""

LARGEST_OF_ALL = re.compile(r"\[\s*:\s*,\s*(?:[\w.]+\.argmax\(\)|np\.argmax\(\w+\))\s*\]")
"""The column of the one largest number of all rows."""

ONE_EXAMPLE_SAID = re.compile(r"\b(?:1-?d|one[- ]dimension\w*|vectors?|im(?:age|g)|matrix)\b|1次元",
                              re.IGNORECASE)  # fmt: skip
"""What code says that makes a vector of one example."""

OF_AN_ARRAY = re.compile(r"\bdef \w+\((?:self, *)?(?:nd)?arr(?:ay)?\b")
"""A function or a method of any array, as those are that prepare data: which of its axes counts
examples is not its concern."""

OTHER_ROWS = re.compile(r"shape\[0\]|\blen\(|batch|mean\(|\.size\b")
"""What code says that knows of several examples."""

OF_P_AND_Q = re.compile(r"\bdef \w+\(\s*p\b[^,)]*,\s*q\b")
"""A function of two distributions, as books on information write them."""

_HEIGHT = r"(?:\w*_)?(?:h|height|rows)(?:_\w+)?"
_WIDTH = r"(?:\w*_)?(?:w|width|cols)(?:_\w+)?"
HEIGHT_AND_WIDTH = re.compile(
    rf"\b(?:{_HEIGHT}\s*,\s*{_WIDTH}|{_WIDTH}\s*,\s*{_HEIGHT})\b[^=\n]*=[^=\n]*shape"
    r"|\b(?!(?:W|w|F|f|K|k|kernel|kernels|filter|filters|weight|weights|self\.W)\b)([\w.]+)"
    r"\.shape\[(?:2|-2)\](?s:.*)\b\1\.shape\[(?:3|-1)\]",
    re.IGNORECASE,
)
"""Both sides of an image with a name each, or asked for: code that has them knows oblong images.

Both sides of a window say nothing of the image.
"""


def _layout(subject: Subject) -> tuple[str, ...]:
    """Return what a reading takes for granted besides how narrow the inputs are."""
    return tuple(text.en for text in subject.told)


def plausible(narrow: str, plain: Outcome, source: str) -> bool:
    """Tell whether code may have been written for narrower inputs only.

    It may where it refuses the wider ones, or cannot give a result of their shape. Numbers of the
    right shape are its answer.
    """
    if not narrow:
        return True
    asked = plain.subject.concept.name in ("im2col", "col2im")  # for one length, by its argument
    one_side = "square" in narrow or narrow in ("windows_of_3", "same")
    if one_side and WINDOWS.search(source) and not asked:
        return False
    if narrow == "same_oblong" and not WINDOWS.search(source):
        return False
    if "square_image" in narrow and HEIGHT_AND_WIDTH.search(source):
        return False
    if narrow in ONE_AT_A_TIME and any(j.fine and _several(j) for j in plain.judged):
        return False  # it takes several examples at once
    if narrow in ("first_row", "one_hot_row"):
        row = FIRST_ROW if narrow == "first_row" else LARGEST_OF_ALL
        return bool(row.search(source)) and not OTHER_ROWS.search(source)
    if narrow == "each_example" and not _speaks_of_one(source):
        return False  # who only says x loses the batch
    if narrow == "vector" and "axis" not in source and "softmax" in plain.subject.concept.name:
        return True
    if narrow == "vector" and OF_P_AND_Q.search(source) and not OTHER_ROWS.search(source):
        return "axis" not in source
    if narrow == "binary" and any(map(_asks_for_integers, plain.trials)):
        return True  # its labels are classes, which only a list of them shows
    if not plain.judged:  # nothing was given that could be compared
        return all(t.stumble is not None or t.not_applicable is not None for t in plain.trials)
    failing = [j for j in plain.judged if not j.fine and j.excused is None]
    if narrow == "one_output" and plain.subject.concept.name.startswith(BINARY):
        return all(_has_no_answer(j) or _divided_by_the_examples(j) for j in failing)
    if narrow == "numbers":
        return all(j.trial.stumble is not None for j in failing)
    if narrow.startswith("float"):  # whole numbers are told of as the limit of a right function
        failing = [j for j in failing if not _whole_numbers(j)]
    return all(_has_no_answer(j) for j in failing)


def _speaks_of_one(source: str) -> bool:
    """Tell whether code that makes a vector says that it is given one example, or any array.

    A layer, which goes back too, is given a batch whatever it calls it.
    """
    of_an_array = bool(OF_AN_ARRAY.search(source)) and "backward" not in source
    return of_an_array or bool(ONE_EXAMPLE_SAID.search(source))


def _asks_for_integers(trial: Trial) -> bool:
    """Tell whether labels that are no integers were taken for places."""
    return trial.stumble is not None and "must be of integer" in str(trial.stumble.error)


def _several(j: Judged) -> bool:
    """Tell whether a case has several examples."""
    return len(j.first_input) > 1


def _whole_numbers(j: Judged) -> bool:
    return j.first_input.dtype.kind in "iu"


def _has_no_answer(j: Judged) -> bool:
    if j.trial.stumble is not None or j.trial.not_applicable is not None or not j.comparisons:
        return True
    forward = [c for c in j.comparisons if c.role == "forward"]
    return bool(forward) and not any(c.numbers for c in forward)


def _divided_by_the_examples(j: Judged) -> bool:
    """Tell whether a gradient is right but for how many answers an example has.

    A question of yes or no has one answer, and there it is right. Where the right gradient is 0,
    or there is a kink, a probability was clipped.
    """
    if j.case.kink:
        return True
    wrong = [c for c in j.comparisons if c.role == "gradient" and not c.fine]
    return (
        j.features != 1
        and bool(wrong)
        and all(
            c.yours is not None and c.numbers and _is_times(c.yours, j.features, c.right)
            for c in wrong
        )
    )


def _is_times(yours: np.ndarray, times: int, right: np.ndarray) -> bool:
    known = right != 0
    return np.allclose(yours[known], times * right[known], rtol=1e-4)


def covers(found: Outcome, plain: Outcome) -> bool:
    """Tell whether a reading judges what the plain one has wrong numbers for.

    Of inputs with three axes a layout of matrices or images need not know.
    """
    if found.subject.concept.kind in ("network", "function"):
        # A network that ours cannot express is judged by its own loss, and how a function may be
        # called says itself which cases it leaves out.
        return True
    # That the loss of a certain answer is infinite says nothing against a reading.
    counted = {j.case.name for j in (*found.counted, *found.judged)
               if j.excused in (None, SATURATED) and j.trial.not_applicable is None}  # fmt: skip
    for j in plain.judged:
        wrong = any(not c.fine and c.numbers for c in j.comparisons)
        asked = j.trial.not_applicable is None and (j.case.images or axes_of(j.case) <= 2)
        if asked and wrong and not j.excused and j.case.name not in counted:
            return False
    return True
